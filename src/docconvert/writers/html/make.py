"""Make a page of HTML: the work of the writer, loaded when the first one is made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
    """Make it, as the ``write`` of the package says."""
    if output.font and not output.embed_fonts:
        notify(Notice("output-ignored", "html sets its text in the fonts of --font only with --embed-fonts"))
    parts = parts_of(document, style, output)
    language = document.metadata.language if is_language_tag(document.metadata.language) else "und"
    fonts = embed(document, style, output, contents=parts.has_contents)
    vertical = style.is_vertical(output)
    css = stylesheet(style, Sheet(script_of(language), parts.begins_odd, vertical=vertical), fonts)
    page = page_markup(document, language, parts, output, style, css, vertical=vertical, notify=notify)
    before, _, after = page.partition(SEAL)
    return sealed(before, after)


_SEALED = re.compile(
    rb'\A<!doctype html>\n<html lang="[A-Za-z0-9-]*">\n<head>\n<meta charset="utf-8">\n'
    rb'<meta name="generator" content="docconvert (sha256-[0-9a-f]{64})">'
)


def wrote(data: bytes) -> bool:
    """Say whether it is ours, as the ``wrote`` of the package does."""
    return is_sealed(data, _SEALED)
