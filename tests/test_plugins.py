"""The plug-in that comes as an example: installed like any package, it writes what LibreOffice reads."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import docconvert_odt
import pytest
from hypothesis import given, settings

import docconvert
from conftest import EXAMPLES
from docconvert.chars import FORBIDDEN
from docconvert.model import (
    Document,
    Emphasis,
    Heading,
    Paragraph,
    Ruby,
    Separator,
    Text,
    Verse,
    document_lines,
    spans,
)
from judges import soffice_convert
from strategies import documents

if TYPE_CHECKING:
    from pathlib import Path

    from docconvert.model import Inlines

PLUG_IN = EXAMPLES / "plugins" / "docconvert-odt"
TEXTS = [str(EXAMPLES / f"{name}.txt") for name in ("news", "notice", "story")]

NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, STYLE = (f"{{{NAMES}{name}:1.0}}" for name in ("office", "text", "style"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a Python in which the plug-in is installed."""
    target = tmp_path_factory.mktemp("installed")
    quick = ["--quiet", "--no-deps", "--no-build-isolation", "--no-compile", "--disable-pip-version-check"]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *quick, "--target", target, PLUG_IN],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(target), os.environ.get("PYTHONPATH", "")])}


def run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# --- installed


def test_it_is_listed(installed: dict[str, str]) -> None:
    assert ["odt", ".odt"] in [
        line.split() for line in run(installed, "docconvert", "--list-formats").splitlines()
    ]


def test_it_writes_alone_and_with_workers(installed: dict[str, str], tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    run(installed, "docconvert", *TEXTS, "--to", "odt,tree", "-o", f"{one}/")
    run(installed, "docconvert", *TEXTS, "--to", "odt", "-o", f"{two}/", "--jobs", "2")

    for name in ("news.odt", "notice.odt", "story.odt"):
        written = (one / name).read_bytes()
        assert written == (two / name).read_bytes()
        source = (EXAMPLES / name).with_suffix(".txt")
        document = docconvert.read(source.read_bytes(), source=source.name)
        assert written == odt(document)


# --- what it writes


LOOKS = docconvert.load_style()


def odt(document: Document) -> bytes:
    return docconvert_odt.FORMAT.write(document, LOOKS, docconvert.Output(), notify=print)


def text_of(element: ET.Element) -> str:
    """What stands in an element, readings in brackets behind their characters."""
    shown = element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            shown += " " * int(child.get(f"{TEXT}c", "1"))
        elif child.tag == f"{TEXT}line-break":
            shown += "\n"
        elif child.tag == f"{TEXT}ruby-text":
            shown += f"({text_of(child)})"
        else:
            shown += text_of(child)
        shown += child.tail or ""
    return shown


def paragraphs(root: ET.Element) -> list[ET.Element]:
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    assert body is not None
    return [element for element in body if element.tag in (f"{TEXT}p", f"{TEXT}h")]


def shown(line: Inlines) -> str:
    return "".join(
        f"{span.base}({span.reading})" if isinstance(span, Ruby) else span.text for span in spans(line)
    )


def lines_of(document: Document) -> list[str]:
    return [shown(line) for line in document_lines(document)]


@settings(max_examples=30)
@given(documents())
def test_nothing_is_lost(document: Document) -> None:
    written = odt(document)
    content = zipfile.ZipFile(io.BytesIO(written)).read("content.xml")
    found = [text_of(element) for element in paragraphs(ET.fromstring(content))]

    assert "\n".join(filter(None, found)) == "\n".join(lines_of(document))
    assert not FORBIDDEN.search(content.decode())
    assert docconvert_odt.FORMAT.wrote(written)


DOCUMENT = Document(
    (Text("渔火"), Emphasis((Text("集"),))),
    (
        Paragraph((Text("汐浦　江临"),), "byline"),
        Heading(1, (Text("第一章　"), Ruby("汛", "xùn"), Text("期"))),
        Paragraph((Text("他说 A  B & <C>，"), Emphasis((Text("潮"), Ruby("漲", "zhǎng"))), Text("了。"))),
        Heading(2, (Text("一、桅灯"),)),
        Verse(((Text("桅灯照水"),), (Text("橹声过桥"),))),
        Separator(),
        Paragraph((Text("各渔村："),), "salutation"),
        Paragraph((Text("汐浦渔会"),), "signature"),
        Paragraph((Text("二〇二四年三月七日"),), "date"),
    ),
)


def test_libreoffice_reads_the_same_text(tmp_path: Path) -> None:
    path = tmp_path / "渔火.odt"
    path.write_bytes(odt(DOCUMENT))
    root = ET.parse(soffice_convert(path, "fodt", tmp_path)).getroot()
    read = paragraphs(root)

    assert "\n".join(filter(None, map(text_of, read))) == "\n".join(lines_of(DOCUMENT))
    headings = [
        (text_of(found), found.get(f"{TEXT}outline-level")) for found in read if found.tag.endswith("h")
    ]
    assert headings == [("第一章　汛(xùn)期", "1"), ("一、桅灯", "2")]
    # A style on which LibreOffice hangs nothing of its own is still the one that was named.
    assert read[-1].get(f"{TEXT}style-name") == "Date"
    rubies = [text_of(base) for base in root.iter(f"{TEXT}ruby-base")]
    assert rubies == ["汛", "漲"]
    spoken = {found.get(f"{STYLE}language-asian") for found in root.iter()}
    assert "zh" in spoken
