"""Bytes to text, whatever encoding they are in.

A file of Chinese text says nothing about its encoding, and the first codec that
decodes it without an error is often wrong: nearly every Big5 file is also a valid
GB18030 byte stream. So a mark or well-formed UTF-8 decides at once, and otherwise
every candidate is decoded and the one that reads most like Chinese wins
(:mod:`docconvert.decoding.score`). What cannot be decided is refused, not guessed.
"""

from __future__ import annotations

import codecs
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from docconvert.errors import InputError, UsageError
from docconvert.notices import Notice

if TYPE_CHECKING:
    from docconvert.notices import Notify


class Decoded(NamedTuple):
    """Text and the name of the encoding it was in."""

    text: str
    encoding: str


# The order matters: the mark of UTF-32-LE begins with that of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

_FEW_BROKEN = 10
_MOST_BROKEN = 0.02

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
            return _decode_as(data, name, notify)
    _refuse_other_files(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        first_bad_byte = error.start
    with suppress(UnicodeDecodeError):
        return Decoded(_join_surrogates(data.decode("utf-8", "surrogatepass")), "utf-8")
    from docconvert.decoding.score import best_encoding

    if name := best_encoding(data):
        return _decode_as(data, name, notify)
    line = data.count(b"\n", 0, first_bad_byte) + 1
    raise InputError(
        f"not text in any encoding we know (byte {first_bad_byte}, line {line})",
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
    except (LookupError, UnicodeError):
        name = ""
    if name in ("", "idna", "punycode"):  # the last two spell the names of hosts
        raise UsageError(f"unknown encoding {encoding!r}", "for example utf-8, gb18030, big5hkscs, utf-16")
    # The names people use mean the sets people use: supersets decode the same files, and more of them.
    return {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(name, name)


def _decode_given(data: bytes, encoding: str, notify: Notify) -> Decoded:
    """Believe the user, unless much of it is no text in that encoding."""
    decoded = _decode_as(data, encoding, notify)
    broken = decoded.text.count("\ufffd") - data.count("\ufffd".encode())
    if broken > max(_FEW_BROKEN, len(decoded.text) * _MOST_BROKEN):
        raise InputError(
            f"{broken} sequences are not {encoding}: it cannot be in that encoding",
            "leave out --encoding to find it out",
        )
    return decoded


def _join_surrogates(text: str) -> str:
    """Join surrogate pairs, as CESU-8 writes them; halves stay, to be taken out and counted later."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _refuse_other_files(data: bytes) -> None:
    for start, kind, hint in _OTHER_FILES:
        if data.startswith(start):
            raise InputError(f"not a text file: it looks like {kind}", hint)


def _decode_as(data: bytes, encoding: str, notify: Notify) -> Decoded:
    try:
        return Decoded(_as_written(data.decode(encoding), encoding), encoding)
    except UnicodeDecodeError:
        text = _as_written(data.decode(encoding, "replace"), encoding)
    lines = [number for number, line in enumerate(text.splitlines(), 1) if "\ufffd" in line]
    count = text.count("\ufffd")
    shown = ", ".join(map(str, lines[:5])) + (" …" if len(lines) > 5 else "")
    notify(
        Notice(
            "bytes-replaced",
            f"{count} broken {encoding} {'sequence' if count == 1 else 'sequences'} replaced by U+FFFD "
            f"on {'line' if len(lines) == 1 else 'lines'} {shown}",
            line=lines[0] if lines else 0,
        )
    )
    return Decoded(text, encoding)


# Codes that Python's table of Hong Kong's set reads otherwise than those who write them, and Windows, do.
_BIG5_MARKS = bytes.fromhex("a145 a14e a1c2 a1e3 a1f2 a1f3 a241 a242 a244 a246 a247")


def _as_written(text: str, encoding: str) -> str:
    """Return text of Big5 with the marks that Taiwan's and Hong Kong's programs mean."""
    if encoding != "big5hkscs":
        return text
    return text.translate(str.maketrans(_BIG5_MARKS.decode("big5hkscs"), _BIG5_MARKS.decode("cp950")))
