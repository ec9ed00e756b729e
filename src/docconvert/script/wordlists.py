"""Read the user's own words: those to keep, and those with what they become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.decoding import decode
from docconvert.errors import InputError, UsageError
from docconvert.notices import ignore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def read_words(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return the words of lists: one on a line; lines that begin with ``#`` are comments.

    Raises:
        UsageError: a file cannot be read, or what encoding it is in.
    """
    return tuple(dict.fromkeys(line.strip() for path in paths for _, line in _lines(path)))


def read_pairs(paths: Iterable[Path]) -> tuple[tuple[str, str], ...]:
    """Return the words of glossaries and what they become: parted by a tab, a pair on a line.

    Raises:
        UsageError: a file cannot be read, a line is no pair, or a word becomes two things.
    """
    pairs: dict[str, str] = {}
    for path in paths:
        for number, line in _lines(path):
            word, *new = (part.strip() for part in line.split("\t"))
            if len(new) != 1 or not word or not new[0]:
                raise UsageError(
                    f"{path}:{number}: not a word, a tab and what it becomes: {line.strip()[:30]!r}",
                    "put one tab, and no spaces, between the two",
                )
            if pairs.setdefault(word, new[0]) != new[0]:
                raise UsageError(
                    f"{path}:{number}: {word} becomes both {pairs[word]} and {new[0]}",
                    "leave one of them out",
                )
    return tuple(pairs.items())


_TELLING = 200
"""Bytes; a shorter list in GB18030 reads as well as one in Big5."""


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, numbered from 1."""
    try:
        data = path.read_bytes()
        text, encoding = decode(data, notify=ignore)
    except (OSError, InputError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{path}: cannot be read: {reason}", "it must be a text file in UTF-8") from error
    if len(data) < _TELLING and not encoding.startswith(("utf", "ascii")):
        raise UsageError(f"{path}: too short to tell its encoding", "save it as UTF-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.removeprefix("\ufeff")
