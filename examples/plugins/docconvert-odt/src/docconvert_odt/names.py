"""The names of styles. Where LibreOffice has a style for the same, it is called alike, so that users find it.

A blank in a name is written ``_20_`` (part 3, section 19.498.2, ``style:display-name``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docconvert.model import Role

STANDARD = "Standard"
TITLE = "Title"
VERSE = "Verse"
SEPARATOR = "Horizontal_20_Line"
FOOTER = "Footer"
EVEN_FOOTER = "Footer_20_left"
EMPHASIS = "Emphasis"
READING = "Rubies"
RUBY = "Ru1"

ROLES: dict[Role, str] = {
    "body": "Text_20_body",
    "byline": "Byline",
    "salutation": "Salutation",
    "signature": "Signature",
    "date": "Date",
    "note": "Note",
    "marking": "Marking",
    "letterhead": "Letterhead",
    "number": "Number",
    "attachment": "Attachment",
    "appendix": "Appendix",
    "copy": "Copy",
    "imprint": "Imprint",
}


def heading(level: int) -> str:
    """Return the style of headings of a level."""
    return f"Heading_20_{level}"


def shown(name: str) -> str:
    """Return what users see of a name."""
    return name.replace("_20_", " ")
