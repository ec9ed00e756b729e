"""The program that damaged the pages, rebuilt: what it does to a text, for tests.

It worked on the bytes of GBK text. Wherever two bytes looked like a Traditional character it
knew, whether or not a character began there, it put ``(reading)`` behind them; and where they
looked like a full-width mark, it set the ASCII mark. Whoever fetched the page decoded what
came out: a byte with no partner became ``?`` and took the next byte with it, and what lies in
the areas GBK leaves to its users vanished.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pypinyin.pinyin_dict import pinyin_dict

from docconvert.chars import is_in
from docconvert.script.dictionaries import bundled

NARROWED = {0xA380 + ord(mark): ord(mark) for mark in "!(),:;?"}


class Damaged(NamedTuple):
    """``text`` as it was read from the page; ``origins`` says for each of its characters, and for
    the end, which byte of the true text its unit begins at or after."""

    text: str
    origins: tuple[int, ...]


class Unit(NamedTuple):
    """A byte that goes out, and the place in the true text's bytes where it stood."""

    byte: int
    origin: int


@cache
def known() -> dict[bytes, str]:
    """Return the bytes of each character the program knows, with the reading it writes."""
    traditional = [
        c for c in bundled().table("TSCharacters").entries if len(c) == 1 and not is_in(c, "gb2312")
    ]
    pairs = {c: c.encode("gb18030") for c in traditional if ord(c) in pinyin_dict}
    return {pair: pinyin_dict[ord(c)].split(",")[0] for c, pair in pairs.items() if len(pair) == 2}


def damage(text: str, *, narrow: bool = False) -> Damaged:
    """Return what a reader of the page gets for ``text``."""
    return decode(insert(text.encode("gbk"), narrow=narrow))


def insert(data: bytes, *, narrow: bool = False) -> list[Unit]:
    """Return the bytes the program writes: it looks at every two bytes, from left to right."""
    units: list[Unit] = []
    at = 0
    while at < len(data):
        pair = data[at : at + 2]
        if narrow and (mark := NARROWED.get(int.from_bytes(pair, "big"))):
            units.append(Unit(mark, at))
            at += 2
        elif reading := known().get(pair):
            units += [Unit(pair[0], at), Unit(pair[1], at + 1)]
            units += [Unit(byte, at + 2) for byte in f"({reading})".encode("gb18030")]
            at += 2
        else:
            units.append(Unit(data[at], at))
            at += 1
    return units


def decode(units: list[Unit]) -> Damaged:
    """Return what the bytes show."""
    shown: list[str] = []
    origins: list[int] = []
    at = 0
    while at < len(units):
        size, character = _first_character([unit.byte for unit in units[at : at + 2]])
        if character:
            shown.append(character)
            origins.append(units[at].origin)
        at += size
    return Damaged("".join(shown), (*origins, units[-1].origin + 1 if units else 0))


def _first_character(pair: list[int]) -> tuple[int, str]:
    """Return how many bytes the first character of ``pair`` takes, and what is shown of it."""
    if pair[0] < 0x80:
        return 1, chr(pair[0])
    if pair[0] == 0x80:
        return 1, "€"
    if len(pair) == 1 or pair[1] == ord("\n"):
        return 1, "?"
    try:
        character = bytes(pair).decode("gb18030")
    except UnicodeDecodeError:
        return 2, "?"
    return 2, "" if "\ue000" <= character <= "\uf8ff" else character
