"""Language tags (BCP 47): what is one, whether it is Chinese, and which script it needs."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

Script: TypeAlias = Literal["hans", "hant", "ja"]

_TAG = (
    r"[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?"
    r"(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-x(-[a-z0-9]{1,8})+)?"
)


def is_language_tag(tag: str) -> bool:
    """Say whether ``tag`` is well-formed (RFC 5646, section 2.1; extensions apart)."""
    return bool(re.fullmatch(_TAG, tag, re.IGNORECASE | re.ASCII))


_CHINESE = frozenset(
    ("zh", "cmn", "yue", "nan", "hak", "wuu", "gan", "hsn", "cdo", "mnp", "cjy", "cpx", "czh", "czo", "lzh")
)
"""Chinese, what is spoken as its parts, and its classical language, by ISO 639-3."""


def is_chinese(language: str) -> bool:
    """Say whether a tag is that of Chinese."""
    return language.lower().partition("-")[0] in _CHINESE


def script_of(language: str) -> Script:
    """Return the script whose fonts a language needs; Simplified Chinese where nothing tells."""
    subtags = language.lower().split("-")
    if subtags[0] == "ja":
        return "ja"
    traditional = "hant" in subtags or ("hans" not in subtags and not {"tw", "hk", "mo"}.isdisjoint(subtags))
    return "hant" if traditional else "hans"
