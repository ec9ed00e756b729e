"""What parsers of HTML and Markdown read in a file: lines, each character with its emphasis, and readings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from markdown_it import MarkdownIt

from docconvert.model import Emphasis, Ruby, document_lines, plain_text, spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docconvert.model import Document, Inlines


@dataclass(frozen=True)
class Line:
    """A line of the text: its characters, which of them are emphasized, and bases with their readings."""

    text: str = ""
    emphasis: str = ""
    readings: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: Line) -> Line:
        return Line(self.text + other.text, self.emphasis + other.emphasis, self.readings + other.readings)


def lines_of(document: Document) -> list[Line]:
    """Return the lines of the model."""
    return [line for line in map(_of_model, document_lines(document)) if line.text or line.readings]


def _of_model(inlines: Inlines) -> Line:
    line = Line()
    for inline in inlines:
        text = plain_text((inline,))
        line += Line(text, ("*" if isinstance(inline, Emphasis) else " ") * len(text))
        for span in spans((inline,)):
            if isinstance(span, Ruby) and span.reading:
                line += Line(readings=((span.base, span.reading),))
    return line


def markdown_lines(markdown: str, render: Callable[[str], str] | None = None) -> list[Line]:
    """Return the lines that a parser of Markdown reads: markdown-it, or another."""
    render = render or MarkdownIt("commonmark").render
    # What parsers write is XML, too.
    return html_lines(ElementTree.fromstring(f"<body>{render(markdown)}</body>"))


def html_lines(body: Any) -> list[Line]:
    """Return the lines in the body of a page, without the contents."""
    return [line for block in _blocks(body) for line in _lines(block) if line.text or line.readings]


_BLOCK = re.compile("h[1-6]|p")


def _blocks(element: Any) -> Iterator[Any]:
    for child in element:
        if not isinstance(child.tag, str) or child.tag in ("nav", "hr") or child.get("class") == "skip":
            continue  # comments, too
        if _BLOCK.fullmatch(child.tag):
            yield child
        else:
            assert child.tag in ("header", "div", "main", "footer"), f"what is <{child.tag}> for?"
            assert not (child.text or "").strip()
            yield from _blocks(child)
        assert not (child.tail or "").strip(), f"text between blocks: {child.tail!r}"


def _lines(block: Any) -> list[Line]:
    lines = [Line()]

    def walk(element: Any, emphasis: str) -> None:
        add(element.text or "", emphasis)
        for child in element:
            match child.tag:
                case "br":
                    lines.append(Line())
                case "ruby":
                    walk(child, emphasis)
                    lines[-1] += Line(readings=((child.text or "", child.find("rt").text or ""),))
                case "em" | "strong":
                    walk(child, "*")
                case "span":
                    walk(child, emphasis)
                case _:
                    assert child.tag in ("rt", "rp"), f"what is <{child.tag}> for?"
            tail = child.tail or ""
            add(tail.removeprefix("\n") if child.tag == "br" else tail, emphasis)

    def add(text: str, emphasis: str) -> None:
        lines[-1] += Line(text, emphasis * len(text))

    walk(block, " ")
    return lines
