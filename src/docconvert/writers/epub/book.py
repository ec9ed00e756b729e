"""Bind pages, navigation and style sheet into an EPUB, with EbookLib.

EbookLib gets finished bytes and writes the package document. Of its own XHTML, contents and
NCX nothing is used: those could be neither the same on every run nor say their language.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from docconvert.writers.epub.xhtml import COVER_PAGE, STYLESHEET, cover_markup
from docconvert.writers.package import SEAL, pack
from docconvert.writers.stamp import source_date
from docconvert.writers.words import words_for

if TYPE_CHECKING:
    from docconvert.writers.embedding import Embedding
    from docconvert.writers.epub.about import About
    from docconvert.writers.epub.pages import Page

PACKAGE = "EPUB/content.opf"
"""The package document, where EbookLib puts it."""

_XHTML = "application/xhtml+xml"
_MODIFIED = datetime(2000, 1, 1, tzinfo=UTC)


def bind(
    facts: About, pages: tuple[Page, ...], nav: bytes, ncx: bytes, css: bytes, embedding: Embedding
) -> bytes:
    """Return the EPUB file.

    Args:
        facts: what it says of itself.
        pages: its pages in reading order.
        nav: the navigation document; it is read in order only if the book shows its contents.
        ncx: the contents for readers of EPUB 2.
        css: the style sheet.
        embedding: the fonts that the style sheet names.
    """
    from ebooklib import epub  # AGPL, and slow to import: only where a book is bound

    from docconvert.writers.epub.parts import PartsWriter

    book = epub.EpubBook()
    _describe(book, facts)
    _add(book, epub.EpubItem("css", STYLESHEET, "text/css", css))
    for number, font in enumerate(embedding.fonts, 1):
        _add(book, epub.EpubItem(f"font-{number}", font.name, font.media_type, font.data))
    for number, (name, text) in enumerate(embedding.licences.items(), 1):
        _add(book, epub.EpubItem(f"licence-{number}", name, "text/plain", text))
    if cover := facts.cover:
        book.add_metadata(None, "meta", "", {"name": "cover", "content": "cover-image"})  # as EPUB 2 says it
        image = epub.EpubItem("cover-image", cover.name, cover.media_type, cover.data)
        _add(book, image, "cover-image")
        page = epub.EpubItem("cover", COVER_PAGE, _XHTML, cover_markup(cover.name, facts))
        book.spine.append(_add(book, page))
    contents = _add(book, epub.EpubItem("nav", "nav.xhtml", _XHTML, nav), "nav")
    _add(book, epub.EpubItem("ncx", "toc.ncx", "application/x-dtbncx+xml", ncx))
    for page in pages:
        item = epub.EpubItem(page.href.removesuffix(".xhtml"), page.href, _XHTML, page.content)
        book.spine.append(_add(book, item))
    if facts.shows_contents:
        # Behind the title, if that has a page.
        book.spine.insert(bool(facts.cover) + (pages[0].kind == "title page"), contents)
    parts = PartsWriter(book, {"epub3_pages": False, "mtime": source_date() or _MODIFIED}).parts()
    parts[PACKAGE] = _package(parts[PACKAGE], facts.language)
    return pack(parts.items())


def _add(book: Any, item: Any, *properties: str) -> object:
    item.properties = properties
    return book.add_item(item)


def _describe(book: Any, facts: About) -> None:
    """Replace what EbookLib says of a book by what we know of it."""
    book.metadata.clear()
    book.set_identifier(facts.identifier)
    book.set_title(facts.title)
    book.set_language(facts.language)
    for number, author in enumerate(facts.authors, 1):
        book.add_author(author, uid=f"creator-{number}")
    for name, fact in (
        ("date", facts.date),
        ("publisher", facts.publisher),
        ("description", facts.description),
    ):
        if fact:
            book.add_metadata("DC", name, fact)
    if facts.series:
        _add_series(book, facts.series, facts.series_index)
    if facts.vertical:
        book.set_direction("rtl")
        # What Kindle goes by.
        book.add_metadata(None, "meta", "", {"name": "primary-writing-mode", "content": "vertical-rl"})
    book.add_metadata(None, "meta", "", {"name": "generator", "content": f"docconvert {SEAL.decode()}"})
    if facts.dictionaries:
        book.add_metadata(None, "meta", "", {"name": "dictionaries", "content": facts.dictionaries})
    for name, value in _accessibility(facts):
        book.add_metadata(None, "meta", value, {"property": f"schema:{name}"})


def _add_series(book: Any, name: str, index: str) -> None:
    """Say which series a book belongs to (EPUB 3.3, appendix D.4), to calibre too."""
    book.add_metadata(None, "meta", name, {"property": "belongs-to-collection", "id": "series"})
    book.add_metadata(None, "meta", "series", {"refines": "#series", "property": "collection-type"})
    book.add_metadata(None, "meta", "", {"name": "calibre:series", "content": name})
    if index:
        book.add_metadata(None, "meta", index, {"refines": "#series", "property": "group-position"})
        if index.count(".") < 2:  # which a number is
            book.add_metadata(None, "meta", "", {"name": "calibre:series_index", "content": index})


def _accessibility(facts: About) -> list[tuple[str, str]]:
    """Return what EPUB Accessibility 1.1, section 2.2, asks for; no conformance is claimed."""
    return [
        ("accessMode", "textual"),
        *([("accessMode", "visual")] if facts.cover else []),
        ("accessModeSufficient", "textual"),
        *(("accessibilityFeature", feature) for feature in facts.features),
        ("accessibilityHazard", "none"),
        ("accessibilitySummary", _summary(facts)),
    ]


def _summary(facts: About) -> str:
    words = words_for(facts.language)
    return words.summary_with_cover if facts.cover else words.summary


def _package(made: bytes, language: str) -> bytes:
    """Return the package document with its language, where EbookLib puts none, and without empty prefixes."""
    package = re.sub(rb' prefix="[^"]*"', b"", made, count=1)
    return package.replace(b"<package ", b'<package xml:lang="%s" ' % language.encode(), 1)
