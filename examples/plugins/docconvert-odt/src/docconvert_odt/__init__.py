"""Write OpenDocument Text (OASIS OpenDocument 1.3), which LibreOffice, Word and many others open.

    Document ─content→ content.xml ┐
    Style ────styles→ styles.xml  ─┼─pack→ .odt
    Metadata ─about→ meta.xml     ┘

A plug-in of docconvert: the entry point in ``pyproject.toml`` names ``FORMAT``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert import Format
from docconvert.writers.package import pack, packed_by_us
from docconvert.writers.parts import parts_of
from docconvert_odt.about import META, about
from docconvert_odt.content import content
from docconvert_odt.styles import styles

if TYPE_CHECKING:
    from docconvert import Document, Output, Style
    from docconvert.notices import Notify

_TYPE = "application/vnd.oasis.opendocument.text"


def write(document: Document, style: Style, output: Output, *, notify: Notify) -> bytes:  # noqa: ARG001 - all is shown
    """Return the document as an ODT file.

    Args:
        document: what to write.
        style: how it looks; fonts are named, not carried.
        output: of this, the direction of lines.
        notify: would be told of what the format cannot show; it can show all.
    """
    page_level = parts_of(document, style, output).page_level
    parts = {
        "content.xml": content(document),
        "styles.xml": styles(
            style, document.metadata.language, page_level, vertical=style.is_vertical(output)
        ),
        META: about(document),
    }
    # The type comes first and as it is, so that it can be told from the first bytes (part 2, section 3.3).
    return pack(
        [
            ("mimetype", _TYPE.encode()),
            *((name, part.encode()) for name, part in parts.items()),
            ("META-INF/manifest.xml", _manifest(parts).encode()),
        ]
    )


def wrote(data: bytes) -> bool:
    """Say whether an ODT file is as :func:`write` made it: LibreOffice leaves no seal when it saves."""
    return packed_by_us(data, META)


def _manifest(names: dict[str, str]) -> str:
    """Return the list of the package's files (part 2, section 4)."""
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in names
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        ' manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_TYPE}"/>'
        f"{entries}</manifest:manifest>"
    )


FORMAT = Format("odt", ".odt", write, wrote=wrote, obeys=frozenset({"writing"}))
