"""Chapters to pages: the XHTML files of the book, and what the contents say of each.

A reading system lays out a file as a whole, so a long chapter is cut into several files, at
the ends of paragraphs and never behind a heading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docconvert.writers.epub.xhtml import chapter_markup, page_markup, title_page_markup
from docconvert.writers.markup import Dialect, block_markup, head_markup, imprint_markup, title_markup
from docconvert.writers.outline import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docconvert.writers.epub.about import About
    from docconvert.writers.epub.chapters import Chapter, Kind
    from docconvert.writers.outline import Placed

LONGEST = 200_000
"""Bytes of markup in a page that holds more than one paragraph."""


@dataclass(frozen=True, slots=True)
class Page:
    """One XHTML file and its lines in the contents."""

    href: str
    content: bytes
    entries: tuple[Entry, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block's markup. What the contents list has a depth."""

    markup: str
    depth: int = 0
    label: str = ""
    anchor: str = ""


def paginate(chapters: Iterable[Chapter], facts: About) -> tuple[Page, ...]:
    """Return the pages of a book in reading order."""
    return tuple(
        page
        for number, chapter in enumerate(chapters)
        for page in _pages(chapter, facts, is_first=number == 0)
    )


def _pages(chapter: Chapter, facts: About, *, is_first: bool) -> Iterator[Page]:
    pieces = _pieces(chapter, facts, is_first=is_first)
    label = pieces[0].label or facts.title
    for number, part in enumerate(_parts(pieces), 1):
        href = f"{chapter.name}.xhtml" if number == 1 else f"{chapter.name}-{number}.xhtml"
        content = page_markup(label, facts.language, _body(chapter, label, part))
        yield Page(href, content, tuple(_entries(part, href)), chapter.kind)


def _body(chapter: Chapter, label: str, part: list[_Piece]) -> str:
    blocks = "\n".join(piece.markup for piece in part)
    match chapter.kind:
        case "title page":
            return title_page_markup(blocks)
        case "front":
            return blocks
        case "chapter":
            return chapter_markup(label, blocks)


def _entries(part: list[_Piece], href: str) -> Iterator[Entry]:
    for piece in part:
        if piece.depth:
            # What stands at the top of a page is reached by the page itself, its margin included.
            target = href if piece is part[0] else f"{href}#{piece.anchor}"
            yield Entry(piece.label, target, piece.depth)


def _pieces(chapter: Chapter, facts: About, *, is_first: bool) -> list[_Piece]:
    """Return a chapter in pieces. The first of the book has a line in the contents in any case."""
    pieces = [_piece(placed, facts) for placed in chapter.blocks]
    if chapter.imprint:
        pieces.append(_Piece(imprint_markup(chapter.imprint, _dialect(facts))))
    if chapter.title:
        dialect = _dialect(facts)
        title = "\n".join((*head_markup(chapter.above, dialect), title_markup(chapter.title, dialect)))
        return [_Piece(title, 1, facts.title), *pieces]
    begins_with_heading = bool(pieces) and pieces[0].depth > 0
    return [_Piece("", 1, facts.title), *pieces] if is_first and not begins_with_heading else pieces


def _piece(placed: Placed, facts: About) -> _Piece:
    markup = block_markup(placed, _dialect(facts))
    return _Piece(markup, placed.depth, placed.label, placed.anchor) if placed.depth else _Piece(markup)


def _dialect(facts: About) -> Dialect:
    return Dialect(is_xml=True, vertical=facts.vertical, style=facts.style)


def _parts(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Cut pieces into parts of at most :data:`LONGEST` bytes where paragraphs allow it."""
    part: list[_Piece] = []
    length = 0
    for piece in pieces:
        size = len(piece.markup.encode())
        if part and length + size > LONGEST and not part[-1].depth:
            yield part
            part, length = [], 0
        part.append(piece)
        length += size
    yield part
