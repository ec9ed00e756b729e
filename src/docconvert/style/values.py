"""Values of a style as its TOML has them, read into sections: lengths, sheets, shares, choices, templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from docconvert.chars import FORBIDDEN
from docconvert.errors import StyleError
from docconvert.style.sections import FontNames, Points, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from docconvert.style.sections import HeaderTemplate, NumberTemplate

_Section = TypeVar("_Section")


def build(
    section: type[_Section], table: dict[str, Any], path: str, origin: Callable[[str], str]
) -> _Section:
    """Make a section of a style from a TOML table; its annotations say what each field holds."""
    parts: dict[str, Any] = {}
    for name, annotation in section.__annotations__.items():
        kind, key = annotation.__forward_arg__, name.replace("_", "-")
        if kind == "FontNames":
            parts[name] = build(FontNames, table[key], f"{path}.{key}", origin)
            continue
        try:
            parts[name] = _VALUES[kind](table[key])
        except ValueError as error:
            where = f"{path}.{key}"
            raise StyleError(f"{origin(where)}: {where} cannot be {table[key]!r}", str(error)) from error
    return section(**parts)


_UNITS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
_LENGTH = r"(\d+(?:\.\d+)?)\s*(pt|mm|cm|in)"


def _points(value: object) -> float:
    found = re.fullmatch(_LENGTH, value) if isinstance(value, str) else None
    if not found:
        raise ValueError("a length is a number with pt, mm, cm or in, such as 12pt")
    return float(found[1]) * _UNITS[found[2]]


_SHEETS = {
    "A4": (210, 297),
    "A5": (148, 210),
    "B5": (176, 250),
    "16K": (184, 260),
    "32K": (130, 184),
    "Letter": (215.9, 279.4),
}
"""Millimetres. ISO 216 for A and B; 16K and 32K are the trimmed leaves of 16开 and 32开; ANSI/ASME Y14.1."""


def _sheet(value: object) -> Sheet:
    names = {
        name.casefold(): Sheet(*(Points(side * _UNITS["mm"]) for side in mm)) for name, mm in _SHEETS.items()
    }
    given = value.strip().casefold() if isinstance(value, str) else ""
    if given in names:
        return names[given]
    sides = re.split(r"\s*[x×]\s*", given)
    try:
        width, height = map(_points, sides)
    except ValueError as error:
        raise ValueError(
            f"it takes one of {', '.join(_SHEETS)}, or a width and a height such as 148mm x 210mm"
        ) from error
    return Sheet(Points(width), Points(height))


_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")


def absolute(table: dict[str, Any]) -> dict[str, Any]:
    """Return the page's settings with margins that are shares of the sheet made lengths."""
    try:
        sheet = _sheet(table["size"])
    except ValueError:
        return table  # reported when it is built
    lengths = dict(table)
    for key, value in table.items():
        if key.startswith("margin-") and isinstance(value, str) and (share := _PERCENT.fullmatch(value)):
            side = sheet.height if key in ("margin-top", "margin-bottom") else sheet.width
            lengths[key] = f"{float(share[1]) / 100 * side:.6f}pt"
    return lengths


def _margin(value: object) -> float:
    try:
        return _points(value)
    except ValueError as error:
        raise ValueError("it takes a length such as 20mm, or a share of the sheet such as 10%") from error


_PLACES = re.compile(r"\{([^{}]*)\}")


def _template(*known: str) -> Callable[[object], str]:
    """Return the check of a text with places to fill; each is one of ``known`` between braces."""
    places = " and ".join(f"{{{name}}}" for name in known)

    def check(value: object) -> str:
        try:
            value = _line(value)
        except ValueError as error:
            raise ValueError(f"it takes a line of text, in which {places} are filled in") from error
        if unknown := [name for name in _PLACES.findall(value) if name not in known]:
            raise ValueError(f"it takes {places}, and nothing fills in {{{unknown[0]}}}")
        if set(_PLACES.sub("", value)) & set("{}"):
            raise ValueError(f"it takes {places}; a brace without its partner stands for nothing")
        return value

    return check


def _line(value: object) -> str:
    if not isinstance(value, str) or FORBIDDEN.search(value) or len(value.splitlines()) > 1:
        raise ValueError("it takes a line of text")
    return value


def fill(template: HeaderTemplate | NumberTemplate, **words: str) -> str:
    """Return a template's text with ``words`` in the places that bear their names.

    Raises:
        KeyError: a word is missing.
    """
    return _PLACES.sub(lambda place: words[place[1]], template)


def _font_file(value: object) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("it takes the path of a font file, or nothing between quotes")
    return value


def _size(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise ValueError("it takes a number from 0 to 100")
    return float(value)


def _ratio(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.1 <= value <= 10:
        raise ValueError("it takes a number from 0.1 to 10")
    return float(value)


def _share(value: object) -> float:
    if _ratio(value) > 1:
        raise ValueError("it takes a number from 0.1 to 1")
    return _ratio(value)


def _color(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch("#[0-9A-Fa-f]{6}", value):
        raise ValueError(
            "it takes a colour such as #c00000: red, green and blue, two hexadecimal digits each"
        )
    return value.lower()


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("it takes true or false")
    return value


def _font_name(value: object) -> str:
    if not isinstance(value, str) or not value or set(value) & set("\"'\\<>&;{}"):
        raise ValueError("it takes the name of a font")
    return value


def _one_of(*choices: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        if value not in choices:
            raise ValueError(f"it takes one of {', '.join(choices)}")
        return str(value)

    return check


_VALUES: dict[str, Callable[[object], object]] = {
    "Points": _points,
    "Margin": _margin,
    "Sheet": _sheet,
    "float": _size,
    "Ratio": _ratio,
    "Share": _share,
    "bool": _flag,
    "str": _font_name,
    "FontRole": _one_of("serif", "sans", "kai", "title"),
    "Align": _one_of("start", "center", "end"),
    "Direction": _one_of("horizontal", "vertical"),
    "Look": _one_of("kai", "bold", "dots", "none"),
    "LineBreak": _one_of("greedy", "optimal"),
    "Showing": _one_of("auto", "always", "never"),
    "ChapterStart": _one_of("auto", "page", "odd-page", "continue"),
    "NumberPlace": _one_of("center", "outside"),
    "AppendixStart": _one_of("page", "continue"),
    "AppendixLook": _one_of("title", "heading"),
    "RunInLook": _one_of("text", "heading"),
    "ImprintPlace": _one_of("text", "foot"),
    "HeaderTemplate": _template("title", "chapter", "author"),
    "NumberTemplate": _template("page", "pages"),
    "Color": _color,
    "Line": _line,
    "FontFile": _font_file,
}
