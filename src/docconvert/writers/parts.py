"""The parts a document has on paper: title page, contents, text; and where its chapters begin."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from docconvert.chars import IGNORABLE
from docconvert.model import Heading, Paragraph, plain_text
from docconvert.writers.chapters import FEWEST_CHAPTERS, chapters_of
from docconvert.writers.imprint import imprint_length

if TYPE_CHECKING:
    from docconvert.model import Block, Document
    from docconvert.output import Output
    from docconvert.style import Style
    from docconvert.writers.chapters import Chapters

LONG = 8
"""From this many pages on a document has running heads."""

DEEPEST = 3
"""Headings below this level are not listed in the contents."""

TITLE_DROP = 0.28
"""How far down its page a title begins, as a share of the text area."""

_WITH_TITLE = frozenset(["byline", "number", "date"])
"""What stands with the title on a page of its own, right behind it."""


class Parts(NamedTuple):
    """Which parts there are."""

    has_title_page: bool
    with_title: int
    """How many of the first blocks below the title stand on the title page."""
    has_contents: bool
    page_level: int
    """The level down to which headings begin a page; 0 if none does."""
    begins_odd: bool
    """Whether they begin a page of odd number."""
    imprint: int = 0
    """How many of the last blocks are the 版记."""

    @property
    def has_front(self) -> bool:
        """Whether something stands before the text, on pages of its own."""
        return self.has_title_page or self.has_contents


def parts_of(document: Document, style: Style, output: Output) -> Parts:
    """Return the parts of a document in a style."""
    chapters = chapters_of(document)
    page_level = _page_level(document, style, chapters)
    is_book = chapters.level > 0 or _begins_pages(document, page_level) >= FEWEST_CHAPTERS
    wanted = output.contents == "yes" or (output.contents == "auto" and is_book)
    has_contents = wanted and any(map(is_listed, document.blocks))
    titled = bool(plain_text(document.title).strip()) and _is_titled(
        style, is_book=has_contents or page_level > 0
    )
    with_title = sum(1 for _ in takewhile(_stands_with_title, document.below)) if titled else 0
    begins_odd = page_level > 0 and style.chapter.start == "odd-page"
    imprint = imprint_length(document, style)
    return Parts(titled, with_title, has_contents, page_level, begins_odd, imprint)


def is_listed(block: Block) -> bool:
    """Say whether a block is a heading that has its line in the contents."""
    return (
        isinstance(block, Heading) and block.level <= DEEPEST and says_something(plain_text(block.children))
    )


def says_something(text: str) -> bool:
    """Say whether there is more in a text than blanks."""
    return bool(_ignorable().sub("", text).strip())


@cache
def _ignorable() -> re.Pattern[str]:
    return re.compile(f"[{IGNORABLE}]")


def _begins_pages(document: Document, page_level: int) -> int:
    """Return how many headings begin a page."""
    return sum(isinstance(block, Heading) and block.level <= page_level for block in document.blocks)


def _page_level(document: Document, style: Style, chapters: Chapters) -> int:
    match style.chapter.start:
        case "auto":
            return chapters.page_level
        case "page" | "odd-page":
            levels = [block.level for block in document.blocks if isinstance(block, Heading)]
            return chapters.level or min(levels, default=0)
        case "continue":
            return 0


def _is_titled(style: Style, *, is_book: bool) -> bool:
    match style.title_page.show:
        case "always":
            return True
        case "never":
            return False
        case "auto":
            return is_book


def _stands_with_title(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role in _WITH_TITLE
