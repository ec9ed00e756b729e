"""The looks of a DOCX: fonts, styles, sheet and margins are those that the style says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Length, Mm, Pt

import docconvert
from docconvert.model import Document, Metadata, Paragraph, Text
from docconvert.writers.area import text_area
from docconvert.writers.docx.language import word_language
from docxs import NOTICE, WORD, opened, part, parts, sections, written

if TYPE_CHECKING:
    from docconvert.model import Role


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
    found = parts(written(NOTICE))
    assert list(found) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/settings.xml",
        "word/fontTable.xml",
        "word/footer-text-default.xml",
        "docProps/core.xml",
        "docProps/app.xml",
    ]
    for markup in found.values():
        assert not re.search(r'\w+Theme="|python-docx', markup)


@pytest.mark.parametrize(
    ("font", "heavy"), [("SimHei", None), ("Microsoft YaHei", True), ("Source Han Sans SC", True)]
)
def test_headings_are_bold_where_their_font_has_weights(font: str, heavy: bool | None) -> None:
    """SimHei has one, which is that of headings: a bold one is only smeared."""
    styles = opened(written(NOTICE, f"fonts.hans.sans={font}")).styles
    for name in ("Title", "Heading 1", "Heading 6"):
        assert styles[name].font.bold is heavy
    assert styles["Body Text"].font.bold is None


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
    (section,) = sections(data)
    (grid,) = section.xpath("w:docGrid")
    # Its lines are those of the body, 1.75 times 12 pt; but headings do not stand on them.
    assert (grid.get(f"{WORD}linePitch"), grid.get(f"{WORD}type")) == ("420", None)
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


@pytest.mark.parametrize(
    ("look", "properties"), [("kai", ["rFonts"]), ("bold", ["b"]), ("dots", ["em"]), ("none", [])]
)
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


def test_the_sheet_is_the_styles() -> None:
    made = opened(written(NOTICE, "page.size=210mm x 148mm")).sections[0]
    assert made._sectPr.xpath("string(w:pgSz/@w:orient)") == "landscape"
    assert (round(made.page_width.mm), round(made.page_height.mm)) == (210, 148)


@pytest.mark.parametrize(
    ("settings", "columns", "lines"),
    [
        # A4 is 11906 by 16838 twips, a character of the body 240, a line 420.
        ((), 35, 32),
        (("page.margin-left=20mm", "page.margin-bottom=15mm"), 37, 34),
        (("body.size=10.5pt",), 40, 36),
        (("page.size=148mm x 210mm", "body.line-height=2"), 25, 20),
    ],
)
def test_margins_leave_a_whole_number_of_characters_and_lines(
    settings: tuple[str, ...], columns: int, lines: int
) -> None:
    style = docconvert.load_style(settings=settings)
    section = opened(written(NOTICE, *settings)).sections[0]
    size = style.body.size
    across = section.page_width - section.left_margin - section.right_margin
    down = section.page_height - section.top_margin - section.bottom_margin
    assert Length(across).pt == pytest.approx(columns * size, abs=0.1)
    assert Length(down).pt == pytest.approx(lines * size * style.body.line_height, abs=0.1)
    assert section.footer_distance < section.bottom_margin
    assert section.header_distance < section.top_margin


@pytest.mark.parametrize("vertical", [False, True])
def test_margins_are_those_of_the_pdf(vertical: bool) -> None:
    style = docconvert.load_style()
    area = text_area(style, vertical=vertical)
    section = opened(written(NOTICE, writing="vertical" if vertical else "horizontal")).sections[0]
    assert section.left_margin.pt == pytest.approx(area.left, abs=0.05)
    assert section.right_margin.pt == pytest.approx(style.page.width - area.right, abs=0.05)
    assert section.top_margin.pt == pytest.approx(style.page.height - area.top, abs=0.05)
    assert section.bottom_margin.pt == pytest.approx(area.bottom, abs=0.05)


def test_pages_are_numbered_in_the_middle_of_the_foot() -> None:
    made = opened(written(NOTICE, "page-number.size=8pt"))
    (paragraph,) = made.sections[0].footer.paragraphs
    assert paragraph._p.xpath("normalize-space(.//w:instrText)") == "PAGE"
    assert paragraph.style.name == "Footer"
    assert paragraph.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert paragraph.style.font.size == Pt(8)


def test_page_numbers_can_be_left_out() -> None:
    found = parts(written(NOTICE, "page-number.show=false"))
    assert "footerReference" not in found["word/document.xml"]
    assert not any("footer" in name for name in found)
