"""What stands on the pages of a DOCX besides the text: contents, sections, running heads, numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import settings as limits

from docconvert.model import Heading, Paragraph, Ruby, Separator, Text, plain_text
from docconvert.writers.docx.frame import frame
from docxs import (
    WORD,
    base_text,
    fields,
    margin_text,
    model_texts,
    opened,
    part,
    parts,
    runs,
    sections,
    written,
)
from judges import pdf_text, soffice_convert
from pdfs import BOOK, PROSE, document, heading, numbered_chapters, paragraph, saved
from strategies import documents

if TYPE_CHECKING:
    from pathlib import Path

    from docconvert.model import Block, Document

LONG = document(*[PROSE] * 60, title="潮位簿", author="林小舟")
"""More than eight pages, and no headings."""
SHORT = document(heading(1, "渡船"), *[PROSE] * 4, title="潮位簿", author="林小舟")
LEVELS = document(
    heading(1, "上篇　岛"),
    "岛上有灯塔。",
    heading(2, "第一章　来"),
    heading(3, "一　渡船"),
    "船迟了。",
    heading(4, "（一）老人"),
    "老人卖鱼。",
    heading(2, "　"),
    heading(2, "第二章　“去”"),
    "她走了。",
    title="潮位簿",
)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


# Contents.


def entries(data: bytes) -> list[Any]:
    """Return the links of the contents."""
    found: list[Any] = opened(data).element.body.xpath("w:sdt/w:sdtContent/w:p/w:hyperlink")
    return found


def shown_in(link: Any) -> list[str]:
    """Return what an entry shows, divided at its tab."""
    return base_text(link).split("\t")


def listed(made: Document) -> list[tuple[int, str]]:
    """Return level and text of the headings that belong in the contents."""
    headings = [block for block in made.blocks if isinstance(block, Heading) and block.level <= 3]
    named = [(found.level, plain_text(found.children).strip()) for found in headings]
    return [(level, text) for level, text in named if text]


@pytest.mark.parametrize(("made", "contents"), [(BOOK, "auto"), (LEVELS, "yes")], ids=["book", "levels"])
def test_the_contents_are_a_field_with_a_link_for_each_heading(made: Document, contents: str) -> None:
    data = written(made, contents=contents)
    body = opened(data).element.body
    assert fields(part(data, "word/document.xml")) == [r'TOC \o "1-3" \h \z \u']
    links = entries(data)
    styles = [link.getparent().pPr.pStyle.val for link in links]
    shown = [base_text(link) for link in links]
    assert list(zip(styles, shown, strict=True)) == [(f"TOC{level}", text) for level, text in listed(made)]
    for link, (level, text) in zip(links, listed(made), strict=True):
        (led_to,) = body.xpath(f"w:p[w:bookmarkStart/@w:name='{link.get(WORD + 'anchor')}']")
        assert base_text(led_to).strip() == text
        assert led_to.xpath("string(w:pPr/w:pStyle/@w:val)") == f"Heading{level}"


def test_every_bookmark_is_unique_and_ends() -> None:
    body = opened(written(BOOK)).element.body
    starts, ends = body.xpath("//w:bookmarkStart/@w:id"), body.xpath("//w:bookmarkEnd/@w:id")
    names = body.xpath("//w:bookmarkStart/@w:name")
    assert len(starts) == len(set(starts)) == len(set(names)) == len(listed(BOOK)) == 12
    assert starts == ends


def test_fields_are_whole_and_within_their_story() -> None:
    for made in (BOOK, LEVELS):
        for toc_pages in (False, True):
            for markup in parts(written(made, contents="yes", toc_pages=toc_pages)).values():
                depth = 0
                for kind in re.findall('fldCharType="(begin|separate|end)"', markup):
                    depth += {"begin": 1, "separate": 0, "end": -1}[kind]
                    assert 0 <= depth <= 2
                assert depth == 0


def test_nothing_asks_the_reader_to_compute_the_contents() -> None:
    assert "updateFields" not in part(written(BOOK), "word/settings.xml")
    assert "w:dirty" not in part(written(BOOK), "word/document.xml")


def test_without_toc_pages_no_number_is_shown() -> None:
    data = written(BOOK)
    assert "PAGEREF" not in part(data, "word/document.xml")
    assert all(len(shown_in(link)) == 1 for link in entries(data))


@pytest.mark.parametrize("settings", [(), ("body.size=14pt",), ("chapter.start=odd-page",)])
def test_the_numbers_of_the_contents_are_those_of_the_pdf(settings: tuple[str, ...], tmp_path: Path) -> None:
    data = written(BOOK, *settings, contents="yes", toc_pages=True)
    shown = [shown_in(link) for link in entries(data)]
    assert [(name, int(number)) for name, number in shown] == found_in_pdf(BOOK, settings, tmp_path)
    anchors = [link.get(f"{WORD}anchor") for link in entries(data)]
    assert fields(part(data, "word/document.xml"))[1:] == [rf"PAGEREF {anchor} \h" for anchor in anchors]


def found_in_pdf(made: Document, settings: tuple[str, ...], folder: Path) -> list[tuple[str, int]]:
    """Return the headings of a document in order, with the number at the foot of the page each stands on."""
    pages = pdf_text(saved(made, folder, *settings, contents="yes")).split("\f")
    waiting = [text for _, text in listed(made)]
    found: list[tuple[str, int]] = []
    for page in pages:
        number = page.split()[-1:]
        if not number or not number[0].isdecimal():
            continue  # title page and contents are not numbered in digits
        text, at = squeezed(page), 0
        while waiting and (at := text.find(squeezed(waiting[0]), at)) >= 0:
            found.append((waiting.pop(0), int(number[0])))
    return found


@pytest.mark.parametrize(("language", "name"), [("zh-Hans", "目录"), ("zh-Hant", "目錄")])
def test_the_contents_have_a_heading_that_is_not_listed(language: str, name: str) -> None:
    made = opened(written(document(heading(1, "一"), "春。", language=language), contents="yes"))
    (above, *_) = made.element.body.xpath("w:sdt/w:sdtContent/w:p")
    assert base_text(above) == name
    assert above.xpath("string(w:pPr/w:pStyle/@w:val)") == "TOCHeading"
    assert not made.styles["TOC Heading"].element.xpath("w:pPr/w:outlineLvl[@w:val < 9]")


@pytest.mark.parametrize("made", [SHORT, LONG], ids=["short", "without headings"])
def test_no_contents_where_there_is_nothing_to_list_or_nobody_asks(made: Document) -> None:
    contents = "yes" if made is LONG else "auto"
    assert "w:sdt" not in part(written(made, contents=contents), "word/document.xml")


def test_marks_of_chinese_in_contents_and_heads_come_from_the_chinese_font() -> None:
    made = document(heading(1, "读“It’s”——记"), *[PROSE] * 4, title="“潮”")
    data = written(made, "header.show=always", "header.right=", contents="yes")
    for line in (entries(data)[0], opened(data).sections[-1].header.paragraphs[0]._p):
        shown = base_text(line)
        expected = {"“潮”": ["“潮”"], "读“It’s”——记": ["读“", "”——记"]}
        assert [text for text, hint in runs(line) if hint] == expected[shown]


# Sections.


def numbering(section: Any) -> tuple[str, str]:
    """Return the numerals of a section and where they begin."""
    number = f"{WORD}pgNumType"
    found = section.find(number)
    return ("", "") if found is None else (found.get(f"{WORD}fmt", ""), found.get(f"{WORD}start", ""))


def kinds(data: bytes) -> list[str]:
    return [section.xpath("string(w:type/@w:val)") for section in sections(data)]


def margins_of(section: Any) -> list[tuple[str, str]]:
    """Return which headers and footers a section has."""
    found = section.xpath("w:headerReference|w:footerReference")
    return [
        (each.tag.removeprefix(WORD).removesuffix("Reference"), each.get(f"{WORD}type")) for each in found
    ]


def test_a_book_has_title_page_contents_and_text() -> None:
    data = written(document(*numbered_chapters(3), title="潮位簿", author="林小舟"))
    title, listing, text = sections(data)
    assert [numbering(each) for each in (title, listing, text)] == [("", ""), ("lowerRoman", "1"), ("", "1")]
    assert [margins_of(each) for each in (title, listing, text)] == [
        [],
        [("footer", "default")],
        [("footer", "default")],
    ]
    assert kinds(data)[1:] == ["nextPage", "nextPage"]
    assert title.getparent().tag == f"{WORD}pPr"
    assert base_text(title.getparent().getparent()) == "潮位簿"


def test_the_title_page_holds_what_belongs_to_the_title() -> None:
    made = document(Paragraph((Text("林小舟　著"),), "byline"), *numbered_chapters(3), title="潮位簿")
    (first, *_) = sections(written(made))
    assert base_text(first.getparent().getparent()) == "林小舟　著"


@pytest.mark.parametrize(
    ("settings", "contents", "count"),
    [
        (("title-page.show=never",), "no", 1),
        (("title-page.show=never",), "yes", 2),
        (("title-page.show=always",), "no", 2),
        ((), "auto", 3),
    ],
)
def test_each_part_is_a_section(settings: tuple[str, ...], contents: str, count: int) -> None:
    found = sections(written(BOOK, *settings, contents=contents))
    assert len(found) == count
    # Text behind other parts begins with page 1; alone it does on its own.
    assert numbering(found[-1]) == ("", "1" if count > 1 else "")
    for section in found:
        assert section.xpath("string(w:pgSz/@w:w)") == "11906"
        assert section.xpath("string(w:docGrid/@w:linePitch)") == "420"


def test_chapters_begin_a_page_by_their_style() -> None:
    for made, begins in ((BOOK, True), (SHORT, None)):
        styles = opened(written(made)).styles
        assert styles["Heading 1"].paragraph_format.page_break_before is begins
        assert styles["Heading 2"].paragraph_format.page_break_before is None
    for start, begins in (("page", True), ("odd-page", True), ("continue", None)):
        styles = opened(written(SHORT, f"chapter.start={start}")).styles
        assert styles["Heading 1"].paragraph_format.page_break_before is begins
    assert 'w:type="page"' not in part(written(BOOK), "word/document.xml")


def test_chapters_on_odd_pages_are_sections() -> None:
    data = written(BOOK, "chapter.start=odd-page")
    assert kinds(data) == ["nextPage", "nextPage", *["oddPage"] * 4]
    # Only the first chapter is numbered anew.
    assert [numbering(section)[1] for section in sections(data)] == ["", "1", "1", "", "", ""]
    body = opened(data).element.body
    ends = [found.getparent().getparent() for found in body.xpath("w:p/w:pPr/w:sectPr")[2:]]
    begins = [body[body.index(paragraph) + 1] for paragraph in ends]
    assert [base_text(paragraph)[:3] for paragraph in begins] == ["第二章", "第三章", "第四章"]


# Running heads and page numbers.


def margins(data: bytes) -> dict[str, str]:
    """Return what the headers and footers show."""
    found = {name: markup for name, markup in parts(data).items() if re.search("word/(head|foot)er", name)}
    return {name[5:-4]: margin_text(markup) for name, markup in found.items()}


def test_heads_stand_in_long_documents_only() -> None:
    assert "header-text-default" not in margins(written(SHORT))
    assert margins(written(LONG))["header-text-default"] == "潮位簿"
    assert "header-text-default" not in margins(written(LONG, "header.show=never"))
    assert margins(written(SHORT, "header.show=always"))["header-text-default"] == "潮位簿\t{STYLEREF 1}"


@pytest.mark.parametrize(
    ("left", "right", "head"),
    [
        ("{title}", "{chapter}", "潮位簿\t{STYLEREF 1}"),
        ("{author}", "{title}·{chapter}", "林小舟\t潮位簿·{STYLEREF 1}"),
        ("{author}《{title}》", "", "林小舟《潮位簿》"),
        ("", "{chapter}", "\t{STYLEREF 1}"),
        ("一&二", "<三>", "一&amp;二\t&lt;三&gt;"),
    ],
)
def test_heads_say_what_the_style_says(left: str, right: str, head: str) -> None:
    found = margins(written(BOOK, "header.show=always", f"header.left={left}", f"header.right={right}"))
    assert found["header-text-default"] == head


def test_a_head_names_the_chapter_only_where_there_is_one() -> None:
    """Word shows an error on each page for a heading that it cannot find."""
    for made in (
        LONG,
        document(heading(1, "　"), PROSE, title="潮位簿"),
        document(heading(2, "渡船"), PROSE),
    ):
        found = margins(written(made, "header.show=always", "header.left=第{chapter}"))
        assert "STYLEREF" not in found["header-text-default"]


def test_a_book_of_volumes_names_the_chapters_in_its_heads() -> None:
    blocks: list[Block] = [heading(1, "卷一")]
    for number in "一二三":
        blocks += [heading(2, f"第{number}章"), *[paragraph(PROSE)] * 6]
    made = document(*blocks, title="潮位簿")
    found = margins(written(made, "header.show=always"))
    assert found["header-text-default"] == "潮位簿\t{STYLEREF 2}"


def test_the_page_that_opens_the_text_has_a_number_but_no_head() -> None:
    (section,) = sections(written(LONG))
    assert section.find(f"{WORD}titlePg") is not None
    assert margins_of(section) == [("header", "default"), ("footer", "default"), ("footer", "first")]
    assert margins(written(LONG))["footer-text-first"] == "{PAGE}"


def test_numbers_outside_differ_on_odd_and_even_pages() -> None:
    data = written(BOOK, "page-number.place=outside", "page-number.indent=1")
    made = opened(data)
    assert made.settings.odd_and_even_pages_header_footer
    _, listing, text = sections(data)
    for section in (listing, text):
        assert margins_of(section) == [("footer", "default"), ("footer", "even")]
    # A book opens to the left of its odd pages: their outer edge is the right one.
    odd, even = made.styles["Footer"].element.pPr, made.styles["Footer Even"].element.pPr
    assert (odd.xpath("string(w:jc/@w:val)"), even.xpath("string(w:jc/@w:val)")) == ("right", "left")
    assert odd.ind.get(f"{WORD}rightChars") == even.ind.get(f"{WORD}leftChars") == "100"
    assert kinds(data)[2] == "oddPage"
    assert 'w:val="FooterEven"' in part(data, "word/footer-text-even.xml")
    assert not opened(written(BOOK)).settings.odd_and_even_pages_header_footer


@pytest.mark.parametrize(
    ("made", "settings", "total"),
    [(BOOK, (), "SECTIONPAGES"), (BOOK, ("chapter.start=odd-page",), "NUMPAGES"), (SHORT, (), "NUMPAGES")],
    ids=["book", "odd chapters", "short"],
)
def test_formats_of_page_numbers(made: Document, settings: tuple[str, ...], total: str) -> None:
    found = margins(written(made, "page-number.format=第 {page} 页 共 {pages} 页", *settings))
    assert found["footer-text-default"] == f"第 {{PAGE}} 页 共 {{{total}}} 页"


def test_every_reference_leads_to_a_part_and_every_part_is_in_use() -> None:
    settings = ("header.show=always", "page-number.place=outside", "chapter.start=odd-page")
    found = parts(written(BOOK, *settings))
    related = re.findall("<Relationship .*?/>", found["word/_rels/document.xml.rels"])
    relations = {
        each["Target"]: each["Id"]
        for each in (dict(re.findall(r'(\w+)="([^"]*)"', markup)) for markup in related)
        if each["Type"].endswith(("/header", "/footer"))
    }
    used = re.findall(r'<w:(?:header|footer)Reference[^>]* r:id="(\w+)"', found["word/document.xml"])
    assert sorted(relations.values()) == sorted(used)
    assert {f"word/{target}" for target in relations} == {
        name for name in found if re.search("word/(head|foot)er", name)
    }


# Vertical writing.


def test_every_section_of_a_vertical_document_is_vertical() -> None:
    found = sections(written(BOOK, "chapter.start=odd-page", writing="vertical"))
    assert [section.xpath("string(w:textDirection/@w:val)") for section in found] == ["tbRl"] * 6
    assert not any(section.xpath("w:textDirection") for section in sections(written(BOOK)))


def test_short_numbers_stand_upright_in_vertical_text() -> None:
    made = opened(written(document("2031年12月5日，第10号，共100件。“A4”纸。"), writing="vertical"))
    paragraph = made.paragraphs[0]._p
    assert base_text(paragraph) == "2031年12月5日，第10号，共100件。“A4”纸。"
    combined = [
        base_text(run)
        for run in paragraph.iter(f"{WORD}r")
        if run.xpath("w:rPr/w:eastAsianLayout[@w:vert='1']")
    ]
    assert combined == ["12", "5", "10"]
    flat = opened(written(document("2031年12月5日"))).paragraphs[0]._p
    assert len(runs(flat)) == 1


def test_a_vertical_book_has_its_outer_edges_the_other_way() -> None:
    styles = opened(written(BOOK, "page-number.place=outside", writing="vertical")).styles
    sides = [styles[name].element.xpath("string(w:pPr/w:jc/@w:val)") for name in ("Footer", "Footer Even")]
    assert sides == ["left", "right"]


# The text stays the model's.


def body_texts(data: bytes) -> list[str]:
    """Return the paragraphs besides the contents and what only ends a section."""
    found = [each._p for each in opened(data).paragraphs]
    return [base_text(each) for each in found if each.xpath("w:pPr/w:pStyle")]


@given(documents())
def test_no_character_is_lost_or_added_beside_contents_and_in_vertical_text(made: Document) -> None:
    for settings, output in (
        ((), {"contents": "yes"}),
        (("title-page.show=always", "chapter.start=odd-page"), {"contents": "yes"}),
        ((), {"writing": "vertical"}),
    ):
        assert body_texts(written(made, *settings, **output)) == model_texts(made)


def test_libreoffice_reads_the_same_text_beside_contents(tmp_path: Path) -> None:
    made = document(
        heading(1, "一、“来”"), "船迟了——12月5日。", heading(2, "（一）老人"), Separator(),
        Paragraph((Text("老人"), Ruby("長", "cháng"), Text("得高。"))), title="潮位簿",
    )  # fmt: skip
    for number, output in enumerate(({"contents": "yes"}, {"writing": "vertical"})):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(written(made, **output))
        lines = soffice_convert(path, "txt:Text (encoded):UTF8", tmp_path).read_text("utf-8-sig").splitlines()
        if "contents" in output:
            assert lines[1:4] == ["目录", "一、“来”", "（一）老人"]
            del lines[1:4]
        assert lines == model_texts(made)


@limits(max_examples=15)
@given(documents(max_blocks=4))
def test_the_same_document_gives_the_same_bytes_whatever_was_written_before(made: Document) -> None:
    for style, output in (
        ("default", {"contents": "yes"}),
        ("default", {"writing": "vertical"}),
        ("official", {}),
    ):
        first = written(made, style=style, **output)
        frame.cache_clear()
        assert written(made, style=style, **output) == first
        assert written(made, style=style, **output) == first
