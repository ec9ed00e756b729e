"""Placed lines to the operators of a page's content stream (ISO 32000-1, sections 9.4 and 14.6).

Drawing obeys: lines stand where layout put them, and what belongs to a line, such as readings and dots,
stands where the line says. The text of a page comes in reading order, all readings behind it, so that
programs that take it out find the text unbroken.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from docconvert.chars import ZHUYIN_TONES, is_han
from docconvert.writers.area import ASCENT
from docconvert.writers.orient import Stand
from docconvert.writers.pdf.prepare import PRIVATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docconvert.writers.area import Area
    from docconvert.writers.pdf.fonts import Font
    from docconvert.writers.pdf.furnish import Furniture
    from docconvert.writers.pdf.linebreak import Line
    from docconvert.writers.pdf.page import Page, Placed
    from docconvert.writers.pdf.prepare import Prepared, Run
    from docconvert.writers.pdf.ruby import SetReading
    from docconvert.writers.pdf.structure import Element, PageMarks

_RISE = ASCENT - 0.5
"""From the baseline to the middle of the characters."""

_DESCENT = 0.25
"""How far letters reach below the baseline, in em."""

_ZHUYIN_SIZE = 0.3
"""Of the character: three signs are about as tall as it."""

_DOT_DROP = 0.3
_DOT_RADIUS = 0.06
_SEPARATOR_DOTS = (-1.5, 0.0, 1.5)
"""Places of the dots of a separator beside its middle, in em."""

_MOST_COMBINED = 3
"""Digits of a page number that stand side by side in a vertical line."""

_LEADER_GAP = 0.5
"""Between a contents entry, the dots, and the page number, in em."""

_ARC = 0.5523
"""Length of the handles with which four Bézier curves make a circle."""


def draw_page(
    page: Page,
    area: Area,
    elements: Mapping[Prepared, Element],
    marks: PageMarks,
    furniture: Iterable[Furniture],
) -> bytes:
    """Return the content stream of a page.

    Args:
        page: the placed lines.
        area: where they stand on the sheet.
        elements: the structure element of each paragraph.
        marks: takes note of each piece of content and its element.
        furniture: the running heads and the page number.
    """
    drawing = _Drawing(area, elements, marks)
    for _, group in groupby(page.lines, key=lambda placed: id(placed.paragraph)):
        drawing.paragraph(list(group))
    drawing.readings()
    for piece in furniture:
        drawing.furniture(piece)
    return drawing.content()


class _AbovePlace(NamedTuple):
    """A reading to be drawn when the text is done."""

    element: Element
    placed: Placed
    reading: SetReading


class _Drawing:
    """The content of a page while it grows: its text, then the shapes beside it."""

    def __init__(self, area: Area, elements: Mapping[Prepared, Element], marks: PageMarks) -> None:
        self._area = area
        self._elements = elements
        self._marks = marks
        self._text = _TextObject()
        self._shapes: list[bytes] = []
        self._above: list[_AbovePlace] = []

    def content(self) -> bytes:
        """Return the operators of the page."""
        return b"\n".join([*self._text.operators(), *self._shapes])

    def paragraph(self, lines: list[Placed]) -> None:
        """Draw those lines of a paragraph that are on this page."""
        paragraph = lines[0].paragraph
        self._shapes += self._rules(lines)
        if not paragraph.text:
            if paragraph.separator:
                self._shapes += map(self._separator, lines)
            return
        element = self._elements[paragraph]
        if paragraph.readings:
            for placed in lines:
                self._with_readings(placed, element)
        else:
            self._text.open(element.tag, self._marks.mark(element), paragraph.color)
            if len(paragraph.runs) == 1 and not self._area.vertical and not paragraph.runs[0].private:
                self._plain(lines, paragraph.runs[0])
            else:
                for placed in lines:
                    self._stretch(placed, placed.line.start, placed.line.end)
            if paragraph.leader:
                self._leader(lines[-1])
            self._text.close()
        if any(run.dotted for run in paragraph.runs):
            for placed in lines:
                self._dots(placed)

    def _plain(self, lines: list[Placed], run: Run) -> None:
        """Show horizontal lines of a single run, as most are."""
        paragraph, area = lines[0].paragraph, self._area
        self._text.font(run.font.name, paragraph.size)
        self._text.lines(lines, area.left, area.top - _RISE * paragraph.size)

    def _stretch(self, placed: Placed, start: int, end: int) -> None:
        """Show a stretch of a line."""
        if self._area.vertical:
            self._stretch_down(placed, start, end)
            return
        paragraph, line, text = placed.paragraph, placed.line, self._text
        if start == line.start:
            x, y = self._area.point(line.x * paragraph.size / 1000, placed.across)
            text.start(x, y, -_RISE * paragraph.size)
        text.spacing(line.stretch * paragraph.size / 1000)
        for run in paragraph.runs_between(start, end):
            text.font(run.font.name, paragraph.size)
            text.show(_shown_run(paragraph, line, run, -1.0))

    def _stretch_down(self, placed: Placed, start: int, end: int) -> None:
        paragraph, line, text, size = placed.paragraph, placed.line, self._text, placed.paragraph.size
        edges = line.edges(paragraph)
        for run in paragraph.runs_between(start, end):
            x, y = self._area.point(edges[run.start - line.start] * size / 1000, placed.across)
            match run.stand:
                case Stand.UPRIGHT:
                    text.spacing(-line.stretch * size / 1000)
                    text.move(x, y)
                    text.font(run.font.vertical_name, size)
                    text.show(_shown_run(paragraph, line, run, 1.0))
                case Stand.ALONG:
                    text.spacing(line.stretch * size / 1000)
                    text.start(x, y, -_RISE * size, turned=True)
                    text.font(run.font.name, size)
                    text.show(_shown_run(paragraph, line, run, -1.0))
                case Stand.COMBINED:
                    self._upright(paragraph.text[run.start : run.end], run.font, size, x, y)

    def _upright(self, characters: str, font: Font, size: float, x: float, y: float) -> None:
        """Show characters upright in the room of one, whose middle top is given."""
        width = font.width(characters) * size / 1000
        scale = min(1.0, size / width) if width else 1.0
        self._text.spacing(0.0)
        self._text.move(x - width * scale / 2, y - ASCENT * size)
        self._text.font(font.name, size)
        self._text.show_narrow(font.encode(characters), scale)

    def _with_readings(self, placed: Placed, element: Element) -> None:
        """Draw a line whose bases and readings are tagged apart: Ruby, RB and RT (section 14.8.4.4.3)."""
        line = placed.line
        start = line.start
        for above in line.readings:
            reading = above.reading
            self._tagged(placed, start, reading.start, element)
            ruby = element.child("Ruby")
            end = min(reading.end, line.end)
            self._tagged(placed, reading.start, end, ruby.child("RB"))
            self._above.append(_AbovePlace(ruby.child("RT"), placed, above))
            start = end
        self._tagged(placed, start, line.end, element)

    def _tagged(self, placed: Placed, start: int, end: int, element: Element) -> None:
        if start < end:
            self._text.open(element.tag, self._marks.mark(element), placed.paragraph.color)
            self._stretch(placed, start, end)
            self._text.close()

    def readings(self) -> None:
        """Draw the readings of the page."""
        for element, placed, above in self._above:
            paragraph = placed.paragraph
            size = paragraph.reading_size * above.scale
            along = above.x * paragraph.size / 1000
            x, y = self._area.point(along, placed.across)
            text = self._text
            text.spacing(0.0)
            text.open("RT", self._marks.mark(element))
            if above.reading.beside:
                self._zhuyin(placed, above)
            elif above.reading.upright:
                x += paragraph.size / 2 + paragraph.reading_size * 0.55
                self._column(above, size, x, y)
            else:
                # Its letters stand on the upper edge of the base, or on the right one.
                rise = paragraph.size / 2 + _DESCENT * size
                text.start(x, y, rise, turned=self._area.vertical)
                self._pieces(above.reading.pieces, size)
            text.close()

    def _zhuyin(self, placed: Placed, above: SetReading) -> None:
        """Draw Zhuyin in a column at the right of its character, its tone beside that (CLREQ 3.3.1)."""
        base = placed.paragraph.size
        size = base * _ZHUYIN_SIZE
        x, y = self._area.point(above.x * base / 1000, placed.across)
        x += size * 0.6
        if self._area.vertical:
            x, y = x + base / 2, y - base / 2
        signs = [(sign, font) for part, font in above.reading.pieces for sign in part]
        spelled = sum(sign not in ZHUYIN_TONES for sign, _ in signs)
        top = y + spelled * size / 2
        for sign, font in signs:
            if sign == "˙":
                self._upright(sign, font, size, x, y + (spelled + 1) * size / 2)
            elif sign in ZHUYIN_TONES:
                self._upright(sign, font, size, x + size * 0.8, top + size * 0.8)
            else:
                self._upright(sign, font, size, x, top)
                top -= size

    def _column(self, above: SetReading, size: float, x: float, y: float) -> None:
        """Draw a reading of upright characters one below the other."""
        for characters, font in above.reading.pieces:
            for character in characters:
                self._upright(character, font, size, x, y)
                y -= size

    def furniture(self, piece: Furniture) -> None:
        """Draw a running head or a page number, which is no part of the text (section 14.8.2.2)."""
        text = self._text
        text.open_artifact(b"/Type/Pagination/Subtype/%s" % piece.kind.encode())
        text.spacing(0.0)
        text.move(piece.x, piece.y)
        self._pieces(piece.pieces, piece.size)
        text.close()

    def _pieces(self, pieces: tuple[tuple[str, Font], ...], size: float) -> None:
        for characters, font in pieces:
            self._text.font(font.name, size)
            self._text.show(_meant(characters, b"(%s)Tj" % font.encode(characters)))

    def _leader(self, placed: Placed) -> None:
        """Draw the page number at the end of a contents entry, and dots that lead there."""
        paragraph, line, size = placed.paragraph, placed.line, placed.paragraph.size
        font = paragraph.runs[0].font
        upright = self._area.vertical and len(paragraph.leader) <= _MOST_COMBINED
        width = size if upright else font.width(paragraph.leader) * size / 1000
        end = self._area.measure - width
        x, y = self._area.point(end, placed.across)
        if upright:
            self._upright(paragraph.leader, font, size, x, y)
        else:
            self._text.spacing(0.0)
            self._text.start(x, y, -_RISE * size, turned=self._area.vertical)
            self._text.font(font.name, size)
            self._text.show(b"(%s)Tj" % font.encode(paragraph.leader))
        begin = line.edges(paragraph)[-1] * size / 1000 + _LEADER_GAP * size
        if begin < end - _LEADER_GAP * size:
            self._shapes.append(self._dotted_rule(begin, end - _LEADER_GAP * size, placed.across, size))

    def _dotted_rule(self, begin: float, end: float, across: float, size: float) -> bytes:
        pitch = size * 0.4
        # From the edge of the text on, so that the dots of all entries stand below each other.
        last = self._area.measure - ceil((self._area.measure - end) / pitch) * pitch
        (x1, y1), (x2, y2) = self._area.point(last, across), self._area.point(begin, across)
        operators = b"q 1 J %s w [0.01 %s] 0 d %s %s m %s %s l S Q"
        return _artifact(operators % tuple(map(_number, (size * 0.09, pitch - 0.01, x1, y1, x2, y2))))

    def _dots(self, placed: Placed) -> None:
        """Put a dot at each emphasized Han character, below it or at its right (CLREQ 3.3.3)."""
        paragraph, line = placed.paragraph, placed.line
        dotted = [run for run in paragraph.runs_between(line.start, line.end) if run.dotted]
        if not dotted:
            return
        edges, size = line.edges(paragraph), paragraph.size
        beside = -(0.5 + 0.18) * size if self._area.vertical else (_RISE + _DOT_DROP) * size
        places = [
            self._area.point(edges[at - line.start] * size / 1000 + size / 2, placed.across + beside)
            for run in dotted
            for at in range(run.start, run.end)
            if is_han(paragraph.text[at])
        ]
        if places:
            self._shapes.append(_artifact(b" ".join(_dot(x, y, _DOT_RADIUS * size) for x, y in places)))

    def _rules(self, lines: list[Placed]) -> Iterator[bytes]:
        """Draw the rules along the whole text area above and below a paragraph, within its lines."""
        paragraph, half = lines[0].paragraph, lines[0].paragraph.leading / 2
        if (width := paragraph.rule_above) and lines[0].line.start == 0:
            yield self._rule(lines[0].across - half + width / 2, width)
        if (width := paragraph.rule_below) and lines[-1].line.end == len(paragraph.text):
            below = half - width / 2
            if paragraph.rule_distance:
                below = max(half, paragraph.size / 2 + paragraph.rule_distance) + width / 2
            yield self._rule(lines[-1].across + below, width, paragraph.rule_color)

    def _rule(self, across: float, width: float, color: str = "") -> bytes:
        (x1, y1), (x2, y2) = self._area.point(0.0, across), self._area.point(self._area.measure, across)
        path = b"%s w %s %s m %s %s l S" % tuple(map(_number, (width, x1, y1, x2, y2)))
        stroke = b"%s RG " % _color(color) if color else b""
        return _artifact(b"q %s%s Q" % (stroke, path))

    def _separator(self, placed: Placed) -> bytes:
        size = placed.paragraph.size
        middle = placed.line.x * size / 1000
        places = (self._area.point(middle + beside * size, placed.across) for beside in _SEPARATOR_DOTS)
        return _artifact(b" ".join(_dot(x, y, _DOT_RADIUS * size) for x, y in places))


class _TextObject:
    """The text of a page, ``BT … ET``; of font, spacing and place only changes are written."""

    def __init__(self) -> None:
        self._parts: list[bytes] = [b"BT"]
        self._font = ("", 0.0)
        self._color = ""
        self._spacing = 0.0
        self._x = self._y = 0.0
        self._turned = False

    def operators(self) -> Iterator[bytes]:
        """Return the operators, none if there is no text."""
        if len(self._parts) > 1:
            yield from (*self._parts, b"ET")

    def open(self, tag: str, number: int, color: str = "") -> None:
        """Begin marked content, in a colour or black."""
        self._set_color(color)
        self._parts.append(b"/%s<</MCID %d>>BDC" % (tag.encode(), number))

    def open_artifact(self, properties: bytes) -> None:
        """Begin content that is no part of the text."""
        self._set_color("")
        self._parts.append(b"/Artifact<<%s>>BDC" % properties)

    def close(self) -> None:
        """End marked content."""
        self._parts.append(b"EMC")

    def _set_color(self, color: str) -> None:
        if self._color != color:
            self._color = color
            self._parts.append(b"%s rg" % _color(color) if color else b"0 g")

    def font(self, name: str, size: float) -> None:
        """Set the font."""
        if self._font != (name, size):
            self._font = (name, size)
            self._parts.append(b"/%s %s Tf" % (name.encode(), _number(size)))

    def spacing(self, spacing: float) -> None:
        """Set what is added after each character."""
        spacing = round(spacing, 3)
        if self._spacing != spacing:
            self._spacing = spacing
            self._parts.append(b"%.3f Tc" % spacing)

    def move(self, x: float, y: float) -> None:
        """Begin a line at a place."""
        if self._turned:
            self._parts.append(b"1 0 0 1 %s %s Tm" % (_number(x), _number(y)))
            self._turned, self._x, self._y = False, x, y
            return
        right, up = round(x - self._x, 2), round(y - self._y, 2)
        self._parts.append(b"%s %s Td" % (_number(right), _number(up)))
        # What was written counts, so that roundings do not add up.
        self._x += right
        self._y += up

    def start(self, x: float, y: float, rise: float, *, turned: bool = False) -> None:
        """Begin a line, its baseline ``rise`` above a place; a turned one runs down, lying on its side."""
        if turned:
            self._parts.append(b"0 -1 1 0 %s %s Tm" % (_number(x + rise), _number(y)))
            self._turned = True
        else:
            self.move(x, y + rise)

    def lines(self, lines: list[Placed], left: float, top: float) -> None:
        """Show whole lines of one font, ``left`` and ``top`` being the corner of the text area.

        What :meth:`spacing`, :meth:`move` and :meth:`show` do, without a call for each line; none is turned.
        """
        paragraph = lines[0].paragraph
        codes, em = paragraph.codes, paragraph.size / 1000
        parts, spacing, last_x, last_y = self._parts, self._spacing, self._x, self._y
        for _, line, across in lines:
            start, end, x, stretch, shifts, _ = line
            if spacing != (stretch := round(stretch * em, 3)):
                spacing = stretch
                parts.append(b"%.3f Tc" % spacing)
            right, up = round(left + x * em - last_x, 2), round(top - across - last_y, 2)
            last_x += right
            last_y += up
            shown = (
                _shown(codes, start, end, shifts, -1.0) if shifts else b"(%s)Tj" % codes[2 * start : 2 * end]
            )
            parts.append(b"%s %s Td %s" % (_number(right), _number(up), shown))
        self._spacing, self._x, self._y = spacing, last_x, last_y

    def show(self, operator: bytes) -> None:
        """Show characters."""
        self._parts.append(operator)

    def show_narrow(self, characters: bytes, scale: float) -> None:
        """Show characters by their codes, made narrower by ``scale``."""
        if scale == 1.0:
            self._parts.append(b"(%s)Tj" % characters)
        else:
            self._parts.append(b"%s Tz (%s)Tj 100 Tz" % (_number(scale * 100), characters))


def _shown_run(paragraph: Prepared, line: Line, run: Run, sign: float) -> bytes:
    shown = _shown(paragraph.codes, run.start, run.end, line.shifts, sign)
    return _meant(paragraph.text[run.start : run.end], shown) if run.private else shown


def _shown(codes: bytes, start: int, end: int, shifts: Mapping[int, float], sign: float) -> bytes:
    """Return the operator that shows characters, with what is added between them.

    ``sign`` is that of a number that moves on: negative along horizontal lines (section 9.4.3).
    """
    if not shifts:
        return b"(%s)Tj" % codes[2 * start : 2 * end]
    parts: list[bytes] = []
    for at in sorted(shifts):
        if start <= at < end:
            shown = codes[2 * start : 2 * at + 2]
            parts.append(b"(%s)%s" % (shown, _number(sign * shifts[at])))
            start = at + 1
    if start < end:
        parts.append(b"(%s)" % codes[2 * start : 2 * end])
    return b"[%s]TJ" % b"".join(parts)


def _meant(text: str, operators: bytes) -> bytes:
    """Say of characters for private use what text they stand for (ISO 19005-2, 6.2.11.7.3)."""
    if not PRIVATE.search(text):
        return operators
    meant = text.encode("utf-16-be").hex().upper().encode()
    return b"/Span<</ActualText<FEFF%s>>>BDC %s EMC" % (meant, operators)


def _dot(x: float, y: float, radius: float) -> bytes:
    r, h = radius, radius * _ARC
    curves = (
        (r, h, h, r, 0, r),
        (-h, r, -r, h, -r, 0),
        (-r, -h, -h, -r, 0, -r),
        (h, -r, r, -h, r, 0),
    )
    path = [b"%s %s m" % (_number(x + r), _number(y))]
    for x1, y1, x2, y2, x3, y3 in curves:
        points = (x + x1, y + y1, x + x2, y + y2, x + x3, y + y3)
        path.append(b"%s c" % b" ".join(map(_number, points)))
    return b"%s f" % b" ".join(path)


def _artifact(content: bytes) -> bytes:
    return b"/Artifact BMC %s EMC" % content


def _color(color: str) -> bytes:
    """Write ``#`` and six hexadecimal digits as three shares of red, green and blue."""
    return b" ".join(_number(part / 255) for part in bytes.fromhex(color[1:]))


@lru_cache(2048)
def _number(value: float) -> bytes:
    """Write a number with two decimals at most: a two hundredth of a point is not seen."""
    return (b"%.2f" % value).rstrip(b"0").rstrip(b".") if value % 1 else b"%d" % value
