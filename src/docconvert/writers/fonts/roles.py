"""Which font files play a role in a document, in order of preference."""

from __future__ import annotations

from contextlib import suppress
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from docconvert.language import script_of
from docconvert.output import FontFace, font_face
from docconvert.resources import resource
from docconvert.writers.fonts.face import Face

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from docconvert.style import FontRole

_COMMON = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里",
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡",
)
"""Characters of every text, in either script."""
_ENOUGH = 0.8
"""The part of them that makes a font fit for whole texts."""


class RoleFonts:
    """The font files that a document may use, by the roles they play.

    Args:
        language: the language tag of the document; its script decides on the bundled fonts.
        files: fonts that a style names by what they are for: a role, or ``serif-bold``. They go before
            the bundled ones, but for that of ``fallback``, which goes behind them.
        extra: fonts that the user names, as ``FILE`` or ``FILE#INDEX`` for one face of a collection. Those
            that have the most common Han characters set the body text, before all others. The
            rest, and these too where another font is wanted, give what no other font has.

    Raises:
        FontError: a font is missing, damaged, of the wrong kind, or protected.
    """

    def __init__(
        self,
        language: str,
        *,
        files: Mapping[str, Path] | None = None,
        extra: Sequence[str | Path] = (),
    ) -> None:
        table = _bundled_table()
        self._families = table["families"]
        self._roles = table["roles"]["hant" if script_of(language) == "hant" else "hans"]
        self._files = {role: font_face(path) for role, path in (files or {}).items()}
        self._extra = [font_face(name) for name in extra]
        for source in (*self._files.values(), *self._extra):
            opened(source)  # so that what is wrong with it shows at once
        self._body = [source for source in self._extra if _sets_text(opened(source))]

    def sources(self, role: FontRole, *, bold: bool = False) -> tuple[FontFace, ...]:
        """Return the fonts that play a role, in order of preference."""
        sources = [*self._preferred(role, bold=bold), *self._bundled(role, bold=bold), *self._last()]
        return tuple(dict.fromkeys(sources))

    def _preferred(self, role: FontRole, *, bold: bool) -> list[FontFace]:
        """Return the user's and the style's fonts for a role, and bundled ones where bold is wanted."""
        named = [self._files[role]] if role in self._files else []
        if role != "serif":
            return named
        bold_ones = [source for source in self._body if opened(source).is_bold]
        others = [source for source in self._body if source not in bold_ones]
        if not bold:
            return [*(others or bold_ones), *named]
        if "serif-bold" in self._files:
            bold_ones.append(self._files["serif-bold"])
        return [*bold_ones, *self._bundled_bold(role), *others, *named]

    def _bundled_bold(self, role: FontRole) -> list[FontFace]:
        families = [self._families[name] for name in self._roles[role]]
        return [_bundled(family["bold"]) for family in families if "bold" in family]

    def _bundled(self, role: FontRole, *, bold: bool) -> list[FontFace]:
        regular = [_bundled(self._families[name]["regular"]) for name in self._roles[role]]
        return [*self._bundled_bold(role), *regular] if bold else regular

    def _last(self) -> list[FontFace]:
        """Return the fonts that only give what no other has."""
        fallback = [self._files["fallback"]] if "fallback" in self._files else []
        return [*fallback, *self._extra]


def opened(source: FontFace) -> Face:
    """Return a face of a font file. What it remembers is what its file says: documents share it.

    Raises:
        FontError: the file is missing, no font, damaged or protected.
    """
    return _opened(source, _state(source.path))


def licence_of(source: FontFace) -> Path | None:
    """Return the file with the licence of a bundled font; none for other fonts."""
    table = _bundled_table()
    for family in table["families"].values():
        if source in (_bundled(family[weight]) for weight in ("regular", "bold") if weight in family):
            return resource("fonts", family["licence"])
    return None


@cache
def _bundled_table() -> dict[str, Any]:
    """Return what fonts.toml says; nobody changes it."""
    import tomllib

    return tomllib.loads(resource("fonts", "fonts.toml").read_text("utf-8"))


_KEPT_OPEN = 16


@lru_cache(_KEPT_OPEN)
def _opened(source: FontFace, state: tuple[int, int]) -> Face:  # noqa: ARG001 - a changed file is another
    """Return a face, which conversions one after another share; all it remembers is what its file says."""
    return Face(*source)


def _state(path: Path) -> tuple[int, int]:
    """Return what changes when a file is changed."""
    with suppress(OSError):
        found = path.stat()
        return found.st_mtime_ns, found.st_size
    return 0, 0


def _bundled(file_name: str) -> FontFace:
    return FontFace(resource("fonts", file_name))


def _sets_text(face: Face) -> bool:
    """Say whether a face has enough of the most common Han characters of a script."""
    return any(
        sum(bool(face.glyph(character)) for character in common) >= _ENOUGH * len(common)
        for common in _COMMON
    )
