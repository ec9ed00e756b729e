"""Measure the conversion of the script beside opencc-python-reimplemented, in one run.

python benchmarks/script.py --hans SIMPLIFIED … --hant TRADITIONAL …

takes files or folders. For each of OpenCC's configurations both convert the same text: told are the speed,
the ratio, and how many lines come out otherwise. Then each makes its first conversion in a new process.
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

from docconvert.decoding import decode
from docconvert.notices import ignore
from docconvert.script import ScriptConverter, Target, opencc_conversion

if TYPE_CHECKING:
    from collections.abc import Callable

CONFIGURATIONS = ("t2s", "tw2s", "hk2s", "tw2sp", "s2t", "s2tw", "s2hk", "s2twp")
TARGETS: tuple[Target, ...] = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")
LONGEST = 1_000_000

OURS = "from docconvert.script import opencc_conversion as make; make({!r}).convert({!r})"
THEIRS = "from opencc import OpenCC as make; make({!r}).convert({!r})"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hans", nargs="+", type=Path, required=True)
    parser.add_argument("--hant", nargs="+", type=Path, required=True)
    arguments = parser.parse_args()
    hans, hant = text_of(arguments.hans), text_of(arguments.hant)
    print(f"{'':<11} {'characters':>10} {'M/s':>7} {'package':>7} {'ratio':>6} {'lines that differ':>18}")
    for name in CONFIGURATIONS:
        compare(name, hans if name.startswith("s") else hant)
    for target in TARGETS:
        text = hant if target == "zh-Hans" else hans
        ours = speed(ScriptConverter(target).convert, text)
        print(f"{target:<11} {len(text):>10,} {ours / 1e6:>7.2f}")
    for name, text in (("t2s", "頭髮"), ("s2t", "头发")):
        times = first(OURS.format(name, text)), first(THEIRS.format(name, text))
        print(f"{name}: first conversion {times[0]:.0f} ms over bare Python, the package {times[1]:.0f}")


def text_of(paths: list[Path]) -> str:
    files = [file for path in paths for file in (sorted(path.rglob("*.txt")) if path.is_dir() else [path])]
    return "\n".join(decode(file.read_bytes(), notify=ignore)[0] for file in files)[:LONGEST]


def compare(name: str, text: str) -> None:
    ours, theirs = opencc_conversion(name), OpenCC(name)
    pairs = zip(ours.convert(text).split("\n"), theirs.convert(text).split("\n"), strict=True)
    differing = sum(a != b for a, b in pairs)
    fast, slow = speed(ours.convert, text), speed(theirs.convert, text)
    rates = f"{fast / 1e6:>7.2f} {slow / 1e6:>7.2f} {fast / slow:>6.1f}"
    print(f"{name:<11} {len(text):>10,} {rates} {differing:>18}")


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
