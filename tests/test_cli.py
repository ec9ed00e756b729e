"""What the command line does with files, streams and mistakes."""

from __future__ import annotations

import codecs
import io
import json
import os
import random
import re
import subprocess
import sys
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from docconvert import DocconvertError, __version__, cli, files, pipeline
from docconvert.cli.arguments import parser
from docconvert.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docconvert import Document

SPRING = "春訊\n\n今日立春，萬物生長。\n"
SPRING_TREE = "meta zh-Hant, utf-8, a.txt\ntitle 春訊\np 今日立春，萬物生長。\n"
MESSAGE = re.compile(r"docconvert: error: (?P<error>[^\n]+)\nhint: (?P<hint>[^\n]+)\n")


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Run:
    """The command line in this process."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def __call__(self, *arguments: str | Path) -> Ran:
        try:
            code: object = cli.main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            code = leaving.code
        assert isinstance(code, int)
        return Ran(int(code), *self._capture.readouterr())


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def spring() -> Path:
    Path("a.txt").write_text(SPRING, "utf-8")
    return Path("a.txt")


@pytest.fixture
def two(spring: Path) -> tuple[Path, Path]:
    Path("b.txt").write_text("秋訊\n\n今日立秋。\n", "utf-8")
    return spring, Path("b.txt")


def standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))


def snapshot() -> dict[str, tuple[bytes, int]]:
    """All files below the current folder, with their bytes and times."""
    found = (path for path in Path().rglob("*") if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


@contextmanager
def nothing_changes() -> Iterator[None]:
    before = snapshot()
    yield
    assert snapshot() == before


def new_files(before: dict[str, tuple[bytes, int]]) -> set[str]:
    after = snapshot()
    assert before.items() <= after.items()
    return set(after) - set(before)


def refused(ran: Ran, code: ExitCode, error: str, hint: str) -> None:
    """Assert that there is one error and its hint, and nothing else."""
    found = MESSAGE.fullmatch(ran.err)
    assert found, ran.err
    assert re.search(error, found["error"]), found["error"]
    assert re.search(hint, found["hint"]), found["hint"]
    assert (ran.code, ran.out) == (code, "")


# --- what it says about itself


def test_help_shows_the_groups_of_options_and_five_examples(run: Run) -> None:
    ran = run("--help")

    assert ran.code == ExitCode.DONE
    groups = re.findall(r"^(\S.*):$", ran.out, re.MULTILINE)
    assert groups == [
        "files",
        "folders",
        "the text",
        "its script",
        "its structure",
        "its look and what the file carries",
        "a page in the browser",
        "behaviour",
        "examples",
    ]
    assert len(re.findall(r"^  docconvert .+? {2,}\S", ran.out, re.MULTILINE)) == 5
    assert all(f"{code.value} " in ran.out.partition("exit codes:")[2] for code in ExitCode)


def test_every_flag_is_explained_in_the_help() -> None:
    assert [action.dest for action in parser()._actions if not action.help] == []


def test_the_version_is_the_packages(run: Run) -> None:
    dictionaries = f"opencc-python-reimplemented {version('opencc-python-reimplemented')}"
    assert run("--version") == (0, f"docconvert {__version__} (dictionaries: {dictionaries})\n", "")


def test_formats_are_listed_with_their_extensions(run: Run) -> None:
    ran = run("--list-formats")

    assert (ran.code, ran.err) == (ExitCode.DONE, "")
    listed = [line.split() for line in ran.out.splitlines()]
    ours = [[name, f".{name}"] for name in ("docx", "epub", "html", "json", "pdf", "tree")]
    assert [row for row in listed if row in ours] == ours  # a plug-in may be installed, too


# --- where the output goes


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        ("a.txt --to json", "a.json"),
        ("a.txt --to markdown,html", "a.html a.md"),
        ("a.txt -o x.md", "x.md"),
        ("a.txt -t json", "a.json"),
        ("--to json a.txt", "a.json"),
        ("a.txt --to JSON", "a.json"),
        ("a.txt --to json,pdf", "a.json a.pdf"),
        ("a.txt --to json --to pdf", "a.json a.pdf"),
        ("a.txt --to json,,json,", "a.json"),
        ("a.txt -o x.json", "x.json"),
        ("a.txt -o X.JSON", "X.JSON"),
        ("a.txt -o x.pdf", "x.pdf"),
        ("a.txt --to json -o x.json", "x.json"),
        ("a.txt --to tree -o x.tree", "x.tree"),
        ("a.txt --to json -o out", "out/a.json"),
        ("a.txt --to json -o out/", "out/a.json"),
        ("a.txt --to json -o out.d", "out.d/a.json"),
        ("a.txt --to json -o deep/er/", "deep/er/a.json"),
        ("a.txt --to json -o deep/er/x.json", "deep/er/x.json"),
        ("a.txt --to tree,json -o out", "out/a.json out/a.tree"),
        ("a.txt b.txt --to json", "a.json b.json"),
        ("a.txt --to json b.txt", "a.json b.json"),
        ("a.txt b.txt --to json,pdf -o out", "out/a.json out/a.pdf out/b.json out/b.pdf"),
        ("sub/c.txt --to json", "sub/c.json"),
        ("sub/c.txt --to json -o out", "out/c.json"),
        ("name --to json", "name.json"),
        ("two.dots.txt --to json", "two.dots.json"),
        ("- -o x.json", "x.json"),
        ("- --to json -o out/", "out/document.json"),
        ("--to json -- -dash.txt", "-dash.json"),
    ],
)
def test_the_arguments_name_the_files_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: str, written: str
) -> None:
    Path("sub").mkdir()
    for name in ("a.txt", "b.txt", "sub/c.txt", "name", "two.dots.txt", "-dash.txt"):
        Path(name).write_text(SPRING, "utf-8")
    standard_input(monkeypatch, SPRING.encode())
    before = snapshot()

    ran = run(*arguments.split())

    assert (ran.code, ran.out) == (ExitCode.DONE, "")
    assert new_files(before) == set(written.split())
    assert sorted(ran.err.split()) == sorted(written.split())


def test_a_folder_that_looks_like_a_file_is_a_folder(run: Run, spring: Path) -> None:
    Path("x.json").mkdir()

    assert run(spring, "--to", "json", "-o", "x.json").code == ExitCode.DONE
    assert Path("x.json/a.json").is_file()


@pytest.mark.parametrize("arguments", ["--to tree", "--to tree -o -", "--to tree --quiet"])
def test_the_tree_goes_to_standard_output(run: Run, spring: Path, arguments: str) -> None:
    with nothing_changes():
        assert run(spring, *arguments.split()) == (0, SPRING_TREE, "")


def test_several_trees_go_to_standard_output_in_order(run: Run, two: tuple[Path, Path]) -> None:
    assert re.findall("title (.*)", run(*two, "--to", "tree").out) == ["春訊", "秋訊"]


def test_a_tree_may_come_with_files(run: Run, spring: Path) -> None:
    assert run(spring, "--to", "tree,json") == (0, SPRING_TREE, "a.json\n")


@pytest.mark.parametrize("out", [[], ["-o", "-"]])
def test_standard_input_goes_to_standard_output(
    run: Run, monkeypatch: pytest.MonkeyPatch, out: list[str]
) -> None:
    standard_input(monkeypatch, SPRING.encode("gb18030"))

    ran = run("-", "--to", "json", *out)

    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["metadata"] == {
        "language": "zh-Hant", "author": "", "date": "", "source": "", "encoding": "gb18030",
        "dictionaries": "",
    }  # fmt: skip


@pytest.mark.parametrize("where", ["standard input", "a.txt"])
def test_a_binary_format_does_not_go_to_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, spring: Path, where: str
) -> None:
    standard_input(monkeypatch, SPRING.encode())
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    ran = run(*(["-", "--to", "pdf"] if where == "standard input" else [spring, "--to", "pdf", "-o", "-"]))

    refused(ran, ExitCode.USAGE, "^pdf is not for a terminal$", "-o")


def test_a_text_format_goes_to_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, spring: Path) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert run(spring, "--to", "json", "-o", "-").out.startswith("{")


# --- options reach the text


@pytest.mark.parametrize(
    ("flags", "tree"),
    [
        (["--title", "立春"], "title 立春\np 今日立春，萬物生長。"),
        (["--author", "林小滿", "--date", "2024-02-04"], "utf-8, a.txt, 林小滿, 2024-02-04\n"),
        (["--language", "zh-Hant-HK"], "meta zh-Hant-HK, "),
        (["--script", "hans"], "title 春讯\np 今日立春，万物生长。"),
        (["--encoding", "utf-8"], "utf-8, a.txt\n"),
        (["--punctuation", "full"], "立春，萬物"),
    ],
)
def test_a_flag_changes_the_text(run: Run, spring: Path, flags: list[str], tree: str) -> None:
    assert tree in run(spring, "--to", "tree", *flags).out


def test_settings_of_the_style_reach_the_writer(run: Run, spring: Path) -> None:
    run(spring, "-o", "plain.pdf")
    run(spring, "-o", "large.pdf", "--set", "body.size=30pt")

    assert Path("plain.pdf").read_bytes() != Path("large.pdf").read_bytes()


# --- notices


@pytest.fixture
def doubtful() -> Path:
    Path("doubtful.txt").write_bytes("春訊\n\n今日\0立\b春\0。\n".encode())
    return Path("doubtful.txt")


DOUBT = "docconvert: notice: doubtful.txt:3: 3 characters"


def test_a_notice_names_file_and_line(run: Run, doubtful: Path) -> None:
    ran = run(doubtful, "--to", "tree")

    assert (ran.code, ran.err.count("\n")) == (ExitCode.DONE, 1)
    assert ran.err.startswith(DOUBT)
    assert ran.out.endswith("p 今日立春。\n")


def test_a_notice_of_standard_input_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    standard_input(monkeypatch, "\0汐浦".encode())

    assert run("-", "--to", "tree").err.startswith("docconvert: notice: standard input:1: ")


def test_a_notice_stands_once_however_many_formats(run: Run, doubtful: Path) -> None:
    assert run(doubtful, "--to", "tree,json,pdf").err.count("notice: doubtful.txt:3") == 1


def test_quiet_keeps_notices_and_names_to_itself(run: Run, doubtful: Path) -> None:
    assert run(doubtful, "--to", "json", "-q") == (0, "", "")


def test_quiet_does_not_hide_errors(run: Run) -> None:
    refused(run("none.txt", "--to", "json", "--quiet"), ExitCode.FAILED, "none.txt: no such file", ".")


@pytest.mark.parametrize("quiet", [[], ["--quiet"]])
def test_strict_tells_of_notices_by_the_exit_code(run: Run, doubtful: Path, quiet: list[str]) -> None:
    assert run(doubtful, "--to", "json", "--strict", *quiet).code == ExitCode.NOTICES
    assert Path("doubtful.json").is_file()


def test_strict_without_notices_is_done(run: Run, spring: Path) -> None:
    assert run(spring, "--to", "json", "--strict").code == ExitCode.DONE


def test_a_failure_outweighs_notices(run: Run, doubtful: Path) -> None:
    assert run(doubtful, "none.txt", "--to", "json", "--strict").code == ExitCode.FAILED


# --- wrong usage


USAGE_MISTAKES = [
    ("", "no input file was named", "--help"),
    ("a.txt", "no output format was named", "--to NAME, .* docx, epub, html, json, markdown, pdf, tree"),
    ("a.txt -o out", "no output format was named", "--to"),
    ("a.txt -o x.xyz", "no format has the extension .xyz", "--to"),
    ("a.txt --to pfd", "unknown output format 'pfd'", "did you mean 'pdf'"),
    ("a.txt --to json,tre", "unknown output format 'tre'", "did you mean 'tree'"),
    ("a.txt --to zzzzz", "unknown output format 'zzzzz'", "known: docx, epub, html, json, .*, tree"),
    ("a.txt --to json -o x.pdf", "-o x.pdf does not fit the format json", "x.json"),
    ("a.txt --to json -o x.md", "-o x.md does not fit the format json", "x.json"),
    ("a.txt --to json,pdf -o -", "2 files cannot go to standard output", "-o out/"),
    ("a.txt b.txt --to tree -o -", "2 files cannot go to standard output", "-o out/"),
    ("a.txt --to", "expected one argument", "--help"),
    ("a.txt --to tree --zzz", "unrecognized arguments: --zzz", "--help"),
    ("a.txt --to tree --enc utf-8", "unrecognized arguments: --enc", "did you mean '--encoding'"),
    ("a.txt --to tree --script hanz", "invalid choice: 'hanz'", "--help"),
    ("a.txt --to tree --encoding utf-99", "unknown encoding 'utf-99'", "utf-8"),
    ("a.txt --to tree --encoding base64", "unknown encoding 'base64'", "utf-8"),
    ("a.txt --to tree --encoding undefined", "unknown encoding 'undefined'", "utf-8"),
    ("a.txt --to tree --style defualt", "no style 'defualt'", "did you mean 'default'"),
    ("a.txt --to tree --set body.sise=1pt", "--set body.sise=1pt: unknown key", "did you mean 'body.size'"),
    ("a.txt --to tree --set body.size=big", "--set body.size=big: .*'big'", "12pt"),
    ("a.txt --to tree --set body.size", "not KEY=VALUE", "body.size=10.5pt"),
    ("a.json --to json", "a.json: target and source are the same file", "-o"),
    ("a.txt a.json --to json", "a.json: target and source are the same file", "-o"),
    ("a.json --to json -o a.json", "a.json: target and source are the same file", "-o"),
    ("a.json --to json -o link.json", "link.json: target and source are the same file", "-o"),
    ("a.json --to json -o sub/../a.json", "target and source are the same file", "-o"),
    ("a.txt sub/a.txt --to json -o out", "a.txt and sub/a.txt would both be written to out/a.json", "-o"),
    ("a.txt sub/A.TXT --to json -o out", "would both be written", "-o"),
    ("a.txt A.txt --to json", "would both be written to A.json", "-o"),
    ("a.txt a.txt --to json", "would both be written to a.json", "-o"),
]


@pytest.mark.parametrize(("arguments", "error", "hint"), USAGE_MISTAKES)
def test_wrong_usage_is_refused_before_any_work(run: Run, arguments: str, error: str, hint: str) -> None:
    Path("sub").mkdir()
    for name in ("a.txt", "A.txt", "b.txt", "sub/a.txt", "sub/A.TXT"):
        Path(name).write_text(SPRING, "utf-8")
    Path("a.json").write_bytes(b'{"docconvert": "0.1.0"}')
    Path("link.json").symlink_to("a.json")

    with nothing_changes():
        refused(run(*arguments.split()), ExitCode.USAGE, error, hint)


# --- bad input


NOISE = random.Random(8).randbytes(4000)

BAD_FILES = {
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not a text file: .* a PDF file", "extract the text"),
    "ZIP": (b"PK\x03\x04\x14\0\0\0\x08\0", "not a text file: .* a ZIP package", "save it as .txt"),
    "old Office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not a text file: .* old Office", "save it as .txt"),
    "RTF": (b"{\\rtf1\\ansi{\\fonttbl}}", "not a text file: .* an RTF file", "save it as .txt"),
    "gzip": (b"\x1f\x8b\x08\0\0\0\0\0", "not a text file: .* a gzip file", "unpack"),
    "PNG": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file: .* a picture", "plain text"),
    "JPEG": (b"\xff\xd8\xff\xe0\0\x10JFIF", "not a text file: .* a picture", "plain text"),
    "ELF": (b"\x7fELF\x02\x01\x01\0", "not a text file: .* a program", "plain text"),
    "empty": (b"", "the file is empty", "saved or downloaded whole"),
    "white space": (" \n\t\r\n　\n".encode(), "there is no text in it", "right file"),
    "only a mark": (codecs.BOM_UTF8, "there is no text in it", "right file"),
    "noise": (NOISE, r"not text in any encoding we know \(byte \d+, line \d+\)", "--encoding NAME"),
    "broken model": (b'{"docconvert": "0.1.0", "schema"', "not valid JSON: .*line 1", "convert the text"),
    "deep model": (b'{"docconvert": ' + b"[" * 200_000, "not valid JSON", "convert the text again"),
    "wrong model": (b'{"docconvert": "0.1.0", "schema": 9}', "schema 9 is not 1", "convert the text again"),
    "empty model": (
        b'{"docconvert": "0.1.0", "schema": 1, "metadata": {}, "title": [], "blocks": []}',
        "there is no text in it",
        "right file",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_refused_and_left_alone(run: Run, kind: str) -> None:
    data, error, hint = BAD_FILES[kind]
    Path("bad.txt").write_bytes(data)

    with nothing_changes():
        refused(run("bad.txt", "--to", "json,pdf"), ExitCode.FAILED, f"^bad.txt: {error}", hint)


def test_nothing_on_standard_input_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    standard_input(monkeypatch, b"")

    refused(run("-", "--to", "json"), ExitCode.FAILED, "^standard input: .*empty", "check")


MISSING = [
    ("reprot.txt", "no such file", "did you mean report.txt"),
    ("sub/reprot.txt", "no such file", "did you mean sub/report.txt"),
    ("elsewhere/report.txt", "no such file", "check the path"),
    ("zzz", "no such file", "check the path"),
    ("report.txt/x", "cannot be read: .*Not a directory", "check the path"),
    ("長" * 200, "cannot be read: .*too long", "check the path"),
]


@pytest.mark.parametrize(("source", "error", "hint"), MISSING)
def test_what_is_no_file_is_refused(run: Run, source: str, error: str, hint: str) -> None:
    Path("sub").mkdir()
    for name in ("report.txt", "sub/report.txt"):
        Path(name).write_text(SPRING, "utf-8")

    with nothing_changes():
        refused(run(source, "--to", "json"), ExitCode.FAILED, f"^{re.escape(source)}: {error}", hint)


def test_the_other_inputs_go_on_after_a_bad_one(run: Run, spring: Path) -> None:
    Path("bad.txt").write_bytes(b"%PDF-1.7")

    ran = run("none.txt", "bad.txt", spring, "--to", "json")

    assert ran.code == ExitCode.FAILED
    assert ran.err.count("docconvert: error: ") == ran.err.count("hint: ") == 2
    assert ran.err.endswith("\na.json\n")
    assert Path("a.json").is_file()


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up root's right to read and write everything; others have no such right."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    try:
        os.seteuid(65534)
    except OSError:
        pytest.skip("root may not become another user here")
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def locked(folder: Path, run: Run, spring: Path) -> Iterator[Path]:
    """Return a folder whose mode a test may change; the modules are all loaded, while they may be read."""
    if sys.platform == "win32":
        pytest.skip("modes are different here")
    assert run(spring, "none.txt", "--to", "json").code == ExitCode.FAILED
    Path("a.json").unlink()
    folder.chmod(0o777)
    Path("locked").mkdir()
    Path("locked/b.txt").write_text(SPRING, "utf-8")
    yield Path("locked")
    Path("locked").chmod(0o755)


def test_a_file_nobody_may_read_is_refused(run: Run, locked: Path) -> None:
    (locked / "b.txt").chmod(0)

    with as_nobody():
        ran = run("locked/b.txt", "--to", "json")

    refused(ran, ExitCode.FAILED, "^locked/b.txt: no permission to read it", "owner")


@pytest.mark.parametrize("name", ["b.txt", "none.txt"])
def test_a_file_in_a_folder_nobody_may_enter_is_refused(run: Run, locked: Path, name: str) -> None:
    locked.chmod(0)

    with as_nobody():
        ran = run(f"locked/{name}", "--to", "json", "-o", "x.json")

    refused(ran, ExitCode.FAILED, f"^locked/{name}: no permission to read it", "owner")


def test_a_missing_file_in_a_folder_nobody_may_list_is_refused(run: Run, locked: Path) -> None:
    locked.chmod(0o111)

    with as_nobody():
        ran = run("locked/none.txt", "--to", "json")

    refused(ran, ExitCode.FAILED, "^locked/none.txt: no such file", "check the path")


@pytest.mark.parametrize("mode", [0, 0o444, 0o555])
@pytest.mark.parametrize("out", ["locked/", "locked/x.json", "locked/deeper/"])
def test_a_folder_nobody_may_write_to_is_refused(run: Run, locked: Path, mode: int, out: str) -> None:
    locked.chmod(mode)

    with as_nobody():
        ran = run("a.txt", "--to", "json", "-o", out)

    refused(ran, ExitCode.FAILED, "locked.*: cannot be (written|read): Permission denied", "-o")


# --- characters no document can hold


def model(text: str, **metadata: str) -> bytes:
    block = {"type": "paragraph", "role": "body", "children": [{"type": "text", "text": text}]}
    table = {"docconvert": "0.1.0", "schema": 1, "metadata": metadata, "title": [], "blocks": [block]}
    return json.dumps(table).encode()


FORBIDDEN = {
    "NUL": ("今日\0立春\0".encode(), "今日立春", r":1: 2 characters .* U\+0000 2×"),
    "controls": (
        "今日\n立\x01春\x1b[0m".encode(),
        "今日\np 立春",
        r":2: 1 terminal (?s:.*):2: 1 .* U\+0001 1×",
    ),
    "no characters": ("今日\uffff立春\ufffe".encode(), "今日立春", r":1: 2 .* U\+FFFE 1×, U\+FFFF 1×"),
    "surrogate in UTF-16": (
        codecs.BOM_UTF16_LE + "今日".encode("utf-16-le") + b"\x00\xd8" + "立春".encode("utf-16-le"),
        "今日\ufffd立春",
        ":1: 1 broken utf-16 sequence replaced .* on line 1",
    ),
    "surrogate in UTF-8": (
        "今日\n立春".encode() + b"\xed\xa0\x80" + "風從東來".encode(),
        "立春風從東來",
        r":2: 1 .*removed: U\+D800 1×",
    ),
    "surrogate in a model": (model("今日\ud800立春"), "今日立春", r"1 .*removed: U\+D800 1×"),
    "NUL in a model": (model("今日\0立春"), "今日立春", r"1 .*removed: U\+0000 1×"),
    "surrogate in a model's metadata": (model("今日立春", author="林\udfff"), "今日立春", "removed"),
}


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_what_no_document_can_hold_is_taken_out_and_counted(run: Run, kind: str) -> None:
    data, text, notice = FORBIDDEN[kind]
    Path("odd.txt").write_bytes(data)

    ran = run("odd.txt", "--to", "tree,json")

    assert ran.code == ExitCode.DONE, ran.err
    assert text in ran.out
    assert re.search(f"^docconvert: notice: odd.txt.*{notice}", ran.err, re.MULTILINE), ran.err
    assert Path("odd.txt").read_bytes() == data


def test_a_forbidden_character_in_a_flag_does_no_harm(run: Run, spring: Path) -> None:
    ran = run(spring, "--to", "tree", "--title", "立\0春\udc80", "--author", "林\x01")

    assert (ran.code, ran.err) == (ExitCode.DONE, "")
    assert "title 立春\n" in ran.out
    assert ran.out.splitlines()[0].endswith(", 林")


def test_a_very_long_line_works(run: Run) -> None:
    text = "春風從東邊來，又向西邊去。" * 130_000
    Path("long.txt").write_text(text, "utf-8")
    assert Path("long.txt").stat().st_size > 5_000_000

    ran = run("long.txt", "--to", "tree")

    assert (ran.code, ran.err) == (ExitCode.DONE, "")
    assert ran.out.splitlines()[1:] == [f"p {text}"]


# --- targets that must not be touched


@pytest.mark.parametrize("name", ["a.json", "a.pdf", "a.tree"])
def test_a_file_somebody_else_made_is_not_replaced(run: Run, spring: Path, name: str) -> None:
    Path(name).write_bytes(b"precious")
    flags = ["--to", Path(name).suffix[1:], "-o", "./"]

    with nothing_changes():
        refused(
            run(spring, *flags),
            ExitCode.FAILED,
            f"^{name}: exists, and docconvert did not write it",
            "--force",
        )
    assert run(spring, *flags, "--force").code == ExitCode.DONE
    assert Path(name).read_bytes() != b"precious"


def test_only_the_protected_target_is_left_out(run: Run, spring: Path) -> None:
    Path("a.json").write_bytes(b"precious")

    ran = run(spring, "--to", "json,pdf")

    assert ran.code == ExitCode.FAILED
    assert Path("a.json").read_bytes() == b"precious"
    assert Path("a.pdf").is_file()


@pytest.mark.parametrize("name", ["a.json", "a.pdf"])
def test_a_file_of_ours_is_replaced_silently(run: Run, spring: Path, name: str) -> None:
    run(spring, "--to", name[2:])
    old = Path(name).read_bytes()
    spring.write_text("夏訊\n\n今日立夏。\n", "utf-8")

    assert run(spring, "--to", name[2:]) == (0, "", f"{name}\n")
    assert Path(name).read_bytes() != old


def test_the_same_bytes_are_no_reason_to_refuse(run: Run, spring: Path) -> None:
    Path("out").mkdir()
    Path("out/a.tree").write_text(SPRING_TREE, "utf-8")

    assert run(spring, "--to", "tree", "-o", "out").code == ExitCode.DONE


@pytest.mark.parametrize("name", ["a.json", "a.pdf"])
def test_an_edited_file_of_ours_is_protected(run: Run, spring: Path, name: str) -> None:
    run(spring, "--to", name[2:])
    edited = Path(name).read_bytes().replace("立春".encode(), "立夏".encode())
    Path(name).write_bytes(edited + b"\nstartxref\n0\n%%EOF\n" if name == "a.pdf" else edited)

    with nothing_changes():
        refused(run(spring, "--to", name[2:]), ExitCode.FAILED, f"^{name}: .*edited since", "--force")


def test_a_named_target_is_replaced(run: Run, spring: Path) -> None:
    Path("x.pdf").write_bytes(b"somebody else's")

    assert run(spring, "-o", "x.pdf").code == ExitCode.DONE
    assert Path("x.pdf").read_bytes().startswith(b"%PDF")


def test_a_target_below_a_file_is_refused(run: Run, two: tuple[Path, Path]) -> None:
    with nothing_changes():
        ran = run("a.txt", "--to", "json", "-o", "b.txt/x.json")

    refused(ran, ExitCode.FAILED, "b.txt/x.json: cannot be written", "-o")


def test_a_folder_in_the_place_of_a_folders_target_is_refused(run: Run, spring: Path) -> None:
    Path("a.json").mkdir()

    for force in ([], ["--force"]):
        with nothing_changes():
            refused(run(spring, "--to", "json", *force), ExitCode.FAILED, "a.json: .*Is a directory", "-o")


def test_a_link_that_goes_in_circles_is_refused(run: Run, spring: Path) -> None:
    Path("x.json").symlink_to("x.json")

    refused(run(spring, "-o", "x.json"), ExitCode.FAILED, "x.json: cannot be written", "-o")


def test_a_name_too_long_for_the_disk_is_refused(run: Run) -> None:
    longest = "章" * 83 + "aa.txt"  # 255 bytes; .json makes it one more
    Path(longest).write_text(SPRING, "utf-8")

    with nothing_changes():
        refused(run(longest, "--to", "json"), ExitCode.FAILED, "cannot be written: .*too long", "-o")


def test_a_link_to_the_source_is_the_source(run: Run, spring: Path) -> None:
    run(spring, "--to", "json")
    Path("out").mkdir()
    Path("out/a.json").symlink_to(Path("a.json").resolve())

    with nothing_changes():
        refused(run("a.json", "--to", "json", "-o", "out"), ExitCode.USAGE, "same file", "-o")


# --- what is not the user's fault


def test_an_interruption_ends_with_130(run: Run, monkeypatch: pytest.MonkeyPatch, spring: Path) -> None:
    def interrupted(path: Path) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "read_source", interrupted)

    assert run(spring, "--to", "json") == (ExitCode.INTERRUPTED, "", "docconvert: interrupted\n")


@pytest.fixture
def defect(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that cannot write the text of a.txt."""
    right: Callable[..., bytes] = pipeline.write

    def write(document: Document, *arguments: object, **keywords: object) -> bytes:
        if document.metadata.source == "a.txt":
            raise ZeroDivisionError("by zero")
        return right(document, *arguments, **keywords)

    monkeypatch.setattr("docconvert.pipeline.write", write)


def test_a_defect_is_reported_and_the_other_files_go_on(
    run: Run, defect: None, two: tuple[Path, Path]
) -> None:
    ran = run(*two, "--to", "json")

    assert ran.code == ExitCode.FAILED
    assert ran.err == (
        "docconvert: error: a.txt: internal error while writing json: ZeroDivisionError: by zero\n"
        "hint: please report it; --debug shows where it happened\n"
        "b.json\n"
    )


def test_debug_shows_where_a_defect_is(defect: None, spring: Path) -> None:
    with pytest.raises(DocconvertError) as raised:
        cli.main(["a.txt", "--to", "json", "--debug"])

    assert isinstance(raised.value.__cause__, ZeroDivisionError)


@pytest.mark.parametrize(("source", "to"), [("none.txt", "json"), ("a.txt", "nothing")])
def test_debug_raises_errors(spring: Path, source: str, to: str) -> None:
    with pytest.raises(DocconvertError):
        cli.main([source, "--to", to, "--debug"])


# --- as a program of its own


def program(*arguments: str | bytes, **options: object) -> subprocess.CompletedProcess[bytes]:
    start: Callable[..., subprocess.CompletedProcess[bytes]] = subprocess.run
    streams: dict[str, object] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60}
    return start([sys.executable, "-m", "docconvert", *arguments], check=False, **streams | options)


@pytest.mark.parametrize(
    ("to", "start"),
    [("pdf", b"%PDF-1.7\n"), ("json", b'{\n  "docconvert"'), ("tree", b"meta zh-Hant, big5hkscs\n")],
)
def test_a_pipe_carries_any_format(to: str, start: bytes) -> None:
    done = program("-", "--to", to, "-o", "-", input=SPRING.encode("big5"))

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(start)


def test_the_program_ends_with_the_exit_code(spring: Path) -> None:
    done = program("none.txt", "--to", "json")

    assert (done.returncode, done.stdout) == (1, b"")
    assert MESSAGE.fullmatch(done.stderr.decode())


def test_debug_prints_a_traceback() -> None:
    assert program("none.txt", "--to", "json", "--debug").stderr.startswith(b"Traceback")


def test_what_a_terminal_cannot_show_is_escaped() -> None:
    Path("春訊.txt").write_text(SPRING, "utf-8")
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}

    done = program("春訊.txt", "--to", "json", env=environment)
    assert (done.returncode, done.stderr) == (0, rb"\u6625\u8a0a.json" + b"\n")
    assert program("--help", env=environment).returncode == 0


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are Unicode here")
def test_a_file_name_in_another_encoding_works() -> None:
    name = "春訊.txt".encode("gbk")
    Path(os.fsdecode(name)).write_text(SPRING, "utf-8")

    done = program(name, "--to", "tree,json")

    assert (done.returncode, b"error" in done.stderr) == (0, False), done.stderr
    assert "title 春訊\n".encode() in done.stdout
    assert Path(os.fsdecode(name)).with_suffix(".json").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are different here")
@pytest.mark.parametrize(
    "arguments", ["--help", "--version", "--list-formats", "a.txt --to tree", "b.txt --to tree"]
)
def test_a_reader_that_has_gone_ends_the_program_quietly(spring: Path, arguments: str) -> None:
    Path("b.txt").write_text(SPRING * 20_000, "utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = program(*arguments.split(), stdout=writing)
    finally:
        os.close(writing)

    assert done.stderr == b""
    if Path(arguments.split()[0]).exists():
        assert done.returncode == ExitCode.FAILED


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to try it on")
@pytest.mark.parametrize("to", ["tree", "json"])
def test_a_full_disk_behind_standard_output_is_an_error(spring: Path, to: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = program("a.txt", "--to", to, "-o", "-", stdout=full)

    found = MESSAGE.fullmatch(done.stderr.decode())
    assert found, done.stderr
    assert "internal error" not in found["error"]
    assert "No space left" in found["error"]
    assert done.returncode == ExitCode.FAILED
