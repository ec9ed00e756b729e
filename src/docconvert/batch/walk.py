"""Find the texts of a folder: in natural order, one folder at a time, so that any archive can be walked.

Hidden files and folders are left out. Links are followed, but never to a folder that is being walked already.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections import defaultdict
from fnmatch import translate
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from docconvert.files import real_name
from docconvert.order import natural_key_of_name
from docconvert.places import Place, RemotePath, stem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
        return self.wants_name(inside.name, _prefix(inside.parent))

    def wants_name(self, name: str, prefix: str) -> bool:
        """Say whether a file is wanted, by its name, and what its path in the folder has before that."""
        return _matches(name, prefix, self.globs) and not _matches(name, prefix, self.excludes)

    def enters(self, name: str, prefix: str) -> bool:
        """Say whether a folder in the folder is looked into."""
        return not _matches(name, prefix, self.excludes)


class Entered(NamedTuple):
    """A folder that is walked through: the one that was named, or one in it."""

    path: Place
    inside: PurePath
    """Its path in the one that was named."""


class Found(NamedTuple):
    """A text, the folder that it stands in, and its bytes. There may be millions: no path is made unasked."""

    folder: Entered
    name: str
    size: int
    alike: str = ""
    """Another text beside it whose outputs would have the same names; empty if there is none."""

    @property
    def path(self) -> Place:
        """Where it is."""
        return self.folder.path / self.name

    @property
    def inside(self) -> PurePath:
        """Its path in the folder that was named."""
        return self.folder.inside / self.name


class Unusable(NamedTuple):
    """A folder that cannot be looked into, or a file that is none, and why."""

    path: Place
    reason: str


_Entry: TypeAlias = "os.DirEntry[str] | RemoteEntry"
_Match: TypeAlias = "Callable[[str], re.Match[str] | None]"


class _Level(NamedTuple):
    """A folder that is being walked: which one it is, and what is left of it."""

    identity: object
    steps: Iterator[Found | Unusable | Entered]


def walk(root: Place, wanted: Filter, *, leave_out: str = "") -> Iterator[Found | Unusable]:
    """Yield the texts of a folder, and what in it cannot be used.

    Args:
        root: the folder.
        wanted: which files are texts.
        leave_out: the real name of a folder in it that holds no texts: that of the outputs.
    """
    levels: list[_Level] = []
    entered: Entered | None = Entered(root, PurePath())
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
            case Entered() as entered:
                pass
            case found:
                yield found


def _level(folder: Entered, wanted: Filter, leave_out: str) -> _Level | None:
    """Return the state in which a folder begins to be walked; none for that of the outputs."""
    if leave_out and folder.inside.parts and real_name(folder.path) == leave_out:
        return None
    try:
        identity, listing = _looked_into(folder.path)
    except OSError as error:
        return _Level((0, id(folder)), iter([Unusable(folder.path, error.strerror or str(error))]))
    listing.sort(key=lambda entry: natural_key_of_name(entry.name))
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


def _steps(
    folder: Entered, listing: Sequence[_Entry], wanted: Filter
) -> Iterator[Found | Unusable | Entered]:
    """Yield what is in a folder, in its order."""
    prefix = _prefix(folder.inside)
    folders = {entry.name for entry in listing if _is_folder(entry)}
    entered = [name for name in sorted(folders) if wanted.enters(name, prefix)]
    files = [
        entry.name for entry in listing if entry.name not in folders and wanted.wants_name(entry.name, prefix)
    ]
    same_folder, same_file = _by_key(entered, entered), _by_key(files, list(map(stem_of, files)))
    for entry in listing:
        if others := same_folder.get(entry.name):
            alike = _other(entry.name, others)
            reason = f"the folder {alike} beside it has the same name on systems that do not tell case apart"
            path = folder.path / entry.name
            yield Unusable(path, reason) if alike else Entered(path, folder.inside / entry.name)
        elif others := same_file.get(entry.name):
            yield _found(entry, folder, _other(entry.name, others))


def _prefix(inside: PurePath) -> str:
    """Return what stands before names in the paths of files, by that of their folder in the one named."""
    return f"{inside.as_posix()}/" if inside.parts else ""


def _found(entry: _Entry, folder: Entered, alike: str) -> Found | Unusable:
    if not isinstance(entry, os.DirEntry):
        return Found(folder, entry.name, entry.size, alike)
    try:
        state = entry.stat()
    except OSError:
        return Found(folder, entry.name, 0, alike)  # what is wrong with it is said when it is read
    if not stat.S_ISREG(state.st_mode):
        return Unusable(folder.path / entry.name, "it is no regular file")
    return Found(folder, entry.name, state.st_size, alike)


def _by_key(names: Sequence[str], stems: Sequence[str]) -> dict[str, list[str]]:
    """Return for each name those whose stems are the same where letter case and composition do not count."""
    groups: dict[str, list[str]] = defaultdict(list)
    keys = [unicodedata.normalize("NFC", stem).casefold() for stem in stems]
    for name, key in zip(names, keys, strict=True):
        groups[key].append(name)
    return {name: groups[key] for name, key in zip(names, keys, strict=True)}


def _other(name: str, names: Sequence[str]) -> str:
    return next((other for other in names if other != name), "") if len(names) > 1 else ""


def _is_folder(entry: _Entry) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _matches(name: str, prefix: str, patterns: tuple[str, ...]) -> bool:
    for_names, for_paths = _compiled(patterns)
    return bool(
        (for_names and for_names(name.casefold())) or (for_paths and for_paths(f"{prefix}{name}".casefold()))
    )


@lru_cache(8)
def _compiled(patterns: tuple[str, ...]) -> tuple[_Match | None, _Match | None]:
    """Return what finds those of some patterns that are of names, and those of paths."""
    return _finder([one for one in patterns if "/" not in one]), _finder(
        [one for one in patterns if "/" in one]
    )


def _finder(patterns: Sequence[str]) -> _Match | None:
    return re.compile("|".join(translate(one.casefold()) for one in patterns)).match if patterns else None
