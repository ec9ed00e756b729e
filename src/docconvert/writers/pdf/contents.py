"""The contents pages: a line for each heading, with the number of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.language import script_of
from docconvert.model import Heading, Text, plain_text
from docconvert.writers.pdf.prepare import says_something

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docconvert.model import Block
    from docconvert.writers.pdf.page import Page
    from docconvert.writers.pdf.prepare import Prepared, Preparer

_DEEPEST = 3
"""Headings below this level are not listed."""


def contents(pages: list[Page], preparer: Preparer, language: str) -> Iterator[Prepared]:
    """Yield the lines of the contents pages, with what they lead to."""
    entries = list(_entries(pages))
    heading = preparer.display((Text("目錄" if script_of(language) == "hant" else "目录"),), 1, "P")
    heading.align = "center"
    yield heading
    outermost = min(paragraph.level for paragraph, _ in entries)
    for paragraph, number in entries:
        yield preparer.entry(paragraph, paragraph.level - outermost, str(number))


def is_listed(block: Block) -> bool:
    """Say whether a block is a heading that has its line in the contents."""
    return (
        isinstance(block, Heading) and block.level <= _DEEPEST and says_something(plain_text(block.children))
    )


def _entries(pages: list[Page]) -> Iterator[tuple[Prepared, int]]:
    seen: set[Prepared] = set()
    for page in pages:
        for placed in page.lines:
            paragraph = placed.paragraph
            listed = 0 < paragraph.level <= _DEEPEST and says_something(paragraph.text)
            if listed and paragraph not in seen:
                seen.add(paragraph)
                yield paragraph, page.number
