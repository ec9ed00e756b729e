"""How characters stand in vertical lines (CLREQ 2.3.2, Unicode Standard Annex 50).

Han and the marks of Chinese stand upright, Latin words lie on their side, and a short number stands
upright in the room of one character (tate-chu-yoko).
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from docconvert.writers.latin import LATIN

if TYPE_CHECKING:
    from collections.abc import Iterator

_TURNED = "—⸺–－＜＞∶"
"""Signs along the line; fonts have no vertical form for most of them (Unicode Standard Annex 50, class R)."""

_WORD = f"[{LATIN}\u1e00-\u1fff]"
_UPRIGHT = re.compile("[§©®±·¼-¾×÷]")
"""Signs that stand upright although Latin has them too."""
_ASIDE = re.compile(f"{_WORD}+(?:[ ’]+{_WORD}+)*| +|[{_TURNED}]+")
_SHORT = re.compile("[0-9]{1,2}|[A-Za-z]|[!?]{2}")
"""What stands upright in the room of one character, if nothing Latin is beside it."""


class Stand(Enum):
    """How the characters of a run stand to the line."""

    ALONG = "along"
    """As in horizontal writing: the line is horizontal, or they lie on their side in a vertical one."""
    UPRIGHT = "upright"
    """Upright in a vertical line, an em each."""
    COMBINED = "combined"
    """Together upright in a vertical line, an em for all of them."""


def stands(text: str) -> Iterator[tuple[int, int, Stand]]:
    """Yield the stretches of a text in a vertical line, and how each stands."""
    start = 0
    for found in _ASIDE.finditer(text):
        if start < found.start():
            yield start, found.start(), Stand.UPRIGHT
        yield found.start(), found.end(), _stand_of(found[0])
        start = found.end()
    if start < len(text):
        yield start, len(text), Stand.UPRIGHT


def _stand_of(word: str) -> Stand:
    if _UPRIGHT.fullmatch(word):
        return Stand.UPRIGHT
    return Stand.COMBINED if _SHORT.fullmatch(word) else Stand.ALONG
