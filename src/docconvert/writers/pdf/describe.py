"""What a PDF says of itself: properties, XMP metadata, colours (ISO 32000-1, 14.3; ISO 19005-2, 6.6)."""

from __future__ import annotations

import struct
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from docconvert.writers.pdf.file import Raw, Stream, dictionary
from docconvert.writers.pdf.structure import text_string

if TYPE_CHECKING:
    from datetime import datetime

    from docconvert.model import Metadata
    from docconvert.output import PdfStandard
    from docconvert.writers.pdf.file import PdfFile

_PRODUCER = "docconvert"


def information(title: str, metadata: Metadata, made: datetime | None) -> Raw:
    """Return the document information dictionary (section 14.3.3); without a date it bears none."""
    date = f"(D:{made:%Y%m%d%H%M%S}Z)" if made else None
    return dictionary(
        {
            "Title": text_string(title),
            "Author": text_string(metadata.author) if metadata.author else None,
            "Dictionaries": text_string(metadata.dictionaries) if metadata.dictionaries else None,
            "Creator": f"({_PRODUCER})",
            "Producer": f"({_PRODUCER})",
            "CreationDate": date,
            "ModDate": date,
        }
    )


_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
{entries}
</rdf:Description>
{extension}</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

# PDF/A wants every property described that it does not know itself (ISO 19005-2, 6.6.2.3).
_UA_EXTENSION = """\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def add_metadata(
    file: PdfFile,
    title: str,
    metadata: Metadata,
    made: datetime | None,
    standards: tuple[PdfStandard, ...],
) -> bytes:
    """Add the XMP metadata, with the standards the file keeps, and return its reference."""
    entries = [
        "<dc:format>application/pdf</dc:format>",
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>',
        f"<dc:language><rdf:Bag><rdf:li>{escape(metadata.language)}</rdf:li></rdf:Bag></dc:language>",
        f"<xmp:CreatorTool>{_PRODUCER}</xmp:CreatorTool>",
        f"<pdf:Producer>{_PRODUCER}</pdf:Producer>",
    ]
    if metadata.author:
        author = escape(metadata.author)
        entries.append(f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>")
    if made:
        date = f"{made:%Y-%m-%dT%H:%M:%SZ}"
        entries += [f"<xmp:CreateDate>{date}</xmp:CreateDate>", f"<xmp:ModifyDate>{date}</xmp:ModifyDate>"]
    extension = ""
    for standard in standards:
        match standard:
            case "a-2b" | "a-2u" | "a-2a":
                level = standard[-1].upper()
                entries.append(
                    f"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance>"
                )
            case "ua-1":
                entries.append("<pdfuaid:part>1</pdfuaid:part>")
                extension = _UA_EXTENSION
    packet = _XMP.format(entries="\n".join(entries), extension=extension).encode()
    return file.add(Stream(packet, b"/Type/Metadata/Subtype/XML", level=0))


def add_output_intent(file: PdfFile) -> bytes:
    """Add what the colours of the file mean, sRGB, and return the reference (ISO 19005-2, 6.2.3)."""
    profile = file.add(Stream(srgb_profile(), b"/N 3"))
    intent = (
        b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile %s>>"
    )
    return file.add(Raw(intent % profile))


@cache
def srgb_profile() -> bytes:
    """Return an ICC profile of sRGB, made of the numbers in IEC 61966-2-1 (ICC.1:2001-04)."""
    white = (0.9642, 1.0, 0.8249)
    curve = b"curv" + bytes(4) + struct.pack(">I", 256)
    curve += b"".join(struct.pack(">H", round(65535 * _linear(step / 255))) for step in range(256))
    name = b"sRGB\0"
    description = b"desc" + bytes(4) + struct.pack(">I", len(name)) + name + bytes(78)
    tags = [
        (b"desc", description),
        (b"cprt", b"text" + bytes(4) + b"No copyright, use freely\0"),
        (b"wtpt", _xyz(*white)),
        (b"rXYZ", _xyz(0.43607, 0.22249, 0.01392)),
        (b"gXYZ", _xyz(0.38515, 0.71687, 0.09708)),
        (b"bXYZ", _xyz(0.14307, 0.06061, 0.71410)),
        *((tag, curve) for tag in (b"rTRC", b"gTRC", b"bTRC")),
    ]
    table, data = b"", b""
    places: dict[bytes, int] = {}
    first = 128 + 4 + 12 * len(tags)
    for tag, value in tags:
        if value not in places:
            places[value] = first + len(data)
            data += value + bytes(-len(value) % 4)
        table += tag + struct.pack(">II", places[value], len(value))
    head = struct.pack(">I4x4s4s4s4s6H4s", first + len(data), b"\x02\x10\0\0", b"mntr", b"RGB ", b"XYZ ",
                       2024, 1, 1, 0, 0, 0, b"acsp")  # fmt: skip
    head += bytes(28) + b"".join(map(_fixed, white))
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags)) + table + data


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(x) + _fixed(y) + _fixed(z)
