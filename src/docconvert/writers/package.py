"""Pack the parts of a DOCX or EPUB into a ZIP file that is the same on every run."""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from deflate import crc32, deflate_compress

if TYPE_CHECKING:
    from collections.abc import Iterable

_STAMP = (0, 1 << 5 | 1)
"""Midnight of 1 January 1980, the earliest time a ZIP entry can bear."""

_UNIX_FILE = 0o100644 << 16

SEAL = b"sha256-" + b"0" * 64
"""What a writer puts where the digest of the whole package is to stand."""


def pack(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a ZIP file of the parts in the order given, the digest of all in the place of the seal.

    What is compressed already is stored, and so is an EPUB's ``mimetype`` (OCF 3.3, section 4.3).
    The container is written here (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16): zipfile takes no
    other compressor than zlib, which needs twice the time for the same size.

    Raises:
        ValueError: it would be larger than a ZIP file without extensions can be.
    """
    parts = list(parts)
    digest = _digest(parts)
    files: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, data in parts:
        entry = _entry(name, data.replace(SEAL, digest))
        encoded = name.encode()
        if offset + len(entry.data) > _LARGEST:
            raise ValueError("the file would be larger than 4 GB")
        directory.append(
            _CENTRAL.pack(_CENTRAL_SIGN, _MADE_BY, *entry.head, 0, 0, 0, _UNIX_FILE, offset) + encoded
        )
        files += (_LOCAL.pack(_LOCAL_SIGN, *entry.head), encoded, entry.data)
        offset += _LOCAL.size + len(encoded) + len(entry.data)
    size = sum(map(len, directory))
    end = _END.pack(_END_SIGN, 0, 0, len(parts), len(parts), size, offset, 0)
    return b"".join((*files, *directory, end))


_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4sH5H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_VERSION = 20
_MADE_BY = 3 << 8 | _VERSION  # Unix, wherever we run
_UTF8_NAME = 1 << 11
_STORED, _DEFLATED = 0, 8
_LARGEST = 0xFFFFFFFF
_LEVEL = 6
_SMALL = 0x8000


class _Entry(NamedTuple):
    head: tuple[int, ...]
    """What the local header and the directory have in common."""
    data: bytes


def _entry(name: str, data: bytes) -> _Entry:
    stored = name == "mimetype" or name.lower().endswith((".png", ".jpg", ".jpeg"))
    packed = data if stored else (_deflated_small if len(data) < _SMALL else _deflated)(data)
    flags = 0 if name.isascii() else _UTF8_NAME
    method = _STORED if stored else _DEFLATED
    sizes = (crc32(data), len(packed), len(data), len(name.encode()), 0)
    return _Entry((_VERSION, flags, method, *_STAMP, *sizes), packed)


def _deflated(data: bytes) -> bytes:
    return bytes(deflate_compress(data, _LEVEL))


_deflated_small = lru_cache(64)(_deflated)
"""Many documents have the same styles and settings."""


def _digest(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the seal of parts in which the place of the seal is still empty."""
    whole = hashlib.sha256()
    for name, data in parts:
        whole.update(b"%s %d " % (name.encode(), len(data)))
        whole.update(data)
    return b"sha256-" + whole.hexdigest().encode()


class PackageError(Exception):
    """Bytes are no ZIP file that can be read."""


_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,  # another way of compression
    RuntimeError,  # encrypted
    ValueError,
    OSError,
    EOFError,
)
"""The ways of zipfile to say so."""


def unpack(data: bytes, *, most_bytes: int | None = None) -> list[tuple[str, bytes]]:
    """Return the parts of a ZIP file in their order.

    Raises:
        PackageError: it is damaged, encrypted or of another kind, or its parts are larger than
            ``most_bytes`` in all, or say so.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if most_bytes is not None and size > most_bytes:
                raise PackageError(f"its parts are {size} bytes in all")
            return [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    except _ZIP_ERRORS as error:
        raise PackageError("it is damaged, locked, or no ZIP file") from error


def packed_by_us(data: bytes, sealed: str) -> bool:
    """Say whether a ZIP file is as :func:`pack` made it, with the seal in the part ``sealed``.

    Whoever edits such a file changes what the seal is made of.
    """
    try:
        parts = unpack(data)
    except PackageError:
        return False
    found = re.search(rb"sha256-[0-9a-f]{64}", dict(parts).get(sealed, b""))
    if not found:
        return False
    unsealed = [(name, part.replace(found[0], SEAL)) for name, part in parts]
    return _digest(unsealed) == found[0] and pack(unsealed) == data
