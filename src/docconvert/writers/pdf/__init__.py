"""Write PDF: our own layout of Chinese text, in reportlab's document.

    Document ─prepare→ paragraphs ─linebreak→ lines ─page→ pages ─draw→ content ─structure→ file

Each phase is a module named by its verb and looks only at what the one before it made; ``compose``
runs them for title page, contents and text. What this promises: every character of the
document stands on a page, can be searched and copied, and comes from an embedded font; the file is tagged
and says only what it keeps of PDF/A and PDF/UA.
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
    """Return the document as a tagged PDF 1.7 of the standards that ``output`` names.

    Raises:
        FontError: a font is missing, broken, or may not be embedded.
    """
    from docconvert.writers.pdf import make

    return make.write(document, style, output, notify=notify)


def wrote(data: bytes) -> bool:
    """Say whether ``data`` is a PDF of ours that nobody has edited.

    Its identifier is a digest of all that stands before the cross-reference table.
    """
    from docconvert.writers.pdf import make

    return make.wrote(data)


FORMAT = Format(
    "pdf",
    ".pdf",
    write,
    wrote=wrote,
    obeys=frozenset(["writing", "contents", "toc_pages", "pdf_standard", "font", "embed_fonts"]),
)
