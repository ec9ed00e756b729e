"""Make one book of several documents: each becomes a chapter, or what it is divided into does."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from docconvert.chars import on_one_line
from docconvert.model import Document, Heading, Metadata, Text, document_lines, plain_text
from docconvert.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docconvert.model import Block, Inlines, Level
    from docconvert.notices import Notify

_DEEPEST = 6
_MOST = 0.95
"""The part of a text that is in its language; a short file may not show in which script it is."""


def merge(documents: Sequence[Document], *, title: Inlines = (), name: str = "", notify: Notify) -> Document:
    """Return a book of documents, in this order.

    A title becomes a heading, with the document's own headings below it; a document that has neither
    title nor heading at its beginning gets its file's name for one. What all have for a title is the
    title of the book instead.

    Args:
        documents: the documents; at least one.
        title: the title of the book; found out if empty.
        name: what the book is called if nothing tells.
        notify: told of titles that were made, and of languages that differ.
    """
    common = _common_title(documents)
    if common:
        shown, use = plain_text(common), "--title is in its place" if title else "it is that of the book"
        notify(Notice("title-shared", f"all files have the title {shown!r}: {use}"))
    blocks: list[Block] = []
    for document in documents:
        blocks += _chapter(document, is_part=not common, notify=notify)
    found, name = title or common, on_one_line(name)
    if not found and name:
        found = (Text(name),)
        notify(Notice("title-made", f"the book is called {name!r}; --title gives another title"))
    return Document(found, tuple(blocks), _metadata(documents, notify))


def _common_title(documents: Sequence[Document]) -> Inlines:
    """Return the title that all documents have, and none that only one could have."""
    titles = {plain_text(document.title).strip() for document in documents}
    return documents[0].title if len(documents) > 1 and len(titles) == 1 and titles != {""} else ()


def _chapter(document: Document, *, is_part: bool, notify: Notify) -> Iterator[Block]:
    """Yield the blocks of a document under its title; their lines would be those of several files."""
    title = document.title if is_part and plain_text(document.title).strip() else ()
    begins = bool(document.blocks) and isinstance(document.blocks[0], Heading)
    if not title and not begins:
        source = document.metadata.source
        made = on_one_line(source.rpartition(".")[0] or source) or "…"
        shown = source or "a text"
        notify(Notice("heading-made", f"{shown} begins with no title; its chapter is called {made!r}"))
        title = (Text(made),)
    if title:
        yield Heading(1, title)
        if document.above:
            shown = plain_text(title)
            notify(Notice("title-moved", f"{shown!r} begins a chapter: what stood above it follows below it"))
    for block in document.blocks:
        yield _placed(block, below=bool(title))


def _placed(block: Block, *, below: bool) -> Block:
    if below and isinstance(block, Heading):
        return replace(block, level=cast("Level", min(block.level + 1, _DEEPEST)), line=0)
    return replace(block, line=0)


def _metadata(documents: Sequence[Document], notify: Notify) -> Metadata:
    known = [document.metadata for document in documents]
    return Metadata(
        language=_language(documents, notify),
        author="、".join(_different(metadata.author for metadata in known)),
        date=_shared(metadata.date for metadata in known),
        encoding=_shared(metadata.encoding for metadata in known),
        dictionaries=_shared(metadata.dictionaries for metadata in known),
    )


def _language(documents: Sequence[Document], notify: Notify) -> str:
    """Return the language of most of the text."""
    lengths: Counter[str] = Counter()
    for document in documents:
        lengths[document.metadata.language] += sum(len(plain_text(line)) for line in document_lines(document))
    language = lengths.most_common(1)[0][0]
    if lengths[language] < _MOST * lengths.total():
        names = ", ".join(sorted(lengths))
        notify(Notice("languages-mixed", f"the files are in {names}; the book is set as {language}"))
    return language


def _different(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, values)))


def _shared(values: Iterable[str]) -> str:
    """Return what is the same everywhere, else nothing."""
    different = set(values)
    return different.pop() if len(different) == 1 else ""
