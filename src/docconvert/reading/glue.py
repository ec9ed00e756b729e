"""Lines in which a heading is stuck to what stands before it.

Text taken out of a page-by-page document loses line breaks: ``…办法。12第二节 交付`` holds the end of a
page, its number, and a heading. A book's own line break may be lost too: ``…走了。九`` ends one chapter and
begins the ninth. Such lines are cut only where the whole text shows that the numbers form a series.
Who signs a document, and when, may stand on one line too.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from docconvert.numerals import NUMERAL, number_of
from docconvert.reading.dates import DATE
from docconvert.reading.layout import TERMINAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.reading.lines import Line

_NEAR_END = 6
"""Lines from the end among which a text is signed."""

_FEWEST_PAGES = 3
_MOST_MISSING = 4
"""Numbers in a row that may stand at the ends of paragraphs."""


@cache
def _page_seam() -> re.Pattern[str]:
    """Find a page number before a heading or an article, at the head of a line or inside one."""
    return re.compile(
        rf"(?:(?<=[\u4e00-\u9fff。；：！？”）])|^)(?P<page>\d{{1,4}})(?=第[{NUMERAL}]{{1,8}}(?:分[编編]|[编編章节節条條]))"
    )


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"(?<=[。！？”」])(?P<n>[{NUMERAL}]{{1,4}})$")


def part_glued(lines: Sequence[Line]) -> tuple[list[Line], frozenset[int]]:
    """Cut lines where headings are stuck to other text.

    Returns:
        the lines, and which of them are page numbers.
    """
    parted, pages = _part_at_pages(lines)
    parted, moved = _part_at_tails(parted, pages)
    return _part_at_date(parted, max(moved, default=0)), moved


@cache
def _signed() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>[^，。；：！？、,;:!?\d]{{2,40}}?)\s{{2,}}(?P<date>{DATE})")


def _part_at_date(lines: list[Line], start: int) -> list[Line]:
    """Cut the last line, behind ``start`` and a mark, that names who signs the text and when."""
    for at in range(len(lines) - 1, max(start, len(lines) - _NEAR_END), -1):
        found = _signed().fullmatch(lines[at].text)
        if found and lines[at - 1].text[-1] in TERMINAL:
            date = lines[at]._replace(text=found["date"], blanks=0)
            return [*lines[:at], lines[at]._replace(text=found["name"]), date, *lines[at + 1 :]]
    return lines


def _part_at_pages(lines: Sequence[Line]) -> tuple[list[Line], set[int]]:
    seams = {
        at: found
        for at, line in enumerate(lines)
        if "第" in line.text and (found := list(_page_seam().finditer(line.text)))
    }
    numbers = [int(found["page"]) for at in seams for found in seams[at]]
    if len(numbers) < _FEWEST_PAGES or any(after < before for before, after in pairwise(numbers)):
        return list(lines), set()
    seams.setdefault(0, _page_before_title(lines, numbers[0]))
    result: list[Line] = []
    pages: set[int] = set()
    for at, line in enumerate(lines):
        start = 0
        for seam in seams.get(at, ()):
            if seam.start() > start:
                result.append(_piece(line, start, seam.start()))
            pages.add(len(result))
            result.append(_piece(line, seam.start(), seam.end()))
            start = seam.end()
        result.append(_piece(line, start, len(line.text)) if start else line)
    return result, pages


def _page_before_title(lines: Sequence[Line], first: int) -> list[re.Match[str]]:
    """Find the number of the first page at the head of the first line, where the title stands."""
    found = re.match(r"(?P<page>\d{1,4})(?=[\u4e00-\u9fff]{2})", lines[0].text)
    return [found] if found and int(found["page"]) < first else []


def _part_at_tails(lines: list[Line], pages: set[int]) -> tuple[list[Line], frozenset[int]]:
    """Cut off a numeral that ends a paragraph where a series of chapter numerals lacks just that one."""
    alone = [
        (at, number)
        for at, line in enumerate(lines)
        if len(line.text) <= 5 and at not in pages and (number := number_of(line.text)) is not None
    ]
    cuts: dict[int, int] = {}
    for (start, before), (end, after) in pairwise(alone):
        if 1 < after - before <= _MOST_MISSING:
            cuts |= _tail_cuts(lines, range(start + 1, end), range(before + 1, after))
    if not cuts:
        return lines, frozenset(pages)
    result: list[Line] = []
    moved: set[int] = set()
    for at, line in enumerate(lines):
        if at in pages:
            moved.add(len(result))
        result.extend(_parts(line, cuts.get(at, 0)))
    return result, frozenset(moved)


def _tail_cuts(lines: Sequence[Line], within: range, missing: range) -> dict[int, int]:
    found = {at: tail for at in within if (tail := _tail().search(lines[at].text[-6:]))}
    return {
        at: len(lines[at].text) - len(tail["n"])
        for at, tail in found.items()
        if number_of(tail["n"]) in missing
    }


def _parts(line: Line, cut: int) -> Iterator[Line]:
    if not cut:
        yield line
        return
    yield _piece(line, 0, cut)
    yield _piece(line, cut, len(line.text))


def _piece(line: Line, start: int, end: int) -> Line:
    """Return a part of a line; what is cut off stands as if after a blank line."""
    return line._replace(text=line.text[start:end].strip(), blanks=line.blanks if start == 0 else 1)
