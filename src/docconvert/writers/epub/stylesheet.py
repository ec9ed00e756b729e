"""Fill the template's ``epub/book.css`` with what the style says.

Besides the names of all formats (``writers/css.py``) it has ``$title_page_padding``, a declaration.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from docconvert.language import script_of
from docconvert.writers.css import Families, filled, font_rules, style_values
from docconvert.writers.embedding import Embedding

if TYPE_CHECKING:
    from docconvert.language import Script
    from docconvert.style import Style

_PREFIXES = ("-epub-", "-webkit-", "")
"""What readers of EPUB 2 and those made of old browsers have before the names of properties."""


def stylesheet(style: Style, language: str, embedding: Embedding, *, vertical: bool) -> bytes:
    """Return the style sheet of a book.

    Args:
        style: how it looks.
        language: its language tag, which decides on the fonts of the reader to ask for.
        embedding: the fonts it carries, to be asked for first.
        vertical: whether its lines run from top to bottom.

    Raises:
        StyleError: the template's file cannot be read, or asks for a name nobody knows.
    """
    script = script_of(language)
    if embedding.fonts:
        return _stylesheet(style, script, embedding, vertical=vertical)
    return _plain(style, script, vertical=vertical)


def _stylesheet(style: Style, script: Script, embedding: Embedding, *, vertical: bool) -> bytes:
    families = Families(style, script, embedding)
    values = style_values(families, _PREFIXES, vertical=vertical)
    values["title_page_padding"] = f"padding-{'right' if vertical else 'top'}: 25%;"
    sheet = filled(style.part("epub/book.css"), values)
    return "".join(
        [sheet, *font_rules(families, lambda font: font.name, _PREFIXES, vertical=vertical)]
    ).encode()


@lru_cache(16)
def _plain(style: Style, script: Script, *, vertical: bool) -> bytes:
    """Return the style sheet of the many books that carry no fonts."""
    return _stylesheet(style, script, Embedding(), vertical=vertical)
