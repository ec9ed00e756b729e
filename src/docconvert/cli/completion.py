"""Scripts that teach a shell what the command line takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docconvert.errors import UsageError

if TYPE_CHECKING:
    import argparse

_FILES = ("sources", "out", "keep", "glossary", "script_report", "reference_doc", "font", "cover", "report")
_CLAUSE = re.compile("[;；] ?")
_FOLDERS = ("dictionaries",)


def completion(parser: argparse.ArgumentParser, shell: str) -> str:
    """Return the script that completes our arguments in a shell.

    Args:
        parser: that of the command line. It is changed, and of no use for parsing afterwards.
        shell: bash, zsh or fish.

    Raises:
        UsageError: the library that writes such scripts is not installed.
    """
    try:
        import shtab
    except ImportError as error:
        raise UsageError(
            "--completion needs shtab, which is not installed", "pip install 'docconvert[completion]'"
        ) from error
    names = _names()
    for action in parser._actions:  # noqa: SLF001 - argparse tells them in no other way
        if action.dest in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # shtab's own
        elif action.dest in _FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]  # shtab's own
        elif action.dest in names:
            action.choices = names[action.dest]
        # Shells show it beside the option, on one line.
        action.help = _CLAUSE.split(action.help or "")[0]
    return str(shtab.complete(parser, shell))


def _names() -> dict[str, tuple[str, ...]]:
    """Return what may stand behind options that take names but are no choices for argparse."""
    from docconvert.format import formats
    from docconvert.output import PDF_STANDARDS
    from docconvert.style import style_names

    return {
        "to": formats(),
        "style": tuple(style_names()),
        "pdf_standard": (*PDF_STANDARDS, "none"),
        "language": ("zh-Hans", "zh-Hant", "zh-Hant-HK", "ja"),
    }
