"""The page in twips, twentieths of a point, as Word counts."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, NamedTuple

from docconvert.errors import StyleError
from docconvert.writers.area import ASCENT, text_area

if TYPE_CHECKING:
    from docconvert.style import Style

TWIPS = 20
"""In a point."""

_LARGEST_SIDE = 31_680
"""Of a sheet in Word."""

_HEADER_BASELINE = 0.65
"""How far down its margin a running head stands; as in PDF."""
_ON_GRID = 0.02
"""How far from a whole number of lines a height may be that is one."""
_ROUNDING = 0.001
"""Of a twip: what arithmetic may lose of a whole one."""


class Geometry(NamedTuple):
    """Lengths of a page, in twips."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    header: int
    """From the upper edge of the sheet to the header."""
    footer: int
    """From the lower edge of the sheet to the footer."""
    pitch: int
    """From a line of running text to the next."""
    on_grid: bool
    """Whether all lines stand on those of the running text, titles and headings too."""
    squeeze: int
    """What a character of running text is wider or, less than 0, narrower than its font makes it."""
    vertical: bool
    """Whether lines run from top to bottom."""

    @property
    def across(self) -> int:
        """The width of the text."""
        return self.width - self.left - self.right

    @property
    def down(self) -> int:
        """The height of the text."""
        return self.height - self.top - self.bottom

    @property
    def measure(self) -> int:
        """How long a line is."""
        return self.down if self.vertical else self.across

    @property
    def depth(self) -> int:
        """How much room lines have, one after another."""
        return self.across if self.vertical else self.down


def geometry(style: Style, *, vertical: bool) -> Geometry:
    """Return the lengths of a style's pages, with a whole number of lines and characters (CLREQ 2.4).

    Raises:
        StyleError: the page is larger than Word's can be.
    """
    page, body = style.page, style.body
    if max(page.size) * TWIPS > _LARGEST_SIDE + 0.5:
        raise StyleError(
            f"{style.origin}: the page is larger than one in Word can be", "at most 558.8mm a side"
        )
    area = text_area(style, vertical=vertical)
    leading = body.size * body.line_height
    found = Geometry(
        width=round(page.width * TWIPS),
        height=round(page.height * TWIPS),
        top=round((page.height - area.top) * TWIPS),
        bottom=round(area.bottom * TWIPS),
        left=round(area.left * TWIPS),
        right=round((page.width - area.right) * TWIPS),
        header=max(0, round((page.margin_top * _HEADER_BASELINE - style.header.size * ASCENT) * TWIPS)),
        footer=max(0, round((page.margin_bottom / 2 - style.page_number.size * (1 - ASCENT)) * TWIPS)),
        pitch=round(leading * TWIPS),
        on_grid=all(map(_is_whole, _heights(style))),
        squeeze=_squeeze(body.size),
        vertical=vertical,
    )
    # A twip too much, and the last line goes to the next page.
    return found._replace(pitch=min(found.pitch, found.depth // max(1, round(area.depth / leading))))


def _squeeze(size: float) -> int:
    """Return how much wider than its font makes it, in twips, a character of a size in points is to be."""
    half_points = round(2 * size)
    return floor(size * TWIPS - half_points * TWIPS / 2 + _ROUNDING)


def _heights(style: Style) -> list[float]:
    """Return the heights of lines, and of the spaces around them, in lines of running text."""
    leading = style.body.size * style.body.line_height
    displays = (style.title, *style.headings)
    heights = [look.size * look.line_height / leading for look in displays]
    return heights + [space for look in displays for space in (look.space_before, look.space_after)]


def _is_whole(height: float) -> bool:
    return abs(height - round(height)) <= _ON_GRID
