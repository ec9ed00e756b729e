"""The parts of a document in order: title page, contents, text; each laid out on pages of its own."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING

from docconvert.model import Heading, Paragraph, plain_text
from docconvert.notices import ignore
from docconvert.writers.chapters import chapter_level
from docconvert.writers.pdf.contents import contents, is_listed
from docconvert.writers.pdf.page import Page, paginate
from docconvert.writers.pdf.prepare import Preparer

if TYPE_CHECKING:
    from docconvert.model import Block, Document
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.style import Style
    from docconvert.writers.pdf.area import Area
    from docconvert.writers.pdf.fonts import FontBook

_TITLE_DROP = 0.28
"""How far down its page a title begins, as a share of the text area."""

_WITH_TITLE = frozenset(["byline", "number", "date"])
"""What stands with the title on a page of its own, right behind it."""


def compose(
    document: Document,
    style: Style,
    output: Output,
    book: FontBook,
    area: Area,
    *,
    notify: Notify = ignore,
) -> list[Page]:
    """Return all pages of a document, in order."""
    level = chapter_level(document)
    wanted = output.contents == "yes" or (output.contents == "auto" and level > 0)
    with_contents = wanted and any(map(is_listed, document.blocks))
    page_level = _page_level(document, style, level)
    preparer = Preparer(style, book, area, page_level, notify)
    paragraphs = preparer.document(document)
    titled: list[Page] = []
    if plain_text(document.title).strip() and _has_title_page(style, is_book=with_contents or page_level > 0):
        behind = sum(1 for _ in takewhile(_stands_with_title, document.blocks))
        first, *others = islice(paragraphs, 1 + behind)
        first.begin, first.space_before = "page", area.depth * _TITLE_DROP
        titled = paginate([first, *others], area, "title")
    text = paginate(paragraphs, area)
    book.line = 0  # what is set from here on repeats what stands elsewhere
    listed: list[Page] = []
    if with_contents:
        listed = paginate(contents(text, preparer, document.metadata.language), area, "contents")
    before = [*titled, *listed]
    if len(before) % 2 and (style.chapter.start == "odd-page" or style.page_number.place == "outside"):
        before.append(Page(before[-1].part, before[-1].number + 1))  # so that page 1 is the front of a sheet
    return [*before, *text]


def _page_level(document: Document, style: Style, chapters: int) -> int:
    """Return the level down to which headings begin a page."""
    match style.chapter.start:
        case "auto":
            return chapters
        case "page" | "odd-page":
            levels = [block.level for block in document.blocks if isinstance(block, Heading)]
            return chapters or min(levels, default=0)
        case "continue":
            return 0


def _has_title_page(style: Style, *, is_book: bool) -> bool:
    match style.title_page.show:
        case "always":
            return True
        case "never":
            return False
        case "auto":
            return is_book


def _stands_with_title(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role in _WITH_TITLE
