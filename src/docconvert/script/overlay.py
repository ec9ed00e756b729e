"""What docconvert adds to the dictionaries: words, names, and the characters that fonts have."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from docconvert.script.dictionaries import read_table
from docconvert.script.matcher import Table, united

_FOLDER = Path(__file__).parent


_TITLED = "长"
"""How titles end that would make a word with 于 behind them: 检察长于天敏."""


def load_overlay(name: str) -> Table:
    """Return our own words for conversions to ``hans``, to ``hant``, or to the forms of ``tw`` or ``hk``.

    Those to ``hans`` and ``hant`` are with the names of people and places.
    """
    table = read_table(_FOLDER / f"overlay-{name}.tsv")
    return united([table, Table(_names(name), {})]) if name in ("hans", "hant") else table


def _names(name: str) -> dict[str, str]:
    pairs = read_table(_FOLDER / "names.tsv").entries
    if name == "hans":
        return {word: simplified for simplified, word in pairs.items()} | {word: word for word in pairs}
    titled = {f"{_TITLED}{word}": f"長{new}" for word, new in pairs.items() if word.startswith("于")}
    return {word: word for word in pairs.values()} | pairs | titled


def is_shown(text: str) -> bool:
    """Say whether a font may be expected to have all characters of ``text``.

    All fonts for Chinese have those of the Basic Multilingual Plane that the dictionaries know; of
    those beyond it, few: counted are the ones that a bundled font has.
    """
    return all(character <= "\uffff" or character in _beyond() for character in text)


def showable(table: Table) -> Table:
    """Return the entries of a table whose results fonts can show."""
    if max(map(max, table.entries.values()), default="") <= "\uffff":
        return table
    entries = {key: value for key, value in table.entries.items() if is_shown(value)}
    return Table(entries, {key: values for key, values in table.several.items() if key in entries})


@cache
def _beyond() -> frozenset[str]:
    return frozenset((_FOLDER / "beyond-bmp.txt").read_text("utf-8")) - {"\n"}
