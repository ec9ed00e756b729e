"""Which letters make a syllable of Chinese: Hanyu Pinyin and Zhuyin.

A bracket after a character may hold a reading, a word of English or a clause number. The
tables tell them apart: 酒吧(bar) and 代码(code) are no syllables, 灞桥(bà qiáo) and
六安(Lù'ān) are two each.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

from docconvert.chars import PINYIN, PINYIN_TONED, ZHUYIN, ZHUYIN_TONES, strip_tones

# Initials with the finals they take, after the table of syllables in Xinhua Zidian.
_TABLE = """
b: a ai an ang ao ei en eng i ian iao ie in ing o u
p: a ai an ang ao ei en eng i ian iao ie in ing o ou u
m: a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u
f: a an ang ei en eng iao o ou u
d: a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo
t: a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo
n: a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan un uo ü üe
l: a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan un uo ü üe
gkh: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
jqx: i ia ian iang iao ie in ing iong iu u uan ue un
zh ch sh: a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo
r: an ang ao e en eng i ong ou u ua uan ui un uo
zcs: a ai an ang ao e ei en eng i ong ou u uan ui un uo
y: a an ang ao e i in ing o ong ou u uan ue un
w: a ai an ang ei en eng o u
"""
_WITHOUT_INITIAL = "a ai an ang ao e ei en eng er o ou ê"
_ALONE = frozenset(["m", "n", "ng", "hm", "hng", "yo", "yai"])
"""Interjections and a rare reading or two; inside a word these letters belong to their neighbours."""

_TONED = frozenset(PINYIN_TONED)
_LONGEST = 6
_COMMON = str.maketrans("ɑɡ", "ag")


@cache
def _legal() -> frozenset[str]:
    made = set(_WITHOUT_INITIAL.split())
    for row in _TABLE.strip().splitlines():
        initials, _, finals = row.partition(": ")
        each = initials.split() if " " in initials else list(initials)
        made.update(initial + final for initial in each for final in finals.split())
    return frozenset(made)


@cache
def _token() -> re.Pattern[str]:
    return re.compile(rf"[{PINYIN}]+[0-5]?|[{ZHUYIN}{ZHUYIN_TONES}]+")


@cache
def _zhuyin() -> re.Pattern[str]:
    """Match one syllable: an initial that can stand alone, or one with a medial or a final."""
    with_final = "[ㄅ-ㄙ]?(?:[ㄧㄨㄩ][ㄚ-ㄦ]?|[ㄚ-ㄦ])"
    return re.compile(f"˙?(?:{with_final}|[ㄓ-ㄙ])[{ZHUYIN_TONES}]?")


def split_syllables(reading: str) -> list[str]:
    """Return the syllables of ``reading``: toneless letters, tone numbers and marks as typed.

    Syllables may stand apart or be written together, as in GB/T 16159: where a later one begins
    with a vowel an apostrophe parts them, so letters can be split in one way only.

    Returns:
        the syllables in order; none if there is anything that is no syllable.
    """
    words = re.split(r"[\s'’·‧-]+", normalize("NFC", reading.translate(_COMMON)).replace("u:", "ü"))
    if any(word[1:] != word[1:].lower() for word in words):
        return []  # capitals begin names, Lù'ān; inside a word they make an acronym
    syllables: list[str] = []
    for word in map(str.lower, words):
        end = 0
        for token in _token().finditer(word):
            if token.start() != end or not (parts := _split_token(token[0])):
                return []
            syllables += parts
            end = token.end()
        if end != len(word) or not word:
            return []
    return syllables


def has_tone(syllable: str) -> bool:
    """Say whether a syllable is written with its tone; Zhuyin leaves out the first one's mark."""
    return not _TONED.isdisjoint(syllable) or syllable[-1] in "1234" or _is_zhuyin(syllable)


def _is_zhuyin(token: str) -> bool:
    return bool(re.match(f"[{ZHUYIN}˙]", token))


def _split_token(token: str) -> list[str]:
    if _is_zhuyin(token):
        parts = _zhuyin().findall(token)
        return parts if "".join(parts) == token else []
    letters = token.rstrip("012345")
    parts = _split_letters(letters)
    if parts and letters != token:
        # One letter with a number is a label: 图(a1).
        return [*parts[:-1], parts[-1] + token[len(letters) :]] if len(letters) > 1 else []
    return parts


def _split_letters(letters: str) -> list[str]:
    plain = strip_tones(letters).replace("v", "ü")
    if plain in _ALONE:
        return [letters]
    result: list[str] = []
    start = 0
    while start < len(letters):
        end = _end_of_syllable(plain, start)
        syllable = letters[start:end]
        if not syllable or sum(map(syllable.count, _TONED & set(syllable))) > 1:
            return _split_at_tones(letters)
        result.append(syllable)
        start = end
    return result


def _split_at_tones(letters: str) -> list[str]:
    """Return two syllables of which the second begins with a vowel, no apostrophe parting them: píǎo."""
    toned = [at for at, letter in enumerate(letters) if letter in _TONED]
    if len(toned) != 2 or strip_tones(letters[0]) in "aeiouü":
        return []
    ways = [
        (letters[:at], letters[at:])
        for at in range(toned[0] + 1, toned[1] + 1)
        if all(strip_tones(part).replace("v", "ü") in _legal() for part in (letters[:at], letters[at:]))
    ]
    return list(ways[0]) if len(ways) == 1 else []


def _end_of_syllable(letters: str, start: int) -> int:
    """Return the end of the longest syllable after which another can begin; ``start`` if there is none."""
    for end in range(min(len(letters), start + _LONGEST), start, -1):
        if letters[start:end] in _legal() and letters[end : end + 1] not in tuple("aeiouüê"):
            return end
    return start
