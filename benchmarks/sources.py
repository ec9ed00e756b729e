"""Make the sources of the benchmarks of formats: a text, and the same for programs that read no plain text.

python benchmarks/sources.py FOLDER NAME [--size N [--short] | --text FILE]
python benchmarks/sources.py FOLDER NAME --count N

writes NAME.txt, NAME.typ (typst), NAME.html (WeasyPrint; platypus and python-docx are given its lines) and
NAME.md (pandoc). The others hold the document that docconvert reads in the first: the same title, headings
and paragraphs; the first two of them on the same page, in the same fonts, sizes and distances. With --short
the paragraphs are of one sentence or two, and with --count there are many short texts, NAME-000.txt and so
on. Without a file the texts are made up, the same on every run.
"""

from __future__ import annotations

import argparse
import html
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import docconvert
from docconvert.language import script_of
from docconvert.model import Emphasis, Heading, Paragraph, Separator, Text, Verse, plain_text
from docconvert.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docconvert.model import Document, Inlines
    from docconvert.style import Display, Style

SHORT = 1_100
"""Characters of one of many short texts."""

LONG_PARAGRAPHS, SHORT_PARAGRAPHS = (60, 210), (10, 28)
"""Characters that a paragraph has at least, from and to; its last sentence comes on top."""

SHARE, SHORT_SHARE = 0.3, 0.1
"""Of the Han characters, those put in at random: as many occur as in a long novel, or a short article."""

PARAGRAPHS = 60
"""Paragraphs of a chapter."""

SENTENCES = [
    "渡船靠岸的时候，天还没有亮透，码头上只有一盏灯。",
    "老周把缆绳绕了两圈，抬头看了看云，说今天怕是要起风。",
    "“你昨晚几点睡的？”她一边倒茶一边问，“眼睛都是红的。”",
    "屋里静得很，只听见墙上的钟一下一下地走——像有人在敲一只空碗。",
    "那年他二十三岁，身上只有{n}块钱和一封没有写完的信。",
    "信纸折了三折，夹在一本旧字典里，翻到有海字的那一页就能看见。",
    "“别急，”船长说，“潮水比人守时。”",
    "他们沿着石阶往上走，走到第{n}级，才看见山那边的灯塔。",
    "灯塔早就不用了；可是每逢大雾，村里还是有人上去点一盏马灯。",
    "电台里断断续续地念着一串数字：{n}、{n}、{n}，然后就没有声音了。",
    "她把Wi-Fi的密码写在门后，字很小，要凑近了才看得清。",
    "仓库里堆着麻袋、木箱、旧帆布，还有一台不知谁留下的缝纫机。",
    "“谁在那儿？”没有人回答，只有风把门吹得吱呀作响。",
    "一九七八年春天，镇上来了一位放映员，带着两只铁箱子和一条黄狗。",
    "电影放到一半就断了片，孩子们却谁也不肯走……",
    "他在本子上记下：水位{n}厘米，西北风四级，能见度不足一公里。",
    "“这不是钱的事。”父亲把碗放下，声音不高，“这是脸面。”",
    "雨下了整整一夜，天亮时，院子里的石榴花落了一地。",
    "火车误点{n}分钟，站台上的人渐渐散了，只剩下一个卖橘子的女人。",
    "她叫了一声他的小名，他没有回头，可是脚步慢了下来。",
    "地图上那条河叫青溪，当地人却只管它叫下边。",
    "合同一共{n}页，律师用铅笔在第七条旁边画了一个问号。",
    "“你信不信？”“不信。”“那你为什么还来？”她没有说话。",
    "祖母的柜子里有一股樟脑的味道，混着陈年的红糖和姜。",
    "程序跑了三个小时，最后只打印出一行：Done，{n} files。",
    "村口的老槐树下，几个老人正在下棋，谁也不看谁的脸。",
    "他想起母亲说过的话：做人要像秤，心里有数，嘴上不响。",
    "医生看了看片子，又看了看他，说：“先住下来，慢慢查。”",
    "后来的事大家都知道了：桥修好了，渡船卖了，老周搬去了城里。",
    "可是每到农历八月十五，他总要回来一趟，在岸边坐到半夜。",
    "《渔歌集》第{n}页上，有人用蓝墨水写了两个字：未完。",
    "课堂上没有人举手，粉笔灰在阳光里慢慢地落，落在第一排的课桌上。",
    "“一、二、三——”孩子们一齐用力，小船终于离开了沙滩。",
    "账上写得清楚：盐{n}斤，布两匹，另有铜钉一包、桐油半桶。",
    "她把围巾解下来，绕在孩子的脖子上，自己缩着肩膀往前走。",
    "消息传到县里，已经是第三天的傍晚，广播站的人都下班了。",
    "他买了一张去Harbin的车票，硬座，靠窗，要走{n}个小时。",
    "夜里有人敲门，敲得很轻，两下，停一停，又是两下。",
    "“等我回来，”他说，“最多一个月。”可那是很久以前的事了。",
    "山上的雪还没有化，山下的桃花已经开了，一路粉到水边。",
    "这间屋子朝北，冬天冷得像井，夏天却比哪里都凉快。",
    "谁也没料到，第一个走进书店的，竟是那个从不看书的木匠！",
]
HEADINGS = [
    "潮水与灯",
    "旧信",
    "北岸",
    "三个来客",
    "雾中",
    "一张船票",
    "石榴花落",
    "未完的书",
    "回声",
    "渡口",
]
DIGITS = "零一二三四五六七八九"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("name")
    parser.add_argument("--size", type=int, default=SHORT)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--count", type=int)
    parser.add_argument("--text", type=Path)
    arguments = parser.parse_args()
    folder, name = arguments.folder, arguments.name
    if arguments.count:
        for number in range(arguments.count):
            write_sources(
                folder / f"{name}-{number:03}", novel(SHORT, seed=number, share=SHORT_SHARE).encode()
            )
    elif arguments.text:
        write_sources(folder / name, arguments.text.read_bytes())
    else:
        paragraphs = SHORT_PARAGRAPHS if arguments.short else LONG_PARAGRAPHS
        write_sources(folder / name, novel(arguments.size, paragraphs=paragraphs).encode())


def novel(
    characters: int, *, seed: int = 1, share: float = SHARE, paragraphs: tuple[int, int] = LONG_PARAGRAPHS
) -> str:
    """Return chapters of at least so many characters, line ends and indents among them."""
    chance = random.Random(seed)
    common = "".join(_level_1())
    lines: list[str] = []
    length = chapter = 0
    while length < characters:
        if len(lines) % (PARAGRAPHS + 1) == 0:
            chapter += 1
            lines.append(f"第{_chinese(chapter)}章　{chance.choice(HEADINGS)}")
        else:
            lines.append("　　" + _varied(_paragraph(chance, paragraphs), common, chance, share))
        length += len(lines[-1]) + 1
    return "\n".join(lines) + "\n"


def _level_1() -> Iterator[str]:
    """Yield the 3,755 frequent characters of GB/T 2312, its rows 16 to 55."""
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA):
            yield bytes([row, cell]).decode("gb2312")


def _chinese(number: int) -> str:
    """Return a number up to 9,999 as chapters bear it: 十二, 一百零五."""
    digits = f"{number:04}"
    shown = "".join(DIGITS[int(d)] + u if d != "0" else "零" for d, u in zip(digits, "千百十 ", strict=True))
    shown = re.sub("零+", "零", shown.replace(" ", "")).strip("零")
    return shown.removeprefix("一") if shown.startswith("一十") else shown


def _paragraph(chance: random.Random, lengths: tuple[int, int]) -> str:
    wanted = chance.randint(*lengths)
    text = ""
    while len(text) < wanted:
        sentence = chance.choice(SENTENCES)
        text += re.sub(r"\{n\}", lambda _: str(chance.randint(2, 980)), sentence)
    return text


def _varied(text: str, common: str, chance: random.Random, share: float) -> str:
    """Put random characters in the place of some Han characters."""
    return re.sub("[一-龥]", lambda m: chance.choice(common) if chance.random() < share else m[0], text)


def write_sources(stem: Path, text: bytes) -> None:
    """Write a text and, from what docconvert reads in it, the sources of the others."""
    document = docconvert.read(text, source=stem.name)
    style = docconvert.load_style()
    stem.with_name(stem.name + ".txt").write_bytes(text)
    stem.with_name(stem.name + ".typ").write_text(typst(document, style), "utf-8")
    stem.with_name(stem.name + ".html").write_text(web_page(document, style), "utf-8")
    stem.with_name(stem.name + ".md").write_text(markdown(document), "utf-8")


class Families(NamedTuple):
    """The names of the fonts that docconvert takes, as they stand in them, and their files."""

    serif: str
    sans: str
    kai: str

    def file(self, family: str) -> Path:
        """Return the path of a family's file."""
        weight = "Bold" if family == self.sans else "Regular"
        return resource("fonts", f"{family.replace(' ', '')}-{weight}.ttf")


def families(language: str) -> Families:
    region = "TC" if script_of(language) == "hant" else "SC"
    return Families(f"Noto Serif {region}", f"Noto Sans {region}", "LXGW WenKai")


def elements(document: Document) -> Iterator[tuple[str, Inlines]]:
    """Yield what stands in a document, with HTML's names for it; the title is a ``div``."""
    if document.title:
        yield "div", document.title
    for block in document.blocks:
        match block:
            case Heading():
                yield f"h{block.level}", block.children
            case Paragraph():
                yield "p", block.children
            case Verse():
                yield from (("p", line) for line in block.lines)
            case Separator():
                yield "p", (Text("＊"),)


def marked(inlines: Inlines, escape: Callable[[str], str], before: str, after: str) -> str:
    """Return inline content with marks around what is emphasized, without readings."""
    return "".join(
        f"{before}{escape(plain_text((inline,)))}{after}"
        if isinstance(inline, Emphasis)
        else escape(plain_text((inline,)))
        for inline in inlines
    )


def backslashed(text: str) -> str:
    """Return a text as typst and pandoc's Markdown take it: no mark of ASCII means anything."""
    return re.sub(r"[!-/:-@\[-`{-~]", r"\\\g<0>", text)


class Gaps(NamedTuple):
    """Distances between boxes as high as their font is large: typst has no lines of a height."""

    above: float
    below: float


def gaps(look: Display, style: Style) -> Gaps:
    """Return the distances of a title or heading, in points."""
    line = style.body.size * style.body.line_height
    half = (line - style.body.size) / 2 + look.size * (look.line_height - 1) / 2
    return Gaps(half + look.space_before * line, half + look.space_after * line)


def typst(document: Document, style: Style) -> str:
    """Return the document in typst's markup."""
    page, body, fonts = style.page, style.body, families(document.metadata.language)
    leading = body.size * (body.line_height - 1)
    title = re.sub(r'[\\"]', r"\\\g<0>", plain_text(document.title))
    region = "TW" if script_of(document.metadata.language) == "hant" else "CN"
    lines = [
        f'#set document(title: "{title}")',
        f"#set page(width: {page.width}pt, height: {page.height}pt)",
        f"#set page(margin: (top: {page.margin_top}pt, bottom: {page.margin_bottom}pt))",
        f"#set page(margin: (left: {page.margin_left}pt, right: {page.margin_right}pt))",
        f"#let number = text({style.page_number.size}pt, context counter(page).display())",
        "#set page(footer: align(center, number))",
        f'#set text(font: "{fonts.serif}", size: {body.size}pt, lang: "zh", region: "{region}")',
        "#set text(top-edge: 0.88em, bottom-edge: -0.12em)",
        f"#set par(justify: true, first-line-indent: (amount: {body.indent}em, all: true))",
        f"#set par(leading: {leading}pt, spacing: {leading}pt)",
        f'#show emph: set text(font: "{fonts.kai}", style: "normal")',
        f'#show heading: set text(font: "{fonts.sans}", weight: "bold")',
    ]
    for level, look in enumerate(style.headings, 1):
        above, below = gaps(look, style)
        lines += [
            f"#show heading.where(level: {level}): set text(size: {look.size}pt)",
            f"#show heading.where(level: {level}): set block(above: {above}pt, below: {below}pt)",
        ]
    lines += (_typst_element(name, inlines, style, fonts) for name, inlines in elements(document))
    return "\n\n".join(lines) + "\n"


def _typst_element(name: str, inlines: Inlines, style: Style, fonts: Families) -> str:
    text = marked(inlines, backslashed, "#emph[", "]")
    if name == "p":
        return text
    if name == "div":
        above, below = gaps(style.title, style)
        font = f'font: "{fonts.sans}", weight: "bold", size: {style.title.size}pt'
        return f"#block(above: {above}pt, below: {below}pt, align(center, text({font})[{text}]))"
    return f"{'=' * int(name[1])} {text}"


def web_page(document: Document, style: Style) -> str:
    """Return the document in HTML, each element on a line of its own."""
    page, body, fonts = style.page, style.body, families(document.metadata.language)
    line = body.size * body.line_height
    rules = [
        f"@font-face {{ font-family: {role}; src: url({fonts.file(family).as_uri()}) }}"
        for role, family in zip(("body", "heading", "emphasis"), fonts, strict=True)
    ]
    rules += [
        f"@page {{ size: {page.width}pt {page.height}pt }}",
        f"@page {{ margin-top: {page.margin_top}pt; margin-bottom: {page.margin_bottom}pt }}",
        f"@page {{ margin-left: {page.margin_left}pt; margin-right: {page.margin_right}pt }}",
        f"@page {{ @bottom-center {{ content: counter(page); font: {style.page_number.size}pt body }} }}",
        f"body {{ margin: 0; font: {body.size}pt/{body.line_height} body; text-align: justify }}",
        f"p {{ margin: 0; text-indent: {body.indent}em }}",
        "em { font: 1em emphasis }",
    ]
    for name, look in [("div", style.title), *zip(("h1", "h2", "h3"), style.headings, strict=True)]:
        rules.append(
            f"{name} {{ margin: {look.space_before * line}pt 0 {look.space_after * line}pt; "
            f"font: {look.size}pt/{look.line_height} heading; text-align: {look.align} }}"
        )
    lines = ["<!DOCTYPE html>", f'<html lang="{document.metadata.language}">', '<meta charset="utf-8">']
    lines += [f"<title>{html.escape(plain_text(document.title))}</title>", "<style>", *rules, "</style>"]
    for name, inlines in elements(document):
        lines.append(f"<{name}>{marked(inlines, html.escape, '<em>', '</em>')}</{name}>")
    return "\n".join(lines) + "\n"


def markdown(document: Document) -> str:
    """Return the document in pandoc's Markdown, each element between blank lines."""
    lines = []
    for name, inlines in elements(document):
        text = marked(inlines, backslashed, "*", "*")
        before = {"p": "", "div": "% "}
        lines.append(before[name] + text if name in before else f"{'#' * int(name[1])} {text}")
    return "\n\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
