"""Numerals as headings write them: Chinese, formal, Arabic, full-width and Roman."""

from __future__ import annotations

import unicodedata

NUMERAL = "0-9０-９〇○零一二三四五六七八九十百千万萬两兩廿卅壹贰貳叁參肆伍陆陸柒捌玖拾佰仟"
"""Characters of a number, ready to stand in a regular expression's brackets."""

_DIGITS = {
    **dict(zip("〇零一二三四五六七八九", (0, *range(10)), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    "○": 0,
    "两": 2,
    "兩": 2,
    "貳": 2,
    "參": 3,
    "陸": 6,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_MOST_DIGITS = 12


def number_of(numeral: str) -> int | None:
    """Return what a numeral counts, or None if it is none.

    >>> [number_of(n) for n in ("１２", "十二", "一百零二", "一〇二", "廿五", "壹佰", "两千零一", "XIV")]
    [12, 12, 102, 102, 25, 100, 2001, 14]
    """
    text = "".join(unicodedata.normalize("NFKC", numeral).split())
    if not text or len(text) > _MOST_DIGITS:
        return None
    if text.isascii():
        return int(text) if text.isdigit() else _roman(text)
    if all(character in _DIGITS or character.isdigit() for character in text):
        return int("".join(str(_DIGITS.get(character, character)) for character in text))
    return _chinese(text)


def _chinese(text: str) -> int | None:
    """Add up units: 两千零一 is 2 × 1000 + 1."""
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            section += _TENS[character]
            digit = 0
        elif character in _UNITS:
            section += (digit or 1) * _UNITS[character]
            digit = 0
        elif character in "万萬":
            total += (section + digit or 1) * 10_000
            section = digit = 0
        else:
            return None
    return total + section + digit


def _roman(text: str) -> int | None:
    values = [_ROMAN.get(letter, 0) for letter in text]
    if 0 in values:
        return None
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
