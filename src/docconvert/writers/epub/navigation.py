"""The ways into a book: the navigation document, its landmarks, and the NCX of EPUB 2."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from docconvert.writers.epub.xhtml import COVER_PAGE, page_markup
from docconvert.writers.markup import contents_markup, escape
from docconvert.writers.outline import nest
from docconvert.writers.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.writers.epub.about import About
    from docconvert.writers.epub.pages import Page
    from docconvert.writers.outline import Branch


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
        list=contents_markup(branches),
        landmarks=words.landmarks,
        marks="\n".join(_landmarks(pages, facts)),
    )
    return page_markup(words.contents, facts.language, body)


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
