"""A target is written whole or not at all; a source is only read."""

from __future__ import annotations

import io
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from docconvert import convert_file, files
from docconvert.errors import InputError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and modes are different here")

OLD, NEW = b"old", b"new" * 100_000


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failing(error: BaseException) -> Callable[..., NoReturn]:
    def fail(*arguments: object) -> NoReturn:
        raise error

    return fail


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "target.pdf"
    path.write_bytes(OLD)
    return path


# --- writing


def test_a_new_file_is_written_with_its_folders(tmp_path: Path) -> None:
    files.write_target(tmp_path / "one/two/x.pdf", NEW)

    assert (tmp_path / "one/two/x.pdf").read_bytes() == NEW
    assert names(tmp_path / "one/two") == ["x.pdf"]


def test_an_old_file_is_replaced_and_not_written_into(target: Path) -> None:
    number = target.stat().st_ino

    files.write_target(target, NEW)

    assert target.read_bytes() == NEW
    assert target.stat().st_ino != number


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace"])
def test_a_failure_on_the_way_leaves_the_old_file_alone(
    monkeypatch: pytest.MonkeyPatch, target: Path, call: str
) -> None:
    monkeypatch.setattr(call, failing(OSError(28, "No space left on device")))

    with pytest.raises(OutputError, match=r"target\.pdf: cannot be written: No space left"):
        files.write_target(target, NEW)

    assert target.read_bytes() == OLD
    assert names(target.parent) == ["target.pdf"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError(), ZeroDivisionError()])
def test_an_interruption_on_the_way_leaves_the_old_file_alone(
    monkeypatch: pytest.MonkeyPatch, target: Path, error: BaseException
) -> None:
    monkeypatch.setattr(os, "fsync", failing(error))

    with pytest.raises(type(error)):
        files.write_target(target, NEW)

    assert target.read_bytes() == OLD
    assert names(target.parent) == ["target.pdf"]


def test_a_failure_leaves_nothing_where_nothing_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "fsync", failing(OSError(5, "Input/output error")))

    with pytest.raises(OutputError, match="Input/output error"):
        files.write_target(tmp_path / "x.pdf", NEW)

    assert names(tmp_path) == []


def test_all_is_on_the_disk_before_it_takes_the_old_files_place(
    monkeypatch: pytest.MonkeyPatch, target: Path
) -> None:
    steps: list[object] = []
    replace = Path.replace

    def synced(descriptor: int) -> None:
        steps.append(os.fstat(descriptor).st_size)

    def replaced(self: Path, other: Path) -> Path:
        steps.append(f"replace in {self.parent}")
        return replace(self, other)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    files.write_target(target, NEW)

    assert steps[:2] == [len(NEW), f"replace in {target.parent.resolve()}"]


def test_of_targets_written_together_one_that_fails_costs_no_other(tmp_path: Path) -> None:
    with files.Staging() as staging:
        for name in ("a.pdf", "b.pdf"):
            staging.put(tmp_path / name, NEW)
        assert not any(name.endswith(".pdf") for name in names(tmp_path))
        (tmp_path / "a.pdf").mkdir()
        failed = staging.settle()

    assert [(path.name, error.message.partition(": ")[2]) for path, error in failed.items()] == [
        ("a.pdf", "cannot be written: Is a directory")
    ]
    assert names(tmp_path) == ["a.pdf", "b.pdf"]
    assert (tmp_path / "b.pdf").read_bytes() == NEW


def test_a_target_that_is_written_twice_leaves_nothing_behind(tmp_path: Path) -> None:
    with files.Staging() as staging:
        for data in (OLD, NEW):
            staging.put(tmp_path / "x.pdf", data)
        assert not staging.settle()

    assert names(tmp_path) == ["x.pdf"]
    assert (tmp_path / "x.pdf").read_bytes() == NEW


def test_an_extension_names_the_format(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("春訊\n\n今日立春。\n", "utf-8")

    convert_file(source, [tmp_path / "a.md"])

    assert (tmp_path / "a.md").read_text("utf-8").startswith("# 春訊\n")


def test_the_state_of_a_target_is_that_of_the_file_in_its_place(tmp_path: Path) -> None:
    assert files.write_target(tmp_path / "x.pdf", NEW) == files.state(tmp_path / "x.pdf")


def test_what_a_crash_left_behind_is_no_obstacle(target: Path) -> None:
    """A number of a process comes again, soon so in a container."""
    (target.parent / f".docconvert-{os.getpid()}.tmp").write_bytes(b"half")

    files.write_target(target, NEW)

    assert target.read_bytes() == NEW


def test_several_threads_may_write_to_one_folder(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("春訊\n\n今日立春。\n", "utf-8")
    targets = [tmp_path / "out" / f"{number}.tree" for number in range(40)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda target: convert_file(source, [target]), targets))

    assert names(tmp_path / "out") == sorted(target.name for target in targets)


def test_a_link_stays_and_what_it_points_to_is_replaced(target: Path) -> None:
    elsewhere = target.parent / "elsewhere"
    elsewhere.mkdir()
    link = elsewhere / "link.pdf"
    link.symlink_to("../target.pdf")

    files.write_target(link, NEW)

    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert names(elsewhere) == ["link.pdf"]


def test_a_link_to_nothing_yet_makes_the_file(tmp_path: Path) -> None:
    (tmp_path / "link.pdf").symlink_to("real.pdf")

    files.write_target(tmp_path / "link.pdf", NEW)

    assert (tmp_path / "link.pdf").is_symlink()
    assert (tmp_path / "real.pdf").read_bytes() == NEW


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o666, 0o755])
def test_a_replaced_file_keeps_its_mode(target: Path, mode: int) -> None:
    target.chmod(mode)

    files.write_target(target, NEW)

    assert oct(target.stat().st_mode & 0o777) == oct(mode)


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_mode_the_user_wants_for_new_files(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        files.write_target(tmp_path / "x.pdf", NEW)
    finally:
        os.umask(before)

    assert oct((tmp_path / "x.pdf").stat().st_mode & 0o777) == oct(mode)


@pytest.mark.parametrize("place", ["target.pdf/x.pdf", "folder", "loop"])
def test_what_cannot_be_written_is_an_output_error(target: Path, place: str) -> None:
    folder = target.parent
    (folder / "folder").mkdir()
    (folder / "loop").symlink_to("loop")
    before = names(folder)

    with pytest.raises(OutputError, match="cannot be written") as raised:
        files.write_target(folder / place, NEW)

    assert raised.value.hint
    assert names(folder) == before
    assert target.read_bytes() == OLD


def test_standard_output_gets_the_bytes_as_they_are(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    files.write_target(files.STANDARD, b"\r\n\0\xff")

    assert capsysbinary.readouterr().out == b"\r\n\0\xff"


def test_a_folder_cannot_be_read_as_an_old_target(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Is a directory"):
        files.read_target(tmp_path)


# --- reading


def test_a_source_is_read_as_it_is(target: Path) -> None:
    target.write_bytes(b"\xff\xfe\0\r\n")

    assert files.read_source(target) == b"\xff\xfe\0\r\n"


def test_standard_input_is_read_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\r\n")))

    assert files.read_source(files.STANDARD) == b"\xff\r\n"


def test_a_disk_that_fails_is_an_input_error(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    monkeypatch.setattr(Path, "open", failing(OSError(5, "Input/output error")))

    with pytest.raises(InputError, match=r"cannot be read: .*Input/output error"):
        files.read_source(target)


def test_a_name_no_file_can_have_is_an_input_error() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        files.read_source(Path("a\0b"))


def test_a_link_to_nothing_is_called_one(tmp_path: Path) -> None:
    link = tmp_path / "a.txt"
    link.symlink_to(tmp_path / "gone.txt")

    with pytest.raises(InputError, match="a link to a file that is gone"):
        files.read_source(link)
