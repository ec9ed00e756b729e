"""What Word makes of a DOCX where others forgive: tabs, fonts of marks, sections, reference documents."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.enum.section import WD_SECTION

import docconvert
from docconvert import Output
from docconvert.errors import StyleError
from docconvert.model import Document, Heading, Metadata, Paragraph, Text
from docconvert.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EAST_ASIAN = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'


def _chapter(name: str) -> tuple[Heading, Paragraph]:
    return Heading(1, (Text(name),)), Paragraph((Text("渡口的灯亮了又灭，船还没有来。" * 80),))


BOOK = Document(
    (Text("“渡口”记"),),
    tuple(block for name in ("1", "“灯”", "3") for block in _chapter(name)),
    Metadata("zh-Hans"),
)


def _written(*settings: str, output: Output | None = None, document: Document = BOOK) -> dict[str, str]:
    data = docconvert.write(document, "docx", style=docconvert.load_style(settings=settings), output=output)
    return _parts(data)


def _parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def _style(parts: dict[str, str], name: str) -> str:
    (found,) = re.findall(
        rf'<w:style [^>]*>\s*<w:name w:val="{name}"/>.*?</w:style>', parts["word/styles.xml"], re.DOTALL
    )
    return str(found)


def test_marks_in_entries_heads_and_numbers_are_chinese() -> None:
    parts = _written(
        "header.show=always", "page-number.format=— {page} —", output=Output(contents="yes", toc_pages=True)
    )
    entries = parts["word/document.xml"].split("</w:sdt>")[0]
    assert f"<w:r>{EAST_ASIAN}<w:t>“灯”</w:t></w:r><w:r><w:tab/></w:r>" in entries
    assert f"<w:r>{EAST_ASIAN}<w:t>“渡口”记</w:t></w:r>" in parts["word/header-text-default.xml"]
    footer = parts["word/footer-text-default.xml"]
    assert f'<w:r>{EAST_ASIAN}<w:t xml:space="preserve">— </w:t></w:r>' in footer
    assert f'<w:r>{EAST_ASIAN}<w:t xml:space="preserve"> —</w:t></w:r>' in footer


@pytest.mark.parametrize("text", ["他停了停――走了。", "甲‧乙", "甲•乙", "角为五′三″"])
def test_other_marks_of_both_fonts_are_chinese_too(text: str) -> None:
    document = Document((), (Paragraph((Text(text),)),), Metadata("zh-Hans"))
    assert f"<w:r>{EAST_ASIAN}<w:t>{text}</w:t></w:r>" in _written(document=document)["word/document.xml"]


def test_no_indent_stops_the_tab_behind_a_short_heading() -> None:
    parts = _written(output=Output(contents="yes", toc_pages=True))
    for level in (1, 2, 3):
        style = _style(parts, f"toc {level}")
        assert "hanging" not in style
        assert f'w:left="{(level - 1) * 240}"' in style


def test_a_title_without_a_page_of_its_own_ends_before_an_odd_page() -> None:
    text = _written("chapter.start=odd-page", "title-page.show=never", output=Output(contents="no"))[
        "word/document.xml"
    ]
    title, *others = re.findall(r"<w:p>.*?</w:p>", text)
    assert "<w:sectPr>" in title
    assert '<w:pStyle w:val="Heading1"/>' in others[0]
    kinds = re.findall(r'<w:type w:val="(\w+)"/>', text)
    assert kinds == ["nextPage", "oddPage", "oddPage", "oddPage"]


@pytest.mark.parametrize(("size", "fits"), [("558.8mm x 200mm", True), ("200mm x 559mm", False)])
def test_a_page_is_at_most_as_large_as_in_word(size: str, fits: bool) -> None:
    if fits:
        assert 'w:w="31680"' in _written(f"page.size={size}")["word/document.xml"]
    else:
        with pytest.raises(StyleError, match="larger than one in Word"):
            _written(f"page.size={size}")


def _edited(data: bytes, part: str, edit: Callable[[str], str]) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edit(content.decode()) if name == part else content)
    return changed.getvalue()


def _reference(path: Path, *, sections: int = 1) -> Path:
    reference = docx.Document()
    reference.sections[0].header.paragraphs[0].text = "渡口文社"
    for _ in range(sections - 1):
        reference.add_section(WD_SECTION.NEW_PAGE)
    reference.save(str(path))
    return path


def test_headers_of_an_earlier_section_are_those_of_the_last(tmp_path: Path) -> None:
    path = _reference(tmp_path / "reference.docx", sections=3)
    parts = _written(output=Output(reference_doc=str(path)))
    (relation,) = set(re.findall(r'<w:headerReference [^>]*r:id="(\w+)"', parts["word/document.xml"]))
    (target,) = re.findall(
        rf'Id="{relation}"[^>]*Target="([^"]+)"', parts["word/_rels/document.xml.rels"]
    ) or re.findall(rf'Target="([^"]+)"[^>]*Id="{relation}"', parts["word/_rels/document.xml.rels"])
    assert "渡口文社" in parts[f"word/{target}"]


def test_styles_with_other_capitals_are_found(tmp_path: Path) -> None:
    path = _reference(tmp_path / "reference.docx")
    path.write_bytes(
        _edited(
            path.read_bytes(),
            "word/styles.xml",
            lambda text: re.sub(r'<w:name w:val="heading (\d)"/>', r'<w:name w:val="Heading \1"/>', text),
        )
    )
    styles = _written(output=Output(reference_doc=str(path)))["word/styles.xml"]
    assert 'w:val="Heading 1"' in styles
    assert 'w:val="heading 1"' not in styles


def test_a_reference_with_markup_of_another_prefix_is_refused(tmp_path: Path) -> None:
    path = _reference(tmp_path / "reference.docx")
    path.write_bytes(
        _edited(
            path.read_bytes(),
            "word/document.xml",
            lambda text: re.sub(r"(</?|[\s])w:", r"\1n:", text).replace("xmlns:w=", "xmlns:n="),
        )
    )
    with pytest.raises(StyleError, match="not w:body"):
        _written(output=Output(reference_doc=str(path)))


def test_a_template_with_a_header_of_its_own_keeps_its_first_page(tmp_path: Path) -> None:
    shutil.copytree(resource("templates") / "default", tmp_path / "own")
    document = tmp_path / "own" / "docx" / "word" / "document.xml"
    document.write_text(
        document.read_text(encoding="utf-8").replace(
            "<w:sectPr/>",
            '<w:sectPr><w:headerReference w:type="first" r:id="rId9"/><w:titlePg/></w:sectPr>',
        ),
        encoding="utf-8",
    )
    header = tmp_path / "own" / "docx" / "word" / "header9.xml"
    header.write_text(
        '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:p><w:r><w:t>渡口文社</w:t></w:r></w:p></w:hdr>",
        encoding="utf-8",
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
    relations = tmp_path / "own" / "docx" / "word" / "_rels" / "document.xml.rels"
    relations.write_text(
        relations.read_text(encoding="utf-8").replace(
            "</Relationships>",
            f'<Relationship Id="rId9" Type="{kind}" Target="header9.xml"/></Relationships>',
        ),
        encoding="utf-8",
    )
    types = tmp_path / "own" / "docx" / "[Content_Types].xml"
    types.write_text(
        types.read_text(encoding="utf-8").replace(
            "</Types>",
            '<Override PartName="/word/header9.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/></Types>',
        ),
        encoding="utf-8",
    )
    data = docconvert.write(BOOK, "docx", style=docconvert.load_style(str(tmp_path / "own")))
    last = _parts(data)["word/document.xml"].rsplit("<w:sectPr>", 1)[1]
    assert 'w:type="first"' in last
    assert "<w:titlePg/>" in last
