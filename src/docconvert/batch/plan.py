"""Decide what is written where, before any work.

All that can be known then, such as two sources with one target, is found here.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from docconvert import files
from docconvert.errors import DocconvertError, UsageError
from docconvert.formats import Format, find_format, format_names
from docconvert.order import in_natural_order

if TYPE_CHECKING:
    from collections.abc import Sequence


Order: TypeAlias = Literal["natural", "given"]

STANDARD_OUTPUT = Path("standard output")
"""The name of a book that goes there; ``-`` would be that of a source."""


class Target(NamedTuple):
    """A file to write. An ``explicit`` one was named by the user and may be replaced."""

    path: Path
    format: Format
    explicit: bool = False


class Job(NamedTuple):
    """Sources and all that is to be written from them: one, or the chapters of a book in order."""

    sources: tuple[Path, ...]
    targets: tuple[Target, ...]

    @property
    def is_book(self) -> bool:
        """Whether several sources become one document."""
        return len(self.sources) > 1

    @property
    def name(self) -> Path:
        """What messages about the whole call it: its source, or the first file that is written of a book."""
        if not self.is_book:
            return self.sources[0]
        first = self.targets[0].path
        return STANDARD_OUTPUT if first == files.STANDARD else first


def plan(
    sources: Sequence[Path],
    formats: Sequence[str],
    out: str = "",
    *,
    merge: bool = False,
    order: Order = "natural",
) -> list[Job]:
    """Decide what is written where.

    Args:
        sources: the files; ``-`` is standard input.
        formats: names of formats; if there are none, ``out`` must end in one's extension.
        out: a file, a folder, ``-`` for standard output, or empty for beside the source.
        merge: whether all sources become one document.
        order: how the documents of a merged one follow each other: in natural order, or as given.

    Raises:
        UsageError: a format is unknown, targets collide with each other or a source, or there is an order
            but nothing to put in it.
    """
    if order != "natural" and not merge:
        raise UsageError("only files that are merged have an order", "add --merge, or leave out --order")
    names = list(dict.fromkeys(formats)) or _format_of(out)
    found = [find_format(name) for name in names]
    works = _books(sources, order) if merge else [(source,) for source in sources]
    count = len(works) * len(found)
    if count > 1:
        _check_folder(out, count)
    jobs = [
        Job(work, tuple(_target(work, format_, out, only=count == 1) for format_ in found)) for work in works
    ]
    _check_targets(jobs)
    return jobs


def _books(sources: Sequence[Path], order: Order) -> list[tuple[Path, ...]]:
    if not sources:
        return []
    named: dict[object, Path] = {}
    for source in sources:
        first = named.setdefault(_file(source), source)
        if first is not source:
            other = "" if first == source else f", as {first} too"
            raise UsageError(f"{source} is named twice{other}", "name each chapter of a book once")
    return [tuple(in_natural_order(sources) if order == "natural" else sources)]


def _format_of(out: str) -> list[str]:
    """Return the format that a target's extension names."""
    extension = Path(out).suffix.lower()
    names = format_names()
    if extension.removeprefix(".") in names:
        return [extension.removeprefix(".")]
    if extension:
        for name in names:
            with suppress(DocconvertError):  # a broken plug-in is not what was asked for
                if find_format(name).extension == extension:
                    return [name]
    message = f"no format has the extension {extension}" if extension else "no output format was named"
    raise UsageError(message, f"--to NAME, where NAME is one of {', '.join(names)}")


def _check_folder(out: str, count: int) -> None:
    if out == "-":
        raise UsageError(f"{count} files cannot go to standard output", "name a folder: -o out/")
    if Path(out).suffix.removeprefix(".").lower() in format_names() and not files.is_folder(out):
        raise UsageError(f"{count} files cannot all be written to {out}", "name a folder: -o out/")


def _target(sources: tuple[Path, ...], format_: Format, out: str, *, only: bool) -> Target:
    if out == "-" or (not out and (format_.shown or sources == (files.STANDARD,))):
        return Target(files.STANDARD, format_, explicit=True)
    if only and _names_file(out, format_):
        return Target(Path(out), format_, explicit=True)
    folder = Path(out) if out else _folder(sources)
    return Target(folder / (_stem(sources) + format_.extension), format_)


def _stem(sources: tuple[Path, ...]) -> str:
    """Return what files made of sources are called: a book is called like the folder of its chapters."""
    first = sources[0]
    if len(sources) > 1:
        return folder_name(sources) or "book"
    return "document" if first == files.STANDARD else first.stem


def _folder(sources: tuple[Path, ...]) -> Path:
    """Return the folder that holds all sources; standard input is in none."""
    folders = [source.parent for source in sources if source != files.STANDARD] or [Path()]
    if len(set(folders)) > 1:
        with suppress(ValueError):  # of several drives
            common = os.path.commonpath([folder.resolve() for folder in folders])
            return Path(common if any(map(Path.is_absolute, folders)) else os.path.relpath(common))
    return folders[0]


def folder_name(sources: tuple[Path, ...]) -> str:
    """Return the name of the folder that holds all sources; empty for the root."""
    return _folder(sources).resolve().name


def _names_file(out: str, format_: Format) -> bool:
    """Say whether ``-o OUT`` names a file of the format; else it names a folder."""
    if not out or out.endswith(("/", os.sep)) or files.is_folder(out):
        return False
    suffix = Path(out).suffix.lower()
    if suffix != format_.extension and suffix.removeprefix(".") in format_names():
        raise UsageError(
            f"-o {out} does not fit the format {format_.name}",
            f"name it {Path(out).stem}{format_.extension}, or drop --to",
        )
    return suffix in (format_.extension, ".txt") or files.is_file(out)


def _check_targets(jobs: Sequence[Job]) -> None:
    """Refuse a plan in which a file would be written twice, or over a source."""
    sources = {_identity(source) for job in jobs for source in job.sources}
    taken: dict[str, Path] = {}
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


def _file(path: Path) -> object:
    """Return what two names of one file share, and two files never do."""
    with suppress(OSError, ValueError):
        if path != files.STANDARD:
            found = path.stat()
            return found.st_dev, found.st_ino
    return _identity(path)


def _identity(path: Path) -> str:
    """Return what two names of one file share; letter case does not tell files apart everywhere."""
    if path == files.STANDARD:
        return "-"
    try:
        return os.path.realpath(path).casefold()
    except ValueError as error:  # a zero character
        raise UsageError(f"{str(path)!r} is no file name", "check the path") from error
