"""Take out of a document what no format can hold: the last guard before writing.

Reading cleans the text it reads; documents from JSON or made by hand come here.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from docconvert.chars import FORBIDDEN
from docconvert.model import Document, Inlines, Metadata, Ruby, Text, document_lines, spans
from docconvert.notices import characters_removed
from docconvert.transforms.rewrite import map_lines, map_spans

if TYPE_CHECKING:
    from docconvert.model import Span
    from docconvert.notices import Notify


def clean(document: Document, *, notify: Notify) -> Document:
    """Return the document without forbidden characters, and with no reading that stands over nothing.

    The characters are counted in a notice; such a reading becomes text in brackets.
    """
    if not _needs_cleaning(document):
        return document
    removed: list[str] = []

    def text(old: str) -> str:
        removed.extend(FORBIDDEN.findall(old))
        return FORBIDDEN.sub("", old)

    def span(old: Span) -> Span:
        match old:
            case Text():
                return Text(text(old.text))
            case Ruby():
                base, reading = text(old.base), text(old.reading)
                return Ruby(base, reading) if base else Text(f"({reading})" if reading else "")

    def line(old: Inlines) -> Inlines:
        return map_spans(old, span)

    about = {field.name: text(getattr(document.metadata, field.name)) for field in fields(Metadata)}
    document = replace(map_lines(document, line), metadata=Metadata(**about))
    if removed:
        notify(characters_removed(removed))
    return document


def _needs_cleaning(document: Document) -> bool:
    if any(FORBIDDEN.search(getattr(document.metadata, field.name)) for field in fields(Metadata)):
        return True
    return any(_is_unclean(span) for line in document_lines(document) for span in spans(line))


def _is_unclean(span: Span) -> bool:
    match span:
        case Text():
            return bool(FORBIDDEN.search(span.text))
        case Ruby():
            return not span.base or bool(FORBIDDEN.search(span.base + span.reading))
