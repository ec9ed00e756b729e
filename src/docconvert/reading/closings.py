"""Lines at the end of official documents (GB/T 9704-2012, 7.3.5 to 7.4): dates, 附件, 抄送, 印发.

They have about one width, as wrapped lines have, and are none. What is wrapped are long names of
attachments, and the organs that get copies.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from docconvert.reading.dates import DATE
from docconvert.reading.lines import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.reading.lines import Line

PRINTED = r"[（(]?\s*共?\s*印\s*[制製]?\s*[0-9０-９]{1,6}\s*份\s*[）)]?"
ISSUED = rf"(?:[^，。；：！？“”「」,;:!?]{{2,50}}?\s*)?{DATE}\s*印\s*[发發制製]?(?:\s*{PRINTED})?"
HANDLED = "校\\s*[对對]|打\\s*印|[录錄]\\s*入|承[办辦](?:[单單]位|部[门門])|[拟擬]\\s*稿|核\\s*稿"
"""Who wrote, typed and read a document."""
SENT = r"[报報送发發]\s*[：:].{2,100}"
COPY = r"(?:正\s*本|副\s*本|抄\s*送|抄\s*报|抄\s*報|分\s*送|主\s*送)\s*[：:].*"

_LABEL = re.compile(r"[^\s：:，。]{1,8}[：:]")
_LONGEST_NAME = 40
"""Characters of the second line of an attachment's name."""

_FULL = 24
"""Columns of a line that may run over."""


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    alone = re.compile(
        rf"(?:[（(]?{DATE}[）)]?|{ISSUED}|{PRINTED}|{COPY}|{SENT}|[（(]?(?:{HANDLED})\s*[：:].{{1,60}})"
    )
    copy = re.compile(rf"{COPY}|{SENT}")
    listed = re.compile(r"附\s*件\s*[：:]\s*(?P<item>[0-9０-９]{1,2}[.．、]\s*)?(?=\S).{0,100}")
    item = re.compile(r"(?P<item>[0-9０-９]{1,2}[.．、]\s*)\S.*")
    return alone, copy, listed, item


def stands_alone(text: str) -> bool:
    """Say whether a line is a date, what a 版记 says, or begins a list of organs: no line goes on with it."""
    return len(text) <= 120 and bool(_patterns()[0].fullmatch(text))


def find_attached(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines that begin an attachment: 附件：1. …, and below it 2. … without a gap."""
    found: set[int] = set()
    _, _, listed, item = _patterns()
    in_list = False
    for at, line in enumerate(lines):
        is_item = in_list and not line.blanks and bool(item.fullmatch(line.text))
        if listed.fullmatch(line.text) or is_item:
            found.add(at)
            in_list = True
        elif line.blanks:
            in_list = False
    return frozenset(found)


def find_continued(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines that go on with an attachment's name, or with who gets copies, in the line above."""
    found: set[int] = set()
    _, copy, listed, item = _patterns()
    kind = ""
    for at, line in enumerate(lines):
        if line.blanks:
            kind = ""
        if copy.fullmatch(line.text):
            kind = "copy"
        elif listed.fullmatch(line.text) or (kind == "attachment" and item.fullmatch(line.text)):
            kind = "attachment"
        elif (
            kind
            and not stands_alone(line.text)
            and ((kind == "copy" and not _LABEL.match(line.text)) or (kind != "copy" and _goes_on(lines, at)))
        ):
            found.add(at)
        else:
            kind = ""
        if kind == "copy" and line.text[-1] == "。":
            kind = ""
    return frozenset(found)


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Say whether a line goes on with the name above: the next number follows, or it is set in further."""
    above, line = lines[at - 1], lines[at]
    if above.text[-1] in "。；;" or line.text[-1] == "：" or len(line.text) > _LONGEST_NAME:
        return False
    is_last = at + 1 == len(lines) or lines[at + 1].blanks > 0
    if not is_last:
        return bool(_patterns()[3].fullmatch(lines[at + 1].text))
    return line.indent > above.indent and above.indent + width_of(above.text) >= _FULL
