"""Do many jobs with several workers, whatever becomes of them.

    assignments ─tasks→ executor ─→ results

Small jobs go to a worker together, large ones alone and first. Only as many tasks wait as keep the workers
busy: an archive of any length takes the same memory. Where a worker dies, killed or out of memory, the jobs
of its task are done once more, each alone; one that kills its worker twice more is lost, and reported. What
the workers themselves find wrong with a task, such as a style that they cannot see, is reported at once.
"""

from __future__ import annotations

import pickle
from collections import deque
from concurrent.futures import BrokenExecutor, CancelledError
from functools import lru_cache
from itertools import islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from docconvert.batch.work import Result, let_go, run, without
from docconvert.errors import DocconvertError, NoWorkersError
from docconvert.files import Staging, sweep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor, Future

    from docconvert.batch.plan import Job
    from docconvert.batch.work import Before, Settings

_ATTEMPTS = 2
"""How often a job is tried again alone."""
_AHEAD = 3
"""How many tasks wait or run for each worker."""
_WINDOW = 1024
"""How many jobs are looked at together at least, to do the large ones first."""
_SMALL = 64_000
"""Bytes of a text that is done together with others."""
_MOST_TOGETHER = 16


class Assignment(NamedTuple):
    """A job, and what is known of its targets from an earlier run."""

    job: Job
    before: tuple[Before, ...] = ()


class Outcome(NamedTuple):
    """What became of a job, or becomes of it as the results are asked for."""

    job: Job
    results: Iterable[Result]


Task: TypeAlias = tuple[Assignment, ...]


class WorkersDiedError(BrokenExecutor):
    """Several workers died at a task, one after another: the executor has tried it often enough itself."""


class Crew:
    """Workers.

    Args:
        executor: gives them tasks; it must go on when one of them dies.
        workers: how many there are.
    """

    def __init__(self, executor: Executor, workers: int) -> None:
        self._executor = executor
        self._workers = workers

    def do(self, work: Iterable[Assignment | Outcome], settings: Settings) -> Iterator[Outcome]:
        """Yield each job with its results, in the order in which they are done; some may be done already.

        Raises:
            NoWorkersError: no worker can start.
        """
        packed = pickle.dumps(settings)
        tasks = _tasks(work, self._workers)
        again: deque[_Attempt] = deque()
        waiting: dict[Future[list[list[Result]]], _Attempt] = {}
        finished: SimpleQueue[Future[list[list[Result]]]] = SimpleQueue()
        while True:
            while len(waiting) < self._workers * _AHEAD:
                if again:
                    attempt = again.popleft()
                else:
                    task = next(tasks, None)
                    if isinstance(task, Outcome):
                        yield task
                        continue
                    if not task:
                        break
                    attempt = _Attempt(task, 1)
                future = _submitted(self._executor, packed, attempt)
                waiting[future] = attempt
                # Not futures.wait: that looks at all that wait each time one is done.
                future.add_done_callback(finished.put)
            if not waiting:
                return
            future = finished.get()
            attempt = waiting.pop(future)
            error = CancelledError() if future.cancelled() else future.exception()
            if error is None:
                yield from _outcomes(attempt.task, future)
            elif isinstance(error, NoWorkersError):
                raise error
            elif attempt.is_last_for(error):
                yield from (_lost(assignment, error) for assignment in attempt.task)
            else:
                again += (_Attempt((assignment,), attempt.number + 1) for assignment in attempt.task)


class _Attempt(NamedTuple):
    """A task, and how often it was begun with this."""

    task: Task
    number: int

    def is_last_for(self, error: BaseException) -> bool:
        """Say whether there is no use in another attempt."""
        match error:
            case DocconvertError():
                return True
            case WorkersDiedError():
                return len(self.task) == 1
            case _:
                return self.number > _ATTEMPTS


def _submitted(executor: Executor, packed: bytes, attempt: _Attempt) -> Future[list[list[Result]]]:
    try:
        return executor.submit(do_task, packed, attempt.task, after_death=attempt.number > 1)
    except BrokenExecutor as error:  # one of the standard library, which does not go on
        raise DocconvertError("the workers are gone", "run it again: it goes on where it was") from error
    except (pickle.PicklingError, AttributeError, TypeError) as error:  # what pickle raises, all of them
        raise DocconvertError(
            f"a format of a plug-in cannot be sent to workers: {error}",
            "use --jobs 1; its function must be one of a module",
        ) from error


def _outcomes(task: Task, future: Future[list[list[Result]]]) -> Iterator[Outcome]:
    for assignment, results in zip(task, future.result(), strict=True):
        yield Outcome(assignment.job, results)


def _lost(assignment: Assignment, error: BaseException) -> Outcome:
    return Outcome(assignment.job, [Result(assignment.job.name, errors=(_told(error),))])


def _told(error: BaseException) -> DocconvertError:
    """Return what is said of a job that no worker could do."""
    died = "it was killed, or the text is too large for the memory"
    alone = "convert it alone, or with fewer workers: --jobs 1"
    match error:
        case DocconvertError():
            return error
        case WorkersDiedError():
            return DocconvertError(f"one worker after another died of it: {died}", alone)
        case BrokenExecutor() | CancelledError():
            return DocconvertError(f"its worker died {_ATTEMPTS + 1} times: {died}", alone)
        case _:
            return DocconvertError(
                f"its worker failed or died {_ATTEMPTS + 1} times: {type(error).__name__}: {error}",
                "see that the same docconvert is installed where the workers are",
            )


def do_task(packed: bytes, task: Task, *, after_death: bool = False) -> list[list[Result]]:
    """Do the jobs of a task, in whatever process this is, and return the results of each.

    Args:
        packed: the settings of the run.
        task: the jobs.
        after_death: whether a worker died of one of them, and may have left half of a file.
    """
    if after_death:
        sweep.cache_clear()
    settings = _unpacked(packed)
    with Staging() as staging:
        done = [list(run(job, settings, before=before, put=staging.put)) for job, before in task]
        failed = staging.settle()
    let_go(sum(not result.is_unchanged for results in done for result in results))
    return [[without(result, failed) for result in results] for results in done] if failed else done


@lru_cache(4)
def _unpacked(packed: bytes) -> Settings:
    """Return settings, the same object for all tasks: what a style has read is read once by each worker."""
    return cast("Settings", pickle.loads(packed))  # noqa: S301 - made by ourselves


def _tasks(work: Iterable[Assignment | Outcome], workers: int) -> Iterator[Task | Outcome]:
    """Group assignments, the larger first among those that are near each other; let pass what is done."""
    remaining = iter(work)
    width = max(_WINDOW, _MOST_TOGETHER * _AHEAD * workers)
    while near := list(islice(remaining, width)):
        yield from (item for item in near if isinstance(item, Outcome))
        window = [item for item in near if isinstance(item, Assignment)]
        window.sort(key=lambda assignment: -assignment.job.size)
        large = sum(assignment.job.size > _SMALL for assignment in window)
        for assignment in window[:large]:
            yield (assignment,)
        at = large
        while at < len(window):
            # The fewer are left, the fewer together: the workers are to end at the same time.
            together = max(1, min(_MOST_TOGETHER, (len(window) - at) // (_AHEAD * workers)))
            yield tuple(window[at : at + together])
            at += together
