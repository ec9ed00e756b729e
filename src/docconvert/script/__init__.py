"""Convert between Simplified and Traditional Chinese.

The semantics are OpenCC's: a text is cut into the words of the first dictionary, leftmost
and longest first, and every step of the chain works inside these words and the gaps between
them. The result is given as edits, so that whatever is attached to the text keeps its place.

    >>> ScriptConverter("zh-Hans").convert("頭髮")
    '头发'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from docconvert.edits import Edit
from docconvert.script.dictionaries import load_dictionaries, load_overlay
from docconvert.script.matcher import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterator

Target: TypeAlias = Literal["zh-Hans", "zh-Hant-TW", "zh-Hant-HK"]

_TO_TRADITIONAL = ("STPhrases", "STCharacters")
_REGION = {"zh-Hant-TW": ("TWVariants",), "zh-Hant-HK": ("HKVariants",)}


class ScriptConverter:
    """Converts text to one script.

    Args:
        target: ``zh-Hans``, ``zh-Hant-TW`` or ``zh-Hant-HK``.
        traditional_source: the text is in Traditional script already, so only its
            regional forms change. It makes no difference to ``zh-Hans``.

    Raises:
        DocconvertError: the dictionaries are not installed.
    """

    def __init__(self, target: Target, *, traditional_source: bool = False) -> None:
        if target == "zh-Hans":
            tables = [load_dictionaries("TSPhrases", "TSCharacters") | load_overlay("hans")]
        else:
            tables = [load_dictionaries(*_REGION[target])]
            if not traditional_source:
                tables.insert(0, load_dictionaries(*_TO_TRADITIONAL))
        self._steps = [Matcher(table) for table in tables]
        self._known: dict[str, str] = {}

    def convert(self, text: str) -> str:
        """Return ``text`` in the target script."""
        return "".join(self._converted(text[start:end]) for start, end in self._segments(text))

    def edits(self, text: str) -> list[Edit]:
        """Return what to change in ``text``, in order; edits of equal length cover single characters."""
        edits: list[Edit] = []
        for start, end in self._segments(text):
            old = text[start:end]
            new = self._converted(old)
            if len(new) == len(old):
                pairs = enumerate(zip(old, new, strict=True), start)
                edits += [Edit(at, at + 1, b) for at, (a, b) in pairs if a != b]
            else:
                edits.append(Edit(start, end, new))
        return edits

    def _segments(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the words of the first dictionary and the gaps between them."""
        end = 0
        for match in self._steps[0].words(text):
            if match.start > end:
                yield end, match.start
            yield match.start, match.end
            end = match.end
        if end < len(text):
            yield end, len(text)

    def _converted(self, segment: str) -> str:
        if (known := self._known.get(segment)) is not None:
            return known
        new = segment
        for step in self._steps:
            new = step.replace(new)
        if len(segment) <= 4:  # words recur, long gaps do not
            self._known[segment] = new
        return new
