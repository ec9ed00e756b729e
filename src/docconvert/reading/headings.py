"""Which paragraphs are headings, and how deep.

A line that begins 第三章 is a heading by itself, unless it reads as a sentence. All weaker signs are
judged by what the whole text does with them: numerals alone must form a series, numbered titles must be
followed by text and not by the next item of a list, 《…》 must recur. Each form is judged apart, so that one
the reader does not understand never voids the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, cast

from docconvert.errors import UsageError
from docconvert.reading.lines import width_of
from docconvert.reading.numbering import LONGEST, Mark, Rank, mark_of
from docconvert.reading.plain import could_be_title, find_plain_titles

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from docconvert.model import Level
    from docconvert.reading.paragraphs import Unit

_LONGEST_STRONG = 45
_LONGEST_WEAK = 40

_NOT_AT_END = frozenset("。；;…，,：:、")
_NOT_AT_END_GLUED = _NOT_AT_END | frozenset("！？!?.")
_NOT_INSIDE = frozenset("。；;")

_STRONG = frozenset("部集卷篇编辑章回话幕折出讲课节") | {
    "分编", "special", "chapter", "part", "book", "volume", "section", "act", "scene", "appendix",
}  # fmt: skip

_LEAST_FOLLOWED = 0.6
"""Share of a form's items that must be followed by text: else they are a list."""

_LEAST_IN_SERIES = 0.7
_DEEPEST = 6


class HeadingRules(NamedTuple):
    """What the user says of headings: patterns of their own, and whether to find others."""

    patterns: tuple[tuple[Level, re.Pattern[str]], ...] = ()
    automatic: bool = True


def parse_pattern(rule: str) -> tuple[Level, re.Pattern[str]]:
    """Return what ``LEVEL=REGEX`` says.

    Raises:
        UsageError: it says no level from 1 to 6, or no regular expression.
    """
    level, equals, expression = rule.partition("=")
    hint = "for example --heading-pattern '1=第.{1,5}夜'"
    if not equals or level.strip() not in "123456" or not level.strip():
        raise UsageError(f"heading pattern {rule!r} is not LEVEL=REGEX with a level from 1 to 6", hint)
    try:
        return cast("Level", int(level)), re.compile(expression)
    except re.error as error:
        raise UsageError(f"heading pattern {expression!r} is no regular expression: {error}", hint) from error


class Found(NamedTuple):
    """A heading: its level, and how many paragraphs make it (two if its title stands below its number)."""

    level: Level
    units: int = 1


def find_headings(units: Sequence[Unit], listed: Collection[int], rules: HeadingRules) -> dict[int, Found]:
    """Return the headings among ``units`` by their index.

    Args:
        units: the paragraphs of a text.
        listed: those that a contents list names.
        rules: the user's.
    """
    given = _given(units, rules)
    if not rules.automatic:
        return {at: Found(level) for at, level in given.items()}
    marks = {at: mark for at, unit in enumerate(units) if at not in given and (mark := mark_of(unit.text))}
    chosen = {
        at: mark for at, mark in marks.items() if mark.form in _STRONG and not _is_sentence(units[at], mark)
    }
    chosen |= _weak(units, marks, chosen, listed)
    below = _titles_below(units, marks, chosen)
    taken = chosen.keys() | given.keys() | {at + 1 for at in below}
    plain = find_plain_titles(units, taken, listed, numbered=_count_strong(chosen))
    ranks = _ranks(chosen, plain)
    levels = _levels(ranks)
    found = {at: Found(levels[rank], 2 if at in below else 1) for at, rank in ranks.items()}
    return found | {at: Found(level) for at, level in given.items()}


def _given(units: Sequence[Unit], rules: HeadingRules) -> dict[int, Level]:
    return {
        at: level
        for level, pattern in reversed(rules.patterns)
        for at, unit in enumerate(units)
        if pattern.match(unit.text)
    }


def _is_sentence(unit: Unit, mark: Mark) -> bool:
    """Say whether a line is running text that begins like a heading (第一编第六章的有关规定)."""
    title = mark.title
    if mark.form == "special" and (len(title) > 25 or (title and title[-1] in _NOT_AT_END_GLUED)):
        return True
    if len(unit.text) > _LONGEST_STRONG or not _NOT_INSIDE.isdisjoint(title):
        return True
    return bool(title) and title[-1] in (_NOT_AT_END_GLUED if mark.glued else _NOT_AT_END)


def _count_strong(chosen: dict[int, Mark]) -> int:
    return sum(mark.form in _STRONG and mark.form != "special" for mark in chosen.values())


# ---- weak forms: judged together with all of their form


def _weak(
    units: Sequence[Unit], marks: dict[int, Mark], strong: dict[int, Mark], listed: Collection[int]
) -> dict[int, Mark]:
    forms: dict[str, dict[int, Mark]] = defaultdict(dict)
    for at, mark in marks.items():
        if mark.form not in _STRONG and not _is_prompt(units[at], mark):
            forms[_group(mark)][at] = mark
    chosen: dict[int, Mark] = {}
    for form, items in forms.items():
        if form in ("《》", "【】"):
            chosen |= _named(units, items, strong)
        elif form == "#":
            chosen |= {at: mark for at, mark in items.items() if _is_title(units[at], mark)}
        elif form.endswith(":"):
            chosen |= _numerals_alone(units, items)
        else:
            chosen |= _numbered_titles(units, items)
        chosen |= {at: mark for at, mark in items.items() if at in listed}
    return chosen


def _is_prompt(unit: Unit, mark: Mark) -> bool:
    """Tell the ``#`` of a program's listing from that of a heading in Markdown."""
    return mark.form == "#" and (mark.title.isascii() or unit.indent >= 4)


def _group(mark: Mark) -> str:
    """Items with a title and those without are of two forms."""
    if mark.rank == Rank.NAMED:
        return mark.form
    return mark.form if mark.title else f"{mark.form}:"


def _numerals_alone(units: Sequence[Unit], items: dict[int, Mark]) -> dict[int, Mark]:
    """Keep numerals on lines of their own if they form a series with text between them."""
    if len(items) < 2 or not _is_series([mark.number for mark in items.values()]):
        return {}
    adjacent = sum(after - before == 1 for before, after in pairwise(items))
    interrupts = sum(at > 0 and units[at - 1].text[-1].isalnum() and at - 1 not in items for at in items)
    if adjacent > 0.2 * len(items) or interrupts > 0.4 * len(items):
        return {}  # a list of numbers, or the numbers of pages in the middle of sentences
    return items


def _numbered_titles(units: Sequence[Unit], items: dict[int, Mark]) -> dict[int, Mark]:
    """Keep 一、 or 1.1 before a title if text follows; where the next item does, it is a list."""
    titles = {at: mark for at, mark in items.items() if _is_title(units[at], mark)}
    followed = {at: mark for at, mark in titles.items() if _is_followed(units, items, at)}
    decimal = next(iter(items.values())).rank >= Rank.DECIMAL
    fewest = 2
    if len(followed) < fewest or len(followed) < _LEAST_FOLLOWED * len(items):
        return {}
    if not decimal and not _is_series([mark.number for mark in followed.values()]):
        return {}
    return titles if len(followed) >= 0.8 * len(titles) else followed


def _is_title(unit: Unit, mark: Mark) -> bool:
    longest = LONGEST if mark.rank >= Rank.DECIMAL else _LONGEST_WEAK
    return (
        len(unit.text) <= longest
        and mark.title[-1] not in _NOT_AT_END
        and _NOT_INSIDE.isdisjoint(mark.title)
        and any(map(str.isalpha, mark.title))
    )


def _is_followed(units: Sequence[Unit], items: dict[int, Mark], at: int) -> bool:
    """Say whether something else than the next item of the same form stands below."""
    return at + 1 < len(units) and at + 1 not in items


def _is_series(numbers: Sequence[int | None]) -> bool:
    """Say whether numbers mostly count up from 1 or near it; they may begin anew, and a few be missing."""
    known = [number for number in numbers if number is not None]
    if len(known) < 2 or known[0] > 3:
        return len(known) >= 3 and all(after - before == 1 for before, after in pairwise(known))
    steps = sum(after == 1 or 0 < after - before <= 3 for before, after in pairwise(known))
    return steps >= _LEAST_IN_SERIES * (len(known) - 1)


def _named(units: Sequence[Unit], items: dict[int, Mark], strong: dict[int, Mark]) -> dict[int, Mark]:
    """Keep 《…》 and 【…】 alone on lines if they recur with text between, or stand under a heading."""
    alone = {
        at: mark
        for at, mark in items.items()
        if len(mark.title) <= 10 and not re.search(r"[，。：；！？、,:;!?]", units[at].text.strip("《》【】"))
    }
    if len(alone) == 1:
        at = next(iter(alone))
        return alone if at - 1 in strong and at + 1 < len(units) else {}
    adjacent = sum(after - before == 1 for before, after in pairwise(alone))
    too_many = "【】" in {mark.form for mark in alone.values()} and len(alone) > 4 * max(5, len(strong))
    distinct = len({units[at].text for at in alone})
    recurring = (
        next(iter(alone.values()), None) is not None
        and "《》" in {m.form for m in alone.values()}
        and distinct < 0.9 * len(alone)
    )
    if (
        len(alone) < 2
        or recurring
        or adjacent > 0.3 * len(alone)
        or too_many
        or len(alone) < 0.5 * len(items)
    ):
        return {}
    return {at: mark for at, mark in alone.items() if at + 1 < len(units)}


# ---- titles on the line below


def _titles_below(units: Sequence[Unit], marks: dict[int, Mark], chosen: dict[int, Mark]) -> set[int]:
    """Return the headings of a number alone whose title is the next paragraph.

    Decided for all of a form: a book either has titles or has none.
    """
    forms: dict[str, list[int]] = defaultdict(list)
    for at, mark in chosen.items():
        if mark.number is not None and not mark.title and mark.rank <= Rank.ARABIC:
            forms[mark.form].append(at)
    below: set[int] = set()
    for places in forms.values():
        titled = [at for at in places if _has_title_below(units, marks, at)]
        fewest = 1 if chosen[places[0]].form in _STRONG else 3
        if len(titled) >= max(fewest, 0.6 * len(places)):
            below.update(titled)
    return below


def _has_title_below(units: Sequence[Unit], marks: dict[int, Mark], at: int) -> bool:
    if at + 2 >= len(units) or at + 1 in marks:
        return False
    title, after = units[at + 1], units[at + 2]
    return (
        could_be_title(title.text)
        and title.blanks <= 2
        and (width_of(after.text) > width_of(title.text) or after.text[-1] in "。！？”」：")
    )


# ---- levels


def _ranks(chosen: dict[int, Mark], plain: dict[int, int]) -> dict[int, int]:
    """Return each heading's depth among the forms in use, special titles placed among their neighbours."""
    ranks = {at: mark.rank for at, mark in chosen.items() if mark.rank != Rank.SPECIAL}
    over = _stands_over_numerals(chosen, plain)
    ranks |= {at: (Rank.CHAPTER if over else Rank.PLAIN) + depth for at, depth in plain.items()}
    special = [at for at, mark in chosen.items() if mark.rank == Rank.SPECIAL]
    numbered = sorted(at for at, mark in chosen.items() if mark.rank <= Rank.CHAPTER)
    top = min((rank for rank in ranks.values() if rank < Rank.NAMED), default=int(Rank.CHAPTER))
    usual = int(Rank.CHAPTER) if Rank.CHAPTER in ranks.values() else top
    for at in special:
        outside = not numbered or at < numbered[0] or at > numbered[-1]
        ranks[at] = top if outside else usual
    return dict(sorted(ranks.items()))


def _stands_over_numerals(chosen: dict[int, Mark], plain: dict[int, int]) -> bool:
    """Say whether numerals begin anew under plain titles, as the sections of stories do."""
    numerals = sorted(at for at, mark in chosen.items() if Rank.NUMERAL <= mark.rank < Rank.NAMED)
    firsts = [at for at in numerals if chosen[at].number == 1]
    if not plain or len(firsts) < 2:
        return False
    under = sum(any(before < title < first for title in plain) for before, first in pairwise([-1, *firsts]))
    return under >= 0.5 * len(firsts)


def _levels(ranks: dict[int, int]) -> dict[int, Level]:
    """Return the level of each depth in use, from 1 without gaps: a book of 回 alone begins at 1 too."""
    return {
        rank: cast("Level", min(level, _DEEPEST)) for level, rank in enumerate(sorted(set(ranks.values())), 1)
    }
