"""Fonts: which file draws a character, how wide it is, and its embedding.

Each file becomes one composite font with Identity-H encoding (ISO 32000-1, section 9.7): a
character's code is its rank of first use, a map leads from codes to the glyphs of
the subset, and another back to Unicode, so that text can be searched and copied.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, NamedTuple

import uharfbuzz as hb

from docconvert.errors import FontError
from docconvert.language import script_of
from docconvert.resources import resource
from docconvert.writers.pdf.file import PdfFile, Stream

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from docconvert.style import FontRole

_LAST_CODE = 0xFFFF
EM = 1000.0
"""Widths are in thousandths of an em, as PDF counts them."""


INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
"""Characters that a font without a glyph for them must not show (Unicode Default_Ignorable_Code_Point)."""


class Ink(NamedTuple):
    """The blank on both sides of a glyph's ink, in thousandths of an em."""

    left: float
    right: float


class Face:
    """A font file, memory-mapped; only the tables asked for are read.

    Raises:
        FontError: the file is missing, or no font.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise FontError(f"no font file {path}", "reinstall docconvert")
        face = hb.Face(hb.Blob.from_file_path(str(path)))
        if not face.glyph_count:
            raise FontError(f"{path} is not a font", "name a TrueType font file")
        self.hb_face = face
        self._font = hb.Font(face)
        self._scale: float = EM / face.upem
        extents = self._font.get_font_extents("ltr")
        self.ascent, self.descent = extents.ascender * self._scale, extents.descender * self._scale
        self.name = str(face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or path.stem)

    def glyph(self, character: str) -> int:
        """Return the glyph of a character, 0 if the font has none; a blank for one without a look."""
        if INVISIBLE.match(character):
            character = " "  # layout takes the width of the blank away again
        return int(self._font.get_nominal_glyph(ord(character)) or 0)

    def advance(self, glyph: int) -> float:
        """Return how far a glyph moves on."""
        return float(self._font.get_glyph_h_advance(glyph)) * self._scale

    def ink(self, character: str) -> Ink:
        """Return the blank beside a character's ink."""
        glyph = self.glyph(character)
        extents = self._font.get_glyph_extents(glyph)
        if extents is None:
            return Ink(0, 0)
        left = extents.x_bearing * self._scale
        return Ink(left, self.advance(glyph) - left - extents.width * self._scale)


class _Widths(dict[str, float]):
    """Widths by character, measured when first asked for."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> float:
        width = self[character] = self._face.advance(self._face.glyph(character))
        return width


class _Codes(dict[int, int]):
    """Codes by code point, given out in order of first use; 0 is the box for missing characters."""

    def __missing__(self, code_point: int) -> int:
        code = len(self) + 1
        if code > _LAST_CODE:
            raise FontError(f"more than {_LAST_CODE} different characters in one font", "divide the text")
        self[code_point] = code
        return code


class Font:
    """A face as the document uses it: its resource name, widths, and the codes given out so far."""

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self.widths = _Widths(face)
        self._codes = _Codes()

    def encode(self, text: str) -> bytes:
        """Return the codes of ``text``, two bytes each."""
        return text.translate(self._codes).encode("utf-16-be", "surrogatepass")

    def width(self, text: str) -> float:
        """Return the width of ``text`` in thousandths of an em."""
        return sum(map(self.widths.__getitem__, text))

    def embed(self, file: PdfFile) -> bytes:
        """Add the font, with the glyphs of the codes given out, and return its reference."""
        characters = [chr(code_point) for code_point in self._codes]
        glyphs = [0, *(self.face.glyph(character) for character in characters)]
        data, new_glyph = _subset(self.face, glyphs)
        name = f"/{_subset_tag(self.name)}+{self.face.name}"
        descendant = file.dictionary(
            Type="/Font",
            Subtype="/CIDFontType2",
            BaseFont=name,
            CIDSystemInfo="<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
            FontDescriptor=file.add(self._descriptor(file, name, data)),
            DW=1000,
            W=_width_array([self.face.advance(glyph) for glyph in glyphs]),
            CIDToGIDMap=file.add(Stream(struct.pack(f">{len(glyphs)}H", *(new_glyph[g] for g in glyphs)))),
        )
        return file.add(
            file.dictionary(
                Type="/Font",
                Subtype="/Type0",
                BaseFont=name,
                Encoding="/Identity-H",
                DescendantFonts=b"[%s]" % file.add(descendant),
                ToUnicode=file.add(Stream(_to_unicode(characters))),
            )
        )

    def _descriptor(self, file: PdfFile, name: str, data: bytes) -> object:
        ascent, descent = round(self.face.ascent), round(self.face.descent)
        return file.dictionary(
            Type="/FontDescriptor",
            FontName=name,
            Flags=4,  # symbolic: its characters are not those of the Latin set (table 123)
            FontBBox=f"[0 {descent} 1000 {ascent}]",
            ItalicAngle=0,
            Ascent=ascent,
            Descent=descent,
            CapHeight=ascent,
            StemV=80,
            FontFile2=file.add(Stream(data, b"/Length1 %d" % len(data))),
        )


class FontBook:
    """The fonts of one document: finds a font for each character, and embeds those used."""

    def __init__(self, language: str) -> None:
        import tomllib

        table = tomllib.loads(resource("fonts", "fonts.toml").read_text("utf-8"))
        self._families = table["families"]
        self._roles = table["roles"]["hant" if script_of(language) == "hant" else "hans"]
        self._fonts: dict[str, Font] = {}
        self._chains: dict[tuple[str, bool], Chain] = {}
        self.missing: dict[str, None] = {}
        """Characters no font has, in order of appearance."""

    def chain(self, role: FontRole, *, bold: bool = False) -> Chain:
        """Return the fonts that play a role, in order of preference."""
        if (role, bold) not in self._chains:
            families = [self._families[name] for name in self._roles[role]]
            names = [family["bold"] for family in families if bold and "bold" in family]
            names += [family["regular"] for family in families]
            self._chains[role, bold] = Chain(self, list(dict.fromkeys(names)))
        return self._chains[role, bold]

    def font(self, file_name: str) -> Font:
        """Return the font of a bundled file, opened when first asked for."""
        if file_name not in self._fonts:
            self._fonts[file_name] = Font(Face(resource("fonts", file_name)), f"F{len(self._fonts) + 1}")
        return self._fonts[file_name]

    def embed(self, file: PdfFile) -> bytes:
        """Add all fonts to the file and return the entries of a font resource dictionary."""
        return b"".join(b"/%s %s" % (font.name.encode(), font.embed(file)) for font in self._fonts.values())


class Chain(dict[str, Font]):
    """Fonts by character: the first of several files that has it, else the first of all."""

    def __init__(self, book: FontBook, file_names: list[str]) -> None:
        super().__init__()
        self._book = book
        self._names = file_names

    @property
    def first(self) -> Font:
        """The font preferred for every character."""
        return self._book.font(self._names[0])

    def __missing__(self, character: str) -> Font:
        found = self.first
        if not found.face.glyph(character):
            others = map(self._book.font, self._names[1:])
            found = next((font for font in others if font.face.glyph(character)), found)
            if not found.face.glyph(character):
                self._book.missing[character] = None
        self[character] = found
        return found


# Layout has been done, and codes lead straight to glyphs: a PDF viewer reads none of these.
_UNREAD_TABLES = (
    *(b"BASE", b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"VORG"),
    *(b"cmap", b"gasp", b"name", b"post", b"vhea", b"vmtx"),
)


def _subset(face: Face, glyphs: Iterable[int]) -> tuple[bytes, dict[int, int]]:
    """Return a font file of these glyphs, and where each went."""
    request = hb.SubsetInput()
    request.glyph_set.update(glyphs)
    request.flags = (
        hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING
    )
    request.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _UNREAD_TABLES)
    plan = hb.SubsetPlan(face.hb_face, request)
    moved = plan.old_to_new_glyph_mapping
    return plan.execute().blob.data, {glyph: moved[glyph] for glyph in set(glyphs)}


def _subset_tag(name: str) -> str:
    """Six capitals that tell this subset from others of the font (section 9.6.4)."""
    number = int(name[1:])
    return "".join(chr(ord("A") + number // 26**place % 26) for place in reversed(range(6)))


def _width_array(widths: list[float]) -> str:
    """Write the widths that are not a full em: ``[first [w w …] first [w …]]`` (section 9.7.4.3)."""
    runs: list[tuple[int, list[str]]] = []
    for code, width in enumerate(widths):
        if width == EM:
            continue
        if not runs or code != runs[-1][0] + len(runs[-1][1]):
            runs.append((code, []))
        runs[-1][1].append(f"{width:.6g}")
    return "[" + " ".join(f"{first}[{' '.join(run)}]" for first, run in runs) + "]"


_CMAP_HEAD = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000><FFFF>
endcodespacerange
"""
_CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
_CMAP_BLOCK = 100


def _to_unicode(characters: list[str]) -> bytes:
    """Write the map from codes, counted from 1, to Unicode (section 9.10.3)."""
    rows = [
        f"<{code:04X}><{character.encode('utf-16-be', 'surrogatepass').hex().upper()}>\n"
        for code, character in enumerate(characters, 1)
    ]
    blocks = [rows[at : at + _CMAP_BLOCK] for at in range(0, len(rows), _CMAP_BLOCK)]
    body = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return (_CMAP_HEAD + body + _CMAP_TAIL).encode()
