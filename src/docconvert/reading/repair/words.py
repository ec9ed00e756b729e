"""Words and readings: how often everyday words hold a pair of characters, how a character is read.

The pairs are counted beforehand, in ``pairs.bin``, from the words of pypinyin (MIT licence) and OpenCC
(Apache License 2.0); ``python -m docconvert.reading.repair.words`` counts them anew. Readings are taken from
pypinyin's data: importing it builds what it segments texts with, which takes longer than everything here.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILE = Path(__file__).with_name("pairs.bin")


class Counts:
    """Counts by key, in little memory."""

    def __init__(self, keys: array[int], counts: array[int]) -> None:
        self._keys = keys
        self._counts = counts

    def __getitem__(self, key: int) -> int:
        at = bisect_left(self._keys, key)
        return self._counts[at] if at < len(self._keys) and self._keys[at] == key else 0


@cache
def counted_words() -> tuple[Counts, Counts]:
    """Return how often words hold each pair of characters and each character, by :func:`key_of` them."""
    table = array("I")
    table.frombytes(zlib.decompress(_FILE.read_bytes()))
    _little_endian(table)
    pairs, singles = table[0], table[1]
    first, last = 2 + 2 * pairs, 2 + 2 * pairs + 2 * singles
    return (
        Counts(table[2 : 2 + pairs], table[2 + pairs : first]),
        Counts(table[first : first + singles], table[first + singles : last]),
    )


def count_words(words: Iterable[str]) -> bytes:
    """Return the content of ``pairs.bin`` for these words."""
    text = "\n".join(dict.fromkeys(simplified("\n".join(words)).split("\n")))
    pairs = Counter(map(key_of, map(str.__add__, text, text[1:])))
    del pairs[0]
    singles = Counter(map(key_of, text))
    table = array("I", [len(pairs), len(singles)])
    for counts in (pairs, singles):
        table.extend(sorted(counts))
        table.extend(counts[key] for key in sorted(counts))
    _little_endian(table)
    return zlib.compress(table.tobytes(), 9)


def all_words() -> Iterable[str]:
    """Return the words that are counted."""
    from docconvert.script.dictionaries import bundled

    opencc = (bundled().table(file).entries for file in ("STPhrases", "TSPhrases"))
    return chain(*opencc, phrases())


def key_of(characters: str) -> int:
    """Return a number for one or two characters; 0 for two that need more than 32 bits."""
    units = characters.encode("utf-16-le", "surrogatepass")
    return int.from_bytes(units, "little") if len(units) <= 4 else 0


def simplified(text: str) -> str:
    """Return ``text`` with each character in its Simplified form."""
    return text.translate(_to_simplified())


@cache
def _to_simplified() -> dict[int, str]:
    from docconvert.script.dictionaries import bundled

    return {ord(c): simple for c, simple in bundled().table("TSCharacters").entries.items() if len(c) == 1}


def _little_endian(table: array[int]) -> None:
    if sys.byteorder == "big":
        table.byteswap()


@cache
def phrases() -> tuple[str, ...]:
    """Return words of everyday Chinese."""
    import re

    if text := _text("phrases_dict"):
        # Their readings are most of the file, and nobody asks for them.
        return tuple(re.findall(r'"([^"\\]+)"\s*:', text))
    from pypinyin.phrases_dict import phrases_dict

    return tuple(phrases_dict)


@cache
def readings() -> dict[int, str]:
    """Return the readings of each character, by its code point, with commas between them."""
    import json

    if text := _text("pinyin_dict"):
        return {int(code_point): found for code_point, found in json.loads(text).items()}
    from pypinyin.pinyin_dict import pinyin_dict

    return dict(pinyin_dict)


def _text(name: str) -> str:
    """Return a data file of pypinyin; empty if it keeps them otherwise."""
    from importlib.util import find_spec

    package = find_spec("pypinyin")
    file = Path(package.origin).with_name(f"{name}.json") if package and package.origin else None
    return file.read_text("utf-8") if file and file.is_file() else ""


if __name__ == "__main__":
    _FILE.write_bytes(count_words(all_words()))
