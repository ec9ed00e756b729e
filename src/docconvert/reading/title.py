"""Say whether the first line is a title. Better none than a wrong one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docconvert.reading.headings import is_separator

if TYPE_CHECKING:
    from docconvert.model import Level
    from docconvert.reading.lines import Line

_LONGEST = 40
"""Characters; titles of notices run to two lines of a page, no more."""

_NOT_AT_END = frozenset("。，、；：！？…,.;:!?”」』")
_RUNNING_TEXT = frozenset("。，；！？")
_ADDRESS = ("http:", "https:", "www.", ".com", ".net", ".org", ".cn")
_BYLINE = r"作\s*者|文[/／]|.{1,10}[著撰]$"


def has_title_line(lines: list[Line], levels: dict[int, Level]) -> bool:
    """Say whether the first line is the title of what follows.

    It must be short, unpunctuated and no heading itself, and what follows must
    look unlike it: set off by a blank line or an indent, an author's line, a heading, or running text.
    """
    if len(lines) < 2 or not _could_be_title(lines[0], levels):
        return False
    first, second = lines[:2]
    return (
        second.after_blank
        or second.number in levels
        or (second.indented and not first.indented)
        or bool(re.match(_BYLINE, second.text))
        or not _RUNNING_TEXT.isdisjoint(second.text)
    )


def _could_be_title(line: Line, levels: dict[int, Level]) -> bool:
    text = line.text
    return (
        len(text) <= _LONGEST
        and line.number not in levels
        and not is_separator(text)
        and any(map(str.isalpha, text))
        and text[-1] not in _NOT_AT_END
        and not {"。", "；", "，"} & set(text)
        and not any(part in text.lower() for part in _ADDRESS)
    )
