"""Style: how a document looks, read from a template's ``style.toml``.

A template is a folder: ``style.toml`` says how things look, and ``docx/`` and
``epub/`` hold the parts those formats start from. A template gives only what it
changes; the rest is the default's.
"""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from docconvert.errors import StyleError, did_you_mean
from docconvert.files import is_file, is_folder
from docconvert.output import font_face
from docconvert.resources import resource
from docconvert.style.sections import (
    AboutStyle,
    Align,
    Appendix,
    Body,
    Chapter,
    Closing,
    Display,
    EmphasisLook,
    FontFiles,
    FontRole,
    Fonts,
    Header,
    HeaderTemplate,
    Imprint,
    Letterhead,
    NumberTemplate,
    Page,
    PageNumber,
    Points,
    RubyLook,
    RunInSection,
    TitlePage,
)
from docconvert.style.values import absolute, build, fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docconvert.output import Output

__all__ = [
    "Align",
    "Display",
    "FontRole",
    "HeaderTemplate",
    "NumberTemplate",
    "Points",
    "Style",
    "fill",
    "load_style",
    "style_names",
]

_Section = TypeVar("_Section")


class Style:
    """How a document looks; :func:`load_style` makes one. It does not change.

    Its sections are read when first looked at: a format that shows no look does not wait for them.

    >>> style = load_style()
    >>> style.body.size, style.heading(1).font, style.fonts.hans.serif
    (12.0, 'sans', 'SimSun')
    """

    def __init__(self, folder: Path, settings: tuple[str, ...] = ()) -> None:
        self.folder = folder
        """The template's folder."""
        self._settings = settings

    def __reduce__(self) -> tuple[object, ...]:
        """Return what another process makes the same style of, perhaps one on another computer.

        It reads a bundled template from where docconvert is installed there.

        Raises:
            StyleError: when it is made there: the folder is not to be found.
        """
        place = self.folder.name if self.is_bundled else str(self.folder.absolute())
        return _reopened, (place, self._settings)

    @property
    def is_bundled(self) -> bool:
        """Whether its template comes with docconvert."""
        return self.folder == resource("templates", self.folder.name)

    def with_settings(self, *settings: str) -> Style:
        """Return this style with ``KEY=VALUE`` strings over it, which must be good."""
        return Style(self.folder, (*self._settings, *settings))

    @cached_property
    def about(self) -> AboutStyle:
        """What it says of itself."""
        return self._section("about", AboutStyle)

    @cached_property
    def page(self) -> Page:
        """The sheet, its margins, and the direction of its lines."""
        return build(Page, absolute(self._table["page"]), "page", self._origin_of)

    @cached_property
    def body(self) -> Body:
        """Running text."""
        return self._section("body", Body)

    @cached_property
    def title(self) -> Display:
        """The document's title."""
        return self._section("title", Display)

    @cached_property
    def letterhead(self) -> Letterhead:
        """The name of the organ above the title of an official document."""
        return self._section("letterhead", Letterhead)

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
    def run_in(self) -> RunInSection:
        """Headings that text follows in their paragraph."""
        return self._section("run-in", RunInSection)

    @cached_property
    def appendix(self) -> Appendix:
        """What is attached to official documents."""
        return self._section("appendix", Appendix)

    @cached_property
    def imprint(self) -> Imprint:
        """What official documents end with."""
        return self._section("imprint", Imprint)

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

    def appendix_title(self, level: int) -> Display:
        """Return the look of the title of an appendix, a heading of that level."""
        match self.appendix.look:
            case "title":
                return self.title
            case "heading":
                return self.heading(level)

    def is_vertical(self, output: Output) -> bool:
        """Say whether lines run from top to bottom: as the output asks, or else as this style does."""
        wanted = self.page.writing if output.writing == "auto" else output.writing
        return wanted == "vertical"

    def part(self, name: str) -> Path:
        """Return the template's file or folder ``name``, or the default template's."""
        own = self.folder / name
        return own if own.exists() else resource("templates", "default") / name

    def settings(self) -> dict[str, Any]:
        """Return all keys with their values, as the tables of a ``style.toml``."""
        return deepcopy(self._table)

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
        return build(kind, self._table[key], key, self._origin_of)

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


def load_style(name: str | Path = "default", settings: Iterable[str] = ()) -> Style:
    """Load a template's style.

    Args:
        name: a bundled template's name, or the path of a folder that holds ``style.toml``.
        settings: ``KEY=VALUE`` strings over it, such as ``body.size=10.5pt``.

    Raises:
        StyleError: no such template, a key nobody knows, or a value that does not fit;
            the message names the file and the key.

    >>> load_style("official").body.font
    'serif'
    >>> load_style(settings=["body.size=10.5pt", "emphasis.look=dots"]).body.size
    10.5
    """
    if isinstance(settings, str):
        raise StyleError("settings are several strings", "give them as a list")
    name, settings = str(name), tuple(settings)
    if name == "default" and not settings:
        return _default_style()
    style = Style(_template_folder(name), settings)
    style.check()
    return style


def _reopened(name: str, settings: tuple[str, ...]) -> Style:
    return Style(_template_folder(name), settings)


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
        raise StyleError(
            f"{path}: cannot be read: {error}", "correct the file; it must be TOML in UTF-8"
        ) from error


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


_LARGEST_PAGE = 14_400
"""Points; ISO 32000-1, annex C.2."""


def _check_room(style: Style) -> None:
    """Refuse a page that leaves no room for a few characters and lines, either way they run."""
    page = style.page
    letterhead = style.letterhead.display
    displays = {
        "title": style.title,
        "letterhead": letterhead,
        **{f"heading-{n}": look for n, look in enumerate(style.headings, 1)},
    }
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
        "imprint.indent": (2 * style.imprint.indent, style.body.size),
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
