"""Divide a document into chapters, and say what rank its headings have in their markup.

A chapter begins at each heading of the outermost level the document uses; what stands
before the first is the front. The model's levels may skip one; the ranks never do: under
a heading of rank n the next lower one has rank n + 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from docconvert.model import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.model import Block, Document, Inlines


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its chapter. A heading has a rank from 1 and an anchor; other blocks have neither."""

    block: Block
    rank: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one file holds, or several if it is long. Only the front shows the book's title."""

    name: str
    blocks: tuple[Placed, ...]
    is_front: bool = False
    title: Inlines = ()


def divide(document: Document) -> tuple[Chapter, ...]:
    """Return the chapters of a document: at least one, and the front first if there is one."""
    front, *bodies = _cut(document.blocks)
    anchors = (f"h{number}" for number in count(1))
    chapters: list[Chapter] = []
    if front or document.title or not bodies:
        # The title is a heading of rank 1, and all headings of the front stand below it.
        blocks = _place(front, [0] if document.title else [], anchors)
        chapters.append(Chapter("front", blocks, True, document.title))
    for number, body in enumerate(bodies, 1):
        chapters.append(Chapter(f"chapter-{number}", _place(body, [], anchors)))
    return tuple(chapters)


def _cut(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the front, which may be empty, and each chapter's blocks."""
    outermost = min((block.level for block in blocks if isinstance(block, Heading)), default=1)
    pieces: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Heading) and block.level == outermost:
            pieces.append([])
        pieces[-1].append(block)
    return pieces


def _place(blocks: Sequence[Block], above: list[int], anchors: Iterator[str]) -> tuple[Placed, ...]:
    """Rank headings by how many stand above them; ``above`` holds the levels of those."""
    placed: list[Placed] = []
    for block in blocks:
        if not isinstance(block, Heading):
            placed.append(Placed(block))
            continue
        while above and above[-1] >= block.level:
            above.pop()
        above.append(block.level)
        placed.append(Placed(block, len(above), next(anchors)))
    return tuple(placed)
