"""Fill the template's named styles with what ``style.toml`` says.

The template's ``word/styles.xml`` says which styles there are and what they do: which is a
heading of which level, what stays with the next paragraph, what has a line below it. Fonts,
sizes, line heights, alignment, indents and spaces come from ``style.toml``.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt, RGBColor, Twips

from docconvert.errors import StyleError
from docconvert.writers.attachments import FURTHER_INDENT
from docconvert.writers.docx.body import APPENDIX_TITLE, FURTHER_ATTACHMENT, ROLES, RUN_IN
from docconvert.writers.docx.contents import CONTENTS
from docconvert.writers.docx.geometry import TWIPS
from docconvert.writers.docx.language import word_language, word_latin_language
from docconvert.writers.docx.margins import EVEN_FOOTER
from docconvert.writers.parts import TITLE_DROP

if TYPE_CHECKING:
    from docx.styles.styles import Styles

    from docconvert.style import Align, Display, FontRole, Points, Style
    from docconvert.writers.docx.geometry import Geometry

_HEADINGS = tuple(f"Heading {level}" for level in range(1, 7))
TEXT_STYLES = (
    "Normal",
    "Title",
    *_HEADINGS,
    *ROLES.values(),
    FURTHER_ATTACHMENT,
    APPENDIX_TITLE,
    "Verse",
    "Separator",
    "Emphasis",
    *RUN_IN,
    *CONTENTS,
)
"""The styles that a text needs."""

NAMES = (*TEXT_STYLES, "Header", "Footer", EVEN_FOOTER)
"""The styles that a document needs."""

_OF_CHARACTERS = frozenset({"Emphasis", *RUN_IN})

_ALIGN: dict[Align, WD_ALIGN_PARAGRAPH] = {
    "start": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "end": WD_ALIGN_PARAGRAPH.RIGHT,
}
_SEPARATOR = 0.25
"""Width of a separator, times that of the text."""
_NEARLY = 0.01
"""Of a line; heights that differ by less are the same."""
_MOST_SPACE = 31_680
"""Twips; Word takes no more around a paragraph."""
_HEAVY = frozenset(["SimHei", "黑体", "Heiti SC", "STHeiti"])
"""Fonts of one weight, which is that of headings: a bold one is only smeared."""


class Occasion(NamedTuple):
    """What of the document, besides its style, decides on the looks of styles."""

    language: str
    """Its language tag."""
    has_readings: bool
    has_title_page: bool
    letterhead: Points
    """The size of a letterhead that takes one line."""
    page_level: int
    """The level down to which headings begin a page, by their style; 0 if none does."""


def fill_styles(styles: Styles, style: Style, page: Geometry, occasion: Occasion) -> None:
    """Give the named styles their looks.

    Args:
        styles: the template's.
        style: how a document looks.
        page: the lengths of its pages.
        occasion: what else decides.

    Raises:
        StyleError: the template lacks one of them.
    """
    filler = _Filler(styles, style, page, occasion)
    filler.defaults()
    filler.body()
    filler.title()
    filler.head()
    filler.headings()
    filler.appendix()
    filler.emphasis()
    filler.run_in()
    filler.separator()
    filler.contents()
    filler.margins()


def find_style(styles: Styles, name: str) -> Any:
    """Return the style of that name and of the type it must have, or None.

    Word does not tell capital letters in the names of its own styles: LibreOffice writes Heading 1.
    """
    kind = WD_STYLE_TYPE.CHARACTER if name in _OF_CHARACTERS else WD_STYLE_TYPE.PARAGRAPH
    if name in styles and styles[name].type == kind:
        return styles[name]
    wanted = name.casefold()
    return next((style for style in styles if style.type == kind and style.name.casefold() == wanted), None)


class _Filler:
    def __init__(self, styles: Styles, style: Style, page: Geometry, occasion: Occasion) -> None:
        self._styles = styles
        self._style = style
        self._page = page
        self._occasion = occasion
        self._names = style.fonts.script(occasion.language)
        self._line = style.body.size * style.body.line_height

    def named(self, name: str) -> Any:
        if (found := find_style(self._styles, name)) is not None:
            return found
        kind = "character" if name in _OF_CHARACTERS else "paragraph"
        raise StyleError(
            f"{self._style.part('docx')}: word/styles.xml has no {kind} style {name!r}",
            "copy the docx folder of the default template and change it",
        )

    def defaults(self) -> None:
        """Name fonts for what has no style."""
        found: Any = self._styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")
        for properties in found:
            self._set_fonts(properties, self._style.body.font)

    def body(self) -> None:
        look, normal = self._style.body, self.named("Normal")
        properties = normal.element.get_or_add_rPr()
        self._set_fonts(properties, look.font)
        self._set_size(normal, look.size)
        if self._page.squeeze:
            spacing = OxmlElement("w:spacing")
            spacing.set(qn("w:val"), str(self._page.squeeze))
            properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz")
        self._set_spaces(normal, self._line, 0, look.space_after)
        for name in ("Body Text", "Note", "Attachment"):
            self._indent(name, "firstLine", look.indent, look.size)
        self._indent(FURTHER_ATTACHMENT, "firstLine", look.indent + FURTHER_INDENT, look.size)
        for name in ("Signature", "Date"):
            self._indent(name, "right", self._style.closing.right_indent, look.size)
        self._imprint()
        self._indent("Verse", "left", look.indent, look.size)
        self._space("Verse", 0.5, 0.5)
        self._space("Attachment", 1, 0)
        for name in ("Byline", "Number"):
            self._space(name, 0, 1)

    def _imprint(self) -> None:
        look, size = self._style.imprint, self._style.body.size * self._style.imprint.size
        found = self.named("Imprint")
        self._set_size(found, size)
        # Not in characters: a line of 抄送 has another indent, and a count of characters would go before it.
        found.paragraph_format.left_indent = Twips(round(look.indent * size * TWIPS))
        self._indent("Imprint", "right", look.indent, size)
        self._set_height(found, self._line * look.size, exact=False)

    def title(self) -> None:
        look = self._style.title
        self._display("Title", look)
        if self._occasion.has_title_page:
            drop = Twips(round(self._page.depth * TITLE_DROP))
            self.named("Title").paragraph_format.space_before = drop

    def head(self) -> None:
        """Set the letterhead, its lines as far apart at any size, and the markings above it."""
        look, name = self._style.letterhead, "Letterhead"
        self._display(name, look.display._replace(size=self._occasion.letterhead))
        found, height = self.named(name), look.size * look.line_height
        if self._page.on_grid:
            height = ceil(height / self._line - _NEARLY) * self._page.pitch / TWIPS
        self._set_height(found, height, exact=False)
        if look.is_colored:
            found.font.color.rgb = RGBColor.from_string(look.color.removeprefix("#").upper())
        self._set_fonts(self.named("Marking").element.get_or_add_rPr(), "sans")

    def headings(self) -> None:
        for level, name in enumerate(_HEADINGS, 1):
            self._display(name, self._style.heading(level))
            if level <= self._occasion.page_level:
                self.named(name).paragraph_format.page_break_before = True

    def appendix(self) -> None:
        """Set what is attached: its label at the margin, and its title."""
        look, name = self._style.appendix_title(1), ROLES["appendix"]
        self._display(APPENDIX_TITLE, look)
        label = self.named(name)
        self._set_fonts(label.element.get_or_add_rPr(), "sans")
        self._space(name, look.space_before, 0)
        if self._style.appendix.start == "page":
            label.paragraph_format.page_break_before = True

    def emphasis(self) -> None:
        """Set the look of emphasis; it is never italic, which Chinese has not."""
        found = self.named("Emphasis")
        properties = found.element.get_or_add_rPr()
        for tag in ("w:rFonts", "w:b", "w:i", "w:em"):
            properties.remove_all(tag)
        match self._style.emphasis.look:
            case "kai":
                self._set_fonts(properties, "kai")
            case "bold":
                found.font.bold = True
            case "dots":
                dots = OxmlElement("w:em")
                dots.set(qn("w:val"), "dot")
                after = ("w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath")
                properties.insert_element_before(dots, *after)
            case "none":
                pass

    def run_in(self) -> None:
        """Set run-in headings in the fonts of others of their levels."""
        for level, name in enumerate(RUN_IN, 1):
            font, found = self._style.heading(level).font, self.named(name)
            self._set_fonts(found.element.get_or_add_rPr(), font)
            found.font.bold = True if self._is_bold(font) else None

    def separator(self) -> None:
        """Indent the line that the template draws from both sides, so that it is short."""
        found = self.named("Separator")
        beside = Twips(round(self._page.measure * (1 - _SEPARATOR) / 2))
        found.paragraph_format.left_indent = found.paragraph_format.right_indent = beside
        self._set_spaces(found, self._line / 2, 0.5, 1)

    def contents(self) -> None:
        """Set the contents: each level an em further in.

        The lines of an entry begin alike. Where the first hung out, the tab behind a heading as short as 1
        would lead to the indent of the others, not to the page numbers (section 17.15.3, noTabHangInd).
        """
        heading, *entries = CONTENTS
        self._display(heading, self._style.heading(1)._replace(align="center", indent=0))
        size = self._style.body.size
        for level, name in enumerate(entries, 1):
            self._indent(name, "left", level - 1, size)
            self._tab(name, self._page.measure, leader="dot")

    def margins(self) -> None:
        """Set running heads and page numbers."""
        number = self._style.page_number
        outside = number.place == "outside"
        sizes = {"Header": self._style.header.size, "Footer": number.size, EVEN_FOOTER: number.size}
        for name, size in sizes.items():
            found = self.named(name)
            self._set_fonts(found.element.get_or_add_rPr(), "serif" if name == "Header" else number.font)
            self._set_size(found, size)
            looks = found.paragraph_format
            looks.space_before = looks.space_after = Twips(0)
            looks.line_spacing = Pt(size)
            looks.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        self._tab("Header", self._page.across)
        # A vertical book is bound at the right: its odd pages lie at the left.
        sides: tuple[Align, Align] = ("start", "end") if self._page.vertical else ("end", "start")
        aligns: tuple[Align, Align] = sides if outside else ("center", "center")
        for name, align in zip(("Footer", EVEN_FOOTER), aligns, strict=True):
            self.named(name).paragraph_format.alignment = _ALIGN[align]
            if outside:
                self._indent(name, "right" if align == "end" else "left", number.indent, number.size)

    def _display(self, name: str, look: Display) -> None:
        found = self.named(name)
        self._set_fonts(found.element.get_or_add_rPr(), look.font)
        self._set_size(found, look.size)
        found.font.bold = True if self._is_bold(look.font) else None
        found.paragraph_format.alignment = _ALIGN[look.align]
        if look.indent:
            self._indent(name, "firstLine", look.indent, look.size)
        self._set_spaces(found, look.size * look.line_height, look.space_before, look.space_after)
        if self._page.on_grid and look.size > self._style.body.size:
            # Its lines are as high as those of the grid, but held to it they would take two each.
            snap = OxmlElement("w:snapToGrid")
            snap.set(qn("w:val"), "0")
            found.element.get_or_add_pPr().insert_element_before(
                snap, "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
            )

    def _is_bold(self, role: FontRole) -> bool:
        """Say whether a heading is bold: where its font is not heavy, or that of the text itself."""
        names = self._names
        match role:
            case "sans":
                return names.sans not in _HEAVY
            case "title":
                return names.title == names.serif
            case "serif" | "kai":
                return False

    def _tab(self, name: str, place: int, leader: str = "none") -> None:
        """Let a tab lead to the right edge of the text, ``place`` twips from the left one."""
        properties = self.named(name).element.get_or_add_pPr()
        properties.remove_all("w:tabs")
        tab = OxmlElement("w:tab", {qn("w:val"): "right", qn("w:leader"): leader})
        tab.set(qn("w:pos"), str(place))
        properties.get_or_add_tabs().append(tab)

    def _indent(self, name: str, side: str, ems: float, size: float) -> None:
        """Indent by characters for Word, and by a length for programs that do not count them."""
        indent = self.named(name).element.get_or_add_pPr().get_or_add_ind()
        indent.set(qn(f"w:{side}Chars"), str(round(ems * 100)))
        indent.set(qn(f"w:{side}"), str(round(ems * size * TWIPS)))

    def _set_size(self, found: Any, size: float) -> None:
        found.font.size = Pt(round(2 * size) / 2)

    def _space(self, name: str, before: float, after: float) -> None:
        self._set_spaces(self.named(name), self._line, before, after)

    def _set_spaces(self, found: Any, line: float, before: float, after: float) -> None:
        """Set the height of lines in points and the space around a paragraph in lines of the body.

        A line is at least so high, not a multiple of what the font says: Chinese fonts differ in
        that by a half. It is exactly so high only on a grid, and then only without readings, which
        would be cut off.
        """
        looks, pitch = found.paragraph_format, self._page.pitch
        exact = self._page.on_grid and not self._occasion.has_readings
        self._set_height(found, pitch / TWIPS if self._page.on_grid else line, exact=exact)
        looks.space_before = Twips(min(_MOST_SPACE, round(before * pitch)))
        looks.space_after = Twips(min(_MOST_SPACE, round(after * pitch)))

    def _set_height(self, found: Any, line: float, *, exact: bool) -> None:
        looks = found.paragraph_format
        looks.line_spacing = Twips(round(line * TWIPS))
        looks.line_spacing_rule = WD_LINE_SPACING.EXACTLY if exact else WD_LINE_SPACING.AT_LEAST

    def _set_fonts(self, properties: Any, role: FontRole) -> None:
        fonts = properties.get_or_add_rFonts()
        fonts.attrib.clear()  # a theme's font would go before those named here
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{script}"), self._names.latin)
        fonts.set(qn("w:eastAsia"), self._names.named(role))


def set_language(properties: Any, tag: str) -> None:
    """Say in the properties of runs which language they are in."""
    properties.remove_all("w:lang")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), word_latin_language(tag))
    language.set(qn("w:eastAsia"), word_language(tag))
    properties.insert_element_before(language, "w:eastAsianLayout", "w:specVanish", "w:oMath")
