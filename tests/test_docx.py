"""The DOCX holds the model's text, and what Word needs to set Chinese well."""

from __future__ import annotations

import datetime
import html
import io
import re
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt
from hypothesis import given

import docconvert
from docconvert.errors import StyleError
from docconvert.model import (
    Document,
    Emphasis,
    Heading,
    Metadata,
    Paragraph,
    Ruby,
    Separator,
    Text,
    Verse,
    plain_text,
)
from docconvert.resources import resource
from docconvert.writers.docx import wrote
from docconvert.writers.docx.language import word_language
from judges import soffice_convert
from strategies import documents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docconvert.model import Block, Inline, Role

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

NOTICE = Document(
    (Text("关于清点"), Ruby("藏", "cáng"), Text("书的通知")),
    (
        Paragraph((Text("秦未央　拟稿"),), "byline"),
        Paragraph((Text("图字〔2031〕8号"),), "number"),
        Paragraph((Text("各阅览室："),), "salutation"),
        Heading(1, (Text("一、清点的"), Emphasis((Text("范围"),)))),
        Paragraph(
            (
                Text("书架自东向西编号，“"),
                Emphasis((Text("凡有"), Ruby("重", "chóng"), Text("号的"))),
                Text("”先记下来……再逐本核对。"),
            )
        ),
        Heading(2, (Text("（一）旧书"),)),
        Separator(),
        Verse(((Text("纸比人老，"),), (Text("字比纸"), Ruby("长", "cháng"), Text("。")))),
        Paragraph((Text("注：破损的另放。"),), "note"),
        Paragraph((Text("附件：清点表"),), "attachment"),
        Paragraph((Text("北岸图书馆"),), "signature"),
        Paragraph((Text("2031年3月2日"),), "date"),
        Paragraph((Text("抄送：南岸图书馆"),), "copy"),
    ),
    Metadata("zh-Hans", author="秦未央"),
)


def written(document: Document, *settings: str) -> bytes:
    return docconvert.write(document, "docx", style=docconvert.load_style(settings=settings))


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def shown(*inlines: Inline, language: str = "zh-Hans") -> Any:
    """Write a document of one paragraph and return that paragraph's element."""
    document = Document((), (Paragraph(inlines),), Metadata(language))
    return opened(written(document)).paragraphs[0]._p


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def base_text(paragraph: Any) -> str:
    """The text of a paragraph without that of its readings."""
    if paragraph.tag == f"{WORD}rt":
        return ""
    own = {f"{WORD}t": paragraph.text or "", f"{WORD}tab": "\t", f"{WORD}br": "\n"}
    return own.get(paragraph.tag, "") + "".join(map(base_text, paragraph))


def model_texts(document: Document) -> list[str]:
    title = [plain_text(document.title)] if document.title else []
    return title + [block_text(block) for block in document.blocks]


def block_text(block: Block) -> str:
    match block:
        case Heading() | Paragraph():
            return plain_text(block.children)
        case Verse():
            return "\n".join(map(plain_text, block.lines))
        case Separator():
            return ""


def runs(paragraph: Any) -> list[tuple[str, str]]:
    """The text of each run with its hint."""
    return [
        (base_text(run), (run.xpath("string(w:rPr/w:rFonts/@w:hint)")))
        for run in paragraph.iter(f"{WORD}r")
        if run.find(f"{WORD}t") is not None
    ]


def hinted(paragraph: Any) -> str:
    return "".join(text for text, hint in runs(paragraph) if hint == "eastAsia")


def test_text_is_the_models_paragraph_for_paragraph() -> None:
    paragraphs = opened(written(NOTICE)).paragraphs
    assert [base_text(paragraph._p) for paragraph in paragraphs] == model_texts(NOTICE)


@given(documents())
def test_no_character_is_lost_or_added(document: Document) -> None:
    paragraphs = opened(written(document)).paragraphs
    assert [base_text(paragraph._p) for paragraph in paragraphs] == model_texts(document)


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
        assert [child.tag for child in paragraph._p.pPr] == [f"{WORD}pStyle"]
    emphasized = document.element.body.xpath("//w:r[w:rPr/w:rStyle/@w:val='Emphasis']")
    assert [base_text(run) for run in emphasized] == ["范围", "凡有", "重", "号的"]


@pytest.mark.parametrize("level", range(1, 7))
def test_headings_have_their_level_in_the_outline(level: int) -> None:
    heading = Heading(level, (Text("第三格"),))  # type: ignore[arg-type]
    paragraph = opened(written(Document((), (heading,)))).paragraphs[0]
    assert paragraph.style.name == f"Heading {level}"
    assert paragraph.style.element.xpath("string(w:pPr/w:outlineLvl/@w:val)") == str(level - 1)


def test_a_document_without_a_title_gets_none() -> None:
    made = opened(written(Document((), (Paragraph((Text("雨停了。"),)),))))
    assert [paragraph.style.name for paragraph in made.paragraphs] == ["Body Text"]
    assert made.core_properties.title == ""


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
    ("text", "marks"),
    [
        ("他问：“几点？”", "“”"),
        ("她说‘好’。", "‘’"),
        ("等一等……再走", "……"),
        ("东岸——西岸", "——"),
        ("阿依·古丽", "·"),
        ("……", "……"),
        ("—— 水手", "——"),
        ("“5G”时代", "“”"),
        ("看‘it’s’二字", "‘’"),
        ("第①条", "①"),
        ("叫“Tom’s”的店", "“”"),
        ("It’s “fine” — really…", ""),
        ("don’t", ""),
        ("The ‘end’", ""),
    ],
)
def test_marks_beside_chinese_come_from_the_chinese_font(text: str, marks: str) -> None:
    paragraph = shown(Text(text))
    assert hinted(paragraph) == marks
    assert base_text(paragraph) == text


def test_marks_look_beyond_their_inline() -> None:
    line = (Text("那叫“"), Emphasis((Text("A4"),)), Text("”…"), Ruby("長", "cháng"), Text("’"))
    assert runs(shown(*line)) == [
        ("那叫", ""),
        ("“", "eastAsia"),
        ("A4", ""),
        ("”…", "eastAsia"),
        ("cháng", ""),
        ("長", ""),
        ("’", "eastAsia"),
    ]


def test_fonts_are_named_for_each_script() -> None:
    fonts = docconvert.load_style().fonts
    for language, names in (("zh-Hans", fonts.hans), ("zh-Hant", fonts.hant)):
        styles = opened(written(Document((), (), Metadata(language)))).styles
        for name, font in (("Normal", names.serif), ("Title", names.sans), ("Heading 4", names.sans)):
            found = styles[name].element.rPr.rFonts
            assert found.get(f"{WORD}eastAsia") == font
            assert found.get(f"{WORD}ascii") == found.get(f"{WORD}hAnsi") == names.latin
        assert styles["Emphasis"].element.rPr.rFonts.get(f"{WORD}eastAsia") == names.kai


def test_nothing_names_a_font_of_a_theme() -> None:
    data = written(NOTICE)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == [
            "[Content_Types].xml",
            "_rels/.rels",
            "word/document.xml",
            "word/_rels/document.xml.rels",
            "word/styles.xml",
            "word/settings.xml",
            "word/footer1.xml",
            "docProps/core.xml",
            "docProps/app.xml",
        ]
        for name in archive.namelist():
            assert not re.search(rb'\w+Theme="|python-docx', archive.read(name))


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("zh-Hans", "zh-CN"),
        ("zh", "zh-CN"),
        ("zh-Hant", "zh-TW"),
        ("zh-TW", "zh-TW"),
        ("zh-Hant-HK", "zh-HK"),
        ("zh-Hant-MO", "zh-MO"),
        ("ja", "ja-JP"),
        ("ko", "ko-KR"),
    ],
)
def test_the_language_is_said(language: str, word: str) -> None:
    assert word_language(language) == word
    made = opened(written(Document((), (), Metadata(language))))
    (said,) = made.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    assert (said.get(f"{WORD}val"), said.get(f"{WORD}eastAsia")) == ("en-US", word)
    assert made.settings.element.xpath("string(w:themeFontLang/@w:eastAsia)") == word
    assert made.core_properties.language == language


def test_settings_are_those_for_chinese() -> None:
    data = written(NOTICE)
    settings = opened(data).settings.element
    assert settings.xpath("string(w:zoom/@w:percent)") == "100"
    assert settings.xpath("string(w:characterSpacingControl/@w:val)") == "compressPunctuation"
    mode = "string(w:compat/w:compatSetting[@w:name='compatibilityMode']/@w:val)"
    assert settings.xpath(mode) == "15"
    paragraphs = opened(data).styles.element.xpath("w:docDefaults/w:pPrDefault/w:pPr")[0]
    assert paragraphs.find(f"{WORD}kinsoku") is not None
    assert "w:docGrid" not in part(data, "word/document.xml")
    assert not re.search(r"<w:i(Cs)?\b", part(data, "word/styles.xml") + part(data, "word/document.xml"))


def test_body_text_looks_as_the_style_says() -> None:
    made = opened(written(NOTICE, "body.size=14pt", "body.line-height=1.5", "body.space-after=0.5"))
    normal, body = made.styles["Normal"], made.styles["Body Text"]
    assert normal.font.size == Pt(14)
    assert normal.paragraph_format.line_spacing == Pt(21)
    assert normal.paragraph_format.line_spacing_rule == WD_LINE_SPACING.AT_LEAST
    assert normal.paragraph_format.space_after == Pt(10.5)
    indent = body.element.pPr.ind
    assert (indent.get(f"{WORD}firstLineChars"), indent.get(f"{WORD}firstLine")) == ("200", "560")


def test_titles_and_headings_look_as_the_style_says() -> None:
    settings = ("title.align=end", "heading-3.size=13pt", "heading-3.align=center", "heading-1.font=kai")
    styles = opened(written(NOTICE, *settings)).styles
    assert styles["Title"].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert styles["Title"].paragraph_format.space_after == Pt(1.5 * 21)
    assert styles["Heading 1"].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.LEFT
    assert styles["Heading 1"].element.rPr.rFonts.get(f"{WORD}eastAsia") == "KaiTi"
    for name in ("Heading 3", "Heading 6"):
        assert styles[name].font.size == Pt(13)
        assert styles[name].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER


@pytest.mark.parametrize(("look", "properties"), [("kai", ["rFonts"]), ("bold", ["b"]), ("dots", ["em"])])
def test_emphasis_looks_as_the_style_says(look: str, properties: list[str]) -> None:
    found = opened(written(NOTICE, f"emphasis.look={look}")).styles["Emphasis"].element.rPr
    assert [child.tag.removeprefix(WORD) for child in found] == properties
    assert found.xpath("string(w:em/@w:val)") == ("dot" if look == "dots" else "")


@pytest.mark.parametrize("role", ["signature", "date"])
def test_ends_of_letters_stand_at_the_right(role: Role) -> None:
    paragraph = opened(written(Document((), (Paragraph((Text("南岸"),), role),)))).paragraphs[0]
    assert paragraph.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert paragraph.style.element.pPr.ind.get(f"{WORD}rightChars") == "200"


def test_ends_of_letters_stand_as_far_from_the_right_as_the_style_says() -> None:
    styles = opened(written(NOTICE, "closing.right-indent=4", "body.indent=1")).styles
    assert [styles[name].element.pPr.ind.get(f"{WORD}rightChars") for name in ("Signature", "Date")] == [
        "400"
    ] * 2
    assert styles["Body Text"].element.pPr.ind.get(f"{WORD}firstLineChars") == "100"


def test_headings_may_be_indented() -> None:
    styles = opened(written(NOTICE, "heading-1.indent=2", "heading-1.size=15pt")).styles
    indent = styles["Heading 1"].element.pPr.ind
    assert (indent.get(f"{WORD}firstLineChars"), indent.get(f"{WORD}firstLine")) == ("200", "600")
    assert styles["Title"].element.pPr.find(f"{WORD}ind") is None


def test_a_separator_is_a_short_line() -> None:
    look = opened(written(NOTICE)).styles["Separator"]
    assert look.element.xpath("w:pPr/w:pBdr/w:bottom[@w:val='single']")
    assert look.paragraph_format.left_indent == look.paragraph_format.right_indent > Mm(50)


def test_page_and_margins_are_the_styles() -> None:
    settings = ("page.size=210mm x 148mm", "page.margin-left=20mm", "page.margin-bottom=15mm")
    section = opened(written(NOTICE, *settings)).sections[0]
    assert section._sectPr.xpath("string(w:pgSz/@w:orient)") == "landscape"
    assert round(section.page_width.mm) == 210
    assert round(section.left_margin.mm) == 20
    assert section.footer_distance < section.bottom_margin


def test_pages_are_numbered_in_the_middle_of_the_foot() -> None:
    made = opened(written(NOTICE, "page-number.size=8pt"))
    (paragraph,) = made.sections[0].footer.paragraphs
    assert paragraph._p.xpath("normalize-space(.//w:instrText)") == "PAGE"
    assert paragraph.style.name == "Footer"
    assert paragraph.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert paragraph.style.font.size == Pt(8)


def test_page_numbers_can_be_left_out() -> None:
    data = written(NOTICE, "page-number.show=false")
    assert "footerReference" not in part(data, "word/document.xml")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "word/footer1.xml" not in archive.namelist()


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


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template that has a copy of the default's parts."""
    (tmp_path / "style.toml").touch()
    shutil.copytree(resource("templates", "default") / "docx", tmp_path / "docx")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_template_keeps_what_is_its_own(template: Path) -> None:
    styles, document = template / "docx/word/styles.xml", template / "docx/word/document.xml"
    change(styles, 'w:styleId="Verse"', 'w:styleId="a&amp;1"')
    change(styles, "<w:b/>", '<w:rFonts w:asciiTheme="minorHAnsi"/><w:b/><w:color w:val="800000"/>')
    change(document, "<w:sectPr>", "<w:p><w:r><w:t>範本</w:t></w:r></w:p><w:sectPr>")
    data = docconvert.write(NOTICE, "docx", style=docconvert.load_style(str(template)))
    made = opened(data)
    assert [base_text(paragraph._p) for paragraph in made.paragraphs] == model_texts(NOTICE)
    assert made.paragraphs[8].style.name == "Verse"
    assert str(made.styles["Title"].font.color.rgb) == "800000"
    assert "asciiTheme" not in part(data, "word/styles.xml")


def test_a_template_needs_no_core_properties(template: Path) -> None:
    parts = template / "docx"
    rels = (parts / "_rels/.rels").read_text("utf-8")
    (parts / "_rels/.rels").write_text(re.sub(".*core-properties.*\n", "", rels), "utf-8")
    data = docconvert.write(NOTICE, "docx", style=docconvert.load_style(str(template)))
    assert opened(data).core_properties.author == "秦未央"
    assert "python-docx" not in part(data, "docProps/core.xml")


def test_a_template_cannot_say_what_wrote_the_file(template: Path) -> None:
    parts, made = template / "docx", docconvert.load_style(str(template))
    (parts / "docProps/app.xml").write_text("<Properties><Application>Other</Application></Properties>")
    kind = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    override = f'<Override PartName="/docProps/app.xml" ContentType="{kind}"/></Types>'
    change(parts / "[Content_Types].xml", "</Types>", override)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"
    end = f'<Relationship Id="rId9" Type="{relation}" Target="docProps/app.xml"/></Relationships>'
    change(parts / "_rels/.rels", "</Relationships>", end)
    data = docconvert.write(NOTICE, "docx", style=made)
    assert wrote(data)
    assert "Other" not in part(data, "docProps/app.xml")


def without_body(parts: Path) -> None:
    text = (parts / "word/document.xml").read_text("utf-8")
    (parts / "word/document.xml").write_text(re.sub("(?s)<w:body>.*</w:body>", "", text), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (shutil.rmtree, None),
        (lambda parts: (parts / "[Content_Types].xml").unlink(), "Content_Types"),
        (lambda parts: (parts / "word/document.xml").write_text("<w:document>"), "docx: "),
        (lambda parts: change(parts / "[Content_Types].xml", "document.main", "template.main"), "not a Word"),
        (without_body, "no body"),
        (
            lambda parts: change(parts / "word/styles.xml", '"Verse"/>', '"Poem"/>'),
            "no paragraph style 'Verse'",
        ),
        (
            lambda parts: change(
                parts / "word/styles.xml", '"character" w:styleId="E', '"paragraph" w:styleId="E'
            ),
            "no character style 'Emphasis'",
        ),
    ],
)
def test_a_broken_template_is_refused(
    template: Path, spoil: Callable[[Path], object], message: str | None
) -> None:
    spoil(template / "docx")
    style = docconvert.load_style(str(template))
    if message is None:  # a template without parts of its own has the default's
        assert docconvert.write(NOTICE, "docx", style=style) == written(NOTICE)
        return
    with pytest.raises(StyleError, match=message) as caught:
        docconvert.write(NOTICE, "docx", style=style)
    assert str(template) in caught.value.message
    assert "default template" in caught.value.hint


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
