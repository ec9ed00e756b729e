"""Latin words in Chinese text, and which marks belong to them."""

from __future__ import annotations

import re

LATIN = "!-~\u00a1-\u00b6\u00b8-\u024f\u0370-\u052f\u2070-\u209f"
"""What words and numbers are made of, inside a regular expression's brackets."""

LETTER = "A-Za-z0-9\u00c0-\u024f\u0370-\u052f"

COMBINING_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u3099\u309a"

IN_WORD = re.compile(f"[{LATIN}{COMBINING_MARKS}]")

COMBINING = re.compile(f"[{COMBINING_MARKS}]")
"""Marks that stand over or under the character before them."""

WORDS = re.compile(f"[{LATIN}{COMBINING_MARKS}](?:[ {LATIN}{COMBINING_MARKS}]*[{LATIN}{COMBINING_MARKS}])?")
"""Latin words and the spaces between them."""

_QUOTES = "‘’“”"
_LATIN_QUOTE = re.compile(
    f"[{_QUOTES}](?:"
    rf"(?<=[{LETTER}]’)(?=[{LETTER}])"
    rf"|(?<=[{LATIN} ][“‘])(?=[{LETTER}])"
    rf"|(?<= ’)(?=[{LETTER}])"
    rf"|(?<=[{LATIN}][”’])(?=[{LATIN} ]))"
)
"""An apostrophe, or a quotation mark that has Latin on both sides."""


def latin_quotes(text: str) -> list[int]:
    """Return where quotation marks stand that belong to Latin words; in Chinese they are wider."""
    if not any(mark in text for mark in _QUOTES):
        return []
    return [found.start() for found in _LATIN_QUOTE.finditer(text)]
