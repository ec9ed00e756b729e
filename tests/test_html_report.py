"""The report of a run as a page: its data, and what a user of a browser sees and does."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import unquote_to_bytes, urlsplit

import pytest

from docconvert import __version__
from docconvert.batch import About, Result, Written
from docconvert.cli import main
from docconvert.errors import DocconvertError, ExitCode, OutputError
from docconvert.files import STANDARD
from docconvert.notices import Code, Notice
from docconvert.report import opened_report
from judges import report_page

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE_JS = Path(main.__code__.co_filename).parents[1] / "report" / "page.js"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


class Scripts(HTMLParser):
    """Collects the texts of scripts by their classes, as a parser of HTML sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {}
        self._kind: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._kind = (dict(attributes).get("class") or "") if tag == "script" else None
        if self._kind is not None:
            self.texts.setdefault(self._kind, []).append("")

    def handle_data(self, data: str) -> None:
        if self._kind is not None:
            self.texts[self._kind][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._kind = None


def scripts(page: str) -> dict[str, list[str]]:
    parser = Scripts()
    parser.feed(f"{page}</script>")  # of a page that is cut short it is missing
    parser.close()
    return parser.texts


def rows(page: str) -> list[list[Any]]:
    return [
        json.loads(line) for block in scripts(page).get("rows", []) for line in block.splitlines() if line
    ]


def write(results: Iterable[Result], path: str = "run.html") -> Path:
    with opened_report(Path(path)) as add:
        for result in results:
            add(result)
    return Path(path)


def write_and_crash(results: Iterable[Result], path: str) -> None:
    with opened_report(Path(path)) as add:
        for result in results:
            add(result)
        raise MemoryError


def failed(name: str) -> Result:
    error = DocconvertError("the file is empty", "check that it was saved or downloaded whole")
    return Result(Path(name), errors=(error,))


def converted(name: str, title: str, *notices: Notice, seconds: float = 0.5) -> Result:
    about = About(title, "林小舟", "", "zh-Hans", "utf-8")
    output = Written(Path("out") / Path(name).with_suffix(".pdf"), 4200, "", 0)
    return Result(Path(name), (output,), notices, (), about, seconds=seconds)


TITLE_MADE = Notice("title-made", "the title is the name of the file")
SEPARATOR = Notice("separator-set", "1 line of signs set as scene breaks", 5, "***")


# The data


def test_each_input_has_its_row() -> None:
    Path("good.txt").write_text("渡口\n作者：林小舟\n\n渡船还没有来。\n***\n天亮了。\n", "gb18030")
    Path("empty.txt").touch()

    code = main(["good.txt", "empty.txt", "--to", "json", "-o", "out", "--report", "reports/run.html"])

    good, empty = rows(Path("reports/run.html").read_text("utf-8"))
    assert code == ExitCode.FAILED
    seconds = good[6]
    assert good == [
        "good.txt", "渡口", "林小舟", "", "zh-Hans", "gb18030", seconds, 0,
        [["../out/good.json", Path("out/good.json").stat().st_size]],
        [["separator-set", "1 line of signs set as scene breaks", 5, "***"]],
        [],
    ]  # fmt: skip
    assert (empty[0], empty[10]) == (
        "empty.txt",
        [["the file is empty", "check that it was saved or downloaded whole"]],
    )


def test_a_run_writes_as_many_reports_as_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    Path("good.txt").write_text("渡口\n\n渡船还没有来。\n", "utf-8")
    reports = ["run.html", "run.HTM", "run.jsonl", "-"]

    assert main(["good.txt", "--to", "json", *(f"--report={report}" for report in reports)]) == ExitCode.DONE

    lines = Path("run.jsonl").read_text("utf-8")
    assert capsys.readouterr().out == lines
    for page in ("run.html", "run.HTM"):
        (row,) = rows(Path(page).read_text("utf-8"))
        assert row[:2] == ["good.txt", "渡口"] == [json.loads(lines)[name] for name in ("source", "title")]


@pytest.mark.parametrize(
    "reports", [["good.html"], ["run.html", "./run.html"], ["run.jsonl", "run.jsonl"], ["-", "-"]]
)
def test_a_report_is_not_written_over_a_source_or_another_report(
    reports: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("good.html").write_text("渡口\n\n渡船还没有来。\n", "utf-8")
    before = Path("good.html").read_bytes()

    code = main(["good.html", "--to", "json", *(f"--report={report}" for report in reports)])

    assert code == ExitCode.USAGE
    assert "would be written over" in capsys.readouterr().err
    assert Path("good.html").read_bytes() == before
    assert not Path("good.json").exists()


def test_a_page_that_cannot_be_written_is_said_before_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    Path("good.txt").write_text("渡口\n\n渡船还没有来。\n", "utf-8")
    Path("file").touch()

    assert main(["good.txt", "--to", "json", "--report", "file/run.html"]) == ExitCode.FAILED
    assert "file/run.html: cannot be written" in capsys.readouterr().err
    assert not Path("good.json").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_page_that_has_no_room_is_an_error() -> None:
    Path("full.html").symlink_to("/dev/full")

    with pytest.raises(OutputError, match=r"full\.html: cannot be written"):
        write([], "full.html")


def test_rows_stand_in_the_file_as_soon_as_they_are_told() -> None:
    with opened_report(Path("run.html")) as add:
        for number in range(3):
            add(converted(f"{number}.txt", "渡口"))
            assert len(rows(Path("run.html").read_text("utf-8"))) == number + 1


def test_blocks_of_rows_stay_small() -> None:
    page = write(converted(f"{number}.txt", "渡口") for number in range(1200)).read_text("utf-8")

    assert [block.count("\n") for block in scripts(page)["rows"]] == [1 + 500, 1 + 500, 1 + 200]
    assert [row[0] for row in rows(page)] == [f"{number}.txt" for number in range(1200)]


def test_only_a_run_that_ended_has_an_end() -> None:
    assert json.loads(*scripts(write([]).read_text("utf-8"))["end"]).keys() == {"seconds"}

    with pytest.raises(MemoryError):
        write_and_crash([converted("a.txt", "渡口")], "cut.html")

    assert "end" not in scripts(Path("cut.html").read_text("utf-8"))


def test_two_runs_differ_in_seconds_only() -> None:
    pages = [
        write([converted("a.txt", "渡口", SEPARATOR), failed("b.txt")]).read_text("utf-8") for _ in range(2)
    ]

    one, other = (re.sub(r'"seconds":[0-9.]+', "", page) for page in pages)
    assert one == other


NASTY = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    '"><img src=x onerror=alert(1)>',
    "${title} $style {{title}} `'&amp;",
    "line\nbreak\r\ttab\x00\x7f",
    "\u202etxt.exe",
    "broken \udcff\ud800 text",
)


def test_no_text_is_markup() -> None:
    results = [
        Result(
            Path(text.replace("/", "∕").replace("\x00", "").replace("\ud800", "")),
            (Written(Path("out/a.pdf"), 1, "", 0),),
            (Notice("title-made", text, 1, text, text),),
            (DocconvertError(text, text),),
            About(text, text, text, text, text),
        )
        for text in NASTY
    ]
    page = write(results).read_text("utf-8")

    found = rows(page)
    assert [row[1:6] for row in found] == [[text] * 5 for text in NASTY]
    assert [row[10] for row in found] == [[[text, text]] for text in NASTY]
    assert page.lower().count("<script") == len(re.findall(r"(?m)^<script(?: type=[^>]*)?>", page)) == 3


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_link_leads_to_a_name_that_is_no_unicode() -> None:
    name = os.fsdecode(b"\xc4\xe3 1.pdf")
    page = write([Result(Path("a.txt"), (Written(Path("out") / name, 1, "", 0),))], "in/run.html")

    ((shown, size, address),) = rows(page.read_text("utf-8"))[0][8]
    assert (shown, size) == ("../out/\ufffd\ufffd 1.pdf", 1)
    assert unquote_to_bytes(address) == b"../out/\xc4\xe3 1.pdf"


def test_what_went_to_standard_output_has_no_link() -> None:
    page = write([Result(STANDARD, (Written(STANDARD, 12, "", 0),))])

    assert rows(page.read_text("utf-8"))[0][8] == [["", 12]]


def test_long_changes_are_cut() -> None:
    page = write([converted("a.txt", "渡口", Notice("readings-removed", "…", 1, "长" * 500))])

    assert rows(page.read_text("utf-8"))[0][9] == [["readings-removed", "…", 1, "长" * 59 + "…"]]


def test_every_notice_has_a_chinese_name() -> None:
    codes = PAGE_JS.read_text("utf-8").partition("codes: {\n")[2].partition("}")[0]

    named: dict[str, str] = dict(re.findall(r"'([a-z-]+)': '(.+)',", codes))
    assert list(named) == sorted(get_args(Code))
    assert len(set(named.values())) == len(named)


# The page


def sources(view: dict[str, Any]) -> list[str]:
    return [row[0] for row in view["rows"]]


def test_a_page_shows_a_run() -> None:
    for name, text in (
        ("渡口.txt", "渡口\n\n渡船还没有来。\n***\n天亮了。\n"),
        ("a #1?%41.txt", "春讯\n\n今日立春。"),
    ):
        Path(name).write_text(text, "utf-8")
    Path("empty.txt").touch()
    main(
        ["渡口.txt", "a #1?%41.txt", "empty.txt", "--to", "json,epub", "-o", "out", "--report", "r/run.html"]
    )

    first, opened, judged, english = report_page(
        Path("r/run.html"),
        ["click", "tbody tr:nth-child(1) .fold"],
        ["judge"],
        ["click", "[data-language=en]"],
        languages="zh-CN,en",
    )

    assert (first["language"], first["heading"]) == ("zh-Hans", "转换报告")
    assert first["total"].startswith("3 个文本，用时 ")
    assert first["counts"] == ["2 已转换", "0 未变", "1 失败"]
    assert "符号改为分隔线 1" in first["codes"]
    assert [row[:3] for row in first["rows"]] == [
        ["渡口.txt", "渡口", "已转换"],
        ["a #1?%41.txt", "春讯", "已转换"],
        ["empty.txt", "the file is empty", "失败"],
    ]
    assert (first["warning"], first["pages"], first["details"]) == ("", "", [])
    linked = [Path(os.fsdecode(unquote_to_bytes(urlsplit(address).path))) for _, address in first["links"]]
    assert linked == [
        Path.cwd() / "out" / f"{stem}{ending}"
        for stem in ("渡口", "a #1?%41")
        for ending in (".json", ".epub")
    ]
    assert all(path.is_file() for path in linked)
    assert "第 4 行 符号改为分隔线 1 line of signs set as scene breaks" in opened["details"][0]
    assert judged["violations"] == []
    assert (english["language"], english["heading"]) == ("en", "Conversion report")
    assert english["counts"] == ["2 converted", "0 unchanged", "1 failed"]
    assert "line 4 separator set" in english["details"][0]
    assert english["focus"] == "English"


def many(count: int) -> Iterable[Result]:
    for number in range(count):
        if number % 1000 == 999:
            yield failed(f"{number}.txt")
        else:
            notices = ([SEPARATOR] if number % 10 == 0 else []) + ([TITLE_MADE] if number % 100 == 0 else [])
            yield converted(f"{number}.txt", f"第{number}夜", *notices, seconds=(number * 7 % 5000) / 100)


def test_many_rows_are_turned_sorted_filtered_and_searched() -> None:
    page = write(many(5000))

    first, *turned, slow, slowest, as_run, by_key, failures, noticed, made, all_of, found, none = report_page(
        page,
        ["click", "[data-page=next]"],
        ["click", "[data-page=last]"],
        ["replace", "#page", "3"],
        ["click", "[data-column=seconds] button"],
        ["press", "Enter"],
        ["press", "Enter"],
        ["press", "Space"],
        ["click", "#counts .failed button"],
        ["select", "#filter", "noticed"],
        ["select", "#filter", "title-made"],
        ["select", "#filter", "all"],
        ["type", "#search", "第499"],
        ["type", "#search", "x"],
    )
    following, last, jumped = turned

    assert first["counts"] == ["4,995 converted", "0 unchanged", "5 failed"]
    assert first["codes"] == ["separator set 500", "title made 50"]
    assert sources(first) == [f"{number}.txt" for number in range(200)]
    assert first["elements"] < 6000
    assert (first["range"], first["pages"]) == ("1–200 of 5,000", "« ‹ Page of 25 › »")
    assert (sources(following)[0], following["focus"]) == ("200.txt", "›")
    assert (last["range"], sources(last)[-1]) == ("4,801–5,000 of 5,000", "4999.txt")
    assert sources(jumped)[0] == "400.txt"
    assert {direction for _, direction in first["columns"]} == {""}
    assert slow["columns"][-1][1] == "ascending"
    assert sources(slow)[:7] == ["0.txt", *(f"{number}.txt" for number in range(999, 5000, 1000)), "2143.txt"]
    assert (slowest["columns"][-1][1], sources(slowest)[0]) == ("descending", "2857.txt")
    assert (sources(as_run)[:2], as_run["columns"]) == (["0.txt", "1.txt"], first["columns"])
    assert by_key["columns"][-1][1] == "ascending"
    assert sources(failures) == [f"{number}.txt" for number in range(999, 5000, 1000)]
    assert noticed["range"] == "1–200 of 500"
    assert made["range"] == "1–50 of 50"
    assert all_of["range"] == "1–200 of 5,000"
    assert sorted(sources(found)) == sorted(["499.txt", *(f"{number}.txt" for number in range(4990, 4999))])
    assert (none["rows"], none["range"]) == ([], "No text is like that.")


def test_what_a_crash_left_is_shown() -> None:
    with pytest.raises(MemoryError):
        write_and_crash((converted(name, "渡口") for name in ("a.txt", "b.txt", "c.txt")), "run.html")
    data = Path("run.html").read_bytes()
    third, tag = data.rindex(b'["c.txt"'), data.index(b'<script type="application/json"')
    # After a line, before its end, within a character, before the line, within a tag.
    cuts = [len(data), len(data) - 1, third + 10, third, tag + 5]
    for number, cut in enumerate(cuts):
        Path(f"{number}.html").write_bytes(data[:cut])

    views = report_page(Path("0.html"), *(["open", f"{number}.html"] for number in range(1, len(cuts))))

    whole, two = ["a.txt", "b.txt", "c.txt"], ["a.txt", "b.txt"]
    assert list(map(sources, views)) == [whole, whole, two, two, []]
    assert [view["warning"].rpartition(", ")[2] for view in views] == [
        "3 texts.", "3 texts.", "2 texts.", "2 texts.", "0 texts.",
    ]  # fmt: skip
    assert views[0]["warning"].startswith("The run was cut short: ")


def test_nasty_texts_are_shown_as_they_are() -> None:
    # Whatever of it is run or asked for is a fault.
    names = [
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>.txt",
        "\u202etxt.exe",
        "a\nb\udcff",
    ]
    page = write(
        [
            Result(
                Path(name),
                (Written(Path("out") / name, 1, "", 0),),
                (Notice("title-made", name, 0, name, name),),
                (DocconvertError(name, name),),
                About(name, name, name, name, name),
            )
            for name in names
        ]
    )

    *_, view = report_page(
        page, *(["click", f"tbody tr:not(.details):nth-child({2 * n - 1}) .fold"] for n in range(1, 5))
    )

    shown = ["<", "<img src=x onerror=alert(1)>.txt", "U+202Etxt.exe", "aU+000Ab\ufffd"]
    assert [source[: len(start)] for source, start in zip(sources(view), shown, strict=True)] == shown
    assert view["rows"][0][1].startswith("</script><script>alert(1)</script>")
    assert len(view["details"]) == len(names)
    assert view["details"][1].count("<img src=x onerror=alert(1)>") >= 7


def test_a_page_is_accessible_dark_and_at_every_width() -> None:
    noticed = [SEPARATOR._replace(line=line) for line in range(1, 151)]
    page = write([converted("档案/春讯.txt", "春讯", TITLE_MADE, *noticed), failed("b.txt")])

    first, *views, whole = report_page(
        page,
        ["click", "tbody tr .fold"],
        ["judge"],
        ["width", "820"],
        ["judge"],
        ["width", "390"],
        ["judge"],
        ["click", "[data-more]"],
        dark=True,
        languages="zh-TW",
    )

    judged = views[1::2]
    assert [view["violations"] for view in judged] == [[], [], []]
    assert [len([name for name, _ in view["columns"] if name]) for view in judged] == [8, 5, 3]
    assert first["heading"] == "转换报告"
    assert all("林小舟" in view["details"][0] for view in judged)
    assert [view["details"][0].count("符号改为分隔线") for view in (judged[-1], whole)] == [99, 150]
    assert "再显示 51 条" in judged[-1]["details"][0]


def test_a_page_names_the_version_and_forbids_all_but_its_own() -> None:
    page = write([]).read_text("utf-8")

    assert f'<meta name="generator" content="docconvert {__version__}">' in page
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not re.search(r"(?:https?:)?//[a-z]", page.replace("// ", ""))
