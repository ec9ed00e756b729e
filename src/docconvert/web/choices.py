"""Which options a request may have, and what they are for the page that offers them.

Listed here is what is allowed. A field of the option objects that is not listed cannot be given from the
network: fonts, covers, reference documents, dictionaries and word lists name files, and a style is named only
if it comes with docconvert.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from docconvert import __version__
from docconvert.chars import FORBIDDEN
from docconvert.errors import DocconvertError, UsageError, did_you_mean
from docconvert.format import find_format, formats
from docconvert.options import CHOICES, VOCABULARIES, Options
from docconvert.output import COVERS, OUTPUT_CHOICES, PDF_STANDARDS, Output
from docconvert.style import load_style, style_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docconvert.messages import Teller
    from docconvert.options import Script, Vocabulary

OPTIONS = (
    "readings",
    "script",
    "vocabulary",
    "clean",
    "punctuation",
    "emphasis",
    "repair",
    "headings",
    "heading_pattern",
    "title",
    "author",
    "date",
    "language",
    "encoding",
)
"""The fields of ``Options`` that a request may give."""

OUTPUT = (
    "writing",
    "contents",
    "cover",
    "embed_fonts",
    "toc_pages",
    "pdf_standard",
    "publisher",
    "series",
    "series_index",
    "description",
    "identifier",
)
"""The fields of ``Output`` that a request may give; of ``cover``, only the words."""

_VALUES = {**CHOICES, **OUTPUT_CHOICES, "cover": COVERS, "pdf_standard": (*PDF_STANDARDS, "none")}

_OWN = ("to", "style", "name")
"""What a request may give besides: the format, the style, the name of the text."""

_FLAGS = {"true": True, "false": False}

_LONGEST_NAME = 200
"""Characters of the name of a text."""


class Wish(NamedTuple):
    """What a request asks for."""

    options: Options
    style: str
    output: Output
    name: str
    """Of the text's file, for its metadata; nothing is looked up by it."""
    to: str


def wish_of(given: Sequence[tuple[str, str]]) -> Wish:
    """Return what the fields of a request ask for.

    Raises:
        UsageError: there is no such field, it is given twice, or its value does not fit.
    """
    known = (*_OWN, *OPTIONS, *OUTPUT)
    for name, count in Counter(name for name, _ in given).items():
        if name not in known:
            raise UsageError(f"there is no option {name!r} here", did_you_mean(name, known))
        if count > 1 and name not in _LISTS:
            raise UsageError(f"{name} is given {count} times", "give it once")
    own = {name: value for name, value in given if name in _OWN}
    style = own.get("style", "default")
    if style not in style_names():
        raise UsageError(f"style cannot be {style!r}", did_you_mean(style, style_names()))
    return Wish(
        options=Options(**_values(given, OPTIONS)),
        style=style,
        output=Output(**_values(given, OUTPUT)),
        name=_file_name(own.get("name", "")),
        to=own.get("to", ""),
    )


_DEFAULTS: dict[str, Any] = {
    **{name: getattr(Options(), name) for name in OPTIONS},
    **{name: getattr(Output(), name) for name in OUTPUT},
}

_LISTS = tuple(name for name, default in _DEFAULTS.items() if isinstance(default, tuple))


def _values(given: Iterable[tuple[str, str]], allowed: Sequence[str]) -> dict[str, Any]:
    """Return the values that some fields of a request have."""
    values: dict[str, Any] = {}
    for name, value in given:
        if name in _VALUES and value not in _VALUES[name]:
            raise UsageError(f"{name} cannot be {value!r}", did_you_mean(value, _VALUES[name]))
        if name in allowed and name in _LISTS:
            values[name] = (*values.get(name, ()), value)
        elif name in allowed:
            values[name] = _flag(name, value) if isinstance(_DEFAULTS[name], bool) else value
    return values


def _flag(name: str, value: str) -> bool:
    if value not in _FLAGS:
        raise UsageError(f"{name} cannot be {value!r}", did_you_mean(value, _FLAGS))
    return _FLAGS[value]


def _file_name(given: str) -> str:
    """Return the last part of a file's name, without what no document can hold."""
    last = given.replace("\\", "/").rpartition("/")[2]
    return " ".join(FORBIDDEN.sub("", last).split())[:_LONGEST_NAME]


def choices(teller: Teller) -> dict[str, Any]:
    """Return what the page may offer: formats, styles, and the fields with their kinds and values."""
    return {
        "docconvert": __version__,
        "formats": [_format(name, teller) for name in formats()],
        "styles": [_style(name) for name in style_names()],
        "fields": [_field(name) for name in _DEFAULTS],
        "vocabularies": {script: _vocabulary(script) for script in VOCABULARIES},
    }


def _vocabulary(script: Script) -> Vocabulary:
    """Return the vocabulary that goes with a script, if the dictionaries have it."""
    with suppress(UsageError):
        return Options(script=script, vocabulary=VOCABULARIES[script]).vocabulary
    return "keep"


def _style(name: str) -> dict[str, str]:
    return {"name": name, "writing": load_style(name).page.writing}


def _format(name: str, teller: Teller) -> dict[str, Any]:
    try:
        found = find_format(name)
    except DocconvertError as error:  # a plug-in that is broken; the page says so
        return {"name": name, "broken": teller.tell(error.message)}
    shown = {"name": name, "extension": found.extension, "text": found.text, "looks": found.looks}
    return {**shown, "obeys": sorted(found.obeys & {*OUTPUT})}


def _field(name: str) -> dict[str, Any]:
    default = _DEFAULTS[name]
    field = {"name": name, "of": "options" if name in OPTIONS else "output", "default": default}
    if isinstance(default, bool):
        return {**field, "kind": "flag"}
    if name in _VALUES:
        return {**field, "kind": "several" if name in _LISTS else "choice", "values": _VALUES[name]}
    return {**field, "kind": "lines" if name in _LISTS else "text"}
