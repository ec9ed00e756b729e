"""Texts whose structure is known, as people have them: what the benchmark of quality gives to all programs.

They are made up, the same on every run. Each knows its title, its headings, its paragraphs and its readings,
so that what a program makes of it can be counted.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

from sources import HEADINGS, SENTENCES

if TYPE_CHECKING:
    from collections.abc import Iterator

CHAPTERS = 24
WRAP = 32
"""Characters of a line of the wrapped texts."""


class Sample(NamedTuple):
    """A text, and what is in it.

    ``paragraphs`` are those of running text, whole and without indents; ``readings`` are how many were
    inserted; ``pattern`` finds its headings, for programs that can be told one.
    """

    name: str
    text: str
    title: str
    headings: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    readings: int = 0
    pattern: str = ""

    @property
    def plain(self) -> str:
        """All that a reader should see."""
        return "".join((self.title, *self.headings, *self.paragraphs))


def novel() -> Sample:
    """Return a novel as sites have it: a paragraph on each line, indented, and no blank lines."""
    chance = random.Random(3)
    title, author = "北岸的灯", "作者：林岸"
    names = [
        "楔子",
        *(f"第{_chinese(number)}章　{chance.choice(HEADINGS)}" for number in range(1, CHAPTERS + 1)),
    ]
    names.append("尾声")
    lines, paragraphs = [title, author, ""], [author]
    for name in names:
        lines.append(name)
        for _ in range(chance.randint(5, 8)):
            paragraph = "".join(_sentence(chance) for _ in range(chance.randint(1, 4)))
            paragraphs.append(paragraph)
            lines.append(f"　　{paragraph}")
    pattern = r"^\s*(第.{1,4}章|楔子|尾声)"
    return Sample("novel", "\n".join(lines) + "\n", title, tuple(names), tuple(paragraphs), pattern=pattern)


def wrapped(*, by_columns: bool) -> Sample:
    """Return an essay as mails have it: lines of one width, blank lines between paragraphs.

    Some programs count columns, of which a Chinese character has two, others count characters.
    """
    chance = random.Random(4 + by_columns)
    title = "渡口记"
    paragraphs = ["".join(_sentence(chance) for _ in range(chance.randint(3, 7))) for _ in range(10)]
    blocks = [title, *("\n".join(_lines(paragraph, by_columns)) for paragraph in paragraphs)]
    name = "columns" if by_columns else "characters"
    return Sample(f"wrapped-{name}", "\n\n".join(blocks) + "\n", title, (), tuple(paragraphs))


def _lines(paragraph: str, by_columns: bool) -> Iterator[str]:
    line, taken = "", 0
    for character in paragraph:
        width = 1 if by_columns and east_asian_width(character) in ("Na", "N", "H") else 2
        if taken + width > 2 * WRAP:
            yield line
            line, taken = "", 0
        line, taken = line + character, taken + width
    yield line


READINGS = {
    entry[0]: entry[1:]
    for entry in [
        "書shū",
        "館guǎn",
        "長zhǎng",
        "開kāi",
        "門mén",
        "見jiàn",
        "車chē",
        "馬mǎ",
        "東dōng",
        "風fēng",
        "飛fēi",
        "魚yú",
        "鳥niǎo",
        "島dǎo",
        "時shí",
        "間jiān",
        "說shuō",
        "話huà",
        "語yǔ",
        "讀dú",
        "學xué",
        "會huì",
        "來lái",
        "過guò",
        "還hái",
        "這zhè",
        "們men",
        "個gè",
        "裡lǐ",
        "聽tīng",
        "聲shēng",
        "紅hóng",
        "圖tú",
        "邊biān",
        "從cóng",
        "頂dǐng",
        "頁yè",
        "碼mǎ",
        "頭tóu",
        "裝zhuāng",
        "寫xiě",
        "紙zhǐ",
        "樣yàng",
        "貼tiē",
        "記jì",
        "錄lù",
        "條tiáo",
        "經jīng",
        "縣xiàn",
        "撥bō",
        "錢qián",
        "買mǎi",
        "燈dēng",
        "筆bǐ",
        "掃sǎo",
        "嗎ma",
        "問wèn",
        "點diǎn",
    ]
}
"""What a page's program knows: the characters that are written otherwise in Simplified Chinese."""

REPORT = (
    "島上的圖書館在清明前開門，館長說，來的人比去年多。",
    "學生們坐在東邊的窗下讀書，聽見海鳥的聲音從屋頂上飛過。",
    "這個館不大，只有三間屋子，可是書架一直頂到天花板。",
    "老人說話很慢，他說這裡的風會翻書，一頁一頁，像有人在讀。",
    "下午的時候，車從碼頭開來，車上裝著魚，也裝著新到的書。",
    "孩子們還不會寫字，先學會了把紅紙剪成馬的樣子，貼在門上。",
    "記錄簿上寫著每條船的名字，有的船已經不在了，名字還留著。",
    "縣裡撥的錢不多，買書、修門、裝燈，都從裡面一筆一筆地算。",
    "夜裡起了風，燈塔的光從窗外掃過，書脊上的字亮了又暗。",
    "「下個月還來嗎？」孩子問。館長點點頭，說，讀完這一架就來。",
)


def readings() -> Sample:
    """Return a report with pinyin behind each character that a web page's program knows."""
    title = "島上開館"
    chosen = re.compile("|".join(READINGS))
    lines = (title, *REPORT)
    shown = [chosen.sub(lambda found: f"{found[0]}({READINGS[found[0]]})", line) for line in lines]
    count = sum(len(chosen.findall(line)) for line in lines)
    return Sample("readings", "\n\n".join(shown) + "\n", title, (), REPORT, count)


SIGNS = (
    "他在纸上写：3*5=15，5*3也是15，又在旁边写下a_b_c三个字母。",
    "# 号房在二楼，门牌掉了一颗钉子，斜挂着。",
    "1. 春天修堤；",
    "2. 夏天清淤；",
    "10. 冬天把船拖上岸。",
    "《海图》第[3]页画着一条虚线，旁注：<此处有暗礁>，没有人知道是谁写的。",
    "公式是~x~加^y^，他说：$5与$6之间差的不止一块钱。",
    "> 来信收到，勿念。",
    "路径写作C:\\船\\日志，后面跟着一个反引号`，再没有别的。",
    "- 灯油两斤",
    "- 麻绳一卷",
    "——这是最后一页了……",
)


def signs() -> Sample:
    """Return notes with signs that mean something in other formats, such as stars and angle brackets."""
    title = "守灯人的笔记"
    return Sample("signs", "\n\n".join([title, *SIGNS]) + "\n", title, (), SIGNS)


LETTER_HANS = (
    "父亲的信写在旧账本的背面，字很大，一页只有七八行。",
    "他说家里一切都好，院子里的枣树今年结得多，弟弟爬上去摘，摔了一跤，没有哭。",
    "“你在外面不要省，”他写道，“该吃的要吃，天冷了买件厚衣服。”",
    "信的末尾照例是天气：初九有雾，初十转晴，十一日起大风，渡船停了两天。",
    "我把信折好放进书里，过了很久才发现，信封里还有一张五块钱的纸币。",
)
LETTER_HANT = (
    "父親的信寫在舊帳本的背面，字很大，一頁只有七八行。",
    "他說家裡一切都好，院子裡的棗樹今年結得多，弟弟爬上去摘，摔了一跤，沒有哭。",
    "「你在外面不要省，」他寫道，「該吃的要吃，天冷了買件厚衣服。」",
    "信的末尾照例是天氣：初九有霧，初十轉晴，十一日起大風，渡船停了兩天。",
    "我把信摺好放進書裡，過了很久才發現，信封裡還有一張五塊錢的紙幣。",
)


def encoded() -> dict[str, tuple[Sample, bytes]]:
    """Return a letter in each of several encodings, by their names."""
    hans = Sample("letter", "\n\n".join(("家书", *LETTER_HANS)) + "\n", "家书", (), LETTER_HANS)
    hant = Sample("letter", "\n\n".join(("家書", *LETTER_HANT)) + "\n", "家書", (), LETTER_HANT)
    return {
        "UTF-8": (hans, hans.text.encode()),
        "UTF-8, mark": (hans, hans.text.encode("utf-8-sig")),
        "GB18030": (hans, hans.text.encode("gb18030")),
        "Big5": (hant, hant.text.encode("cp950")),
        "UTF-16LE, mark": (hans, b"\xff\xfe" + hans.text.encode("utf-16-le")),
        "UTF-16BE": (hant, hant.text.encode("utf-16-be")),
    }


def _sentence(chance: random.Random) -> str:
    return re.sub(r"\{n\}", lambda _: str(chance.randint(2, 980)), chance.choice(SENTENCES))


def _chinese(number: int) -> str:
    """Return a number up to 99 as chapters bear it."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else digits[tens]) + "十" * bool(tens) + (digits[ones] if ones else "")
