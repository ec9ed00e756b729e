"""The list of what is attached: 附件：1. …, and below it 2. … (GB/T 9704-2012, 7.3.4)."""

from __future__ import annotations

import re

FURTHER_INDENT = 3
"""Characters by which further attachments stand behind 附件."""

_FIRST = re.compile(r"附\s*件\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[：:]?\s*")
_NUMBER = re.compile(r"[0-9０-９]{1,2}\s*[.．、]\s*")


def is_first(text: str) -> bool:
    """Say whether 附件 itself stands in a line of the list."""
    return bool(_FIRST.match(text))


def label_length(text: str) -> int:
    """Return how many characters stand before the name; turned lines begin below its first one."""
    first = _FIRST.match(text)
    at = first.end() if first else 0
    number = _NUMBER.match(text, at)
    return number.end() if number else at
