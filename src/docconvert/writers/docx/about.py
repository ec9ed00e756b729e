"""What a DOCX says of itself: title, author, language, time, and who made it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from docconvert.writers.docx.markup import DECLARATION
from docconvert.writers.package import SEAL
from docconvert.writers.stamp import source_date

if TYPE_CHECKING:
    from docx.package import Package

    from docconvert.model import Metadata

CORE = "docProps/core.xml"
"""The part that bears the seal, as the document's identifier."""

_APPLICATION = "docProps/app.xml"
"""The part that names the program; other programs put their own name there when they save."""

_PROPERTIES = (
    f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>docconvert</Application></Properties>"
).encode()


def prepare_about(package: Package) -> None:
    """Replace what a package says of itself, and its picture in small, by parts of ours."""
    for relation_id, relation in list(package.rels.items()):
        if relation.reltype != RELATIONSHIP_TYPE.OFFICE_DOCUMENT:
            del package.rels[relation_id]
    for name, content_type, kind, data in (
        (CORE, CONTENT_TYPE.OPC_CORE_PROPERTIES, RELATIONSHIP_TYPE.CORE_PROPERTIES, b""),
        (
            _APPLICATION,
            CONTENT_TYPE.OFC_EXTENDED_PROPERTIES,
            RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
            _PROPERTIES,
        ),
    ):
        package.relate_to(Part(PackURI(f"/{name}"), content_type, data, package), kind)


def core_properties(title: str, metadata: Metadata) -> bytes:
    """Return the core properties (ECMA-376, part 2, section 11): both times are optional there."""
    facts = [
        ("dc:title", title),
        ("dc:creator", metadata.author),
        ("dc:language", metadata.language),
        ("dc:identifier", SEAL.decode()),
    ]
    if metadata.dictionaries:
        facts.append(("dc:description", f"Script converted with {metadata.dictionaries}"))
    shown = [f"<{name}>{escape(fact, quote=False)}</{name}>" for name, fact in facts]
    if stamp := source_date():
        shown += [
            f'<dcterms:{deed} xsi:type="dcterms:W3CDTF">{stamp:%Y-%m-%dT%H:%M:%SZ}</dcterms:{deed}>'
            for deed in ("created", "modified")
        ]
    return (
        f"{DECLARATION}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{"".join(shown)}</cp:coreProperties>'
    ).encode()
