"""The socket of the local page, and the server on it."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn

from docconvert.errors import UsageError
from docconvert.format import formats
from docconvert.processes import Processes, available, make_ready
from docconvert.web.app import make_app

if TYPE_CHECKING:
    from starlette.types import ASGIApp

HOST = "127.0.0.1"

PORT = 8765
"""The port if none is named; the next free one if others have it."""

_TRIED = 10
_MOST_AT_ONCE = 4
_LAST_SECONDS = 1
"""How long answers may take that are given while the server ends."""


def opened(port: int | None = None) -> socket.socket:
    """Return a socket that listens to this computer alone.

    Args:
        port: 0 for any that is free; None for the usual one, or one after it that is free.

    Raises:
        UsageError: something else has the port, or it may not be used.
    """
    if port is not None:
        try:
            return socket.create_server((HOST, port))
        except OSError as error:
            raise UsageError(
                f"port {port} cannot be used: {error.strerror}", "name another, or none for one that is free"
            ) from error
    for usual in range(PORT, PORT + _TRIED):
        with suppress(OSError):
            return socket.create_server((HOST, usual))
    return opened(0)


def address(listening: socket.socket) -> str:
    """Return the address of the page on a socket."""
    return f"http://{HOST}:{_port(listening)}/"


def _port(listening: socket.socket) -> int:
    return int(listening.getsockname()[1])


def settings(app: ASGIApp) -> uvicorn.Config:
    """Return how the server answers for an application."""
    return uvicorn.Config(
        app,
        http="h11",
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",  # what goes wrong is in the answers
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_LAST_SECONDS,
    )


def run(listening: socket.socket) -> None:
    """Answer requests until the program is interrupted.

    Raises:
        KeyboardInterrupt: it was.
    """
    names = formats()
    make_ready(names)
    workers = Processes(min(available(), _MOST_AT_ONCE), names)
    try:
        app = make_app(_port(listening), workers)
        uvicorn.Server(settings(app)).run(sockets=[listening])
    finally:
        workers.shutdown(wait=False, cancel_futures=True)
