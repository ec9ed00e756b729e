"""What the pages say to do works: each page's blocks in order, in an empty folder.

What commands say they make is there afterwards, and what a page shows them to print is what they print.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docconvert import cli
from docconvert.cli import parse_arguments
from docconvert.format import find_format
from pages import PAGES, ROOT, Change, Command, Python, Save, arguments, make_inputs, steps

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

NOT_RUN = {
    "python3 -m venv": "makes an environment from the network; .ci/run does",
    ".venv/bin/pip": "the same",
    ".venv/bin/pytest": "runs these tests",
    "sphinx-build": "builds the site; test_site.py does",
    "docs/add-a-format.md: docconvert report.txt --to": "asks for the plug-in that its page makes",
    " s3://": "asks for S3; test_remote.py has a server of it",
    " --scheduler ": "asks for a cluster; test_cluster.py has one",
    "docker ": "asks for Docker",
    " --serve": "serves until it is stopped",
    "FILE|FOLDER…": "says what the arguments are",
}
"""What the commands that are not run here have in them, their page in front, and why they are not."""

_BEGINS = {".pdf": b"%PDF-", ".docx": b"PK", ".epub": b"PK", ".json": b"{"}


class _Terminal(io.StringIO):
    """Somebody who could be asked, and says nothing."""

    def isatty(self) -> bool:
        return True


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    # The pages are in English, and so is what they show.
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.setenv("LANGUAGE", "en")
    # Starting processes takes longer than what they would do.
    monkeypatch.setattr("docconvert.processes.available", lambda: 1)
    monkeypatch.setattr("docconvert.cli.archive.available", lambda: 1)
    return tmp_path


@pytest.mark.parametrize("page", [page for page in PAGES if steps(page)], ids=name)
def test_what_a_page_says_to_do_works(page: Path, folder: Path) -> None:
    namespace: dict[str, object] = {"__name__": "page"}

    for step in steps(page):
        match step:
            case Save():
                Path(step.name).parent.mkdir(parents=True, exist_ok=True)
                Path(step.name).write_text(step.text, "utf-8")
            case Change():
                text = Path(step.name).read_text("utf-8")
                assert text.count(step.old) == 1, f"{name(page)}:{step.line}: {step.name} is not as told"
                Path(step.name).write_text(text.replace(step.old, step.new), "utf-8")
            case Python():
                # Blank lines in front, so that a traceback shows the line of the page.
                exec(compile("\n" * (step.line - 1) + step.code, str(page), "exec"), namespace)
            case Command():
                if not any(part in f"{name(page)}: {step.text}" for part in NOT_RUN):
                    run(step, f"{name(page)}:{step.line}: {step.text}")


def run(step: Command, where: str) -> None:
    """Run a command and look at what it made and printed."""
    make_inputs(step.text)
    program, *given = arguments(step.text)
    assert Path(program).name == "docconvert", (
        f"{where}: no command we can run; NOT_RUN says why others are not"
    )
    before = times()
    code, printed = ran(given)
    if step.printed is not None:
        assert printed.decode() == step.printed, where
    is_wrong = "docconvert: error: " in (step.printed or "") or "--strict" in given
    assert (code == 0) != is_wrong, f"{where}: exit code {code}\n{printed.decode()}"
    if code == 0 and {"--to", "-o"} & set(given):
        look_at_what_was_made(parse_arguments(given), printed, before, where)


def times() -> dict[Path, int]:
    """Return when each file in the folder was written."""
    return {path: path.stat().st_mtime_ns for path in Path().rglob("*") if path.is_file()}


def ran(given: list[str]) -> tuple[int, bytes]:
    """Run the command line in this process; return its exit code and what it printed."""
    data = io.BytesIO("春訊\n\n今日立春。\n".encode())
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(data) if "-" in given else _Terminal())
        patch.setattr(sys, "stdout", stream)
        patch.setattr(sys, "stderr", stream)
        try:
            code: object = cli.main(given)
        except SystemExit as leaving:  # --help
            code = leaving.code or 0
    assert isinstance(code, int)
    return code, stream.buffer.getvalue()


def look_at_what_was_made(
    given: argparse.Namespace, printed: bytes, before: dict[Path, int], where: str
) -> None:
    """Check that a command made the files it is for."""
    is_folder = any(Path(source).is_dir() for source in given.sources)
    for target in claimed(given):
        assert target.is_file(), f"{where}: no {target}"
        assert target.read_bytes().startswith(_BEGINS.get(target.suffix, b"")), f"{where}: {target}"
        # Of a folder, only what has changed is made anew.
        assert is_folder or target.stat().st_mtime_ns != before.get(target), (
            f"{where}: {target} is an old one"
        )
    if given.to == ["tree"]:
        assert printed.startswith(b"meta "), where
    if given.out == "-":
        assert _BEGINS[find_format(given.to[0]).extension] in printed, where


def claimed(given: argparse.Namespace) -> Iterator[Path]:
    """Yield the files that a command says it makes."""
    yield from (report for report in (*given.report, given.script_report) if report)
    if given.out == "-":
        return
    if Path(given.out).suffix:
        yield Path(given.out)
        return
    extensions = [made.extension for made in map(find_format, given.to) if not made.shown]
    for source in map(Path, given.sources):
        for text in texts(source, given):
            inside = text.relative_to(source) if source.is_dir() else Path(text.name)
            target = given.out / inside if given.out else text
            yield from (target.with_suffix(extension) for extension in extensions)


def texts(source: Path, given: argparse.Namespace) -> Iterator[Path]:
    """Yield the texts that a command is to convert."""
    if not source.is_dir():
        yield source
        return
    for text in source.rglob("*.txt"):
        if not set(text.relative_to(source).parts) & set(given.exclude):
            yield text


def test_the_pages_are_found() -> None:
    assert {"README.md", "README.zh.md", "docs/tutorial.md", "docs/architecture.md"} <= {
        name(page) for page in PAGES if steps(page)
    }


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_block_of_a_page_is_missed(page: Path) -> None:
    text = page.read_text("utf-8")
    blocks = re.findall(r"^\s*(?:```|~~~)\s*(?:python|py|pycon)\b", text, re.MULTILINE)
    commands = re.findall(r"^(?:    |\$ )?docconvert \S+ .*--\w", text, re.MULTILINE)

    done = steps(page)
    assert len(blocks) == sum(isinstance(step, Python) for step in done)
    assert len(commands) <= sum(isinstance(step, Command) for step in done)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text("utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []
