"""Find readings in brackets after the characters they belong to, and judge who wrote them.

A gloss is a bracket, round or square, full or half width, that holds as many syllables as it
has characters before it: 長(zhǎng), 長（ㄓㄤˇ）, 长(zhang3), 灞桥[ bà qiáo ], 六安(Lù'ān). A quotation may
close between: “厝邊”（cuò biān）. The r of an 儿 is one more: 一点儿(yìdiǎnr). Several readings of the same
may stand in one bracket: 长(zhǎng/cháng).
A bracket with anything else in it, (yù 玉) or (音yù), is the author's sentence and no gloss.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from docconvert.chars import COMBINING_TONES, PINYIN, ZHUYIN, ZHUYIN_TONES, is_han, is_in
from docconvert.transforms.syllables import has_tone, split_syllables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_BLANKS = " \\t\\u00a0\\u3000"
_BETWEEN = f"{_BLANKS}'’·‧-"

_OR = "/／、，,或"
"""Between several readings of the same."""

_CLOSING = frozenset("”’」』》〉")

_FEWEST_TONED = 5
_MOST_COMMON_SHARE = 0.1
_MOST_LEFT = 0.02
"""Characters without a reading, for each with one, in the lines of a program; a repair may bring some."""
_FEWEST_COMPANIONS = 3
"""Readings with tones beside which letters without one are a neutral tone."""
_FEWEST_TONELESS = 10
_FEWEST_SYLLABLES = 5
_SHORTEST_TONELESS = 2
"""Single letters are labels."""
_LEAST_SHARE = 0.1
"""Of toneless readings among the Han characters of a text; figures and clauses have labels now and then."""


class Gloss(NamedTuple):
    """A reading in brackets, with its place in the text."""

    start: int
    """Where its base begins."""
    end: int
    """Behind the bracket, and behind its copies where it stands several times."""
    base: str
    reading: str
    toned: bool
    plain: bool
    """One syllable in ASCII brackets without spaces, the form that programs insert."""
    again: str
    """The copies that follow at once."""
    mark: str = ""
    """The quotation mark that closes between base and bracket: “厝邊”（cuò biān）."""
    beside: bool = False
    """It stands without a bracket (:mod:`docconvert.transforms.interleaved`)."""


@cache
def _bracket() -> re.Pattern[str]:
    letters = f"{PINYIN}{PINYIN.upper()}{COMBINING_TONES}0-5{ZHUYIN}{ZHUYIN_TONES}"
    # Some write u: for ü, as the dictionary CC-CEDICT does.
    reading = rf"(?P<reading>[{letters}](?:(?:[{letters}{_OR}{_BETWEEN}]|(?<=[uU]):){{0,60}}[{letters}])?)"
    inside = rf"[{_BLANKS}]{{0,4}}{reading}[{_BLANKS}]{{0,4}}"
    return re.compile(
        rf"(?:[(（]|(?P<square>[\[［])|(?P<shell>〔)|(?P<thick>【)){inside}"
        r"(?(square)[\]］]|(?(shell)〕|(?(thick)】|[)）])))"
    )


def find_glosses(text: str) -> Iterator[Gloss]:
    """Yield the brackets that can be readings, in order; see :func:`recognizer` for those without tones."""
    done = 0
    for bracket in _bracket().finditer(text):
        behind = bracket.start()  # the base
        apart = text[behind - 1 : behind] == " "
        behind -= apart
        while behind > done and text[behind - 1] in _CLOSING:
            behind -= 1
        if behind < max(done, 1) or not is_han(text[behind - 1]):
            continue
        reading = bracket["reading"]
        syllables = _syllables(reading, text[behind - 1])
        start = behind - len(syllables)
        base, mark = text[max(start, 0) : behind], text[behind : bracket.start() - apart]
        if not syllables or start < done or not all(map(is_han, base)):
            continue
        if apart and not has_tone(syllables[0]):
            continue  # 银行 (bank) and 银行 (yin)
        end = _behind_copies(text, bracket)
        again = text[bracket.end() : end]
        end += apart and text[end : end + 1] == " "
        one = len(syllables) == 1 and not apart and not re.search(f"[{_OR}]", reading)
        plain = one and bracket[0] == f"({reading})" and not mark
        yield Gloss(
            start,
            end,
            base,
            " ".join(reading.split()),
            # A neutral tone is written without a mark, but no word begins with one.
            has_tone(syllables[0]),
            plain,
            again,
            mark,
        )
        done = end


def _syllables(reading: str, last: str) -> list[str]:
    """Return the syllables of what characters that end with ``last`` read; of several, those of the first."""
    each = [
        split_syllables(one) or _with_er(one, last) for one in map(str.strip, re.split(f"[{_OR}]", reading))
    ]
    return each[0] if len({*map(len, each)}) == 1 else []


def _with_er(reading: str, last: str) -> list[str]:
    """Return the syllables of a reading whose last is drawn into the one before it: huār of 花儿."""
    if last not in "儿兒" or not (found := _ER.fullmatch(reading.rstrip())):
        return []
    before = split_syllables(found["before"] + found["tone"])
    return [*before, "r"] if before else []


_ER = re.compile("(?P<before>.+)r(?P<tone>[0-5]?)")


def _behind_copies(text: str, bracket: re.Match[str]) -> int:
    end, length = bracket.end(), len(bracket[0])
    if length > len("(a)"):
        while text.startswith(bracket[0], end):
            end += length
    return end


def inserted_by_machine(text: str, glosses: Sequence[Gloss]) -> bool:
    """Say whether the readings of ``text`` come from a program, not its author.

    Inserters annotate whatever GB 2312 lacks, every time, with one toned syllable in
    ASCII brackets; the toneless kind annotates so much that no author would, or writes
    the same bracket several times.
    """
    found = [gloss for gloss in glosses if gloss.plain]
    if any(gloss.again for gloss in found):
        return True
    toned = [gloss for gloss in found if gloss.toned]
    if _toneless_throughout(text, found):
        return True
    if len(toned) < _FEWEST_TONED:
        return False
    common = sum(is_in(gloss.base, "gb2312") for gloss in toned)
    return common <= _MOST_COMMON_SHARE * len(toned) and not _left_bare(text, toned)


def recognizer(text: str, glosses: Sequence[Gloss]) -> Callable[[Gloss], bool]:
    """Return what tells a reading from a label or a foreign word, such as 图(a) or 面罐(can).

    A tone makes a reading. Letters without one are a reading only where the text is full of
    readings, with tones or of this kind.
    """
    throughout = _toneless_throughout(text, glosses)
    toned = sum(gloss.toned for gloss in glosses)
    in_company = toned >= _FEWEST_COMPANIONS and 2 * toned >= len(glosses)

    def is_reading(gloss: Gloss) -> bool:
        if gloss.toned or gloss.again or throughout:
            return True
        # A capital without a tone begins a name as foreign texts have it: 台北（Taipei）.
        is_name = gloss.reading[0].isupper()
        return in_company and len(gloss.reading) >= _SHORTEST_TONELESS and not is_name

    return is_reading


def _toneless_throughout(text: str, glosses: Sequence[Gloss]) -> bool:
    """Say whether one-syllable readings without a tone are so many that they are no labels."""
    if any(gloss.plain and gloss.toned for gloss in glosses):
        return False
    syllables = [g.reading for g in glosses if g.plain and len(g.reading) >= _SHORTEST_TONELESS]
    return (
        len(syllables) >= _FEWEST_TONELESS
        and len(set(syllables)) >= _FEWEST_SYLLABLES
        and len(syllables) >= _LEAST_SHARE * sum(map(is_han, text))
    )


def _left_bare(text: str, toned: Sequence[Gloss]) -> bool:
    """Say whether readings are missing that a program would have set.

    It sets one at every place of the lines it works on; lines such as a title may have escaped it whole.
    An author explains a character once, and leaves it bare from then on: so lines without any reading tell
    nothing of an author if what was explained is explained again as often as it is not.
    """
    bases = {gloss.base for gloss in toned}
    occurrence = re.compile(f"[{''.join(sorted(bases))}](?P<reading>\\([{PINYIN}])?")
    explained: set[str] = set()
    again = beside = above = below = 0
    for line in text.split("\n"):
        found = [(match[0][0], match["reading"] is not None) for match in occurrence.finditer(line)]
        worked_on = any(has_reading for _, has_reading in found)
        for base, has_reading in found:
            if has_reading:
                again += base in explained
                explained.add(base)
            elif worked_on:
                beside += 1
            elif base in explained:
                below += 1
            else:
                above += 1
    if not (beside or above or below):
        return False
    return not again or below > again or beside > _MOST_LEFT * len(toned)
