"""The fonts of one PDF: which of them draws a character, and their embedding."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from docconvert.writers.fonts.roles import RoleFonts, opened
from docconvert.writers.pdf.fonts.font import Font
from docconvert.writers.pdf.fonts.missing import BoxFace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from docconvert.output import FontFace
    from docconvert.style import FontRole
    from docconvert.writers.pdf.file import PdfFile


class FontBook:
    """The fonts of one document: finds a font for each character, and embeds those used.

    Its arguments, and what they raise, are those of :class:`RoleFonts`.
    """

    def __init__(
        self,
        language: str,
        *,
        files: Mapping[str, Path] | None = None,
        extra: Sequence[str | Path] = (),
    ) -> None:
        self._roles = RoleFonts(language, files=files, extra=extra)
        self._fonts: dict[FontFace, Font] = {}
        self._chains: dict[tuple[FontRole, bool], Chain] = {}
        self.boxes = Font(BoxFace(), "M1")
        """Draws the characters that no font has."""
        self.missing: dict[str, int] = {}
        """The characters that no font has, and the line of the source each first stands in."""
        self.line = 0
        """The line of the source that is being looked at; 0 for none."""

    def chain(self, role: FontRole, *, bold: bool = False) -> Chain:
        """Return the fonts that play a role, in order of preference."""
        if (role, bold) not in self._chains:
            self._chains[role, bold] = Chain(self, self._roles.sources(role, bold=bold))
        return self._chains[role, bold]

    def font(self, source: FontFace) -> Font:
        """Return the font of a file, opened when first asked for."""
        if source not in self._fonts:
            self._fonts[source] = Font(opened(source), f"F{len(self._fonts) + 1}")
        return self._fonts[source]

    def embed(self, file: PdfFile) -> bytes:
        """Add all fonts in use to the file and return the entries of a font resource dictionary."""
        return b"".join(font.embed(file) for font in (*self._fonts.values(), self.boxes))


class Chain(dict[str, Font]):
    """Fonts by character: the first of several that has it, else the one that draws boxes."""

    def __init__(self, book: FontBook, sources: Sequence[FontFace]) -> None:
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
