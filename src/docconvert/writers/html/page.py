"""Put a page together: what it says of itself, its title, its contents, its text."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from docconvert.chars import on_one_line
from docconvert.model import Heading, Paragraph
from docconvert.writers.markup import (
    Dialect,
    block_markup,
    contents_markup,
    escape,
    head_markup,
    imprint_markup,
    title_markup,
)
from docconvert.writers.outline import Entry, nest, place_blocks, rank_below
from docconvert.writers.parts import is_listed
from docconvert.writers.seal import SEAL
from docconvert.writers.titles import title_or_first_clause
from docconvert.writers.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.model import Document
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.style import Style
    from docconvert.writers.outline import Placed
    from docconvert.writers.parts import Parts

_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="generator" content="docconvert {seal}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
{facts}<style>
{css}</style>
</head>
<body>
{body}
</body>
</html>
"""

_CONTENTS = """\
<nav aria-labelledby="contents">
<p id="contents">{title}</p>
{list}
</nav>"""

_NEW_PAGE = "new-page"
"""The class of headings that begin a page on paper."""


def page_markup(
    document: Document,
    language: str,
    parts: Parts,
    output: Output,
    style: Style,
    css: str,
    *,
    vertical: bool,
    notify: Notify,
) -> str:
    """Return the page, the place of its seal still empty.

    Args:
        document: the document.
        language: its language tag.
        parts: which parts it has.
        output: what it says of itself.
        style: how it looks.
        css: the style sheet.
        vertical: whether its lines run from top to bottom.
        notify: told when a title had to be made for the browser's tab.
    """
    title = on_one_line(title_or_first_clause(document, notify=notify)) or "Untitled"
    return _PAGE.format(
        language=language,
        seal=SEAL,
        title=escape(title),
        facts="".join(_facts(document, output)),
        # What ends the element would end it in a string of CSS, too.
        css=css.replace("</", "<\\/"),
        body="\n".join(_body(document, style, language, parts, vertical=vertical)),
    )


def _facts(document: Document, output: Output) -> Iterator[str]:
    """Yield what the page says of itself, by names of the HTML standard and of Dublin Core (DCMI Terms)."""
    metadata = document.metadata
    for name, fact in (
        ("author", metadata.author),
        ("description", output.description),
        ("dcterms.date", metadata.date),
        ("dcterms.publisher", output.publisher),
        ("dictionaries", metadata.dictionaries),
    ):
        if fact := on_one_line(fact):
            yield f'<meta name="{name}" content="{escape(fact)}">\n'


def _body(document: Document, style: Style, language: str, parts: Parts, *, vertical: bool) -> Iterator[str]:
    dialect = Dialect(is_xml=False, vertical=vertical, style=style)
    anchors = (f"h{number}" for number in count(1))
    # The title is a heading of rank 1, and all others stand below it.
    above = [0] if document.title else []
    placed = place_blocks(document.below, above, [], anchors)
    end = len(placed) - parts.imprint
    with_title, text = placed[: parts.with_title], placed[parts.with_title : end]
    imprint = [block for block in document.below[end:] if isinstance(block, Paragraph)]
    words = words_for(language)
    if parts.has_contents:
        yield f'<a class="skip" href="#text">{words.skip}</a>'
    if document.title:
        look = ' class="title-page"' if parts.has_title_page else ""
        blocks = (
            *head_markup(document.above, dialect),
            title_markup(document.title, dialect),
            *(block_markup(block, dialect) for block in with_title),
        )
        yield "\n".join((f"<header{look}>", *blocks, "</header>"))
    if parts.has_contents:
        yield _CONTENTS.format(title=words.contents, list=contents_markup(nest(tuple(_entries(text)))))
    yield '<main id="text">'
    yield from (block_markup(block, dialect, *_looks(block, parts)) for block in text)
    if imprint:
        yield imprint_markup(imprint, dialect)
    yield "</main>"


def _looks(placed: Placed, parts: Parts) -> tuple[str, ...]:
    block = placed.block
    begins_page = isinstance(block, Heading) and block.level <= parts.page_level
    return (_NEW_PAGE,) if begins_page else ()


def _entries(placed: Sequence[Placed]) -> Iterator[Entry]:
    """Yield the lines of the contents: headings that stand in those of other formats, too."""
    above: list[int] = []
    for heading in placed:
        if isinstance(heading.block, Heading) and is_listed(heading.block):
            yield Entry(heading.label, f"#{heading.anchor}", rank_below(above, heading.block.level))
