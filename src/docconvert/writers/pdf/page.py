"""Lines to pages: every line gets its place, and nothing after this moves it.

A heading stays with the text below it; a paragraph leaves no single line behind or
sends one ahead (CLREQ 2.6.2). Coordinates are points from the lower left corner.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docconvert.writers.pdf.linebreak import Line, break_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docconvert.style import Style
    from docconvert.writers.pdf.prepare import Prepared

_ASCENT = 0.88
"""Height of a Han character above the baseline, in em."""

_FEWEST = 2
"""Lines of a paragraph that stand together at the foot or head of a page."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A line at its place; that of a paragraph without text, such as a separator, is empty."""

    paragraph: Prepared
    line: Line
    x: float
    y: float
    left: float
    """The edges of the text area."""
    right: float


@dataclass(slots=True)
class Page:
    """A page and what stands on it."""

    number: int
    lines: list[Placed] = field(default_factory=list)


def paginate(paragraphs: Iterable[Prepared], style: Style) -> Iterator[Page]:
    """Yield the pages of a document; there is always at least one."""
    layout = _Layout(style)
    coming = _Lookahead(paragraphs)
    while paragraph := coming.take():
        yield from layout.place(paragraph, coming)
    yield layout.page


class _Lookahead:
    """Paragraphs in order, with a look at those to come."""

    def __init__(self, paragraphs: Iterable[Prepared]) -> None:
        self._rest = iter(paragraphs)
        self._seen: deque[Prepared] = deque()

    def take(self) -> Prepared | None:
        """Return the next paragraph, or None at the end."""
        return self._seen.popleft() if self._seen else next(self._rest, None)

    def peek(self) -> Iterator[Prepared]:
        """Yield the paragraphs to come, which are not taken by this."""
        yield from tuple(self._seen)
        for paragraph in self._rest:
            self._seen.append(paragraph)
            yield paragraph


class _Layout:
    """The page being filled, and how far down it is full."""

    def __init__(self, style: Style) -> None:
        page = style.page
        across = page.width - page.margin_left - page.margin_right
        # Full lines hold a whole number of characters (CLREQ 2.4); what is left goes to both margins.
        columns = int(across / style.body.size + 0.001)
        self._width = columns * style.body.size
        self._left = page.margin_left + (across - self._width) / 2
        self._top = page.height - page.margin_top
        self._bottom = page.margin_bottom
        self._most_kept = (self._top - self._bottom) / 3
        self.page = Page(1)
        self._y = self._top
        self._space = 0.0
        """Space asked for below what was placed last; with what the next asks for, the larger counts."""

    def place(self, paragraph: Prepared, coming: _Lookahead) -> Iterator[Page]:
        """Put a paragraph on this page and, as they fill up, on following ones; yield those filled."""
        measure = self._width * 1000 / paragraph.size
        lines = list(break_lines(paragraph, measure)) or [Line(0, 0, x=measure / 2)]
        self._skip(max(self._space, paragraph.space_before))
        if paragraph.keep_with_next and not self._room_for(
            self._kept_together(paragraph, len(lines), coming)
        ):
            yield from self._turn()
        start = 0
        while start < len(lines):
            count = self._how_many(len(lines) - start, paragraph.leading, at_start=start == 0)
            for line in lines[start : start + count]:
                self._put(paragraph, line)
            start += count
            if start < len(lines):
                yield from self._turn()
        self._space = paragraph.space_after

    def _how_many(self, remaining: int, leading: float, *, at_start: bool) -> int:
        """Return how many of the remaining lines to put on this page."""
        fit = int((self._y - self._bottom) / leading + 0.001)
        if fit >= remaining:
            return remaining
        if remaining - fit < _FEWEST:
            fit = remaining - _FEWEST
        if self._y == self._top:
            return max(1, fit)  # no better place comes
        return 0 if at_start and fit < _FEWEST else max(0, fit)

    def _kept_together(self, paragraph: Prepared, lines: int, coming: _Lookahead) -> float:
        """Return the height of a heading, any headings right below it, and the first lines of text."""
        height, space = lines * paragraph.leading, paragraph.space_after
        for below in coming.peek():
            if height > self._most_kept:
                return lines * paragraph.leading  # many headings in a row are a list, and may part
            height += max(space, below.space_before)
            if not below.keep_with_next:
                return height + _FEWEST * below.leading
            height, space = height + below.leading, below.space_after
        return height

    def _room_for(self, height: float) -> bool:
        return self._y - height >= self._bottom or self._y == self._top

    def _turn(self) -> Iterator[Page]:
        yield self.page
        self.page = Page(self.page.number + 1)
        self._y = self._top

    def _skip(self, space: float) -> None:
        if self._y != self._top:
            self._y -= space

    def _put(self, paragraph: Prepared, line: Line) -> None:
        size, leading = paragraph.size, paragraph.leading
        # The body of the type stands in the middle of its line's height.
        baseline = self._y - (leading - size) / 2 - _ASCENT * size
        x, right = self._left + line.x * size / 1000, self._left + self._width
        self.page.lines.append(Placed(paragraph, line, x, baseline, self._left, right))
        self._y -= leading
