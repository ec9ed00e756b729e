"""The pages about the command line: that they are current and whole, and can be read."""

from __future__ import annotations

import re
import subprocess

import pytest

import manual
from docconvert.cli.arguments import parser
from judges import judge

OPTIONS = [option for action in parser()._actions for option in action.option_strings]
LANGUAGES = list(manual.MAN_PAGES)
NO_DATE = "WARNING: missing date, using"
"""A date would be another one after each change."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_man_page_is_current(language: str) -> None:
    path, _ = manual.MAN_PAGES[language]

    assert path.read_text("utf-8") == manual.man_page(language), "run tests/manual.py"


def test_the_list_of_options_is_current() -> None:
    assert manual.PAGE.read_text("utf-8") == manual.page(), "run tests/manual.py"


def test_every_option_is_documented() -> None:
    text = manual.PAGE.read_text("utf-8")

    assert [option for option in OPTIONS if not re.search(rf"`{option}[ `]", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_mandoc_takes_a_man_page(language: str) -> None:
    path, _ = manual.MAN_PAGES[language]
    ran = subprocess.run(
        [judge("mandoc", "mandoc"), "-Tlint", "-Wwarning", path], capture_output=True, text=True, check=False
    )

    assert [line for line in ran.stdout.splitlines() if NO_DATE not in line] == []
    assert ran.stderr == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_groff_sets_a_man_page(language: str) -> None:
    path, _ = manual.MAN_PAGES[language]
    ran = subprocess.run(
        [judge("groff", "groff-base"), "-k", "-Kutf8", "-Tutf8", "-man", "-ww", "-P-c", path],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    shown = re.sub(r".\x08", "", ran.stdout)

    assert ran.stderr == ""
    assert all(re.search(rf"(?<![-\w]){option}(?![-\w])", shown) for option in OPTIONS)
