"""An ODT file holds the text, is the same on every run, and knows whether somebody edited it."""

from __future__ import annotations

import io
import zipfile

import pytest
from docconvert_odt import FORMAT

import docconvert
from docconvert import Document, Output
from docconvert.model import Emphasis, Heading, Paragraph, Ruby, Separator, Text, Verse

DOCUMENT = Document(
    (Text("潮信"),),
    (
        Heading(1, (Text("第一章　起锚"),)),
        Paragraph((Text("船"), Ruby("長", "zhǎng"), Text("说："), Emphasis((Text("等风"),)), Text("。"))),
        Verse(((Text("潮来"),), (Text("潮去"),))),
        Separator(),
        Paragraph((Text("三月七日"),), "date"),
    ),
)


def made(document: Document = DOCUMENT, output: Output | None = None, *settings: str) -> bytes:
    style = docconvert.load_style("default", settings)
    return FORMAT.write(document, style, output or Output(), notify=print)


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def test_the_type_can_be_told_from_the_first_bytes() -> None:
    assert made()[30:77] == b"mimetypeapplication/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    "markup",
    [
        '<text:p text:style-name="Title">潮信</text:p>',
        '<text:h text:style-name="Heading_20_1" text:outline-level="1">第一章　起锚</text:h>',
        "<text:ruby-base>長</text:ruby-base>",
        '<text:ruby-text text:style-name="Rubies">zhǎng</text:ruby-text></text:ruby>',
        '<text:span text:style-name="Emphasis">等风</text:span>',
        '<text:p text:style-name="Verse">潮来<text:line-break/>潮去</text:p>',
        '<text:p text:style-name="Horizontal_20_Line"/>',
        '<text:p text:style-name="Date">三月七日</text:p>',
    ],
)
def test_each_node_has_its_element(markup: str) -> None:
    assert markup in part(made(), "content.xml")


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        (" 潮", '<text:s text:c="1"/>潮'),
        ("a b", "a b"),
        ("a   b", 'a<text:s text:c="3"/>b'),
        ("潮\t信", "潮<text:tab/>信"),
        ("潮\r\n信", "潮<text:line-break/>信"),
        ("<潮&信>", "&lt;潮&amp;信&gt;"),
    ],
)
def test_no_space_is_lost(text: str, markup: str) -> None:
    content = part(made(Document((), (Paragraph((Text(text),)),))), "content.xml")
    assert f'<text:p text:style-name="Text_20_body">{markup}</text:p>' in content


@pytest.mark.parametrize(
    ("setting", "markup"),
    [
        ("body.indent=2", 'fo:text-indent="24pt"'),
        ("page.size=A5", 'fo:page-width="419.53pt"'),
        ("fonts.hans.serif=Noto Serif", "svg:font-family=\"'Noto Serif'\""),
        ("emphasis.look=dots", 'style:text-emphasize="dot below"'),
        ("emphasis.look=bold", 'style:font-weight-asian="bold"'),
        ("chapter.start=page", 'fo:break-before="page"'),
        (
            "page-number.format={page}/{pages}",
            "<text:page-number/><text:span>/</text:span><text:page-count/>",
        ),
        ("page-number.place=outside", "<style:footer-left>"),
        ("body.hanging=true", 'style:punctuation-wrap="hanging"'),
    ],
)
def test_the_style_is_obeyed(setting: str, markup: str) -> None:
    assert markup in part(made(DOCUMENT, None, setting), "styles.xml")


def test_no_page_number_needs_no_footer() -> None:
    assert "style:footer" not in part(made(DOCUMENT, None, "page-number.show=false"), "styles.xml")


@pytest.mark.parametrize(
    ("tag", "language", "country"),
    [
        ("zh-Hans", "zh", "CN"),
        ("zh-Hant", "zh", "TW"),
        ("zh-Hant-HK", "zh", "HK"),
        ("zh-TW", "zh", "TW"),
        ("ja", "ja", "JP"),
    ],
)
def test_the_language_is_that_of_east_asian_text(tag: str, language: str, country: str) -> None:
    document = docconvert.read("潮信", options=docconvert.Options(language=tag))
    styles = part(made(document), "styles.xml")
    assert f'style:language-asian="{language}" style:country-asian="{country}"' in styles


def test_lines_may_be_vertical() -> None:
    assert 'style:writing-mode="lr-tb"' in part(made(), "styles.xml")
    for vertical in (
        made(DOCUMENT, Output(writing="vertical")),
        made(DOCUMENT, None, "page.writing=vertical"),
    ):
        assert 'style:writing-mode="tb-rl"' in part(vertical, "styles.xml")


def test_an_edited_file_is_not_ours() -> None:
    assert FORMAT.wrote(made())
    assert made() == made()
    edited = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made())) as old, zipfile.ZipFile(edited, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace("等风".encode(), "等雨".encode()))
    assert not FORMAT.wrote(edited.getvalue())
    assert not FORMAT.wrote(b"PK")


def test_the_time_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "creation-date" not in part(made(), "meta.xml")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")
    assert "<meta:creation-date>2024-01-01T00:00:00Z</meta:creation-date>" in part(made(), "meta.xml")
