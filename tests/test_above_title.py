"""What stands above the title in a text stands above it in every format, too."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import docconvert
from docconvert.errors import InputError
from docconvert.merge import merge
from docconvert.model import Document, Heading, Paragraph, Text, document_lines, plain_text
from docxs import block_texts
from judges import epubcheck, pdf_text
from pdfs import numbered_chapters, saved

if TYPE_CHECKING:
    from pathlib import Path

    from docconvert.notices import Notice

TEXT = """\
汐浦县教育局文件

汐教发〔2024〕8号

汐浦县教育局关于做好开学准备工作的通知

各学校：

请于八月底以前完成检查。
"""
LINES = TEXT.split("\n\n")
LINES[-1] = LINES[-1].strip()
ABOVE = (Paragraph((Text("汐浦文丛之三"),)), Paragraph((Text("林小舟　著"),), "byline"))
BOOK = Document(
    (Text("潮信"),), (*ABOVE, Paragraph((Text("一九八六年"),), "date"), *numbered_chapters()), above_title=2
)
FRONT = ["汐浦文丛之三", "林小舟著", "潮信", "一九八六年"]


def lines_of(markup: str) -> list[str]:
    """Return the lines of text in markup."""
    body = re.search(r"<body.*?</body>", markup, re.DOTALL)
    assert body
    return [line for line in re.sub("<[^>]*>", "", body[0]).split("\n") if line.strip()]


def epub_part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(f"EPUB/{name}.xhtml").decode()


def test_the_order_of_the_text_is_kept(tmp_path: Path) -> None:
    document = docconvert.read(TEXT)
    assert document.above_title == 2
    assert [plain_text(line) for line in document_lines(document)] == LINES

    assert block_texts(docconvert.write(document, "docx")) == LINES
    assert lines_of(docconvert.write(document, "html").decode()) == LINES
    assert lines_of(epub_part(docconvert.write(document, "epub"), "text")) == LINES
    for style in ("default", "official"):
        shown = pdf_text(saved(document, tmp_path, style=style))
        assert "".join(shown.split()).startswith("".join(LINES))
    markdown = docconvert.write(document, "markdown").decode()
    assert markdown.startswith("汐浦县教育局文件\n\n汐教发〔2024〕8号\n\n# 汐浦县教育局关于")


def test_on_a_title_page_too(tmp_path: Path) -> None:
    pages = pdf_text(saved(BOOK, tmp_path)).split("\f")
    assert "".join(pages[0].split()) == "".join(FRONT)
    assert [text.replace("　", "") for text in block_texts(docconvert.write(BOOK, "docx"))][:4] == FRONT

    epub = docconvert.write(BOOK, "epub")
    assert [line.replace("　", "") for line in lines_of(epub_part(epub, "title"))] == FRONT
    assert 'href="title.xhtml"' in epub_part(epub, "nav")
    path = tmp_path / "book.epub"
    path.write_bytes(epub)
    epubcheck(path)


def test_a_rule_beside_the_title_is_left_out() -> None:
    told: list[Notice] = []
    document = docconvert.read(
        "汐浦文丛之三\n────────\n旧巷集\n文/林小舟\n渡船还没有来。", notify=told.append
    )
    assert docconvert.write(document, "tree").decode().splitlines()[1:] == [
        "p 汐浦文丛之三",
        "title 旧巷集",
        "p[byline] 文/林小舟",
        "p 渡船还没有来。",
    ]
    assert [notice.code for notice in told] == ["separator-set"]


def test_a_title_from_elsewhere_stands_first() -> None:
    document = docconvert.read(
        "汐浦文丛之三，二〇一九年印。\n\n　　渡船还没有来。", source="《旧巷集》作者：林小舟.txt"
    )
    assert (plain_text(document.title), document.above_title) == ("旧巷集", 0)


def test_a_title_that_is_given_stands_where_the_other_stood() -> None:
    document = docconvert.read(TEXT, options=docconvert.Options(title="开学通知"))
    assert [plain_text(line) for line in document_lines(document)][:3] == [*LINES[:2], "开学通知"]


def test_without_a_title_nothing_stands_above_it() -> None:
    document = replace(BOOK, title=())
    assert document.above == ()
    assert document.below == document.blocks
    assert docconvert.write(document, "tree").decode().splitlines()[1] == "p 汐浦文丛之三"


def test_a_chapter_of_a_book_begins_with_its_title() -> None:
    told: list[Notice] = []
    parts = [docconvert.read(TEXT), Document((Text("跋"),), (Paragraph((Text("船到了。"),)),))]
    made = merge(parts, name="文件汇编", notify=told.append)
    assert made.blocks[0] == Heading(1, (Text(LINES[2]),))
    assert [plain_text(line) for line in document_lines(made)][2:4] == LINES[:2]
    assert [notice.code for notice in told] == ["title-moved", "title-made"]


@pytest.mark.parametrize("count", [-1, 4, True, "1", None, 1.0])
def test_a_count_that_cannot_be_is_refused(count: object) -> None:
    document = replace(BOOK, above_title=count)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"above_title is .*before the first heading, 0 to 3 here"):
        docconvert.write(document, "tree")
    right = docconvert.write(BOOK, "json").decode()
    shown = {True: "true", None: "null", "1": '"1"'}.get(count, str(count))  # type: ignore[call-overload]
    wrong = right.replace('"above_title": 2', f'"above_title": {shown}')
    assert wrong != right
    with pytest.raises(InputError, match="above_title: it counts blocks before the first heading"):
        docconvert.read_json(wrong.encode())
