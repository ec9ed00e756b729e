"""What may have stood where a reading was put into the middle of a character.

The program looked at every two bytes of GBK text. In 展營造, D5B9 A049 D4EC, it saw B9A0, 範, and
wrote D5B9 A0 ``(fàn)`` 49 D4EC. Then A0 found ``(`` in the place of its partner and became
``?``, and 49 stood alone as ``I``: 展?fàn)I造. Of A0 we know that B9 A0 reads fàn.

Where the second byte of the cut character is none of ASCII, it takes the first of the next
character for its partner, and so on: what is shown is made of second halves and first halves,
until a byte of ASCII or a reading behind a true character sets it right. Going along, we undo
this: a first half is *pending*, and what is shown next begins with its second half.

Such a pair may also lie in the areas that GBK leaves to its users. Then it was not shown at
all; 專業, 8CA3 9849, lost A398 that way, and any first half may be pending. What was likeliest,
words decide: the search keeps a few best ways at each character (a beam).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docconvert.reading.repair.bytes import (
    character_of,
    gloss,
    lone_byte,
    pair_of,
    read_as,
    reads,
    torn_gloss,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docconvert.reading.repair.evidence import Evidence

LONGEST = 28
"""Characters of a line, readings and all, that one spot is searched along."""

_BEAM = 12
_THROUGH_HIDDEN = (8, 1)
"""How many ways at each character are continued through one pair not shown, and through two."""

_MOST_HIDDEN = 3
_FAR_BEHIND = 20.0
_CONTRADICTION = 9.0
"""Taken off a way in which the program treats a character otherwise than elsewhere in the text."""

_FREE_CHOICE = 4.0
"""Taken off for each pair not shown: of so many that could stand there, one always looks likely."""

_HIDDEN = (
    ((*range(0xAA, 0xB0), *range(0xF8, 0xFF)), tuple(range(0xA1, 0xFF))),
    (tuple(range(0xA1, 0xA8)), tuple(range(0x81, 0xA1))),
)
"""The areas for users: how a pair begins, and how it goes on."""

_NARROWED = (0xA1, 0xA8, 0xA9, 0xAC, 0xBA, 0xBB, 0xBF)
"""Second bytes of the full-width marks the program narrowed; their first is A3."""


class Candidate(NamedTuple):
    """One way to undo the damage: ``new`` for what stands from ``start`` to ``end``.

    ``new`` holds the readings that belong to restored characters, ``plain`` does not. ``score`` is
    the logarithm of how likely the line is with it, ``each`` that of ``plain`` for one
    character. ``hidden`` counts the pairs that were not shown.
    """

    start: int
    end: int
    new: str
    plain: str
    score: float
    each: float
    hidden: int


class _Path(NamedTuple):
    """How far a run is undone: up to ``at``, with the first half of a character ``pending``.

    ``plain`` begins with the character before the run. ``cut`` says that the program
    cannot have put a reading behind the next character, having used up its first half.
    """

    at: int
    pending: tuple[int, ...]
    new: str
    plain: str
    score: float = 0.0
    hidden: int = 0
    cut: bool = True


def candidates(line: str, mark: int, before: str, evidence: Evidence) -> list[Candidate]:
    """Return the ways to undo what the ``?`` at ``mark`` shows, the likeliest first.

    Args:
        line: the damaged line.
        mark: where the ``?`` stands, that a reading without an opening bracket follows.
        before: the last true character before it.
        evidence: what is known of words.
    """
    found = torn_gloss().match(line, mark + 1)
    shown = pair_of(line[mark - 1]) if mark else b""
    if not found or not shown:
        return []
    firsts = [pair_of(straddling)[1] for straddling in read_as(shown[1], found["syllable"])]
    paths = [_Path(found.end(), (first,), "", before) for first in firsts]
    return _search(line, mark, paths, evidence)


def narrowed_candidates(line: str, mark: int, end: int, before: str, evidence: Evidence) -> list[Candidate]:
    """Return the ways to undo a run that a narrowed mark began: in 。《, A1A3 A1B6, A3A1 looked like ！.

    Args:
        line: the damaged line.
        mark: where the ``?`` stands that the mark went into.
        end: how far the run must go: there a reading has lost its opening bracket.
        before: the last true character before it.
        evidence: what is known of words.
    """
    paths = [
        _Path(mark + 1, (first,), true, before + true, evidence.likelihood(before, true), 1, cut=False)
        for true in evidence.ending(0xA3)
        for first in _NARROWED
    ]
    return [found for found in _search(line, mark, paths, evidence) if found.end >= end]


def _search(line: str, mark: int, paths: list[_Path], evidence: Evidence) -> list[Candidate]:
    waiting: dict[int, list[_Path]] = {}
    for path in paths:
        waiting.setdefault(path.at, []).append(path)
    done: list[_Path] = []
    for at in range(mark, min(len(line), mark + LONGEST)):
        for path in _with_hidden(_best(waiting.pop(at, [])), evidence):
            for longer in _step(line, path, evidence):
                if longer.pending:
                    waiting.setdefault(longer.at, []).append(longer)
                else:
                    done.append(longer)
    return _compare(line, mark, _best(done), evidence)


def _compare(line: str, mark: int, done: list[_Path], evidence: Evidence) -> list[Candidate]:
    """Return what ``done`` makes of the line, judged up to the same place, each result once."""
    end = max((path.at for path in done), default=0)
    after = gloss().sub("", line[end : end + LONGEST])[:2]
    results: dict[str, Candidate] = {}
    for path in done:
        rest = line[path.at : end]
        score = path.score + evidence.score(path.plain[-1] + gloss().sub("", rest) + after)
        result = Candidate(
            mark,
            path.at,
            path.new,
            path.plain[1:],
            score,
            score / (len(path.plain) - 1 + len(gloss().sub("", rest) + after)),
            path.hidden,
        )
        if path.new + rest not in results or results[path.new + rest].score < score:
            results[path.new + rest] = result
    return sorted(results.values(), key=lambda result: -result.score)


def _best(paths: list[_Path]) -> list[_Path]:
    """Return the likeliest of ``paths``; of those that can only go on alike, two: the second is the doubt."""
    paths = sorted(paths, key=lambda path: -path.score)
    alike: dict[tuple[int, tuple[int, ...], str], int] = {}
    kept: list[_Path] = []
    for path in paths:
        key = (path.at, path.pending, path.plain[-1])
        if len(kept) == _BEAM or path.score < paths[0].score - _FAR_BEHIND:
            break
        alike[key] = alike.get(key, 0) + 1
        if alike[key] <= 2:
            kept.append(path)
    return kept


def _with_hidden(paths: list[_Path], evidence: Evidence) -> list[_Path]:
    """Add to ``paths`` those that go through pairs not shown."""
    latest = paths
    for most in _THROUGH_HIDDEN:
        latest = _best([longer for path in latest[:most] for longer in _through_hidden(path, evidence)])
        paths = paths + latest
    return paths


def _through_hidden(path: _Path, evidence: Evidence) -> Iterator[_Path]:
    if path.hidden < _MOST_HIDDEN:
        for seconds, firsts in _HIDDEN:
            for second in seconds:
                for true in _true(path, second, evidence):
                    longer = _grown(path, true, path.at, evidence)
                    yield longer._replace(
                        pending=firsts, hidden=path.hidden + 1, score=longer.score - _FREE_CHOICE
                    )


def _step(line: str, path: _Path, evidence: Evidence) -> Iterator[_Path]:
    """Yield the ways to understand the next shown character; a way without a pending half is set right."""
    character = line[path.at]
    if character == "?":
        if found := torn_gloss().match(line, path.at + 1):
            yield from _own_reading(path, found["syllable"], found.end(), evidence)
        else:
            yield from _lost_mark(line, path, evidence)
    elif byte := lone_byte(character):
        yield from _set_right(line, path, byte, evidence)
    elif (pair := pair_of(character)) and pair[1] > 0x80:
        yield from _shifted(line, path, pair, evidence)


def _own_reading(path: _Path, syllable: str, end: int, evidence: Evidence) -> Iterator[_Path]:
    """Yield the characters whose second half was lost before their own reading."""
    for first in path.pending:
        for true in read_as(first, syllable):
            yield _grown(path, true, end, evidence, f"({syllable})")


def _lost_mark(line: str, path: _Path, evidence: Evidence) -> Iterator[_Path]:
    """Yield the characters whose second half was lost, with a narrowed mark or at the end of the line."""
    ends = not line[path.at + 1 :].strip()
    if len(path.pending) > 1 or not (ends or evidence.marks):
        return
    for true in evidence.beginning(path.pending[0]):
        longer = _grown(path, true, path.at + 1, evidence)
        for mark in ("", *evidence.marks) if ends else evidence.marks:
            score = longer.score + evidence.likelihood(true, mark or "\n")
            yield longer._replace(new=longer.new + mark, plain=longer.plain + mark, score=score)


def _set_right(line: str, path: _Path, second: int, evidence: Evidence) -> Iterator[_Path]:
    """Yield the characters whose second half is shown as a letter, if the reading behind fits."""
    found = gloss().match(line, path.at + 1)
    for true in _true(path, second, evidence):
        if not found:
            yield _grown(path, true, path.at + 1, evidence)
        elif reads(true, found["syllable"]):
            yield _grown(path, true, found.end(), evidence, found[0])


def _shifted(line: str, path: _Path, pair: bytes, evidence: Evidence) -> Iterator[_Path]:
    """Yield the characters that end in the first half of what is shown, and wait for the next."""
    character = line[path.at]
    found = gloss().match(line, path.at + 1)
    if found and not reads(character, found["syllable"]):
        return
    off = _CONTRADICTION if not found and character in evidence.annotated else 0.0
    end = found.end() if found else path.at + 1
    for true in _true(path, pair[0], evidence):
        longer = _grown(path, true, end, evidence)
        yield longer._replace(pending=(pair[1],), score=longer.score - off, cut=bool(found))


def _true(path: _Path, second: int, evidence: Evidence) -> Iterable[str]:
    """Return the characters that a pending half and ``second`` make."""
    if len(path.pending) == 1:
        true = character_of(path.pending[0], second)
        return (true,) if true else ()
    low, high = path.pending[0], path.pending[-1]
    return [true for true in evidence.ending(second) if low <= pair_of(true)[0] <= high]


def _grown(path: _Path, true: str, at: int, evidence: Evidence, reading: str = "") -> _Path:
    score = path.score + evidence.likelihood(path.plain[-1], true)
    if reading:
        score -= _CONTRADICTION * ((true in evidence.bare) + path.cut)
    elif true in evidence.annotated and not path.cut:
        score -= _CONTRADICTION
    return _Path(at, (), path.new + true + reading, path.plain + true, score, path.hidden, cut=False)
