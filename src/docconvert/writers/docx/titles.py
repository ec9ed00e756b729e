"""Where a title of two lines parts: between words, as it does in a PDF (GB/T 9704-2012, 7.3.1).

A program fills a line as far as it goes, and no mark of the format says where it had better not part. So the
title is indented from both sides until the first line ends where it should. That takes a second line that is
no longer than the first; titles of more lines are left to the program.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docconvert.model import plain_text
from docconvert.writers.docx.geometry import TWIPS
from docconvert.writers.docx.markup import ems
from docconvert.writers.phrases import Parting

if TYPE_CHECKING:
    from docconvert.model import Inlines
    from docconvert.style import Display

_SPARE = 0.4
"""Em that the line is wider than what is to stand in it: less than any other character needs."""
_BESIDE_LATIN = 0.25
"""Em that programs put between Chinese and other letters."""
_UNEVEN = 2.0
"""What it costs that the lines end an em off the middle, squared: see :mod:`docconvert.writers.phrases`."""
_MOST_UNEVEN = 6.0
"""Em off the middle."""

_MEETING = re.compile("[\u3400-\u9fff](?=[0-9A-Za-z])|[0-9A-Za-z](?=[\u3400-\u9fff])")


def title_indent(title: Inlines, look: Display, measure: float) -> str:
    """Return the indents of a title in the middle, if it takes two lines of ``measure`` points."""
    text = plain_text(title)
    room = measure / look.size
    if look.align != "center" or not room < _width(text) <= 2 * room:
        return ""
    parting = Parting(text)
    ways = [
        (parting.cost(at) + _UNEVEN * ((first - second) / 2) ** 2, first)
        for at in range(1, len(text))
        if (second := _width(text[at:])) <= (first := _width(text[:at])) <= room - _SPARE
        and (first - second) / 2 <= _MOST_UNEVEN
    ]
    if not ways:
        return ""
    _, first = min(ways)
    beside = round((measure - (first + _SPARE) * look.size) / 2 * TWIPS)
    return f'<w:ind w:left="{beside}" w:right="{beside}" w:firstLine="0"/>'


def _width(text: str) -> float:
    return ems(text) + _BESIDE_LATIN * len(_MEETING.findall(text))
