"""Find the language of a text: Chinese, Simplified or Traditional, or what it is where it is not Chinese.

The national character sets know: a character of Big5 that GB 2312 lacks is
evidence of Traditional, one of GB 2312 that Big5 lacks of Simplified. Most
characters are in both and tell nothing, but any sentence has some that do.

A text is not Chinese if kana or hangul stand among its ideographs, or if it has hardly any for its
letters. It is English only if the words show it that English, and no other language, is full of.
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
    from docconvert.options import Script

_ENOUGH = 250_000
"""Characters looked at. Of longer texts every second or third or … one, from the beginning to the end."""

_KANA_SHARE = 0.05
"""Of Han and kana together; Chinese texts hold a の here and there."""

_HANGUL_SHARE = 0.6
"""Of Han and hangul together; what teaches Korean in Chinese has less, and Korean that writes Han more."""

_FEWEST = 3
"""Kana or hangul; fewer are a sign, or somebody's name."""

_LETTERS_OF_A_WORD = 5
"""On the average. So many letters say about as much as an ideograph or two."""

_WORDS_FOR_ENGLISH = 4
"""Words for each ideograph in English that names Chinese things; Chinese has fewer, however technical."""

_WORDS_FOR_OTHERS = 50
"""In texts whose language is not known. Commands with a Chinese remark here and there are Chinese."""

_MIXED_SHARE = 0.2
"""Of the evidence, for the lesser script. Texts in one script stay below 0.02, whomever they quote."""

_FEWEST_KINDS = 5
"""Different characters of the lesser script; fewer are somebody's name, or a habit."""


_ENGLISH = re.compile(
    "the|and|of|that|with|this|from|which|have|has|they|you|are|she|he|his|her|would|there|their|been|but|what|when"
    "|will|not|were|these|those|could|should|into|your|who"
)
"""Words that English is full of, and other languages in Latin letters do not have, or not in such numbers."""

_ALSO_ENGLISH = re.compile(
    "a|an|i|is|in|it|to|for|on|at|by|as|be|was|or|we|my|me|do|so|if|no|all|can|our|its"
)
"""Words that it is full of, too, and that others have."""

_ENGLISH_SHARE = 0.08
"""Of all words, for those that only English has. Running text has from 0.15 to 0.25."""

_ENGLISH_SHARE_WITH_OTHERS = 0.2
"""For all; running text has from 0.35 to 0.5."""

_FEWEST_WORDS = 2
"""Different ones that only English has."""

_SLICES = 16
_SLICE = 8_000
"""Characters of each piece of a long text in which words are looked for."""


class Evidence(NamedTuple):
    """What a text holds: how often each character stands in it that only one script has, and letters."""

    simplified: Counter[str]
    traditional: Counter[str]
    kana: int
    hangul: int
    han: int
    letters: int
    """Latin ones, and those of scripts that have no place in Chinese."""


def detect_language(text: str) -> str:
    """Return ``zh-Hans``, ``zh-Hant``, ``ja``, ``ko`` or ``en``; ``und`` for what is none of these.

    A text without letters is ``zh-Hans``, and so is a Chinese one in which nothing tells.
    """
    evidence = _evidence(text)
    return _not_chinese(text, evidence) or _chinese(evidence)


def report_language(text: str, *, script: Script = "keep", notify: Notify) -> None:
    """Tell ``notify`` if a text is not Chinese; and if its scripts are mixed and do not become one."""
    language = _not_chinese(text, _evidence(text))
    if language == "und":
        notify(
            Notice(
                "not-chinese", "the text is not Chinese, and its language is not known: pass --language TAG"
            )
        )
    elif language:
        notify(
            Notice(
                "not-chinese",
                "the text is in "
                f"{'Japanese' if language == 'ja' else 'Korean' if language == 'ko' else 'English'}"
                ", and docconvert is made for Chinese",
            )
        )
    elif script != "hans":
        report_mixed_script(text, converted=script != "keep", notify=notify)


def report_mixed_script(text: str, *, converted: bool = False, notify: Notify) -> None:
    """Tell ``notify`` if much of a Chinese text is in one script and much in the other."""
    evidence = _evidence(text)
    language = _chinese(evidence)
    both = (evidence.simplified, evidence.traditional)
    less, more = both if language == "zh-Hant" else both[::-1]
    share = less.total() / max(1, less.total() + more.total())
    if share < _MIXED_SHARE or len(less) < _FEWEST_KINDS:
        return
    simplified = round(100 * (share if language == "zh-Hant" else 1 - share))
    shares = f"{simplified} % and {100 - simplified} % of the characters that tell"
    if converted:
        message = (
            f"Simplified and Traditional mixed: {shares}; each line is converted by what it is in, "
            "and --script-report FILE lists what is in doubt"
        )
    else:
        message = (
            f"Simplified and Traditional mixed: {shares}; taken for {language}: "
            "pass --language TAG, or --script hans to make it one"
        )
    notify(Notice("script-mixed", message, line=_first_line(text, less, more)))


def _not_chinese(text: str, evidence: Evidence) -> str:
    """Return the language of a text that is not Chinese; nothing for one that is, or says nothing."""
    _, _, kana, hangul, han, letters = evidence
    words, characters = letters / _LETTERS_OF_A_WORD, kana + hangul + han
    if words > _WORDS_FOR_ENGLISH * characters and _is_english(text):
        return "en"
    if words > _WORDS_FOR_OTHERS * characters:
        return "und"
    if kana >= _FEWEST and kana >= hangul and kana > _KANA_SHARE * (han + kana):
        return "ja"
    if hangul >= _FEWEST and hangul > _HANGUL_SHARE * (han + hangul):
        return "ko"
    return "und" if letters and not han else ""


def _chinese(evidence: Evidence) -> str:
    return "zh-Hant" if evidence.traditional.total() > evidence.simplified.total() else "zh-Hans"


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def _is_english(text: str) -> bool:
    """Say whether the words in Latin letters are clearly English."""
    step = max(_SLICE, len(text) // _SLICES)
    counts = Counter(
        word.lower()
        for start in range(0, len(text), step)
        for word in _WORD.findall(text[start : start + _SLICE])
    )
    only, also = (
        {word: count for word, count in counts.items() if words.fullmatch(word)}
        for words in (_ENGLISH, _ALSO_ENGLISH)
    )
    certain, known, every = sum(only.values()), sum(also.values()), counts.total()
    return (
        len(only) >= _FEWEST_WORDS
        and certain >= _ENGLISH_SHARE * every
        and certain + known >= _ENGLISH_SHARE_WITH_OTHERS * every
    )


def _evidence(text: str) -> Evidence:
    return _counted(text[:: len(text) // _ENOUGH + 1])


_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]")
_HAN = re.compile(f"[{HAN}]")
_NO_LETTERS = (
    f"{HAN}\u00b2\u00b3\u00b9\u00bc-\u00be\u1100-\u11ff\u2070-\u218f\u2460-\u24ff\u2e80-\u33ff"
    "\ua000-\ud7ff\ue000-\uf8ff\uff00-\uffef"
)
"""What stands in texts of East Asia: their own letters, others set as wide, and numbers."""
_LETTER = re.compile(rf"[^\W\d_{_NO_LETTERS}]")


@lru_cache(2)  # the same sample is asked about as it was read, and again if reading changed nothing in it
def _counted(sample: str) -> Evidence:
    counts = Counter(sample)
    kinds = "".join(counts)
    kana, hangul, letters = (
        sum(map(counts.__getitem__, kind.findall(kinds))) for kind in (_KANA, _HANGUL, _LETTER)
    )
    han = "".join(_HAN.findall(kinds))
    in_gb2312, in_big5 = _held(han, "gb2312"), _held(han, "big5")
    return Evidence(
        Counter({c: counts[c] for c in in_gb2312 - in_big5}),
        Counter({c: counts[c] for c in in_big5 - in_gb2312}),
        kana,
        hangul,
        sum(map(counts.__getitem__, han)),
        letters,
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
