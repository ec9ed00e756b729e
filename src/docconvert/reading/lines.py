"""Text to lines that know where they stand."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """A line with something on it.

    ``number`` counts the lines of the source from 1; ``indented`` and
    ``after_blank`` tell what stood before the text, which is stripped.
    """

    text: str
    number: int
    indented: bool
    after_blank: bool


_WIDTHLESS = "\ufeff\u200b\u2060"
_BLANK = (
    " \t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    + _WIDTHLESS
)
"""White space, and marks of no width that editors and web pages leave at the ends of lines."""


def split_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` that are not blank."""
    lines: list[Line] = []
    blank = True
    for number, raw in enumerate(text.splitlines(), 1):
        if stripped := raw.strip(_BLANK):
            before = raw[: raw.index(stripped)]
            lines.append(Line(stripped, number, before.strip(_WIDTHLESS) != "", blank))
        blank = not stripped
    return lines
