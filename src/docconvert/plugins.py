"""Formats of other packages: found by their entry points, loaded late, and checked.

A package that is broken costs no other format: whatever is wrong with it becomes an error about its
own format, or an :class:`Ignored` that says why there is none.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from docconvert.errors import DocconvertError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.metadata import Distribution, EntryPoint

    from docconvert.format import Format

GROUP = "docconvert.formats"
"""The group of the entry points."""


class Plugin(NamedTuple):
    """An entry point that names a format."""

    entry: EntryPoint
    package: str


class Ignored(NamedTuple):
    """Something that a package provides and nobody can use."""

    name: str
    """The format's name; the package's, where there is none."""
    reason: str


class Plugins(NamedTuple):
    """What is installed."""

    usable: Mapping[str, Plugin]
    ignored: tuple[Ignored, ...]


def find_plugins(taken: tuple[str, ...]) -> Plugins:
    """Return what other packages provide, none of it loaded yet.

    Args:
        taken: the names of docconvert's own formats.
    """
    return _found_on(tuple(sys.path), taken)


def forget_plugins() -> None:
    """Let packages that were installed since the program began be found, too."""
    _found_on.cache_clear()


@lru_cache(maxsize=1)
def _found_on(path: tuple[str, ...], taken: tuple[str, ...]) -> Plugins:  # noqa: ARG001 - it decides what is found
    usable: dict[str, Plugin] = {}
    ignored: list[Ignored] = []
    for distribution in _distributions():
        package = _name(distribution)
        try:
            entries = list(distribution.entry_points.select(group=GROUP))
        except Exception as error:  # whatever comes of a file with anything in it
            ignored.append(Ignored(package, f"its entry points cannot be read: {_one_line(error)}"))
            continue
        for entry in entries:
            if reason := _fault(entry.name, package, taken, usable):
                ignored.append(Ignored(entry.name, reason))
            elif entry.name not in usable:
                usable[entry.name] = Plugin(entry, package)
    return Plugins(usable, tuple(ignored))


def _distributions() -> Iterator[Distribution]:
    """Yield the installed packages that provide formats.

    The others' entry points are not even parsed: there are many, and ours to complain about is none of them.
    """
    from importlib.metadata import distributions

    for distribution in distributions():
        try:
            text = distribution.read_text("entry_points.txt") or ""
        except UnicodeDecodeError:
            text = ""
        if GROUP in text:
            yield distribution


def _name(distribution: Distribution) -> str:
    try:
        return _normal(str(distribution.metadata["Name"]))
    except Exception:  # as with its entry points: the file may hold anything
        return "unnamed-package"


def _normal(name: str) -> str:
    """Return a package's name as it is compared (Python Packaging User Guide, Name normalization)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _fault(name: str, package: str, taken: tuple[str, ...], usable: Mapping[str, Plugin]) -> str:
    """Say why a format cannot be used; nothing if it can, or if it is the one that is used already."""
    if name in taken:
        return f"{package} provides it too; docconvert's own is used"
    if name in usable and usable[name].package != package:
        return f"{package} provides it too; that of {usable[name].package} is used"
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.+-]*", name):
        return f"{package} gives it a name that --to cannot take: small letters, digits and - . _ + are good"
    return ""


def load_plugin(name: str, plugin: Plugin) -> Format:
    """Return the format that an entry point names, importing its module.

    Raises:
        DocconvertError: that fails, or it is no format that can be used.
    """
    try:
        found = plugin.entry.load()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # also what would end the program: the plug-in's trouble is not the user's
        raise DocconvertError(
            f"the plug-in for format {name!r} ({plugin.entry.value}) cannot be loaded: {_one_line(error)}",
            f"update or remove the package it comes from, {plugin.package}",
        ) from error
    return _checked(name, found, plugin.package)._replace(
        name=name
    )  # the entry point's name is what users say


def _one_line(error: BaseException) -> str:
    said = " ".join(str(error).split())
    return said if said and isinstance(error, Exception) else f"{type(error).__name__} {said}".rstrip()


def _checked(name: str, found: object, package: str) -> Format:
    from docconvert.format import Format

    hint = f"report this to the author of the plug-in, {package}"
    if not isinstance(found, Format):
        kind = type(found).__name__
        raise DocconvertError(f"format {name!r} is provided as {kind}, not as a docconvert.Format", hint)
    if reason := _wrong_field(found):
        raise DocconvertError(f"format {name!r} is provided with {reason}", hint)
    return found


def _wrong_field(found: Format) -> str:
    """Say what is wrong with a format: types are the author's word only, and nothing checks it before."""
    from docconvert.options import option_names
    from docconvert.output import Output

    extension: object = found.extension
    if not (isinstance(extension, str) and re.fullmatch(r"\.[^\s./\\:A-Z]+", extension)):
        return f"the extension {extension!r}; it is a dot and small letters or digits"
    for field in ("write", "wrote"):
        if not callable(getattr(found, field)):
            return f"a {field} that is no function"
    obeys: object = found.obeys
    if not isinstance(obeys, AbstractSet):
        return f"obeys as {type(obeys).__name__}; it is a frozenset"
    if unknown := sorted(map(str, obeys - {*option_names(Output)})):
        return f"obeys {', '.join(unknown)}, which docconvert's Output has not"
    return ""
