"""Running heads and page numbers: what stands on a page beside its text."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from docconvert.style import fill
from docconvert.writers.parts import LONG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docconvert.style import FontRole, Style
    from docconvert.writers.area import Area
    from docconvert.writers.pdf.fonts import Font, FontBook
    from docconvert.writers.pdf.page import Page
    from docconvert.writers.pdf.prepare import Prepared

_HEADER_RISE = 0.35
"""How far above the text a running head stands, as a share of the margin."""
_RIGHT_SHARE = 0.6
"""How much of the width the right one may take from a long left one."""


Fitted: TypeAlias = "tuple[tuple[tuple[str, Font], ...], float]"
"""A text by font, and its width in points."""


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
        self._sheet = 0
        self._known: dict[tuple[str, FontRole, float, float], Fitted] = {}
        """What was fitted before: most pages of a chapter have the same head."""
        match style.header.show:
            case "always":
                self._headed = True
            case "never":
                self._headed = False
            case "auto":
                self._headed = self._total >= LONG

    def furnish(self, page: Page) -> Iterator[Furniture]:
        """Yield what stands in the margins of a page; the pages are to come in order."""
        self._sheet += 1
        if page.part == "title" or not page.lines:
            return
        opens = page.lines[0].paragraph
        chapters = [placed.paragraph for placed in page.lines if _is_chapter(placed.paragraph)]
        if chapters:
            self._chapter = chapters[0].text
        # The page that opens a chapter, or the text, says so itself.
        opening = opens.tag == "Title" or (opens.level and opens.begin != "anywhere")
        if self._headed and not opening and page.part == "body":
            yield from self._header()
        if self._style.page_number.show:
            yield from self._number(page)
        if chapters:
            self._chapter = chapters[-1].text

    def _header(self) -> Iterator[Furniture]:
        header = self._style.header
        words = {"title": self._title, "chapter": self._chapter, "author": self._author}
        left, right = fill(header.left, **words).strip(), fill(header.right, **words).strip()
        y = self._style.page.height - self._style.page.margin_top * (1 - _HEADER_RISE)
        width, gap = self._area.right - self._area.left, 2 * header.size
        _, wanted = self._fitted(left, "serif", header.size, width)
        room = max(width * _RIGHT_SHARE, width - wanted - gap)
        right_pieces, right_width = self._fitted(right if right != left else "", "serif", header.size, room)
        left_room = width - right_width - gap if right_width else width
        left_pieces, _ = self._fitted(left, "serif", header.size, left_room)
        if left_pieces:
            yield Furniture("Header", left_pieces, header.size, self._area.left, y)
        if right_pieces:
            yield Furniture("Header", right_pieces, header.size, self._area.right - right_width, y)

    def _number(self, page: Page) -> Iterator[Furniture]:
        look, area = self._style.page_number, self._area
        if page.part == "contents":
            text = roman(page.number)
        else:
            text = fill(look.format, page=str(page.number), pages=str(self._total))
        pieces, width = self._fitted(text, look.font, look.size, area.right - area.left)
        y = self._style.page.margin_bottom / 2
        x = (area.left + area.right - width) / 2
        if look.place == "outside":
            beside = look.indent * look.size
            # A vertical book is bound at the right: its first page lies at the left.
            at_right = bool(self._sheet % 2) != area.vertical
            x = area.right - beside - width if at_right else area.left + beside
        if pieces:
            yield Furniture("Footer", pieces, look.size, x, y)

    def _fitted(self, text: str, role: FontRole, size: float, room: float) -> Fitted:
        """Return a text by font, cut where there is no room for all of it, and its width in points."""
        key = text, role, size, room
        if key not in self._known:
            self._known[key] = self._fit(*key)
        return self._known[key]

    def _fit(self, text: str, role: FontRole, size: float, room: float) -> Fitted:
        chain = self._book.chain(role)
        em = size / 1000
        ends = list(accumulate((chain[character].widths[character] * em for character in text), initial=0.0))
        if ends[-1] > room:
            dots = chain["…"].widths["…"] * em
            fit = max(0, bisect_right(ends, room - dots) - 1)
            text = text[:fit] and text[:fit] + "…"
            ends = [*ends[: fit + 1], ends[fit] + dots] if text else [0.0]
        return tuple((part, font) for font, part in chain.runs(text)), ends[-1]


def _is_chapter(paragraph: Prepared) -> bool:
    return paragraph.level == 1 or bool(paragraph.level and paragraph.begin != "anywhere")


def roman(number: int) -> str:
    """Return a number in small roman numerals."""
    values = (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")
    text = ""
    for value, sign in (*values, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        text += sign * (number // value)
        number %= value
    return text
