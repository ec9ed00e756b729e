"""The fonts that a document names, and those of them that its reader may have to get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.notices import Notice

if TYPE_CHECKING:
    from docconvert.style import Style

_USUAL = frozenset(
    [
        *("SimSun", "NSimSun", "SimHei", "KaiTi", "FangSong", "DengXian", "Microsoft YaHei"),
        *("PMingLiU", "MingLiU", "DFKai-SB", "Microsoft JhengHei"),
        *("Times New Roman", "Arial", "Calibri", "Cambria"),
    ]
)
"""Fonts that come with Windows or Office, or have near relatives in every system."""


def fonts_needed(style: Style, language: str) -> tuple[Notice, ...]:
    """Return a notice of the fonts of a style that not every reader has, if there are any.

    A file that names fonts does not carry them: another one is shown where one is missing.
    """
    names = style.fonts.script(language)
    roles = [style.body.font, style.title.font, *(look.font for look in style.headings)]
    roles += ["kai"] if style.emphasis.look == "kai" else []
    used = dict.fromkeys([*map(names.named, roles), names.latin])
    rare = [name for name in used if name not in _USUAL]
    if not rare:
        return ()
    message = (
        f"docx names {', '.join(rare)}, which few computers have; others are shown where they are missing"
    )
    return (Notice("fonts-needed", message),)
