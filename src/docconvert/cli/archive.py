"""Folders on the command line: what is planned, done, told and tidied up."""

from __future__ import annotations

import sys
import time
from collections import Counter
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

from docconvert import files
from docconvert.batch import open_manifest, results_of
from docconvert.cli.say import say, say_errors, say_notice
from docconvert.errors import DocconvertError, ExitCode, UsageError
from docconvert.messages import tell, word
from docconvert.places import RemotePath
from docconvert.processes import available

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from docconvert.batch import Plan, Result, Settings, Survey, Written
    from docconvert.batch.cluster import Cluster
    from docconvert.batch.manifest import Manifest

_MOST_NAMED = 10
"""How many files a question lists."""


def convert_archive(
    jobs: Plan,
    settings: Settings,
    arguments: argparse.Namespace,
    report: Callable[[Result], None],
    cluster: Cluster | None = None,
) -> ExitCode:
    """Convert folders, and files named beside them.

    Args:
        jobs: the plan.
        settings: those of the run.
        arguments: what was asked for.
        report: told of each result.
        cluster: its workers do it; none for processes of this computer.

    Raises:
        UsageError: there is nothing to convert, or nobody can be asked what --prune asks.
        OutputError: the folder cannot be written to, or another run is at work there.
        DocconvertError: the disk is full.
    """
    if arguments.prune and not arguments.yes and not sys.stdin.isatty():
        raise UsageError("--prune has nobody to ask", "add --yes")
    survey = jobs.survey()
    if not survey.jobs:
        raise UsageError("there are no texts in the folder", "texts end in .txt; --glob names others")
    manifest = open_manifest(jobs, settings)
    tally = _Tally(has_page=any(path.suffix == ".html" for path in arguments.report))
    try:
        if manifest and manifest.was_damaged and not arguments.quiet:
            say_notice("the record of earlier runs was damaged: all is done anew")
        with _progress(survey, quiet=arguments.quiet) as advance:
            for result in _results(jobs, settings, survey, manifest, arguments, cluster):
                report(result)
                if arguments.debug and result.errors:
                    raise result.errors[0]
                tally.add(result)
                say_errors(result)
                advance(result)
        if manifest and arguments.prune:
            tally.removed = _prune(manifest, jobs, arguments)
        elif manifest:
            tally.left = _left(manifest, jobs, tally.texts - len(jobs.named) - len(survey.faulty))
    finally:
        if not arguments.quiet:
            print(f"docconvert: {tally}", file=sys.stderr)
        if manifest:
            manifest.close()
    return ExitCode.of_run(failed=tally.failed > 0, noticed=bool(tally.notices), strict=arguments.strict)


def _results(
    jobs: Plan,
    settings: Settings,
    survey: Survey,
    manifest: Manifest | None,
    arguments: argparse.Namespace,
    cluster: Cluster | None,
) -> Iterator[Result]:
    """Yield the results, first of the jobs that are known beforehand to fail."""
    from docconvert.batch import run

    for job in survey.faulty:
        yield from run(job, settings)
    yield from results_of(
        jobs,
        settings,
        executor=cluster,
        workers=cluster.workers if cluster else min(arguments.jobs or available(), survey.jobs),
        rebuild=arguments.rebuild,
        skip_faulty=True,
        manifest=manifest,
    )


def _progress(survey: Survey, *, quiet: bool) -> AbstractContextManager[Callable[[Result], None]]:
    if quiet:
        return nullcontext(lambda result: None)  # noqa: ARG005 - nothing is told of it
    if sys.stderr.isatty():
        from docconvert.progress import shown_count

        return shown_count(survey.jobs)
    return nullcontext(_Lines(survey.jobs).add)


class _Lines:
    """Says from time to time how far the work is, where nobody watches."""

    _EVERY = 30.0

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._begun = self._said = time.monotonic()

    def add(self, result: Result) -> None:  # noqa: ARG002 - one text more
        self._done += 1
        now = time.monotonic()
        if now - self._said < self._EVERY:
            return
        self._said = now
        rate = self._done / (now - self._begun)
        left = _duration((self._total - self._done) / rate)
        say(f"{self._done:,} of {self._total:,} texts, {rate:.0f} a second, {left} left")


class _Tally:
    """What a run came to, in words."""

    def __init__(self, *, has_page: bool) -> None:
        self._has_page = has_page
        self.texts = self.unchanged = self.failed = self.written = self.removed = self.left = 0
        self.notices: Counter[str] = Counter()
        self._begun = time.monotonic()

    def add(self, result: Result) -> None:
        """Count a result."""
        self.texts += 1
        self.failed += bool(result.errors)
        self.unchanged += result.is_unchanged
        self.written += len(result.written)
        self.notices.update({notice.code for notice in result.notices})

    def __str__(self) -> str:
        converted = self.texts - self.failed - self.unchanged
        took = time.monotonic() - self._begun
        parts = [
            word(f"{converted:,} converted"),
            *([word(f"{self.unchanged:,} unchanged")] if self.unchanged else []),
            *([word(f"{self.failed:,} failed")] if self.failed else []),
            word(f"{_files(self.written)} written"),
            *([word(f"{self.removed:,} removed")] if self.removed else []),
        ]
        done = f"{word(f'{_texts(self.texts)} in {_duration(took)}')}{word(': ')}{word(', ').join(parts)}"
        if self.left:
            done += f"\n{word(f'of texts that are gone, {_files(self.left)} left: --prune removes them')}"
        noticed = word("; ").join(
            f"{word(code)}{word(': ')}{word(_texts(count))}" for code, count in sorted(self.notices.items())
        )
        if not noticed:
            return done
        advice = (
            f"notices: {noticed}" if self._has_page else f"notices: {noticed} (--report FILE.html tells each)"
        )
        return f"{done}\n{word(advice)}"


def _texts(count: int) -> str:
    return f"{count:,} text{'' if count == 1 else 's'}"


def _files(count: int) -> str:
    return f"{count:,} file{'' if count == 1 else 's'}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"


def _left(manifest: Manifest, jobs: Plan, seen: int) -> int:
    """Return how many outputs stand of texts that are gone.

    They are looked for only where more texts are recorded than were ``seen``, and on this computer only.
    """
    places = {place for folder in jobs.folders for place in folder}
    roots = [folder.root for folder in jobs.folders]
    if any(isinstance(place, RemotePath) for place in places) or manifest.texts_in(roots) <= seen:
        return 0
    return sum(files.is_there(orphan.path) for orphan in manifest.orphans(roots))


def _prune(manifest: Manifest, jobs: Plan, arguments: argparse.Namespace) -> int:
    """Remove the outputs of texts that are gone, and return how many; what was changed since stays."""
    orphans = list(manifest.orphans([folder.root for folder in jobs.folders]))
    if not orphans or (not arguments.yes and not _agreed(orphans)):
        return 0
    removed = 0
    for orphan in orphans:
        with suppress(FileNotFoundError):
            if files.state(orphan.path) != (orphan.size, orphan.modified):
                say_notice(f"{orphan.path} was changed since, and stays")
                continue
            try:
                files.remove(orphan.path)
            except OSError as error:
                raise DocconvertError(f"{orphan.path} cannot be removed: {error.strerror}") from error
            removed += 1
            if not arguments.quiet:
                say(f"{orphan.path} removed")
        manifest.forget(orphan.path)
    return removed


def _agreed(orphans: list[Written]) -> bool:
    for orphan in orphans[:_MOST_NAMED]:
        print(f"{orphan.path}", file=sys.stderr)
    if len(orphans) > _MOST_NAMED:
        print(tell(f"and {len(orphans) - _MOST_NAMED:,} more"), file=sys.stderr)
    count = len(orphans)
    question = tell(
        "Its text is gone. Remove it? [y/N] "
        if count == 1
        else f"Their texts are gone. Remove {count:,} files? [y/N] "
    )
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")
