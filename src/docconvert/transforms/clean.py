"""Take out of a document what no format can hold, and refuse what is none: the last guards before writing.

Reading cleans the text it reads; documents from JSON or made by hand come here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, NoReturn, get_args

from docconvert.chars import FORBIDDEN
from docconvert.model import (
    Block,
    Document,
    Emphasis,
    Heading,
    HeadingRole,
    Inlines,
    Level,
    Metadata,
    Paragraph,
    Role,
    Ruby,
    Span,
    Text,
    block_lines,
    document_lines,
    most_above_title,
    spans,
)
from docconvert.notices import characters_removed
from docconvert.transforms.rewrite import map_lines, map_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def check_types(document: Document) -> None:
    """Refuse a document with something else in it than the model has.

    A type checker finds that, too; but not all programs that make documents by hand ask one.

    Raises:
        TypeError: the message says where it is.
    """
    if not isinstance(document, Document):
        raise TypeError(f"a document cannot be {type(document).__name__}; read() makes one of a text")
    if not isinstance(document.metadata, Metadata):
        raise TypeError(f"the metadata cannot be {type(document.metadata).__name__}; they are Metadata(…)")
    for name in (field.name for field in fields(Metadata)):
        _check_text(getattr(document.metadata, name), f"the metadata's {name}")
    _check_line(document.title, 0)
    for at, block in enumerate(document.blocks, 1):
        _check_block(block, at)
    above, most = document.above_title, most_above_title(document.blocks)
    if type(above) is not int or not 0 <= above <= most:
        raise TypeError(
            f"above_title is {above!r:.40}; it counts blocks before the first heading, 0 to {most} here"
        )


def _check_block(block: object, at: int) -> None:
    if not isinstance(block, Block):
        kind = type(block).__name__
        raise TypeError(f"block {at} is {kind}; it must be Heading, Paragraph, Verse or Separator")
    if isinstance(block, Heading) and block.level not in _LEVELS:
        raise TypeError(f"block {at} is a heading of level {block.level!r}; there are 1 to 6")
    if isinstance(block, Heading | Paragraph):
        roles = _ROLES if isinstance(block, Paragraph) else _HEADING_ROLES
        if block.role not in roles:
            raise TypeError(f"block {at} has the role {block.role!r}; there are {', '.join(roles)}")
    for line in block_lines(block):
        _check_line(line, at)


_LEVELS: tuple[Level, ...] = get_args(Level)
_ROLES: tuple[str, ...] = get_args(Role)
_HEADING_ROLES: tuple[str, ...] = get_args(HeadingRole)


def _check_line(line: Inlines, at: int) -> None:
    """Refuse what is no inline in a line of the block ``at``, counted from 1; 0 is the title."""
    for inline in _several(line, at, _INLINES):
        if isinstance(inline, Emphasis):
            for span in _several(inline.children, at, _SPANS):
                if not isinstance(span, Span):
                    _refuse(span, at, _SPANS)
                _check_span(span, at)
        elif isinstance(inline, Span):
            _check_span(inline, at)
        else:
            _refuse(inline, at, _INLINES)


_INLINES = "a tuple of Text, Ruby or Emphasis"
_SPANS = "Text or Ruby in emphasis"


def _several(inlines: object, at: int, right: str) -> Iterator[object]:
    if not isinstance(inlines, Iterable):
        _refuse(inlines, at, right)
    return iter(inlines)


def _check_span(span: Span, at: int) -> None:
    match span:
        case Text():
            _check_text(span.text, f"Text in {_where(at)}")
        case Ruby():
            _check_text(span.base, f"the base of Ruby in {_where(at)}")
            _check_text(span.reading, f"the reading of Ruby in {_where(at)}")


def _check_text(found: object, where: str) -> None:
    if not isinstance(found, str):
        raise TypeError(f"{where} is {type(found).__name__} {found!r:.40}; it must be str")


def _refuse(found: object, at: int, right: str) -> NoReturn:
    raise TypeError(f"{_where(at)} holds {type(found).__name__} {found!r:.40}; it must be {right}")


def _where(at: int) -> str:
    return f"block {at}" if at else "the title"


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
