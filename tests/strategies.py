"""Documents for property tests: whatever the model can hold, mostly Chinese.

The strings have no characters that no document can hold, and no line breaks: reading
takes both out before a document exists.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from hypothesis import strategies as st

from docconvert.chars import FORBIDDEN
from docconvert.model import (
    Document,
    Emphasis,
    Heading,
    Level,
    Metadata,
    Paragraph,
    Role,
    Ruby,
    Separator,
    Text,
    Verse,
    most_above_title,
)

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from docconvert.model import Block, Inline, Inlines, Span

_LEVELS: tuple[Level, ...] = get_args(Level)
_ROLES: tuple[Role, ...] = get_args(Role)

_USUAL = "風從東來山高水遠头发发展中国语文字里面臺灣香港長重樂行的了是，。、；：？！「」『』“”‘’（）《》—…·　"
_UNUSUAL = "\U00020bb7\U00030edd𠮷龘㐀〇々々あアー한éüǎ１２ａｂ％①Ⅳ㎡→★\u00a0\u200b\u3000\ufe0f👍🏽"
_ASCII = "abcxyzABC 0123456789.,:;!?()[]{}<>&\"'*|\\/_-+=#@%~^$`"


def texts(min_size: int = 1, max_size: int = 30) -> SearchStrategy[str]:
    """Strings that may stand in a line of a document."""
    any_character = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp"))
    characters = st.one_of(
        st.sampled_from(_USUAL),
        st.sampled_from(_USUAL),
        st.sampled_from(_ASCII),
        st.sampled_from(_UNUSUAL),
        any_character.filter(lambda character: not FORBIDDEN.match(character)),
    )
    return st.text(characters, min_size=min_size, max_size=max_size)


def rubies() -> SearchStrategy[Ruby]:
    """Characters with a reading."""
    bases = st.text(st.sampled_from("長重樂行安遼寧头发"), min_size=1, max_size=2)
    readings = st.sampled_from(["zhǎng", "chóng", "lè", "yuè", "háng", "liáo", "níng", "ān", "ㄔㄤˊ"])
    return st.builds(Ruby, bases | texts(max_size=3), readings | texts(max_size=6))


def spans() -> SearchStrategy[Span]:
    """Text or a ruby."""
    return st.one_of(st.builds(Text, texts()), rubies())


def inlines(min_size: int = 1, max_size: int = 4) -> SearchStrategy[Inlines]:
    """The content of a line."""
    emphasis: SearchStrategy[Inline] = st.builds(
        Emphasis, st.lists(spans(), min_size=1, max_size=3).map(tuple)
    )
    return st.lists(spans() | emphasis, min_size=min_size, max_size=max_size).map(tuple)


def blocks() -> SearchStrategy[Block]:
    """One block of any kind; running text is the most frequent."""
    return st.one_of(
        st.builds(Paragraph, inlines()),
        st.builds(Paragraph, inlines(), st.sampled_from(_ROLES)),
        st.builds(Heading, st.sampled_from(_LEVELS), inlines(max_size=2)),
        st.builds(Heading, st.sampled_from(_LEVELS), inlines(max_size=2), role=st.just("appendix")),
        st.builds(Verse, st.lists(inlines(max_size=2), min_size=1, max_size=3).map(tuple)),
        st.just(Separator()),
    )


def metadata() -> SearchStrategy[Metadata]:
    """What may be known about a text."""
    known = st.just("") | texts(max_size=12).map(str.strip)
    return st.builds(
        Metadata,
        language=st.sampled_from(["zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK", "ja"]),
        author=known,
        date=known,
        source=known,
        encoding=st.sampled_from(["", "utf-8", "gb18030", "big5hkscs"]),
    )


def documents(min_blocks: int = 1, max_blocks: int = 6) -> SearchStrategy[Document]:
    """Whole documents, with a title or without."""
    whole = st.builds(
        Document,
        st.just(()) | inlines(max_size=2),
        st.lists(blocks(), min_size=min_blocks, max_size=max_blocks).map(tuple),
        metadata(),
    )
    return st.builds(_with_some_above, whole, st.sampled_from([0, 0, 1, 2]))


def _with_some_above(document: Document, wanted: int) -> Document:
    return replace(document, above_title=min(wanted, most_above_title(document.blocks)))
