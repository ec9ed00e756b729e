"""The pages about the command line that are made of its help: man pages, and a list of options.

    python tests/manual.py

writes ``docs/man/docconvert.1``, ``docs/man/zh_CN/docconvert.1`` and the list of options in
``docs/command-line.md``. The help says what they say; translate it first (``tests/catalogue.py``).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docconvert import __version__, messages
from docconvert.cli.arguments import parser

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "command-line.md"
_MARKS = "，。、；：？！）》”…"
_BREAK = re.compile(rf"(?<=[⺀-￯])(?<![（《“])(?![{_MARKS} ]|$)|(?<=[!-~])(?=[⺀-￯])(?![{_MARKS}])")
"""Where a line of Chinese may end; without this, roff breaks it at spaces only."""

_BEGIN, _END = "<!-- made by tests/manual.py -->", "<!-- end -->"


class Words(NamedTuple):
    """What a man page says besides the help."""

    manual: str
    name: str
    synopsis: str
    description: str
    options: str
    examples: str
    exit_status: str
    environment: str
    see_also: str
    about: str
    variables: tuple[tuple[str, str], ...]
    more: str


_ENGLISH = Words(
    "User Commands",
    "NAME",
    "SYNOPSIS",
    "DESCRIPTION",
    "OPTIONS",
    "EXAMPLES",
    "EXIT STATUS",
    "ENVIRONMENT",
    "SEE ALSO",
    "turn Chinese plain text into DOCX, PDF, EPUB, HTML and Markdown",
    (
        ("LC_ALL, LC_MESSAGES, LANG, LANGUAGE", "the language of messages, if --messages does not name it"),
        ("SOURCE_DATE_EPOCH", "the time that files say they were made at, in seconds since 1970-01-01"),
    ),
    "The documentation comes with the source, in the folder docs.",
)
_CHINESE = Words(
    "用户命令",
    "名称",
    "概要",
    "描述",
    "选项",
    "示例",
    "退出状态",
    "环境变量",
    "参见",
    "将中文纯文本转换为 DOCX、PDF、EPUB、HTML 和 Markdown",
    (
        ("LC_ALL, LC_MESSAGES, LANG, LANGUAGE", "消息的语言，未用 --messages 指定时有效"),
        ("SOURCE_DATE_EPOCH", "文件所记的制作时间，自 1970-01-01 起的秒数"),
    ),
    "文档随源代码提供，在 docs 文件夹中。",
)
MAN_PAGES = {
    "en": (DOCS / "man/docconvert.1", _ENGLISH),
    "zh": (DOCS / "man/zh_CN/docconvert.1", _CHINESE),
}


def man_page(language: str) -> str:
    """Return the man page in a language of ``--messages``, in the macros of man(7)."""
    messages.choose(language)
    shown = parser()
    messages.choose("en")
    return "\n".join(_lines(shown, MAN_PAGES[language][1])) + "\n"


def _lines(shown: argparse.ArgumentParser, words: Words) -> Iterator[str]:
    examples, _, codes = (shown.epilog or "").partition("\n\n")
    yield '.\\" Made by tests/manual.py.'
    yield f'.TH DOCCONVERT 1 "" "docconvert {__version__}" "{words.manual}"'
    yield ".nh\n.ad l"  # an option that is hyphenated is another one
    yield f".SH {words.name}"
    yield f"docconvert \\- {words.about}"
    yield f".SH {words.synopsis}"
    yield f".B docconvert\n{_roff((shown.usage or '').removeprefix('docconvert '))}"
    yield f".SH {words.description}"
    yield _roff(_joined(shown.description or ""))
    yield f".SH {words.options}"
    for group in shown._action_groups:
        if group._group_actions:
            yield f'.SS "{_roff(group.title or "")}"'
        for action in group._group_actions:
            yield f".TP\n{_call(action)}\n{_roff(action.help or '')}"
    yield f".SH {words.examples}"
    for line in examples.splitlines()[1:]:
        command, what = re.split(r" {2,}", line.strip())
        yield f".TP\n.B {_roff(command)}\n{_roff(what)}"
    yield f".SH {words.exit_status}"
    yield _roff(re.split("[:：] ?", _joined(codes), maxsplit=1)[1])
    yield f".SH {words.environment}"
    for name, meaning in words.variables:
        yield f".TP\n.B {_roff(name)}\n{_roff(meaning)}"
    yield f".SH {words.see_also}"
    yield _roff(words.more)


def _joined(text: str) -> str:
    """Return lines as one; between Chinese characters there is no space."""
    text = re.sub(r"(?<=[⺀-￯])\s*\n\s*(?=[⺀-￯])", "", text.strip())
    return re.sub(r"\s*\n\s*", " ", text)


def _roff(text: str) -> str:
    """Return text as roff takes it: a hyphen is one that can be typed again."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    text = text.replace("`", "\\(ga").replace("^", "\\(ha").replace("~", "\\(ti")
    text = _BREAK.sub(r"\\:", text)
    return f"\\&{text}" if text.startswith(".") else text


def _call(action: argparse.Action) -> str:
    value = f" \\fI{_roff(_value(action))}\\fR" if _value(action) else ""
    if not action.option_strings:
        return value.strip()
    return ", ".join(f"\\fB{_roff(option)}\\fR{value}" for option in action.option_strings)


def _value(action: argparse.Action) -> str:
    """Return what stands behind an option."""
    if action.nargs == 0:
        return ""
    value = action.metavar or "|".join(action.choices or ()) or action.dest.upper()
    value = value if isinstance(value, str) else " ".join(value)
    return f"[{value}]" if action.nargs == "?" else value


def options_list() -> str:
    """Return the options as they stand in the documentation, by what they are for."""
    found = []
    for group in parser()._action_groups:
        if group._group_actions:
            title = group.title or ""
            found.append(f"### {title[:1].upper()}{title[1:]}\n")
            found += [_item(action) for action in group._group_actions]
            found.append("")
    return "\n".join(found)


def _item(action: argparse.Action) -> str:
    value = _value(action)
    calls = [f"`{f'{option} {value}'.strip()}`" for option in action.option_strings] or [f"`{value}`"]
    meaning = re.sub(r"([*_<>\[\]])", r"\\\1", action.help or "")
    return f"- {', '.join(calls)}: {meaning}"


def page() -> str:
    """Return the page of the documentation with the list that it should have."""
    before, _, rest = PAGE.read_text("utf-8").partition(_BEGIN)
    return f"{before}{_BEGIN}\n\n{options_list()}\n{_END}{rest.partition(_END)[2]}"


def main() -> None:
    """Write the pages."""
    for language, (path, _) in MAN_PAGES.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(man_page(language), "utf-8")
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
