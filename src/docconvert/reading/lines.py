"""Text to lines that know where they stand."""

from __future__ import annotations

import re
from typing import NamedTuple


class Line(NamedTuple):
    """A line with something on it, its white space at both ends taken off.

    ``number`` counts the lines of the source from 1; ``indent`` is the white space that stood before
    the text, in columns (an ideographic space is two); ``blanks`` counts the blank lines above.
    """

    text: str
    number: int
    indent: int
    blanks: int


_WIDTHLESS = "\ufeff\u200b\u2060"
_NARROW = " \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_BLANK = f"{_NARROW}\t\u3000{_WIDTHLESS}"
"""White space, and marks of no width that editors and web pages leave at the ends of lines."""

_TAB = 8

_NOT_WIDE = re.compile(
    "[\0-\u10ff\u1160-\u2013\u2015-\u2017\u201e-\u2025\u2027-\u2e7f\u303f\u3040\uff61-\uffdf\uffe7-\uffff]+"
)
"""Runs of characters that fill one column where Chinese is set in two."""


def split_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` that are not blank."""
    lines: list[Line] = []
    blanks = 0
    for number, raw in enumerate(text.splitlines(), 1):
        if stripped := raw.strip(_BLANK):
            before = len(raw) - len(raw.lstrip(_BLANK))
            lines.append(Line(stripped, number, _columns(raw[:before]) if before else 0, blanks))
            blanks = 0
        else:
            blanks += 1
    return lines


def width_of(text: str) -> int:
    """Return the columns ``text`` fills on a terminal: two for an ideograph, one for a letter."""
    return 2 * len(text) - sum(map(len, _NOT_WIDE.findall(text)))


def _columns(space: str) -> int:
    columns = 0
    for character in space:
        if character == "\t":
            columns += _TAB - columns % _TAB
        elif character not in _WIDTHLESS:
            columns += 2 if character == "\u3000" else 1
    return columns
