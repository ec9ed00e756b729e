"""Inlines to runs.

The text of the runs, without that of readings, is the text of the model, character for
character; only a line feed inside a text becomes a space.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docconvert.chars import HAN
from docconvert.model import Emphasis, Ruby, Text, plain_text

if TYPE_CHECKING:
    from docconvert.model import Inline, Inlines
    from docconvert.style import Points


@dataclass(frozen=True, slots=True)
class RunLook:
    """What runs need to know of the paragraph they stand in, as markup."""

    emphasis: str
    """Properties of an emphasized run."""
    ruby: str
    """Properties of a ruby."""
    reading: str
    """Properties of a reading's run."""


def run_look(size: Points, share: float, language: str, emphasis: str) -> RunLook:
    """Return the look of runs.

    Args:
        size: of the paragraph's characters.
        share: of it that the size of a reading is.
        language: Word's name of the document's language.
        emphasis: the identifier of the style of emphasized runs.
    """
    base = round(2 * size)  # sizes are in half points
    reading = max(2, round(2 * size * share))
    return RunLook(
        emphasis=f'<w:rStyle w:val="{emphasis}"/>',
        ruby=(
            f'<w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="{reading}"/>'
            f'<w:hpsRaise w:val="{base - 2}"/><w:hpsBaseText w:val="{base}"/>'
            f'<w:lid w:val="{language}"/></w:rubyPr>'
        ),
        # A speller that knows no pinyin would underline each reading.
        reading=f'<w:noProof/><w:sz w:val="{reading}"/>',
    )


def runs(inlines: Inlines, look: RunLook) -> str:
    """Return the runs of a line."""
    writer = _Writer(look, _wide_marks(plain_text(inlines)))
    return "".join(map(writer.inline, inlines))


_STRETCH = re.compile(b"\0+|\1+")
_WIDE = '<w:rFonts w:hint="eastAsia"/>'


@dataclass(slots=True)
class _Writer:
    """Writes the inlines of a line in order; ``at`` counts the characters written."""

    look: RunLook
    wide: bytearray
    at: int = 0

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text():
                return self._text(inline.text)
            case Ruby():
                return self._ruby(inline)
            case Emphasis():
                return "".join(self._emphasized(child) for child in inline.children)

    def _emphasized(self, span: Text | Ruby) -> str:
        match span:
            case Text():
                return self._text(span.text, self.look.emphasis)
            case Ruby():
                return self._ruby(span, self.look.emphasis)

    def _text(self, text: str, properties: str = "") -> str:
        start, self.at = self.at, self.at + len(text)
        if not self.wide:
            return _run(text, properties)
        parts: list[str] = []
        for stretch in _STRETCH.finditer(self.wide, start, self.at):
            hint = _WIDE if stretch[0][0] else ""
            parts.append(_run(text[stretch.start() - start : stretch.end() - start], properties + hint))
        return "".join(parts)

    def _ruby(self, ruby: Ruby, properties: str = "") -> str:
        base = self._text(ruby.base, properties)
        if not ruby.reading:
            return base
        reading = _run(ruby.reading, self.look.reading)
        return (
            f"<w:r><w:ruby>{self.look.ruby}<w:rt>{reading}</w:rt>"
            f"<w:rubyBase>{base}</w:rubyBase></w:ruby></w:r>"
        )


_PIECE = re.compile(r"\t|[^\t]{1,60000}")
"""Parsers such as libxml2 refuse a single text of ten million bytes."""


def _run(text: str, properties: str) -> str:
    if not text:
        return ""
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    pieces = _PIECE.findall(text) if "\t" in text or len(text) > 60_000 else (text,)
    return f"<w:r>{properties}{''.join(map(_piece, pieces))}</w:r>"


def _piece(text: str) -> str:
    if text == "\t":
        return "<w:tab/>"
    text = text.replace("\r", " ").replace("\n", " ")
    preserve = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:t{preserve}>{html.escape(text, quote=False)}</w:t>"


_DOUBTFUL = "“”‘’…—·※℃Ⅰ-ⅿ←-⇿①-⓿■-☆"
"""What both Chinese and Latin fonts have, or should: Word takes it from the Latin one unless told."""
_MARKS = re.compile(f"[{_DOUBTFUL}]+")
_EAST_ASIAN = re.compile(f"[{HAN}\u2e80-\u33ff\ufe30-\ufe4f\uff01-\uffee]")
_QUOTED = (
    re.compile("“[^“”]*”"),
    # An apostrophe closes nothing: ‘it’s’.
    re.compile("‘[^‘’]*+(?:(?<=[A-Za-z])’(?=[A-Za-z])[^‘’]*+)*+’"),
)


def _wide_marks(line: str) -> bytearray:
    """Return 1 for each mark of a line that is to come from the Chinese font and 0 for the rest.

    A line without such marks gives nothing. A mark in Latin text, such as an apostrophe, is none.
    """
    stretches = [found.span() for found in _MARKS.finditer(line)]
    if not stretches:
        return bytearray()
    wide = bytearray(len(line))
    for start, end in stretches:
        if _is_wide(line, start, end):
            wide[start:end] = b"\1" * (end - start)
    for quoted in _QUOTED:
        for found in quoted.finditer(line):
            start, end = found.start(), found.end() - 1
            # Marks of a pair look alike: “5G”时代.
            wide[start] = wide[end] = wide[start] | wide[end]
    return wide


def _is_wide(line: str, start: int, end: int) -> bool:
    """Say whether marks stand beside Chinese, with a space between at most, or alone on a line."""
    before = line[max(0, start - 2) : start].rstrip(" ")[-1:]
    after = line[end : end + 2].lstrip(" ")[:1]
    beside = _EAST_ASIAN.match(before) or _EAST_ASIAN.match(after)
    return bool(beside) or end - start == len(line)
