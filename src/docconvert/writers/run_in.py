"""Run-in headings of official documents: 一、 and （一） at the head of a paragraph, with the sentence there.

GB/T 9704-2012, 7.3.3, sets what has such a number in the font of its level. Where text goes on behind it in
the same paragraph, that is its first sentence: 一、加强值班。各站…
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from docconvert.model import plain_text

if TYPE_CHECKING:
    from docconvert.model import Paragraph
    from docconvert.style import Style

_RUN_IN = re.compile(
    r"(?:(?P<first>[一二三四五六七八九十]{1,3}、)|[（(][一二三四五六七八九十]{1,3}[）)])\s?[^，。；：？！“”]{2,24}。(?=\S)"
)


class RunIn(NamedTuple):
    """A heading that text follows in its paragraph."""

    end: int
    """The characters of the paragraph that it takes."""
    level: Literal[1, 2]


def run_in_heading(paragraph: Paragraph, style: Style) -> RunIn | None:
    """Return the run-in heading of a paragraph, if it has one and the style shows it."""
    if style.run_in.look != "heading" or paragraph.role != "body":
        return None
    found = _RUN_IN.match(plain_text(paragraph.children))
    return RunIn(found.end(), 1 if found["first"] else 2) if found else None
