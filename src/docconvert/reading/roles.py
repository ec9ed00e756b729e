"""Paragraphs with a role: what official documents and letters are made of (GB/T 9704-2012, 7.3).

主送机关 above the text; 落款, signature and date, below it; 附件 and the 版记 behind; bylines under headings.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from docconvert.reading.closings import COPY, HANDLED, ISSUED, PRINTED, SENT
from docconvert.reading.dates import DATE, date_of, ends_letter
from docconvert.reading.letters import may_sign
from docconvert.reading.lines import width_of
from docconvert.reading.names import credit_of, labelled_author

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from docconvert.model import Role
    from docconvert.reading.paragraphs import Unit

_NEAR_HEAD = 4
"""Paragraphs below the title or from the head among which a salutation stands."""

_LONGEST_SALUTATION = 80

_MOST_SIGNERS = 3

NEAR_END = 12
"""Paragraphs from the end among which the signature stands."""

_LONGEST_IMPRINT = 80
"""Characters of a line that says who issued a document and when."""

_LONGEST_ISSUER = 30
_LONGEST_NAME = 60
"""Characters of an attachment's name."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "salutation": re.compile(
            r"(?:尊敬的|敬爱的|敬愛的|亲爱的|親愛的|各位).{1,30}[：:]|"
            r"(?!第.{1,6}[条條])(?=.{2,60}[：:]$)[^。；！？“”「」：:]*(?:政府|委员会|委員會|局|厅|廳|部|委|办公室|办|院|司|公司|单位|單位|机构|機構|部门|部門|学校|學校|学院|中心|协会|分会|支队|企业|同志|先生|女士|老师|家长|同学|同事|客户|朋友|们|們)[：:]"
        ),
        "addressees": re.compile(
            r"(?!.*(?:下列|如下|以下|包括|规定|規定|主旨|說明|说明|辦法|依据|依據)[：:]|第.{1,6}[条條]|[一二三四五六七八九十]+、)"
            r"[^。；！？“”「」：:]{2,80}[：:]"
        ),
        "attachment": re.compile(r"附\s*件\s*[0-9０-９一二三四五六七八九十]{0,3}\s*(?:[：:].*)?"),
        "listed": re.compile(r"附\s*件\s*[：:].{0,100}"),
        "attached": re.compile(r"[0-9０-９]{1,2}[.．、]\s*\S.*"),
        # 某某市人民政府办公室　　2024年3月5日印发, or the latter on a line of its own (7.4.3)
        "issued": re.compile(ISSUED),
        "keywords": re.compile(r"主\s*[题題]\s*[词詞]\s*[：:].*"),
        "printed": re.compile(PRINTED),
        "handled": re.compile(rf"[（(]?(?:{HANDLED})\s*[：:].{{1,60}}"),
        "sent": re.compile(SENT),
        "copy": re.compile(COPY),
        "note": re.compile(
            r"(?:注|註|附注|附註|编者注|編者注|译者注|譯者注|原注|按|编者按|編者按)\s*[：:].*|[（(](?:此件|联系人|聯絡人)[^（）()]{1,60}[）)]"
        ),
    }


def find_roles(
    units: Sequence[Unit],
    taken: Collection[int],
    headings: Collection[int],
    letters: Mapping[int, Role],
    *,
    main: int,
    official: bool,
) -> dict[int, Role]:
    """Return the roles of paragraphs that are not plain text.

    Args:
        units: the paragraphs of a text.
        taken: those that are something else, such as a heading.
        headings: which of these are headings.
        letters: the roles of those that are the frame of a letter.
        main: where the first appendix begins; the length of the text if there is none.
        official: the text is an official document, whose first line names who it is for.
    """
    free = [at for at in range(len(units)) if at not in taken and at not in letters]
    roles: dict[int, Role] = dict(letters)
    for at in free:
        if at - 1 in headings and _is_byline(units, at):
            roles[at] = "byline"
    if not any(role == "salutation" and at < min(free, default=0) for at, role in letters.items()):
        roles |= _salutation(units, free, official=official)
    roles |= _labelled(units, free)
    of_text = [at for at in free if at < main]
    roles |= _imprint(units, free, official=official) or _imprint(units, of_text, official=official)
    signed = max((at for at, role in letters.items() if role == "date" and at < main), default=-1)
    unsigned = [at for at in of_text if at > signed and at not in roles]
    return roles | _signature(units, unsigned, official=official)


def find_attachments(units: Sequence[Unit]) -> dict[int, Role]:
    """Return the lists of what is attached: 附件：1. …, and below it 2. …, which is no heading."""
    roles: dict[int, Role] = {}
    for at, unit in enumerate(units):
        follows = at - 1 in roles and len(unit.text) <= _LONGEST_NAME
        if _patterns()["attached" if follows else "listed"].fullmatch(unit.text):
            roles[at] = "attachment"
    return roles


def _is_byline(units: Sequence[Unit], at: int) -> bool:
    """Say whether the line below a heading names the author of what follows."""
    text = units[at].text
    if at + 1 >= len(units) or len(text) > 24:
        return False
    return bool(labelled_author(text)) or (
        credit_of(text) is not None and width_of(units[at + 1].text) > width_of(text)
    )


def _salutation(units: Sequence[Unit], free: Sequence[int], *, official: bool) -> dict[int, Role]:
    pattern = _patterns()["addressees" if official else "salutation"]
    for at in free[:_NEAR_HEAD]:
        text = units[at].text
        if official and "。" in text:
            break  # the text has begun: 会议议定：
        if len(text) <= _LONGEST_SALUTATION and at + 1 < len(units) and pattern.fullmatch(text):
            return {at: "salutation"}
    return {}


def _labelled(units: Sequence[Unit], free: Sequence[int]) -> dict[int, Role]:
    """Find what its first words name: 附件, 抄送, 注."""
    roles: dict[int, Role] = {}
    patterns = _patterns()
    for at in free:
        text = units[at].text
        if text[0] in "附抄分主正副注註编編译譯原按（(" and len(text) <= 200:
            for role in ("attachment", "copy", "note"):
                if patterns[role].fullmatch(text):
                    roles[at] = role
    # 主送 may stand in the 版记 (7.3.2); above the text it names who the document is for.
    if free and units[free[0]].text.startswith("主送") and roles.get(free[0]) == "copy":
        roles[free[0]] = "salutation"
    return roles


def _imprint(units: Sequence[Unit], free: Sequence[int], *, official: bool) -> dict[int, Role]:
    """Find the 版记 at the end of an official document: 主题词, 抄送, 印发机关 and date, 印数 (7.4).

    Who issued it and when must be said, for without that nothing says that this is a 版记.
    """
    patterns = _patterns()
    found: dict[int, Role] = {}
    is_issued = is_copied = False
    for at in reversed(free):
        text = units[at].text
        if patterns["copy"].fullmatch(text) or (is_issued and patterns["sent"].fullmatch(text)):
            found[at], is_copied = "copy", True
            continue
        if len(text) > _LONGEST_IMPRINT:
            break
        if patterns["issued"].fullmatch(text):
            is_issued = True
        elif (
            not patterns["keywords" if is_issued else "printed"].fullmatch(text)
            and not patterns["handled"].fullmatch(text)
            and not (at + 1 in found and _issues(text, units[at + 1].text))
        ):
            break
        found[at] = "imprint"
    return found if is_issued and (official or is_copied) else {}


def _issues(text: str, below: str) -> bool:
    """Say whether a line names the 印发机关 whose date stands on the line below."""
    is_alone = re.match(DATE, below) and _patterns()["issued"].fullmatch(below)
    return bool(is_alone) and len(text) <= _LONGEST_ISSUER and may_sign(text) and not date_of(text)


def _signature(units: Sequence[Unit], free: Sequence[int], *, official: bool) -> dict[int, Role]:
    """Find the date of its own near the end, and who signs above it; that of a document may lack its year."""
    near_end = free[-NEAR_END:]
    for at in reversed(near_end):
        if date_of(units[at].text):
            return {at: "date", **dict.fromkeys(_signers(units, free, at), "signature")}
    if official and near_end and _is_date(units[near_end[-1]].text):
        signers = _signers(units, free, near_end[-1])
        return {near_end[-1]: "date", **dict.fromkeys(signers, "signature")} if signers else {}
    return {}


_WITHOUT_DAY = re.compile(
    r"[0-9０-９〇○零一二三四五六七八九十OＯXx×]{4}\s*年\s*[0-9０-９一二三四五六七八九十Xx×]{1,3}\s*月(?:\s*[Xx×]{0,2}\s*日)?"
)
"""As drafts have it, the day being set when the document is issued; or no number at all."""


def _is_date(text: str) -> bool:
    return ends_letter(text) or bool(_WITHOUT_DAY.fullmatch(text))


def _signers(units: Sequence[Unit], free: Sequence[int], date: int) -> range:
    """Return the lines above a date that sign with it: of many, as in verse, those below the last gap."""
    first = date
    while first - 1 in free and date - first <= _MOST_SIGNERS and may_sign(units[first - 1].text):
        first -= 1
    if date - first > _MOST_SIGNERS:
        first = max((at for at in range(first + 1, date) if units[at].blanks), default=date)
    return range(first, date)
