"""Read OpenCC's binary dictionaries (``.ocd2``).

The format, of OpenCC 1.1 to 1.4: a header, a MARISA trie of the keys, then the number of entries
and the size of all values, the values themselves, each closed by a zero byte, and for each
entry how many values it has and how long they are. All numbers are little-endian.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER = b"OPENCC_MARISA_0.2.5"


def read_binary(data: bytes) -> dict[str, list[str]]:
    """Return the entries of a binary dictionary.

    Raises:
        ValueError: the bytes are no such dictionary.
    """
    from marisa_trie import Trie

    if not data.startswith(_HEADER):
        raise ValueError("it does not begin as a dictionary of OpenCC 1.1 or newer does")
    try:
        trie = Trie().frombytes(data[len(_HEADER) :])
        values = list(_values(data[len(_HEADER) + len(trie.tobytes()) :]))
        return {key: values[number] for key, number in trie.items()}
    except (RuntimeError, struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError(f"it is damaged ({type(error).__name__})") from error


def _values(data: bytes) -> Iterator[list[str]]:
    """Yield the values of each entry, in the order of the trie's numbers."""
    count, size = struct.unpack_from("<II", data)
    text = data[8 : 8 + size]
    lengths = 8 + size
    start = 0
    for _ in range(count):
        (number,) = struct.unpack_from("<H", data, lengths)
        sizes = struct.unpack_from(f"<{number}H", data, lengths + 2)
        lengths += 2 + 2 * number
        entry = []
        for length in sizes:
            entry.append(text[start : start + length - 1].decode())
            start += length
        yield entry
