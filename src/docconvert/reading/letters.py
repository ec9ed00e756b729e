"""The parts of a letter: how it addresses, what it wishes at its end, who signs it and when.

They are short lines without a mark, often between blank lines, and so look like titles; that is why they
are found before anything else is. What is certain are formulas: 大鑒 in the first line, 此致 above 敬禮. What
could be anything, such as a name, is a signature only where a formula or a date stands beside it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from docconvert.reading.dates import date_of, ends_letter
from docconvert.reading.layout import TERMINAL
from docconvert.reading.lines import width_of
from docconvert.reading.names import is_name
from docconvert.reading.numbering import mark_of
from docconvert.reading.separators import is_separator
from docconvert.reading.vocabulary import (
    LETTER_ADDRESSES,
    LETTER_BEGINNINGS,
    LETTER_SIGNED,
    LETTER_WISHES,
    PERSONS,
    WEAK_LETTER_ADDRESSES,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.model import Role
    from docconvert.reading.paragraphs import Unit

_WIDEST_SIGNATURE = 60
_MOST_SIGNERS = 4
_MOST_WISHES = 3
_LONGEST_LEAD = 24
"""Characters at the end of a paragraph that may lead to a wish."""

_FAR_IN = 12
"""Columns of indent that only a line set at the right has."""

_NEAR_HEAD = 4
"""Paragraphs from the head among which a greeting addresses the reader, and not somebody in a story."""

_LONGEST_LETTER = 60
"""Paragraphs from a salutation that is one for the wish or signature below it, to these."""

_LONGEST_WISH = 20
_LONGEST_FREE_WISH = 12
"""Characters of a wish in words of one's own, below 祝 alone."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    who = r"[^。；！？“”「」『』《》：:]{1,24}?"
    so_much = r"(?:[专專耑肃肅匆草谨謹特]此[^，。！？]{0,4}[，,。\s]?\s*)?"
    politely = r"[敬谨謹恭顺順并並即此遥遙祗祇再]"
    wishes = rf"(?:{'|'.join(LETTER_WISHES)})"
    classical = r"(?:[\u3400-\u9fff]\s*){1,3}[安祺绥綏祉禧福吉佳好]"
    courtesy = r"(?:崇高的)?\s*敬\s*[礼禮]"
    return {
        "addressed": re.compile(
            rf"{who}\s*(?:{'|'.join(LETTER_ADDRESSES)}|(?P<weak>{'|'.join(WEAK_LETTER_ADDRESSES)}))"
            r"\s*(?P<colon>[：:])?"
        ),
        "begins": re.compile(rf"(?:{'|'.join(LETTER_BEGINNINGS)})\s*[：:，,]?"),
        "greeted": re.compile(
            rf"(?:(?:尊敬的|敬爱的|敬愛的|亲爱的|親愛的|各位){who}|{who}(?:{'|'.join(PERSONS)}))"
            r"[：:，,]?\s*(?:您|你|您们|您們|你们|你們|大家)好[！!：:。，,]?"
        ),
        "spoken": re.compile(r"[^，。！？]{1,10}[：:].+"),
        # 专此，顺颂 and the like, on a line of their own or at the end of a paragraph.
        "leads": re.compile(
            rf"(?:^|[，。！？；\s]){so_much}"
            rf"(?P<verb>此\s*致|此\s*上|[谨謹]\s*致|{politely}?\s*祝|{politely}\s*[颂頌请請问問候叩])"
            r"\s*(?:您们|您們|你们|你們|您|你|福|愿|願)?\s*[：:，,]?$"
        ),
        "courtesy": re.compile(rf"{courtesy}\s*[！!。]?"),
        "wish": re.compile(rf"(?:{courtesy}|{classical}|.{{0,6}}{wishes}.{{0,8}})\s*[！!。]?"),
        "more": re.compile(rf".{{0,6}}{wishes}.{{0,8}}[！!。]?"),
        "whole": re.compile(
            rf"{so_much}(?:此\s*致\s*{courtesy}|{politely}\s*[祝颂頌请請问問候叩]\s*{classical})\s*[！!。]?"
        ),
        "wished": re.compile(rf"{politely}?\s*祝.{{0,8}}{wishes}.{{0,10}}"),
        "formula": re.compile(
            r"[特谨謹专專耑]?此(?:[启啟布佈令复復覆告批]|[通公函奉敬报報证證说說声聲批].?[知告达達复復覆启啟明])[！!。]?"
        ),
        "signed": re.compile(rf"[^，。；：！？、]{{1,20}}?\s*(?:{'|'.join(LETTER_SIGNED)})"),
        "labelled": re.compile(
            r"[^，。；：！？\d]{2,8}(?:[（(].{1,6}[）)])?\s*[：:]\s*[^，。；：！？]{1,24}"
        ),
        "behind": re.compile(r"(?:附|抄\s*[送报報]|正\s*本|副\s*本|[注註又P（(]).*", re.DOTALL),
    }


def find_letters(units: Sequence[Unit]) -> dict[int, Role]:
    """Return the role of each paragraph that is surely part of a letter's frame.

    What leads to the wish (此致) is text; the wish stands at the margin, as the salutation does.
    """
    roles: dict[int, Role] = {}
    for at in range(len(units)):
        if at not in roles:
            roles |= _closing(units, at)
    roles |= {at: role for at, role in _signed_alone(units).items() if at not in roles}
    ends = [at for at, role in roles.items() if role != "body"]
    return roles | {at: "salutation" for at in _addresses(units, ends) if at not in roles}


def may_sign(text: str) -> bool:
    """Say whether the words of a line may be a signature's."""
    if width_of(text) > _WIDEST_SIGNATURE or re.search("[。，；：！？”」,;:!?…]|[\u4e00-\u9fff]\\.$", text):
        return False
    return not _patterns()["formula"].fullmatch(text)


# ---- how it begins


def _addresses(units: Sequence[Unit], ends: Sequence[int]) -> Iterator[int]:
    patterns = _patterns()
    for at, unit in enumerate(units[:-1]):
        if len(unit.text) > _WIDEST_SIGNATURE:
            continue
        if found := patterns["addressed"].fullmatch(unit.text):
            # Without a colon it may be a title: 见字如晤.
            signs = bool(found["colon"]) + (not found["weak"]) + (at < _NEAR_HEAD and bool(found["colon"]))
            if signs >= 2 or (signs and any(at < end <= at + _LONGEST_LETTER for end in ends)):
                yield at
        elif patterns["begins"].fullmatch(unit.text) or _greets(units, at):
            yield at


def _greets(units: Sequence[Unit], at: int) -> bool:
    """Say whether 王老师：您好！ opens a letter, and not a conversation."""
    if at >= _NEAR_HEAD or not _patterns()["greeted"].fullmatch(units[at].text):
        return False
    return not _patterns()["spoken"].fullmatch(units[at + 1].text)


# ---- how it ends


def _closing(units: Sequence[Unit], at: int) -> dict[int, Role]:
    """Return what a wish that begins at ``at`` is made of, and who signs below it."""
    patterns = _patterns()
    text = units[at].text
    if found := patterns["leads"].search(text[-_LONGEST_LEAD:]):
        wishes = (_handed if found["verb"][-1] in "致上" else _wished)(units, at, found["verb"])
        signed = _signed(units, wishes.stop)
        if not wishes or not (signed or _stands_in_prose(units, at, wishes)):
            return {}
        lead: dict[int, Role] = {at: "body"} if len(text) <= _LONGEST_LEAD else {}
        return lead | dict.fromkeys(wishes, "salutation") | signed
    if len(text) > _LONGEST_LEAD:
        return {}
    if patterns["formula"].fullmatch(text):
        return {at: "body"}
    if patterns["whole"].fullmatch(text):
        return {at: "body", **_signed(units, at + 1)}
    if patterns["wished"].fullmatch(text):
        # 祝你平安 is the title of a song too, but that has no name and date below it.
        signed = _signed(units, at + 1)
        return {at: "body", **signed} if "date" in signed.values() else {}
    return {}


def _stands_in_prose(units: Sequence[Unit], at: int, wishes: range) -> bool:
    """Say whether a wish that nobody signs has sentences on both sides; 祝你 above 平安 may be verse."""
    above = at == 0 or units[at - 1].text[-1] in TERMINAL or len(units[at].text) > _LONGEST_LEAD
    return above and (wishes.stop == len(units) or units[wishes.stop].text[-1] in TERMINAL)


def _handed(units: Sequence[Unit], at: int, _: str) -> range:
    """Return the lines below 此致: 敬礼, or the office a letter goes to."""
    end = at + 1
    if end < len(units) and not _patterns()["courtesy"].fullmatch(units[end].text):
        names = may_sign(units[end].text) and len(units[end].text) <= _LONGEST_WISH
        signs = end + 1 >= len(units) or ends_letter(units[end + 1].text)
        if not names or signs or mark_of(units[end].text):
            return range(0)
        end += 1
    if end < len(units) and _patterns()["courtesy"].fullmatch(units[end].text):
        end += 1
    return range(at + 1, end)


def _wished(units: Sequence[Unit], at: int, verb: str) -> range:
    """Return the lines of a wish below 祝 or 顺颂."""
    end = at + 1
    if end >= len(units):
        return range(0)
    text = units[end].text
    in_own_words = verb == units[at].text and verb.endswith("祝") and len(text) <= _LONGEST_FREE_WISH
    if not _patterns()["wish"].fullmatch(text) and not (
        in_own_words and "。" not in text[:-1] and not mark_of(text) and not is_name(text)
    ):
        return range(0)
    end += 1
    while (
        end < len(units)
        and end - at <= _MOST_WISHES
        and _patterns()["more"].fullmatch(units[end].text)
        and not is_name(units[end].text)
    ):
        end += 1
    return range(at + 1, end)


# ---- who signs it, and when


def _signed(units: Sequence[Unit], start: int) -> dict[int, Role]:
    """Return the signature and the date below a wish.

    Without a date, only what is surely a signature: 敬上 at its end, a name, a line set far in, or the last.
    """
    signers: list[int] = []
    for at in range(start, min(start + _MOST_SIGNERS + 1, len(units))):
        text = units[at].text
        if ends_letter(text):
            return {**dict.fromkeys(signers, "signature"), at: "date"}
        if mark_of(text) or not (may_sign(text) or _patterns()["labelled"].fullmatch(text)):
            break
        signers.append(at)
    return dict.fromkeys(takewhile(lambda at: _surely_signs(units, at), signers), "signature")


def _surely_signs(units: Sequence[Unit], at: int) -> bool:
    text = units[at].text
    return (
        bool(_patterns()["signed"].fullmatch(text))
        or is_name(text)
        or units[at].indent >= _FAR_IN
        or _is_at_end(units, at)
    )


def _signed_alone(units: Sequence[Unit]) -> dict[int, Role]:
    """Return signatures without a wish: 敬上 above a date or at the end, a name above the date at the end."""
    roles: dict[int, Role] = {}
    last = len(units) - 1
    for at, unit in enumerate(units):
        if len(unit.text) > _LONGEST_LEAD:
            continue
        if _patterns()["signed"].fullmatch(unit.text):
            if at == last or ends_letter(units[at + 1].text):
                roles[at] = "signature"
            if at < last and ends_letter(units[at + 1].text):
                roles[at + 1] = "date"
        elif (date_of(unit.text) or (ends_letter(unit.text) and _is_addressed(units, at))) and _is_at_end(
            units, at
        ):
            roles |= _signers_above(units, at)
    return roles


_DEAR = re.compile("(?:尊敬的|敬爱的|敬愛的|亲爱的|親愛的).{1,20}[：:]")


def _is_addressed(units: Sequence[Unit], before: int) -> bool:
    return any(
        len(unit.text) <= _WIDEST_SIGNATURE
        and (_patterns()["addressed"].fullmatch(unit.text) or _DEAR.fullmatch(unit.text))
        for unit in units[:before]
    )


def _signers_above(units: Sequence[Unit], date: int) -> dict[int, Role]:
    """Return the lines between the end of the text and its date, if they are few; more may be verse."""
    at = date - 1
    while at >= 0 and date - at <= _MOST_SIGNERS and may_sign(units[at].text) and not mark_of(units[at].text):
        at -= 1
    if at < 0 or at == date - 1 or units[at].text[-1] not in TERMINAL:
        return {}
    return {**dict.fromkeys(range(at + 1, date), "signature"), date: "date"}


def _is_at_end(units: Sequence[Unit], at: int) -> bool:
    """Say whether nothing follows but attachments, notes and the foot of an official document."""
    behind = _patterns()["behind"]
    return all(behind.match(unit.text) or is_separator(unit.text) for unit in units[at + 1 :])
