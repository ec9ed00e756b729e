"""Break paragraphs into lines and fill them, by the rules of W3C CLREQ and GB/T 15834.

A line never begins with a closing or pause mark nor ends with an opening one; it takes such a mark in
by squeezing others before it pushes a character out (CLREQ 3.1.3, 3.1.7). Numbers stay with
their units, words whole. A line is filled evenly between characters, by its word spaces more than by
others, but never visibly loose. All numbers are thousandths of an em.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from docconvert.writers.fonts import EM
from docconvert.writers.latin import COMBINING, IN_WORD
from docconvert.writers.pdf.measure import (
    CLOSING,
    HALF,
    NEARLY,
    OPENING,
    PAUSES,
    Measured,
    between,
)
from docconvert.writers.pdf.ruby import SetReading, set_readings
from docconvert.writers.phrases import Parting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docconvert.writers.pdf.prepare import Prepared, Reading

NOT_AT_START = frozenset(
    CLOSING + PAUSES + "…—·・～‰％℃°′″!%),.:;?]}»ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
)
NOT_AT_END = frozenset(OPENING + "￥＄$£€«#№")
_HANGING = frozenset("，。、．")
"""Marks that may stand outside the text area (CLREQ 3.1.8)."""
_NOT_ALONE = CLOSING + PAUSES + "…—.,!?)"

_LOOSEST = EM / 3
"""Most space added at each character to fill a line; a line that needs more is left short."""
_ELASTIC = EM / 4
"""Most that a word space, or one between Han and Latin, takes beyond what all places take."""
_SHARE = 3
"""How many times as much as other places such a space takes, until then."""
_LOOKAHEAD = 4
"""Characters behind a full line among which a break is looked for, to squeeze it."""
_WAYS = 5
"""How many ways to get so far are followed, line after line."""
_LOOKBEHIND = 4
"""Characters before a full line at which whole-paragraph breaking looks for breaks."""
_WINDOW = 20_000
"""Characters measured at a time, so that one enormous paragraph takes no more memory than a page."""

_ADDRESS = 12
"""Characters from which on what has a slash in it is an address or a path."""
_PER_LINE = 0.1
"""What a line costs that needs nothing; squeezed as far as it can be, it costs one more."""
_COMFORTABLE = EM / 16
"""Space at each character that costs as much."""
_LONELY = 30.0
"""What a last line of one character costs: more than :data:`_ELASTIC` at each character of another."""
_DESPERATE = 100.0
"""What a line costs that has to be left short, or is too long."""

_AFTER_WORD_BREAK = frozenset("-/\\&?=_")
_SEVERAL = 2
_MOST_LINES = 12
"""What has more is no title, and parts where its lines are full."""
_ANOTHER_LINE = 20.0
"""What it costs that a title has a line more than it needs."""
_SHORTEST_LAST = 0.5
"""Of the room on a line: how long the last line of a title that is not balanced had better be."""
_RAGGED = 0.5
"""What it costs that a line at the side is not full, of what it costs that one in the middle is too short."""
_SHORTER = 0.85
"""Of the average length: how long the first and the last of three balanced lines or more had better be."""

_SENSE = frozenset(" \u3000，：；、。！？）》」』”")
"""Behind these a heading parts without cutting a phrase in two."""

_DIGIT = re.compile("[0-9０-９]")
_HAN_UNIT = frozenset("年月日号時时分秒點点個个元圓角美米里升克斤吨噸度层層章节節回卷页頁岁歲亿億万萬")
_LATIN_UNIT = re.compile(
    r"(?:[kMGTcmμn]?(?:m²|m³|m|g|L|l|W|V|A|Hz|B|Pa|s|t|b)|km/h|ha|mol|dB|°C)(?![A-Za-z])"
)

_NOTHING: Mapping[int, float] = MappingProxyType({})


class Line(NamedTuple):
    """The characters from ``start`` to ``end`` of a paragraph, and where they go.

    ``x`` is where the line begins, ``stretch`` what is added after each character, and
    ``shifts`` what is added after single ones (negative: taken away).
    """

    start: int
    end: int
    x: float
    stretch: float = 0.0
    shifts: Mapping[int, float] = _NOTHING
    readings: tuple[SetReading, ...] = ()

    def edges(self, paragraph: Prepared) -> list[float]:
        """Return where each character begins, and the last ends, from the start of the text area."""
        moves = paragraph.widths(self.start, self.end)
        for at, shift in self.shifts.items():
            moves[at - self.start] += shift
        return list(accumulate((move + self.stretch for move in moves), initial=self.x))


def break_lines(paragraph: Prepared, measure: float) -> Iterator[Line]:
    """Yield the lines of a paragraph set to a width of ``measure``."""
    start = 0
    while start < len(paragraph.text):
        window = _Window(Measured(paragraph, start, _window_end(paragraph, start)), measure)
        lines = window.lines()
        yield from lines
        start = lines[-1].end


def _window_end(paragraph: Prepared, start: int) -> int:
    """Return where a window ends that parts nothing that is set as one."""
    end = min(start + _WINDOW, len(paragraph.text))
    bases = [reading.end for reading in paragraph.readings_between(start, end)[-1:]]
    numbers = [run.end for run in paragraph.combined_between(start, end)[-1:]]
    return max([end, *bases, *numbers])


class _Way(NamedTuple):
    """Lines up to a place, and what they cost."""

    cost: float
    end: int
    before: _Way | None


def _ends_of(way: _Way | None) -> list[int]:
    """Return where the lines of a way end; none if there is no way."""
    ends: list[int] = []
    while way and way.before:
        ends.append(way.end)
        way = way.before
    return ends[::-1]


def _shares(slack: float, places: int, elastic: int) -> tuple[float, float] | None:
    """Return what each place of a line takes, and what elastic ones take beyond that, to fill it.

    Where spaces beside a number took all of it, they would be as wide as one that was typed. None if the
    line would be visibly loose.
    """
    share = slack / max(1, places + (_SHARE - 1) * elastic)
    more = min((_SHARE - 1) * share, _ELASTIC)
    rest = slack - more * elastic
    if rest <= NEARLY:
        return 0.0, more
    return (rest / places, more) if places > 0 and rest / places <= _LOOSEST else None


class _Window:
    """A measured stretch while it is broken: all offsets count from its start."""

    def __init__(self, measured: Measured, measure: float) -> None:
        self._m = measured
        self._paragraph = paragraph = measured.paragraph
        self._text = measured.text
        self._measure = measure
        narrower = paragraph.right_indent
        self._later = paragraph.hanging_indent, measure - paragraph.hanging_indent - narrower
        """Where lines begin, and how much room there is on them."""
        self._apart = paragraph.apart - measured.offset if paragraph.apart else -1
        """Where that begins which stands at the end of its line; less than 0 if nothing does."""
        self._first = self._later
        if not measured.offset:
            self._first = paragraph.indent, measure - paragraph.indent - narrower

    def lines(self) -> list[Line]:
        """Return the lines of this stretch, but for the last ones if the paragraph goes on behind it."""
        ends = self._best_ends() if self._paragraph.optimal else self._next_ends()
        if self._paragraph.phrased and 1 < len(ends) <= _MOST_LINES:
            ends = self._phrased_ends(len(ends)) or ends
        if not self._m.ends_paragraph and len(ends) > 1:
            ends.pop()  # measured again, with what follows, in the next window
        return [self._line(start, end) for start, end in pairwise((0, *ends))]

    # Where lines end.

    def _next_ends(self) -> list[int]:
        """Return the end of each line, each as far as it can be, but for a last line of one character."""
        start, length = 0, len(self._text)
        ends: list[int] = []
        while start < length:
            end = self._line_end(start)
            if length - _LOOKAHEAD <= end < length and self._is_lonely(end):
                end = self._earlier_end(start, end) or end
            ends.append(end)
            start = end
        return ends

    def _is_lonely(self, start: int) -> bool:
        """Say whether a line from ``start`` on would hold a single character, and end the paragraph."""
        rest = self._text[start : start + _LOOKAHEAD + 1]
        return (
            self._m.ends_paragraph
            and start + len(rest) == len(self._text)
            and len(rest.strip().strip(_NOT_ALONE)) <= 1
        )

    def _earlier_end(self, start: int, end: int) -> int | None:
        """Return the end before ``end`` at which the line is not visibly loose, if there is one."""
        for earlier in range(end - 1, max(start + 1, end - _LOOKAHEAD), -1):
            if self._may_break(earlier):
                loose = self._looseness(start, earlier)
                return self._with_spaces(earlier) if loose is not None and loose < _ELASTIC else None
        return None

    def _line_end(self, start: int) -> int:
        """Return where the line that begins at ``start`` ends."""
        length = len(self._text)
        room = self._begin(start)[1]
        fit = self._fit(start, room)
        if start < self._apart <= fit < length:
            return self._apart  # what does not fit beside it stands at the end of the next line
        if not self._paragraph.justify and (sense := self._sense_break(start, fit)):
            return sense
        if self._may_break(fit):
            return self._with_spaces(fit)
        for end in range(fit + 1, min(fit + _LOOKAHEAD, length) + 1):
            if self._may_break(end):
                if self._excess(start, end, room) <= self._squeezable(start, end):
                    return self._with_spaces(end)
                break
        for end in range(fit - 1, start, -1):
            if self._may_break(end):
                return self._with_spaces(end)
        return fit  # nothing may break here: a word longer than the line

    def _sense_break(self, start: int, fit: int) -> int | None:
        """Return where a heading had better part: behind a space or mark, if its rest fits one line."""
        length, room = len(self._text), self._later[1]
        if fit >= length or not self._m.ends_paragraph:
            return None
        for end in range(fit, start + (fit - start) // 2, -1):
            if self._m.length(end, length) > room:
                return None
            if self._text[end - 1] in _SENSE and self._may_break(end):
                return self._with_spaces(end)
        return None

    def _fit(self, start: int, room: float) -> int:
        """Return how far the characters from ``start`` on reach without squeezing."""
        text = self._text
        fit = self._m.fit(start, room)
        if fit >= len(text):
            return len(text)
        fit = max(fit, start + 1)
        if COMBINING.match(text, fit):
            return self._with_marks(start, fit, room)
        gap = self._m.shifts.get(fit, 0.0)
        if gap > 0 and self._m.length(start, fit + 1) - gap <= room + NEARLY:
            return fit + 1  # what is added behind it is not, at the end of a line
        return fit

    def _with_marks(self, start: int, fit: int, room: float) -> int:
        """Return the end of a line that would come between a character and marks over it."""
        text, behind = self._text, fit
        while behind < len(text) and COMBINING.match(text, behind):
            behind += 1
        if self._m.length(start, behind) <= room + NEARLY:
            return behind
        while fit > start and COMBINING.match(text, fit):
            fit -= 1
        return fit if fit > start else behind

    def _best_ends(self) -> list[int]:
        """Return the ends of lines that are best for the paragraph as a whole (after Knuth and Plass).

        The cost of a line grows with the square of what it must be squeezed or stretched. After each line
        only the cheapest ways to get so far are followed on.
        """
        length = len(self._text)
        ways: dict[int, _Way] = {0: _Way(0.0, 0, None)}
        best: _Way | None = None
        while ways:
            longer: dict[int, _Way] = {}
            for start, way in ways.items():
                for end, cost in self._candidates(start):
                    total = way.cost + cost
                    if end >= length:
                        best = _Way(total, end, way) if not best or total < best.cost else best
                    elif end not in longer or total < longer[end].cost:
                        longer[end] = _Way(total, end, way)
            ways = dict(sorted(longer.items(), key=lambda item: item[1].cost)[:_WAYS])
        return _ends_of(best)

    def _candidates(self, start: int) -> Iterator[tuple[int, float]]:
        """Yield places where a line from ``start`` may end, and what that costs."""
        surely = self._line_end(start)
        room = self._begin(start)[1]
        fit = self._fit(start, room)
        found = False
        for end in range(max(start + 1, fit - _LOOKBEHIND), min(fit + _LOOKAHEAD, len(self._text)) + 1):
            if self._may_break(end) and (cost := self._cost(start, end, room)) is not None:
                found |= self._with_spaces(end) == surely
                yield self._with_spaces(end), cost
        if not found:
            yield surely, _DESPERATE

    def _cost(self, start: int, end: int, room: float) -> float | None:
        """Return what a line costs, or None if it cannot be set."""
        excess = self._excess(start, end, room)
        if excess > 0:
            squeezable = self._squeezable(start, end)
            return None if excess > squeezable else _PER_LINE + (excess / squeezable) ** 2
        if end >= len(self._text):
            return _LONELY if self._is_lonely(start) else _PER_LINE
        loose = self._looseness(start, end)
        return None if loose is None else _PER_LINE + (loose / _COMFORTABLE) ** 2

    def _phrased_ends(self, count: int) -> list[int]:
        """Return where so many lines end, or one more, that part words least and are as long as they should.

        There are none if no way leaves all lines as they are, without squeezing one.
        """
        parting = Parting(self._text)
        least = self._phrased_way(count, parting)
        more = self._phrased_way(count + 1, parting)
        if more and (least is None or more.cost + _ANOTHER_LINE < least.cost):
            least = more
        return _ends_of(least)

    def _phrased_way(self, count: int, parting: Parting) -> _Way | None:
        """Return the cheapest way to part the text into so many lines."""
        ways = {0: _Way(0.0, 0, None)}
        for number in range(count):
            longer: dict[int, _Way] = {}
            wanted = self._wanted(number, count)
            for start, way in ways.items():
                for end in self._ends_from(start, is_last=number + 1 == count):
                    cost = way.cost + self._unlike(start, end, wanted)
                    if end < len(self._text):
                        cost += parting.cost(end)
                    if end not in longer or cost < longer[end].cost:
                        longer[end] = _Way(cost, end, way)
            ways = longer
        return ways.get(len(self._text))

    def _ends_from(self, start: int, *, is_last: bool) -> Iterator[int]:
        """Yield where a line may end that begins at ``start`` and is not squeezed."""
        length = len(self._text)
        fit = self._fit(start, self._begin(start)[1]) if start < length else start
        if is_last:
            yield from (length,) if start < fit == length else ()
            return
        for end in range(start + 1, min(fit, length - 1) + 1):
            if self._may_break(end) and (spaced := self._with_spaces(end)) < length:
                yield spaced

    def _wanted(self, number: int, count: int) -> float | None:
        """Return how long a line should be, or None if that does not matter."""
        if self._paragraph.balanced:
            # Three lines or more are longer in the middle than at both ends, not the other way round.
            average = self._m.length(0, len(self._text)) / count
            ends = count > _SEVERAL and number in (0, count - 1)
            return average * (_SHORTER if ends else 1.0)
        return None if number + 1 == count else (self._later if number else self._first)[1]

    def _unlike(self, start: int, end: int, wanted: float | None) -> float:
        """Return what it costs that a line is not as long as it should be."""
        length = self._m.length(start, self._visible(start, end))
        if wanted is None:
            wanted = max(length, self._later[1] * _SHORTEST_LAST)
        return ((length - wanted) / EM) ** 2 * (1.0 if self._paragraph.balanced else _RAGGED)

    def _begin(self, start: int) -> tuple[float, float]:
        """Return where a line begins and how much room it has.

        But for the first of a paragraph, it leaves out the blank half before an opening mark.
        """
        if not start:
            x, room = self._first
            if not self._m.offset:
                return x, room
        x, room = self._later
        if self._text[start] in self._m.marks.blank_before:
            return x - HALF, room + HALF
        return x, room

    def _with_spaces(self, end: int) -> int:
        """Spaces at the end of a line stand outside it."""
        while end < len(self._text) and self._text[end] == " ":
            end += 1
        return end

    def _visible(self, start: int, end: int) -> int:
        """Return the end of a line without the spaces there; in a title, those between names too."""
        spaces = " \u3000" if self._paragraph.phrased else " "
        while end > start + 1 and self._text[end - 1] in spaces:
            end -= 1
        return end

    def _may_break(self, at: int) -> bool:
        """Say whether a line may end before the character ``at``."""
        text = self._text
        if at >= len(text):
            return True
        before, after = text[at - 1], text[at]
        if "\u3400" <= before <= "\u9fff" and "\u3400" <= after <= "\u9fff":
            return at not in self._m.tied
        front, behind = self._visible(0, at), self._with_spaces(at)
        if behind >= len(text):
            return True
        before, after = text[front - 1], text[behind]
        if after in NOT_AT_START or before in NOT_AT_END or at in self._m.tied or "\u00a0" in (before, after):
            return False
        if _DIGIT.match(before) and self._goes_with_number(behind, apart=behind > front):
            return False
        if behind > front:
            return True
        if COMBINING.match(after) or (before == "’" and IN_WORD.match(after) and IN_WORD.match(text, at - 2)):
            return False
        if IN_WORD.match(before) and IN_WORD.match(after):
            return before in _AFTER_WORD_BREAK and self._may_part(at)
        return True

    def _goes_with_number(self, at: int, *, apart: bool) -> bool:
        """Say whether what follows a number, perhaps behind a space, is its unit or its next figure."""
        if self._text[at] in _HAN_UNIT or _LATIN_UNIT.match(self._text, at):
            return True
        return not apart and bool(_DIGIT.match(self._text, at))

    def _may_part(self, at: int) -> bool:
        """Say whether a word may be parted behind a sign: an address may, but not A/B, nor inside ://."""
        text = self._text
        if text[at - 1] not in "/\\":
            return True
        if text[at] == "/" or text[at - 2 : at - 1] in (":", "/"):
            return False
        start, end = at, at
        while start and at - start < _ADDRESS and IN_WORD.match(text, start - 1):
            start -= 1
        while end < len(text) and end - at < _ADDRESS and IN_WORD.match(text, end):
            end += 1
        return end - start >= _ADDRESS

    def _excess(self, start: int, end: int, room: float) -> float:
        """How much too wide a line would be, with its last mark cut to half."""
        last = self._visible(start, end) - 1
        natural = self._m.length(start, last + 1) - self._behind(last)
        return natural - room - self._cut(last)

    def _behind(self, last: int) -> float:
        """Return what is added behind a character, but not at the end of a line."""
        shift = self._m.shifts.get(last, 0.0)
        return 0.0 if shift and COMBINING.match(self._text, last) else shift

    def _cut(self, at: int) -> float:
        """Return how much of a line's last character may stand outside the text area."""
        if self._paragraph.hanging and self._text[at] in _HANGING:
            return EM
        return HALF if self._text[at] in self._m.marks.blank_after else 0.0

    def _squeezable(self, start: int, end: int) -> float:
        """Return how much can be taken away inside a line."""
        giving, given = self._m.giving, self._m.given
        last = self._visible(start, end) - 1
        return given[bisect_left(giving, last)] - given[bisect_left(giving, start)]

    def _looseness(self, start: int, end: int) -> float | None:
        """Return what each place of a line takes when it is filled; None if it would be visibly loose."""
        visible = self._visible(start, end)
        last = visible - 1
        natural = self._m.length(start, visible) - self._behind(last)
        slack = max(0.0, self._begin(start)[1] - natural)
        elastic = len(between(self._m.elastic, start, last))
        places = last - start - len(between(self._m.rigid, start, last))
        found = _shares(slack, places, elastic)
        return found[0] if found else None

    # What a line looks like.

    def _line(self, start: int, end: int) -> Line:
        m, paragraph = self._m, self._paragraph
        visible = self._visible(start, end)
        last = visible - 1
        x, room = self._begin(start)
        shifts = {at: m.shifts[at] for at in between(m.shifted, start, last)} if m.shifted else {}
        slack = room - m.length(start, visible) + self._behind(last)
        stretch = 0.0
        if slack < -NEARLY:
            slack = min(0.0, slack + self._cut(last))
            if slack:
                slack = self._squeeze(start, last, -slack, shifts)
        elif slack > NEARLY and start < self._apart < visible:
            shifts[self._apart - 1] = shifts.get(self._apart - 1, 0.0) + slack
        elif slack > NEARLY and start == self._apart:
            x += slack
        elif slack > NEARLY and paragraph.justify and not (end >= len(self._text) and m.ends_paragraph):
            stretch = self._stretch(start, last, slack, shifts)
        match paragraph.align:
            case "center":
                x += slack / 2
            case "end":
                x += slack
            case "start":
                pass
        at = m.offset
        if at and shifts:
            shifts = {key + at: value for key, value in shifts.items()}
        line = Line(start + at, end + at, x, stretch, shifts or _NOTHING)
        return line._replace(readings=self._readings(line)) if paragraph.readings else line

    def _squeeze(self, start: int, last: int, excess: float, shifts: dict[int, float]) -> float:
        """Take ``excess`` away, from each place its share; return what is left of it, negated."""
        m = self._m
        first, end = bisect_left(m.giving, start), bisect_left(m.giving, last)
        squeezable = m.given[end] - m.given[first]
        if not squeezable:
            return -excess
        share = min(1.0, excess / squeezable)
        for index in range(first, end):
            at = m.giving[index]
            shifts[at] = shifts.get(at, 0.0) - share * (m.given[index + 1] - m.given[index])
        return min(0.0, squeezable - excess)

    def _stretch(self, start: int, last: int, slack: float, shifts: dict[int, float]) -> float:
        """Fill a line; return what is added after each character, ``shifts`` holding what differs from it."""
        m = self._m
        elastic = between(m.elastic, start, last) if m.elastic else []
        rigid = between(m.rigid, start, last) if m.rigid else []
        places = last - start - len(rigid)
        if not (found := _shares(slack, places, len(elastic))):
            return 0.0
        stretch, more = found
        for at in elastic:
            shifts[at] = shifts.get(at, 0.0) + more
        if not stretch or not rigid:
            return stretch
        if len(rigid) <= places:
            for at in rigid:
                shifts[at] = shifts.get(at, 0.0) - stretch
            return stretch
        for at in set(range(start, last)).difference(rigid):
            shifts[at] = shifts.get(at, 0.0) + stretch
        return 0.0

    def _readings(self, line: Line) -> tuple[SetReading, ...]:
        found = self._paragraph.readings_between(line.start, line.end)
        if not found:
            return ()
        edges, widths = line.edges(self._paragraph), self._paragraph.widths(line.start, line.end)
        above: list[tuple[Reading, float]] = []
        beside: list[SetReading] = []
        for reading in found:
            first, last = reading.start - line.start, min(reading.end, line.end) - line.start
            end = edges[first]
            if last > first:
                end = edges[last - 1] + widths[last - 1]
            if reading.beside:
                beside.append(SetReading(reading, edges[first] if self._paragraph.vertical else end))
            else:
                above.append((reading, (edges[first] + end) / 2))
        placed = [*set_readings(above, 0.0, self._measure), *beside]
        return tuple(sorted(placed, key=lambda set_reading: set_reading.reading.start))
