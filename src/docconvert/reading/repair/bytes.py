"""The bytes of GBK characters, and what reads how: the arithmetic of the damage."""

from __future__ import annotations

import re
from functools import cache

from docconvert.chars import HAN, PINYIN, PINYIN_TONED, is_cjk
from docconvert.reading.repair.words import readings

_SYLLABLE = f"(?P<syllable>[{PINYIN}]{{1,6}})"
TONED = f"(?=[{PINYIN}]{{0,5}}[{PINYIN_TONED}]){_SYLLABLE}"
"""A reading with a tone mark, inside a regular expression; only a few, such as ``men``, have none."""

NARROW = "!(),:;?"
"""The marks the program made half-width in some texts, with brackets and all."""

_EURO = 0x80
"""What Windows shows as € in GBK text; no character begins with that byte."""


@cache
def gloss() -> re.Pattern[str]:
    """Match a reading in brackets, behind a character or what is left of one."""
    return re.compile(rf"(?<=[{HAN}@-~€])\({_SYLLABLE}\)")


@cache
def torn_gloss() -> re.Pattern[str]:
    """Match a reading whose opening bracket went into the ``?`` before it."""
    return re.compile(rf"{_SYLLABLE}\)")


@cache
def pair_of(character: str) -> bytes:
    """Return the two bytes of a character of GBK; none for others."""
    data = character.encode("gb18030", "replace")
    return data if len(data) == 2 else b""


def lone_byte(character: str) -> int:
    """Return the byte that stands for ``character`` alone and can be a second half; 0 if there is none."""
    if character == "€":
        return _EURO
    return ord(character) if "@" <= character <= "~" else 0


@cache
def character_of(first: int, second: int) -> str:
    """Return the ideograph or mark of two bytes; empty if they make none."""
    try:
        character = bytes((first, second)).decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return character if is_cjk(character) else ""


def read_as(first: int, syllable: str) -> str:
    """Return the Traditional characters with that first byte and that reading."""
    return readings().get(f"{first:X}{syllable.replace('ɡ', 'g')}", "")


def reads(character: str, syllable: str) -> bool:
    """Say whether ``syllable`` is a reading of ``character``, and that one of Traditional script."""
    pair = pair_of(character)
    return bool(pair) and character in read_as(pair[0], syllable)
