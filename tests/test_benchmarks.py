"""The page of the benchmarks is what its template and its figures make it; what is counted is there."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from docconvert import convert

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "benchmarks"


def module(name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module of the benchmarks, which are programs and no package."""
    # Last: one of them has the name of a module of Python's.
    monkeypatch.setattr(sys, "path", [*sys.path, str(FOLDER)])
    return importlib.import_module(name)


def test_the_page_is_its_template_filled_in() -> None:
    template = (FOLDER / "page.md").read_text("utf-8")
    page = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")
    pieces = re.split(r"\{\{\w+\}\}", template)
    assert re.fullmatch("(?s)" + ".+?".join(map(re.escape, pieces)), page), "benchmarks/run.py --only ''"


def test_each_benchmark_has_one_place_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    run = module("run", monkeypatch)
    template = (FOLDER / "page.md").read_text("utf-8")
    places = re.findall(r"\{\{(\w+)\}\}", template)
    assert sorted(places) == sorted(["ahead", *(section.name for section in run.SECTIONS)])
    assert all((FOLDER / section.script).is_file() for section in run.SECTIONS)
    assert "Not measured yet." in run.page(template, {})


def test_where_others_are_ahead_is_found_in_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = module("tables", monkeypatch)
    run = module("run", monkeypatch)
    seconds = tables.Column("s", ".2f", "less", measured=True)
    right = tables.Column("right", ".0f", "more")
    pages = tables.Column("pages", ".0f")
    rows = (
        tables.Row("docconvert", (1.0, 9, 5)),
        tables.Row("docconvert, otherwise", (0.1, 10, 1)),
        tables.Row("near", (0.97, 9, 1), is_peer=True),
        tables.Row("quick", (0.5, 8, 1), is_peer=True),
        tables.Row("failed", ("failed", None, None), is_peer=True),
        tables.Row("better", (2.0, 10, 1), is_peer=True),
    )
    table = tables.Table("a novel", (seconds, right, pages), rows)
    assert [tuple(lead) for lead in table.leads()] == [
        ("quick", "a novel", "s", "0.50", "1.00"),
        ("better", "a novel", "right", "10", "9"),
    ]
    assert "| quick | 0.50 | 0.50 | 8 | 1 |" in table.markdown()
    about = {"quick": True, "load": 0, "cores": 2, "system": "Linux", "python": "3.11", "programs": {}}
    kept = {"pdf": run.Kept(about, tables.items_of([[*table], "One sentence."]))}
    assert "| quick | PDF: a novel | s | 0.50 | 1.00 |" in run.ahead(kept)
    assert run.shown(kept["pdf"]).startswith("Made in a quick run on 2 shared cores")


def test_columns_of_peers_are_compared_too(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = module("tables", monkeypatch)
    columns = tuple(tables.Column(name, ".0f", "more") for name in ("docconvert", "chardet"))
    rows = (tables.Row("100 bytes", (99, 100)), tables.Row("1,000 bytes", (100, 90)))
    table = tables.Table("right", columns, rows, "columns")
    assert [tuple(lead) for lead in table.leads()] == [("chardet", "right", "100 bytes", "100", "99")]


@pytest.mark.parametrize("to", ["docx", "epub"])
def test_the_reader_of_all_files_sees_what_is_in_them(
    to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = module("quality_reader", monkeypatch)
    path = tmp_path / f"a.{to}"
    text = "春訊\n\n作者：某人\n\n第一章 立春\n\n　　長(zhǎng)風從東來。\n\n第二章 雨水\n\n　　雨下了一夜。\n"
    path.write_bytes(convert(text, to))
    seen = reader.read(path)
    assert seen.title == "春訊"
    assert {"第一章立春", "第二章雨水"} <= set(seen.entries)
    assert "雨下了一夜。" in seen.paragraphs
    assert "長(zhǎng)風從東來。" in seen.text
