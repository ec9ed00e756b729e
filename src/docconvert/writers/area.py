"""The text area of a page, and what lies along and across its lines.

Layout knows two directions: along a line, and across lines to the next. In horizontal writing the
first is to the right and the second down; in vertical writing the first is down and the second to
the left (CLREQ 2.3). Only here and in drawing are they points on a sheet, counted from the
lower left corner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from docconvert.style import Style

ASCENT = 0.88
"""Height of a Han character above the baseline, in em; the rest of the em is below it."""


_NEARLY_WHOLE = 0.1
"""A line or character more is taken from the margins if this part of it is missing."""


class Area(NamedTuple):
    """Where text stands on the sheet; all in points."""

    left: float
    bottom: float
    right: float
    top: float
    vertical: bool

    @property
    def measure(self) -> float:
        """How long a line is."""
        return self.top - self.bottom if self.vertical else self.right - self.left

    @property
    def depth(self) -> float:
        """How much room lines have, one after another."""
        return self.right - self.left if self.vertical else self.top - self.bottom

    def point(self, along: float, across: float) -> tuple[float, float]:
        """Return the place on the sheet of a place in the area."""
        if self.vertical:
            return self.right - across, self.top - along
        return self.left + along, self.top - across


def text_area(style: Style, *, vertical: bool) -> Area:
    """Return the text area of a style's pages: a whole number of characters and lines (CLREQ 2.4).

    What is left goes to the margins.
    """
    page, body = style.page, style.body
    left, right = page.margin_left, page.width - page.margin_right
    bottom, top = page.margin_bottom, page.height - page.margin_top
    leading = body.size * body.line_height
    across, down = (leading, body.size) if vertical else (body.size, leading)
    beside = max(_spare(right - left, across), -page.margin_left, -page.margin_right)
    above = max(_spare(top - bottom, down), -page.margin_bottom, -page.margin_top)
    return Area(left + beside, bottom + above, right - beside, top - above, vertical)


def _spare(length: float, unit: float) -> float:
    """Return half of what is left of a length; a little less than nothing where a unit nearly fits."""
    return (length - int(length / unit + _NEARLY_WHOLE) * unit) / 2
