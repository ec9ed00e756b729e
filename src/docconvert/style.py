"""Style: how a document looks, read from a template's ``style.toml``.

A template is a folder: ``style.toml`` says how things look, and ``docx/`` and
``epub/`` hold the parts those formats start from. A template gives only what it
changes; the rest is the default's.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, NewType, TypeAlias, TypeVar

from docconvert.chars import FORBIDDEN
from docconvert.errors import StyleError, did_you_mean
from docconvert.files import is_file, is_folder
from docconvert.language import script_of
from docconvert.output import font_face
from docconvert.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Points = NewType("Points", float)
"""A length in PDF points, 1/72 inch."""

Share = NewType("Share", float)
"""A part of a size, from a tenth to the whole."""

Ratio = NewType("Ratio", float)
"""A multiple of a size; never 0."""

Margin: TypeAlias = Points
"""A margin in points; a style may give it as a share of the sheet's height or width."""

HeaderTemplate = NewType("HeaderTemplate", str)
"""Text with ``{title}``, ``{chapter}`` and ``{author}`` in it; :func:`fill` puts the words there."""

NumberTemplate = NewType("NumberTemplate", str)
"""Text with ``{page}`` and ``{pages}`` in it."""

FontFile = NewType("FontFile", str)
"""Path of a font file as the style gives it, or empty."""

FontRole: TypeAlias = Literal["serif", "sans", "kai"]
Align: TypeAlias = Literal["start", "center", "end"]
Look: TypeAlias = Literal["kai", "bold", "dots"]
LineBreak: TypeAlias = Literal["greedy", "optimal"]
Showing: TypeAlias = Literal["auto", "always", "never"]
ChapterStart: TypeAlias = Literal["auto", "page", "odd-page", "continue"]
NumberPlace: TypeAlias = Literal["center", "outside"]
_Section = TypeVar("_Section")


class Sheet(NamedTuple):
    """The size of the paper."""

    width: Points
    height: Points


class Page(NamedTuple):
    """The sheet and its margins."""

    size: Sheet
    margin_top: Margin
    margin_bottom: Margin
    margin_left: Margin
    margin_right: Margin

    @property
    def width(self) -> Points:
        """Width of the sheet."""
        return self.size.width

    @property
    def height(self) -> Points:
        """Height of the sheet."""
        return self.size.height


class Body(NamedTuple):
    """Running text.

    ``linebreak`` breaks a paragraph line by line, or at the best places for it as a whole.
    ``hanging`` lets pause marks stand in the margin (CLREQ, hanging punctuation marks at line end).
    """

    font: FontRole
    size: Points
    line_height: Ratio
    indent: float
    space_after: float
    linebreak: LineBreak
    hanging: bool


class Display(NamedTuple):
    """A title or heading. Spaces are in lines of body text, the first line's indent in em."""

    font: FontRole
    size: Points
    line_height: Ratio
    align: Align
    indent: float
    space_before: float
    space_after: float


class TitlePage(NamedTuple):
    """A page with the title alone; ``auto``: in a book with a contents page."""

    show: Showing


class Chapter(NamedTuple):
    """Where chapters begin; ``auto``: those of a book on a new page."""

    start: ChapterStart


class EmphasisLook(NamedTuple):
    """How an emphasized phrase stands out: in kai, bold, or with dots (CLREQ 3.3.3)."""

    look: Look


class RubyLook(NamedTuple):
    """Readings; the size is a share of the size below them (CLREQ 3.3.1)."""

    size: Share


class Header(NamedTuple):
    """The line at the head of a page; ``auto``: in long documents."""

    show: Showing
    size: Points
    left: HeaderTemplate
    right: HeaderTemplate


class PageNumber(NamedTuple):
    """The number at the foot of a page.

    ``outside`` is right on odd pages and left on even ones, ``indent`` em from the text's edge.
    """

    show: bool
    size: Points
    font: FontRole
    format: NumberTemplate
    place: NumberPlace
    indent: float


class Closing(NamedTuple):
    """Signatures and dates at the end: em from the right edge.

    ``center`` sets a signature centred over its date (GB/T 9704-2012, 7.3.5).
    """

    right_indent: float
    center: bool


class FontFiles(NamedTuple):
    """Font files as the style gives them; :attr:`Style.font_files` finds them."""

    serif: FontFile
    serif_bold: FontFile
    sans: FontFile
    kai: FontFile
    fallback: FontFile


class FontNames(NamedTuple):
    """Names of fonts for one script, for formats that do not carry fonts."""

    serif: str
    sans: str
    kai: str
    latin: str

    def named(self, role: FontRole) -> str:
        """Return the name of the font that plays ``role``."""
        match role:
            case "serif":
                return self.serif
            case "sans":
                return self.sans
            case "kai":
                return self.kai


class Fonts(NamedTuple):
    """Font names by script."""

    hans: FontNames
    hant: FontNames

    def script(self, language: str) -> FontNames:
        """Return the names for a document in ``language``."""
        return self.hant if script_of(language) == "hant" else self.hans


class Style:
    """How a document looks; :func:`load_style` makes one. It does not change.

    Its sections are read when first looked at: a format that shows no look does not wait for them.
    """

    def __init__(self, folder: Path, settings: tuple[str, ...] = ()) -> None:
        self.folder = folder
        """The template's folder."""
        self._settings = settings

    @cached_property
    def page(self) -> Page:
        """The sheet and its margins."""
        return _build(Page, _absolute(self._table["page"]), "page", self._origin_of)

    @cached_property
    def body(self) -> Body:
        """Running text."""
        return self._section("body", Body)

    @cached_property
    def title(self) -> Display:
        """The document's title."""
        return self._section("title", Display)

    @cached_property
    def headings(self) -> tuple[Display, Display, Display]:
        """Headings of the levels 1 to 3."""
        one, two, three = (self._section(f"heading-{level}", Display) for level in (1, 2, 3))
        return one, two, three

    @cached_property
    def title_page(self) -> TitlePage:
        """Whether the title has a page of its own."""
        return self._section("title-page", TitlePage)

    @cached_property
    def chapter(self) -> Chapter:
        """Where chapters begin."""
        return self._section("chapter", Chapter)

    @cached_property
    def emphasis(self) -> EmphasisLook:
        """Emphasized phrases."""
        return self._section("emphasis", EmphasisLook)

    @cached_property
    def ruby(self) -> RubyLook:
        """Readings."""
        return self._section("ruby", RubyLook)

    @cached_property
    def header(self) -> Header:
        """The line at the head of a page."""
        return self._section("header", Header)

    @cached_property
    def page_number(self) -> PageNumber:
        """The number at the foot of a page."""
        return self._section("page-number", PageNumber)

    @cached_property
    def closing(self) -> Closing:
        """Signatures and dates."""
        return self._section("closing", Closing)

    @cached_property
    def font_files(self) -> Mapping[str, Path]:
        """The font files the style gives, by key: ``serif``, ``serif-bold``, ``sans``, ``kai``, ``fallback``.

        A relative path is one from the style's folder, or from the working directory if it was
        given by hand. :func:`docconvert.output.font_face` tells a face of a collection apart.

        Raises:
            StyleError: there is no such file.
        """
        files = self._section("font-files", FontFiles)._asdict()
        named = {name.replace("_", "-"): name_given for name, name_given in files.items() if name_given}
        return {key: self._font_file(key, given) for key, given in named.items()}

    @cached_property
    def fonts(self) -> Fonts:
        """Font names by script, for formats that do not carry fonts."""
        return self._section("fonts", Fonts)

    def heading(self, level: int) -> Display:
        """Return the look of a heading; those deeper than 3 look like 3."""
        return self.headings[min(level, 3) - 1]

    def part(self, name: str) -> Path:
        """Return the template's file or folder ``name``, or the default template's."""
        own = self.folder / name
        return own if own.exists() else resource("templates", "default") / name

    def check(self) -> None:
        """Read all of it.

        Raises:
            StyleError: a key nobody knows, or a value that does not fit.
        """
        for name, value in vars(Style).items():
            if isinstance(value, cached_property):
                getattr(self, name)
        _check_room(self)

    @cached_property
    def _table(self) -> dict[str, Any]:
        """The default's settings, under the template's, under those given by hand."""
        default = resource("templates", "default")
        table = _read_toml(default / "style.toml")
        if self.folder != default:
            _merge(table, _read_toml(self.folder / "style.toml"), str(self.folder / "style.toml"))
        for setting in self._settings:
            _merge(table, _parse_setting(setting), f"--set {setting}")
        return table

    def _section(self, key: str, kind: type[_Section]) -> _Section:
        return _build(kind, self._table[key], key, self._origin_of)

    def _font_file(self, key: str, given: str) -> Path:
        where = f"font-files.{key}"
        path = Path(given) if self._setting_for(where) else self.folder / given
        if not is_file(font_face(path).path):
            raise StyleError(
                f"{self._origin_of(where)}: {where} names {path}, and there is no such file",
                "a path in a style.toml is one from its folder",
            )
        return path

    @property
    def origin(self) -> str:
        """Where it comes from, for messages."""
        return " with ".join((str(self.folder), *(f"--set {setting}" for setting in self._settings)))

    def _origin_of(self, path: str) -> str:
        """Return where the value of a key comes from, for messages."""
        last = self._setting_for(path)
        return f"--set {last}" if last else str(self.folder / "style.toml")

    def _setting_for(self, path: str) -> str:
        """Return the last setting by hand that gives a key, alone or in a table; empty if there is none."""
        for setting in reversed(self._settings):
            key, _, value = setting.partition("=")
            key = key.strip()
            if key == path or (path.startswith(f"{key}.") and path.rpartition(".")[2] in value):
                return setting
        return ""


def load_style(name: str = "default", settings: Iterable[str] = ()) -> Style:
    """Load a template's style.

    Args:
        name: a bundled template's name, or the path of a folder that holds ``style.toml``.
        settings: ``KEY=VALUE`` strings over it, such as ``body.size=10.5pt``.

    Raises:
        StyleError: no such template, a key nobody knows, or a value that does not fit;
            the message names the file and the key.
    """
    settings = tuple(settings)
    if name == "default" and not settings:
        return _default_style()
    style = Style(_template_folder(name), settings)
    style.check()
    return style


@cache
def _default_style() -> Style:
    """Return the default style, which is known to be good."""
    return Style(_template_folder("default"))


def style_names() -> tuple[str, ...]:
    """Return the names of the bundled templates."""
    return tuple(sorted(path.parent.name for path in resource("templates").glob("*/style.toml")))


def _template_folder(name: str) -> Path:
    for folder in (resource("templates", name), Path(name)):
        with suppress(OSError):  # a name no file can have
            if (folder / "style.toml").is_file():
                return folder
    if is_folder(name):
        raise StyleError(f"{name} has no style.toml", "a style is a folder with a style.toml in it")
    raise StyleError(
        f"no style {name!r}", did_you_mean(name, style_names()) + "; or name a folder with a style.toml"
    )


def _read_toml(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StyleError(f"{path}: {error}", "correct the file; it must be TOML in UTF-8") from error


def _parse_setting(setting: str) -> dict[str, Any]:
    """Read ``a.b=value``; a value TOML does not know is taken as text, so ``10pt`` needs no quotes."""
    import tomllib

    key, equals, value = setting.partition("=")
    if not equals or not key.strip():
        raise StyleError(f"--set {setting}: not KEY=VALUE", "for example --set body.size=10.5pt")
    try:
        parsed: Any = tomllib.loads(f"value = {value}")["value"]
    except (ValueError, RecursionError):  # no TOML; its own error is a ValueError
        parsed = value.strip()
    *above, last = key.strip().split(".")
    table: dict[str, Any] = {last: parsed}
    for part in reversed(above):
        table = {part: table}
    return table


def _merge(table: dict[str, Any], over: dict[str, Any], origin: str, above: str = "") -> None:
    """Put ``over`` on ``table``; the default names all keys, so an unknown one is a mistake."""
    for key, value in over.items():
        path = f"{above}{key}"
        if key not in table:
            known = [f"{above}{name}" for name in table]
            raise StyleError(f"{origin}: unknown key {path!r}", did_you_mean(path, known))
        if isinstance(table[key], dict) != isinstance(value, dict):
            raise StyleError(
                f"{origin}: {path!r} cannot be {value!r}", f"keys below it: {_names(table[key])}"
            )
        if isinstance(value, dict):
            _merge(table[key], value, origin, f"{path}.")
        else:
            table[key] = value


def _names(value: object) -> str:
    return ", ".join(value) if isinstance(value, dict) else "none, it takes a single value"


def _build(
    section: type[_Section], table: dict[str, Any], path: str, origin: Callable[[str], str]
) -> _Section:
    """Make a section of a style from a TOML table; its annotations say what each field holds."""
    parts: dict[str, Any] = {}
    for name, annotation in section.__annotations__.items():
        kind, key = annotation.__forward_arg__, name.replace("_", "-")
        if kind == "FontNames":
            parts[name] = _build(FontNames, table[key], f"{path}.{key}", origin)
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


def _absolute(table: dict[str, Any]) -> dict[str, Any]:
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
    names = " and ".join(f"{{{name}}}" for name in known)

    def check(value: object) -> str:
        if not isinstance(value, str) or FORBIDDEN.search(value) or len(value.splitlines()) > 1:
            raise ValueError(f"it takes a line of text, in which {names} are filled in")
        if unknown := [name for name in _PLACES.findall(value) if name not in known]:
            raise ValueError(f"it takes {names}, and nothing fills in {{{unknown[0]}}}")
        if set(_PLACES.sub("", value)) & set("{}"):
            raise ValueError(f"it takes {names}; a brace without its partner stands for nothing")
        return value

    return check


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
    "FontRole": _one_of("serif", "sans", "kai"),
    "Align": _one_of("start", "center", "end"),
    "Look": _one_of("kai", "bold", "dots"),
    "LineBreak": _one_of("greedy", "optimal"),
    "Showing": _one_of("auto", "always", "never"),
    "ChapterStart": _one_of("auto", "page", "odd-page", "continue"),
    "NumberPlace": _one_of("center", "outside"),
    "HeaderTemplate": _template("title", "chapter", "author"),
    "NumberTemplate": _template("page", "pages"),
    "FontFile": _font_file,
}


_LARGEST_PAGE = 14_400
"""Points; ISO 32000-1, annex C.2."""


def _check_room(style: Style) -> None:
    """Refuse a page that leaves no room for a few characters and lines, either way they run."""
    page = style.page
    displays = {"title": style.title, **{f"heading-{n}": look for n, look in enumerate(style.headings, 1)}}
    sizes = [style.body.size, *(look.size for look in displays.values())]
    across = page.width - page.margin_left - page.margin_right
    down = page.height - page.margin_top - page.margin_bottom
    if min(sizes) < 1:
        raise StyleError(f"{style.origin}: a font size is below 1pt", "sizes such as 12pt are usual")
    if max(page.size) > _LARGEST_PAGE + 0.01:
        raise StyleError(f"{style.origin}: the page is larger than a PDF can be", "at most 5080mm a side")
    if min(across, down) < 4 * max(sizes):
        raise StyleError(
            f"{style.origin}: the margins leave {across:.0f} by {down:.0f} pt of the page for text",
            "make the margins smaller or the page larger; four of the largest characters must fit",
        )
    indents = {
        "body.indent": (style.body.indent, style.body.size),
        "closing.right-indent": (style.closing.right_indent, style.body.size),
        **{f"{name}.indent": (look.indent, look.size) for name, look in displays.items()},
    }
    for key, (indent, size) in indents.items():
        if (indent + 4) * size > min(across, down):
            raise StyleError(
                f"{style.origin}: {key} leaves no room for text in the line", "an indent of 2 is usual"
            )
    _check_margins(style, across)


def _check_margins(style: Style, across: float) -> None:
    """Refuse what is to stand in a margin and does not fit there."""
    page, header, number = style.page, style.header, style.page_number
    if header.size < 1 or (header.show != "never" and header.size > page.margin_top):
        raise StyleError(
            f"{style.origin}: header.size does not fit the top margin",
            "make it at least 1pt, and the margin larger, or set header.show=never",
        )
    if number.size < 1 or (number.show and number.size > page.margin_bottom):
        raise StyleError(
            f"{style.origin}: page-number.size does not fit the bottom margin",
            "make it at least 1pt, and the margin larger, or set page-number.show=false",
        )
    if (number.indent + 4) * number.size > across:
        raise StyleError(
            f"{style.origin}: page-number.indent leaves no room for the number", "an indent of 1 is usual"
        )
    if style.body.hanging and min(page.margin_right, page.margin_bottom) < style.body.size:
        raise StyleError(
            f"{style.origin}: the margin has no room for the marks that body.hanging puts there",
            "make the margin wider than a character, or set body.hanging=false",
        )
