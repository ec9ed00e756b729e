"""Make a DOCX: the work of the writer, loaded when the first one is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docconvert.model import Heading, Ruby, block_lines, document_lines, plain_text, spans
from docconvert.notices import Notice
from docconvert.writers.docx.about import CORE, core_properties
from docconvert.writers.docx.body import Body
from docconvert.writers.docx.frame import Plan, frame
from docconvert.writers.docx.geometry import TWIPS, geometry
from docconvert.writers.docx.margins import Margins, margin_part
from docconvert.writers.head import letterhead_size
from docconvert.writers.package import pack, packed_by_us
from docconvert.writers.parts import LONG, parts_of, says_something
from docconvert.writers.titles import title_or_first_clause

if TYPE_CHECKING:
    from docconvert.model import Document
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.style import Style
    from docconvert.writers.docx.geometry import Geometry
    from docconvert.writers.parts import Parts


def write(document: Document, style: Style, output: Output, *, notify: Notify) -> bytes:
    """Make it, as the ``write`` of the package says."""
    plan = _plan(document, style, output)
    found = frame(style, plan)
    for notice in found.notices:
        notify(notice)
    title = title_or_first_clause(document, notify=notify)
    body = Body(document, style, found.ids, plan.page, is_own_page=not plan.reference)
    numbers = _numbers(document, style, output, plan.parts, notify=notify)
    text = body.paragraphs(plan.parts, found.sections, numbers)
    words = {"title": plain_text(document.title).strip(), "author": document.metadata.author}
    parts = dict(found.parts)
    parts[found.main] = b"".join((found.before, "".join(text).encode(), found.behind))
    parts[CORE] = core_properties(title, document.metadata)
    for piece in found.furniture:
        parts[piece.name] = margin_part(piece, style, plan.margins, found.ids, words)
    return pack(parts.items())


def wrote(data: bytes) -> bool:
    """Say whether it is ours, as the ``wrote`` of the package does."""
    return packed_by_us(data, CORE)


def _plan(document: Document, style: Style, output: Output) -> Plan:
    parts = parts_of(document, style, output)
    page = geometry(style, vertical=style.is_vertical(output))
    return Plan(
        document.metadata.language,
        # They only make a difference to lines on a grid.
        page.on_grid
        and any(isinstance(span, Ruby) for line in document_lines(document) for span in spans(line)),
        page,
        letterhead_size(document.above, style, page.measure / TWIPS),
        parts,
        _margins(document, style, page, parts),
        output.reference_doc,
        _state(output.reference_doc),
    )


def _margins(document: Document, style: Style, page: Geometry, parts: Parts) -> Margins:
    match style.header.show:
        case "always":
            headed = True
        case "never":
            headed = False
        case "auto":
            headed = _is_long(document, style, page)
    level = parts.page_level or 1
    # A field that finds no heading says so on every page.
    named = any(
        isinstance(block, Heading) and block.level == level and says_something(plain_text(block.children))
        for block in document.blocks
    )
    total = "SECTIONPAGES" if parts.has_front and not parts.begins_odd else "NUMPAGES"
    return Margins(headed, level if named else 0, total)


def _is_long(document: Document, style: Style, page: Geometry) -> bool:
    """Say whether a document fills about eight pages."""
    columns = max(1, int(page.measure / (style.body.size * TWIPS)))
    room = LONG * (page.depth // page.pitch)
    for block in document.blocks:
        room -= sum(1 + len(plain_text(line)) // columns for line in block_lines(block))
        if room < 0:
            return True
    return False


def _numbers(document: Document, style: Style, output: Output, parts: Parts, *, notify: Notify) -> list[str]:
    """Return the pages of the headings listed in the contents, if they are to be shown.

    Only here the layout engine of PDF is loaded: no other knows where pages end.
    """
    if not (parts.has_contents and output.toc_pages):
        return []
    if output.reference_doc:
        message = (
            "docx shows no page numbers in its contents: the pages of the reference document are not known"
        )
        notify(Notice("output-ignored", message))
        return []
    from docconvert.writers.pdf.compose import listed_pages

    return [str(number) for number in listed_pages(document, style, output)]


def _state(reference: str) -> tuple[int, int]:
    if not reference:
        return 0, 0
    try:
        found = Path(reference).stat()
    except OSError:
        return 0, 0  # whoever opens it says what is wrong
    return found.st_mtime_ns, found.st_size
