"""The 版记 of an official document: who gets copies, who issued it and when (GB/T 9704-2012, 7.4).

It is what a document ends with: paragraphs with the roles ``copy`` and ``imprint``. Rules as wide as the text
stand above and below it, thinner ones between its lines. How it is drawn is each format's; what goes where is
said here once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from docconvert.model import Emphasis, Paragraph, Ruby, Text, plain_text, spans

if TYPE_CHECKING:
    from docconvert.model import Document, Inline, Inlines
    from docconvert.style import Style

_MM = 72 / 25.4
THICK = 0.35 * _MM
"""The first rule and the last, in points."""
THIN = 0.25 * _MM
"""Those between."""

_NUMERALS = "0-9０-９〇零○一二三四五六七八九十"
_ISSUED = rf"[{_NUMERALS}]{{4}}\s*[年./-][{_NUMERALS}\s月./-]*日?\s*印\s*[发發制製]?"
_PRINTED = r"[（(]?\s*共?\s*印\s*[制製]?\s*[0-9０-９]+\s*份\s*[）)]?"
_AT_END = re.compile(rf"(?:{_ISSUED}(?:\s*{_PRINTED})?|{_PRINTED})\Z")
"""What stands at the end of a line: the date of issue, the number of copies."""
_LABEL = re.compile(r"[^：:]{1,6}[：:]\s*")


class ImprintLine(NamedTuple):
    """How a paragraph of a 版记 is set."""

    ruled: bool
    """Whether a rule parts it from the one above."""
    label: int
    """How many characters there are up to the colon, and with it; turned lines begin below the next one."""
    apart: int
    """Where that begins which stands at the end of the line; the length of the text if nothing does."""


def imprint_length(document: Document, style: Style) -> int:
    """Return how many of the last blocks are the 版记; 0 if there is none.

    Who issued the document tells that it has one. In a style that sets it at the foot of the page, as
    official documents have it, 抄送 alone is one too.
    """
    length = 0
    is_imprint = False
    for block in reversed(document.below):
        if not (isinstance(block, Paragraph) and block.role in ("copy", "imprint")):
            break
        is_imprint |= block.role == "imprint"
        length += 1
    return length if is_imprint or style.imprint.place == "foot" else 0


def imprint_line(paragraph: Paragraph, above: Paragraph | None) -> ImprintLine:
    """Return how a paragraph of a 版记 is set below another, or as the first."""
    text = plain_text(paragraph.children)
    at_end = _AT_END.search(text)
    apart = at_end.start() if at_end else len(text)
    if paragraph.role == "copy":
        apart = len(text)
    label = _LABEL.match(text)
    return ImprintLine(
        ruled=above is not None and not _belong_together(above, paragraph, apart),
        label=label.end() if label else 0,
        apart=apart,
    )


def _belong_together(above: Paragraph, paragraph: Paragraph, apart: int) -> bool:
    """Say whether no rule stands between: 主送 and 抄送 have none, nor an organ and its date on two lines."""
    if above.role == "copy" and paragraph.role == "copy":
        return True
    is_dated = apart == 0
    issuer = plain_text(above.children)
    return is_dated and above.role == "imprint" and not _AT_END.search(issuer) and not _LABEL.match(issuer)


def parted(inlines: Inlines, at: int) -> tuple[Inlines, Inlines]:
    """Return what stands before the character ``at`` of a line, and the rest; a ruby is not cut."""
    before: list[Inline] = []
    behind: list[Inline] = []
    for inline in inlines:
        length = len(plain_text((inline,)))
        if at >= length:
            before.append(inline)
        elif at <= 0:
            behind.append(inline)
        else:
            match inline:
                case Text():
                    before.append(Text(inline.text[:at]))
                    behind.append(Text(inline.text[at:]))
                case Ruby():
                    before.append(inline)
                case Emphasis():
                    # Its children are spans, and so are what they are parted into.
                    first, last = parted(inline.children, at)
                    before.append(_emphasis(first))
                    behind.append(_emphasis(last))
        at -= length
    return tuple(before), tuple(behind)


def _emphasis(inlines: Inlines) -> Emphasis:
    return Emphasis(spans(inlines))
