"""Measure reading: bytes to document, beside a pass of str.splitlines and one of a regular expression.

python benchmarks/reading.py [--json FILE] [FILE ...]

Without files, novels are made up: chapters of paragraphs and dialogue, the same on every run.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tables import Column, Report, Row, Table

import docconvert

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 5
SIZES = (500_000, 1_000_000, 2_000_000, 3_000_000)
WORDS = [
    *("渡船", "码头", "老人", "潮水", "石阶", "灯塔", "远山", "雾", "屋子", "簿子", "一阵风", "那天", "后来"),
    *(
        "慢慢地",
        "忽然",
        "没有",
        "还在",
        "已经",
        "走过",
        "听见",
        "看着",
        "想起",
        "说话",
        "站在",
        "落下",
        "水面",
    ),
    *("影子", "声音", "傍晚", "清早", "海边", "路上", "村里", "大家", "谁", "他", "她", "我们", "的", "了"),
    *("着", "在", "从", "把", "向", "又", "也", "却", "就", "像"),
]


def sentence(chance: random.Random) -> str:
    clauses = ("".join(chance.choices(WORDS, k=chance.randint(3, 8))) for _ in range(chance.randint(1, 5)))
    return "，".join(clauses) + chance.choice("。。。！？")


def novel(characters: int) -> str:
    chance = random.Random(1)
    lines: list[str] = []
    length = chapter = 0
    while length < characters:
        if len(lines) % 80 == 0:
            chapter += 1
            lines.append(f"第{chapter}章 {''.join(chance.choices(WORDS, k=3))}")
        elif chance.random() < 0.3:
            lines.append(f"　　“{sentence(chance)}”")
        else:
            lines.append("　　" + "".join(sentence(chance) for _ in range(chance.randint(1, 7))))
        length += len(lines[-1])
    return "\n".join(lines)


def seconds(work: Callable[[], object]) -> float:
    def once() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return statistics.median(once() for _ in range(RUNS))


def peak(size: int) -> float:
    """Return the most memory, in MB, that reading takes above bare Python, as Linux counts it."""
    # Not getrusage: it hands the peak of this process on to those it starts.
    measure = (
        "import re; print(int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]) / 1024)"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "novel.txt"
        path.write_text(novel(size), "utf-8")
        read = f"import docconvert, pathlib; docconvert.read(pathlib.Path({str(path)!r}).read_bytes());"
        return _printed(read + measure) - _printed(measure)


def _printed(code: str) -> float:
    return float(
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    )


def row(name: str, data: bytes) -> Row:
    text = docconvert.read(data) and data.decode("utf-8", "replace")
    lines = seconds(text.splitlines)
    pattern = re.compile("[一二三四五六七八九十]章|[。！？]”")
    matches = seconds(lambda: pattern.findall(text))
    read = seconds(lambda: docconvert.read(data))
    return Row(name, (read, read / lines, read / matches))


COLUMNS = (
    Column("seconds", ".2f"),
    Column("times `splitlines`", ".0f"),
    Column("times the expression", ".0f"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--json", type=Path, help="keep the table in this file too")
    arguments = parser.parse_args()
    report = Report(arguments.json)
    if arguments.files:
        rows = [row(path.name, path.read_bytes()) for path in arguments.files]
        report.add(Table("", COLUMNS, tuple(rows)))
        return
    rows = [row(f"{size:,} characters", novel(size).encode()) for size in SIZES]
    largest = f"{SIZES[-1]:,} characters take {peak(SIZES[-1]):.0f} MB above bare Python."
    report.add(Table("", COLUMNS, tuple(rows)), largest)


if __name__ == "__main__":
    main()
