"""``docconvert`` and ``python -m docconvert``."""

from __future__ import annotations

import gc
from typing import NoReturn

_ALLOCATIONS = 100_000
"""Between searches for garbage."""


def run() -> NoReturn:
    """Run the command line and exit: the console script's entry point."""
    # What start-up makes lives as long as the program; looking through it for garbage takes a tenth of it.
    gc.disable()
    from docconvert.cli import run as run_command_line

    gc.freeze()
    # A book is many small tuples, none of them garbage.
    gc.set_threshold(_ALLOCATIONS)
    gc.enable()
    run_command_line()


if __name__ == "__main__":
    run()
