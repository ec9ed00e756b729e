"""The text of a PDF as programs take it out, and where its lines begin and end."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docconvert.model import Document, Emphasis, Paragraph, Ruby, Text
from judges import pdf_text
from pdfs import PROSE, Word, document, heading, lines_of, saved, with_readings, words_by_page

if TYPE_CHECKING:
    from docconvert.model import Inline

BARE = ("page-number.show=false", "header.show=never")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


# Any text.

_HAN = st.text("渡船还没有来岸边的人已经等了很久風從東海灯塔潮位簿", min_size=1, max_size=40)
_MARKS = st.sampled_from(
    ["，", "。", "；", "：“", "”", "《", "》", "（", "）", "——", "……", "、", "！", "？", "·", "％"]
)
_LATIN = st.sampled_from(
    ["Beaufort", "scale", " 3.47", "128", "98.5%", "it’s", "a-b", "2024", " ", "x/y", "é"]
)
_TEXTS = st.lists(st.one_of(_HAN, _HAN, _MARKS, _LATIN), min_size=1, max_size=30).map("".join)


@given(st.lists(_TEXTS, min_size=5, max_size=40))
@settings(max_examples=5)
@pytest.mark.parametrize("look", [("horizontal",), ("horizontal", "body.linebreak=optimal"), ("vertical",)])
def test_any_text_comes_out_whole(look: tuple[str, ...], texts: list[str]) -> None:
    writing, *choices = look
    with tempfile.TemporaryDirectory() as folder:
        path = saved(document(*texts), Path(folder), *BARE, *choices, writing=writing)
        assert squeezed(pdf_text(path, raw=True)) == squeezed("".join(texts))


@given(st.lists(st.tuples(_HAN, st.sampled_from(["", "ā", "zhuāng", "ㄓㄨㄤ"])), min_size=20, max_size=60))
@settings(max_examples=5)
@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
def test_readings_stand_apart_from_the_text(writing: str, pairs: list[tuple[str, str]]) -> None:
    inlines = tuple(Ruby(text[:2], reading) if reading else Text(text) for text, reading in pairs)
    text = "".join(text[:2] if reading else text for text, reading in pairs)
    made = document(Paragraph(inlines))
    with tempfile.TemporaryDirectory() as folder:
        path = saved(made, Path(folder), *BARE, writing=writing)
        found = [squeezed(page) for page in pdf_text(path, raw=True).split("\f")]
    readings = "".join(reading for _, reading in pairs)
    shown = "".join(found)
    assert "".join(c for c in shown if "\u4e00" <= c <= "\u9fff") == text
    assert sorted(c for c in shown if not "\u4e00" <= c <= "\u9fff") == sorted(readings)
    # On each page the text comes first, unbroken.
    assert all(re.fullmatch("[\u4e00-\u9fff]*[^\u4e00-\u9fff]*", page) for page in found)


def test_a_line_with_readings_can_be_searched(tmp_path: Path) -> None:
    path = saved(document(Paragraph(with_readings("沈未站在礁石上，等船。"))), tmp_path, *BARE)
    assert pdf_text(path, raw=True).split("\n")[0] == "沈未站在礁石上，等船。"


@pytest.mark.parametrize(
    "line",
    [
        # emphasis, a private character and one that no font has
        (Text("灯塔"), Emphasis((Text("很亮"),)), Text("\ue000，𠀀")),
        # what looks alike in the font stays what it was
        (Text("⾈船舟"), Text("→①Ⅳ㎡"), Text("が")),
    ],
)
def test_unusual_characters(line: tuple[Inline, ...], tmp_path: Path) -> None:
    text = "".join(
        part.text
        for inline in line
        for part in (inline.children if isinstance(inline, Emphasis) else (inline,))
        if isinstance(part, Text)
    )
    path = saved(document(Paragraph(line)), tmp_path, *BARE)
    assert squeezed(pdf_text(path, raw=True)) == text


# Where lines begin and end.

ALL_MARKS = (
    "“渡船”还没来（岸边的人已等了很久），真的？！老人说：‘再等等……’——他把《潮位簿》〈上〉翻到【128】页、"
    "指着3.47米、98.5％、￥300、＄20、№7、20℃；她问：“‘好’吗？”『不』「知道」……〔旧〕了。"
)
NOT_FIRST = "，。、；：？！）》〉」』”’】〕…—％℃%"
NOT_LAST = "（《〈「『“‘【〔￥＄№"


def text_lines(path: Path) -> list[str]:
    """Return the lines of all pages by their places."""
    return ["".join(word.text for word in line) for page in words_by_page(path) for line in lines_of(page)]


@pytest.mark.parametrize("choice", ["body.linebreak=greedy", "body.linebreak=optimal", "body.hanging=true"])
@pytest.mark.parametrize("size", ["12pt", "13pt", "17pt"])
def test_no_line_begins_or_ends_with_a_wrong_mark(choice: str, size: str, tmp_path: Path) -> None:
    # Cut at the front by one more each time, so that every mark comes to stand at every place.
    texts = [ALL_MARKS[cut:] + ALL_MARKS * 2 for cut in range(1, 36) if ALL_MARKS[cut] not in NOT_FIRST]
    path = saved(document(*texts), tmp_path, *BARE, choice, f"body.size={size}")
    lines = text_lines(path)
    assert squeezed("".join(lines)) == squeezed("".join(texts))
    assert [line for line in lines if line[0] in NOT_FIRST] == []
    assert [line for line in lines if line[-1] in NOT_LAST] == []


def ends(path: Path) -> list[Word]:
    """Return the last words of full lines of the first page."""
    return [line[-1] for line in lines_of(words_by_page(path)[0]) if line[-1].right > 490]


def test_marks_stand_inside_the_text_area_or_hang_by_one(tmp_path: Path) -> None:
    texts = document(*("岛" * count + mark + "山" * 40 for count in range(31, 35) for mark in "，。、"))
    edge = 210 * 72 / 25.4 - (210 * 72 / 25.4 - 35 * 12) / 2
    kept = ends(saved(texts, tmp_path, *BARE))
    assert max(word.right for word in kept) <= edge + 6 + 0.1  # the blank half of a mark
    hung = ends(saved(texts, tmp_path, *BARE, "body.hanging=true"))
    outside = [word for word in hung if word.right > edge + 6.1]
    assert outside
    assert all(word.text[-1] in "，。、" for word in outside)
    assert max(word.right for word in hung) <= edge + 12 + 0.1


def test_filled_lines_end_at_one_edge(tmp_path: Path) -> None:
    path = saved(document(re.sub("[^\u4e00-\u9fff]", "", PROSE) * 3), tmp_path, *BARE)
    assert len({round(word.right, 1) for word in ends(path)}) == 1
    mixed = saved(document("山上的灯塔 is the only light 在海上 for ten miles 之内。" * 8), tmp_path, *BARE)
    rights = [word.right - (6 if word.text[-1] == "。" else 0) for word in ends(mixed)]
    assert max(rights) - min(rights) <= 6.2


def test_what_moves_a_line_on_a_terminal_is_a_blank(tmp_path: Path) -> None:
    path = saved(document("a\tb\nc\x85d\u2028e"), tmp_path, *BARE)
    assert pdf_text(path, raw=True).strip() == "a b c d e"


def test_headings_and_titles_come_out_whole(tmp_path: Path) -> None:
    name = "关于灯塔、潮位簿和《海岛日志》（1978—1983）的几点说明——以及后来的事情"
    made = document(heading(1, name), heading(2, name * 2), title=name * 3)
    assert squeezed(pdf_text(saved(made, tmp_path, *BARE), raw=True)) == name * 6


def test_an_empty_document_is_one_empty_page(tmp_path: Path) -> None:
    assert pdf_text(saved(Document(), tmp_path, *BARE)) == "\f"


def test_what_stands_behind_tabs_begins_at_stops(tmp_path: Path) -> None:
    rows = [["名称", "数量", "单位"], ["救生衣", "30", "件"], ["防水手电筒", "1200", "把"]]
    path = saved(document(*map("\t".join, rows)), tmp_path, *BARE, "body.indent=0", "body.size=10pt")
    lines = lines_of([word for page in words_by_page(path) for word in page])

    assert [[word.text for word in line] for line in lines] == rows
    lefts = [[word.left - line[0].left for word in line] for line in lines]
    assert lefts == [pytest.approx(stops, abs=0.2) for stops in ([0, 40, 80], [0, 40, 80], [0, 80, 120])]
