"""Documents for tests of DOCX, and what stands in the files."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import docx

import docconvert
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
    plain_text,
)
from docconvert.output import Output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docconvert.model import Block, Inline

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

NOTICE = Document(
    (Text("关于清点"), Ruby("藏", "cáng"), Text("书的通知")),
    (
        Paragraph((Text("秦未央　拟稿"),), "byline"),
        Paragraph((Text("图字〔2031〕8号"),), "number"),
        Paragraph((Text("各阅览室："),), "salutation"),
        Heading(1, (Text("一、清点的"), Emphasis((Text("范围"),)))),
        Paragraph(
            (
                Text("书架自东向西编号，“"),
                Emphasis((Text("凡有"), Ruby("重", "chóng"), Text("号的"))),
                Text("”先记下来……再逐本核对。"),
            )
        ),
        Heading(2, (Text("（一）旧书"),)),
        Separator(),
        Verse(((Text("纸比人老，"),), (Text("字比纸"), Ruby("长", "cháng"), Text("。")))),
        Paragraph((Text("注：破损的另放。"),), "note"),
        Paragraph((Text("附件：清点表"),), "attachment"),
        Paragraph((Text("北岸图书馆"),), "signature"),
        Paragraph((Text("2031年3月2日"),), "date"),
        Paragraph((Text("抄送：南岸图书馆"),), "copy"),
    ),
    Metadata("zh-Hans", author="秦未央"),
)


def written(document: Document, *settings: str, style: str = "default", **output: Any) -> bytes:
    """Return a document as DOCX, in a style with settings; the rest are fields of ``Output``."""
    look = docconvert.load_style(style, settings)
    return docconvert.write(document, "docx", style=look, output=Output(**output))


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def shown(*inlines: Inline, language: str = "zh-Hans") -> Any:
    """Write a document of one paragraph and return that paragraph's element."""
    document = Document((), (Paragraph(inlines),), Metadata(language))
    return opened(written(document)).paragraphs[0]._p


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def base_text(paragraph: Any) -> str:
    """The text of a paragraph without that of its readings."""
    if paragraph.tag == f"{WORD}rt":
        return ""
    own = {f"{WORD}t": paragraph.text or "", f"{WORD}tab": "\t", f"{WORD}br": "\n"}
    return own.get(paragraph.tag, "") + "".join(map(base_text, paragraph))


def block_texts(data: bytes) -> list[str]:
    """The text of each block: of paragraphs that have a style, and of the lines of a 版记."""
    blocks = opened(data).element.body.xpath("w:p[w:pPr/w:pStyle]|w:tbl/w:tr")
    return ["".join(map(base_text, block.iter(f"{WORD}p"))) for block in blocks]


def model_texts(document: Document) -> list[str]:
    title = [plain_text(document.title)] if document.title else []
    return [*map(block_text, document.above), *title, *map(block_text, document.below)]


def block_text(block: Block) -> str:
    match block:
        case Heading() | Paragraph():
            return plain_text(block.children)
        case Verse():
            return "\n".join(map(plain_text, block.lines))
        case Separator():
            return ""


def runs(paragraph: Any) -> list[tuple[str, str]]:
    """The text of each run with its hint."""
    return [
        (base_text(run), (run.xpath("string(w:rPr/w:rFonts/@w:hint)")))
        for run in paragraph.iter(f"{WORD}r")
        if run.find(f"{WORD}t") is not None
    ]


def hinted(paragraph: Any) -> str:
    return "".join(text for text, hint in runs(paragraph) if hint == "eastAsia")


def parts(data: bytes) -> dict[str, str]:
    """Return all parts of a package by name; they are all XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def sections(data: bytes) -> list[Any]:
    """Return the properties of each section."""
    return [section._sectPr for section in opened(data).sections]


def fields(markup: str) -> list[str]:
    """Return the instructions of all fields, in order."""
    return [found.strip() for found in re.findall("<w:instrText[^>]*>([^<]*)<", markup)]


def margin_text(markup: str) -> str:
    """Return what a header or footer shows, each field as its name in braces and tabs as such."""
    return "".join(_shown(markup))


def _shown(markup: str) -> Iterator[str]:
    inside = False
    tokens = (
        r'fldCharType="(begin|separate|end)"|<w:instrText[^>]*>([^<]*)<|<w:t(?: [^>]*)?>([^<]*)<|<w:(tab)/>'
    )
    for found in re.finditer(tokens, markup):
        mark, instruction, text, tab = found.groups()
        if mark:
            inside = mark == "separate"
        elif instruction:
            yield f"{{{instruction.strip()}}}"
        elif tab:
            yield "\t"
        elif not inside:
            yield text
