"""The outline of a document in its markup: ranks of headings, anchors, and the tree of its contents.

The model's levels may skip one; ranks never do: under a heading of rank n the next lower one has
rank n + 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from docconvert.chars import on_one_line
from docconvert.model import Heading, block_lines, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.model import Block

_NO_WORDS = "…"
"""What the contents call a heading without words."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its file.

    A heading has a rank in its file and a depth in the contents, both from 1, and an anchor.
    """

    block: Block
    rank: int = 0
    depth: int = 0
    anchor: str = ""

    @property
    def label(self) -> str:
        """What the contents call it."""
        return on_one_line("".join(map(plain_text, block_lines(self.block)))) or _NO_WORDS


def place_blocks(
    blocks: Sequence[Block], in_file: list[int], in_contents: list[int], anchors: Iterator[str]
) -> tuple[Placed, ...]:
    """Rank headings by how many stand above them; the lists hold the levels of those, and go on with them."""
    placed: list[Placed] = []
    for block in blocks:
        if not isinstance(block, Heading):
            placed.append(Placed(block))
            continue
        rank, depth = (rank_below(above, block.level) for above in (in_file, in_contents))
        placed.append(Placed(block, rank, depth, next(anchors)))
    return tuple(placed)


def rank_below(above: list[int], level: int) -> int:
    """Return the rank of a heading below others, whose levels ``above`` has; it goes on with this one."""
    while above and above[-1] >= level:
        above.pop()
    above.append(level)
    return len(above)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents. Ranks count from 1 and never skip one on the way down."""

    label: str
    href: str
    rank: int


@dataclass(frozen=True, slots=True)
class Branch:
    """An entry of the contents with those below it."""

    entry: Entry
    branches: tuple[Branch, ...]


def nest(entries: Sequence[Entry]) -> tuple[Branch, ...]:
    """Turn a flat list into a tree; the first entry has the lowest rank, and no rank is skipped."""
    tops = [index for index, entry in enumerate(entries) if entry.rank == entries[0].rank]
    return tuple(
        Branch(entries[start], nest(entries[start + 1 : end]))
        for start, end in pairwise([*tops, len(entries)])
    )
