"""Replace words of a dictionary in a text: leftmost first, the longest there, single characters last."""

from __future__ import annotations

from itertools import compress
from operator import add
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Match(NamedTuple):
    """A word of the dictionary at the characters from ``start`` to ``end``."""

    start: int
    end: int
    word: str


class Matcher:
    """A dictionary made ready for matching."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._entries = entries
        self._characters = {ord(key): value for key, value in entries.items() if len(key) == 1}
        lengths: dict[str, set[int]] = {}
        for key in entries:
            if len(key) > 1:
                lengths.setdefault(key[:2], set()).add(len(key))
        # What lengths the words have that begin with these two characters, the longest first.
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}

    def words(self, text: str) -> Iterator[Match]:
        """Yield the words of two characters or more found in ``text``, none overlapping."""
        free = 0
        # The pairs of neighbours are made and looked up without leaving C: this is the hot loop.
        starts = compress(range(len(text)), map(self._lengths.__contains__, map(add, text, text[1:])))
        for start in starts:
            if start < free:
                continue
            for length in self._lengths[text[start : start + 2]]:
                word = text[start : start + length]
                if word in self._entries:
                    free = start + length
                    yield Match(start, free, word)
                    break

    def replace(self, text: str) -> str:
        """Return ``text`` with its words and characters replaced."""
        parts: list[str] = []
        end = 0
        for match in self.words(text):
            parts.append(text[end : match.start].translate(self._characters))
            parts.append(self._entries[match.word])
            end = match.end
        parts.append(text[end:].translate(self._characters))
        return "".join(parts)
