"""The report for programs: one JSON object on a line for each source.

{"source": "a.txt", "sha256": "…", "title": "…", "author": "", "date": "", "language": "zh-Hans",
 "encoding": "gb18030", "seconds": 0.12, "unchanged": false,
 "outputs": [{"path": "out/a.pdf", "size": 92345, "sha256": "…"}],
 "notices": [{"code": "bytes-replaced", "message": "…", "line": 14, "removed": "", "added": ""}],
 "errors": [{"message": "…", "hint": "…"}]}
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docconvert.report.lines import opened_lines, readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from docconvert.batch import Result


@contextmanager
def opened_jsonl(path: Path) -> Iterator[Callable[[Result], None]]:
    """Open a report, ``-`` being standard output, and give the function that adds a result to it.

    Raises:
        OutputError: it cannot be written.
    """
    with opened_lines(path, "--report") as write:
        yield lambda result: write(json.dumps(record(result), ensure_ascii=False) + "\n")


def record(result: Result) -> dict[str, Any]:
    """Return what a report says of a result."""
    about = result.about
    return {
        "source": readable(result.source),
        "sha256": result.digest,
        "title": about.title,
        "author": about.author,
        "date": about.date,
        "language": about.language,
        "encoding": about.encoding,
        "seconds": result.seconds,
        "unchanged": result.is_unchanged,
        "outputs": [
            {"path": readable(output.path), "size": output.size, "sha256": output.sha256}
            for output in result.outputs
        ],
        "notices": [notice._asdict() for notice in result.notices],
        "errors": [{"message": error.message, "hint": error.hint} for error in result.errors],
    }
