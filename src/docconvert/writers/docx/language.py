"""The names Word has for languages."""

from __future__ import annotations


def word_language(language: str) -> str:
    """Return what ``w:lang`` calls a BCP 47 tag; Chinese of the mainland where nothing tells."""
    subtags = language.lower().split("-")
    if subtags[0] in ("ja", "ko"):
        return {"ja": "ja-JP", "ko": "ko-KR"}[subtags[0]]
    for region in ("HK", "MO", "TW"):
        if region.lower() in subtags:
            return f"zh-{region}"
    return "zh-TW" if "hant" in subtags else "zh-CN"
