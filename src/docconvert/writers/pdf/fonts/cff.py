"""CFF outlines of a user's font, which HarfBuzz measures and cuts.

HarfBuzz orders the glyphs of what it cuts as it likes, so a map must lead there from our codes. What
a PDF calls a glyph by is its CID: where the program is CID-keyed its ``charset`` tells it, elsewhere
it is the glyph's number (ISO 32000-1, section 9.7.4.2; Adobe Technical Note 5176).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import uharfbuzz as hb

from docconvert.errors import FontError
from docconvert.writers.pdf.fonts.sfnt import Table, tables_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from docconvert.writers.pdf.fonts.sfnt import FontSource

# All but the outlines and what measures them: a PDF viewer reads none of these.
_UNREAD_TABLES = (
    *(b"BASE", b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"VORG"),
    *(b"cmap", b"gasp", b"name", b"post", b"vhea", b"vmtx"),
)

# Operators of a dictionary; those after the escape byte have it in front.
_ESCAPE, _CHARSET, _ROS = 12, 15, (12, 30)
_PREDEFINED_CHARSETS = 2


class CffProgram:
    """The outlines of a CFF font.

    Raises:
        FontError: of all methods, where the font is damaged.
    """

    def __init__(self, source: FontSource) -> None:
        self._source = source
        self._face = hb.Face(hb.Blob.from_file_path(str(source.path)), source.face)
        self._font = hb.Font(self._face)

    def box(self, glyph: int) -> tuple[int, ...] | None:
        """Return the left, lowest, right and highest coordinates of a glyph in font units."""
        extents = self._font.get_glyph_extents(glyph)
        if extents is None:
            return None
        left, top = extents.x_bearing, extents.y_bearing
        return left, top + extents.height, left + extents.width, top  # the height is negative

    def subset(self, glyphs: Collection[int]) -> tuple[bytes, dict[int, int]]:
        """Return a program of these glyphs and the first, ``.notdef``, and the CID of each."""
        request = hb.SubsetInput()
        request.glyph_set.update({0, *glyphs})
        request.flags = (
            hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING
        )
        request.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _UNREAD_TABLES)
        name = str(self._source.path)
        try:
            plan = hb.SubsetPlan(self._face, request)
            font = plan.execute().blob.data
        except RuntimeError:
            raise FontError(f"{name} is damaged", "get the font file anew") from None
        moved: dict[int, int] = dict(plan.old_to_new_glyph_mapping)
        program = tables_of(memoryview(font), name)[b"CFF "]
        cids = _cids(program, len(moved))
        return program.bytes(), {glyph: cids[moved[glyph]] for glyph in glyphs}


def _cids(program: Table, count: int) -> range | list[int]:
    """Return the CIDs of the glyphs of a program."""
    (head_size,) = program.numbers("B", 2)
    names_end = _index(program, head_size)[-1]
    start, end = _index(program, names_end)[:2]
    operators = dict(_operators(Table(memoryview(program.bytes(start, end - start)), "CFF")))
    at = operators.get((_CHARSET,), 0)
    if _ROS not in operators or at <= _PREDEFINED_CHARSETS:
        return range(count)
    return [0, *_charset(program, at, count - 1)]


def _index(program: Table, at: int) -> list[int]:
    """Return where the items of an INDEX begin, and last where it ends."""
    (count,) = program.numbers("H", at)
    if not count:
        return [at + 2]
    (size,) = program.numbers("B", at + 2)
    rows = [program.bytes(at + 3 + size * item, size) for item in range(count + 1)]
    before = at + 3 + size * (count + 1) - 1  # offsets count from 1
    return [before + int.from_bytes(row, "big") for row in rows]


def _operators(dictionary: Table) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield the operators of a dictionary with the last of their operands, 0 for one that is not whole."""
    at, operand = 0, 0
    data = dictionary.bytes()
    while at < len(data):
        first = data[at]
        at += 1
        match first:
            case 12:
                yield (_ESCAPE, data[at]), operand
                at += 1
            case _ if first < 22:
                yield (first,), operand
            case 28:
                (operand,) = dictionary.numbers("h", at)
                at += 2
            case 29:
                (operand,) = dictionary.numbers("i", at)
                at += 4
            case 30:  # a real number: half bytes up to one that is 15
                operand = 0
                while data[at] & 0xF != 0xF and data[at] >> 4 != 0xF:
                    at += 1
                at += 1
            case _ if first <= 246:
                operand = first - 139
            case _ if first <= 250:
                operand, at = (first - 247) * 256 + data[at] + 108, at + 1
            case _:
                operand, at = -(first - 251) * 256 - data[at] - 108, at + 1


def _charset(program: Table, at: int, count: int) -> list[int]:
    """Return the CIDs of all glyphs but the first."""
    (form,) = program.numbers("B", at)
    at += 1
    if not form:
        return list(program.array("H", at, count))
    layout, size = ("HB", 3) if form == 1 else ("HH", 4)
    cids: list[int] = []
    while len(cids) < count:
        first, more = program.numbers(layout, at)
        cids += range(first, first + more + 1)
        at += size
    return cids[:count]
