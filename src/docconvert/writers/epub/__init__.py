"""Write EPUB 3.3: our own XHTML, packed by EbookLib.

    Document ─chapters→ chapters ─pages→ pages and entries ─navigation→ contents ─book→ file

What this promises: the pages hold every character of the document and no other; the file is
valid for every document, and is the same on every run. EbookLib is imported when a book is
bound, and nowhere else in docconvert.
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
    """Return the document as an EPUB 3.3 that readers of EPUB 2 can open too.

    Raises:
        StyleError: the template's style sheet cannot be read or filled in.
        UsageError: the cover is no picture that can be taken.
        FontError: a font of the style or the user cannot be used.
    """
    from docconvert.writers.epub import make

    return make.write(document, style, output, notify=notify)


def wrote(data: bytes) -> bool:
    """Say whether ``data`` is an EPUB of ours that nobody has edited."""
    from docconvert.writers.epub import make

    return make.wrote(data)


_OBEYS = frozenset(
    {
        "identifier",
        "writing",
        "contents",
        "publisher",
        "series",
        "series_index",
        "description",
        "cover",
        "embed_fonts",
        "font",
    }
)

FORMAT = Format("epub", ".epub", write, wrote=wrote, obeys=_OBEYS)
