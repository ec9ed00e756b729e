"""A judge that is missing skips a test, or fails it where judges are required."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import judges

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
    with pytest.raises(pytest.skip.Exception, match="java"):
        judges.epubcheck(path)
    with pytest.raises(pytest.skip.Exception, match="soffice"):
        judges.soffice_convert(path, "pdf", tmp_path)


def test_a_program_that_complains_fails_the_test() -> None:
    complaint = "import sys; print('a page is missing'); sys.exit(3)"

    with pytest.raises(AssertionError, match="a page is missing"):
        judges._passed(sys.executable, "-c", complaint)


def test_a_program_that_hangs_fails_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judges, "_SECONDS", 0.1)

    with pytest.raises(pytest.fail.Exception, match=r"not done after 0\.1 seconds"):
        judges._passed(sys.executable, "-c", "import time; time.sleep(60)")


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
