"""Write one page of HTML that needs nothing but a browser.

    Document ─page→ title, contents, text ─stylesheet→ how they look on screens and on paper

What this promises: the page asks no server for anything and runs no script; without its contents and its
readings it holds every character of the document and no other; the same document makes the same page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docconvert.formats import Format
from docconvert.language import is_language_tag, script_of
from docconvert.notices import Notice
from docconvert.writers.embedding import embed
from docconvert.writers.html.page import page_markup
from docconvert.writers.html.stylesheet import Sheet, stylesheet
from docconvert.writers.parts import parts_of
from docconvert.writers.seal import SEAL, is_sealed, sealed

if TYPE_CHECKING:
    from docconvert.model import Document
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.style import Style


def write(document: Document, style: Style, output: Output, *, notify: Notify) -> bytes:
    """Return the document as a page in UTF-8.

    Raises:
        StyleError: the template's style sheet cannot be read or filled in.
        FontError: a font of the style or the user cannot be used.
    """
    if output.font and not output.embed_fonts:
        notify(Notice("output-ignored", "html sets its text in the fonts of --font only with --embed-fonts"))
    parts = parts_of(document, style, output)
    language = document.metadata.language if is_language_tag(document.metadata.language) else "und"
    fonts = embed(document, style, output, contents=parts.has_contents)
    vertical = style.is_vertical(output)
    css = stylesheet(style, Sheet(script_of(language), parts.begins_odd, vertical=vertical), fonts)
    page = page_markup(document, language, parts, output, css, vertical=vertical, notify=notify)
    before, _, after = page.partition(SEAL)
    return sealed(before, after)


_SEALED = re.compile(
    rb'\A<!doctype html>\n<html lang="[A-Za-z0-9-]*">\n<head>\n<meta charset="utf-8">\n'
    rb'<meta name="generator" content="docconvert (sha256-[0-9a-f]{64})">'
)


def wrote(data: bytes) -> bool:
    """Say whether ``data`` is a page of ours that nobody has edited."""
    return is_sealed(data, _SEALED)


_OBEYS = frozenset({"writing", "contents", "publisher", "description", "embed_fonts", "font"})

FORMAT = Format("html", ".html", write, wrote=wrote, text=True, obeys=_OBEYS)
