"""The pages of a book in XHTML, around the markup of their blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.writers.markup import escape
from docconvert.writers.words import words_for

if TYPE_CHECKING:
    from docconvert.writers.epub.about import About

STYLESHEET = "book.css"
COVER_PAGE = "cover.xhtml"

_PAGE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
 lang="{0}" xml:lang="{0}"{1}>
<head>
<title>{2}</title>
<link rel="stylesheet" type="text/css" href="{3}"/>
</head>
<body>
{4}
</body>
</html>
"""


def page_markup(title: str, language: str, body: str, *, level: bool = False) -> bytes:
    """Return a whole page in UTF-8.

    Args:
        title: what it is called; not empty.
        language: the tag of its language.
        body: the markup of what it holds.
        level: whether its lines are horizontal in a book of vertical ones, too.
    """
    look = ' class="level"' if level else ""
    return _PAGE.format(language, look, escape(title), STYLESHEET, body).encode()


def cover_markup(image: str, facts: About) -> bytes:
    """Return the page that shows the cover; in vertical lines it would stand at the right edge."""
    label = words_for(facts.language).cover
    picture = f'<img src="{image}" alt="{escape(f"{facts.title} {label}")}" role="doc-cover"/>'
    body = f'<section class="cover" epub:type="cover">{picture}</section>'
    return page_markup(label, facts.language, body, level=True)


def title_page_markup(blocks: str) -> str:
    """Return a title page around the title and what stands below it there."""
    return f'<section class="titlepage" epub:type="titlepage">\n{blocks}\n</section>'


def chapter_markup(label: str, blocks: str) -> str:
    """Return a chapter, or one part of a long one, around the markup of its blocks."""
    return (
        f'<section epub:type="chapter" role="doc-chapter" aria-label="{escape(label)}">\n{blocks}\n</section>'
    )
