"""Nodes to XHTML.

No white space is put inside a paragraph, so that the text of the markup without its readings
is the text of the model, character for character.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from docconvert.chars import PINYIN, ZHUYIN, ZHUYIN_TONES
from docconvert.model import Emphasis, Heading, Paragraph, Ruby, Separator, Text, Verse
from docconvert.writers.epub.words import words_for
from docconvert.writers.orient import Stand, stands

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docconvert.model import Inline, Inlines
    from docconvert.writers.epub.about import About
    from docconvert.writers.epub.chapters import Placed

STYLESHEET = "book.css"
COVER_PAGE = "cover.xhtml"

_PAGE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
 lang="{0}" xml:lang="{0}"{1}>
<head>
<title>{2}</title>
<link rel="stylesheet" type="text/css" href="{3}"/>
</head>
<body>
{4}
</body>
</html>
"""


def page_markup(title: str, language: str, body: str, *, level: bool = False) -> bytes:
    """Return a whole page in UTF-8.

    Args:
        title: what it is called; not empty.
        language: the tag of its language.
        body: the markup of what it holds.
        level: whether its lines are horizontal in a book of vertical ones, too.
    """
    look = ' class="level"' if level else ""
    return _PAGE.format(language, look, escape(title), STYLESHEET, body).encode()


def cover_markup(image: str, facts: About) -> bytes:
    """Return the page that shows the cover; in vertical lines it would stand at the right edge."""
    label = words_for(facts.language).cover
    picture = f'<img src="{image}" alt="{escape(f"{facts.title} {label}")}" role="doc-cover"/>'
    body = f'<section class="cover" epub:type="cover">{picture}</section>'
    return page_markup(label, facts.language, body, level=True)


def title_markup(title: Inlines, *, vertical: bool) -> str:
    """Return the title."""
    return f'<h1 class="title">{_inlines(title, vertical)}</h1>'


def title_page_markup(blocks: str) -> str:
    """Return a title page around the title and what stands below it there."""
    return f'<section class="titlepage" epub:type="titlepage">\n{blocks}\n</section>'


def chapter_markup(label: str, blocks: str) -> str:
    """Return a chapter, or one part of a long one, around the markup of its blocks."""
    return (
        f'<section epub:type="chapter" role="doc-chapter" aria-label="{escape(label)}">\n{blocks}\n</section>'
    )


def block_markup(placed: Placed, *, vertical: bool) -> str:
    """Return the markup of a block; in ``vertical`` lines short numbers stand upright."""
    block = placed.block
    match block:
        case Heading():
            tag = f"h{placed.rank}"
            # It looks like others of its level, whatever it stands below in this file.
            look = "" if placed.rank == block.level else f' class="heading-{min(block.level, 3)}"'
            return f'<{tag} id="{placed.anchor}"{look}>{_inlines(block.children, vertical)}</{tag}>'
        case Paragraph():
            role = "" if block.role == "body" else f' class="{block.role}"'
            return f"<p{role}>{_inlines(block.children, vertical)}</p>"
        case Verse():
            lines = (_inlines(line, vertical) for line in block.lines)
            return f'<p class="verse">{"<br/>".join(lines)}</p>'
        case Separator():
            return '<hr class="separator"/>'


def escape(text: str) -> str:
    """Return ``text`` as it stands in markup, in an attribute too."""
    # A parser makes a line feed of a bare carriage return (XML 1.0, section 2.11).
    return html.escape(text).replace("\r", "&#13;")


def _inlines(inlines: Iterable[Inline], vertical: bool) -> str:
    return "".join(_inline(inline, vertical) for inline in inlines)


def _inline(inline: Inline, vertical: bool) -> str:
    match inline:
        case Text():
            return _turned(inline.text) if vertical else escape(inline.text)
        case Ruby():
            return _ruby(inline)
        case Emphasis():
            return f"<em>{_inlines(inline.children, vertical)}</em>"


def _turned(text: str) -> str:
    """Return text for vertical lines, its short numbers marked to take the room of one character."""
    parts: list[str] = []
    for start, end, stand in stands(text):
        part = escape(text[start:end])
        parts.append(f'<span class="tcy">{part}</span>' if stand is Stand.COMBINED else part)
    return "".join(parts)


_LATIN = re.compile(f"[{PINYIN}'’ -]+", re.IGNORECASE)
_ZHUYIN = re.compile(f"[{ZHUYIN}{ZHUYIN_TONES} ]+")


def _ruby(ruby: Ruby) -> str:
    if not ruby.reading:
        return escape(ruby.base)
    return f"<ruby>{escape(ruby.base)}<rt{_kind(ruby.reading)}>{escape(ruby.reading)}</rt></ruby>"


def _kind(reading: str) -> str:
    """Return attributes that say what a reading is written in."""
    if _LATIN.fullmatch(reading):
        tag = "zh-Latn-pinyin"
        return f' lang="{tag}" xml:lang="{tag}"'
    return ' class="zhuyin"' if _ZHUYIN.fullmatch(reading) else ""
