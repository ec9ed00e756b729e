"""Join the lines that make one paragraph."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from docconvert.reading.layout import Layout, goes_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.reading.lines import Line


class Unit(NamedTuple):
    """A paragraph-to-be: the joined text of one or more lines.

    ``number``, ``indent`` and ``blanks`` are those of its first line; ``first`` and ``end`` tell which lines
    it is made of (the second is excluded).
    """

    text: str
    number: int
    indent: int
    blanks: int
    first: int
    end: int


def join_lines(lines: Sequence[Line], layout: Layout) -> list[Unit]:
    """Return the paragraphs of a text, wrapped lines joined."""
    if not layout.width:
        return [Unit(*line, at, at + 1) for at, line in enumerate(lines)]
    units: list[Unit] = []
    start = 0
    for at in range(1, len(lines) + 1):
        if at < len(lines) and goes_on(layout, lines[at - 1], lines[at], opens=at - 1 == start):
            continue
        if lines:
            units.append(_joined(lines, start, at))
        start = at
    return units


def _joined(lines: Sequence[Line], start: int, end: int) -> Unit:
    parts = [lines[start].text]
    for line in lines[start + 1 : end]:
        space = " " if _needs_space(parts[-1], line.text) else ""
        parts.append(space + line.text)
    first = lines[start]
    return Unit("".join(parts), first.number, first.indent, first.blanks, start, end)


def _needs_space(before: str, after: str) -> bool:
    """Say whether a line break stood for a space: between Latin words, not beside Chinese."""
    if (before[-1] == "-" and before[-2:-1].isalpha()) or before[-1] == "/":
        return False
    return bool(_latin().match(before[-1]) and _latin().match(after[0]))


@cache
def _latin() -> re.Pattern[str]:
    return re.compile(r"[!-~\u00a1-\u1fff\u2c60-\u2dff\ua640-\uabff]")
