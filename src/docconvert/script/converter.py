"""Convert texts to one script: which conversion for which part of a text."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, get_args

from docconvert.edits import Edit, applied
from docconvert.errors import UsageError, did_you_mean
from docconvert.script.configuration import conversion
from docconvert.script.conversion import Choice
from docconvert.script.dictionaries import Dictionaries, opened
from docconvert.script.evidence import Evidence
from docconvert.script.lines import ByLine, Source
from docconvert.script.matcher import Matcher, Table
from docconvert.script.surnames import AS_NAMES, Surnames
from docconvert.script.targets import Maker, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from docconvert.script.conversion import Conversion
    from docconvert.script.lines import Converts, Part
    from docconvert.script.matcher import Hit


def opencc_conversion(name: str, dictionaries: Dictionaries | Path | str = "") -> Conversion:
    """Return one of OpenCC's conversions exactly as its configuration describes it.

    Args:
        name: the configuration's, such as ``s2twp``.
        dictionaries: a folder of OpenCC's resources; those that come with docconvert if empty.

    Raises:
        DocconvertError: there is no such configuration, or a dictionary is missing or broken.

    >>> opencc_conversion("s2twp").convert("鼠标里面的硅")
    '滑鼠裡面的矽'
    """
    found = _found(dictionaries)
    return conversion(found.configuration(name), found)


class ScriptConverter:
    """Converts texts to one script.

    To Traditional script, each line is converted by what it is in: a Simplified one wholly; in a
    Traditional one only the regional forms, so that 皇后 stays what it is. A line in which both stand is
    converted clause by clause, and what is in doubt in it is among the choices. To Simplified script the
    source makes no difference.

    Args:
        target: ``zh-Hans``, ``zh-Hant-TW`` or ``zh-Hant-HK`` (BCP 47).
        source: what lines are in that have no character that tells; ``auto`` goes by the whole text.
        vocabulary: exchange words, too, for those of the region: 鼠标, 滑鼠.
        keep: words that stay as they are, whatever stands around them.
        glossary: words of the user's own and what they become, whatever stands around them; they go
            before words to keep, and of words that overlap the one further left counts.
        dictionaries: a folder of OpenCC's resources; those that come with docconvert if empty.
        overlay: use docconvert's own words and names beside the dictionaries.
        rare: convert also to characters that hardly any font has, such as 㑮 to 𫝈.

    Raises:
        UsageError: the target is unknown, the dictionaries have no vocabulary of its region, or a
            word has a line break.
        DocconvertError: the dictionaries are missing or broken.
    """

    def __init__(
        self,
        target: Target,
        *,
        source: Source = "auto",
        vocabulary: bool = False,
        keep: Iterable[str] = (),
        glossary: Mapping[str, str] | None = None,
        dictionaries: Dictionaries | Path | str = "",
        overlay: bool = True,
        rare: bool = False,
    ) -> None:
        _check("target", target, get_args(Target))
        _check("source", source, get_args(Source))
        found = _found(dictionaries)
        maker = Maker(found, target, overlay=overlay, rare=rare)
        self.dictionaries = found.name
        """Name and version of the dictionaries."""
        self.withheld = maker.withheld()
        """Characters that stay, because hardly any font has what they would become, with what that is."""
        whole = maker.conversion(vocabulary=vocabulary)
        self._whole: Converts = whole
        self._by_line: ByLine | None = None
        self._surnames: Surnames | None = None
        if target != "zh-Hans":
            self._by_line = ByLine(whole, maker.regional(vocabulary=vocabulary), Evidence(found), source)
            self._surnames = Surnames(whole) if overlay else None
        fixed = _checked({word: word for word in keep} | dict(glossary or {}))
        self._users = Matcher(Table(fixed, {})) if fixed else None
        self._fixed = {word: _Fixed(new) for word, new in fixed.items()}

    def names_in(self, text: str) -> frozenset[str]:
        """Return the names in a text whose surnames could be something else, and are not.

        Whoever converts a text in parts gives them to each part: 于老师 may be a name without a doubt in
        one place only.
        """
        return self._surnames.names_in(text) if self._surnames else frozenset()

    def convert(self, text: str, names: frozenset[str] | None = None) -> str:
        """Return ``text`` in the target script; ``names`` are those of the text that it is a part of."""
        pieces = self._pieces(text, names)
        return "".join(piece.by.convert(text[piece.start : piece.end]) for piece in pieces)

    def convert_name(self, name: str) -> str:
        """Return a person's name in the target script; a surname such as 余 or 范 is no word."""
        new = self.convert(name)
        kept = self._by_line is not None and name[:1] in AS_NAMES and len(new) == len(name)
        if not kept or new[:1] == name[:1]:
            return new
        return AS_NAMES[name[:1]] + new[1:]

    def edits(self, text: str, names: frozenset[str] | None = None) -> list[Edit]:
        """Return what to change in ``text``, in order and not overlapping.

        Where an edit is as long as what it replaces, each character took the place of one.
        """
        return [
            Edit(piece.start + edit.start, piece.start + edit.end, edit.new)
            for piece in self._pieces(text, names)
            for edit in piece.by.edits(text[piece.start : piece.end])
        ]

    def choices(self, text: str, names: frozenset[str] | None = None) -> list[Choice]:
        """Return where the dictionaries had more than one candidate that is worth telling of."""
        return [
            choice._replace(start=piece.start + choice.start, end=piece.start + choice.end)
            for piece in self._pieces(text, names)
            for choice in piece.by.choices(text[piece.start : piece.end])
        ]

    def _pieces(self, text: str, names: frozenset[str] | None) -> Iterator[_Piece]:
        """Yield the parts of a text with what converts each: words cut out first, then the rest by lines."""
        if self._by_line is None:
            yield from _around(self._fixed_words(self._users_words(text)), text, 0, self._whole)
            return
        if names is None:
            names = self.names_in(text)
        default = self._by_line.default(_masked(self._users_words(text), text))
        start = 0
        for line in text.splitlines(keepends=True):
            words = self._users_words(line)
            # What the user's words are in does not tell what the line is in.
            parts = self._by_line.parts(_masked(words, line), default)
            fixed = self._fixed_words(words)
            if whole := [part for part in parts if part.is_simplified]:
                surnames = self._fixed_surnames(line, names)
                fixed = _joined(
                    fixed, [each for each in surnames if any(_is_in(each, part) for part in whole)]
                )
            for part in parts:
                inside = [word for word in fixed if _is_in(word, part)] if len(parts) > 1 else fixed
                yield from _around(inside, line[: part.end], start, part.by, part.start)
            start += len(line)

    def _users_words(self, text: str) -> list[Hit]:
        return list(self._users.hits(text)) if self._users else []

    def _fixed_words(self, words: list[Hit]) -> list[_Piece]:
        return [_Piece(start, end, self._fixed[word]) for start, end, word in words]

    def _fixed_surnames(self, line: str, names: frozenset[str]) -> list[_Piece]:
        if not self._surnames:
            return []
        sure = self._surnames.places(line, names)
        doubtful = self._surnames.doubts(line, sure)
        return sorted(
            [
                *(_Piece(at, at + 1, _Fixed(new)) for at, new in sure),
                *(_Piece(at, at + 1, _Doubtful(self._whole.convert(line[at]), new)) for at, new in doubtful),
            ],
            key=itemgetter(0),
        )


def _joined(words: list[_Piece], surnames: list[_Piece]) -> list[_Piece]:
    """Return the user's words and the surnames outside of them, in order."""
    taken = {at for word in words for at in range(word.start, word.end)}
    return sorted([*words, *(each for each in surnames if each.start not in taken)], key=itemgetter(0))


def _is_in(piece: _Piece, part: Part) -> bool:
    return part.start <= piece.start < part.end


def _around(fixed: list[_Piece], text: str, offset: int, by: Converts, begin: int = 0) -> Iterator[_Piece]:
    """Yield the pieces that are fixed, and what is between them from ``begin`` on, which ``by`` converts."""
    end = begin
    for start, stop, word in fixed:
        if start > end:
            yield _Piece(offset + end, offset + start, by)
        yield _Piece(offset + start, offset + stop, word)
        end = stop
    if end < len(text):
        yield _Piece(offset + end, offset + len(text), by)


class _Piece(NamedTuple):
    """A part of a text and what converts it."""

    start: int
    end: int
    by: Converts


class _Fixed:
    """A word that becomes one thing always."""

    def __init__(self, new: str) -> None:
        self._new = new

    def convert(self, _: str) -> str:
        return self._new

    def edits(self, text: str) -> list[Edit]:
        return [Edit(0, len(text), self._new)] if text != self._new else []

    def choices(self, _: str) -> list[Choice]:
        return []


class _Doubtful(_Fixed):
    """A word that becomes one thing, and could have become another."""

    def __init__(self, new: str, other: str) -> None:
        super().__init__(new)
        self._other = other

    def choices(self, text: str) -> list[Choice]:
        return [Choice(0, len(text), self._new, (self._other,))]


def _masked(words: list[Hit], text: str) -> str:
    """Return ``text`` with something in the place of the words that tells nothing."""
    return applied(text, (Edit(start, end, _NEUTRAL * (end - start)) for start, end, _ in words))


_NEUTRAL = "一"


def _checked(words: dict[str, str]) -> dict[str, str]:
    """Return the user's words that are some."""
    for word in words:
        if len(word.splitlines()) > 1:
            raise UsageError(f"a word has a line break: {word!r}", "words stand within a line")
    return {word: new for word, new in words.items() if word}


def _found(dictionaries: Dictionaries | Path | str) -> Dictionaries:
    return dictionaries if isinstance(dictionaries, Dictionaries) else opened(dictionaries)


def _check(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise UsageError(f"{name} cannot be {value!r}", did_you_mean(value, known))
