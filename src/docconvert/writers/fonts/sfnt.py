"""Font files as tables of big-endian numbers (OpenType 1.9, "Font file").

A file is memory-mapped, and nothing of it is read before it is asked for. Whatever lies outside
its table is refused here, once for all readers: a damaged font ends in a :class:`FontError`.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from typing import TYPE_CHECKING, Literal, TypeAlias

from docconvert.errors import FontError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from docconvert.output import FontFace

Tables: TypeAlias = "Mapping[bytes, Table]"

_OUTLINES = frozenset((b"\0\1\0\0", b"true", b"OTTO"))
_COLLECTION = b"ttcf"
_COMPRESSED = {b"wOFF": "WOFF", b"wOF2": "WOFF2"}
_USABLE = "name a TrueType or OpenType font (.ttf, .otf, .ttc)"

_MAGIC = 0xB1B0AFBA
"""What the checksum of a whole font comes to, once adjusted (table ``head``)."""


class Table:
    """The bytes of one table, read as numbers.

    Raises:
        FontError: of all methods, when they are asked for what lies outside the table.
    """

    def __init__(self, data: memoryview, name: str) -> None:
        self._data = data
        self._name = name
        """The file and the table, for messages."""

    def __len__(self) -> int:
        return len(self._data)

    def numbers(self, layout: str, at: int = 0) -> tuple[int, ...]:
        """Return the numbers at an offset; ``layout`` is that of :mod:`struct`, without the byte order."""
        try:
            return struct.unpack_from(f">{layout}", self._data, at)
        except struct.error:
            raise self.broken() from None

    def array(self, typecode: Literal["H", "h", "I"], at: int, count: int) -> array[int]:
        """Return ``count`` numbers of 16 bits (unsigned ``H``, signed ``h``) or 32 bits (``I``)."""
        values = array(typecode)
        values.frombytes(self.bytes(at, count * values.itemsize))
        return _swapped(values)

    def bytes(self, at: int = 0, length: int | None = None) -> bytes:
        """Return a part of the table, all from ``at`` on if no length is given."""
        end = len(self._data) if length is None else at + length
        if not at <= end <= len(self._data):
            raise self.broken()
        return bytes(self._data[at:end])

    def part(self, at: int) -> Table:
        """Return what lies behind an offset."""
        if at > len(self._data):
            raise self.broken()
        return Table(self._data[at:], self._name)

    def broken(self) -> FontError:
        """Return the error for content that cannot be right."""
        return FontError(f"{self._name} is damaged", "get the font file anew")


def read_tables(source: FontFace) -> dict[bytes, Table]:
    """Return the tables of a font file by their tags.

    The file stays mapped until the last of its tables is let go.

    Raises:
        FontError: the file is missing, no font, compressed, or cut short.
    """
    data = _mapped(source.path)
    return tables_of(data, str(source.path), source.face)


def tables_of(data: memoryview, name: str, index: int = 0) -> dict[bytes, Table]:
    """Return the tables of a font that is in memory; ``name`` is for messages.

    Raises:
        FontError: it is no font, compressed, or cut short.
    """
    whole = Table(data, name)
    at = _directory(whole, name, index)
    (count,) = whole.numbers("H", at + 4)
    tables = {}
    for entry in range(at + 12, at + 12 + 16 * count, 16):
        tag = whole.bytes(entry, 4)
        start, length = whole.numbers("II", entry + 8)
        if start + length > len(data):
            raise FontError(f"{name} is cut short or damaged", "get the font file anew")
        tables[tag] = Table(data[start : start + length], f"{name} (table {tag.decode('latin-1').strip()})")
    return tables


def _mapped(path: Path) -> memoryview:
    if not path.is_file():
        raise FontError(f"no font file {path}", "see that its name is right")
    try:
        with path.open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except ValueError:  # an empty file cannot be mapped
        raise FontError(f"{path} is empty", _USABLE) from None
    except OSError as error:
        raise FontError(f"cannot read {path}: {error.strerror}", "see that you may read it") from error


def _directory(whole: Table, name: str, index: int) -> int:
    """Return where the table directory of a face begins."""
    at = 0
    signature = whole.bytes(0, min(4, len(whole)))
    if signature in _COMPRESSED:
        kind = _COMPRESSED[signature]
        raise FontError(f"{name} is compressed for the web ({kind})", "unpack it to .ttf or .otf first")
    if signature == _COLLECTION:
        (count,) = whole.numbers("I", 8)
        if index >= count:
            raise FontError(f"{name} has no face {index}", f"its faces are numbered from 0 to {count - 1}")
        (at,) = whole.numbers("I", 12 + 4 * index)
        signature = whole.bytes(at, 4)
    elif index:
        raise FontError(f"{name} has no face {index}", "it is one font, no collection: leave out the number")
    if signature not in _OUTLINES:
        raise FontError(f"{name} is not a font", _USABLE)
    return at


def written(tables: Mapping[bytes, bytes], checksums: Mapping[bytes, int] | None = None) -> bytes:
    """Return a TrueType file of these tables, ``head`` among them, with all checksums right.

    ``checksums`` are those of tables for which they are known, not yet cut to 32 bits.
    """
    known = checksums or {}
    count = len(tables)
    selector = count.bit_length() - 1
    head = struct.pack(">IHHHH", 0x00010000, count, 16 << selector, selector, 16 * count - (16 << selector))
    at = len(head) + 16 * count
    directory, body, total, head_at = [head], [], 0, 0
    for tag, data in sorted(tables.items()):
        whole, checksum = (data, known[tag] & 0xFFFFFFFF) if tag in known else padded(data)
        total += checksum
        directory.append(struct.pack(">4sIII", tag, checksum, at, len(data)))
        body.append(whole)
        head_at = at if tag == b"head" else head_at
        at += len(whole)
    total += padded(b"".join(directory))[1]
    file = bytearray(b"".join((*directory, *body)))
    struct.pack_into(">I", file, head_at + 8, (_MAGIC - total) & 0xFFFFFFFF)
    return bytes(file)


def padded(data: bytes) -> tuple[bytes, int]:
    """Return bytes filled up to a multiple of four, and their checksum."""
    data += b"\0" * (-len(data) % 4)
    return data, sum(_swapped(array("I", data))) & 0xFFFFFFFF


def big_endian(values: array[int]) -> bytes:
    """Return the bytes of an array as font files hold them; the array is used up."""
    return _swapped(values).tobytes()


def _swapped(values: array[int]) -> array[int]:
    """Turn the bytes of an array between the machine's order and that of font files, in place."""
    if sys.byteorder == "little":
        values.byteswap()
    return values
