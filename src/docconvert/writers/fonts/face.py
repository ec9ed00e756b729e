"""One face of a font file: its glyphs, their measures, and what its maker allows."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from docconvert.chars import IGNORABLE
from docconvert.errors import FontError
from docconvert.output import FontFace
from docconvert.writers.fonts.charmap import CharacterMap
from docconvert.writers.fonts.forms import forms
from docconvert.writers.fonts.glyf import Outlines, subset
from docconvert.writers.fonts.metrics import Metrics
from docconvert.writers.fonts.sfnt import read_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docconvert.writers.fonts.cff import CffProgram
    from docconvert.writers.fonts.sfnt import Table

EM = 1000.0
"""All measures are in thousandths of an em, as PDF counts them."""

INVISIBLE = re.compile(f"[{IGNORABLE}]")
"""Characters that a font without a glyph for them must not show."""

_NEEDED = (b"head", b"hhea", b"maxp", b"hmtx", b"cmap")
_PROTECTED = {
    0x0100: "to be embedded in parts",
    0x0200: "to be embedded but as pictures",
}
_USAGE, _RESTRICTED = 0x000F, 0x0002
_REGULAR, _BOLD = 400, 600
_POSTSCRIPT_NAME = 6
_NOT_IN_NAMES = re.compile(r"[^!-~]|[][(){}<>/%#]")
_DASHES = "—⸺"
"""Their usual forms in most fonts are those of Latin: too short, and too low for Han."""
_OFTEN_UNEVEN = "".join(map(chr, range(0x20, 0x7F))) + "·—…‘’“”"
_LONGEST_NAME = 100
"""PDF/A allows names of 127 bytes, with the subset's tag and the encoding (ISO 19005-2, section 6.1.13)."""


class Ink(NamedTuple):
    """Where the ink of a glyph is: the blank on its left and right, its lowest and highest ordinates."""

    left: float
    right: float
    bottom: float
    top: float


class Face:
    """A face of a font file, which is mapped into memory; tables are read when they are needed.

    Raises:
        FontError: the file is missing, no font, or damaged, or its maker forbids to embed it. Methods
            raise it too, when they come upon damage.
    """

    def __init__(self, path: Path, index: int = 0) -> None:
        self.source = FontFace(path, index)
        self._tables = read_tables(self.source)
        self._check()
        (upem,) = self._tables[b"head"].numbers("H", 18)
        if not upem:
            raise self._tables[b"head"].broken()
        self._scale = EM / upem
        (self._glyph_count,) = self._tables[b"maxp"].numbers("H", 4)
        if not self._glyph_count:
            raise self._tables[b"maxp"].broken()
        self._metrics = Metrics(self._tables)
        self.cmap = CharacterMap(self._tables[b"cmap"], self._glyph_count)
        """Glyphs by code point, to be asked by ``[]``: 0 where the font has none."""
        self._glyphs = _Glyphs(self)
        self._advances = _Advances(self._metrics, self._scale)
        self._found_forms: dict[tuple[str, ...], dict[int, int]] = {}

    def _check(self) -> None:
        tables, path = self._tables, self.source.path
        if b"CFF2" in tables:
            raise FontError(f"{path} is a variable font (CFF2)", "name one of its instances, a .otf file")
        if not tables.get(b"CFF ") and not tables.get(b"glyf"):
            raise FontError(f"{path} has no outlines, only pictures", "name a font with outlines")
        needed = _NEEDED if b"CFF " in tables else (*_NEEDED, b"loca")
        for tag in needed:
            if tag not in tables:
                raise FontError(f"{path} lacks the table {tag.decode()}", "get the font file anew")
        (permissions,) = self._os2("H", 8) or (0,)
        if permissions & _USAGE == _RESTRICTED:
            raise _protected(path, "to be embedded")
        for bit, deed in _PROTECTED.items():
            if permissions & bit:
                raise _protected(path, deed)

    def _os2(self, layout: str, at: int) -> tuple[int, ...]:
        """Return numbers of the table that some fonts lack, and of which versions differ in length."""
        table = self._tables.get(b"OS/2")
        return table.numbers(layout, at) if table and len(table) > at + 1 else ()

    @property
    def is_truetype(self) -> bool:
        """Whether outlines are of the TrueType kind; else they are CFF."""
        return b"CFF " not in self._tables

    @cached_property
    def _outlines(self) -> Outlines:
        """The outlines of a TrueType font."""
        return Outlines(self._tables, self._glyph_count)

    @cached_property
    def _program(self) -> CffProgram:
        """The outlines of a CFF font."""
        from docconvert.writers.fonts.cff import CffProgram

        return CffProgram(self.source)

    @cached_property
    def name(self) -> str:
        """The PostScript name, of characters that a PDF name can have."""
        found = _postscript_name(self._tables[b"name"]) if b"name" in self._tables else ""
        names = (_NOT_IN_NAMES.sub("", name)[:_LONGEST_NAME] for name in (found, self.source.path.stem))
        return next(filter(None, names), "Font")

    @cached_property
    def bounds(self) -> tuple[int, int, int, int]:
        """The left, lowest, right and highest coordinates of all ink."""
        left, bottom, right, top = self._tables[b"head"].numbers("4h", 36)
        scale = self._scale
        return round(left * scale), round(bottom * scale), round(right * scale), round(top * scale)

    @property
    def ascent(self) -> float:
        """How far above the baseline a line reaches."""
        return self._tables[b"hhea"].numbers("h", 4)[0] * self._scale

    @property
    def descent(self) -> float:
        """How far below the baseline a line reaches, as a negative number."""
        return self._tables[b"hhea"].numbers("h", 6)[0] * self._scale

    @property
    def cap_height(self) -> float:
        """The height of capitals; that of a line, if the font does not tell."""
        (height,) = self._os2("h", 88) or (0,)
        return height * self._scale or self.ascent

    @property
    def weight(self) -> int:
        """The weight, 400 for regular and 700 for bold."""
        return (self._os2("H", 4) or (_REGULAR,))[0]

    @property
    def is_bold(self) -> bool:
        """Whether the font is made for emphasis."""
        return self.weight >= _BOLD

    def glyph(self, character: str) -> int:
        """Return the glyph of a character, 0 if the font has none; a blank for one without a look."""
        return self._glyphs[character]

    @cached_property
    def uneven(self) -> frozenset[str]:
        """Those of the commonest characters that are not an em wide."""
        return frozenset(c for c in _OFTEN_UNEVEN if self.advance(self.glyph(c)) != EM)

    def vertical(self, glyph: int) -> int:
        """Return the form of a glyph in vertical lines; the same if it has no other."""
        return self._forms("vert", "vrt2").get(glyph, glyph)

    def narrow(self, glyph: int) -> int:
        """Return the form of a mark among Latin words; the same if it has no other."""
        return self._forms("pwid").get(glyph, glyph)

    def wide(self, glyph: int) -> int:
        """Return the form of a mark that is an em wide; the same if it has no other."""
        return self._forms("fwid").get(glyph, glyph)

    def _forms(self, *features: str) -> dict[int, int]:
        if features not in self._found_forms:
            table = self._tables.get(b"GSUB")
            tags = [feature.encode() for feature in features]
            self._found_forms[features] = forms(table, self._glyph_count, tags) if table else {}
        return self._found_forms[features]

    def advance(self, glyph: int) -> float:
        """Return how far a glyph moves on."""
        return self._advances[glyph]

    def ink(self, character: str, *, vertical: bool = False) -> Ink:
        """Return where the ink of a character is; a blank one has all its width on its right.

        Args:
            character: the character.
            vertical: whether its form in vertical lines is meant.
        """
        glyph = self.glyph(character)
        if vertical:
            glyph = self.vertical(glyph)
        box = self._outlines.box(glyph) if self.is_truetype else self._program.box(glyph)
        left, bottom, right, top = (value * self._scale for value in box or (0, 0, 0, 0))
        return Ink(left, self.advance(glyph) - right, bottom, top)

    def cut(self, glyphs: Sequence[int]) -> bytes:
        """Return a font program of these glyphs in this order; the first is 0, others may be repeated."""
        if self.is_truetype:
            return subset(self._tables, self._outlines, self._metrics, glyphs)
        return self._program.subset(glyphs)


class _Advances(dict[int, float]):
    """Advances by glyph, in thousandths of an em."""

    def __init__(self, metrics: Metrics, scale: float) -> None:
        super().__init__()
        self._metrics = metrics
        self._scale = scale

    def __missing__(self, glyph: int) -> float:
        advance = self[glyph] = self._metrics.advance(glyph) * self._scale
        return advance


class _Glyphs(dict[str, int]):
    """Glyphs by character; a blank for those without a look, and dashes as wide as Chinese ones are."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> int:
        # Layout takes the width of the blank away again.
        looked_up = " " if INVISIBLE.match(character) else character
        glyph = self._face.cmap[ord(looked_up)]
        if character in _DASHES:
            glyph = self._face.wide(glyph)
        self[character] = glyph
        return glyph


def _protected(path: Path, deed: str) -> FontError:
    return FontError(f"{path} is protected: its maker does not allow it {deed}", "name another font")


def _postscript_name(table: Table) -> str:
    """Return the name of a font for PostScript, as Windows or else as Macintosh is told it."""
    count, texts_at = table.numbers("HH", 2)
    found = ""
    for entry in range(6, 6 + 12 * count, 12):
        platform, _, _, kind, length, at = table.numbers("6H", entry)
        if kind == _POSTSCRIPT_NAME:
            text = table.bytes(texts_at + at, length)
            if platform == 3:
                return text.decode("utf-16-be", "replace")
            found = found or text.decode("latin-1")
    return found
