"""Blocks to paragraphs ready for layout: text, fonts by stretch, measures from the style.

All that a later phase needs to know of the text is decided here: none looks at the model
again, and of the style they read only the sheet and the page number.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from docconvert.chars import CJK_MARKS
from docconvert.model import (
    Document,
    Emphasis,
    Heading,
    Inlines,
    Paragraph,
    Ruby,
    Separator,
    Span,
    Text,
    Verse,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docconvert.model import Block, Role
    from docconvert.style import Align, Style
    from docconvert.writers.pdf.fonts import Chain, Font, FontBook

Tag: TypeAlias = Literal["Title", "P", "H1", "H2", "H3", "H4", "H5", "H6"]


class Run(NamedTuple):
    """A stretch of text in one font; ``dotted`` puts an emphasis dot under its Han characters."""

    start: int
    end: int
    font: Font
    dotted: bool = False


class Reading(NamedTuple):
    """A reading over the characters from ``start`` to ``end``, as wide as that many of the base's em/1000."""

    start: int
    end: int
    runs: tuple[tuple[Font, str], ...]
    width: float


@dataclass(slots=True)
class Prepared:
    """A paragraph ready to be broken into lines.

    Lengths are in points but for ``indent`` and ``right_indent``, which are in thousandths of
    an em like all that layout computes along a line. A ``separator`` has no text.
    """

    text: str
    runs: list[Run]
    readings: list[Reading]
    size: float
    leading: float
    indent: float = 0.0
    right_indent: float = 0.0
    align: Align = "start"
    justify: bool = True
    space_before: float = 0.0
    space_after: float = 0.0
    keep_with_next: bool = False
    tag: Tag = "P"
    reading_size: float = 0.0
    separator: bool = False
    _run_starts: list[int] = field(init=False, default_factory=list)
    _reading_starts: list[int] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._run_starts = [run.start for run in self.runs]
        self._reading_starts = [reading.start for reading in self.readings]

    def runs_between(self, start: int, end: int) -> Iterator[Run]:
        """Yield the runs of a stretch, cut to it."""
        first = max(0, bisect_right(self._run_starts, start) - 1)
        for run in self.runs[first : bisect_left(self._run_starts, end)]:
            yield run._replace(start=max(start, run.start), end=min(end, run.end))

    def readings_between(self, start: int, end: int) -> list[Reading]:
        """Return the readings that begin in a stretch."""
        first = bisect_left(self._reading_starts, start)
        return self.readings[first : bisect_left(self._reading_starts, end)]

    def widths(self, start: int, end: int) -> list[float]:
        """Return the widths of the characters of a stretch."""
        widths: list[float] = []
        for run in self.runs_between(start, end):
            widths += map(run.font.widths.__getitem__, self.text[run.start : run.end])
        return widths


_MARK = re.compile(f"[{CJK_MARKS}]")
_TO_SPACE = str.maketrans("\t\n\r\x0b\x0c\x85\u2028\u2029", " " * 8)

_LINE = 1.15
"""Height of a line of type with nothing between the lines, in em."""


def prepare(document: Document, style: Style, book: FontBook) -> Iterator[Prepared]:
    """Yield the title and the blocks of a document, ready for layout."""
    preparer = _Preparer(style, book)
    if document.title:
        yield preparer.title(document.title)
    for block in document.blocks:
        yield from preparer.block(block)


@dataclass(frozen=True, slots=True)
class _Preparer:
    style: Style
    book: FontBook

    def title(self, title: Inlines) -> Prepared:
        return self._display(title, 0, "Title")

    def block(self, block: Block) -> Iterator[Prepared]:
        match block:
            case Heading():
                tags: tuple[Tag, ...] = ("H1", "H2", "H3", "H4", "H5", "H6")
                yield self._display(block.children, block.level, tags[block.level - 1])
            case Paragraph():
                yield self._paragraph(block.children, block.role)
            case Verse():
                yield from self._verse(block.lines)
            case Separator():
                leading = self._body_leading()
                yield Prepared("", [], [], self.style.body.size, 2 * leading, separator=True)

    def _display(self, inlines: Inlines, level: int, tag: Tag) -> Prepared:
        look = self.style.heading(level) if level else self.style.title
        leading = self._body_leading()
        prepared = self._lines(inlines, self.book.chain(look.font), look.size, look.size * look.line_height)
        prepared.align = look.align
        prepared.justify = False
        prepared.space_before = look.space_before * leading
        prepared.space_after = look.space_after * leading
        prepared.keep_with_next = True
        prepared.tag = tag
        return prepared

    def _paragraph(self, inlines: Inlines, role: Role) -> Prepared:
        prepared = self._body(inlines)
        match role:
            case "body" | "note" | "attachment":
                prepared.indent = self.style.body.indent * 1000
            case "salutation" | "copy":
                pass
            case "byline" | "number":
                prepared.align, prepared.justify = "center", False
            case "signature" | "date":
                prepared.align, prepared.justify = "end", False
                prepared.right_indent = self.style.body.indent * 1000
        return prepared

    def _verse(self, lines: tuple[Inlines, ...]) -> Iterator[Prepared]:
        for number, line in enumerate(lines, 1):
            prepared = self._body(line)
            prepared.indent = self.style.body.indent * 1000
            prepared.justify = False
            prepared.space_after = prepared.leading / 2 if number == len(lines) else 0.0
            yield prepared

    def _body(self, inlines: Inlines) -> Prepared:
        body = self.style.body
        prepared = self._lines(inlines, self.book.chain(body.font), body.size, self._body_leading())
        prepared.space_after = body.space_after * self._body_leading()
        return prepared

    def _body_leading(self) -> float:
        return self.style.body.size * self.style.body.line_height

    def _lines(self, inlines: Inlines, chain: Chain, size: float, leading: float) -> Prepared:
        builder = _Builder(chain, self.style.ruby.size)
        for inline in inlines:
            match inline:
                case Emphasis():
                    emphasized = self._emphasis_chain(chain)
                    for span in inline.children:
                        builder.add(span, emphasized, dotted=self.style.emphasis.look == "dots")
                case Text() | Ruby():
                    builder.add(inline, chain)
        reading_size = self.style.ruby.size * size
        if builder.readings:
            # A reading and the text of the line above must not touch.
            leading = max(leading, size * _LINE + reading_size * _LINE)
        return Prepared(
            "".join(builder.parts), builder.runs, builder.readings, size, leading, reading_size=reading_size
        )

    def _emphasis_chain(self, chain: Chain) -> Chain:
        match self.style.emphasis.look:
            case "kai":
                return self.book.chain("kai")
            case "bold":
                return self.book.chain("serif", bold=True)
            case "dots":
                return chain


@dataclass(slots=True)
class _Builder:
    """Collects the text of a line of inlines, its runs and its readings."""

    chain: Chain
    """The fonts of the surrounding text: marks are always taken from them, so that all look alike."""
    reading_scale: float
    parts: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    end: int = 0

    def add(self, span: Span, chain: Chain, *, dotted: bool = False) -> None:
        start = self.end
        match span:
            case Text():
                self._add_text(span.text.translate(_TO_SPACE), chain, dotted)
            case Ruby():
                self._add_text(span.base.translate(_TO_SPACE), chain, dotted)
                runs = tuple(self.chain.runs(span.reading))
                width = sum(font.width(text) for font, text in runs) * self.reading_scale
                self.readings.append(Reading(start, self.end, runs, width))

    def _add_text(self, text: str, chain: Chain, dotted: bool) -> None:
        self.parts.append(text)
        if chain is self.chain and all(chain[character] is chain.first for character in set(text)):
            self._add_run(len(text), chain.first, dotted)
            return
        for font, group in groupby(text, lambda c: (self.chain if _MARK.match(c) else chain)[c]):
            self._add_run(sum(1 for _ in group), font, dotted)

    def _add_run(self, length: int, font: Font, dotted: bool) -> None:
        start, self.end = self.end, self.end + length
        last = self.runs[-1] if self.runs else None
        if last and last.font is font and last.dotted == dotted:
            self.runs[-1] = last._replace(end=self.end)
        elif length:
            self.runs.append(Run(start, self.end, font, dotted))
