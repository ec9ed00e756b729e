"""Set half-width punctuation in Chinese text full-width: 日前,省院 becomes 日前，省院.

Scrapers and old editors leave ASCII marks between Han characters, where GB/T 15834 and
CLREQ ask for full-width ones. A mark inside numbers or Latin text is left alone. Points become
full stops at the ends of sentences, in texts whose commas are half-width, too; and inside of lines
if no sentence ends otherwise.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from docconvert.chars import PINYIN, is_cjk, is_han
from docconvert.edits import Edit
from docconvert.language import is_chinese
from docconvert.model import Document, Inlines, document_lines, plain_text
from docconvert.notices import Notice
from docconvert.transforms.rewrite import map_lines, rewrite

if TYPE_CHECKING:
    from docconvert.notices import Notify
    from docconvert.options import PunctuationRule

_HALF = ",:;?!()"
_FULL = "，：；？！（）"
_WIDE = str.maketrans(_HALF + ".", _FULL + "。")

_USES_FULL_WIDTH = frozenset("，。、；：？！")

# What stands around a mark is looked at outside these patterns: with the classes of Chinese characters in
# them, they take longer to compile than an article takes to search.
_MARKS = re.compile(rf"(?:[,:;]|[?!](?![{PINYIN}A-Z0-9]))+")
"""A question mark before a letter is what a damaged character left, or part of an address."""
_BRACKETS = re.compile(r"\(([^()]+)\)")
_BEFORE_MARK = re.compile("[A-Za-z0-9%℃]")
_WORD = re.compile("[A-Za-z0-9]")


def widen_punctuation(document: Document, how: PunctuationRule, *, notify: Notify) -> Document:
    """Set half-width ``, : ; ? ! ( )`` among Han characters full-width.

    ``auto`` does so where the text otherwise uses full-width marks, or has half-width ones between Han;
    ``full`` always, ``keep`` never. The marks changed are counted in a notice.
    """
    if how == "keep" or (how == "auto" and not _is_in_need(document)):
        return document
    removed: list[str] = []
    inside = not any("。" in plain_text(line) for line in document_lines(document))

    @cache
    def stops_are_points() -> bool:
        return any(_edits(plain_text(line)) for line in document_lines(document))

    def widen(line: Inlines) -> Inlines:
        text = plain_text(line)
        if _REFERENCE.match(text):
            return line
        edits = _edits(text)
        if "." in text and (stops := _stops(text, inside=inside)) and stops_are_points():
            edits = sorted([*edits, *stops])
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


def _is_in_need(document: Document) -> bool:
    lines = [plain_text(line) for line in document_lines(document)]
    if any(not _USES_FULL_WIDTH.isdisjoint(line) for line in lines):
        return True
    return is_chinese(document.metadata.language or "zh") and any(map(_has_half_width, lines))


def _has_half_width(text: str) -> bool:
    """Say whether a comma or a semicolon stands between Han, and is no Chinese one."""
    places = (at for at, character in enumerate(text) if character in ",;")
    return any(is_han(text[at - 1 : at] or " ") and is_han(text[at + 1 : at + 2] or " ") for at in places)


def _edits(text: str) -> list[Edit]:
    if text.isascii() or not any(mark in text for mark in _HALF):
        return []
    edits = [
        Edit(*match.span(), match[0].translate(_WIDE))
        for match in _MARKS.finditer(text)
        if _is_chinese_mark(text, *match.span())
    ]
    for match in _BRACKETS.finditer(text):
        is_whole = match.span() == (0, len(text))
        if _is_chinese_pair(text[match.start() - 1 : match.start()], match[1], is_whole=is_whole):
            edits += [Edit(match.start(), match.start() + 1, "（"), Edit(match.end() - 1, match.end(), "）")]
    return sorted(_outside_addresses(edits, text))


_STOP = re.compile(r"(?<![.．])\.(?=[”’」』\"]?(?:\s|\Z))")
"""A point at the end of a sentence; one between Han parts names: 卡尔.马克思."""
_REFERENCE = re.compile(r"[\[［]\d{1,3}[\]］]\s*\S")
"""An entry of a list of references (GB/T 7714), which has marks of its own."""
_ENTITY = re.compile("&[a-zA-Z]{2,8}$")
_POINT = re.compile(r"(?<![.．])\.(?![.．])")
_OF_NAMES = re.compile(
    "[尔斯克特德夫基亚巴拉马卡罗莱伊丹诺里布姆格思恩顿森逊娜莉娅丽萨安东尼约翰路易查理威廉乔治哈利弗兰西科埃阿列维奇洛米可奥费迪伯艾琳塔"
    "爾馬羅萊諾遜約維費]{2}"
)
"""Characters that foreign names are written with."""


def _stops(text: str, *, inside: bool) -> list[Edit]:
    """Return full stops for the points behind Han at the ends of sentences, and ``inside`` of lines."""
    points = [match.start() for match in (_POINT if inside else _STOP).finditer(text)]
    return [
        Edit(at, at + 1, "。") for at in points if at and is_han(text[at - 1]) and not _parts_name(text, at)
    ]


def _parts_name(text: str, at: int) -> bool:
    """Say whether a point stands between the parts of a foreign name, or before what is no Chinese."""
    behind = text[at + 1 : at + 2]
    if not behind or behind.isspace() or behind in "”’」』":
        return False
    if not (is_han(behind) or behind in "“‘「『《（("):
        return True
    return bool(_OF_NAMES.match(text, at - 2) and _OF_NAMES.match(text, at + 1))


def _is_chinese_mark(text: str, start: int, end: int) -> bool:
    """Say whether marks follow Chinese text, or one stands between a number or word and Han."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if is_cjk(before):
        return True
    if _ENTITY.search(text, max(0, start - 9), start):
        return False
    return end - start == 1 and bool(_BEFORE_MARK.match(before)) and bool(behind) and is_han(behind)


def _is_chinese_pair(before: str, inside: str, *, is_whole: bool) -> bool:
    """Say whether Chinese stands before and behind the opening bracket, or at both ends inside.

    In a line that is all in brackets it stands inside only.
    """
    if not is_cjk(inside[0]):
        return False
    return is_whole or is_cjk(before) or (len(inside) > 1 and is_cjk(inside[-1]) and not _WORD.match(before))


def _outside_addresses(edits: list[Edit], text: str) -> list[Edit]:
    """Leave out what would change an address such as http://example.org/?名=值."""
    addresses = [match.span() for match in re.finditer(r"\w+://\S+", text)]
    return [edit for edit in edits if not any(start <= edit.start < end for start, end in addresses)]
