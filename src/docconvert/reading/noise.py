"""Site noise: lines that a web site, a scanner or a bulletin board put between the author's.

Advertisements and addresses, also disguised ones (``wＷw。…neｔ``), notes of those who passed the file
on, and page numbers. A line is noise only on evidence that no author's line has: an address is none by
itself, for manuals are full of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from docconvert.chars import is_han
from docconvert.numerals import NUMERAL
from docconvert.reading.tails import split_tail
from docconvert.reading.vocabulary import EVERYDAY_SITE_WORDS, SITE_NAMES, SITE_WORDS, WEAK_SITE_WORDS
from docconvert.reading.voices import ADDRESS, find_voices, is_voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.reading.lines import Line

_LONGEST = 300
"""Characters; declarations of sites that give texts away run to several sentences."""

_WORDS = (*SITE_WORDS, *EVERYDAY_SITE_WORDS, *WEAK_SITE_WORDS)

_FEWEST_AROUND = 8
"""Ideographs."""

_SHORT = 40

_FEWEST_STRONG = 2
_FEWEST_WORDS = 4
_FEWEST_WITH_ADDRESS = 4
"""Words of sites in a line that make it theirs: that only they use, of all kinds, and beside an address."""

_SHORTEST_SENTENCE = 4

_NEAR_ENDS = 6
"""Lines from the head or the end of a file where an address alone is an advertisement."""

_ADDRESS = re.compile(ADDRESS)
# Somebody who spells an address with other signs between its letters does not want it found.
_DISGUISED = re.compile(
    r"(?<![a-z])(?:w\W{0,2}){3}[^\w\s.:]?\W{0,2}[a-z0-9]{3,24}\W{1,3}(?:c\W?o\W?m|n\W?e\W?t|o\W?r\W?g|c\W?n|c\W?c)(?![a-z])"
)
_MIXED_WIDTH = re.compile("[Ａ-Ｚａ-ｚ][A-Za-z]|[A-Za-z][Ａ-Ｚａ-ｚ]")

_PAGE_NUMBER = re.compile(
    r"[-—–－·•~.=]{1,4}\s*(?:Page\s*)?\d{1,4}\s*[-—–－·•~.=]{1,4}|第\s*\d{1,4}\s*[页頁](?:\s*[,，/／]?\s*共\s*\d{1,4}\s*[页頁])?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}\s*(?:[页頁])?|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?"
)


_BLANKS = re.compile(r"(?:&nbsp;?)+")
"""What is left of the blanks of a web page."""

# What sites print between their pages.
_FURNITURE = re.compile(
    r"分节阅读\s*_?\d*|本章字数\s*[:：]?\s*\d+.{0,40}|[-—]{3,}\s*第\s*\d+\s*[页頁]\s*[-—]{3,}|更新时间\s*[:：]?\s*\d{4}[^，。！？]*|[-=—]{2,}\s*(?:章节内容|用户上传之内容)(?:开始|结束)\s*[-=—]{2,}"
    r"|[->（(]*本章(?:未完.{0,56}|完[）)。.!！]*)|[（(]?未完待续.{0,12}请.{0,20}|上一[章页]\s.{0,12}下一[章页].{0,12}"
    r"|[\[【](?:打印(?:本[页文])?|关闭(?:窗口|本页)?|返回顶部|返回列表)[\]】](?:[\s|]*[\[【]\w{2,4}[\]】]){0,3}"
    r"|(?:打印本[页文]|关闭窗口|返回顶部|返回列表)(?:[\s|]+(?:打印本[页文]|关闭窗口|返回顶部|返回列表)){1,3}"
)
_CHAPTER = re.compile(rf"第\s?[{NUMERAL}]{{1,8}}\s?[章回]")
_LETTERS = re.compile("[A-Za-zＡ-Ｚａ-ｚ]{2}")
_ODD_LETTERS = re.compile("[Ａ-Ｚａ-ｚ\u249c-\u24e9\U0001d400-\U0001d7ff]")
_TWO_W = re.compile("[wW]\\W{0,2}[wW]")
_DOMAIN = re.compile("[.。．｡․](?i:com|net|org|cn|cc|info|top|xyz|la|tw|hk)")
_SCHEME = re.compile("[:：][/／]")
_HINTS = (_TWO_W, _ODD_LETTERS, _DOMAIN, _SCHEME)
"""What any address has, also one in disguise; lines without it are spared the rest."""
_LETTERS_BEFORE = re.compile("^[a-z0-9]+")
_TXT = re.compile(r"t[\W_]*x[\W_]*t", re.IGNORECASE)
_PARTED = re.compile(r"t[\W_]+x[\W_]*t|t[\W_]*x[\W_]+t|小[^\w\s]+[说說]", re.IGNORECASE)
_TURNS = re.compile("([上下])一[篇条條]\\s*[:：].{0,60}")


def find_noise(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines that are no text of the author's."""
    voices = find_voices(lines)
    sure = (
        _advertisements(lines)
        | _turns(lines)
        | {at for at in voices.sure if not _sentences_of_sites(lines[at].text)}
    )
    if sure or len(voices.likely) > 1 or (voices.likely and _has_chapters(lines)):
        sure |= voices.likely
    if sure or len(voices.serial) > 1:
        sure |= voices.lists | voices.serial
    return sure | _page_numbers(lines)


def _turns(lines: Sequence[Line]) -> frozenset[int]:
    """Return 上一篇：… and 下一篇：… if both are there; one alone may be anybody's."""
    found = {at: match[1] for at, line in enumerate(lines) if (match := _TURNS.fullmatch(line.text))}
    return frozenset(found) if len(set(found.values())) > 1 else frozenset()


def _has_chapters(lines: Sequence[Line]) -> bool:
    return any(_CHAPTER.match(line.text) for line in lines)


def _advertisements(lines: Sequence[Line]) -> frozenset[int]:
    repeated = _repeated_addresses(lines)
    words = _site_words(lines)
    hints = _hints_used(lines)
    return frozenset(
        at
        for at, line in enumerate(lines)
        if _is_furniture(line.text)
        or (
            len(line.text) <= _LONGEST
            and not (at == 0 and _is_title(line.text))
            and (words.search(line.text) or any(hint.search(line.text) for hint in hints))
            and _is_advertisement(
                line.text,
                alone_counts=not _NEAR_ENDS <= at < len(lines) - _NEAR_ENDS or line.text in repeated,
            )
        )
    )


def _is_title(text: str) -> bool:
    """Say whether a line is a title with the words of a site behind it, which the head is read for."""
    tailed = split_tail(text)
    return tailed is not None and tailed.sure


def _site_words(lines: Sequence[Line]) -> re.Pattern[str]:
    """Return a pattern of those words of sites that are used here; mostly there is none.

    Without letters, because those of a site may be of any width.
    """
    words = (_LETTERS_BEFORE.sub("", word) for word in SITE_WORDS)
    used = re.findall("|".join(words), "\n".join(line.text for line in lines))
    return re.compile("|".join(sorted(set(used))) or "(?!)")


def _hints_used(lines: Sequence[Line]) -> list[re.Pattern[str]]:
    """Return those of the hints that some line has; mostly there are few."""
    text = "\n".join(line.text for line in lines)
    return [hint for hint in _HINTS if hint.search(text)]


def _is_furniture(text: str) -> bool:
    """Say whether a line is what sites print between pages, or their name with signs between its letters."""
    if len(text) > 60:
        return False
    if _BLANKS.fullmatch(text):
        return True
    if text[0] in "分本更-=—（(未[【打关返" and _FURNITURE.fullmatch(text):
        return True
    if len(text) > 30 or "小" not in text or "说" not in text:
        return False
    normal = unicodedata.normalize("NFKC", text)
    return bool(_TXT.search(normal)) and bool(_PARTED.search(normal))


def _has_letters(text: str) -> bool:
    return bool(_LETTERS.search(text))


def _is_advertisement(text: str, *, alone_counts: bool) -> bool:
    normal = unicodedata.normalize("NFKC", text).lower()
    inside = inline_noise(text)
    if (inside and _is_text_around(text, inside)) or _sentences_of_sites(text) or _TOLD.search(text):
        return False  # an author's line with an advertisement in it, or somebody who speaks of one
    if is_disguised(text):
        return True
    if not all(_tells(part[0]) for part in _PARTS.finditer(normal)):
        return False  # whoever passes texts on speaks of nothing else
    words = _words_in(normal)
    strong = len(words.intersection(SITE_WORDS))
    if address := _ADDRESS.search(normal):
        alone = len(re.sub(r"[!-~]", "", normal[address.start() :])) <= 2 and address.start() <= 2
        return strong > 0 or len(words) >= _FEWEST_WITH_ADDRESS or (alone and alone_counts)
    names_work = "《" in normal and len(normal) <= _SHORT
    return strong >= _FEWEST_STRONG or (strong > 0 and (names_work or len(words) >= _FEWEST_WORDS))


def _words_in(normal: str) -> set[str]:
    """Return the words of sites in a text, without those that are part of another."""
    found = {word for word in _WORDS if word in normal}
    return {word for word in found if not any(word in other for other in found if other != word)}


def _tells(sentence: str) -> bool:
    """Say whether a sentence has anything of a site's; a call of few characters need not."""
    if sum(map(is_han, sentence)) < _SHORTEST_SENTENCE or _ADDRESS.search(sentence):
        return True
    return any(word in sentence for word in _WORDS) or bool(_SITE_NAME.search(sentence))


@cache
def _inline() -> re.Pattern[str]:
    """Match what may stand inside a sentence: something in brackets, or letters with signs between."""
    return re.compile(r"[（(【\[〔《][^（()）【】\[\]〔〕《》]{4,80}[）)】\]〕》]|[!-~！-～]{8,80}")


def inline_noise(text: str) -> list[tuple[int, int]]:
    """Return where advertisements stand inside a line of text, as offsets."""
    if not _has_letters(text):
        return _sentences_of_sites(text) or _around(text)
    return (
        [found.span() for found in _inline().finditer(text) if is_disguised(found[0]) or _says_so(found[0])]
        or _sentences_of_sites(text)
        or _around(text)
    )


_PARTS = re.compile(
    "[^。！？…]*?[.。](?:com|net|org|cc|la|info)(?:[阅閱][读讀][，,][^。！？]*体[验驗][。！]?|(?=[\u4e00-\u9fff“「]))|[^。！？…]*[。！？…]+[”」』’）)]*|[^。！？…]+"
)
"""Sentences, and what ends with an address that a sentence is stuck to."""
_TOLD = re.compile("[说說道问問喊叫答][：:，,]?[“「『]")


def _sentences_of_sites(text: str) -> list[tuple[int, int]]:
    """Return where sentences of a site stand among an author's, in which none of its words is."""
    if not _used().search(text) or _TOLD.search(text):
        return []
    parts = list(_PARTS.finditer(text))
    found = [part for part in parts if len(parts) > 1 and _is_of_site(part[0])]
    rest = unicodedata.normalize("NFKC", "".join(part[0] for part in parts if part not in found)).lower()
    if not found or not any(map(is_han, rest)) or any(word in rest for word in _WORDS):
        return []
    return [part.span() for part in found]


@cache
def _used() -> re.Pattern[str]:
    """Match what a site's sentence has: its words, or what addresses have."""
    words = (re.escape(_LETTERS_BEFORE.sub("", word)) for word in SITE_WORDS)
    return re.compile("|".join((*words, "本章", "一秒", *(hint.pattern for hint in _HINTS))))


def _is_of_site(sentence: str) -> bool:
    return (
        _is_furniture(sentence.strip())
        or is_voice(sentence)
        or _is_advertisement(sentence.strip(), alone_counts=False)
    )


_CAME_OUT = re.compile(r"(?:\s+(?:更新时间|本章字数)\s*[:：]\s*\d{3,4}[-\d :：]*)+$")


def _around(text: str) -> list[tuple[int, int]]:
    """Return where blanks of a web page stand before or behind a line, or behind it when a chapter came out.

    Inside, a line may tell of them.
    """
    found = _BLANKS.finditer(text) if "&nbsp" in text else ()
    blanks = [each.span() for each in found if each.start() == 0 or each.end() == len(text)]
    came_out = _CAME_OUT.search(text) if "更新时间" in text or "本章字数" in text else None
    return blanks or ([came_out.span()] if came_out else [])


_SITE_NAME = re.compile("|".join(SITE_NAMES))
_NAMED_SITE = re.compile(rf".{{0,8}}(?:{'|'.join(SITE_NAMES)})\W{{0,3}}(?:{ADDRESS})[!-~]*.{{0,6}}")


def _says_so(bracketed: str) -> bool:
    """Say whether what stands in brackets is an advertisement."""
    if bracketed[0] not in "（(【[〔《" or not any(hint.search(bracketed) for hint in _HINTS):
        return False
    normal = unicodedata.normalize("NFKC", bracketed).lower()
    strong = not _words_in(normal).isdisjoint(SITE_WORDS)
    return bool(_ADDRESS.search(normal)) and (strong or bool(_NAMED_SITE.fullmatch(normal)))


def _is_text_around(text: str, inside: list[tuple[int, int]]) -> bool:
    """Say whether more than a few words are left of a line without the advertisements in it."""
    around = sum(map(is_han, text)) - sum(sum(map(is_han, text[start:end])) for start, end in inside)
    return around >= _FEWEST_AROUND


def is_disguised(text: str) -> bool:
    """Say whether ``text`` holds an address written so that programs do not find it."""
    if not _TWO_W.search(text) and not _ODD_LETTERS.search(text):
        return False
    normal = unicodedata.normalize("NFKC", text).lower()
    found = _DISGUISED.search(normal)
    if not found or _ADDRESS.match(found[0]):
        return bool(found) and bool(_MIXED_WIDTH.search(text))
    return True


def _page_numbers(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines that hold a page number and nothing else; few may be anything.

    Those of 第1页 alone must be many, and those of 1/20 all of as many pages.
    """
    found = [
        at for at, line in enumerate(lines) if len(line.text) <= 20 and _PAGE_NUMBER.fullmatch(line.text)
    ]
    named = [at for at in found if lines[at].text[0] == "第" and "共" not in lines[at].text]
    parted = [at for at in found if re.match(r"\d{1,4}\s*[/／]", lines[at].text)]
    if len(named) < _FEWEST_NAMED:
        found = [at for at in found if at not in named]
    if len({re.split("[/／]", lines[at].text)[1].strip() for at in parted}) > 1:
        found = [at for at in found if at not in parted]
    return frozenset(found) if len(found) >= 2 else frozenset()


_FEWEST_NAMED = 5


def _repeated_addresses(lines: Sequence[Line]) -> frozenset[str]:
    counts = Counter(line.text for line in lines if len(line.text) <= _LONGEST and "." in line.text)
    return frozenset(text for text, times in counts.items() if times >= 3)
