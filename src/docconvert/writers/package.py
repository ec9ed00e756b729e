"""Pack the parts of a DOCX or EPUB into a ZIP file that is the same on every run."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_STAMP = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP entry can bear."""

_UNIX_FILE = 0o100644 << 16

SEAL = b"sha256-" + b"0" * 64
"""What a writer puts where the digest of the whole package is to stand."""


def pack(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a ZIP file of the parts in the order given, the digest of all in the place of the seal.

    What is compressed already is stored, and so is an EPUB's ``mimetype`` (OCF 3.3, section 4.3).
    """
    parts = list(parts)
    digest = _digest(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.create_system = 3  # Unix, wherever we run
            entry.external_attr = _UNIX_FILE
            stored = name == "mimetype" or name.lower().endswith((".png", ".jpg", ".jpeg"))
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data.replace(SEAL, digest), compresslevel=6)
    return buffer.getvalue()


def _digest(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the seal of parts in which the place of the seal is still empty."""
    whole = hashlib.sha256()
    for name, data in parts:
        whole.update(b"%s %d " % (name.encode(), len(data)))
        whole.update(data)
    return b"sha256-" + whole.hexdigest().encode()


def unpack(data: bytes) -> list[tuple[str, bytes]]:
    """Return the parts of a ZIP file in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(entry.filename, archive.read(entry)) for entry in archive.infolist()]


def packed_by_us(data: bytes, sealed: str) -> bool:
    """Say whether a ZIP file is as :func:`pack` made it, with the seal in the part ``sealed``.

    Whoever edits such a file changes what the seal is made of.
    """
    try:
        parts = unpack(data)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return False  # damaged, encrypted or of another kind: the ways of zipfile to say so
    found = re.search(rb"sha256-[0-9a-f]{64}", dict(parts).get(sealed, b""))
    if not found:
        return False
    unsealed = [(name, part.replace(found[0], SEAL)) for name, part in parts]
    return _digest(unsealed) == found[0] and pack(unsealed) == data
