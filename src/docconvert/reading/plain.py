"""Titles without number or sign: short lines that stand apart.

Nothing in such a line says that it is a title, so the whole text must: titles are set off from the text
below them in one way all through a file (by blank lines, by an indent the text lacks, or lacking one it
has), they are few, they do not end like a sentence, and text follows. Better none than a wrong one.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from docconvert.chars import is_han
from docconvert.reading.layout import TERMINAL
from docconvert.reading.lines import width_of
from docconvert.reading.separators import is_separator

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from docconvert.reading.paragraphs import Unit

_WIDEST_TITLE = 44
"""Columns: 22 ideographs."""

_SENTENCE_ENDS = frozenset("。！？”」』…!?；;：:，,、")
_FEWEST = 2
_LEAST_BESIDE_NUMBERED = 0.5
"""Share of the numbered headings; fewer are labels and names in the text."""
_MOST = 0.34
"""Share of all paragraphs that may be titles."""


@cache
def _no_title() -> re.Pattern[str]:
    """Match lines that are something else: speech, items, dates, labels, captions, bylines, rules."""
    return re.compile(
        r"[“”「」『』‘’\"'（(\[［【<〈—–\-*•·●○◆■□→>=+|/\\@&%$0-9０-９①-⑳]"
        r"|[图圖表注註]\s*[0-9０-９一二三四五六七八九十]|.{0,8}[：:]|.*[年月]\s*[0-9０-９一二三四五六七八九十廿]{1,3}\s*日"
        r"|其[一二三四五六七八九十]$|作\s*者|文[/／]|[诗詩词詞曲歌赋賦又][曰云]$"
    )


def could_be_title(text: str) -> bool:
    """Say whether the words of a line may be a title's: short, and no sentence."""
    return (
        width_of(text) <= _WIDEST_TITLE
        and text[-1] not in "。；;：:，,、”」』"
        and not re.search("[。；;，,：:]", text)
        and 2 * sum(map(is_han, text)) >= len(text)
        and not _no_title().match(text)
        and not is_separator(text)
    )


class _Style(NamedTuple):
    """How the running text of a file is set."""

    indent: int
    blanks: int


def find_plain_titles(
    units: Sequence[Unit], taken: Collection[int], listed: Collection[int], *, numbered: int
) -> dict[int, int]:
    """Return the unnumbered titles, each with its depth among them: 0, or 1 below another.

    Args:
        units: the paragraphs of a text.
        taken: those that are headings already.
        listed: those that a contents list names.
        numbered: how many numbered headings there are; beside them plain titles are rare.
    """
    style = _text_style(units)
    counts = Counter(unit.text for unit in units if width_of(unit.text) <= _WIDEST_TITLE)
    candidates = [
        at
        for at, unit in enumerate(units)
        if at not in taken and could_be_title(unit.text) and (at in listed or counts[unit.text] <= 2)
    ]
    possible = frozenset(candidates)
    found = [
        at
        for at in candidates
        if at in listed
        or (_is_apart(units, style, at, taken) and _has_text_below(units, at, possible, taken))
    ]
    unlisted = sum(at not in listed for at in found)
    fewest = max(_FEWEST, _LEAST_BESIDE_NUMBERED * numbered)
    if unlisted < fewest or len(found) > max(fewest, _MOST * len(units)):
        found = [at for at in found if at in listed]
    return _depths(found)


def _text_style(units: Sequence[Unit]) -> _Style:
    """Return the indent and the blank lines most paragraphs of running text have."""
    running = [unit for unit in units[1:] if width_of(unit.text) > _WIDEST_TITLE or unit.text[-1] in TERMINAL]
    if not running:
        return _Style(0, 0)
    indent = Counter(unit.indent for unit in running).most_common(1)[0][0]
    blanks = Counter(min(unit.blanks, 2) for unit in running).most_common(1)[0][0]
    return _Style(indent, blanks)


def _is_apart(units: Sequence[Unit], style: _Style, at: int, taken: Collection[int]) -> bool:
    """Say whether a paragraph is set otherwise than the text, and not like what stands above it."""
    unit = units[at]
    blanks = unit.blanks if at else 3
    apart_by_indent = (style.indent >= 2 and unit.indent < style.indent) or unit.indent >= style.indent + 6
    apart_by_blanks = blanks > style.blanks
    if at and at - 1 in taken and not blanks > style.blanks:
        return False  # what stands right below a heading belongs to it
    return apart_by_blanks or (apart_by_indent and (blanks > 0 or style.blanks == 0))


def _has_text_below(
    units: Sequence[Unit], at: int, possible: Collection[int], taken: Collection[int]
) -> bool:
    """Say whether text follows that is set unlike a list of such lines."""
    if at + 1 >= len(units):
        return False
    below = units[at + 1]
    if at + 1 in taken:
        return True
    if at + 1 in possible:
        # A title above a title, or above a poem without marks; two short lines together are neither.
        return below.blanks > 0 and at + 2 < len(units)
    return width_of(below.text) > width_of(units[at].text) or below.text[-1] in _SENTENCE_ENDS


def _depths(found: list[int]) -> dict[int, int]:
    """Put titles below one that has another right below it, if it has several."""
    places = frozenset(found)
    over = [at for at in found if at + 1 in places]
    if not over or len(over) > 0.4 * len(found):
        return dict.fromkeys(found, 0)
    return {at: 0 if at in over else 1 for at in found}
