"""Break paragraphs into lines, by the rules of W3C CLREQ and GB/T 15834.

A line never begins with a closing or pause mark nor ends with an opening one; it
takes such a mark in by squeezing others before it pushes a character out. Marks that meet
share their blank halves; a quarter em stands between Han and Latin. Whether a mark has
a blank half is read from its ink, because Traditional fonts centre what Simplified ones
set at the side. All numbers are thousandths of an em.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from docconvert.chars import HAN
from docconvert.writers.pdf.fonts import EM, INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from docconvert.writers.pdf.fonts import Font, Ink
    from docconvert.writers.pdf.prepare import Prepared

OPENING = "（《〈“‘「『【〔〖［｛([{"
CLOSING = "）》〉”’」』】〕〗］｝"
PAUSES = "，。、；：！？．"

NOT_AT_START = frozenset(
    CLOSING + PAUSES + "…—·・～‰％℃°′″!%),.:;?]}»ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
)
NOT_AT_END = frozenset(OPENING + "￥＄$£€«#№")

HALF = EM / 2
_BLANK_HALF = 450.0
"""A side with at least this much blank can give up half an em."""
_LATIN_GAP = EM / 4
_MOST_SQUEEZED = EM / 4
"""What a mark inside a line may give so that another gets in."""
_LOOSEST = EM / 3
"""Most space added at each character to fill a line; a line that needs more is left short."""
_OVERHANG = EM / 4
"""How far a reading may stand over a neighbour that has none (CLREQ 3.3.1)."""
_READING_GAP = 80.0
_LOOKAHEAD = 4
_WINDOW = 20_000
"""Characters measured at a time, so that one enormous paragraph takes no more memory than a page."""

_LATIN = "!-~\u00a0-\u00b6\u00b8-\u024f\u0370-\u052f"
_HAN_LATIN = re.compile(
    rf"(?<=[{HAN}])(?=[A-Za-z0-9\u00c0-\u024f\u0370-\u052f])|(?<=[A-Za-z0-9%\u00c0-\u024f\u0370-\u052f])(?=[{HAN}])"
)
_IN_WORD = re.compile(f"[{_LATIN}]")
_APOSTROPHE = re.compile("(?<=[A-Za-z\u00c0-\u024f])’(?=[A-Za-z\u00c0-\u024f])")
_AFTER_WORD_BREAK = frozenset("-/\\&?=_")
_DASHES = re.compile("—+")
_DASH_OVERLAP = 10.0
_DASH_SIGNS = 2
_RIGID = re.compile(f"[{_LATIN}](?=[{_LATIN}])|—(?=—)|…(?=…)")


@dataclass(frozen=True, slots=True)
class Line:
    """The characters from ``start`` to ``end`` of a paragraph, and where they go.

    ``x`` is where the line begins, ``stretch`` what is added after each character, and
    ``shifts`` what is added after single ones (negative: taken away).
    """

    start: int
    end: int
    x: float
    stretch: float = 0.0
    shifts: dict[int, float] = field(default_factory=dict)


def break_lines(paragraph: Prepared, measure: float) -> Iterator[Line]:
    """Yield the lines of a paragraph set to a width of ``measure``."""
    start = 0
    while start < len(paragraph.text):
        window = _Window(paragraph, start, _window_end(paragraph, start))
        for line in window.lines(measure, first=start == 0):
            yield line
            start = line.end


def _window_end(paragraph: Prepared, start: int) -> int:
    """Return where a window ends that parts no base from its reading."""
    end = min(start + _WINDOW, len(paragraph.text))
    readings = paragraph.readings_between(start, end)
    return max(end, readings[-1].end) if readings else end


class _Marks(NamedTuple):
    """What the ink of a font's marks allows."""

    blank_left: frozenset[str]
    blank_right: frozenset[str]
    meeting: re.Pattern[str]
    """Finds a mark that loses half an em before the next."""
    dash_width: float
    dash_ink: Ink


_measured: WeakKeyDictionary[Font, _Marks] = WeakKeyDictionary()


def _marks(font: Font) -> _Marks:
    """Return the marks of a font, measured once while it is in use."""
    if font not in _measured:
        _measured[font] = _measure_marks(font)
    return _measured[font]


def _measure_marks(font: Font) -> _Marks:
    left = frozenset(mark for mark in OPENING if font.face.ink(mark).left >= _BLANK_HALF)
    right = frozenset(mark for mark in CLOSING + PAUSES if font.face.ink(mark).right >= _BLANK_HALF)
    every = _one_of(OPENING + CLOSING + PAUSES)
    # The first gives its right half to any mark, or the second its left half.
    meeting = re.compile(f"{_one_of(right)}(?={every})|{every}(?={_one_of(left)})")
    return _Marks(left, right, meeting, font.widths["—"], font.face.ink("—"))


def _one_of(characters: Iterable[str]) -> str:
    """Return a pattern for one of the characters; for none, one that never matches."""
    return f"[{re.escape(''.join(sorted(characters)))}]" if characters else "(?!)"


class _Window:
    """A stretch of a paragraph, measured: the offsets of all its methods count from its start."""

    def __init__(self, paragraph: Prepared, start: int, end: int) -> None:
        self._paragraph = paragraph
        self._offset = start
        self._text = paragraph.text[start:end]
        self._last = end == len(paragraph.text)
        self._marks = _marks(paragraph.runs[0].font)
        readings = paragraph.readings_between(start, end)
        self._bases = {at for r in readings for at in range(r.start - start + 1, r.end - start)}
        """Where a line must not be broken, because it would part the base of a reading."""
        self._rigid = sorted({match.start() for match in _RIGID.finditer(self._text)})
        """After which characters nothing may be added: inside words and dashes."""
        self._shifts = self._gaps()
        widths = paragraph.widths(start, end)
        for at, shift in self._shifts.items():
            widths[at] += shift
        self._edges = [0.0, *accumulate(widths)]
        """Where each character begins if all stood on one line."""
        self._shifted = sorted(self._shifts)

    def lines(self, measure: float, *, first: bool) -> Iterator[Line]:
        """Yield the lines of this stretch, but for the last ones if the paragraph goes on behind it."""
        paragraph = self._paragraph
        start, length = 0, len(self._text)
        while start < length:
            indent = paragraph.indent if first else 0.0
            room = measure - indent - paragraph.right_indent
            lead = HALF if not first and self._text[start] in self._marks.blank_left else 0.0
            end = self._line_end(start, room + lead)
            if end >= length and not self._last and start:
                return  # measured again, with what follows, in the next window
            yield self._line(start, end, indent, room, lead)
            start, first = end, False

    def _line_end(self, start: int, room: float) -> int:
        """Return where the line that begins at ``start`` ends."""
        length = len(self._text)
        fit = bisect_right(self._edges, self._edges[start] + room + 0.01) - 1
        fit = min(max(fit, start + 1), length)
        for end in range(fit, min(fit + _LOOKAHEAD, length) + 1):
            if self._may_break(end):
                if self._excess(start, end, room) <= self._squeezable(start, end):
                    return self._with_spaces(end)
                break
        for end in range(fit, start, -1):
            if self._may_break(end):
                return self._with_spaces(end)
        return fit  # nothing may break here: a word longer than the line

    def _with_spaces(self, end: int) -> int:
        """Spaces at the end of a line stand outside it."""
        while end < len(self._text) and self._text[end] == " ":
            end += 1
        return end

    def _visible(self, start: int, end: int) -> int:
        """Return the end of a line without the spaces there."""
        while end > start + 1 and self._text[end - 1] == " ":
            end -= 1
        return end

    def _may_break(self, at: int) -> bool:
        """Say whether a line may end before the character ``at``."""
        text, behind = self._text, self._with_spaces(at)
        if behind >= len(text):
            return True
        before, after = text[at - 1], text[behind]
        if after in NOT_AT_START or before in NOT_AT_END or at in self._bases or "\u00a0" in (before, after):
            return False
        if behind == at and _APOSTROPHE.match(text, at - 1):
            return False
        if behind == at and _IN_WORD.match(before) and _IN_WORD.match(after):
            return before in _AFTER_WORD_BREAK
        return True

    def _excess(self, start: int, end: int, room: float) -> float:
        """How much too wide a line would be, with its last mark cut to half."""
        last = self._visible(start, end) - 1
        end = last + 1
        natural = self._edges[end] - self._edges[start] - self._shifts.get(last, 0.0)
        return natural - room - self._cut(last)

    def _cut(self, at: int) -> float:
        return HALF if self._text[at] in self._marks.blank_right else 0.0

    def _squeezable(self, start: int, end: int) -> float:
        return _MOST_SQUEEZED * len(self._squeezed(start, end))

    def _squeezed(self, start: int, end: int) -> list[int]:
        """Return the marks inside a line that can give up a part of their blank half."""
        text, blank = self._text, self._marks.blank_right
        return [at for at in range(start, end - 1) if text[at] in blank and at not in self._shifts]

    def _line(self, start: int, end: int, indent: float, room: float, lead: float) -> Line:
        visible = self._visible(start, end)
        last = visible - 1
        shifts = {at: self._shifts[at] for at in _between(self._shifted, start, last)}
        natural = self._edges[visible] - self._edges[start] - lead - self._shifts.get(last, 0.0)
        slack = room - natural
        stretch = 0.0
        paragraph_ends = end >= len(self._text) and self._last
        if slack < 0:
            slack = min(0.0, slack + self._cut(last))
            squeezed = self._squeezed(start, visible) if slack else []
            for at in squeezed:
                shifts[at] = slack / len(squeezed)
        elif self._paragraph.justify and not paragraph_ends:
            stretch = self._stretch(start, last, slack, shifts)
        x = indent - lead
        if self._paragraph.align == "center":
            x += slack / 2
        elif self._paragraph.align == "end":
            x += slack
        at = self._offset
        return Line(start + at, end + at, x, stretch, {key + at: value for key, value in shifts.items()})

    def _stretch(self, start: int, last: int, slack: float, shifts: dict[int, float]) -> float:
        """Return what to add after each character to fill the line; 0 if that made it visibly loose.

        Where nothing may be added, ``shifts`` takes it back.
        """
        rigid = _between(self._rigid, start, last)
        places = last - start - len(rigid)
        if places < 1 or slack / places > _LOOSEST:
            return 0.0
        stretch = slack / places
        for at in rigid:
            shifts[at] = shifts.get(at, 0.0) - stretch
        return stretch

    def _gaps(self) -> dict[int, float]:
        """Return what is added after characters, wherever they come to stand."""
        shifts: dict[int, float] = {}

        def add(at: int, shift: float) -> None:
            if 0 <= at < len(self._text) and shift:
                shifts[at] = shifts.get(at, 0.0) + shift

        for pair in self._marks.meeting.finditer(self._text):
            add(pair.start(), -HALF)
        for gap in _HAN_LATIN.finditer(self._text):
            add(gap.start() - 1, _LATIN_GAP)
        for apostrophe in _APOSTROPHE.finditer(self._text):
            if "’" in self._marks.blank_right:
                add(apostrophe.start(), -HALF)
        for hidden in INVISIBLE.finditer(self._text):
            at = hidden.start()
            add(at, -self._paragraph.widths(self._offset + at, self._offset + at + 1)[0])
        for dashes in _DASHES.finditer(self._text):
            self._join_dashes(dashes.start(), dashes.end(), add)
        self._space_readings(add)
        return shifts

    def _join_dashes(self, start: int, end: int, add: Callable[[int, float], None]) -> None:
        """Make a dash of several signs one rule, an em for each (CLREQ 3.1.5)."""
        width, ink = self._marks.dash_width, self._marks.dash_ink
        overlap = ink.left + ink.right + _DASH_OVERLAP if end - start > 1 else 0.0
        for at in range(start, end - 1):
            add(at, -overlap)
        natural = (end - start) * width - (end - start - 1) * overlap
        # A rule longer than two signs is drawn by hand, for a line to write on: it needs no room.
        beside = max(0.0, ((end - start) * EM - natural) / 2) if end - start <= _DASH_SIGNS else 0.0
        add(start - 1, beside)
        add(end - 1, beside)

    def _space_readings(self, add: Callable[[int, float], None]) -> None:
        """Space the bases of readings that are wider, so that neighbouring readings do not touch.

        Over a neighbour without a reading they may stand a little; each is set over the
        middle of its base, so it juts out on both sides alike.
        """
        readings = self._paragraph.readings_between(self._offset, self._offset + len(self._text))
        juts = [(r.width - sum(self._paragraph.widths(r.start, r.end))) / 2 for r in readings]
        for index, (reading, jut) in enumerate(zip(readings, juts, strict=True)):
            start, end = reading.start - self._offset, reading.end - self._offset
            meets_last = index > 0 and readings[index - 1].end == reading.start
            meets_next = index + 1 < len(readings) and readings[index + 1].start == reading.end
            if meets_next:
                add(end - 1, max(0.0, jut + juts[index + 1] + _READING_GAP))
            else:
                add(end - 1, max(0.0, jut - _OVERHANG))
            if not meets_last:
                add(start - 1, max(0.0, jut - _OVERHANG))


def _between(offsets: list[int], start: int, end: int) -> list[int]:
    """Return those of the sorted ``offsets`` from ``start`` up to but not including ``end``."""
    return offsets[bisect_left(offsets, start) : bisect_left(offsets, end)]
