"""What is attached to an official document: on pages of its own, with its title (GB/T 9704-2012, 7.3.7)."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

import docconvert
from docconvert.model import Document, Heading, Paragraph, Text
from docconvert.style import load_style
from docconvert.writers.attachments import is_first, label_length
from docconvert.writers.chapters import chapters_of
from docxs import WORD, block_texts, model_texts, opened, sections
from docxs import written as docx_written
from judges import epubcheck, ooxml_validate, pdf_text, soffice_convert, verapdf
from pdfs import document, lines_of, paragraph, read, saved, words_by_page

if TYPE_CHECKING:
    from pathlib import Path

MM = 72 / 25.4
LEFT, TOP, RIGHT = 28 * MM, 37 * MM, (210 - 26) * MM
SIZE, LINE = 156 * MM / 28, 225 * MM / 22


def title(text: str) -> Heading:
    return Heading(1, (Text(text),), role="appendix")


NOTICE = document(
    "现将办法印发给你们。",
    paragraph("汐浦县人民政府", "signature"),
    paragraph("2024年5月6日", "date"),
    title("汐浦县渡口管理办法"),
    Heading(1, (Text("第一章　总则"),)),
    "第一条　为加强渡口管理，制定本办法。",
    paragraph("附件1", "appendix"),
    title("渡船检查表"),
    "检查船体有无破损。",
    title="汐浦县人民政府关于印发渡口管理办法的通知",
)


def test_each_begins_a_page_in_the_official_style(tmp_path: Path) -> None:
    path = saved(NOTICE, tmp_path, style="official")
    first, second, third = ("".join(page.split()) for page in pdf_text(path).split("\f")[:3])
    assert first.startswith("汐浦县人民政府关于")
    assert second.startswith("汐浦县渡口管理办法第一章")
    assert third.startswith("附件1渡船检查表检查")
    label, name = lines_of(words_by_page(path)[2])[:2]
    assert label[0].left == pytest.approx(LEFT, abs=0.1)
    assert (name[0].left + name[-1].right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)
    middle = (name[0].top + name[0].bottom) / 2
    assert middle == pytest.approx(TOP + 2.5 * LINE, abs=0.25 * LINE)  # of the third line
    verapdf(path, "2a", "ua1")
    assert [str(entry["/Title"]) for entry in read(path).outline if not isinstance(entry, list)] == [
        "汐浦县渡口管理办法",
        "第一章　总则",
        "渡船检查表",
    ]


def test_in_other_styles_they_follow_the_text(tmp_path: Path) -> None:
    assert len(read(saved(NOTICE, tmp_path)).pages) == 1


def test_word_begins_the_same_pages(tmp_path: Path) -> None:
    data = docx_written(NOTICE, style="official")
    assert block_texts(data) == model_texts(NOTICE)
    path = tmp_path / "made.docx"
    path.write_bytes(data)
    ooxml_validate(path)
    pages = pdf_text(soffice_convert(path, "pdf", tmp_path)).split("\f")
    assert ["".join(page.split())[:4] for page in pages[:3]] == ["汐浦县人", "汐浦县渡", "附件1渡"]
    names = [each.style.name for each in opened(data).paragraphs]
    assert [name for name in names if name.startswith("Appendix")] == [
        "Appendix Title",
        "Appendix",
        "Appendix Title",
    ]
    assert len(sections(data)) == 1


def test_in_epub_and_html_titles_are_headings(tmp_path: Path) -> None:
    for style in ("default", "official"):
        path = tmp_path / f"{style}.epub"
        path.write_bytes(docconvert.write(NOTICE, "epub", style=load_style(style)))
        epubcheck(path)
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            page, nav = (archive.read(f"EPUB/{name}.xhtml").decode() for name in ("text", "nav"))
        assert (
            '<p class="appendix">附件1</p>\n<h2 id="h3" class="heading-1 appendix-title">渡船检查表</h2>'
            in page
        )
        assert ">渡船检查表</a>" in nav
    assert "break-before: page" in docconvert.write(NOTICE, "html", style=load_style("official")).decode()


def test_a_heading_of_any_level_may_be_one(tmp_path: Path) -> None:
    made = Document(blocks=(Heading(1, (Text("一、要求"),)), Heading(3, (Text("表格"),), role="appendix")))
    data = docx_written(made)
    path = tmp_path / "made.docx"
    path.write_bytes(data)
    ooxml_validate(path)
    (level,) = opened(data).element.body.xpath("w:p/w:pPr/w:outlineLvl")
    assert level.get(f"{WORD}val") == "2"


def test_many_make_no_book() -> None:
    blocks = [block for n in range(4) for block in (title(f"表{n}"), Paragraph((Text("检查。" * 500),)))]
    assert chapters_of(Document(blocks=tuple(blocks))).level == 0


@pytest.mark.parametrize(
    ("text", "first", "label"),
    [
        ("附件：1. 检查表", True, "附件：1. "),
        ("附件：检查表", True, "附件："),
        ("附　件：1．检查表", True, "附　件：1．"),
        ("2. 名单", False, "2. "),
        ("名单", False, ""),
    ],
)
def test_what_stands_before_a_name(text: str, first: bool, label: str) -> None:
    assert is_first(text) is first
    assert text[: label_length(text)] == label


def test_a_long_name_goes_on_below_its_first_character(tmp_path: Path) -> None:
    long = f"汐浦县{'渡口安全管理' * 4}检查表"
    made = document(
        "见附件。",
        paragraph(f"附件：1. {long}", "attachment"),
        paragraph(f"2. {long}", "attachment"),
        title="通知",
    )
    lines = lines_of(words_by_page(saved(made, tmp_path, style="official"))[0])
    names = [line for line in lines if line[-1].text != "1" and "渡" in "".join(word.text for word in line)]
    assert len(names) == 4
    one, turned, two, turned_again = names
    start = next(word.left for word in one if word.text.startswith("汐"))
    assert turned[0].left == pytest.approx(start, abs=0.5)
    assert turned_again[0].left == pytest.approx(
        next(word.left for word in two if word.text.startswith("汐")), abs=0.5
    )
    (first, second) = opened(docx_written(made, style="official")).element.body.xpath(
        "w:p/w:pPr/w:ind[@w:hanging]"
    )
    assert int(first.get(f"{WORD}hangingChars")) == 450
    assert int(second.get(f"{WORD}leftChars")) == 650
