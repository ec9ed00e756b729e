"""Convert the text's script, on the joined base text of each line."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from docconvert.edits import Edit, by_character
from docconvert.language import is_chinese, is_language_tag, script_of
from docconvert.model import Document, Inlines, Ruby, document_lines, numbered_lines, plain_text
from docconvert.notices import Notice
from docconvert.transforms.glosses import find_glosses
from docconvert.transforms.rewrite import map_lines, rewrite

if TYPE_CHECKING:
    from collections.abc import Callable

    from docconvert.notices import Notify
    from docconvert.options import Options, Script
    from docconvert.script import Choice, ScriptConverter, Source, Target

_TARGETS: dict[Script, Target] = {"hans": "zh-Hans", "hant-tw": "zh-Hant-TW", "hant-hk": "zh-Hant-HK"}

_CONTEXT = 10
"""Characters shown on either side of a choice."""


class ScriptChoice(NamedTuple):
    """A place where the dictionaries had more than one candidate.

    ``original`` stood between ``before`` and ``after`` in the paragraph that begins at ``line`` of the
    source (0 where that is not known) and became ``new``; ``others`` are what else it could have become.
    """

    line: int
    before: str
    original: str
    after: str
    new: str
    others: tuple[str, ...]


OnChoice: TypeAlias = "Callable[[ScriptChoice], None]"


def ignore_choice(choice: ScriptChoice) -> None:
    """Do nothing with a choice."""


def convert_script(
    document: Document, options: Options, *, notify: Notify, on_choice: OnChoice = ignore_choice
) -> Document:
    """Return the document in the script the options name, its language set to match.

    A reading over characters that became more or fewer is taken off, with a notice. Japanese
    and Korean are left alone: their characters are in neither table. A text in another language stays in it,
    whatever Chinese it holds.

    Args:
        document: the document.
        options: the script, with its vocabulary, words and dictionaries; ``keep`` changes nothing.
        notify: told how many choices there were, and what could not be converted.
        on_choice: told of each choice.
    """
    if options.script == "keep":
        return document
    language = document.metadata.language
    source = script_of(language)
    if (spoken := language.lower().partition("-")[0]) in ("ja", "ko"):
        notify(
            Notice(
                "script-unchanged",
                f"the text is {'Japanese' if spoken == 'ja' else 'Korean'}; its script was not converted",
            )
        )
        return document
    target = _TARGETS[options.script]
    converter = _converter(target, "zh-Hant" if source == "hant" else "zh-Hans", options)
    detached: list[Ruby] = []
    choices: list[ScriptChoice] = []
    author = document.metadata.author
    names = converter.names_in("\n".join(map(plain_text, document_lines(document))))
    numbers = (number for number, _ in numbered_lines(document))

    def convert(line: Inlines) -> Inlines:
        text, number = plain_text(line), next(numbers)
        edits, found = _through_readings(converter, text, names)
        choices.extend(_in_context(choice, text, number) for choice in found)
        if author and len(text) <= len(author) + _LABEL:
            edits = _with_name(edits, text, author, converter.convert_name(author))
        new, lost = rewrite(line, edits)
        detached.extend(lost)
        return new

    converted = map_lines(document, convert)
    for choice in choices:
        on_choice(choice)
    _report(document, converter, choices, detached, notify)
    metadata = replace(
        converted.metadata,
        language=target if is_chinese(language) or not is_language_tag(language) else language,
        author=options.author or converter.convert_name(document.metadata.author),
        dictionaries=converter.dictionaries,
    )
    return replace(converted, metadata=metadata)


def _through_readings(
    converter: ScriptConverter, text: str, names: frozenset[str]
) -> tuple[list[Edit], list[Choice]]:
    """Return what to change in a line, and what is in doubt, as if no readings stood in it."""
    glosses = list(find_glosses(text)) if any(bracket in text for bracket in "(（[［〔【") else []
    if not glosses:
        return converter.edits(text, names), converter.choices(text, names)
    inside = {
        at for gloss in glosses for at in range(gloss.start + len(gloss.base) + len(gloss.mark), gloss.end)
    }
    places = [at for at in range(len(text)) if at not in inside]
    bare = "".join(text[at] for at in places)
    edits = by_character(converter.edits(bare, names))
    if any(places[edit.end - 1] - places[edit.start] >= edit.end - edit.start for edit in edits):
        return converter.edits(text, names), converter.choices(text, names)  # a word that grows or shrinks
    return (
        [Edit(places[edit.start], places[edit.end - 1] + 1, edit.new) for edit in edits],
        [
            choice._replace(start=places[choice.start], end=places[choice.end - 1] + 1)
            for choice in converter.choices(bare, names)
        ],
    )


_LABEL = 8
"""Characters that may stand beside an author's name in its line: 作者：, 著, 　译."""


def _with_name(edits: list[Edit], text: str, name: str, new: str) -> list[Edit]:
    """Let a name in a line become what names become, not what its characters would as words."""
    start = text.find(name)
    if start < 0:
        return edits
    end = start + len(name)
    others = [edit for edit in by_character(edits) if edit.end <= start or edit.start >= end]
    return sorted([*others, Edit(start, end, new)])


def _in_context(choice: Choice, text: str, line: int) -> ScriptChoice:
    start, end = choice.start, choice.end
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return ScriptChoice(line, before, text[start:end], after, choice.new, choice.others)


def _report(
    document: Document,
    converter: ScriptConverter,
    choices: list[ScriptChoice],
    detached: list[Ruby],
    notify: Notify,
) -> None:
    if choices:
        count = len(choices)
        notify(
            Notice(
                "script-choices",
                f"{count} {'conversion' if count == 1 else 'conversions'} had more than one candidate "
                f"({_most(Counter(choice.original for choice in choices))}); --script-report FILE lists them",
                next((choice.line for choice in choices if choice.line), 0),
            )
        )
    text = "".join(map(plain_text, document_lines(document)))
    withheld = Counter(filter(converter.withheld.__contains__, text))
    if withheld:
        notify(
            Notice(
                "script-withheld",
                f"{withheld.total()} characters were not converted, because hardly any font has what "
                f"they would become: {_most(withheld)}",
            )
        )
    if detached:
        notify(
            Notice(
                "reading-detached",
                f"{len(detached)} readings no longer fit their converted characters and were taken off",
                removed="".join(f"({ruby.reading})" for ruby in detached),
            )
        )


_SHOWN = 5


def _most(counts: Counter[str]) -> str:
    """Return the most frequent of what was counted, with how often they occur."""
    shown = ", ".join(f"{what} {times}×" for what, times in counts.most_common(_SHOWN))
    return f"{shown} …" if len(counts) > _SHOWN else shown


def _converter(target: Target, source: Source, options: Options) -> ScriptConverter:
    return _made(
        target, source, options.vocabulary != "keep", options.keep, options.glossary, options.dictionaries
    )


@lru_cache(maxsize=4)
def _made(
    target: Target,
    source: Source,
    vocabulary: bool,
    keep: tuple[str, ...],
    glossary: tuple[tuple[str, str], ...],
    dictionaries: str,
) -> ScriptConverter:
    """Keep converters: their dictionaries take a tenth of a second to read."""
    from docconvert.script import ScriptConverter

    return ScriptConverter(
        target,
        source=source,
        vocabulary=vocabulary,
        keep=keep,
        glossary=dict(glossary),
        dictionaries=dictionaries,
    )
