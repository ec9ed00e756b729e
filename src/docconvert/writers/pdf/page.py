"""Lines to pages: every line gets its place, and nothing after this moves it.

A heading stays with the text below it; a paragraph leaves no single line behind or sends one ahead
(CLREQ 2.6.2); a signature and its date do not stand on a page without any text above them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from docconvert.writers.pdf.linebreak import Line, break_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docconvert.writers.area import Area
    from docconvert.writers.pdf.prepare import Prepared

_FEWEST = 2
"""Lines of a paragraph that stand together at the foot or head of a page."""

_NARROW = 4
"""Characters may be as narrow as this part of an em, on average."""

_LOST = 0.01
"""Points that are lost in adding up lengths."""

Part: TypeAlias = Literal["title", "contents", "body"]


class Placed(NamedTuple):
    """A line at its place; that of a paragraph without text, such as a separator, is empty."""

    paragraph: Prepared
    line: Line
    across: float
    """Where the middle of its characters lies across the text area, in points."""


@dataclass(slots=True)
class Page:
    """A page and what stands on it."""

    part: Part
    number: int
    """Counted from 1 in its part."""
    lines: list[Placed] = field(default_factory=list)


def paginate(paragraphs: Iterable[Prepared], area: Area, part: Part = "body") -> list[Page]:
    """Return the pages of a part of the document; there is always at least one."""
    layout = _Layout(area, part)
    coming = _Lookahead(paragraphs)
    while paragraph := coming.take():
        layout.place(paragraph, coming)
    return layout.pages


class _Lookahead:
    """Paragraphs in order, with a look at those to come."""

    def __init__(self, paragraphs: Iterable[Prepared]) -> None:
        self._rest = iter(paragraphs)
        self._seen: deque[Prepared] = deque()

    def take(self) -> Prepared | None:
        """Return the next paragraph, or None at the end."""
        return self._seen.popleft() if self._seen else next(self._rest, None)

    def first(self) -> Prepared | None:
        """Return the next paragraph without taking it."""
        return self._seen[0] if self._seen else next(self.peek(), None)

    def peek(self) -> Iterator[Prepared]:
        """Yield the paragraphs to come, which are not taken by this."""
        for at in range(len(self._seen)):
            yield self._seen[at]
        for paragraph in self._rest:
            self._seen.append(paragraph)
            yield paragraph


class _Layout:
    """The page being filled, and how far it is full; all in points."""

    def __init__(self, area: Area, part: Part) -> None:
        self._measure = area.measure
        self._depth = area.depth
        self._part: Part = part
        self.pages = [Page(part, 1)]
        self._used = 0.0
        self._broken: dict[Prepared, list[Line]] = {}
        """The lines of the paragraph being placed, and of those to come that were looked at."""
        self._space = 0.0
        """Space asked for behind what was placed last; with what the next asks for, the larger counts."""

    def place(self, paragraph: Prepared, coming: _Lookahead) -> None:
        """Put a paragraph on this page and, as they fill up, on following ones."""
        lines = self._lines(paragraph)
        self._begin(paragraph)
        if paragraph.at_foot:
            self._drop(paragraph, coming)
        del self._broken[paragraph]
        if self._fits(paragraph, lines, coming):
            self._put(paragraph, lines)
            self._space = paragraph.space_after
            return
        ends = _ends(paragraph, lines)
        if paragraph.keep_with_next and not self._room_for(self._kept_together(paragraph, ends[-1], coming)):
            self._turn()
        tail = self._tail(coming)
        self._space = paragraph.space_after
        start = 0
        while start < len(lines):
            count = self._how_many(ends, start, tail)
            self._put(paragraph, lines[start : start + count])
            start += count
            if start < len(lines):
                self._turn()

    def _fits(self, paragraph: Prepared, lines: list[Line], coming: _Lookahead) -> bool:
        """Say whether a paragraph fits this page, as most do, and nothing behind it is tied to it."""
        if paragraph.keep_with_next or paragraph.reading_height:
            return False
        behind = coming.first()
        end = self._used + len(lines) * paragraph.leading
        return end <= self._depth + _LOST and not (behind and behind.keep_with_last)

    def _lines(self, paragraph: Prepared) -> list[Line]:
        if paragraph not in self._broken:
            measure = self._measure * 1000 / paragraph.size
            self._broken[paragraph] = [*break_lines(paragraph, measure)] or [Line(0, 0, x=measure / 2)]
        return self._broken[paragraph]

    def _begin(self, paragraph: Prepared) -> None:
        """Turn the page where the paragraph asks for it, and leave the space between it and the last."""
        if paragraph.begin != "anywhere":
            if self._used:
                self._turn()
            if paragraph.begin == "odd-page" and self.pages[-1].number % 2 == 0:
                self._turn()
            self._used = paragraph.space_before
        elif self._used:
            self._used += max(self._space, paragraph.space_before)

    def _drop(self, paragraph: Prepared, coming: _Lookahead) -> None:
        """Go down to where a paragraph and those behind it end with the page, on the next one if need be."""
        height = _ends(paragraph, self._lines(paragraph))[-1]
        for behind in coming.peek():
            height += behind.space_before + _ends(behind, self._lines(behind))[-1]
        if height > self._depth + _LOST:
            return  # it is longer than a page
        if not self._room_for(height):
            self._turn()
        self._used = max(self._used, self._depth - height)

    def _how_many(self, ends: list[float], start: int, tail: float) -> int:
        """Return how many of the lines from ``start`` on to put on this page."""
        before = ends[start - 1] if start else 0.0
        room = self._depth - self._used + _LOST
        remaining = len(ends) - start
        fit = bisect_right(ends, before + room) - start
        if fit >= remaining:
            stays = room >= ends[-1] - before + tail or tail > self._depth / 2
            if stays or not self._used:
                return remaining
            fit = remaining
        if remaining - fit < _FEWEST:
            fit = remaining - _FEWEST
        if not self._used:
            return max(1, fit)  # no better place comes
        return 0 if not start and fit < _FEWEST else max(0, fit)

    def _tail(self, coming: _Lookahead) -> float:
        """Return the room of the paragraphs to come that may not begin a page alone."""
        height = 0.0
        first = coming.first()
        if not first or not first.keep_with_last:
            return height
        for behind in coming.peek():
            if not behind.keep_with_last or height > self._depth / 2:
                break  # what is too much for half a page may part anywhere
            height += behind.space_before + _ends(behind, self._lines(behind))[-1]
        return height

    def _kept_together(self, paragraph: Prepared, height: float, coming: _Lookahead) -> float:
        """Return the room of a heading, any headings right behind it, and the first lines of text."""
        alone, space = height, paragraph.space_after
        for behind in coming.peek():
            if behind.begin != "anywhere":
                return height
            if height > self._depth / 2:
                return alone  # many headings in a row are a list, and may part
            height += max(space, behind.space_before)
            if not behind.keep_with_next:
                return height + self._first_lines(behind)
            height, space = height + _ends(behind, self._lines(behind))[-1], behind.space_after
        return height

    def _first_lines(self, paragraph: Prepared) -> float:
        """Return the room of the lines of a paragraph that do not part at its beginning."""
        characters = self._measure / paragraph.size * (2 * _FEWEST)
        if len(paragraph.text) > characters * _NARROW:
            return _FEWEST * paragraph.leading
        ends = _ends(paragraph, self._lines(paragraph))
        # Of three lines none may stand alone on either page.
        return ends[-1] if len(ends) < 2 * _FEWEST else ends[_FEWEST - 1]

    def _room_for(self, height: float) -> bool:
        return not self._used or self._used + height <= self._depth + _LOST

    def _turn(self) -> None:
        self.pages.append(Page(self._part, self.pages[-1].number + 1))
        self._used = 0.0

    def _put(self, paragraph: Prepared, lines: list[Line]) -> None:
        height, used = paragraph.leading, self._used
        here = self.pages[-1].lines
        for line in lines:
            used += height
            if line.readings:
                used += paragraph.reading_height
            # The characters stand in the middle of their line's height.
            here.append(Placed(paragraph, line, used - height / 2))
        self._used = used


def _ends(paragraph: Prepared, lines: list[Line]) -> list[float]:
    """Return how far down each line of a paragraph reaches."""
    leading = paragraph.leading
    if not paragraph.reading_height:
        return [leading * count for count in range(1, len(lines) + 1)]
    return list(accumulate(leading + (paragraph.reading_height if line.readings else 0) for line in lines))
