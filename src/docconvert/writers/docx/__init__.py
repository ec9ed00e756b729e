"""Write DOCX: our own paragraphs in a package of python-docx.

    Style ─styles, sections→ frame ┐
    Document ─body→ paragraphs ────┴pack→ file

What this promises: the paragraphs hold every character of the document and no other, in order;
every look comes from a named style; the file is valid for every document, and is the same
on every run. python-docx is imported when a file is written, and builds the frame, which many documents
share. Paragraphs are written as text, because building them as objects takes some 300 times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.format import Format

if TYPE_CHECKING:
    from docconvert.model import Document
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.style import Style


def write(document: Document, style: Style, output: Output, *, notify: Notify) -> bytes:
    """Return the document as an Office Open XML file (ISO/IEC 29500, transitional).

    Raises:
        StyleError: the template's ``docx`` folder is no document, or lacks a style; the reference
            document cannot be used.
    """
    from docconvert.writers.docx import make

    return make.write(document, style, output, notify=notify)


def wrote(data: bytes) -> bool:
    """Say whether ``data`` is a DOCX of ours that nobody has edited."""
    from docconvert.writers.docx import make

    return make.wrote(data)


FORMAT = Format(
    "docx",
    ".docx",
    write,
    wrote=wrote,
    obeys=frozenset({"writing", "contents", "toc_pages", "reference_doc"}),
)
