"""What can be asked of the local page, and the answers.

    GET  /               the page; /page.css, /page.js and /icon.svg belong to it
    GET  /api/choices    formats, styles and options with their values
    POST /api/read       a text's bytes, options in the query → what was recognised, and the notices
    POST /api/convert    the same, and the format as ``to`` → the file

A header of the file, ``docconvert-notices``, tells what was noticed while it was written. Errors are JSON,
``{"message": …, "hint": …}``, with a status of 4xx. A POST needs the header ``docconvert-request``. What is
said is said in the language that the request asks for with ``Accept-Language``.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from docconvert.errors import DocconvertError, OptionError, UsageError
from docconvert.web.choices import choices
from docconvert.web.guard import Guard, problem
from docconvert.web.language import teller_for
from docconvert.web.work import BusyError, LimitError, Workers, as_json, converted, read_structure

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from concurrent.futures import Executor
    from typing import Any, TypeVar

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from docconvert.messages import Teller
    from docconvert.web.work import Converted

    _Answer = TypeVar("_Answer")

LARGEST = 20_000_000
"""Bytes of a text: six long novels. More is for the command line."""

SECONDS = 300.0
"""How long a conversion may take."""

_FOLDER = Path(__file__).parent

_PARTS = {
    "/": ("page.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}

_MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".pdf": "application/pdf",
}
"""Those that browsers know what to do with; none of them is a page in our name."""

_MOST_NOTICES = 20
"""Of writing, in a header."""

_LONGEST_HEADER = 0x8000

_PATIENCE = 60.0
"""Seconds in which a text must come: it takes the place of another while it does."""

_MOST_FIELDS = 100
"""Of a query."""


class TooLargeError(DocconvertError):
    """A text is larger than the page takes."""

    def __init__(self, largest: int) -> None:
        super().__init__(
            f"the text is larger than {largest // 1_000_000} MB", "split it, or use the command line"
        )


class StalledError(DocconvertError):
    """A text did not come."""


def make_app(port: int, executor: Executor, *, largest: int = LARGEST, seconds: float = SECONDS) -> ASGIApp:
    """Return the application.

    Args:
        port: the one it will be asked on.
        executor: of processes, which read and convert.
        largest: how many bytes a text may have.
        seconds: how long a conversion may take.
    """
    workers = Workers(executor, seconds)
    routes = [_part(path, *part) for path, part in _PARTS.items()]

    async def offer(request: Request) -> Response:
        with workers:
            offered = await _unless_gone(request, workers.do(choices, teller_for(request.headers)))
        return JSONResponse(offered | {"largest": largest})

    async def read(request: Request) -> Response:
        with workers:
            text = await _body(request, largest)
            shown = await _unless_gone(request, workers.do(read_structure, text, *_wishes(request)))
        return Response(shown, media_type="application/json")

    async def convert(request: Request) -> Response:
        with workers:
            text = await _body(request, largest)
            return _file(await _unless_gone(request, workers.do(converted, text, *_wishes(request))))

    app = Starlette(
        routes=[
            *routes,
            Route("/api/choices", offer),
            Route("/api/read", read, methods=["POST"]),
            Route("/api/convert", convert, methods=["POST"]),
        ],
        exception_handlers={
            DocconvertError: _refused,
            HTTPException: _not_there,
            ClientDisconnect: _gone,
            Exception: _defect,
        },
    )
    app.router.redirect_slashes = False
    return Guard(app, port)


def _part(path: str, name: str, media_type: str) -> Route:
    content = _FOLDER.joinpath(name).read_bytes()

    async def answer(_: Request) -> Response:
        return Response(content, media_type=media_type)

    return Route(path, answer)


def _wishes(request: Request) -> tuple[list[tuple[str, str]], Teller]:
    """Return the fields of a request, and who tells what is noticed."""
    return _query(request), teller_for(request.headers)


def _query(request: Request) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            request.url.query, keep_blank_values=True, strict_parsing=False, max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:
        raise UsageError("there are too many options", f"at most {_MOST_FIELDS}") from error


async def _body(request: Request, largest: int) -> bytes:
    """Return the text of a request, of which no more is taken than may be."""
    if int(request.headers.get("content-length", "0")) > largest:
        raise TooLargeError(largest)
    data = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE):
            async for part in request.stream():
                data += part
                if len(data) > largest:
                    raise TooLargeError(largest)
    except TimeoutError as error:
        raise StalledError("the text did not come in time", "send it again") from error
    return bytes(data)


async def _unless_gone(request: Request, work: Coroutine[Any, Any, _Answer]) -> _Answer:
    """Wait for work; what has not begun is given up if the one who asked is gone."""
    done, gone = asyncio.ensure_future(work), asyncio.ensure_future(_departure(request))
    await asyncio.wait({done, gone}, return_when=asyncio.FIRST_COMPLETED)
    gone.cancel()
    if not done.done():
        done.cancel()
        raise ClientDisconnect
    return done.result()


async def _departure(request: Request) -> None:
    """Wait until the one who asked is gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


_NO_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def _file(made: Converted) -> Response:
    """Return a file under the name of its text (RFC 6266; RFC 8187 for what is not ASCII)."""
    plain = _NO_NAME.sub("_", made.name)
    full = quote(made.name, safe="")
    headers = {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}",
        "docconvert-notices": _in_header(made.notices[:_MOST_NOTICES]),
    }
    media_type = _MEDIA_TYPES.get(PurePath(made.name).suffix, "application/octet-stream")
    return Response(made.data, headers=headers, media_type=media_type)


def _in_header(notices: Sequence[dict[str, Any]]) -> str:
    """Return notices as the value of a header, as many as a browser takes there."""
    while len(value := quote(as_json(notices), safe="")) > _LONGEST_HEADER:
        notices = notices[:-1]
    return value


_STATUSES: dict[type[DocconvertError], int] = {
    BusyError: 429,
    LimitError: 422,
    StalledError: 408,
    TooLargeError: 413,
    UsageError: 400,
}


async def _refused(request: Request, error: Exception) -> Response:
    """Answer what is the user's to mend."""
    status = next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), 422)
    match error:
        case OptionError():
            return problem(request.headers, status, error.reason, error.hint, about=error.option)
        case DocconvertError():
            return problem(request.headers, status, error.message, error.hint)
        case _:
            return problem(request.headers, status, str(error))


async def _not_there(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    answer = problem(
        request.headers,
        status,
        "this is not asked for like that" if status == 405 else "there is nothing like that here",
        "the page is at /",
    )
    answer.headers.update(error.headers or {} if isinstance(error, HTTPException) else {})
    return answer


async def _gone(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the signature is Starlette's
    return problem(request.headers, 400, "the request was given up")


async def _defect(request: Request, error: Exception) -> Response:
    """Say that something of ours, or of a plug-in, is broken."""
    return problem(
        request.headers, 500, f"internal error: {type(error).__name__}: {error}", "please report it"
    )
