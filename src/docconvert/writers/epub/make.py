"""Make an EPUB: the work of the writer, loaded when the first one is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.notices import Notice
from docconvert.writers.embedding import embed
from docconvert.writers.epub.about import about
from docconvert.writers.epub.book import PACKAGE, bind
from docconvert.writers.epub.chapters import divide
from docconvert.writers.epub.navigation import nav, ncx
from docconvert.writers.epub.pages import paginate
from docconvert.writers.epub.stylesheet import stylesheet
from docconvert.writers.package import packed_by_us
from docconvert.writers.parts import parts_of

if TYPE_CHECKING:
    from docconvert.model import Document
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.style import Style


def write(document: Document, style: Style, output: Output, *, notify: Notify) -> bytes:
    """Make it, as the ``write`` of the package says."""
    if output.font and not output.embed_fonts:
        notify(Notice("output-ignored", "epub sets its text in the fonts of --font only with --embed-fonts"))
    parts = parts_of(document, style, output)
    facts = about(document, style, output, is_book=parts.page_level > 0, notify=notify)
    pages = paginate(divide(document, parts), facts)
    embedding = embed(document, style, output, contents=output.contents == "yes")
    css = stylesheet(style, facts.language, embedding, vertical=facts.vertical)
    return bind(facts, pages, nav(pages, facts), ncx(pages, facts), css, embedding)


def wrote(data: bytes) -> bool:
    """Say whether it is ours, as the ``wrote`` of the package does."""
    return packed_by_us(data, PACKAGE)
