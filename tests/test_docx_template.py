"""A template's own ``docx`` folder: what is its own stays, and what is broken in it is refused."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

import docconvert
from docconvert.errors import StyleError
from docconvert.resources import resource
from docconvert.writers.docx import wrote
from docxs import NOTICE, base_text, model_texts, opened, part, parts, written
from pdfs import BOOK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docconvert.model import Document


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template that has a copy of the default's parts."""
    (tmp_path / "style.toml").touch()
    shutil.copytree(resource("templates", "default") / "docx", tmp_path / "docx")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_template_keeps_what_is_its_own(template: Path) -> None:
    styles, document = template / "docx/word/styles.xml", template / "docx/word/document.xml"
    change(styles, 'w:styleId="Verse"', 'w:styleId="a&amp;1"')
    own = '<w:rPr><w:rFonts w:asciiTheme="minorHAnsi"/><w:color w:val="800000"/></w:rPr></w:style>'
    before, title, behind = styles.read_text("utf-8").partition('w:styleId="Title">')
    styles.write_text(before + title + behind.replace("</w:style>", own, 1), "utf-8")
    change(document, "<w:sectPr/>", "<w:p><w:r><w:t>範本</w:t></w:r></w:p><w:sectPr/>")
    data = docconvert.write(NOTICE, "docx", style=docconvert.load_style(str(template)))
    made = opened(data)
    assert [base_text(paragraph._p) for paragraph in made.paragraphs] == model_texts(NOTICE)
    assert made.paragraphs[8].style.name == "Verse"
    assert str(made.styles["Title"].font.color.rgb) == "800000"
    assert "asciiTheme" not in part(data, "word/styles.xml")


FOOTER = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"


@pytest.mark.parametrize("made", [NOTICE, BOOK], ids=["notice", "book"])
def test_a_template_keeps_a_footer_of_its_own(template: Path, made: Document) -> None:
    word = template / "docx/word"
    (word / "foot.xml").write_text(
        '<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:p><w:r><w:t>北岸图书馆印</w:t></w:r></w:p></w:ftr>",
        "utf-8",
    )
    change(
        template / "docx/[Content_Types].xml",
        "</Types>",
        '<Override PartName="/word/foot.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>',
    )
    relation = f'<Relationship Id="rId77" Type="{FOOTER}" Target="foot.xml"/></Relationships>'
    change(word / "_rels/document.xml.rels", "</Relationships>", relation)
    own = '<w:sectPr><w:footerReference w:type="default" r:id="rId77"/></w:sectPr>'
    change(word / "document.xml", "<w:sectPr/>", own)
    data = docconvert.write(made, "docx", style=docconvert.load_style(str(template)))
    (foot,) = opened(data).sections[-1].footer.paragraphs
    assert foot.text == "北岸图书馆印"
    assert not [name for name in parts(data) if "footer-" in name or "header-" in name]


def test_a_template_needs_no_core_properties(template: Path) -> None:
    folder = template / "docx"
    rels = (folder / "_rels/.rels").read_text("utf-8")
    (folder / "_rels/.rels").write_text(re.sub(".*core-properties.*\n", "", rels), "utf-8")
    data = docconvert.write(NOTICE, "docx", style=docconvert.load_style(str(template)))
    assert opened(data).core_properties.author == "秦未央"
    assert "python-docx" not in part(data, "docProps/core.xml")


def test_a_template_cannot_say_what_wrote_the_file(template: Path) -> None:
    folder, made = template / "docx", docconvert.load_style(str(template))
    (folder / "docProps/app.xml").write_text("<Properties><Application>Other</Application></Properties>")
    kind = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    override = f'<Override PartName="/docProps/app.xml" ContentType="{kind}"/></Types>'
    change(folder / "[Content_Types].xml", "</Types>", override)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"
    end = f'<Relationship Id="rId9" Type="{relation}" Target="docProps/app.xml"/></Relationships>'
    change(folder / "_rels/.rels", "</Relationships>", end)
    data = docconvert.write(NOTICE, "docx", style=made)
    assert wrote(data)
    assert "Other" not in part(data, "docProps/app.xml")


def without_body(folder: Path) -> None:
    text = (folder / "word/document.xml").read_text("utf-8")
    (folder / "word/document.xml").write_text(re.sub("(?s)<w:body>.*</w:body>", "", text), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (shutil.rmtree, None),
        (lambda folder: (folder / "[Content_Types].xml").unlink(), "Content_Types"),
        (lambda folder: (folder / "word/document.xml").write_text("<w:document>"), "docx: "),
        (
            lambda folder: change(folder / "[Content_Types].xml", "document.main", "template.main"),
            "not a Word",
        ),
        (without_body, "no body"),
        (
            lambda folder: change(folder / "word/styles.xml", '"Verse"/>', '"Poem"/>'),
            "no paragraph style 'Verse'",
        ),
        (
            lambda folder: change(
                folder / "word/styles.xml", '"character" w:styleId="E', '"paragraph" w:styleId="E'
            ),
            "no character style 'Emphasis'",
        ),
    ],
)
def test_a_broken_template_is_refused(
    template: Path, spoil: Callable[[Path], object], message: str | None
) -> None:
    spoil(template / "docx")
    style = docconvert.load_style(str(template))
    if message is None:  # a template without parts of its own has the default's
        assert docconvert.write(NOTICE, "docx", style=style) == written(NOTICE)
        return
    with pytest.raises(StyleError, match=message) as caught:
        docconvert.write(NOTICE, "docx", style=style)
    assert str(template) in caught.value.message
    assert "default template" in caught.value.hint
