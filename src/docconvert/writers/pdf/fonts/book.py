"""Which fonts a document has, and which of them draws a character."""

from __future__ import annotations

from contextlib import suppress
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from docconvert.language import script_of
from docconvert.output import FontFace, font_face
from docconvert.resources import resource
from docconvert.writers.pdf.fonts.face import Face
from docconvert.writers.pdf.fonts.font import Font
from docconvert.writers.pdf.fonts.missing import BoxFace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from docconvert.style import FontRole
    from docconvert.writers.pdf.file import PdfFile
    from docconvert.writers.pdf.fonts.font import AnyFace

_COMMON = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里",
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡",
)
"""Characters of every text, in either script."""
_ENOUGH = 0.8
"""The part of them that makes a font fit for whole texts."""


class FontBook:
    """The fonts of one document: finds a font for each character, and embeds those used.

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
        self._fonts: dict[FontFace, Font] = {}
        self._chains: dict[tuple[FontRole, bool], Chain] = {}
        self._files = {role: font_face(path) for role, path in (files or {}).items()}
        self._extra = [font_face(name) for name in extra]
        for source in (*self._files.values(), *self._extra):
            self.font(source)  # so that what is wrong with it shows at once
        self._body = [source for source in self._extra if _sets_text(self.font(source).face)]
        self.boxes = Font(BoxFace(), "M1")
        """Draws the characters that no font has."""
        self.missing: dict[str, int] = {}
        """The characters that no font has, and the line of the source each first stands in."""
        self.line = 0
        """The line of the source that is being looked at; 0 for none."""

    def chain(self, role: FontRole, *, bold: bool = False) -> Chain:
        """Return the fonts that play a role, in order of preference."""
        if (role, bold) not in self._chains:
            sources = [*self._preferred(role, bold=bold), *self._bundled(role, bold=bold), *self._last()]
            self._chains[role, bold] = Chain(self, list(dict.fromkeys(sources)))
        return self._chains[role, bold]

    def _preferred(self, role: FontRole, *, bold: bool) -> list[FontFace]:
        """Return the user's and the style's fonts for a role, and bundled ones where bold is wanted."""
        named = [self._files[role]] if role in self._files else []
        if role != "serif":
            return named
        bold_ones = [source for source in self._body if self.font(source).face.is_bold]
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

    def font(self, source: FontFace) -> Font:
        """Return the font of a file, opened when first asked for."""
        if source not in self._fonts:
            self._fonts[source] = Font(_opened(source, _state(source.path)), f"F{len(self._fonts) + 1}")
        return self._fonts[source]

    def embed(self, file: PdfFile) -> bytes:
        """Add all fonts in use to the file and return the entries of a font resource dictionary."""
        return b"".join(font.embed(file) for font in (*self._fonts.values(), self.boxes))


class Chain(dict[str, Font]):
    """Fonts by character: the first of several that has it, else the one that draws boxes."""

    def __init__(self, book: FontBook, sources: list[FontFace]) -> None:
        super().__init__()
        self._book = book
        self._sources = sources
        self.first = book.font(sources[0])
        """The font preferred for every character."""

    def runs(self, text: str) -> Iterator[tuple[Font, str]]:
        """Yield the stretches of ``text`` that one font draws, with the font."""
        for font, characters in groupby(text, self.__getitem__):
            yield font, "".join(characters)

    def __missing__(self, character: str) -> Font:
        found: Font | None = self.first
        if not self.first.face.glyph(character):
            others = map(self._book.font, self._sources[1:])
            found = next((font for font in others if font.face.glyph(character)), None)
        if not found:
            found = self._book.boxes
            self._book.missing.setdefault(character, self._book.line)
        self[character] = found
        return found


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


def _sets_text(face: AnyFace) -> bool:
    """Say whether a face has enough of the most common Han characters of a script."""
    return any(
        sum(bool(face.glyph(character)) for character in common) >= _ENOUGH * len(common)
        for common in _COMMON
    )
