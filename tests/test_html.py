"""HTML: one page that holds the text, asks nobody for anything, and looks as the style says."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
from hypothesis import example, given

import docconvert
from conftest import EXAMPLES
from docconvert.errors import StyleError
from docconvert.model import (
    Document,
    Emphasis,
    Heading,
    Level,
    Metadata,
    Paragraph,
    Role,
    Ruby,
    Separator,
    Text,
    Verse,
)
from docconvert.notices import Notice, ignore
from docconvert.output import Output
from docconvert.resources import resource
from docconvert.style import load_style
from docconvert.writers.html import FORMAT, wrote
from judges import html_pages
from markups import html_lines, lines_of
from strategies import documents

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Golden

EM = 16.0

BARE = re.compile("<style>.*?</style>", re.DOTALL)


def p(text: str, role: Role = "body") -> Paragraph:
    return Paragraph((Text(text),), role)


def h(level: Level, text: str) -> Heading:
    return Heading(level, (Text(text),))


LONG = p("溪水從山上下來，" * 150)

BOOK = Document(
    (Text("山居"), Emphasis((Text("四時"),)), Text("記")),
    (
        p("林遠山", "byline"),
        p("寫在前面：這本小書是替忘性大的自己寫的。", "note"),
        h(1, "第一章　春"),
        Paragraph(
            (
                Text("霧到"),
                Ruby("辰", "chén"),
                Ruby("時", "ㄕˊ"),
                Text("才散，過了12月。老人說："),
                Emphasis((Text("急不"), Ruby("得", "dé"))),
                Text(" & 坐下喝 <tea>  。" + "山高水遠，" * 30),
            )
        ),
        Separator(),
        Verse(((Text("一夜東風過小橋，"),), (), (Text("　　溪聲漲了三分潮。"),))),
        h(2, "茶與水"),
        h(4, "選水"),
        LONG,
        h(1, "第二章　夏"),
        p("水要用山泉。", "salutation"),
        p("林遠山", "signature"),
        p("二〇二四年三月五日", "date"),
        LONG,
        h(1, "第三章　秋"),
        LONG,
    ),
    Metadata("zh-Hant", "林遠山", "2024-03-05"),
)


styled = cache(lambda *settings: load_style(settings=settings))


def made(document: Document, output: Output | None = None, *settings: str) -> str:
    return docconvert.write(document, "html", style=styled(*settings), output=output or Output()).decode()


def parsed(page: str, *, strict: bool = True) -> Any:
    """Return the tree of a page as a browser builds it; what the standard calls an error is one."""
    return html5lib.HTMLParser(strict=strict, namespaceHTMLElements=False).parse(page)


def metas(page: str) -> dict[str, str]:
    return {meta.get("name"): meta.get("content") for meta in parsed(page).iter("meta") if meta.get("name")}


# The text


@pytest.mark.parametrize("name", ["news", "notice", "story"])
def test_examples(golden: Golden, name: str) -> None:
    path = EXAMPLES / f"{name}.txt"
    options = docconvert.Options(readings="ruby")
    output = Output(writing="vertical" if name == "story" else "horizontal", contents="yes")
    document = docconvert.read(path.read_bytes(), source=path.name, options=options)
    page = made(document, output)
    readable = re.sub("sha256-[0-9a-f]{64}", "sha256-…", page)
    golden.check(f"{name}.html", re.sub("base64,[A-Za-z0-9+/=]+", "base64,…", readable))
    assert html_lines(parsed(page).find("body")) == lines_of(document)


@given(documents())
@example(BOOK)
@example(
    Document(
        (Text("七"),),
        tuple(h(level, str(level)) for level in (1, 2, 3, 4, 5, 6)),
        Metadata("</style><script>", "\"'>", "<", "\udcff", dictionaries="--><script>"),
    )
)
def test_browsers_read_what_the_model_says(document: Document) -> None:
    # Without its style sheet, which takes long to parse. Some characters that browsers take are errors
    # in the words of the standard: U+0080, U+FDD0 and their like.
    markup = BARE.sub("", made(document, None, "emphasis.look=dots"))
    page = parsed(markup, strict=False)

    assert html_lines(page.find("body")) == lines_of(document)
    assert {element.tag for element in page.iter() if isinstance(element.tag, str)} <= {
        *("html", "head", "meta", "title", "body", "header", "main", "p", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "em", "ruby", "rp", "rt", "br", "hr", "nav", "ol", "li", "a", "footer", "span"),
    }


def test_a_page_is_whole_and_names_itself() -> None:
    page = made(BOOK, Output(publisher="渡口\n社", description='一條"河"'))
    root = parsed(page)

    assert page.startswith('<!doctype html>\n<html lang="zh-Hant">\n<head>\n<meta charset="utf-8">\n')
    assert root.find("head/title").text == "山居四時記"
    names = metas(page)
    assert names.pop("generator").startswith("docconvert sha256-")
    assert names == {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "author": "林遠山",
        "description": '一條"河"',
        "dcterms.date": "2024-03-05",
        "dcterms.publisher": "渡口 社",
    }


def test_blocks_have_their_markup() -> None:
    page = made(BOOK)

    assert (
        '<header class="title-page">\n<h1 class="title">山居<em>四時</em>記</h1>\n<p class="byline">' in page
    )
    assert '<main id="text">\n<p class="note">寫' in page
    assert '<h2 id="h1" class="heading-1 new-page">第一章　春</h2>' in page
    assert '<h3 id="h2" class="heading-2">茶與水</h3>\n<h4 id="h3">選水</h4>' in page
    assert (
        '<ruby>辰<rp>（</rp><rt lang="zh-Latn-pinyin">chén</rt><rp>）</rp></ruby>'
        '<ruby>時<rp>（</rp><rt class="zhuyin">ㄕˊ</rt><rp>）</rp></ruby>'
    ) in page
    assert '<hr class="separator">\n<p class="verse">一夜東風過小橋，<br><br>　　溪' in page
    assert '<p class="signature">林遠山</p>\n<p class="date">二〇二四' in page
    assert '<span class="tcy">12</span>' in made(BOOK, Output(writing="vertical"))


def test_a_seventh_rank_is_said() -> None:
    page = made(Document((Text("七"),), tuple(h(level, str(level)) for level in (1, 2, 3, 4, 5, 6))))

    assert '<h6 id="h5" class="heading-3">5</h6>\n<h6 id="h6" aria-level="7">6</h6>' in page


@pytest.mark.parametrize(
    ("document", "contents", "shown"),
    [
        (BOOK, "auto", True),
        (BOOK, "no", False),
        (Document((), (h(1, "一"), p("風"))), "auto", False),
        (Document((), (h(3, "一"), h(1, " "), h(1, "二"), h(4, "三"))), "yes", True),
        (Document((), (p("風"),)), "yes", False),
    ],
)
def test_contents_are_shown_where_they_are_wanted(document: Document, contents: Any, shown: bool) -> None:
    root = parsed(made(document, Output(contents=contents)))

    links = root.findall(".//nav//a")
    assert bool(links) == shown == (root.find("body/a") is not None)
    anchors = {element.get("id"): "".join(element.itertext()) for element in root.iter() if element.get("id")}
    for link in links:
        assert anchors[link.get("href")[1:]].replace("　", " ") == link.text
    assert [link.text for link in links if link.text in "選水三"] == []  # too deep


def test_contents_are_nested() -> None:
    page = made(BOOK)

    assert page.count("<ol>") == 2
    assert '第一章 春</a>\n<ol>\n<li><a href="#h2">茶與水</a></li>\n</ol>\n</li>' in page
    assert '<nav aria-labelledby="contents">\n<p id="contents">目錄</p>' in page
    assert page.index(">跳到正文</a>") < page.index("<header") < page.index("<nav") < page.index("<main")


def test_a_text_without_a_title_says_what_its_tab_is_called() -> None:
    told: list[Notice] = []
    page = docconvert.write(Document(blocks=(p("入夜，雨停了。"),)), "html", notify=told.append).decode()

    assert "<title>入夜</title>" in page
    assert "<h1" not in page
    assert [notice.code for notice in told] == ["title-made"]


# The file


def test_a_page_that_nobody_edited_is_ours() -> None:
    text = "sha256-" + "0" * 64
    data = docconvert.write(Document((Text(text),), (p(text),)), "html")

    assert data == docconvert.write(Document((Text(text),), (p(text),)), "html")
    assert wrote(data)
    assert data.count(text.encode()) == 3
    assert wrote(docconvert.write(Document(), "html"))
    for edited in (data + b"\n", b" " + data, data.replace(b"0" * 64, b"1", 1), data[:-1], b"", b"<p>"):
        assert not wrote(edited)


def test_nothing_is_asked_of_anybody() -> None:
    page = made(BOOK, Output(embed_fonts=True))

    assert not re.search(r"<(script|link|img|iframe|object|base)|@import|https?:|\bon\w+=", page)
    assert set(re.findall(r"url\((.{5})", page)) == {"data:"}


def test_fonts_are_carried_for_phrases_in_kai_and_on_request() -> None:
    emphasis, plain = BOOK, Document((), (p("風"),))

    assert made(emphasis).count("@font-face") == 1
    assert made(emphasis, None, "emphasis.look=dots").count("@font-face") == 0
    assert made(plain).count("@font-face") == 0
    assert made(plain, Output(embed_fonts=True)).count("@font-face") == 1


def test_a_font_of_the_user_needs_a_wish() -> None:
    told: list[Notice] = []
    output = Output(font=(str(resource("fonts", "LXGWWenKai-Regular.ttf")),))
    FORMAT.write(Document((Text("風"),)), load_style(), output, notify=told.append)

    assert [notice.code for notice in told] == ["output-ignored"]


def test_a_style_may_bring_its_own_sheet(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "style.toml").touch()
    sheet = tmp_path / "html" / "page.css"

    sheet.write_text("p { line-height: $body_line_height } /* </style><script> */", "utf-8")
    page = FORMAT.write(BOOK, load_style(str(tmp_path)), Output(), notify=ignore).decode()
    assert "p { line-height: 1.75 } /* <\\/style><script> */" in page
    assert parsed(page).find(".//script") is None

    sheet.write_text("p { line-height: $body_line_hight }", "utf-8")
    with pytest.raises(StyleError, match=r"page\.css: unknown name \$body_line_hight"):
        FORMAT.write(BOOK, load_style(str(tmp_path)), Output(), notify=ignore)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ((), "size: 595.276pt 841.89pt;\n    margin: 85.039pt"),
        ((), '@page { @bottom-center { content: "" counter(page) ""; font-size: 9pt; } }'),
        (
            ("page-number.place=outside", 'page-number.format=\\"{page}/{pages}'),
            '@page :right { @bottom-right { content: "\\\\\\"" counter(page) "/" counter(pages) ""; ',
        ),
        (("body.hanging=true",), "hanging-punctuation: allow-end;"),
        (("chapter.start=odd-page",), "break-before: right;"),
        (
            ("emphasis.look=dots",),
            "-webkit-text-emphasis-style: filled dot; text-emphasis-style: filled dot;",
        ),
    ],
)
def test_the_style_decides(settings: tuple[str, ...], expected: str) -> None:
    page = made(BOOK, None, *settings)
    assert expected in page
    assert ("@bottom-center" in page) == (not settings or "page-number" not in settings[0])


def test_page_numbers_may_be_left_out() -> None:
    assert "counter(page)" not in made(BOOK, None, "page-number.show=false")


# In a browser


BAD = "</title></style></main><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What readers see, all in one browser: it takes long to start."""
    folder = tmp_path_factory.mktemp("html")
    bad = Document((Text(BAD),), (p(BAD), h(1, BAD), h(1, BAD)), Metadata(author=BAD, date=BAD))
    pages = {
        "book": made(BOOK),
        "vertical": made(BOOK, Output(writing="vertical"), "emphasis.look=dots"),
        "bad": made(bad, Output(contents="yes", publisher=BAD, description=BAD)),
        "bare": BARE.sub("", made(BOOK)),
    }
    for name, page in pages.items():
        (folder / name).with_suffix(".html").write_text(page, "utf-8", newline="\n")
    readers: dict[str, tuple[str, dict[str, Any]]] = {
        "screen": ("book", {"judge": True}),
        "telephone": ("book", {"width": 360, "height": 700, "dark": True, "judge": True}),
        "paper": ("book", {"media": "print", "dark": True}),
        "vertical": ("vertical", {"judge": True}),
        "bad": ("bad", {}),
        "bare": ("bare", {}),
    }
    views = html_pages(*((folder / f"{name}.html", likes) for name, likes in readers.values()))
    return dict(zip(readers, views, strict=True))


@pytest.fixture
def screen(seen: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return seen["screen"]


@pytest.fixture
def telephone(seen: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return seen["telephone"]


@pytest.fixture
def paper(seen: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return seen["paper"]


@pytest.fixture
def vertical(seen: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return seen["vertical"]


def find(view: dict[str, Any], tag: str, role: str = "", nth: int = 0) -> dict[str, Any]:
    found: list[dict[str, Any]] = [b for b in view["blocks"] if (b["tag"], b["role"]) == (tag, role)]
    return found[nth]


def middle(box: list[float]) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


@pytest.mark.parametrize("name", ["screen", "telephone", "vertical"])
def test_nothing_keeps_anybody_from_reading(name: str, seen: dict[str, dict[str, Any]]) -> None:
    assert seen[name]["violations"] == []


def test_lines_are_no_longer_than_an_eye_can_follow(
    screen: dict[str, Any], telephone: dict[str, Any]
) -> None:
    wide, narrow = (find(view, "p")["box"] for view in (screen, telephone))
    assert wide[2] - wide[0] == pytest.approx(38 * EM, abs=1)
    assert wide[0] + wide[2] == pytest.approx(1000, abs=1)
    assert narrow[2] - narrow[0] == pytest.approx(360 - 2 * 1.25 * EM, abs=1)
    assert [view["scroll"][1][0] for view in (screen, telephone)] == [1000, 360]


def test_paragraphs_are_indented_by_two_characters(screen: dict[str, Any]) -> None:
    paragraph = find(screen, "p")
    assert (paragraph["size"], paragraph["indent"], paragraph["align"]) == (EM, 2 * EM, "justify")
    assert paragraph["lines"][0][0] - paragraph["box"][0] == pytest.approx(2 * EM, abs=0.5)
    assert '"Source Han Serif TC"' in paragraph["look"]


def test_headings_stand_out_by_their_levels(screen: dict[str, Any]) -> None:
    headings = [block for block in screen["blocks"] if block["tag"] in ("h1", "h2", "h3", "h4")]
    assert [round(block["size"] / EM * 12) for block in headings] == [22, 16, 14, 12, 16, 16]
    assert {block["weight"] for block in headings} == {700}
    assert (headings[0]["align"], headings[1]["align"]) == ("center", "left")


def test_closing_lines_end_two_characters_before_the_others(screen: dict[str, Any]) -> None:
    end = find(screen, "p")["box"][2]
    for role in ("signature", "date"):
        assert find(screen, "p", role)["lines"][-1][2] == pytest.approx(end - 2 * EM, abs=0.5)


def test_readings_stand_above_their_characters(screen: dict[str, Any]) -> None:
    readings = screen["readings"]
    assert [(r["base"], r["text"]) for r in readings] == [("辰", "chén"), ("時", "ㄕˊ"), ("得", "dé")]
    for reading in readings:
        (x, y), (above_x, above_y) = middle(reading["base_box"]), middle(reading["box"])
        assert not reading["brackets"]
        assert above_x == pytest.approx(x, abs=0.15 * EM)
        assert y - above_y == pytest.approx(0.85 * EM, abs=0.25 * EM)


def test_emphasis_is_in_kai_and_upright(screen: dict[str, Any]) -> None:
    title, phrase = screen["emphasis"]
    assert title["text"] == "四時"
    assert phrase["family"].startswith('"docconvert 1", ')
    assert phrase["style"] == "normal"


def test_the_contents_lead_to_the_headings(screen: dict[str, Any]) -> None:
    assert screen["navigation"] == {
        "shown": True,
        "links": [
            ["第一章 春", "#h1", "第一章　春"],
            ["茶與水", "#h2", "茶與水"],
            ["第二章 夏", "#h4", "第二章　夏"],
            ["第三章 秋", "#h5", "第三章　秋"],
        ],
    }


def test_who_likes_it_dark_gets_it_dark(
    screen: dict[str, Any], telephone: dict[str, Any], paper: dict[str, Any]
) -> None:
    def light(colour: str) -> int:
        return sum(map(int, re.findall(r"\d+", colour)[:3]))

    assert light(screen["paper"]) > 700 > 200 > light(screen["ink"])
    assert light(telephone["ink"]) > 600 > 100 > light(telephone["paper"])
    assert (paper["ink"], paper["paper"]) == ("rgb(0, 0, 0)", "rgba(0, 0, 0, 0)")


def test_on_paper_chapters_begin_pages_and_links_are_left_out(
    screen: dict[str, Any], paper: dict[str, Any]
) -> None:
    assert not paper["navigation"]["shown"]
    assert find(paper, "h2", "heading-1 new-page")["break"] == "page"
    assert find(screen, "h2", "heading-1 new-page")["break"] == "auto"
    assert find(paper, "p")["size"] == EM  # 12 pt


def test_vertical_lines_run_to_the_left(vertical: dict[str, Any]) -> None:
    assert vertical["writing"] == "vertical-rl"
    title, paragraph = find(vertical, "h1", "title")["box"], find(vertical, "p")
    (left, _), (width, height) = vertical["scroll"]
    assert (left, height) == (0, 800)
    assert width > 1000
    assert 800 < title[0] < title[2] <= 1000  # it is opened at its right edge
    assert find(vertical, "p", "byline")["box"][2] <= title[0]
    first, second = paragraph["lines"][0], paragraph["lines"][-1]
    assert first[1] - paragraph["box"][1] == pytest.approx(2 * EM, abs=0.5)
    assert second[2] < first[0]
    assert paragraph["box"][3] - paragraph["box"][1] <= 38 * EM


def test_vertical_lines_have_their_marks_at_the_right(vertical: dict[str, Any]) -> None:
    for reading in vertical["readings"]:
        (x, y), (beside_x, beside_y) = middle(reading["base_box"]), middle(reading["box"])
        assert beside_x - x == pytest.approx(0.85 * EM, abs=0.25 * EM)
        assert beside_y == pytest.approx(y, abs=0.15 * EM)
    assert [emphasis["marks"] for emphasis in vertical["emphasis"]] == [["dot", "over"]] * 2
    (number,) = vertical["upright"]
    assert number["text"] == "12"
    assert number["box"][3] - number["box"][1] == pytest.approx(EM, abs=1)


def test_no_text_is_run(seen: dict[str, dict[str, Any]]) -> None:
    """Else the browser would have objected."""
    assert [label for label, *_ in seen["bad"]["navigation"]["links"]] == [BAD, BAD]


def test_a_page_without_its_style_sheet_looks_otherwise(seen: dict[str, dict[str, Any]]) -> None:
    bare = seen["bare"]
    assert find(bare, "p")["indent"] == 0
    assert find(bare, "p")["box"][2] > 900
    assert bare["emphasis"][0]["style"] == "italic"


def test_a_tab_goes_to_a_stop() -> None:
    page = made(Document(blocks=(p("名称\t数量"),)))
    assert '名称<span class="tab">\t</span>数量' in page
    assert re.search(r"\.tab \{[^}]*tab-size: 4em;[^}]*white-space: pre;", page)
