"""The command line: what is asked for, done and told. Nothing else of docconvert prints."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from docconvert import __version__, files
from docconvert.cli.arguments import option_values, parse_arguments
from docconvert.cli.say import say, say_error, say_notices, say_result
from docconvert.errors import DocconvertError, ExitCode, UsageError
from docconvert.messages import choose, tell, wanted, word
from docconvert.options import Options
from docconvert.output import Output

__all__ = ["main", "option_values", "parse_arguments", "run"]

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from docconvert.batch import Job, Plan, Result, Settings
    from docconvert.batch.cluster import Cluster
    from docconvert.places import Place


def run() -> NoReturn:
    """Run the command line on the terminal's streams and exit."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file name or a character the terminal cannot show must not end the program.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = main()
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as head, has gone; what is left in the buffer must not be tried again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.FAILED
    sys.exit(code)


def main(argv: Sequence[str] | None = None) -> ExitCode:
    """Do what the arguments say and return the exit code."""
    argv = sys.argv[1:] if argv is None else argv
    choose(wanted(argv))
    arguments = parse_arguments(argv)
    try:
        return _convert(arguments)
    except KeyboardInterrupt:
        say("interrupted")
        return ExitCode.INTERRUPTED
    except DocconvertError as error:
        if arguments.debug:
            raise
        say_error(error)
        return error.exit_code


def _convert(arguments: argparse.Namespace) -> ExitCode:
    if arguments.version:
        return _print_version(arguments.dictionaries)
    if arguments.list_formats:
        return _list_formats()
    if arguments.list_styles:
        return _list_styles()
    if arguments.export_style:
        return _export_style(arguments)
    if arguments.serve:
        from docconvert.cli.serve import serve

        return serve(arguments)
    if arguments.completion:
        return _print_completion(arguments.completion)
    if not arguments.sources:
        raise UsageError("no input file was named", "docconvert FILE --to pdf; docconvert --help shows more")
    _make_workers_ready(arguments)
    from docconvert.batch import Filter, Settings, plan
    from docconvert.style import load_style

    if arguments.scheduler:
        from docconvert.cli.cluster import make_absolute

        make_absolute(arguments)
    settings = Settings(
        options=_options(arguments),
        style=load_style(arguments.style, arguments.set),
        output=Output(**option_values(arguments, Output)),
        force=arguments.force,
        choices=arguments.script_report is not None,
    )
    jobs = plan(
        arguments.sources,
        arguments.to,
        arguments.out,
        merge=arguments.merge,
        order=arguments.order,
        wanted=Filter(arguments.glob or Filter().globs, arguments.exclude),
    )
    _refuse_terminal(jobs.named)
    with _reports(arguments, jobs) as report, _cluster(jobs, settings, arguments) as cluster:
        if not jobs.folders:
            return _convert_named(jobs, settings, arguments, report, cluster)
        from docconvert.cli.archive import convert_archive

        return convert_archive(jobs, settings, arguments, report, cluster)


def _make_workers_ready(arguments: argparse.Namespace) -> None:
    """Have worker processes started now, if this computer's will do the work."""
    has_folder = any(isinstance(source, Path) and files.is_folder(source) for source in arguments.sources)
    is_for_several = has_folder or (arguments.jobs and len(arguments.sources) > 1)
    if arguments.jobs == 1 or not is_for_several or arguments.merge or arguments.scheduler:
        return
    from docconvert.processes import available, make_ready

    if (arguments.jobs or available()) > 1:
        make_ready(arguments.to)


def _cluster(
    jobs: Plan, settings: Settings, arguments: argparse.Namespace
) -> AbstractContextManager[Cluster | None]:
    """Join the cluster that was asked for."""
    if not arguments.scheduler:
        return nullcontext()
    from docconvert.cli.cluster import joined_for

    return joined_for(jobs, settings, arguments.scheduler)


def _convert_named(
    jobs: Plan,
    settings: Settings,
    arguments: argparse.Namespace,
    report: Callable[[Result], None],
    cluster: Cluster | None,
) -> ExitCode:
    """Convert files that were named."""
    failed = noticed = False
    for result in _results(jobs, settings, arguments, cluster):
        report(result)
        if arguments.debug and result.errors:
            raise result.errors[0]
        if not arguments.quiet:
            say_notices(result)
        say_result(result, quiet=arguments.quiet)
        failed |= bool(result.errors)
        noticed |= bool(result.notices)
    return ExitCode.of_run(failed=failed, noticed=noticed, strict=arguments.strict)


def _options(arguments: argparse.Namespace) -> Options:
    values = option_values(arguments, Options)
    if arguments.keep or arguments.glossary:
        from docconvert.script.wordlists import read_pairs, read_words

        values["keep"] = read_words(arguments.keep)
        values["glossary"] = read_pairs(arguments.glossary)
    if arguments.script_report and arguments.script == "keep":
        raise UsageError("--script-report has nothing to report while the script is kept", "add --script")
    return Options(**values)


def _results(
    jobs: Plan, settings: Settings, arguments: argparse.Namespace, cluster: Cluster | None
) -> Iterator[Result]:
    """Do the jobs of files that were named, under a progress bar if somebody watches and it takes long."""
    from docconvert.batch import results_of

    if cluster:
        yield from results_of(jobs, settings, executor=cluster, workers=cluster.workers)
        return
    workers = min(arguments.jobs or 1, len(jobs.named))
    if workers > 1 or arguments.quiet or not (sys.stderr.isatty() and _is_long(jobs.named)):
        yield from results_of(jobs, settings, workers=workers)
        return
    from docconvert.progress import shown_progress

    with shown_progress(jobs.named) as watch:
        yield from results_of(jobs, settings, watch=watch)


_LONG_WORK = 2_000_000
"""Bytes to read, times formats to write: about two seconds."""

_MANY_FILES = 50


def _is_long(jobs: Sequence[Job]) -> bool:
    work = sum(_size(source) * len(job.targets) for job in jobs for source in job.sources)
    return work > _LONG_WORK or sum(len(job.sources) for job in jobs) > _MANY_FILES


def _size(source: Place) -> int:
    try:
        return files.state(source).size
    except OSError:
        return 0


def _print_version(dictionaries: str) -> ExitCode:
    from docconvert.script.dictionaries import opened

    print(f"docconvert {__version__} (dictionaries: {opened(dictionaries).name})")
    return ExitCode.DONE


def _print_completion(shell: str) -> ExitCode:
    from docconvert.cli.arguments import parser
    from docconvert.cli.completion import completion

    print(completion(parser(), shell))
    return ExitCode.DONE


def _list_formats() -> ExitCode:
    from docconvert.format import find_format, formats, ignored_formats

    for name in formats():
        try:
            print(f"{name:<8} {find_format(name).extension}")
        except DocconvertError as error:
            print(f"{name:<8} {word('broken: ')}{tell(error.message)}")
    for name, reason in ignored_formats():
        print(f"{name:<8} {word('ignored: ')}{tell(reason)}")
    return ExitCode.DONE


def _list_styles() -> ExitCode:
    from docconvert.style import load_style, style_names

    for name in style_names():
        print(f"{name:<12} {tell(load_style(name).about.description)}")
    return ExitCode.DONE


def _export_style(arguments: argparse.Namespace) -> ExitCode:
    from docconvert.places import place
    from docconvert.style import load_style
    from docconvert.style.export import export_style

    name, folder = arguments.export_style
    target = place(folder)
    if not isinstance(target, Path):
        raise UsageError(f"{folder}: styles are written to this computer only", "name a folder here")
    export_style(load_style(name, arguments.set), target)
    if not arguments.quiet:
        print(tell(f"{folder}: edit its style.toml, and convert with --style {folder}"), file=sys.stderr)
    return ExitCode.DONE


def _refuse_terminal(jobs: Sequence[Job]) -> None:
    for job in jobs:
        for target in job.targets:
            if target.path == files.STANDARD and not target.format.text and sys.stdout.isatty():
                raise UsageError(
                    f"{target.format.name} is not for a terminal",
                    "name a file with -o, or redirect the output",
                )


@contextmanager
def _reports(arguments: argparse.Namespace, jobs: Plan) -> Iterator[Callable[[Result], None]]:
    """Open the reports that were asked for, and give the function that adds a result to all of them."""
    paths = [*arguments.report, *([arguments.script_report] if arguments.script_report else [])]
    if paths:
        from docconvert.report import check_reports

        check_reports(paths, [*arguments.keep, *arguments.glossary], jobs)
    with ExitStack() as opened:
        reports: list[Callable[[Result], None]] = []
        for path in arguments.report:
            from docconvert.report import opened_report

            reports.append(opened.enter_context(opened_report(path)))
        if arguments.script_report:
            from docconvert.script_report import opened_script_report

            reports.append(opened.enter_context(opened_script_report(arguments.script_report)))

        def report(result: Result) -> None:
            for add in reports:
                add(result)

        yield report
