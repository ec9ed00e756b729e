"""What the file says of itself: title, author, language, time, and that nobody has edited it since."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docconvert.model import plain_text
from docconvert.writers.package import SEAL
from docconvert.writers.stamp import source_date
from docconvert_odt.markup import element, root

if TYPE_CHECKING:
    from docconvert import Document

META = "meta.xml"
"""The part that bears the seal."""


def about(document: Document) -> str:
    """Return ``meta.xml`` (part 3, section 4.3); it has no time but that of SOURCE_DATE_EPOCH."""
    known, time = document.metadata, source_date()
    facts = [
        ("meta:generator", "docconvert-odt"),
        ("dc:title", plain_text(document.title).strip()),
        ("meta:initial-creator", known.author),
        ("dc:creator", known.author),
        ("meta:creation-date", time.strftime("%Y-%m-%dT%H:%M:%SZ") if time else ""),
        ("dc:language", known.language),
    ]
    seal = element("meta:user-defined", {"meta:name": "docconvert"}, SEAL.decode())
    shown = "".join(element(name, {}, escape(fact)) for name, fact in facts if fact)
    return root("office:document-meta", element("office:meta", {}, shown + seal))
