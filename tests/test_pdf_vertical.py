"""Vertical lines: columns, the stand of characters, readings and dots (CLREQ 2.3, 3.3)."""

from __future__ import annotations

import re
import subprocess
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import pytest

from docconvert.model import Document, Emphasis, Paragraph, Ruby, Text
from docconvert.writers.orient import Stand, stands
from judges import judge, pdf_fonts, pdf_text
from pdfs import BOOK, PROSE, Word, document, heading, read, saved, upright, words_by_page

if TYPE_CHECKING:
    from pathlib import Path

BARE = ("page-number.show=false", "header.show=never")
EM = 12


def vertical(made: Document, folder: Path, *settings: str) -> Path:
    return saved(made, folder, *BARE, *settings, writing="vertical")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def columns(words: list[Word]) -> list[list[Word]]:
    """Return words of Han characters by column, as they are drawn."""
    places = [upright(word, EM) for word in words if word.text[0] > "\u2e80"]
    ordered = sorted(places, key=lambda word: (-round(word.middle), word.top))
    return [list(column) for _, column in groupby(ordered, key=lambda word: round(word.middle))]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("渡船", [("渡船", Stand.UPRIGHT)]),
        ("三月12日", [("三月", Stand.UPRIGHT), ("12", Stand.COMBINED), ("日", Stand.UPRIGHT)]),
        ("2024年", [("2024", Stand.ALONG), ("年", Stand.UPRIGHT)]),
        ("A级", [("A", Stand.COMBINED), ("级", Stand.UPRIGHT)]),
        ("真的!?", [("真的", Stand.UPRIGHT), ("!?", Stand.COMBINED)]),
        ("见 Beaufort scale 表", [
            ("见", Stand.UPRIGHT), (" ", Stand.ALONG), ("Beaufort scale", Stand.ALONG), (" ", Stand.ALONG),
            ("表", Stand.UPRIGHT),
        ]),
        ("3.5米", [("3.5", Stand.ALONG), ("米", Stand.UPRIGHT)]),
        ("１２％", [("１２％", Stand.UPRIGHT)]),
        ("", []),
    ],
)  # fmt: skip
def test_how_characters_stand(text: str, parts: list[tuple[str, Stand]]) -> None:
    assert [(text[start:end], stand) for start, end, stand in stands(text)] == parts


def test_columns_run_down_and_follow_leftward(tmp_path: Path) -> None:
    text = "".join(chr(0x4E00 + n) for n in range(400))
    path = vertical(document(text), tmp_path)
    found = columns(words_by_page(path)[0])
    assert "".join(word.text for column in found for word in column) == text
    assert len(found) == 8
    middles = [column[0].middle for column in found]
    assert [right - left for right, left in pairwise(middles)] == pytest.approx([21] * 7, abs=0.1)
    tops = [column[0].top for column in found]
    assert tops[0] - tops[1] == pytest.approx(2 * EM, abs=0.1)  # the indent
    assert {round(top, 1) for top in tops[1:]} == {round(tops[1], 1)}


def test_the_first_column_is_the_rightmost_and_pages_turn_that_way(tmp_path: Path) -> None:
    pages = read(saved(BOOK, tmp_path, writing="vertical"))
    root: Any = pages.trailer["/Root"]
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"
    root = read(saved(BOOK, tmp_path)).trailer["/Root"]
    assert "/Direction" not in root["/ViewerPreferences"]


@pytest.mark.parametrize("extra", ["", "长度是3.5米，Beaufort scale说12级。真的!?2024年。"])
def test_the_text_can_be_copied_whole(extra: str, tmp_path: Path) -> None:
    made = document(PROSE * 8, extra + PROSE, heading(1, "第2章"), PROSE, title="潮位簿")
    text = squeezed(pdf_text(vertical(made, tmp_path), raw=True))
    assert text == squeezed("潮位簿" + PROSE * 8 + extra + PROSE + "第2章" + PROSE)


def test_fonts_for_vertical_lines(tmp_path: Path) -> None:
    path = vertical(document("渡船12来Beaufort scale"), tmp_path)
    fonts: Any = read(path).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    encodings = sorted(str(font.get_object()["/Encoding"]) for font in fonts.values())
    assert encodings == ["/Identity-H", "/Identity-V"]
    assert all(font.emb and font.sub and font.uni for font in pdf_fonts(path))


def test_latin_words_lie_and_short_numbers_stand(tmp_path: Path) -> None:
    words = words_by_page(vertical(document("三月12日Beaufort来，100页"), tmp_path))[0]
    size = {word.text: (word.right - word.left, word.bottom - word.top) for word in words}
    assert size["12"][0] == pytest.approx(EM, abs=0.6)  # side by side in the room of one
    assert size["Beaufort"][1] > 3 * EM > 2 * EM > size["Beaufort"][0]
    assert size["100"][1] > EM > size["100"][0] / 2
    day = upright(next(word for word in words if word.text.startswith("日")), EM)
    month = upright(next(word for word in words if word.text.startswith("三月")), EM)
    assert EM - 0.1 <= day.top - month.bottom <= 1.5 * EM + 0.1  # a quarter em may be on both sides


def test_a_number_is_not_parted_from_its_other_digit(tmp_path: Path) -> None:
    text = "岛" * 54 + "12" + "山" * 60  # 54 characters fill the first column, which is indented
    found = columns(words_by_page(vertical(document(text), tmp_path))[0])
    assert [sum(len(word.text) for word in column) for column in found] == [54, 55, 5]


def test_upright_readings_stand_at_the_right_of_their_base(tmp_path: Path) -> None:
    made = document(Paragraph((Text("一"), Ruby("長", "ㄔㄤˊ"), Text("城"))))
    words = words_by_page(vertical(made, tmp_path))[0]
    base = upright(next(word for word in words if "長" in word.text), EM)
    reading = [word for word in words if word.text[0] in "ㄔㄤˊ"]
    assert "".join(word.text for word in sorted(reading, key=lambda word: word.top)) == "ㄔㄤˊ"
    assert min(word.left for word in reading) > base.middle + 0.35 * EM
    assert max(word.right for word in reading) < base.right + EM


def test_latin_readings_lie_at_the_right_of_their_base(tmp_path: Path) -> None:
    made = document(Paragraph((Text("站在"), Ruby("礁", "jiāo"), Text("石上"))))
    words = words_by_page(vertical(made, tmp_path))[0]
    base = upright(next(word for word in words if "礁" in word.text), EM)
    reading = next(word for word in words if word.text == "jiāo")
    assert reading.left > base.middle
    middle = base.top + EM * (base.text.index("礁") + 0.5)
    assert (reading.top + reading.bottom) / 2 == pytest.approx(middle, abs=1)


def dark(path: Path) -> set[tuple[int, int]]:
    """Return the dark points of the first page, a point each, from the top left corner."""
    command = [judge("pdftoppm", "poppler-utils"), "-r", "72", "-gray", "-singlefile", str(path)]
    data = subprocess.run(command, check=True, capture_output=True).stdout
    _, size, _, points = data.split(b"\n", 3)
    width = int(size.split()[0])
    return {(at % width, at // width) for at, value in enumerate(points) if value < 128}


def test_the_ink_is_in_the_text_area(tmp_path: Path) -> None:
    points = dark(vertical(document("永" * 30, "国" * 200), tmp_path))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    assert max(xs) <= 510.24
    assert min(ys) >= 87  # the area begins at 87.78
    assert max(ys) <= 842 - 82
    lit = sorted(set(xs), reverse=True)
    gaps = [right - left for right, left in pairwise(lit) if right - left > 4]
    assert len(gaps) == 4  # five columns


def test_dots_stand_at_the_right_of_the_column(tmp_path: Path) -> None:
    plain = dark(vertical(document("三" * 20), tmp_path))
    made = document(Paragraph((Text("三" * 10), Emphasis((Text("三" * 5),)), Text("三" * 5))))
    dotted = dark(vertical(made, tmp_path, "emphasis.look=dots"))
    assert plain <= dotted
    right = max(x for x, _ in plain)
    assert dotted - plain
    assert all(right <= x <= right + EM / 2 for x, _ in dotted - plain)
    top = 87.78 + 12 * EM
    assert all(top <= y <= top + 5 * EM for _, y in dotted - plain)


def test_contents_of_a_vertical_book(tmp_path: Path) -> None:
    path = saved(BOOK, tmp_path, writing="vertical")
    page = read(path).pages[1]
    links: list[Any] = [reference.get_object() for reference in page["/Annots"]]  # type: ignore[attr-defined]
    assert len(links) == 12
    for link, following in pairwise(links):
        assert link["/Rect"][0] >= following["/Rect"][2]  # each at the left of the one before
        assert link["/Dest"][1] == "/Fit"
    words = [word for word in words_by_page(path)[1] if word.text.isdigit()]
    assert len(words) == 12
    assert len({round(word.top) for word in words}) == 1  # at the foot of each column


def test_long_page_numbers_lie_in_the_contents(tmp_path: Path) -> None:
    # A blank heading begins a page too, and is not listed.
    made = document(*[heading(1, " ")] * 998, *(heading(1, name) for name in "甲乙丙"))
    small = ["page.size=60mm x 60mm", "chapter.start=page", "header.show=never"]
    path = saved(made, tmp_path, *small, writing="vertical", contents="yes")
    (listed,) = words_by_page(path, last=1)
    short, long = (next(word for word in listed if word.text == number) for number in ("999", "1000"))
    assert short.right - short.left <= EM + 0.6
    assert long.bottom - long.top > 1.5 * EM
