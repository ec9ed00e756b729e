"""How characters stand in vertical lines (CLREQ 2.3.2, Unicode Standard Annex 50).

Han and the marks of Chinese stand upright, Latin words lie on their side, and a short number stands
upright in the room of one character (tate-chu-yoko).
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LATIN = (
    "!-~\u00a1-\u00a6\u00a8\u00aa-\u00b0\u00b2-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u052f\u1e00-\u1fff"
)

_ASIDE = re.compile(f"[{_LATIN}]+(?: +[{_LATIN}]+)*| +")
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
        short = _SHORT.fullmatch(found[0])
        yield found.start(), found.end(), Stand.COMBINED if short else Stand.ALONG
        start = found.end()
    if start < len(text):
        yield start, len(text), Stand.UPRIGHT
