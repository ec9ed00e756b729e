"""Elements of OpenDocument as strings, and the root that each file of the package has."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

_PREFIXES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}

_QUOTED = {'"': "&quot;"}


def element(name: str, attributes: Mapping[str, str], content: str = "") -> str:
    """Return an element; ``content`` is markup, attributes are text."""
    given = "".join(f' {key}="{escape(value, _QUOTED)}"' for key, value in attributes.items())
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def root(name: str, content: str) -> str:
    """Return a file whose root element is ``name``."""
    spaces = {f"xmlns:{prefix}": space for prefix, space in _PREFIXES.items()}
    whole = element(name, {**spaces, "office:version": "1.3"}, content)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}'
