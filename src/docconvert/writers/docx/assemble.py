"""Assemble a DOCX from the template's parts and the paragraphs of a document.

python-docx opens the template's ``docx`` folder, which is an unzipped document. What that holds
besides its text stays: headers, footers, settings, styles. The paragraphs are put in when
all the rest is packed.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_ORIENTATION
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Pt

from docconvert.errors import StyleError
from docconvert.writers.docx.about import describe
from docconvert.writers.docx.body import paragraphs
from docconvert.writers.docx.language import word_language
from docconvert.writers.docx.styles import fill_styles
from docconvert.writers.package import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document as Template
    from docx.section import Section

    from docconvert.model import Document
    from docconvert.style import Style

_PLACE = b"<w:p/>"
"""The empty paragraph in whose place the text comes."""


def assemble(document: Document, style: Style) -> bytes:
    """Return the DOCX file.

    Raises:
        StyleError: the template's ``docx`` folder is no document, or lacks a style.
    """
    template = _open(style)
    language = document.metadata.language
    ids = fill_styles(template.styles, style, language)
    _set_language(template, language)
    body: Any = template.element.body
    body.clear_content()
    body.get_or_add_sectPr()
    _set_page(template.sections[-1], style)
    describe(template.part.package, document)
    return _pack(template, paragraphs(document, style, ids))


def _open(style: Style) -> Template:
    folder = style.part("docx")
    hint = "it must be an unzipped document; copy that of the default template"
    try:
        template = docx.Document(str(folder))
    except (OSError, LookupError, ValueError, SyntaxError, PackageNotFoundError) as error:
        raise StyleError(f"{folder}: {error}", hint) from error
    if template.element.body is None:
        raise StyleError(f"{folder}: the document has no body", hint)
    return template


def _set_language(template: Template, language: str) -> None:
    settings: Any = template.settings.element
    for fonts in settings.xpath("w:themeFontLang"):
        fonts.set(qn("w:eastAsia"), word_language(language))


def _set_page(section: Section, style: Style) -> None:
    page = style.page
    section.page_width, section.page_height = Pt(page.width), Pt(page.height)
    wide = page.width > page.height
    section.orientation = WD_ORIENTATION.LANDSCAPE if wide else WD_ORIENTATION.PORTRAIT
    section.top_margin, section.bottom_margin = Pt(page.margin_top), Pt(page.margin_bottom)
    section.left_margin, section.right_margin = Pt(page.margin_left), Pt(page.margin_right)
    section.gutter = Pt(0)
    section.header_distance = Pt(page.margin_top / 2)
    section.footer_distance = Pt(max(0, page.margin_bottom - style.page_number.size) / 2)
    if not style.page_number.show:
        section.footer.is_linked_to_previous = True  # there is none before: this drops it


def _pack(template: Template, text: Iterable[str]) -> bytes:
    template.add_paragraph()
    saved = io.BytesIO()
    template.save(saved)
    main = template.part.partname.membername
    parts = dict(unpack(saved.getvalue()))
    before, after = parts[main].split(_PLACE)
    parts[main] = b"".join((before, *map(str.encode, text), after))
    return pack(parts.items())
