"""Fill the template's ``epub/book.css`` with what the style says.

A template's style sheet is CSS with ``$names`` (``$$`` for a dollar sign). Those there are:

    $writing       declarations that set the direction of lines
    $body_font $body_line_height $body_indent $body_space $body_margin $paragraph_margin
    $closing_indent $closing_margin $verse_margin $contents_padding
    $title_font $title_weight $title_size $title_line_height $title_align
    $title_before $title_after $title_margin
    $heading_1_font … $heading_3_margin, like those of the title
    $separator $title_page_padding   declarations too
    $emphasis      declarations that make a phrase stand out
    $ruby_size

Margins and paddings have four lengths, turned where lines are vertical. Sizes, indents and spaces are
numbers, to be followed by ``em``. Sizes are relative to the
body's, which is the reader's choice. Font families of the style come first, others that
readers are likely to have follow.
"""

from __future__ import annotations

from functools import lru_cache, partial
from string import Template
from typing import TYPE_CHECKING, Protocol

from docconvert.errors import StyleError, did_you_mean
from docconvert.language import script_of
from docconvert.writers.epub.fonts import EMPHASIS_IN_KAI, Embedding, Use

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from docconvert.language import Script
    from docconvert.style import Display, FontRole, Style

    Families: TypeAlias = Callable[[Use], str]
    """Gives the font families of a use, as CSS has them."""

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


def stylesheet(style: Style, language: str, embedding: Embedding, *, vertical: bool) -> bytes:
    """Return the style sheet of a book.

    Args:
        style: how it looks.
        language: its language tag, which decides on the fonts of the reader to ask for.
        embedding: the fonts it carries, to be asked for first.
        vertical: whether its lines run from top to bottom.

    Raises:
        StyleError: the template's file cannot be read, or asks for a name nobody knows.
    """
    script = script_of(language)
    if embedding.fonts:
        return _stylesheet(style, script, embedding, vertical=vertical)
    return _plain(style, script, vertical=vertical)


def _stylesheet(style: Style, script: Script, embedding: Embedding, *, vertical: bool) -> bytes:
    path = style.part("epub/book.css")
    families = partial(_families, style, script, embedding)
    values = _values(style, families, vertical=vertical)
    try:
        sheet = Template(path.read_text("utf-8")).substitute(values)
    except KeyError as error:
        name = str(error.args[0])
        raise StyleError(f"{path}: unknown name ${name}", did_you_mean(name, values)) from error
    except (OSError, ValueError) as error:
        raise StyleError(
            f"{path}: cannot be read: {error}", "it must be CSS in UTF-8; a dollar sign is written $$"
        ) from error
    return "".join([sheet, *_font_rules(style, families, embedding, vertical=vertical)]).encode()


@lru_cache(16)
def _plain(style: Style, script: Script, *, vertical: bool) -> bytes:
    """Return the style sheet of the many books that carry no fonts."""
    return _stylesheet(style, script, Embedding(), vertical=vertical)


def _font_rules(style: Style, families: Families, embedding: Embedding, *, vertical: bool) -> Iterator[str]:
    """Yield the rules for fonts in the book, which the template need not know of."""
    for font in embedding.fonts:
        yield f'\n@font-face {{\n  font-family: "{font.family}";\n'
        yield f"  font-weight: {'bold' if font.bold else 'normal'};\n  src: url({font.name});\n}}\n"
    if embedding.fonts and style.emphasis.look == "bold":
        # Each font is a family of its own; a heading's is bold already, and so may be that of the text.
        bold = families(Use(style.body.font, bold=True))
        own = embedding.families.get(Use(style.body.font), ())
        is_bold = any(font.bold and font.family in own for font in embedding.fonts)
        dots = f"\n  {_dots(vertical=vertical)}" if is_bold else ""
        yield f"\np em {{\n  font-family: {bold};{dots}\n}}\n"


def _values(style: Style, families: Families, *, vertical: bool) -> dict[str, str]:
    body, box = style.body, _vertical_box if vertical else _horizontal_box
    line, space = body.line_height, body.space_after * body.line_height
    values = {
        "writing": _writing(vertical=vertical),
        "body_font": families(Use(body.font)),
        "body_line_height": _number(line),
        "body_indent": _number(body.indent),
        "body_space": _number(space),
        "body_margin": box(start=1, end=1),
        "paragraph_margin": box(after=space),
        "closing_indent": _number(style.closing.right_indent),
        "closing_margin": box(after=space, end=style.closing.right_indent),
        "verse_margin": box(after=line, start=body.indent),
        "separator": _separator(line, vertical=vertical),
        "title_page_padding": f"padding-{'right' if vertical else 'top'}: 25%;",
        "contents_padding": box(start=1),
        "emphasis": _emphasis(style, families, vertical=vertical),
        "ruby_size": _number(style.ruby.size),
    }
    values |= _display("title", style.title, style, families, box)
    for level, look in enumerate(style.headings, 1):
        values |= _display(f"heading_{level}", look, style, families, box)
    return values


def _display(name: str, look: Display, style: Style, families: Families, box: _Box) -> dict[str, str]:
    size = look.size / style.body.size
    # The style counts spaces in lines of the body; an em is one of the heading itself.
    line = style.body.line_height / size
    # Readers made for EPUB 2 know left and right, but not start and end. In vertical lines they are the same.
    align = {"start": "left", "center": "center", "end": "right"}[look.align]
    before, after = look.space_before * line, look.space_after * line
    return {
        f"{name}_font": families(Use.of_heading(look.font)),
        f"{name}_weight": "normal" if look.font == "kai" else "bold",  # there is no bold kai
        f"{name}_size": _number(size),
        f"{name}_line_height": _number(look.line_height),
        f"{name}_align": align,
        f"{name}_before": _number(before),
        f"{name}_after": _number(after),
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
    return " ".join("0" if not value else f"{_number(value)}em" for value in values)


def _writing(*, vertical: bool) -> str:
    mode = "vertical-rl" if vertical else "horizontal-tb"
    return _prefixed({"writing-mode": mode})


def _separator(space: float, *, vertical: bool) -> str:
    """Return the declarations of a short rule with a space in em on both sides."""
    if vertical:
        return f"height: 25%; margin: auto {_number(space)}em; border-right: 1px solid;"
    return f"width: 25%; margin: {_number(space)}em auto; border-top: 1px solid;"


def _prefixed(properties: dict[str, str]) -> str:
    """Return declarations for old readers too."""
    return " ".join(
        f"{prefix}{name}: {value};"
        for name, value in properties.items()
        for prefix in ("-epub-", "-webkit-", "")
    )


def _families(style: Style, script: Script, embedding: Embedding, use: Use) -> str:
    """Return families for a use, Chinese ones first: quotation marks must not come from a Latin font."""
    names = _FAMILIES[script][use.role].split(", ")
    match script:
        case "hans":
            names.insert(0, style.fonts.hans.named(use.role))
        case "hant":
            names.insert(0, style.fonts.hant.named(use.role))
        case "ja":
            pass  # the style names no Japanese fonts
    names = [*embedding.families.get(use, ()), *names]
    return ", ".join([*(f'"{name}"' for name in dict.fromkeys(names)), _GENERIC[use.role]])


def _emphasis(style: Style, families: Families, *, vertical: bool) -> str:
    match style.emphasis.look:
        case "kai":
            return f"font-family: {families(EMPHASIS_IN_KAI)}; font-weight: normal;"
        case "bold":
            return "font-weight: bold;"
        case "dots":
            return _dots(vertical=vertical)


def _dots(*, vertical: bool) -> str:
    place = "over right" if vertical else "under right"
    return _prefixed({"text-emphasis-style": "filled dot", "text-emphasis-position": place})


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
