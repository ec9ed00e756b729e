"""Where a chapter is missing in the count, and a line there bears its number.

Such a line may be a heading that is written like none, or like a sentence: it is not made one, but told of.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from docconvert.numerals import NUMERAL, number_of
from docconvert.reading.numbering import Rank, mark_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docconvert.reading.headings import Found
    from docconvert.reading.paragraphs import Unit

_MOST = 3
"""Places told of in a text."""

_WIDEST = 3
"""Chapters missing at one place; where more are, they were left out."""

_AT_START = re.compile(
    rf"\W{{0,4}}(?:(?:正文|\w{{0,6}}[卷部集篇])\s{{0,3}})?"
    rf"(?P<name>第\s?(?P<number>[{NUMERAL}]{{1,8}})\s?[章回节節话話幕]|(?P<bare>[{NUMERAL}]{{1,8}})\s?[章回](?!\w))"
)
_INSIDE = re.compile(rf"第\s?(?P<number>[{NUMERAL}]{{1,8}})\s?\w")


class Gap(NamedTuple):
    """A place where a heading seems to be missing: what stands before, after, and may be it."""

    line: int
    before: str
    after: str
    name: str


class _Numbered(NamedTuple):
    at: int
    form: str
    number: int
    name: str


def find_gaps(units: Sequence[Unit], headings: Mapping[int, Found]) -> list[Gap]:
    """Return the first places where a number between two chapters heads a line that is no heading."""
    gaps: list[Gap] = []
    for before, after in pairwise(_numbered(units, headings)):
        missing = range(before.number + 1, after.number)
        if before.form != after.form or not 0 < len(missing) <= _WIDEST:
            continue
        for at in range(before.at + 1, after.at):
            found = _AT_START.match(units[at].text) if at not in headings else None
            if found and number_of(found["number"] or found["bare"]) in missing:
                gaps.append(Gap(units[at].number, before.name, after.name, found["name"]))
                break
        if len(gaps) == _MOST:
            break
    return gaps


def _numbered(units: Sequence[Unit], headings: Mapping[int, Found]) -> Iterator[_Numbered]:
    for at in sorted(headings):
        mark = mark_of(units[at].text)
        if mark is None or mark.number is None or mark.rank != Rank.CHAPTER:
            continue
        found = _INSIDE.search(units[at].text)
        yield _Numbered(at, mark.form, mark.number, found[0] if found else units[at].text)
