"""The names Word has for languages."""

from __future__ import annotations

from docconvert.language import is_chinese, is_language_tag


def word_language(language: str) -> str:
    """Return what ``w:lang`` calls a BCP 47 tag; Chinese of the mainland where nothing tells."""
    subtags = language.lower().split("-")
    if subtags[0] in ("ja", "ko"):
        return {"ja": "ja-JP", "ko": "ko-KR"}[subtags[0]]
    for region in ("HK", "MO", "TW"):
        if region.lower() in subtags:
            return f"zh-{region}"
    return "zh-TW" if "hant" in subtags else "zh-CN"


def word_latin_language(language: str) -> str:
    """Return what ``w:lang`` calls the language of the Latin words in a text.

    It is the text's own where that is written in such letters, so that Word checks its spelling; what is
    not known is not checked.
    """
    first = language.lower().partition("-")[0]
    if (
        is_chinese(language)
        or first in ("ja", "ko")
        or language.lower() == "en"
        or not is_language_tag(language)
    ):
        return "en-US"
    return "x-none" if first == "und" else language
