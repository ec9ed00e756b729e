"""Measure processes beside each other, docconvert first: what the benchmarks of its formats share.

Each job is a whole process that writes files. All run in turn, and a table tells the medians: seconds by
the clock and of all cores, the peak memory of the largest process, each also as a multiple of the first
job's, and what was made. The peers live in an environment of their own under build/.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tables import Column, Row, Table

if TYPE_CHECKING:
    import resource
    from collections.abc import Callable, Iterator, Mapping

# Nothing large may be loaded here, docconvert included: Linux counts the peak of the process that starts
# another as the other's too (getrusage).

HERE = Path(__file__).parent
ROOT = HERE.parent
PEERS = ROOT / "build" / "peers"
PYTHON = PEERS / "bin" / "python"
PACKAGES = (
    *("typst>=0.15,<0.16", "weasyprint", "reportlab", "pypandoc_binary", "python-docx"),
    *("chardet", "charset-normalizer"),
)
"""What the peers of all benchmarks need."""

FILES = 300
"""Of a run with many short ones."""

LONG = 30.0
"""Seconds; what takes longer is not run again."""

_OURS_MANY = """
import sys, docconvert
to, folder, *sources = sys.argv[1:]
for result in docconvert.convert_many(sources, [to], folder + "/", force=True):
    assert result.written, result.errors
"""


class Run(NamedTuple):
    """What a process and those it started took.

    Seconds by the clock, seconds of all cores, and the peak memory (resident set) of the largest in MB.
    """

    seconds: float
    cpu: float
    peak: float


class Job(NamedTuple):
    """A process to measure, and the file or folder of files that it writes."""

    name: str
    command: list[str]
    written: Path
    environment: Mapping[str, str] = MappingProxyType({})


class Count(NamedTuple):
    """Something to count in each file made, such as its pages, under this name."""

    name: str
    of: Callable[[Path], int]


class ProcessError(Exception):
    """A process failed or took too long; the message is what it said last."""


def common_options(description: str | None, peers: tuple[str, ...]) -> argparse.ArgumentParser:
    """Return a parser with the options that all benchmarks of formats have."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("article", nargs="?", type=Path, default=ROOT / "examples" / "news.txt")
    parser.add_argument("--install", action="store_true", help="make the peers' environment anew")
    parser.add_argument(
        "--peers",
        type=lambda value: _names(value, peers),
        default=peers,
        help=f"of {', '.join(peers)}; '' for none",
    )
    parser.add_argument("--rounds", type=int, default=3, help="runs of each process (default 3)")
    parser.add_argument(
        "--sizes", type=_sizes, default=[1_000_000, 3_000_000], help="characters of the books"
    )
    parser.add_argument("--text", type=Path, help="a book, instead of those made up")
    parser.add_argument("--json", type=Path, help="keep the tables in this file too")
    parser.add_argument("--folder", type=Path, help="keep the sources and the files made here")
    parser.add_argument("--limit", type=float, default=900, help="seconds a process may take (default 900)")
    return parser


def _names(value: str, known: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(name for name in value.split(",") if name)
    if unknown := set(names) - set(known):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return names


def _sizes(value: str) -> list[int]:
    return [int(size) for size in value.split(",") if size]


def install() -> None:
    """Make the peers' environment; what cannot be had is left out, and said."""
    subprocess.run([sys.executable, "-m", "venv", "--clear", PEERS], check=True)
    for package in PACKAGES:
        if subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", package], check=False).returncode:
            print(f"{package} cannot be installed; going on without it", file=sys.stderr)


def has_package(name: str, package: str, module: str, hint: str = "") -> bool:
    """Say whether the peers' environment has a package, and on standard error which version or why not."""
    shown = f"import importlib.metadata as m, {module}; print({package!r}, m.version({package!r}))"
    try:
        print(output([str(PYTHON), "-c", shown]), file=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        said = last_line(getattr(error, "stderr", ""))
        print(f"no {name}: {said}", *[hint] * bool(hint), sep="\n", file=sys.stderr)
        return False
    return True


def output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no message"])[-1]


def make_sources(folder: Path, name: str, *options: str) -> Path:
    """Make sources in a folder as sources.py says, and return their path without an extension."""
    folder.mkdir(exist_ok=True)
    subprocess.run([sys.executable, str(HERE / "sources.py"), str(folder), name, *options], check=True)
    return folder / name


def ours(source: Path, to: str) -> Job:
    target = source.with_name(f"docconvert.{to}")
    command = [sys.executable, "-m", "docconvert", f"{source}.txt", "--to", to, "-o", str(target)]
    return Job("docconvert", [*command, "--quiet", "--force"], target)


def ours_many(source: Path, to: str) -> Job:
    """Return the job that converts all texts beside a source in one process."""
    texts = map(str, many_sources(source, ".txt"))
    folder = source.with_name("docconvert")
    return Job("docconvert", [sys.executable, "-c", _OURS_MANY, to, str(folder), *texts], folder)


def many_sources(source: Path, extension: str) -> list[Path]:
    return sorted(source.parent.glob(f"{source.name}-*{extension}"))


def measure(heading: str, jobs: list[Job], rounds: int, limit: float, count: Count | None = None) -> Table:
    """Run the jobs in turn, and return the medians."""
    adopt_orphans()
    runs: list[list[Run]] = [[] for _ in jobs]
    # The first round warms bytecode and disk caches; it counts for what takes too long to be run again.
    for number in range(1 + rounds):
        for job, measured in zip(jobs, runs, strict=True):
            if number and (not measured or measured[0].seconds > LONG):
                continue
            try:
                measured.append(run(job, limit))
            except ProcessError as error:
                print(f"{job.name}, {heading}: {error}", file=sys.stderr)
    columns = (*COLUMNS, *([Column(count.name, ",.0f")] if count else []))
    rows = [table_row(job, measured, count) for job, measured in zip(jobs, runs, strict=True)]
    return Table(heading, columns, tuple(rows))


def run(job: Job, limit: float) -> Run:
    """Run a process and the ones it starts.

    Raises:
        ProcessError: it failed, wrote nothing, or took longer than ``limit`` seconds.
    """
    before = stamp(job.written)
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        output = [(os.POSIX_SPAWN_DUP2, log.fileno(), number) for number in (1, 2)]
        # Bytecode is cached for all, as it is for users.
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        start = time.perf_counter()
        child = os.posix_spawnp(
            job.command[0], job.command, {**environment, **job.environment}, file_actions=output, setpgroup=0
        )
        timer = threading.Timer(limit, os.killpg, (child, signal.SIGKILL))
        timer.start()
        _, status, used = os.wait4(child, 0)
        seconds = time.perf_counter() - start
        all_used = [used, *left_behind()]
        timer.cancel()
        log.seek(0)
        if status or stamp(job.written) == before:
            ended = "stopped" if seconds >= limit else f"exit code {os.waitstatus_to_exitcode(status)}"
            raise ProcessError(f"{ended} after {seconds:.1f} s: {last_line(log.read())}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    cpu = sum(used.ru_utime + used.ru_stime for used in all_used)
    return Run(seconds, cpu, max(used.ru_maxrss for used in all_used) / scale)


def adopt_orphans() -> None:
    """Become the parent of processes whose parents end before them, so that they are counted (prctl(2))."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


_PR_SET_CHILD_SUBREAPER = 36


def left_behind() -> Iterator[resource.struct_rusage]:
    """Wait for processes that a job left behind, such as its servers, and yield what they used."""
    with suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2]


def stamp(path: Path) -> float:
    """Return when the last file at a path was written; 0 if there is none."""
    return max((file.stat().st_mtime for file in written(path)), default=0)


def written(path: Path) -> list[Path]:
    return list(path.iterdir()) if path.is_dir() else [path] if path.exists() else []


COLUMNS = (
    Column("s", ".2f", "less", measured=True),
    Column("from–to"),
    Column("CPU s", ".2f", "less", measured=True),
    Column("peak MB", ".0f", "less", measured=True),
    Column("MB made", ".2f", "less"),
)


def table_row(job: Job, runs: list[Run], count: Count | None) -> Row:
    """Return the medians of a job, and what was made."""
    is_peer = not job.name.startswith("docconvert")
    if not runs:
        return Row(job.name, ("failed", *[None] * (len(COLUMNS) - bool(not count))), is_peer)
    middle = median(runs)
    times = [run.seconds for run in runs[1:] or runs]
    files = written(job.written)
    made = sum(file.stat().st_size for file in files) / 1e6
    spread = f"{min(times):.2f}–{max(times):.2f}"
    counted = [sum(map(count.of, files))] if count else []
    return Row(job.name, (middle.seconds, spread, middle.cpu, middle.peak, made, *counted), is_peer)


def median(runs: list[Run]) -> Run:
    """Return the medians; the first run does not count if there are more."""
    return Run(*(statistics.median(values) for values in zip(*(runs[1:] or runs), strict=True)))


def growth(longer: Table, first: Table) -> str:
    """Say how a longer book compares with the first, which is a third as long or so."""
    ours = [(table.rows[0].values[0], table.rows[0].values[3]) for table in (longer, first)]
    if not all(isinstance(value, float) for pair in ours for value in pair):
        return ""
    (seconds, peak), (first_seconds, first_peak) = ours
    return (
        f"{longer.heading} take docconvert {seconds / first_seconds:.2f} times as long as {first.heading}, "
        f"and {peak / first_peak:.2f} times the memory."
    )
