"""What a reader of our PDFs gets, as other programs see it."""

from __future__ import annotations

import gc
import io
import re
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from hypothesis import given, settings

import docconvert
from docconvert.errors import UsageError
from docconvert.model import (
    Document,
    Emphasis,
    Heading,
    Inlines,
    Metadata,
    Paragraph,
    Ruby,
    Separator,
    Text,
    Verse,
    document_lines,
    plain_text,
)
from docconvert.writers.pdf import wrote
from judges import Box, pdf_boxes, pdf_fonts, pdf_text, qpdf_check, verapdf
from strategies import documents

if TYPE_CHECKING:
    from pathlib import Path


BODY = Box(0, 60, 596, 720)
"""All of a page but its number."""

STORY = Document(
    title=(Text("潮位簿"),),
    blocks=(
        Heading(1, (Text("第一章　换尺"),)),
        Paragraph((Text("沈未到岛上那天，风从西南来。"), Emphasis((Text("膝盖比眼睛先老"),)), Text("。"))),
        Separator(),
        Heading(2, (Text("第一节"),)),
        Verse(((Text("山月照孤舟"),), (Text("江风送远钟"),))),
        Paragraph((Text("佟师傅"),), "signature"),
        Heading(1, (Text("第二章　空行"),)),
        Paragraph((Ruby("礁", "jiāo"), Text("石上没有人。"))),
    ),
    metadata=Metadata(language="zh-Hans", author="林小舟"),
)


def pdf(document: Document, *settings: str) -> bytes:
    return docconvert.write(document, "pdf", style=docconvert.load_style(settings=settings))


def reader(document: Document, *settings: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf(document, *settings)), strict=True)


def paragraphs(*texts: str, language: str = "zh-Hans") -> Document:
    return Document(blocks=tuple(Paragraph((Text(t),)) for t in texts), metadata=Metadata(language=language))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def text_of(document: Document) -> str:
    return squeezed("".join(plain_text(line) for line in document_lines(document)))


def saved(document: Document, folder: Path, *settings: str) -> Path:
    path = folder / "document.pdf"
    path.write_bytes(pdf(document, *settings))
    return path


def test_the_text_can_be_copied_whole(tmp_path: Path) -> None:
    long = paragraphs(*["渡船还没有来，岸边的人“已经”等了很久——从清早等到晌午……（128页）"] * 80)
    for document in (long, STORY):
        text = squeezed(pdf_text(saved(document, tmp_path), crop=BODY)).replace("jiāo", "")
        assert text == text_of(document)


def test_other_programs_find_no_fault(tmp_path: Path) -> None:
    for look in ("kai", "bold", "dots"):
        qpdf_check(saved(STORY, tmp_path, f"emphasis.look={look}"))
    qpdf_check(saved(Document(), tmp_path))


def test_every_font_is_embedded_and_subset(tmp_path: Path) -> None:
    fonts = pdf_fonts(saved(STORY, tmp_path))
    assert len(fonts) == 3
    assert all(font.emb and font.sub and font.uni for font in fonts)


def test_metadata() -> None:
    about = reader(STORY)
    assert about.metadata
    assert (about.metadata.title, about.metadata.author) == ("潮位簿", "林小舟")
    assert about.metadata.creation_date is None
    root: Any = about.trailer["/Root"]
    assert root["/Lang"] == "zh-Hans"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]


def test_a_date_is_given_by_source_date_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")
    metadata = reader(STORY).metadata
    assert metadata
    assert metadata.creation_date
    assert metadata.creation_date.isoformat() == "2024-01-01T00:00:00+00:00"


@pytest.mark.parametrize("value", ["abc", "²", "9" * 30])
def test_a_wrong_source_date_epoch_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH cannot be"):
        pdf(STORY)


def test_a_title_is_made_for_the_properties_only(tmp_path: Path) -> None:
    notices: list[docconvert.Notice] = []
    document = paragraphs("渡船还没有来，岸边的人已经等了很久。")
    data = docconvert.write(document, "pdf", notify=notices.append)
    metadata = pypdf.PdfReader(io.BytesIO(data)).metadata
    assert metadata
    assert metadata.title == "渡船还没有来"
    assert [notice.code for notice in notices] == ["title-made"]
    assert "--title" in notices[0].message


def test_the_outline_has_the_headings_by_level() -> None:
    outline: Any = reader(STORY).outline
    first, below, second = outline
    assert (first["/Title"], second["/Title"]) == ("第一章　换尺", "第二章　空行")
    assert [entry["/Title"] for entry in below] == ["第一节"]


def tags(element: Any) -> list[object]:
    """The tags below an element, as nested lists."""
    kids = element.get("/K", [])
    found: list[object] = [element["/S"]]
    for reference in kids if isinstance(kids, list) else [kids]:
        kid = reference.get_object()
        if isinstance(kid, dict) and "/S" in kid:
            found.append(tags(kid))
    return found


def test_tags_tell_what_everything_is() -> None:
    root: Any = reader(STORY).trailer["/Root"]
    tree = root["/StructTreeRoot"]
    assert tree["/RoleMap"] == {"/Title": "/P"}
    assert tags(tree["/K"]) == [
        "/Document",
        ["/Title"],
        ["/H1"],
        ["/P"],
        ["/H2"],
        ["/P"],
        ["/P"],
        ["/P"],
        ["/H1"],
        ["/P", ["/Ruby", ["/RB"], ["/RT"]]],
    ]


def test_pages_are_numbered_unless_told_otherwise(tmp_path: Path) -> None:
    long = paragraphs(*["渡船还没有来，岸边的人已经等了很久。"] * 60)
    foot = Box(0, 780, 596, 62)
    assert pdf_text(saved(long, tmp_path), crop=foot).split() == ["1", "2"]
    assert pdf_text(saved(long, tmp_path, "page-number.show=false"), crop=foot).split() == []


def test_a_heading_does_not_stand_alone_at_the_foot_of_a_page(tmp_path: Path) -> None:
    for count in range(20, 34):
        blocks = [Paragraph((Text("一行。"),))] * count
        document = Document(
            blocks=(*blocks, Heading(1, (Text("第一章"),)), Paragraph((Text("正文。" * 40),)))
        )
        pages = pdf_text(saved(document, tmp_path), crop=BODY).split("\f")
        page = next(page for page in pages if "第一章" in page)
        assert "正文" in page


def test_characters_no_font_has_are_named(tmp_path: Path) -> None:
    notices: list[docconvert.Notice] = []
    document = paragraphs("渡船𠀀还没有来")
    path = tmp_path / "document.pdf"
    path.write_bytes(docconvert.write(document, "pdf", notify=notices.append))
    missing = [notice for notice in notices if notice.code == "glyph-missing"]
    assert len(missing) == 1
    assert "U+20000" in missing[0].message
    assert squeezed(pdf_text(path, crop=BODY)) == "渡船𠀀还没有来"


def test_traditional_text_is_set_in_traditional_fonts(tmp_path: Path) -> None:
    hant = pdf_fonts(saved(paragraphs("渡船還沒有來", language="zh-Hant"), tmp_path))
    hans = pdf_fonts(saved(paragraphs("渡船还没有来", language="zh-Hans"), tmp_path))
    assert [font.name.partition("+")[2] for font in hant] == ["NotoSerifTC-Regular"]
    assert [font.name.partition("+")[2] for font in hans] == ["NotoSerifSC-Regular"]


def test_a_list_of_headings_fills_its_pages() -> None:
    headings = tuple(Heading(1, (Text(f"第{number}章　潮汐"),)) for number in range(1, 101))
    assert len(reader(Document(blocks=headings)).pages) == 9  # twelve on each


def test_a_reading_wider_than_the_page_stays_on_it(tmp_path: Path) -> None:
    line = (Ruby("礁", "jiāo" * 60), Text("石上。"))
    boxes = pdf_boxes(saved(Document(blocks=(Paragraph(line),)), tmp_path))
    assert min(box.left for box in boxes) >= 80
    assert max(box.right for box in boxes) <= 596 - 80


def test_a_reading_over_nothing_is_not_lost(tmp_path: Path) -> None:
    line = (Ruby("", "jiāo"), Text("石上"), Ruby("", "àn"))
    path = saved(Document(blocks=(Paragraph(line),)), tmp_path)
    assert squeezed(pdf_text(path, crop=BODY)) == "(jiāo)石上(àn)"


def test_what_has_no_look_is_not_shown() -> None:
    notices: list[docconvert.Notice] = []
    document = paragraphs("渡\u200d船\ufe0f还\u200e没\U000e0100有\u00ad来")
    docconvert.write(document, "pdf", notify=notices.append)
    assert [notice.code for notice in notices] == ["title-made"]


def test_a_language_cannot_break_the_file(tmp_path: Path) -> None:
    document = Document(blocks=(Paragraph((Text("渡船"),)),), metadata=Metadata(language="zh)"))
    qpdf_check(saved(document, tmp_path))


def test_fonts_are_let_go() -> None:
    from docconvert.writers.pdf import measure

    gc.collect()
    before = len(measure._measured)
    for _ in range(3):
        pdf(STORY)
    gc.collect()
    assert len(measure._measured) == before


def test_an_enormous_paragraph(tmp_path: Path) -> None:
    text = "渡船还没有来，岸边的人已经等了很久。" * 12_000
    assert squeezed(pdf_text(saved(paragraphs(text), tmp_path), crop=BODY)) == text


def test_ours_is_known_until_somebody_edits_it() -> None:
    data = pdf(STORY)
    assert wrote(data)
    assert not wrote(data.replace(b"/Filter", b"/Filler", 1))
    assert not wrote(data + b"% added")
    assert not wrote(data + b"1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    rewritten = io.BytesIO()
    writer.write(rewritten)
    assert not wrote(rewritten.getvalue())


@given(documents())
@settings(max_examples=40)
def test_any_document_is_written_the_same_twice(document: Document) -> None:
    data = pdf(document)
    assert data == pdf(document)
    assert len(pypdf.PdfReader(io.BytesIO(data), strict=True).pages) >= 1


def test_bold_and_dots(tmp_path: Path) -> None:
    bold = pdf_fonts(saved(STORY, tmp_path, "emphasis.look=bold"))
    assert any(font.name.endswith("NotoSerifSC-Bold") for font in bold)
    plain: Inlines = (Text("膝盖"), Emphasis((Text("ab比"),)))
    content = reader(Document(blocks=(Paragraph(plain),)), "emphasis.look=dots").pages[0].get_contents()
    assert content is not None
    assert content.get_data().count(b"/Artifact BMC") == 1  # under Han characters only


def test_a_reading_stands_above_the_middle_of_its_base(tmp_path: Path) -> None:
    line = (Text("沈未站在"), Ruby("礁", "jiāo"), Text("石上，"), Ruby("六安", "Lù'ān"), Text("在西。"))
    boxes = pdf_boxes(saved(Document(blocks=(Paragraph(line),)), tmp_path))
    for base, reading in (("礁", "jiāo"), ("六安", "Lù'ān")):
        above = next(box for box in boxes if box.text == reading)
        text = next(box for box in boxes if base in box.text)
        em = (text.right - text.left) / len(text.text)
        middle = text.left + (text.text.index(base) + len(base) / 2) * em
        assert (above.left + above.right) / 2 == pytest.approx(middle, abs=1)
        assert above.top < text.top


def test_empty_titles_and_headings_are_no_trouble(tmp_path: Path) -> None:
    document = Document(title=(Text(""),), blocks=(Heading(1, ()), Heading(2, (Text(" "),)), Paragraph(())))
    qpdf_check(saved(document, tmp_path, "heading-1.align=center", "title-page.show=always"))
    assert reader(document).outline == []


def test_many_signatures_under_a_long_head() -> None:
    signatures = [Paragraph((Text("佟师傅"),), "signature")] * 1500
    document = Document(title=(Text("汐" * 2000),), blocks=(Heading(1, (Text("潮" * 4000),)), *signatures))
    assert len(reader(document, "header.show=always", "chapter.start=continue").pages) > 40


def test_a_missing_character_is_told_where_it_stands_first() -> None:
    notices: list[docconvert.Notice] = []
    blocks = (Heading(1, (Text("第一章 𓀀"),), line=3), Paragraph((Text("末𓀀"),), line=99))
    document = Document(blocks=blocks)
    docconvert.write(document, "pdf", output=docconvert.Output(contents="yes"), notify=notices.append)
    assert [notice.line for notice in notices if notice.code == "glyph-missing"] == [3]


def test_a_language_that_is_none_does_not_get_into_the_file(tmp_path: Path) -> None:
    document = Document(blocks=(Paragraph((Text("渡船"),)),), metadata=Metadata(language="x y"))
    verapdf(saved(document, tmp_path), "ua1")
