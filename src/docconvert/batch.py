"""Convert several files to several formats: plan the outputs, then do one file after another.

All that can be known before any work, such as two sources with one target, is found in
the plan. After that a file that fails is reported and the others go on.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from docconvert import files
from docconvert.errors import DocconvertError, OutputError, UsageError
from docconvert.formats import OWN, Format, find_format, format_names
from docconvert.model import plain_text
from docconvert.output import Output
from docconvert.pipeline import read, write
from docconvert.transforms.script import ignore_choice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docconvert.model import Document
    from docconvert.notices import Notice, Notify
    from docconvert.options import Options
    from docconvert.style import Style
    from docconvert.transforms.script import ScriptChoice

Watch: TypeAlias = "Callable[[Path, str], None]"
"""Told of each step as it begins: the source, and ``reading`` or a format's name."""


def _unwatched(source: Path, step: str) -> None:
    """Let the steps of the work go by."""


class Settings(NamedTuple):
    """What all jobs of a run share."""

    options: Options | None = None
    style: Style | None = None
    output: Output | None = None
    force: bool = False
    choices: bool = False
    """Whether the results say where conversions of the script had a choice."""


class Target(NamedTuple):
    """A file to write. An ``explicit`` one was named by the user and may be replaced."""

    path: Path
    format: Format
    explicit: bool = False


class Job(NamedTuple):
    """A source and all that is to be written from it."""

    source: Path
    targets: tuple[Target, ...]


class About(NamedTuple):
    """What was found out about a text; all empty where it could not be read."""

    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    encoding: str = ""


class Result(NamedTuple):
    """What became of a job: the files written, what was noticed, and what went wrong."""

    source: Path
    written: tuple[Path, ...]
    notices: tuple[Notice, ...]
    errors: tuple[DocconvertError, ...]
    about: About = About()
    choices: tuple[ScriptChoice, ...] = ()


def plan(sources: Sequence[Path], formats: Sequence[str], out: str = "") -> list[Job]:
    """Decide what is written where.

    Args:
        sources: the files; ``-`` is standard input.
        formats: names of formats; if there are none, ``out`` must end in one's extension.
        out: a file, a folder, ``-`` for standard output, or empty for beside the source.

    Raises:
        UsageError: a format is unknown, or targets collide with each other or a source.
    """
    names = list(dict.fromkeys(formats)) or _format_of(out)
    found = [find_format(name) for name in names]
    count = len(sources) * len(found)
    if count > 1:
        _check_folder(out, count)
    jobs = [
        Job(source, tuple(_target(source, format_, out, only=count == 1) for format_ in found))
        for source in sources
    ]
    _check_targets(jobs)
    return jobs


def convert_many(
    sources: Sequence[Path | str],
    to: Sequence[str],
    out: str = "",
    *,
    options: Options | None = None,
    style: Style | None = None,
    output: Output | None = None,
    force: bool = False,
    watch: Watch = _unwatched,
) -> Iterator[Result]:
    """Convert files to formats, each file read once, and yield what became of each.

    Args:
        sources: the files.
        to: names of formats.
        out: a file, a folder or empty, as for :func:`plan`.
        options: what to do with the texts.
        style: how they look.
        output: what the files carry.
        force: replace files that docconvert did not write, or that were edited since.
        watch: told of each step as it begins.

    Raises:
        UsageError: at once, if the plan makes no sense; later errors stand in the results.
    """
    jobs = plan([Path(source) for source in sources], to, out)
    settings = Settings(options, style, output, force)
    return (run(job, settings, watch) for job in jobs)


def run(job: Job, settings: Settings, watch: Watch = _unwatched) -> Result:
    """Do one job; whatever goes wrong stands in its result."""
    notices: list[Notice] = []
    written: list[Path] = []
    errors: list[DocconvertError] = []
    choices: list[ScriptChoice] = []
    about = About()
    notify = _each_once(notices)
    with _collected(errors, "reading"):
        watch(job.source, "reading")
        data = files.read_source(job.source)
        document = read(
            data,
            options=settings.options,
            source=files.shown_name(job.source),
            notify=notify,
            on_choice=choices.append if settings.choices else ignore_choice,
        )
        about = _about(document)
        for target in job.targets:
            with _collected(errors, f"writing {target.format.name}"):
                watch(job.source, target.format.name)
                output = _output_for(target.format, job, settings.output)
                made = write(document, target.format.name, style=settings.style, output=output, notify=notify)
                if not settings.force:
                    _check_replaceable(target, made)
                files.write_target(target.path, made)
                written.append(target.path)
    return Result(job.source, tuple(written), tuple(notices), tuple(errors), about, tuple(choices))


def _output_for(format_: Format, job: Job, output: Output | None) -> Output:
    """Return what a format is asked for, without what only another one of the job is meant by."""
    output, plain = output or Output(), Output()
    others = {name for target in job.targets for name in target.format.obeys & OWN} - format_.obeys
    return replace(output, **{name: getattr(plain, name) for name in others})


def _about(document: Document) -> About:
    known = document.metadata
    return About(plain_text(document.title), known.author, known.date, known.language, known.encoding)


@contextmanager
def _collected(errors: list[DocconvertError], doing: str) -> Iterator[None]:
    """Keep an error instead of raising it: the rest of the work goes on."""
    try:
        yield
    except DocconvertError as error:
        errors.append(error)
    except BrokenPipeError:
        raise  # nobody reads what we write: there is no use in going on
    except Exception as error:  # a defect of ours must not cost the user the other files
        defect = DocconvertError(
            f"internal error while {doing}: {type(error).__name__}: {error}",
            "please report it; --debug shows where it happened",
        )
        defect.__cause__ = error
        errors.append(defect)


def _each_once(notices: list[Notice]) -> Notify:
    """Collect notices; two formats often say the same."""
    seen: set[Notice] = set()

    def notify(notice: Notice) -> None:
        if notice not in seen:
            seen.add(notice)
            notices.append(notice)

    return notify


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


def _target(source: Path, format_: Format, out: str, *, only: bool) -> Target:
    if out == "-" or (not out and (format_.shown or source == files.STANDARD)):
        return Target(files.STANDARD, format_, explicit=True)
    if only and _names_file(out, format_):
        return Target(Path(out), format_, explicit=True)
    folder = Path(out) if out else source.parent
    stem = "document" if source == files.STANDARD else source.stem
    return Target(folder / (stem + format_.extension), format_)


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
    sources = {_identity(job.source): job.source for job in jobs}
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
                    f"{taken[key]} and {job.source} would both be written to {target.path}",
                    "convert them one at a time, or into different folders with -o",
                )
            taken[key] = job.source


def _identity(path: Path) -> str:
    """Return what two names of one file share; letter case does not tell files apart everywhere."""
    if path == files.STANDARD:
        return "-"
    try:
        return os.path.realpath(path).casefold()
    except ValueError as error:  # a zero character
        raise UsageError(f"{str(path)!r} is no file name", "check the path") from error


def _check_replaceable(target: Target, made: bytes) -> None:
    """Protect a file that somebody else made or edited from a target nobody named."""
    existing = None if target.explicit else files.read_target(target.path)
    if existing is not None and existing != made and not target.format.wrote(existing):
        raise OutputError(
            f"{target.path}: exists, and docconvert did not write it or it was edited since",
            "move it away, name another target with -o, or pass --force to replace it",
        )
