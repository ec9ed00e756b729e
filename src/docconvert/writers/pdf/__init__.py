"""Write PDF: our own layout of Chinese text, in reportlab's document.

    Document ─prepare→ paragraphs ─linebreak→ lines ─page→ pages ─draw→ content ─structure→ file

Each phase is a module named by its verb and looks only at what the one before it made.
What this promises: every character of the document stands on a page, can be searched
and copied, and comes from an embedded font.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.formats import Format
from docconvert.notices import Notice
from docconvert.writers.pdf.draw import draw_page
from docconvert.writers.pdf.file import HEADER, PdfFile, Raw, Stream, is_unchanged
from docconvert.writers.pdf.fonts import FontBook
from docconvert.writers.pdf.page import paginate
from docconvert.writers.pdf.prepare import prepare
from docconvert.writers.pdf.structure import (
    Element,
    Entry,
    PageMarks,
    add_outline,
    add_tree,
    information,
    text_string,
)
from docconvert.writers.stamp import source_date
from docconvert.writers.titles import title_or_first_clause

if TYPE_CHECKING:
    from datetime import datetime

    from docconvert.model import Document
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.style import Style
    from docconvert.writers.pdf.page import Page
    from docconvert.writers.pdf.prepare import Prepared


def write(document: Document, style: Style, output: Output, *, notify: Notify) -> bytes:  # noqa: ARG001
    """Return the document as a tagged PDF 1.7.

    Raises:
        FontError: a bundled font is missing or broken.
    """
    made = source_date()  # before reportlab reads the variable too, and trusts it
    book = FontBook(document.metadata.language)
    writing = _Writing(PdfFile(), style, book)
    for page in paginate(prepare(document, style, book), style):
        writing.add_page(page)
    _report_missing(book, notify)
    return writing.finish(document, title_or_first_clause(document, notify=notify), made)


def wrote(data: bytes) -> bool:
    """Say whether ``data`` is a PDF of ours that nobody has edited.

    Its identifier is a digest of all that stands before the cross-reference table.
    """
    return data.startswith(HEADER) and is_unchanged(data)


class _Writing:
    """The file while its pages are added."""

    def __init__(self, file: PdfFile, style: Style, book: FontBook) -> None:
        self._file = file
        self._style = style
        self._book = book
        self._root = Element("Document")
        self._elements: dict[int, Element] = {}
        self._paragraphs: list[Prepared] = []
        self._marks: list[PageMarks] = []
        self._entries: list[Entry] = []
        self._pages = Raw()
        self._pages_reference = file.add(self._pages)
        self._resources = Raw()
        self._resources_reference = file.add(self._resources)

    def add_page(self, page: Page) -> None:
        """Draw a page and add it to the file."""
        leaf = Raw()
        reference = self._file.add(leaf)
        marks = PageMarks(reference)
        self._add_elements(page, reference)
        content = draw_page(page, self._elements, marks, self._style, self._book)
        size = self._style.page
        leaf.body = b"<</Type/Page/Parent %s/Resources %s%s>>" % (
            self._pages_reference,
            self._resources_reference,
            b"/MediaBox[0 0 %.2f %.2f]/Contents %s/StructParents %d/Tabs/S"
            % (size.width, size.height, self._file.add(Stream(content)), len(self._marks)),
        )
        self._marks.append(marks)

    def _add_elements(self, page: Page, reference: bytes) -> None:
        for placed in page.lines:
            paragraph = placed.paragraph
            if id(paragraph) in self._elements or not paragraph.text:
                continue
            self._elements[id(paragraph)] = self._root.child(paragraph.tag)
            self._paragraphs.append(paragraph)  # an identity is only good while its object lives
            if paragraph.tag.startswith("H"):
                top = placed.y + paragraph.leading
                self._entries.append(Entry(int(paragraph.tag[1]), paragraph.text, reference, top))

    def finish(self, document: Document, title: str, made: datetime | None) -> bytes:
        """Add what the pages share and return the file."""
        file, language = self._file, document.metadata.language
        self._resources.body = b"<</Font<<%s>>>>" % self._book.embed(file)
        kids = b" ".join(marks.page for marks in self._marks)
        self._pages.body = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self._marks), kids)
        outline = add_outline(file, self._entries)
        catalog = file.dictionary(
            Type="/Catalog",
            Pages=self._pages_reference,
            Lang=text_string(file, language),
            MarkInfo="<</Marked true>>",
            StructTreeRoot=add_tree(file, self._root, self._marks, language),
            ViewerPreferences="<</DisplayDocTitle true>>",
            Outlines=outline,
            PageMode="/UseOutlines" if outline else None,
        )
        return file.serialise(catalog, information(file, title, document.metadata, made))


def _report_missing(book: FontBook, notify: Notify) -> None:
    if not book.missing:
        return
    shown = " ".join(f"{character} (U+{ord(character):04X})" for character in list(book.missing)[:8])
    more = " …" if len(book.missing) > 8 else ""
    notify(
        Notice(
            "glyph-missing",
            f"{len(book.missing)} different characters, in none of the fonts, stand as boxes: {shown}{more}",
        )
    )


FORMAT = Format("pdf", ".pdf", write, wrote=wrote)
