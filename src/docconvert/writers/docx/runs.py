"""Inlines to runs.

The text of the runs, without that of readings, is the text of the model, character for
character; only a line feed inside a text becomes a space. A line is one run where it can be: whoever
edits the file finds it whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from docconvert.chars import HAN
from docconvert.model import Emphasis, Ruby, Text, plain_text
from docconvert.writers.docx.markup import run
from docconvert.writers.orient import Stand, stands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docconvert.model import Inline, Inlines
    from docconvert.style import Points


class RunLook(NamedTuple):
    """What runs need to know of the paragraph they stand in, as markup."""

    emphasis: str
    """Properties of an emphasized run."""
    ruby: str
    """Properties of a ruby."""
    reading: str
    """Properties of a reading's run, whole."""
    vertical: bool
    """Whether lines run from top to bottom."""


def run_look(size: Points, share: float, language: str, emphasis: str, *, vertical: bool) -> RunLook:
    """Return the look of runs.

    Args:
        size: of the paragraph's characters.
        share: of it that the size of a reading is.
        language: Word's name of the document's language.
        emphasis: the identifier of the style of emphasized runs.
        vertical: whether lines run from top to bottom.
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
        reading=f'<w:rPr><w:noProof/><w:sz w:val="{reading}"/></w:rPr>',
        vertical=vertical,
    )


def runs(inlines: Inlines, look: RunLook) -> str:
    """Return the runs of a line."""
    if len(inlines) == 1 and isinstance(only := inlines[0], Text) and not look.vertical:
        return text_runs(only.text)
    writer = _Writer(look, _hints(plain_text(inlines)))
    return "".join(map(writer.inline, inlines))


def text_runs(text: str) -> str:
    """Return the runs of a line without readings and emphasis, in horizontal writing."""
    return "".join(run(text[start:end], _hinted("", chinese)) for start, end, chinese in _hints(text))


def mark_run(text: str) -> str:
    """Return the run of marks that are of Chinese whatever stands beside them, as around a page number."""
    return run(text, _hinted("", bool(_STRETCH.search(text))))


class _Hint(NamedTuple):
    """From which font a stretch of a line takes what both Chinese and Latin fonts have."""

    start: int
    end: int
    east_asian: bool


_HINTS = {False: "", True: '<w:rFonts w:hint="eastAsia"/>'}


def _hinted(properties: str, east_asian: bool, behind: str = "") -> str:
    properties += _HINTS[east_asian] + behind
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""


@dataclass(slots=True)
class _Writer:
    """Writes the inlines of a line in order."""

    look: RunLook
    hints: list[_Hint]
    at: int = 0
    """How many characters are written."""
    reached: int = 0
    """The hint that holds for the next one."""

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

    def _text(self, text: str, properties: str = "", *, is_base: bool = False) -> str:
        start, self.at = self.at, self.at + len(text)
        parts: list[str] = []
        while start < self.at:
            hint = self.hints[self.reached]
            end = min(hint.end, self.at)
            part = text[start - self.at + len(text) : end - self.at + len(text)]
            if self.look.vertical and not is_base:
                parts += self._turned(part, properties, hint.east_asian)
            else:
                parts.append(run(part, _hinted(properties, hint.east_asian)))
            self.reached += hint.end == end
            start = end
        return "".join(parts)

    def _turned(self, text: str, properties: str, east_asian: bool) -> Iterator[str]:
        """Yield runs in which short numbers stand upright, in the room of one character."""
        start = 0
        for begin, end, stand in stands(text):
            if stand is Stand.COMBINED:
                yield run(text[start:begin], _hinted(properties, east_asian))
                yield run(text[begin:end], _hinted(properties, east_asian, _COMBINED))
                start = end
        yield run(text[start:], _hinted(properties, east_asian))

    def _ruby(self, ruby: Ruby, properties: str = "") -> str:
        base = self._text(ruby.base, properties, is_base=True)
        if not ruby.reading:
            return base
        reading = run(ruby.reading, self.look.reading)
        return (
            f"<w:r><w:ruby>{self.look.ruby}<w:rt>{reading}</w:rt>"
            f"<w:rubyBase>{base}</w:rubyBase></w:ruby></w:r>"
        )


_COMBINED = '<w:eastAsianLayout w:id="1" w:vert="1" w:vertCompress="1"/>'
"""Horizontal in vertical text (section 17.3.2.10)."""

_DOUBTFUL = "“”‘’…‥—―‖·‧•′″※℃Ⅰ-ⅿ←-⇿①-⓿■-☆"
"""What both Chinese and Latin fonts have, or should: Word takes it from the Latin one unless told.

What it is told is the hint of a run (section 17.3.2.26), which says nothing to ASCII and to Han.
"""
_CHINESE = f"{HAN}\u2e80-\u33ff\ufe30-\ufe4f\uff01-\uffee"
_STRETCH = re.compile(f"[{_DOUBTFUL}]+")
_LOOSE = re.compile(f"[{_DOUBTFUL}]++(?! ?[{_CHINESE}])")
"""Marks without Chinese behind them."""
_FOREIGN = re.compile("[\u00a1-\u00b6\u00b8-\u024f\u0370-\u052f\u1e00-\u1fff]+")
"""Letters that the hint speaks to as well, such as those of pinyin: Chinese fonts draw them badly."""
_CHINESE_MARK = re.compile(f"[{_CHINESE}]")
_QUOTED = (
    re.compile("“[^“”]*”"),
    # An apostrophe closes nothing: ‘it’s’.
    re.compile("‘[^‘’]*+(?:(?<=[A-Za-z])’(?=[A-Za-z])[^‘’]*+)*+’"),
)
_CHINESE_FONT, _LATIN_FONT = 1, 2
_KINDS = re.compile(b"\1+|\2+")


def _hints(line: str) -> list[_Hint]:
    """Return the stretches of a line, each from one kind of font.

    Marks are of Chinese that stand beside it, with a space between at most, or alone on a line. A
    mark in Latin text, such as an apostrophe, is not.
    """
    if not _STRETCH.search(line):
        return [_Hint(0, len(line), False)]
    narrow = [found.span() for found in _LOOSE.finditer(line) if not _is_chinese(line, *found.span())]
    foreign = [found.span() for found in _FOREIGN.finditer(line)]
    if not narrow and not foreign:
        return [_Hint(0, len(line), True)]
    kinds = bytearray(len(line))
    for found in _STRETCH.finditer(line):
        kinds[found.start() : found.end()] = b"\1" * len(found[0])
    for start, end in narrow:
        kinds[start:end] = b"\2" * (end - start)
    for quoted in _QUOTED:
        for found in quoted.finditer(line):
            start, end = found.start(), found.end() - 1
            # Marks of a pair look alike: “5G”时代.
            kinds[start] = kinds[end] = min(kinds[start], kinds[end])
    for start, end in foreign:
        kinds[start:end] = b"\2" * (end - start)
    return _stretches(line, kinds)


def _is_chinese(line: str, start: int, end: int) -> bool:
    """Say whether marks with no Chinese behind them have it before them, or are all of the line."""
    before = line[max(0, start - 2) : start].rstrip(" ")[-1:]
    return bool(_CHINESE_MARK.match(before)) or end - start == len(line)


def _stretches(line: str, kinds: bytearray) -> list[_Hint]:
    """Cut a line where the kind changes, if need be before a Latin word and not in it."""
    hints: list[_Hint] = []
    start, kind = 0, 0
    for found in _KINDS.finditer(kinds):
        if kind and found[0][0] != kind:
            cut = found.start()
            while found[0][0] == _LATIN_FONT and cut > start and _is_of_word(line[cut - 1]):
                cut -= 1
            hints.append(_Hint(start, cut, kind == _CHINESE_FONT))
            start = cut
        kind = found[0][0]
    hints.append(_Hint(start, len(line), kind == _CHINESE_FONT))
    return [hint for hint in hints if hint.start < hint.end] or hints


def _is_of_word(character: str) -> bool:
    return character.isalnum() and character <= "\u024f"
