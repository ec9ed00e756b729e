"""Measure the PDF writer beside its peers: whole processes, the same text, page and fonts.

python benchmarks/pdf.py [--peers NAME,…] [--rounds N] [--sizes N,…] [--text FILE] [ARTICLE]

prints tables: a book of each size (the peers that are not typst make the first only), a short
article, and many short files in one process. Told are medians: seconds by the clock and of all cores, the
peak memory of the largest process, each also as a multiple of ours, and what was made. The peers live in
an environment of their own under build/, which is made if it is missing; --install makes it anew.
LibreOffice is taken where it is installed. It is no real peer: it sets the lines of the text as they are.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measure import (
    FILES,
    HERE,
    PYTHON,
    ROOT,
    Count,
    Job,
    common_options,
    growth,
    has_package,
    install,
    make_sources,
    many_sources,
    measure,
    ours,
    ours_many,
    output,
)
from tables import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tables import Table

FONTS = ROOT / "fonts"
NAMES = ("typst", "weasyprint", "libreoffice", "platypus")

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


def main() -> None:
    arguments = common_options(__doc__, NAMES).parse_args()
    if arguments.install or (not PYTHON.exists() and set(arguments.peers) - {"libreoffice"}):
        install()
    peers = [name for name in arguments.peers if is_ready(name)]
    with tempfile.TemporaryDirectory() as name:
        folder = (arguments.folder or Path(name)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(folder, peers, arguments.rounds, arguments.limit)
        report = Report(arguments.json)
        if arguments.text:
            report.add(bench.text(arguments.text.name, peers, "--text", str(arguments.text)))
        else:
            for item in bench.books(arguments.sizes):
                report.add(item)
        report.add(bench.text(arguments.article.name, peers, "--text", str(arguments.article)))
        report.add(bench.many())


def is_ready(name: str) -> bool:
    """Say whether a peer can be run, and on standard error why not."""
    if name == "libreoffice":
        if found := shutil.which("soffice"):
            print(output([found, "--version"]), file=sys.stderr)
            return True
        print("no LibreOffice: apt-get install libreoffice-writer", file=sys.stderr)
        return False
    package = "reportlab" if name == "platypus" else name
    hint = "it needs libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" if name == "weasyprint" else ""
    return has_package(name, package, package, hint)


class Bench:
    """Makes sources, and measures with them."""

    def __init__(self, folder: Path, peers: list[str], rounds: int, limit: float) -> None:
        self._folder = folder
        self._peers = peers
        self._rounds = rounds
        self._limit = limit

    def books(self, sizes: list[int]) -> Iterator[Table | str]:
        """Measure books made up; told is also how a longer one compares with the first."""
        first: Table | None = None
        for size in sizes:
            peers = [peer for peer in self._peers if not first or peer == "typst"]
            table = self.text(f"{size:,} characters", peers, "--size", str(size))
            yield table
            if first:
                yield growth(table, first)
            first = first or table

    def text(self, heading: str, peers: list[str], *options: str) -> Table:
        """Measure one text, made or taken as the options of sources.py say."""
        source = make_sources(self._folder / re.sub(r"\W+", "-", heading), "text", *options)
        jobs = [ours(source, "pdf")]
        for peer in peers:
            jobs += JOBS[peer](source)
        return self._measure(heading, jobs)

    def many(self) -> Table:
        """Measure many short files, all in one process."""
        source = make_sources(self._folder / "short", "text", "--count", str(FILES))
        typst, pages = (list(map(str, many_sources(source, end))) for end in (".typ", ".html"))
        jobs = [ours_many(source, "pdf")]
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
        return self._measure(f"{FILES} files in one process", jobs)

    def _measure(self, heading: str, jobs: list[Job]) -> Table:
        return measure(heading, jobs, self._rounds, self._limit, Count("pages", pages))


def typst_jobs(source: Path) -> Iterator[Job]:
    for name, fonts in TYPST_WAYS.items():
        target = source.with_name(f"typst-{fonts}.pdf")
        yield Job(name, [str(PYTHON), "-c", TYPST, str(target), str(FONTS), fonts, f"{source}.typ"], target)


def weasyprint_jobs(source: Path) -> Iterator[Job]:
    target = source.with_name("weasyprint.pdf")
    command = [str(PYTHON), "-m", "weasyprint", "--quiet", f"{source}.html", str(target)]
    yield Job("WeasyPrint", command, target)


def libreoffice_jobs(source: Path, to: str = "pdf") -> Iterator[Job]:
    """Yield LibreOffice's job: the lines of the text as they are, on a page of its own choice."""
    folder = source.with_name("libreoffice")
    fonts = source.with_name("fonts.conf")
    fonts.write_text(
        f"<fontconfig><include>/etc/fonts/fonts.conf</include><dir>{FONTS}</dir></fontconfig>", "utf-8"
    )
    profile = f"-env:UserInstallation={source.with_name('profile').resolve().as_uri()}"
    command = ["soffice", profile, "--headless", "--infilter=Text (encoded):UTF8,LF,Noto Serif SC,zh-CN"]
    command += ["--convert-to", to, f"{source}.txt", "--outdir", str(folder)]
    target = folder / f"{source.name}.{to}"
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


def pages(file: Path) -> int:
    """Return how many pages a PDF has; 0 where poppler is not installed."""
    if not shutil.which("pdfinfo"):
        return 0
    found = re.search(r"^Pages:\s*(\d+)", output(["pdfinfo", str(file)]), re.MULTILINE)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    main()
