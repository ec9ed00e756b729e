"""The ways into a book: the navigation document, its landmarks, and the NCX of EPUB 2."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, pairwise
from typing import TYPE_CHECKING

from docconvert.writers.epub.words import words_for
from docconvert.writers.epub.xhtml import COVER_PAGE, escape, page_markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.writers.epub.about import About
    from docconvert.writers.epub.pages import Entry, Page


@dataclass(frozen=True, slots=True)
class Branch:
    """An entry of the contents with those below it."""

    entry: Entry
    branches: tuple[Branch, ...]


def nest(entries: Sequence[Entry]) -> tuple[Branch, ...]:
    """Turn a flat list into a tree; the first entry has the lowest rank, and no rank is skipped."""
    tops = [index for index, entry in enumerate(entries) if entry.rank == entries[0].rank]
    return tuple(
        Branch(entries[start], nest(entries[start + 1 : end]))
        for start, end in pairwise([*tops, len(entries)])
    )


_NAV = """\
<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title">
<h1 id="toc-title">{contents}</h1>
{list}
</nav>
<nav epub:type="landmarks" id="landmarks" aria-label="{landmarks}" hidden="hidden">
<ol>
{marks}
</ol>
</nav>"""


def nav(pages: Sequence[Page], facts: About) -> bytes:
    """Return the navigation document (EPUB 3.3, section 7)."""
    words = words_for(facts.language)
    branches = nest([entry for page in pages for entry in page.entries])
    body = _NAV.format(
        contents=words.contents,
        list=_list(branches),
        landmarks=words.landmarks,
        marks="\n".join(_landmarks(pages, facts)),
    )
    return page_markup(words.contents, facts.language, body)


def _list(branches: tuple[Branch, ...]) -> str:
    return "<ol>\n" + "\n".join(map(_list_item, branches)) + "\n</ol>"


def _list_item(branch: Branch) -> str:
    below = f"\n{_list(branch.branches)}\n" if branch.branches else ""
    return f'<li><a href="{branch.entry.href}">{escape(branch.entry.label)}</a>{below}</li>'


def _landmarks(pages: Sequence[Page], facts: About) -> Iterator[str]:
    words = words_for(facts.language)
    if facts.cover:
        yield _landmark("cover", COVER_PAGE, words.cover)
    if pages[0].kind == "title page":
        yield _landmark("titlepage", pages[0].href, words.title_page)
    if facts.shows_contents:
        yield _landmark("toc", "nav.xhtml", words.contents)
    text = next((page for page in pages if page.kind == "chapter"), pages[0])
    yield _landmark("bodymatter", text.href, words.text)


def _landmark(kind: str, href: str, label: str) -> str:
    return f'<li><a epub:type="{kind}" href="{href}">{label}</a></li>'


_NCX = """\
<?xml version="1.0" encoding="UTF-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{language}">
<head>
<meta name="dtb:uid" content="{identifier}"/>
<meta name="dtb:depth" content="{depth}"/>
<meta name="dtb:totalPageCount" content="0"/>
<meta name="dtb:maxPageNumber" content="0"/>
</head>
<docTitle><text>{title}</text></docTitle>
<navMap>
{points}
</navMap>
</ncx>
"""


def ncx(pages: Sequence[Page], facts: About) -> bytes:
    """Return the contents for readers of EPUB 2 (OPF 2.0.1, section 2.4.1)."""
    entries = [entry for page in pages for entry in page.entries]
    numbers = count(1)
    return _NCX.format(
        language=facts.language,
        identifier=escape(facts.identifier),
        depth=max(entry.rank for entry in entries),
        title=escape(facts.title),
        points="\n".join(_point(branch, numbers) for branch in nest(entries)),
    ).encode()


def _point(branch: Branch, numbers: Iterator[int]) -> str:
    opened = (
        f'<navPoint id="n{next(numbers)}"><navLabel><text>{escape(branch.entry.label)}</text></navLabel>'
        f'<content src="{branch.entry.href}"/>'
    )
    below = "".join(f"\n{_point(inner, numbers)}" for inner in branch.branches)
    return f"{opened}{below}</navPoint>"
