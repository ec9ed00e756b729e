"""Lines obey CLREQ: what may begin and end them, how they are filled."""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docconvert
from docconvert.model import Document, Paragraph, Ruby, Text
from docconvert.writers.area import text_area
from docconvert.writers.pdf import linebreak, measure
from docconvert.writers.pdf.fonts import FontBook
from docconvert.writers.pdf.linebreak import Line, break_lines
from docconvert.writers.pdf.prepare import Prepared, Preparer

if TYPE_CHECKING:
    from docconvert.style import Align

MEASURE = 20_000
PROSE = (
    "渡船还没有来，岸边的人已经等了很久（从清早等到晌午）。“再等一等吧！”老人说，“潮水一涨，船就来了……”"
    "他把《潮位簿》翻到第128页，指着那一行——去年六月的一行——给她看：最高潮位3.47米，风力6级，Beaufort scale。"
)


@cache
def book(language: str) -> FontBook:
    return FontBook(language)


def prepared(*inlines: Text | Ruby, language: str = "zh-Hans") -> Prepared:
    document = Document(blocks=(Paragraph(inlines),))
    style = docconvert.load_style()
    return next(Preparer(style, book(language), text_area(style, vertical=False)).document(document))


def broken(text: str, measure: float = MEASURE, language: str = "zh-Hans") -> list[str]:
    return [
        text[line.start : line.end] for line in break_lines(prepared(Text(text), language=language), measure)
    ]


def width(paragraph: Prepared, line: Line) -> float:
    """How far a line reaches, its last mark cut to half where it has a blank half."""
    text = paragraph.text[line.start : line.end].rstrip(" ")
    end = line.start + len(text)
    total = sum(paragraph.widths(line.start, end)) + line.x + line.stretch * (len(text) - 1)
    total += sum(shift for at, shift in line.shifts.items() if at < end - 1)
    return total - (measure.HALF if text[-1:] in measure.CLOSING + measure.PAUSES else 0)


@given(st.text(PROSE, min_size=1, max_size=200), st.integers(6, 40))
def test_lines_hold_the_whole_text(text: str, columns: int) -> None:
    assert "".join(broken(text, columns * 1000)) == text


@given(st.text(re.sub("[A-Za-z0-9]", "", PROSE), min_size=1, max_size=200))
def test_no_line_begins_or_ends_wrongly(text: str) -> None:
    text = re.sub(
        "[，。！？：）》”…—（《“]{2,}", "，", text
    )  # heaps of marks can leave no lawful place to break
    lines = broken(text)
    assert not [line for line in lines[1:] if line[0] in linebreak.NOT_AT_START]
    assert not [line for line in lines[:-1] if line[-1] in linebreak.NOT_AT_END]


@given(st.text(PROSE, min_size=1, max_size=200))
def test_no_line_is_too_wide(text: str) -> None:
    text = re.sub("[A-Za-z0-9.]{8,}|[，。！？：）》”…—（《“]{2,}", "，", text)
    paragraph = prepared(Text(text))
    assert max(width(paragraph, line) for line in break_lines(paragraph, MEASURE)) <= MEASURE + 1


def test_prose_is_filled_to_both_edges() -> None:
    paragraph = prepared(Text(PROSE * 3))
    lines = list(break_lines(paragraph, MEASURE))
    assert [round(width(paragraph, line)) for line in lines[:-1]] == [
        pytest.approx(MEASURE, abs=measure.HALF + 1)
    ] * (len(lines) - 1)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # the first line is indented by two characters: 8 fit, then 10
        ("一二三四五六七八九十一二三四五六七八九十", ["一二三四五六七八", "九十一二三四五六七八", "九十"]),
        # a mark gets in: it gives up its blank half, and others some of theirs
        ("一二三四五六七，八。九十", ["一二三四五六七，", "八。九十"]),
        ("一二，四五，七八。九十", ["一二，四五，七八。", "九十"]),
        # or else takes the character before it along
        ("一二三四五六七八。九十", ["一二三四五六七", "八。九十"]),
        # an opening mark goes on with what it opens
        ("一二三四五六七（八）九十", ["一二三四五六七", "（八）九十"]),
        # dashes and dots are not parted
        ("一二三四五六七——八九十", ["一二三四五六", "七——八九十"]),
        ("一二三四五六七……八九十", ["一二三四五六", "七……八九十"]),
        # a word is not broken, nor a number from its sign
        ("一二三四五六Python七八", ["一二三四五六", "Python七八"]),
        ("一二三四五六七98.5%八", ["一二三四五六七", "98.5%八"]),
        # spaces stay at the end of their line
        ("一二三四五六七八   九十", ["一二三四五六七八   ", "九十"]),
    ],
)
def test_where_lines_break(text: str, lines: list[str]) -> None:
    assert broken(text, 10_000) == lines


def test_a_word_longer_than_the_line_is_broken_somewhere() -> None:
    lines = broken("x" * 200, 10_000)
    assert "".join(lines) == "x" * 200
    assert len(lines) > 5


def test_marks_that_meet_share_their_blank_halves() -> None:
    (line,) = break_lines(prepared(Text("他说：“好。”")), MEASURE)
    assert line.shifts == {2: -500, 5: -500}  # ：“ and 。”


def test_centred_marks_of_traditional_fonts_are_not_halved() -> None:
    (line,) = break_lines(prepared(Text("他說，，好"), language="zh-Hant"), MEASURE)
    assert line.shifts == {}
    (line,) = break_lines(prepared(Text("他說：「好」"), language="zh-Hant"), MEASURE)
    assert line.shifts == {2: -500}  # only the blank half of 「


def test_han_and_latin_are_spaced() -> None:
    (line,) = break_lines(prepared(Text("用Python写3行")), MEASURE)
    assert line.shifts == {0: 250, 6: 250, 7: 250, 8: 250}


def test_a_dash_is_one_rule_of_two_ems() -> None:
    paragraph = prepared(Text("海——山"))
    (line,) = break_lines(paragraph, MEASURE)
    assert sum(paragraph.widths(0, 4)) + sum(line.shifts.values()) == pytest.approx(4000)
    ink = book("zh-Hans").chain("serif").first.face.ink("—")
    assert -line.shifts[1] > ink.left + ink.right  # the signs overlap


def test_wide_readings_lean_aside_before_a_gap_opens() -> None:
    paragraph = prepared(Ruby("館", "guǎn"), Ruby("長", "zhǎng"), Text("說"), language="zh-Hant")
    (line,) = break_lines(paragraph, MEASURE)
    first, second = line.readings
    assert first.x + first.reading.width < second.x
    too_wide = (first.reading.width + second.reading.width) / 2 + 80 - 1000
    assert line.shifts == {0: pytest.approx(too_wide - 2 * 125)}


def test_readings_never_touch() -> None:
    paragraph = prepared(*[Ruby("裝", "zhuāng")] * 7, Text("說"), language="zh-Hant")
    (line,) = break_lines(paragraph, MEASURE)
    assert line.shifts  # no leaning makes room for so many
    for one, next_one in itertools.pairwise(line.readings):
        assert one.x + one.reading.width < next_one.x
    middles = [edge + 500 for edge in line.edges(paragraph)]
    for middle, reading in zip(middles, line.readings, strict=False):
        assert abs(reading.x + reading.reading.width / 2 - middle) <= 126


def test_the_base_of_a_reading_is_not_parted() -> None:
    paragraph = prepared(Text("一二三四五六七"), Ruby("六安", "Lù'ān"), Text("八九"))
    lines = [paragraph.text[line.start : line.end] for line in break_lines(paragraph, 10_000)]
    assert lines == ["一二三四五六七", "六安八九"]


def test_an_apostrophe_is_part_of_its_word() -> None:
    lines = broken("It’s " * 40, 10_300)
    assert not [line for line in lines if line.rstrip().endswith("’") or line.startswith("s")]


def test_a_base_may_lie_across_the_edge_of_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linebreak, "_WINDOW", 100)
    paragraph = prepared(Text("汉" * 99), Ruby("漢字", "zhuangshuangzhuangsh"), Text("后" * 60))
    lines = list(break_lines(paragraph, MEASURE))
    assert "".join(paragraph.text[line.start : line.end] for line in lines) == paragraph.text
    assert not [line for line in lines if line.end == 100]


def test_a_long_rule_leaves_no_gap() -> None:
    (line,) = break_lines(prepared(Text("姓名" + "—" * 8)), MEASURE)
    assert 1 not in line.shifts


def test_a_long_paragraph_breaks_alike_in_windows_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    text = PROSE * 40
    whole = broken(text)
    monkeypatch.setattr(linebreak, "_WINDOW", 500)
    assert broken(text) == whole


@given(st.text("漢，“ai1 —…\u200d。", min_size=1, max_size=80), st.integers(0, 60), st.floats(0, 40_000))
def test_what_fits_is_found_at_once(text: str, start: int, room: float) -> None:
    paragraph = prepared(Text(text))
    measured = measure.Measured(paragraph, 0, len(paragraph.text))
    start = min(start, len(text) - 1)
    ends = range(start, len(text) + 1)
    assert measured.fit(start, room) == max(
        end for end in ends if measured.length(start, end) <= room + measure.NEARLY
    )


@pytest.mark.parametrize(("align", "share"), [("center", 2), ("end", 1)])
def test_a_squeezed_line_stands_where_a_full_one_does(align: Align, share: int) -> None:
    paragraph = prepared(Text("甲，乙，丙，丁，戊，己，庚，辛（壬）癸子丑寅卯辰。" * 4))
    paragraph.align, paragraph.justify, paragraph.indent = align, False, 0.0
    for measured in range(12_000, 30_000, 700):
        for line in break_lines(paragraph, measured):
            assert line.x >= -measure.HALF - 1 - measure.HALF / share
            assert width(paragraph, line) <= measured + 1


def test_an_empty_title_has_no_lines() -> None:
    paragraph = prepared(Text("甲"))
    paragraph.text, paragraph.codes, paragraph.runs, paragraph.balanced = "", b"", [], True
    assert list(break_lines(paragraph, MEASURE)) == []
