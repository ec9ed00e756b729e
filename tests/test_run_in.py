"""Run-in headings: 一、加强值班。 before its text has the font of its level in official documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from docconvert import write
from docconvert.model import Emphasis, Paragraph, Text
from docconvert.style import load_style
from docconvert.writers.run_in import run_in_heading
from docxs import opened, written
from judges import ooxml_validate, pdf_fonts
from pdfs import document, paragraph, saved

if TYPE_CHECKING:
    from pathlib import Path

OFFICIAL = load_style("official")
FIRST = "一、加强值班。各站要落实24小时值班制度。"
SECOND = "（一）明确责任。主要负责人亲自安排。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (FIRST, (7, 1)),
        (SECOND, (8, 2)),
        ("十二、加强督查。每月一次。", (8, 1)),
        ("(三)明确责任。落实到人。", (8, 2)),
    ],
)
def test_it_is_the_first_sentence_behind_a_number(text: str, found: tuple[int, int]) -> None:
    assert run_in_heading(paragraph(text), OFFICIAL) == found


@pytest.mark.parametrize(
    "text",
    [
        "一、原则同意新建城东水厂。",  # an item, with nothing behind
        "二、项目选址于滨河路以北，用地85亩。其中一半是草地。",  # a sentence of several clauses
        "1.建立台账。各站每月上报。",  # the third level has the font of the text
        "加强值班。各站要落实制度。",
        "一加强值班。各站要落实制度。",
    ],
)
def test_other_paragraphs_have_none(text: str) -> None:
    assert run_in_heading(paragraph(text), OFFICIAL) is None


def test_only_text_has_one_and_only_where_the_style_says_so() -> None:
    assert run_in_heading(paragraph(FIRST, "note"), OFFICIAL) is None
    assert run_in_heading(paragraph(FIRST), load_style()) is None
    assert run_in_heading(paragraph(FIRST), load_style("default", ["run-in.look=heading"])) == (7, 1)


def test_docx_has_styles_of_characters_for_it(tmp_path: Path) -> None:
    data = written(document(FIRST, SECOND), style="official")
    found = opened(data)
    runs = [[(run.style.name, run.text) for run in each.runs] for each in found.paragraphs]
    assert [pair for pair in runs[0] if pair[0] == "Run-in 1"] == [("Run-in 1", "一、加强值班。")]
    assert [pair for pair in runs[1] if pair[0] == "Run-in 2"] == [("Run-in 2", "（一）明确责任。")]
    assert [each.text for each in found.paragraphs] == [FIRST, SECOND]
    path = tmp_path / "made.docx"
    path.write_bytes(data)
    ooxml_validate(path)


def test_emphasis_and_text_behind_it_stay(tmp_path: Path) -> None:
    made = document(Paragraph((Text("一、加强"), Emphasis((Text("值班。各站"),)), Text("要落实。"))))
    assert opened(written(made, style="official")).paragraphs[0].text == "一、加强值班。各站要落实。"
    page = write(made, "html", style=OFFICIAL).decode()
    assert '<span class="run-in-1">一、加强<em>值班。</em></span><em>各站</em>要落实。' in page


def test_pages_say_which_it_is() -> None:
    page = write(document(FIRST, SECOND), "html", style=OFFICIAL).decode()
    assert '<p><span class="run-in-1">一、加强值班。</span>各站要落实24小时值班制度。</p>' in page
    assert '<p><span class="run-in-2">（一）明确责任。</span>主要负责人亲自安排。</p>' in page
    assert re.search(r"\.run-in-1 \{\s*font-family: [^;]*SimHei", page)
    assert 'class="run-in' not in write(document(FIRST), "html").decode()


def test_the_pdf_has_its_fonts(tmp_path: Path) -> None:
    plain = {font.name for font in pdf_fonts(saved(document(FIRST, SECOND), tmp_path))}
    found = {font.name for font in pdf_fonts(saved(document(FIRST, SECOND), tmp_path, style="official"))}
    assert len(found) >= len(plain) + 2
