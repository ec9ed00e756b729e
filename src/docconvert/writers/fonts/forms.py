"""Other forms of glyphs: the ``GSUB`` table, its single substitutions.

``vert`` and ``vrt2`` have forms for vertical lines, ``fwid`` some as wide as an em, ``pwid`` some as wide as
Latin letters would have them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docconvert.writers.fonts.sfnt import Table

_SINGLE, _EXTENSION = 1, 7


def forms(table: Table, glyph_count: int, features: Sequence[bytes]) -> dict[int, int]:
    """Return the glyphs that stand for others; the first of the features that has a form for one gives it.

    Every script's feature counts: a Chinese text has one script.

    Raises:
        FontError: the table is damaged.
    """
    features_at, lookups_at = table.numbers("HH", 6)
    listed, lookups = table.part(features_at), table.part(lookups_at)
    (lookup_count,) = lookups.numbers("H")
    found: dict[int, int] = {}
    for number in _lookup_numbers(listed, features):
        if number >= lookup_count:
            raise table.broken()
        for subtable in _single_substitutions(lookups.part(lookups.numbers("H", 2 + 2 * number)[0])):
            for glyph, form in _pairs(subtable, glyph_count):
                found.setdefault(glyph, form)
    return found


def _lookup_numbers(features: Table, tags: Sequence[bytes]) -> Iterable[int]:
    (count,) = features.numbers("H")
    numbers: dict[int, None] = {}
    for wanted in tags:
        for entry in range(2, 2 + 6 * count, 6):
            if features.bytes(entry, 4) == wanted:
                feature = features.part(features.numbers("H", entry + 4)[0])
                numbers |= dict.fromkeys(feature.array("H", 4, feature.numbers("H", 2)[0]))
    return numbers


def _single_substitutions(lookup: Table) -> Iterator[Table]:
    """Yield the subtables of a lookup that put one glyph for one."""
    kind, _, count = lookup.numbers("HHH")
    for offset in lookup.array("H", 6, count):
        subtable, subtable_kind = lookup.part(offset), kind
        if kind == _EXTENSION:
            _, subtable_kind, at = subtable.numbers("HHI")
            subtable = subtable.part(at)
        if subtable_kind == _SINGLE:
            yield subtable


def _pairs(subtable: Table, glyph_count: int) -> Iterator[tuple[int, int]]:
    form, coverage_at, value = subtable.numbers("HHH")
    covered = _coverage(subtable.part(coverage_at), glyph_count)
    match form:
        case 1:
            forms: Iterable[int] = ((glyph + value) & 0xFFFF for glyph in covered)
        case 2:
            forms = subtable.array("H", 6, value)
        case _:
            raise subtable.broken()
    for glyph, other in zip(covered, forms, strict=False):  # a longer list serves nothing
        if other >= glyph_count:
            raise subtable.broken()
        yield glyph, other


def _coverage(table: Table, glyph_count: int) -> list[int]:
    """Return the glyphs that a subtable is about, in order."""
    form, count = table.numbers("HH")
    match form:
        case 1:
            return list(table.array("H", 4, count))
        case 2:
            glyphs: list[int] = []
            values = table.array("H", 4, 3 * count)
            for first, last in zip(values[::3], values[1::3], strict=True):
                glyphs += range(first, last + 1)
                if len(glyphs) > glyph_count:  # ranges do not overlap, or a few bytes would fill the memory
                    raise table.broken()
            return glyphs
        case _:
            raise table.broken()
