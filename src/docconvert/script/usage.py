"""How usual characters are, by the words of the dictionaries: which doubts are worth telling a reader of."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_RARE = 20
"""Of a pair, the one in so many times fewer words than the other is rare: 箇 beside 個."""

_COMMON = 7
"""And the one that is not in so many times fewer is common: 繫 beside 系, and not 瞭 beside 了."""

_WORDS = 10
"""In fewer words nothing is common."""


class Usage:
    """Counts characters in words.

    Args:
        words: as conversion makes them. They are looked at only when something is asked.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = words
        self._count = cache(self._counted)

    def is_worth_telling(self, other: str, usual: str, *, stays: bool) -> bool:
        """Say whether a reader wants to know that a character could have become ``other``.

        Args:
            other: what it could have become.
            usual: what it became.
            stays: it is the usual one already. Such doubts are in nearly all lines; the other must be common.
        """
        times = self._count(other)
        if stays:
            return times >= _WORDS and times * _COMMON >= self._count(usual)
        return times * _RARE >= self._count(usual)

    def _counted(self, character: str) -> int:
        return self._text.count(character)

    @cached_property
    def _text(self) -> str:
        return "".join(self._words)
