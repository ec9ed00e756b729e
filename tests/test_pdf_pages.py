"""What stands on which page of a PDF: sheets, heads, numbers, contents, chapters, signatures."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from docconvert.errors import StyleError
from docconvert.model import Emphasis, Heading, Paragraph, Ruby, Separator, Text
from docconvert.writers.pdf.furnish import roman
from judges import Box, pdf_text
from pdfs import (
    BOOK,
    PROSE,
    document,
    heading,
    lines_of,
    numbered_chapters,
    paragraph,
    read,
    saved,
    upright,
    words_by_page,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pypdf

    from docconvert.model import Block, Document

MM = 72 / 25.4
LONG = document(*[PROSE] * 60, title="潮位簿", author="林小舟")
"""More than eight pages."""
SHORT = document(*[PROSE] * 12, title="潮位簿")
BARE = ("page-number.show=false", "header.show=never")
"""Settings for pages with nothing but the text."""
EDGE = (210 * MM - 35 * 12) / 2
"""Of the text on A4: 35 characters of 12 pt stand in the middle."""


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def shown(path: Path) -> list[list[str]]:
    """Return the lines of each page as text, from the top down, without blanks."""
    return [
        [squeezed("".join(word.text for word in line)) for line in lines_of(words)]
        for words in words_by_page(path)
    ]


# Sheets.


@pytest.mark.parametrize(
    ("size", "width", "height"),
    [
        ("A4", 210, 297),
        ("A5", 148, 210),
        ("B5", 176, 250),
        ("16K", 184, 260),
        ("32K", 130, 184),
        ("150mm x 200mm", 150, 200),
        ("20cm x 10cm", 200, 100),
    ],
)
@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
def test_the_sheet_and_the_margins(
    size: str, width: float, height: float, writing: str, tmp_path: Path
) -> None:
    path = saved(document("岛" * 4000), tmp_path, f"page.size={size}", *BARE, writing=writing)
    for page in read(path).pages:
        box = page.mediabox
        assert (box.width, box.height) == pytest.approx((width * MM, height * MM), abs=0.01)
    words = [word for page in words_by_page(path) for word in page]
    if writing == "vertical":
        words = [upright(word, 12) for word in words]
    # A line that nearly fits takes a tenth of itself from the margins.
    slack = 0.05 * 21 + 0.1
    assert min(word.left for word in words) >= width / 7 * MM - slack
    assert max(word.right for word in words) <= width * 6 / 7 * MM + slack
    assert min(word.top for word in words) >= height * 0.10101 * MM - slack
    assert max(word.bottom for word in words) <= height * (1 - 0.09428) * MM + slack


def test_full_lines_hold_a_whole_number_of_characters(tmp_path: Path) -> None:
    path = saved(document("岛" * 300), tmp_path, "page-number.show=false", "body.size=11pt")
    full = [line[0] for line in lines_of(words_by_page(path)[0])][1:-1]
    assert {(word.left, word.right, len(word.text)) for word in full} == {(full[0].left, full[0].right, 38)}
    assert full[0].left + full[0].right == pytest.approx(210 * MM, abs=0.1)
    assert full[0].right - full[0].left == pytest.approx(38 * 11, abs=0.1)


def test_a_page_without_room_is_refused() -> None:
    for settings in (
        ["page.margin-left=110mm", "page.margin-right=110mm"],
        ["page.margin-top=95%"],
        ["page.size=30mm x 30mm"],
    ):
        with pytest.raises(StyleError, match="margins leave"):
            written(SHORT, *settings)


# Running heads and page numbers.


def heads(path: Path) -> list[str]:
    """Return what stands in the upper margin of each page."""
    top = Box(0, 0, 596, 70)
    return [squeezed(page) for page in pdf_text(path, crop=top).split("\f")[:-1]]


def numbers(path: Path) -> list[str]:
    """Return what stands in the lower margin of each page, without blanks."""
    foot = Box(0, 775, 596, 67)
    return [squeezed(page) for page in pdf_text(path, crop=foot).split("\f")[:-1]]


def test_heads_tell_title_and_chapter(tmp_path: Path) -> None:
    title, contents, *pages = heads(saved(BOOK, tmp_path))
    assert title == contents == ""
    # Each chapter has two pages, and says itself what it is on its first.
    assert pages == [
        "",
        "潮位簿第一章守塔的第一年",
        "",
        "潮位簿第二章守塔的第二年",
        "",
        "潮位簿第三章守塔的第三年",
        "",
        "潮位簿第四章守塔的第四年",
    ]


def test_short_documents_have_no_heads_unless_asked_for(tmp_path: Path) -> None:
    assert set(heads(saved(SHORT, tmp_path))) == {""}
    first, *others = heads(saved(SHORT, tmp_path, "header.show=always"))
    assert first == ""
    assert set(others) == {"潮位簿"}
    assert set(heads(saved(LONG, tmp_path, "header.show=never"))) == {""}


def test_what_heads_show_is_for_the_style_to_say(tmp_path: Path) -> None:
    path = saved(LONG, tmp_path, "header.left={author}著", "header.right=《{title}》")
    words = words_by_page(path)[1]
    assert [word.text for word in words[:2]] == ["林小舟著", "《潮位簿》"]
    assert words[0].left == pytest.approx(words[2].left, abs=0.1)  # at the edges of the text
    assert words[1].right == pytest.approx(max(word.right for word in words), abs=0.1)
    path = saved(LONG, tmp_path, "header.left={title}", "header.right={title}")
    assert heads(path)[1] == "潮位簿"  # not twice the same


def test_the_head_is_of_the_chapter_that_the_page_is_in(tmp_path: Path) -> None:
    # Chapters go on; a page in which one begins names it, if none does the one it goes on with.
    blocks: list[Block | str] = [heading(1, "甲"), *[PROSE] * 11, heading(1, "乙"), *[PROSE] * 20]
    path = saved(document(*blocks), tmp_path, "header.show=always", "header.left=", "chapter.start=continue")
    pages = shown(path)
    opened = next(number for number, lines in enumerate(pages) if "乙" in lines[1:])
    assert opened > 0
    assert [lines[0] for lines in pages] == ["甲"] * opened + ["乙"] * (len(pages) - opened)


def test_a_long_title_is_cut_and_leaves_room_for_the_chapter(tmp_path: Path) -> None:
    long = document(*numbered_chapters(), title="关于守塔人和潮位的几点说明" * 6)
    words = words_by_page(saved(long, tmp_path))[3]
    top = [word for word in words if word.bottom < 60]
    title, *chapter = top
    assert title.text.startswith("关于守塔人")
    assert title.text.endswith("…")
    assert "".join(word.text for word in chapter) == "第一章守塔的第一年"
    assert title.right < chapter[0].left - 9


@pytest.mark.parametrize(
    ("template", "first", "second"),
    [
        ("{page}", "1", "2"),
        ("— {page} —", "—1—", "—2—"),
        ("第 {page} 页 共 {pages} 页", "第1页共3页", "第2页共3页"),
        ("{page}/{pages}", "1/3", "2/3"),
        ("", "", ""),
    ],
)
def test_formats_of_page_numbers(template: str, first: str, second: str, tmp_path: Path) -> None:
    assert numbers(saved(SHORT, tmp_path, f"page-number.format={template}"))[:2] == [first, second]


def test_numbers_stand_in_the_middle_or_outside(tmp_path: Path) -> None:
    def places(*settings: str) -> list[tuple[float, float]]:
        pages = words_by_page(saved(SHORT, tmp_path, *settings))
        return [(page[-1].left, page[-1].right) for page in pages]

    for left, right in places():
        assert left + right == pytest.approx(210 * MM, abs=0.1)
    odd, even, *_ = places("page-number.place=outside", "page-number.indent=1")
    assert odd[1] == pytest.approx(210 * MM - EDGE - 9, abs=0.1)
    assert even[0] == pytest.approx(EDGE + 9, abs=0.1)


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "i"),
        (4, "iv"),
        (9, "ix"),
        (14, "xiv"),
        (40, "xl"),
        (99, "xcix"),
        (444, "cdxliv"),
        (2024, "mmxxiv"),
    ],
)
def test_roman_numerals(number: int, numeral: str) -> None:
    assert roman(number) == numeral


# Contents.


def destinations(pages: pypdf.PdfReader) -> dict[str, int]:
    """Return the page that each line of the outline leads to, counted from 0."""

    def lines(entries: list[Any]) -> list[Any]:
        return [line for each in entries for line in (lines(each) if isinstance(each, list) else [each])]

    return {line["/Title"]: pages.get_destination_page_number(line) or 0 for line in lines(pages.outline)}


def links(pages: pypdf.PdfReader) -> list[tuple[str, int]]:
    """Return what each link says it leads to, and the page it leads to, counted from 0."""
    found: list[tuple[str, int]] = []
    for page in pages.pages:
        for reference in page.get("/Annots", []):
            link = reference.get_object()
            found.append((link["/Contents"], pages.get_page_number(link["/Dest"][0].get_object()) or 0))
    return found


DEEP = document(
    *numbered_chapters(3),
    *(heading(1, "附录"), heading(3, "附表甲"), PROSE, heading(4, "太深的一层"), PROSE),
    title="潮位簿",
)


@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
def test_the_contents_lead_to_the_headings(writing: str, tmp_path: Path) -> None:
    path = saved(DEEP, tmp_path, writing=writing)
    pages = read(path)
    headings = [block for block in DEEP.blocks if isinstance(block, Heading) and block.level < 4]
    texts = ["".join(part.text for part in block.children if isinstance(part, Text)) for block in headings]
    led = links(pages)
    assert [text for text, _ in led] == texts
    texts_by_page = [squeezed(page) for page in pdf_text(path, raw=True).split("\f")]
    for text, page in led:
        assert squeezed(text) in texts_by_page[page]


def test_the_numbers_in_the_contents_are_true(tmp_path: Path) -> None:
    path = saved(DEEP, tmp_path)
    listed = shown(path)[1]
    assert listed[0] == "目录"
    pages = read(path)
    labels = pages.page_labels
    entries = [re.fullmatch(r"(.+?)\.*(\d+)", line) for line in listed[1:-1]]
    assert [(entry[1], entry[2]) for entry in entries if entry] == [
        (squeezed(text), labels[page]) for text, page in links(pages)
    ]
    assert numbers(path)[2:] == labels[2:]  # what is printed is what the program shows


def test_entries_are_indented_by_level_and_lines_up_at_the_right(tmp_path: Path) -> None:
    words = words_by_page(saved(DEEP, tmp_path))[1]
    lines = lines_of(words)[1:-1]
    edge = min(line[0].left for line in lines)
    steps = [round((line[0].left - edge) / 12) for line in lines]
    assert steps == [0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 2]
    assert {round(line[-1].right, 1) for line in lines} == {round(210 * MM - EDGE, 1)}


def test_links_are_where_their_lines_are(tmp_path: Path) -> None:
    path = saved(BOOK, tmp_path)
    page = read(path).pages[1]
    lines = lines_of(words_by_page(path)[1])[1:-1]
    height = float(page.mediabox.height)
    annotations: list[Any] = [reference.get_object() for reference in page["/Annots"]]  # type: ignore[attr-defined]
    for line, annotation in zip(lines, annotations, strict=True):
        left, bottom, right, top = map(float, annotation["/Rect"])
        middle = height - (line[0].top + line[0].bottom) / 2
        assert bottom < middle < top
        assert left <= line[0].left + 0.1
        assert right >= line[-1].right - 0.1
    for above, below in pairwise(annotations):
        assert above["/Rect"][1] >= below["/Rect"][3]  # no two links lie over each other


def test_tags_of_the_contents() -> None:
    root: Any = read(written(BOOK)).trailer["/Root"]
    inside = root["/StructTreeRoot"]["/K"]["/K"]
    (listed,) = [kid.get_object() for kid in inside if kid["/S"] == "/TOC"]
    assert len(listed["/K"]) == 12
    for kid in listed["/K"]:
        entry = kid.get_object()
        reference = entry["/K"][0].get_object()
        link = reference["/K"][0].get_object()
        assert (entry["/S"], reference["/S"], link["/S"]) == ("/TOCI", "/Reference", "/Link")
        assert [part["/Type"] for part in link["/K"]] == ["/MCR", "/OBJR"]
        assert link["/K"][1]["/Obj"]["/Subtype"] == "/Link"


def test_contents_of_several_pages(tmp_path: Path) -> None:
    many = document(*(block for n in range(120) for block in (heading(1, f"第{n}夜"), PROSE)), title="潮位簿")
    path = saved(many, tmp_path, contents="yes")
    pages = read(path)
    led = links(pages)
    assert [text for text, _ in led] == [f"第{n}夜" for n in range(120)]
    first = pages.page_labels.index("1")
    assert first == 5  # a title page, and four for 120 entries
    assert "第0夜" in shown(path)[first]


def test_long_entries_and_those_of_a_traditional_book(tmp_path: Path) -> None:
    name = "第一章　沈未初到島上遇見賣魚的老人並且聽說燈塔裡從前住過一位記錄潮位的姑母的故事"
    path = saved(document(heading(1, name), PROSE, language="zh-Hant"), tmp_path, contents="yes")
    listed = shown(path)[0]
    assert listed[0] == "目錄"
    assert squeezed(name) in "".join(listed[1:-1])
    assert len(listed) == 4  # the heading, two lines, the number of the page
    assert listed[2].endswith("1")


def test_contents_only_where_there_is_something_to_list(tmp_path: Path) -> None:
    assert len(read(written(document(PROSE), contents="yes")).pages) == 1
    assert "目录" not in shown(saved(BOOK, tmp_path, contents="no"))[1]
    story = document(heading(1, "甲"), PROSE, title="潮")
    assert not links(read(written(story)))  # no book
    assert links(read(written(story, contents="yes"))) == [("甲", 2)]  # the third page


def test_without_pages_before_the_text_labels_are_numbers(tmp_path: Path) -> None:
    path = saved(document(*numbered_chapters()), tmp_path, contents="no")
    assert read(path).page_labels == numbers(path) == list("12345678")


# Outline.


def test_the_outline_follows_the_levels() -> None:
    pages = read(
        written(document(heading(2, "甲"), heading(1, "乙"), heading(4, "丙"), heading(3, "丁"), PROSE))
    )

    def nested(entries: list[Any]) -> list[Any]:
        return [nested(entry) if isinstance(entry, list) else entry["/Title"] for entry in entries]

    assert nested(pages.outline) == ["甲", "乙", ["丙", "丁"]]


def test_the_outline_leads_to_the_headings(tmp_path: Path) -> None:
    path = saved(BOOK, tmp_path)
    pages = shown(path)
    for title, page in destinations(read(path)).items():
        assert squeezed(title) in pages[page]


# Where things begin.


def begins(path: Path, pattern: str) -> list[int]:
    """Return the pages, counted from 1, on which a line matches."""
    return [
        at for at, lines in enumerate(shown(path), 1) if any(re.fullmatch(pattern, line) for line in lines)
    ]


@pytest.mark.parametrize(
    ("start", "chapters", "pages"),
    [
        ("auto", 4, [1, 3, 5, 7]),  # a book
        ("auto", 2, [1, 2]),  # too few for one: the second goes on where the first ends
        ("page", 2, [1, 3]),
        ("odd-page", 4, [1, 3, 5, 7]),
        ("continue", 4, [1, 2, 4, 6]),
    ],
)
def test_where_chapters_begin(start: str, chapters: int, pages: list[int], tmp_path: Path) -> None:
    book = document(*numbered_chapters(chapters))
    path = saved(book, tmp_path, f"chapter.start={start}", "header.show=never", contents="no")
    assert begins(path, "第.章守塔的第.年") == pages


def test_chapters_on_odd_pages_leave_pages_blank(tmp_path: Path) -> None:
    book = document(*numbered_chapters(4, 3, 1), title="潮位簿")  # each shorter than a page
    settings = ["chapter.start=odd-page", "header.show=always", "title-page.show=always"]
    path = saved(book, tmp_path, *settings, contents="no")
    # 1, 3, 5 and 7 of the text, behind the title and a blank page.
    assert begins(path, "第.章守塔的第.年") == [3, 5, 7, 9]
    blank = [at for at, lines in enumerate(shown(path), 1) if not lines]
    assert blank == [2, 4, 6, 8]  # nothing stands there, not even a number


@pytest.mark.parametrize(
    ("show", "contents", "alone"),
    [
        ("auto", "yes", True),
        ("auto", "no", False),
        ("always", "no", True),
        ("never", "yes", False),
    ],
)
def test_the_title_page(show: str, contents: str, alone: bool, tmp_path: Path) -> None:
    story = document(*(paragraph("林小舟", "byline"), heading(1, "甲"), PROSE), title="潮位簿")
    path = saved(story, tmp_path, f"title-page.show={show}", contents=contents)
    first = shown(path)[0]
    assert (first == ["潮位簿", "林小舟"]) == alone
    assert [page for page in shown(path) if "潮位簿" in page]


def test_a_document_without_a_title_has_no_title_page() -> None:
    assert len(read(written(document(PROSE), "title-page.show=always")).pages) == 1


# What stays together.


def test_a_signature_and_its_date_are_never_alone_on_a_page(tmp_path: Path) -> None:
    close = (paragraph("守塔人　沈未", "signature"), paragraph("二〇二四年三月十二日", "date"))
    for count in range(28, 36):
        path = saved(document(*["一行字。"] * count, *close), tmp_path, "page-number.show=false")
        last = shown(path)[-1]
        assert last[-2:] == ["守塔人沈未", "二〇二四年三月十二日"]
        assert last[0] == "一行字。"


def test_a_heading_stays_with_two_lines_of_its_text(tmp_path: Path) -> None:
    for count in range(24, 34):
        blocks: list[Block | str] = [
            *["一行字。"] * count,
            heading(1, "第一章"),
            heading(2, "第一节"),
            "正文正文" * 40,
        ]
        path = saved(document(*blocks), tmp_path, "page-number.show=false")
        page = next(lines for lines in shown(path) if "第一章" in lines)
        at = page.index("第一章")
        assert page[at + 1] == "第一节"
        assert [set(line) for line in page[at + 2 : at + 4]] == [set("正文")] * 2


def test_no_page_begins_or_ends_with_a_single_line_of_a_paragraph(tmp_path: Path) -> None:
    for count in range(28, 36):
        for text in ("岛" * 60, "岛" * 100, "岛" * 135):  # of two, three and four lines
            path = saved(document(*["一行字。"] * count, text), tmp_path, "page-number.show=false")
            parts = [sum(line.startswith("岛") for line in lines) for lines in shown(path)]
            assert 1 not in parts
            assert sum(parts) == len(text) // 35 + 1


def test_a_reading_keeps_its_line_apart_from_the_one_before(tmp_path: Path) -> None:
    line: list[Any] = [Ruby(c, "jiāo") for c in "礁石上没有人" * 60]
    path = saved(document(Paragraph(tuple(line))), tmp_path, "page-number.show=false", "body.line-height=1")
    words = words_by_page(path)[0]
    bases = lines_of([word for word in words if word.text[0] in "礁石上没有人"])
    readings = lines_of([word for word in words if word.text == "jiāo"])
    assert len(bases) == len(readings) > 5
    for above, reading, base in zip(bases, readings[1:], bases[1:], strict=False):
        assert above[0].bottom <= reading[0].bottom
        assert above[0].bottom < base[0].top


# Titles.


@pytest.mark.parametrize(
    "title",
    [
        "关于做好今冬明春海岛灯塔巡查和潮位记录工作若干问题的通知",
        "沈未初到岛上遇见卖鱼的老人并且听说灯塔里从前住过一位记录潮位的姑母的故事以及后来的事情",
    ],
)
def test_the_lines_of_a_title_are_about_equally_long(title: str, tmp_path: Path) -> None:
    words = lines_of(words_by_page(saved(document(PROSE, title=title), tmp_path))[0])
    lines = [line for line in words if line[0].text in title]
    lengths = [line[-1].right - line[0].left for line in lines]
    assert sum(len(word.text) for line in lines for word in line) == len(title)
    assert len(lengths) == 2 + (len(title) > 38)
    assert max(lengths) - min(lengths) <= 2 * 22 + 1
    for line in lines:
        assert line[0].left + line[-1].right == pytest.approx(210 * MM, abs=0.5)


def test_a_separator_is_three_dots(tmp_path: Path) -> None:
    content = read(saved(document("前。", Separator(), "后。"), tmp_path)).pages[0].get_contents()
    assert content is not None
    assert content.get_data().count(b" f") == 3
    (first, second) = (
        line for line in lines_of(words_by_page(tmp_path / "document.pdf")[0]) if "。" in line[0].text
    )
    assert second[0].top - first[0].top == pytest.approx(3 * 21, abs=0.1)


# Official documents (GB/T 9704-2012).


def official(made: Document, folder: Path, *settings: str) -> Path:
    return saved(made, folder, *settings, style="official")


def test_an_official_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    path = official(document("岛" * (28 * 22 * 2 + 100)), tmp_path)
    first, second, _ = ([line for line in page if line.startswith("岛")] for page in shown(path))
    assert [len(line) for line in first] == [26] + [28] * 21
    assert [len(line) for line in second] == [28] * 22
    words = words_by_page(path)[1]
    assert words[0].left == pytest.approx(28 * MM, abs=0.1)
    assert words[0].right == pytest.approx((210 - 26) * MM, abs=0.1)


def test_official_numbers_are_between_dashes_at_the_outer_corner(tmp_path: Path) -> None:
    path = official(document("岛" * 1300), tmp_path)
    assert ["".join(line[0] for line in page[-1:]) for page in numbers_by_line(path)] == ["—1—", "—2—", "—3—"]
    odd, even, *_ = (lines_of(page)[-1] for page in words_by_page(path))
    assert odd[-1].right == pytest.approx((210 - 26) * MM - 14, abs=0.2)
    assert even[0].left == pytest.approx(28 * MM + 14, abs=0.2)


def numbers_by_line(path: Path) -> list[list[list[str]]]:
    return [[[line] for line in page] for page in shown(path)]


@pytest.mark.parametrize("organ", ["潮州海事局", "东礁县灯塔管理所和潮位记录办公室", "局"])
def test_an_official_signature_stands_centred_over_its_date(organ: str, tmp_path: Path) -> None:
    made = document(PROSE, paragraph(organ, "signature"), paragraph("二〇二四年八月二十六日", "date"))
    lines = lines_of(words_by_page(official(made, tmp_path))[0])
    signature, date = lines[-3:-1]
    em = 5.571 * MM
    right = (210 - 26) * MM
    assert "".join(word.text for word in signature) == organ
    assert date[-1].right == pytest.approx(right - 4 * em, abs=1)
    middle = (signature[0].left + signature[-1].right) / 2
    assert middle == pytest.approx((date[0].left + date[-1].right) / 2, abs=1)
    assert signature[-1].right <= right + 0.1


def test_dots_stand_only_where_the_emphasis_is(tmp_path: Path) -> None:
    line = (Text("岛" * 40), Emphasis((Text("山上"),)), Text("岛" * 80))
    path = saved(document(Paragraph(line)), tmp_path, "emphasis.look=dots")
    content = read(path).pages[0].get_contents()
    assert content is not None
    assert content.get_data().count(b" f") == 2


def test_the_head_is_of_the_last_chapter_before_the_page(tmp_path: Path) -> None:
    blocks: list[Block | str] = [heading(1, "甲"), *[PROSE] * 11, heading(1, "乙"), PROSE]
    blocks += [heading(1, "丙"), *[PROSE] * 20]
    settings = ["header.show=always", "header.left=", "chapter.start=continue"]
    path = saved(document(*blocks), tmp_path, *settings, contents="no")
    pages = shown(path)
    opened = next(number for number, lines in enumerate(pages) if "乙" in lines[1:])
    assert "丙" in pages[opened][1:]
    assert [lines[0] for lines in pages[: opened + 1]] == ["甲"] * opened + ["乙"]
    assert [lines[0] for lines in pages[opened + 1 :]] == ["丙"] * (len(pages) - opened - 1)


def test_the_head_is_of_the_chapter_that_the_page_begins_with(tmp_path: Path) -> None:
    blocks = (heading(1, "甲"), PROSE, heading(1, "乙"), PROSE)
    path = saved(
        document(*blocks),
        tmp_path,
        "header.show=always",
        "header.left=",
        "chapter.start=continue",
        contents="no",
    )
    assert shown(path)[0][0] == "甲"


@pytest.mark.parametrize("organ", ["潮州海事局", "局"])
def test_an_official_signature_over_a_date_in_digits(organ: str, tmp_path: Path) -> None:
    made = document(PROSE, paragraph(organ, "signature"), paragraph("2024年8月26日", "date"))
    lines = lines_of(words_by_page(saved(made, tmp_path, style="official"))[0])
    signature, date = lines[-3:-1]
    middle = (signature[0].left + signature[-1].right) / 2
    assert middle == pytest.approx((date[0].left + date[-1].right) / 2, abs=1)
    assert date[-1].right == pytest.approx((210 - 26) * MM - 4 * 5.571 * MM, abs=1)


def test_the_printed_numbers_of_the_contents_are_their_labels(tmp_path: Path) -> None:
    story = document(heading(1, "甲"), PROSE, title="潮位簿")
    path = saved(story, tmp_path, contents="yes")
    labels = read(path).page_labels
    assert [number or label for number, label in zip(numbers(path), labels, strict=True)] == labels


def test_no_title_page_where_there_is_nothing_to_list() -> None:
    assert len(read(written(document(PROSE, title="潮"), contents="yes")).pages) == 1


def test_no_line_of_the_contents_without_a_name(tmp_path: Path) -> None:
    made = document(heading(1, "\u200b"), PROSE, heading(1, "乙"), PROSE)
    assert len(shown(saved(made, tmp_path, contents="yes"))[0]) == 3  # 目录, 乙, the number
