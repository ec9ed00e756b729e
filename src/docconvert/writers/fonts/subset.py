"""Fonts cut to the characters of a text, to be used by other programs as fonts of their own.

They keep what sets lines: forms for vertical lines, and those of a language. They bear no name, for the
licences of some fonts keep theirs for the whole (SIL Open Font License 1.1, condition 3); copyright and
licence stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import uharfbuzz as hb

from docconvert.errors import FontError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docconvert.output import FontFace

_COPYRIGHT, _LICENCE, _LICENCE_ADDRESS = 0, 13, 14


def subset_font(source: FontFace, characters: Iterable[str]) -> bytes:
    """Return a font file with these characters, those that the font has not left out.

    Raises:
        FontError: the font is damaged.
    """
    request = hb.SubsetInput()
    request.unicode_set.update(map(ord, characters))
    request.name_id_set.clear()
    request.name_id_set.update((_COPYRIGHT, _LICENCE, _LICENCE_ADDRESS))
    request.flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_HINTING
    face = hb.Face(hb.Blob.from_file_path(str(source.path)), source.face)
    try:
        return bytes(hb.subset(face, request).blob.data)
    except RuntimeError:  # HarfBuzz gives up
        raise FontError(f"{source.path} is damaged", "get the font file anew") from None
