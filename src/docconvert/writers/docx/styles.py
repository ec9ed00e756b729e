"""Fill the template's named styles with what ``style.toml`` says.

The template's ``word/styles.xml`` says which styles there are and what they do: which is a
heading of which level, what stays with the next paragraph, what has a line below it. Fonts,
sizes, line heights, alignment, indents and spaces come from ``style.toml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt

from docconvert.errors import StyleError
from docconvert.writers.docx.body import ROLES
from docconvert.writers.docx.language import word_language

if TYPE_CHECKING:
    from docx.styles.styles import Styles

    from docconvert.style import Align, Display, FontRole, Style

_HEADINGS = tuple(f"Heading {level}" for level in range(1, 7))
NAMES = ("Normal", "Title", *_HEADINGS, *ROLES.values(), "Verse", "Separator", "Emphasis", "Header", "Footer")
"""The styles that a template must have."""

_ALIGN: dict[Align, WD_ALIGN_PARAGRAPH] = {
    "start": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "end": WD_ALIGN_PARAGRAPH.RIGHT,
}
_SEPARATOR = 0.25
"""Width of a separator, times that of the text."""


def fill_styles(styles: Styles, style: Style, language: str) -> dict[str, str]:
    """Give the named styles their looks, and return what the template calls each.

    Args:
        styles: the template's.
        style: how a document looks.
        language: the document's, as a BCP 47 tag.

    Raises:
        StyleError: the template lacks one of them.
    """
    filler = _Filler(styles, style, language)
    filler.defaults()
    filler.body()
    filler.display("Title", style.title)
    for level, name in enumerate(_HEADINGS, 1):
        filler.display(name, style.heading(level))
    filler.emphasis()
    filler.separator()
    filler.footer()
    return {name: filler.named(name).style_id for name in NAMES}


class _Filler:
    def __init__(self, styles: Styles, style: Style, language: str) -> None:
        self._styles = styles
        self._style = style
        self._language = language
        self._names = style.fonts.script(language)
        self._line = style.body.size * style.body.line_height

    def named(self, name: str) -> Any:
        kind = WD_STYLE_TYPE.CHARACTER if name == "Emphasis" else WD_STYLE_TYPE.PARAGRAPH
        if name in self._styles and self._styles[name].type == kind:
            return self._styles[name]
        raise StyleError(
            f"{self._style.part('docx')}: word/styles.xml has no {kind.name.lower()} style {name!r}",
            "copy the docx folder of the default template and change it",
        )

    def defaults(self) -> None:
        """Name fonts and language for what has no style."""
        found: Any = self._styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")
        for properties in found:
            self._set_fonts(properties, self._style.body.font)
            properties.remove_all("w:lang")
            language = OxmlElement("w:lang")
            language.set(qn("w:val"), "en-US")
            language.set(qn("w:eastAsia"), word_language(self._language))
            properties.insert_element_before(language, "w:eastAsianLayout", "w:specVanish", "w:oMath")

    def body(self) -> None:
        look, normal = self._style.body, self.named("Normal")
        self._set_fonts(normal.element.get_or_add_rPr(), look.font)
        normal.font.size = Pt(look.size)
        self._set_spaces(normal, look.size * look.line_height, 0, look.space_after)
        for name in ("Body Text", "Note", "Attachment"):
            self._indent(name, "firstLine", look.indent, look.size)
        for name in ("Signature", "Date"):
            self._indent(name, "right", self._style.closing.right_indent, look.size)
        self._indent("Verse", "left", look.indent, look.size)
        self._set_spaces(self.named("Verse"), self._line, 0, 0.5)

    def display(self, name: str, look: Display) -> None:
        found = self.named(name)
        self._set_fonts(found.element.get_or_add_rPr(), look.font)
        found.font.size = Pt(look.size)
        found.paragraph_format.alignment = _ALIGN[look.align]
        if look.indent:
            self._indent(name, "firstLine", look.indent, look.size)
        self._set_spaces(found, look.size * look.line_height, look.space_before, look.space_after)

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

    def separator(self) -> None:
        """Indent the line that the template draws from both sides, so that it is short."""
        page, found = self._style.page, self.named("Separator")
        width = page.width - page.margin_left - page.margin_right
        found.paragraph_format.left_indent = Pt(width * (1 - _SEPARATOR) / 2)
        found.paragraph_format.right_indent = Pt(width * (1 - _SEPARATOR) / 2)
        self._set_spaces(found, self._line / 2, 0.5, 1)

    def footer(self) -> None:
        size = self._style.page_number.size
        for name in ("Header", "Footer"):
            found = self.named(name)
            found.font.size = Pt(size)
            self._set_spaces(found, size, 0, 0)

    def _indent(self, name: str, side: str, ems: float, size: float) -> None:
        """Indent by characters for Word, and by a length for programs that do not count them."""
        indent = self.named(name).element.get_or_add_pPr().get_or_add_ind()
        indent.set(qn(f"w:{side}Chars"), str(round(ems * 100)))
        indent.set(qn(f"w:{side}"), str(round(ems * size * 20)))

    def _set_spaces(self, found: Any, line: float, before: float, after: float) -> None:
        """Set the height of lines in points and the space around a paragraph in lines of the body.

        A line is at least so high, not a multiple of what the font says: Chinese fonts differ in
        that by a half. And not exactly so high: a reading above would be cut off.
        """
        looks = found.paragraph_format
        looks.line_spacing = Pt(line)
        looks.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        looks.space_before = Pt(before * self._line)
        looks.space_after = Pt(after * self._line)

    def _set_fonts(self, properties: Any, role: FontRole) -> None:
        fonts = properties.get_or_add_rFonts()
        fonts.attrib.clear()  # a theme's font would go before those named here
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{script}"), self._names.latin)
        fonts.set(qn("w:eastAsia"), self._names.named(role))
