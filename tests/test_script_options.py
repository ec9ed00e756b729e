"""What users ask of a conversion of the script: words, vocabulary, dictionaries, a report of the choices."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from docconvert import Notice, Options, cli, convert, read, write
from docconvert.errors import ExitCode, UsageError
from docconvert.model import Metadata
from docconvert.script.wordlists import read_pairs, read_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from docconvert.transforms.script import ScriptChoice

    Run = Callable[..., "Ran"]

TEXT = "渡口来信\n\n检察长于小满说，里面的衣服干了。\n\n头发白了，皇后在后面，他又发了一封信。\n"
DICTIONARIES = "opencc-python-reimplemented 0.1.7"


class Ran(NamedTuple):
    code: ExitCode
    out: str
    err: str


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")

    def run(*arguments: str) -> Ran:
        code = cli.main(arguments)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


def noticed(text: str, options: Options) -> list[Notice]:
    notices: list[Notice] = []
    read(text, options=options, notify=notices.append)
    return notices


# --- lists of words


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_lists_of_words_may_be_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "words.txt"
    comment = "# 这些都是书里的人名，写在这里的词，无论前后是什么字，都不转换。\n" * 4
    path.write_bytes(f"{comment}于小满\n\n  范长河 \n于小满\n里外不是人的书\n".encode(encoding))
    assert read_words([path]) == ("于小满", "范长河", "里外不是人的书")


def test_a_list_too_short_to_tell_its_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes("田丽涛\n".encode("gb18030"))
    with pytest.raises(UsageError, match="too short to tell its encoding") as raised:
        read_words([path])
    assert raised.value.hint == "save it as UTF-8"
    path.write_text("", "utf-8")
    assert read_words([path]) == ()


def test_a_glossary_has_pairs(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("# 词\t词\n网络\t網路\n于小满\t于小滿\n网络\t網路\n", "utf-8")
    more = tmp_path / "more.tsv"
    more.write_text("发\t髮\n", "utf-8")
    assert read_pairs([path, more]) == (("网络", "網路"), ("于小满", "于小滿"), ("发", "髮"))
    more.write_text("网络\t網絡\n", "utf-8")
    with pytest.raises(UsageError, match=r"more.tsv:1: 网络 becomes both"):
        read_pairs([path, more])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("网络\t網路\n网络 網路\n", "pairs.tsv:2: not a word, a tab and what it becomes"),
        ("网络\t\n", "pairs.tsv:1: not a word, a tab"),
        ("a\tb\tc\n", "pairs.tsv:1: not a word, a tab"),
        ("网络\t網路\n网络\t網絡\n", "pairs.tsv:2: 网络 becomes both 網路 and 網絡"),
    ],
)
def test_a_line_that_is_no_pair_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=message) as raised:
        read_pairs([path])
    assert raised.value.hint


def test_words_from_files_are_obeyed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "keep.txt").write_text("里面\n", "utf-8")
    (tmp_path / "names.tsv").write_text("于小满\t于小滿\n", "utf-8")
    (tmp_path / "more.tsv").write_text("干了\t乾了\n", "utf-8")
    words = ("--keep", "keep.txt", "--glossary", "names.tsv", "--glossary", "more.tsv")
    assert (
        "p 檢察長于小滿說，里面的衣服乾了。"
        in run("a.txt", "--to", "tree", "--script", "hant-tw", *words).out
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--keep", "absent.txt"), "absent.txt: cannot be read: No such file"),
        (("--glossary", "absent.tsv"), "absent.tsv: cannot be read: No such file"),
        (("--keep", "."), ".: cannot be read: Is a directory"),
        (("--dictionaries", "."), "no dictionaries of OpenCC in ."),
        (("--glossary", "a.txt"), "a.txt:1: not a word"),
        (("--dictionaries", "absent"), "absent: no such folder"),
        (("--vocabulary", "tw"), "--vocabulary: tw does not go with script hans"),
    ],
)
def test_what_cannot_be_used_is_refused_before_any_work(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    ran = run("a.txt", "--to", "json", "--script", "hans", *arguments)
    assert ran.code == ExitCode.USAGE
    assert message in ran.err
    assert "hint: " in ran.err
    assert not (tmp_path / "a.json").exists()


@pytest.mark.parametrize(
    "options",
    [{"vocabulary": "cn"}, {"keep": ("于",)}, {"glossary": (("于", "於"),)}, {"dictionaries": "folder"}],
)
def test_what_would_change_nothing_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="changes nothing while the script is kept"):
        Options(**options)  # type: ignore[arg-type]


def test_the_vocabulary_of_hong_kong_needs_newer_dictionaries() -> None:
    with pytest.raises(UsageError, match="has no vocabulary hk"):
        Options(script="hant-hk", vocabulary="hk")


def test_words_may_be_lists_and_mappings() -> None:
    options = Options(script="hans", keep=["後"], glossary={"裡": "里"})  # type: ignore[arg-type]
    assert (options.keep, options.glossary) == (("後",), (("裡", "里"),))
    assert "后" not in convert("渡口\n\n他在後。", "tree", options=options).decode()
    with pytest.raises(UsageError, match="several words"):
        Options(script="hans", keep="于小满")  # type: ignore[arg-type]


# --- names


def test_an_authors_surname_is_no_word() -> None:
    options = Options(script="hant-tw")
    shown = convert("渡口\n\n作者：余华\n\n他在里面走。", "tree", options=options).decode()
    assert shown == "meta zh-Hant-TW, 余華\ntitle 渡口\np[byline] 作者：余華\np 他在裡面走。\n"


def test_an_author_the_user_gives_stays() -> None:
    options = Options(script="hant-tw", author="范发")
    assert read("渡口\n\n他在里面走。", options=options).metadata.author == "范发"


# --- choices


def choices_of(text: str, options: Options) -> list[ScriptChoice]:
    choices: list[ScriptChoice] = []
    read(text, options=options, on_choice=choices.append)
    return choices


def test_choices_have_line_and_neighbours() -> None:
    found = choices_of("渡口来信\n\n里面很干净。\n\n他把这封信发，就走。\n", Options(script="hant-tw"))
    assert [tuple(choice) for choice in found] == [(5, "他把这封信", "发", "，就走。", "發", ("髮",))]


def test_choices_are_counted_in_one_notice() -> None:
    text = "渡口来信\n\n发，发，里。\n\n他把这封信发，就走。\n"
    notices = [n for n in noticed(text, Options(script="hant-tw")) if n.code == "script-choices"]
    assert len(notices) == 1
    assert notices[0].message.startswith("4 conversions had more than one candidate (发 3×, 里 1×)")
    assert notices[0].line == 3


def test_a_text_without_choices_has_no_notice_of_them() -> None:
    assert noticed("渡口\n\n头发和皇后，里面。", Options(script="hant-tw")) == []


def test_the_report_lists_the_choices(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("山里\n\n她在山里。\n", "utf-8")
    ran = run(
        "a.txt", "b.txt", "--to", "json", "--script", "hant-tw", "-o", "out", "--script-report", "choices.tsv"
    )
    assert ran.code == ExitCode.DONE
    assert (tmp_path / "choices.tsv").read_text("utf-8").splitlines() == [
        "source\tline\tbefore\toriginal\tafter\tchoice\tothers",
        "a.txt\t3\t于小满说，里面的衣服\t干了\t。\t幹了\t乾了",
    ]


def test_the_report_may_go_to_standard_output(run: Run) -> None:
    ran = run("a.txt", "--to", "json", "-q", "--script", "hant-tw", "--script-report", "-")
    assert ran.out.startswith("source\tline\t")
    assert ran.err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("--glossary", "g.tsv", "--script-report", "g.tsv"),
        ("--keep", "k.txt", "--report", "./k.txt"),
        ("--report", "r", "--script-report", "r"),
        ("--report", "-", "--script-report", "-"),
    ],
)
def test_a_report_does_not_go_over_words_or_another(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "g.tsv").write_text("发\t髮\n", "utf-8")
    (tmp_path / "k.txt").write_text("发\n", "utf-8")
    ran = run("a.txt", "--to", "json", "--script", "hant-tw", *arguments)
    assert ran.code == ExitCode.USAGE
    assert "a report would be written over" in ran.err
    assert (tmp_path / "g.tsv").read_text("utf-8") == "发\t髮\n"


def test_a_report_needs_a_conversion(run: Run) -> None:
    ran = run("a.txt", "--to", "json", "--script-report", "c.tsv")
    assert (ran.code, "add --script" in ran.err) == (ExitCode.USAGE, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("flag", ["--report", "--script-report"])
def test_a_full_disk_is_an_error_of_the_report(run: Run, flag: str) -> None:
    ran = run("a.txt", "--to", "json", "--script", "hant-tw", flag, "/dev/full")
    assert ran.code == ExitCode.FAILED
    assert f"hint: choose another place for {flag}" in ran.err


def test_a_row_is_one_line(run: Run, tmp_path: Path) -> None:
    text = {"type": "text", "text": '他把\n这\t"封信发'}
    table = json.loads(convert("渡口\n\n他走。", "json"))
    table["blocks"] = [{"type": "paragraph", "role": "body", "children": [text]}]
    (tmp_path / "b.json").write_text(json.dumps(table), "utf-8")
    run("b.json", "--to", "tree", "--script", "hant-tw", "--script-report", "c.tsv")
    rows = (tmp_path / "c.tsv").read_text("utf-8").splitlines()
    assert rows[1:] == ['b.json\t\t他把 这 "封信\t发\t\t發\t髮']


@pytest.mark.parametrize("name", ["c.html", "c.csv", "c.JSON"])
def test_a_report_is_called_what_it_is(run: Run, tmp_path: Path, name: str) -> None:
    ran = run("a.txt", "--to", "json", "--script", "hant-tw", "--script-report", name)
    assert ran.code == ExitCode.USAGE
    assert f"{name}: a report of the script has fields with tabs" in ran.err
    assert not (tmp_path / name).exists()


def test_a_report_does_not_go_over_a_source(run: Run) -> None:
    ran = run("a.txt", "--to", "json", "--script", "hant-tw", "--script-report", "a.txt")
    assert ran.code == ExitCode.USAGE
    assert "a report would be written over a.txt" in ran.err


# --- what stays, what is dropped, and what a document says of its conversion


def test_characters_that_no_font_has_stay_with_a_notice() -> None:
    notices = noticed("渡口\n\n那人㑮，這人也㑮。", Options(script="hans"))
    assert [(n.code, n.message) for n in notices] == [
        (
            "script-withheld",
            "2 characters were not converted, because hardly any font has what they would become: 㑮 2×",
        )
    ]
    assert "㑮" in convert("渡口\n\n那人㑮。", "tree", options=Options(script="hans")).decode()


def test_a_reading_stays_unless_its_word_changes_its_length() -> None:
    options = Options(script="hant-tw", vocabulary="tw", readings="ruby", language="zh-Hans")
    text = "程(chéng)序(xù)员(yuán)用(yòng)鼠(shǔ)标(biāo)写(xiě)信(xìn)。"
    assert convert(text, "tree", options=options).decode().splitlines()[-1] == (
        "p 程式設計師{用|yòng}{滑|shǔ}{鼠|biāo}{寫|xiě}{信|xìn}。"
    )
    lost = [n for n in noticed(text, options) if n.code == "reading-detached"]
    assert [(n.message[:10], n.removed) for n in lost] == [("3 readings", "(chéng)(xù)(yuán)")]


def test_emphasis_stays_around_a_word_that_changes_its_length() -> None:
    options = Options(script="hant-tw", vocabulary="tw", language="zh-Hans")
    assert "p 他是*程式設計師*。" in convert("他是**程序员**。", "tree", options=options).decode()


def test_a_converted_document_names_its_dictionaries() -> None:
    document = read(TEXT, options=Options(script="hant-tw"))
    assert document.metadata == Metadata(language="zh-Hant-TW", dictionaries=DICTIONARIES)
    assert json.loads(write(document, "json"))["metadata"]["dictionaries"] == DICTIONARIES
    assert read(TEXT).metadata.dictionaries == ""


def test_the_files_name_them_too() -> None:
    document = read(TEXT, options=Options(script="hant-tw"))
    with ZipFile(BytesIO(write(document, "docx"))) as package:
        assert (
            f"<dc:description>Script converted with {DICTIONARIES}<"
            in package.read("docProps/core.xml").decode()
        )
    with ZipFile(BytesIO(write(document, "epub"))) as package:
        assert f'name="dictionaries" content="{DICTIONARIES}"' in package.read("EPUB/content.opf").decode()
    about = PdfReader(BytesIO(write(document, "pdf"))).metadata
    assert about is not None
    assert str(about["/Dictionaries"]) == DICTIONARIES
