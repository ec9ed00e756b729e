"""What nobody expects to be set as a PDF: it is set all the same, or refused in words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import docconvert
from docconvert.cli import main
from docconvert.errors import FontError, StyleError, UsageError
from docconvert.model import Document, Emphasis, Paragraph, Ruby, Separator, Text, Verse
from docconvert.output import Output
from docconvert.resources import resource
from judges import pdf_text, qpdf_check
from pdfs import PROSE, document, heading, numbered_chapters, paragraph, read, saved, words_by_page, written

if TYPE_CHECKING:
    from docconvert.notices import Notice

BARE = ("page-number.show=false", "header.show=never")
RIGHT = 210 * 72 / 25.4 / 7 * 6
"""The right margin begins here on A4."""


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def noticed(made: Document) -> list[Notice]:
    notices: list[Notice] = []
    docconvert.write(made, "pdf", notify=notices.append)
    return [notice for notice in notices if notice.code != "title-made"]


def test_half_a_million_characters_in_one_paragraph() -> None:
    text = PROSE * (500_000 // len(PROSE))
    begun = time.process_time()
    pages = read(written(document(text))).pages
    assert 400 < len(pages) < 500
    assert time.process_time() - begun < 20  # a second, where nothing else runs


@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
@pytest.mark.parametrize("choice", ["greedy", "optimal"])
@pytest.mark.parametrize(
    "text",
    [
        "x" * 400,
        "灯塔" + "x" * 400 + "灯塔",
        "1234567890" * 30,
        "，" * 100,
        "。！？”）" * 40,
        "（“《" * 40,
        "……——" * 40,
        "—" * 200,
        "“" * 90 + "岛" + "”" * 90,
        "\u00a0".join("岛" * 80),
        "a" + "\u0301" * 200,
        "\u0301岛",
    ],
)
def test_what_can_hardly_be_broken_is_broken_all_the_same(
    text: str, choice: str, writing: str, tmp_path: Path
) -> None:
    path = saved(document(text), tmp_path, *BARE, f"body.linebreak={choice}", writing=writing)
    qpdf_check(path)
    assert squeezed(pdf_text(path, raw=True)) == squeezed(text)


@pytest.mark.parametrize("text", ["x" * 400, "，" * 100, "（“《" * 40, "……——" * 40])
def test_it_stays_on_the_page(text: str, tmp_path: Path) -> None:
    words = words_by_page(saved(document(text), tmp_path, *BARE))[0]
    assert max(word.right for word in words) <= RIGHT + 12
    assert min(word.left for word in words) >= RIGHT / 6 - 12


@pytest.mark.parametrize("text", ["", " ", " " * 500, "　" * 500, "\u00a0" * 100, "\u200b" * 100])
@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
def test_nothing_but_blanks(text: str, writing: str, tmp_path: Path) -> None:
    made = document(
        heading(1, text), text, Verse(((Text(text),),)), Paragraph((Ruby(text, text),)), title=text
    )
    path = saved(made, tmp_path, *BARE, writing=writing, contents="yes")
    qpdf_check(path)
    assert re.sub("[()\u200b]", "", squeezed(pdf_text(path))) in ("", "目录1")


@pytest.mark.parametrize(
    "made", [Verse(()), Verse(((),)), Paragraph(()), Paragraph((Emphasis((Text(""),)),))]
)
def test_blocks_with_nothing_in_them(made: Verse | Paragraph, tmp_path: Path) -> None:
    path = saved(document(made, "渡船"), tmp_path, *BARE)
    qpdf_check(path)
    assert pdf_text(path).split() == ["渡船"]


@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
def test_a_reading_wider_than_the_line(writing: str, tmp_path: Path) -> None:
    line = (Text("站在"), Ruby("礁", "jiāo" * 60), Text("石上"), Ruby("山" * 80, "shān"))
    path = saved(document(Paragraph(line)), tmp_path, *BARE, writing=writing)
    qpdf_check(path)
    text = squeezed(pdf_text(path, raw=True))
    assert "".join(c for c in text if "\u4e00" <= c <= "\u9fff") == "站在礁石上" + "山" * 80
    assert text.count("jiāo") == 60
    words = words_by_page(path)[0]
    assert max(word.right for word in words) <= RIGHT + 12
    assert max(word.bottom for word in words) <= 842 * (1 - 0.09428) + 6


@pytest.mark.parametrize("text", ["灯塔叫מגדלור。", "也叫منارة。"])
def test_letters_that_run_from_right_to_left_are_told_of_once(text: str) -> None:
    (notice,) = (notice for notice in noticed(document(text, text)) if notice.code != "glyph-missing")
    assert notice.code == "not-shown"
    assert "left to right" in notice.message


def test_many_missing_characters_are_told_of_in_one_notice() -> None:
    text = "".join(map(chr, range(0x20000, 0x20014)))
    (notice,) = noticed(document(text))
    assert notice.code == "glyph-missing"
    assert notice.message.count("U+") == 8
    assert "…" in notice.message
    assert "--font" in notice.message


def test_the_line_of_each_missing_character_is_told() -> None:
    notices: list[Notice] = []
    docconvert.convert("潮位簿\n\n渡船来了。\n渡船𠀀来了。\n\n𠀁来了。\n", "pdf", notify=notices.append)
    missing = [(notice.line, notice.message[:14]) for notice in notices if notice.code == "glyph-missing"]
    assert [(line, "𠀀" in message or "𠀁" in message) for line, message in missing] == [(4, True), (6, True)]


@pytest.mark.parametrize(
    "settings",
    [
        ["page.margin-left=200mm", "page.margin-right=200mm"],
        ["page.margin-top=300mm"],
        ["page.size=A5", "page.margin-bottom=99%"],
        ["body.size=90pt", "page.size=32K"],
        ["body.hanging=true", "page.margin-right=1pt"],
    ],
)
def test_margins_that_leave_no_room_are_refused(settings: list[str]) -> None:
    with pytest.raises(StyleError) as error:
        written(document(PROSE), *settings)
    assert error.value.hint


def test_the_smallest_page_there_can_be(tmp_path: Path) -> None:
    small = [
        "page.size=66mm x 66mm",
        *(f"page.margin-{side}=15mm" for side in ("left", "right", "top", "bottom")),
    ]
    made = document(*numbered_chapters(3, 2), title="潮位簿")
    for writing in ("horizontal", "vertical"):
        path = saved(made, tmp_path, *small, "header.show=never", writing=writing, contents="yes")
        qpdf_check(path)
        words = [word for page in words_by_page(path) for word in page]
        assert all(word.left > 0 and word.right < 66 * 72 / 25.4 for word in words)


# Fonts of the user.


def bad_font(folder: Path) -> Path:
    path = folder / "渡船.ttf"
    path.write_bytes("渡船还没有来".encode())
    return path


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    path = bad_font(tmp_path)
    with pytest.raises(FontError, match="is not a font") as error:
        written(document(PROSE), font=(str(path),))
    assert str(path) in error.value.message
    assert error.value.hint
    with pytest.raises(FontError, match="is not a font"):
        written(document(PROSE), f"font-files.serif={path}")
    with pytest.raises(UsageError, match="no such file"):
        Output(font=(str(tmp_path / "none.ttf"),))


def test_the_command_line_says_what_is_wrong_with_a_font(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, font = tmp_path / "a.txt", bad_font(tmp_path)
    source.write_text("潮位簿\n\n渡船还没有来。\n", "utf-8")
    assert main([str(source), "--to", "pdf", "--font", str(font)]) == 1
    said = capsys.readouterr().err
    assert f"{font} is not a font" in said
    assert "TrueType" in said
    assert not (tmp_path / "a.pdf").exists()


def test_a_font_of_the_user_gives_what_others_lack(tmp_path: Path) -> None:
    kai = next(iter(sorted(resource("fonts", "").glob("*.ttf"))))
    path = saved(document(PROSE), tmp_path, font=(str(kai),))
    qpdf_check(path)
    assert squeezed(pdf_text(path, raw=True)) == squeezed(PROSE) + "1"


# The same bytes.

_EVERYTHING = """
import sys
sys.path[:0] = {paths!r}
from test_pdf_input import everything
from pdfs import written
for writing in ("horizontal", "vertical"):
    data = written(everything(), "emphasis.look=dots", "header.show=always", "body.linebreak=optimal",
                   "body.hanging=true", "title-page.show=always", "chapter.start=odd-page",
                   writing=writing, contents="yes")
    sys.stdout.buffer.write(data)
"""


def everything() -> Document:
    """Return a document with all that there is."""
    return document(
        Paragraph((Text("林小舟"),), "byline"),
        *numbered_chapters(3),
        *(Separator(), Verse(((Text("山月照孤舟"),), (Text("江风送远钟"),)))),
        Paragraph(
            (Ruby("礁", "jiāo"), Emphasis((Text("石上"), Ruby("無", "ㄨˊ"))), Text("人\ue000𠀀👍は한é"))
        ),
        *(paragraph("守塔人", "signature"), paragraph("2024年3月12日", "date")),
        title="潮位簿",
        author="林小舟",
    )


def test_the_same_bytes_in_another_process() -> None:
    paths = [str(Path(__file__).parent), str(Path(docconvert.__file__).parents[1])]
    made = [
        subprocess.run(
            [sys.executable, "-c", _EVERYTHING.format(paths=paths)],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            check=True,
            capture_output=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    ]
    assert made[0] == made[1]
    assert made[0].count(b"%%EOF") == 2
