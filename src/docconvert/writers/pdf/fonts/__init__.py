"""The fonts of a PDF: which of them draws a character, and its embedding.

    FontBook ─→ Chain ─→ Font ─→ Face
                           └───→ BoxFace

A book has the fonts of one document; a chain knows which of them draws a character of some role; a font
gives codes to characters and embeds what was used; its face is a font file, or made up of boxes for what
no file has.
"""

from docconvert.writers.pdf.fonts.book import Chain, FontBook
from docconvert.writers.pdf.fonts.font import AnyFace, Font, NoGlyphError

__all__ = ["AnyFace", "Chain", "Font", "FontBook", "NoGlyphError"]
