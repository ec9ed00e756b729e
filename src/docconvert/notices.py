"""Notices: every doubt or repair, as a value handed to a callback.

Nothing is dropped in silence. A notice that took characters out of the text
or put others in says which, so that a test can prove nothing else was lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, TypeAlias

Code: TypeAlias = Literal[
    "bytes-missing",
    "bytes-replaced",
    "characters-removed",
    "contents-removed",
    "emphasis-marks-removed",
    "escapes-removed",
    "fonts-needed",
    "glyph-missing",
    "heading-doubtful",
    "heading-made",
    "heading-marks-removed",
    "headings-repeated",
    "language-corrected",
    "languages-mixed",
    "noise-kept",
    "noise-removed",
    "not-chinese",
    "not-shown",
    "output-ignored",
    "output-stale",
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
    "title-moved",
    "title-shared",
    "title-trimmed",
]


class Notice(NamedTuple):
    """One thing the user should know.

    ``not-shown`` is for what a format has no means to show; the other codes say themselves.

    ``line`` is the line of the source it is about, counted from 1, or 0 when it
    is about the whole text. ``removed`` and ``added`` hold the characters
    that left and entered the text.

    >>> from docconvert import read
    >>> notices = []
    >>> _ = read("汐浦,今日涨潮。", notify=notices.append)
    >>> notices[0].code, notices[0].removed, notices[0].added
    ('punctuation-widened', ',', '，')
    """

    code: Code
    message: str
    line: int = 0
    removed: str = ""
    added: str = ""


Notify: TypeAlias = Callable[[Notice], None]


def ignore(notice: Notice) -> None:
    """Do nothing with a notice: the default where the caller gives no callback."""


class DocconvertWarning(UserWarning):
    """A notice as a warning; ``notice`` is the notice itself.

    >>> import warnings
    >>> with warnings.catch_warnings(action="ignore", category=DocconvertWarning):
    ...     warn(Notice("title-found", "not shown"))
    """

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice)
        self.notice = notice

    def __str__(self) -> str:
        where = f"line {self.notice.line}: " if self.notice.line else ""
        return f"{where}{self.notice.message} [{self.notice.code}]"


def warn(notice: Notice) -> None:
    """Issue a notice as a :class:`DocconvertWarning`: give it as ``notify``.

    The warning points at the line of the program that called docconvert.

    >>> import warnings
    >>> from docconvert import read
    >>> with warnings.catch_warnings(record=True, action="always") as caught:
    ...     _ = read("汐浦,今日涨潮。", notify=warn)
    >>> caught[0].message.notice.code
    'punctuation-widened'
    """
    import sys
    import warnings

    package = __name__.partition(".")[0]
    frame, level = sys._getframe(1), 2  # noqa: SLF001 - warnings count frames, and only from 3.12 on by files
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] == package:
        frame, level = frame.f_back, level + 1
    warnings.warn(DocconvertWarning(notice), stacklevel=level)


_MOST_NAMED = 8


def glyphs_missing(characters: Sequence[str], outcome: str, line: int = 0) -> Notice:
    """Return the notice that names characters which no font has, and says what is done about them."""
    shown = " ".join(f"{character} (U+{ord(character):04X})" for character in characters[:_MOST_NAMED])
    more = " …" if len(characters) > _MOST_NAMED else ""
    is_lost = set(characters) == {"\ufffd"}  # whatever the font
    message = f"no font has {shown}{more}; {outcome}{'' if is_lost else '; --font FILE adds a font'}"
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
