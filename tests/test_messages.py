"""What the command line says in Chinese: that nothing is left out, nothing lost, and who hears it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import catalogue
from docconvert import cli, messages
from docconvert.cli.arguments import parser
from docconvert.cli.help import columns, wrapped
from docconvert.errors import ExitCode
from docconvert.messages import LANGUAGES, wanted
from docconvert.messages.catalogue import PART, PARTS, Template, opened, parsed
from docconvert.notices import Code
from docconvert.report.page import __file__ as page_file
from docconvert.style import style_names
from test_cli import BAD_FILES, SPRING, USAGE_MISTAKES

if TYPE_CHECKING:
    from collections.abc import Iterator

CHINESE = [language for language in LANGUAGES if language != "en"]
SIMPLIFIED = opened("zh")


@pytest.fixture(autouse=True)
def english_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield
    messages.choose("en")


# --- the catalogues


def test_all_that_is_said_has_a_translation() -> None:
    translated = {(message.context or "", message.id): message for message in catalogue.read_catalogue("zh")}
    missing = [
        message.text
        for message in catalogue.said()
        if message not in translated or not translated[message].string
    ]

    assert not missing, "run tests/catalogue.py, and translate in zh/LC_MESSAGES/docconvert.po"


def test_the_catalogues_are_up_to_date() -> None:
    simplified = catalogue.read_catalogue("zh")
    made = catalogue.in_traditional(simplified, catalogue.read_catalogue("zh-tw"))

    assert catalogue.po_bytes(made) == catalogue.catalogue_file("zh-tw").read_bytes()
    assert set(catalogue.said()) == {
        (message.context or "", message.id) for message in simplified if message.id
    }
    for language in CHINESE:
        path = catalogue.catalogue_file(language)
        compiled = catalogue.mo_bytes(catalogue.read_catalogue(language))
        assert path.with_suffix(".mo").read_bytes() == compiled, "run tests/catalogue.py"


@pytest.mark.parametrize("language", CHINESE)
def test_a_translation_has_the_placeholders_of_its_message(language: str) -> None:
    for message in catalogue.read_catalogue(language):
        if message.id and (template := parsed(str(message.id))):
            translated = parsed(str(message.string))
            assert translated, message.id
            assert set(translated.names) == set(template.names), message.id


@pytest.mark.parametrize("language", CHINESE)
def test_chinese_has_chinese_punctuation(language: str) -> None:
    for message in catalogue.read_catalogue(language):
        found = re.search(
            "[一-鿿][,.:;?()]", str(message.string).replace("展?fàn)I造", "").replace("第.{", "")
        )
        assert not found, message.string


def test_what_is_noticed_is_called_as_in_the_report() -> None:
    page = Path(page_file).with_name("page.js").read_text("utf-8")

    for code in get_args(Code):
        assert f"'{code}': '{SIMPLIFIED.word(code)}'" in page


# --- templates


TEMPLATES = [
    template
    for message in catalogue.read_catalogue("zh")
    if message.id and not message.context and message.string != message.id
    if (template := parsed(str(message.id)))
]
VALUES = st.text("一二長頭髮0123456789/.:;'…{}() ", min_size=1, max_size=12)


@given(template=st.sampled_from(TEMPLATES), data=st.data())
def test_no_value_is_lost(template: Template, data: st.DataObject) -> None:
    values = {name: data.draw(VALUES, name) for name in set(template.names)}
    english = template.text.format_map(values)
    told = SIMPLIFIED.tell(english)

    assert told != english
    for value in values.values():
        assert "".join(value.split()) in "".join(told.split()).replace("：", ":")


def test_a_long_message_is_told_as_soon_as_a_short_one() -> None:
    """Parts of templates by the thousand: an expression with several gaps would try all of them for each."""
    said = "a block's type cannot be ' " + "of  texts,  a second,  h  min left: " * 3_000

    assert SIMPLIFIED.tell(said).count("texts") == 3_000


def test_of_two_templates_that_fit_the_one_that_says_more_is_taken() -> None:
    said = "cover a.png: cannot be read: Permission denied"

    assert SIMPLIFIED.tell(said) == "封面 a.png：无法读取：权限不够"


def test_names_are_not_translated() -> None:
    said = "the file: cannot be written: No space left on device"

    assert SIMPLIFIED.tell(said) == "the file：无法写入：设备上没有空间"


@pytest.mark.parametrize("said", ["line 5 of the plug-in is odd", "nobody translated this", ""])
def test_what_has_no_translation_stays_english(said: str) -> None:
    assert SIMPLIFIED.tell(said) == said


def test_parts_are_what_placeholders_stand_for() -> None:
    contexts = {message.context for message in catalogue.said()} - {"", PART}
    names = {name for template in TEMPLATES for name in template.names}

    assert contexts <= PARTS <= names


# --- which language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_SG"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh-tw"),
        ({"LANG": "zh_HK.UTF-8"}, "zh-tw"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_TW:zh:en"}, "zh-tw"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "fr:zh_CN"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh"}, "en"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "zh"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_Hant"}, "zh-tw"),
    ],
)
def test_the_locale_decides(environment: dict[str, str], language: str) -> None:
    assert wanted([], environment) == language


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        ("--messages en", "en"),
        ("a.txt --messages=zh-tw", "zh-tw"),
        ("--messages en a.txt --messages zh", "zh"),
        ("--messages klingon", "zh"),
        ("--messages", "zh"),
        ("-- --messages en", "zh"),
    ],
)
def test_the_flag_decides_before_the_locale(arguments: str, language: str) -> None:
    assert wanted(arguments.split(), {"LANG": "zh_CN.UTF-8"}) == language


def asked(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "arguments", "error"),
    [
        ({"LANG": "zh_CN.UTF-8"}, [], "docconvert: 错误：a.txt：没有这个文件\n建议：请检查路径\n"),
        ({"LANG": "zh_TW.UTF-8"}, [], "docconvert: 錯誤：a.txt：沒有這個檔案\n建議：請檢查路徑\n"),
        ({"LANG": "C.UTF-8"}, [], "docconvert: error: a.txt: no such file\nhint: check the path\n"),
        ({}, ["--messages", "zh"], "docconvert: 错误：a.txt：没有这个文件\n建议：请检查路径\n"),
        (
            {"LANG": "zh_CN.UTF-8"},
            ["--messages=en"],
            "docconvert: error: a.txt: no such file\nhint: check the path\n",
        ),
        (
            {"LANG": "zh_TW.Big5", "PYTHONIOENCODING": "gb2312"},
            [],
            "docconvert: error: a.txt: no such file\nhint: check the path\n",
        ),
        (
            {"LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": "ascii"},
            [],
            "docconvert: error: a.txt: no such file\nhint: check the path\n",
        ),
    ],
)
def test_a_process_speaks_the_language_of_its_user(
    environment: dict[str, str], arguments: list[str], error: str
) -> None:
    ran = asked("-m", "docconvert", "a.txt", "--to", "json", *arguments, **environment)

    assert (ran.returncode, ran.stderr) == (ExitCode.FAILED, error)


def test_a_folder_is_told_of_in_chinese_and_reported_in_english() -> None:
    Path("texts").mkdir()
    Path("texts/a.txt").write_text(SPRING.replace("，", ","), "utf-8")
    Path("texts/b.txt").write_bytes(b"%PDF-1.7\n")
    ran = asked(
        "-m",
        "docconvert",
        "texts",
        "--to",
        "json",
        "-o",
        "out",
        "--report",
        "r.jsonl",
        "--messages",
        "zh",
        "-j",
        "1",
    )
    reported = [json.loads(line) for line in Path("r.jsonl").read_text("utf-8").splitlines()]

    told = ran.stderr.splitlines()
    assert told[:2] == [
        "docconvert: 错误：texts/b.txt：不是文本文件，看来是：PDF 文件",
        "建议：docconvert 只读取纯文本；请先提取其中的文字",
    ]
    assert told[2].startswith("docconvert: 2 个文本，用时 ")
    assert told[2].endswith(" 秒：转换 1 个，失败 1 个，写入 1 个文件")
    assert told[3] == "提示：半角标点改为全角：1 个文本（--report FILE.html 逐条列出）"
    assert ran.returncode == ExitCode.FAILED
    assert [notice["code"] for notice in reported[0]["notices"]] == ["punctuation-widened"]
    assert reported[0]["notices"][0]["message"].startswith("1 half-width punctuation mark set")


# --- what is said, from end to end


def said_in_chinese(capture: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    with suppress(SystemExit):
        cli.main([*arguments, "--messages", "zh"])
    return capture.readouterr().err.splitlines()


def test_every_mistake_is_told_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    Path("sub").mkdir()
    for name in ("a.txt", "A.txt", "b.txt", "sub/a.txt", "sub/A.TXT"):
        Path(name).write_text(SPRING, "utf-8")
    Path("a.json").write_bytes(b'{"docconvert": "0.1.0"}')
    Path("link.json").symlink_to("a.json")

    for mistake in (arguments for arguments, _, _ in USAGE_MISTAKES if not arguments.endswith("--to")):
        error, hint = said_in_chinese(capsys, *mistake.split())
        assert is_chinese(error, "docconvert: 错误："), (mistake, error)
        assert is_chinese(hint, "建议："), (mistake, hint)


def test_every_bad_file_is_told_of_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    for data, _, _ in BAD_FILES.values():
        Path("bad.txt").write_bytes(data)
        error, hint = said_in_chinese(capsys, "bad.txt", "--to", "json")
        assert is_chinese(error, "docconvert: 错误："), error
        assert is_chinese(hint, "建议："), hint


def test_what_is_listed_and_advised_is_told_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["--list-styles", "--messages", "zh"])
    listed = capsys.readouterr().out.splitlines()
    (advised,) = said_in_chinese(capsys, "--export-style", "book", "mine")

    assert [is_chinese(line, line.split()[0]) for line in listed] == [True] * len(style_names())
    assert advised == "mine：请编辑其中的 style.toml，转换时用 --style mine"


def is_chinese(line: str, start: str) -> bool:
    """Say whether more than the beginning of a line is in Chinese."""
    rest = line.removeprefix(start)
    return rest != line and any("一" <= character <= "鿿" for character in rest)


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "用法：|文件：|示例：|退出码："), ("zh-tw", "檔案：|範例：|結束代碼：")]
)
def test_the_help_is_chinese_throughout(language: str, words: str) -> None:
    messages.choose(language)
    shown = parser().format_help()
    messages.choose("en")

    assert all(word in shown for word in words.split("|"))
    assert not any(action.help and action.help in shown for action in parser()._actions)
    options = re.split("示例|範例", shown)[0]
    assert max(map(columns, options.splitlines())) <= 80


def test_lines_of_the_help_are_broken_as_chinese_is() -> None:
    text = "编码、标题、章节标题（headings）都从文本中识别；存疑之处，均予说明。"

    for width in range(12, 60):
        lines = wrapped(text, width)
        assert "".join(lines) == text
        assert all(columns(line) <= width for line in lines if len(line) > 12)
        assert not any(line[0] in "，。、；）" for line in lines)
        assert not any(line[-1] == "（" for line in lines)


def test_english_loads_no_catalogue() -> None:
    probe = "import sys; from docconvert import cli; cli.main(['--list-formats']); print(*sys.modules)"
    ran = asked("-c", probe, LANG="C.UTF-8")
    loaded = ran.stdout.split()

    assert "docconvert.messages" in loaded
    assert "docconvert.messages.catalogue" not in loaded
    assert "docconvert.cli.help" not in loaded
