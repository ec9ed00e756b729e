"""Do one job: read its sources, write its targets, and say what became of them.

Of a job that was done before, what still stands as it was written from the same text is left alone.
"""

from __future__ import annotations

import gc
import hashlib
import re
import time
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from docconvert import files
from docconvert.batch.plan import STANDARD_OUTPUT, folder_name
from docconvert.chars import HAN
from docconvert.errors import DocconvertError, OutputError
from docconvert.format import OWN, Format, writer_module
from docconvert.model import plain_text
from docconvert.options import Options
from docconvert.output import Output
from docconvert.style import load_style
from docconvert.transforms.script import ignore_choice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from docconvert.batch.plan import Job, Target
    from docconvert.model import Document
    from docconvert.notices import Notice
    from docconvert.places import Place
    from docconvert.style import Style
    from docconvert.transforms.script import OnChoice, ScriptChoice

Watch: TypeAlias = "Callable[[Place, str], None]"
"""Told of each step as it begins: the source, and ``reading`` or a format's name."""


def unwatched(source: Place, step: str) -> None:
    """Let the steps of the work go by."""


Put: TypeAlias = "Callable[[Place, bytes], files.State]"
"""Writes a target, and returns its state; as :func:`docconvert.files.write_target` does."""


class Settings(NamedTuple):
    """What all jobs of a run share."""

    options: Options | None = None
    style: Style | None = None
    output: Output | None = None
    force: bool = False
    choices: bool = False
    """Whether the results say where conversions of the script had a choice."""


class Written(NamedTuple):
    """A file that was written, and what tells that it is still the same."""

    path: Place
    size: int
    sha256: str
    modified: int
    """As :class:`docconvert.files.State` has it."""


class Before(NamedTuple):
    """What is known of a target from an earlier run: the digest of its source, and the file."""

    source: str
    written: Written


class About(NamedTuple):
    """What was found out about a text; all empty where it could not be read."""

    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    encoding: str = ""


class Result(NamedTuple):
    """What became of a source: the files written, what was noticed, and what went wrong.

    That of a book of several sources bears the name of the first file that is written of it.
    """

    source: Place
    outputs: tuple[Written, ...] = ()
    notices: tuple[Notice, ...] = ()
    errors: tuple[DocconvertError, ...] = ()
    about: About = About()
    choices: tuple[ScriptChoice, ...] = ()
    digest: str = ""
    """The SHA-256 of the source; empty if it could not be read, or is a book."""
    seconds: float = 0
    is_unchanged: bool = False
    """Whether all outputs stand as an earlier run wrote them from the same text."""

    @property
    def written(self) -> tuple[Place, ...]:
        """The paths of the outputs that this run wrote."""
        return () if self.is_unchanged else tuple(output.path for output in self.outputs)


def run(
    job: Job,
    settings: Settings,
    watch: Watch = unwatched,
    before: Sequence[Before] = (),
    put: Put = files.write_target,
) -> Iterator[Result]:
    """Do one job, and yield what became of its source; whatever goes wrong stands in the result.

    For a book there is a result for each of its sources, where nothing is written, and then one for the
    book. One of which a source cannot be read is not written: it would lack a chapter.

    Args:
        job: the job.
        settings: those of the run.
        watch: told of each step as it begins.
        before: what an earlier run with the same settings knows of the targets.
        put: writes a target.
    """
    if job.is_book:
        yield from _run_book(job, settings, watch, put)
        return
    (source,) = job.sources
    log = _Log()
    if job.fault:
        log.errors.append(job.fault)
        yield log.result(source, None)
        return
    with _collected(log.errors, "reading"):
        watch(source, "reading")
        data = files.read_source(source)
        log.digest = hashlib.sha256(data).hexdigest()
        log.outputs = [known.written for known in before if _stands(known, log.digest)]
    if log.digest and len(log.outputs) == len(job.targets):
        yield log.result(source, None)._replace(is_unchanged=True)
        return
    document = _read(data, source, settings, settings.options, log) if log.digest else None
    if document:
        for folder in {target.path.parent for target in job.targets if job.size}:
            files.sweep(folder)
        standing = {output.path for output in log.outputs}
        targets = tuple(target for target in job.targets if target.path not in standing)
        _write(job._replace(targets=targets), document, settings, log, watch, put)
    yield log.result(source, document)


def unchanged(job: Job, before: Sequence[Before]) -> Result | None:
    """Return the result of a job of which all targets stand as an earlier run wrote them from the same text.

    Args:
        job: the job.
        before: what the earlier run knows of the targets.
    """
    if not job.targets or len(before) < len(job.targets):
        return None
    begun = time.perf_counter()
    try:
        digest = hashlib.sha256(files.read_source(job.sources[0])).hexdigest()
    except DocconvertError:
        return None  # whoever does the job says why
    if not all(_stands(known, digest) for known in before):
        return None
    outputs = tuple(known.written for known in before)
    seconds = round(time.perf_counter() - begun, 3)
    return Result(job.sources[0], outputs, digest=digest, seconds=seconds, is_unchanged=True)


def without(result: Result, failed: Mapping[Place, DocconvertError]) -> Result:
    """Return what became of a source of which some targets could not be put in their places after all."""
    kept = tuple(output for output in result.outputs if output.path not in failed)
    errors = (failed[output.path] for output in result.outputs if output.path in failed)
    return result._replace(outputs=kept, errors=(*result.errors, *errors))


_KEPT = 64
"""Jobs between searches for garbage."""
_jobs = count(1)


def let_go(jobs: int) -> None:
    """Give back from time to time the memory of jobs that are done.

    The fonts of a PDF refer to each other in circles, and Python seldom looks for what is large and few.
    """
    for _ in range(jobs):
        if next(_jobs) % _KEPT == 0:
            gc.collect()


def _stands(known: Before, digest: str) -> bool:
    """Say whether a target stands as it was written from a source with this digest."""
    if known.source != digest:
        return False
    try:
        return files.state(known.written.path) == (known.written.size, known.written.modified)
    except OSError:
        return False


def _run_book(job: Job, settings: Settings, watch: Watch, put: Put) -> Iterator[Result]:
    options = settings.options or Options()
    documents: list[Document] = []
    for source in job.sources:
        log, document = _Log(), None
        with _collected(log.errors, "reading"):
            watch(source, "reading")
            data = files.read_source(source)
            log.digest = hashlib.sha256(data).hexdigest()
            document = _read(data, source, settings, replace(options, title=""), log)
        if document:
            documents.append(document)
        yield log.result(source, document)
    log, book = _Log(), None
    if len(documents) < len(job.sources):
        count = len(job.sources) - len(documents)
        log.errors.append(
            DocconvertError(
                f"not written, because {count} of {len(job.sources)} texts could not be read",
                "mend what the errors above name, or leave it out",
            )
        )
    else:
        from docconvert.merge import merge
        from docconvert.pipeline import read_title

        with _collected(log.errors, "merging"):
            title = read_title(options, notify=log.notify, on_choice=_on_choice(settings, log))
            book = merge(documents, title=title, name=_book_name(job), notify=log.notify)
    if book:
        of_book = settings._replace(style=_of_books(settings.style or load_style()))
        _write(job, book, of_book, log, watch, put)
    yield log.result(job.name, book)


def _of_books(style: Style) -> Style:
    """Return a style in which each text of a book begins a page, even a short one."""
    return style.with_settings("chapter.start=page") if style.chapter.start == "auto" else style


def _book_name(job: Job) -> str:
    """Return the name of the file to write, or that of the chapters' folder if only that is Chinese."""
    folder = folder_name(job.sources)
    names = [folder] if job.name == STANDARD_OUTPUT else [job.name.stem, folder]
    return next(filter(_HAN.search, names), names[0])


_HAN = re.compile(f"[{HAN}]")


class _Log:
    """What becomes of a source, while it is worked on."""

    def __init__(self) -> None:
        self.outputs: list[Written] = []
        self.errors: list[DocconvertError] = []
        self.choices: list[ScriptChoice] = []
        self.digest = ""
        self._notices: dict[Notice, None] = {}
        self._begun = time.perf_counter()

    def notify(self, notice: Notice) -> None:
        """Keep a notice, once: two formats often say the same."""
        self._notices[notice] = None

    def result(self, source: Place, document: Document | None) -> Result:
        """Return what became of the source, of which a document was made if it could be read."""
        return Result(
            source,
            tuple(self.outputs),
            tuple(self._notices),
            tuple(self.errors),
            _about(document) if document else About(),
            tuple(self.choices),
            self.digest,
            round(time.perf_counter() - self._begun, 3),
        )


def _read(
    data: bytes, source: Place, settings: Settings, options: Options | None, log: _Log
) -> Document | None:
    from docconvert.pipeline import read  # here, because only those who do the work need it

    with _collected(log.errors, "reading"):
        return read(
            data,
            options=options,
            source=files.shown_name(source),
            notify=log.notify,
            on_choice=_on_choice(settings, log),
        )
    return None


def _on_choice(settings: Settings, log: _Log) -> OnChoice:
    return log.choices.append if settings.choices else ignore_choice


def _write(job: Job, document: Document, settings: Settings, log: _Log, watch: Watch, put: Put) -> None:
    from docconvert.pipeline import write

    for target in job.targets:
        with _collected(log.errors, f"writing {target.format.name}", _report(target.format)):
            watch(job.name, target.format.name)
            output = _output_for(target.format, job, settings.output)
            made = write(document, target.format.name, style=settings.style, output=output, notify=log.notify)
            if not settings.force:
                _check_replaceable(target, made)
            digest = hashlib.sha256(made).hexdigest()
            modified = put(target.path, made).modified
            log.outputs.append(Written(target.path, len(made), digest, modified))


def _output_for(format_: Format, job: Job, output: Output | None) -> Output:
    """Return what a format is asked for, without what only another one of the job is meant by."""
    output = output or Output()
    others = {name for target in job.targets for name in target.format.obeys & OWN} - format_.obeys
    if not others:
        return output
    plain = Output()
    return replace(output, **{name: getattr(plain, name) for name in others})


def _about(document: Document) -> About:
    known = document.metadata
    return About(plain_text(document.title), known.author, known.date, known.language, known.encoding)


def _report(format_: Format) -> str:
    """Ask for a report of a defect to the one whose it is."""
    is_own = bool(writer_module(format_.name))
    return "please report it" if is_own else "please report it to the author of the plug-in"


@contextmanager
def _collected(errors: list[DocconvertError], doing: str, report: str = "please report it") -> Iterator[None]:
    """Keep an error instead of raising it: the rest of the work goes on.

    ``report`` says to whom a defect is to be reported.
    """
    try:
        yield
    except DocconvertError as error:
        errors.append(error)
    except BrokenPipeError:
        raise  # nobody reads what we write: there is no use in going on
    except (Exception, SystemExit) as error:  # a defect must not cost the user the other files
        defect = DocconvertError(
            f"internal error while {doing}: {type(error).__name__}: {error}",
            f"{report}; --debug shows where it happened",
        )
        defect.__cause__ = error
        errors.append(defect)


def _check_replaceable(target: Target, made: bytes) -> None:
    """Protect a file that somebody else made or edited from a target nobody named."""
    existing = None if target.explicit else files.read_target(target.path)
    if existing is not None and existing != made and not target.format.wrote(existing):
        raise OutputError(
            f"{target.path}: exists, and docconvert did not write it or it was edited since",
            "move it away, name another target with -o, or pass --force to replace it",
        )
