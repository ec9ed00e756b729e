"""Find the texts of a folder: in natural order, one folder at a time, so that any archive can be walked.

Hidden files and folders are left out. Links are followed, but never to a folder that is being walked already.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import defaultdict
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from docconvert.files import real_name
from docconvert.order import natural_key
from docconvert.places import Place, RemotePath

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.remote import RemoteEntry

TEXTS = ("*.txt",)
"""What is looked for in a folder, if nothing else is said."""


class Filter(NamedTuple):
    """Which files of a folder are wanted: patterns of names, or of paths in the folder where they have a /.

    Letter case does not count.
    """

    globs: tuple[str, ...] = TEXTS
    excludes: tuple[str, ...] = ()

    def wants(self, inside: PurePath) -> bool:
        """Say whether a file is wanted, by its path in the folder."""
        return _matches(inside, self.globs) and not _matches(inside, self.excludes)

    def enters(self, inside: PurePath) -> bool:
        """Say whether a folder in the folder is looked into."""
        return not _matches(inside, self.excludes)


class Found(NamedTuple):
    """A text in a folder, where it stands in it, and its bytes."""

    path: Place
    inside: PurePath
    size: int
    alike: str = ""
    """Another text beside it whose outputs would have the same names; empty if there is none."""


class Unusable(NamedTuple):
    """A folder that cannot be looked into, or a file that is none, and why."""

    path: Place
    reason: str


class _Below(NamedTuple):
    """A folder in the folder."""

    path: Place
    inside: PurePath


_Entry: TypeAlias = "os.DirEntry[str] | RemoteEntry"


class _Level(NamedTuple):
    """A folder that is being walked: which one it is, and what is left of it."""

    identity: object
    steps: Iterator[Found | Unusable | _Below]


def walk(root: Place, wanted: Filter, *, leave_out: str = "") -> Iterator[Found | Unusable]:
    """Yield the texts of a folder, and what in it cannot be used.

    Args:
        root: the folder.
        wanted: which files are texts.
        leave_out: the real name of a folder in it that holds no texts: that of the outputs.
    """
    levels: list[_Level] = []
    entered: _Below | None = _Below(root, PurePath())
    while entered or levels:
        if entered:
            level = _level(entered, wanted, leave_out)
            if level and level.identity not in (above.identity for above in levels):
                levels.append(level)
            entered = None
            continue
        match next(levels[-1].steps, None):
            case None:
                levels.pop()
            case _Below() as entered:
                pass
            case found:
                yield found


def _level(folder: _Below, wanted: Filter, leave_out: str) -> _Level | None:
    """Return the state in which a folder begins to be walked; none for that of the outputs."""
    if leave_out and folder.inside.parts and real_name(folder.path) == leave_out:
        return None
    try:
        identity, listing = _looked_into(folder.path)
    except OSError as error:
        return _Level((0, id(folder)), iter([Unusable(folder.path, error.strerror or str(error))]))
    listing.sort(key=lambda entry: natural_key(Path(entry.name)))
    return _Level(identity, _steps(folder, listing, wanted))


def _looked_into(folder: Place) -> tuple[object, list[_Entry]]:
    """Return which folder it is, and what in it is not hidden."""
    if isinstance(folder, RemotePath):
        from docconvert import remote

        return folder, [entry for entry in remote.entries(folder) if not entry.name.startswith(".")]
    state = folder.stat()
    with os.scandir(folder) as entries:
        listing: list[_Entry] = [entry for entry in entries if not entry.name.startswith(".")]
    return (state.st_dev, state.st_ino), listing


def _steps(folder: _Below, listing: Sequence[_Entry], wanted: Filter) -> Iterator[Found | Unusable | _Below]:
    """Yield what is in a folder, in its order."""
    folders = {entry.name for entry in listing if _is_folder(entry)}
    entered = [name for name in sorted(folders) if wanted.enters(folder.inside / name)]
    files = [
        entry.name
        for entry in listing
        if entry.name not in folders and wanted.wants(folder.inside / entry.name)
    ]
    same_folder, same_file = _by_key(entered, entered), _by_key(files, [Path(name).stem for name in files])
    for entry in listing:
        path, inside = folder.path / entry.name, folder.inside / entry.name
        if others := same_folder.get(entry.name):
            alike = _other(entry.name, others)
            reason = f"the folder {alike} beside it has the same name on systems that do not tell case apart"
            yield Unusable(path, reason) if alike else _Below(path, inside)
        elif others := same_file.get(entry.name):
            yield _found(entry, path, inside, _other(entry.name, others))


def _found(entry: _Entry, path: Place, inside: PurePath, alike: str) -> Found | Unusable:
    if not isinstance(entry, os.DirEntry):
        return Found(path, inside, entry.size, alike)
    try:
        state = entry.stat()
    except OSError:
        return Found(path, inside, 0, alike)  # what is wrong with it is said when it is read
    if not stat.S_ISREG(state.st_mode):
        return Unusable(path, "it is no regular file")
    return Found(path, inside, state.st_size, alike)


def _by_key(names: Sequence[str], stems: Sequence[str]) -> dict[str, list[str]]:
    """Return for each name those whose stems are the same where letter case and composition do not count."""
    groups: dict[str, list[str]] = defaultdict(list)
    keys = [unicodedata.normalize("NFC", stem).casefold() for stem in stems]
    for name, key in zip(names, keys, strict=True):
        groups[key].append(name)
    return {name: groups[key] for name, key in zip(names, keys, strict=True)}


def _other(name: str, names: Sequence[str]) -> str:
    return next((other for other in names if other != name), "")


def _is_folder(entry: _Entry) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _matches(inside: PurePath, patterns: Sequence[str]) -> bool:
    name, path = inside.name.casefold(), inside.as_posix().casefold()
    return any(fnmatchcase(path if "/" in pattern else name, pattern.casefold()) for pattern in patterns)
