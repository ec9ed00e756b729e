"""Tell a book from shorter texts, and its chapters from what holds them: for formats that have pages."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

from docconvert.model import Heading, Paragraph, block_lines, plain_text
from docconvert.numerals import NUMERAL
from docconvert.reading.numbering import Rank, mark_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.model import Block, Document

FEWEST_CHAPTERS = 3
"""Chapters of a book."""

_ARTICLE = re.compile(f"第[{NUMERAL}0-9０-９]+[条條]")
_FEWEST_ARTICLES = 10

_LONG = 1000
"""Characters that a book's chapters hold on average: more than a page."""


class Chapters(NamedTuple):
    """The chapters of a book."""

    level: int
    """That of their headings; 0 if the document is no book."""
    page_level: int
    """The level down to which headings begin pages; 0 if none does.

    That of the chapters: those above it, such as a 卷 that holds chapters, begin pages, too. But in laws and
    regulations only the 编 of a code do, and chapters follow each other on the page.
    """


def chapters_of(document: Document) -> Chapters:
    """Return what the chapters of a document are.

    A book has at least three chapters, of 1,000 characters on average. They stand at the outermost level in
    use, or below volumes, or below headings too few to be chapters.
    """
    blocks = document.blocks
    is_law = _is_law(blocks)
    found = of_pages = 0
    for depth, level in enumerate(sorted({block.level for block in blocks if _is_section(block)})):
        lengths = _section_lengths(blocks, level)
        are_volumes = _are_volumes(blocks, level)
        is_long = len(lengths) >= FEWEST_CHAPTERS and sum(lengths) >= _LONG * len(lengths)
        if is_long:
            found = level
            of_pages = level if are_volumes or not is_law else of_pages
        is_chapters = depth > 0 or len(lengths) >= FEWEST_CHAPTERS
        if is_chapters and not are_volumes:
            break  # what stands below are sections, which go on where they are
    return Chapters(found, of_pages)


def _is_law(blocks: Sequence[Block]) -> bool:
    """Say whether the text is made of articles, 第…条, some of which go on in further paragraphs."""
    texts = [_name(block) for block in blocks if isinstance(block, Heading | Paragraph)]
    articles = sum(bool(_ARTICLE.match(text)) for text in texts)
    return articles >= _FEWEST_ARTICLES and articles * 5 >= len(texts)


def _section_lengths(blocks: Sequence[Block], level: int) -> list[int]:
    """Return how many characters stand below each heading of a level."""
    cuts = [at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.level <= level]
    return [
        sum(len(plain_text(line)) for block in blocks[start + 1 : end] for line in block_lines(block))
        for start, end in pairwise([*cuts, len(blocks)])
        if _is_heading(blocks[start], level)
    ]


def _are_volumes(blocks: Sequence[Block], level: int) -> bool:
    """Say whether most headings of a level are those of a 卷, 部 or 篇, by their numbers."""
    names = (_name(block) for block in blocks if _is_heading(block, level))
    marks = [mark_of(name) if name else None for name in names]
    ranks = [mark.rank if mark else Rank.PLAIN for mark in marks]
    own = [rank for rank in ranks if rank != Rank.SPECIAL]  # 序, 后记 stand beside anything
    return sum(rank < Rank.CHAPTER for rank in own) * 2 > len(own)


def _is_heading(block: Block, level: int) -> bool:
    return _is_section(block) and block.level == level


def _is_section(block: Block) -> TypeGuard[Heading]:
    """Say whether a block is a heading, and not that of an appendix, which makes no book."""
    return isinstance(block, Heading) and block.role == "section"


def _name(heading: Block) -> str:
    return "".join(map(plain_text, block_lines(heading))).strip()
