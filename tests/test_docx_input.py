"""Documents that nobody would write, or that are very large: a valid file comes of each, in time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, get_args

import pytest
from lxml import etree

import docconvert
from docconvert.model import Document, Emphasis, Heading, Level, Paragraph, Ruby, Separator, Text, Verse
from docxs import WORD, base_text, model_texts, opened, part, parts, written
from pdfs import document, heading

if TYPE_CHECKING:
    from collections.abc import Callable

LEVELS: tuple[Level, ...] = get_args(Level)


@pytest.mark.parametrize(
    "made",
    [
        Document(),
        Document((Text(""),), ()),
        Document((Text("潮位簿"),), ()),
        document(*(heading(level, f"第{level}级") for level in LEVELS)),
        document(*(heading(level, f"第{level}级") for level in (6, 1, 5, 3, 4))),
        Document((), (Heading(1, ()), Paragraph(()), Verse(()), Verse(((),)), Separator())),
        Document((), (Verse(((), (Text(""),), (), (Text("字"),), ())),)),
        Document((), (Paragraph((Emphasis(()), Ruby("", ""), Text(""))),)),
        Document((), (Heading(1, (Text("\u3000\u200b"),)), Heading(2, (Ruby("長", "cháng"),)))),
        document("“" * 200, "’" * 200, "“‘" * 100 + "A" + "’”" * 100),
    ],
    ids=range(10),
)
@pytest.mark.parametrize("contents", ["yes", "no"])
@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
def test_odd_documents_are_written_whole(made: Document, contents: str, writing: str) -> None:
    data = written(made, "title-page.show=always", contents=contents, writing=writing)
    found = [each._p for each in opened(data).paragraphs]
    assert [base_text(each) for each in found if each.xpath("w:pPr/w:pStyle")] == model_texts(made)
    for markup in parts(data).values():
        etree.fromstring(markup.encode())


def test_characters_that_xml_forbids_never_reach_the_file() -> None:
    source = "标题\x0b一\x1f\n\n正\x00文\ufffe甲\x07乙\uffff丙\x85丁。\n"
    for title in ("", "书\x01名"):
        options = docconvert.Options(title=title, author="甲\x02乙")
        data = docconvert.convert(source, "docx", options=options)
        for markup in parts(data).values():
            etree.fromstring(markup.encode())
            assert not set(markup) & set("\x00\x01\x02\x07\x0b\x1f\ufffe\uffff")
        assert "甲乙丙" in "".join(base_text(each._p) for each in opened(data).paragraphs)


def test_lone_surrogates_never_reach_the_file() -> None:
    data = docconvert.convert("春訊\n\n今日\ud83d立春。\n", "docx")
    assert "立春。" in part(data, "word/document.xml")


MIXED = "他说：“It’s 5 o’clock…”——‘ǎ’、【naïve】；"


def quotes(size: int) -> Document:
    return document((MIXED * (size // len(MIXED) + 1))[:size])


def marks(size: int) -> Document:
    return document(("“" * size)[:size])


def apostrophes(size: int) -> Document:
    return document(("a’" * size)[:size])


def opening(size: int) -> Document:
    return document(("‘a’b" * size)[:size])


def readings(size: int) -> Document:
    line = (Text("“"), Ruby("長", "cháng"), Emphasis((Text("It’s"),)), Text("”12"))
    return Document((), (Paragraph(line * (size // 8)),))


def paragraphs(size: int) -> Document:
    return document(*["“长”风。"] * (size // 8))


def headings(size: int) -> Document:
    return document(*[heading(1, "一"), heading(3, "“二”")] * (size // 40))


def took(made: Document, writing: str) -> float:
    start = time.process_time()
    written(made, contents="yes", writing=writing)
    return time.process_time() - start


@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
@pytest.mark.parametrize("make", [quotes, marks, apostrophes, opening, readings, paragraphs, headings])
def test_time_grows_with_the_text_only(make: Callable[[int], Document], writing: str) -> None:
    took(make(1000), writing)
    # In turn, because other work slows both. What grows with the square takes four times as long.
    times = [(took(make(40_000), writing), took(make(80_000), writing)) for _ in range(3)]
    small, large = map(min, zip(*times, strict=True))
    assert large < 3.2 * small + 0.2


def test_five_million_characters_in_one_paragraph() -> None:
    made = quotes(5_000_000)
    data = written(made)
    body = etree.fromstring(part(data, "word/document.xml").encode(), etree.XMLParser(huge_tree=True))
    assert "".join(body.itertext(f"{WORD}t")) == model_texts(made)[0]


def test_two_hundred_thousand_paragraphs() -> None:
    made = document(*["“长”风。"] * 200_000)
    data = part(written(made), "word/document.xml")
    assert data.count("<w:p>") == 200_000
    assert data.count('<w:rFonts w:hint="eastAsia"/></w:rPr><w:t>“长”风。</w:t>') == 200_000
