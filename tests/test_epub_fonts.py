"""An EPUB carries fonts on request: cut to its characters, in their roles, with their licences."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

import docconvert
import judges
from docconvert.errors import FontError
from docconvert.model import Document, Emphasis, Heading, Metadata, Paragraph, Ruby, Text, Verse
from docconvert.notices import ignore
from docconvert.output import Output
from docconvert.resources import resource
from docconvert.style import load_style
from docconvert.writers.package import unpack

if TYPE_CHECKING:
    from pathlib import Path

    from docconvert.notices import Notice
    from docconvert.output import ContentsPage

BOOK = Document(
    (Text("渡口"),),
    (
        Heading(1, (Text("第一章　霜降"),)),
        Paragraph((Text("水從山上下來，"), Emphasis((Text("像一封信"),)), Ruby("長", "zhǎng"))),
        Verse(((Text("「船去了。」"),),)),
        Heading(1, (Text("第二章　立冬"),)),
        Paragraph((Text("𠂉㐀 是少見的字。"),)),
    ),
    Metadata("zh-Hant"),
)
FACE = re.compile(
    r'@font-face \{\s*font-family: "(?P<family>.*?)";\s*'
    r"font-weight: (?P<weight>\w+);\s*src: url\((?P<file>.*?)\);"
)


def made(
    document: Document = BOOK, *settings: str, font: tuple[str, ...] = (), contents: ContentsPage = "auto"
) -> dict[str, bytes]:
    output = Output(embed_fonts=True, cover="none", font=font, contents=contents)
    data = docconvert.write(document, "epub", style=load_style(settings=settings), output=output)
    return {name.removeprefix("EPUB/"): part for name, part in unpack(data)}


def families(parts: dict[str, bytes], selector: str) -> list[str]:
    """The families that the style sheet asks for first, those in the book, by the rule for ``selector``."""
    css = parts["book.css"].decode()
    rule = re.search(rf"(?m)^{re.escape(selector)} \{{(.*?)\}}", css, re.DOTALL)
    assert rule
    listed = re.search(r"font-family: (.*?);", rule[1])
    assert listed
    return re.findall(r'"(docconvert \d+)"', listed[1])


def characters(parts: dict[str, bytes], selector: str) -> str:
    """The characters of the fonts that the rule for ``selector`` asks for, blanks left out."""
    faces = {face["family"]: face["file"] for face in FACE.finditer(parts["book.css"].decode())}
    found = set()
    for family in families(parts, selector):
        found |= set(TTFont(io.BytesIO(parts[faces[family]])).getBestCmap())
    return "".join(sorted(set(map(chr, found)) - {" ", "　"}))


def unasked(*settings: str) -> dict[str, bytes]:
    data = docconvert.write(BOOK, "epub", style=load_style(settings=settings))
    return {name.removeprefix("EPUB/"): part for name, part in unpack(data)}


def test_only_emphasized_phrases_have_a_font_without_being_asked() -> None:
    parts = unasked()
    assert characters(parts, "em") == "".join(sorted("像一封信"))
    assert families(parts, "body") == []
    assert [name for name in parts if name.endswith(".txt")] == ["fonts/OFL-LXGWWenKai.txt"]


@pytest.mark.parametrize("look", ["bold", "dots"])
def test_what_stands_out_by_itself_needs_no_font(look: str) -> None:
    parts = unasked(f"emphasis.look={look}")
    assert not any("fonts/" in name for name in parts)
    assert b"@font-face" not in parts["book.css"]


def test_each_role_has_its_characters_and_few_others() -> None:
    parts = made()
    assert set("第一二章霜降立冬渡口") <= set(characters(parts, "h1, .heading-1"))
    assert set("水從山上下來，長zhǎng船去了。是少見的字") <= set(characters(parts, "body"))
    assert set("像一封信") <= set(characters(parts, "em"))
    assert "像" not in characters(parts, "body")
    assert "霜" not in characters(parts, "body")


def test_a_page_of_contents_is_set_in_them_too() -> None:
    parts = made(contents="yes")
    assert set("渡口第一章霜降立冬") <= set(characters(parts, "body"))
    assert set("目錄") <= set(characters(parts, "h1, .heading-1"))
    assert "目" not in characters(made(), "h1, .heading-1")


def test_all_characters_that_a_font_has_are_there() -> None:
    parts = made()
    assert "㐀" in characters(parts, "body")
    assert len(families(parts, "body")) == 2  # it is in none but the last of three


def test_fonts_are_said_to_be_bold_that_are() -> None:
    weights = {face["family"]: face["weight"] for face in FACE.finditer(made()["book.css"].decode())}
    parts = made()
    assert weights[families(parts, "body")[0]] == "normal"
    assert weights[families(parts, "h1, .heading-1")[0]] == "bold"


def test_emphasis_in_bold_has_a_font_of_its_own() -> None:
    parts = made(BOOK, "emphasis.look=bold")
    assert set("像一封信") <= set(characters(parts, "p em"))
    parts = made(BOOK, "emphasis.look=dots")
    assert set("像一封信") <= set(characters(parts, "body"))


@pytest.mark.parametrize("role", ["sans", "serif", "title", "kai"])
def test_a_bold_phrase_in_a_heading_is_in_the_font_of_the_heading(role: str) -> None:
    heading = Heading(1, (Text("春"), Emphasis((Text("江"),)), Text("月")))
    document = Document((Text("渡口"),), (heading, Paragraph((Text("水"),))), Metadata("zh-Hant"))
    parts = made(document, "emphasis.look=bold", f"heading-1.font={role}")
    assert set("春江月") <= set(characters(parts, "h1, .heading-1"))


def test_licences_go_with_the_fonts_and_the_fonts_bear_no_name() -> None:
    parts = made()
    licences = {name: parts[name] for name in parts if name.endswith(".txt")}
    assert licences == {
        f"fonts/{name}": resource("fonts", name).read_bytes()
        for name in ("OFL-LXGWWenKai.txt", "OFL-NotoSans.txt", "OFL-NotoSerif.txt")
    }
    for name in parts:
        if name.endswith(".ttf"):
            names = TTFont(io.BytesIO(parts[name]))["name"].names
            assert not {record.nameID for record in names} & {1, 3, 4, 6, 16, 18, 21, 25}


def test_vertical_forms_are_kept() -> None:
    parts = made()
    features = {
        record.FeatureTag
        for name in parts
        if name.endswith(".ttf")
        for record in TTFont(io.BytesIO(parts[name]))["GSUB"].table.FeatureList.FeatureRecord
    }
    assert "vert" in features


def test_fonts_of_the_user_come_first() -> None:
    kai = resource("fonts", "LXGWWenKai-Regular.ttf")
    assert made(font=(str(kai),))["book.css"] != made()["book.css"]
    assert "水" in characters(made(font=(str(kai),)), "body")
    told: list[Notice] = []
    docconvert.write(BOOK, "epub", output=Output(font=(str(kai),)), notify=told.append)
    assert "epub sets its text in the fonts of --font only with --embed-fonts" in [
        notice.message for notice in told
    ]


def test_a_font_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "font.ttf"
    path.write_bytes(b"\0\1\0\0" + bytes(40))
    with pytest.raises(FontError):
        made(font=(str(path),))


def test_a_text_that_no_font_has_carries_none() -> None:
    parts = made(Document(blocks=(Paragraph((Text("\U0010fffd"),)),), metadata=Metadata("zh-Hans")))
    assert not any(name.startswith("fonts/") for name in parts)


def test_the_same_bytes_on_every_run() -> None:
    assert made() == made()


def test_other_formats() -> None:
    for to, expected in (("docx", ["docx carries no fonts"]), ("pdf", [])):
        told: list[Notice] = []
        docconvert.write(BOOK, to, output=Output(embed_fonts=True), notify=told.append)
        assert [notice.message for notice in told if notice.code == "output-ignored"] == expected


@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
def test_the_official_checker_finds_nothing(writing: str, tmp_path: Path) -> None:
    output = Output(embed_fonts=True, writing="vertical" if writing == "vertical" else "horizontal")
    path = tmp_path / "book.epub"
    path.write_bytes(docconvert.write(BOOK, "epub", output=output, notify=ignore))
    judges.epubcheck(path)
