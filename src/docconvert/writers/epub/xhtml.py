"""Nodes to XHTML.

No white space is put inside a paragraph, so that the text of the markup without its readings
is the text of the model, character for character.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from docconvert.chars import PINYIN
from docconvert.model import Emphasis, Heading, Paragraph, Ruby, Separator, Text, Verse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docconvert.model import Inline, Inlines
    from docconvert.writers.epub.chapters import Placed

STYLESHEET = "book.css"

_PAGE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
 lang="{0}" xml:lang="{0}">
<head>
<title>{1}</title>
<link rel="stylesheet" type="text/css" href="{2}"/>
</head>
<body>
{3}
</body>
</html>
"""


def page_markup(title: str, language: str, body: str) -> bytes:
    """Return a whole page in UTF-8; ``title`` must not be empty."""
    return _PAGE.format(language, escape(title), STYLESHEET, body).encode()


def title_markup(title: Inlines) -> str:
    """Return the book's title."""
    heading = f'<h1 class="title">{_inlines(title)}</h1>'
    return f'<section class="titlepage" epub:type="titlepage">\n{heading}\n</section>'


def chapter_markup(label: str, blocks: str) -> str:
    """Return a chapter, or one part of a long one, around the markup of its blocks."""
    return (
        f'<section epub:type="chapter" role="doc-chapter" aria-label="{escape(label)}">\n{blocks}\n</section>'
    )


def block_markup(placed: Placed) -> str:
    """Return the markup of a block."""
    block = placed.block
    match block:
        case Heading():
            return f'<h{placed.rank} id="{placed.anchor}">{_inlines(block.children)}</h{placed.rank}>'
        case Paragraph():
            role = "" if block.role == "body" else f' class="{block.role}"'
            return f"<p{role}>{_inlines(block.children)}</p>"
        case Verse():
            return f'<p class="verse">{"<br/>".join(map(_inlines, block.lines))}</p>'
        case Separator():
            return '<hr class="separator"/>'


def escape(text: str) -> str:
    """Return ``text`` as it stands in markup, in an attribute too."""
    # A parser makes a line feed of a bare carriage return (XML 1.0, section 2.11).
    return html.escape(text).replace("\r", "&#13;")


def _inlines(inlines: Iterable[Inline]) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    match inline:
        case Text():
            return escape(inline.text)
        case Ruby():
            return _ruby(inline)
        case Emphasis():
            return f"<em>{_inlines(inline.children)}</em>"


_LATIN = re.compile(f"[{PINYIN}'’ -]+", re.IGNORECASE)


def _ruby(ruby: Ruby) -> str:
    if not ruby.reading:
        return escape(ruby.base)
    tag = "zh-Latn-pinyin"
    language = f' lang="{tag}" xml:lang="{tag}"' if _LATIN.fullmatch(ruby.reading) else ""
    return f"<ruby>{escape(ruby.base)}<rt{language}>{escape(ruby.reading)}</rt></ruby>"
