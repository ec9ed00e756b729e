"""Lines that credit somebody: who wrote, translated or compiled a work."""

from __future__ import annotations

import pytest

from docconvert.reading.names import credit_of


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("张小三", "张小三"),
        ("张 小 三", "张 小 三"),
        ("◎张小三", "张小三"),
        ("◎文/张小三", "张小三"),
        ("【作者】张小三", "张小三"),
        ("作者：张小三（已完结）", "张小三"),
        ("作者：张小三 【连载中】", "张小三"),
        ("作者：[英]约翰·史密斯", "约翰·史密斯"),
        ("作者：张小三 译者：李四", "张小三"),
        ("作者：张小三、李四", "张小三、李四"),
        ("本文作者：张小三", "张小三"),
        ("张小三著", "张小三"),
        ("张小三、李四 著", "张小三、李四"),
        ("张小三 李四 著", "张小三、李四"),
        ("长篇小说 张小三 著", "张小三"),
        ("《渡河记》 张小三 著", "张小三"),
        ("张小三 等 著", "张小三"),
        ("张小三原著 李四改编", "张小三"),
        ("张小三 口述／李四 整理", "张小三"),
        ("伊万·彼得罗夫 著", "伊万·彼得罗夫"),
        ("伊万·彼得罗夫著", "伊万·彼得罗夫"),
        ("（法）皮埃尔·杜邦 著", "皮埃尔·杜邦"),
        ("[美] 不存在的人 著 / 王译者 译", "不存在的人"),
        ("〔俄〕彼得罗夫 著　王小明 译", "彼得罗夫"),
        ("J. K. 史密斯 著", "J. K. 史密斯"),
        ("清·张小三", "张小三"),
        ("（清）张小三 撰", "张小三"),
        ("汐浦镇志办公室 编", "汐浦镇志办公室"),
        ("张小三 译", ""),
        ("[日]山田太郎译", ""),
        ("张小三　绘", ""),
        ("张小三、李四 校注", ""),
    ],
)
def test_authors_are_named_in_full(line: str, author: str) -> None:
    credit = credit_of(line)
    assert credit is not None
    assert credit.author == author


@pytest.mark.parametrize(
    "line",
    [
        "这是他最好的杰作",
        "这本书很难译",
        "他们努力工作",
        "王小明说这本书难译",
        "全国优秀作品选",
        "县城示意图",
        "张小三说：好",
        "山那边的灯火",
        "一",
        "",
        "著",
        "2024年3月",
        "第一章 渡口",
    ],
)
def test_other_lines_credit_nobody(line: str) -> None:
    assert credit_of(line) is None
