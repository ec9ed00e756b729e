"""Tell Simplified from Traditional lines by the characters that only one of the two has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from docconvert.script.overlay import is_shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docconvert.script.dictionaries import Dictionaries


class Evidence:
    """The characters that tell.

    Simplified is what the dictionaries convert to Traditional and Big5 does not have, Traditional what
    they convert to Simplified and GB 2312 does not have. The forms of Hong Kong that Big5 lacks
    (着, 温) are no sign of Simplified script, nor is what stays because no font has what it would become.
    """

    def __init__(self, dictionaries: Dictionaries) -> None:
        to_traditional = dictionaries.table("STCharacters").entries
        to_simplified = dictionaries.table("TSCharacters").entries
        regional = {*dictionaries.table("HKVariants").entries.values()}
        shown = {key: value for key, value in to_traditional.items() if is_shown(value)}
        simplified = _changing(shown) - _held(to_traditional, "big5") - regional
        traditional = _changing(to_simplified) - _held(to_simplified, "gb2312")
        self._simplified = frozenset(simplified - traditional)
        self._traditional = frozenset(traditional - simplified)

    def is_simplified(self, text: str) -> bool:
        """Say whether a character of ``text`` is Simplified only."""
        return not self._simplified.isdisjoint(text)

    def is_traditional(self, text: str) -> bool:
        """Say whether a character of ``text`` is Traditional only."""
        return not self._traditional.isdisjoint(text)

    def script_of(self, text: str) -> Literal["zh-Hans", "zh-Hant", ""]:
        """Return the script most of ``text`` is in; empty where nothing tells, or as much for either."""
        simplified = sum(map(self._simplified.__contains__, text))
        traditional = sum(map(self._traditional.__contains__, text))
        if simplified == traditional:
            return ""
        return "zh-Hans" if simplified > traditional else "zh-Hant"


def _changing(entries: dict[str, str]) -> set[str]:
    return {key for key, value in entries.items() if key != value and len(key) == 1}


def _held(characters: Iterable[str], encoding: str) -> set[str]:
    """Return those of the characters that a charset has."""
    return set("".join(characters).encode(encoding, "ignore").decode(encoding))
