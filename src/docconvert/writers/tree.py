"""Write the model itself, one node a line: for tests and for the curious.

meta zh-Hant, utf-8, report.txt
title 春訊
h1 第一章
p 遼寧{長|zhǎng}安，*要點*。
p[date] 2024年1月1日
v 床前明月光 / 疑是地上霜
separator
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docconvert.format import Format
from docconvert.model import Document, Emphasis, Heading, Paragraph, Ruby, Separator, Text, Verse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docconvert.model import Block, Inline
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.style import Style


def write(document: Document, style: Style, output: Output, *, notify: Notify) -> bytes:  # noqa: ARG001
    """Return the tree in UTF-8."""
    about = document.metadata
    facts = (about.language, about.encoding, about.source, about.author, about.date)
    lines = ["meta " + ", ".join(filter(None, facts))]
    lines += map(_block, document.above)
    if document.title:
        lines.append(f"title {_inlines(document.title)}")
    lines += map(_block, document.below)
    return "".join(f"{line}\n" for line in lines).encode()


def _block(block: Block) -> str:
    match block:
        case Heading():
            role = "" if block.role == "section" else f"[{block.role}]"
            return f"h{block.level}{role} {_inlines(block.children)}"
        case Paragraph():
            role = "" if block.role == "body" else f"[{block.role}]"
            return f"p{role} {_inlines(block.children)}"
        case Verse():
            return f"v {' / '.join(map(_inlines, block.lines))}"
        case Separator():
            return "separator"


def _inlines(inlines: Iterable[Inline]) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    match inline:
        case Text():
            return _escape(inline.text)
        case Ruby():
            return f"{{{_escape(inline.base)}|{_escape(inline.reading)}}}"
        case Emphasis():
            return f"*{_inlines(inline.children)}*"


_SPECIAL = re.compile(r"[\\{}|*]")


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


FORMAT = Format("tree", ".tree", write, text=True, shown=True, looks=False)
