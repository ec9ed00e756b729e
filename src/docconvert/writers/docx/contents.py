"""The contents: a field that a program can compute anew, with what it shows ready (section 17.16.5.68).

What is shown leads to the headings, and nothing asks the reader at opening. Page numbers are shown where
they are given; without them none is, for a wrong one is worse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.model import Heading, Text, plain_text
from docconvert.writers.docx.markup import FIELD_END, field, field_begin, paragraph, run
from docconvert.writers.docx.runs import runs
from docconvert.writers.parts import DEEPEST, is_listed
from docconvert.writers.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docconvert.model import Document
    from docconvert.writers.docx.runs import RunLook

CONTENTS = ("TOC Heading", *(f"toc {level}" for level in range(1, DEEPEST + 1)))
"""The names of the styles of the contents."""

_FIELD = f'TOC \\o "1-{DEEPEST}" \\h \\z \\u'


def contents(document: Document, ids: Mapping[str, str], numbers: Sequence[str], look: RunLook) -> str:
    """Return the paragraphs of the contents.

    Args:
        document: the document.
        ids: what the template calls the named styles.
        numbers: the page of each heading listed; none leaves them out.
        look: what runs need to know.
    """
    entries = list(_entries(document, numbers, look))
    last = len(entries) - 1
    paragraphs = [paragraph(ids["TOC Heading"], run(words_for(document.metadata.language).contents))]
    for at, (level, entry) in enumerate(entries):
        before = field_begin(_FIELD) if at == 0 else ""
        behind = FIELD_END if at == last else ""
        paragraphs.append(paragraph(ids[f"toc {level}"], before + entry + behind))
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{''.join(paragraphs)}</w:sdtContent></w:sdt>"
    )


def bookmark(number: int, content: str) -> str:
    """Return the runs of the ``number``-th heading listed, from 1, so that its entry leads there."""
    begin = f'<w:bookmarkStart w:id="{number}" w:name="{_name(number)}"/>'
    return f'{begin}{content}<w:bookmarkEnd w:id="{number}"/>'


def _entries(document: Document, numbers: Sequence[str], look: RunLook) -> Iterator[tuple[int, str]]:
    headings = (block for block in document.blocks if isinstance(block, Heading) and is_listed(block))
    for number, heading in enumerate(headings, 1):
        shown = runs((Text(plain_text(heading.children).strip()),), look)
        if numbers:
            page = field(f"PAGEREF {_name(number)} \\h", run(numbers[number - 1]))
            shown += f"<w:r><w:tab/></w:r>{page}"
        link = f'<w:hyperlink w:anchor="{_name(number)}" w:history="1">{shown}</w:hyperlink>'
        yield heading.level, link


def _name(number: int) -> str:
    return f"_Toc{number:09d}"
