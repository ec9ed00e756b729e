"""A book in vertical lines, and what an EPUB says of its publisher, series and authors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

import docconvert
import judges
from docconvert.errors import UsageError
from docconvert.model import Document, Emphasis, Heading, Metadata, Paragraph, Ruby, Separator, Text, Verse
from docconvert.output import Output
from docconvert.style import load_style
from docconvert.writers.package import unpack

if TYPE_CHECKING:
    from pathlib import Path

    from docconvert.notices import Notice

XHTML = "{http://www.w3.org/1999/xhtml}"
VERTICAL = Output(writing="vertical")

STORY = Document(
    (Text("渡口"),),
    (
        Heading(1, (Text("第12章　霜降"),)),
        Paragraph(
            (Text("10月24日，渡船載了"), Ruby("重", "zhòng"), Text("物，走了1936步，A座的人喊：“來了！？”"))
        ),
        Paragraph((Emphasis((Text("第9回"),)), Text("才見面 & <罷>。"))),
        Separator(),
        Verse(((Text("水從35度斜下來，"),), (Text("人從渡口走回去。"),))),
        Paragraph((Text("林遠山"),), "signature"),
    ),
    Metadata("zh-Hant", author="林遠山、何小溪；周禾"),
)


def parts_of(document: Document, output: Output, *settings: str) -> dict[str, bytes]:
    data = docconvert.write(document, "epub", style=load_style(settings=settings), output=output)
    return {name.removeprefix("EPUB/"): part for name, part in unpack(data)}


def rule(sheet: str, selector: str) -> str:
    found = re.search(rf"^{re.escape(selector)} {{([^}}]*)}}", sheet, re.MULTILINE)
    assert found
    return found[1]


def test_short_numbers_stand_upright_and_no_others() -> None:
    parts = parts_of(STORY, VERTICAL)
    page = ET.fromstring(parts["text.xhtml"])
    upright = [span.text for span in page.iter(f"{XHTML}span") if span.get("class") == "tcy"]
    assert upright == ["12", "10", "24", "A", "9", "35"]


def test_the_text_is_the_same_in_either_direction() -> None:
    def text(output: Output) -> str:
        return "".join(ET.fromstring(parts_of(STORY, output)["text.xhtml"]).itertext())

    assert text(VERTICAL) == text(Output())
    assert b"tcy" not in parts_of(STORY, Output())["text.xhtml"]


def test_pages_turn_to_the_left() -> None:
    spine = re.compile(rb"<spine[^>]*>")
    (vertical,) = spine.findall(parts_of(STORY, VERTICAL)["content.opf"])
    (horizontal,) = spine.findall(parts_of(STORY, Output())["content.opf"])
    assert b'page-progression-direction="rtl"' in vertical
    assert b"page-progression-direction" not in horizontal


def test_the_style_sheet_is_turned() -> None:
    settings = ("emphasis.look=dots", "heading-1.size=12pt", "heading-1.space-before=2", "body.line-height=2")
    sheet = parts_of(STORY, VERTICAL, *settings)["book.css"].decode()
    for prefix in ("-epub-", "-webkit-", ""):
        assert f" {prefix}writing-mode: vertical-rl;" in rule(sheet, "html")
    # What is above a heading is at its right, what is below it at its left.
    assert "margin: 0 4em 0 1em;" in rule(sheet, "h1, .heading-1")
    assert "margin: 0 0 2em 0;" in rule(sheet, ".signature, .date")
    assert "text-emphasis-position: over right;" in rule(sheet, "em")
    assert "border-right: 1px solid;" in rule(sheet, ".separator")
    level = parts_of(STORY, Output(), *settings)["book.css"].decode()
    assert "writing-mode: horizontal-tb;" in rule(level, "html")
    assert "margin: 4em 0 1em 0;" in rule(level, "h1, .heading-1")
    assert "margin: 0 2em 0 0;" in rule(level, ".signature, .date")


def test_zhuyin_stands_upright_and_pinyin_does_not() -> None:
    spoken = Document((), (Paragraph((Ruby("渡", "ㄉㄨˋ"), Ruby("渡口", "ㄉㄨˋ ㄎㄡˇ"), Ruby("口", "kǒu"))),))
    parts = parts_of(spoken, VERTICAL)
    assert re.findall("<rt([^>]*)>", parts["text.xhtml"].decode()) == [
        ' class="zhuyin"',
        ' class="zhuyin"',
        ' lang="zh-Latn-pinyin" xml:lang="zh-Latn-pinyin"',
    ]
    assert " text-orientation: upright;" in rule(parts["book.css"].decode(), ".zhuyin")


def test_nobody_is_told_that_vertical_lines_cannot_be_had() -> None:
    told: list[Notice] = []
    docconvert.write(STORY, "epub", output=VERTICAL, notify=told.append)
    assert "output-ignored" not in [notice.code for notice in told]


def test_each_author_is_named_alone() -> None:
    package = parts_of(STORY, Output())["content.opf"].decode()
    assert re.findall(r"<dc:creator id=\"([^\"]+)\">([^<]+)<", package) == [
        ("creator-1", "林遠山"),
        ("creator-2", "何小溪"),
        ("creator-3", "周禾"),
    ]


def test_publisher_series_and_description_are_said() -> None:
    output = Output(publisher="渡口社 & 友", series="山海\x0b叢書", description="一條河，\n三代人。")
    package = parts_of(STORY, output)["content.opf"].decode()
    assert "<dc:publisher>渡口社 &amp; 友</dc:publisher>" in package
    assert '<meta property="belongs-to-collection" id="series">山海叢書</meta>' in package
    assert '<meta refines="#series" property="collection-type">series</meta>' in package
    assert '<meta name="calibre:series" content="山海叢書"></meta>' in package
    assert "group-position" not in package
    assert "<dc:description>一條河， 三代人。</dc:description>" in package
    plain = parts_of(STORY, Output())["content.opf"].decode()
    assert not re.search("publisher|series|description", plain)


def test_the_place_in_a_series() -> None:
    package = parts_of(STORY, Output(series="山海叢書", series_index="2.5"))["content.opf"].decode()
    assert '<meta refines="#series" property="group-position">2.5</meta>' in package
    assert '<meta name="calibre:series_index" content="2.5"></meta>' in package


@pytest.mark.parametrize(
    ("series", "index", "message"),
    [("", "2", "there is no series"), ("山海叢書", "二", "cannot be '二'"), ("山海叢書", "2.", "cannot be")],
)
def test_a_place_that_is_none_is_refused(series: str, index: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        Output(series=series, series_index=index)
    assert "2.5" in caught.value.hint


def test_other_formats_say_that_they_name_no_publisher() -> None:
    told: list[Notice] = []
    docconvert.write(STORY, "docx", output=Output(publisher="渡口社"), notify=told.append)
    assert [notice.message for notice in told if notice.code == "output-ignored"] == [
        "docx names no publisher"
    ]


@pytest.mark.parametrize("look", ["kai", "dots"])
def test_the_official_checker_finds_nothing(look: str, tmp_path: Path) -> None:
    output = Output(writing="vertical", publisher="渡口社", series="山海叢書", series_index="2.5")
    path = tmp_path / "book.epub"
    style = load_style(settings=[f"emphasis.look={look}"])
    path.write_bytes(docconvert.write(STORY, "epub", style=style, output=output))
    judges.epubcheck(path)
