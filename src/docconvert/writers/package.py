"""Pack the parts of a DOCX or EPUB into a ZIP file that is the same on every run."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_STAMP = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP entry can bear; other programs stamp what they save with the day's."""

_UNIX_FILE = 0o100644 << 16


def pack(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a ZIP file of the parts in the order given.

    What is compressed already is stored, and so is an EPUB's ``mimetype`` (OCF 3.3, section 4.3).
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.create_system = 3  # Unix, wherever we run
            entry.external_attr = _UNIX_FILE
            stored = name == "mimetype" or name.lower().endswith((".png", ".jpg", ".jpeg"))
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, compresslevel=6)
    return buffer.getvalue()


def unpack(data: bytes) -> list[tuple[str, bytes]]:
    """Return the parts of a ZIP file in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(entry.filename, archive.read(entry)) for entry in archive.infolist()]


def packed_by_us(data: bytes, part: str, mark: bytes) -> bool:
    """Say whether a ZIP file is as :func:`pack` made it, with ``mark`` in its ``part``.

    Whoever edits and saves such a file stamps its entries anew.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return all(entry.date_time == _STAMP for entry in archive.infolist()) and mark in archive.read(
                part
            )
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError):
        return False
