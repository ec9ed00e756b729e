"""Decide what is written where, before any work.

All that can be known then is found here: two sources with one target, names no file can have. Files that were
named are planned at once; folders are walked when their jobs are asked for, so that an archive of millions is
never in memory.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from docconvert import files
from docconvert.batch.walk import Filter, Found, Unusable, walk
from docconvert.errors import DocconvertError, InputError, OutputError, UsageError
from docconvert.format import Format, find_format, format_named_by, format_with, formats
from docconvert.order import in_natural_order
from docconvert.places import Place, RemotePath, place, stem_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Order: TypeAlias = Literal["natural", "given"]

STANDARD_OUTPUT = Path("standard output")
"""The name of a book that goes there; ``-`` would be that of a source."""


class Target(NamedTuple):
    """A file to write. An ``explicit`` one was named by the user and may be replaced."""

    path: Place
    format: Format
    explicit: bool = False


class Job(NamedTuple):
    """Sources and all that is to be written from them: one, or the chapters of a book in order."""

    sources: tuple[Place, ...]
    targets: tuple[Target, ...] = ()
    size: int = 0
    """Bytes to read; 0 for a file that was named, which nobody has looked at yet."""
    fault: DocconvertError | None = None
    """Why it cannot be done, as far as that is known beforehand."""

    @property
    def is_book(self) -> bool:
        """Whether several sources become one document."""
        return len(self.sources) > 1

    @property
    def name(self) -> Place:
        """What messages about the whole call it: its source, or the first file that is written of a book."""
        if not self.is_book:
            return self.sources[0]
        first = self.targets[0].path
        return STANDARD_OUTPUT if first == files.STANDARD else first


class Folder(NamedTuple):
    """A folder of texts, and the one that its tree is mirrored to."""

    root: Place
    out: Place


class Survey(NamedTuple):
    """What a plan comes to."""

    jobs: int
    faulty: tuple[Job, ...]
    """The jobs that cannot be done."""


_MOST_KEPT = 100_000
"""Texts of an archive that is looked at once: they take some 20 MB."""


class Plan:
    """The jobs of a run: iterate to get them."""

    def __init__(
        self,
        named: Sequence[Job],
        folders: Sequence[Folder],
        formats: Sequence[Format],
        wanted: Filter,
        record_folder: Place | None,
    ) -> None:
        self.named = tuple(named)
        """The jobs of files that were named."""
        self.folders = tuple(folders)
        self.formats = tuple(formats)
        self.record_folder = record_folder
        """The folder in which it is recorded what was written; none where only files were named."""
        self._wanted = wanted
        self._seen: list[tuple[Found | Unusable, Place]] | None = None
        """What a survey has seen, until it is done."""
        self._longest = max((format_.extension for format_ in formats), key=len)
        self._taken = {_identity(target.path): job.name for job in named for target in job.targets}

    def __iter__(self) -> Iterator[Job]:
        yield from self.named
        seen, self._seen = self._seen, None
        for found, out in seen or self._found():
            yield self._job(found, out)

    def _found(self) -> Iterator[tuple[Found | Unusable, Place]]:
        """Yield what is in the folders, each with the folder that its outputs go to."""
        for folder in self.folders:
            leave_out = "" if folder.out == folder.root else files.real_name(folder.out)
            entered, out = None, folder.out
            for found in walk(folder.root, self._wanted, leave_out=leave_out):
                if isinstance(found, Found) and found.folder is not entered:
                    entered, out = found.folder, folder.out / found.folder.inside
                yield found, out

    def claims(self, path: Path) -> bool:
        """Say whether a path in a folder may be that of a text or an output."""
        real = Path(os.path.realpath(path))
        for folder in self.folders:
            root, out = (place(files.real_name(name)) for name in folder)
            if real.is_relative_to(root) and self._wanted.wants(real.relative_to(root)):
                return True
            extensions = (format_.extension for format_ in self.formats)
            if real.is_relative_to(out) and real.suffix.lower() in extensions:
                return True
        return False

    def survey(self) -> Survey:
        """Look at all there is to do; a small archive is not looked at again for the next iteration."""
        jobs = len(self.named)
        faulty = []
        seen: list[tuple[Found | Unusable, Place]] = []
        for found, out in self._found():
            jobs += 1
            if len(seen) <= _MOST_KEPT:
                seen.append((found, out))
            if self._fault(found, out):
                faulty.append(self._job(found, out))
        self._seen = seen if len(seen) <= _MOST_KEPT else None
        return Survey(jobs, tuple(faulty))

    def _job(self, found: Found | Unusable, out: Place) -> Job:
        fault = self._fault(found, out)
        if isinstance(found, Unusable):
            return Job((found.path,), (), 0, fault)
        stem = stem_of(found.name)
        targets = tuple(Target(out / (stem + format_.extension), format_) for format_ in self.formats)
        return Job((found.path,), targets, found.size, fault)

    def _fault(self, found: Found | Unusable, out: Place) -> DocconvertError | None:
        if isinstance(found, Unusable):
            return InputError(found.reason, "look at it, or leave it out: --exclude")
        if found.alike:
            return OutputError(
                f"{found.alike} beside it would be written to the same files",
                "rename one of them, or leave it out: --exclude",
            )
        stem = stem_of(found.name)
        if fault := _name_fault(stem + self._longest):
            return fault
        if not self._taken:
            return None
        for target_path in (out / (stem + format_.extension) for format_ in self.formats):
            if taken := self._taken.get(_identity(target_path)):
                return OutputError(f"{taken} would be written to {target_path} too", "write it elsewhere")
        return None


def plan(
    sources: Sequence[Place],
    formats: Sequence[str],
    out: str = "",
    *,
    merge: bool = False,
    order: Order = "natural",
    wanted: Filter | None = None,
) -> Plan:
    """Decide what is written where.

    Args:
        sources: files and folders; ``-`` is standard input.
        formats: names of formats; if there are none, ``out`` must end in one's extension.
        out: a file, a folder, ``-`` for standard output, or empty for beside the source. The tree of a folder
            is mirrored in it, below the folder's name if there is more than one source.
        merge: whether all sources become one document.
        order: how the documents of a merged one follow each other: in natural order, or as given.
        wanted: which files of a folder are texts.

    Raises:
        UsageError: a format is unknown, targets collide with each other or a source, or there is an order
            but nothing to put in it.
    """
    if order != "natural" and not merge:
        raise UsageError("only files that are merged have an order", "add --merge, or leave out --order")
    names = list(dict.fromkeys(formats)) or _format_of(out)
    found = [find_format(name) for name in names]
    wanted = wanted or Filter()
    if merge:
        sources = list(_opened_up(sources, wanted))
    folders = [source for source in sources if source != files.STANDARD and files.is_folder(source)]
    named = [source for source in sources if source not in folders]
    works = _books(named, order) if merge else [(source,) for source in named]
    count = len(works) * len(found)
    if count > 1 or folders:
        _check_folder(out, count)
    only = count == 1 and not folders
    jobs = [Job(work, tuple(_target(work, format_, out, only=only) for format_ in found)) for work in works]
    _check_targets(jobs)
    mirrored = _mirrored(folders, out, alone=len(sources) == 1)
    return Plan(jobs, mirrored, found, wanted, _record_folder(mirrored, out))


def _record_folder(folders: Sequence[Folder], out: str) -> Place | None:
    if not folders:
        return None
    # Of several folders that are converted in place, each is a part of the first's record.
    return place(out) if out else folders[0].root


def _opened_up(sources: Sequence[Place], wanted: Filter) -> Iterator[Place]:
    """Yield the sources, and in the place of a folder its texts."""
    for source in sources:
        if source == files.STANDARD or not files.is_folder(source):
            yield source
            continue
        for found in walk(source, wanted):
            if isinstance(found, Unusable):
                raise UsageError(
                    f"{found.path}: {found.reason}", "a book would lack it: --exclude leaves it out"
                )
            yield found.path


def _mirrored(folders: Sequence[Place], out: str, *, alone: bool) -> list[Folder]:
    """Return where the trees of folders are written."""
    if not out:
        return [Folder(folder, folder) for folder in folders]
    if alone:
        return [Folder(folder, place(out)) for folder in folders]
    names = [_resolved(folder).name or "root" for folder in folders]
    for name, count in Counter(map(str.casefold, names)).items():
        if count > 1:
            raise UsageError(f"{count} folders have the name {name}", "convert them one at a time")
    return [Folder(folder, place(out) / name) for folder, name in zip(folders, names, strict=True)]


_LONGEST_NAME = 255
"""Bytes of a file name, on most systems."""
_RESERVED = frozenset(
    ("CON", "PRN", "AUX", "NUL", *(f"{name}{digit}" for name in ("COM", "LPT") for digit in "123456789"))
)
_NOT_IN_NAMES = frozenset('<>:"|?*\\')


def _name_fault(name: str, *, windows: bool = os.name == "nt") -> OutputError | None:
    """Return what keeps a file from having this name."""
    if windows and (name.split(".")[0].upper() in _RESERVED or not _NOT_IN_NAMES.isdisjoint(name)):
        return OutputError(f"Windows allows no file called {name}", "rename the text")
    if len(os.fsencode(name)) > _LONGEST_NAME:
        return OutputError(f"the name {name[:40]}… is too long for a file", "rename the text")
    return None


def _books(sources: Sequence[Place], order: Order) -> list[tuple[Place, ...]]:
    if not sources:
        return []
    named: dict[object, Place] = {}
    for source in sources:
        first = named.setdefault(_file(source), source)
        if first is not source:
            other = "" if first == source else f", as {first} too"
            raise UsageError(f"{source} is named twice{other}", "name each chapter of a book once")
    return [tuple(in_natural_order(sources) if order == "natural" else sources)]


def _format_of(out: str) -> list[str]:
    """Return the format that a target's extension names."""
    extension = Path(out).suffix.lower()
    if name := format_with(extension):
        return [name]
    message = f"no format has the extension {extension}" if extension else "no output format was named"
    raise UsageError(message, f"--to NAME, where NAME is one of {', '.join(formats())}")


def _check_folder(out: str, count: int) -> None:
    """Refuse what is no folder for ``count`` files, or for all those of a folder."""
    if out == "-":
        raise UsageError(f"{count or 'many'} files cannot go to standard output", "name a folder: -o out/")
    if format_named_by(Path(out).suffix.lower()) and not files.is_folder(out):
        raise UsageError(f"{count or 'many'} files cannot all be written to {out}", "name a folder: -o out/")


def _target(sources: tuple[Place, ...], format_: Format, out: str, *, only: bool) -> Target:
    if out == "-" or (not out and (format_.shown or sources == (files.STANDARD,))):
        return Target(files.STANDARD, format_, explicit=True)
    if only and _names_file(out, format_):
        return Target(place(out), format_, explicit=True)
    folder = place(out) if out else _folder(sources)
    return Target(folder / (_stem(sources) + format_.extension), format_)


def _stem(sources: tuple[Place, ...]) -> str:
    """Return what files made of sources are called: a book is called like the folder of its chapters."""
    first = sources[0]
    if len(sources) > 1:
        return folder_name(sources) or "book"
    return "document" if first == files.STANDARD else first.stem


def _folder(sources: tuple[Place, ...]) -> Place:
    """Return the folder that holds all sources; standard input is in none."""
    folders = [source.parent for source in sources if source != files.STANDARD] or [Path()]
    if len(set(folders)) > 1:
        with suppress(ValueError):  # of several drives
            return _common(folders)
    return folders[0]


def _common(folders: Sequence[Place]) -> Place:
    """Return the folder that all folders are in.

    Raises:
        ValueError: they are in none.
    """
    if any(isinstance(folder, RemotePath) for folder in folders):
        above = folders[0]
        while not all(folder.is_relative_to(above) for folder in folders):
            above = above.parent
        if not above.name:
            raise ValueError("nothing is above all of them")
        return above
    common = os.path.commonpath([files.real_name(folder) for folder in folders])
    return Path(common if any(folder.is_absolute() for folder in folders) else os.path.relpath(common))


def _resolved(folder: Place) -> Place:
    return folder if isinstance(folder, RemotePath) else folder.absolute().resolve()


def folder_name(sources: tuple[Place, ...]) -> str:
    """Return the name of the folder that holds all sources; empty for the root."""
    return _resolved(_folder(sources)).name


def _names_file(out: str, format_: Format) -> bool:
    """Say whether ``-o OUT`` names a file of the format; else it names a folder."""
    if not out or out.endswith(("/", os.sep)) or files.is_folder(out):
        return False
    suffix = Path(out).suffix.lower()
    named = format_named_by(suffix)
    if suffix != format_.extension and named not in ("", format_.name):
        raise UsageError(
            f"-o {out} does not fit the format {format_.name}",
            f"name it {Path(out).stem}{format_.extension}, or drop --to",
        )
    return bool(named) or suffix in (format_.extension, ".txt") or files.is_file(out)


def _check_targets(jobs: Sequence[Job]) -> None:
    """Refuse a plan in which a file would be written twice, or over a source."""
    sources = {_identity(source) for job in jobs for source in job.sources}
    taken: dict[str, Place] = {}
    for job in jobs:
        for target in job.targets:
            if target.path == files.STANDARD:
                continue
            key = _identity(target.path)
            if key in sources:
                raise UsageError(
                    f"{target.path}: target and source are the same file",
                    "name another target or folder with -o",
                )
            if key in taken:
                raise UsageError(
                    f"{taken[key]} and {job.sources[0]} would both be written to {target.path}",
                    "convert them one at a time, or into different folders with -o",
                )
            taken[key] = job.sources[0]


def _file(path: Place) -> object:
    """Return what two names of one file share, and two files never do."""
    with suppress(OSError, ValueError):
        if path != files.STANDARD and not isinstance(path, RemotePath):
            found = path.stat()
            return found.st_dev, found.st_ino
    return _identity(path)


def _identity(path: Place) -> str:
    """Return what two names of one file share; letter case does not tell files apart everywhere."""
    try:
        return files.real_name(path).casefold()
    except ValueError as error:  # a zero character
        raise UsageError(f"{str(path)!r} is no file name", "check the path") from error
