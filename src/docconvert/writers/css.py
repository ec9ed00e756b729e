"""What style sheets are filled in with: the style, as CSS has it.

A template's style sheet is CSS with ``$names`` (``$$`` for a dollar sign). Those of all formats are:

    $writing       declarations that set the direction of lines
    $body_font $body_line_height $body_indent $body_space $body_margin $paragraph_margin
    $closing_indent $closing_margin $verse_margin $contents_padding
    $closing_before   a declaration, or nothing
    $title_font $title_weight $title_size $title_line_height $title_align
    $title_before $title_after $title_margin
    $heading_1_font … $heading_3_margin, $letterhead_font … $letterhead_margin, like those of the title
    $letterhead_color   a declaration, or nothing for black
    $head_rule     declarations of the rule below what stands above a title, or nothing
    $marking_font $number_padding
    $appendix_margin
    $appendix_title $appendix_break $appendix_below   declarations, or nothing
    $imprint_size $imprint_margin $imprint_padding $imprint_label
    $imprint_rules $imprint_rule   declarations of those around it, and of one between its lines
    $separator     declarations too
    $emphasis      declarations that make a phrase stand out
    $ruby_size

Margins and paddings have four lengths, turned where lines are vertical. Sizes, indents and spaces are
numbers, to be followed by ``em``. Sizes are relative to the
body's, which is the reader's choice. Font families of the style come first, others that
readers are likely to have follow.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING, NamedTuple, Protocol

from docconvert.errors import StyleError, did_you_mean
from docconvert.writers.embedding import EMPHASIS_IN_KAI, MARKING, Use
from docconvert.writers.head import NUMBER_INDENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from docconvert.language import Script
    from docconvert.style import Display, FontRole, Style
    from docconvert.writers.embedding import EmbeddedFont, Embedding

_FAMILIES: dict[Script, dict[FontRole, str]] = {
    "hans": {
        "serif": "Source Han Serif SC, Noto Serif CJK SC, Noto Serif SC, Songti SC, STSong, SimSun",
        "sans": "Source Han Sans SC, Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, STHeiti",
        "kai": "Kaiti SC, STKaiti, STKai, KaiTi, AR PL UKai CN, LXGW WenKai",
        "title": "STZhongsong, Source Han Serif SC, Noto Serif CJK SC, Noto Serif SC, Songti SC, SimSun",
    },
    "hant": {
        "serif": "Source Han Serif TC, Noto Serif CJK TC, Noto Serif TC, Songti TC, MingLiU, STSong",
        "sans": "Source Han Sans TC, Noto Sans CJK TC, Noto Sans TC, PingFang TC, Heiti TC, STHeiti",
        "kai": "Kaiti TC, BiauKai, STKaiti, STKai, AR PL UKai TW, LXGW WenKai TC",
        "title": "Source Han Serif TC, Noto Serif CJK TC, Noto Serif TC, Songti TC, MingLiU, STSong",
    },
    "ja": {
        "serif": "Hiragino Mincho ProN, Yu Mincho, Source Han Serif, Noto Serif CJK JP, Noto Serif JP",
        "sans": "Hiragino Sans, Yu Gothic, Source Han Sans, Noto Sans CJK JP, Noto Sans JP",
        "kai": "YuKyokasho, UD Digi Kyokasho N-R, HGSeikaishotaiPRO",
        "title": "Hiragino Mincho ProN, Yu Mincho, Source Han Serif, Noto Serif CJK JP, Noto Serif JP",
    },
}

_GENERIC: dict[FontRole, str] = {"serif": "serif", "sans": "sans-serif", "kai": "serif", "title": "serif"}


_THICK, _THIN = "0.15em solid", "1px solid"
"""Rules of two pixels and one, as a rule: on a screen those of paper would be alike."""
_ABOVE_APPENDIX = 2
"""Lines between an appendix that begins a page on paper and what stands above it on a screen."""
_LABEL = 3
"""Em of 抄送：, behind which further lines begin."""


class Families(NamedTuple):
    """Knows the font families of a use."""

    style: Style
    script: Script
    embedding: Embedding

    def of(self, use: Use) -> str:
        """Return them as CSS has them; Chinese ones, so that quotation marks come from no Latin font."""
        names = _FAMILIES[self.script][use.role].split(", ")
        match self.script:
            case "hans":
                names.insert(0, self.style.fonts.hans.named(use.role))
            case "hant":
                names.insert(0, self.style.fonts.hant.named(use.role))
            case "ja":
                pass  # the style names no Japanese fonts
        names = [*self.embedding.families.get(use, ()), *names]
        return ", ".join([*(f'"{name}"' for name in dict.fromkeys(names)), _GENERIC[use.role]])


def filled(path: Path, values: Mapping[str, str]) -> str:
    """Return a template's style sheet with ``values`` in it.

    Raises:
        StyleError: it cannot be read, or asks for a name nobody knows.
    """
    try:
        return Template(path.read_text("utf-8")).substitute(values)
    except KeyError as error:
        name = str(error.args[0])
        raise StyleError(f"{path}: unknown name ${name}", did_you_mean(name, values)) from error
    except (OSError, ValueError) as error:
        raise StyleError(
            f"{path}: cannot be read: {error}", "it must be CSS in UTF-8; a dollar sign is written $$"
        ) from error


def font_rules(
    families: Families,
    address: Callable[[EmbeddedFont], str],
    prefixes: tuple[str, ...] = ("",),
    *,
    vertical: bool,
) -> Iterator[str]:
    """Yield the rules for fonts that come with the text, which the template need not know of.

    Args:
        families: the families, some of them of fonts that are carried.
        address: gives the URL of such a font.
        prefixes: as for :func:`style_values`.
        vertical: whether lines run from top to bottom.
    """
    fonts, style = families.embedding.fonts, families.style
    for font in fonts:
        yield f'\n@font-face {{\n  font-family: "{font.family}";\n'
        yield f"  font-weight: {'bold' if font.bold else 'normal'};\n  src: url({address(font)});\n}}\n"
    if fonts and style.emphasis.look == "bold":
        # Each font is a family of its own; a heading's is bold already, and so may be that of the text.
        bold = families.of(Use(style.body.font, bold=True))
        own = families.embedding.families.get(Use(style.body.font), ())
        is_bold = any(font.bold and font.family in own for font in fonts)
        dots = f"\n  {_dots(prefixes, vertical=vertical)}" if is_bold else ""
        yield f"\np em {{\n  font-family: {bold};{dots}\n}}\n"


def style_values(families: Families, prefixes: tuple[str, ...] = ("",), *, vertical: bool) -> dict[str, str]:
    """Return what the names that all formats know stand for.

    Args:
        families: knows the style, and the fonts to ask for.
        prefixes: what old readers have before the names of properties; each is written with all of them.
        vertical: whether lines run from top to bottom.
    """
    style = families.style
    body, box = style.body, _vertical_box if vertical else _horizontal_box
    line, space = body.line_height, body.space_after * body.line_height
    values = {
        "writing": _prefixed({"writing-mode": "vertical-rl" if vertical else "horizontal-tb"}, prefixes),
        "body_font": families.of(Use(body.font)),
        "body_line_height": number(line),
        "body_indent": number(body.indent),
        "body_space": number(space),
        "body_margin": box(start=1, end=1),
        "paragraph_margin": box(after=space),
        "closing_indent": number(style.closing.right_indent),
        "closing_margin": box(after=space, end=style.closing.right_indent),
        "closing_before": _closing_before(style, vertical=vertical),
        "verse_margin": box(after=line, start=body.indent),
        **_imprint(style, box, vertical=vertical),
        "separator": _separator(line, vertical=vertical),
        "contents_padding": box(start=1),
        "emphasis": _emphasis(families, prefixes, vertical=vertical),
        "ruby_size": number(style.ruby.size),
    }
    values |= _display("title", style.title, families, box)
    values |= _head(families, box, vertical=vertical)
    for level, look in enumerate(style.headings, 1):
        values |= _display(f"heading_{level}", look, families, box)
    return values


def _closing_before(style: Style, *, vertical: bool) -> str:
    space = style.closing.space_before * style.body.line_height
    return f"margin-{'right' if vertical else 'top'}: {number(space)}em;" if space else ""


def _head(families: Families, box: _Box, *, vertical: bool) -> dict[str, str]:
    """Return what the head of an official document looks like."""
    style = families.style
    look, line = style.letterhead, style.body.line_height
    after = "left" if vertical else "bottom"
    rule = (
        f"margin: {box(after=look.rule_space * line)}; padding-{after}: {number(line / 2)}em; "
        f"border-{after}: {_THICK} {look.color};"
    )
    return {
        **_display("letterhead", look.display, families, box),
        "letterhead_color": f"color: {look.color};" if look.is_colored else "",
        "head_rule": rule if look.rule else "",
        "marking_font": families.of(MARKING),
        **_appendix(families, box, vertical=vertical),
        "number_padding": box(start=NUMBER_INDENT, end=NUMBER_INDENT),
    }


def _appendix(families: Families, box: _Box, *, vertical: bool) -> dict[str, str]:
    """Return what the title of an appendix has besides what headings have, and where appendices begin."""
    style, begins = families.style, families.style.appendix.start == "page"
    look, line = _display("title", style.title, families, box), style.body.line_height
    size = style.title.size / style.body.size
    # On a screen there are no pages: then a space parts them.
    above = max(style.appendix_title(1).space_before, _ABOVE_APPENDIX if begins else 0) * line
    after, before = style.title.space_after * line / size, "right" if vertical else "top"
    declarations = (
        f"margin: {box(before=above / size, after=after)}; font-family: {look['title_font']}; "
        f"font-weight: {look['title_weight']}; font-size: {look['title_size']}em; "
        f"line-height: {look['title_line_height']}; text-align: {look['title_align']};"
    )
    return {
        "appendix_margin": box(before=above),
        "appendix_title": declarations if style.appendix.look == "title" else "",
        "appendix_break": "page-break-before: always; break-before: page;" if begins else "",
        "appendix_below": f"margin-{before}: {number(style.appendix.below_label * line / size)}em; "
        "page-break-before: avoid; break-before: avoid;",
    }


def _imprint(style: Style, box: _Box, *, vertical: bool) -> dict[str, str]:
    """Return what a 版记 looks like; its lengths are in its own em."""
    look = style.imprint
    before, after = ("right", "left") if vertical else ("top", "bottom")
    return {
        "imprint_size": number(look.size),
        "imprint_margin": box(before=style.body.line_height / look.size),
        "imprint_padding": box(start=look.indent, end=look.indent),
        "imprint_label": box(start=look.indent + _LABEL, end=look.indent),
        "imprint_rules": f"border-{before}: {_THICK}; border-{after}: {_THICK};",
        "imprint_rule": f"border-{before}: {_THIN};",
    }


def _display(name: str, look: Display, families: Families, box: _Box) -> dict[str, str]:
    body = families.style.body
    size = look.size / body.size
    # The style counts spaces in lines of the body; an em is one of the heading itself.
    line = body.line_height / size
    # Readers made for EPUB 2 know left and right, but not start and end. In vertical lines they are the same.
    align = {"start": "left", "center": "center", "end": "right"}[look.align]
    before, after = look.space_before * line, look.space_after * line
    return {
        f"{name}_font": families.of(Use.of_heading(look.font)),
        f"{name}_weight": "normal" if look.font == "kai" else "bold",  # there is no bold kai
        f"{name}_size": number(size),
        f"{name}_line_height": number(look.line_height),
        f"{name}_align": align,
        f"{name}_before": number(before),
        f"{name}_after": number(after),
        f"{name}_margin": box(before=before, after=after),
    }


class _Box(Protocol):
    """Writes lengths in em around a box, as CSS has them: top, right, bottom, left."""

    def __call__(self, *, before: float = 0, after: float = 0, start: float = 0, end: float = 0) -> str:
        """Return the four: before and after the box, and where its lines start and end."""


def _horizontal_box(*, before: float = 0, after: float = 0, start: float = 0, end: float = 0) -> str:
    return _lengths(before, end, after, start)


def _vertical_box(*, before: float = 0, after: float = 0, start: float = 0, end: float = 0) -> str:
    return _lengths(start, before, end, after)


def _lengths(*values: float) -> str:
    return " ".join("0" if not value else f"{number(value)}em" for value in values)


def _separator(space: float, *, vertical: bool) -> str:
    """Return the declarations of a short rule with a space in em on both sides."""
    if vertical:
        return f"height: 25%; margin: auto {number(space)}em; border-right: 1px solid;"
    return f"width: 25%; margin: {number(space)}em auto; border-top: 1px solid;"


def _prefixed(properties: dict[str, str], prefixes: tuple[str, ...]) -> str:
    """Return declarations for old readers too."""
    return " ".join(f"{prefix}{name}: {value};" for name, value in properties.items() for prefix in prefixes)


def _emphasis(families: Families, prefixes: tuple[str, ...], *, vertical: bool) -> str:
    match families.style.emphasis.look:
        case "kai":
            return f"font-family: {families.of(EMPHASIS_IN_KAI)}; font-weight: normal;"
        case "bold":
            return "font-weight: bold;"
        case "dots":
            return _dots(prefixes, vertical=vertical)
        case "none":
            return ""


def _dots(prefixes: tuple[str, ...], *, vertical: bool) -> str:
    place = "over right" if vertical else "under right"
    return _prefixed({"text-emphasis-style": "filled dot", "text-emphasis-position": place}, prefixes)


def number(value: float) -> str:
    """Return a number as CSS has it, to a thousandth."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
