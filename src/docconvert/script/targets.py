"""Put together the conversions to a target: OpenCC's configurations with our own words before them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from docconvert.errors import UsageError
from docconvert.script.configuration import conversion
from docconvert.script.matcher import Table, united
from docconvert.script.overlay import is_shown, load_overlay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docconvert.script.configuration import Node
    from docconvert.script.conversion import Conversion
    from docconvert.script.dictionaries import Dictionaries

Target: TypeAlias = Literal["zh-Hans", "zh-Hant-TW", "zh-Hant-HK"]

_REGION = {"zh-Hant-TW": "tw", "zh-Hant-HK": "hk"}
"""Of a target, as the names of OpenCC's configurations have it."""

_CHARSET = {"zh-Hans": "gb2312", "zh-Hant-TW": "big5", "zh-Hant-HK": "big5hkscs"}
"""What usual candidates are in: 劃 can be 划 in a Simplified text, and hardly 㓰."""


_PLAIN = str.maketrans("孃伕淩譭衚衕", "娘夫凌毀胡同")
"""Forms of OpenCC's standard that its tables of the regions leave, and Taiwan and Hong Kong do not write."""

_IS_OLD = re.compile(f"[{''.join(map(chr, _PLAIN))}]")


def check_vocabulary(dictionaries: Dictionaries, region: str) -> None:
    """Refuse a region whose vocabulary the dictionaries lack.

    Raises:
        UsageError: they lack it.
    """
    if not dictionaries.has(f"{'TW' if region == 'cn' else region.upper()}Phrases"):
        raise UsageError(
            f"{dictionaries.name} has no vocabulary {region}",
            "OpenCC's newer dictionaries have tw and hk: --dictionaries DIR takes its resources",
        )


class Maker:
    """Makes the conversions to one target.

    Args:
        dictionaries: the tables and configurations.
        target: what is converted to.
        overlay: put our own words before those of the dictionaries.
        rare: let in the characters that hardly any font has.
    """

    def __init__(self, dictionaries: Dictionaries, target: Target, *, overlay: bool, rare: bool) -> None:
        self._dictionaries = dictionaries
        self._target: Target = target
        self._overlay = overlay
        self._rare = rare

    def conversion(self, *, vocabulary: bool) -> Conversion:
        """Return the conversion of texts that are in the other script.

        Raises:
            UsageError: ``vocabulary`` is wanted, and the dictionaries have none.
        """
        if self._target == "zh-Hans":
            return self._simplified(vocabulary=vocabulary)
        region = _REGION[self._target]
        name = f"s2{region}p" if vocabulary else f"s2{region}"
        if vocabulary:
            check_vocabulary(self._dictionaries, region)
        overlays = {0: united([self._own("hant"), self._plain_words()])}
        if vocabulary:
            overlays[1] = self._words_made(f"{region.upper()}Phrases")
        if region == "tw":  # single characters only; those of Hong Kong go by words, for 着 and 著
            overlays[-1] = self._own("tw")
        return self._made(self._dictionaries.configuration(name), overlays, weighed=True)

    def regional(self, *, vocabulary: bool) -> Conversion:
        """Return the conversion of Traditional texts to the forms, and words, of the target's region."""
        region = _REGION[self._target]
        configuration = self._dictionaries.configuration(f"t2{region}")
        overlays = {-1: self._own(region)}
        if vocabulary:
            words = f"{region.upper()}Phrases"
            chain = [_step(words), *configuration["conversion_chain"]]
            configuration = {**configuration, "conversion_chain": chain}
            overlays[0] = self._words_made(words)
        return self._made(configuration, overlays)

    def withheld(self) -> dict[str, str]:
        """Return the characters that are not converted because hardly any font has what they would become."""
        if self._rare:
            return {}
        table = self._dictionaries.table("TSCharacters" if self._target == "zh-Hans" else "STCharacters")
        # Newer dictionaries name the character itself first where few fonts have the other.
        candidates = {key: table.several.get(key, (value,)) for key, value in table.entries.items()}
        return {
            key: hidden[0]
            for key, values in candidates.items()
            if values[0] == key or not is_shown(values[0])
            if (hidden := [value for value in values if not is_shown(value)])
        }

    def _plain_words(self) -> Table:
        """Return the words of the dictionaries whose forms no region uses any more, as they are written."""
        if not self._overlay or not self._dictionaries.has("STPhrases"):
            return Table({}, {})
        words = self._dictionaries.table("STPhrases").entries
        return Table({key: new.translate(_PLAIN) for key, new in words.items() if _IS_OLD.search(new)}, {})

    def _simplified(self, *, vocabulary: bool) -> Conversion:
        configuration = self._dictionaries.configuration("t2s")
        overlays: dict[int, Table] = {}
        if vocabulary:
            # Not tw2sp as it stands: on its way through OpenCC's standard 抬 becomes 擡, and stays so.
            words = [file for file in ("TWPhrasesRev", "HKPhrasesRev") if self._dictionaries.has(file)]
            overlays[0] = self._words_made(*words)
            chain = [_step(*words), *configuration["conversion_chain"]]
            cut = {"type": "mmseg", **_step("TSPhrases")}
            configuration = {**configuration, "segmentation": cut, "conversion_chain": chain}
        own = self._own("hans")
        if self._overlay:
            phrases = self._dictionaries.table("TSPhrases")
            own = united([own, Table(self._other_forms(united([own, phrases])), {})])
        return self._made(configuration, {**overlays, -1: own})

    def _other_forms(self, phrases: Table) -> dict[str, str]:
        """Return the words of Traditional texts as the regions write them, and as they come out.

        OpenCC's standard has 藉着, Taiwan 藉著; and what is converted already must stay: 乾图 is from 乾圖.
        """
        changing = self._dictionaries.table("TSCharacters").entries.keys() | phrases.entries.keys()
        forms = {value: value for value in phrases.entries.values() if not changing.isdisjoint(value)}
        for file in ("HKVariants", "TWVariants"):
            characters = {ord(key): new for key, new in self._dictionaries.table(file).entries.items()}
            forms |= {key.translate(characters): value for key, value in phrases.entries.items()}
        return {key: value for key, value in forms.items() if key not in phrases.entries}

    def _words_made(self, *files: str) -> Table:
        """Return the words of a vocabulary that hold one it exchanges, so that they stay: 演算法 has 算法."""
        words = united([self._dictionaries.table(file) for file in files]).entries
        made = {new: new for new in words.values() if new not in words and _holds_one(new, words)}
        return Table(made if self._overlay else {}, {})

    def _own(self, name: str) -> Table:
        return load_overlay(name) if self._overlay else Table({}, {})

    def _made(self, configuration: Node, overlays: dict[int, Table], *, weighed: bool = False) -> Conversion:
        charset = "" if self._rare else _CHARSET[self._target]
        return conversion(
            configuration, self._dictionaries, overlays=overlays, charset=charset, weighed=weighed
        )


def _holds_one(word: str, words: Mapping[str, str]) -> bool:
    ends = range(1, len(word) + 1)
    return any(word[start:end] in words for end in ends for start in range(end))


def _step(*files: str) -> Node:
    """Return a step of a chain in which the longest word of several files wins."""
    dictionaries = [{"type": "text", "file": f"{file}.txt"} for file in files]
    return {"dict": {"type": "group", "match_policy": "union", "dicts": dictionaries}}
