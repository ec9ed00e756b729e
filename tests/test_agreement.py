"""PDF, DOCX, EPUB, HTML and Markdown of a text hold the same characters, and those of the model."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import docx
import html5lib
import pytest

import docconvert
from docconvert.model import document_lines, plain_text
from judges import Box, pdf_text
from markups import html_lines, markdown_lines

if TYPE_CHECKING:
    from docconvert.model import Document

EXAMPLES = Path(__file__).parent.parent / "examples"
BODY = Box(0, 60, 596, 720)
XHTML = "{http://www.w3.org/1999/xhtml}"


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def model_text(document: Document) -> str:
    return squeezed("".join(map(plain_text, document_lines(document))))


def docx_text(data: bytes) -> str:
    """All text of the body but that of readings (``w:rt``)."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    body: Any = docx.Document(io.BytesIO(data)).element.body
    inside_readings = {text for reading in body.iter(f"{word}rt") for text in reading.iter(f"{word}t")}
    return squeezed("".join(t.text or "" for t in body.iter(f"{word}t") if t not in inside_readings))


def epub_text(data: bytes) -> str:
    """All text of the spine's pages in order, but that of readings and of the contents."""
    opf = "{http://www.idpf.org/2007/opf}"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".opf"))
        package = ET.fromstring(archive.read(name))
        items = {item.get("id"): item for item in package.iter(f"{opf}item")}
        pages = [items[ref.get("idref")] for ref in package.iter(f"{opf}itemref")]
        folder = name.rpartition("/")[0]
        return squeezed(
            "".join(
                page_text(archive.read(f"{folder}/{page.get('href')}"))
                for page in pages
                if "nav" not in (page.get("properties") or "")
            )
        )


def page_text(data: bytes) -> str:
    body = ET.fromstring(data).find(f"{XHTML}body")
    assert body is not None

    def text(element: ET.Element) -> str:
        inside = "" if element.tag == f"{XHTML}rt" else (element.text or "") + "".join(map(text, element))
        return inside + (element.tail or "")

    return text(body)


@pytest.mark.parametrize("script", ["keep", "hans", "hant-tw"])
@pytest.mark.parametrize("name", ["news", "notice", "story"])
def test_the_formats_agree(name: str, script: str, tmp_path: Path) -> None:
    data = (EXAMPLES / f"{name}.txt").read_bytes()
    options = docconvert.Options(script=script)  # type: ignore[arg-type]
    document = docconvert.read(data, options=options)
    text = model_text(document)
    path = tmp_path / "example.pdf"
    path.write_bytes(docconvert.write(document, "pdf"))
    assert squeezed(pdf_text(path, crop=BODY)) == text
    assert docx_text(docconvert.write(document, "docx")) == text
    assert epub_text(docconvert.write(document, "epub")) == text
    page = html5lib.parse(docconvert.write(document, "html"), namespaceHTMLElements=False)
    assert squeezed("".join(line.text for line in html_lines(page.find("body")))) == text
    markdown = docconvert.write(document, "markdown").decode()
    assert squeezed("".join(line.text for line in markdown_lines(markdown))) == text


def test_readings_change_no_base_text() -> None:
    data = (EXAMPLES / "news.txt").read_bytes()
    plain = docconvert.read(data)
    ruby = docconvert.read(data, options=docconvert.Options(readings="ruby"))
    assert model_text(plain) == model_text(ruby)
    assert docx_text(docconvert.write(ruby, "docx")) == model_text(plain)
    assert epub_text(docconvert.write(ruby, "epub")) == model_text(plain)
