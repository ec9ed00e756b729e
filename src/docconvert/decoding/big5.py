"""What Big5 means where its tables differ.

Big5 is several sets: ETEN's, which most files are in, Windows' cp950, which lacks ETEN's signs, and
Hong Kong's HKSCS, which has ETEN's signs and 4,600 characters more. Python's ``big5hkscs`` is the
nearest to what programs write (WHATWG's Encoding Standard has the same union); this module adds the rest.
Python's ``cp950`` places kana and Cyrillic where the old table of Unicode had them.
"""

from __future__ import annotations

BIG5 = ("big5hkscs", "cp950")
"""The codecs whose gaps :func:`extra_character` fills."""

# Codes that Python's table of HKSCS reads otherwise than those who write them, and Windows or ETEN, do.
# Not A241 and A242, whose characters it has at A1FE and A240 too, where everybody writes them.
_CODES = bytes.fromhex("a145 a14e a1c2 a1e3 a1f2 a1f3 a244 a246 a247 f9fe")
_SIGNS = dict(zip(_CODES.decode("big5hkscs"), _CODES.decode("cp950"), strict=True))
_SIGNS["\u2f33"] = "幺"  # C6CD

# ETEN's radicals and signs that HKSCS left out because the characters stand elsewhere too.
_ETEN = {"c6cf": "廴", "c6d3": "无", "c6d5": "癶", "c6d7": "隶", "c6de": "〃", "c6df": "仝"}

_PRIVATE_LEADS = frozenset([*range(0x81, 0xA1), *range(0xC6, 0xC9), *range(0xFA, 0xFF)])
"""First bytes of the rows that Windows leaves to characters of one's own."""


def as_written(text: str) -> str:
    """Return what ``big5hkscs`` decoded, with the signs that programs in Taiwan and Hong Kong mean."""
    for hkscs, sign in _SIGNS.items():
        text = text.replace(hkscs, sign)
    return text


def extra_character(pair: bytes) -> str:
    """Return the character of a code that one of the tables lacks and another has; empty if none has it."""
    if eten := _ETEN.get(pair.hex()):
        return eten
    for codec in BIG5:
        try:
            return pair.decode(codec)
        except UnicodeDecodeError:
            continue
    return ""


def is_private(pair: bytes) -> bool:
    """Say whether two bytes are a code for characters of one's own."""
    return len(pair) == 2 and pair[0] in _PRIVATE_LEADS and (0x40 <= pair[1] <= 0x7E or pair[1] >= 0xA1)
