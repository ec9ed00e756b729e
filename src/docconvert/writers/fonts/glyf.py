"""TrueType outlines: the ``glyf`` table, and fonts of some of its glyphs.

A cut font holds the glyphs asked for in the order asked for, so that a character's code is its
glyph; behind them stand the parts that composite glyphs are made of.
"""

from __future__ import annotations

import struct
from array import array
from itertools import accumulate
from typing import TYPE_CHECKING

from docconvert.errors import FontError
from docconvert.writers.fonts.sfnt import big_endian, padded, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.writers.fonts.metrics import Metrics
    from docconvert.writers.fonts.sfnt import Tables

_MOST_GLYPHS = 0xFFFF
_HEADER = 10
_INSTRUCTIONS = (b"cvt ", b"fpgm", b"prep")

# Flags of a component of a composite glyph.
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80


class Outlines:
    """The outlines of a font.

    Raises:
        FontError: of all methods, where the font is damaged.
    """

    def __init__(self, tables: Tables, glyph_count: int) -> None:
        self._glyphs = tables[b"glyf"]
        (is_long,) = tables[b"head"].numbers("h", 50)
        offsets = tables[b"loca"].array("I" if is_long else "H", 0, glyph_count + 1)
        self._offsets = offsets
        self._unit = 1 if is_long else 2
        self._padded: dict[int, tuple[bytes, int]] = {}

    def padded(self, glyph: int) -> tuple[bytes, int]:
        """Return the bytes of a glyph, a multiple of four, and their checksum."""
        if glyph not in self._padded:
            self._padded[glyph] = padded(self.outline(glyph))
        return self._padded[glyph]

    def outline(self, glyph: int) -> bytes:
        """Return the bytes of a glyph; none for a blank one."""
        if glyph >= len(self._offsets) - 1:  # as a damaged composite glyph may say
            raise self.broken()
        start, end = self._offsets[glyph] * self._unit, self._offsets[glyph + 1] * self._unit
        return self._glyphs.bytes(start, end - start)

    def box(self, glyph: int) -> tuple[int, ...] | None:
        """Return the left, lowest, right and highest coordinates of a glyph in font units."""
        start, end = self._offsets[glyph] * self._unit, self._offsets[glyph + 1] * self._unit
        return self._glyphs.numbers("4h", start + 2) if start < end else None

    def broken(self) -> FontError:
        """Return the error for outlines that cannot be right."""
        return self._glyphs.broken()


def subset(tables: Tables, outlines: Outlines, metrics: Metrics, glyphs: Sequence[int]) -> bytes:
    """Return a TrueType font whose glyphs are ``glyphs``, in this order, and then what they are made of.

    Only the tables that a PDF needs are in it (ISO 32000-1, section 9.9).

    Raises:
        FontError: the font is damaged, or there are too many glyphs.
    """
    parts, checksum, glyphs = _collect(outlines, list(glyphs))
    count = len(glyphs)
    offsets = array("I", accumulate(map(len, parts), initial=0))
    kept = {tag: tables[tag].bytes() for tag in _INSTRUCTIONS if tag in tables}
    return written(
        kept
        | {
            # No checksum yet; offsets of 32 bits.
            b"head": _patched(tables[b"head"].bytes(), (">I", 8, 0), (">h", 50, 1)),
            b"hhea": _patched(tables[b"hhea"].bytes(), (">H", 34, count)),
            b"maxp": _patched(tables[b"maxp"].bytes(), (">H", 4, count)),
            b"hmtx": metrics.table(glyphs),
            b"loca": big_endian(offsets),
            b"glyf": b"".join(parts),
        },
        {b"glyf": checksum},
    )


def _patched(data: bytes, *patches: tuple[str, int, int]) -> bytes:
    changed = bytearray(data)
    for layout, at, value in patches:
        struct.pack_into(layout, changed, at, value)
    return bytes(changed)


def _collect(outlines: Outlines, glyphs: list[int]) -> tuple[list[bytes], int, list[int]]:
    """Return the outlines of glyphs and of all they are made of, their checksum, and which they are."""
    places: dict[int, int] = {}
    for place, glyph in enumerate(glyphs):
        places.setdefault(glyph, place)
    parts: list[bytes] = []
    total = 0
    for glyph in glyphs:  # which grows meanwhile
        data, checksum = outlines.padded(glyph)
        if data[:1] >= b"\x80":  # a negative number of contours
            data, checksum = padded(_recomposed(data, places, glyphs, outlines))
        parts.append(data)
        total += checksum
    return parts, total, glyphs


def _recomposed(data: bytes, places: dict[int, int], glyphs: list[int], outlines: Outlines) -> bytes:
    """Return a composite glyph that leads to where its components stand now, taking them in if need be."""
    changed = bytearray(data)
    at, more = _HEADER, True
    try:
        while more:
            flags, component = struct.unpack_from(">HH", changed, at)
            if component not in places:
                if len(glyphs) == _MOST_GLYPHS:
                    raise FontError(f"more than {_MOST_GLYPHS} glyphs of one font", "divide the text")
                places[component] = len(glyphs)
                glyphs.append(component)
            struct.pack_into(">H", changed, at + 2, places[component])
            at += _component_size(flags)
            more = bool(flags & _MORE)
    except struct.error:
        raise outlines.broken() from None
    return bytes(changed)


def _component_size(flags: int) -> int:
    scale = 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
    return 4 + (4 if flags & _WORDS else 2) + scale
