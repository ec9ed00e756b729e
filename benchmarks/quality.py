"""Count what programs make of texts whose structure is known: headings, paragraphs, readings, characters.

python benchmarks/quality.py [--folder DIR] [--json FILE]

Each program is given the same texts (quality_texts.py) as its users would give them (quality_programs.py);
what it writes is read by one reader for all (quality_reader.py) and judged by independent validators
(quality_judges.py). Programs that are not installed are left out, and so are judges.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from measure import PYTHON, install
from quality_judges import docx_findings, epub_findings, pdf_findings
from quality_programs import PROGRAMS, convert
from quality_reader import Seen, read, squeezed
from quality_standards import standards
from quality_texts import encoded, novel, readings, signs, wrapped
from tables import Column, Report, Row, Table

if TYPE_CHECKING:
    from quality_programs import Program
    from quality_texts import Sample

WORKERS = 2
"""Conversions at a time: nothing is timed here."""

BOOK, REPORT = novel(), readings()
ESSAYS = (wrapped(by_columns=True), wrapped(by_columns=False))
SAMPLES = (BOOK, *ESSAYS, REPORT, signs())
CONTENTS = {"目录", "目錄"}
READING = re.compile(r"[㐀-鿿]\([a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)")


class Made(NamedTuple):
    """What a program made of each text, by its name; a text of which nothing was made is not among them."""

    program: Program
    files: dict[str, Path]
    seen: dict[str, Seen]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, help="keep the texts and the files made here")
    parser.add_argument("--json", type=Path, help="keep the tables in this file too")
    arguments = parser.parse_args()
    if not PYTHON.exists():
        install()
    programs = [program for program in PROGRAMS if program.is_ready()]
    report = Report(arguments.json)
    with tempfile.TemporaryDirectory() as name:
        folder = (arguments.folder or Path(name)).resolve()
        for to in ("docx", "epub", "pdf"):
            report.add(table(to, made_by_all(programs, to, folder)))
        report.add(encodings(programs, folder))
        report.add(standards(SAMPLES[0], folder / "standards"))


def made_by_all(programs: list[Program], to: str, folder: Path) -> list[Made]:
    """Have all programs convert all texts to one format."""
    for sample in SAMPLES:
        source = folder / f"{sample.name}.txt"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(sample.text, "utf-8")

    def made(number: int, program: Program) -> Made:
        files = {sample.name: folder / f"{number}" / f"{sample.name}.{to}" for sample in SAMPLES}
        done = [
            sample.name
            for sample in SAMPLES
            if convert(program, folder / f"{sample.name}.txt", files[sample.name], sample)
        ]
        return Made(program, {name: files[name] for name in done}, {name: read(files[name]) for name in done})

    with ThreadPoolExecutor(WORKERS) as threads:
        return list(threads.map(made, range(len(programs)), programs))


def table(to: str, all_made: list[Made]) -> Table:
    """Return what all programs came to in one format."""
    columns = [
        Column(f"headings of {len(BOOK.headings)}", ".0f", "more"),
        Column("other entries", ".0f", "less"),
        Column(f"titles of {len(SAMPLES)}", ".0f", "more"),
    ]
    if to != "pdf":
        columns += [
            Column(f"paragraphs of {len(BOOK.paragraphs)}", ".0f", "more"),
            Column(f"wrapped paragraphs of {sum(len(essay.paragraphs) for essay in ESSAYS)}", ".0f", "more"),
        ]
    columns.append(Column(f"readings left in the text, of {REPORT.readings}", ".0f", "less"))
    if to != "pdf":
        columns.append(Column("readings as ruby", ".0f", "more"))
    total = sum(len(squeezed(sample.plain)) for sample in SAMPLES)
    columns.append(Column(f"characters lost, of {total:,}", ".0f", "less"))
    columns += [Column(name, ".0f", "less") for name in JUDGES[to]]
    judged = findings(to, all_made)
    rows = [
        Row(made.program.name, (*scores(made, to), *judgement), not made.program.is_ours)
        for made, judgement in zip(all_made, judged, strict=True)
    ]
    return Table(to.upper(), tuple(columns), tuple(rows))


JUDGES = {
    "docx": ("errors for the Open XML SDK",),
    "epub": ("errors and warnings of EPUBCheck",),
    "pdf": ("rules of PDF/A-2 broken", "rules of PDF/UA-1 broken"),
}


def scores(made: Made, to: str) -> list[float | None]:
    """Return the figures that are counted in what a program made, in the order of the columns."""
    seen = made.seen
    found: list[float | None] = [
        common(BOOK.headings, seen[BOOK.name].entries) if BOOK.name in seen else None,
        sum(others(sample, seen[sample.name]) for sample in SAMPLES if sample.name in seen),
        sum(seen[sample.name].title == sample.title for sample in SAMPLES if sample.name in seen),
    ]
    if to != "pdf":
        found += [
            sum(joined(sample, seen.get(sample.name)) for sample in group) for group in ((BOOK,), ESSAYS)
        ]
    found.append(len(READING.findall(seen[REPORT.name].text)) if REPORT.name in seen else None)
    if to != "pdf":
        found.append(seen[REPORT.name].rubies if REPORT.name in seen else None)
    found.append(sum(lost(sample, seen.get(sample.name)) for sample in SAMPLES))
    return found


def findings(to: str, all_made: list[Made]) -> list[tuple[int | None, ...]]:
    """Return what the validators of a format find in all that each program made."""
    if to == "pdf":
        paths = [path for made in all_made for path in made.files.values()]
        judged = pdf_findings(paths)
        if judged is None:
            return [(None, None)] * len(all_made)
        return [
            tuple(map(sum, zip(*(judged[path] for path in made.files.values()), strict=True)))
            for made in all_made
        ]
    judge = docx_findings if to == "docx" else epub_findings
    with ThreadPoolExecutor(WORKERS) as threads:
        counts = [list(threads.map(judge, made.files.values())) for made in all_made]
    return [(None,) if None in found else (sum(filter(None, found)),) for found in counts]


def encodings(programs: list[Program], folder: Path) -> Table:
    """Return how much of a letter comes out right, in per cent, from each encoding."""
    samples = encoded()
    columns = tuple(Column(name, ".0f", "more") for name in samples)
    # What a program is told of headings or readings does not matter here.
    plain = [program for program in programs if "," not in program.name]

    def row(number: int, program: Program) -> Row:
        values = []
        for order, (sample, _) in enumerate(samples.values()):
            source = folder / f"letter-{order}.txt"
            target = folder / f"letters-{number}" / f"letter-{order}.docx"
            values.append(
                100 * right(sample, read(target)) if convert(program, source, target, sample) else 0.0
            )
        return Row(program.name, tuple(values), not program.is_ours)

    for order, (_, data) in enumerate(samples.values()):
        (folder / f"letter-{order}.txt").write_bytes(data)
    with ThreadPoolExecutor(WORKERS) as threads:
        rows = tuple(threads.map(row, range(len(plain)), plain))
    return Table("characters right, per cent", columns, rows)


def folded(text: str) -> str:
    """Return a text in which full-width and half-width forms of a character are the same."""
    return squeezed(unicodedata.normalize("NFKC", text))


def common(wanted: tuple[str, ...], found: tuple[str, ...]) -> int:
    """Return how many of the texts wanted are found, whole and apart from others."""
    return (Counter(map(folded, wanted)) & Counter(map(folded, found))).total()


def joined(sample: Sample, seen: Seen | None) -> int:
    """Return how many paragraphs of a text came out as one paragraph each."""
    return common(sample.paragraphs, seen.paragraphs) if seen else 0


def others(sample: Sample, seen: Seen) -> int:
    """Return how many entries are no headings: the title, the word for contents, and nothing do not count."""
    known = {*map(folded, sample.headings), folded(sample.title), *CONTENTS, ""}
    return sum(folded(entry) not in known for entry in seen.entries)


def lost(sample: Sample, seen: Seen | None) -> int:
    """Return how many characters of a text are not in what was made of it, wherever they stand."""
    kept = Counter(folded(seen.text + seen.title)) if seen else Counter()
    return (Counter(folded(sample.plain)) - kept).total()


def right(sample: Sample, seen: Seen) -> float:
    """Return the share of a text's characters that come out, in their order."""
    wanted, found = folded(sample.plain), folded(seen.text)
    blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(wanted)


if __name__ == "__main__":
    main()
