"""Blocks to paragraphs.

A paragraph has a named style and no formatting of its own. A verse is one paragraph with
line breaks; a separator is an empty one, whose style draws it.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docconvert.model import Heading, Paragraph, Separator, Verse
from docconvert.writers.docx.language import word_language
from docconvert.writers.docx.runs import run_look, runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docconvert.model import Block, Document, Role
    from docconvert.style import Points, Style
    from docconvert.writers.docx.runs import RunLook

ROLES: dict[Role, str] = {
    "body": "Body Text",
    "byline": "Byline",
    "salutation": "Salutation",
    "signature": "Signature",
    "date": "Date",
    "note": "Note",
    "number": "Number",
    "attachment": "Attachment",
    "copy": "Copy",
}
"""The names of the styles of paragraphs."""


def paragraphs(document: Document, style: Style, ids: Mapping[str, str]) -> Iterator[str]:
    """Yield the paragraphs of a document, the title's first.

    Args:
        document: the document.
        style: how it looks.
        ids: what the template calls the named styles.
    """
    ids = {name: html.escape(style_id) for name, style_id in ids.items()}
    writer = _writer(style, ids, word_language(document.metadata.language))
    if document.title:
        yield _paragraph(ids["Title"], runs(document.title, writer.title))
    yield from map(writer.block, document.blocks)


@dataclass(frozen=True, slots=True)
class _Writer:
    ids: Mapping[str, str]
    title: RunLook
    headings: tuple[RunLook, ...]
    body: RunLook

    def block(self, block: Block) -> str:
        match block:
            case Heading():
                look = self.headings[block.level - 1]
                return _paragraph(self.ids[f"Heading {block.level}"], runs(block.children, look))
            case Paragraph():
                return _paragraph(self.ids[ROLES[block.role]], runs(block.children, self.body))
            case Verse():
                lines = (runs(line, self.body) for line in block.lines)
                return _paragraph(self.ids["Verse"], "<w:r><w:br/></w:r>".join(lines))
            case Separator():
                return _paragraph(self.ids["Separator"], "")


def _writer(style: Style, ids: Mapping[str, str], language: str) -> _Writer:
    def look(size: Points) -> RunLook:
        return run_look(size, style.ruby.size, language, ids["Emphasis"])

    headings = tuple(look(style.heading(level).size) for level in range(1, 7))
    return _Writer(ids, look(style.title.size), headings, look(style.body.size))


def _paragraph(style_id: str, content: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>{content}</w:p>'
