"""The cover: a picture of the user's, checked before a book is made of it, or one drawn here."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docconvert.errors import UsageError
from docconvert.notices import glyphs_missing
from docconvert.writers.fonts import INVISIBLE, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.notices import Notify
    from docconvert.output import FontFace

_MOST_BYTES = 10_000_000
_PNG, _JPEG = ("cover.png", "image/png"), ("cover.jpg", "image/jpeg")


class Cover(NamedTuple):
    """A picture, ready to be put into a book."""

    data: bytes
    name: str
    media_type: str


def draw_cover(
    title: str, authors: Sequence[str], fonts: Sequence[FontFace], *, vertical: bool, notify: Notify
) -> Cover:
    """Return a cover with title and authors, for a book that opens from the right if ``vertical``.

    Characters that no font has are left out, and ``notify`` is told.
    """
    from docconvert.writers.epub.jacket import jacket

    missing = _missing("".join([title, *authors]), fonts)
    if missing:
        notify(glyphs_missing(missing, "the cover leaves them out"))
    left_out = dict.fromkeys(map(ord, missing))
    title, *authors = (on_paper.translate(left_out).strip() for on_paper in map(_visible, (title, *authors)))
    return Cover(jacket(title, authors, fonts, vertical=vertical), *_PNG)


def _missing(text: str, fonts: Sequence[FontFace]) -> list[str]:
    faces = [opened(font) for font in fonts]
    characters = dict.fromkeys(_visible(text))
    return [character for character in characters if not any(face.glyph(character) for face in faces)]


def _visible(text: str) -> str:
    return INVISIBLE.sub("", text)


def read_cover(path: str) -> Cover:
    """Return the picture in a file.

    Raises:
        UsageError: it cannot be read, is no picture that EPUB knows, is damaged, or too large.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cover {path}: cannot be read: {error.strerror}", "check the path") from error
    if len(data) > _MOST_BYTES:
        raise UsageError(
            f"cover {path} is larger than 10 MB", "make it smaller; 1600 by 2560 dots are plenty"
        )
    name, media_type = _kind(data, path)
    return Cover(data, name, media_type)


def _kind(data: bytes, path: str) -> tuple[str, str]:
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings():
            # Of pictures that take very much memory: an error, not a line on the terminal.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        with image:
            image.load()  # which finds a file that ends too early
            return _PNG if image.format == "PNG" else _JPEG
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise UsageError(f"cover {path} has too many dots", "1600 by 2560 are plenty") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise UsageError(
            f"cover {path} is no PNG or JPEG picture, or is damaged", "save it anew as PNG or JPEG"
        ) from error
