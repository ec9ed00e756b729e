"""Names of persons, as bylines give them."""

from __future__ import annotations

import re
from functools import cache

from docconvert.reading.vocabulary import COMPOUND_SURNAMES, DYNASTIES, SURNAMES

_DYNASTIES = "|".join(DYNASTIES)
_NAME = r"[\u3400-\u9fff\U00020000-\U0003ffff]"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    dynasty = rf"[（(\[【〔]?(?:{_DYNASTIES})(?:代|朝)?[）)\]】〕]?"
    labelled = re.compile(
        r"(?:[【\[]?(?:原\s*作\s*者|作\s*者|原\s*著|著\s*者|撰\s*者|撰\s*文|编\s*著|編\s*著|文)[】\]]?\s*[：:︰/／]|by\s)\s*(?P<name>.{1,40})",
        re.IGNORECASE,
    )
    of_dynasty = re.compile(
        rf"{dynasty}\s*[·•．.、\s]?\s*(?P<name>{_NAME}{{2,5}}(?:[（(].{{1,8}}[）)])?)\s*[著撰编編辑輯]?"
    )
    author = re.compile(
        rf"(?:.*?(?:^|[\s》〉·.．）)\]】〕]))?(?P<name>{_NAME}{{2,6}}?)\s*(?:原著|编著|編著|著|撰|作)"
    )
    return labelled, of_dynasty, author


def labelled_author(text: str) -> str:
    """Return the author a line such as 作者：… or 文/… names; else nothing."""
    found = _patterns()[0].fullmatch(text)
    return _without_dynasty(found["name"]) if found else ""


def author_of_byline(text: str) -> str:
    """Return the author a line below a title names, with or without a label; else nothing."""
    if name := labelled_author(text):
        return name
    if len(text) > 24 or re.search("[，。：；！？,:;!?]", text):
        return ""
    _, of_dynasty, author = _patterns()
    if found := of_dynasty.fullmatch(text) or author.fullmatch(text):
        return found["name"]
    return text if is_name(text) else ""


def is_name(text: str) -> bool:
    """Say whether ``text`` is a Chinese name by its surname, or a foreign one by the dot inside."""
    name = "".join(text.split())
    if re.fullmatch(rf"{_NAME}{{1,6}}(?:[·•．]{_NAME}{{1,8}}){{1,3}}", name):
        return True
    if not re.fullmatch(rf"{_NAME}{{2,4}}", name):
        return False
    return name.startswith(COMPOUND_SURNAMES) or (len(name) <= 3 and name[0] in SURNAMES)


def _without_dynasty(name: str) -> str:
    name = name.strip(" 　·")
    found = re.match(
        rf"(?:[（(\[【〔](?:{_DYNASTIES})(?:代|朝)?[）)\]】〕]\s*|(?:{_DYNASTIES})(?:代|朝)?\s*[·•．.\s]\s*)(?=\S)",
        name,
    )
    return name[found.end() :] if found else name
