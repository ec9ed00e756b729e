"""Boxes for characters that no font has: each shows its code point and can be copied.

PDF/A forbids to show ``.notdef`` (ISO 19005-2, section 6.2.11.8), and a reader wants to know what is
missing. So the boxes are glyphs of a TrueType font made here: a frame with the number in
hexadecimal digits of seven segments. (A Type 3 font would do, but has no vertical lines, and
programs that extract text have to guess how high its characters are.)
"""

from __future__ import annotations

import struct
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from docconvert.writers.fonts.face import EM, Ink
from docconvert.writers.fonts.sfnt import written

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Box(NamedTuple):
    left: int
    bottom: int
    right: int
    top: int


_UPEM = int(EM)
_ASCENT, _DESCENT = 880, -120
_FRAME = _Box(60, -60, 940, 820)
_LINE = 30
"""How thick lines are."""
_MARGIN = 100
"""Between the frame and the digits."""
_GAP = 70
"""Between digits."""

_SEGMENTS = {
    "0": "abcdef",
    "1": "bc",
    "2": "abdeg",
    "3": "abcdg",
    "4": "bcfg",
    "5": "acdfg",
    "6": "acdefg",
    "7": "abc",
    "8": "abcdefg",
    "9": "abcdfg",
    "A": "abcefg",
    "B": "cdefg",
    "C": "adef",
    "D": "bcdeg",
    "E": "adefg",
    "F": "aefg",
}
"""The segments of a digit: a on top, then b to f around clockwise, g across the middle."""

_ON_CURVE = 0x01


class BoxFace:
    """A face that has a box for every character, to be used like a :class:`Face`."""

    name = "MissingCharacters"
    is_truetype = True
    is_bold = False
    weight = 400
    bounds = tuple(_FRAME)
    ascent = float(_ASCENT)
    descent = float(_DESCENT)
    cap_height = float(_FRAME.top)
    uneven: frozenset[str] = frozenset()

    def glyph(self, character: str) -> int:
        """Return the glyph of a character, which is never 0."""
        return ord(character) + 1

    def vertical(self, glyph: int) -> int:
        """Return the form of a glyph in vertical lines: the same."""
        return glyph

    narrow = vertical

    def advance(self, glyph: int) -> float:  # noqa: ARG002 - all boxes are alike
        """Return how far a glyph moves on."""
        return EM

    def ink(self, character: str, *, vertical: bool = False) -> Ink:  # noqa: ARG002 - all boxes are alike
        """Return where the ink of a box is."""
        return Ink(_FRAME.left, EM - _FRAME.right, _FRAME.bottom, _FRAME.top)

    def cut(self, glyphs: Sequence[int]) -> bytes:
        """Return a TrueType font of these glyphs; glyph 0 is an empty frame."""
        return _truetype([_outline(f"{glyph - 1:04X}" if glyph else "") for glyph in glyphs])


def _truetype(outlines: list[bytes]) -> bytes:
    """Return a font of these glyphs, all an em wide, with the tables that a PDF needs."""
    count = len(outlines)
    bars = 4 + 6 * 7  # a frame and six eights: at most, for whoever reserves memory
    return written(
        {
            # Version, revision, checksum, magic number, flags, units; dates, bounds, style, smallest
            # size, direction, offsets of 32 bits, format.
            b"head": struct.pack(">IIIIHH", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0b1011, _UPEM)
            + struct.pack(">qq4hHHhhh", 0, 0, *_FRAME, 0, 8, 2, 1, 0),
            # Version, ascent, descent, gap, widest; bearings and extent; slope, reserved; metrics listed.
            b"hhea": struct.pack(">IhhhH", 0x10000, _ASCENT, _DESCENT, 0, _UPEM)
            + struct.pack(">3h", _FRAME.left, _UPEM - _FRAME.right, _FRAME.right)
            + struct.pack(">3h10xH", 1, 0, 0, count),
            # Version, glyphs, points and contours at most; no composites, one zone, no instructions.
            b"maxp": struct.pack(">IHHHHHH14x", 0x10000, count, 4 * bars, bars, 0, 0, 1)
            + struct.pack(">H", 0),
            b"hmtx": struct.pack(">Hh", _UPEM, _FRAME.left) * count,
            b"loca": struct.pack(f">{count + 1}I", *accumulate(map(len, outlines), initial=0)),
            b"glyf": b"".join(outlines),
        }
    )


def _outline(number: str) -> bytes:
    """Return the glyph of a frame around a hexadecimal number: a contour for each bar (table ``glyf``)."""
    bars = [*_frame(), *_digits(number)] if number else _frame()
    points = [
        point
        for left, bottom, right, top in bars
        for point in ((left, bottom), (left, top), (right, top), (right, bottom))
    ]
    count = len(points)
    steps = [
        now - before
        for axis in zip(*points, strict=True)
        for before, now in zip((0, *axis), axis, strict=False)
    ]
    data = b"".join(
        (
            struct.pack(">h4h", len(bars), *_FRAME),
            struct.pack(f">{len(bars)}H", *range(3, count, 4)),
            struct.pack(">H", 0),
            bytes([_ON_CURVE]) * count,
            struct.pack(f">{2 * count}h", *steps),
        )
    )
    return data + b"\0" * (len(data) & 1)


def _frame() -> list[_Box]:
    left, bottom, right, top = _FRAME
    return [
        _Box(left, bottom, right, bottom + _LINE),
        _Box(left, top - _LINE, right, top),
        _Box(left, bottom, left + _LINE, top),
        _Box(right - _LINE, bottom, right, top),
    ]


def _digits(number: str) -> list[_Box]:
    """Set four digits in two rows of two, more in two rows of three."""
    columns = 2 if len(number) <= 4 else 3
    number = number.zfill(2 * columns)
    width = (_FRAME.right - _FRAME.left - 2 * _MARGIN - (columns - 1) * _GAP) // columns
    height = (_FRAME.top - _FRAME.bottom - 2 * _MARGIN - _GAP) // 2
    bars: list[_Box] = []
    for place, digit in enumerate(number):
        row, column = divmod(place, columns)
        left = _FRAME.left + _MARGIN + column * (width + _GAP)
        top = _FRAME.top - _MARGIN - row * (height + _GAP)
        segments = _segments(_Box(left, top - height, left + width, top))
        bars += [segments[name] for name in _SEGMENTS[digit]]
    return bars


def _segments(cell: _Box) -> dict[str, _Box]:
    left, bottom, right, top = cell
    middle = (bottom + top) // 2
    return {
        "a": _Box(left, top - _LINE, right, top),
        "b": _Box(right - _LINE, middle, right, top),
        "c": _Box(right - _LINE, bottom, right, middle),
        "d": _Box(left, bottom, right, bottom + _LINE),
        "e": _Box(left, bottom, left + _LINE, middle),
        "f": _Box(left, middle, left + _LINE, top),
        "g": _Box(left, middle - _LINE // 2, right, middle + _LINE // 2),
    }
