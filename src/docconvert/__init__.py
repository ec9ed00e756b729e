r"""Turn Chinese plain text into DOCX, PDF, EPUB, HTML and Markdown.

    >>> import docconvert
    >>> document = docconvert.read("春訊\n\n今日立春。".encode())
    >>> docconvert.write(document, "tree").decode().splitlines()[1]
    'title 春訊'

The public names are loaded from their modules on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from docconvert.batch import convert_many
    from docconvert.errors import DocconvertError
    from docconvert.format import Format, formats
    from docconvert.model import Document
    from docconvert.notices import DocconvertWarning, Notice, warn
    from docconvert.options import Options
    from docconvert.output import Output
    from docconvert.pipeline import convert, convert_file, read, read_json, write
    from docconvert.style import Style, load_style

__all__ = [
    "DocconvertError",
    "DocconvertWarning",
    "Document",
    "Format",
    "Notice",
    "Options",
    "Output",
    "Style",
    "convert",
    "convert_file",
    "convert_many",
    "formats",
    "load_style",
    "read",
    "read_json",
    "warn",
    "write",
]

_HOMES = {
    "DocconvertError": "errors",
    "DocconvertWarning": "notices",
    "Document": "model",
    "Format": "format",
    "Notice": "notices",
    "Options": "options",
    "Output": "output",
    "Style": "style",
    "convert_many": "batch",
    "formats": "format",
    "load_style": "style",
    "warn": "notices",
}


if not TYPE_CHECKING:  # a type checker would take any name for one of ours

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'pipeline')}"), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
