"""From characters to glyphs: the ``cmap`` table, formats 4 and 12.

Only what is asked for is looked up: a font has thirty thousand characters, a letter three hundred.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from docconvert.writers.fonts.sfnt import Table

_UNICODE = {(3, 10): 2, (0, 6): 2, (0, 4): 2, (3, 1): 1, (0, 3): 1, (0, 2): 1, (0, 1): 1, (0, 0): 1}
"""Encodings that are Unicode, by platform and its number; those of all planes are preferred."""


class CharacterMap(dict[int, int]):
    """Glyphs by code point; 0 where the font has none. It fills as it is asked, with ``[]``."""

    def __init__(self, table: Table, glyph_count: int) -> None:
        """Read the head of the table.

        Raises:
            FontError: the table is damaged, or is for no encoding that we know.
        """
        super().__init__()
        self._glyph_count = glyph_count
        self._find = _reader(table)

    def __missing__(self, code_point: int) -> int:
        found = self._find(code_point)
        glyph = self[code_point] = found if found < self._glyph_count else 0
        return glyph


def _reader(table: Table) -> Callable[[int], int]:
    """Return the function that looks up a code point."""
    best, found = 0, None
    (count,) = table.numbers("H", 2)
    for entry in range(4, 4 + 8 * count, 8):
        platform, encoding, at = table.numbers("HHI", entry)
        rank = _UNICODE.get((platform, encoding), 0)
        if rank > best and table.numbers("H", at)[0] in (4, 12):
            best, found = rank, table.part(at)
    if not found:
        raise table.broken()
    return _ranges(found) if found.numbers("H")[0] == 12 else _segments(found)


def _ranges(table: Table) -> Callable[[int], int]:
    """Read format 12: ranges of code points with consecutive glyphs."""
    (count,) = table.numbers("I", 12)
    values = table.array("I", 16, 3 * count)
    firsts, lasts, glyphs = values[::3], values[1::3], values[2::3]

    def find(code_point: int) -> int:
        at = bisect_right(firsts, code_point) - 1
        return glyphs[at] + code_point - firsts[at] if at >= 0 and code_point <= lasts[at] else 0

    return find


def _segments(table: Table) -> Callable[[int], int]:
    """Read format 4: ranges of code points of the first plane, with glyphs counted on or listed."""
    count = table.numbers("H", 6)[0] // 2
    lasts = table.array("H", 14, count)
    firsts = table.array("H", 16 + 2 * count, count)
    deltas = table.array("H", 16 + 4 * count, count)
    offsets_at = 16 + 6 * count
    offsets = table.array("H", offsets_at, count)

    def find(code_point: int) -> int:
        at = bisect_right(firsts, code_point) - 1
        if at < 0 or code_point > lasts[at]:
            return 0
        glyph = code_point
        if offsets[at]:  # counted from where it stands itself
            (glyph,) = table.numbers("H", offsets_at + 2 * at + offsets[at] + 2 * (code_point - firsts[at]))
            if not glyph:
                return 0
        return (glyph + deltas[at]) & 0xFFFF

    return find
