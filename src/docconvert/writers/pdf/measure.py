"""Measure a stretch of a paragraph: where its characters stand, and which spaces may give or take.

What W3C CLREQ lets happen between characters is found here once, for the whole stretch:
marks that meet share their blank halves (3.1.6), a quarter em stands between Han and Latin
(3.2.6), a dash of two signs is one rule (3.1.5), readings that are wider than their bases get room
(3.3.1). Whether a mark has a blank half is read from its ink, because Traditional
fonts centre what Simplified ones set at the side. All numbers are thousandths of an em.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from docconvert.chars import IGNORABLE, is_han
from docconvert.writers.area import ASCENT
from docconvert.writers.fonts import EM, INVISIBLE
from docconvert.writers.latin import COMBINING, COMBINING_MARKS, WORDS, latin_quotes
from docconvert.writers.pdf.ruby import room_for_readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docconvert.writers.pdf.fonts import AnyFace, Font
    from docconvert.writers.pdf.prepare import Prepared

OPENING = "（《〈“‘「『【〔〖［｛([{"
CLOSING = "）》〉”’」』】〕〗］｝"
PAUSES = "，。、；：！？．"

HALF = EM / 2
_BLANK_HALF = 450.0
"""A side with at least this much blank can give up half an em."""
_LATIN_GAP = EM / 4
_MARK_GIVES = EM / 4
"""What a mark inside a line may give so that another gets in."""
_GAP_GIVES = EM / 8
_SPACE_GIVES = 0.3
"""The share of a word space that may go."""
NEARLY = 0.01
"""What is lost in adding up widths."""
_GUESSES = 6
"""How often it is tried to find the end of a line from how wide it turned out; mostly two are enough."""
TAB_STOPS = 4.0 * EM
"""How far the stops of tabs are apart, from where the text begins."""
_LEAST_GAP = EM / 2
"""Between what stands before and behind a tab."""
_DASH_OVERLAP = 10.0
"""How far the signs of a dash lie over each other, so that no hair stands between them."""
_DASH_SIGNS = 2

_MARKS = re.compile(f"[{re.escape(OPENING + CLOSING + PAUSES)}]+")
_UNSEEN = re.compile(f"[{COMBINING_MARKS}{IGNORABLE}]")
_DASHES = re.compile("—+|…+")


class Marks(NamedTuple):
    """What the ink of a font's marks allows, along the line."""

    blank_before: frozenset[str]
    blank_after: frozenset[str]
    dash: tuple[float, float, float]
    """A dash, which lies along any line: how far it moves on, the blank before and behind its ink."""


_measured: WeakKeyDictionary[AnyFace, dict[bool, Marks]] = WeakKeyDictionary()


def marks_of(font: Font, *, vertical: bool) -> Marks:
    """Return the marks of a font, measured once while its face is open."""
    found = _measured.get(font.face)
    if found is None:
        found = _measured[font.face] = {}
    if vertical not in found:
        found[vertical] = _measure_marks(font, vertical)
    return found[vertical]


def _measure_marks(font: Font, vertical: bool) -> Marks:
    before = frozenset(mark for mark in OPENING if _blanks(font, mark, vertical=vertical)[0] >= _BLANK_HALF)
    after = frozenset(
        mark for mark in CLOSING + PAUSES if _blanks(font, mark, vertical=vertical)[1] >= _BLANK_HALF
    )
    return Marks(before, after, (font.width("—"), *_blanks(font, "—", vertical=False)))


def _blanks(font: Font, mark: str, *, vertical: bool) -> tuple[float, float]:
    """Return the blank before and behind the ink of a mark, along the line."""
    ink = font.ink(mark, vertical=vertical)
    return (ASCENT * EM - ink.top, ink.bottom + (1 - ASCENT) * EM) if vertical else (ink.left, ink.right)


class Measured:
    """A stretch of a paragraph, measured: all offsets count from its start.

    Most characters move on by an em; only the others are kept.
    """

    def __init__(self, paragraph: Prepared, start: int, end: int) -> None:
        self.paragraph = paragraph
        self.offset = start
        self.text = paragraph.text[start:end]
        self.ends_paragraph = end == len(paragraph.text)
        self.marks = marks_of(paragraph.runs[0].font, vertical=paragraph.vertical)
        self.tied = _tied(paragraph, start, end)
        """Before which characters no line may be broken: it would part what is set as one."""
        self.rigid: list[int] = []
        """After which characters nothing may be added: inside words and dashes."""
        self.elastic: list[int] = []
        """Spaces that take more than others when a line is to be filled (CLREQ 3.2.6)."""
        self._combined = {run.start - start for run in paragraph.combined_between(start, end)}
        uneven = paragraph.uneven(start, end)
        gives: dict[int, float] = {}
        self.shifts = self._meetings(gives)
        """What is added after characters, wherever they come to stand."""
        self._set_apart(uneven, gives)
        self.shifted = sorted(self.shifts)
        for at, shift in self.shifts.items():
            uneven[at] = uneven.get(at, 0.0) + shift
        self._uneven = sorted(uneven)
        self._more = [0.0, *accumulate(map(uneven.__getitem__, self._uneven))]
        """How much more than an em each the characters before each uneven one have moved on in all."""
        self.giving = sorted(gives)
        """The characters after which a line that is too full may take something away."""
        self.given = [0.0, *accumulate(map(gives.__getitem__, self.giving))]
        """How much in all, before each of ``giving``."""

    def length(self, start: int, end: int) -> float:
        """Return how far the characters of a stretch move on."""
        uneven, more = self._uneven, self._more
        return EM * (end - start) + more[bisect_left(uneven, end)] - more[bisect_left(uneven, start)]

    def fit(self, start: int, room: float) -> int:
        """Return the end of the characters from ``start`` on that fit; there may be fewer left."""
        uneven, more = self._uneven, self._more
        first = bisect_left(uneven, start)
        room += NEARLY + more[first]
        end = start + int((room - more[first]) / EM)
        last = bisect_left(uneven, end, first)
        for _ in range(_GUESSES):
            end = start + int((room - more[last]) / EM)
            guess, last = last, bisect_left(uneven, end, first)
            if last == guess:
                break  # those before this place are as wide as was thought
        while last > first and EM * (end - start) + more[last] > room:
            end = uneven[last - 1]
            last -= 1
        # Narrow ones may follow where a wide one does not fit.
        while last < len(uneven) and uneven[last] == end and EM * (end + 1 - start) + more[last + 1] <= room:
            end += 1
            last += 1
        return min(end, len(self.text))

    def _set_apart(self, uneven: dict[int, float], gives: dict[int, float]) -> None:
        """Find what else is added between characters, and where more could be, or less."""
        self._shift(self._words(uneven, gives))
        self._shift(self._dashes())
        self._shift(self._dots(uneven))
        paragraph = self.paragraph
        if paragraph.readings or _UNSEEN.search(self.text):
            widths = paragraph.widths(self.offset, self.offset + len(self.text))
            self._shift(_unseen(self.text, widths))
            self._shift(room_for_readings(paragraph, self.offset, len(self.text), widths))
        self._shift(self._tabs(uneven))
        self.rigid.sort()

    def _meetings(self, gives: dict[int, float]) -> dict[int, float]:
        """Return what marks that meet take off, and add to ``gives`` what others could."""
        before, after, _ = self.marks
        shifts: dict[int, float] = {}
        text = self.text
        for run in _MARKS.finditer(text):
            at, end = run.span()
            if end - at == 1:
                if text[at] in after:
                    gives[at] = _MARK_GIVES
                elif at and text[at] in before:
                    gives[at - 1] = gives.get(at - 1, 0.0) + _MARK_GIVES
                continue
            if at and text[at] in before:
                gives[at - 1] = gives.get(at - 1, 0.0) + _MARK_GIVES
            while at + 1 < end:
                # The first gives its hind half to any mark, or the second its front half.
                if text[at] in after or text[at + 1] in before:
                    shifts[at] = -HALF
                at += 1
            if text[at] in after:
                gives[at] = _MARK_GIVES
        return shifts

    def _shift(self, found: Iterable[tuple[int, float]]) -> None:
        shifts, length = self.shifts, len(self.text)
        for at, shift in found:
            if shift and 0 <= at < length:
                shifts[at] = shifts.get(at, 0.0) + shift

    def _words(self, uneven: dict[int, float], gives: dict[int, float]) -> Iterator[tuple[int, float]]:
        """Set Latin words apart from Han, and take note of where their spaces can give and take."""
        text = self.text
        for words in WORDS.finditer(text):
            start, end = words.span()
            for at in range(start, end - 1):
                if text[at] == " ":
                    if text[at - 1] != " ":
                        self.elastic.append(at)
                        gives[at] = (EM + uneven.get(at, 0.0)) * _SPACE_GIVES
                elif text[at + 1] != " ":
                    self.rigid.append(at)
            if start in self._combined:
                continue
            before, behind = text[start - 1 : start], text[end : end + 1]
            if before and is_han(before) and text[start].isalnum():
                yield self._gap(start - 1, gives)
            if behind and is_han(behind) and (text[end - 1].isalnum() or text[end - 1] == "%"):
                yield self._gap(end - 1, gives)
        self.elastic.sort()
        for at in latin_quotes(text):
            yield from self._latin_quote(at, uneven)

    def _gap(self, at: int, gives: dict[int, float]) -> tuple[int, float]:
        """Open a gap between Han and Latin (CLREQ 3.2.6)."""
        self.elastic.append(at)
        gives[at] = gives.get(at, 0.0) + _GAP_GIVES
        return at, _LATIN_GAP

    def _tabs(self, uneven: dict[int, float]) -> Iterator[tuple[int, float]]:
        """Let what follows a tab begin at the next stop, as far as the paragraph is one line."""
        ends = 0.0  # of what is behind the last tab
        done = 0
        for tab in self.paragraph.tabs:
            at = tab - self.offset
            if not 0 <= at < len(self.text):
                continue
            more = (uneven.get(each, 0.0) + self.shifts.get(each, 0.0) for each in range(done, at))
            ends += EM * (at - done) + sum(more)
            stop = ceil((ends + _LEAST_GAP) / TAB_STOPS) * TAB_STOPS
            width = EM + uneven.get(at, 0.0) + self.shifts.get(at, 0.0)
            yield at, stop - ends - width
            ends, done = stop, at + 1

    def _dashes(self) -> Iterator[tuple[int, float]]:
        """Join the signs of dashes, and let nothing come between those of rows of dots."""
        if "—" not in self.text and "…" not in self.text:
            return
        for dashes in _DASHES.finditer(self.text):
            start, end = dashes.span()
            self.rigid += range(start, end - 1)
            if self.text[start] == "—":
                yield from self._join_dashes(start, end)

    def _latin_quote(self, at: int, uneven: dict[int, float]) -> Iterator[tuple[int, float]]:
        """Keep a quotation mark at its word; in a font without narrow ones, take off half an em."""
        text, before, after = self.text, self.marks.blank_before, self.marks.blank_after
        if at and text[at - 1] != " ":
            self.rigid.append(at - 1)
        if text[at + 1 : at + 2] != " ":
            self.rigid.append(at)
        if not uneven.get(at):
            if text[at] in before:
                yield at - 1, -HALF
            elif text[at] in after:
                yield at, -HALF

    def _dots(self, uneven: dict[int, float]) -> Iterator[tuple[int, float]]:
        """Make the dot between parts of a name half an em wide (GB/T 15834-2011, 4.10)."""
        text, at = self.text, 0
        while (at := text.find("·", at + 1)) > 0:
            if not is_han(text[at - 1]) or not is_han(text[at + 1 : at + 2] or " "):
                continue
            missing = -HALF - uneven.get(at, 0.0)
            if missing > 0:
                yield at - 1, missing / 2
                yield at, missing / 2

    def _join_dashes(self, start: int, end: int) -> Iterator[tuple[int, float]]:
        """Make a dash of several signs one rule, an em for each (CLREQ 3.1.5)."""
        width, before, after = self.marks.dash
        overlap = before + after + _DASH_OVERLAP if end - start > 1 else 0.0
        for at in range(start, end - 1):
            yield at, -overlap
        natural = (end - start) * width - (end - start - 1) * overlap
        # A rule longer than two signs is drawn by hand, for a line to write on: it needs no room.
        beside = max(0.0, ((end - start) * EM - natural) / 2) if end - start <= _DASH_SIGNS else 0.0
        yield start - 1, beside
        yield end - 1, beside


def _tied(paragraph: Prepared, start: int, end: int) -> frozenset[int]:
    if not paragraph.readings and not paragraph.vertical:
        return frozenset()
    bases = ((r.start, r.end) for r in paragraph.readings_between(start, end))
    numbers = ((n.start, n.end) for n in paragraph.combined_between(start, end))
    return frozenset(
        at for group in (bases, numbers) for a, b in group for at in range(a - start + 1, b - start)
    )


def _unseen(text: str, widths: list[float]) -> Iterator[tuple[int, float]]:
    """Take back the width of what has no look, and set combining marks over what they combine with."""
    for hidden in INVISIBLE.finditer(text):
        yield hidden.start(), -widths[hidden.start()]
    for mark in COMBINING.finditer(text):
        at = mark.start()
        if at == 0:
            continue
        # Back to where its middle stands on that of the character before, then on to the end of that.
        before, width = widths[at - 1], widths[at]
        yield at - 1, -(before + width) / 2
        yield at, (before - width) / 2


def between(offsets: list[int], start: int, end: int) -> list[int]:
    """Return those of the sorted ``offsets`` from ``start`` up to but not including ``end``."""
    return offsets[bisect_left(offsets, start) : bisect_left(offsets, end)]
