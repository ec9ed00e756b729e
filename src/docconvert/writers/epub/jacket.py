"""A cover for a book that has none: bound with thread, its title in columns on a paper label.

So the covers of Chinese books looked for centuries. The binding is where lines begin: on the left, or on
the right where they are vertical.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from functools import cache, lru_cache
from itertools import accumulate, pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from deflate import zlib_compress

from docconvert.writers.fonts import opened
from docconvert.writers.orient import Stand, stands

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

    from docconvert.output import FontFace
    from docconvert.writers.fonts import Face

WIDTH, HEIGHT = 1200, 1800
"""In dots: two to three, as most covers are."""

_CLOTHS = ("24384f", "4b2e3a", "2f4a40", "5a3a2c", "3b3f58", "6b2f2f", "444c36", "2e4654")
"""Indigo, plum, pine, sandalwood, slate, cinnabar, moss and lake: dark enough for light letters."""
_PAPER, _INK = "f4ecd8", "221c18"
_ON_CLOTH, _ON_PAPER = 128, 255
"""Dots count from cloth, 0, by paper to ink, so that the edges of letters blend into what is behind them."""
_THREAD = 76

_SPINE = 100
"""From the edge to the thread along it."""
_STITCHES = (100, 500, 900, 1300, 1700)
_LABEL_TOP, _LABEL_SIDE = 150, 120
_LEAST_LABEL, _MOST_LABEL = 820, 1340
"""The heights of the label."""
_PADDING = 64
_SETTINGS = ((1, 196), (1, 160), (2, 142), (2, 116), (3, 98), (4, 80), (6, 62), (8, 48))
"""How many columns there are, and the size of letters: the first that a title goes into is taken."""
_GAP, _LOOSEST_GAP = 0.12, 0.5
"""Between the letters of a column, and where a short title has the label to itself, in em."""
_COLUMN = 1.32
"""From one column to the next, in em."""
_AUTHOR_SIZE, _LEAST_AUTHOR_SIZE, _AUTHOR_BOTTOM = 56, 40, 150
_AUTHOR_LINE = 1.5
"""From one line of authors to the next, in em; three go below the longest label."""
_BASELINE = 0.88
"""How far below the top of its em the baseline of a Han letter is, in em."""
_MEASURED_AT = 100

_NEVER_FIRST = frozenset("，、。．：；！？）》〉」』】〕”’…—·～〜ー　 )!?:;,.")
_NEVER_LAST = frozenset("（《〈「『【〔“‘([")
_ALONG = frozenset("ー～〜")
"""Signs that run along the line; other forms of theirs are not among Unicode's characters."""
_BREAKS = frozenset("，、。：；！？）》〉」』】〕”’— 　")
"""A column of a title best ends with one of these."""
_BREAK_ELSEWHERE = 25.0
"""How much that is worth, in squares of an em of uneven columns."""
_LONGEST_WORD = 16
_LONGEST_TITLE = 400
_CUT = "…"
_LEVEL = 6
"""Of compression: 8 takes twice as long and saves 4 %."""


class _Unit(NamedTuple):
    """What is not divided in a column, and its length in em."""

    text: str
    stand: Stand
    length: float


def jacket(title: str, authors: Sequence[str], fonts: Sequence[FontFace], *, vertical: bool) -> bytes:
    """Return a cover as PNG; the same for the same words and fonts.

    Args:
        title: the title; if not even the smallest letters leave room for all of it, its end is cut off.
        authors: the authors, if there are any.
        fonts: font files; the first that has a character draws it.
        vertical: whether the lines of the book are.
    """
    from PIL import Image

    image = Image.new("L", (WIDTH, HEIGHT))
    _bind(image, right=vertical)
    pen = _Pen(image, {font: opened(font) for font in fonts})
    size, columns = _set(list(_units(title[:_LONGEST_TITLE], pen)))
    gap, height = _label_height(size, columns)
    width = round((1 + (len(columns) - 1) * _COLUMN) * size) + 2 * _PADDING
    left = _LABEL_SIDE if vertical else WIDTH - _LABEL_SIDE - width
    _paste_label(image, left, width, height)
    for number, column in enumerate(columns):
        x = left + width - _PADDING - size - number * _COLUMN * size  # columns go from right to left
        # A single column stands in the middle of the label, others begin at one height.
        above = (height - size * _length(column, gap)) / 2 if len(columns) == 1 else _PADDING
        pen.column(column, x, _LABEL_TOP + above, size, gap)
    _sign(pen, authors, right=not vertical)
    return _png(image, _palette(_CLOTHS[zlib.crc32(title.encode()) % len(_CLOTHS)]))


def _bind(image: Image, *, right: bool) -> None:
    """Sew the binding: a thread along the edge, and others around it."""
    edge, inner = (WIDTH, WIDTH - _SPINE) if right else (0, _SPINE)
    threads = [(inner, 0, inner, HEIGHT), *((edge, y, inner, y) for y in _STITCHES)]
    for x0, y0, x1, y1 in threads:
        image.paste(_THREAD, (min(x0, x1) - 2, y0 - 2, max(x0, x1) + 3, y1 + 3))


def _paste_label(image: Image, left: int, width: int, height: int) -> None:
    for inset, shade in ((0, _ON_CLOTH), (18, _ON_PAPER), (23, _ON_CLOTH), (29, _ON_PAPER), (31, _ON_CLOTH)):
        box = (left + inset, _LABEL_TOP + inset, left + width - inset, _LABEL_TOP + height - inset)
        image.paste(shade, box)


def _label_height(size: int, columns: Sequence[Sequence[_Unit]]) -> tuple[float, int]:
    """Return the gap between letters in em, and the height of the label in dots."""
    gap = _GAP
    if len(columns) == 1 and len(columns[0]) > 1:
        loose = ((_LEAST_LABEL - 3 * _PADDING) / size - _length(columns[0], 0)) / (len(columns[0]) - 1)
        gap = min(max(_GAP, loose), _LOOSEST_GAP)
    longest = max(_length(column, gap) for column in columns)
    return gap, max(_LEAST_LABEL, round(longest * size) + 2 * _PADDING)


def _sign(pen: _Pen, authors: Sequence[str], *, right: bool) -> None:
    """Write the authors below the label, smaller or in lines of their own where the names are long."""
    size, lines = _author_lines(pen, authors)
    top = HEIGHT - _AUTHOR_BOTTOM - size * (1 + _AUTHOR_LINE * (len(lines) - 1))
    for number, line in enumerate(lines):
        x = WIDTH - _LABEL_SIDE - pen.width(line, size) if right else _LABEL_SIDE
        pen.line(line, x, top + number * _AUTHOR_LINE * size, size, _ON_CLOTH)


def _author_lines(pen: _Pen, authors: Sequence[str]) -> tuple[int, list[str]]:
    room = WIDTH - _SPINE - 2 * _LABEL_SIDE
    line = "　".join(authors)
    size = min(_AUTHOR_SIZE, int(_AUTHOR_SIZE * room / (pen.width(line, _AUTHOR_SIZE) or 1)))
    if size >= _LEAST_AUTHOR_SIZE:
        return size, [line]
    lines = filter(None, [*authors[:2], "　".join(authors[2:])])
    return _LEAST_AUTHOR_SIZE, [_cut_to(room, line, pen, _LEAST_AUTHOR_SIZE) for line in lines]


def _cut_to(room: float, line: str, pen: _Pen, size: int) -> str:
    if pen.width(line, size) <= room:
        return line
    ends = accumulate(pen.width(character, size) for character in line)
    kept = sum(1 for _ in takewhile(lambda end: end + size <= room, ends))
    return line[:kept] + _CUT


class _Pen:
    """Writes on a picture."""

    def __init__(self, image: Image, fonts: Mapping[FontFace, Face]) -> None:
        self._image = image
        self._fonts = fonts

    def width(self, text: str, size: int) -> float:
        """Return the length of a horizontal line in dots."""
        return sum(self._font(character, size).getlength(character) for character in text)

    def line(self, text: str, x: float, y: float, size: int, shade: int) -> None:
        """Write a horizontal line whose top left corner is at ``x`` and ``y``."""
        from PIL import ImageDraw

        draw = ImageDraw.Draw(self._image)
        for character in text:
            font = self._font(character, size)
            draw.text((x, y + _BASELINE * size), character, fill=shade, font=font, anchor="ls")
            x += font.getlength(character)

    def column(self, units: Sequence[_Unit], x: float, y: float, size: int, gap: float) -> None:
        """Write a vertical line whose top left corner is at ``x`` and ``y``."""
        for unit in units:
            match unit.stand:
                case Stand.ALONG:
                    self._aside(unit.text, x, y, size)
                case Stand.UPRIGHT:
                    self._upright(self._column_form(unit.text), x, y, size, size)
                case Stand.COMBINED:
                    fitting = int(size * size / self.width(unit.text, size))
                    self._upright(unit.text, x, y, size, min(size, fitting))
            y += size * (unit.length + gap)

    def _upright(self, text: str, x: float, y: float, em: int, size: int) -> None:
        """Write letters of a size in the middle of an em."""
        self.line(text, x + (em - self.width(text, size)) / 2, y + (em - size) / 2, size, _ON_PAPER)

    def _aside(self, text: str, x: float, y: float, size: int) -> None:
        """Write a line that lies on its side."""
        from PIL import Image

        mask = Image.new("L", (round(self.width(text, size)) or 1, size))
        _Pen(mask, self._fonts).line(text, 0, 0, size, 255)
        self._image.paste(_ON_PAPER, (round(x), round(y)), mask.transpose(Image.Transpose.ROTATE_270))

    def _column_form(self, character: str) -> str:
        form = _column_forms().get(unicodedata.normalize("NFKC", character), character)
        return form if self._has(form) else character

    def _has(self, character: str) -> bool:
        return any(face.glyph(character) for face in self._fonts.values())

    def _font(self, character: str, size: int) -> FreeTypeFont:
        has = (source for source, face in self._fonts.items() if face.glyph(character))
        return _sized(next(has, next(iter(self._fonts))), size)


@lru_cache(64)
def _sized(font: FontFace, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    # The simple layout is the one that every build of Pillow has.
    return ImageFont.truetype(font.path, size, font.face, layout_engine=ImageFont.Layout.BASIC)


@cache
def _column_forms() -> Mapping[str, str]:
    """Return the forms of marks for vertical lines (Unicode, blocks FE10 and FE30)."""
    forms = {unicodedata.normalize("NFKC", form): form for form in map(chr, (*range(0xFE10, 0xFE49),))}
    return forms | dict(zip("“”‘’", "﹁﹂﹃﹄", strict=True))


def _units(title: str, pen: _Pen) -> Iterator[_Unit]:
    """Divide a title into what a column may be cut between."""
    for start, end, stand in stands(title):
        text = title[start:end]
        match stand:
            case Stand.UPRIGHT:
                for character in text:
                    yield _Unit(character, Stand.ALONG if character in _ALONG else stand, 1)
            case Stand.COMBINED:
                yield _Unit(text, stand, 1)
            case Stand.ALONG:
                for word in text.replace(" ", " \0").split("\0"):
                    for at in range(0, len(word), _LONGEST_WORD):
                        part = word[at : at + _LONGEST_WORD]
                        yield _Unit(part, stand, pen.width(part, _MEASURED_AT) / _MEASURED_AT)


def _set(units: Sequence[_Unit]) -> tuple[int, list[Sequence[_Unit]]]:
    """Return the size of letters and the columns of a title."""
    kept, cut = list(units), list[_Unit]()
    while True:
        for most, size in _SETTINGS:
            for count in range(most, 0, -1):  # a few long words may go into no more columns than these
                if columns := _columns([*kept, *cut], count, (_MOST_LABEL - 2 * _PADDING) / size):
                    return size, columns
        kept, cut = kept[: len(kept) * 7 // 8], [_Unit(_CUT, Stand.UPRIGHT, 1)]


def _columns(units: Sequence[_Unit], count: int, most: float) -> list[Sequence[_Unit]]:
    """Divide a title into ``count`` columns of at most ``most`` em, as even as can be; none if it is longer.

    Where they end is chosen for all of them together, by the squares of what they differ from the mean.
    """
    ends = [0.0, *accumulate(unit.length + _GAP for unit in units)]
    mean = ends[-1] / count
    if mean - _GAP > most:
        return []
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    for _ in range(count):
        longer: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, cuts) in best.items():
            for end in range(start + 1, len(units) + 1):
                length = ends[end] - ends[start]
                if length - _GAP > most:
                    break
                if not _may_end(units, end):
                    continue
                total = cost + (length - mean) ** 2 + _break_cost(units, end)
                if end not in longer or total < longer[end][0]:
                    longer[end] = (total, [*cuts, end])
        best = longer
    if len(units) not in best:
        return []
    cuts = best[len(units)][1]
    return [units[start:end] for start, end in pairwise(cuts)]


def _may_end(units: Sequence[_Unit], end: int) -> bool:
    """Say whether a column may end there: not before a mark that closes, nor behind one that opens."""
    if end == len(units):
        return True
    return units[end - 1].text[-1] not in _NEVER_LAST and units[end].text[0] not in _NEVER_FIRST


def _break_cost(units: Sequence[_Unit], end: int) -> float:
    if end == len(units):
        return 0
    before, behind = units[end - 1], units[end]
    if before.stand is behind.stand is Stand.ALONG and before.text[-1] == " ":
        return _BREAK_ELSEWHERE / 2  # words of one phrase
    return 0 if before.text[-1] in _BREAKS else _BREAK_ELSEWHERE


def _length(units: Sequence[_Unit], gap: float) -> float:
    """Return the length of a column in em."""
    return sum(unit.length + gap for unit in units) - gap


def _palette(cloth: str) -> bytes:
    """Return the colours of the scale from cloth by paper to ink."""
    cloth_colour, paper, ink = map(bytes.fromhex, (cloth, _PAPER, _INK))
    first = [_blend(cloth_colour, paper, step / _ON_CLOTH) for step in range(_ON_CLOTH)]
    second = [_blend(paper, ink, step / (_ON_PAPER - _ON_CLOTH)) for step in range(_ON_PAPER - _ON_CLOTH + 1)]
    return b"".join(first + second)


def _png(image: Image, palette: bytes) -> bytes:
    """Return a picture in the colours of a palette as PNG (ISO 15948).

    Pillow would load five formats before it saves one, and pack no better in twice the time.
    """
    width, height = image.size
    rows = image.crop((-1, 0, width, height)).tobytes()  # before each row a 0: it is not filtered
    head = struct.pack(">2I5B", width, height, 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", head),
        (b"PLTE", palette),
        (b"IDAT", bytes(zlib_compress(rows, _LEVEL))),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _blend(one: bytes, other: bytes, part: float) -> bytes:
    return bytes(round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
