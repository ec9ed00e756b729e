"""A cluster on the command line: what it must not be asked for, and what it must see."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from docconvert.batch.cluster import joined
from docconvert.batch.fingerprint import named_files
from docconvert.errors import UsageError
from docconvert.files import STANDARD
from docconvert.output import COVERS
from docconvert.places import RemotePath, place

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from docconvert.batch import Plan, Settings
    from docconvert.batch.cluster import Cluster
    from docconvert.places import Place


def make_absolute(arguments: argparse.Namespace) -> None:
    """Make the names of files absolute: the working directory of a worker is another one.

    Raises:
        UsageError: a cluster is of no use for what is asked for.
    """
    if arguments.jobs:
        raise UsageError("--jobs is for processes of this computer", "leave out --jobs or --scheduler")
    if STANDARD in arguments.sources or arguments.out == "-":
        raise UsageError("workers of a cluster do not see standard input and output", "name files")
    arguments.sources = [
        source if isinstance(source, RemotePath) else source.absolute() for source in arguments.sources
    ]
    if arguments.out and not isinstance(out := place(arguments.out), RemotePath):
        end = os.sep if arguments.out.endswith(("/", os.sep)) else ""
        arguments.out = f"{out.absolute()}{end}"
    arguments.font = tuple(str(Path(name).absolute()) for name in arguments.font)
    for flag, words in (("cover", COVERS), ("reference_doc", ()), ("dictionaries", ())):
        name = getattr(arguments, flag)
        if name and name not in words:
            setattr(arguments, flag, str(Path(name).absolute()))


@contextmanager
def joined_for(jobs: Plan, settings: Settings, address: str) -> Iterator[Cluster]:
    """Join a cluster that sees all files of a plan.

    Raises:
        DocconvertError: it cannot be joined, does not see them all, or a file would go to standard output.
    """
    targets = [target.path for job in jobs.named for target in job.targets]
    if STANDARD in targets:
        raise UsageError("workers of a cluster do not see standard output", "name a file or folder with -o")
    read = {source for job in jobs.named for source in job.sources}
    read |= {folder.root for folder in jobs.folders} | set(_named_by(settings))
    written = {target.parent for target in targets} | ({jobs.record_folder} if jobs.record_folder else set())
    with joined(address) as cluster:
        there = [path for path in sorted(_of_here(read)) if os.path.lexists(path)]
        cluster.check_sees(there, sorted(_of_here(written)))
        yield cluster


def _of_here(places: Iterable[Place]) -> Iterator[Path]:
    """Yield those that have no URLs: all workers see the others."""
    return (path for path in places if not isinstance(path, RemotePath))


def _named_by(settings: Settings) -> Iterator[Path]:
    """Yield the files and folders that settings name, but for what comes with docconvert."""
    yield from named_files(settings)
    if settings.options and settings.options.dictionaries:
        yield Path(settings.options.dictionaries)
    if settings.style and not settings.style.is_bundled:
        yield settings.style.folder
