"""Judge what each line of a text is in, and choose what converts it to Traditional script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

from docconvert.edits import Edit, applied, by_character
from docconvert.script.conversion import Choice

if TYPE_CHECKING:
    from docconvert.script.evidence import Evidence

Source: TypeAlias = Literal["auto", "zh-Hans", "zh-Hant"]


class Converts(Protocol):
    """What can convert a part of a text."""

    def convert(self, text: str, /) -> str:
        """Return ``text`` converted."""

    def edits(self, text: str, /) -> list[Edit]:
        """Return what to change in ``text``, in order and not overlapping."""

    def choices(self, text: str, /) -> list[Choice]:
        """Return what could have become something else, in order."""


class Part(NamedTuple):
    """A part of a line, what converts it, and whether it is taken for Simplified."""

    start: int
    end: int
    by: Converts
    is_simplified: bool


_CLAUSE = re.compile(r"[^，。；：！？、…—,.;:!?\s「」『』“”‘’《》〈〉（）()]+")


class ByLine:
    """Chooses what converts a line to Traditional script, by what it is in."""

    def __init__(self, whole: Converts, regional: Converts, evidence: Evidence, source: Source) -> None:
        self._simplified = whole
        self._traditional = regional
        mixed = _Mixed(whole, regional, evidence)
        self._perhaps_simplified = _Either(whole, mixed)
        self._perhaps_traditional = _Either(mixed, whole)
        self._evidence = evidence
        self._source = source

    def default(self, text: str) -> bool:
        """Say whether the lines of ``text`` that have no character that tells are Simplified."""
        source = self._evidence.script_of(text) if self._source == "auto" else self._source
        return source != "zh-Hant"

    def parts(self, line: str, default: bool) -> list[Part]:
        """Return the parts of a line; it is one unless both scripts stand in it."""
        simplified, traditional = self._evidence.is_simplified(line), self._evidence.is_traditional(line)
        if simplified and traditional:
            return self._clauses(line, default)
        is_simplified = simplified or (default and not traditional)
        by = self._simplified if is_simplified else self._traditional
        if default and traditional:  # an exception in its text, or in it for a word or two only
            by = self._perhaps_traditional
        return [Part(0, len(line), by, is_simplified)]

    def _clauses(self, line: str, default: bool) -> list[Part]:
        """Return the clauses of a line in both scripts; each goes on to where the next begins.

        One that does not tell is taken for what the one before it is, or the first that tells.
        """
        found = [(match.start(), self._evidence.script_of(match[0])) for match in _CLAUSE.finditer(line)]
        before = next((script for _, script in found if script), "zh-Hans" if default else "zh-Hant")
        parts: list[Part] = []
        ends = [start for start, _ in found[1:]] + [len(line)]
        for begin, (start, script), end in zip([0, *ends], found, ends, strict=False):
            before = script or before
            is_simplified = before == "zh-Hans"
            by: Converts = self._perhaps_simplified if is_simplified else self._perhaps_traditional
            if is_simplified and script and not self._evidence.is_traditional(line[start:end]):
                by = self._simplified
            parts.append(Part(begin, end, by, is_simplified))
        return parts


class _Mixed:
    """What is Traditional with Simplified characters in it: these are converted, and the regional forms."""

    def __init__(self, whole: Converts, regional: Converts, evidence: Evidence) -> None:
        self._whole = whole
        self._regional = regional
        self._evidence = evidence

    def convert(self, text: str) -> str:
        return applied(text, self.edits(text))

    def edits(self, text: str) -> list[Edit]:
        doubtless = [
            edit
            for edit in by_character(self._whole.edits(text))
            if self._evidence.is_simplified(text[edit.start : edit.end])
        ]
        taken = {at for edit in doubtless for at in range(edit.start, edit.end)}
        # The regional forms go by words: they must see these as they are now.
        now = applied(text, (edit for edit in doubtless if len(edit.new) == edit.end - edit.start))
        regional = [
            edit
            for edit in by_character(self._regional.edits(now))
            if taken.isdisjoint(range(edit.start, edit.end))
        ]
        return sorted(doubtless + regional)

    def choices(self, text: str) -> list[Choice]:
        return [
            choice
            for choice in self._whole.choices(text)
            if self._evidence.is_simplified(text[choice.start : choice.end])
        ]


class _Either:
    """What is taken for one thing and could be another: where they differ is a choice."""

    def __init__(self, taken: Converts, other: Converts) -> None:
        self._taken = taken
        self._other = other

    def convert(self, text: str) -> str:
        return self._taken.convert(text)

    def edits(self, text: str) -> list[Edit]:
        return self._taken.edits(text)

    def choices(self, text: str) -> list[Choice]:
        taken, other = (self._at_places(each, text) for each in (self._taken, self._other))
        found = {choice[:2]: choice for choice in self._taken.choices(text)}
        known = {at for start, end in found for at in range(start, end)}
        for start, end in sorted(taken.keys() | other.keys()):
            places = range(start, end)
            old = text[start:end]
            new, instead = (edits.get((start, end), old) for edits in (taken, other))
            if new == instead:
                continue
            if known.isdisjoint(places):
                found[start, end] = Choice(start, end, new, (instead,))
                known.update(places)
            elif (choice := found.get((start, end))) and instead not in choice.others:
                found[start, end] = choice._replace(others=(*choice.others, instead))
        return sorted(found.values())

    @staticmethod
    def _at_places(by: Converts, text: str) -> dict[tuple[int, int], str]:
        return {(edit.start, edit.end): edit.new for edit in by_character(by.edits(text))}
