"""What holds for any text whatever: nothing is lost, nothing varies, nothing is done twice."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docconvert
from docconvert.errors import InputError
from docconvert.model import Document, Emphasis, Paragraph, Ruby, Text, document_lines, spans
from docconvert.transforms.emphasis import find_emphasis

PIECES = [
    *"遼寧長安頭髮会议渡船山水，。：；！？,.:;!?()（）[]“”「」'\"*—…~ \t\n\u3000",
    *(
        "長(zhǎng)",
        "會(huì)(huì)",
        "礁（jiāo）",
        "安遼[ ān liáo ]",
        "西安(Xī'ān)",
        "會(hui)(hui)",
        "長（ㄔㄤˊ）",
        "__重點__",
        "重\u0323點\u0323",
        "**重點**",
        "第一章 ",
        "第二回",
        "* * *\n",
        "\n\n",
        "域?qū)I(yè)化",
    ),
    *(
        "\n《渡口》\n",
        "\n书名：渡口 作者：林小舟\n",
        "\n目录\n",
        "\n第一章 等船\n第二章 远山\n第三章 归帆\n",
        "第二节 远山……12\n",
        "\n一、检查范围\n",
        "\n1.2 水位\n",
        "\n二\n",
        "走了。三\n",
        "。12第三节 归帆",
        "\n- 12 -\n",
        "\n更多好书尽在www.example.com\n",
        "（更多好书尽在wＷw。example。coｍ）",
        "\x1b[32m",
        "\n2024年5月1日\n",
        "\n附件：1. 水位表\n",
        "江水向东流去，\n山月照我西归。\n" * 3,
        "渡船还没有来码头上的人都望着对岸那座灰色的小山和山\n" * 3,
        "\n    ",
        "=== 《渡口》 第二版 ===\n",
        "## 渡口\n",
        "汐浦县关于做好\n渡口检查工作的通知\n",
        "exam-\nple ",
    ),
    *("\x00", "\x0b", "\x1b", "\ufffe", "\u200b", "\U00020000", "é", "A1", "12:30", "\r\n", "\x85", "\u2028"),
]
sources = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
settings = st.builds(
    docconvert.Options,
    readings=st.sampled_from(["auto", "ruby", "inline", "drop", "keep"]),
    emphasis=st.sampled_from(["auto", "quotes", "marks", "off"]),
    punctuation=st.sampled_from(["auto", "keep", "full"]),
    headings=st.booleans(),
    heading_pattern=st.sampled_from([(), ("2=第.回",), ("1=.",)]),
    clean=st.sampled_from(["none", "noise"]),
)
WHITE = "\ufeff\u200b\u2060"
"""What has no width counts as white space at the ends of lines."""


def visible(text: str) -> Counter[str]:
    return Counter(character for character in text if not character.isspace() and character not in WHITE)


def shown(document: Document) -> str:
    """The document's text with readings as they are typed, the brackets half-width."""
    return "".join(
        f"{span.base}({span.reading})" if isinstance(span, Ruby) else span.text
        for line in document_lines(document)
        for span in spans(line)
    )


def half_width(text: str) -> str:
    """Return ``text`` with brackets in the one form that readings are shown in."""
    return text.translate(str.maketrans("（）[]［］", "()()()"))


@given(sources, settings)
def test_what_is_not_in_the_document_is_in_a_notice(source: str, options: docconvert.Options) -> None:
    notices: list[docconvert.Notice] = []
    try:
        document = docconvert.read(source, options=options, notify=notices.append)
    except InputError:
        return
    removed = "".join(notice.removed for notice in notices)
    added = "".join(notice.added for notice in notices)
    # form feeds and vertical tabs are line ends
    before = visible(half_width(source.replace("\x0b", "\n").replace("\x0c", "\n") + added))
    assert before == visible(half_width(shown(document) + removed))


@given(
    st.lists(st.sampled_from([*"这里概念丁戊", "“", "”", "**", "「", "」", "，"]), max_size=40).map("".join)
)
def test_emphasis_changes_no_character(line: str) -> None:
    removed: list[str] = []
    document = Document(blocks=(Paragraph((Text(line),)), Paragraph((Emphasis((Text("已有"),)), Text(line)))))
    for how in ("quotes", "auto", "marks"):
        found = find_emphasis(document, how, notify=lambda notice: removed.append(notice.removed))
        before, after = shown(document), shown(found)
        assert before.replace("*", "") == after.replace("*", "")
        assert before.count("*") == after.count("*") + sum(map(len, removed))
        removed.clear()


@given(sources, settings)
def test_the_same_text_gives_the_same_document(source: str, options: docconvert.Options) -> None:
    try:
        first = docconvert.read(source, options=options)
    except InputError as error:
        with pytest.raises(InputError, match=error.message):
            docconvert.read(source, options=options)
        return
    assert docconvert.read(source, options=options) == first


@given(sources)
def test_reading_what_was_written_loses_nothing_more(source: str) -> None:
    """The text of a document, read again as text, gives the same text but for what a notice says."""
    try:
        document = docconvert.read(source)
    except InputError:
        return
    again = "\n\n".join(shown(Document(blocks=(block,))) for block in document.blocks)
    notices: list[docconvert.Notice] = []
    try:
        second = docconvert.read(
            again, options=docconvert.Options(readings="keep", emphasis="off"), notify=notices.append
        )
    except InputError:
        return
    before = visible(half_width(again + "".join(notice.added for notice in notices)))
    assert before == visible(half_width(shown(second) + "".join(notice.removed for notice in notices)))


@given(sources.filter(str.strip))
def test_json_brings_back_the_same_document(source: str) -> None:
    try:
        document = docconvert.read(source)
    except InputError:
        return
    assert docconvert.read(docconvert.write(document, "json")) == document


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        docconvert.read(data)
    except docconvert.DocconvertError as caught:
        error = caught
    else:
        return
    assert error.message
    assert error.hint


@pytest.mark.parametrize("sign", ["*", "=", "《", "(", "?fàn)", "第", "一", "作者：", "。"])
def test_a_long_line_of_one_thing_is_read(sign: str) -> None:
    """It must not take for ever: a pattern that tries every way to part such a line would."""
    source = f"渡口\n{sign * 100_000}"
    document = docconvert.read(source, options=docconvert.Options(headings=False, emphasis="off"))
    assert len(shown(document)) > 1
