"""The official style in DOCX, as GB/T 9704-2012 asks: sheet, lines, fonts, numbers, signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx.shared import Pt, Twips

import docconvert
from docconvert.model import Document, Metadata, Paragraph, Text
from docxs import WORD, margin_text, opened, part, sections, written
from judges import pdf_text, soffice_convert
from pdfs import document, heading, lines_of, paragraph, saved, with_readings, words_by_page

if TYPE_CHECKING:
    from pathlib import Path

    from docconvert.notices import Notice

ORGAN, DATE = "北岸图书馆", "2031年3月2日"
NOTICE = document(
    paragraph("各阅览室：", "salutation"),
    heading(1, "一、清点的范围"),
    heading(2, "（一）旧书"),
    heading(3, "1.线装书"),
    "书架自东向西编号，“凡有重号的”先记下来。",
    paragraph(ORGAN, "signature"),
    paragraph(DATE, "date"),
    title="关于清点藏书的通知",
)
MORE_THAN_TWO_PAGES = document("正文" * 1000)
ROWS, COLUMNS = 22, 28


def test_the_text_is_156_by_225_mm() -> None:
    """5.2.1: 37 mm above the text, 28 mm left of it; in twips."""
    (section,) = sections(written(NOTICE, style="official"))
    (margins,) = section.xpath("w:pgMar")
    found = [int(margins.get(f"{WORD}{side}")) for side in ("top", "right", "bottom", "left")]
    assert found == pytest.approx([2098, 1474, 1984, 1588], abs=1)
    (grid,) = section.xpath("w:docGrid")
    assert (grid.get(f"{WORD}type"), grid.get(f"{WORD}linePitch")) == ("lines", "579")
    assert int(grid.get(f"{WORD}linePitch")) * ROWS <= 16838 - found[0] - found[2]


def test_characters_of_16_points_are_narrowed_to_28_on_a_line() -> None:
    normal = opened(written(NOTICE, style="official")).styles["Normal"]
    assert normal.font.size == Pt(16)
    assert normal.element.xpath("string(w:rPr/w:spacing/@w:val)") == "-5"
    assert normal.paragraph_format.line_spacing == Twips(579)
    assert normal.element.xpath("string(w:pPr/w:spacing/@w:lineRule)") == "exact"
    assert COLUMNS * (16 * 20 - 5) <= 11906 - 1588 - 1474
    assert not opened(written(NOTICE)).styles["Normal"].element.xpath("w:rPr/w:spacing")


def test_a_seal_has_room_and_the_signature_no_page_of_its_own() -> None:
    """7.3.5.1: a seal covers both and begins within a line below the text."""
    paragraphs = opened(written(NOTICE, style="official")).paragraphs
    text, signature, date = paragraphs[-3:]
    assert text.paragraph_format.keep_with_next
    assert signature.paragraph_format.space_before == Twips(2 * 579)
    assert date.paragraph_format.space_before is None
    assert opened(written(NOTICE)).paragraphs[-2].paragraph_format.space_before is None


def test_the_pdf_leaves_the_seal_as_much_room(tmp_path: Path) -> None:
    words = [word for page in words_by_page(saved(NOTICE, tmp_path, style="official")) for word in page]
    text, signature, date = (line[0] for line in lines_of(words)[-4:-1])
    assert signature.top - text.top == pytest.approx(3 * 28.95, abs=0.5)
    assert date.top - signature.top == pytest.approx(28.95, abs=0.5)


def test_lines_with_readings_are_not_cut_off() -> None:
    made = Document((), (Paragraph(with_readings("长江")),), Metadata("zh-Hans"))
    normal = opened(written(made, style="official")).styles["Normal"]
    assert normal.element.xpath("string(w:pPr/w:spacing/@w:lineRule)") == "atLeast"


def test_levels_have_the_fonts_of_the_standard() -> None:
    """7.3.1 and 7.3.3: 小标宋, 黑体, 楷体, 仿宋; only the title is larger than the body."""
    styles = opened(written(NOTICE, style="official")).styles
    fonts = {
        "Title": "FZXiaoBiaoSong-B05S",
        "Heading 1": "SimHei",
        "Heading 2": "KaiTi_GB2312",
        "Heading 3": "FangSong_GB2312",
        "Heading 4": "FangSong_GB2312",
        "Normal": "FangSong_GB2312",
        "Footer": "FangSong_GB2312",
    }
    for name, font in fonts.items():
        assert styles[name].element.rPr.rFonts.get(f"{WORD}eastAsia") == font
        assert styles[name].font.bold is None
    sizes = [styles[name].font.size.pt for name in ("Title", "Heading 1", "Heading 4", "Footer")]
    assert sizes == [22, 16, 16, 14]
    for level in range(1, 7):
        assert styles[f"Heading {level}"].element.pPr.ind.get(f"{WORD}firstLineChars") == "200"


@pytest.mark.parametrize(
    ("organ", "date", "chars"),
    [
        # The date is 6 em wide and 4 from the right; half of the difference comes to the 4.
        ("北岸图书馆", "2031年3月2日", "450"),
        ("北岸市公共图书馆管理委员会", "2031年3月2日", "50"),
        ("北岸市公共图书馆管理委员会办公室联席会议", "2031年3月2日", "0"),
        ("北岸图书馆", "二〇三一年三月二日", "600"),
    ],
)
def test_a_signature_stands_centred_over_its_date(organ: str, date: str, chars: str) -> None:
    made = document("正文。", paragraph(organ, "signature"), paragraph(date, "date"))
    found = opened(written(made, style="official"))
    signature, dated = (each._p for each in found.paragraphs[1:])
    (indent,) = signature.xpath("w:pPr/w:ind")
    assert indent.get(f"{WORD}rightChars") == chars
    assert int(indent.get(f"{WORD}right")) == pytest.approx(int(chars) / 100 * 315.8, abs=1)
    assert not dated.xpath("w:pPr/w:ind")
    assert found.styles["Date"].element.pPr.ind.get(f"{WORD}rightChars") == "400"


def test_a_signature_without_a_date_is_not_moved() -> None:
    made = opened(written(document("正文。", paragraph(ORGAN, "signature")), style="official"))
    assert not made.paragraphs[1]._p.xpath("w:pPr/w:ind")


def test_numbers_are_between_dashes_at_the_outer_edge() -> None:
    """7.5: of 14 pt, one character from the edge, at the right on odd pages and at the left on even ones."""
    data = written(NOTICE, style="official")
    for side in ("default", "even"):
        assert margin_text(part(data, f"word/footer-text-{side}.xml")) == "— {PAGE} —"
    made = opened(data)
    assert made.settings.odd_and_even_pages_header_footer
    for name, edge, align in (("Footer", "right", "right"), ("Footer Even", "left", "left")):
        style = made.styles[name]
        assert style.font.size == Pt(14)
        assert style.element.pPr.ind.get(f"{WORD}{edge}Chars") == "100"
        assert style.element.xpath("string(w:pPr/w:jc/@w:val)") == align
    assert "headerReference" not in part(data, "word/document.xml")


@pytest.mark.parametrize(
    ("style", "language", "rare"),
    [
        ("official", "zh-Hans", ["FangSong_GB2312", "FZXiaoBiaoSong-B05S", "KaiTi_GB2312"]),
        ("official", "zh-Hant", []),
        ("default", "zh-Hans", []),
    ],
)
def test_fonts_that_not_everybody_has_are_named(style: str, language: str, rare: list[str]) -> None:
    notices: list[Notice] = []
    made = document("正文。", title="通知", language=language)
    docconvert.write(made, "docx", style=docconvert.load_style(style), notify=notices.append)
    needed = [notice.message for notice in notices if notice.code == "fonts-needed"]
    assert len(needed) == bool(rare)
    assert all(name in message for message in needed for name in rare)
    assert "SimHei" not in "".join(needed)


def test_a_rare_font_for_emphasis_is_named_too() -> None:
    notices: list[Notice] = []
    style = docconvert.load_style(settings=("fonts.hans.kai=方正楷体_GBK", "fonts.hans.latin=Garamond"))
    made = Document((Text("通知"),), (), Metadata("zh-Hans"))
    docconvert.write(made, "docx", style=style, notify=notices.append)
    (notice,) = notices
    assert notice.code == "fonts-needed"
    assert "方正楷体_GBK, Garamond" in notice.message


def full_lines(page: str) -> list[str]:
    """Return the lines of running text on a page."""
    lines = ["".join(line.split()) for line in page.splitlines()]
    return [line for line in lines if line and set(line) <= set("正文")]


def test_a_page_has_22_lines_of_28_characters_in_libreoffice_and_in_the_pdf(tmp_path: Path) -> None:
    path = tmp_path / "document.docx"
    path.write_bytes(written(MORE_THAN_TWO_PAGES, style="official"))
    of_docx = pdf_text(soffice_convert(path, "pdf", tmp_path), first=2, last=2)
    of_pdf = pdf_text(saved(MORE_THAN_TWO_PAGES, tmp_path, style="official"), first=2, last=2)
    for page in (of_docx, of_pdf):
        assert [len(line) for line in full_lines(page)] == [COLUMNS] * ROWS
        assert "".join(page.split()).endswith("—2—")
    assert full_lines(of_docx) == full_lines(of_pdf)
