"""What is not needed is not loaded: a user of one format does not wait for the others."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = (
    "reportlab",
    "uharfbuzz",
    "ebooklib",
    "docx",
    "lxml",
    "rich",
    "pypinyin",
    "importlib.metadata",
    "difflib",
    "fsspec",
    "distributed",
    "starlette",
    "uvicorn",
)


def loaded(program: str) -> set[str]:
    """The top-level names of all modules a program has loaded in the end."""
    shown = f"{program}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("to", "needed"),
    [
        ("tree", set()),
        ("json", set()),
        ("html", set()),
        ("markdown", set()),
        ("docx", {"docx", "lxml"}),
        ("epub", {"ebooklib", "lxml"}),
        ("pdf", {"reportlab"}),
    ],
)
def test_a_format_loads_only_what_it_needs(to: str, needed: set[str]) -> None:
    names = loaded(f"import docconvert; docconvert.convert('春訊。', {to!r})")
    heavy = {name for name in HEAVY if name in names}
    # ElementTree and zipfile of the standard library load these on their own.
    assert heavy - {"importlib.metadata", "difflib"} == needed


@pytest.mark.parametrize("toc_pages", [False, True])
def test_only_page_numbers_in_the_contents_of_a_docx_need_the_layout_of_pdf(toc_pages: bool) -> None:
    names = loaded(
        "import docconvert\n"
        f"output = docconvert.Output(contents='yes', toc_pages={toc_pages})\n"
        "text = '春訊\\n\\n第一章　立春\\n\\n風從東來。\\n\\n第二章　雨水\\n\\n雨落了。\\n'\n"
        "data = docconvert.convert(text, 'docx', output=output)\n"
        "import io, zipfile\n"
        "assert b'TOC ' in zipfile.ZipFile(io.BytesIO(data)).read('word/document.xml')"
    )
    assert ("docconvert.writers.pdf.compose" in names) == toc_pages
    assert "reportlab" not in names or toc_pages


def test_the_command_line_loads_nothing_heavy() -> None:
    names = loaded("from docconvert.cli import parse_arguments; parse_arguments(['a.txt', '--to', 'pdf'])")
    assert not names & {*HEAVY, "docconvert.pipeline", "docconvert.style"}


def test_only_urls_need_what_reads_them(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_text("春訊。", "utf-8")
    names = loaded(
        "from docconvert.cli import main\n"
        f"main([{str(tmp_path / 'texts')!r}, '--to', 'docx', '-o', {str(tmp_path / 'out')!r}, '-j', '1'])"
    )
    assert (tmp_path / "out/a.docx").is_file()
    assert not names & {"fsspec", "distributed", "dask", "docconvert.remote", "docconvert.batch.cluster"}


def test_only_a_damaged_text_asks_for_readings() -> None:
    whole = "import docconvert; docconvert.read('真的?好(hǎo)的。什么?(nǐ)')"
    assert "docconvert.reading.repair.evidence" not in loaded(whole)
    damaged = loaded("import docconvert; docconvert.read('展?fàn)I造')")
    assert "docconvert.reading.repair.evidence" in damaged


def test_utf8_text_needs_no_scoring() -> None:
    assert "docconvert.decoding.score" not in loaded("import docconvert; docconvert.read('春訊。'.encode())")


def test_public_names_are_there() -> None:
    import docconvert

    for name in docconvert.__all__:
        assert getattr(docconvert, name).__module__.startswith("docconvert.")
        assert name in dir(docconvert)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        docconvert.nothing  # type: ignore[attr-defined]  # noqa: B018 - a type checker finds it, too
