"""The examples, as every format shows them; review the files as diffs when they change."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import docconvert
from docconvert.writers.area import text_area
from docconvert.writers.pdf.compose import compose
from docconvert.writers.pdf.fonts import FontBook

if TYPE_CHECKING:
    from conftest import Golden
    from docconvert.model import Document

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = ("news", "notice", "story")
PARTS = (".xml", ".rels", ".opf", ".ncx", ".css")


def example(name: str, readings: str = "auto") -> Document:
    path = EXAMPLES / f"{name}.txt"
    options = docconvert.Options(readings=readings)  # type: ignore[arg-type]
    return docconvert.read(path.read_bytes(), source=path.name, options=options)


@pytest.mark.parametrize("name", NAMES)
def test_tree_and_json(golden: Golden, name: str) -> None:
    document = example(name)
    golden.check(f"{name}.tree", docconvert.write(document, "tree").decode())
    golden.check(f"{name}.json", docconvert.write(document, "json").decode())


@pytest.mark.parametrize("name", NAMES)
def test_pdf_lines(golden: Golden, name: str) -> None:
    """Where lines and pages break; a line shows its place and what stretches it."""
    style = docconvert.load_style()
    document = example(name)
    book = FontBook(document.metadata.language)
    rows: list[str] = []
    area = text_area(style, vertical=False)
    for page in compose(document, style, docconvert.Output(), book, area):
        rows.append(f"{page.part} {page.number}")
        for placed in page.lines:
            line, text = placed.line, placed.paragraph.text
            along = line.x * placed.paragraph.size / 1000
            place = f"{along:7.2f} {placed.across:7.2f} {line.stretch:5.1f}"
            rows.append(f"  {place} {placed.paragraph.tag:5} {text[line.start : line.end]}".rstrip())
    golden.check(f"{name}.pdf.txt", "\n".join(rows) + "\n")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("to", ["docx", "epub"])
def test_package_parts(golden: Golden, name: str, to: str) -> None:
    """All parts of one example; of the others only those that hold text."""
    data = docconvert.write(example(name, readings="ruby"), to)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            if part.endswith(("document.xml", ".xhtml")) or (name == "story" and part.endswith(PARTS)):
                text = archive.read(part).decode("utf-8")
                golden.check(f"{name}.{to}/{part.replace('[', '').replace(']', '')}", readable(text))


@pytest.mark.parametrize(
    ("name", "style", "settings", "output"),
    [
        ("notice", "official", (), docconvert.Output()),
        ("story", "default", ("header.show=always",), docconvert.Output(contents="yes", toc_pages=True)),
        ("story", "default", (), docconvert.Output(writing="vertical")),
    ],
    ids=["official", "contents", "vertical"],
)
def test_docx_as_styles_and_output_have_it(
    golden: Golden,
    request: pytest.FixtureRequest,
    name: str,
    style: str,
    settings: tuple[str, ...],
    output: docconvert.Output,
) -> None:
    """The parts of a DOCX that styles and output decide on."""
    data = docconvert.write(
        example(name), "docx", style=docconvert.load_style(style, settings), output=output
    )
    kind = request.node.callspec.id
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            if re.fullmatch("word/(document|styles|header-.*|footer-.*)[.]xml", part):
                golden.check(f"{name}-{kind}.docx/{part}", readable(archive.read(part).decode()))


def readable(markup: str) -> str:
    """One element of running text a line, so that a diff shows what changed; the seal says nothing more."""
    markup = re.sub("sha256-[0-9a-f]{64}", "sha256-…", markup)
    for end in ("</w:p>", "</w:pPr>", "</p>", "/>"):
        markup = markup.replace(end, f"{end}\n")
    return "\n".join(line.rstrip() for line in markup.splitlines() if line.strip()) + "\n"
