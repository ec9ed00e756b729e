"""CFF outlines of a user's font, which HarfBuzz measures and cuts (Adobe Technical Note 5176).

HarfBuzz orders the glyphs of what it cuts as it likes, and each only once. Here they are put in the
order of our codes, repeated where two codes share one, and keyed by CID: then a code is the CID and
the glyph, as in TrueType fonts (ISO 32000-1, section 9.7.4.2).
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, TypeAlias

import uharfbuzz as hb

from docconvert.errors import FontError
from docconvert.writers.fonts.sfnt import Table, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.output import FontFace

# All but the outlines and what measures them: a PDF viewer reads none of these.
_UNREAD_TABLES = (
    *(b"BASE", b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"VORG"),
    *(b"cmap", b"gasp", b"name", b"post", b"vhea", b"vmtx"),
)

_Dictionary: TypeAlias = dict[int, list[int | bytes]]
"""The operands of each operator; real numbers as they are written."""

# Operators of dictionaries; those behind the escape byte 12 are counted from 0x0C00.
_ESCAPE = 12
_CHARSET, _ENCODING, _CHAR_STRINGS, _PRIVATE, _SUBRS = 15, 16, 17, 18, 19
_ROS, _CID_COUNT, _FD_ARRAY, _FD_SELECT = 0x0C1E, 0x0C22, 0x0C24, 0x0C25
_INTEGER, _SHORT, _REAL = 29, 28, 30
_STANDARD_STRINGS = 391


class CffProgram:
    """The outlines of a CFF font.

    Raises:
        FontError: of all methods, where the font is damaged.
    """

    def __init__(self, source: FontFace) -> None:
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

    def subset(self, glyphs: Sequence[int]) -> bytes:
        """Return a CID-keyed program of these glyphs in this order; the first is 0."""
        request = hb.SubsetInput()
        request.glyph_set.update(glyphs)
        request.flags = (
            hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING
        )
        request.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _UNREAD_TABLES)
        name = str(self._source.path)
        try:
            plan = hb.SubsetPlan(self._face, request)
            program = tables_of(memoryview(plan.execute().blob.data), name)[b"CFF "]
        except (RuntimeError, KeyError):  # HarfBuzz gives up, or leaves the table out
            raise FontError(f"{name} is damaged", "get the font file anew") from None
        moved = plan.old_to_new_glyph_mapping
        return rekeyed(program, [moved[glyph] for glyph in glyphs])


def rekeyed(program: Table, order: Sequence[int]) -> bytes:
    """Return a CFF program with the glyphs of ``order``, two at least, whose CIDs count up from 0.

    Raises:
        FontError: the program is damaged.
    """
    names, at = _index(program, program.numbers("B", 2)[0])
    tops, at = _index(program, at)
    strings, at = _index(program, at)
    subroutines, _ = _index(program, at)
    top = _parsed(program, b"".join(tops[:1]))
    outlines, _ = _index(program, _offsets(program, top, _CHAR_STRINGS)[0])
    if _ROS in top:
        parts = _fonts(program, top)
        chosen = _choices(program, top, len(outlines))
    else:
        registry = _STANDARD_STRINGS + len(strings)
        strings += [b"Adobe", b"Identity"]
        parts = [{_PRIVATE: top.pop(_PRIVATE, [0, 0])}]
        chosen = bytes(len(outlines))
        top.pop(_ENCODING, None)
        ros: _Dictionary = {_ROS: [registry, registry + 1, 0]}  # must be the first
        top = ros | top
    if len(chosen) != len(outlines) or max(order) >= len(outlines):
        raise program.broken()
    top[_CID_COUNT] = [len(order)]
    data = {
        _CHARSET: b"\2\0\1" + (len(order) - 2).to_bytes(2, "big"),  # one range, from CID 1 on
        _FD_SELECT: b"\0" + bytes(chosen[glyph] for glyph in order),
        _CHAR_STRINGS: _written_index([outlines[glyph] for glyph in order]),
    }
    heads = (_written_index(names[:1]), _written_index(strings) + _written_index(subroutines))
    return _laid_out(heads, top, data, [(part, _private(program, part)) for part in parts])


def _laid_out(
    heads: tuple[bytes, bytes],
    top: _Dictionary,
    data: dict[int, bytes],
    parts: list[tuple[_Dictionary, tuple[bytes, bytes]]],
) -> bytes:
    """Put a program together: its dictionaries tell where ``data`` and the parts come to stand.

    Integers are written in five bytes each, so that the size of a dictionary is known before its offsets are.
    """
    before, behind = b"\1\0\4\4" + heads[0], heads[1]
    top |= {operator: [0] for operator in (*data, _FD_ARRAY)}
    body: list[bytes] = []
    at = len(before) + len(_written_index([_written(top)])) + len(behind)
    for operator, content in data.items():
        top[operator] = [at]
        body.append(content)
        at += len(content)
    for part, (private, subroutines) in parts:
        part[_PRIVATE] = [len(private), at]
        body += [private, subroutines]
        at += len(private) + len(subroutines)
    top[_FD_ARRAY] = [at]
    body.append(_written_index([_written(part) for part, _ in parts]))
    return b"".join((before, _written_index([_written(top)]), behind, *body))


def _fonts(program: Table, top: _Dictionary) -> list[_Dictionary]:
    """Return the dictionaries of the fonts that a CID-keyed program is made of."""
    (at,) = _offsets(program, top, _FD_ARRAY)
    return [_parsed(program, item) for item in _index(program, at)[0]]


def _choices(program: Table, top: _Dictionary, count: int) -> bytes:
    """Return which of these fonts each glyph is from."""
    (at,) = _offsets(program, top, _FD_SELECT)
    (form,) = program.numbers("B", at)
    if not form:
        return program.bytes(at + 1, count)
    (ranges,) = program.numbers("H", at + 1)
    chosen = bytearray()
    for row in range(at + 3, at + 3 + 3 * ranges, 3):
        first, font, end = program.numbers("HBH", row)
        chosen += bytes([font]) * (end - first)
    return bytes(chosen)


def _private(program: Table, part: _Dictionary) -> tuple[bytes, bytes]:
    """Return the private dictionary of a font and, to stand right behind it, its subroutines."""
    size, at = _offsets(program, part, _PRIVATE)
    private = _parsed(program, program.bytes(at, size))
    if _SUBRS not in private:
        return _written(private), b""
    subroutines, _ = _index(program, at + _offsets(program, private, _SUBRS)[0])
    private[_SUBRS] = [len(_written(private | {_SUBRS: [0]}))]
    return _written(private), _written_index(subroutines)


def _index(program: Table, at: int) -> tuple[list[bytes], int]:
    """Return the items of an INDEX, and where it ends."""
    (count,) = program.numbers("H", at)
    if not count:
        return [], at + 2
    (size,) = program.numbers("B", at + 2)
    if not size:
        raise program.broken()
    rows = program.bytes(at + 3, size * (count + 1))
    before = at + 3 + len(rows) - 1  # offsets count from 1
    ends = [before + int.from_bytes(rows[row : row + size], "big") for row in range(0, len(rows), size)]
    return [program.bytes(start, end - start) for start, end in pairwise(ends)], ends[-1]


def _written_index(items: Sequence[bytes]) -> bytes:
    if not items:
        return b"\0\0"
    offsets = b"".join(end.to_bytes(4, "big") for end in accumulate(map(len, items), initial=1))
    return len(items).to_bytes(2, "big") + b"\4" + offsets + b"".join(items)


def _parsed(program: Table, data: bytes) -> _Dictionary:
    """Read a dictionary (section 4)."""
    found: _Dictionary = {}
    operands: list[int | bytes] = []
    try:
        for token in _tokens(data):
            if isinstance(token, tuple):
                found[token[0]] = operands
                operands = []
            else:
                operands.append(token)
    except IndexError:
        raise program.broken() from None
    return found


def _tokens(data: bytes) -> Iterator[int | bytes | tuple[int]]:
    """Yield operands, and operators as tuples."""
    at = 0
    while at < len(data):
        first, start = data[at], at
        at += 1
        if first == _ESCAPE:
            yield (_ESCAPE << 8 | data[at],)
            at += 1
        elif first < _SHORT:
            yield (first,)
        elif first in (_SHORT, _INTEGER):
            size = 2 if first == _SHORT else 4
            yield int.from_bytes(data[at : at + size], "big", signed=True)
            at += size
        elif first == _REAL:  # half bytes up to one that is 15
            while data[at] & 0xF != 0xF and data[at] >> 4 != 0xF:
                at += 1
            at += 1
            yield data[start:at]
        elif first <= 246:
            yield first - 139
        else:
            yield (
                (first - 247) * 256 + data[at] + 108 if first <= 250 else (251 - first) * 256 - data[at] - 108
            )
            at += 1


def _offsets(program: Table, dictionary: _Dictionary, operator: int) -> list[int]:
    """Return the operands of an operator, which must be whole and not negative."""
    operands = dictionary.get(operator, [])
    whole = [operand for operand in operands if isinstance(operand, int) and operand >= 0]
    if len(whole) != (2 if operator == _PRIVATE else 1):
        raise program.broken()
    return whole


def _written(dictionary: _Dictionary) -> bytes:
    data = bytearray()
    for operator, operands in dictionary.items():
        for operand in operands:
            if isinstance(operand, int):
                data += bytes([_INTEGER]) + operand.to_bytes(4, "big", signed=True)
            else:
                data += operand
        data += bytes([_ESCAPE, operator & 0xFF]) if operator > 0xFF else bytes([operator])
    return bytes(data)
