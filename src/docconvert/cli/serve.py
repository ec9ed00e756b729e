"""The local page on the command line: where it is, and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docconvert.errors import ExitCode, UsageError
from docconvert.messages import word

if TYPE_CHECKING:
    import argparse


def serve(arguments: argparse.Namespace) -> ExitCode:
    """Serve the page until the program is interrupted, which is how it is meant to end.

    Raises:
        UsageError: the server is not installed, the port is taken, or there are files to convert too.
    """
    if arguments.sources or arguments.to or arguments.out:
        raise UsageError("--serve takes texts in the browser", "leave out files, --to and -o")
    try:
        from docconvert.web import server
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("docconvert"):
            raise
        raise UsageError(
            f"--serve needs {error.name}, which is not installed", "pip install 'docconvert[web]'"
        ) from error
    with server.opened(arguments.serve.number) as listening:
        address = server.address(listening)
        print(f"{address}  {word('(Ctrl-C ends it)')}", flush=True)
        if arguments.open:
            import webbrowser

            webbrowser.open(address)
        try:
            server.run(listening)
        except KeyboardInterrupt:
            print()
    return ExitCode.DONE
