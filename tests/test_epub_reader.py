"""EPUBs read right in a reading system: what it shows and where, not what the files say."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import pytest
from PIL import Image

import docconvert
import judges
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
    document_lines,
    plain_text,
    spans,
)
from docconvert.output import Output
from docconvert.style import load_style
from docconvert.writers.package import pack, unpack
from reading_system import Block, Line, Section, Shown, shown

if TYPE_CHECKING:
    from pathlib import Path

    from docconvert.model import Level, Role, Span

Writing = Literal["horizontal", "vertical"]

EM = 16
"""CSS pixels: the size that browsers give to text."""

LINE = 1.75 * EM


def p(text: str, role: Role = "body") -> Paragraph:
    return Paragraph((Text(text),), role)


def h(level: Level, text: str) -> Heading:
    return Heading(level, (Text(text),))


def long(name: str) -> tuple[Paragraph, ...]:
    """Return paragraphs as a chapter has them: more than a page, and none like that of another chapter."""
    return (p(f"{name}天溪水從山上下來，過了橋，又過了村口的大樹，才慢慢流進湖裏。" * 18),) * 2


BOOK = Document(
    (Text("山居"), Text("四時記")),
    (
        p("林遠山", "byline"),
        p("這本小書寫於12月，記35年間的事，一共1936天。", "note"),
        h(1, "卷一　山中"),
        h(2, "第一章　春"),
        Paragraph(
            (
                Text("霧到"),
                Ruby("辰", "chén"),
                Ruby("時", "shí"),
                Text("才散，老人說："),
                Emphasis((Text("急不"), Ruby("得", "dé"))),
                Text("，"),
                Emphasis((Text("慢慢來"),)),
                Text("，坐下喝一口茶，看雲從東邊的山口上來，落到水裏，又看魚把雲吃了去。"),
            )
        ),
        Paragraph(
            (
                Text("他說起從前的"),
                Ruby("渡", "ㄉㄨˋ"),
                Ruby("船", "ㄔㄨㄢˊ"),
                Text(
                    "，10月24日載了35人，A座的人喊：「來了！」船家把篙一點，船就離了岸，向對面的柳樹慢慢過去。"
                ),
            )
        ),
        Separator(),
        Verse(((Text("一夜東風過小橋，"),), (Text("溪聲漲了三分潮。"),))),
        *long("春"),
        h(3, "一　選水"),
        *long("晴"),
        h(2, "第二章　夏"),
        *long("夏"),
        h(1, "卷二　水邊"),
        h(2, "第三章　秋"),
        *long("秋"),
        p("林遠山", "signature"),
        p("二〇二四年三月五日", "date"),
    ),
    Metadata("zh-Hant", author="林遠山"),
)


def made(writing: Writing, folder: Path) -> Path:
    """Write the book with dots for emphasis and a cover twice as high as wide."""
    cover, picture = folder / "cover.png", io.BytesIO()
    Image.new("RGB", (600, 1200), (30, 60, 90)).save(picture, "PNG")
    cover.write_bytes(picture.getvalue())
    style = load_style(settings=["emphasis.look=dots"])
    path = folder / "book.epub"
    path.write_bytes(
        docconvert.write(BOOK, "epub", style=style, output=Output(writing=writing, cover=str(cover)))
    )
    return path


@pytest.fixture(scope="module")
def horizontal(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return shown(made("horizontal", tmp_path_factory.mktemp("horizontal")))


@pytest.fixture(scope="module")
def vertical(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return shown(made("vertical", tmp_path_factory.mktemp("vertical")))


@pytest.fixture(params=["horizontal", "vertical"])
def book(request: pytest.FixtureRequest) -> Shown:
    of_writing: Shown = request.getfixturevalue(request.param)
    return of_writing


def text_of(book: Shown) -> list[str]:
    return [
        line
        for _, block in book.blocks()
        if block.tag[0] in "hp" and block.tag != "hr"
        for line in block.text.split("\n")
    ]


def find(book: Shown, tag: str, role: str = "") -> tuple[Section, Block]:
    return next(found for found in book.blocks() if (found[1].tag, found[1].role) == (tag, role))


def body_lines(book: Shown) -> list[list[Line]]:
    """Return the lines of each paragraph of running text, those on its first page."""
    found = [
        book.lines(section, block) for section, block in book.blocks() if (block.tag, block.role) == ("p", "")
    ]
    assert len(found) == 10
    return [[line for line in lines if line.page == lines[0].page] for lines in found]


def measure(book: Shown) -> tuple[float, float]:
    """Return where the lines of running text start and end."""
    lines = [line for lines in body_lines(book) for line in lines]
    return min(line.start for line in lines), max(line.end for line in lines)


# The text and the ways into it


def test_all_text_is_drawn_in_order(book: Shown) -> None:
    assert text_of(book) == [plain_text(line) for line in document_lines(BOOK)]


def test_the_contents_are_those_of_the_book(book: Shown) -> None:
    assert [(entry.label, entry.depth) for entry in book.contents] == [
        ("山居四時記", 1),
        ("卷一 山中", 1),
        ("第一章 春", 2),
        ("一 選水", 3),
        ("第二章 夏", 2),
        ("卷二 水邊", 1),
        ("第三章 秋", 2),
    ]


def test_the_contents_lead_to_their_headings(book: Shown) -> None:
    for entry in book.contents:
        heading = entry.label.replace(" ", "　")
        if entry.depth < 3:
            assert entry.shown.startswith(heading)
        else:
            # It stands pages behind the beginning of its chapter, with text of its own below it.
            assert f"{heading}晴天溪水" in entry.shown
            assert "第一章" not in entry.shown


def test_lines_and_pages_run_as_they_should(horizontal: Shown, vertical: Shown) -> None:
    assert horizontal.direction == "ltr"
    assert {(section.writing, section.direction) for section in horizontal.sections} == {
        ("horizontal-tb", "ltr")
    }
    assert vertical.direction == "rtl"
    cover, *texts = vertical.sections
    assert {(section.writing, section.direction) for section in texts} == {("vertical-rl", "ltr")}
    assert cover.writing == "horizontal-tb"


def test_the_cover_stands_in_the_middle_of_the_first_page(book: Shown) -> None:
    (picture,) = book.sections[0].blocks
    assert (picture.tag, picture.picture, book.cover) == ("img", (600, 1200), [600, 1200])
    box = picture.box
    assert box.height > 0.8 * book.height
    assert box.height == pytest.approx(2 * box.width, rel=0.01)
    assert box.left == pytest.approx(book.width - box.right, abs=1)
    assert 0 <= box.top < box.bottom <= book.height


# The page


def test_no_character_is_cut_by_the_edge_of_a_page(book: Shown) -> None:
    for section, block in book.blocks():
        for character in block.characters:
            _, box = book.page_of(character.box, section)
            assert 0 <= box.left < box.right <= book.width, (section.href, character)
            assert 0 <= box.top < box.bottom <= book.height, (section.href, character)


def test_paragraphs_are_indented_by_two_characters(book: Shown) -> None:
    for first, second, *more in body_lines(book):
        assert first.start - second.start == pytest.approx(2 * EM, abs=0.5)
        assert [line.start for line in more] == pytest.approx([second.start] * len(more), abs=0.5)


def test_lines_follow_each_other_at_even_distances(book: Shown) -> None:
    """To the left where they are vertical; readings and dots do not push them apart."""
    for lines in body_lines(book):
        distances = [below.across - above.across for above, below in pairwise(lines)]
        assert distances == pytest.approx([LINE] * len(distances), abs=0.5)


def test_characters_follow_each_other_along_a_line(book: Shown) -> None:
    section, block = find(book, "p")
    (line, *_) = book.lines(section, block)
    starts = [
        character.box.top if section.writing == "vertical-rl" else character.box.left
        for character in block.characters[: len(line.text)]
    ]
    assert starts == sorted(starts)
    # No character is squeezed into its neighbour.
    assert all(after - before > 0.9 * EM for before, after in pairwise(starts))


def test_full_lines_end_together(book: Shown) -> None:
    _, end = measure(book)
    for lines in body_lines(book):
        full = [line.end for line in lines[:-1]]
        assert full == pytest.approx([end] * len(full), abs=0.5)


def test_verse_stands_in_lines_of_its_own(book: Shown) -> None:
    section, verse = find(book, "p", "verse")
    start, _ = measure(book)
    lines = book.lines(section, verse)
    assert [line.text for line in lines] == ["一夜東風過小橋，", "溪聲漲了三分潮。"]
    assert [line.start for line in lines] == pytest.approx([start + 2 * EM] * 2, abs=0.5)


@pytest.mark.parametrize("role", ["signature", "date"])
def test_closing_lines_end_two_characters_before_the_others(book: Shown, role: str) -> None:
    _, end = measure(book)
    (line,) = book.lines(*find(book, "p", role))
    assert line.end == pytest.approx(end - 2 * EM, abs=0.5)


@pytest.mark.parametrize(("tag", "role"), [("h1", "title"), ("p", "byline")])
def test_title_and_author_stand_in_the_middle(book: Shown, tag: str, role: str) -> None:
    start, end = measure(book)
    (line,) = book.lines(*find(book, tag, role))
    assert line.start + line.end == pytest.approx(start + end, abs=1)


def test_a_scene_break_is_a_short_rule_in_the_middle(book: Shown) -> None:
    start, end = measure(book)
    section, rule = find(book, "hr", "separator")
    across, along = rule.box.width, rule.box.height
    middle = rule.box.centre[1]
    if section.writing == "horizontal-tb":
        across, along, middle = along, across, rule.box.centre[0]
    assert across == pytest.approx(1, abs=0.5)
    assert along == pytest.approx((end - start) / 4, abs=0.5)
    assert middle == pytest.approx((start + end) / 2, abs=0.5)


def test_headings_stand_out_by_their_levels(book: Shown) -> None:
    headings = [block for _, block in book.blocks() if block.tag[0] == "h" and block.text]
    sizes = [round(block.size / EM * 12) for block in headings]
    assert sizes == [22, 16, 14, 12, 14, 16, 14]  # points, where text has 12
    assert {block.weight for block in headings} == {700}


def test_a_heading_stands_on_the_page_of_its_text(book: Shown) -> None:
    checked = 0
    for section in book.sections:
        for heading, text in pairwise(section.blocks):
            if heading.tag in ("h2", "h3"):
                assert book.lines(section, heading)[-1].page == book.lines(section, text)[0].page
                checked += 1
    assert checked


@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
def test_nobody_signs_on_a_page_of_its_own(writing: Writing, tmp_path: Path) -> None:
    """Letters of some three and four lines, so that somewhere a page is full before the signature."""
    letters = [(p("山裏下雪了，橋上沒有人。" * times), p("林遠山", "signature")) for times in (6, 8, 9) * 16]
    path = tmp_path / "letters.epub"
    document = Document((), tuple(block for letter in letters for block in letter), Metadata("zh-Hant"))
    path.write_bytes(docconvert.write(document, "epub", output=Output(writing=writing, cover="none")))
    book = shown(path)
    (section,) = book.sections
    pages = [[line.page for line in book.lines(section, block)] for block in section.blocks]
    assert len({page for of_block in pages for page in of_block}) > 6
    assert [above[-1] for above in pages[::2]] == [signed[0] for signed in pages[1::2]]


# What stands beside the characters


def all_readings(book: Shown) -> list[tuple[str, str]]:
    return [(reading.base, reading.text) for _, block in book.blocks() for reading in block.readings]


def test_readings_stand_above_their_characters(horizontal: Shown) -> None:
    assert all_readings(horizontal) == [
        ("辰", "chén"),
        ("時", "shí"),
        ("得", "dé"),
        ("渡", "ㄉㄨˋ"),
        ("船", "ㄔㄨㄢˊ"),
    ]
    for _, block in horizontal.blocks():
        for reading in block.readings:
            base, box = reading.base_box, reading.box
            assert box.centre[0] == pytest.approx(base.centre[0], abs=0.15 * EM)
            # Boxes hold the room above and below the letters, too.
            assert base.centre[1] - box.centre[1] == pytest.approx(0.8 * EM, abs=0.2 * EM)


def test_readings_stand_at_the_right_of_vertical_lines(vertical: Shown) -> None:
    assert len(all_readings(vertical)) == 5
    for _, block in vertical.blocks():
        for reading in block.readings:
            base, box = reading.base_box, reading.box
            assert box.centre[1] == pytest.approx(base.centre[1], abs=0.15 * EM)
            assert box.centre[0] - base.centre[0] == pytest.approx(0.8 * EM, abs=0.2 * EM)


def test_zhuyin_stands_upright_in_vertical_lines(vertical: Shown) -> None:
    """ˋ on its side would be ˊ; Latin letters lie along the line."""
    _, block = find(vertical, "p")
    assert {reading.turning for reading in block.readings} == {"mixed"}
    turning = [reading.turning for _, block in vertical.blocks() for reading in block.readings[-2:]]
    assert turning[-2:] == ["upright", "upright"]


def test_emphasis_has_dots(horizontal: Shown, vertical: Shown) -> None:
    def emphasis(book: Shown) -> list[tuple[str, list[str]]]:
        return [found for _, block in book.blocks() for found in block.emphasis]

    # Below and at the right (CLREQ); right of what may stand above is what browsers do not say.
    assert emphasis(horizontal) == [("急不得", ["dot", "under"]), ("慢慢來", ["dot", "under"])]
    assert emphasis(vertical) == [("急不得", ["dot", "over"]), ("慢慢來", ["dot", "over"])]


def test_short_numbers_take_the_room_of_one_character(vertical: Shown) -> None:
    found = [(section, block, part) for section, block in vertical.blocks() for part in block.upright]
    assert [part.text for _, _, part in found] == ["12", "35", "10", "24", "35", "A"]
    for section, block, part in found:
        page, box = vertical.page_of(part.box, section)
        assert box.height == pytest.approx(EM, abs=0.1 * EM)
        # In the middle of its line, too.
        middles = [line.across for line in vertical.lines(section, block) if line.page == page]
        assert min(abs(vertical.width - box.centre[0] - middle) for middle in middles) < 0.5


# Another one


@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
def test_calibre_reads_the_same_text(writing: Writing, tmp_path: Path) -> None:
    text = judges.calibre_text(made(writing, tmp_path), tmp_path)
    lines = ["".join(map(spoken, spans(line))) for line in document_lines(BOOK)]
    before, after = "".join(lines[:7]), "".join(lines[7:])
    assert after.startswith("一夜東風")
    assert "".join(text.split()) == "".join(f"{before}***{after}".split())  # stars for the scene break


def spoken(span: Span) -> str:
    return span.base + span.reading if isinstance(span, Ruby) else span.text


# The reading system sees it


def test_a_book_without_its_style_sheet_looks_otherwise(tmp_path: Path) -> None:
    path = made("horizontal", tmp_path)
    parts = dict(unpack(path.read_bytes()))
    path.write_bytes(pack((parts | {"EPUB/book.css": b""}).items()))
    book = shown(path)
    first, second, *_ = body_lines(book)[0]
    assert first.start == second.start
    assert second.across - first.across < LINE - 1
    assert [found for _, block in book.blocks() for _, found in block.emphasis] == [["none", "over"]] * 2


@pytest.mark.parametrize(
    ("name", "fault"),
    [("nav.xhtml", "File not found in the epub: /EPUB/nav.xhtml"), ("book.css", r"/EPUB/book\.css: 404")],
)
def test_what_is_missing_in_a_book_is_told(name: str, fault: str, tmp_path: Path) -> None:
    path = made("horizontal", tmp_path)
    parts = dict(unpack(path.read_bytes()))
    del parts[f"EPUB/{name}"]
    path.write_bytes(pack(parts.items()))
    with pytest.raises(AssertionError, match=fault):
        judges.epub_reader(path)
