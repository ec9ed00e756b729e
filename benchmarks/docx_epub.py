"""Measure the DOCX or EPUB writer beside its peers: whole processes, the same title, headings and paragraphs.

python benchmarks/docx_epub.py [--to docx|epub] [--peers NAME,…] [--rounds N] [--sizes N,…] [--text FILE]

prints tables: a book of each size and a short article, beside pandoc, and beside LibreOffice and calibre
where they are installed, which are given the text itself; for DOCX also a book of short paragraphs and many
short files in one process, beside python-docx. Told are medians, as pdf.py tells them. The peers live in the
same environment. A longer book is made by docconvert and pandoc alone.
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
from pdf import is_ready as is_program_ready
from pdf import libreoffice_jobs
from tables import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tables import Table

# Not called docx.py: beside it, nothing could import python-docx.

NAMES = ("pandoc", "libreoffice", "calibre", "python-docx")
SHORT = 1_000_000
"""Characters of the book of short paragraphs, which are some 30,000."""

PYTHON_DOCX = [str(PYTHON), str(HERE / "docx_python_docx.py")]


def main() -> None:
    parser = common_options(__doc__, NAMES)
    parser.add_argument("--to", choices=("docx", "epub"), default="docx", help="the format (default docx)")
    arguments = parser.parse_args()
    if arguments.install or (not PYTHON.exists() and arguments.peers):
        install()
    peers = [name for name in arguments.peers if is_ready(name)]
    with tempfile.TemporaryDirectory() as name:
        folder = (arguments.folder or Path(name)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(folder, arguments.to, peers, arguments.rounds, arguments.limit)
        report = Report(arguments.json)
        if arguments.text:
            report.add(bench.text(arguments.text.name, peers, "--text", str(arguments.text)))
        else:
            for item in bench.books(arguments.sizes):
                report.add(item)
        report.add(bench.text(arguments.article.name, peers, "--text", str(arguments.article)))
        if arguments.to == "docx":
            report.add(*bench.short_paragraphs())
            report.add(bench.many())


def is_ready(name: str) -> bool:
    """Say whether a peer can be run, and on standard error its version or why not."""
    hint = "to make the peers anew: --install"
    if name == "libreoffice":
        return is_program_ready(name)
    if name == "calibre":
        return is_calibre_ready()
    if name == "python-docx":
        return has_package(name, "python-docx", "docx", hint)
    if ready := has_package(name, "pypandoc_binary", "pypandoc", hint):
        print(output([pandoc(), "--version"]).splitlines()[0], file=sys.stderr)
    return ready


def is_calibre_ready() -> bool:
    if found := shutil.which("ebook-convert"):
        print(output([found, "--version"]).splitlines()[0], file=sys.stderr)
    else:
        print("no calibre: apt-get install calibre", file=sys.stderr)
    return bool(found)


def pandoc() -> str:
    """Return the path of pandoc itself: Python in front of it is not measured."""
    return output([str(PYTHON), "-c", "import pypandoc; print(pypandoc.get_pandoc_path())"])


_WRITING = """
import pathlib, sys, time, docconvert
source, to = sys.argv[1:]
document = docconvert.read(pathlib.Path(source).read_bytes())
docconvert.convert("begin", to)
start = time.perf_counter()
docconvert.write(document, to)
print(time.perf_counter() - start)
"""


class Bench:
    """Makes sources, and measures with them."""

    def __init__(self, folder: Path, to: str, peers: list[str], rounds: int, limit: float) -> None:
        self._folder = folder
        self._to = to
        self._peers = peers
        self._rounds = rounds
        self._limit = limit

    def books(self, sizes: list[int]) -> Iterator[Table | str]:
        """Measure books made up; told is also how a longer one compares with the first."""
        first: Table | None = None
        for size in sizes:
            peers = [peer for peer in self._peers if not first or peer == "pandoc"]
            table = self.text(f"{size:,} characters", peers, "--size", str(size))
            yield table
            if first:
                yield growth(table, first)
            first = first or table

    def text(self, heading: str, peers: list[str], *options: str) -> Table:
        """Measure one text, made or taken as the options of sources.py say."""
        source = self._sources(heading, *options)
        jobs = [ours(source, self._to)]
        if "pandoc" in peers:
            target = source.with_name(f"pandoc.{self._to}")
            command = [pandoc(), "-f", "markdown", "-t", self._to, f"{source}.md", "-o", str(target)]
            jobs.append(Job("pandoc", command, target))
        if "libreoffice" in peers:
            jobs += libreoffice_jobs(source, self._to)
        if "calibre" in peers:
            target = source.with_name(f"calibre.{self._to}")
            settings = {"CALIBRE_CONFIG_DIRECTORY": str(source.with_name("calibre"))}
            jobs.append(Job("calibre", ["ebook-convert", f"{source}.txt", str(target)], target, settings))
        return measure(heading, jobs, self._rounds, self._limit)

    def short_paragraphs(self) -> tuple[Table, str]:
        """Measure a book of very many paragraphs."""
        source = self._sources("short paragraphs", "--size", str(SHORT), "--short")
        count = len(re.findall("^<p>", Path(f"{source}.html").read_text("utf-8"), re.MULTILINE))
        jobs = [ours(source, self._to)]
        if "python-docx" in self._peers:
            folder = source.with_name("python-docx")
            jobs.append(Job("python-docx", [*PYTHON_DOCX, str(folder), f"{source}.html"], folder))
            folder.mkdir(exist_ok=True)
        table = measure(f"{count:,} short paragraphs", jobs, self._rounds, self._limit)
        # What python-docx does is no more than that.
        alone = float(output([sys.executable, "-c", _WRITING, f"{source}.txt", self._to]))
        said = f"Writing alone, from the document as it was read, takes docconvert {alone:.2f} s"
        theirs = table.rows[-1].values[0]
        if len(jobs) > 1 and isinstance(theirs, float):
            said += f": python-docx, which reads no text, takes {theirs / alone:.0f} times as long"
        return table, f"{said}."

    def many(self) -> Table:
        """Measure many short files, all in one process."""
        source = self._sources("short", "--count", str(FILES))
        jobs = [ours_many(source, self._to)]
        if "python-docx" in self._peers:
            pages = map(str, many_sources(source, ".html"))
            folder = source.with_name("python-docx")
            jobs.append(Job("python-docx", [*PYTHON_DOCX, str(folder), *pages], folder))
        for job in jobs:
            job.written.mkdir(exist_ok=True)
        return measure(f"{FILES} files in one process", jobs, self._rounds, self._limit)

    def _sources(self, name: str, *options: str) -> Path:
        return make_sources(self._folder / re.sub(r"\W+", "-", name), "text", *options)


if __name__ == "__main__":
    main()
