"""Blocks to paragraphs with named styles: they have no look of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docconvert.model import Emphasis, Heading, Paragraph, Ruby, Separator, Text, Verse
from docconvert_odt.markup import element, root
from docconvert_odt.names import EMPHASIS, READING, ROLES, RUBY, SEPARATOR, TITLE, VERSE, heading

if TYPE_CHECKING:
    from docconvert.model import Block, Document, Inline, Inlines

_BREAK = "<text:line-break/>"


def content(document: Document) -> str:
    """Return ``content.xml``: the blocks in order, the title where it stands."""
    title = [_paragraph(TITLE, _inlines(document.title))] if document.title else []
    text = "".join([*map(_block, document.above), *title, *map(_block, document.below)])
    # What stands above and below readings is no style of its own: the format has no named styles for it.
    ruby = element("style:ruby-properties", {"style:ruby-align": "center", "style:ruby-position": "above"})
    own = element("style:style", {"style:name": RUBY, "style:family": "ruby"}, ruby)
    return root(
        "office:document-content",
        element("office:automatic-styles", {}, own)
        + element("office:body", {}, element("office:text", {}, text)),
    )


def _block(block: Block) -> str:
    match block:
        case Heading():
            name = heading(block.level)
            place = {"text:style-name": name, "text:outline-level": str(block.level)}
            return element("text:h", place, _inlines(block.children))
        case Paragraph():
            return _paragraph(ROLES[block.role], _inlines(block.children))
        case Verse():
            return _paragraph(VERSE, _BREAK.join(map(_inlines, block.lines)))
        case Separator():
            return _paragraph(SEPARATOR, "")


def _paragraph(style: str, content: str) -> str:
    return element("text:p", {"text:style-name": style}, content)


def _inlines(inlines: Inlines) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    match inline:
        case Text():
            return _text(inline.text)
        case Ruby():
            base = element("text:ruby-base", {}, _text(inline.base))
            reading = element("text:ruby-text", {"text:style-name": READING}, escape(inline.reading))
            return element("text:ruby", {"text:style-name": RUBY}, base + reading)
        case Emphasis():
            return element("text:span", {"text:style-name": EMPHASIS}, _inlines(inline.children))


_LOST_SPACES = re.compile(r"^ +| {2,}| +$|\t|\r\n?|\n")
"""What a reader of the file would make one space of, or nothing (part 3, section 6.1.2)."""


def _text(text: str) -> str:
    return _LOST_SPACES.sub(_spaces, escape(text))


def _spaces(found: re.Match[str]) -> str:
    if found[0].startswith(" "):
        return element("text:s", {"text:c": str(len(found[0]))})
    return "<text:tab/>" if found[0] == "\t" else _BREAK
