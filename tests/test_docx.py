"""The text of a DOCX is the model's, in runs as few as they can be; and what the file says of itself."""

from __future__ import annotations

import datetime
import html
import io
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

import docconvert
from docconvert.model import Document, Emphasis, Heading, Metadata, Paragraph, Ruby, Text, document_lines
from docconvert.writers.docx import wrote
from docxs import (
    NOTICE,
    WORD,
    base_text,
    block_texts,
    model_texts,
    opened,
    part,
    runs,
    shown,
    written,
)
from judges import soffice_convert
from strategies import documents

if TYPE_CHECKING:
    from pathlib import Path

    from docconvert.notices import Notice


def test_text_is_the_models_paragraph_for_paragraph() -> None:
    paragraphs = opened(written(NOTICE)).paragraphs
    assert [base_text(paragraph._p) for paragraph in paragraphs] == model_texts(NOTICE)


@given(documents())
def test_no_character_is_lost_or_added(document: Document) -> None:
    assert block_texts(written(document)) == model_texts(document)


@given(documents())
def test_properties_of_runs_are_in_the_schemas_order(document: Document) -> None:
    order = ("rStyle", "rFonts", "noProof", "sz")
    for properties in opened(written(document)).element.body.iter(f"{WORD}rPr"):
        places = [order.index(child.tag.removeprefix(WORD)) for child in properties]
        assert places == sorted(set(places))
        assert places


def test_every_block_has_a_named_style_and_no_look_of_its_own() -> None:
    document = opened(written(NOTICE))
    assert [paragraph.style.name for paragraph in document.paragraphs] == [
        "Title",
        "Byline",
        "Number",
        "Salutation",
        "Heading 1",
        "Body Text",
        "Heading 2",
        "Separator",
        "Verse",
        "Note",
        "Attachment",
        "Signature",
        "Date",
        "Copy",
    ]
    for paragraph in document.paragraphs:
        # What stands above the signature goes to the next page with it.
        own = [f"{WORD}keepNext"] if paragraph.style.name == "Attachment" else []
        assert [child.tag for child in paragraph._p.pPr] == [f"{WORD}pStyle", *own]
    emphasized = document.element.body.xpath("//w:r[w:rPr/w:rStyle/@w:val='Emphasis']")
    assert [base_text(run) for run in emphasized] == ["范围", "凡有", "重", "号的"]


@pytest.mark.parametrize("level", range(1, 7))
def test_headings_have_their_level_in_the_outline(level: int) -> None:
    heading = Heading(level, (Text("第三格"),))  # type: ignore[arg-type]
    paragraph = opened(written(Document((), (heading,)))).paragraphs[0]
    assert paragraph.style.name == f"Heading {level}"
    assert paragraph.style.element.xpath("string(w:pPr/w:outlineLvl/@w:val)") == str(level - 1)


def test_a_document_without_a_title_gets_one_as_its_property_only() -> None:
    notices: list[Notice] = []
    untitled = Document((), (Paragraph((Text("雨停了，路上还湿。"),)),))
    made = opened(docconvert.write(untitled, "docx", notify=notices.append))
    assert [paragraph.style.name for paragraph in made.paragraphs] == ["Body Text"]
    assert made.core_properties.title == "雨停了"
    assert [notice.code for notice in notices] == ["title-made"]


def test_what_markup_uses_is_escaped() -> None:
    paragraph = shown(Text("<b>&amp; \"'"), Ruby("&", "<"))
    assert base_text(paragraph) == "<b>&amp; \"'&"
    assert paragraph.xpath("string(.//w:rt)") == "<"


def test_spaces_tabs_and_line_feeds_stay() -> None:
    paragraph = shown(Text(" 左\t右\n下\r "), Text("\t"), Text(""))
    assert base_text(paragraph) == " 左\t右 下  \t"
    texts = list(paragraph.iter(f"{WORD}t"))
    assert all(text.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve" for text in texts)
    assert len(paragraph.xpath("w:r/w:tab")) == 2


def test_a_very_long_text_can_be_read_by_others() -> None:
    """Parsers refuse a text of ten million bytes in one piece."""
    paragraph = shown(Text("岸" * 5_000_000))
    assert max(len(text.text) for text in paragraph.iter(f"{WORD}t")) < 100_000
    assert base_text(paragraph) == "岸" * 5_000_000


def test_ruby_has_the_structure_of_the_schema() -> None:
    paragraph = shown(Text("校"), Ruby("長", "zhǎng"), Text("到了"), language="zh-Hant")
    (ruby,) = paragraph.xpath("w:r/w:ruby")
    assert [child.tag.removeprefix(WORD) for child in ruby] == ["rubyPr", "rt", "rubyBase"]
    properties = [(child.tag.removeprefix(WORD), child.get(f"{WORD}val")) for child in ruby[0]]
    assert properties == [
        ("rubyAlign", "center"),
        ("hps", "12"),
        ("hpsRaise", "22"),
        ("hpsBaseText", "24"),
        ("lid", "zh-TW"),
    ]
    assert paragraph.xpath("string(.//w:rt/w:r/w:t)") == "zhǎng"
    assert paragraph.xpath("string(.//w:rt/w:r/w:rPr/w:sz/@w:val)") == "12"
    assert paragraph.xpath("string(.//w:rubyBase/w:r/w:t)") == "長"
    assert base_text(paragraph) == "校長到了"


def test_readings_are_half_of_what_they_stand_over() -> None:
    blocks = (Heading(1, (Ruby("行", "háng"),)), Paragraph((Ruby("行", "xíng"),)))
    body = opened(written(Document((Ruby("行", "hàng"),), blocks), "body.size=10.5pt")).element.body
    assert body.xpath("//w:hpsBaseText/@w:val") == ["44", "32", "21"]
    assert body.xpath("//w:hps/@w:val") == ["22", "16", "10"]


def test_emphasis_reaches_the_base_of_a_ruby_and_not_its_reading() -> None:
    paragraph = shown(Emphasis((Ruby("樂", "yuè"),)))
    assert paragraph.xpath("string(.//w:rubyBase/w:r/w:rPr/w:rStyle/@w:val)") == "Emphasis"
    assert not paragraph.xpath(".//w:rt//w:rStyle")


def test_a_ruby_without_a_reading_is_text() -> None:
    assert runs(shown(Ruby("樂", ""))) == [("樂", "")]


@pytest.mark.parametrize(
    "line",
    [
        "他问：“几点？”",
        "她说‘好’。",
        "等一等……再走",
        "东岸——西岸",
        "阿依·古丽",
        "……",
        "—— 水手",
        "“5G”时代",
        "第①条",
        "他读《Hamlet》——“To be, or not”",
    ],
)
def test_a_line_with_marks_of_chinese_is_one_run_in_the_chinese_font(line: str) -> None:
    assert runs(shown(Text(line))) == [(line, "eastAsia")]


@pytest.mark.parametrize(
    "line", ["春天来了，河开了。", "don’t", "The ‘end’", "It’s “fine” — really…", "注音nǐ hǎo"]
)
def test_a_line_without_marks_of_chinese_is_one_run_without_a_hint(line: str) -> None:
    assert runs(shown(Text(line))) == [(line, "")]


@pytest.mark.parametrize(
    ("parts", "first_hinted"),
    [
        # An apostrophe is of the Latin font, and so are the letters of pinyin; no word is cut.
        (["看‘", "it’s", "’二字"], True),
        (["叫“", "Tom’s", "”的店"], True),
        (["——他说：“", "It’s late.", "”"], True),
        (["他说“OK”，她说“", "It’s fine", "”。"], True),
        (["他唱“", "Für Elise", "”"], True),
        (["读作ǎ的", "“矮”字"], False),
        (["注音nǐ hǎo", "……就是“你好”"], False),
        (["naïve的", "“天真”"], False),
    ],
)
def test_a_line_is_cut_only_where_a_mark_or_letter_must_not_be_hinted(
    parts: list[str], first_hinted: bool
) -> None:
    hints = ("eastAsia", "") if first_hinted else ("", "eastAsia")
    assert runs(shown(Text("".join(parts)))) == [(text, hints[at % 2]) for at, text in enumerate(parts)]


@given(documents())
def test_no_latin_word_is_cut(document: Document) -> None:
    """Only a change of style does: runs in a row that differ by their hint end at words."""
    for text in (span.text for line in document_lines(document) for span in line if isinstance(span, Text)):
        pieces = [piece for piece, _ in runs(shown(Text(text)))]
        for left, right in pairwise(pieces):
            assert not (is_latin(left[-1]) and is_latin(right[0]))


def is_latin(character: str) -> bool:
    return character.isalpha() and character < "\u0250"


def test_marks_look_beyond_their_inline() -> None:
    line = (Text("那叫“"), Emphasis((Text("A4"),)), Text("”…"), Ruby("長", "cháng"), Text("’"))
    assert runs(shown(*line)) == [
        ("那叫“", "eastAsia"),
        ("A4", "eastAsia"),
        ("”…", "eastAsia"),
        ("cháng", ""),
        ("長", "eastAsia"),
        ("’", "eastAsia"),
    ]


def test_the_file_says_who_wrote_the_text_and_what_wrote_the_file() -> None:
    data = written(NOTICE)
    about = opened(data).core_properties
    assert (about.title, about.author, about.comments) == ("关于清点藏书的通知", "秦未央", "")
    assert "<Application>docconvert</Application>" in part(data, "docProps/app.xml")


def test_long_and_odd_metadata_is_taken() -> None:
    document = Document((Text("潮" * 400),), (), Metadata("zh-Hans", author="甲\x01<乙>"))
    about = opened(written(document)).core_properties
    assert (about.title, about.author) == ("潮" * 400, "甲<乙>")


def test_it_bears_a_time_only_if_one_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert "dcterms:" not in re.sub("xmlns:dcterms", "", part(written(NOTICE), "docProps/core.xml"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    about = opened(written(NOTICE)).core_properties
    time = datetime.datetime(2001, 9, 9, 1, 46, 40, tzinfo=datetime.UTC)
    assert about.created.replace(tzinfo=datetime.UTC) == time
    assert about.modified == about.created


@given(documents(max_blocks=3))
def test_the_same_document_gives_the_same_bytes(document: Document) -> None:
    assert written(document) == written(document)


def test_it_knows_what_it_wrote() -> None:
    data = written(NOTICE)
    assert wrote(data)
    again = io.BytesIO()
    opened(data).save(again)
    assert not wrote(again.getvalue())
    assert not wrote(b"")
    assert not wrote(data[: len(data) // 2])


def test_libreoffice_reads_the_same_text(tmp_path: Path) -> None:
    path = tmp_path / "notice.docx"
    path.write_bytes(written(NOTICE))
    text = soffice_convert(path, "txt:Text (encoded):UTF8", tmp_path).read_text("utf-8-sig")
    assert text.splitlines() == "\n".join(model_texts(NOTICE)).splitlines()


def test_libreoffice_sees_styles_readings_and_languages(tmp_path: Path) -> None:
    path = tmp_path / "notice.docx"
    path.write_bytes(written(NOTICE, "emphasis.look=dots"))
    flat = soffice_convert(path, "fodt", tmp_path).read_text("utf-8")
    assert [html.unescape(reading) for reading in re.findall(r"<text:ruby-text[^>]*>([^<]*)<", flat)] == [
        "cáng",
        "chóng",
        "cháng",
    ]
    assert 'text:outline-level="1"' in flat
    assert 'style:country-asian="CN"' in flat
    assert 'style:text-emphasize="dot' in flat
    assert "<text:page-number" in flat
