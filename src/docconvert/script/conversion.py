"""One conversion: a chain of tables, as an OpenCC configuration describes it.

OpenCC's order is kept. The text is cut into the words of the first table, leftmost and longest
first, and the gaps between them; every step of the chain then works inside such a segment and
never across two. Sequences that describe a character (⿰木目) stay as they are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache, cached_property
from itertools import compress
from operator import ne
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from docconvert.edits import Edit
from docconvert.script.descriptions import without_descriptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docconvert.script.matcher import Hit, Matcher
    from docconvert.script.usage import Usage

_Found = TypeVar("_Found")

_RECURS = 4
"""Words of up to so many characters come again and again; longer gaps do not."""

_REMEMBERED = 100_000

_REACH = 3
"""Characters on either side of one that are looked at for a word that has it."""


class Choice(NamedTuple):
    """Characters of the source that could have become something else, too."""

    start: int
    end: int
    new: str
    others: tuple[str, ...]
    """What else they could have become; the usual first."""


class Conversion:
    """A chain of steps.

    Args:
        steps: what is replaced, one step after the other.
        segmenter: the table whose words no step may cut or join with others; often the first
            step itself. Without one the text is one segment.
        normalization: characters exchanged before anything else, by code point.
        charset: what candidates are in; all are some if it is empty.
        usage: how usual characters are. Without it all that change are in doubt, and none that stay.
    """

    def __init__(
        self,
        steps: Sequence[Matcher],
        segmenter: Matcher | None = None,
        normalization: dict[int, str] | None = None,
        *,
        charset: str = "",
        usage: Usage | None = None,
    ) -> None:
        self._steps = list(steps)
        self._segmenter = segmenter
        self._normalization = normalization or {}
        cuts_itself = segmenter is None or segmenter is self._steps[0]
        # Then the first step finds in the whole text the words it finds in segments; and single
        # characters, if the later steps know nothing else, cannot reach across two.
        self._apart = cuts_itself and all(step.only_characters for step in self._steps[1:])
        self._at_once = segmenter is None or self._apart
        self._converted = _remembered(self._through)
        self._edits_of = _remembered(lambda segment: self._found_edits(segment, segment))
        self._choices_of = _remembered(self._found_choices)
        self._charset = charset
        self._usage = usage
        self._candidates = cache(self._found_candidates)

    @cached_property
    def keeps_length(self) -> bool:
        """Whether all results are as long as their sources."""
        return not any(step.unequal for step in self._steps)

    def convert(self, text: str) -> str:
        """Return ``text`` converted."""
        parts: list[str] = []
        done = 0
        for start, end in without_descriptions(text):
            parts += text[done:start], self._converted_part(text[start:end])
            done = end
        return "".join(parts) + text[done:]

    def words(self, text: str) -> Iterator[Hit]:
        """Yield the words found in ``text`` that the conversion begins with."""
        return self._steps[0].words(text)

    def edits(self, text: str) -> list[Edit]:
        """Return what to change in ``text``, in order and not overlapping.

        Where an edit is as long as what it replaces, each character took the place of one.
        """
        if self.keeps_length:
            return differences(text, self.convert(text))
        return [
            Edit(start + edit.start, start + edit.end, edit.new)
            for first, last in without_descriptions(text)
            for start, edit in self._edits_in_part(text[first:last], first)
        ]

    def choices(self, text: str) -> list[Choice]:
        """Return where a table had more than one candidate that is worth telling of."""
        return [
            choice._replace(start=start + choice.start, end=start + choice.end)
            for first, last in without_descriptions(text)
            for start, choice in self._choices_in_part(text[first:last], first)
        ]

    def _converted_part(self, text: str) -> str:
        text = self._normalized(text)
        if self._at_once:
            return self._through(text)
        return "".join(self._converted(text[start:end]) for start, end in self._segments(text))

    def _edits_in_part(self, text: str, offset: int) -> Iterator[tuple[int, Edit]]:
        """Yield the edits of each segment, and where it begins."""
        normal = self._normalized(text)
        for start, end in self._segments(normal):
            segment, source = normal[start:end], text[start:end]
            same = segment == source
            for edit in self._edits_of(segment) if same else self._found_edits(segment, source):
                yield offset + start, edit

    def _choices_in_part(self, text: str, offset: int) -> Iterator[tuple[int, Choice]]:
        normal = self._normalized(text)
        for start, end in self._doubtful(normal) if self._apart else self._segments(normal):
            for choice in self._choices_of(normal[start:end]):
                if not self._is_in_a_cut_word(normal, start + choice.start, choice):
                    yield offset + start, choice

    def _is_in_a_cut_word(self, text: str, at: int, choice: Choice) -> bool:
        """Say whether a character stays as it does in a word that another cut: 面 of 在后面 behind 在后."""
        if choice.new != text[at : at + choice.end - choice.start]:
            return False
        words = self._steps[0].entries
        return any(
            words.get(text[start:end], "")[at - start : at - start + 1] == choice.new
            for start in range(max(0, at - _REACH), at)
            for end in range(at + 1, at + _REACH + 1)
        )

    def _normalized(self, text: str) -> str:
        return text.translate(self._normalization) if self._normalization else text

    def _segments(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the words of the segmenter stand, and the gaps between them."""
        end = 0
        for word in self._segmenter.words(text) if self._segmenter else ():
            if word.start > end:
                yield end, word.start
            yield word.start, word.end
            end = word.end
        if end < len(text):
            yield end, len(text)

    def _doubtful(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the words of the first step, and single doubtful characters between them."""
        end = 0
        for start, stop, _ in self._steps[0].words(text):
            yield from ((at, at + 1) for at in range(end, start) if text[at] in self._doubtful_characters)
            yield start, stop
            end = stop
        yield from ((at, at + 1) for at in range(end, len(text)) if text[at] in self._doubtful_characters)

    @cached_property
    def _doubtful_characters(self) -> frozenset[str]:
        known = {key for step in self._steps for key in step.entries if len(key) == 1}
        return frozenset(filter(self._may_doubt, known))

    def _through(self, segment: str) -> str:
        return self._through_rest(segment, 0)

    def _through_rest(self, segment: str, first: int) -> str:
        for step in self._steps[first:]:
            segment = step.replace(segment)
        return segment

    def _found_edits(self, segment: str, source: str) -> list[Edit]:
        """Return what to change in ``source``, whose normal form is ``segment``."""
        new = segment
        for step in self._steps:
            if not step.is_aligned(new):
                return self._traced(segment).edits(source)
            new = step.replace(new)
        return differences(source, new)

    def _found_choices(self, segment: str) -> list[Choice]:
        return self._traced(segment).choices() if self._may_doubt(segment) else []

    def _may_doubt(self, segment: str) -> bool:
        for at, step in enumerate(self._steps):
            if at == 0 and self._apart and len(segment) > 1:
                doubt = segment in step.several  # it is a word of this step: see _doubtful
            else:
                doubt = step.may_doubt(segment)
            if doubt:
                return True
            if at + 1 < len(self._steps):
                segment = step.replace(segment)
        return False

    def _traced(self, segment: str) -> _Trace:
        trace = _Trace(segment)
        for number, step in enumerate(self._steps, 1):
            for hit, key in trace.apply(step):
                trace.doubt(hit, self._candidates(number, key))
        return trace

    def _found_candidates(self, number: int, key: str) -> tuple[str, ...]:
        """Return what an entry of a step could become in the end, as far as it is worth telling."""
        usual, *others = self._steps[number - 1].several[key]
        if len(key) == 1 and self._usage:
            stays = usual == key
            others = [each for each in others if self._usage.is_worth_telling(each, usual, stays=stays)]
        elif usual == key:
            return ()
        found = {self._through_rest(usual, number): None}
        for other in others:
            result = self._through_rest(other, number)
            if not self._charset or _has(self._charset, other) or _has(self._charset, result):
                found[result] = None
        return tuple(found)


def _has(charset: str, text: str) -> bool:
    try:
        return bool(text.encode(charset))
    except UnicodeEncodeError:
        return False


def _remembered(find: Callable[[str], _Found]) -> Callable[[str], _Found]:
    """Return a function that finds the same and remembers it for short segments."""
    known: dict[str, _Found] = {}

    def recall(segment: str) -> _Found:
        if (found := known.get(segment)) is None:
            found = find(segment)
            if len(segment) <= _RECURS and len(known) < _REMEMBERED:
                known[segment] = found
        return found

    return recall


class _Trace:
    """A segment on its way through the steps: each character knows what it came from."""

    def __init__(self, segment: str) -> None:
        self._text = segment
        self._origins = [(at, at + 1) for at in range(len(segment))]
        self._doubts: dict[tuple[int, int], tuple[str, ...]] = {}

    def apply(self, step: Matcher) -> list[tuple[tuple[int, int], str]]:
        """Let a step replace what it finds; return where it had several candidates, and for what."""
        doubts: list[tuple[tuple[int, int], str]] = []
        text: list[str] = []
        origins: list[tuple[int, int]] = []
        end = 0
        for start, stop, key in step.hits(self._text):
            text.append(self._text[end:start])
            origins += self._origins[end:start]
            new = step.entries[key]
            text.append(new)
            whole = self._origins[start][0], self._origins[stop - 1][1]
            origins += self._origins[start:stop] if len(new) == len(key) else [whole] * len(new)
            if key in step.several:
                doubts.append((whole, key))
            end = stop
        self._text = "".join(text) + self._text[end:]
        self._origins = origins + self._origins[end:]
        return doubts

    def doubt(self, origin: tuple[int, int], candidates: tuple[str, ...]) -> None:
        """Keep what the characters at ``origin`` could have become; the first step to say so is heard."""
        self._doubts.setdefault(origin, candidates)

    def edits(self, source: str) -> list[Edit]:
        """Return what changed against ``source``."""
        return [Edit(start, end, new) for start, end, new in self._groups() if new != source[start:end]]

    def choices(self) -> list[Choice]:
        """Return what came of the segment and could have been something else."""
        choices: list[Choice] = []
        groups = self._groups()
        ends = [last for _, last, _ in groups]
        for (start, end), candidates in sorted(self._doubts.items()):
            # The groups stand side by side: those that came from these characters need no search.
            new = "".join(text for *_, text in groups[bisect_right(ends, start) : bisect_left(ends, end) + 1])
            others = tuple(candidate for candidate in candidates if candidate != new)
            inside = bool(choices) and start < choices[-1].end
            if others and not inside:
                choices.append(Choice(start, end, new, others))
        return choices

    def _groups(self) -> list[tuple[int, int, str]]:
        """Return the pieces that came from the same characters, with where these stood."""
        groups: list[tuple[int, int, str]] = []
        for (start, end), new in zip(self._origins, self._text, strict=True):
            if groups and start < groups[-1][1]:
                first, last, before = groups[-1]
                groups[-1] = (first, max(last, end), before + new)
            else:
                groups.append((start, end, new))
        return groups


def differences(old: str, new: str) -> list[Edit]:
    """Return the runs of characters in which two texts of equal length differ."""
    edits: list[Edit] = []
    start = end = 0
    for at in compress(range(len(old)), map(ne, old, new)):
        if at > end:
            if end > start:
                edits.append(Edit(start, end, new[start:end]))
            start = at
        end = at + 1
    if end > start:
        edits.append(Edit(start, end, new[start:end]))
    return edits
