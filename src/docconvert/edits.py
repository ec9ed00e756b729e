"""Edits: what is to change in a string, by offset."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Edit(NamedTuple):
    """Put ``new`` in the place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    new: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with ``edits`` (in order, not overlapping) made."""
    parts: list[str] = []
    done = 0
    for start, end, new in edits:
        parts += text[done:start], new
        done = end
    return "".join(parts) + text[done:]


def by_character(edits: Iterable[Edit]) -> list[Edit]:
    """Return ``edits``, those that are as long as what they replace parted into their characters."""
    return [
        single
        for start, end, new in edits
        for single in (
            [Edit(at, at + 1, character) for at, character in enumerate(new, start)]
            if len(new) == end - start
            else [Edit(start, end, new)]
        )
    ]
