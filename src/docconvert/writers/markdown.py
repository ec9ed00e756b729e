r"""Write Markdown that every parser of CommonMark 0.30 and later reads the same.

Emphasis is ``**…**``. CommonMark takes those stars for emphasis only where they lean on a word (section 6.2,
delimiter runs). In 请看**“这个”**的 they stay stars, because a quotation mark is inside and a character
outside. There the phrase stands in ``<strong>…</strong>``, which is what ``**…**`` becomes anyway. It keeps
the text readable and searchable; the other ways out are a character reference for a neighbour, which hides a
character of the text, and a space of no width, which puts one in.

Readings are ``<ruby>``, which Markdown allows. A line of verse ends in a backslash. Whatever else could be
taken for markup has a backslash before it; blanks at the edge of a line are character references.
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING
from unicodedata import category, ucd_3_2_0

from docconvert.format import Format
from docconvert.model import Emphasis, Heading, Paragraph, Ruby, Separator, Text, Verse, plain_text, spans
from docconvert.writers.seal import is_sealed, sealed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docconvert.model import Block, Document, Inlines, Span
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.style import Style

_LOWEST_LEVEL = 6


def write(document: Document, style: Style, output: Output, *, notify: Notify) -> bytes:  # noqa: ARG001 - no looks
    """Return the document as Markdown in UTF-8; below a title, headings are one level lower."""
    title = [_heading(1, document.title)] if document.title else []
    above, below = (
        [_block(block, below=len(title)) for block in blocks] for blocks in (document.above, document.below)
    )
    blocks = filter(None, (*above, *title, *below))
    return sealed("".join(f"{block}\n\n" for block in blocks) + "<!-- docconvert ", " -->\n")


_SEALED = re.compile(rb"(?:\A|\n)<!-- docconvert (sha256-[0-9a-f]{64}) -->\n\Z")


def wrote(data: bytes) -> bool:
    """Say whether ``data`` is a file of ours that nobody has edited."""
    return is_sealed(data, _SEALED)


def _block(block: Block, *, below: int) -> str:
    """Return a block's markup; headings stand ``below`` so many levels."""
    match block:
        case Heading():
            return _heading(min(block.level + below, _LOWEST_LEVEL), block.children)
        case Paragraph():
            return _opened(_line(block.children))
        case Verse():
            return _verse([_opened(_line(line)) for line in block.lines])
        case Separator():
            return "* * *"


def _heading(level: int, inlines: Inlines) -> str:
    # Signs at the end would close it.
    words = re.sub(r"#\Z", r"\\#", _line(inlines))
    return f"{'#' * level} {words}" if words else "#" * level


def _verse(lines: list[str]) -> str:
    """Return lines with hard breaks; one at the end of a block would be a mere backslash."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    return "\\\n".join(lines)


# Lines


def _line(inlines: Inlines) -> str:
    """Return a line's markup, but for what only the first signs of a block mean."""
    stretches = list(_stretches(inlines))
    line = ""
    for number, (is_emphasis, markup) in enumerate(stretches, 1):
        after = stretches[number][1][:1] if number < len(stretches) else ""
        line += _emphasized(markup, line[-1:], after) if is_emphasis else markup
    return _EDGE.sub(_references, line)


def _stretches(inlines: Inlines) -> Iterator[tuple[bool, str]]:
    """Yield the markup of each stretch that is emphasized, and of each that is not; none is empty."""
    opened = (
        (isinstance(inline, Emphasis), _unread(span)) for inline in inlines for span in spans((inline,))
    )
    said = ((is_emphasis, span) for is_emphasis, span in opened if span != Text(""))
    for is_emphasis, group in groupby(said, itemgetter(0)):
        yield is_emphasis, _markup([span for _, span in group])


def _markup(some: Iterable[Span]) -> str:
    # Texts are joined first: together they may say what none of them does, such as &amp;
    joined = groupby(some, lambda span: isinstance(span, Text))
    return "".join(
        _span(Text(plain_text(group))) if are_texts else "".join(map(_span, group))
        for are_texts, group in joined
    )


def _unread(span: Span) -> Span:
    """Return mere text for a ruby without a reading."""
    match span:
        case Ruby():
            return span if span.reading else Text(span.base)
        case Text():
            return span


def _span(span: Span) -> str:
    match span:
        case Text():
            return _escape(span.text)
        case Ruby():
            return f"<ruby>{_escape(span.base)}<rt>{_escape(span.reading)}</rt></ruby>"


def _emphasized(markup: str, before: str, after: str) -> str:
    """Return an emphasized stretch between two signs, which are empty at the edge of a line."""
    if _leans(markup[0], before) and _leans(markup[-1], after):
        return f"**{markup}**"
    return f"<strong>{markup}</strong>"


# Signs


_BLANK = " \t\u00a0\u3000"


def _leans(inside: str, outside: str) -> bool:
    """Say whether stars between two signs lean on the one inside, for parsers of all ages."""
    return _is_letter(inside) or (_is_mark(inside) and (outside in _BLANK or _is_mark(outside)))


def _is_letter(sign: str) -> bool:
    """Say whether a sign is neither punctuation nor blank, whatever Unicode a parser knows."""
    return category(sign)[0] in "LNM" and ucd_3_2_0.category(sign)[0] not in "PS"


def _is_mark(sign: str) -> bool:
    """Say whether a sign is punctuation: symbols are since CommonMark 0.31 only, but for those of ASCII."""
    if sign.isascii():
        return sign.isprintable() and not sign.isalnum() and sign != " "
    return sign < "\U00010000" and category(sign)[0] == ucd_3_2_0.category(sign)[0] == "P"


_EDGE = re.compile(r"\A(?:[^\S\x85]|\ufeff)+|(?:[^\S\x85]|\ufeff)+\Z")
"""Blanks that parsers take away: those of ASCII by the standard, others by the habits of their languages.

A reference to U+0085 would mean something else (HTML, section 13.2.5.80).
"""

_MARKUP = re.compile(r"[\\`*_\[\]<~|$]|&(?=#|[A-Za-z][A-Za-z0-9]*;)")
"""Signs that mean something inside a line; the last three to GitHub and others only."""

_LINE_END = re.compile(r"[\n\r]")


def _escape(text: str) -> str:
    return _LINE_END.sub(_references, _MARKUP.sub(r"\\\g<0>", text))


def _references(found: re.Match[str]) -> str:
    return "".join(f"&#x{ord(sign):X};" for sign in found[0])


_OPENING = re.compile(r"(?:#{1,6}|[-+]|[0-9]{1,9}[.)])(?=\s|\Z)|>|=+\s*\Z|-[-\s]*\Z")
"""What opens a block at the beginning of a line: heading, list, quotation, the line below a heading, rule."""


def _opened(line: str) -> str:
    """Return a line that does not open a block."""
    found = _OPENING.match(line)
    if not found:
        return line
    # Numbers cannot be escaped, but what follows them can.
    digits = len(line) - len(line.lstrip("0123456789"))
    return f"{line[:digits]}\\{line[digits:]}"


FORMAT = Format("markdown", ".md", write, wrote=wrote, text=True, looks=False)
