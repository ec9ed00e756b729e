"""Docconvert as a library: texts from anywhere, documents by hand, notices, threads, types."""

from __future__ import annotations

import io
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

import docconvert as dc
from docconvert.errors import InputError
from docconvert.model import Emphasis, Heading, Metadata, Paragraph, Ruby, Separator, Text, Verse

if TYPE_CHECKING:
    from pathlib import Path

    from docconvert.pipeline import Source

TEXT = "潮信\n\n第一章　起锚\n\n汐浦今日,涨潮。\n"
FORMATS = ("docx", "epub", "json", "pdf", "tree")


# --- where a text comes from


def test_a_text_comes_from_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "潮信.txt"
    path.write_text(TEXT, "utf-8")
    data = TEXT.encode()
    with path.open("rb") as binary, path.open(encoding="utf-8") as text:
        sources: list[Source] = [data, bytearray(data), memoryview(data), path, binary, io.BytesIO(data)]
        texts: list[Source] = [TEXT, io.StringIO(TEXT), text]
        trees = {dc.convert(source, "tree", source="潮信.txt") for source in sources}
        from_text = {dc.convert(source, "tree") for source in texts}

    (tree,), (shorter,) = trees, from_text
    assert tree.decode().startswith("meta zh-Hans, utf-8, 潮信.txt\ntitle 潮信\n")
    assert shorter.decode().startswith("meta zh-Hans\ntitle 潮信\n")
    assert tree.splitlines()[1:] == shorter.splitlines()[1:]


def test_a_path_names_the_source_but_what_is_said_goes_before(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")

    assert dc.read(path).metadata.source == "a.txt"
    assert dc.read(path, source="b.txt").metadata.source == "b.txt"


def test_a_model_may_come_from_a_path_or_a_stream(tmp_path: Path) -> None:
    document = dc.read(TEXT)
    path = tmp_path / "a.json"
    path.write_bytes(dc.write(document, "json"))

    assert dc.read(path) == document
    assert dc.read(io.BytesIO(path.read_bytes())) == document


def test_a_path_that_leads_nowhere_is_an_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt") as raised:
        dc.read(tmp_path / "nowhere.txt")
    assert raised.value.hint


@pytest.mark.parametrize("data", [None, 7, ["潮信"]])
def test_what_is_no_text_is_named(data: object) -> None:
    with pytest.raises(TypeError, match=f"a text cannot be {type(data).__name__}"):
        dc.read(data)  # type: ignore[arg-type]


def test_settings_are_several_strings() -> None:
    with pytest.raises(dc.DocconvertError, match="settings are several strings"):
        dc.load_style("default", "body.size=10pt")


# --- documents by hand

BY_HAND = dc.Document(
    title=(Text("潮信"),),
    blocks=(
        Paragraph((Text("江临"),), "byline"),
        Heading(1, (Text("第一章　起锚"),)),
        Paragraph((Text("船"), Ruby("長", "zhǎng"), Text("说："), Emphasis((Text("等风"),)), Text("。"))),
        Verse(((Text("潮来"),), (Text("潮去"),))),
        Separator(),
        Paragraph((Text("三月七日"),), "date"),
    ),
    metadata=Metadata(language="zh-Hant", author="江临"),
)


@pytest.mark.parametrize("to", FORMATS)
def test_a_document_by_hand_is_written(to: str) -> None:
    assert dc.write(BY_HAND, to) == dc.write(BY_HAND, to)


def test_a_document_by_hand_comes_back_from_json() -> None:
    assert dc.read(dc.write(BY_HAND, "json")) == BY_HAND


# A type checker finds all of these; here is what happens where nobody asked one.
WRONG: dict[str, tuple[object, str]] = {
    "no document": ("潮信", "a document cannot be str"),
    "a title that is a string": (dc.Document(title="潮信"), "the title holds str '潮'"),  # type: ignore[arg-type]
    "a line that is a string": (
        dc.Document(blocks=(Separator(), Paragraph("潮来"))),  # type: ignore[arg-type]
        "block 2 holds str '潮'; it must be a tuple of Text, Ruby or Emphasis",
    ),
    "text without a block": (dc.Document(blocks=(Text("潮来"),)), "block 1 is Text; it must be"),  # type: ignore[arg-type]
    "a verse of strings": (dc.Document(blocks=(Verse(("潮来",)),)), "block 1 holds str '潮'"),  # type: ignore[arg-type]
    "emphasis in emphasis": (
        dc.Document(blocks=(Paragraph((Emphasis((Emphasis((Text("潮来"),)),)),)),)),  # type: ignore[arg-type]
        "block 1 holds Emphasis .*; it must be Text or Ruby in emphasis",
    ),
    "a line that is no tuple": (
        dc.Document(blocks=(Paragraph(Text("潮来")),)),  # type: ignore[arg-type]
        "block 1 holds Text .*; it must be a tuple of Text",
    ),
    "no text": (
        dc.Document(blocks=(Separator(), Paragraph((Text(None),)))),  # type: ignore[arg-type]
        "Text in block 2 is NoneType None; it must be str",
    ),
    "no reading": (
        dc.Document(title=(Ruby("長", None),)),  # type: ignore[arg-type]
        "the reading of Ruby in the title is NoneType",
    ),
    "metadata of another kind": (
        dc.Document(metadata={"author": "江临"}),  # type: ignore[arg-type]
        "the metadata cannot be dict; they are Metadata",
    ),
    "an author who is a number": (
        dc.Document(metadata=Metadata(author=5)),  # type: ignore[arg-type]
        "the metadata's author is int 5",
    ),
    "a level there is none of": (dc.Document(blocks=(Heading(7, ()),)), "level 7; there are 1 to 6"),  # type: ignore[arg-type]
    "a role there is none of": (
        dc.Document(blocks=(Paragraph((), "lead"),)),  # type: ignore[arg-type]
        "the role 'lead'; there are body",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_the_model_has_not_is_refused_with_its_place(what: str) -> None:
    wrong, message = WRONG[what]
    with pytest.raises(TypeError, match=message):
        dc.write(wrong, "tree")  # type: ignore[arg-type]


SETTINGS: dict[str, tuple[object, str]] = {
    "options": ({"script": "hans"}, "options cannot be dict; Options"),
    "style": ("official", "a style cannot be str; load_style"),
    "output": ({"cover": "none"}, "output cannot be dict; Output"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_of_another_type_are_refused_at_once(name: str) -> None:
    wrong, message = SETTINGS[name]
    setting: Any = {name: wrong}
    with pytest.raises(TypeError, match=message):
        dc.convert("潮信", "pdf", **setting)
    with pytest.raises(TypeError, match=message):
        dc.convert_many("潮信.txt", "pdf", **setting)
    with pytest.raises(TypeError, match=message):
        dc.convert_file("潮信.txt", "潮信.pdf", **setting)


def test_a_format_is_a_name() -> None:
    formats: Any = ["pdf"]
    with pytest.raises(TypeError, match="a format cannot be list"):
        dc.convert("潮信", formats)


# --- notices


def test_notices_may_be_warnings() -> None:
    with pytest.warns(dc.DocconvertWarning, match="full-width") as caught:
        dc.convert(TEXT, "json", notify=dc.warn)

    assert {warning.filename for warning in caught} == {__file__}
    (widened,) = [
        warning.message
        for warning in caught
        if isinstance(warning.message, dc.DocconvertWarning)
        and warning.message.notice.code == "punctuation-widened"
    ]
    assert widened.notice.added == "，"
    assert str(widened).endswith("[punctuation-widened]")


def test_a_warning_names_the_line() -> None:
    assert str(dc.DocconvertWarning(dc.Notice("noise-kept", "kept", line=3))) == "line 3: kept [noise-kept]"


def test_warnings_may_be_errors() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", dc.DocconvertWarning)
        with pytest.raises(dc.DocconvertWarning):
            dc.read(TEXT, notify=dc.warn)


def test_the_library_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    for to in FORMATS:
        dc.convert(TEXT, to)
    assert capfd.readouterr() == ("", "")


# --- threads


def test_threads_do_not_disturb_each_other() -> None:
    """A fresh Python, so that what is loaded and cached on first use is loaded by several threads at once."""
    program = f"""
import sys, threading
import docconvert
from concurrent.futures import ThreadPoolExecutor

sys.setswitchinterval(1e-4)
TEXTS = [{TEXT!r}, "頭髮與發現,後來。\\n\\n校長(zhǎng)說。", "渔火\\n\\n一、桅灯\\n\\n水面上**有光**。"]
OPTIONS = docconvert.Options(readings="ruby", script="hant-tw")
work = [(text, to) for text in TEXTS for to in {FORMATS!r}]
start = threading.Barrier(8)

def made(job):
    text, to = job
    return docconvert.convert(text, to, options=OPTIONS)

with ThreadPoolExecutor(8, initializer=start.wait) as pool:
    at_once = list(pool.map(made, work))
assert at_once == [made(job) for job in work]
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_threads_share_a_style_and_a_document() -> None:
    style = dc.load_style("official", ["emphasis.look=dots"])
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda to: dc.write(BY_HAND, to, style=style), FORMATS * 3))

    assert made == [
        dc.write(BY_HAND, to, style=dc.load_style("official", ["emphasis.look=dots"])) for to in FORMATS * 3
    ]


# --- types: mypy checks this file as it checks a program of the user's


def typed(document: dc.Document, path: Path) -> None:
    """Never called: each ``type: ignore`` is a mistake that mypy must find, or it says so."""
    data: bytes = dc.convert(path, "pdf", options=dc.Options(script="hans"), style=dc.load_style())
    names: tuple[str, ...] = dc.formats()
    codes = [notice.code for result in dc.convert_many([path], to=names) for notice in result.notices]
    dc.convert(io.BytesIO(data), codes[0], notify=dc.warn)

    dc.convert(7, "pdf")  # type: ignore[arg-type]
    dc.Options(script="simplified")  # type: ignore[arg-type]
    dc.Output(writing="upwards")  # type: ignore[arg-type]
    dc.Document(blocks=[])  # type: ignore[arg-type]
    dc.Document(title="潮信")  # type: ignore[arg-type]
    Heading(7, ())  # type: ignore[arg-type]
    Paragraph((), "headline")  # type: ignore[arg-type]
    Emphasis((Emphasis(()),))  # type: ignore[arg-type]
    document.title = ()  # type: ignore[misc]
    dc.Notice("no-such-code", "")  # type: ignore[arg-type]
    dc.convrt(data, "pdf")  # type: ignore[attr-defined]
    dc.read(data, notify=lambda: None)  # type: ignore[misc, arg-type]


def test_a_language_that_is_no_tag_is_that_of_the_text() -> None:
    notices: list[dc.Notice] = []
    document = dc.Document(
        title=(Text("潮信"),),
        blocks=(Paragraph((Text("汐浦今日漲潮。"),)),),
        metadata=Metadata(language="Chinese!!"),
    )
    tree = dc.write(document, "tree", notify=notices.append).decode()

    assert tree.splitlines()[0] == "meta zh-Hant"
    assert [(notice.code, notice.message) for notice in notices] == [
        ("language-corrected", "'Chinese!!' is no language tag; the text is taken for zh-Hant")
    ]
