"""The pages of the documentation as what a reader does with them, step by step, and the files they speak of.

A page is done from top to bottom in one folder. Its steps are

- a block after a line such as "Save this as `spring.txt`:", which is saved under that name;
- two blocks after "In `spring.json`, replace" and "by", of which the second takes the place of the first;
- a block of Python;
- the lines of a ``sh`` block, and those of an indented block that begin with ``docconvert``;
- a ``console`` block: what is behind ``$`` is run, and must print what stands below it.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "README.zh.md",
    ROOT / "examples" / "README.md",
    *sorted((ROOT / "docs").glob("**/*.md")),
]


class Save(NamedTuple):
    """A file that the reader makes of a block."""

    line: int
    name: str
    text: str


class Change(NamedTuple):
    """A file in which the reader replaces something."""

    line: int
    name: str
    old: str
    new: str


class Python(NamedTuple):
    """A block of Python."""

    line: int
    code: str


class Command(NamedTuple):
    """A command, and what it prints if the page shows that."""

    line: int
    text: str
    printed: str | None = None


Step: TypeAlias = Save | Change | Python | Command

_BLOCK = re.compile(
    r"""
    [Ii]n\ `(?P<changed>[^`\n]+)`,\ replace\n\n```\w*\n(?P<old>.*?)```\n\nby\n\n```\w*\n(?P<new>.*?)^```$
    | (?: (?:[Ss]ave\ (?:this|it)\ as|存为)\ ?`(?P<name>[^`\n]+)`[^\n]*[:：]\n\n )?
    ^(?P<fence>```|~~~) (?P<kind>[\w{}-]*)\n (?P<body>.*?) ^(?P=fence)$
    | (?<=\n\n) (?P<indented>(?:[ ]{4}[^\n]*\n)+)
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)


def steps(page: Path) -> list[Step]:
    """Return what a reader of a page does, in order."""
    text = page.read_text("utf-8")
    return [step for found in _BLOCK.finditer(text) for step in _steps_of(text, found)]


def _steps_of(text: str, found: re.Match[str]) -> Iterator[Step]:
    part = next(part for part in ("indented", "changed", "body") if found[part])
    line, body = text.count("\n", 0, found.start(part)) + 1, found[part]
    if found["changed"]:
        yield Change(line, body, found["old"].rstrip("\n"), found["new"].rstrip("\n"))
    elif found["name"]:
        yield Save(line, found["name"], body)
    elif found["kind"] == "python":
        yield Python(line, body)
    elif found["kind"] == "console":
        yield from _session(line, body)
    elif found["kind"] == "sh" or found["indented"]:
        for below, command in enumerate(body.splitlines()):
            if found["kind"] == "sh" or command.startswith("    docconvert "):
                yield from _commands(line + below, command)


def _session(line: int, body: str) -> Iterator[Command]:
    """Yield what a console block runs; the last command of a line prints what is below it."""
    for part in re.finditer(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE):
        *before, last = _commands(line + body.count("\n", 0, part.start()), part[1])
        yield from before
        yield last._replace(printed=part[2])


def _commands(line: int, text: str) -> Iterator[Command]:
    for command in text.split(" && "):
        if command.strip() and not command.lstrip().startswith("#"):
            yield Command(line, command.strip())


def arguments(command: str) -> list[str]:
    """Return the words of a command as a shell does: comments left out, names of files filled in.

    What the shell would do with the output is left out, too.
    """
    words: list[str] = []
    for word in shlex.split(command, comments=True, posix=False):
        if word in ("|", ">", ">>"):
            break
        (plain,) = shlex.split(word)
        is_pattern = "*" in word and word == plain
        words += sorted(map(str, Path().glob(plain))) if is_pattern else [plain]
    return words


REPORT = """\
山城春訊

今日(rì),山城下了第一場(chǎng)雨。茶農(nóng)們(men)說(shuō),“明前茶”可以開(kāi)採(cǎi)了。
老船長(zhǎng)把渡船拖上岸,請(qǐng)人補(bǔ)好漏水的艙(cāng)板。
"""
STORY = "渡口\n\n第一章　春分\n\n　　水来了，**船还没有来**。\n\n第二章　立冬\n\n　　船去了。\n"
NOVEL = """\
《渡口》
作者：林远山

第一章　春分

　　水来了，船还没有来。
　　最新章节请到渡口小说网 www.dukou-novel.example 阅读
　　他把这封信发了，就走到渡口去等。

第二章　立冬

　　船去了。
"""


def _text(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text, "utf-8")


def _folder(files: dict[str, str]) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        for name, text in files.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_text(text, "utf-8")

    return make


def _letterhead(path: Path) -> None:
    import docx

    letterhead = docx.Document()
    letterhead.sections[0].header.paragraphs[0].text = "潮声书屋"
    letterhead.save(str(path))


def _picture(path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (60, 90), "#224466").save(path)


def _copy(name: str) -> Callable[[Path], object]:
    source = ROOT / name
    return lambda path: shutil.copytree(source, path) if source.is_dir() else path.symlink_to(source)


_MAKERS: dict[str, Callable[[Path], object]] = {
    "report.txt": _text(REPORT),
    "a.txt": _text("霜降\n\n水从山上下来。\n"),
    "b.txt": _text("立冬\n\n船去了。\n"),
    "story.txt": _text(STORY),
    "novel.txt": _text(NOVEL),
    "notice.txt": _copy("examples/notice.txt"),
    "classic.txt": _copy("examples/classic.txt"),
    "examples": _copy("examples"),
    "archive": _folder(
        {
            "渡口.txt": STORY,
            "卷一/霜降.txt": "霜降\n\n水从山上下来。\n",
            "drafts/草稿.txt": "草稿\n\n还没写完。\n",
        }
    ),
    "novel": _folder(
        {"第一章.txt": "第一章　春分\n\n水来了。\n", "第二章.txt": "第二章　立冬\n\n船去了。\n"}
    ),
    "ch1.txt": _text("第一章　春分\n\n水来了。\n"),
    "ch2.txt": _text("第二章　立冬\n\n船去了。\n"),
    "ch10.txt": _text("第十章　大雪\n\n渡口没有人。\n"),
    "letterhead.docx": _letterhead,
    "cover.jpg": _picture,
    "SourceHanSerifSC-Regular.otf": _copy("fonts/NotoSerifSC-Regular.ttf"),
}
_PATTERNS = {"ch*.txt": ("ch1.txt", "ch2.txt", "ch10.txt"), "*.txt": ("report.txt", "story.txt")}


def make_inputs(command: str) -> None:
    """Make those files a command names that a reader would have, where they are not there yet."""
    for word in shlex.split(command, comments=True):
        for name in _PATTERNS.get(word, (word.partition("/")[0],)):
            if name in _MAKERS and not Path(name).exists():
                _MAKERS[name](Path(name))
