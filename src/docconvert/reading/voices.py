"""What web sites say in whole lines: 一秒记住【…】, 最新网址：…, 上一章 返回目录 下一章.

The words alone are no evidence, for people do remember faces in a second. A line is a site's only if it
is all made of what sites say. Some lines an author might write as well; these count where others are sure.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.reading.lines import Line

ADDRESS = (
    r"https?://|ftp://|(?<![a-z0-9])w{3}[.。]|(?<![a-z0-9@])[a-z0-9][a-z0-9-]{1,30}[.。]"
    r"(?:com|net|org|cn|cc|info|top|xyz|la|tw|hk)(?![a-z0-9])"
)
"""Where an address begins, in small letters of normal width."""

_LONGEST = 120

_STEMS = (
    "一秒记住", "一秒記住", "大家收藏", "不迷路", "趣阁", "趣閣",
    "网址", "網址", "书签", "書籤", "書簽", "app",
    "App", "APP", "ＡＰＰ", "ａｐｐ", "热门推荐", "熱門推薦",
    "上一章", "下一章", "上一页", "下一页", "上一頁", "下一頁",
    "上一节", "下一节", "上一節", "下一節", "此举报", "此舉報",
    "未完待", "月票", "推荐票", "推薦票", "收藏", "打赏", "打賞",
    "QQ群", "qq群", "书友群", "書友群", "读者群", "讀者群", "();", "style_txt",
    "readx;", "本书由", "本書由", "请登陆", "请登录", "首页", "首頁", "主页",
    "点此报错", "加入书签", "推荐阅读", "相关推荐", "页)", "页）",
)  # fmt: skip
"""One of these is in any such line; mostly none is in the whole text."""

_GO = (
    r"\(?快捷[键鍵]?\s*:?\s*[←→]\)?|[上下]一[章页頁节節]|(?:返回|章[节節])?目[录錄]|章[节節]列表|(?:返回|回到)?(?:[书書][页頁目架]|首[页頁])"
    r"|(?:加入|添加)[书書](?:[签簽籤]|架)|(?:投)?推[荐薦](?:票|本[书書])|[错錯][误誤][举舉][报報]|章[节節][报報][错錯]|[←→]"
)
_APART = r"[\s|/·,_>»<«-]*"


class Voices(NamedTuple):
    """Lines of sites: ``sure`` ones, those that are if others are (``likely``), and lists of other books.

    What those say who write from chapter to chapter (``serial``) may be part of a book, if it is said once.
    """

    sure: frozenset[int]
    likely: frozenset[int]
    serial: frozenset[int]
    lists: frozenset[int]


class _Patterns(NamedTuple):
    sure: re.Pattern[str]
    likely: re.Pattern[str]
    serial: re.Pattern[str]
    lists: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    quick = "(?:最快更新|更新(?:速度)?[最更]?快|[无無][弹彈][窗出])"
    sure = (
        rf"(?:天才)?一秒[记記]住\s*(?:[【\[「].*|本[站书書].*|.{{0,14}}(?:[网網]|{ADDRESS}).*)",
        r"(?:您?(?:现在|目前|当前|當前)?的?(?:所在)?(?:位置|栏目|欄目)\s*:?\s*)?(?:网站)?(?:首[页頁]|主[页頁])(?:\s*(?:>+|›|»|-+>?|/)\s*[^\s>›»/-]{1,14}){1,6}\s*>*",
        r"(?:[『「【\[](?:[点點]此[报報][错錯]|加入[书書][签簽籤]|返回[书書][页頁目]|章[节節][报報][错錯])[』」】\]]\s*)+",
        r"(?:-->+\s*)?[(]第\d+/\d+[页頁][)]",
        r"[，,\s]*请登[陆录][^。]{0,12}(?:[电電]子[书書]|小[说說])[^。]{0,8}",
        rf"(?:如果)?喜[欢歡].{{1,40}}[请請]大家收藏.*(?:{quick}|{ADDRESS}).*",
        rf"(?:[请請])?(?:[记記]住|收藏).{{0,6}}不迷路.*(?:{ADDRESS}).*",
        rf".{{0,3}}[笔筆]趣[阁閣]\W{{0,6}}(?:{ADDRESS})[!-~]*",
        r"[(\[]?(?:[加放]入|添加)[书書][签簽籤][,、\s]*方便.{0,4}[阅閱][读讀][)\]!。.]*",
        rf"(?=.*[上下]一[章页頁节節])(?:{_GO})(?:{_APART}(?:{_GO})){{1,9}}",
        r"[(\[]?章[节節][错錯][误誤][,\s]*[点點]此[举舉][报報].{0,12}",
        r"(?:chapter_?error|readx|read_?xia|chap_?tp|style_?txt|hf)(?:\(\))?;",
        rf"[【\[]?本[书書].{{0,20}}(?:{ADDRESS})[!-~]*.{{0,4}}(?:整理|[制製]作|首[发發]|[扫掃]描|[录錄]入)[】\]。]?",
        r"[温溫]馨提示\s*:\s*按.*返回(?:[书書]目|[上下]一[页頁]).*",
    )
    asked = "(?:[月推][荐薦]?票|推[荐薦]|收藏|[订訂][阅閱]|打[赏賞]|支持|[点點][击擊])"
    likely = (
        rf"(?:最新|[备備]用|永久|手[机機]版?(?:[阅閱][读讀])?)[网網]址\s*:?\s*(?:{ADDRESS})[!-~]*",
        r"[^\W\d_]{1,6}(?:小[说說]|[阅閱][读讀])?app\s*(?:免[费費]|在[线線]|[无無][广廣]告)[阅閱][读讀].{0,8}",
        r"[热熱][门門]推[荐薦]\s*:.*《.*《.*",
    )
    serial = (
        r"[(\[]?\s*未完待[续續]\s*[.。!~\s]*[)\]]?",
        r"(?:[^\W\d_]{0,8}\s*:?\s*)?(?:qq|[书書]友|[读讀]者)群(?:[号號][码碼]?)?\s*:?\s*\d{5,11}.{0,24}",
        rf"(?:ps\d?|p\.s\.?)\s*[:.]?\s*.{{0,60}}(?:求|投|[请請]|[谢謝]|加个|[给給]).{{0,8}}{asked}.{{0,40}}",
        rf"(?:[跪再]?求(?:一?[张張波下])?\s*{asked}[,、!~。.\s]*){{1,6}}",
    )
    lists = (
        r"[热熱][门門]推[荐薦]\s*:.+",
        r"(?:推[荐薦][阅閱][读讀]|相[关關]推[荐薦])\s*:\s*(?:《[^《》]+》[\s、,]*){2,}",
    )
    return _Patterns(*(re.compile("|".join(each)) for each in (sure, likely, serial, lists)))


def is_voice(text: str) -> bool:
    """Say whether a sentence among others is all a site's words."""
    normal = unicodedata.normalize("NFKC", text).lower().strip()
    return bool(_patterns().sure.fullmatch(normal) or _patterns().likely.fullmatch(normal))


def find_voices(lines: Sequence[Line]) -> Voices:
    """Return the lines that are all a site's words."""
    sure: set[int] = set()
    likely: set[int] = set()
    serial: set[int] = set()
    lists: set[int] = set()
    text = "\n".join(line.text for line in lines)
    if stems := [stem for stem in _STEMS if stem in text]:
        patterns = _patterns()
        for at, line in enumerate(lines):
            if len(line.text) > _LONGEST or not any(stem in line.text for stem in stems):
                continue
            normal = unicodedata.normalize("NFKC", line.text).lower()
            if patterns.sure.fullmatch(normal):
                sure.add(at)
            elif patterns.likely.fullmatch(normal):
                likely.add(at)
            elif patterns.serial.fullmatch(normal):
                serial.add(at)
            elif patterns.lists.fullmatch(normal):
                lists.add(at)
    return Voices(frozenset(sure), frozenset(likely), frozenset(serial), frozenset(lists))
