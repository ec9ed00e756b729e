"""The report of a run: one JSON object on a line for each source, for programs to read.

    {"source": "a.txt", "sha256": "…", "title": "…", "author": "", "date": "", "language": "zh-Hans",
     "encoding": "gb18030", "seconds": 0.12, "unchanged": false,
     "outputs": [{"path": "out/a.pdf", "size": 92345, "sha256": "…"}],
     "notices": [{"code": "bytes-replaced", "message": "…", "line": 14, "removed": "", "added": ""}],
     "errors": [{"message": "…", "hint": "…"}]}

Lines are written as the work goes on: what stands in the file when a run is cut short is true.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from docconvert.errors import OutputError, UsageError
from docconvert.files import STANDARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from docconvert.batch import Job, Result


def check_reports(reports: Sequence[Path], words: Sequence[Path], jobs: Sequence[Job]) -> None:
    """Refuse reports that would be written over each other, over lists of words, or over a source or target.

    Raises:
        UsageError: one would be.
    """
    taken = {_identity(path) for path in words}
    for job in jobs:
        taken |= {_identity(target.path) for target in job.targets}
        # What is read from standard input is no file.
        taken |= {_identity(source) for source in job.sources if source != STANDARD}
    for report in reports:
        if _identity(report) in taken:
            name = "standard output" if report == STANDARD else report
            raise UsageError(f"a report would be written over {name}", "name another file for it")
        taken.add(_identity(report))


def _identity(path: Path) -> str:
    return "-" if path == STANDARD else os.path.realpath(path)


@contextmanager
def opened_report(path: Path) -> Iterator[Callable[[Result], None]]:
    """Open a report, ``-`` being standard output, and give the function that adds a result to it.

    Raises:
        OutputError: it cannot be written.
    """
    with opened_lines(path, "--report") as write:
        yield lambda result: write(json.dumps(record(result), ensure_ascii=False) + "\n")


@contextmanager
def opened_lines(path: Path, flag: str) -> Iterator[Callable[[str], None]]:
    """Open a file for lines about a run, as :func:`opened_report` does; give the function that adds some."""
    if path == STANDARD:
        yield lambda lines: _write(sys.stdout, lines)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise _unwritable(path, flag, error) from error

    def write(lines: str) -> None:
        try:
            _write(file, lines)
        except OSError as error:
            raise _unwritable(path, flag, error) from error

    try:
        yield write
    finally:
        with suppress(OSError):  # all was flushed when it was written; what could not be was said then
            file.close()


def _unwritable(path: Path, flag: str, error: OSError) -> OutputError:
    return OutputError(
        f"{path}: cannot be written: {error.strerror or error}", f"choose another place for {flag}"
    )


def record(result: Result) -> dict[str, Any]:
    """Return what a report says of a result."""
    about = result.about
    return {
        "source": _name(result.source),
        "sha256": result.digest,
        "title": about.title,
        "author": about.author,
        "date": about.date,
        "language": about.language,
        "encoding": about.encoding,
        "seconds": result.seconds,
        "unchanged": result.is_unchanged,
        "outputs": [
            {"path": _name(output.path), "size": output.size, "sha256": output.sha256}
            for output in result.outputs
        ],
        "notices": [notice._asdict() for notice in result.notices],
        "errors": [{"message": error.message, "hint": error.hint} for error in result.errors],
    }


def _write(file: TextIO, lines: str) -> None:
    # A lone surrogate, as broken file names and texts have it, is no Unicode text.
    file.write(lines.encode("utf-8", "backslashreplace").decode())
    file.flush()


def _name(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")
