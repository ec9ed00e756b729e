"""A progress bar for long work, on standard error."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from docconvert import files
from docconvert.messages import word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docconvert.batch import Job, Result, Watch
    from docconvert.places import Place


@contextmanager
def shown_progress(jobs: Sequence[Job]) -> Iterator[Watch]:
    """Show a bar over the steps of all jobs, and yield what is to be told of each step.

    A step counts as much as its source is large; reading is one step, each format another.
    """
    weights = {source: _weight(source) for job in jobs for source in job.sources}
    for job in jobs:
        weights.setdefault(job.name, sum(weights[source] for source in job.sources))
    total = sum(weights[job.name] * (1 + len(job.targets)) for job in jobs)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns,
        console=_console(),
        transient=True,
    ) as progress:
        task = progress.add_task("", total=total)
        begun = 0

        def watch(source: Place, step: str) -> None:
            nonlocal begun
            # A step is done when the next begins.
            progress.update(task, advance=begun, description=f"{source.name}{word(': ')}{word(step)}")
            begun = weights[source]

        yield watch
        progress.update(task, completed=total)


@contextmanager
def shown_count(total: int) -> Iterator[Callable[[Result], None]]:
    """Show a bar over many texts, with rate and time left, and yield what is told of each result."""
    columns = (
        SpinnerColumn(),
        TextColumn(word("{task.completed:,.0f} of {task.total:,.0f} texts"), markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_console(), transient=True) as progress:
        task = progress.add_task("", total=total, rate="")

        def advance(result: Result) -> None:  # noqa: ARG001 - one text more
            speed = progress.tasks[0].speed
            progress.update(task, advance=1, rate=word(f"{speed:.0f} a second") if speed else "")

        yield advance


def _console() -> Console:
    return Console(stderr=True, soft_wrap=True, markup=False, emoji=False, highlight=False)


def _weight(source: Place) -> int:
    try:
        return max(1, files.state(source).size)
    except OSError:
        return 1
