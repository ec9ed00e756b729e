"""Divide a document into chapters, and say what rank its headings have in their markup.

What begins a page on paper begins a file here: the chapters of a book, and the volumes that hold them; what
stands before the first is the front. Any other text is one file, so that no page is turned at 一、 of a short
notice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Literal, TypeAlias

from docconvert.model import Heading, Paragraph
from docconvert.writers.outline import Placed, place_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.model import Block, Document, Inlines
    from docconvert.writers.parts import Parts


Kind: TypeAlias = Literal["title page", "front", "chapter"]


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one file holds, or several if it is long. The front stands before the chapters of a book."""

    name: str
    blocks: tuple[Placed, ...]
    kind: Kind = "chapter"
    title: Inlines = ()
    """The document's title, where it is shown."""
    above: tuple[Block, ...] = ()
    """What stands above it."""
    imprint: tuple[Paragraph, ...] = ()
    """The 版记, with which the last one ends."""


def divide(document: Document, parts: Parts) -> tuple[Chapter, ...]:
    """Return the chapters of a document: at least one, and before them the title page and the front."""
    blocks = document.below
    end = len(blocks) - parts.imprint
    front, *bodies = _cut(blocks[:end], parts.page_level)
    anchors = (f"h{number}" for number in count(1))
    chapters: list[Chapter] = []
    # The title is a heading of rank 1, and all headings before the chapters stand below it.
    below_title = [0] if document.title else []
    if bodies and document.title:
        on_page = tuple(map(Placed, front[: parts.with_title]))
        chapters.append(Chapter("title", on_page, "title page", document.title, document.above))
        front = front[parts.with_title :]
        if front:
            chapters.append(Chapter("front", place_blocks(front, [], below_title, anchors), "front"))
    elif front or not bodies:
        placed = place_blocks(front, [*below_title], below_title, anchors)
        kind: Kind = "front" if bodies else "chapter"
        chapters.append(Chapter("front" if bodies else "text", placed, kind, document.title, document.above))
    above: list[int] = []
    for number, body in enumerate(bodies, 1):
        chapters.append(Chapter(f"chapter-{number}", place_blocks(body, [], above, anchors)))
    imprint = tuple(block for block in blocks[end:] if isinstance(block, Paragraph))
    chapters[-1] = replace(chapters[-1], imprint=imprint)
    return tuple(chapters)


def _cut(blocks: Sequence[Block], level: int) -> list[list[Block]]:
    """Return the front, which may be empty, and each chapter's blocks; all is front where ``level`` is 0."""
    pieces: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Heading) and block.level <= level:
            pieces.append([])
        pieces[-1].append(block)
    return pieces
