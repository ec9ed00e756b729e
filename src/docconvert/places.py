"""Where files are: on this computer, or where a URL such as ``s3://bucket/a.txt`` says.

Both kinds of path have names, parents and parts; only :mod:`docconvert.files` tells them apart to read and
write.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from docconvert.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

# One letter would be a drive of Windows.
_URL = re.compile(r"(?P<protocol>[A-Za-z][A-Za-z0-9+.-]+)://(?P<rest>.*)", re.DOTALL)
_LOCAL = ("file", "local")


class RemotePath(PurePosixPath):
    """The path of a file or folder that has a URL. Its first part is the protocol, ``s3:``."""

    __slots__ = ()

    @property
    def protocol(self) -> str:
        """What says how it is reached: ``s3``."""
        return self.parts[0].removesuffix(":")

    @property
    def key(self) -> str:
        """What follows the protocol: ``bucket/a.txt``."""
        return "/".join(self.parts[1:])

    def __str__(self) -> str:
        return f"{self.protocol}://{self.key}"

    def __fspath__(self) -> NoReturn:
        # Or a file called s3: would be looked for here, and made.
        raise TypeError(f"{self} is no file of this computer")


Place: TypeAlias = Path | RemotePath


def places(names: Place | str | Iterable[Place | str]) -> list[Place]:
    """Return the paths that one or several names or URLs name.

    Raises:
        UsageError: a URL names nothing, or is a chain of several.

    >>> [str(path) for path in (*places("序.txt"), *places(["a.txt", "b.txt"]))]
    ['序.txt', 'a.txt', 'b.txt']
    """
    return [place(name) for name in ([names] if isinstance(names, str | PurePath) else names)]


def stem_of(name: str) -> str:
    """Return the name of a file without its extension, as the ``stem`` of a path is.

    >>> stem_of("序.txt"), stem_of("v1.0.txt"), stem_of(".txt"), stem_of("序.")
    ('序', 'v1.0', '.txt', '序.')
    """
    dot = name.rfind(".")
    return name[:dot] if 0 < dot < len(name) - 1 else name


def place(name: Path | RemotePath | str) -> Place:
    """Return the path that a name or URL names.

    Raises:
        UsageError: the URL names nothing, or is a chain of several.
    """
    if not isinstance(name, str):
        return name
    found = _URL.fullmatch(name)
    if not found:
        return Path(name)
    protocol, rest = found["protocol"].lower(), found["rest"]
    if protocol in _LOCAL:
        return Path(rest)
    if "::" in name or not rest.strip("/"):
        raise UsageError(f"{name} names no file or folder", "such as s3://bucket/folder/")
    return RemotePath(f"{protocol}:", rest.lstrip("/"))
