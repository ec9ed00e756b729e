"""Placed lines to the operators of a page's content stream (ISO 32000-1, sections 9.4 and 14.6).

Drawing obeys: lines stand where layout put them, and what belongs to a line, such as readings and
dots, stands where the line says.
"""

from __future__ import annotations

from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from docconvert.chars import is_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docconvert.style import Style
    from docconvert.writers.pdf.fonts import Font, FontBook
    from docconvert.writers.pdf.linebreak import Line
    from docconvert.writers.pdf.page import Page, Placed
    from docconvert.writers.pdf.prepare import Prepared, Reading, Run
    from docconvert.writers.pdf.structure import Element, PageMarks

_READING_RISE = 0.92
"""Baseline of a reading above that of its base, in em of the base."""

_DOT_DROP = 0.3
_DOT_RADIUS = 0.06
_SEPARATOR_DOTS = (-1.5, 0.0, 1.5)
"""Places of the dots of a separator beside its middle, in em."""

_ARC = 0.5523
"""Length of the handles with which four Bézier curves make a circle."""


def draw_page(
    page: Page, elements: dict[int, Element], marks: PageMarks, style: Style, book: FontBook
) -> bytes:
    """Return the content stream of a page.

    Args:
        page: the placed lines.
        elements: the structure element of each paragraph, by its identity.
        marks: takes note of each piece of content and its element.
        style: for the page number.
        book: the fonts.
    """
    parts: list[bytes] = []
    for _, group in groupby(page.lines, key=lambda placed: id(placed.paragraph)):
        lines = list(group)
        parts += _draw_paragraph(lines, elements, marks)
    if style.page_number.show:
        parts.append(_draw_page_number(page.number, style, book))
    return b"\n".join(parts)


def _draw_paragraph(lines: list[Placed], elements: dict[int, Element], marks: PageMarks) -> Iterator[bytes]:
    paragraph = lines[0].paragraph
    if not paragraph.text:
        if paragraph.separator:
            yield from map(_draw_separator, lines)
        return
    element = elements[id(paragraph)]
    if not paragraph.readings:
        yield _marked(element.tag, marks.mark(element), b"\n".join(map(_draw_text, lines)))
    for placed in lines:
        if paragraph.readings:
            yield from _draw_with_readings(placed, element, marks)
        yield from _draw_dots(placed)


def _draw_text(placed: Placed) -> bytes:
    line = placed.line
    return b"".join(_text_object(placed, line.start, line.end, placed.x))


def _text_object(placed: Placed, start: int, end: int, x: float) -> Iterator[bytes]:
    """Yield the operators that show a stretch of a line from ``x`` on."""
    paragraph, line = placed.paragraph, placed.line
    yield b"BT %s Tc 1 0 0 1 %s %s Tm" % (
        _number(line.stretch * paragraph.size / 1000),
        _number(x),
        _number(placed.y),
    )
    for run in paragraph.runs_between(start, end):
        yield b" /%s %s Tf %s" % (
            run.font.name.encode(),
            _number(paragraph.size),
            _show(paragraph, line, run),
        )
    yield b" ET"


def _show(paragraph: Prepared, line: Line, run: Run) -> bytes:
    """Return the operator that shows a run, with what is added between characters."""
    text, font = paragraph.text, run.font
    shifts = line.shifts
    places = sorted(at for at in shifts if run.start <= at < run.end) if shifts else []
    if not places:
        return b"(%s)Tj" % _escape(font.encode(text[run.start : run.end]))
    parts: list[bytes] = []
    start = run.start
    for at in places:
        parts.append(b"(%s)%s" % (_escape(font.encode(text[start : at + 1])), _number(-shifts[at])))
        start = at + 1
    if start < run.end:
        parts.append(b"(%s)" % _escape(font.encode(text[start : run.end])))
    return b"[%s]TJ" % b"".join(parts)


def _draw_with_readings(placed: Placed, element: Element, marks: PageMarks) -> Iterator[bytes]:
    """Draw a line whose bases and readings are tagged apart: Ruby, RB and RT (section 14.8.4.4)."""
    line, paragraph = placed.line, placed.paragraph
    edges = _edges(placed)
    above: list[bytes] = []
    start = line.start
    for reading in paragraph.readings_between(line.start, line.end):
        yield from _draw_stretch(placed, start, reading.start, edges, element, marks)
        ruby = element.child("Ruby")
        end = min(reading.end, line.end)
        yield from _draw_stretch(placed, reading.start, end, edges, ruby.child("RB"), marks)
        number = marks.mark(ruby.child("RT"))
        above.append(_marked("RT", number, _draw_reading(placed, reading, edges)))
        start = end
    yield from _draw_stretch(placed, start, line.end, edges, element, marks)
    yield from above


def _draw_stretch(
    placed: Placed, start: int, end: int, edges: list[float], element: Element, marks: PageMarks
) -> Iterator[bytes]:
    if start < end:
        content = b"".join(_text_object(placed, start, end, edges[start - placed.line.start]))
        yield _marked(element.tag, marks.mark(element), content)


def _draw_reading(placed: Placed, reading: Reading, edges: list[float]) -> bytes:
    """Set a reading over the middle of its base."""
    paragraph, line = placed.paragraph, placed.line
    first, last = reading.start - line.start, min(reading.end, line.end) - 1 - line.start
    end = edges[last] + paragraph.widths(line.start + last, line.start + last + 1)[0] * paragraph.size / 1000
    middle = (edges[first] + end) / 2
    width, size = reading.width * paragraph.size / 1000, paragraph.reading_size
    if width > placed.right - placed.left:  # as no reading should be; but all of it must be on the page
        size, width = size * (placed.right - placed.left) / width, placed.right - placed.left
    x = min(max(placed.left, middle - width / 2), placed.right - width)
    return _label(reading.runs, size, x, placed.y + _READING_RISE * paragraph.size)


def _label(runs: Iterable[tuple[Font, str]], size: float, x: float, y: float) -> bytes:
    """Return the text object of a few words that stand for themselves."""
    shown = b" ".join(
        b"/%s %s Tf (%s)Tj" % (font.name.encode(), _number(size), _escape(font.encode(text)))
        for font, text in runs
    )
    return b"BT 0 Tc 1 0 0 1 %s %s Tm %s ET" % (_number(x), _number(y), shown)


def _edges(placed: Placed) -> list[float]:
    """Return where each character of a line begins, in points."""
    paragraph, line = placed.paragraph, placed.line
    widths = paragraph.widths(line.start, line.end)
    moves = (
        (width + line.shifts.get(at, 0.0) + line.stretch) * paragraph.size / 1000
        for at, width in enumerate(widths, line.start)
    )
    return list(accumulate(moves, initial=placed.x))


def _draw_dots(placed: Placed) -> Iterator[bytes]:
    """Put a dot under each emphasized Han character (CLREQ 3.3.3)."""
    paragraph, line = placed.paragraph, placed.line
    dotted = [run for run in paragraph.runs_between(line.start, line.end) if run.dotted]
    if not dotted:
        return
    edges = _edges(placed)
    size = paragraph.size
    for run in dotted:
        for at in range(run.start, run.end):
            if is_han(paragraph.text[at]):
                x = edges[at - line.start] + size / 2
                yield _artifact(_dot(x, placed.y - _DOT_DROP * size, _DOT_RADIUS * size))


def _draw_separator(placed: Placed) -> bytes:
    size = placed.paragraph.size
    dots = (
        _dot(placed.x + beside * size, placed.y + size / 3, _DOT_RADIUS * size) for beside in _SEPARATOR_DOTS
    )
    return _artifact(b" ".join(dots))


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


def _draw_page_number(number: int, style: Style, book: FontBook) -> bytes:
    page, size = style.page, style.page_number.size
    text = str(number)
    runs = list(book.chain(style.body.font).runs(text))
    width = sum(font.width(text) for font, text in runs) * size / 1000
    x = (page.margin_left + page.width - page.margin_right - width) / 2
    show = _label(runs, size, x, page.margin_bottom / 2)
    return b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC %s EMC" % show


def _marked(tag: str, number: int, content: bytes) -> bytes:
    return b"/%s<</MCID %d>>BDC %s EMC" % (tag.encode(), number, content)


def _artifact(content: bytes) -> bytes:
    return b"/Artifact BMC %s EMC" % content


def _number(value: float) -> bytes:
    return b"%.3f" % value if value % 1 else b"%d" % value


def _escape(data: bytes) -> bytes:
    """Escape the bytes that mean something in a literal string (section 7.3.4.2)."""
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")
