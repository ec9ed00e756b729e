"""How far glyphs move on: the ``hhea`` and ``hmtx`` tables."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from docconvert.writers.pdf.fonts.sfnt import big_endian

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docconvert.writers.pdf.fonts.sfnt import Tables


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
        values = array("H")
        for glyph in glyphs:
            values.append(self.advance(glyph))
            behind = glyph - self._count
            at = 4 * glyph + 2 if behind < 0 else 4 * self._count + 2 * behind
            values += self._table.array("H", at, 1)
        return big_endian(values)
