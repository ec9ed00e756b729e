"""Measure what a run over millions of texts is made of: processor time for each text, on one core.

    python benchmarks/scale.py [--texts N] [--walked N]

Texts are made up, of a thousand characters each. Processor time is told: other programs do not lengthen it.
docs/at-scale.md says what it comes to for ten million texts.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from docconvert import Output, convert_many
from docconvert.batch import About, Plan, Result, Settings, Written, open_manifest, plan

if TYPE_CHECKING:
    from collections.abc import Callable

SENTENCES = (
    "今日立春，風從東來，萬物生長。",
    "山城的街上掛滿了燈籠，孩子們跑來跑去。",
    "老人坐在門口曬太陽，說起從前的事。",
    "「你什麼時候回來？」她問。",
    "河水慢慢地流，船停在橋下。",
    "市集上有人賣花，有人賣書，也有人賣茶。",
)
FORMATS = ("pdf", "docx", "epub")


def make(folder: Path, count: int, paragraphs: int) -> None:
    """Make texts, a thousand in a folder."""
    chance = random.Random(1)
    for number in range(count):
        path = folder / f"{number // 1000:04d}" / f"第{number}回.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        body = ("".join(chance.choices(SENTENCES, k=5)) for _ in range(paragraphs))
        path.write_text("\n\n".join((f"山城春訊之{number}", *body)) + "\n", "utf-8")


def told(name: str, count: int, work: Callable[[], object]) -> None:
    """Say how much processor time something takes for each text."""
    begun = time.process_time()
    work()
    spent = (time.process_time() - begun) / count
    print(f"{name:<36} {spent * 1000:8.3f} ms a text {1 / spent:10,.0f} texts a second")


def convert(texts: Path, out: Path, format_: str, output: Output) -> None:
    failed = [result for result in convert_many([texts], [format_], str(out), output=output) if result.errors]
    assert not failed


def record(jobs: Plan) -> None:
    """Record outputs that nobody made."""
    manifest = open_manifest(jobs, Settings())
    assert manifest
    about = About("山城春訊", language="zh-Hant", encoding="utf-8")
    for job in jobs:
        outputs = tuple(Written(target.path, 1000, "a" * 64, 1) for target in job.targets)
        manifest.record(job, Result(job.sources[0], outputs, about=about, digest="b" * 64))
    manifest.close()


def look_up(jobs: Plan) -> None:
    manifest = open_manifest(jobs, Settings())
    assert manifest
    remaining = iter(jobs)
    while some := list(islice(remaining, 128)):
        manifest.before(some)
    manifest.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--walked", type=int, default=100_000)
    arguments = parser.parse_args()
    with TemporaryDirectory() as name:
        texts, many, out = Path(name, "texts"), Path(name, "many"), Path(name, "out")
        make(texts, arguments.texts, 12)
        for format_ in FORMATS:
            told(format_, arguments.texts, lambda to=format_: convert(texts, out, to, Output()))  # type: ignore[misc]
        drawn = Output(cover="drawn")
        told("epub with a drawn cover", arguments.texts, lambda: convert(texts, out / "drawn", "epub", drawn))
        told("docx, unchanged", arguments.texts, lambda: convert(texts, out, "docx", Output()))
        make(many, arguments.walked, 0)
        jobs = plan([many], FORMATS, str(out / "many"))
        told("walked", arguments.walked, jobs.survey)
        told("walked, three outputs recorded", arguments.walked, lambda: record(jobs))
        told("walked, three outputs looked up", arguments.walked, lambda: look_up(jobs))
        size = (out / "many" / ".docconvert.sqlite3").stat().st_size / arguments.walked
        print(f"the record takes {size:.0f} bytes a text")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
