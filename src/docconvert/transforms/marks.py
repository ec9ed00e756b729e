"""Marks of emphasis as people type them: ``**stars**``, ``__lines__`` and dots under characters.

They go, with a notice that holds them, and what they marked becomes emphasis. Unlike in CommonMark
the marks work beside any Chinese character or punctuation mark, since no spaces stand there.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from docconvert.chars import HAN, is_han
from docconvert.edits import Edit
from docconvert.model import plain_text
from docconvert.notices import Notice
from docconvert.transforms.phrases import Phrase, emphasize
from docconvert.transforms.rewrite import map_lines, rewrite

if TYPE_CHECKING:
    from docconvert.model import Document, Inlines
    from docconvert.notices import Notify

_DOTS = "\u0323\u0307"
"""Combining dots below and above: how a 着重号 is typed in plain text. No ideograph has one of its own."""

_ACROSS_SENTENCES = "[。！？!?.](?=[^\\W\\d_]).*[^。！？!?.”」）)]$"
_CODE_BEFORE = frozenset("/)]}")
_CODE_AFTER = frozenset("/([{")


@cache
def _marked() -> re.Pattern[str]:
    # Escaped marks are not meant, nor are longer runs: rules of stars, blanks to fill in.
    begin, end = r"(?![\s*，。、；：？！）])", r"(?<!\s)(?P=mark)(?!\*)"
    stars = rf"(?<![\\*])(?P<mark>\*\*\*?){begin}(?P<inside>[^*\n]{{1,200}}?){end}"
    lines = r"(?<![\\_])__(?![\s_])(?P<lined>[^_\n]{2,200}?)(?<!\s)__(?!_)"
    return re.compile(f"{stars}|{lines}|(?P<dotted>(?:[{HAN}][{_DOTS}])+)")


def find_marked(document: Document, notify: Notify) -> Document:
    """Turn marked phrases into emphasis; the marks go, with a notice."""
    removed: list[str] = []
    document = map_lines(document, lambda line: _emphasize_marked(line, removed))
    if count := len(removed):
        notify(
            Notice(
                "emphasis-marks-removed",
                f"{count} marked phrase{'' if count == 1 else 's'} taken as emphasis, the marks removed",
                removed="".join(removed),
            )
        )
    return document


def _emphasize_marked(line: Inlines, removed: list[str]) -> Inlines:
    text = plain_text(line)
    if "**" not in text and "__" not in text and _DOTS[0] not in text and _DOTS[1] not in text:
        return line
    edits: list[Edit] = []
    phrases: list[Phrase] = []
    taken: list[str] = []
    gone = 0
    # 甲方__与乙方____: in a line with blanks to fill in, two low lines are one too.
    has_blanks = "___" in text or text.count("__") % 2 == 1
    for match in _marked().finditer(text):
        if not _is_prose(match) or (has_blanks and match["lined"]):
            continue
        marks = _marks(match)
        taken.append("".join(text[mark.start : mark.end] for mark in marks))
        start = match.start() - gone
        gone += len(taken[-1])
        phrases.append(Phrase(start, match.end() - gone))
        edits += marks
    unmarked, detached = rewrite(line, edits)
    if detached:  # with the marks a reading would go
        return line
    removed += taken
    return emphasize(unmarked, phrases)


def _marks(match: re.Match[str]) -> list[Edit]:
    """Return the edits that take out the marks of one phrase."""
    start, end = match.span()
    if match["dotted"]:
        return [Edit(at, at + 1, "") for at in range(start + 1, end, 2)]
    width = len(match["mark"] or "__")
    return [Edit(start, start + width, ""), Edit(end - width, end, "")]


def _is_prose(match: re.Match[str]) -> bool:
    """Tell emphasis from code: 2**10, a/**/b, f(**x), snake__case__name."""
    if match["dotted"]:
        return True
    text, inside = match.string, match["inside"] or match["lined"]
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if inside[0].isascii() and (_is_word(before) or before in _CODE_BEFORE):
        return False
    if inside[-1].isascii() and (_is_word(after) or after in _CODE_AFTER):
        return False
    if re.search(_ACROSS_SENTENCES, inside):
        return False  # stars stand for words left out, 他**了。她也**了
    if match["lined"]:
        return any(map(is_han, inside))
    return inside.count("(") == inside.count(")")


def _is_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")
