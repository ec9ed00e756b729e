"""Find the phrases an author set apart, and make them emphasis.

Two ways of setting apart are known: marks typed around a phrase, which then go
(:mod:`docconvert.transforms.marks`), and quotation marks around a term, which stay
(:mod:`docconvert.transforms.quotations`). Marks mean emphasis anywhere; quotation marks only in
running text, since in a heading they are how it is spelled.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docconvert.model import Document, Paragraph, plain_text
from docconvert.transforms.marks import find_marked
from docconvert.transforms.phrases import emphasize
from docconvert.transforms.quotations import find_terms

if TYPE_CHECKING:
    from docconvert.model import Block
    from docconvert.notices import Notify
    from docconvert.options import EmphasisRule


def find_emphasis(document: Document, how: EmphasisRule, *, notify: Notify) -> Document:
    """Turn marked phrases and quoted terms into emphasis, as ``how`` says.

    ``auto`` looks at both, and is strict with quotation marks that hold speech elsewhere in the text;
    ``quotes`` is never strict. ``marks`` looks at marks alone, ``off`` at nothing.
    """
    if how == "off":
        return document
    document = find_marked(document, notify)
    if how == "marks":
        return document
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    terms = iter(
        find_terms([plain_text(paragraph.children) for paragraph in paragraphs], strict=how == "auto")
    )

    def change(block: Block) -> Block:
        if not isinstance(block, Paragraph):
            return block
        phrases = next(terms)
        return replace(block, children=emphasize(block.children, phrases)) if phrases else block

    return replace(document, blocks=tuple(map(change, document.blocks)))
