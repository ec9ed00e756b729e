"""Which paragraphs are headings, and how deep.

A line that begins 第三章 is a heading by itself, unless it reads as a sentence. All weaker signs are
judged by what the whole text does with them: numerals alone must form a series, numbered titles must be
followed by text and not by the next item of a list, 《…》 must recur. Each form is judged apart, so that one
the reader does not understand never voids the others.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, cast

from docconvert.errors import UsageError
from docconvert.reading.dates import is_day
from docconvert.reading.layout import TERMINAL
from docconvert.reading.lines import width_of
from docconvert.reading.numbering import LONGEST, Mark, Rank, mark_of
from docconvert.reading.plain import could_be_title, find_plain_titles
from docconvert.reading.separators import find_underlined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from docconvert.model import Level
    from docconvert.reading.paragraphs import Unit

_LONGEST_STRONG = 45
_LONGEST_WEAK = 40
_A_YEAR = 1000
"""A number alone on a line that is no chapter's."""


_NOT_AT_END = frozenset("。；;…，,：:、")
_NOT_AT_END_GLUED = _NOT_AT_END | frozenset("！？!?.")
_NOT_INSIDE = frozenset("。；;")

_STRONG = frozenset("部集卷篇编辑章回话幕折出讲课节场") | {
    "部分", "分编", "special", "chapter", "part", "book", "volume", "section", "act", "scene", "appendix",
}  # fmt: skip

_STRICT = {"1=": 5, "一章=": 3}
"""Forms a sentence may begin with too, and how many in a row it takes to believe in them."""

_LEAST_FOLLOWED = 0.6
"""Share of a form's items that must be followed by text: else they are a list."""

_LEAST_IN_SERIES = 0.7
_DEEPEST = 6


class HeadingRules(NamedTuple):
    """What the user says of headings: patterns of their own, and whether to find others."""

    patterns: tuple[tuple[Level, re.Pattern[str]], ...] = ()
    automatic: bool = True

    def claims(self, text: str) -> bool:
        """Say whether one of the user's patterns makes ``text`` a heading."""
        return any(pattern.match(text) for _, pattern in self.patterns)


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
    except (re.error, OverflowError, RecursionError) as error:
        raise UsageError(f"heading pattern {expression!r} is no regular expression: {error}", hint) from error


class Found(NamedTuple):
    """A heading: its level, and how many paragraphs make it (two if its title stands below its number)."""

    level: Level
    units: int = 1


def find_headings(
    units: Sequence[Unit], listed: Collection[int], rules: HeadingRules, *, official: bool = False
) -> dict[int, Found]:
    """Return the headings among ``units`` by their index.

    Args:
        units: the paragraphs of a text.
        listed: those that a contents list names.
        rules: the user's.
        official: it is an official document, in which the form of a number says its level.
    """
    given = {at: Found(level) for at, level in _given(units, rules).items()}
    if not rules.automatic:
        return given
    marks = {at: mark for at, unit in enumerate(units) if at not in given and (mark := mark_of(unit.text))}
    strong = {
        at: mark for at, mark in marks.items() if mark.form in _STRONG and not _is_sentence(units[at], mark)
    }
    chosen = _without_references(units, strong)
    chosen |= _weak(units, marks, chosen, listed)
    chosen |= _underlined(units, chosen)
    chosen |= _dated(units, chosen)
    below = _titles_below(units, marks, chosen)
    taken = chosen.keys() | given.keys() | {at + 1 for at in below}
    plain = find_plain_titles(units, taken, listed, numbered=_count_strong(chosen))
    ranks = _ranks(chosen, plain)
    levels = _official_levels(ranks) if official else _levels(ranks)
    return {at: Found(levels[rank], 2 if at in below else 1) for at, rank in ranks.items()} | given


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


def _without_references(units: Sequence[Unit], strong: dict[int, Mark]) -> dict[int, Mark]:
    """Leave out numbers in brackets that are not due: （第八章） may say where to look."""
    forms: dict[str, list[int]] = defaultdict(list)
    for at, mark in strong.items():
        forms[mark.form].append(at)
    return {
        at: mark
        for at, mark in strong.items()
        if not mark.bracketed or _is_due(units, strong, forms[mark.form], at)
    }


def _is_due(units: Sequence[Unit], strong: dict[int, Mark], places: list[int], at: int) -> bool:
    """Say whether the number before or after is that of the next heading of its form on that side.

    Round brackets with nothing behind need both, without brackets: they mostly refer.
    """
    mark, place = strong[at], bisect_left(places, at)
    if mark.number is None or at + 1 >= len(units) or at + 1 in strong:
        return False
    around = [
        strong[places[beside]] if 0 <= beside < len(places) else None for beside in (place - 1, place + 1)
    ]
    fits = [
        beside is not None and beside.number == mark.number + step
        for beside, step in zip(around, (-1, 1), strict=True)
    ]
    if any(beside and beside.number == mark.number for beside in around):
        return False
    if not mark.title and units[at].text[0] in "（(":
        return all(fits) and not any(beside and beside.bracketed for beside in around)
    return any(fits)


def _underlined(units: Sequence[Unit], chosen: dict[int, Mark]) -> dict[int, Mark]:
    """Return titles with a rule below; each sign stands one deeper than the one used before it."""
    found = {at: sign for at, sign in find_underlined(units).items() if at not in chosen}
    depth = {sign: rank for rank, sign in enumerate(dict.fromkeys(found.values()))}
    return {
        at: Mark("underlined", Rank.PART + depth[sign], None, units[at].text) for at, sign in found.items()
    }


_OF_DIARY = re.compile("[晴阴陰雨雪雾霧云雲]|星期|礼拜|禮拜|[周週]")


def _dated(units: Sequence[Unit], chosen: dict[int, Mark]) -> dict[int, Mark]:
    """Return the days of a diary: dates alone on lines with text below each, one of them with its weather."""
    found = {
        at: Mark("dated", Rank.PLAIN, None, unit.text)
        for at, unit in enumerate(units)
        if at not in chosen and len(unit.text) <= _LONGEST_WEAK and is_day(unit.text)
    }
    followed = sum(at + 1 < len(units) and units[at + 1].text[-1] in TERMINAL for at in found)
    weather = any(_OF_DIARY.search(mark.title) for mark in found.values())
    return found if len(found) >= 2 and followed == len(found) and weather else {}


def _count_strong(chosen: dict[int, Mark]) -> int:
    return sum(mark.form in _STRONG and mark.form != "special" for mark in chosen.values())


def close_gap(headings: dict[int, Found]) -> dict[int, Found]:
    """Return headings whose levels begin at 1 again after one of them became the title."""
    above = min((found.level for found in headings.values()), default=1) - 1
    return {at: found._replace(level=cast("Level", found.level - above)) for at, found in headings.items()}


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
        chosen |= _chosen(form, units, items, strong)
        chosen |= {at: mark for at, mark in items.items() if at in listed}
    return chosen


def _chosen(
    form: str, units: Sequence[Unit], items: dict[int, Mark], strong: dict[int, Mark]
) -> dict[int, Mark]:
    """Return which lines of one form are headings."""
    if form in ("《》", "【】"):
        return _named(units, items, strong)
    if form in ("#", "field", "正文"):
        titles = {at: mark for at, mark in items.items() if _is_title(units[at], mark)}
        return titles if len(titles) >= (1 if form == "#" else 3) else {}
    if form in _STRICT:
        return _strict_series(units, items, _STRICT[form])
    if form.startswith("第"):
        return _counted(units, items)
    return _numerals_alone(units, items, strong) if form.endswith(":") else _numbered_titles(units, items)


def _group(mark: Mark) -> str:
    """Tell the form a mark is judged with; items with a title and those without are of two."""
    if mark.rank == Rank.NAMED:
        return mark.form
    return mark.form if mark.title or mark.form.startswith("第") else f"{mark.form}:"


def _is_prompt(unit: Unit, mark: Mark) -> bool:
    """Tell the ``#`` of a program's listing from that of a heading in Markdown."""
    return mark.form == "#" and (mark.title.isascii() or unit.indent >= 4)


def _strict_series(units: Sequence[Unit], items: dict[int, Mark], fewest: int) -> dict[int, Mark]:
    """Keep numbers glued to short titles if they count up one by one, with text between."""
    titles = {
        at: mark
        for at, mark in items.items()
        if _is_title(units[at], mark) and _is_followed(units, items, at)
    }
    numbers = [mark.number or 0 for mark in titles.values()]
    steps = sum(after - before == 1 for before, after in pairwise(numbers))
    return titles if len(titles) >= fewest and steps >= 0.9 * (len(titles) - 1) else {}


def _counted(units: Sequence[Unit], items: dict[int, Mark]) -> dict[int, Mark]:
    """Keep 第三夜 or 第三条 if most of their form stand as short titles over text, in a series."""
    titles = {
        at: mark
        for at, mark in items.items()
        if (not mark.title or _is_title(units[at], mark)) and _is_followed(units, items, at)
    }
    series = _is_series([mark.number for mark in titles.values()])
    return titles if len(titles) >= 3 and len(titles) >= _LEAST_FOLLOWED * len(items) and series else {}


def _numerals_alone(
    units: Sequence[Unit], items: dict[int, Mark], strong: dict[int, Mark]
) -> dict[int, Mark]:
    """Keep numerals on lines of their own if they form a series with text between them."""
    items = {at: mark for at, mark in items.items() if (mark.number or 0) < _A_YEAR}
    if len(items) < 2 or not _is_series([mark.number for mark in items.values()]):
        return {}
    adjacent = sum(after - before == 1 for before, after in pairwise(items))
    headed = items.keys() | strong.keys()
    interrupts = sum(at > 0 and units[at - 1].text[-1].isalnum() and at - 1 not in headed for at in items)
    if adjacent > 0.2 * len(items) or interrupts > 0.4 * len(items):
        return {}  # a list of numbers, or the numbers of pages in the middle of sentences
    return items


def _numbered_titles(units: Sequence[Unit], items: dict[int, Mark]) -> dict[int, Mark]:
    """Keep 一、 or 1.1 before a title if text follows; where the next item does, it is a list.

    Runs of Chinese numerals that begin anew at 1 are judged each by itself, unless of one item: under one
    heading of a notice the items are headings, under the next they are run in with their text.
    """
    if next(iter(items.values())).rank >= Rank.ARABIC:
        return _titled(units, items)
    chosen: dict[int, Mark] = {}
    lone: dict[int, Mark] = {}
    for run in _series(items):
        if len(run) == 1 and len(items) > 1:
            lone |= run
        else:
            chosen |= _titled(units, run)
    return chosen | (_titled(units, lone) if len(lone) > 1 else {})


def _series(items: dict[int, Mark]) -> Iterator[dict[int, Mark]]:
    """Yield the items in runs that count up from 1."""
    run: dict[int, Mark] = {}
    last = 0
    for at, mark in items.items():
        number = mark.number or 0
        if run and number <= last and number <= 1:
            yield run
            run = {}
        run[at] = mark
        last = number
    yield run


def _titled(units: Sequence[Unit], items: dict[int, Mark]) -> dict[int, Mark]:
    titles = {at: mark for at, mark in items.items() if _is_title(units[at], mark)}
    followed = {at: mark for at, mark in titles.items() if _is_followed(units, items, at)}
    if len(followed) < 2 or len(followed) < _LEAST_FOLLOWED * len(items):
        return {}
    decimal = next(iter(items.values())).rank >= Rank.DECIMAL
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
    """Return each heading's depth among the forms in use."""
    named = [at for at, mark in chosen.items() if mark.rank == Rank.NAMED]
    numerals = [at for at, mark in chosen.items() if Rank.ARTICLE <= mark.rank < Rank.NAMED]
    lift = {
        form: Rank.ARTICLE - Rank.NAMED - 2 if _stand_over(titles, numerals) else 0
        for form, titles in (("named", named), ("plain", sorted(plain)))
    }
    ranks = {at: mark.rank for at, mark in chosen.items() if mark.rank != Rank.SPECIAL}
    ranks |= {at: ranks[at] + lift["named"] for at in named}
    ranks |= {at: Rank.PLAIN + depth + lift["plain"] for at, depth in plain.items()}
    ranks |= _special_ranks(chosen, ranks)
    return dict(sorted(ranks.items()))


def _stand_over(titles: Sequence[int], numerals: Sequence[int]) -> bool:
    """Say whether numerals number sections under titles, and not titles under numerals.

    Then most numerals follow each other without a title between them.
    """
    numerals = sorted(numerals)
    if not titles or not numerals or titles[0] > numerals[0]:
        return False
    parted = sum(
        bisect_left(titles, after) > bisect_left(titles, before) for before, after in pairwise(numerals)
    )
    return parted < 0.5 * (len(numerals) - 1)


def _special_ranks(chosen: dict[int, Mark], ranks: dict[int, int]) -> dict[int, int]:
    """Place 序 and 后记: at the top outside the numbered parts, as deep as chapters between them."""
    special = [at for at, mark in chosen.items() if mark.rank == Rank.SPECIAL]
    numbered = sorted(at for at, mark in chosen.items() if mark.rank <= Rank.CHAPTER)
    top = min(ranks.values(), default=int(Rank.CHAPTER))
    usual = int(Rank.CHAPTER) if Rank.CHAPTER in ranks.values() else top
    placed: dict[int, int] = {}
    for at in special:
        outside = not numbered or at < numbered[0] or at > numbered[-1]
        placed[at] = top if outside else usual
        if ranks.get(at + 1, -1) == placed[at] >= Rank.NAMED:
            placed[at] -= 1  # 附录 right above the title of what is added
    return placed


def _official_levels(ranks: dict[int, int]) -> dict[int, Level]:
    """Return levels after GB/T 9704-2012, 7.3.3: 一、 has the first, 1. the third, whatever is between."""
    used = set(ranks.values())
    return _OFFICIAL if Rank.NUMERAL in used and used <= _OFFICIAL.keys() else _levels(ranks)


_OFFICIAL: dict[int, Level] = {
    Rank.NUMERAL: 1,
    Rank.BRACKETED: 2,
    Rank.ARABIC: 3,
    Rank.BRACKETED_ARABIC: 4,
}


def _levels(ranks: dict[int, int]) -> dict[int, Level]:
    """Return the level of each depth in use, from 1 without gaps: a book of 回 alone begins at 1 too."""
    return {
        rank: cast("Level", min(level, _DEEPEST)) for level, rank in enumerate(sorted(set(ranks.values())), 1)
    }
