"""What web sites write behind the title of a book they offer: …最新章节, …TXT下载.

Only what no author ends a title with is sure; an article may be about 在线阅读, and there is a 鲁迅全集.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from docconvert.reading.vocabulary import (
    EVERYDAY_SITE_WORDS,
    SITE_NAMES,
    SITE_WORDS,
    TITLE_TAILS,
    WEAK_TITLE_TAILS,
)

_LONGEST = 60
_LONGEST_TITLE = 20

_BEFORE = r"[\s_\-—–|｜,，、·/]*[（(\[【]?"
_AFTER = r"[）)\]】]?"

# 论在线阅读, 本书最新章节, 移动终端与在线阅读: the words belong to what stands before them.
_BELONGS = re.compile(
    r"[本该該此][书書]|.*小[说說]|[论論]|[浅淺][谈談析论論]|如何|怎[样樣么麼]|[关關][于於]|.*[的与與和及之了在是对對：:]$"
    r"|.*(?:[欢歡]迎|更多|[请請]|[网網])"
)
_TITLE = re.compile(r"[^，。；？、《》“”]{2,}")


class Tailed(NamedTuple):
    """A title and the words behind it; ``sure`` if nobody but a site writes these."""

    title: str
    tail: str
    sure: bool


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    sure, weak = "|".join(TITLE_TAILS), "|".join(WEAK_TITLE_TAILS)
    site = rf"(?:[\s_\-—–|｜]+[^\s_\-—–|｜《》]{{0,6}}(?:{'|'.join(SITE_NAMES)}))?"
    word = f"(?:{sure}|{weak})"
    tail = re.compile(rf"(?P<tail>(?:{_BEFORE}{word}{_AFTER})+{site})\s*$", re.IGNORECASE)
    certain = re.compile(rf"{sure}|{word}{_AFTER}{_BEFORE}{word}", re.IGNORECASE)
    return tail, certain


def split_tail(text: str) -> Tailed | None:
    """Return the title and the words of a site behind it, or None if a line ends with none."""
    if len(text) > _LONGEST:
        return None
    tail, certain = _patterns()
    found = tail.search(text)
    if not found:
        return None
    title = text[: found.start()].strip()
    if book := re.fullmatch("《([^《》]{1,40})》", title):
        return Tailed(book[1], found["tail"], sure=True)
    if len(title) > _LONGEST_TITLE or not _TITLE.fullmatch(title) or _BELONGS.match(title):
        return None
    if any(word in title for word in (*SITE_WORDS, *EVERYDAY_SITE_WORDS)):
        return None  # an advertisement
    return Tailed(title, found["tail"], sure=bool(certain.search(found["tail"])))


def bare_title(title: str) -> str:
    """Return a title without its 《》 and without the words of a site behind it."""
    if (tailed := split_tail(title)) and tailed.sure:
        return tailed.title
    found = re.fullmatch(r"《([^《》]+)》", title)
    return found[1] if found else title
