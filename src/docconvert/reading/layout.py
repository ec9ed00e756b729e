"""How a file sets its lines: one paragraph a line, or wrapped at a width.

Whether a line goes on with the paragraph of the line above is decided once for a whole file, from
what its lines have in common: a wrapped file has a width that many lines reach, and most of
these end in the middle of a sentence. Where its paragraphs begin is told by an indent, by blank lines,
or by nothing but a line that ends early; which of these a file means is read off the places that
leave no doubt. Blank lines alone prove nothing: some files have one below every line.

Widths are columns, or characters where a program counted these: then a line with Latin words is as long as
the others and not as wide.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from docconvert.reading.closings import stands_alone
from docconvert.reading.lines import width_of
from docconvert.reading.separators import is_separator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.reading.lines import Line

TERMINAL = frozenset("。！？…!?：:；;”」』’）)》】〉〗—～~")
"""Marks a paragraph may end with."""

PUNCTUATION = TERMINAL | frozenset("，、,.·．")
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

_DEEPEST_INDENT = 12
"""Columns beyond the others; what stands further in was set at the right or in the middle, not wrapped."""

_PRECISION = 2
"""Columns a line may lack where a width explains why it ends there: a mark that may not begin a line."""

_ITEM = re.compile(
    r"(?:第[一二三四五六七八九十百零〇千0-9]{1,7}[条條]|[（(][一二三四五六七八九十0-9０-９]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[0-9０-９]{1,3}[.．、](?![0-9])|"
    r"[①-⑳]|[*＊•·●○◆■□-]\s|--)"
)
_ROW = re.compile(r"\S(?: {3,}|\t+)\S.*\S(?: {3,}|\t+)\S")
_FIELD = re.compile(r"[^\s：:，。]{2,8}[：:]\s?(?![“「『\"])[^\s，；。]{1,24}")
_FIELDS = re.compile(r"[^\s：:，。]{2,8}[：:]\s?\S{1,24}(?:\s{2,}[^\s：:，。]{2,8}[：:]\s?\S{1,24})+")
_HEADING = re.compile(
    r"第\s?[一二三四五六七八九十百零〇千0-9]{1,7}\s?(?:分编|分編|[编編章节節]|[回卷](?=\s))(?![的了是]).{0,28}|附\s?[则則]"
)
_ENTRY = re.compile(r"[•●◆■▪‧]\s*\S|[12][0-9]{3}\s*[.年/]\s*[0-9]{1,2}\s*月?\s*(?:[—–~～至-]|[,，]\s*至今)")
"""An item behind a bullet, or one of a life: 2010.09—2014.06."""
_WORD = re.compile(r"[^\W_]")
_LATIN = re.compile(r"[^\W_\u2e80-\uffff]")
_FIRST_WORD = re.compile(r"[!-~]+|.", re.DOTALL)


class Layout(NamedTuple):
    """What the lines of a file have in common.

    ``width`` is the columns at which lines were wrapped, 0 where they were not. ``indented`` says that an
    indent deeper than ``base`` begins a paragraph; ``blank`` that a blank line does. ``counted`` says that
    all characters were taken for two columns, ``cut`` that lines end there even inside a word.
    """

    width: int = 0
    base: int = 0
    indented: bool = False
    blank: bool = True
    counted: bool = False
    cut: bool = False

    def width_of(self, line: Line) -> int:
        """Return the columns of a line as they were measured when lines were wrapped."""
        return _counted(line) if self.counted else _columns(line)


def layout_of(lines: Sequence[Line]) -> Layout:
    """Return how a file sets its lines."""
    # Rules have a width of their own, and so has what ends a document.
    lines = [line for line in lines if _WORD.search(line.text) and not stands_alone(line.text)]
    layout = _measured(lines, list(map(_columns, lines)), counted=False)
    widths = list(map(_counted, lines))
    counted = _measured(lines, widths, counted=True)
    if not counted.width or counted.width < max(widths):
        return layout
    return counted if _ends_early(lines, counted) < _ends_early(lines, layout) else layout


def _ends_early(lines: Sequence[Line], layout: Layout) -> int:
    lacks = _lacks_within(lines, layout)
    return sum(lack > _PRECISION for lack in lacks) if layout.width else len(lacks)


def _measured(lines: Sequence[Line], widths: list[int], *, counted: bool) -> Layout:
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
    # Some files have a blank line below every line: these stand in the middle of sentences, too.
    within = [
        line.blanks > 0
        for (above, is_full), line in zip(zip(lines, full, strict=True), lines[1:], strict=False)
        if is_full and above.text[-1] not in PUNCTUATION
    ]
    cut = counted and _cuts_words(lines, width)
    return Layout(width, base, indented, 2 * sum(within) <= len(within), counted, cut)


def unexplained(lines: Sequence[Line], layout: Layout) -> float:
    """Return the share of lines about as wide as ``layout`` says that end in mid-sentence before their time.

    Where lines were wrapped at one width, it is next to nothing. All are unexplained if there is no width.
    """
    near = [lack for lack in _lacks_within(lines, layout) if lack <= _SLACK]
    return sum(lack > _PRECISION for lack in near) / len(near) if near and layout.width else 1.0


def _lacks_within(lines: Sequence[Line], layout: Layout) -> list[int]:
    """Return what lines lack that end in mid-sentence, without a blank line or an indent below."""
    return [
        _lacks(layout, above, line)
        for above, line in pairwise(lines)
        if not line.blanks and line.indent <= above.indent + 1 and above.text[-1] not in TERMINAL
    ]


def _columns(line: Line) -> int:
    # How much wider than any wrapped line a line is does not matter.
    return line.indent + width_of(line.text[: _WIDEST + 1])


def _counted(line: Line) -> int:
    """Return the columns of a line if all its characters were wide."""
    # An odd indent is a space of Latin text, which counts as much.
    return line.indent + line.indent % 2 + 2 * len(line.text[: _WIDEST + 1])


def _cuts_words(lines: Sequence[Line], width: int) -> bool:
    """Say whether lines end at a count of characters whatever stands there, be it inside a Latin word.

    A program that keeps words whole ends most of these lines early.
    """
    ends = [_counted(line) for line in lines if line.indent < 2 and line.text[-1] not in PUNCTUATION]
    latin = [
        _counted(above)
        for above, line in pairwise(lines)
        if not line.blanks and _LATIN.match(above.text[-1]) and _LATIN.match(line.text[0])
    ]
    exact = sum(columns == width for columns in ends)
    return bool(latin) and exact >= 0.8 * len(ends) and all(columns >= width - 2 for columns in latin)


def _wrapped_at(lines: Sequence[Line], widths: list[int]) -> int:
    """Return the width that many lines reach in mid-sentence, or 0."""
    # Only lines that end in mid-sentence were surely wrapped.
    deepest = min((line.indent for line in lines), default=0) + _DEEPEST_INDENT
    counts = Counter(
        width
        for line, width in zip(lines, widths, strict=True)
        if _NARROWEST <= width <= _WIDEST and line.text[-1] not in PUNCTUATION and line.indent <= deepest
    )
    if len(lines) < _FEWEST_LINES or not counts:
        return 0
    in_window = {top: sum(counts[top - below] for below in range(_WINDOW)) for top in counts}
    top = max(in_window, key=lambda width: (in_window[width], width))
    # Lines that are much longer were not wrapped there; a few words that cannot be parted are.
    longer = sum(width > top + _SLACK for width in widths)
    near = [line for line, width in zip(lines, widths, strict=True) if top - _SLACK <= width <= top]
    open_ended = sum(line.text[-1] not in PUNCTUATION for line in near)
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
        if is_full and above.text[-1] not in PUNCTUATION
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
    if any(map(_is_apart, (above.text, line.text))):
        return False
    if (layout.blank and line.blanks) or (layout.indented and line.indent > layout.base + layout.counted):
        return False
    if above.indent > layout.base + _DEEPEST_INDENT and 2 * width_of(above.text) < layout.width:
        return False
    return _is_full(layout, above, line, opens=opens) and not (
        is_item(line.text) and above.text[-1] in TERMINAL
    )


def _is_apart(text: str) -> bool:
    return (
        is_row(text) or is_field(text) or is_heading(text) or stands_alone(text) or bool(_ENTRY.match(text))
    )


def is_item(text: str) -> bool:
    """Say whether a line begins as an item of a list does."""
    return bool(_ITEM.match(text))


def is_row(text: str) -> bool:
    """Say whether a line is one of a table: columns parted by spaces."""
    return bool(_ROW.search(text))


def is_field(text: str) -> bool:
    """Say whether a line is one of a form: labels with values, which are no speech."""
    return bool(_FIELD.fullmatch(text)) or bool(_FIELDS.fullmatch(text))


def is_heading(text: str) -> bool:
    """Say whether a line is a numbered heading whatever stands around it."""
    if text[0] not in "第附":
        return False
    found = _HEADING.fullmatch(text)
    return bool(found) and text[-1] not in PUNCTUATION


def _is_full(layout: Layout, above: Line, line: Line, *, opens: bool) -> bool:
    """Say whether the next word had no room left in the line above."""
    slack = 0
    if layout.indented or above.text[-1] not in TERMINAL:
        slack = _SLACK
    elif opens and not above.indent:
        slack = _FIRST_LINE_INDENT  # an indent that a copy lost
    return _lacks(layout, above, line) <= slack


def _lacks(layout: Layout, above: Line, line: Line) -> int:
    """Return how many columns are missing until the next word had no room left in the line above."""
    found = _FIRST_WORD.match(line.text)
    word = found[0] if found and not layout.cut else line.text[0]
    needed = 2 * len(word) if layout.counted else width_of(word)
    return layout.width + 1 - layout.width_of(above) - needed
