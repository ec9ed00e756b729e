"""How programs are called to convert a text, as their users would: what the benchmark of quality compares.

All are given the text itself. What a program can be told about a text, such as a pattern for headings, it is
told in a row of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from docx_epub import pandoc
from measure import PEERS, PYTHON, has_package, last_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quality_texts import Sample

LIMIT = 180
"""Seconds that a conversion may take."""

Command = list[str]


class Program(NamedTuple):
    """A program, or one way to use it: whether it is there, and how it is called."""

    name: str
    is_ready: Callable[[], bool]
    command: Callable[[Path, Path, Sample], Command]

    @property
    def is_ours(self) -> bool:
        return self.name.startswith("docconvert")


def convert(program: Program, source: Path, target: Path, sample: Sample) -> bool:
    """Have a program convert a text; say whether there is a file."""
    return run(program.name, program.command(source, target, sample), target)


def run(name: str, command: Command, target: Path) -> bool:
    """Run a command, and say whether it made its file; on standard error, why it did not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    variables = os.environ | {"CALIBRE_CONFIG_DIRECTORY": str(target.with_name("calibre"))}
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        variables["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # calibre's browser has none for root
    given: dict[str, Any] = {"env": variables, "text": True, "errors": "replace", "timeout": LIMIT}
    try:
        said = subprocess.run(command, capture_output=True, check=False, **given).stderr
    except subprocess.TimeoutExpired:
        said = f"not done after {LIMIT} s"
    if not target.exists():
        print(f"{name} makes no {target.name}: {last_line(said)}", file=sys.stderr)
    return target.exists()


def docconvert(*flags: str) -> Callable[[Path, Path, Sample], Command]:
    def command(source: Path, target: Path, _: Sample) -> Command:
        given = [str(source), "--to", target.suffix[1:], "-o", str(target), "--quiet", "--force"]
        return [sys.executable, "-m", "docconvert", *given, *flags]

    return command


def pandoc_command(source: Path, target: Path, _: Sample) -> Command:
    # The extension joins lines of Chinese without spaces; it only helps.
    syntax = "markdown+east_asian_line_breaks"
    engine = [f"--pdf-engine={PEERS / 'bin' / 'weasyprint'}"] if target.suffix == ".pdf" else []
    return [pandoc(), "-f", syntax, str(source), *engine, "-o", str(target)]


def libreoffice(source: Path, target: Path, _: Sample) -> Command:
    profile = f"-env:UserInstallation={target.with_name('profile').resolve().as_uri()}"
    folder = ["--convert-to", target.suffix[1:], "--outdir", str(target.parent)]
    return ["soffice", profile, "--headless", "--norestore", *folder, str(source)]


def calibre(source: Path, target: Path, _: Sample) -> Command:
    return ["ebook-convert", str(source), str(target)]


def calibre_told(source: Path, target: Path, sample: Sample) -> Command:
    pattern = f"//*[name()='p' and re:test(., '{sample.pattern}')]"
    told = ["--chapter", pattern, "--level1-toc", pattern] if sample.pattern else []
    return [*calibre(source, target, sample), *told]


@cache
def has_pandoc() -> bool:
    return PYTHON.exists() and has_package("pandoc", "pypandoc_binary", "pypandoc")


def has_command(command: str) -> bool:
    return shutil.which(command) is not None


PROGRAMS = (
    Program("docconvert", lambda: True, docconvert()),
    Program("docconvert, `--readings ruby`", lambda: True, docconvert("--readings", "ruby")),
    Program("pandoc", has_pandoc, pandoc_command),
    Program("LibreOffice", partial(has_command, "soffice"), libreoffice),
    Program("calibre", partial(has_command, "ebook-convert"), calibre),
    Program("calibre, given the headings' pattern", partial(has_command, "ebook-convert"), calibre_told),
)
