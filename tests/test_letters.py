"""The frame of a letter, in all the ways people set it; and its date."""

from __future__ import annotations

from itertools import product

import pytest

import docconvert
from docconvert.model import Document, Heading, Paragraph, plain_text
from docconvert.reading.dates import ends_letter, iso_date

WISHES = [
    ("此致", "敬禮"),
    ("此致", "敬礼！"),
    ("谨致", "崇高的敬礼！"),
    ("祝", "健康"),
    ("祝您", "身体健康、工作顺利！"),
    ("祝", "早去早回"),
    ("順頌", "撰安"),
    ("敬祝", "大安"),
    ("即頌", "時祺"),
    ("顺颂", "商祺"),
    ("此请", "台安"),
    ("肅此奉達，敬請", "道安"),
]
SETTINGS = ["\n", "\n\n", "\n\n\n"]
INDENTS = [
    ("", "", ""),
    ("　　", "　　", ""),
    ("　　", "", "　　　　　　　　　　　　　　"),
    ("", "　　", "        "),
]
ENDS = [
    ["林秋石 敬上", "民國一百一十三年五月三日"],
    ["汐浦茶具厂", "陈山", "2024年5月3日"],
    ["林秋石"],
    ["父字", "五月三日"],
]


def read(text: str) -> Document:
    return docconvert.read(text.encode(), notify=lambda _: None)


def roles(document: Document) -> list[tuple[str, str]]:
    assert not any(isinstance(block, Heading) for block in document.blocks)
    return [(b.role, plain_text(b.children)) for b in document.blocks if isinstance(b, Paragraph)]


@pytest.mark.parametrize("wish", WISHES, ids=" ".join)
def test_a_closing_is_no_heading_however_it_is_set(wish: tuple[str, str]) -> None:
    for gap, (text, lead, end), ending in product(SETTINGS, INDENTS, ENDS):
        lines = [
            "王明先生大鑒：",
            f"{text}久疏問候，近日可好？前承惠寄茶葉兩罐，色香俱佳，家中老少無不稱道。",
            f"{text}舟中無事，江上多風，明日便可到岸，到後再寫信告知。",
            f"{lead}{wish[0]}",
            wish[1],
            *(end + line for line in ending),
        ]
        found = roles(read(gap.join(lines)))
        date = len(ending) > 1
        signed = [("signature", line) for line in ending[: len(ending) - date]]
        dated = [("date", ending[-1])] if date else []
        assert found[0] == ("salutation", "王明先生大鑒：")
        assert found[3:] == [("body", wish[0]), ("salutation", wish[1]), *signed, *dated]


@pytest.mark.parametrize(
    "line",
    [
        "王明先生大鑒：",
        "陳教授鈞鑒：",
        "各位先進惠鑒：",
        "編輯先生台鑒：",
        "李總經理尊鑒：",
        "小舟，见字如晤：",
        "陈山同志亲启：",
        "汐浦茶具厂台启：",
        "敬启者：",
        "逕啟者",
        "王老师：您好！",
        "尊敬的读者，您好！",
    ],
)
def test_salutations(line: str) -> None:
    found = roles(read(f"{line}\n\n船已經修好了，等你回來再下水。\n\n江上多風，夜裡睡不著。"))
    assert found[0] == ("salutation", line)


def test_words_that_sentences_end_with_need_a_letter_around_them() -> None:
    story = "老人把孩子抱到膝下：\n“你看那条船。”\n"
    assert "salutation" not in {role for role, _ in roles(read(("风从江上来，谁也不说话。\n" * 5) + story))}
    assert roles(read("父母亲大人膝下：\n家中想必都好，勿念。\n"))[0][0] == "salutation"


@pytest.mark.parametrize("line", ["见字如晤", "林先生亲启", "年鉴：", "小明：你好！"])
def test_what_may_be_something_else_is_no_salutation(line: str) -> None:
    document = read(f"{line}\n小红：今天的船几点开？\n小明：不知道，问问老佟吧。")
    assert not any(isinstance(b, Paragraph) and b.role == "salutation" for b in document.blocks)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("民國一百一十三年五月三日", "2024-05-03"),
        ("民國113年5月3日", "2024-05-03"),
        ("中華民國一一三年五月三日", "2024-05-03"),
        ("中 華 民 國 113 年 5 月 3 日", "2024-05-03"),
        ("民国元年正月", ""),
        ("民国元年1月1日", "1912-01-01"),
        ("民国三十八年十月一日", "1949-10-01"),
        ("民國２０２４年５月３日", ""),
        ("民國八百年五月三日", ""),
        ("西元2024年5月3日", "2024-05-03"),
        ("二〇二四年五月三日", "2024-05-03"),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "春訊\n中華民國113年2月4日\n\n今日立春。",
        "春訊\n\n日期：民國一百一十三年二月四日\n\n今日立春。",
        "春訊\n\n今日立春，江上有船。\n\n汐浦渡口\n\n民國一一三年二月四日",
    ],
)
def test_a_date_of_the_republic_is_that_of_the_text(text: str) -> None:
    assert read(text).metadata.date == "2024-02-04"


def test_a_letter_in_a_story_does_not_date_the_story() -> None:
    letter = "他念道：\n小舟如晤：\n船修好了。\n此致\n敬礼\n老佟\n2024年3月5日\n"
    assert read(letter + "他把信折好，走出了门。\n" * 20).metadata.date == ""
    two = letter + letter.replace("3月5日", "4月1日")
    assert read(two).metadata.date == ""


@pytest.mark.parametrize("text", ["五月三日", "甲辰年四月廿五日夜", "腊月初八", "5月3日晨", "三月五日于渡口"])
def test_a_date_without_a_year_ends_a_letter(text: str) -> None:
    assert ends_letter(text)


@pytest.mark.parametrize("text", ["五月的船", "三月", "老佟", "一月一日的早晨，船来了"])
def test_other_lines_are_no_dates(text: str) -> None:
    assert not ends_letter(text)
