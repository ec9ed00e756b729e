"""Decode bytes of a known encoding, whatever is broken in them.

:func:`decode_as` never fails: what an encoding cannot read becomes U+FFFD, counted in a notice with
its lines. Python's codecs do the work; the handlers of their errors, registered here, read what
the codecs lack and mark the rest.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from docconvert.decoding.big5 import BIG5, as_written, extra_character, is_private
from docconvert.decoding.resync import BROKEN, TWO_BYTES, in_step, suspects
from docconvert.notices import Notice

if TYPE_CHECKING:
    from docconvert.notices import Notify


class Decoded(NamedTuple):
    """Text and the name of the encoding it was in."""

    text: str
    encoding: str


_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]")
_UNCLOSED = re.compile(rb"(~\{(?:[\x21-\x77][\x21-\x7e])+)(?=\r?\n)")
"""HZ whose writer took the end of a line for the end of its Chinese, as many readers do."""

_HANDLERS = {"utf-8": "docconvert-utf-8", **dict.fromkeys(BIG5, "docconvert-big5")}
_LINES_SHOWN = 5


def decode_as(data: bytes, encoding: str, *, notify: Notify) -> Decoded:
    """Decode ``data``, which is in ``encoding``; ``notify`` is told what is broken in it."""
    return Decoded(report_broken(decode_marked(data, encoding), encoding, notify=notify), encoding)


_OLD_BLANK = "\ue5e5"
"""What the bytes A3 A0 are in GB 18030; GBK's own table had an ideographic space there, and pages used it."""


def decode_marked(data: bytes, encoding: str) -> str:
    """Decode ``data``; ``BROKEN`` stands for each sequence that means nothing."""
    if encoding == "hz":
        data = _UNCLOSED.sub(rb"\1~}", data)
    text = data.decode(encoding, _HANDLERS.get(encoding, "docconvert"))
    if encoding in TWO_BYTES and not text.isascii():
        text = in_step(data, text, encoding)
    if encoding == "gb18030":
        return text.replace(_OLD_BLANK, "\u3000")
    return as_written(text) if encoding == "big5hkscs" else text


def report_broken(text: str, encoding: str, *, notify: Notify) -> str:
    """Count the marks of broken sequences in a notice, and return ``text`` with U+FFFD in their places."""
    if encoding in BIG5:
        _report_missing(text, notify)
    _report_lost(text, notify)
    count = text.count(BROKEN)
    if not count:
        return text
    lines = [number for number, line in enumerate(text.splitlines(), 1) if BROKEN in line]
    shown = ", ".join(map(str, lines[:_LINES_SHOWN])) + (" …" if len(lines) > _LINES_SHOWN else "")
    notify(
        Notice(
            "bytes-replaced",
            f"{count} broken {encoding} {'sequence' if count == 1 else 'sequences'} replaced by U+FFFD "
            f"on {'line' if len(lines) == 1 else 'lines'} {shown}",
            line=lines[0],
        )
    )
    return text.replace(BROKEN, "\ufffd")


def _report_lost(text: str, notify: Notify) -> None:
    """Tell of characters that were lost before the file was saved."""
    count = text.count("\ufffd")
    if count:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        notify(
            Notice(
                "bytes-missing",
                f"{count} {'character was' if count == 1 else 'characters were'} lost "
                "before the file was saved: it has U+FFFD there",
                line=line,
            )
        )


def _report_missing(text: str, notify: Notify) -> None:
    found = suspects(text)
    if not found:
        return
    lines = list(dict.fromkeys(number for number, _ in found))
    shown = ", ".join(map(str, lines[:_LINES_SHOWN])) + (" …" if len(lines) > _LINES_SHOWN else "")
    examples = "、".join(excerpt for _, excerpt in found[:2])
    notify(
        Notice(
            "bytes-missing",
            f"bytes may be missing on {'line' if len(lines) == 1 else 'lines'} {shown}: "
            f"a single letter or sign stands between Chinese characters, as in {examples}",
            line=lines[0],
        )
    )


def _mark(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - for the type; nothing here encodes
    return BROKEN, error.end


def _read_utf8(error: UnicodeError) -> tuple[str, int]:
    """Join surrogate pairs, as CESU-8 writes them; halves stay, to be taken out and counted later."""
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - for the type; nothing here encodes
    if found := _SURROGATES.match(error.object, error.start):
        units = found[0].decode("utf-8", "surrogatepass")
        return units.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass"), found.end()
    return BROKEN, error.end


def _read_big5(error: UnicodeError) -> tuple[str, int]:
    """Read what one table of Big5 lacks with another."""
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - for the type; nothing here encodes
    pair = error.object[error.start : error.start + 2]
    if character := extra_character(pair):
        return character, error.start + 2
    # A code that somebody's own font had is one lost character, not a broken byte and a letter.
    return BROKEN, error.start + (2 if is_private(pair) else 1)


codecs.register_error("docconvert", _mark)
codecs.register_error("docconvert-utf-8", _read_utf8)
codecs.register_error("docconvert-big5", _read_big5)
