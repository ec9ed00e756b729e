"""Find readings that stand between the characters without brackets: 春chūn天tiān, 一ㄧ個ㄍㄜˋ.

Children's books and learners' texts come so. Only a line that is full of them is taken for one: whoever
writes 读作chūn has a word, and no reading, behind 作.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from docconvert.chars import COMBINING_TONES, HAN, PINYIN, ZHUYIN, ZHUYIN_TONES, is_han
from docconvert.transforms.glosses import Gloss
from docconvert.transforms.syllables import has_tone, split_syllables

if TYPE_CHECKING:
    from collections.abc import Iterator

_FEWEST = 2
"""Readings with tones in a line."""

_LEAST_SHARE = 0.5
"""Of the Han characters of a line, those that have such a reading."""


@cache
def _beside() -> re.Pattern[str]:
    letters = f"{PINYIN}{PINYIN.upper()}{COMBINING_TONES}"
    pinyin = rf"[{letters}](?:[{letters}0-5 '’-]*[{letters}0-5])?"
    zhuyin = rf"[{ZHUYIN}{ZHUYIN_TONES}](?:[{ZHUYIN}{ZHUYIN_TONES} ]*[{ZHUYIN}{ZHUYIN_TONES}])?"
    return re.compile(
        rf"(?<=[{HAN}])[ \u00a0\u3000]?(?P<reading>{pinyin}|{zhuyin})(?![A-Za-z0-9])(?: (?=[{HAN}]))?"
    )


@cache
def _letter() -> re.Pattern[str]:
    return re.compile(rf"[{PINYIN}{ZHUYIN}]")


def find_interleaved(line: str) -> list[Gloss]:
    """Return the readings of a line that is full of them, in order; none of any other."""
    found = list(find_beside(line))
    toned = [gloss for gloss in found if gloss.toned]
    bases = sum(len(gloss.base) for gloss in toned)
    full = len(toned) >= _FEWEST and bases >= _LEAST_SHARE * sum(map(is_han, line))
    return found if full else []


def find_beside(line: str) -> Iterator[Gloss]:
    """Yield what can be a reading, and stands right behind as many characters as it has syllables."""
    if not _letter().search(line):
        return
    done = 0
    for match in _beside().finditer(line):
        reading = match["reading"]
        syllables = split_syllables(reading)
        start = match.start() - len(syllables)
        base = line[max(start, 0) : match.start()]
        if not syllables or start < done or not all(map(is_han, base)):
            continue
        toned = any(map(has_tone, syllables))
        yield Gloss(
            start, match.end(), base, " ".join(reading.split()), toned, plain=False, again="", beside=True
        )
        done = match.end()
