"""Runs and fields as markup (ISO/IEC 29500-1, sections 17.3.2 and 17.16)."""

from __future__ import annotations

import re
from html import escape
from unicodedata import east_asian_width

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
"""The first line of a part."""


def paragraph(style_id: str, content: str, properties: str = "") -> str:
    """Return a paragraph of a named style; ``properties`` are those of its own."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{properties}</w:pPr>{content}</w:p>'


FLAT = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
"""Makes an empty paragraph a point high, so that where what stands before fills a page it makes no other."""


def ems(text: str) -> float:
    """Return how wide a line is in about: a character of Chinese is an em, others half of one."""
    return sum(1 if east_asian_width(character) in "WFA" else 0.5 for character in text)


_SPECIAL = re.compile("[&<>\t\r\n]")
_PIECE = re.compile(r"\t|[^\t]{1,60000}")
"""Parsers such as libxml2 refuse a single text of ten million bytes."""
_LONG = 60_000


def run(text: str, properties: str = "") -> str:
    """Return a run, or nothing for no text; ``properties`` are its ``w:rPr``, empty or whole."""
    if not text:
        return ""
    if len(text) > _LONG or _SPECIAL.search(text):
        return f"<w:r>{properties}{''.join(map(_piece, _PIECE.findall(text.translate(_SPACES))))}</w:r>"
    return f"<w:r>{properties}{_text(text)}</w:r>"


_SPACES = str.maketrans("\r\n", "  ")


def _piece(piece: str) -> str:
    return "<w:tab/>" if piece == "\t" else _text(escape(piece, quote=False))


def _text(text: str) -> str:
    if text[0].isspace() or text[-1].isspace():
        return f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:t>{text}</w:t>"


def field(instruction: str, shown: str) -> str:
    """Return a field, and what is shown of it until a program computes it anew; ``shown`` is runs."""
    return field_begin(instruction) + shown + FIELD_END


def field_begin(instruction: str) -> str:
    """Return the runs of a field before what is shown of it."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction, quote=False)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
"""The run behind what is shown of a field."""
