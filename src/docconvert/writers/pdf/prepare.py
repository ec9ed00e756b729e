"""Blocks to paragraphs ready for layout: text, fonts by stretch, measures from the style.

All that a later phase needs to know of the text is decided here: none looks at the model again.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from docconvert.chars import CJK_MARKS, ZHUYIN_TONES
from docconvert.model import (
    CLOSING,
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
    spans,
)
from docconvert.notices import Notice, ignore
from docconvert.writers.attachments import FURTHER_INDENT, is_first, label_length
from docconvert.writers.fonts import EM
from docconvert.writers.head import (
    NUMBER_INDENT,
    RULE_DISTANCE,
    head_lines,
    letterhead_size,
)
from docconvert.writers.imprint import THICK, THIN, imprint_length, imprint_line, parted
from docconvert.writers.latin import latin_quotes
from docconvert.writers.orient import Stand, stands
from docconvert.writers.parts import says_something
from docconvert.writers.pdf.fonts import NoGlyphError
from docconvert.writers.pdf.measure import Measured
from docconvert.writers.run_in import run_in_heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docconvert.model import Block, Role
    from docconvert.notices import Notify
    from docconvert.style import Align, Display, Style
    from docconvert.writers.area import Area
    from docconvert.writers.head import Place
    from docconvert.writers.imprint import ImprintLine
    from docconvert.writers.pdf.fonts import Chain, Font, FontBook
    from docconvert.writers.run_in import RunIn

Tag: TypeAlias = Literal["Title", "P", "H1", "H2", "H3", "H4", "H5", "H6", "TOCI"]
Begin: TypeAlias = Literal["anywhere", "page", "odd-page"]


class Run(NamedTuple):
    """A stretch of text in one font.

    ``dotted`` puts an emphasis dot at each of its Han characters. All of a ``private`` one are for private
    use, and no program knows by itself what they mean.
    """

    start: int
    end: int
    font: Font
    dotted: bool = False
    stand: Stand = Stand.ALONG
    private: bool = False
    narrow: bool = False
    """Whether it is a mark that belongs to a Latin word, in the form for that."""

    def advances(self, codes: bytes) -> Iterable[float]:
        """Return how far each of the characters, given by their codes, moves on along the line."""
        match self.stand:
            case Stand.ALONG:
                return self.font.advances(codes)
            case Stand.UPRIGHT:
                return [EM] * (len(codes) // 2)
            case Stand.COMBINED:
                return [EM] + [0.0] * (len(codes) // 2 - 1)


class Reading(NamedTuple):
    """A reading over the characters from ``start`` to ``end``, as wide as that many of the base's em/1000."""

    start: int
    end: int
    pieces: tuple[tuple[str, Font], ...]
    width: float
    upright: bool = False
    beside: bool = False
    """Whether it is Zhuyin, at the right of its character; its width does not count then."""


@dataclass(slots=True, eq=False)
class Prepared:
    """A paragraph ready to be broken into lines.

    Lengths are in points but for indents, which are in thousandths of an em like all that layout
    computes along a line. A ``separator`` has no text.
    """

    text: str
    codes: bytes
    """The text as its fonts write it, two bytes for each character."""
    runs: list[Run]
    readings: list[Reading]
    size: float
    leading: float
    indent: float = 0.0
    hanging_indent: float = 0.0
    """Of all lines but the first."""
    right_indent: float = 0.0
    align: Align = "start"
    justify: bool = True
    hanging: bool = False
    """Whether pause marks may stand outside the text area."""
    phrased: bool = False
    """Whether its lines end between words rather than where they are full, as those of a title."""
    balanced: bool = False
    """Whether such lines are made about equally long, as those of a title in the middle."""
    optimal: bool = False
    """Whether lines are broken for the paragraph as a whole."""
    vertical: bool = False
    space_before: float = 0.0
    space_after: float = 0.0
    keep_with_next: bool = False
    keep_with_last: bool = False
    """Whether it may not begin a page alone, as a date below a letter."""
    begin: Begin = "anywhere"
    tag: Tag = "P"
    level: int = 0
    """Of a heading; 0 of all others."""
    reading_size: float = 0.0
    reading_height: float = 0.0
    """What a line with readings needs above the leading, so that they do not touch the line before."""
    apart: int = 0
    """Where that begins which stands at the end of its line, whatever stands before; 0 if nothing does."""
    rule_above: float = 0.0
    """Width of a rule along the whole text area above it; 0 for none."""
    rule_below: float = 0.0
    rule_distance: float = 0.0
    """Between the characters of the last line and the rule below, which stands in the space behind then."""
    color: str = ""
    """Of its text, ``#`` and six hexadecimal digits; black if empty."""
    rule_color: str = ""
    at_foot: bool = False
    """Whether it stands as far down its page as what comes behind it lets it."""
    separator: bool = False
    leader: str = ""
    """What stands at the end of the last line, dots leading there: the page number of a contents entry."""
    target: Prepared | None = None
    """What a contents entry leads to."""
    tabs: Sequence[int] = ()
    """Where tabs stand in the text, which has spaces there."""
    _run_starts: list[int] = field(init=False, default_factory=list)
    _reading_starts: list[int] = field(init=False, default_factory=list)
    _combined: list[Run] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._run_starts = [run.start for run in self.runs]
        self._reading_starts = [reading.start for reading in self.readings]
        if self.vertical:
            self._combined = [run for run in self.runs if run.stand is Stand.COMBINED]

    def runs_between(self, start: int, end: int) -> list[Run]:
        """Return the runs of a stretch, cut to it; a combined one is not, for no line ends inside it."""
        runs = self.runs
        if len(runs) == 1:
            whole = runs[0]
            return (
                runs if whole.start == start and whole.end == end else [whole._replace(start=start, end=end)]
            )
        first = max(0, bisect_right(self._run_starts, start) - 1)
        found = runs[first : bisect_left(self._run_starts, end)]
        return [run._replace(start=max(start, run.start), end=min(end, run.end)) for run in found]

    def readings_between(self, start: int, end: int) -> list[Reading]:
        """Return the readings that begin in a stretch."""
        if not self.readings:
            return []
        first = bisect_left(self._reading_starts, start)
        return self.readings[first : bisect_left(self._reading_starts, end)]

    def combined_between(self, start: int, end: int) -> list[Run]:
        """Return the runs of a stretch that take the room of one character each."""
        return [run for run in self._combined if start <= run.start < end]

    def uneven(self, start: int, end: int) -> dict[int, float]:
        """Return those characters of a stretch that move on by more or less than an em, and how much more.

        Their places count from ``start``.
        """
        found: dict[int, float] = {}
        for run in self.runs_between(start, end):
            match run.stand:
                case Stand.ALONG if run.narrow:
                    moves = run.font.advances(self.codes[2 * run.start : 2 * run.end])
                    found |= {at: move - EM for at, move in enumerate(moves, run.start - start)}
                case Stand.ALONG:
                    found |= run.font.uneven(self.text, run.start, run.end, start)
                case Stand.COMBINED:
                    found |= dict.fromkeys(range(run.start + 1 - start, run.end - start), -EM)
                case Stand.UPRIGHT:
                    pass
        return found

    def widths(self, start: int, end: int) -> list[float]:
        """Return how far each character of a stretch moves on."""
        widths: list[float] = []
        for run in self.runs_between(start, end):
            widths += run.advances(self.codes[2 * run.start : 2 * run.end])
        return widths


_MARK = re.compile(f"[{CJK_MARKS}]")
_MARK_OR_LATIN = re.compile(f"[{CJK_MARKS}!-~\u00a1-\u024f]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]+")
_UNUSUAL = re.compile("[\t-\r\x85\u2028\u2029\u0590-\u08ff\ue000-\uf8ff\ufb1d-\ufefc\U000f0000-\U0010ffff]")
"""What needs more thought than a look at the font."""
_ZHUYIN = re.compile(f"[{ZHUYIN_TONES}]?[\u3105-\u312f]{{1,4}}[{ZHUYIN_TONES}]?")
_CONTROL = re.compile("[\t-\r\x85\u2028\u2029]")
_TAB = re.compile("\t")

_SHORT_POEM = 8
"""Lines."""
_VERSE_DROP = 4
"""Characters from the head of a vertical line to the verse, at most."""

_NARROWEST = 4
"""Characters for which there must be room behind the label of a line of the 版记, or the number of a name."""

_LINE = 1.15
"""Height of a line of type with nothing between the lines, in em."""


@dataclass(slots=True)
class Preparer:
    """Makes paragraphs ready for layout, in the look of one style."""

    style: Style
    book: FontBook
    area: Area
    """Where the text goes, and the direction of its lines."""
    page_level: int = 0
    """Headings down to this level begin a page; 0 if none does."""
    notify: Notify = ignore
    _depths: list[int] = field(default_factory=list)
    """The levels of the headings that the last one stands below, and its own."""
    _told: bool = False
    _labelled: bool = False
    """Whether the last block was the 附件1 above the title of an appendix."""
    _closes: bool = False
    """Whether it was a signature or a date."""

    def document(self, document: Document) -> Iterator[Prepared]:
        """Yield the title and the blocks of a document, the title where it stands."""
        yield from self._head(document)
        if document.title:
            self.book.line = document.title_line
            yield self.display(document.title, self.style.title, "Title")
        end = len(document.below) - imprint_length(document, self.style)
        yield from self._blocks(document.below, end)
        yield from self._imprint([block for block in document.below[end:] if isinstance(block, Paragraph)])

    def _head(self, document: Document) -> Iterator[Prepared]:
        """Yield what stands above the title."""
        size = letterhead_size(document.above, self.style, self.area.measure)
        look, leading = self.style.letterhead, self._body_leading()
        lines = head_lines(document.above, self.style)
        for at, block in enumerate(document.above):
            self.book.line = block.line
            following = document.above[at + 1 : at + 2]
            if isinstance(block, Paragraph) and block.role == "letterhead":
                prepared = [self._letterhead(block, size)]
            else:
                prepared = list(self.block(block, following))
            if prepared and lines:
                first, last, line = prepared[0], prepared[-1], lines[at]
                first.space_before, last.space_after = line.before * leading, line.after * leading
                last.keep_with_next = True
                if not at:
                    first.begin = "page"  # so that the space above it counts
                if line.ruled:
                    last.rule_below, last.rule_distance, last.rule_color = (
                        look.rule,
                        RULE_DISTANCE,
                        look.color,
                    )
                _place_number(first, line.place)
            yield from prepared

    def _letterhead(self, paragraph: Paragraph, size: float) -> Prepared:
        """Return the name of an organ, as large as it may be; its lines are as far apart at any size."""
        look = self.style.letterhead
        prepared = self._lines(
            paragraph.children, self.book.chain(look.font), size, look.size * look.line_height
        )
        prepared.align, prepared.justify = look.align, False
        prepared.phrased, prepared.balanced = True, look.align == "center"
        prepared.color = look.color if look.is_colored else ""
        return prepared

    def _blocks(self, blocks: tuple[Block, ...], end: int | None = None) -> Iterator[Prepared]:
        for index, block in enumerate(blocks[:end]):
            self.book.line = block.line
            yield from self.block(block, blocks[index + 1 : index + 2])

    def block(self, block: Block, following: tuple[Block, ...] = ()) -> Iterator[Prepared]:
        """Yield the paragraphs of a block; ``following`` is the next one."""
        labelled, self._labelled = self._labelled, False
        closed, self._closes = self._closes, False
        match block:
            case Heading(role="appendix"):
                yield self._appendix(block, labelled=labelled)
            case Heading():
                yield self._heading(block)
            case Paragraph():
                self._labelled = block.role == "appendix"
                self._closes = block.role in CLOSING
                prepared = self._paragraph(block, following)
                if self._closes and not closed:
                    prepared.space_before = self.style.closing.space_before * self._body_leading()
                yield prepared
            case Verse():
                yield from self._verse(block)
            case Separator():
                leading = self._body_leading()
                yield Prepared("", b"", [], [], self.style.body.size, 2 * leading, separator=True)

    def _heading(self, heading: Heading) -> Prepared:
        # Tags must not leave out a level (ISO 14289-1, 7.4.2), as texts do.
        tags: tuple[Tag, ...] = ("H1", "H2", "H3", "H4", "H5", "H6")
        while self._depths and self._depths[-1] >= heading.level:
            self._depths.pop()
        look = (
            self.style.appendix_title(heading.level)
            if heading.role == "appendix"
            else self.style.heading(heading.level)
        )
        prepared = self.display(heading.children, look, tags[len(self._depths)])
        if heading.level <= self.page_level:
            prepared.begin = "odd-page" if self.style.chapter.start == "odd-page" else "page"
        if says_something(prepared.text):
            self._depths.append(heading.level)
            prepared.level = heading.level
        else:
            prepared.tag = "P"
        return prepared

    def _appendix(self, heading: Heading, *, labelled: bool) -> Prepared:
        """Return the title of an appendix; one that has 附件1 above stands in the third line of its page."""
        prepared = self._heading(heading)
        if labelled:
            prepared.begin = "anywhere"
            prepared.space_before = self.style.appendix.below_label * self._body_leading()
        elif self.style.appendix.start == "page" and prepared.begin == "anywhere":
            prepared.begin = "page"
        return prepared

    def display(self, inlines: Inlines, look: Display, tag: Tag) -> Prepared:
        """Return a title or heading."""
        leading = self._body_leading()
        prepared = self._lines(inlines, self.book.chain(look.font), look.size, look.size * look.line_height)
        prepared.align = look.align
        prepared.phrased = True
        prepared.balanced = look.align == "center"
        prepared.indent = look.indent * EM
        prepared.justify = False
        prepared.space_before = look.space_before * leading
        prepared.space_after = look.space_after * leading
        prepared.keep_with_next = True
        prepared.tag = tag
        return prepared

    def entry(self, heading: Prepared, depth: int, number: str) -> Prepared:
        """Return the line of a contents page that leads to a heading."""
        prepared = self._body((Text(heading.text),))
        prepared.indent = depth * EM
        prepared.hanging_indent = (depth + 1) * EM
        prepared.right_indent = 3 * EM
        prepared.justify = False
        prepared.tag = "TOCI"
        prepared.leader = number
        prepared.target = heading
        return prepared

    def _paragraph(self, paragraph: Paragraph, following: tuple[Block, ...]) -> Prepared:
        inlines, role = paragraph.children, paragraph.role
        prepared = self._body(inlines, run_in_heading(paragraph, self.style))
        match role:
            case "body" | "note":
                prepared.indent = self.style.body.indent * EM
            case "attachment":
                first = is_first(prepared.text)
                prepared.indent = (self.style.body.indent + (0 if first else FURTHER_INDENT)) * EM
                label = prepared.indent + _length(prepared, label_length(prepared.text))
                room = self.area.measure / prepared.size * EM - label
                prepared.hanging_indent = label if room >= _NARROWEST * EM else 0.0
                prepared.justify = False  # or the name would not begin above its further lines
                prepared.space_before = self._body_leading() if first else 0.0
            case "marking" | "appendix":
                prepared = self._lines(
                    inlines, self.book.chain("sans"), self.style.body.size, self._body_leading()
                )
                prepared.keep_with_next = True
                if role == "appendix":
                    prepared.space_before = self.style.appendix_title(1).space_before * self._body_leading()
                    prepared.begin = "page" if self.style.appendix.start == "page" else "anywhere"
            case "letterhead":
                prepared = self._letterhead(Paragraph(inlines), self.style.letterhead.size)
            case "salutation" | "copy" | "imprint":
                pass
            case "byline" | "number":
                prepared.align, prepared.justify, prepared.keep_with_next = "center", False, True
                prepared.space_after = self._body_leading()
            case "signature" | "date":
                self._close(prepared, role, following)
        return prepared

    def _close(self, prepared: Prepared, role: Role, following: tuple[Block, ...]) -> None:
        """Set a signature or date at the right, and never alone on a page."""
        closing = self.style.closing
        prepared.align, prepared.justify, prepared.keep_with_last = "end", False, True
        prepared.right_indent = closing.right_indent * EM
        match following:
            case (Paragraph(role="date") as date,) if closing.center and role == "signature":
                wider = _length(self._body(date.children)) - _length(prepared)
                prepared.right_indent += max(-prepared.right_indent, wider / 2)

    def _imprint(self, paragraphs: Sequence[Paragraph]) -> Iterator[Prepared]:
        """Yield the 版记, between rules and kept together (GB/T 9704-2012, 7.4)."""
        above: Paragraph | None = None
        for paragraph in paragraphs:
            self.book.line = paragraph.line
            prepared = self._imprint_line(paragraph, imprint_line(paragraph, above))
            if above is None:
                prepared.rule_above, prepared.space_before = THICK, self._body_leading()
            if paragraph is paragraphs[-1]:
                prepared.rule_below = THICK
            else:
                prepared.keep_with_next = True
            above = paragraph
            yield prepared

    def _imprint_line(self, paragraph: Paragraph, found: ImprintLine) -> Prepared:
        body, look = self.style.body, self.style.imprint
        size = body.size * look.size
        children, apart = _closed_up(paragraph.children, found.apart)
        prepared = self._lines(children, self.book.chain(body.font), size, self._body_leading() * look.size)
        prepared.indent = prepared.right_indent = look.indent * EM
        prepared.rule_above = THIN if found.ruled else 0.0
        prepared.at_foot = look.place == "foot"
        if apart == 0:
            prepared.align, prepared.justify = "end", False
        elif apart < len(prepared.text):
            prepared.apart = apart
        else:
            label = _length(prepared, found.label)
            room = self.area.measure / size * EM - label - 2 * prepared.indent
            prepared.hanging_indent = label if room >= _NARROWEST * EM else 0.0
        prepared.hanging_indent += prepared.indent
        return prepared

    def _verse(self, verse: Verse) -> Iterator[Prepared]:
        """Yield the lines of a verse, which stands in the middle as a whole where there is room."""
        prepared: list[Prepared] = []
        for below, line in enumerate(verse.lines):
            self.book.line = verse.line + below if verse.line else 0
            prepared.append(self._body(line))
        columns = int(self.area.measure / self.style.body.size + 0.001)
        longest = max(map(_length, prepared), default=0.0)
        indent = max(self.style.body.indent, (columns - longest / EM) // 2)
        if self.area.vertical:
            indent = min(indent, _VERSE_DROP)
        for set_line in prepared:
            set_line.indent = indent * EM
            set_line.hanging_indent = (indent + 1) * EM
            set_line.justify = False
        # A short poem stands on one page; of a longer one no single line is left or sent ahead.
        together = range(len(prepared) - 1) if len(prepared) <= _SHORT_POEM else (0, len(prepared) - 2)
        for at in together:
            prepared[at].keep_with_next = True
        if prepared:
            prepared[0].space_before = prepared[-1].space_after = self._body_leading() / 2
        yield from prepared

    def _body(self, inlines: Inlines, heading: RunIn | None = None) -> Prepared:
        body = self.style.body
        prepared = self._lines(inlines, self.book.chain(body.font), body.size, self._body_leading(), heading)
        prepared.space_after = body.space_after * self._body_leading()
        prepared.hanging = body.hanging
        prepared.optimal = body.linebreak == "optimal"
        return prepared

    def _body_leading(self) -> float:
        return self.style.body.size * self.style.body.line_height

    def _lines(
        self, inlines: Inlines, chain: Chain, size: float, leading: float, heading: RunIn | None = None
    ) -> Prepared:
        vertical = self.area.vertical
        if not heading and len(inlines) == 1 and isinstance(only := inlines[0], Text) and not vertical:
            text = only.text
            if not _UNUSUAL.search(text) and not latin_quotes(text):
                with suppress(NoGlyphError):
                    codes = chain.first.encode(text)
                    runs = [Run(0, len(text), chain.first)] if text else []
                    return Prepared(text, codes, runs, [], size, leading)
        as_around = _MARK_OR_LATIN if self.style.emphasis.look == "kai" else _MARK
        builder = _Builder(chain, self.style.ruby.size, vertical, as_around)
        if heading:
            before, inlines = parted(inlines, heading.end)
            font = self.book.chain(self.style.heading(heading.level).font)
            for span in spans(before):
                builder.add(span, font)
        for inline in inlines:
            match inline:
                case Emphasis():
                    emphasized, dotted = self._emphasized(chain)
                    for span in inline.children:
                        builder.add(span, emphasized, dotted=dotted)
                case Text() | Ruby():
                    builder.add(inline, chain)
        text = "".join(builder.parts)
        self._tell_direction(text)
        prepared = Prepared(
            text,
            b"".join(builder.codes),
            builder.runs,
            builder.readings,
            size,
            leading,
            vertical=vertical,
            tabs=builder.tabs,
        )
        if builder.readings:
            prepared.reading_size = self.style.ruby.size * size
            needed = (size + prepared.reading_size) * _LINE
            prepared.reading_height = max(0.0, needed - leading)
        return prepared

    def _tell_direction(self, text: str) -> None:
        if self._told or not _RIGHT_TO_LEFT.search(text):
            return
        self._told = True
        message = (
            "Hebrew or Arabic letters are set from left to right, one by one, which is not how they are read"
        )
        self.notify(Notice("not-shown", message, line=self.book.line))

    def _emphasized(self, chain: Chain) -> tuple[Chain, bool]:
        """Return the fonts of a phrase emphasized in a text, and whether it has dots.

        Kai does not stand out in kai, and what is bold cannot be bolder: there are dots instead.
        """
        match self.style.emphasis.look:
            case "kai" if chain is not self.book.chain("kai"):
                return self.book.chain("kai"), False
            case "bold" if not chain.first.face.is_bold:
                return self.book.chain("serif", bold=True), False
            case "kai" | "bold" | "dots":
                return chain, True
            case "none":
                return chain, False


def _place_number(prepared: Prepared, place: Place) -> None:
    """Set a number, or who signed it, at the sides of the line if it does not stand in the middle."""
    if place.side == "middle":
        return
    prepared.indent = prepared.hanging_indent = prepared.right_indent = NUMBER_INDENT * EM
    prepared.align = "end" if place.side == "end" else "start"
    prepared.apart = place.apart


def _length(prepared: Prepared, end: int | None = None) -> float:
    """Return how long a paragraph, or what stands before ``end``, is on one line, in thousandths of an em."""
    end = len(prepared.text) if end is None else end
    return Measured(prepared, 0, end).length(0, end) if end else 0.0


def _closed_up(inlines: Inlines, apart: int) -> tuple[Inlines, int]:
    """Leave out the blanks before what stands at the end of its line, which is set apart without them."""
    before, behind = parted(inlines, apart)
    if not (before and behind and isinstance(last := before[-1], Text)):
        return inlines, apart
    kept = last.text.rstrip()
    closed = (*before[:-1], *((Text(kept),) if kept else ()))
    return (*closed, *behind), apart - len(last.text) + len(kept)


def _spaced(text: str) -> str:
    """Return a text with spaces for what moves elsewhere on a terminal."""
    return _CONTROL.sub(" ", text) if _CONTROL.search(text) else text


@dataclass(slots=True)
class _Builder:
    """Collects the text of a line of inlines, its runs and its readings."""

    chain: Chain
    """The fonts of the surrounding text: marks are always taken from them, so that all look alike."""
    reading_scale: float
    vertical: bool
    as_around: re.Pattern[str]
    """What looks like the surrounding text inside an emphasized phrase too."""
    parts: list[str] = field(default_factory=list)
    codes: list[bytes] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    tabs: list[int] = field(default_factory=list)
    end: int = 0

    def add(self, span: Span, chain: Chain, *, dotted: bool = False) -> None:
        start = self.end
        match span:
            case Text():
                self.tabs += (start + tab.start() for tab in _TAB.finditer(span.text))
                self._add_text(_spaced(span.text), chain, dotted)
            case Ruby():
                self._add_text(_spaced(span.base), chain, dotted)
                self._add_readings(start, span)

    def _add_readings(self, start: int, ruby: Ruby) -> None:
        """Add a reading; one of Zhuyin syllables for single characters as several."""
        syllables = ruby.reading.split()
        if len(syllables) == len(ruby.base) and all(map(_ZHUYIN.fullmatch, syllables)):
            self.readings += (self._reading(at, at + 1, part) for at, part in enumerate(syllables, start))
        else:
            self.readings.append(self._reading(start, self.end, ruby.reading))

    def _reading(self, start: int, end: int, text: str) -> Reading:
        pieces = tuple((part, font) for font, part in self.chain.runs(text))
        upright = self.vertical and not any(stand is Stand.ALONG for _, _, stand in stands(text))
        beside = end - start == 1 and bool(_ZHUYIN.fullmatch(text))
        width = EM * len(text) if upright else sum(font.width(part) for part, font in pieces)
        return Reading(start, end, pieces, width * self.reading_scale, upright, beside)

    def _add_text(self, text: str, chain: Chain, dotted: bool) -> None:
        self.parts.append(text)
        for start, end, stand in stands(text) if self.vertical else ((0, len(text), Stand.ALONG),):
            like = Run(0, 0, chain.first, dotted, stand)
            at = start
            for quote in latin_quotes(text[start:end]) if stand is Stand.ALONG else ():
                self._add_along(text[at : start + quote], chain, like)
                at = start + quote + 1
                self._add_along(text[at - 1], chain, like._replace(narrow=True))
            self._add_along(text[at:end], chain, like)

    def _add_along(self, text: str, chain: Chain, like: Run) -> None:
        if chain is self.chain and not PRIVATE.search(text):
            with suppress(NoGlyphError):
                self._add_run(text, like)
                return
        for (font, private), group in groupby(text, lambda c: self._font_of(c, chain)):
            self._add_run("".join(group), like._replace(font=font, private=private))

    def _font_of(self, character: str, chain: Chain) -> tuple[Font, bool]:
        own = self.as_around.match(character)
        font = (self.chain if own else chain)[character]
        return font, bool(PRIVATE.match(character))

    def _add_run(self, text: str, like: Run) -> None:
        """Add a text, set like a run."""
        font = like.font
        if like.narrow:
            self.codes.append(font.encode_narrow(text))
        else:
            self.codes.append((font.encode_vertical if like.stand is Stand.UPRIGHT else font.encode)(text))
        start, self.end = self.end, self.end + len(text)
        last = self.runs[-1] if self.runs else None
        if last and last[2:] == like[2:] and like.stand is not Stand.COMBINED:
            self.runs[-1] = last._replace(end=self.end)
        elif text:
            self.runs.append(like._replace(start=start, end=self.end))
