"""Undo what a pinyin inserter did to characters it cut in two.

Such a program worked on the bytes of GBK text, and where the last byte of one character and
the first of the next looked like a character it knew, it put a reading between them:
``域?qū)I(yè)化`` was 域專業化. ``candidates.py`` finds what may have stood there, by the bytes;
``evidence.py`` weighs that by words.

What this promises: a spot is repaired only where one answer is far likelier than every other.
Where there is doubt, the text stays as it is. Either way a notice tells.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from math import inf
from typing import TYPE_CHECKING

from docconvert.chars import HAN
from docconvert.notices import Notice
from docconvert.reading.repair.bytes import NARROW, TONED, gloss, torn_gloss
from docconvert.reading.repair.candidates import LONGEST, Candidate, candidates, narrowed_candidates

if TYPE_CHECKING:
    from docconvert.notices import Notify
    from docconvert.reading.repair.evidence import Evidence

_MARGIN = 7.5
_MARGIN_HIDDEN = 10.0
_MARGIN_SEEN = 4.5
"""How much likelier the best answer must be, as a logarithm: 2,000 times; 20,000 times where a part was
not shown; 90 times where the same characters stand in the text, undamaged, more than once."""

_MOST_COMPARED = 4
"""Answers that are looked for in the text, each with its neighbours, where the margin does not tell."""

_LEAST_LIKELY = -8.0
"""For each character, as a logarithm; an answer below that is no Chinese."""

_BEFORE = 6
"""Characters back from a damaged reading in which a narrowed mark may have begun the run."""

_MOST_SEARCHES = 3000
"""Spots of one text that are searched; each takes some hundredths of a second."""


@cache
def _damage() -> re.Pattern[str]:
    return re.compile(rf"(?<=[{HAN}，。、；：！》”])\?{TONED}\)")


def repair_damage(text: str, *, notify: Notify) -> str:
    """Return ``text`` with the characters restored that a pinyin inserter cut in two.

    Args:
        text: the decoded text of a whole file.
        notify: told of each repair, and of each spot that stays damaged.
    """
    if "?" not in text or ")" not in text or not _damage().search(text):
        return text
    # Counts of words and readings are read for damaged texts only.
    from docconvert.reading.repair.evidence import Evidence

    search = _Search(Evidence(text))
    lines = text.splitlines(keepends=True)
    return "".join(_repair_line(line, number, search, notify) for number, line in enumerate(lines, 1))


def _repair_line(line: str, number: int, search: _Search, notify: Notify) -> str:
    parts: list[str] = []
    end = doubtful = depth = counted = 0
    for found in _damage().finditer(line):
        mark = found.start()
        if mark < end:
            continue
        depth = _depth(line[counted:mark], depth)
        counted = mark
        decided = None
        # A bracket that is open may be what the reading's own closes: then somebody wrote it so.
        if mark >= doubtful and not depth:
            answers = search.answers(line, mark, end)
            decided = _decide(answers, line, search.evidence)
            # What stands in a run that could not be undone is no firm ground itself.
            doubtful = max([answer.end for answer in answers], default=mark + _BEFORE)
        if decided:
            notify(_repaired(line, decided, number))
            parts += [line[end : decided.start], decided.new]
            end = decided.end
        else:
            notify(_left(line, found, number))
    return "".join([*parts, line[end:]])


def _depth(text: str, depth: int) -> int:
    """Return how many brackets are open behind ``text``, with ``depth`` open before it."""
    for bracket in re.findall(r"[()]", text):
        depth = depth + 1 if bracket == "(" else max(0, depth - 1)
    return depth


class _Search:
    """Answers for the spots of one text; what looks alike is searched once."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._found: dict[tuple[str, int], list[Candidate]] = {}

    def answers(self, line: str, mark: int, start: int) -> list[Candidate]:
        """Return what may have stood at ``mark``; nothing before ``start`` is looked at."""
        low = max(start, mark - LONGEST)
        window = line[low : mark + 3 * LONGEST].rstrip("\n")
        key = window, mark - low
        if key not in self._found:
            if len(self._found) >= _MOST_SEARCHES:
                return []
            self._found[key] = self._search(*key)
        return [found._replace(start=found.start + low, end=found.end + low) for found in self._found[key]]

    def _search(self, line: str, mark: int) -> list[Candidate]:
        if found := candidates(line, mark, _last(line, mark), self.evidence):
            return found
        torn = torn_gloss().match(line, mark + 1)
        begin = line.find("?", max(1, mark - _BEFORE), mark)
        if begin < 0 or not torn:
            return []
        return narrowed_candidates(line, begin, torn.end(), _last(line, begin), self.evidence)


def _last(line: str, at: int) -> str:
    """Return the last character before ``at`` that is no reading's."""
    return (gloss().sub("", line[:at]) or line)[-1]


def _decide(answers: list[Candidate], line: str, evidence: Evidence) -> Candidate | None:
    """Return the best of ``answers``, or None if there is doubt."""
    if not answers:
        return None
    best, *others = answers
    if best.each < _LEAST_LIKELY or not evidence.knows(best.plain):
        return None
    margin = best.score - others[0].score if others else inf
    seen = best.plain[-1] not in NARROW and evidence.count(best.plain) > 1
    if margin >= (_MARGIN_SEEN if seen else _MARGIN_HIDDEN if best.hidden else _MARGIN):
        return best
    proved = [answer for answer in answers[:_MOST_COMPARED] if evidence.count(_between(line, answer))]
    return best if proved == [best] and len(best.plain) > 1 else None


def _between(line: str, answer: Candidate) -> str:
    """Return what is restored, with its neighbours."""
    before = line[max(0, answer.start - LONGEST) : answer.start]
    after = gloss().sub("", line[answer.end : answer.end + LONGEST])
    return _last(before, len(before)) + answer.plain + after[:1]


def _repaired(line: str, answer: Candidate, number: int) -> Notice:
    """Return the notice of a repair; ``removed`` and ``added`` leave out the readings that stay."""
    before, shown = line[answer.start - 1], line[answer.start : answer.end]
    after = line[answer.end : answer.end + 1].strip()
    kept = _same_at_end(shown, answer.new)
    return Notice(
        "reading-repaired",
        f"…{before}{shown}{after}… repaired to {before}{answer.plain}{after}",
        line=number,
        removed="".join(shown[: len(shown) - kept].split()),
        added="".join(answer.new[: len(answer.new) - kept].split()),
    )


def _same_at_end(first: str, second: str) -> int:
    """Return how many characters at their ends two texts have in common."""
    pairs = zip(reversed(first), reversed(second), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _left(line: str, found: re.Match[str], number: int) -> Notice:
    around = line[max(0, found.start() - 2) : found.end() + 2].strip()
    return Notice(
        "reading-damaged",
        f"a reading was inserted into a character here: …{around}… ; please correct the source",
        line=number,
    )
