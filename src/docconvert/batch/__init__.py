"""Convert several files to several formats: plan the outputs, then do one job after another.

    sources ─plan→ jobs ─work→ results

A file that fails is reported, and the others go on.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docconvert.batch.plan import Job, Order, Target, plan
from docconvert.batch.work import About, Result, Settings, Watch, run, unwatched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.options import Options
    from docconvert.output import Output
    from docconvert.style import Style

__all__ = ["About", "Job", "Result", "Settings", "Target", "Watch", "convert_many", "plan", "run"]


def convert_many(
    sources: Sequence[Path | str],
    to: Sequence[str],
    out: str = "",
    *,
    options: Options | None = None,
    style: Style | None = None,
    output: Output | None = None,
    force: bool = False,
    merge: bool = False,
    order: Order = "natural",
    watch: Watch = unwatched,
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
        merge: make one document of all files, and yield what became of each and of that.
        order: the order of merged files: natural, or as given.
        watch: told of each step as it begins.

    Raises:
        UsageError: at once, if the plan makes no sense; later errors stand in the results.
    """
    jobs = plan([Path(source) for source in sources], to, out, merge=merge, order=order)
    settings = Settings(options, style, output, force)
    return (result for job in jobs for result in run(job, settings, watch))
