"""The report of a run: one JSON object a line, also for what failed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from docconvert.cli import main
from docconvert.errors import ExitCode


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.txt").write_text("渡口\n作者：林小舟\n\n渡船还没有来。\n***\n天亮了。\n", "gb18030")
    Path("empty.txt").touch()


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_input_has_its_line() -> None:
    code = main(["good.txt", "empty.txt", "--to", "json", "-o", "out", "--report", "run.jsonl"])

    good, empty = lines(Path("run.jsonl").read_text("utf-8"))
    assert code == ExitCode.FAILED
    assert good == {
        "source": "good.txt",
        "sha256": hashlib.sha256(Path("good.txt").read_bytes()).hexdigest(),
        "title": "渡口",
        "author": "林小舟",
        "date": "",
        "language": "zh-Hans",
        "encoding": "gb18030",
        "seconds": good["seconds"],
        "unchanged": False,
        "outputs": [
            {
                "path": str(Path("out/good.json")),
                "size": Path("out/good.json").stat().st_size,
                "sha256": hashlib.sha256(Path("out/good.json").read_bytes()).hexdigest(),
            }
        ],
        "notices": [
            {
                "code": "separator-set",
                "message": "1 line of signs set as scene breaks",
                "line": 5,
                "removed": "***",
                "added": "",
            }
        ],
        "errors": [],
    }
    assert empty["source"] == "empty.txt"
    assert empty["errors"] == [
        {"message": "the file is empty", "hint": "check that it was saved or downloaded whole"}
    ]


def test_a_report_may_go_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["good.txt", "--to", "json", "--report", "-"]) == ExitCode.DONE
    assert [record["source"] for record in lines(capsys.readouterr().out)] == ["good.txt"]


@pytest.mark.parametrize("taken", ["good.txt", "good.json", "./good.txt"])
def test_a_report_is_not_written_over_a_source_or_a_target(
    taken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path("good.txt").read_bytes()

    assert main(["good.txt", "--to", "json", "--report", taken]) == ExitCode.USAGE
    assert "would be written over" in capsys.readouterr().err
    assert Path("good.txt").read_bytes() == before
    assert not Path("good.json").exists()


def test_a_report_and_a_document_do_not_share_standard_output() -> None:
    assert main(["good.txt", "--to", "tree", "--report", "-"]) == ExitCode.USAGE


def test_a_report_that_cannot_be_written_is_said_before_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    Path("file").touch()

    assert main(["good.txt", "--to", "json", "--report", "file/run.jsonl"]) == ExitCode.FAILED
    assert "file/run.jsonl: cannot be written" in capsys.readouterr().err
    assert not Path("good.json").exists()
