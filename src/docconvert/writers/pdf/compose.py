"""The parts of a document in order: title page, contents, text; each laid out on pages of its own."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from docconvert.notices import ignore
from docconvert.writers.area import text_area
from docconvert.writers.parts import TITLE_DROP, parts_of
from docconvert.writers.pdf.contents import contents, entries
from docconvert.writers.pdf.fonts import FontBook
from docconvert.writers.pdf.page import Page, paginate
from docconvert.writers.pdf.prepare import Preparer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docconvert.model import Document
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.style import Style
    from docconvert.writers.area import Area
    from docconvert.writers.pdf.prepare import Prepared


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
    parts = parts_of(document, style, output)
    preparer = Preparer(style, book, area, parts.page_level, notify)
    paragraphs = preparer.document(document)
    titled: list[Page] = []
    if parts.has_title_page:
        titled = paginate(_of_title_page(paragraphs, parts.with_title, area), area, "title")
    text = paginate(paragraphs, area)
    book.line = 0  # what is set from here on repeats what stands elsewhere
    listed: list[Page] = []
    if parts.has_contents:
        listed = paginate(contents(text, preparer, document.metadata.language), area, "contents")
    before = [*titled, *listed]
    if len(before) % 2 and (style.chapter.start == "odd-page" or style.page_number.place == "outside"):
        before.append(Page(before[-1].part, before[-1].number + 1))  # so that page 1 is the front of a sheet
    return [*before, *text]


def _of_title_page(paragraphs: Iterator[Prepared], with_title: int, area: Area) -> list[Prepared]:
    """Return what stands on the title page: down to the title, and so many paragraphs below it."""
    found: list[Prepared] = []
    for paragraph in paragraphs:
        found.append(paragraph)
        if paragraph.tag == "Title":
            paragraph.space_before = area.depth * TITLE_DROP
            break
    found[0].begin = "page"
    return [*found, *islice(paragraphs, with_title)]


def listed_pages(document: Document, style: Style, output: Output) -> list[int]:
    """Return the number of the page that each heading listed in the contents stands on."""
    book = FontBook(document.metadata.language, files=style.font_files, extra=output.font)
    area = text_area(style, vertical=style.is_vertical(output))
    return [number for _, number in entries(compose(document, style, output, book, area))]
