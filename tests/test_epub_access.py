"""EPUBs can be read by everybody: DAISY's Ace finds no fault."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

import docconvert
import judges
from docconvert.model import Document, Heading, Metadata, Paragraph, Ruby, Separator, Text, Verse
from docconvert.options import Options
from docconvert.output import Output
from docconvert.writers.package import pack, unpack

EXAMPLES = Path(__file__).parents[1] / "examples"

LONG = Paragraph((Text("溪水從山上下來，" * 150),))
VOLUMES = Document(
    (Text("山居記"),),
    (
        Paragraph((Text("林遠山"),), "byline"),
        Heading(1, (Text("卷一"),)),
        *(block for name in ("春", "夏", "秋") for block in (Heading(2, (Text(name),)), LONG)),
        Heading(5, (Text("附記"),)),
        Separator(),
        Verse(((Text("水從山上來，"),), (Text("人從"), Ruby("渡", "dù"), Text("口回。")))),
        Paragraph((Text("二〇二四年三月五日"),), "date"),
    ),
    Metadata("zh-Hant", author="林遠山"),
)


def example(name: str, readings: bool = False) -> Document:
    options = Options(readings="ruby") if readings else Options()
    return docconvert.read((EXAMPLES / name).read_bytes(), options=options, source=name)


@pytest.mark.parametrize(
    ("document", "output"),
    [
        (example("news.txt", readings=True), Output()),
        (example("notice.txt"), Output()),
        (example("story.txt"), Output(writing="vertical")),
        (VOLUMES, Output()),
    ],
    ids=["readings", "notice", "vertical", "volumes"],
)
def test_nothing_keeps_anybody_from_reading(document: Document, output: Output, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(docconvert.write(document, "epub", output=output))
    judges.ace(path, tmp_path)


def with_cover(folder: Path, output: Output) -> bytes:
    cover, data = folder / "cover.png", io.BytesIO()
    Image.new("RGB", (60, 96), (30, 60, 90)).save(data, "PNG")
    cover.write_bytes(data.getvalue())
    return docconvert.write(VOLUMES, "epub", output=replace(output, cover=str(cover)))


def test_a_cover_keeps_nobody_from_reading(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(with_cover(tmp_path, Output(writing="vertical")))
    judges.ace(path, tmp_path)


def test_ace_says_what_is_wrong(tmp_path: Path) -> None:
    """A picture without a word for those who do not see it."""
    path = tmp_path / "book.epub"
    parts = dict(unpack(with_cover(tmp_path, Output())))
    parts["EPUB/cover.xhtml"] = re.sub(rb' alt="[^"]*"', b"", parts["EPUB/cover.xhtml"])
    path.write_bytes(pack(parts.items()))
    with pytest.raises(AssertionError, match=r"Ace does not pass .*\n  cover\.xhtml: \w+: "):
        judges.ace(path, tmp_path)
