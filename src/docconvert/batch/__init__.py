"""Convert several files and folders to several formats: plan the outputs, then do the jobs.

    sources ─walk, plan→ jobs ─crew→ work → results ─conduct→ record

A file that fails is reported, and the others go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.batch.plan import Folder, Job, Order, Plan, Survey, Target, plan
from docconvert.batch.walk import Filter
from docconvert.batch.work import About, Result, Settings, Watch, Written, run, unwatched
from docconvert.files import check_folder
from docconvert.places import places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Executor

    from docconvert.batch.manifest import Manifest
    from docconvert.options import Options
    from docconvert.output import Output
    from docconvert.places import Place
    from docconvert.style import Style

__all__ = [
    "About",
    "Filter",
    "Folder",
    "Job",
    "Order",
    "Plan",
    "Result",
    "Settings",
    "Survey",
    "Target",
    "Watch",
    "Written",
    "convert_many",
    "open_manifest",
    "plan",
    "results_of",
    "run",
]


def convert_many(
    sources: Place | str | Sequence[Place | str],
    to: str | Sequence[str],
    out: str = "",
    *,
    options: Options | None = None,
    style: Style | None = None,
    output: Output | None = None,
    force: bool = False,
    merge: bool = False,
    order: Order = "natural",
    wanted: Filter | None = None,
    executor: Executor | None = None,
    workers: int = 1,
    rebuild: bool = False,
    watch: Watch = unwatched,
) -> Iterator[Result]:
    r"""Convert files and folders to formats, each file read once, and yield what became of each.

    Folders are walked as the results are asked for. What an earlier run wrote of them, from the same
    texts with the same settings, is left alone.

    Args:
        sources: a file or a folder, or several; or their URLs, such as ``s3://bucket/folder/``.
        to: the name of a format, or several.
        out: a file, a folder or empty, as for :func:`plan`.
        options: what to do with the texts.
        style: how they look.
        output: what the files carry.
        force: replace files that docconvert did not write, or that were edited since.
        merge: make one document of all files, and yield what became of each and of that.
        order: the order of merged files: natural, or as given.
        wanted: which files of a folder are texts.
        executor: does the work; with several workers results come in the order in which they are done. It is
            not shut down, and may be that of a cluster.
        workers: how many workers the executor has, or how many processes to start without one; 1: none.
        rebuild: make all anew.
        watch: told of each step as it begins, where there are no workers.

    Raises:
        UsageError: at once, if the plan makes no sense; later errors stand in the results.
        DocconvertError: while results are asked for: the disk is full, the folder cannot be written to, or
            no worker can start.

    >>> from pathlib import Path
    >>> for name in ("潮", "汐"):
    ...     _ = Path(f"{name}.txt").write_text(f"{name}信\n\n今日涨潮。", "utf-8")
    >>> for result in convert_many(["潮.txt", "汐.txt"], to=["docx", "epub"], out="books"):
    ...     print(result.source, [path.name for path in result.written], *result.errors)
    潮.txt ['潮.docx', '潮.epub']
    汐.txt ['汐.docx', '汐.epub']
    """
    from docconvert.pipeline import check_settings

    check_settings(options, style, output)
    formats = [to] if isinstance(to, str) else to
    jobs = plan(places(sources), formats, out, merge=merge, order=order, wanted=wanted)
    settings = Settings(options, style, output, force)
    return results_of(jobs, settings, executor=executor, workers=workers, rebuild=rebuild, watch=watch)


def results_of(
    jobs: Plan,
    settings: Settings,
    *,
    executor: Executor | None = None,
    workers: int = 1,
    rebuild: bool = False,
    watch: Watch = unwatched,
    skip_faulty: bool = False,
    manifest: Manifest | None = None,
) -> Iterator[Result]:
    """Do the jobs of a plan, as :func:`convert_many` does.

    Args:
        jobs: the plan.
        settings: those of the run.
        executor: does the work; none for processes of our own.
        workers: how many there are.
        rebuild: make all anew.
        watch: told of each step as it begins, where there are no workers.
        skip_faulty: leave out jobs of which the plan says that they cannot be done.
        manifest: the record of the folder, if it is open already; else it is opened if there is one.
    """
    from docconvert.batch.conduct import conduct
    from docconvert.batch.crew import Crew

    ours = None
    if not executor and workers > 1:
        from docconvert.processes import Processes

        executor = ours = Processes(workers, [format_.name for format_ in jobs.formats])
    crew = Crew(executor, workers) if executor else None
    chosen = (job for job in jobs if not (skip_faulty and job.fault))
    opened = None if manifest else open_manifest(jobs, settings)
    try:
        yield from conduct(
            chosen, settings, crew=crew, manifest=manifest or opened, rebuild=rebuild, watch=watch
        )
    finally:
        if ours:
            ours.shutdown(cancel_futures=True)
        if opened:
            opened.close()


def open_manifest(jobs: Plan, settings: Settings) -> Manifest | None:
    """Open the record of the folder that a plan writes to; none where only files were named.

    Raises:
        OutputError: it cannot be written, or another run is at work there.
    """
    if not jobs.record_folder:
        return None
    from docconvert.batch.fingerprint import fingerprint
    from docconvert.batch.manifest import Manifest

    check_folder(jobs.record_folder)
    return Manifest(
        jobs.record_folder, {format_.name: fingerprint(format_, settings) for format_ in jobs.formats}
    )
