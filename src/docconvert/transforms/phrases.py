"""Make phrases of a line emphasis, by their offsets in its text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from docconvert.model import Emphasis, Inline, Inlines, Ruby, Text, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Phrase(NamedTuple):
    """Offsets of a phrase in a line's base text."""

    start: int
    end: int


def emphasize(inlines: Inlines, phrases: Sequence[Phrase]) -> Inlines:
    """Make each phrase of the base text an emphasis; what is one already stays as it is."""
    if not phrases:
        return inlines
    result: list[Inline] = []
    opened: Phrase | None = None
    upcoming = iter(phrases)
    phrase = next(upcoming)
    for start, inline in _cut_at(inlines, sorted({offset for phrase in phrases for offset in phrase})):
        while phrase.end <= start and (following := next(upcoming, None)):
            phrase = following
        last = result[-1] if result else None
        if isinstance(inline, Emphasis) or not phrase.start <= start < phrase.end:
            result.append(inline)
            opened = None
        elif opened == phrase and isinstance(last, Emphasis):
            result[-1] = Emphasis((*last.children, inline))
        else:
            result.append(Emphasis((inline,)))
            opened = phrase
    return tuple(result)


def _cut_at(inlines: Inlines, offsets: list[int]) -> Iterator[tuple[int, Inline]]:
    """Yield the inlines with their offsets, texts cut in pieces at the sorted ``offsets``."""
    start = 0
    for inline in inlines:
        end = start + len(plain_text((inline,)))
        match inline:
            case Text():
                inside = offsets[bisect_right(offsets, start) : bisect_left(offsets, end)]
                for left, right in pairwise((start, *inside, end)):
                    yield left, Text(inline.text[left - start : right - start])
            case Ruby() | Emphasis():
                yield start, inline
        start = end
