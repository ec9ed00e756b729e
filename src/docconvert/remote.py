"""Files that have URLs, by way of fsspec: whatever goes wrong is an ``OSError`` with the reason in words.

Where the credentials come from is the business of each protocol's package: s3fs takes them as all programs
for S3 do, from the environment or the files of the AWS tools.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from docconvert.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docconvert.places import RemotePath

_WHOLE = frozenset(("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oss", "memory"))
"""Protocols by which a file is put in its place whole or not at all."""
_VERSIONS = ("ETag", "etag", "mtime", "LastModified", "last_modified", "updated", "created", "modified")
"""What the protocols call that which changes with a file."""


class RemoteEntry(NamedTuple):
    """What is in a folder; it answers as an entry of ``os.scandir`` does."""

    name: str
    is_folder: bool
    size: int

    def is_dir(self) -> bool:
        """Say whether it is a folder."""
        return self.is_folder


class RemoteState(NamedTuple):
    """What tells that a file is still the same."""

    size: int
    version: int
    """A digest of what the protocol says changes with a file."""


def entries(folder: RemotePath) -> list[RemoteEntry]:
    """Return what is in a folder.

    Raises:
        OSError: it cannot be looked into.
    """
    with _said():
        listing = _filesystem(folder.protocol).ls(folder.key, detail=True)
    found: dict[str, RemoteEntry] = {}
    for about in listing:
        key = str(about["name"]).strip("/")
        name = key.rpartition("/")[2]
        if key != folder.key and name:  # a store may keep an empty object for the folder itself
            found[name] = RemoteEntry(name, about["type"] == "directory", about.get("size") or 0)
    return list(found.values())


def is_folder(path: RemotePath) -> bool:
    """Say whether there is such a folder.

    Raises:
        OSError: it cannot be found out.
    """
    try:
        return bool(_about(path)["type"] == "directory")
    except FileNotFoundError:
        return False


def state(path: RemotePath) -> RemoteState:
    """Return what tells that a file is still the same.

    Raises:
        OSError: there is none, or it cannot be found out.
    """
    about = _about(path)
    versions = repr([about.get(key) for key in _VERSIONS])
    return RemoteState(about["size"], int(hashlib.sha256(versions.encode()).hexdigest()[:15], 16))


def read(path: RemotePath, most: int) -> bytes:
    """Return the bytes of a file, but not more than some.

    Raises:
        OSError: it cannot be read.
    """
    filesystem = _filesystem(path.protocol)
    with _said():
        try:
            return bytes(filesystem.cat_file(path.key, start=0, end=most))
        except FileNotFoundError:
            raise
        except OSError:
            if filesystem.info(path.key)["size"]:
                raise
            return b""  # of which S3 can give no range


def write(path: RemotePath, data: bytes) -> None:
    """Write a file: at once where the protocol does that, else under another name first.

    Raises:
        OSError: it cannot be written.
    """
    filesystem = _filesystem(path.protocol)
    with _said():
        if path.protocol in _WHOLE:
            filesystem.pipe_file(path.key, data)
            return
        filesystem.makedirs(path.parent.key, exist_ok=True)
        temporary = path.with_name(f".docconvert-{os.urandom(8).hex()}.tmp")
        try:
            filesystem.pipe_file(temporary.key, data)
            filesystem.mv(temporary.key, path.key)
        except BaseException:
            filesystem.rm_file(temporary.key)
            raise


def remove(path: RemotePath) -> None:
    """Remove a file.

    Raises:
        OSError: it cannot be removed.
    """
    with _said():
        _filesystem(path.protocol).rm_file(path.key)


def check_writable(folder: RemotePath) -> None:
    """Write a file in a folder, and remove it.

    Raises:
        OSError: it cannot be written.
    """
    mark = folder / f".docconvert-{os.urandom(8).hex()}.tmp"
    write(mark, b"writable?")
    remove(mark)


def _about(path: RemotePath) -> dict[str, Any]:
    with _said():
        return dict(_filesystem(path.protocol).info(path.key))


@cache
def _filesystem(protocol: str) -> Any:
    """Return fsspec's file system for a protocol; it remembers no listings, as others write there too.

    Raises:
        UsageError: fsspec or its package for the protocol is not installed, or there is no such protocol.
    """
    try:
        import fsspec

        return fsspec.filesystem(protocol, use_listings_cache=False)
    except ImportError as error:
        raise UsageError(
            f"{protocol}:// needs a package that is not installed", _installation(protocol, error)
        ) from error
    except ValueError as error:
        hint = "such as s3://bucket/folder/"
        raise UsageError(f"{protocol}:// is no kind of address that fsspec knows", hint) from error


def _installation(protocol: str, error: ImportError) -> str:
    if protocol in ("s3", "s3a"):
        return "pip install 'docconvert[s3]'"
    # fsspec says itself which package a protocol needs.
    return "pip install 'docconvert[remote]'" if error.name == "fsspec" else str(error)


@contextmanager
def _said() -> Iterator[None]:
    """Turn whatever the packages raise into an error of the system, with its reason."""
    try:
        yield
    except UsageError:
        raise
    except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
        raise type(error)(error.errno, _reason(error)) from error
    except Exception as error:  # each protocol's package has errors of its own
        raise OSError(None, _reason(error)) from error


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
