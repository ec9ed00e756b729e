"""Find the phrases an author set apart, and make them emphasis.

Two ways of setting apart are known: ``**stars**``, which then go, and quotation marks
around a term, which stay. Quotation marks mostly mark speech; a quoted phrase is a
term only if it is short, holds no sentence, is not introduced like speech, and the
text as a whole does not speak.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from docconvert.edits import Edit
from docconvert.model import Document, Emphasis, Inline, Inlines, Paragraph, Ruby, Text, plain_text
from docconvert.notices import Notice
from docconvert.transforms.rewrite import map_lines, rewrite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docconvert.notices import Notify
    from docconvert.options import EmphasisRule

# The re module compiles and keeps these on first use.
_MARKED = r"\*\*(?![\s，。、；：？！）])([^*\n]{1,200}?)(?<!\s)\*\*"

# Opening and closing marks of GB/T 15834 and of Taiwan's and Hong Kong's usage.
_QUOTED = r"“([^“”\n]{1,400})”|「([^「」\n]{1,400})」"
_SENTENCE = r"[。，！？；：…,!?;:、—]"
_INTRODUCED = r"[：:，,。！？道说說问問答曰云喊]$|^$"
_LONGEST_TERM = 12
_MOST_SPEECH = 0.4
"""Share of quotations that may be speech before none is taken for a term."""


class Phrase(NamedTuple):
    """Offsets of a phrase in a line's base text."""

    start: int
    end: int


def find_emphasis(document: Document, how: EmphasisRule, *, notify: Notify) -> Document:
    """Turn starred phrases and quoted terms into emphasis, as ``how`` says.

    ``auto`` and ``quotes`` look at both, ``auto`` at quotation marks only in a text that does
    not speak; ``marks`` looks at stars alone, ``none`` at nothing.
    """
    if how == "none":
        return document
    document = _find_marked(document, notify)
    if how == "marks" or (how == "auto" and _speaks(document)):
        return document
    return _in_paragraphs(document, lambda line: emphasize(line, _terms(plain_text(line))))


def emphasize(inlines: Inlines, phrases: Sequence[Phrase]) -> Inlines:
    """Make each phrase of the base text an emphasis; what is one already stays as it is."""
    if not phrases:
        return inlines
    result: list[Inline] = []
    opened: Phrase | None = None
    upcoming = iter(phrases)
    phrase = next(upcoming)
    for start, inline in _cut_at(inlines, sorted({offset for phrase in phrases for offset in phrase})):
        while phrase.end <= start and (following := next(upcoming, None)):
            phrase = following
        last = result[-1] if result else None
        if isinstance(inline, Emphasis) or not phrase.start <= start < phrase.end:
            result.append(inline)
            opened = None
        elif opened == phrase and isinstance(last, Emphasis):
            result[-1] = Emphasis((*last.children, inline))
        else:
            result.append(Emphasis((inline,)))
            opened = phrase
    return tuple(result)


def _cut_at(inlines: Inlines, offsets: list[int]) -> Iterator[tuple[int, Inline]]:
    """Yield the inlines with their offsets, texts cut in pieces at the sorted ``offsets``."""
    start = 0
    for inline in inlines:
        end = start + len(plain_text((inline,)))
        match inline:
            case Text():
                inside = offsets[bisect_right(offsets, start) : bisect_left(offsets, end)]
                for left, right in pairwise((start, *inside, end)):
                    yield left, Text(inline.text[left - start : right - start])
            case Ruby() | Emphasis():
                yield start, inline
        start = end


def _find_marked(document: Document, notify: Notify) -> Document:
    """Turn ``**x**`` into emphasis; the stars go, with a notice."""
    count = 0

    def change(line: Inlines) -> Inlines:
        nonlocal count
        text = plain_text(line)
        found = list(re.finditer(_MARKED, text)) if "**" in text else []
        if not found:
            return line
        count += len(found)
        edits = [Edit(at, at + 2, "") for match in found for at in (match.start(), match.end() - 2)]
        unmarked, _ = rewrite(line, edits)
        # Before the nth phrase stood 4n + 2 stars.
        phrases = [
            Phrase(match.start(1) - 4 * n - 2, match.end(1) - 4 * n - 2) for n, match in enumerate(found)
        ]
        return emphasize(unmarked, phrases)

    document = map_lines(document, change)
    if count:
        notify(
            Notice(
                "emphasis-marks-removed",
                f"{count} {'phrase' if count == 1 else 'phrases'} between ** emphasized, the stars removed",
                removed="****" * count,
            )
        )
    return document


def _terms(text: str) -> list[Phrase]:
    return [
        Phrase(*match.span(match.lastindex or 0)) for match in re.finditer(_QUOTED, text) if _is_term(match)
    ]


def _is_term(match: re.Match[str]) -> bool:
    inside = match[match.lastindex or 0]
    return 2 <= len(inside) <= _LONGEST_TERM and not _is_speech(match)


def _is_speech(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 1) : match.start()]
    return bool(re.search(_SENTENCE, match[match.lastindex or 0]) or re.search(_INTRODUCED, before))


def _speaks(document: Document) -> bool:
    """Say whether quotation marks mostly hold speech here."""
    speech = total = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            for match in re.finditer(_QUOTED, plain_text(block.children)):
                total += 1
                speech += _is_speech(match)
    return speech > _MOST_SPEECH * total


def _in_paragraphs(document: Document, change: Callable[[Inlines], Inlines]) -> Document:
    blocks = tuple(
        replace(block, children=change(block.children)) if isinstance(block, Paragraph) else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)
