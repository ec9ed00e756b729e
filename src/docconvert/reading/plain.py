"""Titles without number or sign: short lines that stand apart.

Nothing in such a line says that it is a title, so the whole text must: titles of a file are set in one way
that its text is not (more blank lines above than the text has, or fewer, an indent it lacks, or none where
it has one), and what is set in that way are titles and little else. Where titles are set just as the text,
only a text whose every other paragraph ends with a mark shows them. Better none than a wrong one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from docconvert.chars import is_han
from docconvert.reading.contents import is_label
from docconvert.reading.dates import ends_letter
from docconvert.reading.layout import TERMINAL
from docconvert.reading.lines import width_of
from docconvert.reading.names import credit_of
from docconvert.reading.separators import is_separator

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from docconvert.reading.paragraphs import Unit

_WIDEST_TITLE = 44
"""Columns: 22 ideographs."""

_WIDEST_UNSET = 26
"""Columns, where only the missing mark at its end tells a title."""

_SENTENCE_ENDS = frozenset("。！？”」』…!?；;：:，,、）)")
_FEWEST = 2
_FEWEST_UNSET = 4
_LEAST_BESIDE_NUMBERED = 0.5
"""Share of the numbered headings; fewer are labels and names in the text."""

_LEAST_PURE = 0.7
"""Share of titles among all that is set as they are."""

_LEAST_FOLLOWED = 0.7
_LEAST_DISTINCT = 0.5
_MOST_REPEATED = 3
"""Times that one line may recur; the names of speakers and days recur more often."""
_LEAST_CLOSED = 0.95
_MOST_OUTDENTED = 0.15

_Setting: TypeAlias = tuple[int, ...]
Firmness: TypeAlias = Literal["firm", "loose", ""]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    # Speech, items, dates, labels, captions, bylines, program text.
    no_title = re.compile(
        r"[“”「」『』‘’\"'（(\[［【<〈—–\-*•·●○◆■□→>=+|/\\@&%$0-9０-９①-⑳]"
        r"|[图圖表注註]\s*[0-9０-９一二三四五六七八九十]|.{0,8}[：:]|.*[年月]\s*[0-9０-９一二三四五六七八九十廿]{1,3}\s*日"
        r"|其[一二三四五六七八九十]$|作\s*者|文[/／]|[诗詩词詞曲歌赋賦又][曰云]$|[A-Za-zＡ-Ｚ][、．.)）]"
        r"|.{1,12}(?:译|譯|[选選]?[编編]|校[对對]?|整理|提供|摘[录錄]|[辑輯][录錄]?)$"
    )
    notes = re.compile(r"[〔\[［(（]\s*[0-9０-９一二三四五六七八九十]{1,2}\s*[〕\]］)）]|\s{2,}")
    quoted = re.compile(r"[“「『《][^”」』》]{1,16}[”」』》][^。，！？]{1,16}")
    return no_title, notes, quoted


def could_be_title(text: str, *, latin: bool = False) -> bool:
    """Say whether the words of a line may be a title's: short, and no sentence."""
    return firmness(text, latin=latin) == "firm"


def firmness(text: str, *, latin: bool = False) -> Firmness:
    """Say how much the words of a line look like a title's.

    A ``loose`` one has what sentences have too: a comma, a question mark at its end, a quotation at its head.

    Args:
        text: the line.
        latin: titles may be in Latin letters.
    """
    if len(text) > _WIDEST_TITLE or width_of(text) > _WIDEST_TITLE or is_separator(text):
        return ""
    no_title, notes, quoted = _patterns()
    bare = notes.sub("", text)
    if not bare or re.search(r"[。；;，：:\t]|, ", bare[:-1]) or bare[-1] in "。；;：:，,、”」』":
        parts = bare.split("，")
        two_clauses = len(parts) == 2 and all(2 <= len(part) <= 12 for part in parts)
        return "loose" if two_clauses and not no_title.match(bare) and bare[-1] not in "。；：" else ""
    if not any(map(str.isalpha, bare)) or is_label(text):
        return ""
    if 2 * sum(map(is_han, bare)) < len(bare.replace(" ", "")) and not (latin and re.match(r"[\w(]", bare)):
        return ""
    if quoted.fullmatch(bare):
        return "loose"
    if no_title.match(bare):
        return ""
    return "loose" if bare[-1] in "！？!?…" else "firm"


class _Text(NamedTuple):
    """The paragraphs of a file, and how they are set."""

    units: Sequence[Unit]
    firm: frozenset[int]
    loose: frozenset[int]
    taken: Collection[int]


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
    latin = _is_outdented(units)
    looks = {
        at: look
        for at, unit in enumerate(units)
        if at not in taken and (look := firmness(unit.text, latin=latin))
    }
    text = _Text(
        units,
        frozenset(at for at, look in looks.items() if look == "firm"),
        frozenset(at for at, look in looks.items() if look == "loose"),
        taken,
    )
    found = set(_set_apart(text)) or set(_unset(text))
    in_list = {at for at in looks if at in listed}
    if len(found - in_list) < max(_FEWEST, _LEAST_BESIDE_NUMBERED * numbered):
        found = set()
    return _depths(sorted(found | in_list))


def _is_outdented(units: Sequence[Unit]) -> bool:
    """Say whether nearly all text is indented, as in manual pages: what is not are titles, in any letters."""
    flush = sum(unit.indent == 0 for unit in units)
    return 0 < flush <= _MOST_OUTDENTED * len(units)


# ---- titles set otherwise than the text


def _setting(units: Sequence[Unit], at: int) -> _Setting:
    below = min(units[at + 1].blanks, 3) if at + 1 < len(units) else 3
    return units[at].indent, min(units[at].blanks, 3), below


def _set_apart(text: _Text) -> Iterator[int]:
    """Yield the titles of each setting that is used for titles and little else."""
    settings = {at: _setting(text.units, at) for at in range(len(text.units)) if at not in text.taken}
    running = Counter(
        setting for at, setting in settings.items() if at not in text.firm and at not in text.loose
    )
    usual = running.most_common(1)[0][0] if running else (0, 0, 0)
    for length in (2, 3):  # indent and blank lines above; then also those below
        groups: dict[_Setting, list[int]] = defaultdict(list)
        others: Counter[_Setting] = Counter()
        for at, setting in settings.items():
            if (at in text.firm or at in text.loose) and not _ends_stanza(text, at, setting):
                groups[setting[:length]].append(at)
            else:
                others[setting[:length]] += 1
        accepted = [
            titles
            for setting, group in groups.items()
            if setting != usual[:length] and (titles := _titles_of(text, group, others[setting]))
        ]
        if accepted:
            found = {at for titles in accepted for at in titles}
            yield from found
            yield from _single(text, settings, found)
            return


def _ends_stanza(text: _Text, at: int, setting: _Setting) -> bool:
    """Say whether a line has another right above and a gap below: so ends a stanza, and no title stands."""
    _, above, below = setting
    if at and not above and ends_letter(text.units[at - 1].text):
        return True  # the weather of a day
    return above == 0 < below and at > 0 and at - 1 not in text.taken


def _titles_of(text: _Text, group: list[int], others: int) -> list[int]:
    """Return which lines of one setting are titles, if most are."""
    counts = Counter(text.units[at].text for at in group)
    group = [at for at in group if counts[text.units[at].text] <= _MOST_REPEATED]
    firm = [at for at in group if at in text.firm and _has_text_below(text, at)]
    loose = [at for at in group if at in text.loose and _has_text_below(text, at)]
    distinct = {text.units[at].text for at in firm}
    candidates = sum(at in text.firm for at in group)
    if (
        len(firm) < _FEWEST
        or len(firm) < _LEAST_PURE * (candidates + others)
        or len(firm) < _LEAST_FOLLOWED * candidates
        or len(distinct) < _LEAST_DISTINCT * len(firm)
    ):
        return []
    return firm + (loose if len(firm) >= 3 and 2 * len(loose) <= len(firm) else [])


def _single(text: _Text, settings: dict[int, _Setting], found: Collection[int]) -> Iterator[int]:
    """Yield what stands apart as much as the titles found but in no large enough company.

    That is the first line of the file, which has no blank line above it, and a title above a title.
    """
    above = min(settings[at][1] for at in found)
    indents = {settings[at][0] for at in found}
    for at in text.firm - set(found):
        indent, blanks, _ = settings[at]
        if (blanks >= max(above, 1) or at == 0) and indent in indents and _has_text_below(text, at):
            yield at


def _has_text_below(text: _Text, at: int) -> bool:
    """Say whether text follows, and the line is not what belongs to a heading above it."""
    units = text.units
    if at + 1 >= len(units):
        return False
    below = units[at + 1]
    if at - 1 in text.taken and (units[at].blanks == 0 or credit_of(units[at].text)):
        return False
    if at + 1 in text.taken:
        return True
    if at + 1 in text.firm:
        # A title above a title, or above a poem without marks; two short lines together are neither.
        return below.blanks > 0 and at + 2 < len(units)
    return width_of(below.text) > width_of(units[at].text) or below.text[-1] in _SENTENCE_ENDS


# ---- titles set as the text


def _unset(text: _Text) -> Iterator[int]:
    """Yield short lines without a mark at their end in a text whose other paragraphs all have one."""
    units = text.units
    others = [unit for at, unit in enumerate(units) if at not in text.firm and at not in text.taken]
    closed = sum(unit.text[-1] in TERMINAL for unit in others)
    if closed < _LEAST_CLOSED * len(others) or len(others) < len(text.firm):
        return
    counts = Counter(units[at].text for at in text.firm)
    found = [
        at
        for at in sorted(text.firm)
        if width_of(units[at].text) <= _WIDEST_UNSET
        and counts[units[at].text] == 1
        and (at <= 1 or at - 1 in text.taken or units[at - 1].text[-1] in TERMINAL)
        and at + 1 < len(units)
        and units[at + 1].text[-1] in TERMINAL
        and width_of(units[at + 1].text) > width_of(units[at].text)
    ]
    if len(found) >= max(_FEWEST_UNSET, _LEAST_PURE * len(text.firm)):
        yield from found


def _depths(found: list[int]) -> dict[int, int]:
    """Put titles below one that has another right below it, if it has several."""
    places = frozenset(found)
    over = [at for at in found if at + 1 in places]
    if not over or len(over) > 0.4 * len(found):
        return dict.fromkeys(found, 0)
    return {at: 0 if at in over else 1 for at in found}
