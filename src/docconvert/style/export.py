"""A style written out whole: a folder that needs no other style, to be edited."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from docconvert.errors import OutputError, StyleError
from docconvert.files import write_target
from docconvert.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docconvert.style import Style

_PARTS = ("docx", "epub", "html")
"""What a style holds besides ``style.toml``."""

_TABLE = re.compile(r"\[(?P<name>[a-z0-9.-]+)\]")
_ENTRY = re.compile(r"(?P<key>[a-z0-9-]+) = (?P<value>\"[^\"]*\"|[^\s#]+)(?P<space> *)(?P<comment>#.*)?")


def export_style(style: Style, folder: Path) -> None:
    """Write a style to a folder: ``style.toml`` with every key, and the parts formats start from.

    A text converted in the style of that folder gives the same bytes. The comments are those of the default
    style; font files are named by their whole paths.

    Args:
        style: the style, with what was set by hand.
        folder: where to; it is made if there is none.

    Raises:
        OutputError: it is a file, there is something in it already, or it cannot be written.
        StyleError: the path of a font file cannot be written in UTF-8.
    """
    try:
        settings = "".join(_lines(style)).encode()
    except UnicodeEncodeError as error:
        raise StyleError(f"{style.origin}: a path is no Unicode text", "rename the font file") from error
    _check_free(folder)
    for name in _PARTS:
        part = style.part(name)
        for path in sorted(part.rglob("*")):
            if path.is_file():
                write_target(folder / name / path.relative_to(part), path.read_bytes())
    # Last, because it makes the folder a style.
    write_target(folder / "style.toml", settings)


def _check_free(folder: Path) -> None:
    try:
        is_taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        reason = f"cannot be looked at: {error.strerror}"
        raise OutputError(f"{folder}: {reason}", "name a folder that is new or empty") from error
    if is_taken:
        reason = "the folder is not empty" if folder.is_dir() else "there is a file of that name"
        raise OutputError(f"{folder}: {reason}", "name a folder that is new or empty")


def _lines(style: Style) -> Iterator[str]:
    """Yield the lines of the default's file, with the values of a style."""
    settings = style.settings()
    settings["font-files"] |= {key: str(path.absolute()) for key, path in style.font_files.items()}
    default = resource("templates", "default") / "style.toml"
    _, _, text = default.read_text("utf-8").partition("\n#\n")
    yield "# How documents look: all keys, with their values.\n#\n"
    table: dict[str, Any] = {}
    for line in text.splitlines():
        if found := _TABLE.fullmatch(line):
            table = settings
            for name in found["name"].split("."):
                table = table[name]
        entry = _ENTRY.fullmatch(line)
        yield (_entry(entry, table[entry["key"]]) if entry else line) + "\n"


def _entry(found: re.Match[str], value: object) -> str:
    """Return a line of the default's with another value, its comment where it was if there is room."""
    entry = f"{found['key']} = {_toml(value)}"
    if not found["comment"]:
        return entry
    column = found.start("comment")
    return f"{entry:<{max(column, len(entry) + 2)}}{found['comment']}"


def _toml(value: object) -> str:
    """Return a value as TOML has it."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            # The escapes of JSON are those of TOML, which has one more.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case _:
            return str(value)
