"""Which rules of PDF/A and PDF/UA the files of programs break, as they are and where the program is asked.

Each program has the same novel in the form it likes best, headings and paragraphs marked, as sources.py makes
it. Where a program can be asked for PDF/A-2 or PDF/UA-1, it is asked in a row of its own.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, NamedTuple

from measure import PYTHON, ROOT, make_sources
from pdf import PLATYPUS
from quality_judges import pdf_findings
from quality_programs import has_command, has_pandoc, pandoc, run
from tables import Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quality_texts import Sample

TYPST = """
import sys, typst
source, target, fonts, *standards = sys.argv[1:]
typst.compile(source, output=target, font_paths=[fonts], pdf_standards=standards)
"""
PDF_A = '"SelectPdfVersion":{"type":"long","value":"2"}'
PDF_UA = '"PDFUACompliance":{"type":"boolean","value":"true"}'
LIBREOFFICE = {
    "LibreOffice": "pdf",
    "LibreOffice, asked for PDF/A-2": f"pdf:writer_pdf_Export:{{{PDF_A}}}",
    "LibreOffice, asked for PDF/UA-1": f"pdf:writer_pdf_Export:{{{PDF_UA}}}",
    "LibreOffice, asked for both": f"pdf:writer_pdf_Export:{{{PDF_A},{PDF_UA}}}",
}


class Way(NamedTuple):
    """A way to make a PDF: what it is called, the command, and the file that it makes."""

    name: str
    command: list[str]
    target: Path


def standards(sample: Sample, folder: Path) -> Table | None:
    """Return how many rules each program's file breaks; None without the validator."""
    folder.mkdir(parents=True, exist_ok=True)
    text = folder / "text.txt"
    text.write_text(sample.text, "utf-8")
    source = make_sources(folder / "novel", "novel", "--text", str(text))
    made = [way for way in ways(source) if run(way.name, way.command, way.target)]
    judged = pdf_findings([way.target for way in made])
    if judged is None:
        return None
    columns = (
        Column("rules of PDF/A-2 broken", ".0f", "less"),
        Column("rules of PDF/UA-1 broken", ".0f", "less"),
    )
    rows = [Row(way.name, judged[way.target], way.name != "docconvert") for way in made]
    return Table("PDF of a novel, marked up", columns, tuple(rows))


def ways(source: Path) -> Iterator[Way]:
    """Yield the ways that the programs of this computer have."""
    folder = source.parent
    ours = [sys.executable, "-m", "docconvert", f"{source}.txt", "--to", "pdf", "--quiet", "--force", "-o"]
    yield Way("docconvert", [*ours, str(folder / "ours.pdf")], folder / "ours.pdf")
    yield from python_ways(source)
    if has_pandoc():
        target = folder / "pandoc.pdf"
        engine = f"--pdf-engine={PYTHON.with_name('weasyprint')}"
        yield Way("pandoc, with WeasyPrint", [pandoc(), f"{source}.md", engine, "-o", str(target)], target)
    if soffice := shutil.which("soffice"):
        for number, (name, to) in enumerate(LIBREOFFICE.items()):
            out = folder / f"libreoffice{number}"
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            call = [
                soffice,
                profile,
                "--headless",
                "--convert-to",
                to,
                "--outdir",
                str(out),
                f"{source}.html",
            ]
            # A page with headings, opened in the word processor and not as one of the web.
            call.insert(3, "--infilter=HTML (StarWriter)")
            yield Way(name, call, out / f"{source.name}.pdf")
    if has_command("ebook-convert"):
        target = folder / "calibre.pdf"
        yield Way("calibre", ["ebook-convert", f"{source}.html", str(target)], target)


def python_ways(source: Path) -> Iterator[Way]:
    """Yield the ways of programs that are Python packages; one that is not installed makes nothing."""
    folder, python = source.parent, str(PYTHON)
    typst_ways = {"": (), ", asked for PDF/A-2": ("a-2a",), ", asked for PDF/UA-1": ("ua-1",)}
    typst_ways[", asked for both"] = ("a-2a", "ua-1")
    for name, asked in typst_ways.items():
        target = folder / f"typst-{'-'.join(asked)}.pdf"
        command = [python, "-c", TYPST, f"{source}.typ", str(target), str(ROOT / "fonts"), *asked]
        yield Way(f"typst{name}", command, target)
    page_ways = {"": (), ", asked for PDF/A-2": ("pdf/a-2a",), ", asked for PDF/UA-1": ("pdf/ua-1",)}
    for name, asked in page_ways.items():
        target = folder / f"weasyprint{len(name)}.pdf"
        flags = [flag for variant in asked for flag in ("--pdf-variant", variant)]
        yield Way(
            f"WeasyPrint{name}",
            [python, "-m", "weasyprint", "-q", *flags, f"{source}.html", str(target)],
            target,
        )
    yield Way(
        "platypus", [*PLATYPUS, str(folder / "platypus"), f"{source}.html"], folder / "platypus" / "novel.pdf"
    )
