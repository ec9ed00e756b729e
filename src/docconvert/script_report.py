"""The report of a script conversion: each place where the dictionaries had a choice, as a table.

A line for each, with tabs between source, line, before, original, after, choice and others. The original
stands between its neighbours, so that sorting by it brings the doubtful cases together.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from docconvert import files
from docconvert.errors import UsageError
from docconvert.report.lines import opened_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from docconvert.batch import Result

_EXTENSIONS = ("", ".tab", ".tsv", ".txt")
_COLUMNS = ("source", "line", "before", "original", "after", "choice", "others")


@contextmanager
def opened_script_report(path: Path) -> Iterator[Callable[[Result], None]]:
    """Open a report, ``-`` being standard output, and give the function that adds a result's choices to it.

    Raises:
        UsageError: its name says that it is something else.
        OutputError: it cannot be written.
    """
    if path.suffix.lower() not in _EXTENSIONS:
        raise UsageError(
            f"{path}: a report of the script has fields with tabs between them", "name a .tsv file"
        )
    with opened_lines(path, "--script-report") as write:
        write(_row(_COLUMNS))
        yield lambda result: write("".join(map(_row, _rows(result))))


def _rows(result: Result) -> Iterator[tuple[str, ...]]:
    source = "-" if result.source == files.STANDARD else str(result.source)
    for choice in result.choices:
        line = str(choice.line) if choice.line else ""
        yield source, line, choice.before, choice.original, choice.after, choice.new, " ".join(choice.others)


def _row(fields: Sequence[str]) -> str:
    # Quotation marks stand for themselves; what would end a field or a line becomes a space.
    return "\t".join(" ".join(field.replace("\t", "\n").splitlines()) for field in fields) + "\n"
