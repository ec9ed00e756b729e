"""Classes of characters, as strings ready to stand inside a regular expression's brackets.

Patterns made of them take milliseconds to compile: those who need one do so on first use.
"""

from __future__ import annotations

import re
from functools import cache

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇々"
"""Ideographs (Unicode Script=Han), with the iteration mark and the zero."""

CJK_MARKS = "\u3001-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65—…‘’“”·《》"
"""Marks that fill an em in Chinese text (CLREQ, section 3.1)."""

PINYIN_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿăĕĭŏŭ"
"""Letters of Hanyu Pinyin that carry a tone mark (GB/T 16159); a breve stands in for the caron at times."""

PINYIN = f"a-zêü{PINYIN_TONED}ɑɡ"
"""Letters of Hanyu Pinyin; ɑ (U+0251) and ɡ (U+0261) stand in for a and g in some dictionaries."""

COMBINING_TONES = "\u0300\u0301\u0304\u0306\u0308\u030c"
"""Tone marks and the dots of ü as characters of their own, in decomposed text."""

ZHUYIN = "\u3105-\u3129"
"""Letters of Zhuyin for Mandarin (Bopomofo)."""

ZHUYIN_TONES = "ˊˇˋ˙ˉ"
"""Tone marks of Zhuyin; the first tone usually has none."""

IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
"""Characters without a look of their own (Unicode Default_Ignorable_Code_Point)."""

_TONES = str.maketrans(f"{PINYIN_TONED}ɑɡ", "aaaaeeeeiiiioooouuuuüüüünnnmaeiouag")

FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters XML 1.0 forbids (section 2.2, production 2), and DEL, which no writer can show."""


def is_han(character: str) -> bool:
    """Say whether ``character`` is an ideograph."""
    return (
        "\u3400" <= character <= "\u9fff"
        or "\U00020000" <= character <= "\U0003ffff"
        or "\uf900" <= character <= "\ufaff"
        or character in "〇々"
    )


def is_cjk(character: str) -> bool:
    """Say whether ``character`` is an ideograph or a mark of :data:`CJK_MARKS`."""
    return bool(character) and (is_han(character) or bool(_cjk_mark().match(character)))


@cache
def _cjk_mark() -> re.Pattern[str]:
    return re.compile(f"[{CJK_MARKS}]")


def is_in(character: str, encoding: str) -> bool:
    """Say whether a character set has ``character``; an encoding's name stands for its set."""
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def strip_tones(syllable: str) -> str:
    """Return a pinyin syllable without its tone mark, in common letters."""
    return syllable.translate(_TONES)


def on_one_line(text: str) -> str:
    """Return ``text`` on one line, with a single blank wherever there was white space."""
    return " ".join(text.split())
