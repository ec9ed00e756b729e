"""The Python in the documents runs: each file's blocks in order, in an empty folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]

_BLOCK = re.compile(r"^```python\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> list[tuple[int, str]]:
    """The Python blocks of a page, with the number of lines above each."""
    text = page.read_text("utf-8")
    return [(text.count("\n", 0, found.start("code")), found["code"]) for found in _BLOCK.finditer(text)]


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)], ids=name)
def test_the_python_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, object] = {"__name__": "page"}

    for above, code in blocks(page):
        # Blank lines in front, so that a traceback shows the line of the page.
        exec(compile("\n" * above + code, str(page), "exec"), namespace)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_block_of_a_page_is_missed(page: Path) -> None:
    opened = re.findall(r"^\s*(?:```|~~~)\s*(?:python|py|pycon)\b", page.read_text("utf-8"), re.MULTILINE)

    assert len(opened) == len(blocks(page))


def test_the_pages_are_found() -> None:
    assert {"README.md", "docs/architecture.md", "docs/add-a-format.md"} <= {
        name(page) for page in PAGES if blocks(page)
    }


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text("utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []
