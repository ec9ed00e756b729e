"""Fill the template's ``epub/book.css`` with what the style says.

A template's style sheet is CSS with ``$names`` (``$$`` for a dollar sign). Those there are:

    $body_font $body_line_height $body_indent $body_space
    $closing_indent
    $title_font $title_size $title_line_height $title_align $title_before $title_after
    $heading_1_font … $heading_3_after, like those of the title
    $emphasis      declarations that make a phrase stand out
    $ruby_size

Sizes, indents and spaces are numbers, to be followed by ``em``. Sizes are relative to the
body's, which is the reader's choice. Font families of the style come first, others that
readers are likely to have follow.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from docconvert.errors import StyleError, did_you_mean
from docconvert.language import script_of

if TYPE_CHECKING:
    from docconvert.language import Script
    from docconvert.style import Display, FontRole, Style

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


def stylesheet(style: Style, language: str) -> bytes:
    """Return the style sheet of a book in ``language``.

    Raises:
        StyleError: the template's file cannot be read, or asks for a name nobody knows.
    """
    path = style.part("epub/book.css")
    values = _values(style, script_of(language))
    try:
        return Template(path.read_text("utf-8")).substitute(values).encode()
    except KeyError as error:
        name = str(error.args[0])
        raise StyleError(f"{path}: unknown name ${name}", did_you_mean(name, values)) from error
    except (OSError, ValueError) as error:
        raise StyleError(
            f"{path}: {error}", "it must be CSS in UTF-8; a dollar sign is written $$"
        ) from error


def _values(style: Style, script: Script) -> dict[str, str]:
    body = style.body
    values = {
        "body_font": _families(style, script, body.font),
        "body_line_height": _number(body.line_height),
        "body_indent": _number(body.indent),
        "body_space": _number(body.space_after * body.line_height),
        "closing_indent": _number(style.closing.right_indent),
        "emphasis": _emphasis(style, script),
        "ruby_size": _number(style.ruby.size),
    }
    values |= _display("title", style.title, style, script)
    for level, look in enumerate(style.headings, 1):
        values |= _display(f"heading_{level}", look, style, script)
    return values


def _display(name: str, look: Display, style: Style, script: Script) -> dict[str, str]:
    size = look.size / style.body.size
    # The style counts spaces in lines of the body; an em is one of the heading itself.
    line = style.body.line_height / size
    # Readers made for EPUB 2 know left and right, but not start and end.
    align = {"start": "left", "center": "center", "end": "right"}[look.align]
    return {
        f"{name}_font": _families(style, script, look.font),
        f"{name}_size": _number(size),
        f"{name}_line_height": _number(look.line_height),
        f"{name}_align": align,
        f"{name}_before": _number(look.space_before * line),
        f"{name}_after": _number(look.space_after * line),
    }


def _families(style: Style, script: Script, role: FontRole) -> str:
    """Return families for a role, Chinese ones first: quotation marks must not come from a Latin font."""
    names = _FAMILIES[script][role].split(", ")
    match script:
        case "hans":
            names.insert(0, style.fonts.hans.named(role))
        case "hant":
            names.insert(0, style.fonts.hant.named(role))
        case "ja":
            pass  # the style names no Japanese fonts
    return ", ".join([*(f'"{name}"' for name in dict.fromkeys(names)), _GENERIC[role]])


def _emphasis(style: Style, script: Script) -> str:
    match style.emphasis.look:
        case "kai":
            return f"font-family: {_families(style, script, 'kai')}; font-weight: normal;"
        case "bold":
            return "font-weight: bold;"
        case "dots":
            properties = {"text-emphasis-style": "filled dot", "text-emphasis-position": "under right"}
            return " ".join(
                f"{prefix}{name}: {value};"
                for name, value in properties.items()
                for prefix in ("-epub-", "-webkit-", "")
            )


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
