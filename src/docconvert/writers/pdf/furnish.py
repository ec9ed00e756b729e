"""Running heads and page numbers: what stands on a page beside its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from docconvert.style import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docconvert.style import FontRole, Style
    from docconvert.writers.pdf.area import Area
    from docconvert.writers.pdf.fonts import Font, FontBook
    from docconvert.writers.pdf.page import Page

_LONG = 8
"""From this many pages on a document has running heads."""


class Furniture(NamedTuple):
    """A line beside the text: its characters by font, and where it begins, in points."""

    kind: Literal["Header", "Footer"]
    pieces: tuple[tuple[str, Font], ...]
    size: float
    x: float
    y: float


class Furnisher:
    """Knows what stands in the margins of each page."""

    def __init__(
        self, style: Style, book: FontBook, area: Area, pages: list[Page], title: str, author: str
    ) -> None:
        self._style = style
        self._book = book
        self._area = area
        self._title = title
        self._author = author
        self._total = sum(page.part == "body" for page in pages)
        self._chapter = ""
        match style.header.show:
            case "always":
                self._headed = True
            case "never":
                self._headed = False
            case "auto":
                self._headed = self._total >= _LONG

    def furnish(self, page: Page) -> Iterator[Furniture]:
        """Yield what stands in the margins of a page; the pages are to come in order."""
        if page.part == "title" or not page.lines:
            return
        opens = page.lines[0].paragraph
        for placed in page.lines:
            if placed.paragraph.level == 1 or (
                placed.paragraph.level and placed.paragraph.begin != "anywhere"
            ):
                self._chapter = placed.paragraph.text
                if placed.paragraph is not opens:
                    break  # the chapter that the page begins with, or the first that begins on it
        # The page that opens a chapter, or the text, says so itself.
        opening = opens.tag == "Title" or (opens.level and opens.begin != "anywhere")
        if self._headed and not opening and page.part == "body":
            yield from self._header()
        if self._style.page_number.show:
            yield from self._number(page)

    def _header(self) -> Iterator[Furniture]:
        header, words = (
            self._style.header,
            {"title": self._title, "chapter": self._chapter, "author": self._author},
        )
        left, right = fill(header.left, **words).strip(), fill(header.right, **words).strip()
        y = self._area_top() + self._style.page.margin_top * 0.35
        gap = header.size * 2
        width = self._right() - self._left()
        right_pieces, right_width = self._fitted(right, "serif", header.size, width * 0.6)
        left_pieces, _ = self._fitted(left, "serif", header.size, width - right_width - gap)
        if left_pieces:
            yield Furniture("Header", left_pieces, header.size, self._left(), y)
        if right_pieces and right != left:
            yield Furniture("Header", right_pieces, header.size, self._right() - right_width, y)

    def _number(self, page: Page) -> Iterator[Furniture]:
        look = self._style.page_number
        if page.part == "contents":
            text = roman(page.number)
        else:
            text = fill(look.format, page=str(page.number), pages=str(self._total))
        pieces, width = self._fitted(text, look.font, look.size, self._right() - self._left())
        y = self._style.page.margin_bottom / 2
        x = (self._left() + self._right() - width) / 2
        if look.place == "outside":
            beside = look.indent * look.size
            x = self._right() - beside - width if page.number % 2 else self._left() + beside
        if pieces:
            yield Furniture("Footer", pieces, look.size, x, y)

    def _fitted(
        self, text: str, role: FontRole, size: float, room: float
    ) -> tuple[tuple[tuple[str, Font], ...], float]:
        """Return a text by font, cut where there is no room for all of it, and its width in points."""
        chain = self._book.chain(role)

        def width(characters: str) -> float:
            return sum(chain[character].widths[character] for character in characters) * size / 1000

        if width(text) > room:
            while text and width(text + "…") > room:
                text = text[:-1]
            text = text and text + "…"
        pieces = tuple((part, font) for font, part in chain.runs(text))
        return pieces, width(text)

    def _left(self) -> float:
        return self._area.left

    def _right(self) -> float:
        return self._area.right

    def _area_top(self) -> float:
        return self._style.page.height - self._style.page.margin_top


def roman(number: int) -> str:
    """Return a number in small roman numerals."""
    values = (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")
    text = ""
    for value, sign in (*values, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        text += sign * (number // value)
        number %= value
    return text
