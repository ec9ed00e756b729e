"""Fill the template's ``html/page.css`` with what the style says.

Besides the names of all formats (``writers/css.py``) it has

    $body_size     points
    $sheet         width and height of the paper, with units
    $sheet_margins its four margins, with units
    $hanging       ``hanging-punctuation``
    $chapter_break ``break-before`` of headings that begin a page
    $page_numbers  rules inside ``@page``
    $measure       em: how long lines are on a screen that has room for more
"""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from docconvert.writers.css import Families, filled, font_rules, number, style_values
from docconvert.writers.embedding import Embedding

if TYPE_CHECKING:
    from docconvert.language import Script
    from docconvert.style import Style
    from docconvert.writers.embedding import EmbeddedFont

_MEASURE = 38
"""Characters of a line that an eye still finds the next line from; books have 25 to 40."""

_PREFIXES = ("-webkit-", "")
"""What Safari and Chromium had before the names of properties until 2022."""


class Sheet(NamedTuple):
    """What a style sheet depends on besides the style."""

    script: Script
    begins_odd: bool
    """Whether chapters begin a page of odd number."""
    vertical: bool
    """Whether lines run from top to bottom."""


def stylesheet(style: Style, sheet: Sheet, embedding: Embedding) -> str:
    """Return the style sheet of a page.

    Args:
        style: how it looks.
        sheet: what it depends on besides; the script decides on the fonts of the reader to ask for.
        embedding: the fonts it carries, to be asked for first.

    Raises:
        StyleError: the template's file cannot be read, or asks for a name nobody knows.
    """
    return _stylesheet(style, sheet, embedding) if embedding.fonts else _plain(style, sheet)


def _stylesheet(style: Style, sheet: Sheet, embedding: Embedding) -> str:
    families = Families(style, sheet.script, embedding)
    page = style.page
    margins = (page.margin_top, page.margin_right, page.margin_bottom, page.margin_left)
    values = style_values(families, _PREFIXES, vertical=sheet.vertical) | {
        "body_size": number(style.body.size),
        "sheet": _points(page.width, page.height),
        "sheet_margins": _points(*margins),
        "hanging": "allow-end" if style.body.hanging else "none",
        "chapter_break": "right" if sheet.begins_odd else "page",
        "page_numbers": _page_numbers(style),
        "measure": number(_MEASURE),
    }
    css = filled(style.part("html/page.css"), values)
    return "".join([css, *font_rules(families, _address, _PREFIXES, vertical=sheet.vertical)])


@lru_cache(16)
def _plain(style: Style, sheet: Sheet) -> str:
    """Return the style sheet of the many pages that carry no fonts."""
    return _stylesheet(style, sheet, Embedding())


def _points(*lengths: float) -> str:
    return " ".join(f"{number(length)}pt" for length in lengths)


def _page_numbers(style: Style) -> str:
    """Return the rules for the number at the foot of a page (CSS Paged Media, section 5)."""
    look = style.page_number
    if not look.show:
        return ""
    words = look.format.replace("\\", "\\\\").replace('"', '\\"')
    content = f'"{words}"'
    for name in ("page", "pages"):
        content = content.replace(f"{{{name}}}", f'" counter({name}) "')
    rule = f"{{ content: {content}; font-size: {number(look.size)}pt; }}"
    match look.place:
        case "center":
            return f"@page {{ @bottom-center {rule} }}"
        case "outside":
            return f"@page :right {{ @bottom-right {rule} }}\n  @page :left {{ @bottom-left {rule} }}"


def _address(font: EmbeddedFont) -> str:
    return f"data:{font.media_type};base64,{b64encode(font.data).decode()}"
