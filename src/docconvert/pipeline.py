"""The stages in order: bytes to text to document, transforms, document to bytes.

    bytes ─decode→ str ─read→ Document ─transforms→ Document ─write→ bytes

This is the only module that knows the order.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from docconvert import files
from docconvert.chars import FORBIDDEN
from docconvert.decoding import decode
from docconvert.errors import DocconvertError, InputError, OutputError, UsageError
from docconvert.format import find_format, format_with, report_ignored
from docconvert.language import is_language_tag
from docconvert.model import Document, Metadata, Text, document_lines, plain_text
from docconvert.notices import Notice, ignore
from docconvert.options import Options
from docconvert.output import Output
from docconvert.places import Place, place, places
from docconvert.reading import read_text
from docconvert.reading.language import detect_language, report_language
from docconvert.style import Style, load_style
from docconvert.transforms.clean import check_types, clean
from docconvert.transforms.emphasis import find_emphasis
from docconvert.transforms.punctuation import widen_punctuation
from docconvert.transforms.readings import lift_readings, show_readings
from docconvert.transforms.script import convert_script, ignore_choice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Protocol, TypeAlias

    from docconvert.model import Inlines
    from docconvert.notices import Notify
    from docconvert.transforms.script import OnChoice

    class Readable(Protocol):
        """An open file: in binary mode, or in text mode if the encoding is known."""

        def read(self) -> bytes | str:
            """Return all of it."""

    Contents: TypeAlias = bytes | bytearray | memoryview | str | Readable
    Source: TypeAlias = Contents | Place
    """What a text is read from."""

_IS_MODEL = re.compile(rb"(?s)(?:\xef\xbb\xbf)?\s*\{.*\"docconvert\"\s*:")


def convert(
    data: Source,
    to: str,
    *,
    options: Options | None = None,
    style: Style | None = None,
    output: Output | None = None,
    source: str = "",
    notify: Notify = ignore,
) -> bytes:
    r"""Convert a text, or a JSON document that docconvert wrote, to one format.

    Args:
        data: the text, or its bytes in any encoding; or the path of a file, or an open file, that has them. A
            ``str`` is always text, never a path.
        to: the format's name, such as ``pdf``.
        options: what to do with the text.
        style: how it looks; the default template's style if not given.
        output: what the file carries.
        source: the file's name, for the metadata; that of the path if there is one.
        notify: told of every doubt and repair.

    Raises:
        DocconvertError: in one of the ways :mod:`docconvert.errors` lists.

    >>> convert("潮信\n\n汐浦今日涨潮。", "pdf")[:5]
    b'%PDF-'
    >>> traditional = convert("头发", "tree", options=Options(script="hant-tw"))
    >>> traditional.decode().splitlines()[-1]
    'p 頭髮'
    """
    check_settings(options, style, output)
    find_format(to)  # an unknown format is refused before any work
    document = read(data, options=options, source=source, notify=notify)
    return write(document, to, style=style, output=output, notify=notify)


def convert_file(
    source: Place | str,
    targets: Place | str | Sequence[Place | str],
    *,
    formats: Sequence[str] = (),
    options: Options | None = None,
    style: Style | None = None,
    output: Output | None = None,
    notify: Notify = ignore,
) -> None:
    r"""Convert one file to several, reading it once.

    Args:
        source: the text file; it is only read.
        targets: the file or files to write; each is written whole or not at all.
        formats: the format of each target; by the targets' extensions if not given.
        options: what to do with the text.
        style: how it looks.
        output: what the files carry.
        notify: told of every doubt and repair.

    Raises:
        DocconvertError: in one of the ways :mod:`docconvert.errors` lists.

    >>> from pathlib import Path
    >>> _ = Path("潮信.txt").write_text("潮信\n\n汐浦今日涨潮。", "utf-8")
    >>> convert_file("潮信.txt", "潮信.docx")
    >>> convert_file("潮信.txt", ["潮信.pdf", "潮信.epub"])
    >>> sorted(path.name for path in Path().glob("潮信.*"))
    ['潮信.docx', '潮信.epub', '潮信.pdf', '潮信.txt']
    """
    check_settings(options, style, output)
    source, paths = place(source), places(targets)
    suffixes = [path.suffix.lower() for path in paths]
    names = formats or [format_with(suffix) or suffix.removeprefix(".") for suffix in suffixes]
    if len(names) != len(paths):
        raise UsageError(
            f"{len(paths)} targets cannot be of {len(names)} formats", "name a format for each target"
        )
    for name, path in zip(names, paths, strict=True):
        find_format(name)
        if files.real_name(path) == files.real_name(source):
            raise OutputError(f"{path}: target and source are the same file", "name another target with -o")
    document = read(source, options=options, notify=notify)
    for name, path in zip(names, paths, strict=True):
        files.write_target(path, write(document, name, style=style, output=output, notify=notify))


def check_settings(
    options: Options | None = None, style: Style | None = None, output: Output | None = None
) -> None:
    """Refuse settings of another type; not all programs ask a type checker.

    Raises:
        TypeError: the message says what makes the right one.
    """
    right = (
        ("options", options, Options, "Options(script='hans') makes some"),
        ("a style", style, Style, "load_style('official') gives one"),
        ("output", output, Output, "Output(writing='vertical') makes it"),
    )
    for name, given, kind, made_by in right:
        if given is not None and not isinstance(given, kind):
            raise TypeError(f"{name} cannot be {type(given).__name__}; {made_by}")


def read(
    data: Source,
    *,
    options: Options | None = None,
    source: str = "",
    notify: Notify = ignore,
    on_choice: OnChoice = ignore_choice,
) -> Document:
    r"""Read a text, or a JSON document that docconvert wrote, and do to it what ``options`` say.

    Args:
        data: the text, or its bytes in any encoding; or the path of a file, or an open file, that has them. A
            ``str`` is always text, never a path.
        options: what to do with the text.
        source: the file's name, for the metadata; that of the path if there is one.
        notify: told of every doubt and repair.
        on_choice: told of each place where a conversion of the script could have come out otherwise.

    Raises:
        InputError: it is no text, or there is nothing in it.

    >>> document = read("潮信\n\n汐浦今日涨潮。".encode("gb18030"))
    >>> document.title, document.metadata.encoding
    ((Text(text='潮信'),), 'gb18030')
    """
    check_settings(options)
    if isinstance(data, Place):
        with _named(data):
            name = source or files.shown_name(data)
            contents = files.read_source(data)
            return read(contents, options=options, source=name, notify=notify, on_choice=on_choice)
    options = options or Options()
    data = _contents(data)
    model = _as_model(data)
    if source.lower().endswith(".json") and not model:
        raise InputError(
            "not a JSON document that docconvert wrote", "--to json writes one; texts end in .txt"
        )
    document = read_json(model, notify=notify) if model else _read_plain(data, options, source, notify)
    if not document.title and not document.blocks:
        raise InputError("there is no text in it", "check that it is the right file")
    document = _with_given(document, options)
    for transform in _transforms(options, corrected=bool(model), notify=notify, on_choice=on_choice):
        document = transform(document)
    return document


def read_title(options: Options, *, notify: Notify = ignore, on_choice: OnChoice = ignore_choice) -> Inlines:
    """Return the title that ``options`` give to a book of several texts, treated like a line of them."""
    title = _clean(options.title)
    if not title:
        return ()
    language = _clean(options.language) or detect_language(title)
    document = Document((Text(title),), (), Metadata(language=language))
    for transform in _transforms(options, corrected=False, notify=notify, on_choice=on_choice):
        document = transform(document)
    return document.title


def read_json(data: bytes, *, notify: Notify = ignore) -> Document:
    """Return the document that a JSON file of docconvert's holds, as it stands there.

    Raises:
        InputError: the file has not the shape that ``--to json`` writes.

    >>> document = read("汐浦今日涨潮。")
    >>> read_json(write(document, "json")) == document
    True
    """
    from docconvert.writers.json import read_json as parse

    return _with_language(clean(parse(data), notify=notify), notify)


def _with_language(document: Document, notify: Notify) -> Document:
    """Put the language of the text in the place of what is no language tag."""
    given = document.metadata.language
    language = given.strip()
    if is_language_tag(language):
        return document if language == given else _in_language(document, language)
    found = detect_language("".join(map(plain_text, document_lines(document))))
    if language:
        notify(
            Notice("language-corrected", f"{language!r} is no language tag; the text is taken for {found}")
        )
    return _in_language(document, found)


def _in_language(document: Document, language: str) -> Document:
    return replace(document, metadata=replace(document.metadata, language=language))


def write(
    document: Document,
    to: str,
    *,
    style: Style | None = None,
    output: Output | None = None,
    notify: Notify = ignore,
) -> bytes:
    """Write a document in one format.

    Raises:
        DocconvertError: no writer has that name, or it cannot write this document.
        TypeError: the document, made by hand, holds what the model has not.

    >>> from docconvert.model import Paragraph
    >>> document = Document(title=(Text("潮信"),), blocks=(Paragraph((Text("汐浦今日涨潮。"),)),))
    >>> print(write(document, "tree").decode(), end="")
    meta zh-Hans
    title 潮信
    p 汐浦今日涨潮。
    """
    check_settings(style=style, output=output)
    check_types(document)
    document = _with_language(clean(document, notify=notify), notify)
    output = _cleaned(output) if output else Output()
    format_ = find_format(to)
    report_ignored(format_, output, notify=notify)
    made: object = format_.write(document, style or load_style(), output, notify=notify)
    if isinstance(made, bytes):
        return made
    raise DocconvertError(
        f"the plug-in for format {to!r} made {type(made).__name__} of the document, not bytes",
        "report this to the author of the plug-in",
    )


def _cleaned(output: Output) -> Output:
    """Return what the user gives without what no file can hold."""
    return replace(
        output,
        identifier=_clean(output.identifier),
        publisher=_clean(output.publisher),
        series=_clean(output.series),
        description=_clean(output.description),
    )


def _transforms(
    options: Options, *, corrected: bool, notify: Notify, on_choice: OnChoice
) -> list[Callable[[Document], Document]]:
    """Return the transforms in order.

    Readings come out first, because they cut phrases in two; emphasis next, while quotes are as
    typed; the script last of what changes characters, when phrases stand whole. In a
    document that somebody has ``corrected`` by hand, nothing is guessed at again.
    """
    if corrected:
        options = _without_guesses(options)
    return [
        partial(lift_readings, how=options.readings, notify=notify),
        partial(find_emphasis, how=options.emphasis, notify=notify),
        partial(widen_punctuation, how=options.punctuation, notify=notify),
        partial(convert_script, options=options, notify=notify, on_choice=on_choice),
        partial(show_readings, how=options.readings, notify=notify),
    ]


def _without_guesses(options: Options) -> Options:
    return replace(
        options,
        readings="keep" if options.readings == "auto" else options.readings,
        emphasis="off" if options.emphasis == "auto" else options.emphasis,
        punctuation="keep" if options.punctuation == "auto" else options.punctuation,
    )


@contextmanager
def _named(path: Place) -> Iterator[None]:
    """Have an error about a source say which it is."""
    try:
        yield
    except InputError as error:
        raise InputError(f"{path}: {error.message}", error.hint) from error


def _contents(data: Contents) -> bytes | str:
    """Return the text, or its bytes."""
    if isinstance(data, str | bytes):
        return data
    if isinstance(data, bytearray | memoryview):
        return bytes(data)
    if hasattr(data, "read"):
        return _contents(data.read())
    raise TypeError(f"a text cannot be {type(data).__name__}; it is str, bytes, a path or an open file")


def _as_model(data: bytes | str) -> bytes:
    """Return the bytes of a JSON document of ours; none if ``data`` is something else."""
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass") if data.lstrip()[:1] == "{" else b""
    return data if _IS_MODEL.match(data) else b""


def _read_plain(data: bytes | str, options: Options, source: str, notify: Notify) -> Document:
    if isinstance(data, bytes):
        text, encoding = decode(data, options.encoding, notify=notify)
    else:
        text, encoding = data, ""
    if not options.language:  # else the user knows
        report_language(text, script=options.script, notify=notify)
    metadata = Metadata(language=_clean(options.language), source=source, encoding=encoding)
    return read_text(text, metadata, options, notify=notify)


def _with_given(document: Document, options: Options) -> Document:
    """Put what the user gave in the place of what was found."""
    given = {name: _clean(getattr(options, name)) for name in ("language", "author", "date")}
    metadata = replace(document.metadata, **{name: value for name, value in given.items() if value})
    given_title = _clean(options.title)
    if given_title:
        document = replace(document, title=(Text(given_title),), title_line=0)
    return replace(document, metadata=metadata)


def _clean(given: str) -> str:
    return " ".join(FORBIDDEN.sub("", given).split())
