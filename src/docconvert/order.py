"""Natural order of file names: numbers count by what they say, Chinese ones too.

序 < 第1章 < 第二章 < 第十章 < 第十二章 < 后记;  上卷 < 中卷 < 下卷
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from docconvert.numerals import NUMERAL, number_of
from docconvert.places import stem_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docconvert.places import Place

_NUMBER = re.compile(
    f"(?<=[0-9０-９])[.．][0-9０-９]+|[0-9０-９]+|[{NUMERAL}]+|[上中下](?=[卷部册冊篇集编編）)〕】]|$)"
)
_THIRDS = {"上": 1, "中": 2, "下": 3}
_BEFORE = ("封面", "扉[页頁]", "[内內]容[简簡]介", "题记|題記", "[自代总總原译譯]?序", "前言|引言|导言|導言",
           "目[录錄]", "凡例", "楔子|引子")  # fmt: skip
_BEHIND = ("尾[声聲]", "[结結][语語]", "番外", "[编編译譯]?[后後][记記]", "跋", "附[录錄]", "[致鸣鳴][谢謝]",
           "[参參]考文[献獻]")  # fmt: skip
"""How the parts around the chapters of a book are called, in their usual order."""
_PARTS = re.compile("|".join(f"({names})" for names in (*_BEFORE, *_BEHIND)))

_Token: TypeAlias = tuple[int, int, str]
_Name: TypeAlias = tuple[int, tuple[_Token, ...]]


def in_natural_order(paths: Iterable[Place]) -> list[Place]:
    """Return paths in natural order, folders by their names too; what is named alike stays as it was."""
    return sorted(paths, key=natural_key)


def natural_key(path: Place) -> tuple[_Name, ...]:
    """Return what a path is sorted by."""
    return tuple(map(_name, (*path.parts[:-1], path.stem)))


def natural_key_of_name(name: str) -> _Name:
    """Return what a file or folder is sorted by among those beside it."""
    return _name(stem_of(name))


def _name(name: str) -> _Name:
    return _place(name), tuple(_tokens(name))


def _place(name: str) -> int:
    """Return 0 for a chapter, less for what stands before and more for what stands behind all of them."""
    found = _PARTS.match(name)
    if not found:
        return 0
    place = (found.lastindex or 0) - len(_BEFORE)
    return place if place > 0 else place - 1


def _tokens(name: str) -> Iterable[_Token]:
    """Yield the parts of a name: numbers, which go before other signs, and what stands between.

    What a number has behind its point goes behind all of that number: 第3章 < 第3.5章 < 第4章.
    """
    end = 0
    for found in _NUMBER.finditer(name):
        if end < found.start():
            yield 1, 0, name[end : found.start()].casefold()
        yield _number(found[0])
        end = found.end()
    if end < len(name):
        yield 1, 0, name[end:].casefold()


def _number(found: str) -> _Token:
    if found[0] in ".．":
        return 2, int(found[1:]), ""
    number = _THIRDS.get(found) or _value(found)
    return (1, 0, found) if number is None else (0, number, "")


def _value(numeral: str) -> int | None:
    return int(numeral) if numeral.isdecimal() else number_of(numeral)
