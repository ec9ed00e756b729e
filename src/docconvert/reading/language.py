"""Find the script of a text: Simplified or Traditional Chinese, or Japanese.

The national character sets know: a character of Big5 that GB 2312 lacks is
evidence of Traditional, one of GB 2312 that Big5 lacks of Simplified. Most
characters are in both and tell nothing, but any sentence has some that do.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from docconvert.chars import HAN
from docconvert.notices import Notice

if TYPE_CHECKING:
    from docconvert.notices import Notify

_ENOUGH = 250_000
"""Characters looked at. Of longer texts every second or third or … one, from the beginning to the end."""

_KANA_SHARE = 0.05
"""Of Han and kana together; Chinese texts hold a の here and there."""

_MIXED_SHARE = 0.2
"""Of the evidence, for the lesser script. Texts in one script stay below 0.02, whomever they quote."""

_FEWEST_KINDS = 5
"""Different characters of the lesser script; fewer are somebody's name, or a habit."""


class Evidence(NamedTuple):
    """What a text holds: how often each character stands in it that only one script has, and kana."""

    simplified: Counter[str]
    traditional: Counter[str]
    kana: int
    han: int


def detect_language(text: str) -> str:
    """Return ``zh-Hans``, ``zh-Hant`` or ``ja``; ``zh-Hans`` where nothing tells."""
    return _language(_evidence(text))


def report_mixed_script(text: str, *, notify: Notify) -> None:
    """Tell ``notify`` if much of a text is in one Chinese script and much in the other."""
    evidence = _evidence(text)
    language = _language(evidence)
    if language == "ja":
        return
    both = (evidence.simplified, evidence.traditional)
    less, more = both if language == "zh-Hant" else both[::-1]
    share = less.total() / max(1, less.total() + more.total())
    if share < _MIXED_SHARE or len(less) < _FEWEST_KINDS:
        return
    simplified = round(100 * (share if language == "zh-Hant" else 1 - share))
    notify(
        Notice(
            "script-mixed",
            f"Simplified and Traditional mixed: {simplified} % and {100 - simplified} % of the characters "
            f"that tell; taken for {language}: pass --language TAG, or --script hans to make it one",
            line=_first_line(text, less, more),
        )
    )


def _language(evidence: Evidence) -> str:
    if evidence.kana > 2 and evidence.kana > _KANA_SHARE * (evidence.han + evidence.kana):
        return "ja"
    return "zh-Hant" if evidence.traditional.total() > evidence.simplified.total() else "zh-Hans"


def _evidence(text: str) -> Evidence:
    return _counted(text[:: len(text) // _ENOUGH + 1])


_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HAN = re.compile(f"[{HAN}]")


@lru_cache(2)  # the same sample is asked about as it was read, and again if reading changed nothing in it
def _counted(sample: str) -> Evidence:
    counts = Counter(sample)
    kinds = "".join(counts)
    kana = sum(map(counts.__getitem__, _KANA.findall(kinds)))
    han = "".join(_HAN.findall(kinds))
    in_gb2312, in_big5 = _held(han, "gb2312"), _held(han, "big5")
    return Evidence(
        Counter({c: counts[c] for c in in_gb2312 - in_big5}),
        Counter({c: counts[c] for c in in_big5 - in_gb2312}),
        kana,
        sum(map(counts.__getitem__, han)),
    )


def _held(characters: str, encoding: str) -> set[str]:
    """Return those of the characters that a charset has."""
    return set(characters.encode(encoding, "ignore").decode(encoding))


def _first_line(text: str, less: Counter[str], more: Counter[str]) -> int:
    """Return the number of the first line that is in the lesser script."""
    for number, line in enumerate(text.splitlines(), 1):
        if sum(c in less for c in line) > sum(c in more for c in line):
            return number
    return 0
