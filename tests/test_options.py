"""Options and Output: their fields, their choices, and the flags of the same names."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from docconvert import Options, Output, cli, read, write
from docconvert.errors import UsageError
from docconvert.options import CHOICES, VOCABULARIES, option_names

FLAGS = {flag: action for action in cli._parser()._actions for flag in action.option_strings}

# Flags that say what to do with files or on the terminal, or that make the style.
OTHER = {
    "to",
    "out",
    "force",
    "style",
    "set",
    "strict",
    "report",
    "script_report",
    "quiet",
    "debug",
    "list_formats",
    "version",
    "help",
}


def test_each_field_has_one_flag_of_its_name_and_no_flag_is_left_over() -> None:
    destinations = [action.dest for action in cli._parser()._actions if action.option_strings]

    assert sorted(destinations) == sorted([*option_names(Options), *option_names(Output), *OTHER])


@pytest.mark.parametrize("name", [*option_names(Options), *option_names(Output)])
def test_a_flag_is_called_like_its_field_and_has_its_default(name: str) -> None:
    defaults = {field.name: field.default for options in (Options, Output) for field in fields(options)}
    flag = FLAGS[f"--{name.replace('_', '-')}"]

    assert (flag.dest, flag.default) == (name, defaults[name])


@pytest.mark.parametrize("name", option_names(Options))
def test_a_flag_offers_what_its_field_takes(name: str) -> None:
    choices = FLAGS[f"--{name.replace('_', '-')}"].choices

    assert (None if choices is None else tuple(choices)) == CHOICES.get(name)


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
    with pytest.raises(UsageError, match=f"{name} cannot be {value!r}") as raised:
        Options(**{name: value})  # type: ignore[arg-type]  # that is the test

    assert hint in raised.value.hint


def test_an_encoding_nobody_knows_is_refused_before_any_text_is_seen() -> None:
    with pytest.raises(UsageError, match="unknown encoding 'utf-99'"):
        Options(encoding="utf-99")


@pytest.mark.parametrize("options", [Options(), Output()])
def test_options_do_not_change(options: Options | Output) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(options, option_names(type(options))[0], "x")


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
