"""Characters that a pinyin inserter cut in two.

Such a program worked on the bytes of GBK text, and where the last byte of one character and
the first of the next looked like a character it knew, it put a reading between them:
``域?qū)I(yè)化`` was 域專業化. The spots are reported, so that somebody looks.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from docconvert.chars import HAN, PINYIN, PINYIN_TONED
from docconvert.notices import Notice

if TYPE_CHECKING:
    from docconvert.notices import Notify
    from docconvert.reading.lines import Line


@cache
def _damage() -> re.Pattern[str]:
    return re.compile(rf"[{HAN}，。、；：]\?(?=[{PINYIN}]{{0,5}}[{PINYIN_TONED}])[{PINYIN}]{{1,6}}\)")


def report_damage(lines: list[Line], *, notify: Notify) -> None:
    """Tell ``notify`` of each place where a reading was put into the middle of a character."""
    for line in lines:
        if "?" not in line.text or ")" not in line.text:
            continue
        for found in _damage().finditer(line.text):
            around = line.text[max(0, found.start() - 1) : found.end() + 2]
            notify(
                Notice(
                    "reading-damaged",
                    f"a reading was inserted into a character here: …{around}… ; please correct the source",
                    line=line.number,
                )
            )
