"""Folders: mirrored, by any number of workers, only what has changed, and nothing lost."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import judges
from archives import make_archive
from docconvert import convert_many, files
from docconvert.batch import Filter, Result, plan
from docconvert.batch.manifest import NAME
from docconvert.batch.plan import _name_fault
from docconvert.cli import main
from docconvert.errors import ExitCode, OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

Capture = pytest.CaptureFixture[str]

TEXTS = {
    "序.txt": ("渡口紀事\n\n這條河沒有名字，人們只叫它渡口。\n", "utf-8"),
    "卷一/第二章.txt": ("第二章　立冬\n\n船去了,風沒有停。\n", "big5"),
    "卷一/第十章.txt": ("第十章　春分\n\n水又從山上下來。\n", "utf-16"),
    "卷二/深/霜降.txt": ("霜降\n\n水从山上下来，像一封信。\n", "gb18030"),
}


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, (text, encoding) in TEXTS.items():
        write(Path("archive") / name, text.encode(encoding))
    return Path("archive")


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def tree(folder: Path | str) -> dict[str, str]:
    """The digests of all files in a folder but for the record, by their paths in it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file() and path.name != NAME
    }


def stamps(folder: Path | str) -> dict[str, int]:
    return {
        path.as_posix(): path.stat().st_mtime_ns for path in Path(folder).rglob("*.*") if path.name != NAME
    }


def results(
    *sources: Path | str, to: Sequence[str] = ("json",), out: str = "out", workers: int = 1
) -> list[Result]:
    return list(convert_many(sources, to, out, workers=workers))


# --- what is written where


def test_a_survey_and_the_jobs_see_the_same(archive: Path) -> None:
    write(archive / "卷一/第二章.TXT", b"")
    jobs = plan([archive], ["docx", "pdf"], "out")
    alone, survey = list(jobs), jobs.survey()
    for again in (list(jobs), list(jobs)):  # those that the survey saw, and those of another walk
        assert [job._replace(fault=None) for job in again] == [job._replace(fault=None) for job in alone]
        assert [job.sources for job in again if job.fault] == [job.sources for job in survey.faulty]
    assert (survey.jobs, len(survey.faulty)) == (5, 2)
    assert list(dict.fromkeys(target.path.parent for job in alone for target in job.targets)) == [
        Path("out"), Path("out/卷一"), Path("out/卷二/深"),
    ]  # fmt: skip


def test_the_tree_is_mirrored(archive: Path) -> None:
    assert main(["archive", "--to", "json,docx", "-o", "out"]) == ExitCode.DONE
    expected = [str(Path(name).with_suffix(f".{to}").as_posix()) for name in TEXTS for to in ("docx", "json")]
    assert sorted(tree("out")) == sorted(expected)


def test_without_a_target_outputs_stand_beside_their_texts(archive: Path) -> None:
    assert main(["archive", "--to", "json"]) == ExitCode.DONE
    assert set(tree(archive)) == set(TEXTS) | {
        str(Path(name).with_suffix(".json").as_posix()) for name in TEXTS
    }


def test_several_folders_are_mirrored_below_their_names(archive: Path) -> None:
    write(Path("b/c/texts/霜降.txt"), "霜降\n\n水。".encode())
    assert main(["archive/卷一", "b/c/texts", "archive/序.txt", "--to", "json", "-o", "out"]) == ExitCode.DONE
    assert sorted(tree("out")) == sorted(
        ["序.json", "卷一/第二章.json", "卷一/第十章.json", "texts/霜降.json"]
    )


def test_folders_of_one_name_are_refused(archive: Path) -> None:
    write(Path("b/卷一/x.txt"), b"x")
    with pytest.raises(UsageError, match="2 folders have the name 卷一"):
        plan([archive / "卷一", Path("b/卷一")], ["json"], "out")


def test_a_folder_cannot_go_to_one_file(archive: Path) -> None:
    for out, message in (("x.json", "written to x.json"), ("-", "standard output")):
        with pytest.raises(UsageError, match=message):
            plan([archive], ["json"], out)


def test_the_outputs_in_a_folder_are_not_its_texts(archive: Path) -> None:
    for _ in range(2):
        assert (
            main(["archive", "--to", "json", "-o", "archive/out", "--glob", "*.txt", "--glob", "*.json"]) == 0
        )
    assert sorted(tree("archive/out")) == sorted(
        str(Path(name).with_suffix(".json").as_posix()) for name in TEXTS
    )


def test_an_empty_folder_is_said(archive: Path, capsys: Capture) -> None:
    assert main(["archive", "--to", "json", "-o", "out", "--glob", "*.text"]) == ExitCode.USAGE
    assert "no texts" in capsys.readouterr().err


def test_texts_of_one_name_fail_and_the_others_go_on(archive: Path, capsys: Capture) -> None:
    write(archive / "卷一/第二章.TXT", "第二章\n\n水。".encode())
    assert main(["archive", "--to", "json", "-o", "out"]) == ExitCode.FAILED
    said = capsys.readouterr().err
    assert said.index("第二章.TXT beside it would be written to the same files") < said.index("5 texts in")
    assert "第二章.txt beside it" in said
    assert "3 converted, 2 failed" in said
    assert sorted(tree("out")) == sorted(["序.json", "卷一/第十章.json", "卷二/深/霜降.json"])


def test_a_named_file_and_one_of_a_folder_do_not_meet(archive: Path) -> None:
    write(Path("out2/序.txt"), "序\n\n水。".encode())
    jobs = plan([Path("out2/序.txt"), archive], ["json"], "out")
    assert not jobs.survey().faulty
    jobs = plan([Path("out2/archive.txt"), archive], ["json"], "out")
    assert not jobs.survey().faulty


@pytest.mark.parametrize(
    ("name", "windows", "fault"),
    [
        ("a.pdf", True, ""),
        ("CON.pdf", True, "Windows allows no file called CON.pdf"),
        ("con.a.pdf", True, "Windows allows"),
        ("a?.pdf", True, "Windows allows"),
        ("CON.pdf", False, ""),
        ("長" * 84 + ".pdf", False, "too long"),
        ("a" * 251 + ".pdf", False, ""),
        ("a" * 252 + ".pdf", False, "too long"),
    ],
)
def test_names_that_no_file_can_have(name: str, windows: bool, fault: str) -> None:
    found = _name_fault(name, windows=windows)
    assert (fault in found.message) if found and fault else (not found and not fault)


def test_a_name_that_is_too_long_for_the_output_fails_alone(archive: Path) -> None:
    write(archive / ("a" * 251 + ".txt"), "霜降\n\n水。".encode())
    assert Counter(bool(result.errors) for result in results(archive, to=["docx"])) == {False: 4, True: 1}


# --- what is done again


def test_a_second_run_writes_only_what_has_changed(archive: Path) -> None:
    first = results(archive, to=["json", "docx"])
    before = stamps("out")
    second = results(archive, to=["json", "docx"])
    assert [result.is_unchanged for result in second] == [True] * 4
    assert stamps("out") == before
    assert [(r.about, r.notices, r.outputs) for r in second] == [
        (r.about, r.notices, r.outputs) for r in first
    ]
    assert all(result.written == () for result in second)

    write(archive / "序.txt", "渡口紀事\n\n這條河有了名字。\n".encode())
    third = results(archive, to=["json", "docx"])
    assert [result.source.name for result in third if not result.is_unchanged] == ["序.txt"]
    assert {name for name, stamp in stamps("out").items() if stamp != before[name]} == {
        "out/序.json",
        "out/序.docx",
    }


def test_a_text_that_was_only_touched_is_unchanged(archive: Path) -> None:
    results(archive)
    os.utime(archive / "序.txt")
    assert all(result.is_unchanged for result in results(archive))


@pytest.mark.parametrize("deed", ["remove", "edit"])
def test_an_output_that_is_gone_or_was_edited(archive: Path, deed: str) -> None:
    results(archive)
    made = Path("out/序.json")
    if deed == "remove":
        made.unlink()
    else:
        made.write_bytes(made.read_bytes() + b" ")
    (again,) = (result for result in results(archive) if not result.is_unchanged)
    assert again.source.name == "序.txt"
    assert [type(error) for error in again.errors] == ([] if deed == "remove" else [OutputError])


def test_another_format_is_added_to_what_stands(archive: Path) -> None:
    results(archive, to=["json"])
    before = stamps("out")
    again = results(archive, to=["json", "tree"])
    assert not any(result.is_unchanged for result in again)
    assert all(len(result.outputs) == 2 for result in again)
    assert {name: stamp for name, stamp in stamps("out").items() if name.endswith("json")} == before


@pytest.mark.parametrize(
    "flags",
    [
        "--set body.size=11pt",
        "--writing vertical",
        "--script hans",
        "--cover none",
        "--cover drawn",
        "--rebuild",
    ],
)
def test_other_settings_make_all_anew(archive: Path, flags: str, capsys: Capture) -> None:
    main(["archive", "--to", "epub", "-o", "out"])
    capsys.readouterr()
    assert main(["archive", "--to", "epub", "-o", "out", *flags.split()]) == ExitCode.DONE
    assert "4 converted, 4 files written" in capsys.readouterr().err
    main(["archive", "--to", "epub", "-o", "out", *flags.split()])
    assert ("4 unchanged" in capsys.readouterr().err) == (flags != "--rebuild")


def test_a_setting_of_another_format_does_not(archive: Path, capsys: Capture) -> None:
    main(["archive", "--to", "docx", "-o", "out"])
    main(["archive", "--to", "docx", "-o", "out", "--pdf-standard", "none"])
    assert "4 unchanged" in capsys.readouterr().err


def test_a_cover_that_changed_makes_all_anew(archive: Path, capsys: Capture) -> None:
    from PIL import Image

    for colour in ("red", "blue"):
        Image.new("RGB", (60, 90), colour).save("cover.png")
        main(["archive", "--to", "epub", "-o", "out", "--cover", "cover.png"])
    assert capsys.readouterr().err.count("4 converted") == 2


def test_what_failed_is_tried_again(archive: Path) -> None:
    write(archive / "bad.txt", b"")
    assert sum(bool(result.errors) for result in results(archive)) == 1
    write(archive / "bad.txt", "霜降\n\n水。".encode())
    assert [result.source.name for result in results(archive) if not result.is_unchanged] == ["bad.txt"]


def test_notices_of_what_is_unchanged_still_count(archive: Path) -> None:
    assert main(["archive", "--to", "json", "-o", "out", "--strict"]) == ExitCode.NOTICES
    assert main(["archive", "--to", "json", "-o", "out", "--strict"]) == ExitCode.NOTICES


def test_files_that_were_named_are_always_converted(archive: Path) -> None:
    for _ in range(2):
        (result,) = results(archive / "序.txt")
        assert not result.is_unchanged
    assert not Path("out", NAME).exists()


# --- the record


def test_a_damaged_record_is_begun_anew(archive: Path, capsys: Capture) -> None:
    results(archive)
    Path("out", NAME).write_bytes(b"no database" * 100)
    assert main(["archive", "--to", "json", "-o", "out"]) == ExitCode.DONE
    said = capsys.readouterr().err
    assert "was damaged" in said
    assert "4 converted" in said
    assert Path("out", f"{NAME}.damaged").exists()


def test_a_record_of_another_version_is_begun_anew(archive: Path) -> None:
    results(archive)
    with sqlite3.connect(Path("out", NAME)) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    assert not any(result.is_unchanged for result in results(archive))


def test_two_runs_do_not_write_to_one_folder(archive: Path) -> None:
    running = convert_many([archive], ["json"], "out")
    next(running)
    with pytest.raises(OutputError, match="another docconvert is writing there"):
        results(archive)
    assert len(list(running)) == 3


def test_a_record_that_cannot_be_written_is_an_error(archive: Path) -> None:
    Path("out", NAME).mkdir(parents=True)
    with pytest.raises(OutputError, match="cannot be written"):
        results(archive)


def test_names_that_are_no_unicode_are_recorded(archive: Path) -> None:
    name = os.fsdecode(b"\xff\xb5.txt")
    try:
        write(archive / name, "霜降\n\n水。".encode())
    except OSError:
        pytest.skip("file names here are Unicode")
    results(archive)
    assert all(result.is_unchanged for result in results(archive))


# --- outputs of texts that are gone


def test_outputs_of_texts_that_are_gone_are_removed(archive: Path, capsys: Capture) -> None:
    results(archive, to=["json", "tree"])
    shutil.rmtree(archive / "卷一")
    assert main(["archive", "--to", "json", "-o", "out", "--prune", "--yes"]) == ExitCode.DONE
    assert "4 removed" in capsys.readouterr().err
    assert sorted(tree("out")) == sorted(["序.json", "序.tree", "卷二/深/霜降.json", "卷二/深/霜降.tree"])
    main(["archive", "--to", "json", "-o", "out", "--prune", "--yes"])
    assert "removed" not in capsys.readouterr().err


def test_outputs_of_texts_that_are_gone_are_told_of(archive: Path, capsys: Capture) -> None:
    run = ["archive", "--to", "json", "-o", "out"]
    main(run)
    shutil.rmtree(archive / "卷一")
    capsys.readouterr()
    assert main(run) == ExitCode.DONE
    assert "of texts that are gone, 2 files left: --prune removes them" in capsys.readouterr().err
    Path("out/卷一/第十章.json").unlink()
    main(run)
    assert "of texts that are gone, 1 file left" in capsys.readouterr().err
    main([*run, "--glob", "*霜*"])  # the others are there
    assert "of texts that are gone, 1 file left" in capsys.readouterr().err
    main([*run, "--prune", "--yes"])
    assert "第二章.json removed" in capsys.readouterr().err
    main(run)
    assert "gone" not in capsys.readouterr().err


def test_what_an_earlier_run_made_of_a_text_that_fails_is_told_of(archive: Path, capsys: Capture) -> None:
    results(archive)
    write(archive / "序.txt", b"")
    (failed,) = (result for result in results(archive, to=["json", "tree"]) if result.errors)
    assert [(notice.code, notice.message) for notice in failed.notices] == [
        ("output-stale", f"{Path('out/序.json')} is of an earlier run, and stays as it was")
    ]
    assert main(["archive", "--to", "json", "-o", "out"]) == ExitCode.FAILED
    assert "output-stale: 1 text" in capsys.readouterr().err


def test_an_output_that_was_changed_stays(archive: Path, capsys: Capture) -> None:
    results(archive)
    (archive / "序.txt").unlink()
    Path("out/序.json").write_text("{}", "utf-8")
    main(["archive", "--to", "json", "-o", "out", "--prune", "--yes"])
    assert "序.json was changed since, and stays" in capsys.readouterr().err
    assert Path("out/序.json").exists()


def test_texts_of_another_folder_are_not_gone(archive: Path) -> None:
    results(archive / "卷一", archive / "卷二")
    (archive / "卷二/深/霜降.txt").unlink()
    main(["archive/卷一", "--to", "json", "-o", "out", "--prune", "--yes"])
    assert Path("out/卷二/深/霜降.json").exists()


def test_nobody_to_ask(archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["archive", "--to", "json", "-o", "out", "--prune"]) == ExitCode.USAGE
    assert "--yes" in capsys.readouterr().err
    assert not Path("out").exists()


# --- workers


def test_any_number_of_workers_makes_the_same(archive: Path) -> None:
    for number in range(40):
        write(archive / f"多/{number}.txt", f"第{number}日\n\n水從山上下來。\n".encode())
    write(archive / "bad.txt", b"")
    alone = results(archive, to=["docx", "epub"], out="alone")
    together = results(archive, to=["docx", "epub"], out="together", workers=3)
    assert tree("together") == tree("alone")

    def told(found: list[Result]) -> list[tuple[str, ...]]:
        return sorted((str(r.source), *map(str, r.errors), repr(r.about), repr(r.notices)) for r in found)

    assert told(together) == told(alone)
    assert all(
        result.is_unchanged or result.errors
        for result in results(archive, to=["docx", "epub"], out="together", workers=2)
    )


def test_a_report_and_a_summary(archive: Path, capsys: Capture) -> None:
    write(archive / "bad.txt", b"")
    code = main(["archive", "--to", "json", "-o", "out", "--jobs", "2", "--report", "run.jsonl"])
    lines = [json.loads(line) for line in Path("run.jsonl").read_text("utf-8").splitlines()]
    said = capsys.readouterr().err
    assert code == ExitCode.FAILED
    assert "archive/bad.txt: the file is empty" in said.replace("\\", "/")
    assert re.search(r"5 texts in .*: 4 converted, 1 failed, 4 files written\n", said)
    assert "notices: punctuation-widened: 1 text (--report" in said
    assert len(lines) == 5
    assert sum(len(line["outputs"]) for line in lines) == 4
    for line in lines:
        for output in line["outputs"]:
            data = Path(output["path"]).read_bytes()
            assert (len(data), hashlib.sha256(data).hexdigest()) == (output["size"], output["sha256"])


@pytest.mark.parametrize("report", ["archive/a.txt", "archive/卷一/第二章.txt", "out/x.json"])
def test_a_report_is_not_written_over_a_text_or_an_output(archive: Path, report: str) -> None:
    before = tree(archive)
    assert main(["archive", "--to", "json", "-o", "out", "--report", report]) == ExitCode.USAGE
    assert tree(archive) == before
    assert main(["archive", "--to", "json", "-o", "out", "--report", "out/run.jsonl"]) == ExitCode.DONE


def test_quiet_says_errors_only(archive: Path, capsys: Capture) -> None:
    assert main(["archive", "--to", "json", "-o", "out", "-q"]) == ExitCode.DONE
    assert capsys.readouterr().err == ""


def test_a_folder_makes_one_book(archive: Path) -> None:
    assert main(["archive", "--merge", "-o", "book.json"]) == ExitCode.DONE
    text = Path("book.json").read_text("utf-8")
    places = [text.index(words) for words in ("這條河沒有名字", "船去了", "水又從山上下來", "像一封信")]
    assert places == sorted(places)


def test_wanted_files(archive: Path) -> None:
    wanted = Filter(excludes=("卷一",))
    assert len(list(convert_many([archive], ["json"], "out", wanted=wanted))) == 2


# --- what a killed process left


def test_what_a_killed_process_left_is_removed(archive: Path) -> None:
    files.sweep.cache_clear()
    Path("out/卷一").mkdir(parents=True)
    gone = Path("out/卷一") / f".docconvert-{files._host()}-999999999-0123abcd.tmp"
    mine = Path("out/卷一") / f".docconvert-{files._host()}-{os.getpid()}-0123abcd.tmp"
    others = Path("out/卷一") / ".docconvert-00000000-999999999-0123abcd.tmp"
    for path in (gone, mine, others):
        path.touch()
    results(archive)
    assert [path.exists() for path in (gone, mine, others)] == [False, True, True]


def test_a_text_that_is_too_large_is_refused(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 500)
    write(archive / "large.txt", b"1" * 501)
    (error,) = (error for result in results(archive) for error in result.errors if "larger" in str(error))
    assert "split it" in getattr(error, "hint", "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="an archive with a pipe in it is for POSIX")
def test_exactly_the_broken_texts_of_a_large_archive_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    broken = make_archive(Path("large"), 400, every=20)
    assert len({path.suffix for path in broken}) == 2
    code = main(["large", "--to", "docx,epub", "-o", "out", "--jobs", "2", "--report", "run.jsonl", "-q"])
    assert code == ExitCode.FAILED
    records = [json.loads(line) for line in Path("run.jsonl").read_text("utf-8").splitlines()]
    failed = {Path(record["source"]) for record in records if record["errors"]}
    assert failed == broken
    assert len(records) == 400 + sum(path.suffix == ".TXT" for path in broken)
    assert all(len(record["outputs"]) == 2 for record in records if not record["errors"])
    made = sorted(Path("out").rglob("*.*"))
    judges.ooxml_validate([path for path in made if path.suffix == ".docx"][::60])
    for path in [path for path in made if path.suffix == ".epub"][::200]:
        judges.epubcheck(path)
