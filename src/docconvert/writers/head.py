"""The head of an official document: what stands above its title (GB/T 9704-2012, 7.2).

Markings such as 份号 and 密级 at the left, the name of the organ large and in the middle, the number of the
document, who signed it at the right, and a rule as wide as the text. How it is drawn is each format's; what
goes where is said here once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, TypeGuard

from docconvert.model import Paragraph, plain_text
from docconvert.reading.lines import width_of
from docconvert.style import Points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.model import Block
    from docconvert.style import Style

Side: TypeAlias = Literal["start", "middle", "end", "both"]

_MM = 72 / 25.4
RULE_DISTANCE = 4 * _MM
"""From the characters of the last line to the rule (7.2.7), in points."""
NUMBER_INDENT = 1
"""Em from both sides to a number and to who signed it (7.2.6)."""

_SIGNER = re.compile(r"[签簽]\s*[发發]\s*人\s*[：:︰]")


class Place(NamedTuple):
    """Where a line of the head stands."""

    side: Side = "middle"
    """That of a number; ``both``: who signed it stands on the same line."""
    apart: int = 0
    """Where that begins which stands at the end of the line, if the sides are both."""


class HeadLine(NamedTuple):
    """How a block above the title is set."""

    place: Place
    before: float
    """Space above it, in lines of the text."""
    after: float
    """Space below it, and below the rule if there is one."""
    ruled: bool
    """Whether a rule as wide as the text stands below it."""


def head_places(above: Sequence[Block]) -> tuple[Place, ...]:
    """Return where each of the blocks above a title stands; none if they are no head of an official document.

    The name of an organ tells that they are one.
    """
    if not any(map(_is_letterhead, above)):
        return ()
    signed_apart = any(_is_number(block) and _signer_at(block) == 0 for block in above)
    return tuple(_place_of(block, signed_apart=signed_apart) for block in above)


def head_lines(above: Sequence[Block], style: Style) -> tuple[HeadLine, ...]:
    """Return how each of the blocks above a title is set; none as for :func:`head_places`."""
    look = style.letterhead
    lines: list[HeadLine] = []
    for at, place in enumerate(head_places(above)):
        before = after = 0.0
        if _is_letterhead(above[at]):
            # Its place is counted from the head of the page, whatever stands above it (7.2.4).
            is_first = not any(map(_is_letterhead, above[:at]))
            before = max(0.0, look.space_before - at) if is_first else 0.0
            after = 0.0 if any(map(_is_letterhead, above[at + 1 : at + 2])) else look.space_after
        is_last = at == len(above) - 1
        if is_last:
            after = look.rule_space if look.rule else max(after, 1.0)
        lines.append(HeadLine(place, before, after, is_last and look.rule > 0))
    return tuple(lines)


def letterhead_size(above: Sequence[Block], style: Style, measure: float) -> Points:
    """Return the size at which each name of an organ takes one line of ``measure`` points, if it can.

    It is not smaller than the title's, and not larger than the style says; that if there is none.
    """
    names = (plain_text(block.children) for block in above if _is_letterhead(block))
    longest = max((width_of(name) / 2 for name in names), default=0.0)
    look = style.letterhead
    if longest * look.size <= measure:
        return look.size
    return Points(max(min(style.title.size, look.size), int(measure / longest)))


def _place_of(block: Block, *, signed_apart: bool) -> Place:
    if not _is_number(block):
        return Place()
    signer = _signer_at(block)
    if signer > 0:
        return Place("both", signer)
    if signer == 0:
        return Place("end")
    return Place("start" if signed_apart else "middle")


def _signer_at(paragraph: Paragraph) -> int:
    """Return where it is said who signed; -1 if it is not."""
    found = _SIGNER.search(plain_text(paragraph.children))
    return found.start() if found else -1


def _is_letterhead(block: Block) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.role == "letterhead"


def _is_number(block: Block) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.role == "number"
