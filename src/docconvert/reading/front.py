"""The head of a text: title, author, date. Better no title than a wrong one.

A title is believed if the text says so (书名：…, 《…》 on the first line, a line above the author's), or if
the first line looks like one and what follows looks unlike it. Files of many pieces, each with its own
author, have none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from docconvert.model import Paragraph, Text
from docconvert.numerals import NUMERAL
from docconvert.reading.contents import is_label
from docconvert.reading.dates import DATE, is_day, iso_date
from docconvert.reading.lines import width_of
from docconvert.reading.names import credit_of, is_name, labelled_author
from docconvert.reading.numbering import Rank, mark_of
from docconvert.reading.separators import is_separator
from docconvert.reading.tails import bare_title, split_tail
from docconvert.reading.vocabulary import OFFICIAL_ENDINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from docconvert.model import Block, Role
    from docconvert.reading.paragraphs import Unit

_DEEPEST = 12
"""Paragraphs of a head at most."""

_LONGEST_TITLE = 40
"""Characters; titles of notices run to two lines of a page, no more."""

_FEWEST_PIECES = 3
"""Files with so many bylines or 《…》 lines are collections."""

_LONGEST_OFFICIAL = 100
"""Characters of an official document's title."""

_EDITION = re.compile(r"[（(\[【]?(?:全集|全本|全文|精校版?|校对版|完结版?|完本|txt|TXT|电子版)[）)\]】]?")
_NO_TITLE = re.compile(
    r"剧中人物|劇中人物|人物表|[内內]容$|正文$|作品篇目|图书在版编目|分节阅读|.*文件$"
    r"|第[0-9一二三四五六七八九十百零]{1,5}$|[#+>|-]|[A-Za-z][\w-]*: |\.\. |.*\t|.*[a-z], "
)

_SUBTITLE = ("——", "──", "――")
"""How a line below a title begins that is part of it, or says who it is for."""

_NOT_AT_END = frozenset("。，、；：…,.;:”」』")
_RUNNING_TEXT = frozenset("。，；！？")


class Front(NamedTuple):
    """What the head of a text says.

    ``blocks`` holds what stands for each of its paragraphs, which may be nothing where it became the title;
    ``removed`` are characters that are in none, ``added`` those of a title that stands in the text as well.
    """

    title: str = ""
    title_line: int = 0
    """Where it begins; 0 if it stands in no line of the file."""
    author: str = ""
    date: str = ""
    blocks: dict[int, tuple[Block, ...]] = {}  # noqa: RUF012 - never changed
    removed: str = ""
    added: str = ""
    official: bool = False
    """The text is an official document."""
    numbered: bool = False
    """It has a number of one, such as 汐教发〔2024〕8号."""
    bare: int | None = None
    """The paragraph that was taken for the title for its place alone."""
    origin: str = ""
    """Where an added title comes from."""


class _Part(NamedTuple):
    """A piece of a line of the head, and what it is."""

    kind: str
    text: str
    value: str = ""


_TITLE_LABEL = r"书\s*名|書\s*名|标\s*题|標\s*題|题\s*目|題\s*目|作品名称?|篇\s*名|名\s*称"
_OTHER_LABEL = (
    r"译\s*者|譯\s*者|翻\s*译|校\s*对|整\s*理|来\s*源|來\s*源|出\s*处|出\s*處|出版社?|版\s*本|字\s*数|类型|類型|状态|"
    r"分类|记者|記者|通讯员|编辑|編輯|责任编辑|主编|ISBN|文\s*号|文\s*號|索\s*引\s*号|发文机关|发布机构|主题分类|信息来源|出版日期|出版时间|更新日期|更新时间|连载时间"
)
_DATE_LABEL = r"(?:出版|更新|[创創]作|[发發]布|[发發]表|完成|[写寫]作)?(?:日\s*期|[时時]\s*[间間])"


_ORGANS = "局厅廳委部办辦府院会會司校所室站处處心队隊团團社馆館厂廠场場店组組协協联聯"
"""Last characters of the names of organs."""
_ORGAN = rf"[^，。：；、“”？！\s]{{2,30}}[{_ORGANS}委]"
_ISSUED_BY = ("公告", "通告", "公示", "公報", "公报", "启事", "啟事")
"""How titles end that stand below the name of who issues them, without 关于."""
_SIGNED_BY = r"[签簽]\s*[发發]\s*人\s*[：:︰]\s*[^\d。，：；]{2,24}"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    blank, secrecy = r"[ \t\u3000]", r"(?:绝密|絕密|机密|機密|秘密)"
    marking = (
        rf"(?:\d{{6}}|(?:№|No\.){blank}*\d{{3,8}}|{secrecy}(?:{blank}*[★☆*].{{0,8}})?"
        rf"|特{blank}*急|[紧緊]{blank}*急|加{blank}*急|平{blank}*急|特{blank}*提"
        r"|(?:份\s*号|份\s*號|密\s*级|密級|保密期限|密级和保密期限|紧急程度|緊急程度|缓\s*急)\s*[：:].{1,20})"
    )
    return {
        "title": re.compile(rf"[【\[]?(?:{_TITLE_LABEL})[】\]]?\s*[：:︰]\s*(?P<title>.+)"),
        "glued": re.compile(
            r"(?P<title>.{1,40}?)\s*(?P<byline>[（(【\[]?(?:作\s*者|著\s*者)\s*[：:︰/／]\s*.{1,40})"
        ),
        "book": re.compile(r"《(?P<title>[^《》]{1,40})》\s*(?:[·—-]{1,2}\s*)?(?P<rest>.{0,20})"),
        "label": re.compile(rf"(?:{_OTHER_LABEL})\s*[：:︰].+"),
        "date": re.compile(
            rf"(?P<open>[（(])?\s*(?:(?:{_DATE_LABEL})\s*[：:︰]\s*)?(?P<date>{DATE})"
            r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\s*(?(open)[）)])"
        ),
        # 2023-12-28 09:15　来源：江城日报　作者：王敏　编辑：刘洋
        "published": re.compile(
            rf"(?:(?P<date>{DATE})(?:\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?\s+)?"
            rf"(?:(?:{_OTHER_LABEL})\s*[：:]\s*\S+\s+)*(?P<author>作\s*者\s*[：:]\s*\S+)?"
            rf"(?:\s*(?:{_OTHER_LABEL})\s*[：:]\s*\S+)*(?<=[^\s：:])"
        ),
        "month": re.compile(
            r"[（(]\s*[0-9〇○零一二三四五六七八九]{4}\s*年\s*[0-9一二三四五六七八九十]{1,2}\s*月\s*[）)]"
        ),
        "appendix": re.compile(r"附\s*件\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[：:]?"),
        "number": re.compile(
            r"(?:[^\W\d_][^\s\d。，：；]{1,19}\s*)?[〔\[（(【［]\s*(?:19|20)\d{2}\s*[〕\]）)】］]\s*第?\s*\d{1,5}\s*[号號]"
            # Who signed what goes to a higher office stands at the right (7.2.6).
            rf"(?:\s*{_SIGNED_BY})?|{_SIGNED_BY}"
        ),
        # 题注 of laws and rules
        "adopted": re.compile(
            rf"[（(]\s*{DATE}[^（）()]{{2,80}}(?:通过|通過|公布|发布|發布|修订|修訂|修正|批准|施行)[^（）()]{{0,20}}[）)]"
        ),
        # Of a 令 or 公告 that has its name for a title (10.2)
        "serial": re.compile(rf"[（(]?\s*(?:\d{{4}}\s*年\s*)?第\s*[{NUMERAL}\d]{{1,5}}\s*号\s*[）)]?"),
        # 份号, 密级和保密期限, 紧急程度 (7.2.1 to 7.2.3)
        "marking": re.compile(rf"{marking}(?:{blank}+{marking})*"),
        # 发文机关标志: the name of the organ with 文件 or alone, or of several, one below the other (7.2.4)
        "letterhead": re.compile(
            rf"[^，。：；、“”？！]{{0,40}}?(?:文\s*件|(?<![网網])[{_ORGANS}]|令|公告|通告|公报|公報|通报|通報|会议纪要|會議紀要)"
            r"(?:\s*[（(][^（()）]{1,8}[）)])?"
        ),
        # And not 老周回答道：
        "addressees": re.compile(r"[^。！？；“”]{2,80}(?<![道说說问問答写寫曰想喊叫])[：:]"),
    }


def read_front(
    units: Sequence[Unit], letters: Collection[int] = (), *, has_contents_below: bool = False
) -> Front:
    """Return what the first paragraphs say of the whole text.

    Args:
        units: the paragraphs of a text.
        letters: those that belong to the frame of a letter, such as its salutation.
        has_contents_below: a contents list followed them.
    """
    if _is_collection(units):
        return Front()
    head = _head(units, letters)
    parts = {at: _parts(units[at].text) for at in head}
    if 0 in parts and _matches("appendix", units[0].text):
        parts[0] = [_Part("appendix", units[0].text)]  # of a document that is another file
    if len({unit.text for unit in units if _is_book_title(unit)}) > 1:
        parts = {at: [_Part("", units[at].text)] if _is_book_title(units[at]) else parts[at] for at in head}
    if _find_official_title(units, head, parts):
        return _front(units, parts)
    bare = _find_bare(units, head, parts, contents_below=has_contents_below)
    return _front(units, parts)._replace(bare=bare)


def without_bare_title(front: Front) -> Front:
    """Return what is known without a title that was one for its place alone."""
    blocks = {at: block for at, block in front.blocks.items() if at != front.bare}
    return front._replace(title="", title_line=0, blocks=blocks, bare=None, official=False)


def _is_collection(units: Sequence[Unit]) -> bool:
    """Say whether many pieces follow each other, each under its own author or in its own 《》."""
    if units and _is_book_title(units[0]):
        named = sum(map(_is_book_title, units))
        marks = (mark_of(unit.text) for unit in units)
        if named > 1 and not any(mark and mark.rank <= Rank.CHAPTER for mark in marks):
            return True
    bylines = sum(len(unit.text) <= 24 and bool(labelled_author(unit.text)) for unit in units)
    return bylines >= _FEWEST_PIECES


def _is_book_title(unit: Unit) -> bool:
    return unit.text[0] == "《" and unit.text.find("》") == len(unit.text) - 1


def _head(units: Sequence[Unit], letters: Collection[int]) -> range:
    """Return the paragraphs before the first heading, salutation or running text."""
    end = 0
    for at, unit in enumerate(units[:_DEEPEST]):
        mark = mark_of(unit.text)
        is_heading = mark is not None and mark.rank != Rank.NAMED and (end or mark.rank != Rank.SPECIAL)
        if at in letters or (is_heading and not _matches("number", unit.text)) or _is_running(unit.text):
            break
        if end and _matches("addressees", unit.text):
            break  # what is written to somebody begins here
        end += 1
    return range(end)


def _is_running(text: str) -> bool:
    if _is_official_title(text):
        return False
    return (
        width_of(text) > 2 * _LONGEST_TITLE
        or (text[-1] in "。！？" and len(text) > 12)
        or text.count("，") > 2
    )


def _matches(name: str, text: str) -> re.Match[str] | None:
    return _patterns()[name].fullmatch(text)


def _parts(text: str) -> list[_Part]:
    """Take a line of the head apart."""
    if found := _matches("title", text):
        label, title = text[: found.start("title")], found["title"]
        rest = _split_byline(title)
        return [_Part("removed", label), *(rest or [_Part("title", title, bare_title(title))])]
    if found := _matches("book", text):
        return _book_parts(text, found)
    if split := _split_byline(text):
        return split
    if author := labelled_author(text):
        return [_Part("byline", text, author)]
    if found := _matches("published", text):
        author = labelled_author(found["author"].strip()) if found["author"] else ""
        dated = [_Part("dated", "", iso_date(found["date"]))] if found["date"] else []
        return [_Part("byline", text, author), *dated]
    if found := _matches("date", text):
        return [_Part("date", text, iso_date(found["date"]))]
    if _matches("number", text):
        return [_Part("number", text)]
    if _matches("label", text) or _matches("month", text):
        return [_Part("byline", text)]
    return [_Part("", text)]


def _book_parts(text: str, found: re.Match[str]) -> list[_Part]:
    title, rest = found["title"], found["rest"].strip()
    parts = [_Part("title", f"《{title}》", title)]
    if not rest:
        return parts
    if _EDITION.fullmatch(rest) or ((tailed := split_tail(text)) and tailed.title == title):
        return [*parts, _tail_part(rest)]
    credit = credit_of(rest)
    return [*parts, _Part("byline", rest, credit.author)] if credit else [_Part("", text)]


def _tail_part(tail: str) -> _Part:
    """Keep what edition a book is of; take off what a site says of it."""
    return _Part("note" if _EDITION.fullmatch(tail) else "removed", tail)


def _split_byline(text: str) -> list[_Part]:
    found = _matches("glued", text)
    if not found or not any(map(str.isalpha, found["title"])):
        return []
    title, byline = found["title"].strip(), found["byline"]
    if re.fullmatch("原|原文|本文|本书|本書|[【\\[◎○●◇◆□■△▲☆★※]+", title):
        return []  # 原作者：…
    if re.match(DATE, title) or re.search(_OTHER_LABEL, title):
        return []
    author = labelled_author(byline.strip("（(【[］】)）"))
    return [_Part("title", title, bare_title(title)), _Part("byline", byline, author)] if author else []


def _closed(text: str) -> str:
    """Return a title without the blanks of wide letters: 通　知."""
    return text.replace(" ", "").replace("\u3000", "") if _WIDE_LETTERS.fullmatch(text) else text


_WIDE_LETTERS = re.compile("\\S(?:[ \u3000]+\\S){1,7}")


def _is_official_title(text: str) -> bool:
    ending = re.sub(r"[（(][^（()）]{1,12}[）)]$", "", _closed(text))
    return len(text) <= _LONGEST_OFFICIAL and ending.endswith(OFFICIAL_ENDINGS) and "。" not in text


def _find_official_title(units: Sequence[Unit], head: range, parts: dict[int, list[_Part]]) -> bool:
    """Find the title of an official document below its letterhead and number (GB/T 9704-2012, 7.3.1).

    Without a number it is one if it begins the text, says what it is about, and names its readers next.
    """
    number = next((at for at in head for part in parts[at] if part.kind == "number"), None)
    if number is not None:
        found = [at for at in head if parts[at][0].kind == "" and _is_official_title(units[at].text)]
        # …令 or 会议纪要 above the number is the letterhead if there is a title below.
        title = next((at for at in found if at > number), next(iter(found), None))
    else:
        title = _below_letterhead(units, head)
        if title is not None and not (parts[title][0].kind == "" and _is_addressed(units, title)):
            title = None
    if title is None:
        return False
    _set_official_title(units, head, parts, title)
    _set_letterhead(units, parts, range(title))
    return True


def _below_letterhead(units: Sequence[Unit], head: range) -> int | None:
    """Return the first paragraph that is neither a marking nor the name of an organ with 文件."""
    return next(
        (
            at
            for at in head
            if not _matches("marking", units[at].text) and not re.search(r"文\s*件\Z", units[at].text)
        ),
        None,
    )


def _set_letterhead(units: Sequence[Unit], parts: dict[int, list[_Part]], above: range) -> None:
    """Make lines above the title of an official document what they are in its head (GB/T 9704-2012, 7.2)."""
    for at in above:
        if parts[at][0].kind == "":
            kind = next((kind for kind in ("marking", "letterhead") if _matches(kind, units[at].text)), "")
            parts[at] = [_Part(kind, units[at].text)]


def _is_addressed(units: Sequence[Unit], at: int) -> bool:
    """Say whether a line is 关于……的通知, with 各单位： below it."""
    first, *others = (unit.text for unit in units[at : at + 2])
    about = re.match(rf"(?:[^，。：；“”]{{2,30}}?[{_ORGANS}])?(?:关于|關於)[^。：；]{{2,}}[的之]", first)
    is_title = len(first) <= _LONGEST_OFFICIAL and first.endswith((*OFFICIAL_ENDINGS, "信"))
    return bool(about and is_title and others and _matches("addressees", others[0]))


def _set_official_title(units: Sequence[Unit], head: range, parts: dict[int, list[_Part]], at: int) -> None:
    """Make a line the title, with the line above if the title began there."""
    text, above = units[at].text, at - 1
    if above in head and parts[above][0].kind == "" and _begins_title(units[above].text, text):
        parts[above] = [_Part("title", units[above].text, units[above].text)]
        parts[at] = [_Part("more", text, text)]
    else:
        parts[at] = [_Part("title", text, text)]


def _begins_title(above: str, text: str) -> bool:
    """Say whether a title runs over two lines: 关于 stands above, or begins this one below the organ."""
    about = re.search("关于|關於", text)
    if about and about.start() == 0:
        return bool(re.fullmatch(rf"{_ORGAN}(?:\s+{_ORGAN})*", above)) and not above.endswith("网站")
    if not about and text.endswith(_ISSUED_BY) and re.fullmatch(_ORGAN, above):
        return not re.match(_ORGAN, text) and not above.endswith("网站")
    return bool(re.search("关于|關於", above)) and not about and above[-1] not in _NOT_AT_END


def _find_bare(
    units: Sequence[Unit], head: range, parts: dict[int, list[_Part]], *, contents_below: bool
) -> int | None:
    """Find a title without a sign, and a name below a title; return the paragraph of the former."""
    titled = next((at for at in head for part in parts[at] if part.kind == "title"), None)
    bare = None
    if titled is None:
        titled = bare = _bare_title(units, head, parts, contents_below=contents_below)
        if bare is not None and (tailed := _without_tail(units, bare)):
            parts[bare] = tailed
            bare = None  # no title but a book's on a site has such words behind it
        elif bare is not None:
            _set_official_title(units, head, parts, bare)
            if parts[bare][0].kind == "more":
                bare = None  # 关于 … 的通知 over two lines says enough
    _find_serial(units, head, parts, titled)
    if titled is not None and _find_credits(units, head, parts, titled + 1):
        bare = None
    return bare


def _find_credits(units: Sequence[Unit], head: range, parts: dict[int, list[_Part]], start: int) -> bool:
    """Find who made the work in the lines from ``start`` on; say whether anybody was found."""
    has_author = any(part.value for at in head for part in parts[at] if part.kind == "byline")
    found = False
    for at in range(start, min(head.stop, len(units) - 1)):
        text, kind = units[at].text, parts[at][0].kind
        if kind in ("byline", "date", "note") or text.startswith(_SUBTITLE):
            continue
        if kind == "" and _matches("adopted", text):
            parts[at] = [_Part("byline", text)]
            continue
        credit = credit_of(text) if kind == "" and units[at + 1].text[0] != text[0] else None
        if credit and is_name(text) and _is_one_of_many(units, at):
            break  # 张家界 above what is to be seen there, and 凤凰古城 below
        if not credit or (credit.author and has_author):
            break
        parts[at] = [_Part("byline", text, credit.author)]
        has_author, found = has_author or bool(credit.author), True
    return found


def _is_one_of_many(units: Sequence[Unit], at: int) -> bool:
    """Say whether a line that may be a name stands over text as other short lines below do."""

    def heads(place: int) -> bool:
        unit, below = units[place], units[place + 1]
        short = len(unit.text) <= _LONGEST_LABEL and unit.text[-1] not in _NOT_AT_END
        return short and below.text[-1] in "。！？" and len(below.text) > _LONGEST_LABEL

    here = (units[at].indent, min(units[at].blanks, 2))
    return heads(at) and any(
        (units[place].indent, min(units[place].blanks, 2)) == here
        and heads(place)
        and not is_name(units[place].text)
        for place in range(at + 1, len(units) - 1)
    )


_LONGEST_LABEL = 10


def _find_serial(
    units: Sequence[Unit], head: range, parts: dict[int, list[_Part]], titled: int | None
) -> None:
    """Find 第7号 below a title such as …人民政府令."""
    if titled is None or titled + 1 not in head or not re.search("[令告]\\Z", units[titled].text):
        return
    below = units[titled + 1].text
    if _matches("serial", below):
        parts[titled + 1] = [_Part("number", below)]


def _without_tail(units: Sequence[Unit], at: int) -> list[_Part]:
    """Take a title and the words of a site behind it apart; weak words need chapters below."""
    text = units[at].text
    tailed = split_tail(text)
    if not tailed or not (tailed.sure or _has_chapters(units)):
        return []
    title = text.rstrip().removesuffix(tailed.tail)
    return [_Part("title", title, tailed.title), _tail_part(tailed.tail.strip())]


def _has_chapters(units: Sequence[Unit]) -> bool:
    marks = (mark_of(unit.text) for unit in units)
    return any(mark and mark.number is not None and mark.rank <= Rank.CHAPTER for mark in marks)


def _bare_title(
    units: Sequence[Unit], head: range, parts: dict[int, list[_Part]], *, contents_below: bool
) -> int | None:
    """Return the paragraph that is the title though nothing but its place says so."""
    byline = next((at for at in head for part in parts[at] if part.kind == "byline" and part.value), None)
    if byline and parts[byline - 1][0].kind == "" and _could_be_title(units[byline - 1].text):
        return byline - 1
    first = next(
        (
            at
            for at in head
            if not is_separator(units[at].text) and parts[at][0].kind not in ("number", "appendix")
        ),
        None,
    )
    if first is None or parts[first][0].kind:
        return None
    second = units[first + 1] if first + 1 < len(units) else None
    if second and _is_official_title(second.text) and _begins_title(units[first].text, second.text):
        return first + 1
    quoted = parts.get(first + 1, [_Part("", "")])[0].kind in ("byline", "date")
    if not _could_be_title(units[first].text, quoted=quoted):
        return None
    if second is None:
        return first if contents_below else None
    sets_off = (
        second.blanks > 0
        or (mark_of(second.text) is not None and first + 1 not in head)
        or second.indent > units[first].indent
        or credit_of(second.text) is not None
        or second.text.startswith(_SUBTITLE)
        or parts.get(first + 1, [_Part("", "")])[0].kind in ("byline", "date", "number")
        or not _RUNNING_TEXT.isdisjoint(second.text)
        or width_of(second.text) > 2 * _LONGEST_TITLE
    )
    return first if sets_off or contents_below else None


def _could_be_title(text: str, *, quoted: bool = False) -> bool:
    """Say whether a line may be a title; one may begin with a quotation if a byline stands below."""
    if _is_official_title(text):
        return True
    return (
        len(text) <= _LONGEST_TITLE
        and not is_label(text)
        and not _NO_TITLE.match(text)
        and not is_separator(text)
        and not is_day(text)
        and any(map(str.isalpha, text))
        and text[-1] not in _NOT_AT_END
        and not {"。", "；", "，"} & set(text)
        and text[0] not in ("—（(【［[" if quoted else "“「『—（(【［[")
        and ((mark := mark_of(text)) is None or mark.rank == Rank.NAMED)
        and not re.search(r"https?:|www\.|\.(?:com|net|org|cn)\b", text.lower())
    )


def _front(units: Sequence[Unit], parts: dict[int, list[_Part]]) -> Front:
    title = author = date = removed = ""
    title_line = 0
    blocks: dict[int, tuple[Block, ...]] = {}
    for at, pieces in parts.items():
        kept: list[Block] = []
        for part in pieces:
            if (part.kind == "title" and not title) or part.kind == "more":
                title += part.value
                title_line = title_line or units[at].number
                removed += part.text.replace(part.value, "", 1)
            elif part.kind == "removed":
                removed += part.text
            elif part.kind and part.text:
                below_title = bool(title) and bool(parts.get(at - 1, pieces)[0].kind)
                role = _role(part.kind, below_title=below_title)
                kept.append(Paragraph((Text(part.text),), role, units[at].number))
            if part.kind == "byline":
                author = author or part.value
            if part.kind in ("date", "dated"):
                date = date or part.value
        if kept or any(part.kind for part in pieces):
            blocks[at] = tuple(kept)
    numbered = any(part.kind == "number" for pieces in parts.values() for part in pieces)
    official = numbered or _closed(title).endswith(OFFICIAL_ENDINGS)
    return Front(title, title_line, author, date, blocks, removed, official=official, numbered=numbered)


def _role(kind: str, *, below_title: bool) -> Role:
    """Return the role of a part; a date below the title stands in the middle as who wrote it does."""
    match kind:
        case "byline":
            return "byline"
        case "date":
            return "byline" if below_title else "date"
        case "number":
            return "number"
        case "note":
            return "note"
        case "marking":
            return "marking"
        case "letterhead":
            return "letterhead"
        case "appendix":
            return "appendix"
        case _:
            return "body"
