"""The table of output formats, and how other packages add to it.

What a writer needs for its work is imported when its first file is made, never before: a user who wants
DOCX does not wait for the PDF engine, and a program whose workers write waits for none.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from docconvert.errors import DocconvertError, UnknownFormatError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from docconvert.model import Document
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.plugins import Ignored, Plugins
    from docconvert.style import Style

    class Write(Protocol):
        """What a writer is: a function from a document to the bytes of a file."""

        def __call__(self, document: Document, style: Style, output: Output, *, notify: Notify) -> bytes:
            """Return the file; report what the format cannot show to ``notify``."""


def _never(data: bytes) -> bool:  # noqa: ARG001 - the signature is the protocol's
    return False


class Format(NamedTuple):
    r"""One output format.

    ``name`` is what ``--to`` calls it and ``extension`` what its files end in, with
    the dot. ``wrote`` says whether bytes are a file this writer made and nobody
    has edited since: only such a file is replaced without being asked to. A ``text``
    format may go to a terminal; a ``shown`` one goes to standard output unless a
    target is named. ``obeys`` names the fields of ``Output`` that the writer obeys: the
    user is told of others that ask for something. One without ``looks`` has no pages,
    lines or fonts such a wish could be about.

    >>> def write(document, style, output, *, notify):
    ...     return f"{len(document.blocks)} blocks\n".encode()
    >>> count = Format("count", ".count", write, text=True, looks=False)
    >>> count.wrote(b"2 blocks\n")
    False
    """

    name: str
    extension: str
    write: Write
    wrote: Callable[[bytes], bool] = _never
    text: bool = False
    shown: bool = False
    obeys: frozenset[str] = frozenset()
    looks: bool = True


_BUILT_IN = {
    "docx": "docconvert.writers.docx",
    "epub": "docconvert.writers.epub",
    "html": "docconvert.writers.html",
    "json": "docconvert.writers.json",
    "markdown": "docconvert.writers.markdown",
    "pdf": "docconvert.writers.pdf",
    "tree": "docconvert.writers.tree",
}
_PACKAGES = frozenset({"docx", "epub", "html", "pdf"})
"""Those whose modules are light, and have one called ``make`` that does the work."""


def find_format(name: str) -> Format:
    """Return the format called ``name``, importing its writer only now.

    Raises:
        UnknownFormatError: nobody provides it.
        DocconvertError: the package that provides it is broken.
        TypeError: it is no name.
    """
    if not isinstance(name, str):
        raise TypeError(f"a format cannot be {type(name).__name__}; it is a name such as 'pdf'")
    if name in _BUILT_IN:
        found: Format = import_module(_BUILT_IN[name]).FORMAT
        return found
    from docconvert.plugins import forget_plugins, load_plugin

    if name not in _plugins().usable:
        forget_plugins()
    plugins = _plugins().usable
    if name not in plugins:
        raise UnknownFormatError(name, {*_BUILT_IN, *plugins})
    return load_plugin(name, plugins[name])


_EXTENSIONS = {".htm": "html", ".md": "markdown"}
"""Extensions of built-in formats that are not their names."""


def format_named_by(extension: str) -> str:
    """Return the name of the format that a file's extension tells, or nothing; no writer is imported."""
    name = _EXTENSIONS.get(extension, extension.removeprefix("."))
    return name if name in _BUILT_IN or (name and name in formats()) else ""


def format_with(extension: str) -> str:
    """Return the name of the format whose files have an extension, or nothing."""
    if name := format_named_by(extension):
        return name
    for name in formats() if extension else ():
        with suppress(DocconvertError):  # a broken plug-in is not what was asked for
            if find_format(name).extension == extension:
                return name
    return ""


def writer_module(name: str) -> str:
    """Return the name of the module that does the work of a built-in format; of another format, nothing."""
    return f"{_BUILT_IN[name]}.make" if name in _PACKAGES else _BUILT_IN.get(name, "")


_WISHES = {
    "identifier": "bears no identifier of its own",
    "publisher": "names no publisher",
    "series": "names no series",
    "series_index": "names no series",
    "description": "bears no description",
    "cover": "has no cover",
    "writing": "cannot set vertical lines yet; its lines run from left to right",
    "contents": "has no page of contents",
    "toc_pages": "knows no pages for its contents",
    "reference_doc": "takes nothing from the reference document",
    "pdf_standard": "follows none of the standards of --pdf-standard",
    "embed_fonts": "carries no fonts",
    "font": "carries no fonts; those of --font are not in it",
}
"""What is said of a format that does not obey a field of ``Output``."""

_NO_WISHES = {("contents", "no"), ("cover", "none"), ("writing", "horizontal")}
"""Fields that ask for what other formats do anyway."""

OWN = frozenset(
    {
        "identifier",
        "publisher",
        "series",
        "series_index",
        "description",
        "cover",
        "embed_fonts",
        "pdf_standard",
        "toc_pages",
        "reference_doc",
    }
)
"""Fields about one format alone: none of the others written beside it is meant."""


def report_ignored(format_: Format, output: Output, *, notify: Notify) -> None:
    """Tell ``notify`` of each thing the user asks of the output that the format does not do."""
    from docconvert.notices import Notice
    from docconvert.output import Output

    plain = Output()
    for name, message in _WISHES.items():
        value = getattr(output, name)
        is_wish = value != getattr(plain, name) and (name, value) not in _NO_WISHES
        if format_.looks and is_wish and name not in format_.obeys:
            notify(Notice("output-ignored", f"{format_.name} {message}"))


def formats() -> tuple[str, ...]:
    """Return the names of all formats, built in and added, in order.

    >>> "docx" in formats()
    True
    """
    return tuple(sorted({*_BUILT_IN, *_plugins().usable}))


def ignored_formats() -> tuple[Ignored, ...]:
    """Return what other packages provide under a name that is taken, or in a way nobody can use."""
    return _plugins().ignored


def _plugins() -> Plugins:
    from docconvert.plugins import find_plugins

    return find_plugins(tuple(_BUILT_IN))
