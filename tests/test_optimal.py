"""Lines broken for the whole paragraph, beside those broken one after the other."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import docconvert
from docconvert.model import Document, Heading, Paragraph, Text
from docconvert.writers.area import text_area
from docconvert.writers.fonts import EM
from docconvert.writers.pdf import linebreak
from docconvert.writers.pdf.fonts import FontBook
from docconvert.writers.pdf.linebreak import Line, break_lines
from docconvert.writers.pdf.measure import Measured
from docconvert.writers.pdf.prepare import Prepared, Preparer
from pdfs import PROSE

MIXED = (
    "潮位站用Python写的程序每10分钟记录1次水位，数据存在SQLite里；"
    "去年12月最高潮位是3.47 m，风力11级（Beaufort scale）。"
    "姑母的记录从1978年6月1日开始，一共1,826天，其中“大潮”36次、“特大潮”4次，"
    "most of them in spring tides，没有一天空白。"
)
"""Prose with many Latin words and numbers."""


@cache
def book(language: str = "zh-Hans") -> FontBook:
    return FontBook(language)


def prepared(text: str, *choices: str, level: int = 0) -> Prepared:
    style = docconvert.load_style(settings=choices)
    block = Heading(1, (Text(text),)) if level else Paragraph((Text(text),))
    area = text_area(style, vertical=False)
    return next(Preparer(style, book(), area).document(Document(blocks=(block,))))


class Broken(NamedTuple):
    """A paragraph, and its lines."""

    paragraph: Prepared
    lines: list[Line]

    def texts(self) -> list[str]:
        return [self.paragraph.text[line.start : line.end] for line in self.lines]

    def costs(self, measure: float) -> list[float]:
        """Return what each line costs, by what it is squeezed or stretched."""
        length = len(self.paragraph.text)
        window = linebreak._Window(Measured(self.paragraph, 0, length), measure)
        found = (window._cost(line.start, line.end, window._begin(line.start)[1]) for line in self.lines)
        return [linebreak._DESPERATE if cost is None else cost for cost in found]


def broken(text: str, columns: float, *choices: str, level: int = 0) -> Broken:
    paragraph = prepared(text, *choices, level=level)
    return Broken(paragraph, list(break_lines(paragraph, columns * EM)))


def both(text: str, columns: float) -> tuple[Broken, Broken]:
    """Return a text broken both ways."""
    return broken(text, columns), broken(text, columns, "body.linebreak=optimal")


WIDTHS = [14, 18, 22.5, 28, 35]


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("text", [PROSE, MIXED], ids=["prose", "mixed"])
def test_both_hold_the_same_text(text: str, columns: float) -> None:
    for found in both(text * 3, columns):
        assert "".join(found.texts()) == text * 3


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("text", [PROSE * 2, MIXED * 2, PROSE + MIXED], ids=["prose", "mixed", "both"])
def test_optimal_lines_never_cost_more(text: str, columns: float) -> None:
    greedy, optimal = both(text, columns)
    assert sum(optimal.costs(columns * EM)) <= sum(greedy.costs(columns * EM)) + 0.001


def test_optimal_lines_are_better_in_most_widths() -> None:
    better = 0
    for columns in range(12, 36):
        greedy, optimal = both(MIXED * 2, columns)
        better += sum(optimal.costs(columns * EM)) < sum(greedy.costs(columns * EM)) - 0.1
    assert better > 12


_WORDS = st.text(re.sub("[A-Za-z0-9.,]", "", PROSE + MIXED), min_size=1, max_size=250)


@given(_WORDS, st.integers(8, 40), st.sampled_from(["body.linebreak=optimal", "body.hanging=true"]))
@settings(max_examples=40)
def test_lines_obey_the_rules_of_marks(text: str, columns: int, choice: str) -> None:
    text = re.sub("[，。！？：；、）》”…—（《“]{2,}", "，", text)
    lines = broken(text, columns, choice).texts()
    assert "".join(lines) == text
    assert not [line for line in lines[1:] if line[0] in linebreak.NOT_AT_START]
    assert not [line for line in lines[:-1] if line[-1] in linebreak.NOT_AT_END]


def test_a_long_paragraph_breaks_alike_in_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linebreak, "_WINDOW", 700)
    found = broken(PROSE * 20, 30, "body.linebreak=optimal")
    assert "".join(found.texts()) == PROSE * 20
    assert max(map(len, found.texts())) < 36
    assert min(map(len, found.texts()[:-1])) > 24


@pytest.mark.parametrize("choice", ["body.linebreak=greedy", "body.linebreak=optimal"])
@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # a number stays with its unit
        ("一二三四五六七128页八九", ["一二三四五六七", "128页八九"]),
        ("一二三四五六七８年八九", ["一二三四五六七", "８年八九"]),
        ("一二三四五六潮36 km外八九", ["一二三四五六潮", "36 km外八九"]),
        # what stands before it as well
        ("一二三四五六七￥300元", ["一二三四五六七", "￥300元"]),
        # and what joins words
        ("一二三四五a-very-long-word", ["一二三四五a-", "very-long-word"]),
        # spaces never begin a line
        ("一二三四五六七八    九十", ["一二三四五六七八    ", "九十"]),
    ],
)
def test_where_lines_break(choice: str, text: str, lines: list[str]) -> None:
    assert broken(text, 10, choice).texts() == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三四五六七八九十一二三四五六七八九", ["一二三四五六七八", "九十一二三四五六七", "八九"]),
        # nor one of one character and its mark
        ("一二三四五六七八九十一二三四五六七八九。", ["一二三四五六七八", "九十一二三四五六七", "八九。"]),
        ("一二三四五六七八九十", ["一二三四五六七八", "九十"]),
    ],
)
def test_no_last_line_of_one_character(text: str, lines: list[str]) -> None:
    assert broken(text, 10).texts() == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三四五六七八，九十一二", ["一二三四五六七八，", "九十一二"]),
        ("一二三四五六七八。九十一二", ["一二三四五六七八。", "九十一二"]),
        # a mark that may not hang goes down with the character before it, or is squeezed in
        ("一二三四五六七八”九十一二", ["一二三四五六七", "八”九十一二"]),
    ],
)
def test_pause_marks_hang(text: str, lines: list[str]) -> None:
    found = broken(text, 10, "body.hanging=true")
    assert found.texts() == lines
    if lines[0].endswith(("，", "。")):
        edges = found.lines[0].edges(found.paragraph)
        assert edges[-2] == pytest.approx(10 * EM)  # all of the mark is outside


def test_a_title_in_the_middle_is_balanced() -> None:
    title = "关于做好今冬明春海岛灯塔巡查和潮位记录工作的通知"
    found = broken(title, 20, "heading-1.align=center", level=1)
    assert [len(text) for text in found.texts()] == [12, 12]
    one = broken("关于灯塔的通知", 20, "heading-1.align=center", level=1)
    assert one.texts() == ["关于灯塔的通知"]
    # A title at the start of its lines fills the first, but not with half of a word.
    assert [len(text) for text in broken(title, 20, level=1).texts()] == [17, 7]


@pytest.mark.parametrize(
    "words",
    [
        "汐浦县 水务局 关于 加强 城市 道路 排水 管理 工作的 通知",
        "汐浦县人民政府 关于 印发 《渡口安全管理办法》的 通知",
        "汐浦县 教育局 办公室 关于 表彰 先进 集体 和 先进 个人的 决定",
        "汐浦縣 政府 關於 加強 城市 道路 管理 工作的 公告",
        "潮位 与 灯塔： 一个 守塔人的 三十年 札记",
        "汐浦县人民政府办公室 转发 县教育局等 部门 关于 推进 义务教育 均衡 发展 实施 意见的 通知",
    ],
)
@pytest.mark.parametrize("align", ["center", "start"])
def test_a_title_parts_between_words(words: str, align: str) -> None:
    parted = words.split()
    title = "".join(parted)
    found = broken(title, 16, f"heading-1.align={align}", level=1).texts()
    assert "".join(found) == title
    assert set(accumulate(map(len, found))) <= set(accumulate(map(len, parted))), found


def test_a_title_parts_behind_a_mark() -> None:
    found = broken("潮位与灯塔：一个守塔人的三十年札记", 14, "heading-1.align=center", level=1)
    assert found.texts() == ["潮位与灯塔：", "一个守塔人的三十年札记"]


def test_numbers_and_latin_words_in_titles_are_whole() -> None:
    title = "关于公布2024年度PostgreSQL数据库培训班先进个人名单的通知"
    for width in range(12, 24):
        found = broken(title, width, "heading-1.align=center", level=1).texts()
        assert "".join(found) == title
        assert any("2024年" in text for text in found)
        assert any("PostgreSQL" in text for text in found)


def test_the_middle_of_a_title_of_three_lines_is_not_the_shortest() -> None:
    title = "汐浦县人民政府关于深化投资项目审批制度改革促进民营经济高质量发展的若干意见"
    lengths = [len(text) for text in broken(title, 14, "heading-1.align=center", level=1).texts()]
    assert len(lengths) == 3
    assert lengths[1] >= min(lengths[0], lengths[2])


def test_a_title_of_many_lines_is_set_as_other_text() -> None:
    found = broken("关于城市道路" * 60, 10, "heading-1.align=center", level=1)
    assert {len(text) for text in found.texts()} == {10}


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("说“spring tide”了", 5 * EM),  # 说 “ ” 了: the signs at Han keep an em where they touch it
        ("it’s", 0.5 * EM),
        ("the “tide” in", 1 * EM),
    ],
)
def test_quotes_among_latin_words_are_narrow(text: str, width: float) -> None:
    wide = prepared(text)
    (line,) = break_lines(wide, 40 * EM)
    latin = re.sub("[“”‘’说了]", "", text)
    natural = sum(prepared(latin).widths(0, len(latin)))
    taken = line.edges(wide)[-1] - line.x - natural
    assert taken <= width + 1


def test_combining_marks_take_no_room() -> None:
    plain, marked = prepared("nǐ hao 船船"), prepared("nǐ ha\u0304o 船\u3099船")
    (first,) = break_lines(plain, 20 * EM)
    (second,) = break_lines(marked, 20 * EM)
    assert second.edges(marked)[-1] == pytest.approx(first.edges(plain)[-1])
    assert not [line for line in broken("船\u0301" * 99, 10).texts() if line[0] == "\u0301"]


def test_spaces_beside_a_number_take_more_than_others_but_not_all() -> None:
    found = broken("（二）复查。9月12日，县局组织复查，结果在书屋门口的布告栏公布。", 28)
    line = found.lines[0]
    gaps = [line.shifts[at] + line.stretch for at in (6, 7, 9)]
    assert 0 < line.stretch < EM / 16
    assert gaps == pytest.approx([EM / 4 + 3 * line.stretch] * 3)
    assert line.edges(found.paragraph)[-1] - line.stretch == pytest.approx(28 * EM)


def test_only_spaces_between_words_give_and_take() -> None:
    text = "the lamp burns on and on over the sea and the ships pass by it in the night"
    found = broken(text, 15)
    for line in found.lines[:-1]:
        shown = found.paragraph.text[line.start : line.end].rstrip()
        blanks = {line.start + at for at, c in enumerate(shown) if c == " "}
        assert line.shifts.keys() <= blanks | {at - 1 for at in blanks}  # nothing between letters
        assert line.stretch == 0


def test_a_line_that_would_be_too_loose_is_left_short() -> None:
    found = broken("一二三" + "x" * 19 + "四五六", 12)
    first = found.lines[0]
    assert found.texts()[0] == "一二三"
    assert (first.stretch, dict(first.shifts)) == (0, {})


def test_what_has_no_look_leaves_no_gap_at_the_end_of_a_line() -> None:
    assert broken("一二三四五六七八\u200b九十一二三四", 10).texts()[0] == "一二三四五六七八\u200b"


def test_the_gap_before_a_word_on_the_next_line_takes_no_room() -> None:
    # Eight characters fill the first line, which is indented by two.
    assert broken("一二三四五六七八Python", 10).texts() == ["一二三四五六七八", "Python"]


def test_optimal_lines_leave_no_single_character_either() -> None:
    text = "一二三四五六七八九十一二三四五六七八九"
    assert broken(text, 10, "body.linebreak=optimal").texts() == broken(text, 10).texts()


@pytest.mark.parametrize("base", ["a", "船"])
def test_a_combining_mark_at_the_end_does_not_push_its_base_out(base: str) -> None:
    found = broken(f"{base}\u0301" * 90, 10.3)
    for line in found.lines:
        at = line.end - 2
        (width,) = found.paragraph.widths(at, at + 1)
        assert line.edges(found.paragraph)[-3] + width <= 10.3 * EM + 1


@pytest.mark.parametrize("choice", ["greedy", "optimal"])
def test_a_number_of_wide_digits_is_not_parted(choice: str) -> None:
    lines = broken("一二三四五六七８８年八九", 10, f"body.linebreak={choice}").texts()
    assert lines == ["一二三四五六七", "８８年八九"]
