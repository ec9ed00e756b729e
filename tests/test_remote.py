"""Files with URLs: in memory, of this computer, and in a store that speaks S3."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from docconvert import convert_file, convert_many, remote
from docconvert.batch import Filter
from docconvert.batch.manifest import record_of
from docconvert.batch.walk import Found, Unusable, walk
from docconvert.cli import main
from docconvert.errors import ExitCode, InputError, OutputError, UsageError
from docconvert.files import read_source, real_name, state, write_target
from docconvert.places import RemotePath, place
from stores import Store, objects, running_store

if TYPE_CHECKING:
    from collections.abc import Iterator

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: pip install -e '.[dev]'")

SPRING = "春訊\n\n今日立春,萬物生長。\n"
AUTUMN = "秋訊\n\n今日立秋。\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def memory() -> Iterator[Any]:
    """The files in memory, of which there are none."""
    filesystem = fsspec.filesystem("memory", use_listings_cache=False)
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]
    yield filesystem
    filesystem.store.clear()


def put(filesystem: Any, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        filesystem.pipe_file(name, text.encode())


def got(filesystem: Any, under: str) -> dict[str, bytes]:
    """The files under a folder, by their names in it."""
    found = filesystem.find(under)
    start = len(filesystem._strip_protocol(under)) + 1
    return {name[start:]: bytes(filesystem.cat_file(name)) for name in found}


def local(folder: str) -> dict[str, bytes]:
    found = (path for path in Path(folder).rglob("[!.]*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


# --- names


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a.txt", Path("a.txt")),
        ("file:///tmp/a.txt", Path("/tmp/a.txt")),
        ("s3://bucket/春/a.txt", RemotePath("s3:", "bucket", "春", "a.txt")),
        ("S3://bucket/春//a.txt", RemotePath("s3:", "bucket", "春", "a.txt")),
        ("c://a.txt", Path("c://a.txt")),
        ("memory://a", RemotePath("memory:", "a")),
    ],
)
def test_a_url_is_a_place(name: str, path: Path | RemotePath) -> None:
    assert place(name) == path
    assert type(place(name)) is type(path)


@pytest.mark.parametrize("name", ["s3://", "s3:///", "zip://a.txt::s3://bucket/a.zip"])
def test_a_url_that_names_nothing(name: str) -> None:
    with pytest.raises(UsageError, match="names no file or folder"):
        place(name)


def test_a_place_with_a_url_has_parts_like_any_other() -> None:
    path = RemotePath("s3:", "bucket", "春", "a.txt")
    assert str(path) == real_name(path) == "s3://bucket/春/a.txt"
    assert (path.name, path.stem, path.suffix, str(path.parent)) == ("a.txt", "a", ".txt", "s3://bucket/春")
    assert str(path.parent / "b.txt") == "s3://bucket/春/b.txt"
    with pytest.raises(TypeError, match="is no file of this computer"):
        os.fspath(path)


# --- folders in memory


TEXTS = {
    "texts/第十章.txt": SPRING,
    "texts/第二章.txt": AUTUMN,
    "texts/卷一/a.txt": SPRING,
    "texts/.hidden.txt": SPRING,
    "texts/note.md": SPRING,
}


def test_texts_are_found_as_in_any_folder(memory: Any) -> None:
    put(memory, TEXTS)
    root = place("memory://texts")
    found = list(walk(root, Filter()))
    assert [str(item.path) for item in found] == [
        "memory://texts/卷一/a.txt",
        "memory://texts/第二章.txt",
        "memory://texts/第十章.txt",
    ]
    assert {item.size for item in found if isinstance(item, Found)} == {
        len(SPRING.encode()),
        len(AUTUMN.encode()),
    }


def test_a_folder_that_is_gone_is_told(memory: Any) -> None:
    (found,) = walk(place("memory://gone"), Filter())
    assert isinstance(found, Unusable)
    assert "gone" in found.reason


def test_a_folder_is_converted_once(memory: Any) -> None:
    put(memory, TEXTS)
    first = list(convert_many(["memory://texts"], ["json", "docx"], "memory://out"))
    assert [len(result.written) for result in first] == [2, 2, 2]
    for name in TEXTS:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(memory.cat_file(name))
    list(convert_many(["texts"], ["json", "docx"], "local"))
    assert got(memory, "out") == local("local")

    second = list(convert_many(["memory://texts"], ["json", "docx"], "memory://out"))
    assert [result.is_unchanged for result in second] == [True, True, True]
    assert [result.about.title for result in second] == ["春訊", "秋訊", "春訊"]

    put(memory, {"texts/第二章.txt": SPRING})
    third = list(convert_many(["memory://texts"], ["json", "docx"], "memory://out"))
    assert [result.is_unchanged for result in third] == [True, False, True]
    assert "春訊" in got(memory, "out")["第二章.json"].decode()

    put(memory, {"out/第十章.json": "{}"})
    fourth = list(convert_many(["memory://texts"], ["json", "docx"], "memory://out"))
    assert [[type(error) for error in result.errors] for result in fourth] == [[], [], [OutputError]]


def test_outputs_beside_texts_with_urls(memory: Any) -> None:
    put(memory, TEXTS)
    list(convert_many(["memory://texts"], ["json"]))
    assert {"第十章.json", "第二章.json", "卷一/a.json"} <= set(got(memory, "texts"))


@pytest.mark.parametrize(
    ("source", "out"), [("memory://texts", "out"), ("texts", "memory://out"), ("texts", "file://{}/out")]
)
def test_one_side_here_and_one_there(source: str, out: str, memory: Any, tmp_path: Path) -> None:
    put(memory, TEXTS)
    for name in TEXTS:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(memory.cat_file(name))
    for count in (0, 3):
        results = list(convert_many([source], ["json"], out.format(tmp_path)))
        assert sum(result.is_unchanged for result in results) == count
    written = got(memory, "out") if out.startswith("memory") else local("out")
    assert set(written) == {"第十章.json", "第二章.json", "卷一/a.json"}


def test_texts_that_are_gone_are_pruned(memory: Any, capsys: pytest.CaptureFixture[str]) -> None:
    put(memory, TEXTS)
    request = ["memory://texts", "--to", "json", "-o", "memory://out", "-j", "1"]
    assert main(request) == 0
    memory.rm_file("texts/第二章.txt")
    assert main([*request, "--prune", "--yes"]) == 0
    assert "2 unchanged, 0 files written, 1 removed" in capsys.readouterr().err
    assert set(got(memory, "out")) == {"第十章.json", "卷一/a.json"}


def test_the_record_is_in_the_cache(memory: Any, tmp_path: Path) -> None:
    put(memory, TEXTS)
    list(convert_many(["memory://texts"], ["json"], "memory://out"))
    there = record_of(RemotePath("memory:", "out"))
    assert there.parent == tmp_path / "cache" / "docconvert"
    assert [path.name for path in there.iterdir()] == [".docconvert.sqlite3"]
    assert not any("sqlite" in name for name in got(memory, "out"))


def test_a_file_that_is_named(memory: Any) -> None:
    put(memory, {"texts/a.txt": SPRING, "texts/empty.txt": ""})
    convert_file("memory://texts/a.txt", ["memory://out/b.tree", "c.json"])
    assert got(memory, "out")["b.tree"].decode().splitlines()[1] == "title 春訊"
    assert Path("c.json").is_file()
    results = list(convert_many(["memory://texts/empty.txt", "memory://texts/none.txt"], ["json"]))
    assert [str(result.errors[0]).split(":")[0] for result in results] == [
        "the file is empty",
        "no such file",
    ]


def test_a_book_of_texts_with_urls(memory: Any, capsys: pytest.CaptureFixture[str]) -> None:
    put(memory, {"春風/第一章.txt": SPRING, "春風/第二章.txt": AUTUMN})
    assert main(["memory://春風", "--merge", "--to", "tree", "-o", "-", "-q"]) == 0
    assert "title 春風" in capsys.readouterr().out


def test_reports_name_urls(memory: Any) -> None:
    put(memory, {"texts/a.txt": SPRING})
    request = ["memory://texts", "--to", "json", "-o", "memory://out/春", "-q", "-j", "1"]
    assert main([*request, "--report", "run.jsonl", "--report", "run.html"]) == 0
    (line,) = Path("run.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["source"] == "memory://texts/a.txt"
    assert json.loads(line)["outputs"][0]["path"] == "memory://out/春/a.json"
    assert "memory://out/%E6%98%A5/a.json" in Path("run.html").read_text("utf-8")


def test_a_target_over_its_source_is_refused(memory: Any) -> None:
    put(memory, {"a.json": SPRING})
    with pytest.raises(UsageError, match="target and source are the same file"):
        convert_many(["memory://a.json"], ["json"])


# --- what goes wrong


class Refusing:
    """A file system on which everything goes wrong."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Any:
        def refuse(*arguments: object, **named: object) -> None:
            raise self._error

        return refuse


class OwnError(Exception):
    """What a package raises that is no error of the system."""


@pytest.mark.parametrize(
    ("error", "read", "written"),
    [
        (
            PermissionError("Access Denied"),
            "cannot be read: Access Denied",
            "cannot be written: Access Denied",
        ),
        (OwnError("no keys"), "cannot be read: no keys", "cannot be written: no keys"),
        (OwnError(), "cannot be read: OwnError", "cannot be written: OwnError"),
        (
            FileNotFoundError("no such bucket"),
            "no such file: no such bucket",
            "cannot be written: no such bucket",
        ),
        (OSError(5, "the line is dead"), "cannot be read: the line", "cannot be written: the line is dead"),
    ],
)
def test_reasons_are_told(error: Exception, read: str, written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_filesystem", lambda protocol: Refusing(error))
    path = RemotePath("s3:", "bucket", "a.txt")
    with pytest.raises(InputError, match=read):
        read_source(path)
    with pytest.raises(OutputError, match=written):
        write_target(path, b"")


def test_keys_that_are_refused_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    refusing = Refusing(PermissionError("Access Denied"))
    monkeypatch.setattr(remote, "_filesystem", lambda protocol: refusing)
    with pytest.raises(InputError, match="s3://bucket: cannot be looked at: Access Denied"):
        convert_many(["s3://bucket"], ["docx"])


@pytest.mark.parametrize(
    ("missing", "url", "hint"),
    [
        ("fsspec", "s3://bucket/a", r"pip install 'docconvert\[s3\]'"),
        ("s3fs", "s3://bucket/a", r"pip install 'docconvert\[s3\]'"),
        ("fsspec", "memory://a", r"pip install 'docconvert\[remote\]'"),
        ("gcsfs", "gs://bucket/a", "gcsfs"),
    ],
)
def test_packages_that_are_missing(
    missing: str, url: str, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote._filesystem.cache_clear()
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(UsageError, match="needs a package that is not installed") as caught:
        convert_many([url], ["docx"])
    assert re.search(hint, caught.value.hint)


def test_an_address_of_no_kind() -> None:
    with pytest.raises(UsageError, match="foo:// is no kind of address that fsspec knows"):
        convert_many(["foo://bucket/a"], ["docx"])


def test_where_nothing_is_put_in_place_at_once_it_is_moved_there(
    memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "_WHOLE", frozenset())
    path = RemotePath("memory:", "new", "a.txt")
    write_target(path, b"one")
    before = state(path)
    write_target(path, b"two")
    assert (state(path) == before, got(memory, "new")) == (False, {"a.txt": b"two"})

    def broken(source: str, target: str) -> None:
        raise OwnError("the line is dead")

    monkeypatch.setattr(memory, "mv", broken)
    with pytest.raises(OutputError, match="the line is dead"):
        write_target(path, b"three")
    assert got(memory, "new") == {"a.txt": b"two"}


def test_a_line_that_dies_costs_only_its_file(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    put(memory, TEXTS)
    cat_file = memory.cat_file

    def sometimes(name: str, **arguments: Any) -> bytes:
        if "第二章" in name:
            raise OwnError("the line is dead")
        return bytes(cat_file(name, **arguments))

    monkeypatch.setattr(memory, "cat_file", sometimes)
    results = list(convert_many(["memory://texts"], ["json"], "memory://out"))
    assert [(len(result.written), [str(error) for error in result.errors]) for result in results] == [
        (1, []),
        (0, ["cannot be read: the line is dead"]),
        (1, []),
    ]


# --- a store that speaks S3


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with running_store() as running:
        yield running


def docconvert(environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    done = subprocess.run(  # noqa: PLW1510 - the code is looked at
        [sys.executable, "-m", "docconvert", *arguments],
        env={**os.environ, **environment}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    return done.returncode, done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_from_s3_to_s3(jobs: str, store: Store) -> None:
    client, environment = store
    for number in range(8):
        text = SPRING.replace("春訊", f"春訊第{number}號").encode()
        name = f"卷{number % 2}/{number}.txt"
        client.put_object(Bucket="archive", Key=f"texts{jobs}/{name}", Body=text)
        Path("texts", name).parent.mkdir(parents=True, exist_ok=True)
        Path("texts", name).write_bytes(text)
    request = (
        f"s3://archive/texts{jobs}/",
        "--to",
        "docx,epub",
        "-o",
        f"s3://archive/out{jobs}/",
        "-j",
        jobs,
    )
    code, told = docconvert(environment, *request)
    assert (code, "8 converted, 16 files written" in told) == (0, True), told
    main(["texts", "--to", "docx,epub", "-o", "out", "-q", "-j", "1"])
    assert len(local("out")) == 16
    assert objects(client, f"out{jobs}/") == local("out")

    code, told = docconvert(environment, *request)
    assert (code, "0 converted, 8 unchanged, 0 files written" in told) == (0, True), told

    client.put_object(Bucket="archive", Key=f"texts{jobs}/卷1/3.txt", Body=AUTUMN.encode())
    code, told = docconvert(environment, *request)
    assert (code, "1 converted, 7 unchanged, 2 files written" in told) == (0, True), told


def test_what_s3_refuses(store: Store, tmp_path: Path) -> None:
    client, environment = store
    Path("a.txt").write_text(SPRING, "utf-8")
    Path("texts").mkdir()
    Path("texts/a.txt").write_text(SPRING, "utf-8")
    code, told = docconvert(environment, "texts", "--to", "docx", "-o", "s3://nobody/out")
    assert (code, told.splitlines()[0]) == (
        ExitCode.FAILED,
        "docconvert: error: s3://nobody/out: cannot be written: The specified bucket does not exist",
    )
    client.put_object(Bucket="archive", Key="empty/a.txt", Body=b"")
    code, told = docconvert(environment, "s3://archive/empty/a.txt", "--to", "docx")
    assert (code, "s3://archive/empty/a.txt: the file is empty" in told) == (ExitCode.FAILED, True)
    keys = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true"}
    code, told = docconvert({**environment, **keys}, "s3://archive/empty", "--to", "docx")
    assert (code, "cannot be looked at: Unable to locate credentials" in told) == (ExitCode.FAILED, True)
