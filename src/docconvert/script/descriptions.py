"""Ideographic description sequences: ⿰木目 says how a character is put together.

Its parts are no text to convert: another part makes another character (Unicode Standard, section 18.2).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS = {**dict.fromkeys("⿰⿱⿴⿵⿶⿷⿸⿹⿺⿻⿼⿽", 2), "⿲": 3, "⿳": 3, "⿾": 1, "⿿": 1}
"""How many parts an operator takes; each is a character or another sequence."""

_OPERATOR = re.compile("[⿰-⿿]")

_LONGEST = 64
"""Characters of a sequence; longer ones describe nothing."""


def without_descriptions(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the parts of ``text`` begin and end that stand outside complete sequences."""
    start = 0
    for operator in _OPERATOR.finditer(text):
        if operator.start() >= start and (end := _end(text, operator.start())):
            if operator.start() > start:
                yield start, operator.start()
            start = end
    if start < len(text):
        yield start, len(text)


def _end(text: str, start: int) -> int:
    """Return where the sequence that begins at ``start`` ends, or 0 if it is not complete."""
    missing = 1
    for at in range(start, min(start + _LONGEST, len(text))):
        missing += _PARTS.get(text[at], 0) - 1
        if not missing:
            return at + 1
    return 0
