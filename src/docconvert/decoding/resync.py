"""Find the step again that a lost byte puts a line of two-byte characters out of.

GB 18030 and Big5 do not say where a character begins. Where one byte of a pair is missing, the bytes behind
it are paired wrongly, to the end of the line or to the next letter: one lost byte makes a line of rare
characters. Of all ways to read such a line, the one with the most frequent characters is what was written.

Out of step are lines with broken sequences, with private characters, or with a single letter behind an
ideograph, which often is the second half of one.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from docconvert.decoding.big5 import BIG5, extra_character, is_private
from docconvert.decoding.weights import weight_of

if TYPE_CHECKING:
    from collections.abc import Iterator

BROKEN = "\udfff"
"""Stands for a broken sequence while we count. U+FFFD will not do: a text may hold some of its own."""

TWO_BYTES = ("gb18030", *BIG5)
"""The codecs whose lines can be out of step."""

_LOST = -2.0
"""What a byte without its other half costs: as much as four rare characters."""

_LONE = -1.5
"""And a single letter behind an ideograph."""

_CLEARLY = 0.25
"""By so much another way to read a line must be better."""

_CLEARLY_IF_WHOLE = 3.0
"""And by so much where all bytes were read."""

_MOST_LINES = 1000
_MOST_PLACES = 10_000
_LONGEST = 20_000
"""Bytes of a line."""

_SHARE = 0.02
"""Of the characters, broken ones; of more the reason is another."""

_FEWEST = 10

_LONE_LETTER = re.compile("(?<=[\u3400-\u9fff])[A-Za-z](?![!-~])")
_OUT_OF_STEP = re.compile(f"[{BROKEN}\ue000-\uf8ff]|{_LONE_LETTER.pattern}")


def in_step(data: bytes, text: str, encoding: str) -> str:
    """Return ``text`` with the lines that are out of step read as they must have been.

    Args:
        data: the bytes of a text.
        text: what its encoding makes of them, with :data:`BROKEN` for what is no character.
        encoding: one of :data:`TWO_BYTES`.
    """
    out = list(dict.fromkeys(number for number, _ in islice(_found(_OUT_OF_STEP, text), _MOST_PLACES)))
    if not 0 < len(out) <= _MOST_LINES or text.count(BROKEN) > max(_FEWEST, len(text) * _SHARE):
        return text
    lines, source = text.split("\n"), data.split(b"\n")
    if len(lines) != len(source):
        return text
    for number in out:
        if len(source[number]) <= _LONGEST:
            lines[number] = _line_in_step(source[number], lines[number], encoding)
    return "\n".join(lines)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield what a pattern finds, with the numbers of the lines, from 0."""
    number = done = 0
    for match in pattern.finditer(text):
        number += text.count("\n", done, match.start())
        done = match.start()
        yield number, match


def suspects(text: str) -> list[tuple[int, str]]:
    """Return the lines of a text that was in Big5 where a byte may be missing, and what tells.

    There the next letter or sign hides the loss, for many second bytes are ASCII. One that stands so
    again and again is an author's, 維生素C, and texts full of letters tell nothing.
    """
    found = list(_found(_LONE_SIGN, text))
    if not found or len(_LETTER.findall(text)) > len(text) * _MOST_LETTERS:
        return []
    often = {letter for letter, times in Counter(match[0] for _, match in found).items() if times >= _OFTEN}
    return [
        (number + 1, text[max(0, match.start() - 2) : match.end() + 1].strip())
        for number, match in found
        if match[0] not in often
    ]


_WIDE = "[\u2460-\u2aff\u2e80-\u9fff\uff00-\uffef\u2014\u2018-\u201d\u2026]"
_SIGN = r"@^|\\\]_`{}~"
_LONE_SIGN = re.compile(rf"(?<={_WIDE})[A-Za-z{_SIGN}](?![ -~])|(?<![ -~])[{_SIGN}](?={_WIDE})")
_LETTER = re.compile("[A-Za-z]")
_MOST_LETTERS = 0.05
_OFTEN = 3


def _line_in_step(data: bytes, text: str, encoding: str) -> str:
    value, found = _best(data, encoding)
    known = _value(text) + _LONE * len(_LONE_LETTER.findall(text))
    return found if value > known + (_CLEARLY if BROKEN in text else _CLEARLY_IF_WHOLE) else text


def _best(line: bytes, encoding: str) -> tuple[float, str]:
    """Return the best way to read a line and its value: the best up to each byte, one after the other."""
    values = [0.0, *[float("-inf")] * len(line)]
    before: list[tuple[int, str]] = [(0, "")] * (len(line) + 1)
    for at in range(len(line)):
        behind_pair = before[at][0] < at - 1
        for length in (1, 2, 4):
            piece = line[at : at + length]
            if len(piece) < length or not (read := _read(piece, encoding)):
                continue
            value = values[at] + _value(read)
            if behind_pair and length == 1 and _is_lone(line[at : at + 2]):
                value += _LONE
            if value > values[at + length]:
                values[at + length], before[at + length] = value, (at, read)
    parts: list[str] = []
    at = len(line)
    while at:
        at, read = before[at]
        parts.append(read)
    return values[-1], "".join(reversed(parts))


def _is_lone(ahead: bytes) -> bool:
    """Say whether a letter is next, and nothing of ASCII behind it but a blank."""
    return ahead[:1].isalpha() and not (len(ahead) > 1 and 0x20 < ahead[1] < 0x7F)


def _value(text: str) -> float:
    return sum(_LOST if character == BROKEN else weight_of(character) for character in text)


@lru_cache(maxsize=100_000)
def _read(piece: bytes, encoding: str) -> str:
    """Return the character that some bytes are; :data:`BROKEN` for a byte without its other half."""
    if len(piece) == 1:
        return chr(piece[0]) if piece.isascii() else BROKEN
    if piece[0] < 0x80:
        return ""
    if encoding in BIG5 and len(piece) > 2:
        return ""
    try:
        text = piece.decode(encoding)
    except UnicodeDecodeError:
        if encoding not in BIG5:
            return ""
        return extra_character(piece) or (BROKEN if is_private(piece) else "")
    # Four bytes may be two characters, and some codes of Big5 are a letter with its mark.
    return text if len(piece) == 2 or len(text) == 1 else ""
