"""The cover of an EPUB is the user's picture, and what is none is refused before a book is made."""

from __future__ import annotations

import io
import re
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image

import docconvert
import judges
from docconvert.errors import UsageError
from docconvert.output import Output
from docconvert.writers.package import unpack

if TYPE_CHECKING:
    from pathlib import Path

    from docconvert.notices import Notice

STORY = docconvert.read("渡口\n\n第一章 霜降\n\n水從山上下來。".encode(), source="渡口.txt")


def picture(kind: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (60, 96), (30, 60, 90)).save(data, kind)
    return data.getvalue()


def parts_with(path: Path) -> dict[str, bytes]:
    data = docconvert.write(STORY, "epub", output=Output(cover=str(path)))
    return {name.removeprefix("EPUB/"): part for name, part in unpack(data)}


@pytest.mark.parametrize(
    ("kind", "name", "media_type"), [("PNG", "cover.png", "image/png"), ("JPEG", "cover.jpg", "image/jpeg")]
)
def test_a_picture_is_shown_first(kind: str, name: str, media_type: str, tmp_path: Path) -> None:
    path = tmp_path / "picture"  # its content tells, not its name
    path.write_bytes(picture(kind))
    parts = parts_with(path)
    assert parts[name] == path.read_bytes()
    package = parts["content.opf"].decode()
    item = re.search(rf'<item href="{re.escape(name)}"[^>]*>', package)
    assert item
    assert f'media-type="{media_type}"' in item[0]
    assert 'properties="cover-image"' in item[0]
    assert re.findall('<itemref idref="([^"]+)"', package) == ["cover", "text"]
    assert f'<img src="{name}" alt="渡口 封面"' in parts["cover.xhtml"].decode()
    assert '<a epub:type="cover" href="cover.xhtml">封面</a>' in parts["nav.xhtml"].decode()


def test_what_is_said_of_access_is_true(tmp_path: Path) -> None:
    path = tmp_path / "cover.png"
    path.write_bytes(picture("PNG"))
    modes = re.compile('schema:accessMode">(\\w+)<')
    with_cover = parts_with(path)["content.opf"].decode()
    without = dict(unpack(docconvert.write(STORY, "epub")))["EPUB/content.opf"].decode()
    assert modes.findall(with_cover) == ["textual", "visual"]
    assert modes.findall(without) == ["textual"]
    assert "除封面外" in with_cover
    assert "沒有圖片" in without


def huge_png() -> bytes:
    """A picture of 30,000 by 30,000 dots, all of them black."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">2I5B", 30_000, 30_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no PNG or JPEG"),
        ("春".encode(), "no PNG or JPEG"),
        (picture("GIF"), "no PNG or JPEG"),
        (picture("PNG")[:80], "damaged"),
        (picture("JPEG")[:300], "damaged"),
        (picture("PNG") + b"\0" * 10_000_000, "larger than 10 MB"),
        (huge_png(), "too many dots"),
    ],
    ids=["empty", "text", "gif", "half a png", "half a jpeg", "large", "many dots"],
)
def test_what_is_no_cover_is_refused(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "cover.png"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=message) as caught:
        parts_with(path)
    assert str(path) in caught.value.message
    assert caught.value.hint


def test_a_file_that_is_not_there_is_refused_before_any_work(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.png"):
        with pytest.raises(UsageError, match="no such file"):
            Output(cover=str(path))


def test_other_formats_say_that_they_have_none(tmp_path: Path) -> None:
    path = tmp_path / "cover.png"
    path.write_bytes(picture("PNG"))
    told: list[Notice] = []
    docconvert.write(STORY, "docx", output=Output(cover=str(path)), notify=told.append)
    assert "docx has no cover" in [notice.message for notice in told]


@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
def test_the_official_checker_finds_nothing(writing: str, tmp_path: Path) -> None:
    cover, path = tmp_path / "cover.jpg", tmp_path / "book.epub"
    cover.write_bytes(picture("JPEG"))
    output = Output(cover=str(cover), writing="vertical" if writing == "vertical" else "horizontal")
    path.write_bytes(docconvert.write(STORY, "epub", output=output))
    judges.epubcheck(path)
