"""A judge that is missing skips a test, or fails it where judges are required."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.pdfgen.canvas import Canvas

import docconvert
import judges
from docconvert.writers.package import pack, unpack

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(judges.REQUIRED, raising=False)


def test_an_installed_program_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "some-judge"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert judges.judge("some-judge", "some-package") == str(program)


@pytest.mark.usefixtures("nothing_installed")
def test_a_missing_program_skips_the_test() -> None:
    with pytest.raises(
        pytest.skip.Exception, match="some-judge is not installed; apt-get install some-package"
    ):
        judges.judge("some-judge", "some-package")


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize("value", ["", "0"])
def test_only_1_requires_judges(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(judges.REQUIRED, value)

    with pytest.raises(pytest.skip.Exception):
        judges.judge("some-judge", "some-package")


@pytest.mark.usefixtures("nothing_installed")
def test_a_missing_program_fails_the_test_where_judges_are_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(judges.REQUIRED, "1")

    with pytest.raises(
        pytest.fail.Exception, match="some-judge is not installed; apt-get install some-package"
    ):
        judges.judge("some-judge", "some-package")


@pytest.mark.usefixtures("nothing_installed")
def test_each_helper_asks_for_its_program(tmp_path: Path) -> None:
    path = tmp_path / "any"
    with pytest.raises(pytest.skip.Exception, match="pdftotext"):
        judges.pdf_text(path)
    with pytest.raises(pytest.skip.Exception, match="pdffonts"):
        judges.pdf_fonts(path)
    with pytest.raises(pytest.skip.Exception, match="qpdf"):
        judges.qpdf_check(path)
    with pytest.raises(pytest.skip.Exception, match="javac"):
        judges.verapdf(path, "2b")
    with pytest.raises(pytest.skip.Exception, match="java"):
        judges.epubcheck(path)
    with pytest.raises(pytest.skip.Exception, match="ebook-convert"):
        judges.calibre_text(path, tmp_path)
    with pytest.raises(pytest.skip.Exception, match="soffice"):
        judges.soffice_convert(path, "pdf", tmp_path)


@pytest.mark.parametrize(
    ("value", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)], ids=["skips", "fails"]
)
def test_libraries_that_are_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str, outcome: type[BaseException]
) -> None:
    for program in ("javac", "node", "chromium"):
        (tmp_path / program).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv(judges.REQUIRED, value)
    monkeypatch.setattr(judges, "VERAPDF", tmp_path / "verapdf")
    monkeypatch.setattr(judges, "OOXML", tmp_path / "ooxml")
    monkeypatch.setattr(judges, "ACE", tmp_path / "ace")
    monkeypatch.setattr(judges, "READER", tmp_path / "reader")
    monkeypatch.setitem(sys.modules, "pikepdf.pdfa", None)

    with pytest.raises(outcome, match=r"veraPDF is not installed; mvn .* -f tests/verapdf"):
        judges.verapdf(tmp_path / "any.pdf", "2b")
    with pytest.raises(outcome, match=r"pikepdf\[pdfa\] is not installed; pip install"):
        judges.pikepdf_check(tmp_path / "any.pdf")
    with pytest.raises(outcome, match=r"validator is not installed; .* npm install --prefix build/ooxml"):
        judges.ooxml_validate(tmp_path / "any.docx")
    with pytest.raises(outcome, match=r"Ace is not installed; .* npm install --prefix build/ace"):
        judges.ace(tmp_path / "any.epub", tmp_path)
    with pytest.raises(
        outcome, match=r"reading system is not installed; .* npm install --prefix build/reader"
    ):
        judges.epub_reader(tmp_path / "any.epub")


@pytest.fixture
def plain_pdf(tmp_path: Path) -> Path:
    """A PDF without tags, metadata and embedded fonts."""
    path = tmp_path / "plain.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 720, "plain")
    canvas.save()
    return path


@pytest.fixture
def archive_pdf(tmp_path: Path) -> Path:
    """A PDF/A-2b, with nothing but an empty page."""
    pikepdf = pytest.importorskip("pikepdf", reason="pip install 'pikepdf[pdfa]'")
    pdfa = pytest.importorskip("pikepdf.pdfa", reason="pip install 'pikepdf[pdfa]'")
    path = tmp_path / "archive.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdfa.save(pdf, path, "2b")
    return path


def test_both_judges_pass_pdf_a(archive_pdf: Path) -> None:
    judges.verapdf(archive_pdf, "2b")
    judges.pikepdf_check(archive_pdf)


def test_verapdf_names_the_rules_that_plain_pdf_breaks(plain_pdf: Path) -> None:
    with pytest.raises(AssertionError) as error:
        judges.verapdf(plain_pdf, "2b", "ua1")

    text = str(error.value)
    assert f"{plain_pdf} as 2b:" in text
    assert "ISO 19005-2:2011, 6.2.11.4.1, test 1: The font programs for all fonts" in text
    assert f"{plain_pdf} as ua1:" in text
    assert "ISO 14289-1:2014, 7.1, test 11: The logical structure" in text


def test_verapdf_says_which_of_several_files_fail(archive_pdf: Path, plain_pdf: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.pdf"

    with pytest.raises(AssertionError) as error:
        judges.verapdf([archive_pdf, plain_pdf, missing], "2b")

    text = str(error.value)
    assert f"{archive_pdf}" not in text
    assert f"{plain_pdf} as 2b:" in text
    assert f"{missing} as 2b:\n  org.verapdf.core.ModelParsingException" in text


@pytest.mark.parametrize("flavours", [(), ("2x",)], ids=["none", "unknown"])
def test_verapdf_does_not_pass_what_it_did_not_judge(plain_pdf: Path, flavours: tuple[str, ...]) -> None:
    with pytest.raises(AssertionError, match="no flavour"):
        judges.verapdf(plain_pdf, *flavours)


def test_pikepdf_names_the_rules_that_plain_pdf_breaks(plain_pdf: Path) -> None:
    with pytest.raises(AssertionError, match=r"ISO_19005_2:6\.6\.2\.1-1"):
        judges.pikepdf_check(plain_pdf)


def test_pikepdf_lets_a_file_claim_more_than_level_b(archive_pdf: Path) -> None:
    claim(archive_pdf, {"{http://www.aiim.org/pdfua/ns/id/}part": "1", "pdfaid:conformance": "A"})

    judges.pikepdf_check(archive_pdf)


@pytest.mark.parametrize(
    "claims", [{"pdfaid:conformance": "C"}, {"pdfaid:part": "1"}, {"pdfx:colour": "red"}]
)
def test_pikepdf_does_not_let_a_file_claim_anything(archive_pdf: Path, claims: dict[str, str]) -> None:
    claim(archive_pdf, claims)

    with pytest.raises(AssertionError, match=r"as 2b:\n\[violation\] ISO_19005_2:6\.6\."):
        judges.pikepdf_check(archive_pdf)


def claim(path: Path, claims: dict[str, str]) -> None:
    """Change the XMP metadata of a PDF."""
    pikepdf = pytest.importorskip("pikepdf", reason="pip install 'pikepdf[pdfa]'")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata.register_xml_namespace("http://www.aiim.org/pdfua/ns/id/", "pdfuaid")
            metadata.update(claims)
        pdf.save(path)


@pytest.fixture
def word_docx(tmp_path: Path) -> Path:
    """A DOCX with one paragraph and nothing wrong."""
    path = tmp_path / "word.docx"
    document = docx.Document()
    document.add_paragraph("渡船还没有来。")
    document.save(str(path))
    return path


@pytest.fixture
def broken_docx(tmp_path: Path) -> Path:
    """A DOCX with an element that there is, but not in a paragraph, and a size that is no number."""
    path = tmp_path / "broken.docx"
    document = docx.Document()
    run = document.add_paragraph("渡船还没有来。").add_run("等一等。")
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "big")
    run.element.get_or_add_rPr().append(size)
    run.element.addprevious(OxmlElement("w:tbl"))
    document.save(str(path))
    return path


def test_the_open_xml_sdk_passes_what_is_right(word_docx: Path) -> None:
    judges.ooxml_validate(word_docx)
    judges.ooxml_validate([word_docx, word_docx], "Office2007")


def test_the_open_xml_sdk_says_what_is_wrong_in_which_of_several_files(
    word_docx: Path, broken_docx: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.docx"

    with pytest.raises(AssertionError) as error:
        judges.ooxml_validate([word_docx, broken_docx, missing])

    text = str(error.value)
    assert f"{word_docx}" not in text
    assert f"{broken_docx} as Microsoft365:\n  Schema: " in text
    assert "/wordprocessingml/2006/main:tbl'." in text
    assert "in /word/document.xml at /w:document[1]/w:body[1]/w:p[1]" in text
    assert "value 'big'" in text
    assert f"{missing} as Microsoft365:\n  Exception: " in text


def test_the_open_xml_sdk_does_not_pass_what_it_did_not_judge(word_docx: Path) -> None:
    with pytest.raises(AssertionError, match="no file to judge"):
        judges.ooxml_validate([])
    with pytest.raises(AssertionError, match="Invalid Office version 'Office1997'"):
        judges.ooxml_validate(word_docx, "Office1997")


def test_a_program_that_complains_fails_the_test() -> None:
    complaint = "import sys; print('a page is missing'); sys.exit(3)"

    with pytest.raises(AssertionError, match="a page is missing"):
        judges._passed(sys.executable, "-c", complaint)


def test_a_program_that_hangs_fails_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judges, "_SECONDS", 0.1)

    with pytest.raises(pytest.fail.Exception, match=r"not done after 0\.1 seconds"):
        judges._passed(sys.executable, "-c", "import time; time.sleep(60)")


ECHO = """
import json, sys
for line in sys.stdin:
    words = json.loads(line)
    if words == ["die"]:
        sys.exit("of something")
    if words == ["wait"]:
        continue
    print("by the way")
    print(json.dumps({"code": len(words), "printed": " ".join(words)}, separators=(",", ":")), flush=True)
"""


def test_a_judge_goes_on_from_one_file_to_the_next() -> None:
    command = (sys.executable, "-c", ECHO)
    service = judges._service(*command)
    assert service.ask("渡", "口") == (2, "渡 口")
    assert judges._service(*command) is service
    assert service.ask() == (0, "")
    with pytest.raises(pytest.fail.Exception, match="of something"):
        service.ask("die")
    assert judges._service(*command).ask("again") == (1, "again")


def test_a_judge_that_hangs_fails_the_test_and_is_started_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    command = (sys.executable, "-c", ECHO)
    judges._service(*command).ask("begin")
    with monkeypatch.context() as context:
        context.setattr(judges, "_SECONDS", 0.1)
        with pytest.raises(pytest.fail.Exception, match=r"not done after 0\.1 seconds"):
            judges._service(*command).ask("wait")
    assert judges._service(*command).ask("again") == (1, "again")


@pytest.fixture
def broken_epub(tmp_path: Path) -> Path:
    """A book with a text that is not well formed."""
    path = tmp_path / "broken.epub"
    parts = dict(unpack(docconvert.convert("渡口\n\n船去了。".encode(), "epub")))
    text = next(name for name in parts if name.endswith(".xhtml") and b"<p" in parts[name])
    parts[text] = parts[text].replace(b"</p>", b"", 1)
    path.write_bytes(pack(parts.items()))
    return path


def test_the_official_checker_says_what_is_wrong(broken_epub: Path, tmp_path: Path) -> None:
    right = tmp_path / "right.epub"
    right.write_bytes(docconvert.convert("渡口\n\n船去了。".encode(), "epub"))

    for _ in range(2):
        with pytest.raises(AssertionError, match=r"FATAL\(RSC-016\).*broken\.epub"):
            judges.epubcheck(broken_epub)
        assert "No errors or warnings detected." in judges.epubcheck(right)
    with pytest.raises(AssertionError, match="File not found"):
        judges.epubcheck(tmp_path / "missing.epub")


def test_the_table_of_fonts_is_read() -> None:
    table = """\
name                                 type              encoding         emb sub uni object ID
------------------------------------ ----------------- ---------------- --- --- --- ---------
ABCDEF+NotoSerifSC-Regular           CID TrueType      Identity-H       yes yes yes     12  0
A Font With Spaces In A Name Longer Than The Column CID Type 0C (OT) Identity-H yes no no 3 0
[none]                               Type 3            Custom           yes no  no       5  0
Times-Roman                          Type 1            WinAnsi          no  no  no       7  0
"""

    assert judges.parse_pdf_fonts(table) == [
        ("ABCDEF+NotoSerifSC-Regular", "CID TrueType", True, True, True),
        ("A Font With Spaces In A Name Longer Than The Column", "CID Type 0C (OT)", True, False, False),
        ("[none]", "Type 3", True, False, False),
        ("Times-Roman", "Type 1", False, False, False),
    ]
