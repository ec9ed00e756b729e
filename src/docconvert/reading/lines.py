"""Text to lines that know where they stand."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """A line with something on it.

    ``number`` counts the lines of the source from 1; ``indented`` and
    ``after_blank`` tell what stood before the text, which is stripped.
    """

    text: str
    number: int
    indented: bool
    after_blank: bool


_INVISIBLE = "\ufeff\u200b\u2060"
"""Marks of no width that editors and web pages leave at the ends of lines."""


def split_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` that are not blank."""
    lines: list[Line] = []
    blank = True
    for number, raw in enumerate(text.splitlines(), 1):
        start = raw.lstrip(_INVISIBLE)
        if stripped := raw.strip().strip(_INVISIBLE).strip():
            lines.append(Line(stripped, number, start[:1].isspace(), blank))
        blank = not stripped
    return lines
