"""Read the user's own words: those to keep, and those with what they become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.decoding import decode
from docconvert.errors import InputError, UsageError
from docconvert.files import read_source
from docconvert.notices import ignore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_words(path: Path) -> tuple[str, ...]:
    """Return the words of a list: one on a line, in any encoding; lines that begin with ``#`` are comments.

    Raises:
        UsageError: the file cannot be read.
    """
    return tuple(dict.fromkeys(line.strip() for _, line in _lines(path)))


def read_pairs(path: Path) -> tuple[tuple[str, str], ...]:
    """Return the words of a glossary and what they become: parted by a tab, a pair on a line.

    Raises:
        UsageError: the file cannot be read, a line is no pair, or a word becomes two things.
    """
    pairs: dict[str, str] = {}
    for number, line in _lines(path):
        word, *new = (part.strip() for part in line.split("\t"))
        if len(new) != 1 or not word or not new[0]:
            raise UsageError(
                f"{path}:{number}: not a word, a tab and what it becomes: {line.strip()[:30]!r}",
                "a glossary has one pair on a line",
            )
        if pairs.setdefault(word, new[0]) != new[0]:
            raise UsageError(
                f"{path}:{number}: {word} becomes both {pairs[word]} and {new[0]}", "leave one of them out"
            )
    return tuple(pairs.items())


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, numbered from 1."""
    try:
        text, _ = decode(read_source(path), notify=ignore)
    except InputError as error:
        raise UsageError(f"{path}: {error.message}", error.hint) from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.removeprefix("\ufeff")
