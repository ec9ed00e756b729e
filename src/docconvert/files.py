"""Read sources and write targets, here or where URLs say. ``-`` is standard input and output.

A target is written to a temporary file beside it, synced and moved into place: a crash
leaves the old file or the new one, never half of one. A source is only ever read.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import zlib
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from docconvert.errors import DiskFullError, InputError, OutputError
from docconvert.places import Place, RemotePath, place

_FULL = (errno.ENOSPC, errno.EDQUOT)

STANDARD = Path("-")
"""Standard input as a source, standard output as a target."""


class State(NamedTuple):
    """What tells that a file is still the same."""

    size: int
    modified: int
    """When it was changed, in nanoseconds; or what stands for that where there are URLs."""


def shown_name(path: Place) -> str:
    """Return the name of a source as text: empty for standard input, undecodable bytes replaced."""
    return "" if path == STANDARD else os.fsencode(path.name).decode("utf-8", "replace")


def is_folder(name: str | Place) -> bool:
    """Say whether a folder of that name can be seen; one here that cannot be looked at is none.

    Raises:
        UsageError: what its URL needs is not installed.
        InputError: nobody can say whether its URL is that of a folder.
    """
    path = place(name)
    if isinstance(path, RemotePath):
        from docconvert import remote

        try:
            return remote.is_folder(path)
        except OSError as error:
            raise InputError(f"{path}: cannot be looked at: {error.strerror}", _ACCESS) from error
    return os.path.isdir(name)  # noqa: PTH112 - Path.is_dir raises where permission is missing


def is_file(name: str | Place) -> bool:
    """Say whether a file of that name can be seen; one that cannot be looked at is none."""
    path = place(name)
    if isinstance(path, RemotePath):
        with suppress(OSError):
            return state(path).size >= 0 and not is_folder(path)
        return False
    return os.path.isfile(name)  # noqa: PTH113 - as above


def state(path: Place) -> State:
    """Return what tells that a file is still the same.

    Raises:
        OSError: there is none, or it cannot be looked at.
    """
    if isinstance(path, RemotePath):
        from docconvert import remote

        return State(*remote.state(path))
    found = path.stat()
    return State(found.st_size, found.st_mtime_ns)


def is_there(path: Place) -> bool:
    """Say whether there is a file, or a link to one that is gone.

    Raises:
        OSError: a URL cannot be looked at.
    """
    if not isinstance(path, RemotePath):
        return os.path.lexists(path)
    try:
        state(path)
    except FileNotFoundError:
        return False
    return True


def remove(path: Place) -> None:
    """Remove a file.

    Raises:
        OSError: it cannot be removed.
    """
    if isinstance(path, RemotePath):
        from docconvert import remote

        remote.remove(path)
    else:
        path.unlink()


def real_name(path: Place) -> str:
    """Return the name that a file has without links, or its URL; ``-`` for a standard stream.

    Raises:
        ValueError: no file can have the name.
    """
    if path == STANDARD:
        return "-"
    return str(path) if isinstance(path, RemotePath) else os.path.realpath(path)


_ACCESS = "check the address, and the keys and rights that you have there"


LARGEST = 100_000_000
"""Bytes of a source: thirty novels. A text is in memory as a whole, some twenty times its size."""
_FEW = 64_000
"""Bytes that are read at once."""


def read_source(path: Place) -> bytes:
    """Return the bytes of a source.

    Raises:
        InputError: it does not exist, is a folder, is empty, too large or cannot be read.
    """
    if isinstance(path, RemotePath):
        data = _read_remote(path)
    else:
        data = _read_standard_input() if path == STANDARD else _read_local(path)
    if not data:
        raise InputError("the file is empty", "check that it was saved or downloaded whole")
    if len(data) > LARGEST:
        message = f"the text is larger than {LARGEST // 1_000_000} MB"
        raise InputError(message, "split it, and convert the parts with --merge")
    return data


def _read_standard_input() -> bytes:
    if sys.stdin is None:
        raise InputError("there is no standard input", "name a file, or pipe a text in")
    return sys.stdin.buffer.read(LARGEST + 1)


def _read_local(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # Room for the largest is not asked for to read a small one.
            data = file.read(_FEW)
            return data if len(data) < _FEW else data + file.read(LARGEST + 1 - _FEW)
    except FileNotFoundError as error:
        if path.is_symlink():
            raise InputError(
                "a link to a file that is gone", "mend the link, or name another file"
            ) from error
        raise InputError("no such file", _similar(path)) from error
    except IsADirectoryError as error:
        raise InputError("this is a folder", f"name the files in it: docconvert {path}/*.txt") from error
    except PermissionError as error:
        raise InputError("no permission to read it", "ask its owner, or copy it where you may") from error
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", "check the path and the disk") from error


def _read_remote(path: RemotePath) -> bytes:
    from docconvert import remote

    try:
        return remote.read(path, LARGEST + 1)
    except FileNotFoundError as error:
        raise InputError(f"no such file: {error.strerror}", "check the address") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", _ACCESS) from error


def read_target(path: Place) -> bytes | None:
    """Return the bytes that stand where a target is to be written, or None if nothing does.

    Raises:
        OutputError: it is a folder, or cannot be read.
    """
    try:
        if isinstance(path, RemotePath):
            from docconvert import remote

            return remote.read(path, LARGEST + 1)
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unwritable(path, error) from error


def write_target(path: Place, data: bytes) -> State:
    """Write a target whole or not at all, and return its state; missing folders are made.

    Raises:
        OutputError: it cannot be written; what stood there before still does.
        BrokenPipeError: nobody reads standard output any more.
    """
    with Staging() as staging:
        written = staging.put(path, data)
        for error in staging.settle().values():
            raise error
    return written


class Staging:
    """Targets that are written together: each beside its place first, then all are synced and moved there.

    A disk makes many files safe in little more time than one. What cannot be moved is written at once:
    standard output, and files that have URLs.
    """

    def __init__(self) -> None:
        self._staged: dict[Place, _Staged] = {}

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, *_: object) -> None:
        for staged in self._staged.values():
            staged.temporary.unlink(missing_ok=True)

    def put(self, path: Place, data: bytes) -> State:
        """Write a target, to be moved to its place by :meth:`settle`, and return its state.

        Raises:
            OutputError: it cannot be written.
            BrokenPipeError: nobody reads standard output any more.
        """
        try:
            if path == STANDARD:
                return _write_to_standard_output(data)
            if isinstance(path, RemotePath):
                from docconvert import remote

                remote.write(path, data)
                return state(path)
            if earlier := self._staged.pop(path, None):
                earlier.temporary.unlink()
            # Through a link, to what it stands for.
            self._staged[path] = staged = _staged(path.resolve(), data)
            return state(staged.temporary)
        except BrokenPipeError:
            raise
        except (OSError, RuntimeError) as error:  # a link that leads to itself is a RuntimeError
            raise _unwritable(path, error) from error

    def settle(self) -> dict[Place, OutputError]:
        """Move all targets to their places, and say what went wrong; what stood there before still does."""
        failed: dict[Place, OutputError] = {}
        for settle in (_sync, _move):
            for path, staged in self._staged.items():
                if path not in failed:
                    try:
                        settle(staged)
                    except OSError as error:
                        failed[path] = _unwritable(path, error)
        self._staged = {path: self._staged[path] for path in failed}
        return failed


class _Staged(NamedTuple):
    place: Path
    temporary: Path


def _write_to_standard_output(data: bytes) -> State:
    if sys.stdout is None:
        raise OutputError("there is no standard output", "name a file with -o")
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    return State(len(data), 0)


def check_folder(folder: Place) -> None:
    """Check that a folder that has a URL can be written to; others say so quickly enough.

    Raises:
        UsageError: what its URL needs is not installed.
        OutputError: it cannot.
    """
    if isinstance(folder, RemotePath):
        from docconvert import remote

        try:
            remote.check_writable(folder)
        except OSError as error:
            raise _unwritable(folder, error) from error


def _unwritable(path: Place, error: Exception) -> OutputError:
    name = "standard output" if path == STANDARD else path
    reason = getattr(error, "strerror", None) or str(error)
    if path != STANDARD and getattr(error, "errno", None) in _FULL:
        return DiskFullError(f"{name}: cannot be written: {reason}", "make room, or write elsewhere with -o")
    hint = _ACCESS if isinstance(path, RemotePath) else "choose another place with -o"
    return OutputError(f"{name}: cannot be written: {reason}", hint)


def _staged(path: Path, data: bytes) -> _Staged:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".docconvert-{_host()}-{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return _Staged(path, temporary)


def _sync(staged: _Staged) -> None:
    with staged.temporary.open("r+b") as file:
        os.fsync(file.fileno())


def _move(staged: _Staged) -> None:
    if staged.place.exists():
        staged.temporary.chmod(staged.place.stat().st_mode & 0o7777)
    staged.temporary.replace(staged.place)


_TEMPORARY = re.compile(r"\.docconvert-(?P<host>[0-9a-f]{8})-(?P<process>[0-9]+)-[0-9a-f]{8}\.tmp")


@cache
def _host() -> str:
    """Return what tells this computer, or container, from others that write to the same folder."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    with suppress(OSError):  # processes of different containers have the same numbers
        name += str(Path("/proc/self/ns/pid").readlink())
    return f"{zlib.crc32(os.fsencode(name)):08x}"


@lru_cache(1024)
def sweep(folder: Place) -> None:
    """Remove what processes of this computer left in a folder that were killed while they wrote; once."""
    if isinstance(folder, RemotePath):
        return
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _TEMPORARY.fullmatch(entry.name)
            if found and found["host"] == _host() and not _is_alive(int(found["process"])):
                Path(entry.path).unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    if os.name == "nt":  # where asking would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _similar(path: Path) -> str:
    """Return a hint that names a file in the same folder with nearly this name."""
    from difflib import get_close_matches

    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return "check the path"
    close = get_close_matches(path.name, names, n=1)
    return f"did you mean {path.with_name(close[0])}?" if close else "check the path"
