"""Fonts that a book or page carries: cut to its characters, each with its licence.

On request a book carries all it is set in. In any case it carries that of phrases emphasized in kai: without
it they would look like any other words on readers that have no such font.

What a style sets in a role is drawn by the fonts of that role in order, as in a PDF: the first that has a
character draws it. Characters that none of them has are left to the fonts of the reader.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from docconvert.model import (
    Emphasis,
    Heading,
    Paragraph,
    Ruby,
    Separator,
    Text,
    Verse,
    block_lines,
    plain_text,
)
from docconvert.writers.fonts import RoleFonts, licence_of, opened
from docconvert.writers.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docconvert.model import Block, Document, Inlines
    from docconvert.output import FontFace, Output
    from docconvert.style import FontRole, Style

_FOLDER = "fonts"


class Use(NamedTuple):
    """What a font is used for: a role, in bold or not."""

    role: FontRole
    bold: bool = False
    is_emphasis: bool = False
    """Whether the font alone makes a phrase stand out."""

    @classmethod
    def of_heading(cls, role: FontRole) -> Use:
        """Return what sets a heading, which style sheets make bold: other roles have bold fonts, or none."""
        return cls(role, bold=role == "serif")


EMPHASIS_IN_KAI = Use("kai", is_emphasis=True)
MARKING = Use.of_heading("sans")


class EmbeddedFont(NamedTuple):
    """A font file cut for it, and what the style sheet calls its family."""

    family: str
    bold: bool
    name: str
    media_type: str
    data: bytes


class Embedding(NamedTuple):
    """The fonts of a book or page, the families of each use in order, and licences by their files' names."""

    fonts: tuple[EmbeddedFont, ...] = ()
    families: Mapping[Use, tuple[str, ...]] = {}
    licences: Mapping[str, bytes] = {}


def embed(document: Document, style: Style, output: Output, *, contents: bool) -> Embedding:
    """Cut the fonts that a book or page carries.

    Args:
        document: the document.
        style: what says which roles set what.
        output: whether all of them are wanted, and those of the user.
        contents: whether its contents are shown, too.

    Raises:
        FontError: a font is missing, damaged, of the wrong kind, or protected.
    """
    roles = RoleFonts(document.metadata.language, files=style.font_files, extra=output.font)
    drawn: dict[FontFace, set[str]] = defaultdict(set)
    uses: dict[Use, list[FontFace]] = {}
    for use, characters in _characters(document, style, output, contents=contents).items():
        sources, needed = roles.sources(use.role, bold=use.bold), set()
        for character in characters:
            if found := next((font for font in sources if opened(font).glyph(character)), None):
                drawn[found].add(character)
                needed.add(found)
        uses[use] = [source for source in sources if source in needed]
    fonts = {source: _embedded(source, drawn[source], number) for number, source in enumerate(drawn, 1)}
    families = {use: tuple(fonts[source].family for source in sources) for use, sources in uses.items()}
    licences = {path.name: path for path in map(licence_of, drawn) if path}
    return Embedding(
        tuple(fonts.values()),
        families,
        {f"{_FOLDER}/{name}": path.read_bytes() for name, path in sorted(licences.items())},
    )


def _embedded(source: FontFace, characters: set[str], number: int) -> EmbeddedFont:
    from docconvert.writers.fonts.subset import subset_font

    face = opened(source)
    kind = "ttf" if face.is_truetype else "otf"
    name = f"{_FOLDER}/{number}.{kind}"
    return EmbeddedFont(
        f"docconvert {number}", face.is_bold, name, f"font/{kind}", subset_font(source, sorted(characters))
    )


def _characters(document: Document, style: Style, output: Output, *, contents: bool) -> dict[Use, list[str]]:
    """Return the characters of each use that the book carries fonts for, in order."""
    found: dict[Use, set[str]] = defaultdict(set)
    texts = [_texts(document, style)]
    if contents:
        texts.append(_contents(document, style))
    for use, text in chain(*texts):
        if output.embed_fonts or use.is_emphasis:
            found[use].update(text)
    return {use: sorted(found[use]) for use in sorted(found)}


def _texts(document: Document, style: Style) -> Iterator[tuple[Use, str]]:
    heading = Use.of_heading(style.title.font)
    yield from _line(document.title, heading, _emphasis_use(style, heading, is_heading=True))
    for block in document.blocks:
        use = _use(block, style)
        emphasis = _emphasis_use(style, use, is_heading=isinstance(block, Heading))
        for line in block_lines(block):
            yield from _line(line, use, emphasis)


def _contents(document: Document, style: Style) -> Iterator[tuple[Use, str]]:
    """Yield what stands on the page of contents: their heading, and other headings like running text."""
    yield Use.of_heading(style.headings[0].font), words_for(document.metadata.language).contents
    for block in document.blocks:
        if isinstance(block, Heading):
            yield Use(style.body.font), plain_text(block.children)
    yield Use(style.body.font), plain_text(document.title)


def _use(block: Block, style: Style) -> Use:
    match block:
        case Heading(role="appendix"):
            return Use.of_heading(style.appendix_title(block.level).font)
        case Heading():
            return Use.of_heading(style.headings[min(block.level, len(style.headings)) - 1].font)
        case Paragraph(role="letterhead"):
            return Use.of_heading(style.letterhead.font)
        case Paragraph(role="marking" | "appendix"):
            return MARKING
        case Paragraph() | Verse() | Separator():
            return Use(style.body.font)


def _line(line: Inlines, use: Use, emphasis: Use) -> Iterator[tuple[Use, str]]:
    for inline in line:
        match inline:
            case Text():
                yield use, inline.text
            case Ruby():
                yield use, inline.base + inline.reading
            case Emphasis():
                yield from _line(inline.children, emphasis, emphasis)


def _emphasis_use(style: Style, around: Use, *, is_heading: bool) -> Use:
    """Return what sets an emphasized phrase in a line set like ``around``; headings are bold already."""
    match style.emphasis.look:
        case "kai":
            return EMPHASIS_IN_KAI
        case "bold":
            return around if is_heading else around._replace(bold=True)
        case "dots" | "none":
            return around
