"""Turn a style of docconvert's into the named styles, the page and the fonts of OpenDocument."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from docconvert.writers.area import text_area
from docconvert_odt.markup import element, root
from docconvert_odt.names import (
    EMPHASIS,
    EVEN_FOOTER,
    FOOTER,
    READING,
    ROLES,
    SEPARATOR,
    STANDARD,
    TITLE,
    VERSE,
    heading,
    shown,
)

if TYPE_CHECKING:
    from docconvert import Style
    from docconvert.style import Display, FontRole

Attributes: TypeAlias = dict[str, str]

_SEPARATOR = 0.25
"""Width of a separator, times that of the text."""


def styles(style: Style, language: str, page_level: int, *, vertical: bool) -> str:
    """Return ``styles.xml``.

    Args:
        style: how the document looks.
        language: its BCP 47 tag.
        page_level: the level down to which headings begin a page; 0 if none does.
        vertical: whether lines run from top to bottom.
    """
    maker = _Maker(style, language, vertical=vertical)
    named = [maker.defaults(), maker.standard(), *maker.blocks(), maker.title()]
    named += [maker.heading(level, begins_page=level <= page_level) for level in range(1, 7)]
    named += [maker.separator(), maker.emphasis(), maker.reading(), *maker.footers()]
    return root(
        "office:document-styles",
        element("office:font-face-decls", {}, maker.fonts())
        + element("office:styles", {}, "".join(named))
        + element("office:automatic-styles", {}, maker.page())
        + element("office:master-styles", {}, maker.master()),
    )


class _Maker:
    def __init__(self, style: Style, language: str, *, vertical: bool) -> None:
        self._style = style
        self._names = style.fonts.script(language)
        self._language = _language(language)
        self._vertical = vertical
        self._area = text_area(style, vertical=vertical)
        self._line = style.body.size * style.body.line_height

    def fonts(self) -> str:
        """Declare all fonts, each once."""
        declared = dict.fromkeys(self._names)
        return "".join(
            element("style:font-face", {"style:name": name, "svg:font-family": _family(name)})
            for name in declared
        )

    def defaults(self) -> str:
        """Say what holds for all text: the rules of Chinese lines (CLREQ 3.1), and the language.

        The language is that of East Asian characters; programs hold others to be English.
        """
        rules = {
            "style:line-break": "strict",
            "style:punctuation-wrap": "hanging" if self._style.body.hanging else "simple",
            "style:text-autospace": "ideograph-alpha",
            "style:writing-mode": "page",
        }
        text = {"fo:language": "en", "fo:country": "US", **self._language}
        looks = element("style:paragraph-properties", rules) + element("style:text-properties", text)
        return element("style:default-style", {"style:family": "paragraph"}, looks)

    def standard(self) -> str:
        """Style running text, from which the others take what they do not say."""
        body = self._style.body
        lines = {
            "fo:text-align": "justify",
            "style:line-height-at-least": _points(self._line),
            "fo:margin-bottom": _points(body.space_after * self._line),
        }
        return _paragraph(STANDARD, lines, self._font(body.font, body.size))

    def blocks(self) -> list[str]:
        """Style paragraphs and verse (the parts of official documents: GB/T 9704-2012, 7.3)."""
        body = self._style.body
        first = {"fo:text-indent": _points(body.indent * body.size)}
        closing = {
            "fo:text-align": "end",
            "fo:margin-right": _points(self._style.closing.right_indent * body.size),
        }
        below = {"fo:text-align": "center", "fo:margin-bottom": _points(self._line)}
        flush = {"fo:text-align": "start"}
        looks = {
            ROLES["body"]: first,
            ROLES["byline"]: below,
            ROLES["salutation"]: flush,
            ROLES["signature"]: closing,
            ROLES["date"]: closing,
            ROLES["note"]: first,
            ROLES["marking"]: flush,
            ROLES["number"]: below,
            ROLES["attachment"]: first,
            ROLES["appendix"]: flush,
            ROLES["copy"]: flush,
            ROLES["imprint"]: flush,
            VERSE: {
                "fo:text-align": "start",
                "fo:margin-left": _points(body.indent * body.size),
                "fo:margin-top": _points(self._line / 2),
                "fo:margin-bottom": _points(self._line / 2),
            },
        }
        letterhead = self._display(ROLES["letterhead"], self._style.letterhead.display)
        return [*(_paragraph(name, look, {}, parent=STANDARD) for name, look in looks.items()), letterhead]

    def title(self) -> str:
        """Style the title."""
        return self._display(TITLE, self._style.title)

    def heading(self, level: int, *, begins_page: bool) -> str:
        """Style headings of a level."""
        more = {"fo:break-before": "page"} if begins_page else {}
        return self._display(heading(level), self._style.heading(level), more, level)

    def separator(self) -> str:
        """Draw a short line in the middle, beside an empty paragraph that is as high as no text.

        Borders are not turned with the lines, margins are.
        """
        beside = _points(self._area.measure * (1 - _SEPARATOR) / 2)
        line = {
            f"fo:border-{'left' if self._vertical else 'bottom'}": "0.5pt solid #000000",
            "fo:margin-left": beside,
            "fo:margin-right": beside,
            "fo:margin-bottom": _points(self._line),
            "style:line-height-at-least": _points(self._line / 2),
        }
        return _paragraph(SEPARATOR, line, _sizes(1), parent=STANDARD)

    def emphasis(self) -> str:
        """Style emphasis; it is never italic, which Chinese has not (CLREQ 3.3.3)."""
        match self._style.emphasis.look:
            case "kai":
                look = {"style:font-name-asian": self._names.kai}
            case "bold":
                look = {"fo:font-weight": "bold", "style:font-weight-asian": "bold"}
            case "dots":
                # To the right of vertical lines is above them before they are turned.
                look = {"style:text-emphasize": f"dot {'above' if self._vertical else 'below'}"}
            case "none":
                look = {}
        return _text_style(EMPHASIS, look)

    def reading(self) -> str:
        """Style readings."""
        return _text_style(READING, _sizes(self._style.body.size * self._style.ruby.size))

    def footers(self) -> list[str]:
        """Style page numbers; those on the outside stand right on odd pages and left on even ones."""
        number = self._style.page_number
        font = self._font(number.font, number.size)
        lines = {"style:line-height-at-least": _points(number.size)}
        if number.place == "center":
            return [_paragraph(FOOTER, {**lines, "fo:text-align": "center"}, font, parent=STANDARD)]
        indent = _points(number.indent * number.size)
        right = {**lines, "fo:text-align": "end", "fo:margin-right": indent}
        left = {**lines, "fo:text-align": "start", "fo:margin-left": indent}
        # A book in vertical lines is bound at the right: its odd pages lie at the left.
        odd, even = (left, right) if self._vertical else (right, left)
        return [
            _paragraph(FOOTER, odd, font, parent=STANDARD),
            _paragraph(EVEN_FOOTER, even, font, parent=STANDARD),
        ]

    def page(self) -> str:
        """Lay out the page: a whole number of characters and lines (CLREQ 2.4)."""
        page, area = self._style.page, self._area
        size = self._style.page_number.size
        # Room for a page number is taken from the text, not from the margin, so the margin is divided.
        below = max(0.0, (area.bottom - size) / 2) if self._style.page_number.show else area.bottom
        bounds = {
            "fo:page-width": _points(page.width),
            "fo:page-height": _points(page.height),
            "style:print-orientation": "landscape" if page.width > page.height else "portrait",
            "fo:margin-top": _points(page.height - area.top),
            "fo:margin-bottom": _points(below),
            "fo:margin-left": _points(area.left),
            "fo:margin-right": _points(page.width - area.right),
            "style:num-format": "1",
            "style:writing-mode": "tb-rl" if self._vertical else "lr-tb",
        }
        layout = element("style:page-layout-properties", bounds)
        if self._style.page_number.show:
            room = {"fo:min-height": _points(area.bottom - below), "fo:margin-top": _points(below)}
            layout += element("style:footer-style", {}, element("style:header-footer-properties", room))
        return element("style:page-layout", {"style:name": "page"}, layout)

    def master(self) -> str:
        """Say what stands at the foot of each page."""
        number = self._style.page_number
        fields = _fields(number.format)
        kinds = {"style:footer": FOOTER}
        if number.place == "outside":
            kinds["style:footer-left"] = EVEN_FOOTER
        content = "".join(
            element(kind, {}, element("text:p", {"text:style-name": name}, fields))
            for kind, name in kinds.items()
            if number.show
        )
        about = {"style:name": STANDARD, "style:page-layout-name": "page"}
        return element("style:master-page", about, content)

    def _display(self, name: str, look: Display, more: Attributes | None = None, level: int = 0) -> str:
        lines = {
            "fo:text-align": look.align,
            "fo:text-indent": _points(look.indent * look.size),
            "style:line-height-at-least": _points(look.size * look.line_height),
            "fo:margin-top": _points(look.space_before * self._line),
            "fo:margin-bottom": _points(look.space_after * self._line),
            "fo:keep-with-next": "always",
            **(more or {}),
        }
        return _paragraph(name, lines, self._font(look.font, look.size), parent=STANDARD, level=level)

    def _font(self, role: FontRole, size: float) -> Attributes:
        return {
            "style:font-name": self._names.latin,
            "style:font-name-asian": self._names.named(role),
            **_sizes(size),
        }


def _paragraph(name: str, lines: Attributes, text: Attributes, *, parent: str = "", level: int = 0) -> str:
    about = {"style:name": name, "style:display-name": shown(name), "style:family": "paragraph"}
    if parent:
        about["style:parent-style-name"] = parent
    if level:
        about["style:default-outline-level"] = str(level)
    looks = element("style:paragraph-properties", lines)
    return element("style:style", about, looks + (element("style:text-properties", text) if text else ""))


def _text_style(name: str, look: Attributes) -> str:
    about = {"style:name": name, "style:family": "text"}
    return element("style:style", about, element("style:text-properties", look))


def _sizes(size: float) -> Attributes:
    return {"fo:font-size": _points(size), "style:font-size-asian": _points(size)}


def _points(length: float) -> str:
    return f"{round(length, 2):g}pt"


def _family(name: str) -> str:
    """Return a font's name as in CSS: quoted where it is not one word."""
    return name if re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", name) else f"'{name}'"


def _language(tag: str) -> Attributes:
    """Return the attributes for the language of East Asian text."""
    subtags = tag.split("-")
    country = next((part.upper() for part in subtags[1:] if len(part) == 2), "")
    if not country:
        country = "JP" if subtags[0] == "ja" else "TW" if "Hant" in subtags else "CN"
    return {"style:language-asian": subtags[0].lower(), "style:country-asian": country}


def _fields(template: str) -> str:
    """Return the page number as ``{page}`` and ``{pages}`` in a template ask for it."""
    fields = {"{page}": "<text:page-number/>", "{pages}": "<text:page-count/>"}
    pieces = re.split(r"(\{pages?\})", template)
    return "".join(fields.get(piece) or element("text:span", {}, piece) for piece in pieces if piece)
