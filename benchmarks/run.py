"""Run all benchmarks beside their peers, and write docs/benchmarks.md: one command for the whole page.

python benchmarks/run.py [--quick] [--only NAME,…] [--install] [--page FILE]

makes the peers' environment under build/ if it is missing, runs each benchmark as a process of its own, keeps
what it found in build/benchmarks/NAME.json, and fills in page.md with all that is kept. So a section that was
not run again stays as it was, and says of which run it is. Without --quick all takes an hour or so, with it a
few minutes. ``--only ''`` writes the page alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from measure import HERE, PACKAGES, PYTHON, ROOT, install
from tables import Column, Row, Table, items_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KEPT = ROOT / "build" / "benchmarks"
PAGE = ROOT / "docs" / "benchmarks.md"
TEMPLATE = HERE / "page.md"
BUSY = 1.5
"""Processes that wait for each core; above it the page says that the machine was busy."""


class Section(NamedTuple):
    """A part of the page: the benchmark it is from, and its options for a quick run and a whole one."""

    name: str
    heading: str
    script: str
    quick: str = ""
    whole: str = ""


SECTIONS = (
    Section("quality", "Quality", "quality.py"),
    Section("startup", "Start-up", "startup.py", "--runs 7", "--runs 25"),
    Section("reading", "Reading", "reading.py"),
    Section("encodings", "Encodings", "encodings.py", "--samples 3", "--samples 10"),
    Section("pdf", "PDF", "pdf.py", "--rounds 1 --sizes 1000000", "--rounds 3"),
    Section("docx", "DOCX", "docx_epub.py", "--rounds 1 --sizes 1000000", "--rounds 5"),
    Section("epub", "EPUB", "docx_epub.py", "--to epub --rounds 1 --sizes 1000000", "--to epub --rounds 5"),
    Section("folders", "Folders", "batch.py", "--rounds 1 --count 600", "--rounds 3"),
    Section("script", "Script conversion", "script.py", "--size 50000"),
)


class Kept(NamedTuple):
    """What a benchmark found, and how it was made."""

    about: dict[str, Any]
    items: list[Table | str]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer runs and sizes")
    parser.add_argument("--only", type=_sections, default=SECTIONS, metavar="NAME,…", help="run these only")
    parser.add_argument("--install", action="store_true", help="make the peers' environment anew")
    parser.add_argument("--page", type=Path, default=PAGE, help=f"where the page goes (default {PAGE.name})")
    arguments = parser.parse_args()
    if arguments.install or (not PYTHON.exists() and arguments.only):
        install()
    KEPT.mkdir(parents=True, exist_ok=True)
    failed = [section.name for section in arguments.only if not run(section, quick=arguments.quick)]
    arguments.page.write_text(page(TEMPLATE.read_text("utf-8"), kept_sections()), "utf-8", newline="\n")
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def _sections(value: str) -> tuple[Section, ...]:
    known = {section.name: section for section in SECTIONS}
    names = [name for name in value.split(",") if name]
    if unknown := set(names) - set(known):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    return tuple(known[name] for name in names)


def run(section: Section, *, quick: bool) -> bool:
    """Run a benchmark and keep what it found; say whether it ended well."""
    print(f"\n== {section.heading}", file=sys.stderr)
    options = (section.quick if quick else section.whole).split()
    about = {"quick": quick, "load": load(), **machine(), "programs": programs()}
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder, "found.json")
        command = [sys.executable, str(HERE / section.script), *options, "--json", str(found)]
        if subprocess.run(command, check=False).returncode or not found.exists():
            return False
        kept = {"about": about, "items": json.loads(found.read_text("utf-8"))}
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    (KEPT / f"{section.name}.json").write_text(text, "utf-8")
    return True


def load() -> float:
    """Return how many processes wanted each core in the last minute; 0 where nobody counts."""
    return os.getloadavg()[0] / (os.cpu_count() or 1) if hasattr(os, "getloadavg") else 0.0


def machine() -> dict[str, Any]:
    """Return what tells kinds of machines apart, and nothing that names this one."""
    return {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.system()}


def programs() -> dict[str, str]:
    """Return the versions of docconvert and of all peers that are there."""
    found = {"docconvert": _version([sys.executable, "-m", "docconvert", "--version"])}
    asked = {
        "pandoc": [str(PYTHON), "-c", "import pypandoc; print(pypandoc.get_pandoc_version())"],
        "LibreOffice": ["soffice", "--version"],
        "calibre": ["ebook-convert", "--version"],
    }
    for name, command in asked.items():
        if shutil.which(command[0]) and (version := _version(command)):
            found[name] = version
    names = (re.split("[<>=]", package)[0] for package in PACKAGES if package != "pypandoc_binary")
    for name in filter(lambda _: PYTHON.exists(), names):
        code = f"import importlib.metadata as m; print(m.version({name!r}))"
        if version := _version([str(PYTHON), "-c", code]):
            found[name] = version
    return found


def _version(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    version = re.search(r"\d+(\.\d+)+", done.stdout)
    return version[0] if version and not done.returncode else ""


def kept_sections() -> dict[str, Kept]:
    """Return what is kept of each benchmark that was ever run."""
    found = {}
    for section in SECTIONS:
        path = KEPT / f"{section.name}.json"
        if path.exists():
            kept = json.loads(path.read_text("utf-8"))
            found[section.name] = Kept(kept["about"], items_of(kept["items"]))
    return found


def page(template: str, kept: dict[str, Kept]) -> str:
    """Fill in a template: ``{{NAME}}`` is what a benchmark found, ``{{ahead}}`` where others are better."""
    filled = {section.name: shown(kept.get(section.name)) for section in SECTIONS}
    filled["ahead"] = ahead(kept)
    return re.sub(r"\{\{(\w+)\}\}", lambda mark: filled[mark[1]], template)


def shown(kept: Kept | None) -> str:
    """Return how a benchmark was run, and what it found, in Markdown."""
    if not kept:
        return "Not measured yet."
    items = (item.markdown() if isinstance(item, Table) else item for item in kept.items)
    return "\n\n".join([made(kept.about), *items])


def made(about: dict[str, Any]) -> str:
    """Say in one line how figures were made."""
    kind = "a quick run" if about["quick"] else "a whole run"
    versions = ", ".join(f"{name} {version}" for name, version in about["programs"].items())
    system = f"{about['cores']} shared cores, {about['system']}, Python {about['python']}"
    line = f"Made in {kind} on {system}, {versions}."
    if about["load"] > BUSY:
        line += f" The machine was busy: {about['load']:.0f} processes wanted each core when it began."
    return "\n\n".join([line, *([about["note"]] if "note" in about else [])])


def ahead(kept: dict[str, Kept]) -> str:
    """Return a table of all figures in which a peer is better than docconvert."""
    headings = {section.name: section.heading for section in SECTIONS}
    rows = [
        Row(lead.peer, (f"{headings[name]}: {lead.table}", lead.figure, lead.theirs, lead.ours))
        for name, found in kept.items()
        for lead in leads(found.items)
    ]
    columns = (Column("where"), Column("figure"), Column("theirs"), Column("docconvert's"))
    return Table("program", columns, tuple(rows)).markdown() if rows else "Nowhere in these tables."


def leads(items: Iterable[Table | str]) -> Iterator[Any]:
    for item in items:
        if isinstance(item, Table):
            yield from item.leads()


if __name__ == "__main__":
    main()
