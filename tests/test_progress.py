"""Long work on a terminal shows a bar on standard error; anything else shows none."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docconvert import cli
from docconvert.batch import plan
from docconvert.progress import shown_progress

if TYPE_CHECKING:
    from docconvert.batch import Job

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


class Terminal(io.StringIO):
    """Standard error that says it is a terminal."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        monkeypatch.setattr(sys, "stderr", self)

    def isatty(self) -> bool:
        return True

    @property
    def shown(self) -> str:
        """What was written, without colours and movements."""
        return _CONTROL.sub("", self.getvalue())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("春訊\n\n今日立春。\n", "utf-8")
    Path("b.txt").write_text("秋訊\n\n今日立秋。\n" * 9, "utf-8")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def jobs(*names: str) -> list[Job]:
    return list(plan([Path(name) for name in names], ["json", "tree"], "out"))


# --- the bar


def test_the_bar_names_the_last_step_and_ends_full(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch)

    with shown_progress(jobs("a.txt")) as watch:
        for step in ("reading", "json", "tree"):
            watch(Path("a.txt"), step)

    assert re.search(r"a\.txt: tree .*100%", terminal.shown)


def work_until_interrupted() -> None:
    with shown_progress(jobs("a.txt", "b.txt")) as watch:
        for step in ("reading", "json", "tree"):
            watch(Path("a.txt"), step)
        watch(Path("b.txt"), "reading")
        watch(Path("b.txt"), "json")
        raise KeyboardInterrupt


def test_a_step_counts_as_much_as_its_source_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch)
    small, large = Path("a.txt").stat().st_size, Path("b.txt").stat().st_size

    with pytest.raises(KeyboardInterrupt):
        work_until_interrupted()

    share = (3 * small + large) / (3 * small + 3 * large)
    assert re.search(rf"b\.txt: json .* {share:.0%}", terminal.shown)


def test_a_source_that_fails_leaves_the_bar_full_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch)

    with shown_progress(jobs("none.txt", "a.txt")) as watch:
        watch(Path("none.txt"), "reading")
        watch(Path("a.txt"), "reading")

    assert "100%" in terminal.shown


def test_the_bar_is_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch)

    with shown_progress(jobs("a.txt")) as watch:
        watch(Path("a.txt"), "reading")

    erase_line, show_cursor = "\x1b[2K", "\x1b[?25h"
    assert terminal.getvalue().endswith(erase_line)
    assert show_cursor in terminal.getvalue()


@pytest.mark.parametrize("name", ["[bold]a.txt", "a[1].txt", "a:smile:.txt", "章 一.txt"])
def test_a_name_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    terminal = Terminal(monkeypatch)

    with shown_progress(jobs(name)) as watch:
        watch(Path(name), "reading")

    assert f"{Path(name).name}: reading" in terminal.shown


# --- when it is shown


LONG = ["a.txt", "b.txt", "--to", "json", "-o", "out"]


@pytest.mark.parametrize(("limit", "value"), [("_LONG_WORK", 100), ("_MANY_FILES", 1)])
def test_long_work_on_a_terminal_shows_a_bar(monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    terminal = Terminal(monkeypatch)
    monkeypatch.setattr(cli, limit, value)

    assert cli.main(LONG) == 0
    assert re.search(r"b\.txt: json .*100%", terminal.shown)
    assert [name for name in ("out/a.json\n", "out/b.json\n") if name not in terminal.shown] == []


def test_short_work_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch)

    assert cli.main(LONG) == 0
    assert terminal.getvalue().split() == ["out/a.json", "out/b.json"]


def test_who_wants_quiet_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch)
    monkeypatch.setattr(cli, "_LONG_WORK", 0)

    assert cli.main([*LONG, "--quiet"]) == 0
    assert terminal.getvalue() == ""


def test_without_a_terminal_there_is_no_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_LONG_WORK", 0)

    assert cli.main(LONG) == 0
    assert capsys.readouterr().err.split() == ["out/a.json", "out/b.json"]


def test_the_bar_does_not_get_into_standard_output(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    trees = ["a.txt", "b.txt", "--to", "tree"]
    cli.main(trees)
    expected = capsys.readouterr().out
    terminal = Terminal(monkeypatch)
    monkeypatch.setattr(cli, "_LONG_WORK", 0)

    cli.main(trees)

    assert "b.txt: tree" in terminal.shown
    assert capsys.readouterr().out == expected


def test_messages_stay_whole_beside_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch)
    monkeypatch.setattr(cli, "_LONG_WORK", 0)
    name = f"{'long' * 30}[1].txt"

    assert cli.main(["a.txt", name, "--to", "json"]) == 1
    assert f"docconvert: error: {name}: no such file\n" in terminal.shown


def test_an_interruption_takes_the_bar_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(path: Path) -> bytes:
        raise KeyboardInterrupt

    terminal = Terminal(monkeypatch)
    monkeypatch.setattr(cli, "_LONG_WORK", 0)
    monkeypatch.setattr("docconvert.files.read_source", interrupted)

    assert cli.main(LONG) == 130
    assert terminal.shown.endswith("docconvert: interrupted\n")
