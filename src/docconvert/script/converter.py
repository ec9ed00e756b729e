"""Convert texts to one script: which conversion for which part of a text."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias, get_args

from docconvert.edits import Edit, applied, by_character
from docconvert.errors import UsageError, did_you_mean
from docconvert.script.configuration import conversion
from docconvert.script.dictionaries import Dictionaries, opened
from docconvert.script.evidence import Evidence
from docconvert.script.matcher import Matcher, Table
from docconvert.script.surnames import AS_NAMES, Surnames
from docconvert.script.targets import Maker, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from docconvert.script.conversion import Choice, Conversion
    from docconvert.script.matcher import Hit

Source: TypeAlias = Literal["auto", "zh-Hans", "zh-Hant"]


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
    Traditional one only regional forms and characters that are Simplified without a doubt, so that 皇后
    stays what it is. To Simplified script the source makes no difference.

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
        self._whole: _Converts = whole
        self._by_line: _ByLine | None = None
        self._surnames: Surnames | None = None
        if target != "zh-Hans":
            self._by_line = _ByLine(whole, maker.regional(vocabulary=vocabulary), Evidence(found), source)
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
        default = self._by_line.default(_without(self._users_words(text), text))
        start = 0
        for line in text.splitlines(keepends=True):
            words = self._users_words(line)
            # What the user's words are in does not tell what the line is in.
            by = self._by_line.of(_without(words, line), default)
            fixed = self._fixed_words(words)
            if by is self._whole and (surnames := self._fixed_surnames(line, names)):
                fixed = _joined(fixed, surnames)
            yield from _around(fixed, line, start, by)
            start += len(line)

    def _users_words(self, text: str) -> list[Hit]:
        return list(self._users.hits(text)) if self._users else []

    def _fixed_words(self, words: list[Hit]) -> list[_Piece]:
        return [_Piece(start, end, self._fixed[word]) for start, end, word in words]

    def _fixed_surnames(self, line: str, names: frozenset[str]) -> list[_Piece]:
        found = self._surnames.places(line, names) if self._surnames else []
        return [_Piece(at, at + 1, _Fixed(new)) for at, new in found]


def _joined(words: list[_Piece], surnames: list[_Piece]) -> list[_Piece]:
    """Return the user's words and the surnames outside of them, in order."""
    taken = {at for word in words for at in range(word.start, word.end)}
    return sorted([*words, *(each for each in surnames if each.start not in taken)], key=itemgetter(0))


def _around(fixed: list[_Piece], text: str, offset: int, by: _Converts) -> Iterator[_Piece]:
    """Yield the pieces that are fixed, and what is between them, which ``by`` converts."""
    end = 0
    for start, stop, word in fixed:
        if start > end:
            yield _Piece(offset + end, offset + start, by)
        yield _Piece(offset + start, offset + stop, word)
        end = stop
    if end < len(text):
        yield _Piece(offset + end, offset + len(text), by)


class _Converts(Protocol):
    """What can convert a part of a text."""

    def convert(self, text: str, /) -> str: ...

    def edits(self, text: str, /) -> list[Edit]: ...

    def choices(self, text: str, /) -> list[Choice]: ...


class _Piece(NamedTuple):
    """A part of a text and what converts it."""

    start: int
    end: int
    by: _Converts


class _ByLine:
    """Chooses what converts a line to Traditional script, by what it is in."""

    def __init__(self, whole: _Converts, regional: _Converts, evidence: Evidence, source: Source) -> None:
        self._whole = whole
        self._regional = regional
        self._mixed = _Mixed(whole, regional, evidence)
        self._evidence = evidence
        self._source = source

    def default(self, text: str) -> _Converts:
        """Return what converts the lines of ``text`` that have no character that tells."""
        source = self._evidence.script_of(text) if self._source == "auto" else self._source
        return self._regional if source == "zh-Hant" else self._whole

    def of(self, line: str, default: _Converts) -> _Converts:
        simplified, traditional = self._evidence.is_simplified(line), self._evidence.is_traditional(line)
        if simplified and traditional:
            return self._whole if self._evidence.script_of(line) == "zh-Hans" else self._mixed
        if simplified:
            return self._whole
        return self._regional if traditional else default


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


class _Mixed:
    """A Traditional line with Simplified characters in it: these are converted, and the regional forms."""

    def __init__(self, whole: _Converts, regional: _Converts, evidence: Evidence) -> None:
        self._whole = whole
        self._regional = regional
        self._evidence = evidence

    def convert(self, text: str) -> str:
        return applied(text, self.edits(text))

    def edits(self, text: str) -> list[Edit]:
        doubtless = [
            edit
            for edit in by_character(self._whole.edits(text))
            if self._evidence.is_simplified(text[edit.start : edit.end])
        ]
        taken = {at for edit in doubtless for at in range(edit.start, edit.end)}
        # The regional forms go by words: they must see these as they are now.
        now = applied(text, (edit for edit in doubtless if len(edit.new) == edit.end - edit.start))
        regional = [
            edit
            for edit in by_character(self._regional.edits(now))
            if taken.isdisjoint(range(edit.start, edit.end))
        ]
        return sorted(doubtless + regional)

    def choices(self, text: str) -> list[Choice]:
        return [
            choice
            for choice in self._whole.choices(text)
            if self._evidence.is_simplified(text[choice.start : choice.end])
        ]


def _without(words: list[Hit], text: str) -> str:
    return applied(text, (Edit(start, end, "") for start, end, _ in words))


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
