"""Several files to several formats: the plan, the results, and what is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docconvert import DocconvertError, Notice, Options, convert_file, convert_many, files, load_style
from docconvert.batch import Job, Target, plan
from docconvert.errors import InputError, OutputError, UnknownFormatError, UsageError
from docconvert.files import STANDARD, is_file
from docconvert.format import find_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.batch import Result

JSON, TREE = find_format("json"), find_format("tree")


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("春訊\n\n今日立春,萬物生長。\n", "utf-8")
    Path("b.txt").write_text("秋訊\n\n今日立秋。\n", "utf-8")
    Path("empty.txt").touch()


def done(sources: Sequence[str], to: Sequence[str], out: str = "", *, force: bool = False) -> list[Result]:
    return list(convert_many(sources, to, out, force=force))


# --- the plan


def test_a_plan_has_a_job_for_each_source_and_a_target_for_each_format() -> None:
    assert list(plan([Path("a.txt"), Path("sub/b.txt")], ["json", "tree"], "out")) == [
        Job((Path("a.txt"),), (Target(Path("out/a.json"), JSON), Target(Path("out/a.tree"), TREE))),
        Job((Path("sub/b.txt"),), (Target(Path("out/b.json"), JSON), Target(Path("out/b.tree"), TREE))),
    ]


@pytest.mark.parametrize(
    ("source", "to", "out", "target"),
    [
        ("a.txt", ["json"], "", Target(Path("a.json"), JSON)),
        ("a.txt", ["tree"], "", Target(STANDARD, TREE, explicit=True)),
        ("a.txt", ["json"], "-", Target(STANDARD, JSON, explicit=True)),
        ("a.txt", [], "x.json", Target(Path("x.json"), JSON, explicit=True)),
        ("a.txt", [], "x.HTM", Target(Path("x.HTM"), find_format("html"), explicit=True)),
        ("a.txt", [], "x.markdown", Target(Path("x.markdown"), find_format("markdown"), explicit=True)),
        ("a.txt", ["markdown"], "x.md", Target(Path("x.md"), find_format("markdown"), explicit=True)),
        ("a.txt", ["json"], "x.json/", Target(Path("x.json/a.json"), JSON)),
        ("-", ["json"], "", Target(STANDARD, JSON, explicit=True)),
        ("-", ["json"], "out", Target(Path("out/document.json"), JSON)),
    ],
)
def test_a_target_is_explicit_where_the_user_named_it(
    source: str, to: list[str], out: str, target: Target
) -> None:
    assert list(plan([Path(source)], to, out)) == [Job((Path(source),), (target,))]


def test_standard_input_and_a_file_of_its_name_would_collide() -> None:
    with pytest.raises(UsageError, match=r"would both be written to out/document\.json"):
        plan([STANDARD, Path("document.txt")], ["json"], "out")


def test_planning_touches_no_file() -> None:
    plan([Path("none.txt")], ["json"], "out")

    assert sorted(path.name for path in Path().iterdir()) == ["a.txt", "b.txt", "empty.txt"]


# --- the results


def test_each_result_tells_what_became_of_its_source() -> None:
    first, second, third = done(["a.txt", "empty.txt", "b.txt"], ["json", "pdf"], "out")

    assert (first.source, first.written) == (Path("a.txt"), (Path("out/a.json"), Path("out/a.pdf")))
    assert [notice.code for notice in first.notices] == ["punctuation-widened"]
    assert first.errors == ()
    assert (second.source, second.written, second.notices) == (Path("empty.txt"), (), ())
    assert [type(error) for error in second.errors] == [InputError]
    assert (third.notices, third.errors) == ((), ())
    assert all(is_file(path) for result in (first, third) for path in result.written)


def test_a_source_is_converted_when_its_result_is_asked_for() -> None:
    results = convert_many(["a.txt", "b.txt"], ["json"])
    next(results)

    assert Path("a.json").exists()
    assert not Path("b.json").exists()


@pytest.mark.parametrize(
    ("sources", "to", "out"),
    [
        (["a.txt"], ["jsn"], ""),
        (["a.txt"], [], ""),
        (["a.txt", "a.txt"], ["json"], ""),
        (["a.txt"], ["json", "pdf"], "-"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_at_once(sources: list[str], to: list[str], out: str) -> None:
    with pytest.raises(UsageError):
        convert_many(sources, to, out)


def test_a_source_is_read_once_for_all_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    read_source = files.read_source

    def counting(path: Path) -> bytes:
        opened.append(path)
        return read_source(path)

    monkeypatch.setattr(files, "read_source", counting)
    done(["a.txt"], ["json", "pdf"])

    assert opened == [Path("a.txt")]


def test_every_step_is_announced() -> None:
    steps: list[tuple[str, str]] = []

    list(convert_many(["a.txt", "empty.txt"], ["json", "pdf"], watch=lambda p, s: steps.append((p.name, s))))

    assert steps == [("a.txt", "reading"), ("a.txt", "json"), ("a.txt", "pdf"), ("empty.txt", "reading")]


def test_options_and_style_reach_reading_and_writing() -> None:
    options, style = Options(title="立春"), load_style("default", ["body.size=20pt"])
    Path("plain").mkdir()
    list(convert_many(["a.txt"], ["json", "pdf"], "plain"))

    list(convert_many(["a.txt"], ["json", "pdf"], "other", options=options, style=style))

    assert '"title": [{"type": "text", "text": "立春"}]' in Path("other/a.json").read_text("utf-8")
    assert Path("other/a.pdf").read_bytes() != Path("plain/a.pdf").read_bytes()


def test_the_same_work_gives_the_same_bytes() -> None:
    done(["a.txt"], ["json", "pdf", "tree"], "one")
    done(["a.txt"], ["json", "pdf", "tree"], "two")

    for name in ("a.json", "a.pdf", "a.tree"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes()


# --- what may be replaced


def test_a_file_of_ours_is_replaced() -> None:
    done(["a.txt"], ["json"], "out")
    Path("a.txt").write_text("夏訊\n\n今日立夏。\n", "utf-8")

    assert done(["a.txt"], ["json"], "out")[0].written == (Path("out/a.json"),)
    assert "夏訊" in Path("out/a.json").read_text("utf-8")


@pytest.mark.parametrize("old", [b"", b"precious", b"{}"])
def test_a_file_of_somebody_else_is_replaced_by_force_only(old: bytes) -> None:
    Path("a.json").write_bytes(old)

    (result,) = done(["a.txt"], ["json"])
    assert result.written == ()
    assert [type(error) for error in result.errors] == [OutputError]
    assert Path("a.json").read_bytes() == old

    assert done(["a.txt"], ["json"], force=True)[0].written == (Path("a.json"),)
    assert Path("a.json").read_bytes() != old


def test_a_file_that_stands_in_one_formats_way_stops_no_other() -> None:
    Path("a.json").write_bytes(b"precious")

    (result,) = done(["a.txt"], ["json", "pdf"])

    assert result.written == (Path("a.pdf"),)
    assert len(result.errors) == 1


# --- one file, in Python


def test_one_file_goes_to_several_by_their_extensions() -> None:
    notices: list[Notice] = []

    convert_file("a.txt", ["x.json", Path("deep/x.PDF"), "x.tree"], notify=notices.append)

    assert Path("x.tree").read_text("utf-8").splitlines()[1] == "title 春訊"
    assert Path("deep/x.PDF").read_bytes().startswith(b"%PDF")
    assert [notice.code for notice in notices] == ["punctuation-widened"]


def test_one_may_be_named_without_a_list() -> None:
    convert_file("a.txt", "x.json")
    (result,) = convert_many("a.txt", "json", "out")

    assert Path("x.json").read_bytes() == Path("out/a.json").read_bytes()
    assert result.written == (Path("out/a.json"),)


def test_formats_given_by_name_go_before_extensions() -> None:
    convert_file("a.txt", ["x.out"], formats=["tree"])

    assert Path("x.out").read_text("utf-8").startswith("meta zh-Hant")


@pytest.mark.parametrize("target", ["x", "x.xyz", "x.json.bak"])
def test_a_target_without_a_known_extension_is_refused(target: str) -> None:
    with pytest.raises(UnknownFormatError):
        convert_file("a.txt", ["y.json", target])

    assert not Path("y.json").exists()


@pytest.mark.parametrize("target", ["a.json", "./a.json", "link.json"])
def test_a_file_is_not_written_over_its_source(target: str) -> None:
    convert_file("a.txt", ["a.json"])
    Path("link.json").symlink_to("a.json")
    before = Path("a.json").read_bytes()

    with pytest.raises(DocconvertError, match="target and source are the same file"):
        convert_file("a.json", ["y.tree", target])

    assert Path("a.json").read_bytes() == before
    assert not Path("y.tree").exists()
