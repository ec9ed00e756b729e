"""Bytes to text, whatever encoding they are in.

A file of Chinese text says nothing about its encoding, and the first codec that
decodes it without an error is often wrong: nearly every Big5 file is also a valid
GB18030 byte stream. So a mark or well-formed UTF-8 decides at once, and otherwise
every candidate is decoded and the one that reads most like Chinese wins
(:mod:`docconvert.decoding.score`). What cannot be decided is refused, not guessed.
A few broken bytes hide nothing: :mod:`docconvert.decoding.broken` counts them.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from docconvert.decoding.broken import Decoded, decode_as, decode_marked, report_broken
from docconvert.decoding.resync import BROKEN
from docconvert.errors import InputError, UsageError

if TYPE_CHECKING:
    from docconvert.notices import Notify

__all__ = ["Decoded", "decode", "known_encoding"]


# The order matters: the mark of UTF-32-LE begins with that of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}

_FEW_BROKEN = 10
_MOST_BROKEN = 0.02

_HEAD = 65_536
_SHORT = 20
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1a\x1b"))
_MOST_CONTROLS = 0.3
"""Share of controls above which a file is no text: a table of numbers can be well-formed UTF-8 too."""

_OF_MISREAD = re.compile("[\x80-\xff锛銆鐨ㄛ﹝腔琌ぃ]")
"""What no text that was read in a wrong encoding lacks: signs of Western Europe, or what ，。的是 become."""
_MISREAD = 4000
_FEWEST_OF_MISREAD = 6

# How other kinds of file begin, and what to tell their owners.
_OTHER_FILES = (
    (b"%PDF-", "a PDF file", "docconvert reads plain text; extract the text first"),
    (
        b"PK\x03\x04",
        "a ZIP package (DOCX, EPUB, ODT …)",
        "docconvert reads plain text; save it as .txt first",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "docconvert reads plain text; save it as .txt first"),
    (b"{\\rtf", "an RTF file", "docconvert reads plain text; save it as .txt first"),
    (b"\x1f\x8b", "a gzip file", "unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"\x89PNG", "a picture", "docconvert reads plain text"),
    (b"\xff\xd8\xff", "a picture", "docconvert reads plain text"),
    (b"GIF87a", "a picture", "docconvert reads plain text"),
    (b"GIF89a", "a picture", "docconvert reads plain text"),
    (b"\x7fELF", "a program", "docconvert reads plain text"),
    (b"MZ\x90\0", "a program", "docconvert reads plain text"),
)


def decode(data: bytes, encoding: str = "", *, notify: Notify) -> Decoded:
    """Decode ``data``.

    Args:
        data: the bytes of a text file.
        encoding: the name of their encoding; empty to find it out.
        notify: told of bytes that had to be replaced by U+FFFD.

    Raises:
        InputError: the bytes are no text, or in no encoding that can be decided on.
        UsageError: no codec has the name ``encoding``.
    """
    if encoding:
        return _decode_given(data, known_encoding(encoding), notify)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(decode_as(data, name, notify=notify))
    _refuse_other_files(data)
    first_broken = _first_not_utf8(data)
    if name := _like_utf8(data) if first_broken is None else _scored(data):
        return _checked(decode_as(data, name, notify=notify))
    line = data.count(b"\n", 0, first_broken) + 1
    raise InputError(
        f"not text in any encoding we know (byte {first_broken}, line {line})",
        "if you know the encoding, pass --encoding NAME",
    )


def known_encoding(encoding: str) -> str:
    """Return the codec for an encoding's name.

    Raises:
        UsageError: there is none.
    """
    try:
        name = codecs.lookup(encoding).name
        "a".encode(name)  # some codecs, such as base64, are no text encodings
    except (LookupError, ValueError):  # an encoding's name cannot hold U+0000
        name = ""
    if name in ("", "idna", "punycode"):  # the last two spell the names of hosts
        raise UsageError(f"unknown encoding {encoding!r}", "for example utf-8, gb18030, big5hkscs, utf-16")
    # The names people use mean the sets people use: supersets decode the same files, and more of them.
    return _SUPERSETS.get(name, name)


def _decode_given(data: bytes, encoding: str, notify: Notify) -> Decoded:
    """Believe the user, unless much of it is no text in that encoding."""
    text = decode_marked(data, encoding)
    broken = text.count(BROKEN)
    if broken > max(_FEW_BROKEN, len(text) * _MOST_BROKEN):
        raise InputError(
            f"{broken} sequences are not {encoding}: it cannot be in that encoding",
            "leave out --encoding to find it out",
        )
    if not text.isascii():
        from docconvert.decoding.score import clearly_better

        if (name := clearly_better(data, text)) and name != encoding:
            raise InputError(
                f"it reads like nothing in {encoding}, and like Chinese in {name}",
                "leave out --encoding, or name that one",
            )
    return Decoded(report_broken(text, encoding, notify=notify), encoding)


def _first_not_utf8(data: bytes) -> int | None:
    """Return where ``data`` stops to be UTF-8; surrogates, as CESU-8 has them, are let pass."""
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        return error.start
    return None


def _like_utf8(data: bytes) -> str:
    """Tell UTF-8 from what is well-formed UTF-8 too: HZ, UTF-16 of ASCII characters, a word in GBK."""
    pairs = len(data) < _SHORT and 0x80 <= max(data, default=0) < 0xE0
    if pairs or b"~{" in data or b"\0" in data[:_HEAD]:
        from docconvert.decoding.score import rival_of_utf8

        if name := rival_of_utf8(data):
            return name
    _refuse_controls(data)
    return "utf-8"


def _scored(data: bytes) -> str:
    from docconvert.decoding.score import best_encoding

    return best_encoding(data)


def _checked(decoded: Decoded) -> Decoded:
    """Refuse a text that a program read in the wrong encoding, and saved as it then looked."""
    if len(_OF_MISREAD.findall(decoded.text[:_MISREAD])) < _FEWEST_OF_MISREAD:
        return decoded
    from docconvert.decoding.score import misread

    if found := misread(decoded.text):
        meant, read = found
        raise InputError(
            f"it was {meant}, but a program read it as {read} and saved it so: its signs mean nothing",
            f"convert the file it was made from; --encoding {decoded.encoding} converts it as it is",
        )
    return decoded


def _refuse_controls(data: bytes) -> None:
    head = data[:_HEAD]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > _MOST_CONTROLS * len(head):
        raise InputError(
            f"not a text file: {100 * controls // len(head)} % of its bytes are controls",
            "docconvert reads plain text",
        )


def _refuse_other_files(data: bytes) -> None:
    for start, kind, hint in _OTHER_FILES:
        if data.startswith(start):
            raise InputError(f"not a text file: it looks like {kind}", hint)
