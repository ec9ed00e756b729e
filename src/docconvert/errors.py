"""What can go wrong, and what the program's exit code is then.

    DocconvertError            exit 1
    ├── InputError             a source that cannot be read as text
    ├── OutputError            a target that cannot or must not be written
    │   └── DiskFullError      there is no room for it, nor for others
    ├── FontError              a font that is missing or cannot be used
    └── UsageError             exit 2: the request itself is wrong
        ├── UnknownFormatError no writer has the name given to --to
        └── StyleError         a style that does not exist, or a wrong key in it

Every error's message says what is wrong; its ``hint`` says what to do next.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class ExitCode(IntEnum):
    """The exit codes of the command line."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOTICES = 3
    INTERRUPTED = 130

    @classmethod
    def of_run(cls, *, failed: bool, noticed: bool, strict: bool) -> ExitCode:
        """Return that of a run of which something failed or was noticed, which ``strict`` makes count."""
        if failed:
            return cls.FAILED
        return cls.NOTICES if noticed and strict else cls.DONE


class DocconvertError(Exception):
    """Base of every error that is the user's to mend.

    ``message`` says what is wrong, ``hint`` what to do next.

    >>> from docconvert import convert
    >>> try:
    ...     convert("汐浦今日涨潮。", "docs")
    ... except DocconvertError as error:
    ...     print(error.message, "-", error.hint)
    unknown output format 'docs' - did you mean 'docx'?
    """

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Return what another process makes the same error of, whatever its class is made from."""
        return _restored, (type(self), self.message, self.hint)


def _restored(kind: type[DocconvertError], message: str, hint: str) -> DocconvertError:
    error = kind.__new__(kind, message)
    DocconvertError.__init__(error, message, hint)
    return error


class NoWorkersError(DocconvertError):
    """Worker processes that cannot start: nothing can be done, whatever the text is."""


class InputError(DocconvertError):
    """A source that cannot be read as text."""


class OutputError(DocconvertError):
    """A target that cannot be written, or must not be."""


class DiskFullError(OutputError):
    """A target for which there is no room; nor is there for others."""


class FontError(DocconvertError):
    """A font that is missing or cannot be used."""


class UsageError(DocconvertError):
    """A request that makes no sense, found before any work is done."""

    exit_code = ExitCode.USAGE


class OptionError(UsageError):
    """A value that a field of the options or of the output cannot have.

    ``option`` is the field and ``reason`` what is wrong; the command line names its flag instead.

    >>> from docconvert import Output
    >>> try:
    ...     Output(pdf_standard=("a-2c",))
    ... except OptionError as error:
    ...     print(error.message, "-", error.option)
    pdf_standard: cannot be 'a-2c' - pdf_standard
    """

    def __init__(self, option: str, reason: str, hint: str = "") -> None:
        UsageError.__init__(self, f"{option}: {reason}", hint)
        self.option = option
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        return OptionError, (self.option, self.reason, self.hint)


class UnknownFormatError(UsageError):
    """``--to`` named a format that nobody provides."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"unknown output format {name!r}", did_you_mean(name, known))


class StyleError(UsageError):
    """A style that does not exist, or a wrong key or value in one."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest of ``known``, or all of them."""
    from difflib import get_close_matches

    names = sorted(known)
    by_lower = {known.lower(): known for known in names}
    name = name.lower()
    close = [known for lower, known in by_lower.items() if name and lower.startswith(name)]
    close = close or [by_lower[lower] for lower in get_close_matches(name, by_lower, n=1)]
    return f"did you mean {' or '.join(map(repr, close))}?" if close else f"known: {', '.join(names)}"
