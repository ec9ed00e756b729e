"""What the program says on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from docconvert import files
from docconvert.errors import OptionError, OutputError
from docconvert.messages import tell, word

if TYPE_CHECKING:
    from docconvert.batch import Result
    from docconvert.errors import DocconvertError


def say(message: str) -> None:
    """Say something of the whole run."""
    print(f"docconvert: {tell(message)}", file=sys.stderr)


def say_notice(message: str, about: str = "") -> None:
    """Say what the user should know, ``about`` being what it is about."""
    print(f"docconvert: {word('notice: ')}{_about(about)}{tell(message)}", file=sys.stderr)


def say_notices(result: Result) -> None:
    """Say what was noticed of a source."""
    for notice in result.notices:
        where = f"{_name(result)}:{notice.line}" if notice.line else _name(result)
        say_notice(notice.message, where)


def say_result(result: Result, *, quiet: bool) -> None:
    """Say which files were written, unless ``quiet``, and what went wrong."""
    for path in result.written:
        if path != files.STANDARD and not quiet:
            print(f"{path}", file=sys.stderr)
    say_errors(result)


def say_errors(result: Result) -> None:
    """Say what went wrong with a source."""
    for error in result.errors:
        # An error about a file to write names it.
        own = isinstance(error, OutputError) and bool(result.digest)
        say_error(error, "" if own else _name(result))


def _name(result: Result) -> str:
    return word("standard input") if result.source == files.STANDARD else str(result.source)


def say_error(error: DocconvertError, about: str = "") -> None:
    """Say what went wrong, ``about`` being what it is about, and what to do."""
    message = error.message
    if isinstance(error, OptionError):
        about, message = f"--{error.option.replace('_', '-')}", error.reason
    print(f"docconvert: {word('error: ')}{_about(about)}{tell(message)}", file=sys.stderr)
    if error.hint:
        print(f"{word('hint: ')}{tell(error.hint)}", file=sys.stderr)


def _about(about: str) -> str:
    return f"{about}{word(': ')}" if about else ""
