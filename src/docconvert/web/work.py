"""What worker processes do for the page: read a text, convert it, each for a time.

A conversion cannot be stopped from outside, but its process can: a watchdog that needs nothing of the
interpreter ends it when its time is up, even within one long regular expression. The next task gets a new
process.
"""

from __future__ import annotations

import asyncio
import faulthandler
import json
import os
import re
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeAlias, TypeVar

from docconvert.errors import DocconvertError, UsageError
from docconvert.format import find_format
from docconvert.model import plain_text
from docconvert.notices import ignore
from docconvert.pipeline import read, write
from docconvert.processes import WorkerDiedError
from docconvert.style import load_style
from docconvert.web.choices import wish_of
from docconvert.web.structure import notice_table, structure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor
    from typing import TextIO

    from docconvert.messages import Teller
    from docconvert.notices import Notice

Fields: TypeAlias = "Sequence[tuple[str, str]]"
"""The fields of a request's query, as they are given."""

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

_NO_NAME = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]+')
"""What no file's name has everywhere."""
_LONGEST_STEM = 80

_MOST_WAITING = 16
"""Requests that are worked on or wait: each has a text in memory."""


class BusyError(DocconvertError):
    """So much waits already that a request is better made later."""


class LimitError(DocconvertError):
    """A task took more time than it may, or more memory than there is."""


class Converted(NamedTuple):
    """A file that was made, and what to know about it."""

    name: str
    data: bytes
    notices: tuple[dict[str, Any], ...]


def read_structure(data: bytes, given: Fields, teller: Teller) -> str:
    """Return what is recognised in a text, as JSON."""
    wish = wish_of(given)
    notices: list[Notice] = []
    document = read(data, options=wish.options, source=wish.name, notify=notices.append)
    return as_json(structure(document, notices, teller))


def converted(data: bytes, given: Fields, teller: Teller) -> Converted:
    """Convert a text to the format that is asked for; of the notices, those that only writing tells."""
    wish = wish_of(given)
    if not wish.to:
        raise UsageError("the format is missing", "name it with to, such as to=pdf")
    format_ = find_format(wish.to)
    document = read(data, options=wish.options, source=wish.name, notify=ignore)
    notices: list[Notice] = []
    made = write(document, wish.to, style=load_style(wish.style), output=wish.output, notify=notices.append)
    stem = PurePath(wish.name).stem or _NO_NAME.sub(" ", plain_text(document.title)).strip()[:_LONGEST_STEM]
    told = tuple(notice_table(notice, teller) for notice in notices)
    return Converted(f"{stem or 'text'}{format_.extension}", made, told)


def as_json(value: object) -> str:
    """Return JSON in ASCII, which lone surrogates get through."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def limited(
    seconds: float, function: Callable[_Given, _Result], /, *args: _Given.args, **kwargs: _Given.kwargs
) -> _Result:
    """Call a function; if it takes longer, end the process. It is for processes that do nothing else."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
    try:
        return function(*args, **kwargs)
    finally:
        faulthandler.cancel_dump_traceback_later()


@cache
def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="ascii")  # noqa: PTH123 - open as long as the process


class Workers:
    """An executor of processes as the page uses it: only so many tasks at once, each for a time.

    Args:
        executor: of processes; those that die must not end it.
        seconds: how long a task may take.
    """

    def __init__(self, executor: Executor, seconds: float) -> None:
        self._executor = executor
        self._seconds = seconds
        self._waiting = 0

    def __enter__(self) -> None:
        if self._waiting >= _MOST_WAITING:
            raise BusyError("too many conversions wait already", "try again when some are done")
        self._waiting += 1

    def __exit__(self, *_: object) -> None:
        self._waiting -= 1

    async def do(
        self, function: Callable[_Given, _Result], /, *args: _Given.args, **kwargs: _Given.kwargs
    ) -> _Result:
        """Have a function called by a worker.

        Raises:
            LimitError: it took too much time or memory.
        """
        future = self._executor.submit(limited, self._seconds, function, *args, **kwargs)
        try:
            return await asyncio.wrap_future(future)
        except (WorkerDiedError, MemoryError) as error:
            raise LimitError(
                f"this takes longer than {self._seconds:.0f} s, or more memory than there is",
                "convert it on the command line, or split it",
            ) from error
