"""Our own words and names: what must come of them, and that none is there for nothing."""

from __future__ import annotations

from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docconvert.script import Dictionaries, ScriptConverter, Source, Target, overlay
from docconvert.script.configuration import conversion
from docconvert.script.dictionaries import bundled, read_table
from docconvert.script.matcher import Table
from docconvert.script.overlay import load_overlay
from docconvert.script.targets import Maker

if TYPE_CHECKING:
    from collections.abc import Iterable

CASES = Path(__file__).parent / "script-cases"

TARGETS: dict[str, Target] = {
    "hans.tsv": "zh-Hans",
    "hant-tw.tsv": "zh-Hant-TW",
    "hant-hk.tsv": "zh-Hant-HK",
}

OVERLAYS = {
    "hans": {"hans.tsv": "t2s"},
    "hant": {"hant-tw.tsv": "s2tw", "hant-hk.tsv": "s2hk"},
    "tw": {"hant-tw.tsv": "t2tw"},
    "hk": {"hant-hk.tsv": "t2hk"},
}
"""Where the cases of an overlay are, and the conversions it goes before."""

FOLDER = Path(overlay.__file__).parent

NAMES = read_table(FOLDER / "names.tsv").entries

LARGE = 1000
"""Entries; so large are only the tables that see a text as it is, not what another table made of it."""


@cache
def converter_to(target: Target, source: Source = "auto") -> ScriptConverter:
    return ScriptConverter(target, source=source)


@cache
def cases(file: str) -> list[tuple[str, str]]:
    lines = (CASES / file).read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and line[0] != "#"]
    return [(source, expected) for source, expected in pairs]


def words_in(text: str) -> set[str]:
    return {
        text[start:end]
        for start in range(len(text))
        for end in range(start + 1, min(start + 13, len(text) + 1))
    }


class Near(Dictionaries):
    """The dictionaries as far as they concern one text, so that they are quickly made ready."""

    def __init__(self, text: str) -> None:
        self._near: dict[str, Table] = {}
        self._words = words_in(text)

    def configuration(self, name: str) -> dict[str, object]:
        return bundled().configuration(name)

    def table(self, file: str) -> Table:
        if file not in self._near:
            whole = bundled().table(file)
            self._near[file] = near(whole, self._words) if len(whole.entries) > LARGE else whole
        return self._near[file]


def near(table: Table, words: Iterable[str]) -> Table:
    return Table({word: table.entries[word] for word in words if word in table.entries}, {})


@pytest.mark.parametrize("file", TARGETS)
def test_cases(file: str) -> None:
    converter = converter_to(TARGETS[file])
    results = [(source, converter.convert(source)) for source, _ in cases(file)]
    assert results == cases(file)


@pytest.mark.parametrize("file", TARGETS)
def test_results_of_cases_stay(file: str) -> None:
    converter = converter_to(TARGETS[file])
    for _, expected in cases(file):
        assert converter.convert(expected) == expected


@pytest.mark.parametrize("name", OVERLAYS)
def test_every_word_is_needed(name: str) -> None:
    idle = set(read_table(FOLDER / f"overlay-{name}.tsv").entries)
    for file, configuration in OVERLAYS[name].items():
        for source, _ in cases(file):
            idle -= needed(name, configuration, source, idle)
    assert not idle


def needed(name: str, configuration: str, text: str, words: set[str]) -> set[str]:
    """Return which of the words are in a text, and change what comes of it."""
    dictionaries = Near(text)
    own = near(load_overlay(name), words_in(text)).entries

    def converted(entries: dict[str, str]) -> str:
        chosen = bundled().configuration(configuration)
        step = 0 if name == "hant" else -1
        return conversion(chosen, dictionaries, overlays={step: Table(entries, {})}).convert(text)

    whole = converted(own)
    return {
        word
        for word in words & own.keys()
        if converted({key: value for key, value in own.items() if key != word}) != whole
    }


def test_every_name_is_needed() -> None:
    hans, hant = (read_table(FOLDER / f"overlay-{name}.tsv") for name in ("hans", "hant"))
    plain = {
        name: conversion(bundled().configuration(name), bundled(), overlays={step: own})
        for name, step, own in (("t2s", -1, hans), ("s2tw", 0, hant), ("s2hk", 0, hant))
    }
    idle = {
        simplified
        for simplified, traditional in NAMES.items()
        if plain["t2s"].convert(traditional) == simplified
        and plain["s2tw"].convert(simplified) == traditional
        and plain["s2hk"].convert(simplified) == traditional
    }
    assert not idle


def test_every_name_has_a_case() -> None:
    texts = "\n".join(text for file in TARGETS for pair in cases(file) for text in pair)
    assert [name for pair in NAMES.items() for name in pair if name not in texts] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("检察长于天敏主持会议", "檢察長于天敏主持會議"),
        ("由于天敏感，位于北辰", "由於天敏感，位於北辰"),
        ("规范德华力，旅游明根本", "規範德華力，旅遊明根本"),
        ("古朴宝剑，其余安安静静，组织里镇压", "古樸寶劍，其餘安安靜靜，組織裡鎮壓"),
    ],
)
def test_names_are_words_among_others(source: str, expected: str) -> None:
    assert converter_to("zh-Hant-TW", "zh-Hans").convert(source) == expected


@pytest.mark.parametrize("region", ["tw", "hk"])
def test_names_are_alike_in_all_regions(region: str) -> None:
    target: Target = "zh-Hant-TW" if region == "tw" else "zh-Hant-HK"
    regional = Maker(bundled(), target, overlay=True, rare=False).regional(vocabulary=False)
    for name in NAMES.values():
        assert regional.convert(name) == name


@pytest.mark.parametrize("name", OVERLAYS)
def test_words_keep_their_length(name: str) -> None:
    assert all(len(key) == len(value) for key, value in load_overlay(name).entries.items())


def test_few_characters_begin_a_word_of_the_conversion_to_simplified() -> None:
    converted = Maker(bundled(), "zh-Hans", overlay=True, rare=False).conversion(vocabulary=False)
    assert all(step._starter for step in converted._steps)


def _pieces() -> dict[Source, list[str]]:
    """Return words, and characters, of Simplified texts and of Traditional ones."""
    to_traditional = [bundled().table("STCharacters"), load_overlay("hant")]
    to_simplified = [bundled().table(file) for file in ("TSPhrases", "TSCharacters", "HKVariants")]
    to_simplified += [load_overlay(name) for name in ("hans", "tw", "hk")]
    phrases = list(bundled().table("STPhrases").entries)[::25]
    return {
        "zh-Hans": [*phrases, *words(to_traditional), *NAMES, *"的一是不了在有人我他这来说着们，。"],
        "zh-Hant": [*words(to_simplified), *NAMES.values(), *"的一是不了在有人我他這來說著們，。"],
    }


def words(tables: Iterable[Table]) -> list[str]:
    return list(chain.from_iterable(table.entries for table in tables))


PIECES = _pieces()


@given(st.lists(st.sampled_from(PIECES["zh-Hans"]), max_size=8).map("".join))
def test_what_was_simplified_stays(text: str) -> None:
    check_that_it_stays(text, "zh-Hans")


@given(st.lists(st.sampled_from(PIECES["zh-Hant"]), max_size=8).map("".join))
def test_what_was_traditional_stays(text: str) -> None:
    check_that_it_stays(text, "zh-Hant")


def check_that_it_stays(text: str, source: Source) -> None:
    for target in get_args(Target):
        once = converter_to(target, source).convert(text)
        assert len(once) == len(text)
        assert converter_to(target, "zh-Hans" if target == "zh-Hans" else "zh-Hant").convert(once) == once
