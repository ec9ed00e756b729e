"""Font files: which of them have a character, how wide it is, and fonts cut from them.

    RoleFonts ─→ Face ─→ tables

Roles decide which files come first; a face is a font file, read here without other libraries (only CFF
outlines need HarfBuzz).
"""

from docconvert.writers.fonts.face import EM, INVISIBLE, Face, Ink
from docconvert.writers.fonts.roles import RoleFonts, licence_of, opened

__all__ = ["EM", "INVISIBLE", "Face", "Ink", "RoleFonts", "licence_of", "opened"]
