"""Set half-width punctuation in Chinese text full-width: 日前,省院 becomes 日前，省院.

Scrapers and old editors leave ASCII marks between Han characters, where GB/T 15834 and
CLREQ ask for full-width ones. A mark inside numbers or Latin text is left alone.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from docconvert.chars import CJK_MARKS, HAN, PINYIN
from docconvert.edits import Edit
from docconvert.model import Document, Inlines, document_lines, plain_text
from docconvert.notices import Notice
from docconvert.transforms.rewrite import map_lines, rewrite

if TYPE_CHECKING:
    from docconvert.notices import Notify
    from docconvert.options import PunctuationRule

_HALF = ",:;?!()"
_FULL = "，：；？！（）"
_WIDE = str.maketrans(_HALF, _FULL)

_CJK = f"{HAN}{CJK_MARKS}"
_USES_FULL_WIDTH = frozenset("，。、；：？！")


@cache
def _marks() -> re.Pattern[str]:
    """Find marks that follow Chinese text, or stand between a number or word and Han.

    A question mark before a letter is what a damaged character left, or part of an address.
    """
    after_chinese = rf"(?<=[{_CJK}])(?:[,:;]|[?!](?![{PINYIN}A-Z0-9]))+"
    before_han = rf"(?<=[A-Za-z0-9%℃])[,:;?!](?=[{HAN}])"
    return re.compile(f"{after_chinese}|{before_han}")


@cache
def _pair() -> re.Pattern[str]:
    """Find brackets in Chinese text: Han before and behind the opening one, or on both ends inside."""
    inside = rf"[{_CJK}][^()]*"
    return re.compile(rf"(?<=[{_CJK}])\((?={inside}\))|(?<![A-Za-z0-9])\((?={inside}[{_CJK}]\))")


def widen_punctuation(document: Document, how: PunctuationRule, *, notify: Notify) -> Document:
    """Set half-width ``, : ; ? ! ( )`` among Han characters full-width.

    ``auto`` does so where the text otherwise uses full-width marks, ``full`` always,
    ``keep`` never. The marks changed are counted in a notice.
    """
    if how == "keep" or (how == "auto" and not _uses_full_width(document)):
        return document
    removed: list[str] = []

    def widen(line: Inlines) -> Inlines:
        text = plain_text(line)
        edits = _edits(text)
        removed.extend(text[start:end] for start, end, _ in edits)
        return rewrite(line, edits)[0]

    widened = map_lines(document, widen)
    if removed:
        old = "".join(removed)
        notify(
            Notice(
                "punctuation-widened",
                f"{len(old)} half-width punctuation {'mark' if len(old) == 1 else 'marks'} set full-width; "
                "--punctuation keep leaves them",
                removed=old,
                added=old.translate(_WIDE),
            )
        )
    return widened


def _uses_full_width(document: Document) -> bool:
    return any(not _USES_FULL_WIDTH.isdisjoint(plain_text(line)) for line in document_lines(document))


def _edits(text: str) -> list[Edit]:
    if text.isascii() or not any(mark in text for mark in _HALF):
        return []
    edits = [Edit(*match.span(), match[0].translate(_WIDE)) for match in _marks().finditer(text)]
    for match in _pair().finditer(text):
        close = text.index(")", match.start())
        edits += [Edit(match.start(), match.end(), "（"), Edit(close, close + 1, "）")]
    return sorted(_outside_addresses(edits, text))


def _outside_addresses(edits: list[Edit], text: str) -> list[Edit]:
    """Leave out what would change an address such as http://example.org/?名=值."""
    addresses = [match.span() for match in re.finditer(r"\w+://\S+", text)]
    return [edit for edit in edits if not any(start <= edit.start < end for start, end in addresses)]
