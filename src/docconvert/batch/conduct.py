"""Conduct a run: hand out the jobs of a plan, keep the record, pass on the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.batch.crew import Assignment
from docconvert.batch.work import let_go, run
from docconvert.errors import DiskFullError, DocconvertError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docconvert.batch.crew import Crew, Outcome
    from docconvert.batch.manifest import Manifest
    from docconvert.batch.plan import Job
    from docconvert.batch.work import Result, Settings, Watch


def conduct(
    jobs: Iterable[Job],
    settings: Settings,
    *,
    crew: Crew | None,
    manifest: Manifest | None,
    rebuild: bool,
    watch: Watch,
) -> Iterator[Result]:
    """Yield what becomes of the sources of jobs, in the order in which they are done.

    Args:
        jobs: the jobs.
        settings: those of the run.
        crew: the workers; without any the jobs are done here, one after another.
        manifest: the record of earlier runs; none where all is made anew each time.
        rebuild: whether to make all anew, and keep a record of it.
        watch: told of each step that is done here.

    Raises:
        DocconvertError: the disk is full, and the rest is not done.
    """
    known = manifest if not rebuild else None
    assignments = (Assignment(job, known.before(job) if known and not job.is_book else ()) for job in jobs)
    for job, results in crew.do(assignments, settings) if crew else _done_here(assignments, settings, watch):
        for result in results:
            if manifest and not job.is_book and job.targets:
                manifest.record(job, result)
            if manifest and result.is_unchanged:
                yield result._replace(**manifest.known(result.source)._asdict())
            else:
                yield result
            if any(isinstance(error, DiskFullError) for error in result.errors):
                hint = "make room, and run it again"
                raise DocconvertError("the disk is full: the rest was not converted", hint)


def _done_here(assignments: Iterable[Assignment], settings: Settings, watch: Watch) -> Iterator[Outcome]:
    for job, before in assignments:
        yield job, run(job, settings, watch, before)
        let_go(1)
