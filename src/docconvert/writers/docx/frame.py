"""The package without its text: what many documents share that look alike.

python-docx opens the template's ``docx`` folder, which is an unzipped document, or the user's
reference document. What that holds besides its text stays. The text comes into the place that is kept for it.
"""

from __future__ import annotations

import io
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from lxml import etree

from docconvert.errors import StyleError
from docconvert.notices import Notice
from docconvert.writers.docx.about import prepare_about
from docconvert.writers.docx.fonts import fonts_needed
from docconvert.writers.docx.language import word_language
from docconvert.writers.docx.margins import furniture, is_two_sided
from docconvert.writers.docx.reference import add_missing, open_reference
from docconvert.writers.docx.sections import Sections, reference, sections
from docconvert.writers.docx.styles import NAMES, TEXT_STYLES, Occasion, fill_styles, find_style, set_language
from docconvert.writers.package import unpack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document as Template

    from docconvert.style import Points, Style
    from docconvert.writers.docx.geometry import Geometry
    from docconvert.writers.docx.margins import Furniture, Margins
    from docconvert.writers.parts import Parts


class Plan(NamedTuple):
    """What of a document decides on its frame."""

    language: str
    has_readings: bool
    page: Geometry
    letterhead: Points
    parts: Parts
    margins: Margins
    reference: str
    """Path of the user's reference document; empty for none."""
    state: tuple[int, int]
    """What changes when that file is changed."""


class Frame(NamedTuple):
    """A package without text."""

    parts: tuple[tuple[str, bytes], ...]
    """All parts, in order."""
    main: str
    """The part that the text belongs into."""
    before: bytes
    """What stands before the text in it."""
    behind: bytes
    """What stands behind the properties of the last section."""
    ids: Mapping[str, str]
    """What the package calls the named styles, ready for markup."""
    sections: Sections
    furniture: tuple[Furniture, ...]
    """The headers and footers that are to be filled."""
    notices: tuple[Notice, ...]


_PLACE = b"<w:p/>"
"""The empty paragraph in whose place the text comes."""


@lru_cache(8)
def frame(style: Style, plan: Plan) -> Frame:
    """Return the frame of documents of one kind.

    Raises:
        StyleError: the template's ``docx`` folder lacks a style, or is no document, or the reference is none.
    """
    if plan.reference:
        template = open_reference(Path(plan.reference))
        notices = _take_styles(template, style, plan)
        pieces: tuple[Furniture, ...] = ()
        own_sections = _repeat_section(template, plan)
    else:
        template = _open_template(style)
        fill_styles(template.styles, style, plan.page, _occasion(plan))
        notices = fonts_needed(style, plan.language)
        pieces, own_sections = _set_sections(template, style, plan)
    _set_languages(template, plan.language)
    prepare_about(template.part.package)
    names = TEXT_STYLES if plan.reference else NAMES
    ids = {name: escape(find_style(template.styles, name).style_id) for name in names}
    template.add_paragraph()
    saved = io.BytesIO()
    template.save(saved)
    main = template.part.partname.membername
    parts = unpack(saved.getvalue())
    before, behind = dict(parts)[main].split(_PLACE)
    return Frame(tuple(parts), main, before, behind, ids, own_sections, pieces, notices)


def _open_template(style: Style) -> Template:
    folder = style.part("docx")
    hint = "it must be an unzipped document; copy that of the default template"
    try:
        template = docx.Document(str(folder))
    except (OSError, LookupError, ValueError, SyntaxError, PackageNotFoundError) as error:
        raise StyleError(f"{folder}: cannot be read: {error}", hint) from error
    body: Any = template.element.body
    if body is None:
        raise StyleError(f"{folder}: the document has no body", hint)
    body.clear_content()
    return template


def _occasion(plan: Plan) -> Occasion:
    parts = plan.parts
    return Occasion(plan.language, plan.has_readings, parts.has_title_page, plan.letterhead, parts.page_level)


def _take_styles(template: Template, style: Style, plan: Plan) -> tuple[Notice, ...]:
    """Add the styles that a reference document lacks, and tell which."""
    ours = _open_template(style)
    fill_styles(ours.styles, style, plan.page, _occasion(plan))
    added = add_missing(template.styles, ours.styles)
    if not added:
        return ()
    message = f"{plan.reference} has no styles {', '.join(added)}; they are taken from {style.folder.name}"
    return (Notice("styles-added", message),)


def _repeat_section(template: Template, plan: Plan) -> Sections:
    """Set the section of a reference document for each part; that of the text stays where it is."""
    section: Any = template.element.body.sectPr
    section.remove_all("w:type")  # each begins a page
    section.remove_all("w:textDirection")
    if plan.page.vertical:
        direction = OxmlElement("w:textDirection")
        direction.set(qn("w:val"), "tbRl")
        after = ("w:bidi", "w:rtlGutter", "w:docGrid", "w:printerSettings", "w:sectPrChange")
        section.insert_element_before(direction, *after)
    repeated = etree.tostring(section, encoding="unicode", with_tail=False)
    parts = plan.parts
    return Sections(repeated if parts.has_title_page else "", repeated if parts.has_contents else "", "", "")


def _set_sections(template: Template, style: Style, plan: Plan) -> tuple[tuple[Furniture, ...], Sections]:
    """Take the section out of a template, and return what stands in the margins and the sections to come.

    A template with headers or footers of its own keeps them.
    """
    body: Any = template.element.body
    section = body.get_or_add_sectPr()
    own = section.xpath("w:headerReference|w:footerReference")
    pieces = () if own else tuple(furniture(style, plan.margins, has_contents=plan.parts.has_contents))
    related = [(piece, _relation(template, piece)) for piece in pieces]
    shown = "".join(etree.tostring(found, encoding="unicode", with_tail=False) for found in own)
    of_text = shown or "".join(reference(*each) for each in related if not each[0].in_contents)
    of_contents = "".join(reference(*each) for each in related if each[0].in_contents)
    outside = bool(pieces) and is_two_sided(style)
    if outside:
        template.settings.odd_and_even_pages_header_footer = True
    body.remove(section)
    headed = bool(section.xpath("w:titlePg")) if own else plan.margins.headed
    return pieces, sections(plan.page, plan.parts, of_text, of_contents, headed=headed, outside=outside)


def _relation(template: Template, piece: Furniture) -> str:
    """Add the part of a header or footer, which is filled later, and return what the document calls it."""
    kinds = {
        "header": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
        "footer": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    }
    content_type, relation = kinds[piece.kind]
    part = Part(PackURI(f"/{piece.name}"), content_type, b"", template.part.package)
    return template.part.relate_to(part, relation)


def _set_languages(template: Template, language: str) -> None:
    settings: Any = template.settings.element
    for fonts in settings.xpath("w:themeFontLang"):
        fonts.set(qn("w:eastAsia"), word_language(language))
    defaults: Any = template.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")
    for properties in defaults:
        set_language(properties, language)
