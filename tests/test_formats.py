"""The table of formats, and the formats other packages add to it."""

from __future__ import annotations

import subprocess
import sys
from importlib import invalidate_caches
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import EXAMPLES
from docconvert import (
    DocconvertError,
    Format,
    Notice,
    Output,
    cli,
    convert,
    convert_file,
    convert_many,
    formats,
)
from docconvert.errors import UnknownFormatError
from docconvert.format import find_format
from docconvert.messages import Teller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BUILT_IN = ("docx", "epub", "html", "json", "markdown", "pdf", "tree")

SHOUT = """
from docconvert import Format
from docconvert.model import document_lines, plain_text

def write(document, style, output, *, notify):
    return "".join(f"{plain_text(line)}！\\n" for line in document_lines(document)).encode()

FORMAT = Format("shout", ".loud", write, text=True)
BINARY = Format("shout", ".loud", write)
OTHER = Format("whisper", ".quiet", write)
TEXT = Format("shout", ".loud", lambda *a, **k: "not bytes")
FAILS = Format("shout", ".loud", lambda *a, **k: 1 / 0)
QUITS = Format("shout", ".loud", lambda *a, **k: exit(3))
NOTHING = None
BARE = Format("shout", "loud", write)
PATH = Format("shout", "./../loud", write)
LARGE = Format("shout", ".LOUD", write)
NUMBER = Format("shout", 7, write)
IDLE = Format("shout", ".loud", None)
OBEYS_LIST = Format("shout", ".loud", write, obeys=["writing"])
OBEYS_MORE = Format("shout", ".loud", write, obeys={"writing", "volume"})
"""


@pytest.fixture
def plug_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Install a distribution whose entry points are given by name, on a path of its own."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    Path("a.txt").write_text("春訊\n\n今日立春。\n", "utf-8")

    def install(source: str = SHOUT, package: str = "docconvert_shout", **entries: str) -> None:
        information = site / f"{package}-1.0.dist-info"
        information.mkdir()
        (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        lines = [f"{name} = {value}\n" for name, value in entries.items()]
        (information / "entry_points.txt").write_text("[docconvert.formats]\n" + "".join(lines))
        (site / "shouting.py").write_text(source, "utf-8")
        invalidate_caches()

    yield install
    sys.modules.pop("shouting", None)


# --- built in


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_format_is_found_by_its_name(name: str) -> None:
    found = find_format(name)

    assert (found.name, found.extension) == (name, ".md" if name == "markdown" else f".{name}")
    assert found.text == (name in ("html", "json", "markdown", "tree"))
    assert found.shown == (name == "tree")
    assert not found.wrote(b"somebody else's file")


def test_all_names_are_listed_in_order() -> None:
    assert formats() == BUILT_IN


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("jsn", "did you mean 'json'?"),
        ("PDF", "did you mean 'pdf'?"),
        ("", "known: docx, epub, html, json, markdown, pdf, tree"),
    ],
)
def test_an_unknown_name_is_refused(name: str, hint: str) -> None:
    with pytest.raises(UnknownFormatError, match=f"unknown output format '{name}'") as raised:
        find_format(name)

    assert raised.value.hint == hint


def test_an_unknown_format_is_refused_before_the_text_is_read() -> None:
    with pytest.raises(UnknownFormatError):
        convert(b"\xff\xff no text", "jsn")


@pytest.mark.parametrize(
    ("to", "absent"),
    [
        ("tree", "docx|epub|html|json|markdown|pdf"),
        ("json", "docx|epub|html|markdown|pdf|tree"),
        ("pdf", "docx|epub|html|json|markdown|tree"),
        ("html", "docx|epub|json|markdown|pdf|tree"),
    ],
)
def test_only_the_writer_asked_for_is_imported(to: str, absent: str) -> None:
    code = (
        "import sys, docconvert\n"
        f"docconvert.convert('春訊', {to!r})\n"
        f"print([name for name in {absent.split('|')} if 'docconvert.writers.' + name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, timeout=60
    )

    assert done.stdout == "[]\n"


# --- added


def test_a_format_is_found_by_its_entry_point(plug_in: Callable[..., None]) -> None:
    plug_in(shout="shouting:FORMAT")

    assert formats() == ("docx", "epub", "html", "json", "markdown", "pdf", "shout", "tree")
    assert isinstance(find_format("shout"), Format)
    assert convert("春訊\n\n今日立春。", "shout").decode() == "春訊！\n今日立春。！\n"


def test_a_plug_in_is_not_imported_before_it_is_asked_for(plug_in: Callable[..., None]) -> None:
    plug_in("raise RuntimeError('imported too early')", shout="shouting:FORMAT")

    assert "shout" in formats()
    assert convert("春訊", "tree")
    with pytest.raises(UnknownFormatError, match="unknown output format 'shuot'") as raised:
        find_format("shuot")
    assert raised.value.hint == "did you mean 'shout'?"


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        ("--to shout", "a.loud"),
        ("--to SHOUT", "a.loud"),
        ("--to shout -o x.loud", "x.loud"),
        ("--to shout -o out", "out/a.loud"),
        ("--to shout,json", "a.json a.loud"),
    ],
)
def test_an_added_format_writes_files(
    plug_in: Callable[..., None], capsys: pytest.CaptureFixture[str], arguments: str, written: str
) -> None:
    plug_in(shout="shouting:FORMAT")

    assert cli.main(["a.txt", *arguments.split()]) == 0
    assert sorted(capsys.readouterr().err.split()) == written.split()
    assert all(Path(name).is_file() for name in written.split())


def test_an_added_text_format_goes_to_a_terminal(
    plug_in: Callable[..., None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plug_in(shout="shouting:FORMAT", binary="shouting:BINARY")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert cli.main(["a.txt", "--to", "shout", "-o", "-"]) == 0
    assert capsys.readouterr().out == "春訊！\n今日立春。！\n"


def test_an_added_format_is_listed(plug_in: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    plug_in(shout="shouting:FORMAT")

    assert cli.main(["--list-formats"]) == 0
    assert ["shout", ".loud"] in [line.split() for line in capsys.readouterr().out.splitlines()]


def test_an_added_file_is_protected_by_default(plug_in: Callable[..., None]) -> None:
    plug_in(shout="shouting:FORMAT")
    assert cli.main(["a.txt", "--to", "shout"]) == 0
    Path("a.txt").write_text("秋訊\n\n今日立秋。\n", "utf-8")

    assert cli.main(["a.txt", "--to", "shout"]) == 1
    assert Path("a.loud").read_text("utf-8").startswith("春訊")
    assert cli.main(["a.txt", "--to", "shout", "--force"]) == 0
    assert Path("a.loud").read_text("utf-8").startswith("秋訊")


def test_one_file_in_python_goes_to_an_added_format(plug_in: Callable[..., None]) -> None:
    plug_in(shout="shouting:FORMAT")

    convert_file("a.txt", ["x.loud"], formats=["shout"])

    assert Path("x.loud").read_text("utf-8").startswith("春訊！")


def test_a_built_in_name_cannot_be_taken(plug_in: Callable[..., None]) -> None:
    plug_in(tree="shouting:FORMAT")

    assert convert("春訊", "tree").startswith(b"meta ")
    assert formats() == BUILT_IN


# --- added, and broken


BROKEN = {
    "raises": ("raise RuntimeError('no licence')", "shouting:FORMAT", "cannot be loaded: no licence"),
    "is missing": ("", "nowhere:FORMAT", "cannot be loaded: No module named 'nowhere'"),
    "lacks the name": ("", "shouting:FORMAT", "cannot be loaded: .*FORMAT"),
    "is wrong": ("def :", "shouting:FORMAT", "cannot be loaded: "),
    "gives nothing": (SHOUT, "shouting:NOTHING", "provided as NoneType, not as a docconvert.Format"),
    "gives a function": (SHOUT, "shouting:write", "provided as function, not as a docconvert.Format"),
    "gives its module": (SHOUT, "shouting", "provided as module, not as a docconvert.Format"),
    "ends the program": ("raise SystemExit(3)", "shouting:FORMAT", "cannot be loaded: SystemExit 3"),
    "ends it in its own way": (
        "class Panic(BaseException): pass\nraise Panic('a bug\\nsomewhere')",
        "shouting:FORMAT",
        "cannot be loaded: Panic a bug somewhere",
    ),
    "is nowhere": ("", "", "cannot be loaded: "),
    "is no reference": ("", "shouting FORMAT", "cannot be loaded: "),
    "lacks the dot": (SHOUT, "shouting:BARE", "provided with the extension 'loud'"),
    "leaves the folder": (SHOUT, "shouting:PATH", r"provided with the extension './../loud'"),
    "has a large extension": (SHOUT, "shouting:LARGE", "provided with the extension '.LOUD'"),
    "has no extension": (SHOUT, "shouting:NUMBER", "provided with the extension 7"),
    "cannot write": (SHOUT, "shouting:IDLE", "provided with a write that is no function"),
    "obeys a list": (SHOUT, "shouting:OBEYS_LIST", "provided with obeys as list"),
    "obeys what nobody asks": (SHOUT, "shouting:OBEYS_MORE", "provided with obeys volume, which"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_plug_in_is_reported_in_one_line(
    plug_in: Callable[..., None], capsys: pytest.CaptureFixture[str], how: str
) -> None:
    source, value, message = BROKEN[how]
    plug_in(source, shout=value)

    with pytest.raises(DocconvertError, match=message) as raised:
        find_format("shout")
    assert raised.value.hint

    assert cli.main(["a.txt", "--to", "shout"]) == 1
    error, hint = capsys.readouterr().err.splitlines()
    assert error.startswith("docconvert: error: ")
    assert "'shout'" in error
    assert hint.startswith("hint: ")


def test_a_broken_plug_in_disturbs_no_other_format(
    plug_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    plug_in("raise RuntimeError('no licence')", shout="shouting:FORMAT")

    assert cli.main(["a.txt", "--to", "json"]) == 0
    capsys.readouterr()
    assert cli.main(["--list-formats"]) == 0
    listed = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert listed["json"] == ".json"
    assert listed["shout"].startswith("broken: ")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("shouting:FAILS", "internal error while writing shout: ZeroDivisionError"),
        ("shouting:QUITS", "internal error while writing shout: SystemExit: 3"),
        ("shouting:TEXT", "the plug-in for format 'shout' made str of the document, not bytes"),
    ],
)
def test_an_added_writer_that_fails_costs_no_other_file(
    plug_in: Callable[..., None], capsys: pytest.CaptureFixture[str], value: str, said: str
) -> None:
    plug_in(shout=value)

    assert cli.main(["a.txt", "--to", "shout,json"]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "to the author of the plug-in" in told
    assert sorted(path.name for path in Path().iterdir()) == ["a.json", "a.txt"]


def test_a_format_may_be_called_otherwise_than_its_entry_point(
    plug_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    plug_in(shout="shouting:OTHER")

    code = cli.main(["a.txt", "--to", "shout"])

    assert "unknown output format" not in capsys.readouterr().err
    assert Path("a.quiet").exists() == (code == 0)


def listed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What --list-formats says besides the built-in formats."""
    assert cli.main(["--list-formats"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    return [
        line for line in lines if line not in {f"{name} {find_format(name).extension}" for name in BUILT_IN}
    ]


def test_a_name_that_is_taken_is_told(
    plug_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    plug_in(tree="shouting:FORMAT", shout="shouting:FORMAT")
    plug_in(package="Docconvert.Yell", shout="shouting:OTHER")

    one, *others = listed(capsys)
    assert one.startswith("shout .")
    (taken,) = [line for line in others if line.startswith("tree ")]
    name, reason = taken.split(" ignored: ")
    assert (name, reason) == ("tree", "docconvert-shout provides it too; docconvert's own is used")
    assert Teller("zh").tell(reason) == "docconvert-shout 也提供它；使用 docconvert 自带的"
    (twice,) = [line for line in others if line.startswith("shout ")]
    assert "docconvert-yell" in twice
    assert "docconvert-shout" in twice


@pytest.mark.parametrize("name", ["Shout", "shout loud", "a,b", "喊"])
def test_a_name_nobody_can_type_is_told(
    plug_in: Callable[..., None], capsys: pytest.CaptureFixture[str], name: str
) -> None:
    plug_in(**{name: "shouting:FORMAT"})

    assert formats() == BUILT_IN
    (line,) = listed(capsys)
    assert line.startswith(f"{name} ignored: docconvert-shout gives it a name that --to cannot take")


@pytest.mark.parametrize(
    "entry_points",
    [
        b"[docconvert.formats]\nno entry point\n",
        b"[docconvert.formats]\nshout = \xff\n",
        b"docconvert.formats",
    ],
)
def test_metadata_that_is_broken_disturbs_no_format(
    plug_in: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
    entry_points: bytes,
    tmp_path: Path,
) -> None:
    plug_in(shout="shouting:FORMAT")
    for package, metadata in (("odd", b"Metadata-Version: 2.1\nName: odd\n"), ("odder", b"\xff\n\n:")):
        information = tmp_path / "site" / f"{package}-1.0.dist-info"
        information.mkdir()
        (information / "METADATA").write_bytes(metadata)
        (information / "entry_points.txt").write_bytes(entry_points)
    invalidate_caches()

    assert cli.main(["a.txt", "--to", "shout,json", "-o", "out/"]) == 0
    capsys.readouterr()
    told = listed(capsys)
    assert "shout .loud" in told
    assert all("ignored: its entry points cannot be read" in line for line in told if line != "shout .loud")


def test_what_is_installed_while_the_program_runs_is_found(plug_in: Callable[..., None]) -> None:
    assert formats() == BUILT_IN
    plug_in(shout="shouting:FORMAT")

    assert convert("春訊", "shout").decode() == "春訊！\n"
    assert "shout" in formats()


# --- what a format does not obey


def ignored(to: str, output: Output) -> list[str]:
    notices: list[Notice] = []
    convert("春訊\n\n今日立春。", to, output=output, notify=notices.append)
    return [notice.message for notice in notices if notice.code == "output-ignored"]


WISHES = {
    "writing": Output(writing="vertical"),
    "contents": Output(contents="yes"),
    "pdf_standard": Output(pdf_standard=("a-2b",)),
    "identifier": Output(identifier="urn:isbn:1"),
}


@pytest.mark.parametrize("name", WISHES)
@pytest.mark.parametrize("to", ["docx", "epub", "html", "pdf"])
def test_a_format_obeys_or_says_that_it_does_not(to: str, name: str) -> None:
    said = ignored(to, WISHES[name])

    assert [message.split()[0] for message in said] == ([] if name in find_format(to).obeys else [to])


def test_a_docx_carries_no_fonts_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "own.ttf").touch()

    assert ignored("docx", Output(font=(f"{tmp_path}/own.ttf",))) == [
        "docx carries no fonts; those of --font are not in it"
    ]


@pytest.mark.parametrize("to", BUILT_IN)
def test_what_asks_for_nothing_is_no_reason_for_a_notice(to: str) -> None:
    assert ignored(to, Output()) == []
    assert ignored("docx", Output(contents="no")) == []


@pytest.mark.parametrize("to", ["json", "markdown", "tree"])
def test_what_has_no_looks_says_nothing_of_them(to: str) -> None:
    assert ignored(to, Output(writing="vertical", contents="yes", pdf_standard=())) == []


def test_an_added_format_says_what_it_does_not_obey(plug_in: Callable[..., None]) -> None:
    plug_in(shout="shouting:FORMAT")

    assert ignored("shout", WISHES["writing"]) == [
        "shout cannot set vertical lines yet; its lines run from left to right"
    ]
    assert ignored("shout", Output(writing="horizontal")) == []


@pytest.mark.parametrize(
    ("to", "expected"),
    [("docx", ["docx"]), ("docx,epub", []), ("docx,tree", ["docx"]), ("tree", [])],
)
def test_what_is_about_one_format_is_not_asked_of_those_beside_it(to: str, expected: list[str]) -> None:
    (result,) = convert_many(
        [EXAMPLES / "news.txt"], to.split(","), "-" if to == "tree" else "out", output=WISHES["identifier"]
    )
    assert [n.message.split()[0] for n in result.notices if n.code == "output-ignored"] == expected
