"""Output: what the written file carries besides the text, and how it is laid out.

A format obeys those fields that its ``Format`` names; a notice tells of the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast, get_args

from docconvert.errors import OptionError, did_you_mean
from docconvert.files import is_file

if TYPE_CHECKING:
    from collections.abc import Iterable

Writing: TypeAlias = Literal["auto", "horizontal", "vertical"]
ContentsPage: TypeAlias = Literal["auto", "yes", "no"]
PdfStandard: TypeAlias = Literal["a-2b", "a-2u", "a-2a", "ua-1"]

OUTPUT_CHOICES: dict[str, tuple[str, ...]] = {
    "writing": get_args(Writing),
    "contents": get_args(ContentsPage),
}

COVERS = ("auto", "drawn", "none")
"""What a cover may be besides a file."""

PDF_STANDARDS: tuple[PdfStandard, ...] = get_args(PdfStandard)


@dataclass(frozen=True, slots=True)
class Output:
    """What the file carries. Each field has a command-line flag of its name.

    Raises:
        UsageError: a field has none of its fixed choices, standards exclude each other, a file is
            not there, or a place in a series is no number.

    >>> from docconvert import write, read
    >>> vertical = Output(writing="vertical", pdf_standard=())
    >>> write(read("汐浦今日涨潮。"), "pdf", output=vertical)[:5]
    b'%PDF-'
    """

    identifier: str = ""
    """Identifier of an EPUB, such as ``urn:isbn:…``; empty for one made from its content."""
    publisher: str = ""
    """Publisher of an EPUB or HTML page."""
    series: str = ""
    """Series that an EPUB belongs to."""
    series_index: str = ""
    """Its place in the series, such as ``2`` or ``2.5``."""
    description: str = ""
    """What an EPUB or HTML page is about, in a few words."""
    cover: str = "auto"
    """Picture file, PNG or JPEG, that an EPUB shows first, or ``none``; ``drawn`` with title and author.

    ``auto`` draws one for a book, and none for a shorter text.
    """
    embed_fonts: bool = False
    """Whether an EPUB or HTML page carries its fonts, cut to its characters; a PDF always does."""
    writing: Writing = "auto"
    """The direction of lines; ``vertical`` ones run from top to bottom and follow each other leftward.

    ``auto`` is that of the style; :meth:`docconvert.Style.is_vertical` tells.
    """
    contents: ContentsPage = "auto"
    """Whether a page lists the contents; ``auto``: in a book."""
    toc_pages: bool = False
    """Whether contents in a DOCX show page numbers: those of the PDF, which Word may set otherwise."""
    reference_doc: str = ""
    """A Word file whose styles and page a DOCX takes; empty for those of the style."""
    pdf_standard: tuple[PdfStandard, ...] = ("a-2a", "ua-1")
    """The standards a PDF follows: one level of PDF/A-2 (ISO 19005-2), and PDF/UA-1 (ISO 14289-1).

    Empty for none; the word ``none`` is taken for that.
    """
    font: tuple[str, ...] = ()
    """Font files for formats that carry fonts; ``FILE.ttc#1`` is the second face of a collection.

    One with the common characters sets the body text; any other serves for what the others lack.
    """

    def __post_init__(self) -> None:
        for name, choices in OUTPUT_CHOICES.items():
            if (value := getattr(self, name)) not in choices:
                raise OptionError(name, f"cannot be {value!r}", did_you_mean(str(value), choices))
        object.__setattr__(self, "pdf_standard", _standards(self.pdf_standard))
        object.__setattr__(self, "font", _fonts(self.font))
        if self.series_index and not (self.series and _PLACE.fullmatch(self.series_index)):
            raise OptionError(
                "series_index",
                f"cannot be {self.series_index!r}" if self.series else "there is no series",
                "name a series, and a place in it such as 2 or 2.5",
            )
        object.__setattr__(self, "cover", str(self.cover))
        if self.cover not in COVERS and not is_file(Path(self.cover)):
            raise OptionError(
                "cover", f"{self.cover}: no such file", "name a PNG or JPEG file, drawn or none"
            )
        object.__setattr__(self, "reference_doc", str(self.reference_doc))
        if self.reference_doc and not is_file(Path(self.reference_doc)):
            raise OptionError(
                "reference_doc",
                f"{self.reference_doc}: no such file",
                "check the path; it takes a .docx file",
            )


_PLACE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})*")
"""A ``group-position`` (EPUB 3.3, appendix D.4)."""


class FontFace(NamedTuple):
    """A font file, and which of the faces in it; a file that is no collection has only face 0."""

    path: Path
    face: int = 0


_FACE = re.compile(r"(.+\.(?:ttc|otc))#([0-9]{1,4})", re.IGNORECASE | re.DOTALL)


def font_face(name: str | Path) -> FontFace:
    """Return the file and the face that ``FILE``, or ``FILE.ttc#1`` for a collection, names."""
    found = _FACE.fullmatch(str(name))
    return FontFace(Path(found[1]), int(found[2])) if found else FontFace(Path(name))


def _standards(given: Iterable[str]) -> tuple[PdfStandard, ...]:
    if isinstance(given, str):
        raise OptionError("pdf_standard", "takes several words", "give them as a list")
    names = tuple(dict.fromkeys(given))
    if names == ("none",):
        return ()
    for name in names:
        if name == "none":
            raise OptionError("pdf_standard", "none goes with no other", "name the standards, or none alone")
        if name not in PDF_STANDARDS:
            raise OptionError(
                "pdf_standard", f"cannot be {name!r}", did_you_mean(str(name), (*PDF_STANDARDS, "none"))
            )
    levels = [name for name in names if name.startswith("a-")]
    if len(levels) > 1:
        raise OptionError(
            "pdf_standard",
            f"cannot be both {levels[0]} and {levels[1]}",
            "a file has one level of PDF/A; a-2a holds all that a-2u does, and a-2u all that a-2b does",
        )
    return cast("tuple[PdfStandard, ...]", names)


def _fonts(given: Iterable[str]) -> tuple[str, ...]:
    if isinstance(given, str):
        raise OptionError("font", "takes several files", "give them as a list")
    names = tuple(map(str, given))
    for name in names:
        if not is_file(font_face(name).path):
            raise OptionError(
                "font", f"{name}: no such file", "check the path; it takes a TrueType or OpenType file"
            )
    return names
