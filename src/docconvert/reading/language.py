"""Find the script of a text: Simplified or Traditional Chinese, or Japanese.

The national character sets know: a character of Big5 that GB 2312 lacks is
evidence of Traditional, one of GB 2312 that Big5 lacks of Simplified.
"""

from __future__ import annotations

from collections import Counter

from docconvert.chars import is_han, is_in

_SAMPLE = 200_000
"""Characters looked at."""

_KANA_SHARE = 0.05
"""Of Han and kana together; Chinese texts hold a の here and there."""


def detect_language(text: str) -> str:
    """Return ``zh-Hans``, ``zh-Hant`` or ``ja``; ``zh-Hans`` where nothing tells."""
    traditional = simplified = han = kana = 0
    for character, times in Counter(text[:_SAMPLE]).items():
        if "\u3041" <= character <= "\u3096" or "\u30a1" <= character <= "\u30fa":
            kana += times
        elif is_han(character):
            han += times
            in_gb2312, in_big5 = is_in(character, "gb2312"), is_in(character, "big5")
            traditional += times * (in_big5 and not in_gb2312)
            simplified += times * (in_gb2312 and not in_big5)
    if kana > 2 and kana > _KANA_SHARE * (han + kana):
        return "ja"
    return "zh-Hant" if traditional > simplified else "zh-Hans"
