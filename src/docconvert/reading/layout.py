"""How a file sets its lines: one paragraph a line, or wrapped at a width.

Whether a line goes on with the paragraph of the line above is decided once for a whole file, from
what its lines have in common: a wrapped file has a width that many lines reach, and most of
these end in the middle of a sentence. Where its paragraphs begin is told by an indent, by blank lines,
or by nothing but a line that ends early; which of these a file means is read off the places that
leave no doubt. Blank lines alone prove nothing: some files have one below every line.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from docconvert.reading.lines import width_of
from docconvert.reading.separators import is_separator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.reading.lines import Line

TERMINAL = frozenset("。！？…!?：:；;”」』’）)》】〉〗—～~")
"""Marks a paragraph may end with."""

_PUNCTUATION = TERMINAL | frozenset("，、,.·．")
_CANNOT_START = frozenset("，。、；：！？）」』”’》】〉〗…")
"""CLREQ, 3.1.3: marks that never begin a paragraph either."""

_NARROWEST = 32
_WIDEST = 200
"""Columns; lines are wrapped neither narrower nor wider by those who wrap them."""

_WINDOW = 4
_FEWEST_LINES = 4
_FEWEST_OPEN = 3
_LEAST_FULL = 0.2
_LEAST_OPEN = 0.5
_FIRST_LINE_INDENT = 4
_SLACK = 8
"""Columns a full line may lack when its sentence goes on: a lost indent, a long word, a mark moved down."""

_ITEM = re.compile(
    r"(?:第[一二三四五六七八九十百零〇千0-9]{1,7}[条條]|[（(][一二三四五六七八九十0-9０-９]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[0-9０-９]{1,3}[.．、](?![0-9])|"
    r"[①-⑳]|[*＊•·●○◆■□-]\s|--)"
)
_ROW = re.compile(r"\S(?: {3,}|\t+)\S.*\S(?: {3,}|\t+)\S|^[^\s：:，。]{2,8}[：:]\s?\S{1,24}$")
_HEADING = re.compile(
    r"第\s?[一二三四五六七八九十百零〇千0-9]{1,7}\s?(?:分编|分編|[编編章节節])(?![的了是]).{0,24}|附\s?[则則]"
)
_WORD = re.compile(r"[^\W_]")
_FIRST_WORD = re.compile(r"[!-~]+|.", re.DOTALL)


class Layout(NamedTuple):
    """What the lines of a file have in common.

    ``width`` is the columns at which lines were wrapped, 0 where they were not. ``indented`` says that an
    indent deeper than ``base`` begins a paragraph; ``blank`` that a blank line does.
    """

    width: int = 0
    base: int = 0
    indented: bool = False
    blank: bool = True


def layout_of(lines: Sequence[Line]) -> Layout:
    """Return how a file sets its lines."""
    lines = [line for line in lines if _WORD.search(line.text)]  # rules have a width of their own
    # How much wider than any wrapped line a line is does not matter.
    widths = [line.indent + width_of(line.text[: _WIDEST + 1]) for line in lines]
    width = _wrapped_at(lines, widths)
    if not width:
        return Layout()
    full = [columns >= width - _SLACK for columns in widths]
    base = _base_indent(lines, full)
    begun = [
        line
        for (above, is_full), line in zip(zip(lines, full, strict=True), lines[1:], strict=False)
        if not is_full and above.text[-1] in TERMINAL
    ]
    indented = bool(begun) and sum(line.indent > base for line in begun) > 0.6 * len(begun)
    after_blank = sum(line.blanks > 0 for line in lines[1:])
    return Layout(width, base, indented, after_blank < 0.7 * len(lines))


def _wrapped_at(lines: Sequence[Line], widths: list[int]) -> int:
    """Return the width that many lines reach in mid-sentence, or 0."""
    # Only lines that end in mid-sentence were surely wrapped.
    counts = Counter(
        width
        for line, width in zip(lines, widths, strict=True)
        if _NARROWEST <= width <= _WIDEST and line.text[-1] not in _PUNCTUATION
    )
    if len(lines) < _FEWEST_LINES or not counts:
        return 0
    in_window = {top: sum(counts[top - below] for below in range(_WINDOW)) for top in counts}
    top = max(in_window, key=lambda width: (in_window[width], width))
    # Lines that are much longer were not wrapped there; a few words that cannot be parted are.
    longer = sum(width > top + _SLACK for width in widths)
    near = [line for line, width in zip(lines, widths, strict=True) if top - _SLACK <= width <= top]
    open_ended = sum(line.text[-1] not in _PUNCTUATION for line in near)
    if (
        open_ended < _FEWEST_OPEN
        or len(near) < _LEAST_FULL * len(lines)
        or open_ended < _LEAST_OPEN * len(near)
    ):
        return 0
    return top if longer <= 0.1 * len(lines) else 0


def _base_indent(lines: Sequence[Line], full: list[bool]) -> int:
    """Return the indent most lines have that surely go on with a paragraph."""
    going_on = Counter(
        line.indent
        for (above, line), is_full in zip(pairwise(lines), full, strict=False)
        if is_full and above.text[-1] not in _PUNCTUATION
    )
    return going_on.most_common(1)[0][0] if going_on else 0


def goes_on(layout: Layout, above: Line, line: Line, *, opens: bool) -> bool:
    """Say whether ``line`` goes on with the paragraph that ``above`` is part of.

    Args:
        layout: of the whole file.
        above: the line above.
        line: the line.
        opens: ``above`` is the first line of its paragraph.
    """
    if not layout.width or is_separator(above.text) or is_separator(line.text):
        return False
    if line.text[0] in _CANNOT_START and line.blanks == 0:
        return True
    if _is_row(above.text) or _is_row(line.text) or _is_heading(above.text) or _is_heading(line.text):
        return False
    if (layout.blank and line.blanks) or (layout.indented and line.indent > layout.base):
        return False
    return _is_full(layout, above, line, opens=opens) and not (
        _ITEM.match(line.text) and above.text[-1] in TERMINAL
    )


def _is_row(text: str) -> bool:
    """Say whether a line is one of a table or a form: columns parted by spaces, or a label and a value."""
    return bool(_ROW.search(text))


def _is_heading(text: str) -> bool:
    """Say whether a line is a numbered heading whatever stands around it."""
    if text[0] not in "第附":
        return False
    found = _HEADING.fullmatch(text)
    return bool(found) and text[-1] not in _PUNCTUATION


def _is_full(layout: Layout, above: Line, line: Line, *, opens: bool) -> bool:
    """Say whether the next word had no room left in the line above."""
    columns = above.indent + width_of(above.text)
    if layout.indented or above.text[-1] not in TERMINAL:
        columns += _SLACK
    elif opens and not above.indent:
        columns += _FIRST_LINE_INDENT  # an indent that a copy lost
    word = _FIRST_WORD.match(line.text)
    return columns + width_of(word[0] if word else "") > layout.width
