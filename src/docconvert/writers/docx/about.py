"""What a DOCX says of itself: title, author, language, time, and who made it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from docconvert.model import plain_text
from docconvert.writers.package import SEAL
from docconvert.writers.stamp import source_date

if TYPE_CHECKING:
    from docx.package import Package

    from docconvert.model import Document

CORE = "docProps/core.xml"
"""The part that bears the seal, as the document's identifier."""

PROPERTIES = "docProps/app.xml"
"""The part that names the program; other programs put their own name there when they save."""

APPLICATION = b"<Application>docconvert</Application>"

_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"%s</Properties>" % APPLICATION
)


def describe(package: Package, document: Document) -> None:
    """Replace what the template's package says of itself by what we know of the document."""
    for relation_id, relation in list(package.rels.items()):
        if relation.reltype in (RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.THUMBNAIL):
            del package.rels[relation_id]
    uri = PackURI(f"/{PROPERTIES}")
    part = Part(uri, CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, _PROPERTIES, package)
    package.relate_to(part, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    _fill_core(package, document)


def _fill_core(package: Package, document: Document) -> None:
    """Write the core properties (ECMA-376, part 2, section 11): both times are optional there."""
    _ = package.core_properties  # adds the part where the template has none
    core: Any = package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    for child in list(core.element):
        core.element.remove(child)
    facts = {
        "dc:title": plain_text(document.title),
        "dc:creator": document.metadata.author,
        "dc:language": document.metadata.language,
        "dc:identifier": SEAL.decode(),
    }
    if document.metadata.dictionaries:
        facts["dc:description"] = f"Script converted with {document.metadata.dictionaries}"
    for name, fact in facts.items():
        _add(core.element, name, fact)
    if stamp := source_date():
        for name in ("dcterms:created", "dcterms:modified"):
            time = _add(core.element, name, stamp.strftime("%Y-%m-%dT%H:%M:%SZ"))
            time.set(qn("xsi:type"), "dcterms:W3CDTF")


def _add(core: Any, name: str, text: str) -> Any:
    # Not by python-docx's own properties: they refuse what is longer than 255 characters.
    child: Any = OxmlElement(name)
    child.text = text
    core.append(child)
    return child
