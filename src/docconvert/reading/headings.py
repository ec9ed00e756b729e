"""Which lines are headings, and how deep; which are scene breaks."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from docconvert.model import Level
    from docconvert.reading.lines import Line

_NUMERAL = "0-9０-９〇零一二三四五六七八九十百千万萬两兩廿卅壹贰叁肆伍陆柒捌玖拾佰仟貳參陸"

# Units by depth: a 部 holds 卷, a 卷 holds 章 or 回, a 章 holds 节.
_UNITS = ("部集", "卷篇编編", "章回", "节節")


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(
        rf"第\s*[{_NUMERAL}]+\s*(?P<unit>[{''.join(_UNITS)}])(?P<rest>.*)"
        rf"|卷(?P<volume>)\s*[{_NUMERAL}上中下]+(?P<volume_rest>(?:[\s:：].*)?)"
    )


_FEWEST_SIGNS = 3
_LONGEST = 40
"""Characters; a longer line is running text that begins like a heading."""

_NOT_AT_END = frozenset("。；！？;!?…，,：:、")
_NOT_INSIDE = frozenset("。；;")

# 第一回是我先开口, 第三章的规定: a particle right after the number makes it a sentence.
_GOES_ON = frozenset("的了是")

# 第十回合, 第一节课: the unit is part of a word.
_IN_WORDS = frozenset(
    f"{unit}{letter}"
    for unit, letters in {
        "回": "合来來去",
        "节": "课目",
        "節": "課目",
        "部": "电電分队隊门門",
        "集": "团團合中",
        "卷": "子",
    }.items()
    for letter in letters
)

_SIGNS = frozenset("*＊※☆★◇◆○●□■~～=＝-－—_＿·・#＃")


def heading_levels(lines: list[Line]) -> dict[int, Level]:
    """Return the level of each heading by its line number.

    The depths in use are numbered from 1 without gaps, so that a book of 回 alone and one of
    卷 and 回 both begin at level 1.
    """
    depths = {line.number: depth for line in lines if (depth := _depth(line.text)) is not None}
    rank = {depth: level for level, depth in enumerate(sorted(set(depths.values())), 1)}
    return {number: cast("Level", rank[depth]) for number, depth in depths.items()}


def is_separator(text: str) -> bool:
    """Say whether a line is a scene break: one sign, three times or more, and nothing else."""
    signs = "".join(text.split())
    return len(signs) >= _FEWEST_SIGNS and signs[0] in _SIGNS and not signs.strip(signs[0])


def _depth(text: str) -> int | None:
    """Return the depth of the unit a line is headed by, or None if it is no heading."""
    if text[0] not in "第卷" or len(text) > _LONGEST:
        return None
    found = _numbered().fullmatch(text)
    if not found:
        return None
    if found["volume"] is not None:
        unit, rest = "卷", found["volume_rest"]
    else:
        unit, rest = found["unit"], found["rest"]
    if unit + rest[:1] in _IN_WORDS:
        return None
    title = rest.strip(" 　:：")
    if title and (title[-1] in _NOT_AT_END or rest[0] in _GOES_ON or not _NOT_INSIDE.isdisjoint(title)):
        return None
    return next(depth for depth, units in enumerate(_UNITS) if unit in units)
