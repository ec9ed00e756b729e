"""A face as a document uses it: codes, given to characters as they come, and its embedding.

Each face becomes one composite font (ISO 32000-1, section 9.7): a code is two bytes, the rank of
the character's first use, and the glyph of the cut font. A map leads back to Unicode, so that text can be
searched and copied; each character has a code of its own even where two share a glyph.
"""

from __future__ import annotations

import codecs
import re
import struct
from typing import TYPE_CHECKING, TypeAlias

from docconvert.errors import FontError
from docconvert.writers.fonts.face import EM
from docconvert.writers.pdf.file import Raw, Stream, dictionary
from docconvert.writers.pdf.fonts.tounicode import to_unicode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docconvert.writers.fonts.face import Face, Ink
    from docconvert.writers.pdf.file import PdfFile
    from docconvert.writers.pdf.fonts.missing import BoxFace

AnyFace: TypeAlias = "Face | BoxFace"

_ESCAPED = frozenset(b"\\()\r")
_LEVEL = 1
"""Of compression: higher ones take twice as long, and make outlines 3 % smaller."""
_LAST_CODE = 0xFFFE
"""A font has 65,535 glyphs at most, ``.notdef`` among them."""
_COLUMN_TOP, _COLUMN_ADVANCE = 880, -1000
"""In vertical lines: where a glyph's cell begins above its baseline, and how far it moves on."""


class NoGlyphError(Exception):
    """A font was asked to write what it cannot."""


class _Widths(dict[str, float]):
    """Widths by character, measured when first asked for."""

    def __init__(self, face: AnyFace) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> float:
        width = self[character] = self._face.advance(self._face.glyph(character))
        return width


class _Codes:
    """The glyphs and characters of a font's codes; code 0 is ``.notdef``, which no text uses."""

    def __init__(self, face: AnyFace) -> None:
        self._face = face
        self.glyphs = [0]
        self.characters = [""]
        self.advances = [face.advance(0)]
        self._uneven = set(face.uneven)
        self._pattern: re.Pattern[str] | None = None

    def add(self, glyph: int, character: str) -> int:
        """Give a code to a glyph that stands for a character.

        Codes are skipped that would have to be escaped in a string (ISO 32000-1, section 7.3.4.2).
        """
        code = len(self.glyphs)
        if code & 0xFF in _ESCAPED or code >> 8 in _ESCAPED:
            code = self._next_code(code)
        if code > _LAST_CODE:
            raise FontError("more different characters in one font than it has codes", "divide the text")
        advance = self._face.advance(glyph)
        self.glyphs.append(glyph)
        self.characters.append(character)
        self.advances.append(advance)
        if advance != EM and character not in self._uneven:
            self._uneven.add(character)
            self._pattern = None
        return code

    def uneven_pattern(self) -> re.Pattern[str]:
        """Return a pattern for the characters that do not move on by an em."""
        if not self._pattern:
            characters = re.escape("".join(sorted(self._uneven)))
            self._pattern = re.compile(f"[{characters}]" if characters else "(?!)")
        return self._pattern

    def _next_code(self, code: int) -> int:
        """Give away codes, from ``code`` on, that would have to be escaped; return the next that has not."""
        while code & 0xFF in _ESCAPED or code >> 8 in _ESCAPED:
            self.glyphs.append(0)
            self.characters.append("")
            self.advances.append(self.advances[0])
            code += 1
        return code


class _Horizontal(dict[int, bytes]):
    """Codes by code point: a table for :func:`codecs.charmap_encode`, the fastest way to write them."""

    def __init__(self, face: AnyFace, codes: _Codes) -> None:
        super().__init__()
        self._face = face
        self._codes = codes

    def __missing__(self, code_point: int) -> bytes:
        character = chr(code_point)
        glyph = self._face.glyph(character)
        if not glyph:
            raise NoGlyphError(f"{self._face.name} has no U+{code_point:04X}: ask the chain for the font")
        code = self[code_point] = self._codes.add(glyph, character).to_bytes(2)
        return code


class _Forms(dict[int, bytes]):
    """Codes by code point of other forms, where a character has one, else the usual ones."""

    def __init__(self, face: AnyFace, codes: _Codes, usual: _Horizontal, form: Callable[[int], int]) -> None:
        super().__init__()
        self._face = face
        self._codes = codes
        self._usual = usual
        self._form = form

    def __missing__(self, code_point: int) -> bytes:
        character = chr(code_point)
        glyph = self._face.glyph(character)
        form = self._form(glyph)
        own = form != glyph
        code = self._codes.add(form, character).to_bytes(2) if own else self._usual[code_point]
        self[code_point] = code
        return code


class Font:
    """A face as the document uses it.

    Args:
        face: the face.
        name: what content streams call the font, such as ``F1``.
    """

    def __init__(self, face: AnyFace, name: str) -> None:
        self.face = face
        self.name = name
        self.vertical_name = f"{name}V"
        self.widths: dict[str, float] = _Widths(face)
        """Widths by character, in thousandths of an em; to be asked by ``[]``."""
        self._codes = _Codes(face)
        self._horizontal = _Horizontal(face, self._codes)
        self._vertical = _Forms(face, self._codes, self._horizontal, face.vertical)
        self._narrow = _Forms(face, self._codes, self._horizontal, face.narrow)

    def encode(self, text: str) -> bytes:
        """Return the codes of ``text``, two bytes each.

        Raises:
            NoGlyphError: the face has no glyph for a character; a chain tells which font has.
            FontError: too many different characters.
        """
        return codecs.charmap_encode(text, "strict", self._horizontal)[0]

    def encode_vertical(self, text: str) -> bytes:
        """Return the codes of ``text`` in the forms for vertical lines; raises as :meth:`encode`."""
        return codecs.charmap_encode(text, "strict", self._vertical)[0]

    def encode_narrow(self, text: str) -> bytes:
        """Return the codes of marks in the forms for Latin words; raises as :meth:`encode`."""
        return codecs.charmap_encode(text, "strict", self._narrow)[0]

    def width(self, text: str) -> float:
        """Return the width of ``text`` in thousandths of an em."""
        return sum(map(self.widths.__getitem__, text))

    def advances(self, codes: bytes) -> Iterator[float]:
        """Return how far the characters of these codes move on in horizontal lines, in em/1000."""
        return map(self._codes.advances.__getitem__, struct.unpack(f">{len(codes) // 2}H", codes))

    def uneven(self, text: str, start: int, end: int, first: int) -> dict[int, float]:
        """Return the characters of a stretch that move on by more or less than an em, and how much more.

        Their places count from ``first``. All characters must have been encoded before.
        """
        found, codes = {}, self._codes
        for character in codes.uneven_pattern().finditer(text, start, end):
            found[character.start() - first] = self.widths[character[0]] - EM
        return found

    def ink(self, character: str, *, vertical: bool = False) -> Ink:
        """Return where the ink of a character is, or that of its form in vertical lines."""
        return self.face.ink(character, vertical=vertical)

    def embed(self, file: PdfFile) -> bytes:
        """Add the font with the glyphs in use, and return its entries of a resource dictionary.

        They are ``/F1 1 0 R``, then ``/F1V 2 0 R`` if lines were vertical; nothing for a font without use.
        """
        if len(self._codes.glyphs) == 1:
            return b""
        name = f"/{_subset_tag(self.name)}+{self.face.name}"
        descendant = file.add(self._descendant(file, name))
        unicode = file.add(Stream(to_unicode(self._codes.characters[1:])))

        def entry(resource: str, encoding: str) -> bytes:
            composite = dictionary(
                {
                    "Type": "/Font",
                    "Subtype": "/Type0",
                    "BaseFont": name if self.face.is_truetype else name + encoding.replace("/", "-"),
                    "Encoding": encoding,
                    "DescendantFonts": b"[%s]" % descendant,
                    "ToUnicode": unicode,
                }
            )
            return b"/%s %s" % (resource.encode(), file.add(composite))

        across = entry(self.name, "/Identity-H") if self._horizontal or self._narrow else b""
        down = entry(self.vertical_name, "/Identity-V") if self._vertical else b""
        return across + down

    def _descendant(self, file: PdfFile, name: str) -> Raw:
        """Return the dictionary of the CIDFont (section 9.7.4)."""
        is_truetype = self.face.is_truetype
        widths = self._codes.advances
        columns = set(map(int.from_bytes, self._vertical.values()))
        return dictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2" if is_truetype else "/CIDFontType0",
                "BaseFont": name,
                "CIDSystemInfo": "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
                "FontDescriptor": file.add(self._descriptor(file, name)),
                "DW": 1000,
                "W": _width_array(widths),
                "DW2": f"[{_COLUMN_TOP} {_COLUMN_ADVANCE}]" if columns else None,
                "W2": _column_array(widths, columns),
                "CIDToGIDMap": "/Identity" if is_truetype else None,
            }
        )

    def _descriptor(self, file: PdfFile, name: str) -> Raw:
        face = self.face
        data = face.cut(self._codes.glyphs)
        if face.is_truetype:
            key, entries = "FontFile2", b"/Length1 %d" % len(data)
        else:
            key, entries = "FontFile3", b"/Subtype/CIDFontType0C"
        return dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": name,
                "Flags": 4,  # symbolic: its characters are not those of the Latin set (table 123)
                "FontBBox": "[{} {} {} {}]".format(*face.bounds),
                "ItalicAngle": 0,
                "Ascent": round(face.ascent),
                "Descent": round(face.descent),
                "CapHeight": round(face.cap_height),
                "StemV": _stem(face.weight),
                key: file.add(Stream(data, entries, level=_LEVEL)),
            }
        )


def _subset_tag(name: str) -> str:
    """Six capitals that tell this subset from others of the font (section 9.6.4)."""
    number = int(name[1:])
    return "".join(chr(ord("A") + number // 26**place % 26) for place in reversed(range(6)))


def _stem(weight: int) -> int:
    """Estimate how thick vertical strokes are, which viewers need for substitutes only."""
    return 10 + 220 * max(0, weight - 50) // 900


def _width_array(widths: Sequence[float]) -> str:
    """Write the widths that are not a full em: ``[first [w w …] first [w …]]`` (section 9.7.4.3)."""
    runs: list[tuple[int, list[str]]] = []
    for code, width in enumerate(widths):
        if width == EM:
            continue
        if not runs or code != runs[-1][0] + len(runs[-1][1]):
            runs.append((code, []))
        runs[-1][1].append(f"{width:.6g}")
    return "[" + " ".join(f"{first}[{' '.join(run)}]" for first, run in runs) + "]"


def _column_array(widths: Sequence[float], columns: set[int]) -> str | None:
    """Set the glyphs of ``columns`` that are not a full em wide in the middle of the column."""
    rows = [
        f"{code}[{_COLUMN_ADVANCE} {width / 2:.6g} {_COLUMN_TOP}]"
        for code, width in enumerate(widths)
        if width != EM and code in columns
    ]
    return f"[{' '.join(rows)}]" if rows else None
