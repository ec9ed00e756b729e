"""Fonts: which file draws a character, how wide it is, and its embedding.

    FontBook ─→ Chain ─→ Font ─→ Face ─→ tables
                           └───→ BoxFace

A book has the fonts of one document; a chain knows which of them draws a character of some role; a font
gives codes to characters and embeds what was used; a face is a font file, read here
without other libraries (only CFF outlines need HarfBuzz), or made up of boxes for what no file has.
"""

from docconvert.writers.pdf.fonts.book import Chain, FontBook
from docconvert.writers.pdf.fonts.face import EM, INVISIBLE, Face, Ink
from docconvert.writers.pdf.fonts.font import AnyFace, Font, NoGlyphError

__all__ = [
    "EM",
    "INVISIBLE",
    "AnyFace",
    "Chain",
    "Face",
    "Font",
    "FontBook",
    "Ink",
    "NoGlyphError",
]
