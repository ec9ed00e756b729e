"""The words docconvert itself puts into a book or page, none of them into its text."""

from __future__ import annotations

from typing import NamedTuple

from docconvert.language import is_chinese, script_of


class Words(NamedTuple):
    """What the navigation and the accessibility metadata say in one language."""

    contents: str
    landmarks: str
    cover: str
    title_page: str
    text: str
    summary: str
    summary_with_cover: str
    skip: str


_HANS = Words(
    "目录",
    "导航",
    "封面",
    "书名页",
    "正文",
    "本书为纯文字电子书，没有图片和声音；有目录，阅读顺序明确，字体、字号和版式可由读者调整。",
    "本书除封面外为纯文字，没有声音；有目录，阅读顺序明确，字体、字号和版式可由读者调整。",
    "跳到正文",
)
_HANT = Words(
    "目錄",
    "導覽",
    "封面",
    "書名頁",
    "正文",
    "本書為純文字電子書，沒有圖片和聲音；有目錄，閱讀順序明確，字體、字號和版式可由讀者調整。",
    "本書除封面外為純文字，沒有聲音；有目錄，閱讀順序明確，字體、字號和版式可由讀者調整。",
    "跳到正文",
)
_ENGLISH = Words(
    "Contents",
    "Guide",
    "Cover",
    "Title page",
    "Text",
    "This book is text only, without images or sound. It has a table of contents and a logical "
    "reading order; readers can change fonts, sizes and layout.",
    "This book is text only but for its cover, without sound. It has a table of contents and a logical "
    "reading order; readers can change fonts, sizes and layout.",
    "Skip to the text",
)


def words_for(language: str) -> Words:
    """Return the words for a book in ``language``; English where it is not Chinese."""
    if not is_chinese(language):
        return _ENGLISH
    return _HANT if script_of(language) == "hant" else _HANS
