"""What is found in a folder, and in which order."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from docconvert.batch.walk import Filter, Found, Unusable, walk

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("水從山上下來。\n", "utf-8")


def found(root: Path, wanted: Filter | None = None, leave_out: str = "") -> list[str]:
    return [
        item.inside.as_posix()
        for item in walk(root, wanted or Filter(), leave_out=leave_out)
        if isinstance(item, Found)
    ]


def unusable(items: Iterable[Found | Unusable]) -> list[tuple[str, str]]:
    return [(item.path.name, item.reason) for item in items if isinstance(item, Unusable)]


def test_texts_stand_in_natural_order_folders_among_them(tmp_path: Path) -> None:
    make(
        tmp_path,
        "ch10.txt",
        "ch2.txt",
        "卷十/一.txt",
        "卷二/十.txt",
        "卷二/二.txt",
        "a.TXT",
        "note.md",
        "序.txt",
    )
    assert found(tmp_path) == [
        "序.txt", "a.TXT", "ch2.txt", "ch10.txt", "卷二/二.txt", "卷二/十.txt", "卷十/一.txt",
    ]  # fmt: skip


def test_what_is_hidden_is_left_out(tmp_path: Path) -> None:
    make(tmp_path, ".git/a.txt", ".a.txt", "a.txt")
    assert found(tmp_path) == ["a.txt"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(("*.md",)), ["b.md"]),
        (Filter(("*.MD", "*.txt")), ["a.txt", "b.md", "old/a.txt", "old/deep/c.txt"]),
        (Filter(excludes=("old",)), ["a.txt"]),
        (Filter(excludes=("OLD/deep",)), ["a.txt", "old/a.txt"]),
        (Filter(excludes=("a.*",)), ["old/deep/c.txt"]),
        (Filter(("old/*",)), ["old/a.txt", "old/deep/c.txt"]),
        (Filter(("*",), ("*.txt",)), ["b.md"]),
    ],
)
def test_patterns(wanted: Filter, expected: list[str], tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.md", "old/a.txt", "old/deep/c.txt")
    assert found(tmp_path, wanted) == expected


def test_the_folder_of_the_outputs_is_left_out(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "out/b.txt")
    assert found(tmp_path, leave_out=os.path.realpath(tmp_path / "out")) == ["a.txt"]


def test_links_are_followed_but_not_in_circles(tmp_path: Path) -> None:
    make(tmp_path, "a/b/one.txt", "elsewhere/two.txt")
    (tmp_path / "a/b/up").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "a/b/self").symlink_to(tmp_path / "a/b/self")
    (tmp_path / "a/there").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (tmp_path / "a/link.txt").symlink_to(tmp_path / "elsewhere/two.txt")
    assert found(tmp_path / "a") == ["b/one.txt", "link.txt", "there/two.txt"]


def test_a_link_to_nowhere_is_a_text_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    assert found(tmp_path) == ["gone.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among the files here")
def test_what_is_no_file_cannot_be_used(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert unusable(walk(tmp_path, Filter())) == [("pipe.txt", "it is no regular file")]


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="the superuser may look into any folder")
def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    make(tmp_path, "closed/a.txt", "open/b.txt")
    (tmp_path / "closed").chmod(0)
    items = list(walk(tmp_path, Filter()))
    (tmp_path / "closed").chmod(0o700)
    assert unusable(items) == [("closed", "Permission denied")]
    assert [item.path.name for item in items if isinstance(item, Found)] == ["b.txt"]


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    assert unusable(walk(tmp_path / "none", Filter())) == [("none", "No such file or directory")]


def test_texts_that_would_have_the_same_outputs_know_of_each_other(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "A.TXT", "b.txt", "b.md", "ﬁ.txt", "é.txt", "e\u0301.txt", "c/a.txt")
    alike = {
        item.path.name: item.alike
        for item in walk(tmp_path, Filter(("*.txt", "*.md")))
        if isinstance(item, Found) and item.alike
    }
    assert alike == {
        "a.txt": "A.TXT", "A.TXT": "a.txt", "b.txt": "b.md", "b.md": "b.txt",
        "é.txt": "e\u0301.txt", "e\u0301.txt": "é.txt",
    }  # fmt: skip


def test_folders_that_not_all_systems_can_tell_apart(tmp_path: Path) -> None:
    make(tmp_path, "A/1.txt", "a/2.txt")
    assert [name for name, _ in unusable(walk(tmp_path, Filter()))] == ["A", "a"]


def test_very_deep_folders_are_walked(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 300)
    make(deep, "a.txt")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(250)
    try:
        assert len(found(tmp_path)) == 1
    finally:
        sys.setrecursionlimit(limit)
