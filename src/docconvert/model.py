"""The document model: a title, then blocks made of runs of text.

Every node is an immutable dataclass whose children are tuples. Reading builds
a document, transforms return new ones, writers only look. Code that handles
nodes uses ``match`` with class patterns and no default case, so that the type
checker names every function to change when a node is added.

A block's ``line`` is the line of the source it begins at, counted from 1; 0 where there is
none. It is not compared: documents that say the same are the same wherever they stood.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Ruby:
    """Base characters with a reading set above them: 長 zhǎng."""

    base: str
    reading: str


Span: TypeAlias = Text | Ruby


@dataclass(frozen=True, slots=True)
class Emphasis:
    """A phrase to stand out. It holds spans only: emphasis does not nest."""

    children: tuple[Span, ...]


Inline: TypeAlias = Span | Emphasis
Inlines: TypeAlias = tuple[Inline, ...]

Level: TypeAlias = Literal[1, 2, 3, 4, 5, 6]
Role: TypeAlias = Literal[
    "body",
    "byline",
    "salutation",
    "signature",
    "date",
    "note",
    "marking",
    "letterhead",
    "number",
    "attachment",
    "appendix",
    "copy",
    "imprint",
]
HeadingRole: TypeAlias = Literal["section", "appendix"]

CLOSING: frozenset[Role] = frozenset({"signature", "date"})
"""The roles of what a text is signed with."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the outermost.

    One with the role ``appendix`` is the title of what is attached to an official document, or issued by it.
    """

    level: Level
    children: Inlines
    line: int = field(default=0, compare=False, repr=False)
    role: HeadingRole = "section"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; its role says what it is for, its look is the style's."""

    children: Inlines
    role: Role = "body"
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Verse:
    """Lines whose breaks mean something.

    They follow each other, so that the n-th after the first stands about ``line + n``:
    further down where blank lines lie between.
    """

    lines: tuple[Inlines, ...]
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Separator:
    """A scene break."""

    line: int = field(default=0, compare=False, repr=False)


Block: TypeAlias = Heading | Paragraph | Verse | Separator


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about the text.

    ``language`` is a BCP 47 tag (``zh-Hans``, ``zh-Hant``, ``zh-Hant-HK``,
    ``ja``; ``und`` if it is not known), ``encoding`` the name of the encoding
    the bytes were in, ``source`` the name of the file, ``dictionaries`` name and version of those that the
    script was converted with. Unknown fields are empty.
    """

    language: str = "zh-Hans"
    author: str = ""
    date: str = ""
    source: str = ""
    encoding: str = ""
    dictionaries: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole text: its title (empty when the text shows none) and its blocks.

    ``title_line`` is the line of the source the title begins at; 0 if it stands in none. ``above_title`` is
    how many of the first blocks stand above the title, such as the name of the organ and the number of an
    official document (GB/T 9704-2012, 7.2); headings never do.

    >>> document = Document(
    ...     title=(Text("潮信"),),
    ...     blocks=(
    ...         Heading(1, (Text("第一章　起锚"),)),
    ...         Paragraph((Text("船"), Ruby("長", "zhǎng"), Text("说："), Emphasis((Text("等风"),)))),
    ...     ),
    ...     metadata=Metadata(language="zh-Hant", author="江临"),
    ... )
    >>> plain_text(document.blocks[1].children)
    '船長说：等风'
    """

    title: Inlines = ()
    blocks: tuple[Block, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    title_line: int = field(default=0, compare=False, repr=False)
    above_title: int = 0

    @property
    def above(self) -> tuple[Block, ...]:
        """The blocks that stand above the title; none where there is no title."""
        return self.blocks[: self.above_title] if self.title else ()

    @property
    def below(self) -> tuple[Block, ...]:
        """The blocks that stand below the title: all others."""
        return self.blocks[self.above_title :] if self.title else self.blocks


def plain_text(inlines: Iterable[Inline]) -> str:
    """Return the base characters of ``inlines``, without readings."""
    return "".join(map(_text_of, inlines))


def _text_of(inline: Inline) -> str:
    match inline:
        case Text():
            return inline.text
        case Ruby():
            return inline.base
        case Emphasis():
            return plain_text(inline.children)


def block_lines(block: Block) -> tuple[Inlines, ...]:
    """Return the lines of inline content a block holds: one, several (verse) or none."""
    match block:
        case Heading() | Paragraph():
            return (block.children,)
        case Verse():
            return block.lines
        case Separator():
            return ()


def most_above_title(blocks: Iterable[Block]) -> int:
    """Return how many of the first blocks could stand above the title: those before the first heading."""
    return sum(1 for _ in takewhile(lambda block: not isinstance(block, Heading), blocks))


def document_lines(document: Document) -> tuple[Inlines, ...]:
    """Return all inline content in reading order, the title where it stands."""
    return tuple(line for _, line in numbered_lines(document))


def numbered_lines(document: Document) -> Iterator[tuple[int, Inlines]]:
    """Yield what :func:`document_lines` returns, each with the line of the source it begins at, or 0."""
    yield from _numbered(document.above)
    if document.title:
        yield document.title_line, document.title
    yield from _numbered(document.below)


def _numbered(blocks: Iterable[Block]) -> Iterator[tuple[int, Inlines]]:
    for block in blocks:
        for below, line in enumerate(block_lines(block)):
            yield (block.line + below if block.line else 0), line


def spans(inlines: Iterable[Inline]) -> tuple[Span, ...]:
    """Return the text and ruby of ``inlines`` in order, emphasis opened up."""
    found: list[Span] = []
    for inline in inlines:
        match inline:
            case Text() | Ruby():
                found.append(inline)
            case Emphasis():
                found.extend(inline.children)
    return tuple(found)
