"""What stands in the margins: running heads and page numbers (section 17.10)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from docconvert.style import fill
from docconvert.writers.docx.markup import DECLARATION, field, paragraph, run
from docconvert.writers.docx.runs import mark_run, text_runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docconvert.style import HeaderTemplate, Style

Side: TypeAlias = Literal["default", "even", "first"]
Kind: TypeAlias = Literal["header", "footer"]

EVEN_FOOTER = "Footer Even"
"""The style of page numbers at the left."""

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Margins(NamedTuple):
    """What decides on the margins of a document's pages."""

    headed: bool
    """Whether there are running heads."""
    chapter: int
    """The level of the headings that a running head names; 0 if it names none."""
    total: str
    """The field that counts the pages of the text."""


class Furniture(NamedTuple):
    """A header or footer: which pages of which section it is for."""

    kind: Kind
    side: Side
    in_contents: bool = False

    @property
    def name(self) -> str:
        """Its name in the package."""
        return f"word/{self.kind}-{'contents' if self.in_contents else 'text'}-{self.side}.xml"


def furniture(style: Style, margins: Margins, *, has_contents: bool) -> Iterator[Furniture]:
    """Yield all headers and footers that a document needs, with or without contents."""
    sides: tuple[Side, ...] = ("default", "even") if is_two_sided(style) else ("default",)
    for side in sides:
        if margins.headed:
            yield Furniture("header", side)
        if style.page_number.show:
            yield Furniture("footer", side)
            if has_contents:
                yield Furniture("footer", side, in_contents=True)
    if margins.headed and style.page_number.show:
        # The page that opens the text has no running head; its number must be given apart then.
        yield Furniture("footer", "first")


def is_two_sided(style: Style) -> bool:
    """Say whether odd and even pages differ."""
    return style.page_number.show and style.page_number.place == "outside"


def margin_part(
    piece: Furniture, style: Style, margins: Margins, ids: Mapping[str, str], words: Mapping[str, str]
) -> bytes:
    """Return a header or footer.

    Args:
        piece: which one.
        style: how the document looks.
        margins: what else decides.
        ids: what the template calls the named styles.
        words: ``title`` and ``author`` of the document.
    """
    if piece.kind == "header":
        tag, named, content = "hdr", "Header", _header(style, margins, words)
    else:
        tag, named = "ftr", EVEN_FOOTER if piece.side == "even" else "Footer"
        content = field("PAGE", run("i")) if piece.in_contents else _number(style, margins)
    return f"{DECLARATION}<w:{tag} {_NAMESPACE}>{paragraph(ids[named], content)}</w:{tag}>".encode()


def _header(style: Style, margins: Margins, words: Mapping[str, str]) -> str:
    left = _head(style.header.left, margins, words)
    right = _head(style.header.right, margins, words)
    return left + ("<w:r><w:tab/></w:r>" + right if right and right != left else "")


_CHAPTER = "\ufffe"
"""Stands for the chapter while the other words are put in: no document has that character."""


def _head(template: HeaderTemplate, margins: Margins, words: Mapping[str, str]) -> str:
    text = fill(template, chapter=_CHAPTER, **words).strip()
    # Word finds the heading of each page; a program that cannot shows none, rather than a wrong one.
    chapter = field(f"STYLEREF {margins.chapter}", "") if margins.chapter else ""
    return chapter.join(text_runs(part) if part else "" for part in text.split(_CHAPTER))


_PLACES = re.compile(r"(\{page\}|\{pages\})")


def _number(style: Style, margins: Margins) -> str:
    fields = {"{page}": field("PAGE", run("1")), "{pages}": field(margins.total, run("1"))}
    return "".join(fields.get(part) or mark_run(part) for part in _PLACES.split(style.page_number.format))
