"""Options and Output: their fields, their choices, and the flags of the same names."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from docconvert import Options, Output, cli, read, write
from docconvert.cli.arguments import parser
from docconvert.errors import UsageError
from docconvert.options import CHOICES, VOCABULARIES, option_names
from docconvert.output import OUTPUT_CHOICES, FontFace, font_face

FLAGS = {flag: action for action in parser()._actions for flag in action.option_strings}

# Flags that say what to do with files or on the terminal, or that make the style.
OTHER = {
    "to",
    "out",
    "merge",
    "order",
    "glob",
    "exclude",
    "jobs",
    "rebuild",
    "prune",
    "yes",
    "scheduler",
    "serve",
    "open",
    "force",
    "style",
    "set",
    "strict",
    "report",
    "script_report",
    "quiet",
    "debug",
    "list_formats",
    "list_styles",
    "export_style",
    "messages",
    "completion",
    "version",
    "help",
}


def test_each_field_has_one_flag_of_its_name_and_no_flag_is_left_over() -> None:
    destinations = [action.dest for action in parser()._actions if action.option_strings]

    assert sorted(destinations) == sorted([*option_names(Options), *option_names(Output), *OTHER])


@pytest.mark.parametrize("name", [*option_names(Options), *option_names(Output)])
def test_a_flag_is_called_like_its_field_and_has_its_default(name: str) -> None:
    defaults = {field.name: field.default for options in (Options, Output) for field in fields(options)}
    flag = FLAGS[f"--{name.replace('_', '-')}"]

    assert (flag.dest, flag.default) == (name, defaults[name])


@pytest.mark.parametrize("name", [*option_names(Options), *option_names(Output)])
def test_a_flag_offers_what_its_field_takes(name: str) -> None:
    choices = FLAGS[f"--{name.replace('_', '-')}"].choices

    assert (None if choices is None else tuple(choices)) == (CHOICES | OUTPUT_CHOICES).get(name)


@pytest.mark.parametrize(
    ("name", "value"),
    # The bundled dictionaries have no vocabulary of Hong Kong.
    [(name, value) for name in CHOICES for value in CHOICES[name] if (name, value) != ("vocabulary", "hk")],
)
def test_each_choice_is_taken(name: str, value: str) -> None:
    script = {str(vocabulary): script for script, vocabulary in VOCABULARIES.items()}
    rest = {"script": script[value]} if name == "vocabulary" else {}
    options = Options(**{name: value, **rest})  # type: ignore[arg-type]  # the names are those of the fields

    assert getattr(options, name) == value
    write(read("春訊\n\n今日立春,**萬物**生長(zhǎng)。", options=options), "tree")


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("readings", "rubi", "did you mean 'ruby'"),
        ("emphasis", "mark", "did you mean 'marks'"),
        ("punctuation", "", "known: auto, full, keep"),
        ("script", "hant_tw", "did you mean 'hant-tw'"),
        ("script", 1, "known: hans, "),
        ("language", "zh_Hant", "BCP 47"),
        ("language", "繁體", "BCP 47"),
    ],
)
def test_any_other_choice_is_refused(name: str, value: object, hint: str) -> None:
    with pytest.raises(UsageError, match=f"{name}: cannot be {value!r}") as raised:
        Options(**{name: value})  # type: ignore[arg-type]  # that is the test

    assert hint in raised.value.hint


def test_an_encoding_nobody_knows_is_refused_before_any_text_is_seen() -> None:
    with pytest.raises(UsageError, match="unknown encoding 'utf-99'"):
        Options(encoding="utf-99")


@pytest.mark.parametrize("options", [Options(), Output()])
def test_options_do_not_change(options: Options | Output) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(options, option_names(type(options))[0], "x")


# --- Output


def output_of(arguments: str) -> Output:
    return Output(**cli.option_values(cli.parse_arguments(["a.txt", *arguments.split()]), Output))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", Output()),
        ("--writing vertical", Output(writing="vertical")),
        ("--writing horizontal", Output(writing="horizontal")),
        ("--contents yes", Output(contents="yes")),
        ("--contents no", Output(contents="no")),
        ("--pdf-standard a-2b", Output(pdf_standard=("a-2b",))),
        ("--pdf-standard UA-1,a-2u", Output(pdf_standard=("ua-1", "a-2u"))),
        ("--pdf-standard a-2a,a-2a", Output(pdf_standard=("a-2a",))),
        ("--pdf-standard none", Output(pdf_standard=())),
        ("--identifier urn:isbn:1", Output(identifier="urn:isbn:1")),
    ],
)
def test_flags_say_what_the_file_carries(arguments: str, expected: Output) -> None:
    assert output_of(arguments) == expected


def test_fonts_are_files(tmp_path: Path) -> None:
    for name in ("a.ttf", "b.ttc", "c#1.otf"):
        (tmp_path / name).touch()
    names = tuple(f"{tmp_path}/{name}" for name in ("a.ttf", "b.ttc#1", "c#1.otf"))

    assert output_of(" ".join(f"--font {name}" for name in names)).font == names
    assert Output(font=[*names]).font == names  # type: ignore[arg-type]  # a list is taken too


@pytest.mark.parametrize(
    ("name", "file", "face"),
    [
        ("a.ttf", "a.ttf", 0),
        ("b.ttc", "b.ttc", 0),
        ("b.ttc#0", "b.ttc", 0),
        ("dir#2/B.OTC#12", "dir#2/B.OTC", 12),
        ("a.ttf#1", "a.ttf#1", 0),
        ("b.ttc#x", "b.ttc#x", 0),
    ],
)
def test_a_face_is_told_from_its_file(name: str, file: str, face: int) -> None:
    assert font_face(name) == font_face(Path(name)) == FontFace(Path(file), face)


@pytest.mark.parametrize(
    ("values", "error", "hint"),
    [
        ({"writing": "vertikal"}, "writing: cannot be 'vertikal'", "did you mean 'vertical'"),
        ({"writing": ""}, "writing: cannot be ''", "known: auto, horizontal, vertical"),
        ({"contents": True}, "contents: cannot be True", "known: auto, no, yes"),
        ({"pdf_standard": ("a-2",)}, "pdf_standard: cannot be 'a-2'", "did you mean 'a-2a' or 'a-2b'"),
        ({"pdf_standard": ("",)}, "pdf_standard: cannot be ''", "known: a-2a, a-2b, a-2u, none, ua-1"),
        ({"pdf_standard": "a-2b"}, "pdf_standard: takes several words", "as a list"),
        (
            {"pdf_standard": ("a-2b", "ua-1", "a-2u")},
            "pdf_standard: cannot be both a-2b and a-2u",
            "one level",
        ),
        ({"pdf_standard": ("none", "ua-1")}, "pdf_standard: none goes with no other", "none alone"),
        ({"font": ("none.ttf",)}, "font: none.ttf: no such file", "check the path"),
        ({"font": ("none.ttc#1",)}, "font: none.ttc#1: no such file", "check the path"),
        ({"font": ("tests",)}, "font: tests: no such file", "check the path"),
        ({"font": ("",)}, "font: : no such file", "check the path"),
        ({"font": "a.ttf"}, "font: takes several files", "as a list"),
    ],
)
def test_an_output_that_makes_no_sense_is_refused(values: dict[str, object], error: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"^{re.escape(error)}") as raised:
        Output(**values)  # type: ignore[arg-type]  # that is the test

    assert hint in raised.value.hint


@pytest.mark.parametrize("arguments", ["--pdf-standard=", "--pdf-standard ,"])
def test_no_standard_at_all_is_asked_for_by_its_word(arguments: str) -> None:
    with pytest.raises(UsageError, match="pdf_standard: cannot be ''"):
        output_of(arguments)


# --- what Options do


def tree(options: Options) -> str:
    return write(read("春訊\n\n今日立春。".encode(), options=options, source="a.txt"), "tree").decode()


FOUND = "meta zh-Hant, utf-8, a.txt\ntitle 春訊\np 今日立春。\n"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (Options(), FOUND),
        (Options(title="立春"), FOUND.replace("title 春訊", "title 立春")),
        (Options(title=" 立\0春\n"), FOUND.replace("title 春訊", "title 立春")),
        (Options(author="林小滿"), FOUND.replace("a.txt", "a.txt, 林小滿")),
        (Options(date="2024-02-04"), FOUND.replace("a.txt", "a.txt, 2024-02-04")),
        (Options(language="zh-Hant-HK"), FOUND.replace("zh-Hant", "zh-Hant-HK")),
        (Options(encoding="UTF8"), FOUND),
    ],
)
def test_what_is_given_takes_the_place_of_what_is_found(options: Options, expected: str) -> None:
    assert tree(options) == expected


@pytest.mark.parametrize("name", ["title", "author", "date", "language"])
@pytest.mark.parametrize("blank", ["", " ", "\0"])
def test_what_is_blank_is_not_given(name: str, blank: str) -> None:
    options = Options(**{name: blank})  # type: ignore[arg-type]  # the names are those of the fields

    assert tree(options) == FOUND
