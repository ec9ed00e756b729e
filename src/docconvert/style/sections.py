"""What a style says: its sections and the kinds of values in them."""

from __future__ import annotations

from typing import Literal, NamedTuple, NewType, TypeAlias

from docconvert.language import script_of

Points = NewType("Points", float)
"""A length in PDF points, 1/72 inch."""

Share = NewType("Share", float)
"""A part of a size, from a tenth to the whole."""

Ratio = NewType("Ratio", float)
"""A multiple of a size; never 0."""

Margin: TypeAlias = Points
"""A margin in points; a style may give it as a share of the sheet's height or width."""

HeaderTemplate = NewType("HeaderTemplate", str)
"""Text with ``{title}``, ``{chapter}`` and ``{author}`` in it; :func:`fill` puts the words there."""

NumberTemplate = NewType("NumberTemplate", str)
"""Text with ``{page}`` and ``{pages}`` in it."""

Color = NewType("Color", str)
"""A colour of sRGB, ``#`` and six hexadecimal digits."""

Line = NewType("Line", str)
"""Text of one line."""

FontFile = NewType("FontFile", str)
"""Path of a font file as the style gives it, or empty."""

FontRole: TypeAlias = Literal["serif", "sans", "kai", "title"]
Align: TypeAlias = Literal["start", "center", "end"]
Direction: TypeAlias = Literal["horizontal", "vertical"]
Look: TypeAlias = Literal["kai", "bold", "dots", "none"]
LineBreak: TypeAlias = Literal["greedy", "optimal"]
Showing: TypeAlias = Literal["auto", "always", "never"]
ChapterStart: TypeAlias = Literal["auto", "page", "odd-page", "continue"]
NumberPlace: TypeAlias = Literal["center", "outside"]
AppendixStart: TypeAlias = Literal["page", "continue"]
AppendixLook: TypeAlias = Literal["title", "heading"]
RunInLook: TypeAlias = Literal["text", "heading"]
ImprintPlace: TypeAlias = Literal["text", "foot"]


class Sheet(NamedTuple):
    """The size of the paper."""

    width: Points
    height: Points


class AboutStyle(NamedTuple):
    """What a style says of itself."""

    description: Line


class Page(NamedTuple):
    """The sheet, its margins, and the direction of its lines where an output does not ask for one."""

    size: Sheet
    writing: Direction
    margin_top: Margin
    margin_bottom: Margin
    margin_left: Margin
    margin_right: Margin

    @property
    def width(self) -> Points:
        """Width of the sheet."""
        return self.size.width

    @property
    def height(self) -> Points:
        """Height of the sheet."""
        return self.size.height


class Body(NamedTuple):
    """Running text.

    ``linebreak`` breaks a paragraph line by line, or at the best places for it as a whole.
    ``hanging`` lets pause marks stand in the margin (CLREQ, hanging punctuation marks at line end).
    """

    font: FontRole
    size: Points
    line_height: Ratio
    indent: float
    space_after: float
    linebreak: LineBreak
    hanging: bool


class Display(NamedTuple):
    """A title or heading. Spaces are in lines of body text, the first line's indent in em."""

    font: FontRole
    size: Points
    line_height: Ratio
    align: Align
    indent: float
    space_before: float
    space_after: float


class Letterhead(NamedTuple):
    """The name of the organ above the title of an official document (GB/T 9704-2012, 7.2.4).

    Spaces are in lines of body text. The ``rule`` stands below all that is above the title, in the same
    colour, ``rule_space`` lines from the title; there is none where its width is 0.
    """

    font: FontRole
    size: Points
    line_height: Ratio
    align: Align
    space_before: float
    space_after: float
    color: Color
    rule: Points
    rule_space: float

    @property
    def display(self) -> Display:
        """What it has in common with titles."""
        return Display(
            self.font, self.size, self.line_height, self.align, 0, self.space_before, self.space_after
        )

    @property
    def is_colored(self) -> bool:
        """Whether it is not black, as all text is."""
        return self.color != "#000000"


class TitlePage(NamedTuple):
    """A page with the title alone; ``auto``: in a book with a contents page."""

    show: Showing


class Chapter(NamedTuple):
    """Where chapters begin; ``auto``: those of a book on a new page."""

    start: ChapterStart


class EmphasisLook(NamedTuple):
    """How an emphasized phrase stands out: in kai, bold, with dots (CLREQ 3.3.3), or not at all."""

    look: Look


class RubyLook(NamedTuple):
    """Readings; the size is a share of the size below them (CLREQ 3.3.1)."""

    size: Share


class Header(NamedTuple):
    """The line at the head of a page; ``auto``: in long documents."""

    show: Showing
    size: Points
    left: HeaderTemplate
    right: HeaderTemplate


class PageNumber(NamedTuple):
    """The number at the foot of a page.

    ``outside`` is right on odd pages and left on even ones, ``indent`` em from the text's edge.
    """

    show: bool
    size: Points
    font: FontRole
    format: NumberTemplate
    place: NumberPlace
    indent: float


class Closing(NamedTuple):
    """Signatures and dates at the end: em from the right edge, lines below the text.

    ``center`` sets a signature centred over its date (GB/T 9704-2012, 7.3.5).
    """

    right_indent: float
    center: bool
    space_before: float


class RunInSection(NamedTuple):
    """The sentence behind 一、 or （一） at the head of a paragraph: like the text, or a heading's font."""

    look: RunInLook


class Appendix(NamedTuple):
    """What is attached to an official document: where it begins, and what its title looks like.

    The title is like that of the document, or like a heading (GB/T 9704-2012, 7.3.7).
    """

    start: AppendixStart
    look: AppendixLook

    @property
    def below_label(self) -> float:
        """The lines between 附件1 and the title, which stands in the third line of a page."""
        return 1.0 if self.look == "title" else 0.0


class Imprint(NamedTuple):
    """What an official document ends with: who gets copies, who issued it and when (GB/T 9704-2012, 7.4).

    ``size`` is a share of the text's, ``indent`` in em at both sides. At the ``foot`` it ends the last page.
    """

    size: Share
    indent: float
    place: ImprintPlace


class FontFiles(NamedTuple):
    """Font files as the style gives them; :attr:`Style.font_files` finds them."""

    serif: FontFile
    serif_bold: FontFile
    sans: FontFile
    kai: FontFile
    title: FontFile
    fallback: FontFile


class FontNames(NamedTuple):
    """Names of fonts for one script, for formats that do not carry fonts."""

    serif: str
    sans: str
    kai: str
    title: str
    latin: str

    def named(self, role: FontRole) -> str:
        """Return the name of the font that plays ``role``."""
        match role:
            case "serif":
                return self.serif
            case "sans":
                return self.sans
            case "kai":
                return self.kai
            case "title":
                return self.title


class Fonts(NamedTuple):
    """Font names by script."""

    hans: FontNames
    hant: FontNames

    def script(self, language: str) -> FontNames:
        """Return the names for a document in ``language``."""
        return self.hant if script_of(language) == "hant" else self.hans
