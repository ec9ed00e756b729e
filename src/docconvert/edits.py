"""Edits: what is to change in a string, by offset."""

from __future__ import annotations

from typing import NamedTuple


class Edit(NamedTuple):
    """Put ``new`` in the place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    new: str
