"""Text to document: lines, site noise, contents lists, paragraphs, title, headings, roles.

    text → lines → (glue, noise, contents) → paragraphs → (front, headings, verse, roles) → blocks

What this promises: every character of the text that is not blank at the ends of a
line, nor reported in a notice, stands in the document. It recognises structure only where it
is sure; a line it does not understand is a paragraph.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docconvert.model import Document, Metadata, Text
from docconvert.reading.assemble import assemble
from docconvert.reading.characters import remove_forbidden
from docconvert.reading.headings import HeadingRules, parse_pattern
from docconvert.reading.language import detect_language
from docconvert.reading.lines import split_lines
from docconvert.reading.repair import repair_damage

if TYPE_CHECKING:
    from docconvert.notices import Notify
    from docconvert.options import Options


def read_text(text: str, metadata: Metadata, options: Options, *, notify: Notify) -> Document:
    """Recognise the structure of ``text``.

    Args:
        text: the decoded text of a whole file.
        metadata: what is known from outside; an empty language is found out.
        options: what the user says of headings, site noise and repairs.
        notify: told of all that was removed, added, repaired or in doubt.
    """
    text = remove_forbidden(text, notify=notify)
    if options.repair == "auto":
        text = repair_damage(text, notify=notify)
    rules = HeadingRules(tuple(map(parse_pattern, options.heading_pattern)), options.headings)
    read = assemble(
        split_lines(text),
        rules,
        source=metadata.source,
        clean_noise=options.clean == "noise",
        notify=notify,
    )
    metadata = replace(
        metadata,
        language=metadata.language or detect_language(text),
        author=metadata.author or read.author,
        date=metadata.date or read.date,
    )
    title = (Text(read.title),) if read.title else ()
    return Document(title, read.blocks, metadata, read.title_line, read.above_title)
