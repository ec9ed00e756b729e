"""A reference document: its looks are taken, nothing else of it is, and a bad one is refused with a hint."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.shared import Pt

import docconvert
from docconvert import Output, convert_many
from docconvert.cli import main
from docconvert.errors import StyleError, UsageError
from docconvert.writers.docx.reference import open_reference
from docxs import NOTICE, WORD, model_texts, opened, part, sections, written
from docxs import base_text as text_of
from judges import soffice_convert
from pdfs import BOOK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from docconvert.model import Document
    from docconvert.notices import Notice

SECRET = "机密第七号"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE = MAIN.replace("document.main", "template.main")


def word_file(folder: Path) -> Path:
    """Return a Word file as a user may have it: looks of its own, and things that are nobody's business."""
    made = docx.Document()
    made.styles["Heading 1"].font.size = Pt(31)
    made.styles["Normal"].font.size = Pt(13)
    made.sections[0].left_margin = Pt(99)
    made.sections[0].header.paragraphs[0].text = "北岸图书馆公用笺"
    noted = made.add_paragraph(SECRET)
    made.add_comment(noted.runs, text=f"批注：{SECRET}", author="顾南星")
    made.add_table(1, 1).cell(0, 0).text = SECRET
    about = made.core_properties
    about.author = about.last_modified_by = "顾南星"
    about.title = about.keywords = about.comments = SECRET
    path = folder / "公用笺.docx"
    made.save(str(path))
    return path


def rewritten(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """Change the parts of a Word file."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def replacing(name: str, old: str, new: str) -> Callable[[dict[str, bytes]], object]:
    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[name]
        parts[name] = parts[name].replace(old.encode(), new.encode())

    return change


def converted(path: Path, made: Document = NOTICE, **output: Any) -> tuple[bytes, Mapping[str, str]]:
    """Return a document that takes its looks from a Word file, and the notices by code."""
    notices: list[Notice] = []
    given = Output(reference_doc=str(path), **output)
    data = docconvert.write(made, "docx", output=given, notify=notices.append)
    return data, {notice.code: notice.message for notice in notices}


# What is taken.


def test_its_styles_page_and_header_are_taken(tmp_path: Path) -> None:
    made = opened(converted(word_file(tmp_path))[0])
    assert made.styles["Heading 1"].font.size == Pt(31)
    assert made.styles["Normal"].font.size == Pt(13)
    assert made.sections[0].left_margin == Pt(99)
    assert made.sections[0].header.paragraphs[0].text == "北岸图书馆公用笺"
    assert [text_of(paragraph._p) for paragraph in made.paragraphs] == model_texts(NOTICE)
    # What the style says of looks does not count.
    other = written(NOTICE, "heading-1.size=9pt", reference_doc=word_file(tmp_path))
    assert opened(other).styles["Heading 1"].font.size == Pt(31)


@pytest.mark.parametrize("made", [NOTICE, BOOK], ids=["notice", "book"])
def test_styles_that_it_lacks_are_added(made: Document, tmp_path: Path) -> None:
    data, notices = converted(word_file(tmp_path), made)
    assert set(notices) == {"styles-added"}
    assert "公用笺.docx has no styles Byline, Salutation, Signature, Date," in notices["styles-added"]
    for paragraph in opened(data).element.body.iter(f"{WORD}p"):
        found = paragraph.xpath("string(w:pPr/w:pStyle/@w:val)")
        if found:
            assert f'w:styleId="{found}"' in part(data, "word/styles.xml")
    assert "Heading 1" not in notices["styles-added"]


def test_a_file_of_ours_lacks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ours.docx"
    path.write_bytes(written(NOTICE, "heading-1.size=31pt"))
    data, notices = converted(path)
    assert not notices
    assert opened(data).styles["Heading 1"].font.size == Pt(31)


def test_a_vertical_document_stays_vertical(tmp_path: Path) -> None:
    for writing, direction in (("vertical", "tbRl"), ("horizontal", "")):
        (section,) = sections(converted(word_file(tmp_path), writing=writing)[0])
        assert section.xpath("string(w:textDirection/@w:val)") == direction


def chinese_word_file(folder: Path) -> Path:
    """Return a file whose styles have the identifiers that a Chinese Word gives them."""
    path = word_file(folder)
    names = {"Normal": "a", "Heading1": "1", "Heading2": "2", "Title": "a3"}

    def change(parts: dict[str, bytes]) -> None:
        for name, data in parts.items():
            if name.startswith("word/") and name.endswith(".xml"):
                text = data.decode()
                for old, new in names.items():
                    text = re.sub(
                        rf'(w:styleId|<w:(?:basedOn|next|link|pStyle) w:val)="{old}"', rf'\1="{new}"', text
                    )
                parts[name] = text.encode()

    return rewritten(path, change)


def test_a_file_of_a_chinese_word_has_other_identifiers(tmp_path: Path) -> None:
    data, notices = converted(chinese_word_file(tmp_path))
    made = opened(data)
    assert [paragraph.style.name for paragraph in made.paragraphs][:5] == [
        "Title",
        "Byline",
        "Number",
        "Salutation",
        "Heading 1",
    ]
    title, byline, *_, heading = made.paragraphs[:5]
    assert title._p.pPr.pStyle.val == "a3"
    assert heading._p.pPr.pStyle.val == "1"
    assert heading.style.font.size == Pt(31)
    assert byline.style.element.xpath("string(w:basedOn/@w:val)") == "a"
    assert set(notices) == {"styles-added"}
    styles = part(data, "word/styles.xml")
    ids = re.findall('w:styleId="([^"]*)"', styles)
    assert len(ids) == len(set(ids))
    assert set(re.findall('<w:(?:basedOn|next|link) w:val="([^"]*)"', styles)) <= set(ids)
    assert len(re.findall('<w:style [^>]*w:default="1"[^>]*w:type="paragraph"|'
                          '<w:style [^>]*w:type="paragraph"[^>]*w:default="1"', styles)) == 1  # fmt: skip


def test_an_identifier_that_is_taken_is_not_given_again(tmp_path: Path) -> None:
    path = rewritten(
        word_file(tmp_path), replacing("word/styles.xml", 'w:styleId="Quote"', 'w:styleId="Verse"')
    )
    data, _ = converted(path)
    ids = re.findall('w:styleId="([^"]*)"', part(data, "word/styles.xml"))
    assert {"Verse", "Verse1"} <= set(ids)
    assert len(ids) == len(set(ids))
    assert opened(data).paragraphs[8].style.name == "Verse"


def test_a_template_of_word_is_taken(tmp_path: Path) -> None:
    path = rewritten(word_file(tmp_path), replacing("[Content_Types].xml", MAIN, TEMPLATE))
    path = path.rename(path.with_suffix(".dotx"))
    data, _ = converted(path)
    assert opened(data).styles["Heading 1"].font.size == Pt(31)
    assert TEMPLATE not in part(data, "[Content_Types].xml")


# What is not.


def everything(data: bytes) -> str:
    """Return names and content of all parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(
            f"{name}\n{archive.read(name).decode('utf-8', 'replace')}" for name in archive.namelist()
        )


@pytest.mark.parametrize("made", [NOTICE, BOOK], ids=["notice", "book"])
def test_nothing_of_its_text_and_its_author_is_left(made: Document, tmp_path: Path) -> None:
    path = word_file(tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert "docProps/thumbnail.jpeg" in archive.namelist()
        assert SECRET in archive.read("word/comments.xml").decode()
    data, _ = converted(path, made)
    left = everything(data)
    for trace in (SECRET, "顾南星", "thumbnail", "comments", "customXml", "<w:tbl>", "python-docx"):
        assert trace not in left
    assert "北岸图书馆公用笺" in left
    assert opened(data).core_properties.author == made.metadata.author


def test_settings_about_itself_are_left_out(tmp_path: Path) -> None:
    own = (
        '<w:attachedTemplate r:id="rId88" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
        '<w:documentProtection w:edit="readOnly" w:enforcement="1"/>'
        '<w:trackRevisions/><w:docVars><w:docVar w:name="甲" w:val="机密第七号"/></w:docVars></w:settings>'
    )
    path = rewritten(word_file(tmp_path), replacing("word/settings.xml", "</w:settings>", own))

    def attach(parts: dict[str, bytes]) -> None:
        parts["word/_rels/settings.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId88" TargetMode="External" Target="file:///C:/顾南星/机密.dotm" Type="'
            'http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
            "</Relationships>"
        ).encode()

    data, _ = converted(rewritten(path, attach))
    left = everything(data)
    for trace in ("documentProtection", "attachedTemplate", "trackRevisions", "docVars", "顾南星", SECRET):
        assert trace not in left


def test_its_notes_are_left_out(tmp_path: Path) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    space = WORD.strip("{}")

    def annotate(parts: dict[str, bytes]) -> None:
        parts["word/footnotes.xml"] = (
            f'<w:footnotes xmlns:w="{space}"><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
            f'<w:footnote w:id="2"><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:footnote></w:footnotes>'
        ).encode()
        part_type = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
        replacing("[Content_Types].xml", "</Types>", part_type)(parts)
        link = f'<Relationship Id="rId99" Type="{relation}" Target="footnotes.xml"/></Relationships>'
        replacing("word/_rels/document.xml.rels", "</Relationships>", link)(parts)
        own = '<w:footnotePr><w:footnote w:id="0"/></w:footnotePr><w:compat>'
        replacing("word/settings.xml", "<w:compat>", own)(parts)

    left = everything(converted(rewritten(word_file(tmp_path), annotate))[0])
    assert SECRET not in left
    assert "footnote w:id" not in left


def test_who_changed_its_page_and_styles_is_left_out(tmp_path: Path) -> None:
    who = 'w:id="7" w:author="顾南星" w:date="2031-03-02T00:00:00Z"'
    path = rewritten(
        word_file(tmp_path),
        replacing(
            "word/document.xml",
            "</w:sectPr></w:body>",
            f"<w:sectPrChange {who}><w:sectPr/></w:sectPrChange></w:sectPr></w:body>",
        ),
    )
    changed = f"<w:rPrChange {who}><w:rPr/></w:rPrChange></w:rPr></w:style>"
    rewritten(path, replacing("word/styles.xml", "</w:rPr></w:style>", changed))
    assert "顾南星" not in everything(converted(path)[0])


def test_the_header_of_an_earlier_section_is_kept_where_the_last_goes_on_with_it(tmp_path: Path) -> None:
    path = word_file(tmp_path)
    made = docx.Document(str(path))
    made.add_section().footer.paragraphs[0].text = "北岸图书馆印"
    made.add_section()
    made.save(str(path))
    section = opened(converted(path)[0]).sections[0]
    assert section.header.paragraphs[0].text == "北岸图书馆公用笺"
    assert section.footer.paragraphs[0].text == "北岸图书馆印"


def test_the_file_itself_is_not_changed(tmp_path: Path) -> None:
    path = word_file(tmp_path)
    before, changed = path.read_bytes(), path.stat().st_mtime_ns
    converted(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, changed)


def test_a_file_that_has_changed_is_read_again(tmp_path: Path) -> None:
    path = word_file(tmp_path)
    converted(path)
    made = docx.Document(str(path))
    made.styles["Heading 1"].font.size = Pt(17)
    made.save(str(path))
    assert opened(converted(path)[0]).styles["Heading 1"].font.size == Pt(17)


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    path = word_file(tmp_path)
    assert converted(path)[0] == converted(path)[0]


def test_libreoffice_opens_what_comes_of_it(tmp_path: Path) -> None:
    path = tmp_path / "notice.docx"
    path.write_bytes(converted(chinese_word_file(tmp_path))[0])
    text = soffice_convert(path, "txt:Text (encoded):UTF8", tmp_path).read_text("utf-8-sig")
    assert text.splitlines() == "\n".join(model_texts(NOTICE)).splitlines()


# What is refused.


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[200:400] = bytes(200)
    path.write_bytes(data)


def changing(change: Callable[[dict[str, bytes]], object]) -> Callable[[Path], object]:
    return lambda path: rewritten(path, change)


def broken(name: str) -> Callable[[Path], object]:
    return changing(lambda parts: parts.update({name: parts[name][:-20]}))


def without(name: str) -> Callable[[Path], object]:
    return changing(lambda parts: parts.pop(name))


def renamed(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the text under a prefix that no Word writes."""
    text = parts["word/document.xml"].decode()
    return {
        "word/document.xml": re.sub(
            r"(?<=[</ ])w:|(?<=xmlns:)w(?==)", lambda m: "q" + m[0][1:], text
        ).encode()
    }


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda path: path.write_text("春天来了"), "no document of Word"),
    "empty": (lambda path: path.write_bytes(b""), "no document of Word"),
    "truncated": (truncated, "no document of Word"),
    "half": (halved, "no document of Word"),
    "damaged": (damaged, "no document of Word"),
    "password": (lambda path: path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)), "password"),
    "macros": (changing(lambda parts: parts.update({"word/vbaProject.bin": b"\0"})), "macros"),
    "macro template": (
        changing(
            replacing(
                "[Content_Types].xml", MAIN, "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
            )
        ),
        "macros",
    ),
    "no document": (without("word/document.xml"), "cannot be read"),
    "no types": (without("[Content_Types].xml"), "cannot be read"),
    "no relations": (without("_rels/.rels"), "cannot be read"),
    "broken document": (broken("word/document.xml"), "cannot be read"),
    "broken styles": (broken("word/styles.xml"), "cannot be read"),
    "broken settings": (broken("word/settings.xml"), "cannot be read"),
    "broken header": (broken("word/header1.xml"), "cannot be read"),
    "no body": (
        changing(lambda parts: parts.update({"word/document.xml": b"<a/>"})),
        "cannot be read",
    ),
    "no styles": (changing(replacing("word/styles.xml", "w:styles", "w:stiles")), "cannot be read"),
    "no settings": (
        changing(lambda parts: parts.update({"word/settings.xml": b"<settings/>"})),
        "cannot be read",
    ),
    "a sheet": (
        changing(
            replacing("[Content_Types].xml", "wordprocessingml.document.main", "spreadsheetml.sheet.main")
        ),
        "cannot be read",
    ),
    "another prefix": (changing(lambda parts: parts.update(renamed(parts))), "cannot be read"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_document_is_refused_with_a_hint(kind: str, tmp_path: Path) -> None:
    spoil, message = BAD[kind]
    path = word_file(tmp_path)
    spoil(path)
    with pytest.raises(StyleError, match=message) as caught:
        converted(path)
    assert str(path) in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("kind", BAD)
def test_the_command_line_tells_it_without_a_traceback(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, source = word_file(tmp_path), tmp_path / "a.txt"
    BAD[kind][0](path)
    source.write_text("春訊\n\n今日立春。\n", "utf-8")
    assert main([str(source), "--to", "docx,json", "--reference-doc", str(path)]) != 0
    told = capsys.readouterr().err
    assert "error: " in told
    assert "hint: " in told
    assert "Traceback" not in told
    assert not source.with_suffix(".docx").exists()


@pytest.mark.parametrize("name", ["nothing.docx", "."])
def test_what_is_no_file_is_wrong_usage(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file") as caught:
        Output(reference_doc=str(tmp_path / name))
    assert caught.value.hint


def test_a_file_that_is_gone_in_the_meantime_is_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path)
    output = Output(reference_doc=str(path))
    path.unlink()
    with pytest.raises(UsageError, match="no such file"):
        docconvert.write(NOTICE, "docx", output=output)
    with pytest.raises(StyleError, match="cannot be read") as caught:
        open_reference(path)
    assert caught.value.hint


def test_the_other_formats_and_inputs_go_on(tmp_path: Path) -> None:
    path = word_file(tmp_path)
    truncated(path)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("春訊\n\n今日立春。\n", "utf-8")
    sources = [tmp_path / "a.txt", tmp_path / "b.txt"]
    results = list(
        convert_many(
            sources, to=["docx", "json"], out=str(tmp_path / "out"), output=Output(reference_doc=str(path))
        )
    )
    for result in results:
        assert [written.suffix for written in result.written] == [".json"]
        assert ["no document of Word" in str(error) for error in result.errors] == [True]
