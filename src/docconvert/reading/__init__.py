"""Text to document: clean characters, lines, a title, headings, paragraphs.

What this promises: every character of the text that is not blank at the ends of a
line, nor reported in a notice, stands in the document, in order.
It recognises structure only where it is sure; a line it does not understand is a
paragraph.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docconvert.chars import FORBIDDEN
from docconvert.model import Block, Document, Heading, Metadata, Paragraph, Separator, Text
from docconvert.notices import Notice, characters_removed
from docconvert.reading.headings import heading_levels, is_separator
from docconvert.reading.language import detect_language
from docconvert.reading.lines import Line, split_lines
from docconvert.reading.repair import repair_damage
from docconvert.reading.title import has_title_line

if TYPE_CHECKING:
    from docconvert.model import Level
    from docconvert.notices import Notify
    from docconvert.options import Repair


def read_text(text: str, metadata: Metadata, *, repair: Repair = "auto", notify: Notify) -> Document:
    """Recognise the structure of ``text``.

    Args:
        text: the decoded text of a whole file.
        metadata: what is known from outside; an empty language is found out.
        repair: whether to restore characters that a pinyin inserter cut in two.
        notify: told of characters that were removed or restored.
    """
    text = remove_forbidden(text, notify=notify)
    if repair == "auto":
        text = repair_damage(text, notify=notify)
    lines = split_lines(text)
    levels = heading_levels(lines)
    titled = has_title_line(lines, levels)
    title = (Text(lines[0].text),) if titled else ()
    blocks = tuple(_block(line, levels.get(line.number)) for line in lines[titled:])
    _notify_separators(lines, blocks, titled, notify)
    return Document(title, blocks, replace(metadata, language=metadata.language or detect_language(text)))


def remove_forbidden(text: str, *, notify: Notify) -> str:
    """Return ``text`` without the characters no output can hold; each is counted in a notice."""
    # Vertical tab and form feed end a line or page in old files: they are white space here.
    text = text.replace("\x0b", "\n").replace("\x0c", "\n")
    first = FORBIDDEN.search(text)
    if not first:
        return text
    line = len(f"{text[: first.start()]}.".splitlines())
    notify(characters_removed(FORBIDDEN.findall(text), line))
    return FORBIDDEN.sub("", text)


def _block(line: Line, level: Level | None) -> Block:
    if level:
        return Heading(level, (Text(line.text),))
    return Separator() if is_separator(line.text) else Paragraph((Text(line.text),))


def _notify_separators(lines: list[Line], blocks: tuple[Block, ...], titled: bool, notify: Notify) -> None:
    found = [line for line, block in zip(lines[titled:], blocks, strict=True) if isinstance(block, Separator)]
    if found:
        count = len(found)
        notify(
            Notice(
                "separator-set",
                f"{count} {'line' if count == 1 else 'lines'} of signs set as scene breaks",
                line=found[0].number,
                removed="".join(line.text for line in found),
            )
        )
