"""Prove that a file of text is ours and that nobody edited it since.

It bears a digest of itself, made while zeros stand in the digest's place.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

SEAL = "sha256-" + "0" * 64
"""What stands where the digest of the whole is to stand."""


def sealed(before: str, after: str) -> bytes:
    """Return a text as a file, in UTF-8, with its digest between what stands before and after it."""
    data = f"{before}{SEAL}{after}".encode()
    return before.encode() + _digest(data) + after.encode()


def is_sealed(data: bytes, place: re.Pattern[bytes]) -> bool:
    """Say whether a file is as :func:`sealed` made it.

    Args:
        data: the file.
        place: what finds the digest, as its first group.
    """
    found = place.search(data)
    if not found:
        return False
    unsealed = data[: found.start(1)] + SEAL.encode() + data[found.end(1) :]
    return _digest(unsealed) == found[1]


def _digest(data: bytes) -> bytes:
    return b"sha256-" + hashlib.sha256(data).hexdigest().encode()
