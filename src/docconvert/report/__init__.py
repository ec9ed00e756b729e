"""The report of a run: what became of each source, as lines for programs or as a page for people.

    result ─record→ JSON Lines          jsonl.py
           ─row→ a page in a browser    page.py; page.html, page.css and page.js are what it is made of

Both are written as the work goes on: what stands in the file when a run is cut short is true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.errors import UsageError
from docconvert.files import STANDARD, real_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from docconvert.batch import Plan, Result

_PAGES = (".html", ".htm")


def check_reports(reports: Sequence[Path], words: Sequence[Path], jobs: Plan) -> None:
    """Refuse reports that would be written over each other, over lists of words, or over a source or target.

    Raises:
        UsageError: one would be.
    """
    taken = {real_name(path) for path in words}
    for job in jobs.named:
        taken |= {real_name(target.path) for target in job.targets}
        # What is read from standard input is no file.
        taken |= {real_name(source) for source in job.sources if source != STANDARD}
    for report in reports:
        if real_name(report) in taken or jobs.claims(report):
            name = "standard output" if report == STANDARD else report
            raise UsageError(f"a report would be written over {name}", "name another file for it")
        taken.add(real_name(report))


def opened_report(path: Path) -> AbstractContextManager[Callable[[Result], None]]:
    """Open a report, and give the function that adds a result to it.

    Args:
        path: a page if its extension is that of HTML, else JSON Lines; ``-`` is standard output.

    Raises:
        OutputError: when it is opened or added to: it cannot be written.
    """
    if path.suffix.lower() in _PAGES:
        from docconvert.report.page import opened_page

        return opened_page(path)
    from docconvert.report.jsonl import opened_jsonl

    return opened_jsonl(path)
