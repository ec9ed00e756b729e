"""Find a contents list in the text: lines that recur later as headings.

A list copies every heading, often spelled otherwise than in the body: other spaces, other numerals, a
page number at the end, two entries on a line, 1. for 第一章. Lines are therefore compared by a key that
keeps number and title only. A stretch of short lines is a contents list if its entries recur further down
in the same order, with text between them; a label such as 目录 helps, but is neither needed nor enough.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from docconvert.numerals import NUMERAL
from docconvert.reading.lines import width_of
from docconvert.reading.numbering import mark_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from docconvert.reading.lines import Line

_LABEL = re.compile(
    r"[【《〖\[（(]?\s*(?:本[书書]|章[节節]|小[说說]|[内內]容|附[图圖表]|[图圖]表)?"
    r"(?:目\s*[录錄次]|[总總]\s*目|(?:table of )?contents)\s*[】》〗\])）:：]?",
    re.IGNORECASE,
)

_FEWEST = 3
_FEWEST_PLAIN = 5
"""Entries without numbers must be more, lest a refrain be taken for a list."""

_UNLISTED = 6
"""Lines at the head of a list that may recur nowhere: its label, a rule, a preface the body does not head."""

_WIDEST = 90
"""Columns; a longer line is running text."""

_GOING_ON = frozenset("。，；,;")

_MOST_RUNNING = 0.1
"""Share of lines that look like running text: an entry may run over two lines."""

_LEAST_RECURRING = 0.7
_LEAST_RECURRING_LABELLED = 0.3
"""A file may hold a part of the work whose whole contents it lists."""

_LEAST_IN_ORDER = 0.7


EMPTY_KEY = ":"
"""The key of a line of signs."""


class Contents(NamedTuple):
    """Contents lists: the lines they stand in, and the lines they list."""

    lines: frozenset[int] = frozenset()
    listed: frozenset[int] = frozenset()


class _Index(NamedTuple):
    keys: list[tuple[str, ...]]
    """By line: the keys of its entries, as a contents list may mean them."""
    places: dict[str, list[int]]
    """By key: the lines that say just that."""


def find_contents(lines: Sequence[Line]) -> Contents:
    """Return the contents lists of a text, and what stands in them."""
    index = _index(lines)
    taken: set[int] = set()
    listed: set[int] = set()
    for start, end in _stretches(lines, index):
        next_places = {at: _next_place(index, at, end - 1) for at in range(start, end)}
        places = {at: place for at, place in next_places.items() if place is not None}
        if _is_list(lines, (start, end), places, _count_entries(index, places, end - 1)):
            taken.update(range(start, end))
            for key in {key for at in range(start, end) for key in index.keys[at]}:
                listed.update(index.places.get(key, ()))
    return Contents(frozenset(taken), frozenset(listed - taken))


def is_label(text: str) -> bool:
    """Say whether a line is the label of a contents list."""
    return len(text) <= 20 and bool(_LABEL.fullmatch(text))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    page = re.compile(r"[\s.．…·・—_-]*[（(\[]?\d{1,4}[）)\]]?$")
    columns = re.compile(rf"\s+(?=第\s?[{NUMERAL}]{{1,8}}\s?[章回节節卷部篇编編集])|\t+|[ 　]{{3,}}")
    junk = re.compile(r"[\W_]+")
    return page, columns, junk


_WITH_OTHER_FORMS = re.compile("[^\u4e00-\u9fff，。！？：；、“”‘’（）《》…—]")
"""What may have a compatible form that is a letter; marks have none."""


def key_of(text: str) -> str:
    """Return what of a heading its other spellings share: its number and the letters of its title."""
    mark = mark_of(text)
    title, number = (mark.title, mark.number) if mark and mark.number else (text, None)
    if _WITH_OTHER_FORMS.search(title):
        title = unicodedata.normalize("NFKC", title)
    letters = _patterns()[2].sub("", title).casefold()
    if number is None or letters:
        return f"{number or ''}:{letters}"
    return f"{mark.form if mark else ''}{number}:"


def _entry_keys(text: str) -> tuple[str, ...]:
    page, columns, _ = _patterns()
    keys = []
    for part in (text, *columns.split(text)):
        if part := part.strip():
            keys.append(key_of(part))
            if len(shorter := page.sub("", part)) < len(part) and shorter:
                keys.append(key_of(shorter))
    return tuple(key for key in dict.fromkeys(keys) if key != EMPTY_KEY)


def _index(lines: Sequence[Line]) -> _Index:
    keys: list[tuple[str, ...]] = []
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if not _may_be_entry(line.text):
            keys.append(())
            continue
        keys.append(_entry_keys(line.text))
        if (key := key_of(line.text)) != EMPTY_KEY:
            places.setdefault(key, []).append(at)
        mark = mark_of(line.text)
        if mark and mark.number and not mark.title and at + 1 < len(lines):
            # The list has number and title on one line where the body has them on two.
            places.setdefault(key_of(f"{line.text} {lines[at + 1].text}"), []).append(at)
    return _Index(keys, places)


def _next_place(index: _Index, at: int, after: int) -> int | None:
    """Return the nearest line behind ``after`` that says what an entry of line ``at`` says."""
    found = []
    for key in index.keys[at]:
        places = index.places.get(key, [])
        if (position := bisect_right(places, after)) < len(places):
            found.append(places[position])
    return min(found, default=None)


def _stretches(lines: Sequence[Line], index: _Index) -> Iterator[tuple[int, int]]:
    """Yield stretches of short lines that end where the first of their entries comes again."""
    running = [0, *accumulate(not _may_be_entry(line.text) for line in lines)]
    labels = [at for at, line in enumerate(lines) if is_label(line.text)]
    at = 0
    while at < len(lines):
        end = at
        labelled = is_label(lines[at].text)
        if labelled or _next_place(index, at, at) is not None:
            heads = range(at, min(at + _UNLISTED, len(lines)))
            end = min((p for head in heads if (p := _next_place(index, head, head)) is not None), default=at)
            label = bisect_right(labels, at)
            if not labelled and label < len(labels) and labels[label] < end:
                end = at  # the list begins at its label
        if end > at and running[end] - running[at] <= _MOST_RUNNING * (end - at):
            yield at, end
            at = end
        else:
            at += 1


def _may_be_entry(text: str) -> bool:
    return (
        len(text) <= _WIDEST
        and text[-1] not in _GOING_ON
        and text[0] not in "“「『"
        and width_of(text) <= _WIDEST
    )


def _count_entries(index: _Index, places: Collection[int], after: int) -> int:
    """Count what recurs on these lines: some hold two entries."""
    return sum(max(1, sum(index.places.get(key, [0])[-1] > after for key in index.keys[at])) for at in places)


def _is_list(lines: Sequence[Line], span: tuple[int, int], places: dict[int, int], count: int) -> bool:
    """Say whether a stretch is a contents list; ``places`` tells where its ``count`` entries come next."""
    start, end = span
    labelled = is_label(lines[start].text)
    least = _LEAST_RECURRING_LABELLED if labelled else _LEAST_RECURRING
    if count < _FEWEST or len(places) < least * (end - start - labelled):
        return False
    if labelled:
        return True
    found = list(places.values())
    in_order = sum(before < after for before, after in pairwise(found))
    if in_order < _LEAST_IN_ORDER * (len(found) - 1) or max(found) - min(found) < 2 * (len(found) - 1):
        return False  # the same list again, not headings with text between them
    if 2 * sum(_has_number(lines[at].text) for at in places) >= len(places):
        return True
    # Plain entries: only at the head of the text, and each followed by text where it recurs.
    at_head = all(_may_be_entry(line.text) for line in lines[:start])
    apart = all(after - before > 1 for before, after in pairwise(found))
    return at_head and apart and len(found) >= _FEWEST_PLAIN


def _has_number(text: str) -> bool:
    mark = mark_of(text)
    return mark is not None and (mark.number is not None or mark.form == "special")
