"""What an EPUB says of itself: title, author, date, language, identifier, accessibility.

Everything here is fit to stand in a package document: no date or language tag that a checker
would refuse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from docconvert.chars import on_one_line
from docconvert.language import is_language_tag
from docconvert.model import Emphasis, Heading, Ruby, Text, document_lines, spans
from docconvert.notices import Notice
from docconvert.writers.epub.cover import draw_cover, read_cover
from docconvert.writers.fonts import RoleFonts
from docconvert.writers.titles import title_or_first_clause

if TYPE_CHECKING:
    from docconvert.model import Document, Inline
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.style import Style
    from docconvert.writers.epub.cover import Cover


@dataclass(frozen=True, slots=True)
class About:
    """The facts of one book; those that are not known are empty."""

    title: str
    authors: tuple[str, ...]
    date: str
    publisher: str
    series: str
    series_index: str
    description: str
    language: str
    identifier: str
    features: tuple[str, ...]
    dictionaries: str
    cover: Cover | None
    vertical: bool
    """Whether lines run from top to bottom."""
    shows_contents: bool
    """Whether the contents are a page of the book too, besides the navigation of readers."""
    style: Style
    """How it looks."""


def about(document: Document, style: Style, output: Output, *, is_book: bool, notify: Notify) -> About:
    """Gather the facts of a document.

    Args:
        document: the document.
        style: what gives the direction of lines, and the fonts of a cover.
        output: what the user wants it to say; an identifier not given is made from the content.
        is_book: whether it has a cover although nobody asks for one.
        notify: told when a title had to be made, a date cannot be given, or a cover lacks characters.

    Raises:
        UsageError: the cover is no picture that can be taken.
        FontError: a font of the style or the user cannot be used.
    """
    metadata = document.metadata
    if metadata.date and not is_w3c_date(metadata.date):
        notify(
            Notice("not-shown", f"an EPUB cannot give the date {metadata.date!r}; write it like 2024-05-01")
        )
    title = on_one_line(title_or_first_clause(document, notify=notify)) or "Untitled"
    authors = tuple(filter(None, map(on_one_line, _BETWEEN_AUTHORS.split(metadata.author))))
    return About(
        title=title,
        authors=authors,
        date=metadata.date if is_w3c_date(metadata.date) else "",
        publisher=on_one_line(output.publisher),
        series=on_one_line(output.series),
        series_index=output.series_index,
        description=on_one_line(output.description),
        language=metadata.language if is_language_tag(metadata.language) else "und",
        identifier=on_one_line(output.identifier) or _identifier(document),
        features=_features(document),
        dictionaries=on_one_line(metadata.dictionaries),
        cover=_cover(title, authors, metadata.language, style, output, is_book=is_book, notify=notify),
        vertical=style.is_vertical(output),
        shows_contents=output.contents == "yes",
        style=style,
    )


def _cover(
    title: str,
    authors: tuple[str, ...],
    language: str,
    style: Style,
    output: Output,
    *,
    is_book: bool,
    notify: Notify,
) -> Cover | None:
    match output.cover:
        case "none":
            return None
        case "auto" if not is_book:
            return None
        case "auto" | "drawn":
            fonts = RoleFonts(language, files=style.font_files, extra=output.font).sources("kai")
            return draw_cover(title, authors, fonts, vertical=style.is_vertical(output), notify=notify)
        case path:
            return read_cover(path)


_BETWEEN_AUTHORS = re.compile("[、;；]")


_W3C_DATE = re.compile(
    r"(?:(?!0000)[0-9]{4})(?:-[0-9]{2}(?:-[0-9]{2}(?P<time>T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2}))?)?)?"
)


def is_w3c_date(date: str) -> bool:
    """Say whether ``date`` has a form of W3CDTF (W3C NOTE-datetime), as EPUB asks, and exists."""
    found = _W3C_DATE.fullmatch(date)
    if not found:
        return False
    try:
        datetime.fromisoformat(date if found["time"] else date + "-01-01"[len(date) - 4 :])
    except ValueError:
        return False
    return True


def _identifier(document: Document) -> str:
    """Make an identifier that is the same for the same content, whatever it looks like."""
    lines = ["".join(map(_source, line)) for line in document_lines(document)]
    facts = [document.metadata.language, document.metadata.author, document.metadata.date]
    content = "\n".join(["docconvert", *facts, *lines])
    return f"urn:uuid:{uuid5(NAMESPACE_URL, content)}"


def _source(inline: Inline) -> str:
    match inline:
        case Text():
            return inline.text
        case Ruby():
            return f"{{{inline.base}|{inline.reading}}}"
        case Emphasis():
            return f"*{''.join(map(_source, inline.children))}*"


def _features(document: Document) -> tuple[str, ...]:
    """Return accessibility features in the words of the Schema.org vocabulary; none is a mere wish."""
    features = ["tableOfContents", "readingOrder", "displayTransformability", "unlocked"]
    if document.title or any(isinstance(block, Heading) for block in document.blocks):
        features.insert(0, "structuralNavigation")
    if any(isinstance(span, Ruby) for line in document_lines(document) for span in spans(line)):
        features.append("rubyAnnotations")
    return tuple(features)
