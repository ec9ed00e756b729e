"""Divide a document into chapters, and say what rank its headings have in their markup.

What begins a page on paper begins a file here: the chapters of a book, and the volumes that hold them; what
stands before the first is the front. Any other text is one file, so that no page is turned at 一、 of a short
notice. The model's levels may skip one; ranks never do: under a heading of rank n the next lower one has
rank n + 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Literal, TypeAlias

from docconvert.model import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.model import Block, Document, Inlines
    from docconvert.writers.parts import Parts


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its chapter.

    A heading has a rank in its file and a depth in the contents, both from 1, and an anchor.
    """

    block: Block
    rank: int = 0
    depth: int = 0
    anchor: str = ""


Kind: TypeAlias = Literal["title page", "front", "chapter"]


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one file holds, or several if it is long. The front stands before the chapters of a book."""

    name: str
    blocks: tuple[Placed, ...]
    kind: Kind = "chapter"
    title: Inlines = ()
    """The document's title, where it is shown."""


def divide(document: Document, parts: Parts) -> tuple[Chapter, ...]:
    """Return the chapters of a document: at least one, and before them the title page and the front."""
    front, *bodies = _cut(document.blocks, parts.page_level)
    anchors = (f"h{number}" for number in count(1))
    chapters: list[Chapter] = []
    # The title is a heading of rank 1, and all headings before the chapters stand below it.
    below_title = [0] if document.title else []
    if bodies and document.title:
        on_page = tuple(map(Placed, front[: parts.with_title]))
        chapters.append(Chapter("title", on_page, "title page", document.title))
        front = front[parts.with_title :]
        if front:
            chapters.append(Chapter("front", _place(front, [], below_title, anchors), "front"))
    elif front or not bodies:
        blocks = _place(front, [*below_title], below_title, anchors)
        kind: Kind = "front" if bodies else "chapter"
        chapters.append(Chapter("front" if bodies else "text", blocks, kind, document.title))
    above: list[int] = []
    for number, body in enumerate(bodies, 1):
        chapters.append(Chapter(f"chapter-{number}", _place(body, [], above, anchors)))
    return tuple(chapters)


def _cut(blocks: Sequence[Block], level: int) -> list[list[Block]]:
    """Return the front, which may be empty, and each chapter's blocks; all is front where ``level`` is 0."""
    pieces: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Heading) and block.level <= level:
            pieces.append([])
        pieces[-1].append(block)
    return pieces


def _place(
    blocks: Sequence[Block], in_file: list[int], in_contents: list[int], anchors: Iterator[str]
) -> tuple[Placed, ...]:
    """Rank headings by how many stand above them; the lists hold the levels of those, and go on with them."""
    placed: list[Placed] = []
    for block in blocks:
        if not isinstance(block, Heading):
            placed.append(Placed(block))
            continue
        for above in (in_file, in_contents):
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
        placed.append(Placed(block, len(in_file), len(in_contents), next(anchors)))
    return tuple(placed)
