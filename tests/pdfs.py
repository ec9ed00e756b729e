"""Documents for tests of PDF, and what other programs see in the files."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree

import pypdf

import docconvert
from docconvert.model import Document, Heading, Inlines, Metadata, Paragraph, Ruby, Text
from docconvert.output import Output
from judges import pdf_layout

if TYPE_CHECKING:
    from docconvert.model import Block, Level, Role

EXAMPLES = Path(__file__).parent.parent / "examples"

PROSE = (
    "沈未到岛上那天，风从西南来。渡船迟了一个时辰，码头上只有一个卖鱼的老人，竹篮里的鱼还在跳。"
    "“灯塔在哪一头？”她问。老人朝雾里指了指：“沿着石阶往上走，走到没有石阶的地方——就到了。”"
    "她谢过老人，提着箱子上山。箱子里是三本《潮位簿》、一支钢笔和一盏煤油灯；别的东西，姑母说，岛上都有。"
    "石阶一共二百一十七级，她数到一半便忘了，只好从头再数……雾散开的时候，灯塔忽然立在面前（比画上矮得多）。"
)
"""Four sentences of a story, with most marks."""


def paragraph(text: str, role: Role = "body") -> Paragraph:
    return Paragraph((Text(text),), role)


def heading(level: Level, text: str) -> Heading:
    return Heading(level, (Text(text),))


def document(*blocks: Block | str, title: str = "", language: str = "zh-Hans", author: str = "") -> Document:
    """Return a document of blocks; a string is a paragraph."""
    made = tuple(paragraph(block) if isinstance(block, str) else block for block in blocks)
    about = Metadata(language=language, author=author)
    return Document((Text(title),) if title else (), made, about)


def numbered_chapters(count: int = 4, paragraphs: int = 9, sections: int = 2) -> tuple[Block, ...]:
    """Return chapters of more than a page each, with sections below them."""
    blocks: list[Block] = []
    for number in "一二三四五六七八九"[:count]:
        blocks.append(heading(1, f"第{number}章　守塔的第{number}年"))
        for section in "一二三"[:sections]:
            blocks += [heading(2, f"第{section}节"), *[paragraph(PROSE)] * (paragraphs // sections)]
    return tuple(blocks)


BOOK = document(*numbered_chapters(), title="潮位簿", author="林小舟")
"""A book: four chapters of two pages, two sections each."""


def with_readings(text: str, reading: str = "jiāo") -> Inlines:
    """Return a text with a reading at every Han character."""
    return tuple(Ruby(c, reading) if "\u4e00" <= c <= "\u9fff" else Text(c) for c in text)


def written(document: Document, *settings: str, style: str = "default", **output: Any) -> bytes:
    """Return a document as PDF, in a style with settings; the rest are fields of ``Output``."""
    look = docconvert.load_style(style, settings)
    return docconvert.write(document, "pdf", style=look, output=Output(**output))


def saved(document: Document, folder: Path, *settings: str, style: str = "default", **output: Any) -> Path:
    path = folder / "document.pdf"
    path.write_bytes(written(document, *settings, style=style, **output))
    return path


def read(data: bytes | Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(data if isinstance(data, Path) else io.BytesIO(data), strict=True)


def xmp(data: bytes) -> dict[str, str]:
    """Return the properties in the XMP packet by qualified name, such as ``pdfaid:part``."""
    root: Any = read(data).trailer["/Root"]
    packet = ElementTree.fromstring(root["/Metadata"].get_object().get_data())
    (description,) = (
        each
        for each in packet.iter()
        if each.tag.endswith("}Description") and each[0].tag.endswith("}format")
    )
    names = {
        "http://purl.org/dc/elements/1.1/": "dc",
        "http://ns.adobe.com/pdf/1.3/": "pdf",
        "http://ns.adobe.com/xap/1.0/": "xmp",
        "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
        "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    }
    found: dict[str, str] = {}
    for entry in description:
        space, _, name = entry.tag[1:].partition("}")
        found[f"{names[space]}:{name}"] = "".join(entry.itertext()).strip()
    return found


class Word(NamedTuple):
    """Characters without a gap, and where they stand, in points from the top left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half way from left to right."""
        return (self.left + self.right) / 2


def words_by_page(path: Path, *, last: int = 0) -> list[list[Word]]:
    """Return the words of each page as ``pdftotext -bbox`` sees them, or up to the ``last`` page."""
    row = r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>'
    pages: list[list[Word]] = []
    for page in pdf_layout(path, last=last).split("<page ")[1:]:
        found = re.findall(row, page)
        pages.append([Word(unescape(text), *map(float, places)) for *places, text in found])
    return pages


def lines_of(words: list[Word]) -> list[list[Word]]:
    """Return the words of horizontal lines, from the top down and from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        if (
            lines
            and word.top + word.bottom - (lines[-1][0].top + lines[-1][0].bottom) < word.bottom - word.top
        ):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def upright(word: Word, size: float) -> Word:
    """Return where upright characters of a vertical line stand.

    Poppler places their boxes by where a horizontal line would begin: half an em to the right, one above.
    """
    left, top, right, bottom = word[1:]
    return Word(word.text, left - size / 2, top + size, right - size / 2, bottom + size)
