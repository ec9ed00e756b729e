"""Lines wrapped at widths that differ, as by hand or by a mail program, with blank lines between paragraphs.

No width tells that such lines were wrapped, but their ends do: most stand in mid-sentence, though the lines
have marks inside, and the last before a blank line does not. Verse breaks where its clauses end, so that
its marks, if any, stand at the ends of lines; lists, addresses and tables have few inside; speech ends with
a mark. All of this must hold for the text as a whole, and again for each block that is joined.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from docconvert.chars import is_han
from docconvert.reading.closings import stands_alone as ends_document
from docconvert.reading.layout import (
    PUNCTUATION,
    TERMINAL,
    is_field,
    is_heading,
    is_item,
    is_row,
    unexplained,
)
from docconvert.reading.lines import width_of
from docconvert.reading.numbering import mark_of
from docconvert.reading.separators import is_separator
from docconvert.reading.verse import metre_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.reading.layout import Layout
    from docconvert.reading.lines import Line

_FEWEST_BLOCKS = 2
_FEWEST_OPEN = 4
_LEAST_OPEN = 0.3
_MOST_OPEN = 0.92
"""Share of the lines that go on which end with no mark at all. A wrapped line ends with one by chance now and
then; those of verse and lists end with one mostly, or never."""

_LEAST_UNDER_WAY = 0.7
"""Share of them that end in mid-sentence, with or without a comma."""

_LEAST_CLOSED = 0.8
"""Share of blocks whose last line ends with a mark."""

_LEAST_MARKED = 0.6
"""Share of lines with a mark inside."""

_MOST_UNEXPLAINED = 0.15
"""Share of the lines that a width does not explain; of more, this width is none."""

_NARROWEST = 28
_LEAST_ALIKE = 0.75
_LEAST_WIDTH = 0.6
_LEAST_WIDTH_CLOSED = 0.7
"""What a line has of a wide one's width if it goes on, and if it goes on behind a full stop."""

_CLOSING = TERMINAL | frozenset("\"'.．")
_INSIDE = re.compile("[，。；：！？、,;!?](?=.)")
_SENTENCE = re.compile("[，。；！？]")
_SPEAKS = re.compile(r"[“「『‘《（(\[［【—–-]")
_NO_PROSE = re.compile(r"[>|#=+*@/\\]")


def find_ragged(lines: Sequence[Line], layout: Layout) -> frozenset[int]:
    """Return which lines go on with the line above, if the text is wrapped at no one width.

    Args:
        lines: of a text.
        layout: what is known of them; if it accounts for where they end, there is nothing to find.
    """
    base = _base_indent(lines)
    blocks = [b for b in _blocks(lines, base) if len(b) > 1 and _has_marks(lines[b.start : b.stop])]
    inner = [lines[at] for block in blocks for at in block[:-1]]
    ends = [b.stop for b in blocks if b.stop == len(lines) or _begins_paragraph(lines[b.stop], base)]
    if (
        len(ends) < _FEWEST_BLOCKS
        or not _are_wrapped(inner, [lines[end - 1] for end in ends])
        or unexplained(lines, layout) <= _MOST_UNEXPLAINED
    ):
        return frozenset()
    wide = _wide(inner)
    return frozenset(
        at
        for block in blocks
        if _is_prose([lines[at].text for at in block])
        for at in block[1:]
        if _may_go_on(lines[at - 1], wide)
    )


def _base_indent(lines: Sequence[Line]) -> int:
    """Return the indent most lines have that go on with a sentence."""
    indents = Counter(
        line.indent
        for above, line in pairwise(lines)
        if not line.blanks and above.text[-1] not in PUNCTUATION
    )
    return indents.most_common(1)[0][0] if indents else 0


def _blocks(lines: Sequence[Line], base: int) -> Iterator[range]:
    """Yield the lines between blank lines and indents, and between others that surely stand alone."""
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or _begins_paragraph(lines[at], base) or _parted(lines[at - 1], lines[at]):
            yield range(start, at)
            start = at


def _begins_paragraph(line: Line, base: int) -> bool:
    return line.blanks > 0 or line.indent > base + 1


def _parted(above: Line, line: Line) -> bool:
    if _stands_alone(above.text) or _stands_alone(line.text) or _is_title(above.text):
        return True
    if is_item(line.text) or _is_title(line.text):
        return True
    return above.text[-1] in _CLOSING and bool(_SPEAKS.match(line.text))


def _stands_alone(text: str) -> bool:
    if is_separator(text) or is_row(text) or is_heading(text) or _NO_PROSE.match(text) or ends_document(text):
        return True
    return is_field(text) and not _SENTENCE.search(text)


def _is_title(text: str) -> bool:
    """Say whether a line is numbered, and no sentence: an item may run on, a title does not."""
    mark = mark_of(text)
    return mark is not None and not mark.bracketed and not _INSIDE.search(text)


def _has_marks(lines: Sequence[Line]) -> bool:
    return 2 * sum(bool(_INSIDE.search(line.text)) for line in lines) >= len(lines)


def _are_wrapped(inner: Sequence[Line], last: Sequence[Line]) -> bool:
    """Say whether lines are those of wrapped prose: ``inner`` others follow, ``last`` end a paragraph."""
    wide = _wide(inner)
    unmarked = sum(line.text[-1] not in PUNCTUATION for line in inner)
    under_way = sum(line.text[-1] not in _CLOSING for line in inner)
    marked = sum(bool(_INSIDE.search(line.text)) for line in inner)
    alike = sum(_columns(line) >= _LEAST_WIDTH * wide for line in inner)
    closed = sum(line.text[-1] in _CLOSING for line in last)
    return (
        max(_FEWEST_OPEN, _LEAST_OPEN * len(inner)) <= unmarked <= _MOST_OPEN * len(inner)
        and under_way >= _LEAST_UNDER_WAY * len(inner)
        and marked >= _LEAST_MARKED * len(inner)
        and wide >= _NARROWEST
        and alike >= _LEAST_ALIKE * len(inner)
        and closed >= _LEAST_CLOSED * len(last)
        # What is left over for the last line of a paragraph has any length; those of a stanza are alike.
        and any(_columns(line) < _LEAST_WIDTH * wide for line in last)
    )


def _wide(inner: Sequence[Line]) -> int:
    """Return the width that a tenth of the lines have or exceed."""
    return sorted(map(_columns, inner))[-1 - len(inner) // 10]


def _columns(line: Line) -> int:
    return line.indent + width_of(line.text)


def _is_prose(texts: Sequence[str]) -> bool:
    """Say whether a block is Chinese prose: it ends with a mark, and most of its lines do not."""
    inner = texts[:-1]
    under_way = sum(text[-1] not in _CLOSING for text in inner)
    unmarked = sum(text[-1] not in PUNCTUATION for text in inner)
    han = sum(is_han(character) for text in texts for character in text)
    metres = set(map(metre_of, texts))
    return (
        texts[-1][-1] in _CLOSING
        and 2 * under_way >= len(inner)
        and (unmarked > 0 or len(inner) == 1)
        and 2 * han >= sum(map(len, texts))
        and (len(metres) > 1 or 0 in metres)
    )


def _may_go_on(above: Line, wide: int) -> bool:
    least = _LEAST_WIDTH_CLOSED if above.text[-1] in _CLOSING else _LEAST_WIDTH
    return _columns(above) >= least * wide
