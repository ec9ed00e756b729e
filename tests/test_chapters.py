"""What is a book, and at which level its chapters begin: from headings and the lengths below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from docconvert import read
from docconvert.model import Document, Heading, Paragraph, Ruby, Separator, Text, Verse
from docconvert.writers.chapters import Chapters, chapters_of

if TYPE_CHECKING:
    from docconvert.model import Block


def document(outline: str) -> Document:
    """Make a document of an outline.

    Each line is a heading, ``2 第一章``, a number of characters of text, ``= 1500``, or so many articles of a
    law, of 300 characters each, ``§ 4``.
    """
    blocks: list[Block] = []
    for line in filter(None, map(str.strip, outline.splitlines())):
        sign, _, rest = line.partition(" ")
        if sign == "§":
            blocks += [Paragraph((Text(f"第{n}条　{'春' * 296}"),)) for n in range(int(rest))]
        elif sign == "=":
            blocks.append(Paragraph((Text("春" * int(rest)),)))
        else:
            blocks.append(Heading(int(sign), (Text(rest),)))  # type: ignore[arg-type]  # a level
    return Document((Text("山城"),), tuple(blocks))


NOVEL = "1 第一章 春\n= 1200\n1 第二章 夏\n= 900\n1 第三章 秋\n= 1000"
VOLUMES = """
1 卷一 山
2 第一章
= 2000
2 第二章
= 2000
1 卷二 水
2 第三章
= 2000
"""

CASES = [
    ("no heading", "= 90000", 0),
    ("nothing at all", "", 0),
    ("three chapters of a thousand characters on average", NOVEL, 1),
    ("one character less", NOVEL.replace("1000", "899"), 0),
    ("two chapters", "1 第一章\n= 5000\n1 第二章\n= 5000", 0),
    ("what stands before the first heading is in no chapter", "= 9000\n" + NOVEL.replace("1200", "100"), 0),
    (
        "a notice with short sections",
        "1 一、目的\n= 300\n1 二、時間\n= 200\n1 三、地點\n= 100\n1 四、聯絡\n= 50",
        0,
    ),
    ("volumes hold chapters", VOLUMES, 2),
    ("many volumes", VOLUMES + VOLUMES.replace("卷一", "卷三").replace("卷二", "卷四"), 2),
    ("volumes and a preface", "1 序\n= 800\n" + VOLUMES + "1 後記\n= 500", 2),
    ("parts, volumes, chapters", "1 第一部\n" + VOLUMES.replace("2 ", "3 ").replace("1 ", "2 "), 3),
    ("English volumes", VOLUMES.replace("卷一 山", "Part One").replace("卷二 水", "Part II"), 2),
    (
        "volumes of short poems are the chapters themselves",
        "1 卷一\n2 春\n= 900\n2 夏\n= 900\n1 卷二\n2 秋\n= 900\n2 冬\n= 900\n1 卷三\n2 雪\n= 1200",
        1,
    ),
    (
        "sections of a chapter go on",
        "1 第一章\n2 第一節\n= 2000\n2 第二節\n= 2000\n1 第二章\n2 第一節\n= 4000\n1 第三章\n= 4000",
        1,
    ),
    ("a single heading above the chapters", "1 正文\n" + NOVEL.replace("1 第", "2 第"), 2),
    (
        "sections below chapters that are too short",
        "1 甲\n= 9\n1 乙\n= 9\n1 丙\n2 子\n= 1000\n2 丑\n= 1000",
        0,
    ),
    ("levels may be skipped", NOVEL.replace("1 第", "4 第"), 4),
    ("a heading without text", NOVEL.replace("第二章 夏", ""), 1),
    ("titles without numbers", "1 雨\n= 1500\n1 雪\n= 1500\n1 霜\n= 1500", 1),
]


@pytest.mark.parametrize(("outline", "level"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_level_of_chapters(outline: str, level: int) -> None:
    assert chapters_of(document(outline)) == Chapters(level, level)


REGULATIONS = "1 第一章 总则\n§ 6\n1 第二章 管理\n§ 6\n1 第三章 附则\n§ 6"
CODE = "1 第一编\n2 第一章\n§ 9\n2 第二章\n§ 9\n1 第二编\n2 第一章\n§ 9\n1 第三编\n2 第一章\n§ 9"


@pytest.mark.parametrize(
    ("outline", "expected"),
    [(REGULATIONS, Chapters(1, 0)), (CODE, Chapters(2, 1)), (NOVEL + "\n§ 3", Chapters(1, 1))],
    ids=["regulations", "a code in parts", "three quotations of a law"],
)
def test_chapters_of_laws_follow_each_other_on_the_page(outline: str, expected: Chapters) -> None:
    assert chapters_of(document(outline)) == expected


def test_verse_and_what_bears_a_reading_count_like_other_text() -> None:
    verse = Verse(((Text("床" * 400),), (Ruby("前", "qián"), Text("月" * 599))))
    chapter = (Heading(1, (Text("夜"),)), Separator(), verse)

    assert chapters_of(Document(blocks=chapter * 3)).level == 1
    assert chapters_of(Document(blocks=(*chapter * 2, *chapter[:2], Verse(verse.lines[:1])))).level == 0


def test_a_book_that_was_read() -> None:
    chapters = (
        f"第{number}章 {name}\n\n{'山中的雨下了一夜。' * 120}\n\n"
        for number, name in zip("一二三", "雨雪霜", strict=True)
    )

    assert chapters_of(read("山中記\n\n" + "".join(chapters))).level == 1
    assert chapters_of(read("山中記\n\n山中的雨下了一夜。")).level == 0
