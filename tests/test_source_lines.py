"""Title and blocks know the line of the source they begin at, whatever is done to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from docconvert import Document, Options, convert, read, read_json, write
from docconvert.model import Heading, Paragraph, Separator, Text, Verse, document_lines, numbered_lines
from docconvert.model import plain_text as plain
from docconvert.notices import ignore
from docconvert.transforms.clean import clean
from strategies import documents

if TYPE_CHECKING:
    from docconvert.model import Block

BOOK = """
舊巷集

作者：林小舟

第一章
渡口

　　今日立春,渡船**還沒有**來(lái)。老人說「要點」在於碼頭上的頭髮。
　　遼(liáo)寧(níng)的人都望著對岸。

***

　　霧散了。

第二章 山路

白日依山盡，黃河入海流。
欲窮千里目，更上一層樓。

　　石階很長(cháng)，他走得慢。
"""

LINES = [
    (2, "舊巷集"),
    (4, "作者：林小舟"),
    (6, "第一章 渡口"),
    (9, "今日立春"),
    (10, "遼"),
    (14, "霧散了。"),
    (16, "第二章 山路"),
    (18, "白日依山盡，黃河入海流。"),
    (19, "欲窮千里目，更上一層樓。"),
    (21, "石階很長"),
]

WRAPPED = """\
老人每天傍晚都要把灯塔的窗户擦上一遍又一遍，雾大
的晚上还要敲钟。村里的人说他已经敲了四十年，从来
没有误过一次。
  码头上的石阶被潮水磨得发亮，孩子们在上面跑来跑
去，谁也不怕滑倒。
那天早上他没有来，大家才知道灯塔里只有他一个人，
而且他已经八十岁了。
"""

OFFICIAL = """\
滨海市教育局文件
滨教〔2024〕12号

关于做好2024年春季开学
准备工作的通知

各学校：
　　现将有关事项通知如下。

滨海市教育局
2024年2月4日
"""

NOISE = """\
第一章 渡口
渡船还没有来，码头上的人都望着对岸。
更多好书请到小舟书屋www.example.com免费下载
老人坐在石阶上抽烟。
"""


def lines(text: str, **options: object) -> list[tuple[int, str]]:
    """Return what stands in a text, with its lines: separators as nothing."""
    document = read(text, options=Options(**options))  # type: ignore[arg-type]
    return [(line, plain(inlines)) for line, inlines in numbered_lines(document)]


def numbers(document: Document) -> list[int]:
    return [document.title_line, *(block.line for block in document.blocks)]


def begin(found: list[tuple[int, str]], expected: list[tuple[int, str]]) -> bool:
    return len(found) == len(expected) and all(
        line == number and text.startswith(start)
        for (line, text), (number, start) in zip(found, expected, strict=True)
    )


def test_title_headings_paragraphs_and_verse_know_their_lines() -> None:
    assert begin(lines(BOOK, readings="keep"), LINES)


def test_a_scene_break_knows_its_line() -> None:
    document = read(BOOK)
    assert [block.line for block in document.blocks if isinstance(block, Separator)] == [12]


def test_a_wrapped_paragraph_begins_at_its_first_line() -> None:
    assert begin(lines(WRAPPED), [(1, "老人每天"), (4, "码头上的"), (6, "那天早上")])


def test_the_parts_of_an_official_document_know_their_lines() -> None:
    assert lines(OFFICIAL) == [
        (1, "滨海市教育局文件"),
        (2, "滨教〔2024〕12号"),
        (4, "关于做好2024年春季开学准备工作的通知"),
        (7, "各学校："),
        (8, "现将有关事项通知如下。"),
        (10, "滨海市教育局"),
        (11, "2024年2月4日"),
    ]


def test_site_noise_keeps_its_line_and_shifts_none() -> None:
    kept, cleaned = lines(NOISE), lines(NOISE, clean="noise")
    assert [number for number, _ in kept] == [1, 2, 3, 4]
    assert cleaned == [kept[0], kept[1], kept[3]]


def test_two_blocks_of_one_line_begin_there_both() -> None:
    assert lines("\n书名：旧巷集 作者：林小舟\n\n渡船还没有来。") == [
        (2, "旧巷集"),
        (2, "作者：林小舟"),
        (4, "渡船还没有来。"),
    ]


def test_a_title_from_a_banner_stands_at_the_banner() -> None:
    assert read("\n=== 欢 迎 阅 读 《旧 巷 集》 第二版 ===\n\n渡船还没有来。").title_line == 2


@pytest.mark.parametrize(
    ("source", "options"),
    [("《旧巷集》作者：林小舟.txt", Options()), ("", Options(title="旧巷集"))],
)
def test_a_title_from_elsewhere_stands_in_no_line(source: str, options: Options) -> None:
    document = read("第一章 渡口\n渡船还没有来。", source=source, options=options)
    assert numbers(document) == [0, 1, 2]
    assert plain(document.title) == "旧巷集"


def test_a_title_the_user_gives_takes_the_place_of_that_in_the_text() -> None:
    assert read(BOOK).title_line == 2
    assert read(BOOK, options=Options(title="渡口")).title_line == 0


@pytest.mark.parametrize("script", ["keep", "hans", "hant-tw", "hant-hk"])
@pytest.mark.parametrize("readings", ["auto", "keep", "ruby", "inline", "drop"])
def test_transforms_leave_the_lines_alone(readings: str, script: str) -> None:
    options = Options(readings=readings, script=script, emphasis="quotes", punctuation="full")  # type: ignore[arg-type]
    document = read(BOOK, options=options)
    assert [line for line, _ in numbered_lines(document)] == [line for line, _ in LINES]
    assert numbers(document) == [2, 4, 6, 9, 10, 12, 14, 16, 18, 21]


def test_cleaning_leaves_the_lines_alone() -> None:
    blocks = (Paragraph((Text("風\0"),), line=3), Verse(((Text("水\0"),),), 5), Separator(7))
    assert numbers(clean(Document((Text("春\0"),), blocks, title_line=1), notify=ignore)) == [1, 3, 5, 7]


@pytest.mark.parametrize(
    "block", [Heading(1, (Text("春"),)), Paragraph((Text("春"),)), Verse(((Text("春"),),)), Separator()]
)
def test_where_a_block_stood_makes_no_other_block(block: Block) -> None:
    moved = replace(block, line=9)
    assert (moved, hash(moved), repr(moved)) == (block, hash(block), repr(block))
    assert Document(blocks=(moved,), title_line=3) == Document(blocks=(block,))


def test_json_and_tree_do_not_show_lines() -> None:
    document = read(BOOK)
    moved = replace(document, title_line=0, blocks=tuple(replace(b, line=0) for b in document.blocks))
    for name in ("json", "tree"):
        assert write(document, name) == write(moved, name)
    assert not any(numbers(read_json(convert(BOOK, "json"))))


@given(documents())
def test_the_lines_are_those_of_the_document(document: Document) -> None:
    assert tuple(line for _, line in numbered_lines(document)) == document_lines(document)
    assert not any(number for number, _ in numbered_lines(document))
