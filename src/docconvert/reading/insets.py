"""Paragraphs of a short text that was wrapped: the first line set in, those behind it not, all as wide.

A long text shows its width in many lines (:mod:`docconvert.reading.layout`). A notice has a paragraph or two;
but where the lines of one are as wide as each other, and the last is not wider and ends with a mark, it was
wrapped, and so is what else is set like it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.reading.layout import PUNCTUATION, TERMINAL, is_field, is_row
from docconvert.reading.lines import width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.reading.lines import Line

_NARROWEST = 32
"""Columns."""

_SLACK = 3
"""Columns a line may lack: a mark that may not begin the next, a word."""

_FEWEST = 3
_SHORT = 2
_INDENT = range(2, 9)
"""Columns by which a first line is set in."""


def find_insets(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines that go on with the line above in such paragraphs."""
    blocks = [block for block in _blocks(lines) if _is_set_in([lines[at] for at in block])]
    sure = [block for block in blocks if _is_sure([lines[at] for at in block])]
    if not sure and _are_alike([lines[block[0]] for block in blocks if len(block) == _SHORT]):
        sure = [block for block in blocks if len(block) == _SHORT]
    if not sure:
        return frozenset()
    width = max(_columns(lines[at]) for block in sure for at in block)
    return frozenset(
        at
        for block in blocks
        if all(abs(width - _columns(lines[at])) <= _SLACK for at in block[:-1])
        for at in block[1:]
    )


def _blocks(lines: Sequence[Line]) -> Iterator[range]:
    """Yield lines without a blank line or a deeper indent between them, two or more."""
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or lines[at].blanks or lines[at].indent > lines[at - 1].indent:
            if at - start > 1:
                yield range(start, at)
            start = at


def _is_set_in(block: Sequence[Line]) -> bool:
    first, *others = block
    margins = {line.indent for line in others}
    return (
        len(margins) == 1
        and first.indent - others[0].indent in _INDENT
        and block[-1].text[-1] in TERMINAL
        and min(map(_columns, block[:-1])) >= _NARROWEST
        and not any(is_row(line.text) or is_field(line.text) for line in block)
    )


def _is_sure(block: Sequence[Line]) -> bool:
    """Say whether the lines of a block are as wide as each other, and one at least ends in mid-sentence."""
    widths = [_columns(line) for line in block[:-1]]
    return (
        len(block) >= _FEWEST
        and max(widths) - min(widths) <= _SLACK
        and _columns(block[-1]) <= max(widths)
        and any(line.text[-1] not in PUNCTUATION for line in block[:-1])
    )


def _are_alike(first: Sequence[Line]) -> bool:
    """Say whether several paragraphs of two lines break in mid-sentence at one width."""
    widths = list(map(_columns, first))
    return (
        len(first) > 1
        and max(widths) - min(widths) <= _SLACK
        and not any(line.text[-1] in TERMINAL for line in first)
        and any(line.text[-1] not in PUNCTUATION for line in first)
    )


def _columns(line: Line) -> int:
    return line.indent + width_of(line.text)
