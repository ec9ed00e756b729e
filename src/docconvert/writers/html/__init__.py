"""Write one page of HTML that needs nothing but a browser.

    Document ─page→ title, contents, text ─stylesheet→ how they look on screens and on paper

What this promises: the page asks no server for anything and runs no script; without its contents and its
readings it holds every character of the document and no other; the same document makes the same page.
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
    """Return the document as a page in UTF-8.

    Raises:
        StyleError: the template's style sheet cannot be read or filled in.
        FontError: a font of the style or the user cannot be used.
    """
    from docconvert.writers.html import make

    return make.write(document, style, output, notify=notify)


def wrote(data: bytes) -> bool:
    """Say whether ``data`` is a page of ours that nobody has edited."""
    from docconvert.writers.html import make

    return make.wrote(data)


_OBEYS = frozenset({"writing", "contents", "publisher", "description", "embed_fonts", "font"})

FORMAT = Format("html", ".html", write, wrote=wrote, text=True, obeys=_OBEYS)
