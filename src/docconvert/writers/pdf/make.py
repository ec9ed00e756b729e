"""Make a PDF: the work of the writer, loaded when the first one is made."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from docconvert.language import is_language_tag
from docconvert.model import plain_text
from docconvert.notices import glyphs_missing
from docconvert.writers.area import text_area
from docconvert.writers.pdf.compose import compose
from docconvert.writers.pdf.describe import add_metadata, add_output_intent, information
from docconvert.writers.pdf.draw import draw_page
from docconvert.writers.pdf.file import HEADER, PdfFile, Raw, Stream, dictionary, is_unchanged
from docconvert.writers.pdf.fonts import FontBook
from docconvert.writers.pdf.furnish import Furnisher
from docconvert.writers.pdf.structure import (
    Annotation,
    Element,
    Entry,
    PageMarks,
    add_outline,
    add_tree,
    text_string,
)
from docconvert.writers.stamp import source_date
from docconvert.writers.titles import title_or_first_clause

if TYPE_CHECKING:
    from docconvert.model import Document
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.style import Style
    from docconvert.writers.area import Area
    from docconvert.writers.pdf.page import Page, Placed
    from docconvert.writers.pdf.prepare import Prepared


def write(document: Document, style: Style, output: Output, *, notify: Notify) -> bytes:
    """Make it, as the ``write`` of the package says."""
    made = source_date()  # before reportlab reads the variable too, and trusts it
    book = FontBook(document.metadata.language, files=style.font_files, extra=output.font)
    area = text_area(style, vertical=style.is_vertical(output))
    pages = compose(document, style, output, book, area, notify=notify)
    title = title_or_first_clause(document, notify=notify)
    file = PdfFile()
    writing = _Writing(file, pages, area)
    running = plain_text(document.title).strip()
    furnisher = Furnisher(style, book, area, pages, running, document.metadata.author)
    for page in pages:
        writing.add_page(page, style, furnisher)
    _report_missing(book, notify)
    language = document.metadata.language if is_language_tag(document.metadata.language) else "zh"
    catalog = writing.catalog(book, language)
    catalog["Metadata"] = add_metadata(file, title, document.metadata, made, output.pdf_standard)
    if any(standard.startswith("a-") for standard in output.pdf_standard):
        catalog["OutputIntents"] = b"[%s]" % add_output_intent(file)
    return file.serialise(dictionary(catalog), information(title, document.metadata, made))


def wrote(data: bytes) -> bool:
    """Say whether it is ours, as the ``wrote`` of the package does."""
    return data.startswith(HEADER) and is_unchanged(data)


class _Writing:
    """The file while its pages are added."""

    def __init__(self, file: PdfFile, pages: list[Page], area: Area) -> None:
        self._file = file
        self._pages = pages
        self._area = area
        self._tree = Raw()
        self._tree_reference = file.add(self._tree)
        self._resources = Raw()
        self._resources_reference = file.add(self._resources)
        self._leaves = [Raw() for _ in pages]
        self._references = [file.add(leaf) for leaf in self._leaves]
        self._marks: list[PageMarks] = []
        self._links: list[Element] = []
        self._root = Element("Document")
        self._elements: dict[Prepared, Element] = {}
        self._places: dict[Prepared, bytes] = {}
        """The destination of each heading."""
        self._entries: list[Entry] = []
        self._add_elements()

    def _add_elements(self) -> None:
        """Make the element of each paragraph, in reading order, and find the headings."""
        contents: Element | None = None
        for page, reference in zip(self._pages, self._references, strict=True):
            for placed in page.lines:
                paragraph = placed.paragraph
                if paragraph in self._elements or not paragraph.text:
                    continue
                if paragraph.target:
                    contents = contents or self._root.child("TOC")
                    entry = contents.child("TOCI").child("Reference").child("Link")
                    self._elements[paragraph] = entry
                else:
                    self._elements[paragraph] = self._root.child(paragraph.tag)
                if paragraph.level:
                    place = self._places[paragraph] = self._destination(placed, reference)
                    self._entries.append(Entry(paragraph.level, paragraph.text, place))

    def _destination(self, placed: Placed, page: bytes) -> bytes:
        if self._area.vertical:
            return b"[%s/Fit]" % page
        _, top = self._area.point(0.0, placed.across - placed.paragraph.leading)
        return b"[%s/XYZ null %.2f null]" % (page, top)

    def add_page(self, page: Page, style: Style, furnisher: Furnisher) -> None:
        """Draw a page."""
        index = len(self._marks)
        marks = PageMarks(self._references[index])
        self._marks.append(marks)
        content = draw_page(page, self._area, self._elements, marks, furnisher.furnish(page))
        links = b" ".join(
            self._link(placed, placed.paragraph.target, marks.page)
            for placed in page.lines
            if placed.paragraph.target
        )
        self._leaves[index].body = b"<</Type/Page/Parent %s/Resources %s%s%s>>" % (
            self._tree_reference,
            self._resources_reference,
            b"/MediaBox[0 0 %.2f %.2f]/Contents %s/StructParents %d/Tabs/S"
            % (style.page.width, style.page.height, self._file.add(Stream(content)), index),
            b"/Annots[%s]" % links if links else b"",
        )

    def _link(self, placed: Placed, target: Prepared, page: bytes) -> bytes:
        """Add the link of a line of the contents to its heading and return the reference."""
        paragraph, area = placed.paragraph, self._area
        half = paragraph.leading / 2
        x1, y1 = area.point(placed.line.x * paragraph.size / 1000, placed.across - half)
        x2, y2 = area.point(area.measure, placed.across + half)
        element = self._elements[paragraph]
        reference = self._file.add(
            Raw(
                b"<</Type/Annot/Subtype/Link/Rect[%.2f %.2f %.2f %.2f]/Border[0 0 0]/F 4/Dest%s%s>>"
                % (
                    *(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)),
                    self._places[target],
                    b"/StructParent %d/Contents %s"
                    % (len(self._pages) + len(self._links), text_string(paragraph.text)),
                )
            )
        )
        self._links.append(element)
        element.children.append(Annotation(page, reference))
        return reference

    def catalog(self, book: FontBook, language: str) -> dict[str, bytes | str | int | None]:
        """Add what the pages share and return the entries of the document catalog (section 7.7.2)."""
        file = self._file
        self._resources.body = b"<</Font<<%s>>>>" % book.embed(file)
        kids = b" ".join(self._references)
        self._tree.body = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self._pages), kids)
        outline = add_outline(file, self._entries)
        direction = "/Direction/R2L" if self._area.vertical else ""
        return {
            "Type": "/Catalog",
            "Pages": self._tree_reference,
            "PageLabels": self._labels(),
            "Lang": text_string(language),
            "MarkInfo": "<</Marked true>>",
            "StructTreeRoot": add_tree(file, self._root, self._marks, self._links, language),
            "ViewerPreferences": f"<</DisplayDocTitle true{direction}>>",
            "Outlines": outline,
            "PageMode": "/UseOutlines" if outline else None,
        }

    def _labels(self) -> bytes | None:
        """Count the pages of the text from 1, those of the contents in roman numerals (section 12.4.2)."""
        parts = [page.part for page in self._pages]
        titles, before = parts.count("title"), len(parts) - parts.count("body")
        if not before:
            return None
        ranges = {0: b"", titles: b"/S/r", before: b"/S/D"}
        return b"<</Nums[%s]>>" % b"".join(b"%d<<%s>>" % (at, look) for at, look in ranges.items())


def _report_missing(book: FontBook, notify: Notify) -> None:
    for line, group in groupby(book.missing, book.missing.__getitem__):
        notify(glyphs_missing(list(group), "boxes with their numbers stand there", line))
