"""Titles of two lines part between words in Word, too (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from docconvert.model import Text
from docconvert.style import load_style
from docconvert.writers.docx.titles import title_indent
from docxs import written
from judges import ooxml_validate, pdf_text, soffice_convert
from pdfs import document, lines_of, saved, words_by_page

if TYPE_CHECKING:
    from pathlib import Path

TITLES = [
    ("汐浦县文化和旅游局关于做好潮声书屋开馆前安全检查工作的通知", "official"),
    ("澄江县防汛抗旱指挥部关于启动防汛三级应急响应的紧急通知", "official"),
    ("关于印发《澄江县2024年防汛值班规定（试行）》的通知", "official"),
    ("汐浦县人民政府关于印发渡口管理办法的通知", "default"),
]


@pytest.mark.parametrize(("title", "style"), TITLES)
def test_libreoffice_parts_them_where_the_pdf_does(title: str, style: str, tmp_path: Path) -> None:
    made = document("汛期将至。", title=title)
    path = tmp_path / "made.docx"
    path.write_bytes(written(made, style=style))
    ooxml_validate(path)
    theirs = pdf_text(soffice_convert(path, "pdf", tmp_path)).split("\n")[:2]
    ours = lines_of(words_by_page(saved(made, tmp_path, style=style))[0])[:2]
    assert ["".join(line.split()) for line in theirs] == [
        "".join(word.text for word in line) for line in ours
    ]


@pytest.mark.parametrize("length", [5, 20, 41, 60])
def test_of_one_line_or_many_they_are_left_alone(length: int) -> None:
    assert title_indent((Text("关" * length),), load_style("official").title, 442.2) == ""


def test_one_that_does_not_stand_in_the_middle_is_left_alone() -> None:
    assert title_indent((Text(TITLES[0][0]),), load_style("large-print").title, 442.2) == ""
