"""Measure start-up: whole processes over bare Python, medians of interleaved runs.

python benchmarks/startup.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 25


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text.txt"
        text.write_text("春訊\n\n今日立春，天氣晴。\n", "utf-8")
        docconvert = [sys.executable, "-m", "docconvert"]
        commands = {
            "bare Python": [sys.executable, "-c", "pass"],
            "--version": [*docconvert, "--version"],
            "--to tree": [*docconvert, str(text), "--to", "tree"],
            **{
                f"--to {to}": [*docconvert, str(text), "--to", to, "-o", f"{folder}/text.{to}"]
                for to in ("json", "docx", "epub", "pdf")
            },
        }
        for command in commands.values():
            seconds(command)  # once, so that bytecode and disk caches are warm for all
        # One of each in turn, so that what else the machine does falls on all alike.
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                times[name].append(seconds(command))
    bare = statistics.median(times["bare Python"])
    print(f"{'':12} {'ms':>7} {'over bare':>10}")
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:12} {median * 1000:7.1f} {(median - bare) * 1000:10.1f}")


if __name__ == "__main__":
    main()
