"""The help of the command line in Chinese: translated, and broken into lines as Chinese is."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from docconvert.messages import tell, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PIECE = re.compile(r"[!-~]+|\s+|.")
"""What no line is broken in: words of ASCII; elsewhere a line may end after any character."""

_HEADING = re.compile(r"^(\S*[^\s!-~]):\n", re.MULTILINE)
"""The title of a group, with the colon of argparse."""

_NOT_FIRST = frozenset("，。、；：？！）》」』”’…—")
_NOT_LAST = frozenset("（《「『“‘")


def translate(parser: argparse.ArgumentParser) -> None:
    """Translate all that ``--help`` shows of a parser."""
    parser.description = tell(parser.description or "")
    parser.epilog = tell(parser.epilog or "")
    parser.usage = tell(parser.usage or "")
    parser.formatter_class = _Formatter
    for group in parser._action_groups:  # noqa: SLF001 - argparse tells them in no other way
        group.title = tell(group.title or "")
    for action in parser._actions:  # noqa: SLF001 - the same
        action.help = tell(action.help or "")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, word("usage: ") if prefix is None else prefix)

    def format_help(self) -> str:
        return _HEADING.sub("\\1：\n", super().format_help())

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)


def wrapped(text: str, width: int) -> list[str]:
    """Return ``text`` in lines of at most ``width`` columns, of which a Chinese character takes two.

    Marks that may not stand at the beginning or end of a line do not (CLREQ, 3.1.3).
    """
    lines = [""]
    for piece in _unbreakable(_PIECE.findall(text)):
        if columns(lines[-1]) + columns(piece.rstrip()) > width and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return lines


def _unbreakable(pieces: Sequence[str]) -> Iterable[str]:
    """Join marks to the characters that they may not be parted from."""
    joined: list[str] = []
    for piece in pieces:
        if joined and (piece in _NOT_FIRST or joined[-1][-1:] in _NOT_LAST):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
