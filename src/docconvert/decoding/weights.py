"""How much a character looks like Chinese text.

``frequent.txt`` lists 5,000 characters of both scripts, the most frequent first, counted over public-domain
and technical texts; ``frequent-hangul.txt`` lists the syllables that tell Korean.
"""

from __future__ import annotations

from functools import cache
from math import log
from pathlib import Path

from docconvert.chars import PINYIN_TONED

_TONED = 0.4
"""A letter with a tone: texts that tell the reading of rare characters have many."""


def weight_of(character: str) -> float:
    """Return how much a character looks like Chinese text, from -4 to 1.5; 0 for one that says nothing."""
    return weight_of_telling(character) or 0.0


def weight_of_telling(character: str) -> float | None:
    """Return the same; none for a character that says nothing."""
    weight = _weights().get(character)
    return _class_weight(ord(character)) if weight is None else weight


def _class_weight(code: int) -> float | None:
    """Weigh a character that is not in the table; None: it says nothing."""
    if chr(code) in PINYIN_TONED:
        return _TONED  # a text may be full of them
    for last, weight in _CLASSES:
        if code <= last:
            return weight
    return -1.5


# (last code point of the class, weight); controls and private use tell against a candidate most.
_CLASSES: tuple[tuple[int, float | None], ...] = (
    (0x08, -4.0),
    (0x0D, None),
    (0x19, -4.0),
    (0x1B, None),  # the end of a DOS file, the start of a colour
    (0x1F, -4.0),
    (0x7F, None),
    (0x9F, -1.0),
    (0xA0, None),  # the blank of web pages
    (0x200F, -1.0),
    (0x2027, 0.3),  # dashes, quotes, ellipsis
    (0x245F, -1.0),
    (0x249B, 0.9),  # numbers in circles and brackets; above kana, see big5.py
    (0x24FF, -1.0),
    (0x259F, None),  # frames of tables
    (0x26FF, 0.0),  # squares, circles, stars
    (0x2FFF, -1.0),
    (0x303F, 0.3),  # CJK symbols and punctuation
    (0x3096, 0.8),  # hiragana
    (0x30A0, 0.0),
    (0x30FC, 0.6),  # katakana
    (0x30FF, 0.0),
    (0x312F, 0.0),  # bopomofo
    (0x33FF, -1.0),
    (0x4DBF, -1.5),  # extension A
    (0x9FFF, -0.5),  # an ideograph outside the table
    (0xDFFF, -1.0),  # hangul, surrogates
    (0xF8FF, -3.0),  # private use
    (0xFEFF, -1.0),
    (0xFF5E, 0.3),  # full-width forms
    (0xFFFC, -1.0),
    (0xFFFF, -3.0),
)


@cache
def _weights() -> dict[str, float]:
    """Weigh the frequent characters from 1.5 down, by the logarithm of their rank."""
    weights = dict.fromkeys("々〇［］", 0.9)  # as the numbers: one table of Big5 has kana in their places
    # The list of syllables is short: the last of it are frequent too.
    for name, least in (("frequent-hangul.txt", 0.9), ("frequent.txt", 0.2)):
        characters = Path(__file__).with_name(name).read_text("utf-8").replace("\n", "")
        step = (1.5 - least) / log(len(characters))
        weights |= {character: 1.5 - step * log(rank) for rank, character in enumerate(characters, 1)}
    return weights
