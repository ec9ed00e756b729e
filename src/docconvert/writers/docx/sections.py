"""The sections of a document: sheet, margins, and how pages are numbered (section 17.6).

Title page, contents and text are sections of their own: the first has nothing in its margins, the contents
are numbered in small roman numerals, the text begins with page 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from docconvert.writers.docx.geometry import Geometry
    from docconvert.writers.docx.margins import Furniture
    from docconvert.writers.parts import Parts


class Sections(NamedTuple):
    """The properties of each section, as markup; none for one that there is not."""

    title: str
    contents: str
    text: str
    """Of the first section of the text; most have no other."""
    chapter: str
    """Of those that follow it, where chapters begin on odd pages."""


def sections(
    page: Geometry, parts: Parts, of_text: str, of_contents: str, *, headed: bool, outside: bool
) -> Sections:
    """Return the sections of a document.

    Args:
        page: the lengths of its pages.
        parts: which parts it has.
        of_text: references to the headers and footers of the text.
        of_contents: references to those of the contents.
        headed: whether there are running heads.
        outside: whether odd and even pages differ.
    """
    sheet, columns = _sheet(page), "<w:cols/>"
    lines = ('<w:textDirection w:val="tbRl"/>' if page.vertical else "") + _grid(page)
    opening = "<w:titlePg/>" if headed else ""  # the page that opens a section has no running head
    kind = "oddPage" if parts.has_front and (parts.begins_odd or outside) else "nextPage"

    def section(shown: str, kind: str, numbers: str, first: str = "") -> str:
        return f'<w:sectPr>{shown}<w:type w:val="{kind}"/>{sheet}{numbers}{columns}{first}{lines}</w:sectPr>'

    return Sections(
        title=section("", "nextPage", "") if parts.has_title_page else "",
        contents=section(of_contents, "nextPage", _ROMAN) if parts.has_contents else "",
        text=section(of_text, kind, _FROM_ONE if parts.has_front else "", opening),
        chapter=section("", "oddPage", "", opening) if parts.begins_odd else "",
    )


_ROMAN = '<w:pgNumType w:fmt="lowerRoman" w:start="1"/>'
_FROM_ONE = '<w:pgNumType w:start="1"/>'


_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def reference(piece: Furniture, relation: str) -> str:
    """Return the reference to a header or footer, whose part the document calls ``relation``."""
    return f'<w:{piece.kind}Reference xmlns:r="{_RELATIONSHIPS}" w:type="{piece.side}" r:id="{relation}"/>'


def _sheet(page: Geometry) -> str:
    wide = ' w:orient="landscape"' if page.width > page.height else ""
    return (
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{wide}/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}"'
        f' w:header="{page.header}" w:footer="{page.footer}" w:gutter="0"/>'
    )


def _grid(page: Geometry) -> str:
    # Lines are held to the grid only where all stand on it: a heading would take the room of two.
    held = 'w:type="lines" ' if page.on_grid else ""
    return f'<w:docGrid {held}w:linePitch="{page.pitch}"/>'
