"""The site of the documentation: built without a warning, whole, and reached without a network."""

from __future__ import annotations

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest

import docconvert
from docconvert import model

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


class Page(HTMLParser):
    """What the tests ask of a page: its anchors, where its links lead, and what it loads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.anchors.add(given.get("id", ""))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "link" or "src" in given:
            self.loaded.append(given["href" if tag == "link" else "src"])


class Site(NamedTuple):
    folder: Path
    pages: dict[Path, Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    # The lists of objects at the side of a page take a fifth of the time.
    quicker = ["-D", "toc_object_entries=0", "-d", str(folder / "kept")]
    built = subprocess.run(
        [*command, *quicker, str(DOCS), str(folder / "html")],
        env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return Site(folder / "html", {path: Page(path) for path in (folder / "html").rglob("*.html")})


def test_each_page_of_the_documentation_is_in_it(site: Site) -> None:
    pages = [
        path.relative_to(DOCS).with_suffix(".html")
        for kind in ("md", "rst")
        for path in DOCS.rglob(f"*.{kind}")
    ]
    contents = site.pages[site.folder / "index.html"].links

    assert [page for page in pages if page.name != "index.html" and page.as_posix() not in contents] == []


def test_links_and_anchors_hold(site: Site) -> None:
    broken = [
        f"{path.relative_to(site.folder)}: {link}"
        for path, page in site.pages.items()
        for link in page.links
        if not urlsplit(link).scheme and not holds(site, path, link)
    ]

    assert broken == []


def holds(site: Site, path: Path, link: str) -> bool:
    """Whether a link from a page leads to something there is."""
    where = urlsplit(link)
    target = (path.parent / unquote(where.path)).resolve() if where.path else path
    if target not in site.pages:
        return target.is_file()
    return not where.fragment or unquote(where.fragment) in site.pages[target].anchors


def test_nothing_is_loaded_from_elsewhere(site: Site) -> None:
    loaded = {(path, urlsplit(link)) for path, page in site.pages.items() for link in page.loaded}

    assert loaded
    assert [link for _, link in loaded if link.scheme or link.netloc] == []
    assert [link for path, link in loaded if not (path.parent / link.path).exists()] == []
    styles = "".join(path.read_text("utf-8") for path in site.folder.rglob("*.css"))
    assert "@import" not in styles
    assert "url(http" not in styles
    assert "url(//" not in styles


def test_sentences_with_a_colon_stay_whole(site: Site) -> None:
    pages = [path.read_text("utf-8") for path in site.pages if path.parent.name == "reference"]

    assert any("What to emphasize: marked phrases, quoted terms too, or nothing." in page for page in pages)
    assert not any(">Type<" in page for page in pages)


def test_the_reference_has_all_public_names(site: Site) -> None:
    names = set().union(
        *(page.anchors for path, page in site.pages.items() if path.parent.name == "reference")
    )
    public = {name: getattr(docconvert, name) for name in docconvert.__all__}

    for name, of in public.items():
        assert {f"docconvert.{name}", f"{of.__module__}.{name}"} & names, name
    nodes = ("Text", "Ruby", "Emphasis", "Heading", "Paragraph", "Verse", "Separator", "Metadata", "Document")
    assert {f"{model.__name__}.{node}" for node in nodes} <= names
    fields = (*docconvert.Options.__dataclass_fields__, *docconvert.Output.__dataclass_fields__)
    assert [
        field for field in fields if not {f"docconvert.{of}.{field}" for of in ("Options", "Output")} & names
    ] == []
