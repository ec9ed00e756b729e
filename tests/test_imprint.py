"""The 版记 that ends an official document: between rules, at the foot of the last page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import docconvert
from docconvert.model import Document, Emphasis, Paragraph, Ruby, Text
from docconvert.style import load_style
from docconvert.writers.imprint import imprint_length, imprint_line, parted
from docxs import WORD, block_texts, model_texts, opened
from docxs import written as docx_written
from judges import epubcheck, ooxml_validate, pdf_text, soffice_convert, verapdf
from pdfs import document, lines_of, paragraph, read, saved, words_by_page, written

if TYPE_CHECKING:
    from pathlib import Path

MM = 72 / 25.4
LEFT, RIGHT, BOTTOM = 28 * MM, (210 - 26) * MM, (297 - 35) * MM
"""The edges of the text of an official page (GB/T 9704-2012, 5.2.1)."""
SIZE = 14
"""Points; 7.4.2 and 7.4.3."""

COPY = paragraph("抄送：县委各部门，县人大常委会办公室，县政协办公室，县法院，县检察院，各乡镇。", "copy")
ISSUED = paragraph("汐浦县人民政府办公室　　2024年3月5日印发", "imprint")


def notice(lines: int = 1, *imprint: Paragraph) -> Document:
    """Return a notice with so many lines of text."""
    return document(*["汛期将至。"] * lines, *(imprint or (COPY, ISSUED)), title="关于加强道路管理的通知")


def rules(path: Path, page: int = -1) -> list[tuple[float, float, float, float]]:
    """Return left, right, place down the page and width of the rules on a page, in points."""
    content = read(path).pages[page].get_contents()
    assert content is not None
    number = r"(-?[\d.]+)"
    pattern = f"{number} w {number} {number} m {number} {number} l S"
    height = 297 * MM
    return [
        (float(x1), float(x2), height - float(y), float(width))
        for width, x1, y, x2, _ in re.findall(pattern, content.get_data().decode("latin-1"))
    ]


def test_it_ends_the_last_page(tmp_path: Path) -> None:
    path = saved(notice(), tmp_path, style="official")
    assert len(read(path).pages) == 1
    thick, thin, last = rules(path)
    for rule in (thick, thin, last):
        assert rule[:2] == pytest.approx((LEFT, RIGHT), abs=0.1)
    assert [rule[3] for rule in (thick, thin, last)] == pytest.approx([0.99, 0.71, 0.99], abs=0.01)
    assert last[2] + last[3] / 2 == pytest.approx(BOTTOM, abs=0.1)


def test_its_lines_are_set_as_the_standard_says(tmp_path: Path) -> None:
    lines = lines_of(words_by_page(saved(notice(), tmp_path, style="official"))[0])
    first, turned, issued = lines[-4:-1]
    assert first[0].left == pytest.approx(LEFT + SIZE, abs=0.1)
    assert turned[0].left == pytest.approx(LEFT + 4 * SIZE, abs=0.1)  # behind the colon
    assert first[-1].right <= RIGHT - SIZE / 2  # the blank half of a mark stands outside
    assert issued[0].left == pytest.approx(LEFT + SIZE, abs=0.1)
    assert issued[-1].right == pytest.approx(RIGHT - SIZE, abs=0.1)


@pytest.mark.parametrize(("lines", "pages"), [(16, 1), (17, 2), (20, 2), (38, 2)])
def test_it_goes_to_the_next_page_where_there_is_no_room(lines: int, pages: int, tmp_path: Path) -> None:
    path = saved(notice(lines), tmp_path, style="official")
    assert len(read(path).pages) == pages
    *_, last = rules(path)
    assert last[2] == pytest.approx(BOTTOM, abs=1)
    assert "印发" in pdf_text(path, first=pages, last=pages)


def test_one_longer_than_a_page_is_set_whole(tmp_path: Path) -> None:
    made = notice(1, *[paragraph(f"抄送：{'县教育局，' * 90}", "copy")] * 3, ISSUED)
    text = re.sub(r"\s", "", pdf_text(saved(made, tmp_path, style="official")))
    assert text.count("县教育局，") == 270
    assert text.count("印发") == 1


def test_in_other_styles_it_stands_below_the_text(tmp_path: Path) -> None:
    path = saved(notice(), tmp_path)
    assert len(rules(path)) == 3
    assert rules(path)[-1][2] < 120 * MM


def test_copies_alone_are_one_in_the_official_style_only() -> None:
    made = notice(1, COPY)
    assert imprint_length(made, load_style("official")) == 1
    assert imprint_length(made, load_style()) == 0
    assert imprint_length(notice(), load_style()) == 2
    assert imprint_length(document(ISSUED, "正文。"), load_style("official")) == 0


@pytest.mark.parametrize(
    ("above", "line", "ruled"),
    [
        (paragraph("主送：各乡镇。", "copy"), COPY, False),
        (COPY, ISSUED, True),
        (paragraph("汐浦县教育局办公室", "imprint"), paragraph("2024年3月5日印发", "imprint"), False),
        (ISSUED, paragraph("共印60份", "imprint"), True),
        (paragraph("主题词：道路　通知", "imprint"), COPY, True),
        (None, COPY, False),
    ],
)
def test_which_lines_a_rule_parts(above: Paragraph | None, line: Paragraph, ruled: bool) -> None:
    assert imprint_line(line, above).ruled == ruled


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("汐浦县教育局办公室　　2024年3月5日印发", "2024年3月5日印发"),
        ("汐浦县教育局办公室二〇二四年三月五日印发", "二〇二四年三月五日印发"),
        ("2024年3月5日印发", "2024年3月5日印发"),
        ("（共印60份）", "（共印60份）"),
        ("主题词：道路　通知", ""),
    ],
)
def test_what_stands_at_the_end_of_a_line(text: str, behind: str) -> None:
    assert text[imprint_line(paragraph(text, "imprint"), None).apart :] == behind


def test_a_line_is_parted_but_its_readings_are_not() -> None:
    line = (Text("甲乙"), Ruby("丙丁", "bǐngdīng"), Emphasis((Text("戊己"),)), Text("庚"))
    assert parted(line, 1) == ((Text("甲"),), (Text("乙"), *line[1:]))
    assert parted(line, 3) == (line[:2], line[2:])
    assert parted(line, 5) == ((*line[:2], Emphasis((Text("戊"),))), (Emphasis((Text("己"),)), line[3]))
    assert parted(line, 7) == (line, ())


# DOCX.


def test_a_docx_has_it_as_a_table_that_floats_at_the_foot() -> None:
    data = docx_written(notice(), style="official")
    assert block_texts(data) == model_texts(notice())
    (table,) = opened(data).tables
    assert [[cell.text for cell in row.cells][-1] for row in table.rows][-1] == "2024年3月5日印发"
    (place,) = table._tbl.xpath("w:tblPr/w:tblpPr")
    assert (place.get(f"{WORD}vertAnchor"), place.get(f"{WORD}tblpYSpec")) == ("margin", "bottom")
    assert not opened(docx_written(notice())).tables[0]._tbl.xpath("w:tblPr/w:tblpPr")


@pytest.mark.parametrize("lines", [1, 13, 19, 30])
def test_libreoffice_sets_it_at_the_foot_of_the_page_that_the_pdf_has_it_on(
    lines: int, tmp_path: Path
) -> None:
    path = tmp_path / "notice.docx"
    path.write_bytes(docx_written(notice(lines), style="official"))
    of_docx = words_by_page(soffice_convert(path, "pdf", tmp_path / "made"))
    of_pdf = words_by_page(saved(notice(lines), tmp_path, style="official"))
    assert len(of_docx) == len(of_pdf)
    for pages in (of_docx, of_pdf):
        issued = lines_of(pages[-1])[-2]
        assert "".join(word.text for word in issued).endswith("印发")
        assert BOTTOM - 26 < issued[0].top < issued[0].bottom < BOTTOM + 1


# HTML and EPUB.


def test_pages_have_it_between_rules() -> None:
    page = docconvert.write(notice(), "html", style=load_style("official")).decode()
    footer = page[page.index("<footer>") : page.index("</footer>")]
    assert re.findall('<p class="(.*?)">', footer) == ["copy", "imprint ruled"]
    assert '　　<span class="at-end">2024年3月5日印发</span></p>' in footer
    assert "<footer>" not in docconvert.write(notice(1, COPY), "html").decode()


def test_it_is_the_same_on_every_run() -> None:
    for name in ("pdf", "docx", "epub", "html"):
        style = load_style("official")
        assert docconvert.write(notice(), name, style=style) == docconvert.write(notice(), name, style=style)
    assert written(notice(), writing="vertical", style="official").startswith(b"%PDF")


def test_judges_find_nothing_wrong(tmp_path: Path) -> None:
    letterhead = tmp_path / "letterhead.docx"
    letterhead.write_bytes(docx_written(document("正文。")))
    made = notice(
        1, paragraph("主题词：道路　通知", "imprint"), COPY, ISSUED, paragraph("共印60份", "imprint")
    )
    documents = {
        "foot": docx_written(made, style="official"),
        "text": docx_written(made),
        "vertical": docx_written(made, style="official", writing="vertical"),
        "letterhead": docx_written(made, style="official", reference_doc=str(letterhead)),
    }
    for name, data in documents.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
        assert block_texts(data) == model_texts(made)
    ooxml_validate([tmp_path / f"{name}.docx" for name in documents])
    verapdf(saved(made, tmp_path, style="official"), "2a", "ua1")
    book = tmp_path / "notice.epub"
    book.write_bytes(docconvert.write(made, "epub", style=load_style("official")))
    epubcheck(book)


def test_many_blanks_before_the_date_do_not_break_the_line(tmp_path: Path) -> None:
    issued = paragraph(f"汐浦县人民政府办公室{'　' * 14}2024年3月5日印发", "imprint")
    lines = lines_of(words_by_page(saved(notice(1, COPY, issued), tmp_path, style="official"))[0])
    last = lines[-2]
    assert "".join(word.text for word in last) == "汐浦县人民政府办公室2024年3月5日印发"
    assert last[-1].right == pytest.approx(RIGHT - SIZE, abs=0.1)
