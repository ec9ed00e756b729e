"""Measure the PDF writer beside its peers: whole processes, the same text, page and fonts.

python benchmarks/pdf.py [--peers NAME,…] [--rounds N] [--sizes N,…] [--text FILE] [ARTICLE]

prints Markdown tables: a book of each size (the peers that are not typst make the first only), a short
article, and many short files in one process. Told are medians: seconds by the clock and of all cores, the
peak memory of the largest process, each also as a multiple of ours, and what was made. The peers live in
an environment of their own under build/, which is made if it is missing; --install makes it anew.
LibreOffice is taken where it is installed. It is no real peer: it sets the lines of the text as they are.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Nothing large may be loaded here, docconvert included: Linux counts the peak of the process that starts
# another as the other's too (getrusage).

HERE = Path(__file__).parent
ROOT = HERE.parent
FONTS = ROOT / "fonts"
PEERS = ROOT / "build" / "peers"
PYTHON = PEERS / "bin" / "python"
PACKAGES = {"typst": "typst>=0.15,<0.16", "weasyprint": "weasyprint", "reportlab": "reportlab"}
NAMES = ("typst", "weasyprint", "libreoffice", "platypus")
FILES = 300
LONG = 60.0
"""Seconds; what takes longer is not run again."""

OURS_MANY = """
import sys, docconvert
for result in docconvert.convert_many(sys.argv[2:], ["pdf"], sys.argv[1] + "/", force=True):
    assert result.written, result.errors
"""
TYPST = """
import sys, typst
target, fonts, way, source = sys.argv[1:]
typst.compile(source, output=target, font_paths=[fonts], ignore_system_fonts=way == "ignore")
"""
TYPST_MANY = """
import sys, pathlib, typst
folder, fonts, way, *sources = sys.argv[1:]
root = pathlib.Path(sources[0]).parent
compiler = typst.Compiler(root=root, font_paths=[fonts], ignore_system_fonts=way == "ignore")
for source in map(pathlib.Path, sources):
    compiler.compile(input=source, output=pathlib.Path(folder, source.stem + ".pdf"))
"""
TYPST_WAYS = {"typst": "scan", "typst, system fonts ignored": "ignore"}
PLATYPUS = [str(PYTHON), str(HERE / "pdf_platypus.py"), str(FONTS)]


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


class ProcessError(Exception):
    """A process failed or took too long; the message is what it said last."""


def main() -> None:
    arguments = parse_arguments()
    if arguments.install or (not PYTHON.exists() and set(arguments.peers) - {"libreoffice"}):
        install()
    peers = [name for name in arguments.peers if is_ready(name)]
    with tempfile.TemporaryDirectory() as name:
        folder = (arguments.folder or Path(name)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(folder, peers, arguments.rounds, arguments.limit)
        if arguments.text:
            bench.text(arguments.text.name, peers, "--text", str(arguments.text))
        else:
            bench.books(arguments.sizes)
        bench.text(arguments.article.name, peers, "--text", str(arguments.article))
        bench.many()


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("article", nargs="?", type=Path, default=ROOT / "examples" / "news.txt")
    parser.add_argument("--install", action="store_true", help="make the peers' environment anew")
    parser.add_argument("--peers", type=_peers, default=NAMES, help=f"of {', '.join(NAMES)}; '' for none")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each process (default 3)")
    parser.add_argument(
        "--sizes", type=_sizes, default=[1_000_000, 3_000_000], help="characters of the books"
    )
    parser.add_argument("--text", type=Path, help="a book, instead of those made up")
    parser.add_argument("--folder", type=Path, help="keep the sources and the files made here")
    parser.add_argument("--limit", type=float, default=900, help="seconds a process may take (default 900)")
    return parser.parse_args()


def _peers(value: str) -> tuple[str, ...]:
    names = tuple(name for name in value.split(",") if name)
    if unknown := set(names) - set(NAMES):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return names


def _sizes(value: str) -> list[int]:
    return [int(size) for size in value.split(",") if size]


def install() -> None:
    """Make the peers' environment; what cannot be had is left out, and said."""
    subprocess.run([sys.executable, "-m", "venv", "--clear", PEERS], check=True)
    for package in PACKAGES.values():
        if subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", package], check=False).returncode:
            print(f"{package} cannot be installed; going on without it", file=sys.stderr)


def is_ready(name: str) -> bool:
    """Say whether a peer can be run, and on standard error why not."""
    if name == "libreoffice":
        if found := shutil.which("soffice"):
            print(output([found, "--version"]), file=sys.stderr)
            return True
        print("no LibreOffice: apt-get install libreoffice-writer", file=sys.stderr)
        return False
    package = "reportlab" if name == "platypus" else name
    shown = f"import importlib.metadata as m, {package}; print({package!r}, m.version({package!r}))"
    try:
        print(output([str(PYTHON), "-c", shown]), file=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        said = last_line(getattr(error, "stderr", ""))
        print(f"no {name}: {said}", file=sys.stderr)
        if name == "weasyprint":
            print("it needs libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", file=sys.stderr)
        return False
    return True


def output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no message"])[-1]


class Bench:
    """Makes sources, and measures with them."""

    def __init__(self, folder: Path, peers: list[str], rounds: int, limit: float) -> None:
        self._folder = folder
        self._peers = peers
        self._rounds = rounds
        self._limit = limit

    def books(self, sizes: list[int]) -> None:
        """Measure books made up; told is also how a longer one compares with the first."""
        first: Run | None = None
        for size in sizes:
            peers = [peer for peer in self._peers if not first or peer == "typst"]
            ours = self.text(f"{size:,} characters", peers, "--size", str(size))
            if first and ours:
                times, memory = ours.seconds / first.seconds, ours.peak / first.peak
                print(
                    f"\ndocconvert: {times:.2f} times the time and {memory:.2f} times the memory of the first"
                )
            first = first or ours

    def text(self, heading: str, peers: list[str], *options: str) -> Run | None:
        """Measure one text, made or taken as the options of pdf_sources.py say; return ours."""
        source = self._sources(re.sub(r"\W+", "-", heading), "text", *options)
        jobs = [ours(source)]
        for peer in peers:
            jobs += JOBS[peer](source)
        return self._measure(heading, jobs)

    def many(self) -> None:
        """Measure many short files, all in one process."""
        source = self._sources("short", "text", "--count", str(FILES))
        texts, typst, pages = (
            [str(path) for path in sorted(source.parent.glob(f"{source.name}-*{end}"))]
            for end in (".txt", ".typ", ".html")
        )
        folder = source.with_name("docconvert")
        jobs = [Job("docconvert", [sys.executable, "-c", OURS_MANY, str(folder), *texts], folder)]
        if "typst" in self._peers:
            for name, fonts in TYPST_WAYS.items():
                folder = source.with_name(f"typst-{fonts}")
                command = [str(PYTHON), "-c", TYPST_MANY, str(folder), str(FONTS), fonts, *typst]
                jobs.append(Job(name, command, folder))
        if "platypus" in self._peers:
            folder = source.with_name("platypus")
            jobs.append(Job("platypus", [*PLATYPUS, str(folder), *pages], folder))
        for job in jobs:
            job.written.mkdir(exist_ok=True)
        self._measure(f"{FILES} files in one process", jobs)

    def _sources(self, folder: str, name: str, *options: str) -> Path:
        """Make sources in a folder, and return their path without an extension."""
        source = self._folder / folder / name
        source.parent.mkdir(exist_ok=True)
        command = [sys.executable, str(HERE / "pdf_sources.py"), str(source.parent), name, *options]
        subprocess.run(command, check=True)
        return source

    def _measure(self, heading: str, jobs: list[Job]) -> Run | None:
        """Run the jobs in turn, print the medians, and return the first's."""
        runs: list[list[Run]] = [[] for _ in jobs]
        # The first round warms bytecode and disk caches; it counts for what takes too long to be run again.
        for number in range(1 + self._rounds):
            for job, measured in zip(jobs, runs, strict=True):
                if number and (not measured or measured[0].seconds > LONG):
                    continue
                try:
                    measured.append(run(job, self._limit))
                except ProcessError as error:
                    print(f"{job.name}, {heading}: {error}", file=sys.stderr)
        return print_table(heading, jobs, runs)


def ours(source: Path) -> Job:
    target = source.with_name("docconvert.pdf")
    command = [sys.executable, "-m", "docconvert", f"{source}.txt", "--to", "pdf", "-o", str(target)]
    return Job("docconvert", [*command, "--quiet", "--force"], target)


def typst_jobs(source: Path) -> Iterator[Job]:
    for name, fonts in TYPST_WAYS.items():
        target = source.with_name(f"typst-{fonts}.pdf")
        yield Job(name, [str(PYTHON), "-c", TYPST, str(target), str(FONTS), fonts, f"{source}.typ"], target)


def weasyprint_jobs(source: Path) -> Iterator[Job]:
    target = source.with_name("weasyprint.pdf")
    command = [str(PYTHON), "-m", "weasyprint", "--quiet", f"{source}.html", str(target)]
    yield Job("WeasyPrint", command, target)


def libreoffice_jobs(source: Path) -> Iterator[Job]:
    """Yield LibreOffice's job: the lines of the text as they are, on a page of its own choice."""
    folder = source.with_name("libreoffice")
    fonts = source.with_name("fonts.conf")
    fonts.write_text(
        f"<fontconfig><include>/etc/fonts/fonts.conf</include><dir>{FONTS}</dir></fontconfig>", "utf-8"
    )
    profile = f"-env:UserInstallation={source.with_name('profile').resolve().as_uri()}"
    command = ["soffice", profile, "--headless", "--infilter=Text (encoded):UTF8,LF,Noto Serif SC,zh-CN"]
    command += ["--convert-to", "pdf", f"{source}.txt", "--outdir", str(folder)]
    target = folder / f"{source.name}.pdf"
    yield Job("LibreOffice, plain lines", command, target, {"FONTCONFIG_FILE": str(fonts)})


def platypus_jobs(source: Path) -> Iterator[Job]:
    target = source.with_name("platypus") / f"{source.name}.pdf"
    target.parent.mkdir(exist_ok=True)
    yield Job("platypus", [*PLATYPUS, str(target.parent), f"{source}.html"], target)


JOBS = {
    "typst": typst_jobs,
    "weasyprint": weasyprint_jobs,
    "libreoffice": libreoffice_jobs,
    "platypus": platypus_jobs,
}


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
        timer.cancel()
        log.seek(0)
        if status or stamp(job.written) == before:
            ended = "stopped" if seconds >= limit else f"exit code {os.waitstatus_to_exitcode(status)}"
            raise ProcessError(f"{ended} after {seconds:.1f} s: {last_line(log.read())}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / scale)


def stamp(path: Path) -> float:
    """Return when the last file at a path was written; 0 if there is none."""
    return max((file.stat().st_mtime for file in written(path)), default=0)


def written(path: Path) -> list[Path]:
    return list(path.glob("*.pdf")) if path.is_dir() else [path] if path.exists() else []


def print_table(heading: str, jobs: list[Job], runs: list[list[Run]]) -> Run | None:
    """Print medians, what they are of the first job's, and what was made; return the first's."""
    columns = ["s", "from–to", "× ours", "CPU s", "× ours", "peak MB", "× ours", "MB made", "pages"]
    print(f"\n| {heading} | {' | '.join(columns)} |\n|{'---|' * (1 + len(columns))}")
    first = median(runs[0])
    for job, measured in zip(jobs, runs, strict=True):
        print(f"| {job.name} | {' | '.join(cells(job, measured, first))} |", flush=True)
    return first


def median(runs: list[Run]) -> Run | None:
    """Return the medians; the first run does not count if there are more."""
    counted = runs[1:] or runs
    return Run(*(statistics.median(values) for values in zip(*counted, strict=True))) if counted else None


def cells(job: Job, runs: list[Run], first: Run | None) -> list[str]:
    middle = median(runs)
    if not middle:
        return ["failed", *[""] * 8]
    times = [run.seconds for run in runs[1:] or runs]
    ratios = [f"{a / b:.2f}" for a, b in zip(middle, first, strict=True)] if first else [""] * 3
    seconds, cpu, peak = ratios
    files = written(job.written)
    return [
        *(f"{middle.seconds:.2f}", f"{min(times):.2f}–{max(times):.2f}", seconds),
        *(f"{middle.cpu:.2f}", cpu, f"{middle.peak:.0f}", peak),
        *(f"{sum(file.stat().st_size for file in files) / 1e6:.2f}", f"{sum(map(pages, files)):,}"),
    ]


def pages(file: Path) -> int:
    """Return how many pages a PDF has; 0 where poppler is not installed."""
    if not shutil.which("pdfinfo"):
        return 0
    found = re.search(r"^Pages:\s*(\d+)", output(["pdfinfo", str(file)]), re.MULTILINE)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    main()
