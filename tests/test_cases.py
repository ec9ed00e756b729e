"""Run every example in cases/*.txt: a name, options, the input, ``---``, the expected tree.

A case is as a reader of Chinese would write it down:

    # what it shows
    options: --readings ruby
    the text
    ---
    the tree, without its first line

Lines of ``===`` stand between cases. What follows a second ``---`` are the codes of the notices
that must come, in order.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

import docconvert
from docconvert.cli import option_values, parse_arguments

CASES = Path(__file__).parent / "cases"


class Case(NamedTuple):
    name: str
    options: list[str]
    source: str
    tree: str
    notices: str


def read_cases(path: Path) -> list[Case]:
    return [parse_case(part.strip("\n"), path.stem) for part in path.read_text("utf-8").split("\n===\n")]


def parse_case(text: str, group: str) -> Case:
    title, _, body = text.partition("\n")
    options: list[str] = []
    if body.startswith("options: "):
        line, _, body = body.partition("\n")
        options = line.removeprefix("options: ").split()
    source, tree, *notices = body.split("\n---\n")
    return Case(f"{group}: {title.removeprefix('# ')}", options, source, tree.strip("\n"), "\n".join(notices))


ALL = [case for path in sorted(CASES.glob("*.txt")) for case in read_cases(path)]


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_case(case: Case) -> None:
    options = docconvert.Options(**option_values(parse_arguments([*case.options, "-"]), docconvert.Options))
    notices: list[docconvert.Notice] = []
    document = docconvert.read(case.source.encode(), options=options, notify=notices.append)
    tree = docconvert.write(document, "tree").decode()
    assert case.tree == tree.partition("\n")[2].strip("\n")
    assert case.notices.split() == [notice.code for notice in notices]


def test_there_are_cases() -> None:
    assert len(ALL) > 40
