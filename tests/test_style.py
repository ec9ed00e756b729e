"""A style is a template's settings over the default's, and a mistake in it is named."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from docconvert import load_style
from docconvert.errors import StyleError
from docconvert.resources import resource
from docconvert.style import style_names

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
    load_style("mine", ["page.width=300mm"]).check()

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


# --- settings given by hand


@pytest.mark.parametrize(
    ("setting", "section", "field", "value"),
    [
        ("body.size=10.5pt", "body", "size", 10.5),
        ('body.size="10.5pt"', "body", "size", 10.5),
        ("body.size='10.5pt'", "body", "size", 10.5),
        (" body.size = 10.5pt ", "body", "size", 10.5),
        ("page.width=148mm", "page", "width", 148 * 72 / 25.4),
        ("page.width=14.8cm", "page", "width", 148 * 72 / 25.4),
        ("page.width=6in", "page", "width", 432),
        ("page.width=500 pt", "page", "width", 500),
        ("body.indent=0", "body", "indent", 0),
        ("body.line-height=1.5", "body", "line_height", 1.5),
        ("page-number.show=false", "page_number", "show", False),
        ("emphasis.look=dots", "emphasis", "look", "dots"),
        ('emphasis.look="bold"', "emphasis", "look", "bold"),
        ("title.align=end", "title", "align", "end"),
        ("body.font=kai", "body", "font", "kai"),
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
        ("bodi.size", "bodi", "did you mean 'body'"),
        ("page.margin_top", "page.margin_top", "did you mean 'page.margin-top'"),
        ("heading-4.size", "heading-4", "did you mean 'heading-"),
        ("fonts.hand.kai", "fonts.hand", "did you mean 'fonts.han"),
        ("zzz", "zzz", "known: body, emphasis, "),
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
        ["page.width=70mm"],
        ["page.height=0mm"],
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
