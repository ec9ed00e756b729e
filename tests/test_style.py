"""A style is a template's settings over the default's, and a mistake in it is named."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from docconvert import load_style
from docconvert.errors import StyleError
from docconvert.resources import resource
from docconvert.style import HeaderTemplate, NumberTemplate, fill, style_names

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT = resource("templates", "default")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty template, ``mine`` in the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/style.toml").touch()
    return tmp_path / "mine"


def refused(error: str, hint: str, name: str = "default", *settings: str) -> None:
    with pytest.raises(StyleError) as raised:
        load_style(name, settings)
    assert re.search(error, raised.value.message), raised.value.message
    assert re.search(hint, raised.value.hint), raised.value.hint


def leaves(table: dict[str, Any], above: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in table.items():
        found |= leaves(value, f"{above}{key}.") if isinstance(value, dict) else {f"{above}{key}": value}
    return found


SETTINGS = leaves(tomllib.loads((DEFAULT / "style.toml").read_text("utf-8")))


# --- what is loaded


def test_the_default_style_loads_whole() -> None:
    style = load_style()
    style.check()

    assert style.page.width == pytest.approx(595.28, abs=0.01)
    assert (style.body.size, style.body.indent, style.body.font) == (12.0, 2.0, "serif")
    assert style.emphasis.look == "kai"
    assert style.page_number.show is True
    assert style.fonts.hant.sans == "Microsoft JhengHei"


@pytest.mark.parametrize("name", style_names())
def test_every_bundled_style_is_good(name: str) -> None:
    load_style(name).check()


def test_the_default_style_is_bundled() -> None:
    assert "default" in style_names()


@pytest.mark.parametrize("name", ["mine", "./mine", "mine/"])
def test_a_folder_is_a_style(folder: Path, name: str) -> None:
    (folder / "style.toml").write_text('[body]\nsize = "10pt"\n', "utf-8")

    assert load_style(name).body.size == 10.0


def test_a_style_gives_only_what_it_changes(folder: Path) -> None:
    (folder / "style.toml").write_text(
        '[heading-2]\nalign = "center"\n[fonts.hans]\nkai = "STKaiti"\n', "utf-8"
    )
    style, default = load_style("mine"), load_style()

    assert style.headings[1] == default.headings[1]._replace(align="center")
    assert (style.headings[0], style.headings[2]) == (default.headings[0], default.headings[2])
    assert style.fonts.hans == default.fonts.hans._replace(kai="STKaiti")
    assert (style.page, style.body, style.fonts.hant) == (default.page, default.body, default.fonts.hant)


def test_an_empty_style_is_the_default(folder: Path) -> None:
    style, default = load_style("mine"), load_style()

    assert (style.page, style.body, style.headings) == (default.page, default.body, default.headings)


def test_a_style_does_not_change_the_default(folder: Path) -> None:
    (folder / "style.toml").write_text('[body]\nsize = "10pt"\n', "utf-8")
    load_style("mine", ["page.size=300mm x 400mm"]).check()

    assert load_style().body.size == 12.0
    assert load_style().page.width == pytest.approx(595.28, abs=0.01)


@pytest.mark.parametrize(("level", "like"), [(1, 1), (2, 2), (3, 3), (4, 3), (6, 3)])
def test_a_deep_heading_looks_like_the_third(level: int, like: int) -> None:
    style = load_style()

    assert style.heading(level) is style.headings[like - 1]


@pytest.mark.parametrize(
    ("language", "kai"),
    [
        ("zh-Hans", "KaiTi"),
        ("zh-Hant", "DFKai-SB"),
        ("zh-Hant-HK", "DFKai-SB"),
        ("ja", "KaiTi"),
        ("", "KaiTi"),
    ],
)
def test_font_names_fit_the_language(language: str, kai: str) -> None:
    assert load_style().fonts.script(language).named("kai") == kai


def test_each_role_has_a_font() -> None:
    names = load_style().fonts.hans

    assert [names.named(role) for role in ("serif", "sans", "kai")] == ["SimSun", "SimHei", "KaiTi"]


def test_a_part_comes_from_the_style_or_else_from_the_default(folder: Path) -> None:
    (folder / "epub").mkdir()
    style = load_style("mine")

    assert style.part("epub").resolve() == folder / "epub"
    assert style.part("docx") == DEFAULT / "docx"


# --- the page


@pytest.mark.parametrize(
    ("size", "width", "height"),
    [
        ("A4", 210, 297),
        ("A5", 148, 210),
        ("B5", 176, 250),
        ("16K", 184, 260),
        ("32K", 130, 184),
        ("Letter", 215.9, 279.4),
        ("100mm x 20cm", 100, 200),
    ],
)
def test_a_sheet_has_a_name_or_two_sides(size: str, width: float, height: float) -> None:
    page = load_style("default", [f"page.size={size}"]).page

    assert [side / 72 * 25.4 for side in page.size] == pytest.approx([width, height])
    assert (page.width, page.height) == page.size


def test_margins_of_the_default_are_round_on_a4_and_smaller_on_smaller_sheets() -> None:
    page = load_style().page
    margins = (page.margin_top, page.margin_bottom, page.margin_left, page.margin_right)
    assert [margin / 72 * 25.4 for margin in margins] == pytest.approx([30, 28, 30, 30], abs=0.005)

    small = load_style("default", ["page.size=A5"]).page
    assert small.margin_left / small.width == pytest.approx(page.margin_left / page.width)
    assert small.margin_top / small.height == pytest.approx(page.margin_top / page.height)


@pytest.mark.parametrize("size", ["A5", "B5", "16K", "32K", "Letter"])
def test_the_default_style_fits_every_sheet(size: str) -> None:
    load_style("default", [f"page.size={size}"]).check()


# --- words filled in


def test_a_template_is_filled_in() -> None:
    assert fill(HeaderTemplate("{title} · {chapter}"), title="{chapter}", chapter="一") == "{chapter} · 一"
    assert fill(NumberTemplate("第 {page} 页 共 {pages} 页"), page="3", pages="8") == "第 3 页 共 8 页"
    assert fill(HeaderTemplate("機密"), title="") == "機密"


# --- font files


def test_no_font_file_is_given_by_default() -> None:
    assert load_style().font_files == {}


def test_a_font_file_stands_in_the_styles_folder(folder: Path) -> None:
    (folder / "style.toml").write_text(
        '[font-files]\nserif-bold = "fonts/song.ttf"\nkai = "kai.TTC#1"\n', "utf-8"
    )
    (folder / "fonts").mkdir()
    (folder / "fonts/song.ttf").touch()
    (folder / "kai.TTC").touch()

    files = load_style(str(folder)).font_files

    assert files == {"serif-bold": folder / "fonts/song.ttf", "kai": folder / "kai.TTC#1"}


@pytest.mark.parametrize("setting", ["font-files.serif=own.ttf", 'font-files={serif = "own.ttf"}'])
def test_a_font_file_given_by_hand_stands_in_the_working_directory(folder: Path, setting: str) -> None:
    (folder / "style.toml").write_text('[font-files]\nserif = "none.ttf"\nsans = "sans.ttf"\n', "utf-8")
    (folder / "sans.ttf").touch()
    (folder.parent / "own.ttf").touch()

    files = load_style("mine", [setting]).font_files

    assert {key: path.resolve() for key, path in files.items()} == {
        "serif": folder.parent / "own.ttf",
        "sans": folder / "sans.ttf",
    }


def test_a_font_file_that_is_not_there_is_refused(folder: Path) -> None:
    (folder / "style.toml").write_text('[font-files]\nkai = "kai.ttc#1"\n', "utf-8")

    refused(r"^mine/style\.toml: font-files\.kai names mine/kai\.ttc#1, and there is no", "folder", "mine")
    refused(
        r"^--set font-files\.kai=k\.ttf: font-files\.kai names k\.ttf, and",
        "folder",
        "mine",
        "font-files.kai=k.ttf",
    )
    refused("^--set font-files.sans=mine: .* no such file", "folder", "default", "font-files.sans=mine")


# --- official documents


def test_official_documents_have_the_grid_of_the_standard() -> None:
    """GB/T 9704-2012, 5.2: 156 mm by 225 mm, 22 lines of 28 characters."""
    style = load_style("official")
    page, body = style.page, style.body
    across = page.width - page.margin_left - page.margin_right
    down = page.height - page.margin_top - page.margin_bottom
    line = body.size * body.line_height

    assert [length / 72 * 25.4 for length in (across, down)] == pytest.approx([156, 225])
    assert (int(across / body.size + 0.001), int(down / line + 0.001)) == (28, 22)
    assert across / body.size == pytest.approx(28, abs=0.01)
    assert down / line == pytest.approx(22, abs=0.001)


def test_titles_and_headings_of_official_documents_stand_on_its_lines() -> None:
    style = load_style("official")
    line = style.body.size * style.body.line_height

    assert style.title.size * style.title.line_height == pytest.approx(line, abs=0.01)
    for look in style.headings:
        assert (look.size, look.line_height, look.indent) == (style.body.size, style.body.line_height, 2)
    assert [look.font for look in style.headings] == ["sans", "kai", "serif"]


# --- settings given by hand


@pytest.mark.parametrize(
    ("setting", "section", "field", "value"),
    [
        ("body.size=10.5pt", "body", "size", 10.5),
        ('body.size="10.5pt"', "body", "size", 10.5),
        ("body.size='10.5pt'", "body", "size", 10.5),
        (" body.size = 10.5pt ", "body", "size", 10.5),
        ("page.size=A5", "page", "width", 148 * 72 / 25.4),
        ("page.writing=vertical", "page", "writing", "vertical"),
        ("about.description=信箋", "about", "description", "信箋"),
        ("page.size=letter", "page", "height", 792),
        ("page.size=14.8cm x 21cm", "page", "width", 148 * 72 / 25.4),
        ("page.size=6inx9in", "page", "height", 648),
        ("page.size=500 pt × 600 pt", "page", "width", 500),
        ("page.margin-left=20mm", "page", "margin_left", 20 * 72 / 25.4),
        ("page.margin-left=10%", "page", "margin_left", 21 * 72 / 25.4),
        ("page.margin-bottom=10 %", "page", "margin_bottom", 29.7 * 72 / 25.4),
        ("body.indent=0", "body", "indent", 0),
        ("body.line-height=1.5", "body", "line_height", 1.5),
        ("page-number.show=false", "page_number", "show", False),
        ("emphasis.look=dots", "emphasis", "look", "dots"),
        ('emphasis.look="bold"', "emphasis", "look", "bold"),
        ("title.align=end", "title", "align", "end"),
        ("body.font=kai", "body", "font", "kai"),
        ("body.linebreak=optimal", "body", "linebreak", "optimal"),
        ("body.hanging=true", "body", "hanging", True),
        ("title.indent=2", "title", "indent", 2),
        ("title-page.show=never", "title_page", "show", "never"),
        ("chapter.start=odd-page", "chapter", "start", "odd-page"),
        ("header.left=", "header", "left", ""),
        ("header.left={author}", "header", "left", "{author}"),
        ("page-number.format=— {page} —", "page_number", "format", "— {page} —"),
        (
            "page-number.format=第 {page} 页 共 {pages} 页",
            "page_number",
            "format",
            "第 {page} 页 共 {pages} 页",
        ),
        ("page-number.place=outside", "page_number", "place", "outside"),
        ("page-number.font=sans", "page_number", "font", "sans"),
        ("closing.right-indent=4", "closing", "right_indent", 4),
        ("closing.center=true", "closing", "center", True),
        ("closing.space-before=2", "closing", "space_before", 2.0),
    ],
)
def test_a_setting_needs_no_quotes(setting: str, section: str, field: str, value: object) -> None:
    found = getattr(getattr(load_style("default", [setting]), section), field)

    assert found == (pytest.approx(value) if isinstance(value, float) else value)


def test_a_setting_reaches_any_depth() -> None:
    style = load_style("default", ["fonts.hant.latin=Noto Serif", "heading-1.size=20pt"])

    assert style.fonts.hant.latin == "Noto Serif"
    assert style.headings[0].size == 20.0


def test_settings_go_over_the_style_and_the_last_wins(folder: Path) -> None:
    (folder / "style.toml").write_text('[body]\nsize = "10pt"\nindent = 1\n', "utf-8")

    style = load_style("mine", ["body.size=11pt", "body.size=13pt"])

    assert (style.body.size, style.body.indent) == (13.0, 1.0)


@pytest.mark.parametrize("key", SETTINGS)
def test_every_key_can_be_set_to_what_it_is(key: str) -> None:
    load_style(
        "default",
        [f"{key}={str(SETTINGS[key]).lower() if isinstance(SETTINGS[key], bool) else SETTINGS[key]}"],
    )


# --- mistakes


@pytest.mark.parametrize("key", SETTINGS)
def test_every_key_refuses_what_it_cannot_be(key: str) -> None:
    refused(
        rf"^--set {key}=\[1\]: '?{key}'? cannot be \[1\]", "it takes|a length is", "default", f"{key}=[1]"
    )


LENGTH = "a length is a number with pt, mm, cm or in"
NUMBER = "a number from 0 to 100"


@pytest.mark.parametrize(
    ("setting", "hint"),
    [
        *((f"body.size={value}", LENGTH) for value in ("12", "-12pt", "12px", "pt", "12 points", "")),
        *((f"body.indent={value}", NUMBER) for value in ("2em", "-1", "101", "nan", "inf", "true", '"2"')),
        *((f"page-number.show={value}", "true or false") for value in ("yes", "1", "True", '"true"')),
        *((f"emphasis.look={value}", "one of kai, bold, dots") for value in ("italic", "Kai", "1", "")),
        *((f"title.align={value}", "one of start, center, end") for value in ("left", "true")),
        *((f"page.size={value}", "A4, A5, .* such as 148mm x 210mm") for value in
          ("A6", "", "148mm", "148 x 210", "148mm x 210mm x 3mm", "12", "xA4", "148mm x")),
        *((f"page.margin-left={value}", "20mm, or a share .* 10%") for value in
          ("10", "-10%", "%", "10 percent", "0.1", "1e1%")),
        *((f"page.writing={value}", "one of horizontal, vertical") for value in ("auto", "true", "")),
        *((f"about.description={value}", "a line of text") for value in ("1", '"a\\nb"', '"\\u0001"')),
        *((f"title-page.show={value}", "one of auto, always, never") for value in ("true", "yes")),
        *((f"chapter.start={value}", "one of auto, page, odd-page, continue") for value in ("odd", "1")),
        *((f"page-number.place={value}", "one of center, outside") for value in ("left", "")),
        *((f"body.linebreak={value}", "one of greedy, optimal") for value in ("knuth", "")),
        *((f"header.left={value}", "{title} and {chapter} and {author}") for value in
          ("1", "{page}", "{Title}", "{ title }", "{title", "title}", "{{title}}", "}{", "{title!r}")),
        *((f"page-number.format={value}", "{page} and {pages}") for value in
          ("1", "{title}", "{page", "{}x", "{page.real}", '"a\\nb"', '"\\u0001"')),
        *((f"font-files.serif={value}", "the path of a font file") for value in ("1", '"a\\u0000"')),
        *((f"body.font={value}", "one of serif, sans, kai") for value in ("SimSun", "")),
        *((f"fonts.hans.kai={value}", "the name of a font") for value in ("", "1", "a<b", "a;b", "{a}b")),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused(setting: str, hint: str) -> None:
    key = setting.partition("=")[0]

    refused(f"^--set {re.escape(setting)}: {key} cannot be ", hint, "default", setting)


@pytest.mark.parametrize("setting", ["body.size", "", "=1pt", " =1pt"])
def test_a_setting_is_a_key_and_a_value(setting: str) -> None:
    refused("not KEY=VALUE", "--set body.size=10.5pt", "default", setting)


@pytest.mark.parametrize(
    ("key", "unknown", "nearest"),
    [
        ("body.sise", "body.sise", "did you mean 'body.size'"),
        ("page.writting", "page.writting", "did you mean 'page.writing'"),
        ("about.descripton", "about.descripton", "did you mean 'about.description'"),
        ("bodi.size", "bodi", "did you mean 'body'"),
        ("page.margin_top", "page.margin_top", "did you mean 'page.margin-top'"),
        ("heading-4.size", "heading-4", "did you mean 'heading-"),
        ("fonts.hand.kai", "fonts.hand", "did you mean 'fonts.han"),
        ("zzz", "zzz", "known: about, appendix, body, chapter, closing, "),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest(key: str, unknown: str, nearest: str) -> None:
    refused(f"^--set {re.escape(key)}=1: unknown key '{re.escape(unknown)}'$", nearest, "default", f"{key}=1")


@pytest.mark.parametrize(
    ("toml", "error", "hint"),
    [
        ('[body]\nsise = "1pt"', "unknown key 'body.sise'", "did you mean 'body.size'"),
        ("[bodi]\n", "unknown key 'bodi'", "did you mean 'body'"),
        ("size = 1", "unknown key 'size'", "known|did you mean"),
        ('[body]\nsize = "huge"', "body.size cannot be 'huge'", LENGTH),
        ("[body]\nsize = 12", "body.size cannot be 12", LENGTH),
        ("body = 12", "'body' cannot be 12", "keys below it: font, size"),
        ('[body.size]\nvalue = "1pt"', "'body.size' cannot be", "single value"),
        ("[body\n", "line 1", "must be TOML in UTF-8"),
        ("[body]\nsize = 12pt", "line 2", "must be TOML in UTF-8"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_the_file(folder: Path, toml: str, error: str, hint: str) -> None:
    (folder / "style.toml").write_text(toml, "utf-8")

    refused(rf"^mine/style\.toml: .*{error}", hint, "mine")


def test_a_file_that_is_not_utf_8_is_refused(folder: Path) -> None:
    (folder / "style.toml").write_bytes("# 樣式\n[body]\nindent = 2".encode("big5"))

    refused(r"^mine/style\.toml: .*utf-8", "must be TOML in UTF-8", "mine")


def test_a_wrong_value_is_laid_to_whoever_gave_it(folder: Path) -> None:
    (folder / "style.toml").write_text('[body]\nindent = 2\n[title]\nsize = "big"\n', "utf-8")

    refused("^--set body.indent=x: ", NUMBER, "mine", "body.indent=x", "title.size=20pt")
    refused(r"^mine/style\.toml: title\.size", LENGTH, "mine", "body.indent=1")


@pytest.mark.parametrize(
    "settings",
    [
        ["page.margin-left=150mm", "page.margin-right=60mm"],
        ["page.margin-left=999mm"],
        ["page.margin-top=150mm", "page.margin-bottom=146mm"],
        ["page.size=30mm x 297mm"],
        ["page.size=210mm x 0mm"],
        ["page.margin-left=50%", "page.margin-right=45%"],
        ["page.margin-left=100%"],
        ["title.size=300pt"],
        ["heading-3.size=200pt"],
    ],
)
def test_a_page_without_room_for_text_is_refused(settings: list[str]) -> None:
    refused(
        "the margins leave -?[0-9]+ by -?[0-9]+ pt",
        "margins smaller or the page larger",
        "default",
        *settings,
    )


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        (["body.indent=32"], "body.indent leaves no room"),
        (["closing.right-indent=32"], "closing.right-indent leaves no room"),
        (["title.indent=16"], "title.indent leaves no room"),
        (["heading-2.indent=28"], "heading-2.indent leaves no room"),
        (["page-number.indent=44"], "page-number.indent leaves no room"),
        (["page.size=6000mm x 6000mm"], "larger than a PDF can be"),
        (["page.margin-top=3mm"], "header.size does not fit the top margin"),
        (["header.size=0.5pt"], "header.size does not fit the top margin"),
        (["page.margin-bottom=3mm"], "page-number.size does not fit the bottom margin"),
        (
            ["body.hanging=true", "page.margin-right=4mm"],
            "no room for the marks that body.hanging puts there",
        ),
    ],
)
def test_what_has_no_room_is_refused(settings: list[str], error: str) -> None:
    refused(error, ".", "default", *settings)


def test_a_margin_may_be_empty_where_nothing_stands_in_it() -> None:
    load_style("default", ["page.margin-top=0mm", "header.show=never", "page.margin-right=0%"]).check()
    load_style("default", ["page.margin-bottom=0mm", "page-number.show=false"]).check()


@pytest.mark.parametrize("key", ["body.size", "title.size", "heading-2.size"])
def test_type_too_small_to_see_is_refused(key: str) -> None:
    refused("below 1pt", "12pt", "default", f"{key}=0.5pt")


@pytest.mark.parametrize(
    ("name", "hint"),
    [("defualt", "did you mean 'default'"), ("none", "default.*style.toml"), ("", "style.toml")],
)
def test_an_unknown_style_is_refused(folder: Path, name: str, hint: str) -> None:
    refused(f"no style '{name}'", hint, name)


def test_a_folder_without_the_file_is_no_style(folder: Path) -> None:
    (folder / "style.toml").unlink()

    refused("mine has no style.toml", "a folder with a style.toml", "mine")
