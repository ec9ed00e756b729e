"""``docconvert`` and ``python -m docconvert``."""

from __future__ import annotations

import gc
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line and exit: the console script's entry point."""
    # What start-up makes lives as long as the program; looking through it for garbage takes a tenth of it.
    gc.disable()
    from docconvert.cli import run as run_command_line

    gc.freeze()
    gc.enable()
    run_command_line()


if __name__ == "__main__":
    run()
