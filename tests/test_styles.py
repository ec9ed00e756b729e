"""The bundled styles: what is characteristic of each, as other programs see it, and how they are exported."""

from __future__ import annotations

import io
import tomllib
import zipfile
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pypdf
import pytest

import docconvert
from docconvert import Output, cli, load_style
from docconvert.errors import ExitCode, OutputError
from docconvert.resources import resource
from docconvert.style import style_names
from docconvert.style.export import export_style
from docxs import WORD, opened, sections
from judges import epubcheck, ooxml_validate, pdf_boxes, pdf_fonts, pdf_text, qpdf_check, soffice_convert
from judges import verapdf as verapdf_check
from pdfs import EXAMPLES, document, words_by_page
from test_style import leaves

if TYPE_CHECKING:
    from pathlib import Path

    from docconvert.model import Document

MM = 72 / 25.4
OWN = ("book", "classic", "large-print")
"""The styles that only this file is about."""

TEXTS = {
    "book": "novel",
    "classic": "classic",
    "default": "news",
    "large-print": "story",
    "official": "notice",
}
"""The example that shows a style."""

SHEETS = {"book": (148, 210), "classic": (140, 210), "large-print": (210, 297)}
"""Millimetres."""


@cache
def example(name: str) -> Document:
    return docconvert.read((EXAMPLES / f"{name}.txt").read_bytes(), source=f"{name}.txt")


@cache
def made(style: str, to: str) -> bytes:
    return docconvert.write(example(TEXTS[style]), to, style=load_style(style))


def saved(style: str, to: str, folder: Path) -> Path:
    path = folder / f"{style}.{to}"
    path.write_bytes(made(style, to))
    return path


def in_epub(style: str, ending: str, **output: Any) -> str:
    """The first part of an EPUB whose name ends so."""
    data = docconvert.write(
        example(TEXTS[style]), "epub", style=load_style(style), output=Output(cover="none", **output)
    )
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return next(book.read(name).decode() for name in book.namelist() if name.endswith(ending))


def filled(style: str, character: str, folder: Path, language: str) -> Path:
    """A PDF with several pages of nothing but one character."""
    settings = ["title-page.show=never", "header.show=never", "page-number.show=false"]
    path = folder / "filled.pdf"
    text = document(character * 2000, language=language)
    path.write_bytes(docconvert.write(text, "pdf", style=load_style(style, settings)))
    return path


# --- all of them


def test_an_example_shows_each_bundled_style() -> None:
    assert sorted(TEXTS) == list(style_names())


def test_pdfs_are_sound(tmp_path: Path) -> None:
    paths = [saved(style, "pdf", tmp_path) for style in OWN]
    for path in paths:
        qpdf_check(path)
        assert all(font.emb and font.sub and font.uni for font in pdf_fonts(path))
    verapdf_check(paths, "2a", "ua1")


def test_docx_are_valid(tmp_path: Path) -> None:
    ooxml_validate([saved(style, "docx", tmp_path) for style in OWN])


@pytest.mark.parametrize("style", OWN)
def test_epubs_are_valid(style: str, tmp_path: Path) -> None:
    epubcheck(saved(style, "epub", tmp_path))


@pytest.mark.parametrize("style", OWN)
def test_pdf_and_docx_have_the_sheet_of_the_style(style: str) -> None:
    sheet = [side * MM for side in SHEETS[style]]
    for page in pypdf.PdfReader(io.BytesIO(made(style, "pdf"))).pages:
        assert list(map(float, page.mediabox[2:])) == pytest.approx(sheet, abs=0.01)
    for section in sections(made(style, "docx")):
        (size,) = section.xpath("w:pgSz")
        assert [int(size.get(f"{WORD}{side}")) / 20 for side in "wh"] == pytest.approx(sheet, abs=0.05)


@pytest.mark.parametrize("name", style_names())
def test_list_styles_names_each_with_what_it_is_for(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--list-styles"]) == ExitCode.DONE

    lines = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert tuple(lines) == style_names()
    own = tomllib.loads((resource("templates", name) / "style.toml").read_text("utf-8"))
    assert lines[name] == own["about"]["description"]


# --- a novel


def test_a_novel_has_27_lines_of_28_characters(tmp_path: Path) -> None:
    first, second, _ = pdf_text(filled("book", "岛", tmp_path, "zh-Hans")).split("\f", 2)
    assert [len(line) for line in first.split()] == [26] + [28] * 26
    assert [len(line) for line in second.split()] == [28] * 27


def test_a_novel_has_a_title_page_contents_and_chapters_on_new_pages(tmp_path: Path) -> None:
    pages = [page.split() for page in pdf_text(saved("book", "pdf", tmp_path)).split("\f")]
    assert pages[0] == ["借灯", "佟秋禾", "著"]
    assert pages[1][0] == "目录"
    assert [bool(page) and page[0].startswith("第") for page in pages[2:6]] == [True, False, True, True]


def test_a_novel_has_running_heads_and_numbers_at_the_outer_edge(tmp_path: Path) -> None:
    *_, two, three, _ = words_by_page(saved("book", "pdf", tmp_path))
    (number,) = (word for word in two if word.text == "2")
    assert [word.text for word in two if word.bottom < 24 * MM] == ["借灯", "第一章", "雾里的铺子"]
    assert number.left == pytest.approx(22.15 * MM, abs=1)
    assert not [word for word in three if word.bottom < 24 * MM]  # its chapter opens there
    (number,) = (word for word in three if word.text == "3")
    assert number.right == pytest.approx((148 - 22.15) * MM, abs=1)


def test_a_novel_in_word_turns_a_page_at_each_chapter() -> None:
    styles = opened(made("book", "docx")).styles
    assert styles["Heading 1"].paragraph_format.page_break_before
    assert (styles["Normal"].font.size.pt, styles["Header"].font.size.pt) == (10.5, 8)


# --- a classic


def test_a_classic_has_ten_lines_of_26_characters_from_top_to_bottom(tmp_path: Path) -> None:
    words = words_by_page(filled("classic", "岸", tmp_path, "zh-Hant"))[1]
    characters = [word for word in words for _ in word.text]
    assert len(characters) == 260
    columns = sorted({round(word.left) for word in words}, reverse=True)
    assert [right - left for right, left in pairwise(columns)] == [27] * 9


@pytest.mark.parametrize("writing", ["auto", "horizontal"])
def test_a_classic_is_vertical_unless_somebody_wants_it_otherwise(writing: Any) -> None:
    output = Output(writing=writing)
    pdf, docx = (
        docconvert.write(example("classic"), to, style=load_style("classic"), output=output)
        for to in ("pdf", "docx")
    )
    catalog: Any = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    is_vertical = writing == "auto"
    assert (catalog["/ViewerPreferences"].get("/Direction") == "/R2L") is is_vertical
    assert bool(sections(docx)[-1].xpath("w:textDirection[@w:val='tbRl']")) is is_vertical
    assert ("vertical-rl" in in_epub("classic", ".css", writing=writing)) is is_vertical
    assert ('page-progression-direction="rtl"' in in_epub("classic", ".opf", writing=writing)) is is_vertical


def test_a_style_may_ask_for_vertical_lines_and_the_flag_for_horizontal_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("春訊\n\n今日立春。", "utf-8")
    vertical = ["a.txt", "--set", "page.writing=vertical", "--force", "-o", "a.pdf"]
    for arguments, direction in ((vertical, "/R2L"), ([*vertical, "--writing", "horizontal"], None)):
        assert cli.main(arguments) == ExitCode.DONE
        catalog: Any = pypdf.PdfReader("a.pdf").trailer["/Root"]
        assert catalog["/ViewerPreferences"].get("/Direction") == direction


def test_a_classic_is_set_in_kai_and_its_chapters_stand_lower(tmp_path: Path) -> None:
    path = saved("classic", "pdf", tmp_path)
    assert {font.name.partition("+")[2] for font in pdf_fonts(path)} == {"LXGWWenKai-Regular"}
    styles = opened(made("classic", "docx")).styles
    for name in ("Normal", "Title", "Heading 1"):
        assert styles[name].element.rPr.rFonts.get(f"{WORD}eastAsia") == "DFKai-SB"
    assert styles["Heading 1"].element.pPr.ind.get(f"{WORD}firstLineChars") == "300"


# --- large print


def test_large_print_is_large_everywhere(tmp_path: Path) -> None:
    sizes: set[float] = set()

    def visit(text: str, current: list[float], matrix: list[float], font: Any, size: float) -> None:
        if text.strip():
            sizes.add(round(abs(matrix[3]) * size, 1) if matrix[3] else size)

    for page in pypdf.PdfReader(io.BytesIO(made("large-print", "pdf"))).pages:
        page.extract_text(visitor_text=visit)
    assert min(sizes) >= 18
    styles = opened(made("large-print", "docx")).styles
    for name in ("Normal", "Heading 3", "Footer"):
        assert styles[name].font.size.pt >= 18


def test_large_print_has_letters_of_even_strokes_and_emphasis_that_shows(tmp_path: Path) -> None:
    path = saved("large-print", "pdf", tmp_path)
    assert {font.name.partition("+")[2] for font in pdf_fonts(path)} == {"NotoSansSC-Bold"}
    styles = opened(made("large-print", "docx")).styles
    assert styles["Normal"].element.rPr.rFonts.get(f"{WORD}eastAsia") == "Microsoft YaHei"
    assert styles["Emphasis"].font.bold


@pytest.mark.parametrize(
    ("style", "settings"),
    [
        ("large-print", []),
        ("default", ["body.font=kai"]),
        ("default", ["body.font=sans", "emphasis.look=bold"]),
    ],
)
def test_what_cannot_be_bolder_or_more_like_kai_has_dots(style: str, settings: list[str]) -> None:
    look = load_style(style, settings)
    dotted = docconvert.write(example("story"), "pdf", style=look.with_settings("emphasis.look=dots"))
    assert docconvert.write(example("story"), "pdf", style=look) == dotted


def test_an_epub_with_bold_type_in_it_has_dots_too() -> None:
    assert "text-emphasis-style" in in_epub("large-print", ".css", embed_fonts=True)
    without = in_epub("large-print", ".css")
    assert "text-emphasis-style" not in without
    assert "  font-style: normal;\n  font-weight: bold;" in without


def test_headings_in_kai_are_not_bold_and_those_in_the_font_of_the_text_are() -> None:
    sheet = in_epub("classic", ".css")
    for heading in ("h1, .heading-1", "h1.title"):
        assert "font-weight: normal" in sheet.partition(f"\n{heading} {{")[2].partition("}")[0]
    for style, is_bold in (("book", True), ("classic", None), ("official", None)):
        styles = opened(made(style, "docx")).styles
        assert [styles[name].font.bold for name in ("Title", "Heading 1")] == [is_bold] * 2


# --- as LibreOffice lays them out


@pytest.mark.parametrize("style", OWN)
def test_libreoffice_shows_all_of_it_on_about_as_many_pages(style: str, tmp_path: Path) -> None:
    shown = soffice_convert(saved(style, "docx", tmp_path), "pdf", tmp_path)
    ours = pypdf.PdfReader(io.BytesIO(made(style, "pdf")))
    theirs = pypdf.PdfReader(shown)
    assert abs(len(theirs.pages) - len(ours.pages)) <= 1
    assert len(pdf_boxes(shown)) > 10


# --- export


@pytest.mark.parametrize("name", style_names())
def test_an_exported_style_names_every_key_and_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    style, folder = load_style(name), tmp_path / "mine"
    export_style(style, folder)
    own = tomllib.loads((folder / "style.toml").read_text("utf-8"))
    assert own == style.settings()
    assert list(leaves(own)) == list(leaves(load_style().settings()))
    mine = load_style(str(folder))
    for to in ("pdf", "docx", "epub"):
        assert docconvert.write(example(TEXTS[name]), to, style=mine) == made(name, to)


def test_an_exported_style_needs_no_other(tmp_path: Path) -> None:
    export_style(load_style("book"), tmp_path)
    style, default = load_style(str(tmp_path)), resource("templates", "default")
    for part in ("docx", "epub", "epub/book.css", "docx/word/styles.xml"):
        assert style.part(part) == tmp_path / part
        assert style.part(part).is_dir() or style.part(part).read_bytes() == (default / part).read_bytes()


def test_an_exported_style_keeps_the_comments_of_the_keys(tmp_path: Path) -> None:
    export_style(load_style("default"), tmp_path)
    ours = (resource("templates", "default") / "style.toml").read_text("utf-8")
    exported = (tmp_path / "style.toml").read_text("utf-8")
    assert exported.partition("\n#\n")[2] == ours.partition("\n#\n")[2]
    assert exported.startswith("# How documents look: all keys, with their values.\n")


def test_what_is_set_by_hand_is_exported_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / 'so"ng\\.ttf').touch()
    settings = ['font-files.serif=so"ng\\.ttf', 'header.left="\\"{title}\\""', "body.indent=1.5"]
    arguments = [word for setting in settings for word in ("--set", setting)]
    assert cli.main(["--export-style", "book", "mine", *arguments]) == ExitCode.DONE
    monkeypatch.chdir(tmp_path.parent)
    style = load_style(str(tmp_path / "mine"))
    assert style.font_files == {"serif": tmp_path / 'so"ng\\.ttf'}
    assert (style.header.left, style.body.indent) == ('"{title}"', 1.5)


def test_export_says_what_to_do_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["--export-style", "classic", "mine"]) == ExitCode.DONE
    assert capsys.readouterr().err == "mine: edit its style.toml, and convert with --style mine\n"
    assert cli.main(["--export-style", "classic", "other", "--quiet"]) == ExitCode.DONE
    assert capsys.readouterr() == ("", "")
    (tmp_path / "a.txt").write_text("春訊。", "utf-8")
    assert cli.main(["a.txt", "--to", "pdf", "--style", "mine"]) == ExitCode.DONE


@pytest.mark.parametrize(
    ("name", "folder", "error", "hint"),
    [
        ("book", "full", "full: the folder is not empty", "a folder that is new or empty"),
        ("book", "full/a.txt", "full/a.txt: there is a file of that name", "a folder that is new or empty"),
        ("book", "full/a.txt/b", "cannot be written", "-o"),
        ("book", "memory://mine", "styles are written to this computer only", "a folder here"),
        ("boek", "new", "no style 'boek'", "did you mean 'book'"),
    ],
)
def test_export_refuses_what_would_lose_something(
    name: str,
    folder: str,
    error: str,
    hint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full/a.txt").write_text("春訊。", "utf-8")

    code = cli.main(["--export-style", name, folder])

    assert code != ExitCode.DONE
    said = capsys.readouterr().err
    assert error in said
    assert hint in said
    assert [path.name for path in tmp_path.rglob("*")] == ["full", "a.txt"]


def test_an_empty_folder_may_be_exported_to(tmp_path: Path) -> None:
    export_style(load_style("official"), tmp_path)
    with pytest.raises(OutputError, match="not empty"):
        export_style(load_style("official"), tmp_path)
