"""Words and readings: how often everyday words hold a pair of characters, which characters are read so.

Both are made beforehand, ``pairs.bin`` and ``readings.txt``, from the data of pypinyin (MIT licence, see
``LICENSE.pypinyin``) and OpenCC (Apache License 2.0); ``python -m docconvert.reading.repair.words`` makes
them anew. Looking into those themselves takes longer than the whole repair of a text.
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

from docconvert.chars import is_in

if TYPE_CHECKING:
    from collections.abc import Iterable

_PAIRS = Path(__file__).with_name("pairs.bin")
_READINGS = Path(__file__).with_name("readings.txt")


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
    table.frombytes(zlib.decompress(_PAIRS.read_bytes()))
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
    from pypinyin.phrases_dict import phrases_dict

    from docconvert.script.dictionaries import bundled

    opencc = (bundled().table(file).entries for file in ("STPhrases", "TSPhrases"))
    return chain(*opencc, phrases_dict)


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
def readings() -> dict[str, str]:
    """Return the characters that have each reading and each first byte, as ``A9huò`` says them."""
    return dict(line.split("\t") for line in _READINGS.read_text("utf-8").splitlines())


def list_readings() -> str:
    """Return the content of ``readings.txt``: the characters of Traditional script that GB 2312 lacks.

    Each line has the first of their two bytes in GBK, a reading, and the characters.
    """
    from pypinyin.pinyin_dict import pinyin_dict

    from docconvert.script.dictionaries import bundled

    table: dict[str, str] = {}
    for character in bundled().table("TSCharacters").entries:
        pair = character.encode("gb18030")
        if len(pair) == len("宋".encode("gbk")) and not is_in(character, "gb2312"):
            for reading in pinyin_dict.get(ord(character), "").split(","):
                key = f"{pair[0]:X}{reading}"
                table[key] = table.get(key, "") + character
    return "".join(f"{key}\t{characters}\n" for key, characters in sorted(table.items()))


if __name__ == "__main__":
    _PAIRS.write_bytes(count_words(all_words()))
    _READINGS.write_text(list_readings(), "utf-8", newline="\n")
