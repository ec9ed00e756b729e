"""Write EPUB 3.3: our own XHTML, packed by EbookLib.

    Document ─chapters→ chapters ─pages→ pages and entries ─navigation→ contents ─book→ file

What this promises: the pages hold every character of the document and no other; the file is
valid for every document, and is the same on every run. EbookLib is imported when a book is
bound, and nowhere else in docconvert.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.formats import Format
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
    """Return the document as an EPUB 3.3 that readers of EPUB 2 can open too.

    Raises:
        StyleError: the template's style sheet cannot be read or filled in.
        UsageError: the cover is no picture that can be taken.
        FontError: a font of the style or the user cannot be used.
    """
    if output.font and not output.embed_fonts:
        notify(Notice("output-ignored", "epub sets its text in the fonts of --font only with --embed-fonts"))
    parts = parts_of(document, style, output)
    facts = about(document, style, output, is_book=parts.page_level > 0, notify=notify)
    pages = paginate(divide(document, parts), facts)
    embedding = embed(document, style, output, contents=output.contents == "yes")
    css = stylesheet(style, facts.language, embedding, vertical=facts.vertical)
    return bind(facts, pages, nav(pages, facts), ncx(pages, facts), css, embedding)


def wrote(data: bytes) -> bool:
    """Say whether ``data`` is an EPUB of ours that nobody has edited."""
    return packed_by_us(data, PACKAGE)


_OBEYS = frozenset(
    {
        "identifier",
        "writing",
        "contents",
        "publisher",
        "series",
        "series_index",
        "description",
        "cover",
        "embed_fonts",
        "font",
    }
)

FORMAT = Format("epub", ".epub", write, wrote=wrote, obeys=_OBEYS)
