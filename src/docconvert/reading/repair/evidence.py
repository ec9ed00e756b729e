"""How likely a run of characters is, judged by words.

Pairs of neighbouring characters are counted in the words of the dictionaries, and in the text
itself, where the same words often stand undamaged. Both scripts are counted as one, in
Simplified characters: the bytes have told them apart already.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

from docconvert import decoding
from docconvert.reading.repair.bytes import NARROW, gloss, pair_of
from docconvert.reading.repair.words import counted_words, key_of, simplified

if TYPE_CHECKING:
    from collections.abc import Iterable

_FULL = "！（），：；？"
_WIDEN = str.maketrans(NARROW, _FULL)
_MARKS = "，。、《》“”：；！？「」『』（）—…·"

_TEXT_WEIGHT = 4
"""How many times in a dictionary weigh as much as one in the text."""

_SMOOTHING = 60
"""Counts of a first character that are needed before its pairs tell more than the second alone."""

_BACKGROUND = 300
"""Characters of general text that are mixed into the text's own counts."""

_UNLISTED = 1e-7

_MOSTLY = 0.9


class Evidence:
    """What the dictionaries and one text know.

    ``narrow`` says that the text has half-width marks, ``annotated`` which characters have a reading
    wherever they stand, ``bare`` which never do.
    """

    def __init__(self, text: str) -> None:
        bases = Counter(text[found.start() - 1] for found in gloss().finditer(text) if found.start())
        text = gloss().sub("", text)
        here = Counter(text)
        self.narrow = here[","] > here["，"]
        self.annotated = {c for c, times in bases.items() if _MOSTLY * here[c] - 1 <= times}
        self.bare = {c for c, times in here.items() if times > 1 and bases[c] < (1 - _MOSTLY) * times}
        self.marks = [mark for mark in NARROW if mark == "," or here[mark]] if self.narrow else []
        self._characters = (here.keys() | set(_listed())) - self._impossible()
        self._by_first, self._by_second = _by_bytes(self._characters)
        # A question mark may be all that is left of a character: it is no evidence.
        text = self._text = self._normal(text.replace("?", "\0"))
        self._size = len(text)
        self._singles = Counter(text)
        self._pairs = _count_pairs([text])
        self._known: dict[str, float] = {}
        self._counts: dict[str, int] = {}

    def beginning(self, first: int) -> list[str]:
        """Return the characters with that first byte that are frequent or stand in the text."""
        return self._by_first.get(first, [])

    def ending(self, second: int) -> list[str]:
        """Return the characters with that second byte that are frequent or stand in the text."""
        return self._by_second.get(second, [])

    def knows(self, text: str) -> bool:
        """Say whether each character of ``text`` is frequent or stands in the text."""
        return all(c in NARROW or c in self._characters for c in text)

    def count(self, text: str) -> int:
        """Return how many times two characters or more stand in the text undamaged."""
        if text not in self._counts:
            self._counts[text] = self._text.count(self._normal(text)) if len(text) > 1 else 0
        return self._counts[text]

    def likelihood(self, first: str, second: str) -> float:
        """Return the logarithm of how likely ``second`` stands behind ``first``."""
        pair = first + second
        if pair not in self._known:
            self._known[pair] = self._estimate(self._normal(pair))
        return self._known[pair]

    def score(self, text: str) -> float:
        """Return the logarithm of how likely ``text`` goes on behind its first character."""
        return sum(map(self.likelihood, text, text[1:]))

    def _estimate(self, pair: str) -> float:
        pairs, singles = counted_words()
        first, second = pair[0], pair[1]
        seen = _TEXT_WEIGHT * self._pairs[pair] + pairs[key_of(pair)]
        before = _TEXT_WEIGHT * self._singles[first] + singles[key_of(first)]
        general = _BACKGROUND * _frequencies().get(second, _UNLISTED)
        alone = (self._singles[second] + general) / (self._size + _BACKGROUND)
        return log((seen + _SMOOTHING * alone) / (before + _SMOOTHING))

    def _normal(self, text: str) -> str:
        text = simplified(text)
        return text.translate(_WIDEN) if self.narrow else text

    def _impossible(self) -> set[str]:
        return set(_FULL) if self.narrow else set()


def _by_bytes(characters: Iterable[str]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    by_first: dict[int, list[str]] = {}
    by_second: dict[int, list[str]] = {}
    for character in sorted(characters):
        pair = pair_of(character)
        if pair and not "\ue000" <= character <= "\uf8ff":
            by_first.setdefault(pair[0], []).append(character)
            by_second.setdefault(pair[1], []).append(character)
    return by_first, by_second


def _count_pairs(texts: Iterable[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(map(str.__add__, text, text[1:]))
    return counts


@cache
def _listed() -> str:
    """Return the most frequent characters, the first first, and the marks."""
    lines = Path(decoding.__file__).with_name("frequent.txt").read_text("utf-8").split()
    return "".join(lines) + _MARKS


@cache
def _frequencies() -> dict[str, float]:
    """Return the share of each listed character in general text, estimated from its rank (Zipf)."""
    weights: dict[str, float] = {}
    for rank, character in enumerate(simplified(_listed())):
        weights.setdefault(character, 1 / (rank + 40))
    weights |= dict.fromkeys(_MARKS, 0.05) | {"，": 0.5, "。": 0.4}
    total = sum(weights.values())
    return {character: weight / total for character, weight in weights.items()}
