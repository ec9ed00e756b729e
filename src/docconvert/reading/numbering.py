"""What the number at the head of a line says: its form, how deep such headings stand, and the title.

A :class:`Mark` is read off one line alone. Whether the line is a heading is decided elsewhere
(:mod:`docconvert.reading.headings`), from the lines around it and the others of its form.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import cache, lru_cache
from typing import NamedTuple

from docconvert.numerals import NUMERAL, number_of
from docconvert.reading.vocabulary import SPECIAL_TITLES

LONGEST = 100
"""Characters; a longer line is running text, however it begins."""


class Rank(IntEnum):
    """How deep headings of a form stand when several forms are used; a 部 holds 卷, a 卷 holds 章.

    The lower ranks follow GB/T 9704-2012, 7.3.3: 一、 above （一） above 1. above （1）.
    """

    PART = 0
    VOLUME = 1
    SUBPART = 2
    CHAPTER = 3
    SECTION = 4
    ARTICLE = 5
    """第一条 with a title of its own."""
    FORMAL = 6
    """壹、"""
    NUMERAL = 7
    """一 or 01 alone or before a title, and 一、"""
    BRACKETED = 8
    """（一） and 甲、"""
    ARABIC = 9
    """1."""
    BRACKETED_ARABIC = 10
    """（1）"""
    DECIMAL = 11
    """1.1; each further point stands one deeper."""
    NAMED = 17
    """《…》 or 【…】 alone on a line."""
    PLAIN = 18
    """A title without any sign; one below another stands one deeper."""
    SPECIAL = 30
    """序, 后记 …: as deep as what stands around them."""


class Mark(NamedTuple):
    """What stands at the head of a line.

    ``form`` tells forms apart within a rank, such as ``章`` and ``回``; ``number`` is None where there
    is none; ``title`` is what stands behind the number; ``glued`` says that nothing parts the two;
    ``bracketed`` that the number stands in brackets, as that of a place referred to does.
    """

    form: str
    rank: int
    number: int | None
    title: str
    glued: bool = False
    bracketed: bool = False


_UNITS: dict[str, Rank] = {
    **dict.fromkeys("部集", Rank.PART),
    **dict.fromkeys("卷篇编編辑輯", Rank.VOLUME),
    "部分": Rank.PART,
    **dict.fromkeys(("分编", "分編"), Rank.SUBPART),
    **dict.fromkeys("章回话話幕折出讲講课課", Rank.CHAPTER),
    **dict.fromkeys("节節场場", Rank.SECTION),
}
_SAME_UNIT = dict(zip("編輯話講課節場", "编辑话讲课节场", strict=True)) | {"分編": "分编"}

_RARE_UNITS = frozenset("话話幕折出讲講课課辑輯场場")
"""Units that are common words too: they head a line only if the title stands apart from them."""

# 第十回合, 第一节课: the unit is part of a word.
_IN_WORDS = frozenset(
    f"{unit}{letter}"
    for unit, letters in {
        "回": "合来來去目",
        "节": "课目日点",
        "節": "課目日點",
        "部": "电電分队隊门門位下长長属屬",
        "集": "团團合中体體",
        "卷": "子",
        "章": "程",
        "篇": "幅",
        "编": "号制",
        "編": "號制",
    }.items()
    for letter in letters
)

_GOES_ON = re.compile("[的了是]|所[述称稱列说說谓謂讲講指]")
"""第一回是…, 第三章的规定: a particle right after the number makes it a sentence."""

_PARTING = " \t\u3000\xa0:：︰、.．·・-－—–―|｜_/~～"
_OPENING = "（(《「『“【〈[［"
_APART = re.escape(_PARTING + _OPENING)

_ENGLISH = (
    r"(?P<word>chapter|part|book|volume|section|act|scene|appendix)"
    r"\s+(?P<n>[0-9]{1,4}|[ivxlc]{1,7})\b(?P<rest>.*)"
)
_ENGLISH_GLUED = r"chapter[ .]?(?P<n>[0-9]{1,4})(?P<rest>(?:[\s:：、.·—-]+(?![a-z]).*|[\u3400-\u9fff].*)?)"
"""Chapter8 夜谈, Chapter 8夜谈: with no space where English has one."""

_ENGLISH_SPECIAL = (
    r"(?:prologue|epilogue|preface|foreword|introduction|afterword|appendix|abstract|references)"
    r"(?P<rest>(?:[\s:.—-].*)?)"
)
_ENGLISH_RANKS = {
    "part": Rank.PART,
    "book": Rank.PART,
    "volume": Rank.VOLUME,
    "chapter": Rank.CHAPTER,
    "act": Rank.VOLUME,
    "scene": Rank.CHAPTER,
    "section": Rank.SECTION,
    "appendix": Rank.CHAPTER,
}

_CHINESE = "〇零一二三四五六七八九十百两兩廿卅壹贰貳叁參肆伍陆陸柒捌玖拾佰"
_ARABIC = "0-9０-９"
_FORMAL = "壹贰貳叁參肆伍陆陸柒捌玖拾"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_MEASURES = (
    "年月日号號个個岁歲次时時点點分秒元万萬亿億人名位条條项項天周章回节節页頁米里只隻本"
    "部集卷种種倍层層度多余餘"
)
"""What stands behind a number in running text: 3月, 5个."""
_FRAME = "★☆◆◇■□●○▲△※*＊=＝~～#＃-—–_·• \t\u3000"
_ROUND = "（("
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class _Patterns(NamedTuple):
    unit: re.Pattern[str]
    bracketed_unit: re.Pattern[str]
    volume: re.Pattern[str]
    special: re.Pattern[str]
    english: re.Pattern[str]
    english_glued: re.Pattern[str]
    english_special: re.Pattern[str]
    decimal: re.Pattern[str]
    listed: re.Pattern[str]
    bracketed: re.Pattern[str]
    numeral: re.Pattern[str]
    glued: re.Pattern[str]
    counted: re.Pattern[str]
    field: re.Pattern[str]
    prefix: re.Pattern[str]
    named: re.Pattern[str]
    markdown: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    numeral = rf"[{NUMERAL}](?:\s{{0,2}}[{NUMERAL}]){{0,9}}"
    units = "部分|分编|分編|[" + "".join(unit for unit in _UNITS if len(unit) == 1) + "]"
    titles = "|".join(r"\s{0,4}".join(word) for word in sorted(SPECIAL_TITLES, key=len, reverse=True))
    return _Patterns(
        unit=re.compile(rf"第\s{{0,2}}(?P<n>{numeral})\s{{0,2}}(?P<unit>{units})(?P<rest>.*)"),
        bracketed_unit=re.compile(
            rf"[【〖（(［\[]\s?(?P<n>第\s?{numeral}\s?[章回节節话話卷部集])(?P<title>[\s:：·][^】〗）)］\]]*)?\s?[】〗）)］\]]"
            rf"(?P<rest>.*)"
        ),
        volume=re.compile(
            rf"卷\s?之?\s?(?P<n>[{NUMERAL}]{{1,6}}|[上中下首末终終])(?P<rest>(?:[{_APART}].*)?)"
            rf"|(?P<half>[上中下])\s?(?P<unit>[卷部篇编編集])(?P<half_rest>(?:[{_APART}].*)?)"
        ),
        special=re.compile(
            rf"(?:{titles})(?:\s?(?P<n>[{_CHINESE}]{{1,3}}|[{_ARABIC}]{{1,3}}|[A-ZＡ-Ｚ]|之[{_CHINESE}]))?"
            rf"(?P<rest>(?:[{_APART}].*)?)"
        ),
        english=re.compile(_ENGLISH, re.IGNORECASE),
        english_glued=re.compile(_ENGLISH_GLUED, re.IGNORECASE),
        english_special=re.compile(_ENGLISH_SPECIAL, re.IGNORECASE),
        decimal=re.compile(
            rf"§?\s?(?P<n>(?:[{_ARABIC}]{{1,3}}|[A-H])(?:[.．][{_ARABIC}]{{1,3}}){{1,4}})[.．]?"
            rf"(?P<rest>(?:\s+[^\W\d_].*|[^\W\d_].*|\s*[“‘「『《（(].*)?)"
        ),
        listed=re.compile(
            rf"(?:(?P<formal>[{_FORMAL}]{{1,3}})|(?P<n>[{_CHINESE}]{{1,4}}|[{_STEMS}])|(?P<arabic>[{_ARABIC}]{{1,3}}))"
            rf"\s?(?:、(?![{_ARABIC}]{{1,2}}[、，])|[．.](?![{_ARABIC}]))\s*(?P<rest>.*)"
        ),
        bracketed=re.compile(
            rf"[（(]\s?(?:(?P<n>[{_CHINESE}]{{1,4}})|(?P<arabic>[{_ARABIC}]{{1,3}}))\s?[）)]\s*(?P<rest>.*)"
            rf"|(?P<circled>[{_CIRCLED}])\s*(?P<circled_rest>.*)"
        ),
        numeral=re.compile(
            rf"(?P<n>[{_CHINESE}]{{1,5}}|[{_ARABIC}]{{1,4}}|[IVX]{{1,5}}|[Ⅰ-Ⅻ])(?P<unit>[章回])?(?P<rest>(?:\s.*)?)"
        ),
        glued=re.compile(
            rf"(?P<n>[{_ARABIC}]{{1,3}})(?![{_MEASURES}])(?P<title>[\u3400-\u9fff].*)"
            rf"|(?P<chapter>[{_CHINESE}]{{1,5}})[章回](?P<rest>[\u3400-\u9fff].*)"
        ),
        counted=re.compile(
            rf"第\s?(?P<n>{numeral})\s?(?P<unit>封信|[夜封信梦夢天日课課关關式则則首条條])(?P<rest>.*)"
        ),
        field=re.compile(r"(?:诗名|詩名|题目|題目|篇名|词牌|詞牌|曲名)\s*[：:]\s*(?P<title>.{1,30})"),
        prefix=re.compile(
            rf"(?:正文卷?|VIP卷|VIP章节|作品正文卷?|《[^《》]{{1,20}}》|第[{NUMERAL}]{{1,4}}[卷部集]\s?[^第\s]{{0,12}})\s*"
            rf"(?=第\s?[{NUMERAL}]{{1,8}}\s?[章回节節])|正文\s+(?=\S)",
            re.IGNORECASE,
        ),
        named=re.compile(
            r"(?:《(?P<book>[^《》]{1,40})》|[【〖](?P<label>[^【】〖〗]{1,30})[】〗])(?P<rest>.{0,20})"
        ),
        markdown=re.compile(r"(?P<marks>#{1,6})\s+(?P<rest>[^#\s].*?)\s*#*"),
    )


@cache
def _first_characters() -> frozenset[str]:
    numerals = f"{_CHINESE}{_CIRCLED}0123456789０１２３４５６７８９IVXⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
    english = "CcPpBbVvSsAaEeFfIiRr"
    other = f"{_FORMAL}{_STEMS}{_FRAME}[［诗詩题題篇词詞曲正作DdGgHhXx"
    return frozenset("第卷上中下（(《【〖#§" + numerals + english + other) | {
        word[0] for word in SPECIAL_TITLES
    }


@lru_cache(maxsize=16_384)
def mark_of(text: str) -> Mark | None:
    """Return what the head of a line says, or None if it has no number, sign or well-known title."""
    if len(text) > LONGEST or text[0] not in _first_characters():
        return None
    first = text[0]
    if first in _FRAME and not text.startswith("#"):
        inner = text.strip(_FRAME).lstrip("、")
        return mark_of(inner) if inner and inner[0] in "第卷《【" and "第" in inner else None
    if first in "正《第VvＶ作" and (prefix := _patterns().prefix.match(text)):
        inner = text[prefix.end() :]
        return mark_of(inner) or Mark("正文", Rank.PLAIN, None, inner)
    if first == "第":
        return _unit(text) or _counted(text)
    if first in "【〖（(［[" and (bracketed := _bracketed_unit(text)):
        return bracketed
    if first == "#":
        found = _patterns().markdown.fullmatch(text)
        return Mark("#", Rank.PART + len(found["marks"]) - 1, None, found["rest"]) if found else None
    if first in "《【〖":
        return _named(text)
    if first.isascii() and first.isalpha():
        return _english(text) or _list_item(text) or _numeral(text)
    return (
        _special(text) or _volume(text) or _list_item(text) or _numeral(text) or _glued(text) or _field(text)
    )


def _unit(text: str) -> Mark | None:
    found = _patterns().unit.fullmatch(text)
    if not found:
        return None
    unit, rest = found["unit"], found["rest"]
    if inner := _patterns().unit.fullmatch(rest.lstrip(_PARTING)):
        if _UNITS[unit] < Rank.CHAPTER <= _UNITS[inner["unit"]]:
            return _unit(rest.lstrip(_PARTING))  # a chapter's line that names its volume too
        # 第一讲第二节 stands as deep as a 讲: the 节 only counts within it.
        rest = inner["rest"]
    if unit + rest[:1] in _IN_WORDS or _GOES_ON.match(rest):
        return None
    title, glued = _parted(rest)
    if glued and unit in _RARE_UNITS and title not in SPECIAL_TITLES:
        return None
    return Mark(_SAME_UNIT.get(unit, unit), _UNITS[unit], number_of(found["n"]), title, glued)


def _bracketed_unit(text: str) -> Mark | None:
    """Read 【第八章】夜谈: a heading only where its number is due."""
    found = _patterns().bracketed_unit.fullmatch(text)
    if not found:
        return None
    inside, behind = (found["title"] or "").strip(_PARTING), found["rest"].strip(_PARTING)
    mark = _unit(f"{found['n']} {inside or behind}")
    if not mark or (inside and behind) or _GOES_ON.match(found["rest"]):
        return None
    return mark._replace(glued=text[0] in _ROUND and bool(behind), bracketed=True)


def _volume(text: str) -> Mark | None:
    found = _patterns().volume.fullmatch(text)
    if not found:
        return None
    if found["half"]:
        rank = _UNITS[found["unit"]]
        return Mark(found["unit"], rank, "上中下".index(found["half"]) + 1, _parted(found["half_rest"])[0])
    title, _ = _parted(found["rest"])
    if title.startswith("第") and (inner := _unit(title)) and inner.rank == Rank.CHAPTER:
        return inner  # a chapter's line that names its volume too
    return Mark("卷", Rank.VOLUME, number_of(found["n"]), title)


def _special(text: str) -> Mark | None:
    found = _patterns().special.fullmatch(text)
    if not found:
        return None
    number = number_of(found["n"]) if found["n"] else None
    return Mark("special", Rank.SPECIAL, number, _parted(found["rest"])[0])


def _english(text: str) -> Mark | None:
    if found := _patterns().english.fullmatch(text):
        word = found["word"].lower()
        rest = found["rest"]
        if rest[:1].isalnum():
            return None
        return Mark(word, _ENGLISH_RANKS[word], number_of(found["n"].upper()), _parted(rest)[0])
    if found := _patterns().english_glued.fullmatch(text):
        title, glued = _parted(found["rest"])
        return Mark("chapter", Rank.CHAPTER, number_of(found["n"]), title, glued)
    if found := _patterns().english_special.fullmatch(text):
        return Mark("special", Rank.SPECIAL, None, _parted(found["rest"])[0])
    return None


def _list_item(text: str) -> Mark | None:
    patterns = _patterns()
    if found := patterns.decimal.fullmatch(text):
        numbers = [number_of(part) for part in re.split("[.．]", found["n"])[1:]]
        title, glued = _parted(found["rest"])
        depth = min(len(numbers) + 1, 5)
        if depth > 3 and title.isascii():
            return None  # an address in a network
        return Mark(f"decimal{depth}", Rank.DECIMAL + depth - 2, numbers[-1], title, glued)
    if found := patterns.listed.fullmatch(text):
        if found["formal"]:
            return Mark("壹、", Rank.FORMAL, number_of(found["formal"]), found["rest"])
        if found["n"]:
            return Mark(*_listed_form(found["n"]), found["rest"])
        return Mark("1.", Rank.ARABIC, number_of(found["arabic"]), found["rest"])
    if found := patterns.bracketed.fullmatch(text):
        if found["circled"]:
            number = _CIRCLED.index(found["circled"]) + 1
            return Mark("①", Rank.BRACKETED_ARABIC, number, found["circled_rest"])
        if found["n"]:
            return Mark("（一）", Rank.BRACKETED, number_of(found["n"]), found["rest"])
        return Mark("（1）", Rank.BRACKETED_ARABIC, number_of(found["arabic"]), found["rest"])
    return None


def _listed_form(numeral: str) -> tuple[str, Rank, int | None]:
    if numeral in _STEMS:
        return "甲、", Rank.BRACKETED, _STEMS.index(numeral) + 1
    return "一、", Rank.NUMERAL, number_of(numeral)


def _counted(text: str) -> Mark | None:
    """Read 第三夜 and the like: a heading only as one of a series."""
    found = _patterns().counted.fullmatch(text)
    if not found or _GOES_ON.match(found["rest"]):
        return None
    title, glued = _parted(found["rest"])
    rank = Rank.ARTICLE if found["unit"] in "条條" else Rank.CHAPTER
    return None if glued else Mark(f"第{found['unit']}", rank, number_of(found["n"]), title)


def _glued(text: str) -> Mark | None:
    """Read a number that nothing parts from its title: a heading only in a strict series."""
    found = _patterns().glued.fullmatch(text)
    if not found:
        return None
    if found["n"]:
        return Mark("1=", Rank.NUMERAL, number_of(found["n"]), found["title"], glued=True)
    return Mark("一章=", Rank.CHAPTER, number_of(found["chapter"]), found["rest"], glued=True)


def _field(text: str) -> Mark | None:
    found = _patterns().field.fullmatch(text)
    return Mark("field", Rank.NAMED, None, found["title"]) if found else None


def _numeral(text: str) -> Mark | None:
    found = _patterns().numeral.fullmatch(text)
    if not found:
        return None
    number, style = number_of(found["n"]), _style(found["n"])
    if style == "I" and found["rest"].isascii() and found["rest"]:
        return None  # I, the English word
    return Mark(f"{style}{found['unit'] or ''}", Rank.NUMERAL, number, _parted(found["rest"])[0])


def _style(numeral: str) -> str:
    normal = unicodedata.normalize("NFKC", numeral[0])
    if normal.isdigit() and normal.isascii():
        return "01"
    return "I" if normal.isascii() else "一"


def _named(text: str) -> Mark | None:
    found = _patterns().named.fullmatch(text)
    if not found:
        return None
    form = "《》" if found["book"] else "【】"
    inner = found["book"] or found["label"]
    if number := number_of(inner):
        return Mark("【一】", Rank.NUMERAL, number, _parted(found["rest"])[0])
    return Mark(form, Rank.NAMED, None, found["rest"].strip(_PARTING))


def _parted(rest: str) -> tuple[str, bool]:
    """Return a title without what parts it from its number, and whether nothing does."""
    title = rest.strip(_PARTING)
    return title, bool(title) and rest[0] not in _PARTING and rest[0] not in _OPENING
