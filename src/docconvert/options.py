"""Options: what to do with the text, whatever it is written as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from docconvert.chars import FORBIDDEN
from docconvert.errors import OptionError, did_you_mean
from docconvert.language import is_language_tag

if TYPE_CHECKING:
    from collections.abc import Iterable

Repair: TypeAlias = Literal["auto", "off"]
Readings: TypeAlias = Literal["auto", "ruby", "inline", "drop", "keep"]
EmphasisRule: TypeAlias = Literal["auto", "quotes", "marks", "off"]
PunctuationRule: TypeAlias = Literal["auto", "keep", "full"]
Script: TypeAlias = Literal["keep", "hans", "hant-tw", "hant-hk"]
Vocabulary: TypeAlias = Literal["keep", "cn", "tw", "hk"]
Clean: TypeAlias = Literal["none", "noise"]

CHOICES: dict[str, tuple[str, ...]] = {
    "repair": get_args(Repair),
    "readings": get_args(Readings),
    "emphasis": get_args(EmphasisRule),
    "punctuation": get_args(PunctuationRule),
    "script": get_args(Script),
    "vocabulary": get_args(Vocabulary),
    "clean": get_args(Clean),
}

VOCABULARIES: dict[Script, Vocabulary] = {"keep": "keep", "hans": "cn", "hant-tw": "tw", "hant-hk": "hk"}
"""The vocabulary that goes with each script."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to do with the text. Each field has a command-line flag of its name.

    Raises:
        UsageError: a field has none of its fixed choices, or names no encoding, language or pattern.

    >>> from dataclasses import replace
    >>> plain = Options(emphasis="off", readings="drop")
    >>> replace(plain, script="hans", keep=("乾隆",)).keep
    ('乾隆',)
    """

    encoding: str = ""
    """Name of the encoding; empty to find it out."""
    title: str = ""
    """Title to show instead of the one found; empty for the one found."""
    author: str = ""
    """Author, instead of the one found."""
    date: str = ""
    """Date of the text, such as ``2024-05-01``, instead of the one found."""
    language: str = ""
    """BCP 47 tag; empty to find it out."""
    repair: Repair = "auto"
    """Whether to restore characters that inserted pinyin cut in two, where nothing is in doubt."""
    readings: Readings = "auto"
    """What becomes of readings in brackets; ``auto`` drops a program's and keeps the author's as typed."""
    emphasis: EmphasisRule = "auto"
    """What to emphasize: marked phrases, quoted terms too, or nothing."""
    punctuation: PunctuationRule = "auto"
    """Whether half-width marks among Chinese characters become full-width."""
    script: Script = "keep"
    """The script to convert to, with its region."""
    vocabulary: Vocabulary = "keep"
    """The words of a region, besides its script: ``cn`` with ``hans``, ``tw`` with ``hant-tw`` and so on."""
    keep: tuple[str, ...] = ()
    """Words that no conversion of the script changes."""
    glossary: tuple[tuple[str, str], ...] = ()
    """Words, and what a conversion of the script makes of them."""
    dictionaries: str = ""
    """Folder of OpenCC's resources; empty for the dictionaries that come with docconvert."""
    headings: bool = True
    """Whether to find headings; patterns of one's own are obeyed in either case."""
    heading_pattern: tuple[str, ...] = ()
    """Rules ``LEVEL=REGEX``: what the expression matches from its start is a heading of that level."""
    clean: Clean = "none"
    """``noise`` takes out what web sites and scanners put between the author's lines."""

    def __post_init__(self) -> None:
        if self.encoding:
            from docconvert.decoding import known_encoding

            known_encoding(self.encoding)
        if self.heading_pattern:
            from docconvert.reading.headings import parse_pattern

            for rule in self.heading_pattern:
                parse_pattern(rule)
        language = FORBIDDEN.sub("", self.language).strip()
        if language and not is_language_tag(language):
            raise OptionError(
                "language",
                f"cannot be {self.language!r}",
                "it takes a BCP 47 tag such as zh-Hans, zh-Hant or ja",
            )
        for name, choices in CHOICES.items():
            if (value := getattr(self, name)) not in choices:
                raise OptionError(name, f"cannot be {value!r}", did_you_mean(str(value), choices))
        self._settle_words()
        self._check_script()

    def _settle_words(self) -> None:
        """Take lists and mappings of words, too, and keep them as tuples."""
        keep: Iterable[str] = self.keep
        pairs: Mapping[str, str] | Iterable[tuple[str, str]] = self.glossary
        for name, words in (("keep", keep), ("glossary", pairs)):
            if isinstance(words, str):
                raise OptionError(name, "takes several words", "give them as a list")
        pairs = pairs.items() if isinstance(pairs, Mapping) else pairs
        object.__setattr__(self, "keep", tuple(keep))
        object.__setattr__(self, "glossary", tuple((word, new) for word, new in pairs))

    def _check_script(self) -> None:
        """Refuse what would change nothing: the user expects it to."""
        for name in ("vocabulary", "keep", "glossary", "dictionaries"):
            if self.script == "keep" and getattr(self, name) not in ((), "", "keep"):
                raise OptionError(name, "changes nothing while the script is kept", "add --script")
        if self.vocabulary != "keep" and VOCABULARIES[self.script] != self.vocabulary:
            fitting = VOCABULARIES[self.script]
            raise OptionError(
                "vocabulary",
                f"{self.vocabulary} does not go with script {self.script}",
                f"the vocabulary for {self.script} is {fitting}",
            )
        if self.dictionaries or self.vocabulary == "hk":
            from docconvert.script.dictionaries import opened
            from docconvert.script.targets import check_vocabulary

            dictionaries = opened(self.dictionaries)
            if self.vocabulary != "keep":
                check_vocabulary(dictionaries, self.vocabulary)


def option_names(options: type) -> tuple[str, ...]:
    """Return the field names of an options class, in order."""
    return tuple(field.name for field in fields(options))
