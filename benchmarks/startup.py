"""Measure start-up: whole processes over bare Python, medians of interleaved runs.

Processor time is told too: what else the machine does lengthens it less.

python benchmarks/startup.py [--runs N] [--json FILE]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tables import Column, Report, Row, Table


class Times(NamedTuple):
    """Seconds by the clock, and seconds of all cores."""

    clock: float
    cpu: float


def seconds(command: list[str]) -> Times:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Times(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=25, help="processes of each kind (default 25)")
    parser.add_argument("--json", type=Path, help="keep the table in this file too")
    arguments = parser.parse_args()
    Report(arguments.json).add(table(measured(arguments.runs)))


def measured(runs: int) -> dict[str, list[Times]]:
    """Return the seconds that processes of each kind take."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text.txt"
        text.write_text("春訊\n\n今日立春，天氣晴。\n", "utf-8")
        docconvert = [sys.executable, "-m", "docconvert"]
        commands = {
            "bare Python": [sys.executable, "-c", "pass"],
            "--version": [*docconvert, "--version"],
            "--to tree": [*docconvert, str(text), "--to", "tree"],
            **{
                f"--to {to}": [*docconvert, str(text), "--to", to, "-o", f"{folder}/text.{to}"]
                for to in ("json", "docx", "epub", "pdf")
            },
        }
        for command in commands.values():
            seconds(command)  # once, so that bytecode and disk caches are warm for all
        # One of each in turn, so that what else the machine does falls on all alike.
        times: dict[str, list[Times]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                times[name].append(seconds(command))
    return times


def table(times: dict[str, list[Times]]) -> Table:
    medians = {
        name: Times(*map(statistics.median, zip(*taken, strict=True))) for name, taken in times.items()
    }
    bare = medians.pop("bare Python")
    rows = [
        Row(f"`{name}`", (1000 * (median.clock - bare.clock), 1000 * (median.cpu - bare.cpu)))
        for name, median in medians.items()
    ]
    columns = (Column("ms over bare Python", ".0f"), Column("of processor time", ".0f"))
    return Table("", columns, tuple(rows))


if __name__ == "__main__":
    main()
