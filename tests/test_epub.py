"""EPUB: nothing of the text is lost, the book is whole, and the official checker agrees."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import docconvert
import judges
from docconvert.chars import FORBIDDEN
from docconvert.errors import StyleError
from docconvert.format import find_format
from docconvert.model import (
    Block,
    Document,
    Emphasis,
    Heading,
    Inline,
    Level,
    Metadata,
    Paragraph,
    Role,
    Ruby,
    Separator,
    Text,
    Verse,
    document_lines,
    plain_text,
)
from docconvert.notices import Notice, ignore
from docconvert.output import Output
from docconvert.style import Style, load_style
from docconvert.transforms.clean import clean
from docconvert.writers.epub import FORMAT, wrote
from docconvert.writers.epub.about import is_w3c_date
from docconvert.writers.epub.pages import LONGEST
from docconvert.writers.package import pack, unpack

if TYPE_CHECKING:
    from pathlib import Path

XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB = "{http://www.idpf.org/2007/ops}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def p(text: str, role: Role = "body") -> Paragraph:
    return Paragraph((Text(text),), role)


def h(level: Level, text: str) -> Heading:
    return Heading(level, (Text(text),))


LONG = p("溪水從山上下來，" * 150)
"""As much as chapters of a book have."""

BOOK = Document(
    title=(Text("山居"), Emphasis((Text("四時"),)), Text("記")),
    blocks=(
        p("寫在前面：這本小書是替忘性大的自己寫的。", "note"),
        h(1, "第一章　春"),
        Paragraph(
            (
                Text("霧到"),
                Ruby("辰", "chén"),
                Ruby("時", "ㄕˊ"),
                Text("才散。老人說："),
                Emphasis((Text("急不"), Ruby("得", "dé"))),
                Text(" & 坐下喝 <tea>  。"),
            )
        ),
        Separator(),
        Verse(((Text("一夜東風過小橋，"),), (), (Text("　　溪聲漲了三分潮。"),))),
        h(2, "茶與水"),
        h(4, "選水"),
        h(3, "選茶"),
        p("水要用山泉。", "salutation"),
        LONG,
        h(1, "第二章　夏"),
        h(2, "茶與水"),
        p("林遠山", "signature"),
        p("二〇二四年三月五日", "date"),
        LONG,
        h(1, "第三章　秋"),
        LONG,
    ),
    metadata=Metadata("zh-Hant", "林遠山", "2024-03-05"),
)

ODD = Document(
    blocks=(
        h(2, ""),
        p(""),
        Paragraph((Ruby("", "wú"), Ruby("字", ""), Emphasis(()), Ruby("\"'<", "<&>"))),
        p("\t\n\r \x85\x9f\xa0\u200b\u2028\ufdd0\ue000\U0001fffe\U0002a700 ]]> &amp; --> "),
        h(2, "同名"),
        h(2, "同名"),
        h(6, " \n "),
        h(3, "<b>&</b>"),
        Verse(()),
        Verse(((),)),
        Separator(),
        Separator(),
        p("X", "byline"),
    ),
    metadata=Metadata("not a tag", "\x01", "昨天", "\udcff.txt"),
)


def make(
    document: Document,
    *,
    style: Style | None = None,
    output: Output | None = None,
    told: list[Notice] | None = None,
) -> dict[str, bytes]:
    """Return the parts of an EPUB without a cover, named as in its own folder."""
    notify = ignore if told is None else told.append
    output = replace(output or Output(), cover="none")
    data = docconvert.write(document, "epub", style=style, output=output, notify=notify)
    return {name.removeprefix("EPUB/"): part for name, part in unpack(data)}


def spine(parts: dict[str, bytes]) -> list[str]:
    package = ET.fromstring(parts["content.opf"])
    hrefs = {item.get("id"): item.get("href", "") for item in package.iter(f"{OPF}item")}
    return [hrefs[reference.get("idref")] for reference in package.iter(f"{OPF}itemref")]


def bodies(parts: dict[str, bytes]) -> list[ET.Element]:
    return [body for name in spine(parts) for body in ET.fromstring(parts[name]).iter(f"{XHTML}body")]


def lines_of(parts: dict[str, bytes]) -> list[str]:
    """Read the text back, line by line, without readings."""
    return [
        line
        for body in bodies(parts)
        for element in body.iter()
        if re.fullmatch(r"h[1-6]|p", element.tag.removeprefix(XHTML))
        for line in shown(element).split("\0")
    ]


def shown(element: ET.Element) -> str:
    text = element.text or ""
    for child in element:
        if child.tag == f"{XHTML}br":
            text += "\0"
        elif child.tag != f"{XHTML}rt":
            text += shown(child)
        text += child.tail or ""
    return text


def expected_lines(document: Document) -> list[str]:
    """What writing begins with: the text, with nothing in it that no format can hold."""
    return [plain_text(line) for line in document_lines(clean(document, notify=ignore))]


def outline(list_: ET.Element | None) -> list[object]:
    """Return a nav list as labels, each followed by the list of those below it if there are any."""
    found: list[object] = []
    for item in () if list_ is None else list_:
        link = item.find(f"{XHTML}a")
        assert link is not None
        found.append(link.text)
        below = item.find(f"{XHTML}ol")
        if below is not None:
            found.append(outline(below))
    return found


def navs(parts: dict[str, bytes]) -> dict[str, ET.Element]:
    return {nav.get(f"{EPUB}type", ""): nav for nav in ET.fromstring(parts["nav.xhtml"]).iter(f"{XHTML}nav")}


def toc(parts: dict[str, bytes]) -> list[object]:
    return outline(navs(parts)["toc"].find(f"{XHTML}ol"))


def targets(parts: dict[str, bytes], kind: str = "toc") -> list[str]:
    return [link.get("href", "") for link in navs(parts)[kind].iter(f"{XHTML}a")]


def metadata(parts: dict[str, bytes], name: str) -> list[str]:
    """Return the values of a Dublin Core element or of a ``meta`` property."""
    package = ET.fromstring(parts["content.opf"])
    metas = [meta for meta in package.iter(f"{OPF}meta") if meta.get("property") == name]
    return [element.text or "" for element in [*package.iter(f"{DC}{name}"), *metas]]


def headings(parts: dict[str, bytes]) -> list[list[str]]:
    return [
        [tag for element in body.iter() if re.fullmatch(r"h[1-6]", tag := element.tag.removeprefix(XHTML))]
        for body in bodies(parts)
    ]


# The text


def test_the_pages_hold_the_text_and_nothing_else() -> None:
    assert lines_of(make(BOOK)) == expected_lines(BOOK)


characters = st.text(max_size=8).map(lambda text: FORBIDDEN.sub("", text))
spans = st.builds(Text, characters) | st.builds(Ruby, characters, characters)
inlines = st.lists(spans | st.builds(Emphasis, st.lists(spans, max_size=3).map(tuple)), max_size=4).map(tuple)
levels = st.sampled_from((1, 2, 3, 4, 5, 6))
blocks = st.one_of(
    st.builds(Heading, levels, inlines),
    st.builds(Paragraph, inlines, st.sampled_from(("body", "byline", "date", "number"))),
    st.builds(Verse, st.lists(inlines, min_size=1, max_size=3).map(tuple)),
    st.just(Separator()),
)
documents = st.builds(
    Document,
    inlines,
    st.lists(blocks, max_size=8).map(tuple),
    st.builds(Metadata, st.sampled_from(("zh-Hans", "zh-Hant-HK", "ja", "en", "")), st.text(max_size=5)),
)


@given(documents)
@settings(deadline=None)
def test_any_document_makes_a_whole_book(document: Document) -> None:
    parts = make(document)

    assert lines_of(parts) == expected_lines(document)
    ids = {
        f"{name}#{id_}"
        for name in spine(parts)
        for e in ET.fromstring(parts[name]).iter()
        if (id_ := e.get("id"))
    }
    for target in [*targets(parts), *targets(parts, "landmarks")]:
        assert target in ids or target in spine(parts)
    for found in headings(parts):
        ranks = [int(tag[1]) for tag in found]
        assert all(below <= above + 1 for above, below in zip([0, *ranks], ranks, strict=False))


def test_readings_say_their_language_and_need_no_brackets() -> None:
    page = make(BOOK)["chapter-1.xhtml"].decode()

    assert '<ruby>辰<rt lang="zh-Latn-pinyin" xml:lang="zh-Latn-pinyin">chén</rt></ruby>' in page
    assert '<ruby>時<rt class="zhuyin">ㄕˊ</rt></ruby>' in page
    assert "<rp" not in page


def test_emphasis_roles_verse_and_breaks_have_their_markup() -> None:
    first, second = (make(BOOK)[f"chapter-{number}.xhtml"].decode() for number in (1, 2))

    assert re.search("<em>急不<ruby>得<rt.*?</ruby></em>", first)
    assert '<hr class="separator"/>' in first
    assert '<p class="verse">一夜東風過小橋，<br/><br/>　　溪聲漲了三分潮。</p>' in first
    assert '<p class="salutation">水' in first
    assert '<p class="signature">林遠山</p>\n<p class="date">二〇二四' in second


# The files


def test_the_parts_of_a_book() -> None:
    data = FORMAT.write(BOOK, load_style(), Output(cover="none"), notify=ignore)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.infolist()[0]

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert sorted(name for name, _ in unpack(data)) == [
        "EPUB/book.css",
        "EPUB/chapter-1.xhtml",
        "EPUB/chapter-2.xhtml",
        "EPUB/chapter-3.xhtml",
        "EPUB/content.opf",
        "EPUB/fonts/1.ttf",
        "EPUB/fonts/OFL-LXGWWenKai.txt",
        "EPUB/front.xhtml",
        "EPUB/nav.xhtml",
        "EPUB/title.xhtml",
        "EPUB/toc.ncx",
        "META-INF/container.xml",
        "mimetype",
    ]


def book(*headings: Heading, before: tuple[Block, ...] = (), title: str = "") -> Document:
    """A book with a text as long as a chapter's below each heading."""
    blocks = [block for heading in headings for block in (heading, LONG)]
    return Document((Text(title),) if title else (), (*before, *blocks))


@pytest.mark.parametrize(
    ("document", "pages", "contents"),
    [
        (Document(), ["text"], ["Untitled"]),
        (Document(title=(Text("題"),)), ["text"], ["題"]),
        (Document((Text("題"),), (p("無章之文"),)), ["text"], ["題"]),
        # Not a book: no page is turned.
        (
            Document((Text("通知"),), (h(1, "一、時間"), p("九時"), h(1, "二、地點"))),
            ["text"],
            ["通知", ["一、時間", "二、地點"]],
        ),
        (Document(blocks=(h(1, " "),)), ["text"], ["…"]),
        (Document(blocks=(h(3, "甲"), h(5, "乙"), h(1, "丙"))), ["text"], ["甲", ["乙"], "丙"]),
        (
            book(h(1, "甲"), h(1, "甲"), h(1, "乙")),
            ["chapter-1", "chapter-2", "chapter-3"],
            ["甲", "甲", "乙"],
        ),
        (
            book(h(1, "甲"), h(1, "乙"), h(1, "丙"), before=(p("先有文，後有章"),)),
            ["front", "chapter-1", "chapter-2", "chapter-3"],
            ["先有文", "甲", "乙", "丙"],
        ),
        (
            book(h(1, "甲"), h(1, "乙"), h(1, "丙"), before=(h(2, "序"),), title="題"),
            ["title", "front", "chapter-1", "chapter-2", "chapter-3"],
            ["題", ["序"], "甲", "乙", "丙"],
        ),
        (
            book(h(1, "甲"), h(1, "乙"), h(1, "丙"), before=(p("先有文，後有章"),), title="題"),
            ["title", "front", "chapter-1", "chapter-2", "chapter-3"],
            ["題", "甲", "乙", "丙"],
        ),
        (
            book(h(1, "甲"), h(1, "乙"), h(1, "丙"), before=(p("林遠山", "byline"),), title="題"),
            ["title", "chapter-1", "chapter-2", "chapter-3"],
            ["題", "甲", "乙", "丙"],
        ),
        # Volumes are files of their own, with their chapters below them.
        (
            book(h(2, "第一回"), h(2, "第二回"), h(3, "附記"), h(2, "第三回"), before=(h(1, "卷一"),)),
            ["chapter-1", "chapter-2", "chapter-3", "chapter-4"],
            ["卷一", ["第一回", "第二回", ["附記"], "第三回"]],
        ),
    ],
)
def test_chapters(document: Document, pages: list[str], contents: list[object]) -> None:
    parts = make(document)

    assert spine(parts) == [f"{page}.xhtml" for page in pages]
    assert toc(parts) == contents
    assert lines_of(parts) == expected_lines(document)


def test_a_text_without_a_title_shows_none() -> None:
    told: list[Notice] = []
    parts = make(Document(blocks=(p("入夜，雨停了。"),)), told=told)

    assert metadata(parts, "title") == ["入夜"]
    assert b"<h1" not in parts["text.xhtml"]
    assert [notice.code for notice in told] == ["title-made"]


def test_jumps_between_levels_are_closed() -> None:
    assert headings(make(BOOK)) == [["h1"], [], ["h1", "h2", "h3", "h3"], ["h1", "h2"], ["h1"]]


def test_headings_look_like_those_of_their_level() -> None:
    page = make(Document((Text("通知"),), (h(1, "一、時間"), h(2, "（一）上午"), h(6, "另"))))[
        "text.xhtml"
    ].decode()
    assert '<h2 id="h1" class="heading-1">一、時間</h2>' in page
    assert '<h3 id="h2" class="heading-2">（一）上午</h3>' in page
    assert '<h4 id="h3" class="heading-3">另</h4>' in page
    assert '<h1 id="h1">' in make(BOOK)["chapter-1.xhtml"].decode()


def test_a_long_chapter_is_cut_at_the_ends_of_paragraphs() -> None:
    long = "漫" * (LONGEST // 9)
    of_book: tuple[Block, ...] = (
        h(1, "長"),
        *(p(long) for _ in range(5)),
        h(2, "節"),
        p(long),
        h(1, "短"),
        LONG,
        h(1, "末"),
    )
    document = Document(blocks=of_book)
    parts = make(document)

    assert spine(parts) == [
        "chapter-1.xhtml",
        "chapter-1-2.xhtml",
        "chapter-1-3.xhtml",
        "chapter-2.xhtml",
        "chapter-3.xhtml",
    ]
    assert targets(parts) == ["chapter-1.xhtml", "chapter-1-3.xhtml#h2", "chapter-2.xhtml", "chapter-3.xhtml"]
    assert headings(parts) == [["h1"], [], ["h2"], ["h1"], ["h1"]]
    assert lines_of(parts) == expected_lines(document)
    assert all(len(part) < LONGEST + 1000 for part in parts.values())


def test_a_date_that_no_epub_takes_is_left_out_and_said() -> None:
    notices: list[Notice] = []
    document = Document(BOOK.title, BOOK.blocks, Metadata(date="去年夏天"))
    data = FORMAT.write(document, load_style(), Output(), notify=notices.append)

    assert [notice.code for notice in notices] == ["not-shown"]
    assert "去年夏天" in notices[0].message
    assert b"dc:date" not in dict(unpack(data))["EPUB/content.opf"]


# The navigation


def test_the_author_stands_on_the_title_page() -> None:
    chapters = [block for n in "一二三" for block in (h(1, f"第{n}章"), p("水。" * 600))]
    preface = p("這條河沒有名字。")
    document = Document((Text("渡口"),), (p("林遠山", "byline"), preface, *chapters), Metadata("zh-Hant"))
    parts = make(document)
    title, front = parts["title.xhtml"].decode(), parts["front.xhtml"].decode()
    assert '<h1 class="title">渡口</h1>\n<p class="byline">林遠山</p>\n</section>' in title
    assert "這條河" not in title
    assert "這條河" in front


def test_contents_are_a_page_where_they_are_asked_for() -> None:
    assert spine(make(BOOK, output=Output(contents="yes")))[:2] == ["title.xhtml", "nav.xhtml"]
    assert b'<a epub:type="toc" href="nav.xhtml">' in make(BOOK, output=Output(contents="yes"))["nav.xhtml"]
    assert "nav.xhtml" not in spine(make(BOOK))


@pytest.mark.parametrize(("start", "files"), [("page", 3), ("odd-page", 3), ("continue", 1), ("auto", 1)])
def test_a_style_may_say_where_files_begin(start: str, files: int) -> None:
    document = Document((Text("春訊"),), (h(1, "一"), p("水。"), h(1, "二"), h(2, "甲"), p("船。")))
    parts = make(document, style=load_style(settings=[f"chapter.start={start}"]))
    assert len(spine(parts)) == files


def test_contents_are_nested() -> None:
    contents = ["山居四時記", "第一章 春", ["茶與水", ["選水", "選茶"]], "第二章 夏", ["茶與水"], "第三章 秋"]

    assert toc(make(BOOK)) == contents


def test_contents_lead_to_pages_and_headings() -> None:
    parts = make(BOOK)

    assert targets(parts) == [
        "title.xhtml",
        "chapter-1.xhtml",
        "chapter-1.xhtml#h2",
        "chapter-1.xhtml#h3",
        "chapter-1.xhtml#h4",
        "chapter-2.xhtml",
        "chapter-2.xhtml#h6",
        "chapter-3.xhtml",
    ]
    assert '<h3 id="h4">選茶</h3>' in parts["chapter-1.xhtml"].decode()


def test_the_ncx_says_the_same_as_the_nav() -> None:
    parts = make(BOOK)
    ncx = ET.fromstring(parts["toc.ncx"])

    assert [content.get("src") for content in ncx.iter(f"{NCX}content")] == targets(parts)
    assert len(ncx.findall(f"{NCX}navMap/{NCX}navPoint")) == 4
    metas = {meta.get("name"): meta.get("content") for meta in ncx.iter(f"{NCX}meta")}
    assert metas["dtb:depth"] == "3"
    assert [metas["dtb:uid"]] == metadata(parts, "identifier")


def test_landmarks() -> None:
    assert targets(make(BOOK), "landmarks") == ["title.xhtml", "chapter-1.xhtml"]
    assert targets(make(Document(blocks=(p("文"),))), "landmarks") == ["text.xhtml"]
    assert targets(make(book(h(1, "甲"), h(1, "乙"), h(1, "丙"))), "landmarks") == ["chapter-1.xhtml"]


@pytest.mark.parametrize(
    ("language", "contents"),
    [
        ("zh-Hant", "目錄"),
        ("zh-Hant-HK", "目錄"),
        ("zh-TW", "目錄"),
        ("zh-Hans", "目录"),
        ("zh", "目录"),
        ("ja", "Contents"),
    ],
)
def test_the_words_of_the_navigation_are_in_the_books_script(language: str, contents: str) -> None:
    assert navs(make(Document(metadata=Metadata(language))))["toc"].findtext(f"{XHTML}h1") == contents


# What the book says of itself


def test_metadata() -> None:
    parts = make(BOOK)

    assert metadata(parts, "title") == ["山居四時記"]
    assert metadata(parts, "creator") == ["林遠山"]
    assert metadata(parts, "date") == ["2024-03-05"]
    assert metadata(parts, "language") == ["zh-Hant"]
    assert metadata(parts, "dcterms:modified") == ["2000-01-01T00:00:00Z"]
    assert not metadata(parts, "dcterms:conformsTo")
    assert "本書" in metadata(parts, "schema:accessibilitySummary")[0]
    assert "rubyAnnotations" in metadata(parts, "schema:accessibilityFeature")
    assert b"Ebook" not in parts["content.opf"]


def test_metadata_claims_only_what_is_there() -> None:
    parts = make(Document(blocks=(p("只有一句。"),), metadata=Metadata("ja")))

    assert not metadata(parts, "creator")
    assert not metadata(parts, "date")
    assert not {"rubyAnnotations", "structuralNavigation"} & set(
        metadata(parts, "schema:accessibilityFeature")
    )
    assert metadata(parts, "schema:accessibilitySummary")[0].startswith("This book")


def test_metadata_that_cannot_stand_in_xml_is_mended() -> None:
    parts = make(ODD)

    assert metadata(parts, "language") == ["zh-Hans"]
    assert not metadata(parts, "creator")
    assert not metadata(parts, "date")


@pytest.mark.parametrize(
    "date", ["2024", "2024-02", "2024-02-29", "2024-01-01T08:00+08:00", "2024-01-01T08:00:00.5Z"]
)
def test_dates_of_the_w3c_are_taken(date: str) -> None:
    assert is_w3c_date(date)


@pytest.mark.parametrize(
    "date",
    [
        "",
        "0000",
        "24",
        "2024-13",
        "2024-1-1",
        "2023-02-29",
        "2024-01-01T08:00",
        "2024-01-01T25:00Z",
        "２０２４",
        "2024年",
    ],
)
def test_other_dates_are_not(date: str) -> None:
    assert not is_w3c_date(date)


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "ja"])
def test_every_file_says_its_language(language: str) -> None:
    parts = make(Document(BOOK.title, BOOK.blocks, Metadata(language)))

    for name in [*spine(parts), "nav.xhtml"]:
        root = ET.fromstring(parts[name])
        assert (root.get("lang"), root.get(XML_LANG)) == (language, language)
    assert ET.fromstring(parts["content.opf"]).get(XML_LANG) == language
    assert ET.fromstring(parts["toc.ncx"]).get(XML_LANG) == language


def test_every_page_has_a_title() -> None:
    for document in (BOOK, ODD, Document()):
        parts = make(document)
        for name in [*spine(parts), "nav.xhtml"]:
            assert (ET.fromstring(parts[name]).findtext(f"{XHTML}head/{XHTML}title") or "").strip()


def test_the_identifier_comes_from_the_content() -> None:
    def identifier(document: Document, **of_style: str) -> str:
        style = load_style("default", [f"emphasis.{key}={value}" for key, value in of_style.items()])
        return metadata(make(document, style=style), "identifier")[0]

    assert re.fullmatch("urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", identifier(BOOK))
    assert identifier(BOOK) == identifier(BOOK, look="dots")
    assert identifier(BOOK) != identifier(Document(BOOK.title, BOOK.blocks[:-1], BOOK.metadata))


def test_the_identifier_can_be_given() -> None:
    parts = make(BOOK, output=Output(identifier=" urn:isbn:9780000000002 "))

    assert metadata(parts, "identifier") == ["urn:isbn:9780000000002"]
    assert b'content="urn:isbn:9780000000002"' in parts["toc.ncx"]


def test_the_same_bytes_on_every_run(monkeypatch: pytest.MonkeyPatch) -> None:
    once, again = (FORMAT.write(BOOK, load_style(), Output(), notify=ignore) for _ in range(2))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")

    assert once == again
    assert metadata(make(BOOK), "dcterms:modified") == ["2024-01-01T00:00:00Z"]


def test_a_book_of_ours_is_known() -> None:
    data = FORMAT.write(BOOK, load_style(), Output(cover="none"), notify=ignore)
    other = [(name, part.replace("林遠山".encode(), "林遠水".encode())) for name, part in unpack(data)]
    edited = io.BytesIO(data)
    with zipfile.ZipFile(edited, "a") as archive:
        archive.writestr("EPUB/note.txt", "mine")

    assert wrote(data)
    assert not wrote(edited.getvalue())
    assert not wrote(pack(other))
    assert not wrote(b"no book")


# The looks


def css(*settings: str, language: str = "zh-Hans") -> str:
    parts = make(Document(metadata=Metadata(language)), style=load_style("default", settings))
    return parts["book.css"].decode()


def rule(sheet: str, selector: str) -> str:
    found = re.search(rf"^{re.escape(selector)} \{{(.*?)^\}}", sheet, re.MULTILINE | re.DOTALL)
    assert found, f"no rule for {selector}"
    return found[1]


def test_the_style_sheet_is_filled_in() -> None:
    sheet = css(
        "body.indent=3", "body.line-height=2", "heading-1.size=24pt", "heading-1.align=end", "ruby.size=0.4"
    )

    assert "text-indent: 3em" in rule(sheet, "p")
    assert "line-height: 2;" in rule(sheet, "body")
    # One and a half lines of twice the body's size are one and a half em of a heading twice that size.
    assert "margin: 1.5em 0 0.5em 0;" in rule(sheet, "h1, .heading-1")
    assert "font-size: 2em" in rule(sheet, "h1, .heading-1")
    assert "text-align: right" in rule(sheet, "h1, .heading-1")
    assert "font-size: 0.4em" in rule(sheet, "rt")
    assert not re.search(r"\$|\dp[tx]\b(?<!1px)|color|italic;", sheet)


def test_fonts_are_those_of_the_script() -> None:
    assert rule(css(), "body").count('font-family: "SimSun", "Source Han Serif SC"') == 1
    assert 'font-family: "PMingLiU", "Source Han Serif TC"' in rule(css(language="zh-Hant-HK"), "body")
    assert 'font-family: "Hiragino Mincho ProN"' in rule(css(language="ja"), "body")
    assert 'font-family: "Fang Zheng", ' in rule(css("fonts.hans.sans=Fang Zheng"), "h1, .heading-1")


def test_emphasis_has_the_look_of_the_style() -> None:
    kai, bold, dots, none = (
        rule(css(f"emphasis.look={look}"), "em") for look in ("kai", "bold", "dots", "none")
    )

    assert '"KaiTi"' in kai
    assert "font-weight: bold" in bold
    assert "text-emphasis-style: filled dot" in dots
    assert "text-emphasis-position: under right" in dots
    assert "emphasis" not in none
    assert all("font-style: normal" in look for look in (kai, bold, dots, none))


def own_template(folder: Path, sheet: bytes) -> Style:
    (folder / "epub").mkdir()
    (folder / "epub" / "book.css").write_bytes(sheet)
    (folder / "style.toml").touch()
    return load_style(str(folder))


def test_a_template_may_bring_its_own_style_sheet(tmp_path: Path) -> None:
    style = own_template(tmp_path, b"p { text-indent: ${body_indent}em } /* $$ */")

    plain = Document(blocks=(p("文"),))
    assert make(plain, style=style)["book.css"] == b"p { text-indent: 2em } /* $ */"


@pytest.mark.parametrize(
    ("sheet", "message", "hint"),
    [
        (
            b"p { text-indent: $body_ident }",
            r"book\.css: unknown name \$body_ident",
            "did you mean 'body_indent'",
        ),
        (b"p::after { content: '$' }", r"book\.css: cannot be read: Invalid placeholder", r"\$\$"),
        (b"\xff", r"book\.css: cannot be read: 'utf-8' codec", "UTF-8"),
    ],
)
def test_a_wrong_style_sheet_is_refused(tmp_path: Path, sheet: bytes, message: str, hint: str) -> None:
    style = own_template(tmp_path, sheet)

    with pytest.raises(StyleError, match=message) as error:
        make(BOOK, style=style)
    assert re.search(hint, error.value.hint)


# The house


def test_the_format_is_known() -> None:
    assert find_format("epub") is FORMAT
    assert FORMAT.extension == ".epub"


def test_ebooklib_is_imported_for_a_book_only() -> None:
    program = (
        "import sys, docconvert; docconvert.convert('春', 'tree'); docconvert.convert('春', 'json');"
        "from docconvert.format import find_format; find_format('epub');"
        "sys.exit(any(name in sys.modules for name in ('ebooklib', 'lxml')))"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def headings_only() -> Document:
    numbers: tuple[Level, ...] = (1, 4, 2, 6, 3, 3, 5)
    found: list[Block] = [h(numbers[number % 7], f"第{number}條") for number in range(700)]
    return Document(blocks=tuple(found), metadata=Metadata("zh-Hans"))


@pytest.mark.parametrize("document", [BOOK, ODD, headings_only()], ids=["book", "odd", "headings"])
def test_the_official_checker_finds_nothing(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(docconvert.write(document, "epub"))

    judges.epubcheck(path)


def test_ten_thousand_headings() -> None:
    some: tuple[Inline, ...] = (Text("節"),)
    document = Document(blocks=tuple(Heading(1 if number % 10 else 2, some) for number in range(10_000)))

    assert lines_of(make(document)) == ["節"] * 10_000


def long_book(chapters: int) -> Document:
    text = "水從山上下來，像一封信；風從東來，船去了。" * 50
    blocks = (block for n in range(1, chapters + 1) for block in (h(1, f"第{n}章　渡口"), p(text)))
    return Document((Text("渡口"),), tuple(blocks), Metadata("zh-Hant", "林遠山"))


def test_five_hundred_chapters(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(docconvert.write(long_book(500), "epub"))
    assert len(spine(make(long_book(500)))) == 501

    judges.epubcheck(path)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "渡口\n\n第一章\n\n第二章\n\n第三章\n",
            ["渡口", "第一章", "第二章", "第三章"],
        ),  # nothing but headings
        ("渡口\n\n第一章\n\n第二章\n\n水。\n", ["渡口", "第一章", "第二章", "水。"]),  # an empty chapter
        ("水\ufffe從\x01山\0上\x1f下\ufdd0來。\n", ["水從山上下\ufdd0來。"]),
        ("C:\\書\\渡口.txt\n\n水從山上下來。\n", ["C:\\書\\渡口.txt", "水從山上下來。"]),
        ("<script>alert(1)</script>\n\n水&nbsp 來。]]>\n", ["<script>alert(1)</script>", "水&nbsp 來。]]>"]),
    ],
)
def test_odd_texts_make_valid_books(text: str, shown: list[str], tmp_path: Path) -> None:
    document = docconvert.read(text.encode("utf-8", "surrogatepass"), source="渡口.txt")
    assert lines_of(make(document)) == shown
    path = tmp_path / "book.epub"
    path.write_bytes(docconvert.write(document, "epub"))
    judges.epubcheck(path)
