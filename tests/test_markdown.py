"""Markdown: parsers of CommonMark read the text, its emphasis and readings, and nothing else in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import commonmark
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import docconvert
from conftest import EXAMPLES
from docconvert.model import Document, Emphasis, Heading, Metadata, Paragraph, Ruby, Separator, Text, Verse
from docconvert.writers.markdown import FORMAT, wrote
from markups import lines_of, markdown_lines
from strategies import documents, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Golden
    from docconvert.model import Block, Inline

PARSERS: dict[str, Callable[[str], str]] = {
    "markdown-it": MarkdownIt("commonmark").render,
    "GitHub's": MarkdownIt("gfm-like", {"linkify": False}).render,
    "commonmark": commonmark.commonmark,
}


def made(*blocks: Block, title: str = "") -> str:
    document = Document((Text(title),) if title else (), blocks)
    return docconvert.write(document, "markdown").decode().partition("<!--")[0].removesuffix("\n")


def line(*inlines: Inline) -> str:
    return made(Paragraph(inlines)).rstrip("\n")


def agrees(document: Document) -> None:
    markdown = docconvert.write(document, "markdown").decode()
    for name, render in PARSERS.items():
        assert markdown_lines(markdown, render) == lines_of(document), f"{name} reads {markdown!r}"


# The text


@pytest.mark.parametrize("name", ["news", "notice", "story"])
def test_examples(golden: Golden, name: str) -> None:
    path = EXAMPLES / f"{name}.txt"
    options = docconvert.Options(readings="ruby")
    document = docconvert.read(path.read_bytes(), source=path.name, options=options)
    data = docconvert.write(document, "markdown")
    golden.check(f"{name}.md", re.sub("sha256-[0-9a-f]{64}", "sha256-…", data.decode()))
    agrees(document)


@given(documents())
@example(Document(blocks=(Paragraph((Text("&"), Ruby("amp;", ""), Emphasis((Text("&"), Text("lt;"))))),)))
@example(Document(blocks=(Paragraph((Emphasis((Text("甲"),)), Text(""), Emphasis((Text("。"),)))),)))
@example(Document(blocks=(Verse(((Text("甲"),), (), (Text("　　乙"),), (Text("\\"),), ())),)))
@example(Document((Text("甲\n乙\n# 丙"),), (Paragraph((Text("\ufeff\u2028"), Emphasis((Text(" "),)))),)))
def test_parsers_read_what_the_model_says(document: Document) -> None:
    agrees(document)


signs = st.sampled_from([*"*_`~[]()<>&#+-=.!|\\:$1a。，、“”‘’「」《》（）—…·　 的好é€©⸺①𠮷"])


@given(st.lists(st.tuples(st.booleans(), st.text(signs, min_size=1, max_size=4)), min_size=1, max_size=6))
@example([(False, "看"), (True, "“这个”"), (False, "的")])
@example([(True, "强调。"), (False, "的")])
@example([(False, "€"), (True, "€甲€"), (False, "€")])
def test_emphasis_holds_beside_any_sign(runs: list[tuple[bool, str]]) -> None:
    inlines: tuple[Inline, ...] = tuple(
        Emphasis((Text(t),)) if is_emphasis else Text(t) for is_emphasis, t in runs
    )
    agrees(Document(inlines, (Paragraph(inlines), Heading(2, inlines), Verse((inlines, inlines)))))


OPENINGS = """
# |######|- |+ |* |1. |12) |> |===|---|- - -|***|___|~~~|```|    |\t|　|<div>|<!--|<?|[a]: b|&#35;|\\|![|:-:|-
"""
openings = st.sampled_from(["|", "-|-", *OPENINGS.strip("\n").split("|")])


@given(st.lists(st.builds(lambda one, two: one + two, openings, openings | texts(max_size=3)), min_size=1))
def test_no_line_begins_anything(words: list[str]) -> None:
    lines = tuple((Text(word),) for word in words)
    agrees(Document(lines[0], (Verse(lines), *map(Paragraph, lines), Heading(6, lines[0]))))


# How it looks


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (("万物", "*生长", "。"), "万物**生长**。"),
        (("看“", "*这个", "”的"), "看“**这个**”的"),
        (("看", "*“这个”", "的"), "看<strong>“这个”</strong>的"),
        (("看，", "*“这个”", "。"), "看，**“这个”**。"),
        (("", "*强调。", "的"), "<strong>强调。</strong>的"),
        (("", "*强调。", ""), "**强调。**"),
        (("", "*一", "*二", ""), "**一二**"),
        (("甲", "* ", "乙"), "甲<strong> </strong>乙"),
        (("甲", "*€", "乙"), "甲<strong>€</strong>乙"),
    ],
)
def test_stars_where_they_hold(runs: tuple[str, ...], expected: str) -> None:
    assert line(*(Emphasis((Text(t[1:]),)) if t.startswith("*") else Text(t) for t in runs)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. 风", "1\\. 风"),
        ("1.5米", "1.5米"),
        ("+86是区号", "+86是区号"),
        ("- 风", "\\- 风"),
        ("-5度", "-5度"),
        ("#话题#", "#话题#"),
        ("# 风", "\\# 风"),
        ("a_b*c", "a\\_b\\*c"),
        ("R&D", "R&D"),
        ("R&amp;D", "R\\&amp;D"),
        ("3 > 2 < 5~10", "3 > 2 \\< 5\\~10"),
        ("　风 ", "&#x3000;风&#x20;"),
        ("---", "\\---"),
    ],
)
def test_only_what_would_be_markup_is_escaped(text: str, expected: str) -> None:
    assert line(Text(text)) == expected


def test_blocks() -> None:
    shown = made(
        Heading(1, (Text("第一章"),)),
        Heading(6, (Text("注 #"),)),
        Paragraph((Ruby("長", "zhǎng"), Ruby("安", ""))),
        Paragraph(()),
        Verse(((Text("一夜"),), (), (Text("　春"),))),
        Separator(),
        Paragraph((Text("林遠山"),), "signature"),
        title="春訊",
    )
    assert shown == (
        "# 春訊\n\n## 第一章\n\n###### 注 \\#\n\n<ruby>長<rt>zhǎng</rt></ruby>安\n\n"
        "一夜\\\n\\\n&#x3000;春\n\n* * *\n\n林遠山\n"
    )


def test_nothing_makes_an_empty_file() -> None:
    assert made() == ""
    assert made(Heading(1, ()), Verse(()), Verse(((), ())), Paragraph((Emphasis(()),))) == "#\n"


# The file


def test_a_file_that_nobody_edited_is_ours() -> None:
    text = "sha256-" + "0" * 64
    document = Document((Text(text),), (Paragraph((Text(text),)),), Metadata(author="林"))
    data = docconvert.write(document, "markdown")

    assert data == docconvert.write(document, "markdown")
    assert wrote(data)
    assert wrote(docconvert.write(Document(), "markdown"))
    assert data.count(text.encode()) == 2
    for edited in (data + b"\n", b" " + data, data.replace(b"0", b"1", 1), data[:-4], b"", b"# a\n"):
        assert not wrote(edited)
    assert (FORMAT.extension, FORMAT.text, FORMAT.looks) == (".md", True, False)
