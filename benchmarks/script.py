"""Measure the conversion of the script beside opencc-python-reimplemented, in one run.

python benchmarks/script.py [--hans SIMPLIFIED … --hant TRADITIONAL …] [--json FILE]

takes files or folders; without them a novel is made up, and its Traditional form by the package. For each of
OpenCC's configurations both convert the same text: told are the speed, the ratio, and how many lines come out
otherwise. Then each makes its first conversion in a new process.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from opencc import OpenCC
from sources import novel
from tables import Column, Report, Row, Table

from docconvert.decoding import decode
from docconvert.notices import ignore
from docconvert.script import ScriptConverter, Target, opencc_conversion

if TYPE_CHECKING:
    from collections.abc import Callable

CONFIGURATIONS = ("t2s", "tw2s", "hk2s", "tw2sp", "s2t", "s2tw", "s2hk", "s2twp")
TARGETS: tuple[Target, ...] = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")
LONGEST = 1_000_000
MADE_UP = 200_000

OURS = "from docconvert.script import opencc_conversion as make; make({!r}).convert({!r})"
THEIRS = "from opencc import OpenCC as make; make({!r}).convert({!r})"


COLUMNS = (
    Column("docconvert", ".2f", "more"),
    Column("the package", ".2f", "more"),
    Column("ratio", ".1f"),
    Column("characters", ",.0f"),
    Column("lines that differ", ",.0f"),
)
FIRST = (Column("docconvert", ".0f", "less"), Column("the package", ".0f", "less"))
WORDS = (("t2s", "頭髮"), ("s2t", "头发"))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hans", nargs="+", type=Path)
    parser.add_argument("--hant", nargs="+", type=Path)
    parser.add_argument("--size", type=int, default=MADE_UP, help="characters of the novel")
    parser.add_argument("--json", type=Path, help="keep the table in this file too")
    arguments = parser.parse_args()
    hans = text_of(arguments.hans) if arguments.hans else novel(arguments.size, share=0.02)
    hant = text_of(arguments.hant) if arguments.hant else OpenCC("s2tw").convert(hans)
    rows = [compared(name, hans if name.startswith("s") else hant) for name in CONFIGURATIONS]
    for target in TARGETS:
        text = hant if target == "zh-Hans" else hans
        speed_alone = speed(ScriptConverter(target).convert, text) / 1e6
        rows.append(Row(f"`{target}`", (speed_alone, None, None, len(text), None)))
    report = Report(arguments.json)
    report.add(Table("millions of characters a second", COLUMNS, tuple(rows), "columns"))
    rows = [
        Row(name, (first(OURS.format(name, text)), first(THEIRS.format(name, text)))) for name, text in WORDS
    ]
    report.add(Table("first conversion in a new process, ms over bare Python", FIRST, tuple(rows), "columns"))


def text_of(paths: list[Path]) -> str:
    files = [file for path in paths for file in (sorted(path.rglob("*.txt")) if path.is_dir() else [path])]
    return "\n".join(decode(file.read_bytes(), notify=ignore)[0] for file in files)[:LONGEST]


def compared(name: str, text: str) -> Row:
    ours, theirs = opencc_conversion(name), OpenCC(name)
    pairs = zip(ours.convert(text).split("\n"), theirs.convert(text).split("\n"), strict=True)
    differing = sum(a != b for a, b in pairs)
    fast, slow = speed(ours.convert, text) / 1e6, speed(theirs.convert, text) / 1e6
    return Row(name, (fast, slow, fast / slow, len(text), differing))


def speed(convert: Callable[[str], str], text: str) -> float:
    """Return characters a second, the median of three runs after one that does not count."""

    def took() -> float:
        start = time.perf_counter()
        convert(text)
        return time.perf_counter() - start

    took()
    return len(text) / statistics.median(took() for _ in range(3))


def first(code: str) -> float:
    """Return the milliseconds a piece of code takes in a new process, the median of 15, over an empty one."""

    def took(code: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return 1000 * (time.perf_counter() - start)

    took(code)
    pairs = [(took(code), took("")) for _ in range(15)]
    return statistics.median(a - b for a, b in pairs)


if __name__ == "__main__":
    main()
