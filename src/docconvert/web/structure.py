"""What was recognised in a text, as JSON for the page.

    {"title": [inline …], "title_line": 1, "above_title": 0, "about": {"language": "zh-Hant", …},
     "blocks": [{"type": "heading", "level": 1, "line": 3, "lines": [[inline …]]}, …], "left_blocks": 0,
     "outline": [{"level": 1, "text": "…", "line": 3, "block": 0}, …], "left_outline": 0,
     "notices": [{"code": "…", "message": "…", "line": 3, "removed": "…", "added": "…"}, …],
     "left_notices": 0,
     "counts": {"characters": 1200, "paragraphs": 40, …}}
    inline: "text" | ["base", "reading"] | {"emphasis": [text or ruby …]}

A browser is slow with pages of a whole novel: the page gets its beginning, and how much was left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docconvert.model import (
    Emphasis,
    Heading,
    Paragraph,
    Ruby,
    Separator,
    Text,
    Verse,
    block_lines,
    document_lines,
    plain_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docconvert.messages import Teller
    from docconvert.model import Block, Document, Inline, Inlines
    from docconvert.notices import Notice

_MOST_CHARACTERS = 200_000
"""Characters of the text that are shown."""
_MOST_HEADINGS = 2_000
_MOST_NOTICES = 500
_LONGEST = 300
"""Characters that are shown of a heading in the outline, and of what left or entered a text."""


def structure(document: Document, notices: Sequence[Notice], teller: Teller) -> dict[str, Any]:
    """Return what a document holds, and what was noticed of it."""
    shown = list(_first(document.blocks))
    outline = [
        {"level": block.level, "text": _short(plain_text(block.children)), "line": block.line, "block": index}
        for index, block in enumerate(document.blocks)
        if isinstance(block, Heading)
    ]
    about = document.metadata
    return {
        "title": _inlines(document.title),
        "title_line": document.title_line,
        "above_title": document.above_title,
        "about": {name: getattr(about, name) for name in ("language", "encoding", "author", "date")},
        "blocks": shown,
        "left_blocks": len(document.blocks) - len(shown),
        "outline": outline[:_MOST_HEADINGS],
        "left_outline": max(0, len(outline) - _MOST_HEADINGS),
        "notices": [notice_table(notice, teller) for notice in notices[:_MOST_NOTICES]],
        "left_notices": max(0, len(notices) - _MOST_NOTICES),
        "counts": {
            "characters": sum(len(plain_text(line)) for line in document_lines(document)),
            "headings": len(outline),
            "paragraphs": sum(isinstance(block, Paragraph | Verse) for block in document.blocks),
            "notices": len(notices),
        },
    }


def notice_table(notice: Notice, teller: Teller) -> dict[str, Any]:
    """Return a notice in a language, with as much of its characters as is shown."""
    told = notice._replace(
        message=_short(teller.tell(notice.message)),
        removed=_short(notice.removed),
        added=_short(notice.added),
    )
    return told._asdict()


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _first(blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
    """Yield the blocks that are shown; the first one always is."""
    characters = 0
    for block in blocks:
        if characters > _MOST_CHARACTERS:
            return
        characters += sum(len(plain_text(line)) for line in block_lines(block))
        yield _block(block)


def _block(block: Block) -> dict[str, Any]:
    shown = {"line": block.line, "lines": [_inlines(line) for line in block_lines(block)]}
    match block:
        case Heading():
            return {"type": "heading", "level": block.level, **shown}
        case Paragraph():
            return {"type": "paragraph", "role": block.role, **shown}
        case Verse():
            return {"type": "verse", **shown}
        case Separator():
            return {"type": "separator", **shown}


def _inlines(inlines: Inlines) -> list[Any]:
    return [_inline(inline) for inline in inlines]


def _inline(inline: Inline) -> Any:
    match inline:
        case Text():
            return inline.text
        case Ruby():
            return [inline.base, inline.reading]
        case Emphasis():
            return {"emphasis": _inlines(inline.children)}
