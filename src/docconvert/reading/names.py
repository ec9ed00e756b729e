"""Names of persons, and the lines that credit them: who wrote, translated or compiled a work."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from docconvert.reading.vocabulary import (
    AUTHORS_ROLES,
    COMPOUND_SURNAMES,
    DYNASTIES,
    OTHER_ROLES,
    SURNAMES,
)

_DYNASTIES = "|".join(DYNASTIES)
_NAME = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_DOT = "[·•．・‧]"

_LONGEST = 48
"""Characters of a line that credits somebody without a label."""

_MARK = re.compile(r"^[◎○●◇◆□■△▲☆★※—–-]+\s*")
"""What newspapers and sites set before a name."""

_ORIGIN = re.compile(rf"[（(\[【〔［]\s*{_NAME}{{1,6}}\s*[）)\]】〕］]\s*(?=\S)")
"""The country or dynasty of an author: [美], （清）."""

_WRAPPED = re.compile(r"[（(\[【〔［]([^（(\[【〔［）)\]】〕］]{3,40})[）)\]】〕］]")

_OTHERS = re.compile(
    r"[；;|｜].*|\s+(?=\S{1,4}\s*[：:︰/／]).*|\s*(?:译者|譯者|翻译|翻譯|[图圖]|[绘繪]|插[图圖]|校[对對]|[责責][编編])\s*[：:︰/／].*"
)
"""Behind an author's name, who else made the work."""

_LABEL_APART = re.compile(
    r"(?:(?P<author>作\s*者|原\s*作|原\s*著|著\s*者|撰\s*文)|译\s*者|譯\s*者|翻\s*[译譯]|校\s*[对對]|整\s*理|[绘繪]\s*[图圖画畫]|插\s*[图圖])\s+(?P<name>\S.*)"
)

_LATIN_FORM = re.compile("(?<=[\u3400-\u9fff])\\s*[（(][A-Za-z\u00c0-\u024f\u1e00-\u1eff .'’-]{2,40}[）)]$")
"""A name again in Latin letters, or how it is read."""

_OF_OFFICE = re.compile(
    rf"{_NAME}{{1,14}}[长長记記员員任席理事师師授官][\s　]+(?P<name>{_NAME}(?:\s?{_NAME}){{1,3}})"
)
"""Who speaks, with an office: 县委书记　胡建平."""

_STATE = re.compile(
    r"\s*[（(\[【［](?:已?完[结結本]|全[本文集]|[连連][载載]中?|未完.{0,4}|待[续續])[）)\]】］]\s*$"
)
"""What sites write behind an author's name."""


class Credit(NamedTuple):
    """What a line says of who made a work."""

    author: str
    """Who wrote it, parted by 、; empty if only others are named, such as a translator."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    dynasty = rf"[（(\[【〔]?(?:{_DYNASTIES})(?:代|朝)?[）)\]】〕]?"
    label = r"本文作\s*者|原\s*作\s*者|作\s*者|原\s*著|著\s*者|撰\s*者|撰\s*文|编\s*著|編\s*著|文"
    labelled = re.compile(
        rf"(?:(?:[【\[]?(?:{label})[】\]]?\s*[：:︰/／]|[【\[](?:{label})[】\]]|by\s)\s*(?P<name>.{{1,40}}))",
        re.IGNORECASE,
    )
    of_dynasty = re.compile(
        rf"(?:{dynasty}(?P<apart>\s*[·•．.、\s]\s*)|{dynasty})(?P<name>{_NAME}{{2,5}}(?:[（(].{{1,8}}[）)])?)\s*[著撰編编辑輯]?"
    )
    credit = re.compile(
        rf"\s*(?P<names>[^/／|｜]+?)(?P<gap>\s*)(?P<role>{'|'.join(AUTHORS_ROLES)}|{'|'.join(OTHER_ROLES)})(?:$|[\s/／|｜]+)"
    )
    return labelled, of_dynasty, credit


def labelled_author(text: str) -> str:
    """Return the author a line such as 作者：… or 文/… names; else nothing."""
    found = _patterns()[0].fullmatch(_unwrapped(_MARK.sub("", text)))
    return _bare(found["name"]) if found else ""


def _unwrapped(text: str) -> str:
    """Return what stands in brackets if the whole line does: 【作者：…】."""
    found = _WRAPPED.fullmatch(text)
    return found[1] if found else text


def credit_of(text: str) -> Credit | None:
    """Return what a line below a title says of who made the work, with or without a label."""
    if name := labelled_author(text):
        return Credit(name)
    unmarked = _LATIN_FORM.sub("", _MARK.sub("", text))
    if len(text) > _LONGEST or re.search("[。：；！？,:;!?]", text):
        return None
    if (found := _LABEL_APART.fullmatch(unmarked)) and (names := _names(found["name"], "", apart=False)):
        return Credit("、".join(names) if found["author"] else "")
    if (found := _OF_OFFICE.fullmatch(unmarked)) and is_name(found["name"]):
        return Credit("".join(found["name"].split()))
    _, of_dynasty, _ = _patterns()
    if (found := of_dynasty.fullmatch(unmarked)) and (
        found["apart"] or unmarked[0] in "（([【〔" or is_name(found["name"])
    ):
        return Credit(found["name"])
    if credit := _credits(unmarked):
        return credit
    return Credit(unmarked) if len(text) <= _LONGEST_NAME and is_name(unmarked) else None


_LONGEST_NAME = 24


def _credits(text: str) -> Credit | None:
    """Read a line of credits: 列夫·托尔斯泰 著 / 草婴 译."""
    authors: list[str] = []
    text = re.sub("^《[^《》]+》", "", text.strip())
    end = 0
    while end < len(text):
        found = _patterns()[2].match(text, end)
        names = _names(found["names"], found["role"], apart=bool(found["gap"])) if found else []
        if not found or not names:
            return None
        if found["role"] in AUTHORS_ROLES:
            authors += names
        end = found.end()
    return Credit("、".join(authors)) if end else None


_TELLING = frozenset({"著", "原著", "编著", "編著", "合著"})
"""Roles that need no blank before them to be some, as 作 and 编 do; what stands there is short."""

_SHORT = 6


@cache
def _name_pattern() -> re.Pattern[str]:
    latin = r"[A-Z][A-Za-z.'’-]*"
    return re.compile(
        rf"(?:{latin}{_DOT}?\s*)*{_NAME}{{2,12}}(?:{_DOT}(?:{_NAME}{{1,10}}|{latin}))*"
        rf"|{_NAME}(?:{_DOT}{_NAME}{{1,10}})+|{latin}(?:\s+{latin})*"
    )


def _names(text: str, role: str, *, apart: bool) -> list[str]:
    """Return the names that stand before what their bearers did; none if it is something else.

    Unless a blank sets the role apart, or says that it is one, they must look like names.
    """
    without = _ORIGIN.sub("", text.strip()).removesuffix("等").strip()
    names = [
        _without_dynasty(name) for part in re.split("[、，&＆]", without) for name in _spaced(part.strip())
    ]
    if not names or not all(_name_pattern().fullmatch(name) for name in names):
        return []
    sure = apart or (role in _TELLING and all(len(name) <= _SHORT for name in names))
    return names if sure or text != without or all(map(is_name, names)) else []


def _spaced(text: str) -> list[str]:
    """Return the names that blanks part; before them may stand what the work is: 长篇小说 张小三."""
    if is_name(text) or _name_pattern().fullmatch(text):
        return [text]
    *others, last = text.split() or [""]
    return [*filter(is_name, others), last]


def is_name(text: str) -> bool:
    """Say whether ``text`` is a Chinese name by its surname, or a foreign one by the dot inside."""
    name = "".join(text.split())
    if re.fullmatch(rf"{_NAME}{{1,6}}(?:[·•．]{_NAME}{{1,8}}){{1,3}}", name):
        return True
    if not re.fullmatch(rf"{_NAME}{{2,4}}", name):
        return False
    return name.startswith(COMPOUND_SURNAMES) or (len(name) <= 3 and name[0] in SURNAMES)


def _bare(name: str) -> str:
    """Return a name behind a label without what else may stand there: a country, another label, a state."""
    name = _STATE.sub("", _OTHERS.sub("", name))
    if (credit := _credits(name)) and credit.author:
        return credit.author
    return _without_dynasty(_ORIGIN.sub("", name))


def _without_dynasty(name: str) -> str:
    name = name.strip(" 　·")
    found = re.match(
        rf"(?:[（(\[【〔](?:{_DYNASTIES})(?:代|朝)?[）)\]】〕]\s*|(?:{_DYNASTIES})(?:代|朝)?\s*[·•．.\s]\s*)(?=\S)",
        name,
    )
    return name[found.end() :] if found else name
