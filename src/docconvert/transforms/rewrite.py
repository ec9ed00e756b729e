"""Change the characters of a line without losing what is attached to them.

Conversions work on phrases, so they must see 頭髮, not 頭 and 髮 apart: a line's
base text is joined, edited by offset, and its nodes are cut out of the result again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docconvert.model import (
    Document,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Paragraph,
    Ruby,
    Separator,
    Span,
    Text,
    Verse,
    plain_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docconvert.edits import Edit
    from docconvert.model import Block


def map_lines(document: Document, change: Callable[[Inlines], Inlines]) -> Document:
    """Return the document with ``change`` done to its title and every line of every block."""

    def in_block(block: Block) -> Block:
        match block:
            case Heading() | Paragraph():
                children = change(block.children)
                return block if children is block.children else replace(block, children=children)
            case Verse():
                return replace(block, lines=tuple(change(line) for line in block.lines))
            case Separator():
                return block

    title = change(document.title) if document.title else ()
    return replace(document, title=title, blocks=tuple(in_block(block) for block in document.blocks))


def map_spans(inlines: Inlines, change: Callable[[Span], Span]) -> Inlines:
    """Return ``inlines`` with ``change`` done to every span, those inside emphasis too."""

    def inline(old: Inline) -> Inline:
        match old:
            case Emphasis():
                return Emphasis(tuple(change(child) for child in old.children))
            case Text() | Ruby():
                return change(old)

    return tuple(inline(child) for child in inlines)


def flatten_rubies(inlines: Inlines, show: Callable[[Ruby], str]) -> Inlines:
    """Return ``inlines`` with each ruby as text, and neighbouring texts joined."""

    def flat(span: Span) -> str:
        match span:
            case Text():
                return span.text
            case Ruby():
                return show(span)

    result: list[Inline] = []
    for inline in inlines:
        match inline:
            case Emphasis():
                result.append(Emphasis((Text("".join(map(flat, inline.children))),)))
            case Text() | Ruby():
                if result and isinstance(last := result[-1], Text):
                    result[-1] = Text(last.text + flat(inline))
                else:
                    result.append(Text(flat(inline)))
    return tuple(result)


def rewrite(inlines: Inlines, edits: Sequence[Edit]) -> tuple[Inlines, tuple[Ruby, ...]]:
    """Apply ``edits`` (in order, not overlapping) to the joined base text of ``inlines``.

    An edit of equal length goes character by character; any other stands or
    falls whole, and goes to the node it begins in. A reading keeps its place only
    where its characters map one to one.

    Returns:
        the new inlines, and the rubies whose reading no longer belongs to
        their characters: these have become plain text.
    """
    if not edits:
        return inlines, ()
    text = _Edited(plain_text(inlines), edits)
    detached: list[Ruby] = []
    return _cut(inlines, text, 0, detached), tuple(detached)


class _Edited:
    """The edited text, in pieces that say which characters they came from."""

    def __init__(self, old: str, edits: Sequence[Edit]) -> None:
        self.pieces = list(old)
        """By old offset: what the character there became; an unequal edit's first takes all."""
        self.unequal: set[int] = set()
        """Old offsets inside edits that change the length."""
        for start, end, new in edits:
            if len(new) == end - start:
                self.pieces[start:end] = new
            else:
                self.pieces[start:end] = [new, *[""] * (end - start - 1)]
                self.unequal.update(range(start, end))

    def cut(self, start: int, end: int) -> str:
        return "".join(self.pieces[start:end])


def _cut(inlines: Inlines, text: _Edited, start: int, detached: list[Ruby]) -> Inlines:
    result: list[Inline] = []
    for inline in inlines:
        end = start + len(plain_text((inline,)))
        match inline:
            case Text() | Ruby():
                result += _cut_span(inline, text, start, end, detached)
            case Emphasis():
                children: list[Span] = []
                at = start
                for span in inline.children:
                    after = at + len(plain_text((span,)))
                    children += _cut_span(span, text, at, after, detached)
                    at = after
                if children:
                    result.append(Emphasis(tuple(children)))
        start = end
    return tuple(result)


def _cut_span(span: Span, text: _Edited, start: int, end: int, detached: list[Ruby]) -> list[Span]:
    new = text.cut(start, end)
    match span:
        case Ruby():
            if text.unequal.isdisjoint(range(start, end)):
                return [Ruby(new, span.reading)]
            detached.append(span)
        case Text():
            pass
    return [Text(new)] if new else []
