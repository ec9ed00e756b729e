"""Set readings above their bases (CLREQ 3.3.1), as thousandths of an em of the base.

A reading stands over the middle of its base. One that is wider leans over neighbours, and aside,
as far as it may; only what is still missing then opens a gap between bases. Zhuyin stands at the right of its
character in either direction.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.writers.pdf.prepare import Prepared, Reading

_LEAN = 125.0
"""How far a reading may stand beside the middle of its base."""
_BESIDE = 500.0
"""Room for Zhuyin at the right of its character in horizontal lines."""
_GAP = 80.0
"""Between neighbouring readings."""


class SetReading(NamedTuple):
    """A reading in a line: where it begins from the start of the line, and how much narrower it is set."""

    reading: Reading
    x: float
    scale: float = 1.0


def room_for_readings(
    paragraph: Prepared, offset: int, length: int, widths: list[float]
) -> Iterator[tuple[int, float]]:
    """Yield what to add after characters so that no readings of a stretch touch.

    Args:
        paragraph: holds the readings.
        offset: where the stretch begins.
        length: how many characters it has.
        widths: their widths.
    """
    edges = [0.0, *accumulate(widths)]
    free = -float("inf")
    moved = 0.0
    for reading in paragraph.readings_between(offset, offset + length):
        if reading.beside:
            if not paragraph.vertical:
                yield reading.end - 1 - offset, _BESIDE
                moved += _BESIDE
            continue
        start, end = reading.start - offset, min(reading.end - offset, length)
        left = (edges[start] + edges[end] - reading.width) / 2 + moved
        # As far to the start as it may lean: what is saved there serves those behind.
        lean = max(-_LEAN, free - left)
        if lean > _LEAN:
            yield start - 1, lean - _LEAN
            moved += lean - _LEAN
            left += lean - _LEAN
            lean = _LEAN
        free = left + lean + reading.width + _GAP


def set_readings(readings: Sequence[tuple[Reading, float]], start: float, end: float) -> list[SetReading]:
    """Return the readings of a line, each as near the middle of its base as its neighbours allow.

    Args:
        readings: each with the middle of its base.
        start: where the line begins; readings jut out of it no further than they may lean.
        end: where it ends.
    """
    if not readings:
        return []
    start, end = start - _LEAN, end + _LEAN
    total = sum(reading.width for reading, _ in readings) + _GAP * (len(readings) - 1)
    scale = min(1.0, (end - start) / total) if total else 1.0
    ahead = 0.0
    wanted: list[float] = []
    aheads: list[float] = []
    for reading, middle in readings:
        width = reading.width * scale
        wanted.append(middle - width / 2 - ahead)
        aheads.append(ahead)
        ahead += width + _GAP * scale
    highest = end - (ahead - _GAP * scale)
    places = (min(max(place, start), highest) for place in _in_order(wanted))
    return [
        SetReading(reading, place + before, scale)
        for (reading, _), place, before in zip(readings, places, aheads, strict=True)
    ]


def _in_order(wanted: list[float]) -> list[float]:
    """Return the non-decreasing numbers of which the furthest from a wanted one is as near as can be."""
    highest = accumulate(wanted, max)
    lowest = list(accumulate(reversed(wanted), min))
    return [(high + low) / 2 for high, low in zip(highest, reversed(lowest), strict=True)]
