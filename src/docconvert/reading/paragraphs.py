"""Join the lines that make one paragraph."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from docconvert.chars import HAN
from docconvert.reading.closings import find_attached, find_continued
from docconvert.reading.insets import find_insets
from docconvert.reading.layout import goes_on, layout_of
from docconvert.reading.ragged import find_ragged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.reading.layout import Layout
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


def join_lines(lines: Sequence[Line]) -> list[Unit]:
    """Return the paragraphs of a text, wrapped lines joined."""
    layout = layout_of(lines)
    ragged = find_ragged(lines, layout)
    continued, attached = find_continued(lines), find_attached(lines)
    if not layout.width:
        continued |= find_insets(lines)
    if not layout.width and not ragged and not continued:
        return [Unit(*line, at, at + 1) for at, line in enumerate(lines)]
    # Where no indent tells, a width that explains little joins what it should not.
    by_width = layout.indented or not ragged
    units: list[Unit] = []
    start = 0
    for at in range(1, len(lines) + 1):
        if at in ragged or at in continued:
            continue
        opens = at - 1 == start
        if (
            by_width
            and at < len(lines)
            and at not in attached
            and goes_on(layout, lines[at - 1], lines[at], opens=opens)
        ):
            continue
        if lines:
            units.append(_joined(lines[start:at], start, layout))
        start = at
    return units


def _joined(lines: Sequence[Line], start: int, layout: Layout) -> Unit:
    first = lines[0]
    parts = [first.text]
    for above, line in pairwise(lines):
        space = " " if _needs_space(above, line, layout) else ""
        parts.append(space + line.text)
    return Unit("".join(parts), first.number, first.indent, first.blanks, start, start + len(lines))


def _needs_space(above: Line, line: Line, layout: Layout) -> bool:
    """Say whether a line break stood for a space: between Latin words, not beside Chinese."""
    before, after = above.text, line.text
    if _number().search(before) and _number_goes_on().match(after):
        return False  # a number in two: 20 and 23年
    latin = [bool(_latin().match(character)) for character in (before[-1], after[0])]
    if layout.cut:
        # The line was full to the last character, or a space that stood there is missing now.
        return any(latin) and (layout.width_of(above) < layout.width or line.indent > layout.base)
    if (before[-1] == "-" and before[-2:-1].isalpha()) or before[-1] == "/":
        return False
    return all(latin)


@cache
def _number() -> re.Pattern[str]:
    return re.compile(f"[{HAN}，。、：；（《“][0-9]{{1,3}}$")


@cache
def _number_goes_on() -> re.Pattern[str]:
    return re.compile(f"[0-9]{{1,3}}[{HAN}]")


@cache
def _latin() -> re.Pattern[str]:
    return re.compile(r"[!-~\u00a1-\u1fff\u2c60-\u2dff\ua640-\uabff]")
