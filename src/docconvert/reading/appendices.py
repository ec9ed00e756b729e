"""What follows the signature and date of an official document: its 附件, or the rules that it issues.

附件 and a number stand alone on a line, the title of what is attached on the next (GB/T 9704-2012, 7.3.7).
The 办法 that a 通知 issues has its title alone. Each has headings of its own, with levels of their own.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from docconvert.reading.dates import date_of
from docconvert.reading.layout import PUNCTUATION
from docconvert.reading.letters import may_sign
from docconvert.reading.numbering import Rank, mark_of
from docconvert.reading.vocabulary import OFFICIAL_ENDINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.reading.paragraphs import Unit

_LONGEST_TITLE = 60
"""Characters."""


class Appendix(NamedTuple):
    """Where an appendix begins; it goes to the next one or to the end."""

    start: int
    """Its first paragraph."""
    label: bool
    """Whether that is 附件 and a number."""
    title: int | None
    """The paragraph that is its title, if it has one: the first or the second."""
    lines: int = 1
    """How many paragraphs make the title."""

    @property
    def head(self) -> range:
        """The paragraphs of its label and its title."""
        return range(self.start, (self.start if self.title is None else self.title + self.lines - 1) + 1)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    number = "[0-9０-９一二三四五六七八九十]{1,3}"
    return {
        "label": re.compile(rf"附\s*件\s*(?:{number}|[（(]{number}[）)])?\s*[：:]?"),
        "titled": re.compile(rf"附\s*件\s*(?:{number})?\s*[：:]\s*(?!{number}\s*[.．、])[^。；]{{2,40}}"),
        "between": re.compile(
            r"[（(].{1,60}[）)]|(?:抄\s*送|抄\s*报|抄\s*報|主\s*送|分\s*送|主\s*[题題]\s*[词詞]|附\s*注)\s*[：:].*"
            r"|.{0,50}印\s*[发發]"
        ),
        "begins": re.compile(r"第[一1１][章条條编編节節]|一、|总\s*则|總\s*則|为了?|為了?"),
    }


def find_appendices(units: Sequence[Unit], below: int) -> tuple[Appendix, ...]:
    """Return the appendices of an official document.

    Args:
        units: the paragraphs of the text.
        below: the first one below the head of the document.
    """
    closing = _closing(units, below)
    if closing is None:
        return ()
    found: list[Appendix] = []
    for at in range(closing + 1, len(units)):
        if found and at == found[-1].title:
            continue
        if appendix := _labelled(units, at):
            found.append(appendix)
    first = next((at for at in range(closing + 1, len(units)) if not _is_between(units[at].text)), None)
    if first is not None and (not found or first < found[0].start) and _is_issued(units, first):
        found.insert(0, Appendix(first, label=False, title=first))
    return tuple(found)


def _closing(units: Sequence[Unit], below: int) -> int | None:
    """Return the paragraph with the date that the document is signed with."""
    return next(
        (
            at
            for at in range(below + 1, len(units))
            if date_of(units[at].text) and may_sign(units[at - 1].text) and not date_of(units[at - 1].text)
        ),
        None,
    )


def _labelled(units: Sequence[Unit], at: int) -> Appendix | None:
    text, behind = units[at].text, units[at + 1 : at + 3]
    if _patterns()["label"].fullmatch(text) and behind:
        has_title = len(behind) > 1 and _may_be_title(behind[0].text)
        if not has_title:
            return Appendix(at, label=True, title=None)
        return Appendix(at, label=True, title=at + 1, lines=_lines_of_title(units, at + 1))
    # 附件：检查表 may be all there is of it here.
    if _patterns()["titled"].fullmatch(text) and behind and not _is_between(behind[0].text):
        return Appendix(at, label=False, title=at)
    return None


_GOES_ON = re.compile("(?:及|和|与|與|暨|的|、|关于|關於)$")
_EDITION = re.compile(r"[（(][^（()）]{2,20}[）)]")


def _lines_of_title(units: Sequence[Unit], at: int) -> int:
    """Return how many lines a title has: it goes on right below, or says there which edition it is."""
    lines = 1
    for below in range(at + 1, min(at + 3, len(units) - 1)):
        text, above = units[below].text, units[below - 1].text
        is_edition = bool(_EDITION.fullmatch(text))
        goes_on = _may_be_title(text) and (bool(_GOES_ON.search(above)) or units[below + 1].blanks > 0)
        if units[below].blanks or not (is_edition or goes_on):
            break
        lines += 1
        if is_edition:
            break
    return lines


def _is_issued(units: Sequence[Unit], at: int) -> bool:
    """Say whether a line is the title of rules that the document issues."""
    text, behind = units[at].text, units[at + 1 : at + 3]
    if not _may_be_title(text) or not behind:
        return False
    bare = re.sub(r"[（(《〈].{1,12}[）)》〉]$", "", text)
    return bare.endswith(OFFICIAL_ENDINGS) or any(_patterns()["begins"].match(unit.text) for unit in behind)


def _may_be_title(text: str) -> bool:
    mark = mark_of(text)
    return (
        len(text) <= _LONGEST_TITLE
        and text[-1] not in PUNCTUATION - frozenset("）)》〉”")
        and (mark is None or mark.rank == Rank.NAMED)
        and not re.search("[。；，：]", text)
        and not _is_between(text)
        and not date_of(text)
    )


def _is_between(text: str) -> bool:
    """Say whether a line belongs to the document above: 附注 in brackets, or its 版记."""
    return bool(_patterns()["between"].fullmatch(text))
