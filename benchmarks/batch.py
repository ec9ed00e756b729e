"""Measure a folder of short texts, done by two processes at once, beside what users do with other programs.

python benchmarks/batch.py [--peers NAME,…] [--rounds N] [--count N]

prints tables: 300 texts to PDF, beside LibreOffice, which takes them all in one call, and typst,
called for each; to DOCX and EPUB, beside pandoc, called for each; then 3,000 texts with one worker and two.
Told are medians, as pdf.py tells them. The peers' calls are run two at a time by xargs. The peers live in the
same environment.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from docx_epub import pandoc
from measure import (
    FILES,
    PYTHON,
    ROOT,
    Job,
    common_options,
    has_package,
    install,
    make_sources,
    many_sources,
    measure,
)
from tables import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tables import Table

NAMES = ("libreoffice", "typst", "pandoc")
WORKERS = "2"
MANY = 3_000

TYPST_ONE = (
    "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[1] + '.pdf', font_paths=[sys.argv[2]])"
)


def main() -> None:
    parser = common_options(__doc__, NAMES)
    parser.add_argument("--count", type=int, default=MANY, help=f"texts for the workers (default {MANY})")
    arguments = parser.parse_args()
    if arguments.install or (not PYTHON.exists() and arguments.peers):
        install()
    with tempfile.TemporaryDirectory() as name:
        folder = (arguments.folder or Path(name)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        short = make_sources(folder / "short", "text", "--count", str(FILES))
        texts = sources_alone(short, folder / "texts")
        peers = {"pdf": pdf_peers(short, folder, arguments.peers)}
        peers |= {to: pandoc_peers(short, folder, to, arguments.peers) for to in ("docx", "epub")}
        report = Report(arguments.json)
        for to, others in peers.items():
            jobs = [ours(texts, folder / f"docconvert-{to}", to), *others]
            heading = f"{FILES} texts to {to.upper()}, two processes"
            report.add(measure(heading, jobs, arguments.rounds, arguments.limit))
        for table in workers(folder, arguments.count, arguments.rounds, arguments.limit):
            report.add(table)


def sources_alone(source: Path, folder: Path) -> Path:
    """Copy the texts beside a source into a folder of their own."""
    folder.mkdir(exist_ok=True)
    for text in many_sources(source, ".txt"):
        shutil.copy(text, folder)
    return folder


def ours(texts: Path, out: Path, to: str, *, workers: str = WORKERS) -> Job:
    flags = ["--to", to, "-o", str(out), "--quiet", "--rebuild", "--jobs", workers]
    return Job("docconvert", [sys.executable, "-m", "docconvert", str(texts), *flags], out)


def pdf_peers(source: Path, folder: Path, names: tuple[str, ...]) -> list[Job]:
    jobs = []
    if "libreoffice" in names and (soffice := shutil.which("soffice")):
        out = folder / "libreoffice"
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(out)]
        jobs.append(Job("LibreOffice, one call", [*command, *map(str, many_sources(source, ".txt"))], out))
    if "typst" in names and has_package("typst", "typst", "typst"):
        each = [str(PYTHON), "-c", TYPST_ONE, "{}", str(ROOT / "fonts")]
        jobs.append(Job("typst for each", for_each(many_sources(source, ".typ"), each), source.parent))
    return jobs


def pandoc_peers(source: Path, folder: Path, to: str, names: tuple[str, ...]) -> list[Job]:
    if "pandoc" not in names or not has_package("pandoc", "pypandoc_binary", "pypandoc"):
        return []
    out = folder / f"pandoc-{to}"
    out.mkdir(exist_ok=True)
    command = [pandoc(), "-f", "markdown", "-t", to, "{}", "-o", f"{out}/$(basename {{}}).{to}"]
    each = ["sh", "-c", " ".join(command)]
    return [Job("pandoc for each", for_each(many_sources(source, ".md"), each), out)]


def for_each(sources: list[Path], command: list[str]) -> list[str]:
    """Return a command that runs another for each source, two at a time."""
    listed = sources[0].parent / f"list{sources[0].suffix}"
    listed.write_text("\n".join(map(str, sources)), "utf-8")
    return ["xargs", "-a", str(listed), "-P", WORKERS, "-I", "{}", *command]


def workers(folder: Path, count: int, rounds: int, limit: float) -> Iterator[Table]:
    """Measure how much quicker two workers are than one."""
    texts = sources_alone(make_sources(folder / "many", "text", "--count", str(count)), folder / "all")
    for to in ("pdf", "docx", "epub"):
        both = [
            ours(texts, folder / f"{to}-{number}", to, workers=number)._replace(name=name)
            for number, name in (("2", "docconvert, two workers"), ("1", "docconvert, one worker"))
        ]
        yield measure(f"{count:,} texts to {to.upper()}", both, rounds, limit)


if __name__ == "__main__":
    main()
