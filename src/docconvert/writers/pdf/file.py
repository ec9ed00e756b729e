"""The PDF file: reportlab's object table, written with object streams.

reportlab keeps the document, its objects and their references. Its own serialisation is
replaced: it writes one object after another in the clear, where PDF 1.5 and later
pack them into compressed streams (ISO 32000-1, sections 7.5.7 and 7.5.8), a fifth smaller.
"""

from __future__ import annotations

import hashlib
import re
import struct
from typing import TYPE_CHECKING, Any

from deflate import zlib_compress
from reportlab.pdfbase import pdfdoc

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 docconvert\n"
"""The second line's high bytes mark the file as binary (section 7.5.2); its word marks it as ours."""

_LEVEL = 6
"""As zlib's: libdeflate packs as tightly at this level, in half the time."""

_OBJECTS_PER_STREAM = 200


class Raw(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An object whose bytes are ready, or will be by the time the file is written."""

    __RefOnly__ = 1  # reportlab: stand in other objects by reference

    def __init__(self, body: bytes = b"") -> None:
        self.body = body

    def format(self, document: Any) -> bytes:  # noqa: ARG002 - reportlab's signature
        """Return the object's bytes."""
        return self.body


class Stream(Raw):
    """A stream; ``entries`` are those of its dictionary besides length and filter.

    Level 0 leaves the data as they are.
    """

    def __init__(self, data: bytes, entries: bytes = b"", *, level: int = _LEVEL) -> None:
        if level:
            data = bytes(zlib_compress(data, level))
            entries += b"/Filter/FlateDecode"
        super().__init__(b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data))


def dictionary(entries: Mapping[str, bytes | str | int | None]) -> Raw:
    """Return a dictionary of the entries that are not None."""
    values = (
        (name, str(value).encode() if isinstance(value, (str, int)) else value)
        for name, value in entries.items()
    )
    return Raw(
        b"<<%s>>"
        % b"".join(b"/%s %s" % (name.encode(), value) for name, value in values if value is not None)
    )


class PdfFile(pdfdoc.PDFDocument):  # type: ignore[misc]  # reportlab has no types
    """A PDF file under construction."""

    def __init__(self) -> None:
        super().__init__(invariant=1, pdfVersion=(1, 7))
        # reportlab begins with a dictionary of standard fonts, which are not embedded.
        for table in (self.idToObject, self.numberToId, self.idToObjectNumberAndVersion):
            table.clear()
        self.objectcounter = 0

    def add(self, value: Raw) -> bytes:
        """Register an object and return the reference to it."""
        reference: bytes = self.Reference(value).format(self)
        return reference

    def serialise(self, catalog: Raw, info: Raw) -> bytes:
        """Return the whole file.

        The file identifier is a digest of the content: the same content has the same.
        """
        root, about = self.add(catalog), self.add(info)
        body, table = self._body()
        number = len(table) + 1
        position = len(body)
        table[number] = struct.pack(">BIH", 1, position, 0)
        rows = b"\0\0\0\0\0\xff\xff" + b"".join(table[n] for n in range(1, number + 1))
        digest = _digest(body)
        entries = b"/Type/XRef/W[1 4 2]/Size %d/Root %s/Info %s/ID[<%s><%s>]" % (
            number + 1,
            root,
            about,
            digest,
            digest,
        )
        body += _numbered(number, Stream(rows, entries).body)
        return bytes(body + b"startxref\n%d\n%%%%EOF\n" % position)

    def _body(self) -> tuple[bytearray, dict[int, bytes]]:
        """Return all objects, and the cross-reference row of each by its number."""
        body = bytearray(HEADER)
        table: dict[int, bytes] = {}
        small: list[tuple[int, bytes]] = []
        for number, name in self.numberToId.items():
            value: Raw = self.idToObject[name]
            if isinstance(value, Stream):
                table[number] = struct.pack(">BIH", 1, len(body), 0)
                body += _numbered(number, value.body)
            else:
                small.append((number, value.body))
        number = len(self.numberToId) + 1
        for first in range(0, len(small), _OBJECTS_PER_STREAM):
            group = small[first : first + _OBJECTS_PER_STREAM]
            table |= {n: struct.pack(">BIH", 2, number, index) for index, (n, _) in enumerate(group)}
            table[number] = struct.pack(">BIH", 1, len(body), 0)
            body += _numbered(number, _object_stream(group).body)
            number += 1
        return body, table


def is_unchanged(data: bytes) -> bool:
    """Say whether a file is as :meth:`PdfFile.serialise` made it, by its identifier."""
    end = re.search(rb"startxref\n([0-9]{1,12})\n%%EOF\n\Z", data[-64:])
    if not end:
        return False
    position = int(end[1])
    return b"/ID[<%s>" % _digest(data[:position]) in data[position:]


def _digest(body: bytes | bytearray) -> bytes:
    return hashlib.md5(body, usedforsecurity=False).hexdigest().encode()


def _numbered(number: int, data: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, data)


def _object_stream(group: list[tuple[int, bytes]]) -> Stream:
    offset = 0
    index: list[bytes] = []
    for number, data in group:
        index.append(b"%d %d" % (number, offset))
        offset += len(data) + 1
    head = b" ".join(index) + b"\n"
    entries = b"/Type/ObjStm/N %d/First %d" % (len(group), len(head))
    return Stream(head + b"\n".join(data for _, data in group), entries)
