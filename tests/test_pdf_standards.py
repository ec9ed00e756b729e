"""A PDF keeps the standards it claims, and claims those it was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import docconvert
from docconvert.model import Document, Emphasis, Paragraph, Ruby, Separator, Text, Verse
from docconvert.output import Output
from judges import pikepdf_check, qpdf_check, verapdf
from pdfs import (
    BOOK,
    EXAMPLES,
    PROSE,
    document,
    heading,
    numbered_chapters,
    read,
    with_readings,
    written,
    xmp,
)

if TYPE_CHECKING:
    from pathlib import Path

    from docconvert.output import PdfStandard

NEWS, NOTICE, STORY = (EXAMPLES / name for name in ("news.txt", "notice.txt", "story.txt"))

EVERYTHING = document(
    *("山上有<灯塔>&“雾笛”。", PROSE),
    *(heading(1, "第一章　换尺"), Separator(), Verse(((Text("山月照孤舟"),), (Text("江风送远钟"),)))),
    Paragraph((Text("老人说"), Emphasis((Text("慢慢来"), Ruby("礁", "jiāo"))), Text("，声音很轻。"))),
    *(heading(3, "甲"), PROSE, heading(2, "第二节"), PROSE),
    Paragraph((Text("佟师傅"),), "signature"),
    Paragraph((Text("2024年3月12日"),), "date"),
    title="潮位簿",
    author="林小舟",
)
"""A document with a block of each kind."""

WRITTEN: dict[str, tuple[Document, list[str], dict[str, Any]]] = {
    "empty": (Document(), [], {}),
    "empty with a page of contents asked for": (Document(), [], {"contents": "yes"}),
    "separators only": (document(Separator(), Separator()), [], {}),
    "blank paragraphs": (document("", " ", "　"), [], {}),
    "book": (BOOK, [], {}),
    "book, vertical": (BOOK, [], {"writing": "vertical"}),
    "title page without contents": (EVERYTHING, ["title-page.show=always"], {}),
    "title page and contents": (EVERYTHING, ["title-page.show=always"], {"contents": "yes"}),
    "pages left blank": (document(*numbered_chapters(5, 2)), ["chapter.start=odd-page"], {"contents": "yes"}),
    "levels left out": (document(heading(1, "甲"), heading(3, "乙"), PROSE, heading(2, "丙"), PROSE), [], {}),
    "first level left out": (document(heading(3, "甲"), PROSE, heading(1, "乙"), heading(6, "丙")), [], {}),
    "blank headings": (document(heading(1, " "), heading(2, "　"), PROSE), [], {"contents": "yes"}),
    "a heading without text": (document(heading(1, ""), heading(2, "乙"), PROSE), [], {}),
    "everything, vertical": (EVERYTHING, [], {"writing": "vertical", "contents": "yes"}),
    "emphasis in bold": (EVERYTHING, ["emphasis.look=bold"], {}),
    "emphasis with dots": (EVERYTHING, ["emphasis.look=dots"], {"writing": "vertical"}),
    "heads on all pages": (EVERYTHING, ["header.show=always", "header.right={author}"], {}),
    "no page numbers": (EVERYTHING, ["page-number.show=false"], {}),
    "private use": (document("渡\ue000船\U000f0001来", title="潮\uf8ff簿"), [], {}),
    "private use in headings and readings": (
        document(heading(1, "第\ue001章"), Paragraph((Ruby("渡", "d\ue002"), Ruby("\ue003", "chuán")))),
        ["header.show=always"],
        {"contents": "yes"},
    ),
    "private use, vertical": (
        document(heading(1, "第\ue001章"), "渡\ue000船12来", title="潮\uf8ff簿"),
        [],
        {"writing": "vertical", "contents": "yes"},
    ),
    "byte order mark inside": (document("渡船\ufeff还没有来", title="潮\ufeff位簿"), [], {}),
    "missing characters": (document("渡船𠀀还没有𠀁来", heading(1, "𠀀"), title="𠀀"), [], {}),
    "missing characters, vertical": (document("渡船𠀀还没有𠀁来"), [], {"writing": "vertical"}),
    "emoji": (document("渡船⛵还没有来👍🏽，👨‍👩‍👧也没有。❤️"), [], {}),
    "combining marks": (document("nǐ\u030c hǎo\u0301，a\u0301e\u0302，\u0301，が\u3099"), [], {}),
    "what has no look": (document("渡\u200d船\ufe0f还\u200e没\U000e0100有\u00ad来\u200b。"), [], {}),
    "every kind of blank": (document("渡\u00a0船\u2003还\u3000没\u2009有 来"), [], {}),
    "right to left": (document("灯塔叫 מגדלור，也叫 منارة。"), [], {}),
    "a reading at each character": (document(*[Paragraph(with_readings(PROSE))] * 4), [], {}),
    "a reading over nothing": (document(Paragraph((Ruby("", "jiāo"), Text("石上")))), [], {}),
    "a reading of nothing": (document(Paragraph((Ruby("礁", ""), Text("石上")))), [], {}),
    "marks that XML escapes": (document(PROSE, title="<潮位>&\"簿\"'卷一'", author="A&B <林>"), [], {}),
    "signs that strings escape": (document(heading(1, "(甲\\乙)"), PROSE, title="(a\\b))"), [], {}),
    "Traditional": (document("渡船還沒有來，岸邊的人已經等了很久。", language="zh-Hant-TW"), [], {}),
    "Japanese": (document("渡し船はまだ来ない。", language="ja"), [], {"writing": "vertical"}),
    "small sheet": (EVERYTHING, ["page.size=32K"], {"contents": "yes"}),
}


def files(folder: Path) -> list[Path]:
    """Write all the documents and the examples; return the files."""
    pages = {name: written(made, *look, **output) for name, (made, look, output) in WRITTEN.items()}
    for source in (NEWS, NOTICE, STORY):
        text = source.read_bytes()
        for writing in ("horizontal", "vertical"):
            output = Output(writing=writing)
            pages[f"{source.stem}, {writing}"] = docconvert.convert(text, "pdf", output=output)
        official = docconvert.load_style("official")
        pages[f"{source.stem}, official"] = docconvert.convert(text, "pdf", style=official)
    paths: list[Path] = []
    for name, data in pages.items():
        paths.append(folder / f"{name}.pdf")
        paths[-1].write_bytes(data)
    return paths


def test_archives_and_programs_that_read_aloud_can_use_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = files(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")
    dated = tmp_path / "dated.pdf"
    dated.write_bytes(written(EVERYTHING))
    verapdf([*paths, dated], "2a", "ua1")
    for path in paths:
        qpdf_check(path)


@pytest.mark.parametrize(
    ("asked", "claimed"),
    [
        (("a-2a", "ua-1"), {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}),
        (("a-2a",), {"pdfaid:part": "2", "pdfaid:conformance": "A"}),
        (("a-2u",), {"pdfaid:part": "2", "pdfaid:conformance": "U"}),
        (("a-2b",), {"pdfaid:part": "2", "pdfaid:conformance": "B"}),
        (("ua-1",), {"pdfuaid:part": "1"}),
        (("none",), {}),
        ((), {}),
    ],
)
def test_it_claims_what_was_asked_for(asked: tuple[str, ...], claimed: dict[str, str]) -> None:
    data = written(EVERYTHING, pdf_standard=asked)
    found = xmp(data)
    assert {key: value for key, value in found.items() if "id:" in key} == claimed
    root: Any = read(data).trailer["/Root"]
    assert ("/OutputIntents" in root) == ("pdfaid:part" in claimed)


@pytest.mark.parametrize("standards", [("a-2b",), ("a-2u",), ("a-2a",), ("a-2b", "ua-1")])
def test_another_judge_agrees(standards: tuple[PdfStandard, ...], tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(written(EVERYTHING, pdf_standard=standards))
    pikepdf_check(path)


def test_properties_and_metadata_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")
    title, author = "<潮位>&\"簿\"'卷一'(上)\\", "A&B <林>"
    data = written(document(PROSE, title=title, author=author))
    found, properties = xmp(data), read(data).metadata
    assert properties
    assert found["dc:title"] == properties.title == title
    assert found["dc:creator"] == properties.author == author
    assert found["dc:language"] == "zh-Hans"
    assert found["xmp:CreateDate"] == found["xmp:ModifyDate"] == "2024-01-01T00:00:00Z"
    assert properties.creation_date
    assert f"{properties.creation_date:%Y-%m-%dT%H:%M:%SZ}" == found["xmp:CreateDate"]
