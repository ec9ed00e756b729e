"""The cover of an EPUB is the user's picture, and what is none is refused before a book is made."""

from __future__ import annotations

import io
import re
import struct
import time
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops

import docconvert
import judges
from docconvert.errors import UsageError
from docconvert.model import Metadata, Paragraph, Text
from docconvert.output import Output
from docconvert.writers.epub.jacket import _set, _Unit
from docconvert.writers.orient import Stand
from docconvert.writers.package import unpack

if TYPE_CHECKING:
    from pathlib import Path

    from docconvert.notices import Notice
    from docconvert.output import Writing

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


def test_the_cover_does_not_stand_at_the_edge_of_a_vertical_book(tmp_path: Path) -> None:
    """As a block of vertical lines it would stand where those begin, at the right."""
    path = tmp_path / "cover.png"
    path.write_bytes(picture("PNG"))
    parts = parts_with(path)
    opening = {name: re.search(rb"<html[^>]*>", part) for name, part in parts.items() if ".xhtml" in name}
    assert [name for name, tag in opening.items() if tag and b'class="level"' in tag[0]] == ["cover.xhtml"]
    assert re.search(
        r"^html\.level \{[^}]* writing-mode: horizontal-tb;", parts["book.css"].decode(), re.MULTILINE
    )


def test_what_is_said_of_access_is_true(tmp_path: Path) -> None:
    path = tmp_path / "cover.png"
    path.write_bytes(picture("PNG"))
    modes = re.compile('schema:accessMode">(\\w+)<')
    with_cover = parts_with(path)["content.opf"].decode()
    without = drawn(cover="none")["content.opf"].decode()
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
    for cover, expected in ((str(path), ["docx has no cover"]), ("none", []), ("auto", [])):
        told: list[Notice] = []
        docconvert.write(STORY, "docx", output=Output(cover=cover), notify=told.append)
        assert [notice.message for notice in told if notice.code == "output-ignored"] == expected


def drawn(
    document: docconvert.Document = STORY, *, cover: str = "drawn", writing: Writing = "horizontal"
) -> dict[str, bytes]:
    data = docconvert.write(document, "epub", output=Output(cover=cover, writing=writing))
    return {name.removeprefix("EPUB/"): part for name, part in unpack(data)}


def titled(title: str, author: str = "", language: str = "zh-Hant") -> docconvert.Document:
    metadata = Metadata(language=language, author=author)
    return docconvert.Document((Text(title),), (Paragraph((Text("水從山上下來。"),)),), metadata)


def opened_cover(document: docconvert.Document, writing: Writing = "horizontal") -> Image.Image:
    return Image.open(io.BytesIO(drawn(document, writing=writing)["cover.png"])).convert("RGB")


def label(cover: Image.Image) -> tuple[int, int, int, int]:
    """The box of all that is light on a cover without an author."""
    light = cover.convert("L").point([255 if shade > 200 else 0 for shade in range(256)])
    box = light.getbbox()
    assert box
    return box


def ink(cover: Image.Image) -> int:
    """How many dots of the label are dark."""
    return sum(cover.crop(label(cover)).convert("L").histogram()[:80])


def test_a_cover_is_drawn_where_none_is_given() -> None:
    parts = drawn()
    image = Image.open(io.BytesIO(parts["cover.png"]))
    assert (image.format, image.size) == ("PNG", (1200, 1800))
    assert b'alt="\xe6\xb8\xa1\xe5\x8f\xa3 \xe5\xb0\x81\xe9\x9d\xa2"' in parts["cover.xhtml"]
    assert "cover.png" not in drawn(cover="none")
    assert "cover.xhtml" not in drawn(cover="none")


def test_only_a_book_has_one_if_nobody_asks() -> None:
    chapters = "".join(f"第{n}章\n\n{'水從山上下來。' * 200}\n\n" for n in "一二三")
    book = docconvert.read(f"渡口\n\n{chapters}")
    assert "cover.png" in drawn(book, cover="auto")
    assert "cover.png" not in drawn(STORY, cover="auto")


def test_it_is_the_same_on_every_run_and_another_for_another_title() -> None:
    assert drawn()["cover.png"] == drawn()["cover.png"]
    covers = {drawn(titled(title))["cover.png"] for title in ("渡口", "渡囗", "渡", "霜降", "霜降。")}
    assert len(covers) == 5


def test_the_label_is_where_the_book_opens() -> None:
    horizontal, vertical = opened_cover(titled("渡口")), opened_cover(titled("渡口"), "vertical")
    assert label(horizontal)[2] == horizontal.width - label(vertical)[0]
    assert label(vertical)[0] < 200


@pytest.mark.parametrize(
    "title",
    [
        "渡",
        "渡口",
        "關於春節期間加強安全生產工作的通知",
        "第12屆「春天」讀書會：2024年工作報告（節選）",
        "The old ferry, and other stories from the river",
        "我們去river side散步——一個秋天的下午，和三個老朋友在舊渡口等船時聽來的故事",
        "字" * 190,
        "A" * 300,
        "　" * 3 + "渡口" + "！" * 12,
        "\U0010fffd\U0001f600 \u0301字",
    ],
)
def test_a_title_of_any_length_stands_on_the_label(title: str) -> None:
    cover = opened_cover(titled(title))
    left, top, right, bottom = label(cover)
    assert left > 100  # not over the binding
    assert right < cover.width
    assert bottom - top < 1400
    frame = ink(opened_cover(titled("\u2060一")))
    assert ink(cover) > frame / 2
    # Nothing is written across the frame: what is outside the label is cloth and thread.
    outside = cover.copy()
    outside.paste(cover.crop((600, 1790, 601, 1791)).resize((right - left, bottom - top)), (left, top))
    assert len(outside.getcolors(65536) or []) == 2


def test_more_letters_are_more_ink_until_they_must_be_smaller() -> None:
    assert ink(opened_cover(titled("渡口渡口"))) > ink(opened_cover(titled("渡口"))) * 1.4


def test_a_title_far_too_long_is_cut_off_in_no_time() -> None:
    title = "渡口的故事，" * 20_000
    started = time.monotonic()
    cover = opened_cover(titled(title))
    assert time.monotonic() - started < 20
    assert label(cover)[2] < cover.width


def test_the_author_stands_below_the_label() -> None:
    with_author, without = opened_cover(titled("渡口", "林遠山、周何")), opened_cover(titled("渡口"))
    below = (0, label(without)[3], 1200, 1800)
    difference = ImageChops.difference(with_author.crop(below), without.crop(below)).getbbox()
    assert difference
    long_name = "編纂委員會" * 30
    far = ImageChops.difference(
        opened_cover(titled("渡口", long_name)).crop(below), without.crop(below)
    ).getbbox()
    assert far
    assert far[0] > 100
    assert far[2] <= 1200 - 100


def test_a_column_breaks_where_the_title_pauses_and_never_before_a_mark() -> None:
    def columns(title: str) -> list[str]:
        units = [_Unit(character, Stand.UPRIGHT, 1.0) for character in title]
        return ["".join(unit.text for unit in column) for column in _set(units)[1]]

    assert columns("渡口") == ["渡口"]
    assert columns("水從山上下來，風從東邊來") == ["水從山上下來，", "風從東邊來"]
    assert columns("山中的讀書會：春天來") == ["山中的讀書會：", "春天來"]
    for length in range(2, 60):
        title = "船" * length + "》" + "水" * (length // 2)
        assert all(not column.startswith("》") for column in columns(title))
        assert "".join(columns(title)) == title


def words(*lengths: float) -> list[_Unit]:
    return [_Unit(f"{number}", Stand.ALONG, length) for number, length in enumerate(lengths)]


@pytest.mark.parametrize("lengths", [(8.2,), (16,), (16, 4), (16, 16, 16), (9, 16, 0.5), (12,) * 7])
def test_a_few_long_words_are_all_there(lengths: tuple[float, ...]) -> None:
    size, columns = _set(words(*lengths))
    assert [unit for column in columns for unit in column] == words(*lengths)
    assert max(lengths) * size < 1340


def test_a_word_longer_than_any_label_is_left_out() -> None:
    assert [[unit.text for unit in column] for column in _set(words(30, 30))[1]] == [["…"]]


def test_no_column_begins_with_a_mark_or_ends_with_one_that_opens() -> None:
    for length in range(8, 80):
        for title in (("水來，" * length)[:length], ("見《山》" * length)[: length // 4 * 4]):
            units = [_Unit(character, Stand.UPRIGHT, 1.0) for character in title]
            columns = ["".join(unit.text for unit in column) for column in _set(units)[1]]
            assert "".join(columns) == title
            assert not [column for column in columns if column[0] in "，》" or column[-1] == "《"]


def test_words_of_one_phrase_stay_together() -> None:
    name = [_Unit(word, Stand.ALONG, length) for word, length in (("River ", 3.1), ("Songs ", 3.2))]
    units = [*name, *(_Unit(character, Stand.UPRIGHT, 1.0) for character in "渡口的歌謠集")]
    assert [unit.text for unit in _set(units)[1][0]] == ["River ", "Songs "]


def test_a_long_sound_lies_along_the_line() -> None:
    """Upright, it would be read as 一."""
    assert ink(opened_cover(titled("ー", language="ja"))) > 0
    upright, along = (opened_cover(titled(title, language="ja")) for title in ("一", "ー"))
    boxes = [column_of_ink(cover) for cover in (upright, along)]
    assert boxes[0][2] - boxes[0][0] > boxes[0][3] - boxes[0][1]
    assert boxes[1][2] - boxes[1][0] < boxes[1][3] - boxes[1][1]


def column_of_ink(cover: Image.Image) -> tuple[int, int, int, int]:
    """The box of what is written inside the frame of the label."""
    left, top, right, bottom = label(cover)
    inside = cover.crop((left + 40, top + 40, right - 40, bottom - 40)).convert("L")
    box = inside.point([255 if shade < 80 else 0 for shade in range(256)]).getbbox()
    assert box
    return box


def test_long_names_stay_large_enough_to_be_read() -> None:
    label_only = opened_cover(titled("渡口"))
    below = (0, label(label_only)[3], 1200, 1800)

    def written(author: str) -> tuple[int, int, int, int]:
        cover = opened_cover(titled("渡口", author)).crop(below)
        box = ImageChops.difference(cover, label_only.crop(below)).getbbox()
        assert box
        return box

    one, three = written("林遠山"), written("山海出版編纂委員會、河川歷史研究所、渡口文獻整理小組")
    assert three[3] - three[1] > 2 * (one[3] - one[1])  # a line for each
    for author in ("山" * 3000, "、".join(["山水"] * 600), "A" * 20_000):
        left, top, right, bottom = written(author)
        assert left > 100
        assert right <= 1080
        assert bottom - top > 28


def test_characters_that_no_font_has_are_left_out_and_told_of() -> None:
    def told(title: str, author: str = "") -> list[str]:
        notices: list[Notice] = []
        docconvert.write(titled(title, author), "epub", output=Output(cover="drawn"), notify=notices.append)
        return [notice.message for notice in notices if notice.code == "glyph-missing"]

    (message,) = told("渡口\U0001f600", "\U0001f44d林")
    assert message.startswith(
        "no font has \U0001f600 (U+1F600) \U0001f44d (U+1F44D); the cover leaves them out"
    )
    assert told("渡\u200b口\ufe00", "林\u200d") == []  # these have no look
    inks = {ink(opened_cover(titled(f"渡{mark}口"))) for mark in ("", "\U0001f600", "\u200b", "\ufe00")}
    assert len(inks) == 1


def test_rare_characters_are_drawn_with_a_font_that_has_them() -> None:
    # 㑇 is in the fonts for text but not in that for covers.
    cover, bare = (opened_cover(titled(title)) for title in ("㑇", "\U00020089"))
    assert ink(cover) != ink(bare)


@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
def test_the_official_checker_finds_nothing(writing: str, tmp_path: Path) -> None:
    cover, path = tmp_path / "cover.jpg", tmp_path / "book.epub"
    cover.write_bytes(picture("JPEG"))
    output = Output(cover=str(cover), writing="vertical" if writing == "vertical" else "horizontal")
    path.write_bytes(docconvert.write(STORY, "epub", output=output))
    judges.epubcheck(path)
