"""Notices: every doubt or repair, as a value handed to a callback.

Nothing is dropped in silence. A notice that took characters out of the text
or put others in says which, so that a test can prove nothing else was lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, TypeAlias

Code: TypeAlias = Literal[
    "bytes-replaced",
    "characters-removed",
    "contents-removed",
    "emphasis-marks-removed",
    "escapes-removed",
    "fonts-needed",
    "glyph-missing",
    "heading-made",
    "heading-marks-removed",
    "headings-repeated",
    "languages-mixed",
    "noise-kept",
    "noise-removed",
    "not-shown",
    "output-ignored",
    "punctuation-widened",
    "reading-damaged",
    "reading-detached",
    "reading-repaired",
    "readings-kept",
    "readings-removed",
    "script-choices",
    "script-mixed",
    "script-unchanged",
    "script-withheld",
    "separator-set",
    "styles-added",
    "title-found",
    "title-made",
    "title-shared",
    "title-trimmed",
]


class Notice(NamedTuple):
    """One thing the user should know.

    ``not-shown`` is for what a format has no means to show; the other codes say themselves.

    ``line`` is the line of the source it is about, counted from 1, or 0 when it
    is about the whole text. ``removed`` and ``added`` hold the characters
    that left and entered the text.
    """

    code: Code
    message: str
    line: int = 0
    removed: str = ""
    added: str = ""


Notify: TypeAlias = Callable[[Notice], None]


def ignore(notice: Notice) -> None:
    """Do nothing with a notice: the default where the caller gives no callback."""


_MOST_NAMED = 8


def glyphs_missing(characters: Sequence[str], outcome: str, line: int = 0) -> Notice:
    """Return the notice that names characters which no font has, and says what is done about them."""
    shown = " ".join(f"{character} (U+{ord(character):04X})" for character in characters[:_MOST_NAMED])
    more = " …" if len(characters) > _MOST_NAMED else ""
    message = f"no font has {shown}{more}; {outcome}; --font FILE adds a font"
    return Notice("glyph-missing", message, line=line)


def characters_removed(characters: list[str], line: int = 0) -> Notice:
    """Return the notice that counts forbidden characters taken out of a text."""
    from collections import Counter

    kinds = ", ".join(f"U+{ord(c):04X} {n}×" for c, n in sorted(Counter(characters).items()))
    count = len(characters)
    return Notice(
        "characters-removed",
        f"{count} {'character' if count == 1 else 'characters'} no document can hold removed: {kinds}",
        line=line,
        removed="".join(characters),
    )
