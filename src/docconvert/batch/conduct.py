"""Conduct a run: hand out the jobs of a plan, keep the record, pass on the results."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from docconvert.batch.crew import Assignment, Outcome
from docconvert.batch.work import let_go, run, unchanged
from docconvert.errors import DiskFullError, DocconvertError
from docconvert.notices import Notice
from docconvert.places import RemotePath

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docconvert.batch.crew import Crew
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
    work = _looked_up(iter(jobs), known) if known else map(Assignment, jobs)
    for job, results in crew.do(work, settings) if crew else _done_here(work, settings, watch):
        for result in results:
            yield _recorded(manifest, job, result) if manifest else result
            if result.errors and any(isinstance(error, DiskFullError) for error in result.errors):
                hint = "make room, and run it again"
                raise DocconvertError("the disk is full: the rest was not converted", hint)


def _recorded(manifest: Manifest, job: Job, result: Result) -> Result:
    """Record what became of a source, and return that with what is known from before."""
    if result.is_unchanged:
        # Those that workers found to be so lack what was found out.
        return result if any(result.about) else manifest.completed([result])[0]
    if job.is_book or not job.targets:
        return result
    manifest.record(job, result)
    left = manifest.left(job, result) if result.errors else ()
    told = (Notice("output-stale", f"{path} is of an earlier run, and stays as it was") for path in left)
    return result._replace(notices=(*result.notices, *told)) if left else result


_TOGETHER = 128
"""Jobs that are looked up in the record together."""


def _looked_up(jobs: Iterator[Job], manifest: Manifest) -> Iterator[Assignment | Outcome]:
    """Yield what is to be done, and of what an earlier run did the outcome.

    What stands is told here: to hand a text to a worker and back takes longer than to read it. Those that
    have URLs do not come here at all.
    """
    while some := list(islice(jobs, _TOGETHER)):
        standing: list[Job] = []
        results: list[Result] = []
        for job, before in zip(some, manifest.before(some), strict=True):
            result = None if isinstance(job.sources[0], RemotePath) else unchanged(job, before)
            if result:
                standing.append(job)
                results.append(result)
            else:
                yield Assignment(job, before)
        for job, result in zip(standing, manifest.completed(results), strict=True):
            yield Outcome(job, (result,))


def _done_here(work: Iterable[Assignment | Outcome], settings: Settings, watch: Watch) -> Iterator[Outcome]:
    for item in work:
        match item:
            case Outcome():
                yield item
            case Assignment(job, before):
                yield Outcome(job, run(job, settings, watch, before))
                let_go(1)
