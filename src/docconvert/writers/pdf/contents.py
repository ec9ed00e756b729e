"""The contents pages: a line for each heading, with the number of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.model import Text
from docconvert.writers.parts import DEEPEST, says_something
from docconvert.writers.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docconvert.writers.pdf.page import Page
    from docconvert.writers.pdf.prepare import Prepared, Preparer


def contents(pages: list[Page], preparer: Preparer, language: str) -> Iterator[Prepared]:
    """Yield the lines of the contents pages, with what they lead to."""
    found = list(entries(pages))
    heading = preparer.display((Text(words_for(language).contents),), preparer.style.heading(1), "P")
    heading.align = "center"
    yield heading
    outermost = min(paragraph.level for paragraph, _ in found)
    for paragraph, number in found:
        yield preparer.entry(paragraph, paragraph.level - outermost, str(number))


def entries(pages: list[Page]) -> Iterator[tuple[Prepared, int]]:
    """Yield each heading that is listed, with the number of its page."""
    seen: set[Prepared] = set()
    for page in pages:
        for placed in page.lines:
            paragraph = placed.paragraph
            listed = 0 < paragraph.level <= DEEPEST and says_something(paragraph.text)
            if listed and paragraph not in seen:
                seen.add(paragraph)
                yield paragraph, page.number
