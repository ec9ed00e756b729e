"""How far glyphs move on: the ``hhea`` and ``hmtx`` tables."""

from __future__ import annotations

from array import array
from functools import cached_property
from typing import TYPE_CHECKING

from docconvert.writers.fonts.sfnt import big_endian

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docconvert.writers.fonts.sfnt import Tables


class Metrics:
    """Advances and side bearings in font units.

    Raises:
        FontError: of all methods, where the font is damaged.
    """

    def __init__(self, tables: Tables) -> None:
        self._table = tables[b"hmtx"]
        (self._count,) = tables[b"hhea"].numbers("H", 34)
        if not self._count:
            raise tables[b"hhea"].broken()
        self._advances = self._table.array("H", 0, 2 * self._count)[::2]

    def advance(self, glyph: int) -> int:
        """Return the advance of a glyph; those behind the last listed have the same as that."""
        return self._advances[min(glyph, self._count - 1)]

    def table(self, glyphs: Iterable[int]) -> bytes:
        """Return an ``hmtx`` table of these glyphs, with an advance and a bearing for each."""
        listed, behind = self._rows
        last = listed[-1] & 0xFFFF0000
        rows = array("I")
        try:
            for glyph in glyphs:
                rows.append(listed[glyph] if glyph < self._count else last | behind[glyph - self._count])
        except IndexError:
            raise self._table.broken() from None
        return big_endian(rows)

    @cached_property
    def _rows(self) -> tuple[array[int], array[int]]:
        """An advance and a bearing for each of the glyphs listed, a bearing for those behind."""
        listed = self._table.array("I", 0, self._count)
        behind = self._table.array("H", 4 * self._count, (len(self._table) - 4 * self._count) // 2)
        return listed, behind
