"""Find the legacy encoding of bytes: the one whose text reads most like Chinese.

Each candidate decodes a sample, and the decoded text is scored by how frequent
its characters are: ``frequent.txt`` lists 5,000 characters of both scripts,
the most frequent first, counted over public-domain and technical texts.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from math import log
from pathlib import Path

from docconvert.chars import PINYIN_TONED

_SAMPLE = 65_536
"""Bytes looked at; beyond this the answer no longer changes."""

_CANDIDATES = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")

_LEAST = 0.25
"""Below this score the text is noise. True Chinese text scores 0.3 or more, 0.65 in the median."""

_UTF16_MARGIN = 0.5
"""Any even number of bytes decodes as UTF-16, mostly to rare ideographs: it must be better by this."""

_WELL_FORMED = 0.9
"""With this share of the bytes above 0x7F in well-formed sequences, it is damaged UTF-8."""

_FEWEST_HIGH = 12

_DAMAGE = 0.02
"""More broken sequences than this share of the characters, and the candidate is out."""


def best_encoding(data: bytes) -> str:
    """Return the name of the likeliest encoding, or an empty string if none is likely."""
    sample = _sample(data)
    if utf16 := _ascii_in_utf16(sample):
        return utf16
    if _nearly_utf8(sample):
        return "utf-8"
    ranked = [
        (score - (_UTF16_MARGIN if name.startswith("utf-16") else 0), name)
        for name in _CANDIDATES
        if (score := _candidate_score(sample, name)) is not None and score >= _LEAST
    ]
    # The earlier of two equals wins: cp950 before big5hkscs.
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else ""


def _sample(data: bytes) -> bytes:
    """Cut at the end of a line, so that no character is cut in two."""
    if len(data) <= _SAMPLE:
        return data
    end = data.rfind(b"\n", 0, _SAMPLE)
    return data[: end + 1] if end > _SAMPLE // 2 else data[:_SAMPLE]


def _ascii_in_utf16(sample: bytes) -> str:
    """Recognise UTF-16 that is mostly ASCII: its zero bytes all stand on one side."""
    zeros = sample.count(0)
    if zeros <= len(sample) * 0.15:
        return ""
    even = sample[0::2].count(0)
    odd = zeros - even
    if max(even, odd) <= 20 * max(1, min(even, odd)):
        return ""
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    # Binary numbers have their zeros on one side too, but controls between them.
    controls = sum(text < " " and text not in "\t\n\r\f" for text in sample.decode(encoding, "replace"))
    return encoding if controls <= len(sample) * _DAMAGE else ""


def _nearly_utf8(sample: bytes) -> bool:
    high = sum(map(len, re.findall(rb"[\x80-\xff]+", sample)))
    well_formed = rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
    good = sum(map(len, re.findall(well_formed, sample)))
    return high >= _FEWEST_HIGH and good >= _WELL_FORMED * high


def _candidate_score(sample: bytes, encoding: str) -> float | None:
    text = sample.decode(encoding, "replace")
    # A sample cut in mid-character ends in one broken sequence that is not the file's.
    broken = text.count("\ufffd", 0, max(0, len(text) - 2))
    if broken > max(2, len(text) * _DAMAGE):
        return None
    return _text_score(text) - 3 * broken / max(1, len(text)) - (0.3 if broken else 0)


def _text_score(text: str) -> float:
    """Return the mean weight of the characters that are not ASCII, about -4 to 1.5."""
    weights = _weights()
    total = count = 0.0
    for character, times in Counter(text).items():
        weight = weights.get(character)
        if weight is None:
            weight = _class_weight(ord(character))
        if weight is not None:
            total += weight * times
            count += times
    return total / count if count else 0.0


def _class_weight(code: int) -> float | None:
    """Weigh a character that is not in the table; None: it says nothing."""
    if chr(code) in PINYIN_TONED:
        return None  # legacy sets encode these, and a text may be full of them
    for last, weight in _CLASSES:
        if code <= last:
            return weight
    return -1.5


# (last code point of the class, weight); controls and private use tell against a candidate most.
_CLASSES: tuple[tuple[int, float | None], ...] = (
    (0x08, -4.0),
    (0x0D, None),
    (0x1F, -4.0),
    (0x7F, None),
    (0x200F, -1.0),
    (0x2027, 0.3),  # dashes, quotes, ellipsis
    (0x2FFF, -1.0),
    (0x303F, 0.3),  # CJK symbols and punctuation
    (0x30FF, 0.0),  # kana
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
    """Weigh the frequent characters from 1.5 down to 0.2, by the logarithm of their rank."""
    lines = Path(__file__).with_name("frequent.txt").read_text("utf-8").split()
    characters = "".join(lines)
    step = 1.3 / log(len(characters))
    return {character: 1.5 - step * log(rank) for rank, character in enumerate(characters, 1)}
