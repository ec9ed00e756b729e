"""Files that are written line by line while a run goes on."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from docconvert.errors import OutputError
from docconvert.files import STANDARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TextIO

    from docconvert.places import Place


@contextmanager
def opened_lines(path: Path, flag: str) -> Iterator[Callable[[str], None]]:
    """Open a file for lines about a run, ``-`` being standard output; give the function that adds some.

    Args:
        path: the file.
        flag: what it was named with, for the hint of an error.

    Raises:
        OutputError: it cannot be written.
    """
    if path == STANDARD:
        yield lambda lines: _write(sys.stdout, lines)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise _unwritable(path, flag, error) from error

    def write(lines: str) -> None:
        try:
            _write(file, lines)
        except OSError as error:
            raise _unwritable(path, flag, error) from error

    try:
        yield write
    finally:
        with suppress(OSError):  # all was flushed when it was written; what could not be was said then
            file.close()


def _unwritable(path: Path, flag: str, error: OSError) -> OutputError:
    return OutputError(
        f"{path}: cannot be written: {error.strerror or error}", f"choose another place for {flag}"
    )


def _write(file: TextIO, lines: str) -> None:
    # A lone surrogate, as broken file names and texts have it, is no Unicode text.
    file.write(lines.encode("utf-8", "backslashreplace").decode())
    file.flush()


def readable(path: Place) -> str:
    """Return a path as text, bytes that are not replaced."""
    return os.fsencode(str(path)).decode("utf-8", "replace")
