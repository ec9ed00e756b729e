"""The language that a request is answered in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docconvert.messages import Teller, first_spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

_QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


def teller_for(headers: Mapping[str, str]) -> Teller:
    """Return who tells things in the language that a request likes best, of those that docconvert speaks.

    It says so in ``Accept-Language`` (RFC 9110, 12.5.4), such as ``zh-TW,zh;q=0.9,en;q=0.8``. English is
    spoken to who does not.
    """
    ranges = (part.partition(";") for part in headers.get("accept-language", "").split(","))
    liked = [(name.strip(), _quality(weight.strip())) for name, _, weight in ranges]
    best_first = sorted(liked, key=lambda found: -found[1])
    return Teller(first_spoken(name for name, quality in best_first if quality))


def _quality(weight: str) -> float:
    """Return how much a language is liked, from 0 to 1; a weight that is none counts for nothing."""
    if not weight:
        return 1.0
    found = _QUALITY.fullmatch(weight)
    return float(found[1]) if found else 0.0
