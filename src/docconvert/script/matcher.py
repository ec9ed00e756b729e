"""Find and replace the words of a table in a text: leftmost first, and the longest there."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import compress
from operator import add
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


class Table(NamedTuple):
    """Words and single characters with what each becomes."""

    entries: dict[str, str]
    several: dict[str, tuple[str, ...]]
    """Of the entries with more than one candidate, all of them; the first is the usual one."""


class Hit(NamedTuple):
    """An entry of the table found at the characters from ``start`` to ``end``."""

    start: int
    end: int
    key: str


def layered(tables: Iterable[Table]) -> Table:
    """Merge tables of which the first that knows a text's next characters decides, however long its word.

    An entry that begins with an entry of an earlier table can never be reached and is left out. Among the
    rest the longest wins, so that the result is one table for longest matching.
    """
    entries: dict[str, str] = {}
    several: dict[str, tuple[str, ...]] = {}
    for table in tables:
        if not entries:
            entries, several = dict(table.entries), dict(table.several)
            continue
        lengths = sorted({len(key) for key in entries})
        shadowed = {key for key in table.entries if any(key[:n] in entries for n in lengths if n <= len(key))}
        entries |= {key: value for key, value in table.entries.items() if key not in shadowed}
        several |= {key: values for key, values in table.several.items() if key not in shadowed}
    return Table(entries, several)


def united(tables: Iterable[Table]) -> Table:
    """Merge tables in which the longest word wins; where two have it, the earlier decides."""
    entries: dict[str, str] = {}
    several: dict[str, tuple[str, ...]] = {}
    for table in tables:
        several |= {key: values for key, values in table.several.items() if key not in entries}
        entries = table.entries | entries
    return Table(entries, several)


class Matcher:
    """A table made ready for matching."""

    def __init__(self, table: Table) -> None:
        self.entries = table.entries
        self.several = table.several
        self._characters = {ord(key): value for key, value in table.entries.items() if len(key) == 1}
        self._lengths = _lengths(table.entries)
        starters = {start[0] for start in self._lengths}
        # Beyond the Basic Multilingual Plane, sets of characters are slow in regular expressions.
        few = 0 < len(starters) < _FEW_STARTERS and max(starters) <= "\uffff"
        self._starter = re.compile(f"[{re.escape(''.join(sorted(starters)))}]") if few else None
        # Of words that stay nobody doubts that they do; of characters one may.
        self._doubtful = {key[0] for key in table.several if table.entries[key] != key or len(key) == 1}

    @cached_property
    def unequal(self) -> frozenset[str]:
        """The entries that become more or fewer characters than they have."""
        return frozenset(key for key, value in self.entries.items() if len(key) != len(value))

    @property
    def only_characters(self) -> bool:
        """Whether there are no entries of two or more characters."""
        return not self._lengths

    def words(self, text: str) -> Iterator[Hit]:
        """Yield the words of two characters or more found in ``text``, none overlapping."""
        free = 0
        lengths, entries = self._lengths, self.entries
        for start in self._starts(text):
            if start < free:
                continue
            for length in lengths.get(text[start : start + 2], ()):
                word = text[start : start + length]
                if word in entries:
                    free = start + len(word)  # less than `length` at the end of the text
                    yield Hit(start, free, word)
                    break

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield the words found, and the single characters of the table between them."""
        end = 0
        for word in self.words(text):
            yield from self._singles(text, end, word.start)
            yield word
            end = word.end
        yield from self._singles(text, end, len(text))

    def replace(self, text: str) -> str:
        """Return ``text`` with its words and characters replaced."""
        parts: list[str] = []
        end = 0
        for start, stop, word in self.words(text):
            parts.append(text[end:start].translate(self._characters))
            parts.append(self.entries[word])
            end = stop
        parts.append(text[end:].translate(self._characters))
        return "".join(parts)

    def is_aligned(self, text: str) -> bool:
        """Say whether :meth:`replace` exchanges each character of ``text`` for one."""
        return not self.unequal or all(hit.key not in self.unequal for hit in self.hits(text))

    def may_doubt(self, text: str) -> bool:
        """Say whether an entry with several candidates that is in doubt may be in ``text``."""
        return not self._doubtful.isdisjoint(text)

    def _starts(self, text: str) -> Iterable[int]:
        """Return where words may begin."""
        if not self._lengths:
            return ()
        if self._starter:
            return (found.start() for found in self._starter.finditer(text))
        # The pairs of neighbours are made and looked up without leaving C: this is the hot loop.
        return compress(range(len(text)), map(self._lengths.__contains__, map(add, text, text[1:])))

    def _singles(self, text: str, start: int, end: int) -> Iterator[Hit]:
        if not (characters := self._characters):
            return iter(())
        return (Hit(at, at + 1, text[at]) for at in range(start, end) if ord(text[at]) in characters)


_FEW_STARTERS = 500
"""Up to so many first characters, looking for them is faster than looking up all pairs of neighbours."""


def _lengths(words: Collection[str]) -> dict[str, tuple[int, ...]]:
    """Return what lengths the words have that begin with the same two characters, the longest first."""
    by_length: dict[int, list[str]] = {}
    for word in words:
        by_length.setdefault(len(word), []).append(word[:2])
    lengths: dict[str, tuple[int, ...]] = {}
    for length, starts in sorted(by_length.items()):
        if length > 1:
            for start in set(starts):
                lengths[start] = (length, *lengths.get(start, ()))
    return lengths
