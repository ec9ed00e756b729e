"""Write DOCX: our own paragraphs in a package of python-docx.

    Document ─body→ paragraphs ┐
    Style ─styles→ named styles ┴assemble→ file

What this promises: the paragraphs hold every character of the document and no other, in order;
every look comes from a named style; the file is valid for every document, and is the same
on every run. python-docx is imported when a file is assembled. Paragraphs are written as
text, because building them as objects takes some 300 times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.formats import Format
from docconvert.writers.docx.about import CORE
from docconvert.writers.docx.assemble import assemble
from docconvert.writers.package import packed_by_us

if TYPE_CHECKING:
    from docconvert.model import Document
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.style import Style


def write(document: Document, style: Style, output: Output, *, notify: Notify) -> bytes:  # noqa: ARG001
    """Return the document as an Office Open XML file (ISO/IEC 29500, transitional).

    Raises:
        StyleError: the template's ``docx`` folder is no document, or lacks a style.
    """
    return assemble(document, style)


def wrote(data: bytes) -> bool:
    """Say whether ``data`` is a DOCX of ours that nobody has edited."""
    return packed_by_us(data, CORE)


FORMAT = Format("docx", ".docx", write, wrote=wrote)
