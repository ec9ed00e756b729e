"""Characters that a pinyin inserter cut in two: what is restored is what stood there."""

from __future__ import annotations

import random
import re
import struct
import time
import zlib
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docconvert.chars import HAN, PINYIN
from docconvert.notices import Notice
from docconvert.reading.repair import repair_damage
from docconvert.reading.repair.words import (
    all_words,
    count_words,
    counted_words,
    key_of,
    list_readings,
    readings,
    simplified,
)
from inserter import damage

_PHRASES = """
發展營造業 培養專業人才 真傳達心意 領域專業 解決問題 樹木發芽 談論古今 遠方的親人
團結起來建設家鄉 老師講課 學生記筆記 通往車站 經濟發展 長期規劃 孩子們放風箏
新的規則 從明年起實行 他說話的樣子 很像父親 書架上擺著歷史書 天氣漸漸轉涼 葉子變紅了
大家都鬆了一口氣 夜裡下雪 路面結冰 圖書館開放時間 有所調整 在農村種樹 這個辦法很簡單
應當認真對待 保護環境 節約用電 檢查機器 買賣東西 歡迎來賓 聽見鳥叫 寫一封長信
準備晚飯 漁船靠岸 橋邊的舊廟 雖然很難 終於完成 請幫個忙 還沒有開門 連續幾個鐘頭
關於這場比賽 記錄結果 畫一張圖 讓我們試試 當時的情況
"""
PHRASES = _PHRASES.split()

SENTENCES = st.lists(st.sampled_from(PHRASES), min_size=2, max_size=5).map(
    lambda parts: "，".join(parts) + "。"
)
TEXTS = st.lists(SENTENCES, min_size=1, max_size=6)
ODD = st.text("展域真?fàn)I(yè)qūzhènI_痘疽規則營造專業。，\n €傳達鎮", max_size=40)

LEAST_SHARE = 0.7

WIDEN = str.maketrans(",:;!?()", "，：；！？（）")


def repaired(text: str) -> tuple[str, list[Notice]]:
    notices: list[Notice] = []
    return repair_damage(text, notify=notices.append), notices


def bare(text: str) -> str:
    """Return ``text`` without readings, in full-width marks."""
    return re.sub(rf"(?<=[{HAN}])\([{PINYIN}]{{1,6}}\)", "", text).translate(WIDEN)


def wrong(lines: list[str], notices: list[Notice]) -> list[str]:
    """Return the repairs that did not give back what stood in the true ``lines``."""
    done = [notice for notice in notices if notice.code == "reading-repaired"]
    return [n.message for n in done if bare(n.message.split(" repaired to ")[1]) not in lines[n.line - 1]]


def visible(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


@pytest.mark.parametrize(
    ("true", "shown"),
    [
        ("展營造", "展?fàn)I造"),
        ("域專業化", "域?qū)I(yè)化"),
        ("真傳達", "真?zhèn)鬟_(dá)"),
        ("发布。《基本規則》", "发布?痘疽?guī)則(zé)》"),
    ],
)
def test_the_program_is_rebuilt(true: str, shown: str) -> None:
    assert damage(true, narrow=True).text == shown


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.booleans())
def test_no_repair_is_wrong(lines: list[str], narrow: bool) -> None:
    text = damage("\n".join(lines), narrow=narrow).text
    result, notices = repaired(text)
    assert not wrong(lines, notices)
    left = {notice.line for notice in notices if notice.code == "reading-damaged"}
    for number, (line, true) in enumerate(zip(result.split("\n"), lines, strict=True), 1):
        assert number in left or "?" in line or bare(line) == true


def test_most_of_a_text_that_repeats_its_words_is_repaired() -> None:
    chance = random.Random(7)
    lines = ["，".join(chance.choices(PHRASES, k=4)) + "。" for _ in range(150)]
    for narrow in (False, True):
        _, notices = repaired(damage("\n".join(lines), narrow=narrow).text)
        codes = Counter(notice.code for notice in notices)
        share = codes["reading-repaired"] / codes.total()
        assert not wrong(lines, notices)
        assert share > LEAST_SHARE


@settings(max_examples=200, deadline=None)
@given(ODD)
def test_the_notices_account_for_every_character(text: str) -> None:
    result, notices = repaired(text)
    added = sum((Counter(notice.added) for notice in notices), Counter[str]())
    removed = sum((Counter(notice.removed) for notice in notices), Counter[str]())
    assert visible(text) + added == visible(result) + removed


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(repair_damage(text, notify=lambda notice: None), str)


def test_a_repair_says_where_and_what() -> None:
    text, notices = repaired("春訊\n\n要發展?fàn)I造林\n")
    assert text == "春訊\n\n要發展營造林\n"
    assert notices == [
        Notice("reading-repaired", "…展?fàn)I造… repaired to 展營造", 3, removed="?fàn)I", added="營")
    ]


def test_readings_that_stay_are_not_counted() -> None:
    text, notices = repaired("專業、專業、專業,領域?qū)I(yè)化,好")
    assert text == "專業、專業、專業,領域專業(yè)化,好"
    assert [(n.removed, n.added) for n in notices] == [("?qū)I", "專業")]


@pytest.mark.parametrize("unit", ["?fàn)", "?", "(", "展?fàn)", "展?fàn)I造", "?fàn)I(", "真?zhèn)鬟"])
def test_time_grows_with_the_text_only(unit: str) -> None:
    def took(size: int) -> float:
        text = (unit * size)[:size]
        start = time.process_time()
        repair_damage(text, notify=lambda notice: None)
        return time.process_time() - start

    took(1000)
    # In turn, because other work slows both. What grows with the square takes four times as long.
    times = [(took(100_000), took(200_000)) for _ in range(3)]
    small, large = map(min, zip(*times, strict=True))
    assert large < 3.2 * small + 0.2


def test_the_listed_readings_are_those_of_the_dictionary() -> None:
    # Newer dictionaries have some more characters.
    listed = set(readings().items())
    made = {tuple(line.split("\t")) for line in list_readings().splitlines()}
    assert len(listed & made) > 0.98 * len(listed)


def test_the_counted_pairs_are_those_of_the_words() -> None:
    # Newer dictionaries have some more words.
    words = list(all_words())
    pairs, singles = counted_words()
    known = [word for word in words if all(pairs[key_of(a + b)] for a, b in pairwise(simplified(word)))]
    assert len(known) > 0.95 * len(words)
    assert singles[key_of("一")] > singles[key_of("艇")] > 0
    assert not pairs[key_of("艇一")]
    assert zlib.decompress(count_words(["一丁点儿", "一丁"]))[:8] == struct.pack("<2I", 5, 5)
