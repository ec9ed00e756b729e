"""Nodes to HTML, and to XHTML for EPUB.

No white space is put inside a paragraph, so that the text of the markup without its readings
is the text of the model, character for character.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from docconvert.chars import PINYIN, ZHUYIN, ZHUYIN_TONES
from docconvert.model import Emphasis, Heading, Paragraph, Ruby, Separator, Text, Verse
from docconvert.writers.head import head_places
from docconvert.writers.imprint import imprint_line, parted
from docconvert.writers.orient import Stand, stands
from docconvert.writers.outline import Placed
from docconvert.writers.run_in import run_in_heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docconvert.model import Block, Inline, Inlines
    from docconvert.style import Style
    from docconvert.writers.head import Place
    from docconvert.writers.imprint import ImprintLine
    from docconvert.writers.outline import Branch

_LOWEST_RANK = 6
"""HTML has elements for so many ranks of headings; a title and six levels are one more."""


class Dialect(NamedTuple):
    """How markup is written."""

    is_xml: bool
    """Whether it is XHTML in an EPUB, whose readers all know ruby; a browser of text only may not."""
    vertical: bool
    """Whether lines are vertical, so that short numbers stand upright in them."""
    style: Style
    """What says whether run-in headings look like others."""

    def empty(self, tag: str) -> str:
        """Return an element without content."""
        return f"<{tag}/>" if self.is_xml else f"<{tag}>"


def title_markup(title: Inlines, dialect: Dialect) -> str:
    """Return the title."""
    return f'<h1 class="title">{_inlines(title, dialect)}</h1>'


def block_markup(placed: Placed, dialect: Dialect, *looks: str) -> str:
    """Return the markup of a block.

    Args:
        placed: the block.
        dialect: what it is written in.
        looks: classes that a heading has besides its own.
    """
    block = placed.block
    match block:
        case Heading():
            return _heading(block, placed, dialect, looks)
        case Paragraph():
            role = "" if block.role == "body" else f' class="{block.role}"'
            return f"<p{role}>{_paragraph(block, dialect)}</p>"
        case Verse():
            lines = (_inlines(line, dialect) for line in block.lines)
            return f'<p class="verse">{dialect.empty("br").join(lines)}</p>'
        case Separator():
            return dialect.empty('hr class="separator"')


def _paragraph(block: Paragraph, dialect: Dialect) -> str:
    heading = run_in_heading(block, dialect.style)
    if not heading:
        return _inlines(block.children, dialect)
    before, behind = parted(block.children, heading.end)
    own = f'<span class="run-in-{heading.level}">{_inlines(before, dialect)}</span>'
    return own + _inlines(behind, dialect)


def head_markup(above: Sequence[Block], dialect: Dialect) -> tuple[str, ...]:
    """Return what stands above the title, the head of an official document in an element of its own."""
    places = head_places(above)
    if not places:
        return tuple(block_markup(Placed(block), dialect) for block in above)
    lines = (_head_line(block, place, dialect) for block, place in zip(above, places, strict=True))
    return ('<div class="head">', *lines, "</div>")


def _head_line(block: Block, place: Place, dialect: Dialect) -> str:
    if not isinstance(block, Paragraph) or place.side == "middle":
        return block_markup(Placed(block), dialect)
    before, behind = parted(block.children, place.apart)
    content = _inlines(behind, dialect)
    if before:
        content = f'{_inlines(before, dialect)}<span class="at-end">{content}</span>'
    return f'<p class="{block.role} {place.side}">{content}</p>'


def imprint_markup(paragraphs: Iterable[Paragraph], dialect: Dialect) -> str:
    """Return the 版记: rules stand above and below it, and between those of its lines that say so."""
    lines: list[str] = []
    above: Paragraph | None = None
    for paragraph in paragraphs:
        lines.append(_imprint_line(paragraph, imprint_line(paragraph, above), dialect))
        above = paragraph
    return "\n".join(("<footer>", *lines, "</footer>"))


def _imprint_line(paragraph: Paragraph, line: ImprintLine, dialect: Dialect) -> str:
    before, behind = parted(paragraph.children, line.apart)
    ruled = " ruled" if line.ruled else ""
    if not before and behind:
        return f'<p class="{paragraph.role}{ruled} at-end">{_inlines(behind, dialect)}</p>'
    end = f'<span class="at-end">{_inlines(behind, dialect)}</span>' if behind else ""
    return f'<p class="{paragraph.role}{ruled}">{_inlines(before, dialect)}{end}</p>'


def contents_markup(branches: Iterable[Branch]) -> str:
    """Return the contents as nested lists of links."""
    return "<ol>\n" + "\n".join(map(_list_item, branches)) + "\n</ol>"


def escape(text: str) -> str:
    """Return ``text`` as it stands in markup, in an attribute too."""
    # A parser makes a line feed of a bare carriage return (XML 1.0, section 2.11; HTML, section 13.2.3.5).
    return html.escape(text).replace("\r", "&#13;")


def _heading(heading: Heading, placed: Placed, dialect: Dialect, looks: tuple[str, ...]) -> str:
    rank = min(placed.rank, _LOWEST_RANK)
    deeper = "" if placed.rank == rank else f' aria-level="{placed.rank}"'
    # It looks like others of its level, whatever it stands below in this file.
    own = [] if rank == heading.level else [f"heading-{min(heading.level, 3)}"]
    if heading.role == "appendix":
        own.append("appendix-title")
    names = " ".join((*own, *looks))
    look = f' class="{names}"' if names else ""
    return f'<h{rank} id="{placed.anchor}"{look}{deeper}>{_inlines(heading.children, dialect)}</h{rank}>'


def _list_item(branch: Branch) -> str:
    below = f"\n{contents_markup(branch.branches)}\n" if branch.branches else ""
    return f'<li><a href="{branch.entry.href}">{escape(branch.entry.label)}</a>{below}</li>'


def _inlines(inlines: Iterable[Inline], dialect: Dialect) -> str:
    return "".join(_inline(inline, dialect) for inline in inlines)


def _inline(inline: Inline, dialect: Dialect) -> str:
    match inline:
        case Text():
            return _turned(inline.text) if dialect.vertical else _text(inline.text)
        case Ruby():
            return _ruby(inline, dialect)
        case Emphasis():
            return f"<em>{_inlines(inline.children, dialect)}</em>"


def _text(text: str) -> str:
    return escape(text).replace("\t", '<span class="tab">\t</span>')


def _turned(text: str) -> str:
    """Return text for vertical lines, its short numbers marked to take the room of one character."""
    parts: list[str] = []
    for start, end, stand in stands(text):
        part = _text(text[start:end])
        parts.append(f'<span class="tcy">{part}</span>' if stand is Stand.COMBINED else part)
    return "".join(parts)


_LATIN = re.compile(f"[{PINYIN}'’ -]+", re.IGNORECASE)
_ZHUYIN = re.compile(f"[{ZHUYIN}{ZHUYIN_TONES} ]+")


def _ruby(ruby: Ruby, dialect: Dialect) -> str:
    if not ruby.reading:
        return escape(ruby.base)
    reading = f"<rt{_kind(ruby.reading, dialect)}>{escape(ruby.reading)}</rt>"
    if not dialect.is_xml:
        reading = f"<rp>（</rp>{reading}<rp>）</rp>"
    return f"<ruby>{escape(ruby.base)}{reading}</ruby>"


def _kind(reading: str, dialect: Dialect) -> str:
    """Return attributes that say what a reading is written in."""
    if _LATIN.fullmatch(reading):
        tag = "zh-Latn-pinyin"
        return f' lang="{tag}" xml:lang="{tag}"' if dialect.is_xml else f' lang="{tag}"'
    return ' class="zhuyin"' if _ZHUYIN.fullmatch(reading) else ""
