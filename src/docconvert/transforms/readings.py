"""Readings written in brackets after a character: 長(zhǎng).

Web pages that pass through a pinyin inserter come out with a reading after every
character the inserter did not know; authors gloss a rare character now and then. The
first is noise that also cuts phrases in two, the second is text. :func:`lift_readings` takes
readings out of the running text into :class:`~docconvert.model.Ruby`, before anything
else looks at phrases; :func:`show_readings` decides at the end what is seen of them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from docconvert.chars import HAN, PINYIN, PINYIN_TONED, is_han, is_in, strip_tones
from docconvert.model import (
    Document,
    Emphasis,
    Inline,
    Inlines,
    Ruby,
    Span,
    Text,
    document_lines,
    plain_text,
    spans,
)
from docconvert.notices import Notice
from docconvert.transforms.rewrite import flatten_rubies, map_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docconvert.notices import Notify
    from docconvert.options import Readings

_SYLLABLE = f"[{PINYIN}]{{1,6}}"
_TONED = frozenset(PINYIN_TONED)


@cache
def _gloss() -> re.Pattern[str]:
    ascii_brackets = rf"\((?P<ascii>{_SYLLABLE})\)(?P<again>(?:\((?P=ascii)\))*)"
    return re.compile(rf"(?P<base>[{HAN}])(?:{ascii_brackets}|（(?P<wide>{_SYLLABLE})）)")


@cache
def _valid() -> re.Pattern[str]:
    """Match an initial and a final; loose enough for all 410 syllables, too tight for most words."""
    finals = "[iuü]?(?:a|ai|ao|an|ang|e|ei|en|eng|o|ou|ong)|er|i|u|ü|ui|iu|in|ing|un|ün"
    return re.compile(f"(?:[zcs]h|[b-df-hj-np-tw-z])?(?:{finals})|h?[mn]g?")


_FEWEST_TONED = 5
_MOST_COMMON_SHARE = 0.1
_FEWEST_TONELESS = 10
_FEWEST_SYLLABLES = 5
_LEAST_SHARE = 0.1
"""Of toneless readings among the Han characters of a text; figures and clauses have labels now and then."""


def lift_readings(document: Document, how: Readings, *, notify: Notify) -> Document:
    """Turn bracketed readings after a Han character into rubies.

    With ``auto`` only readings that a machine inserted are lifted (to be dropped later);
    an author's gloss stays in the text as typed. With ``keep`` all do.
    """
    if how == "keep":
        return document
    text = "\n".join(plain_text(line) for line in document_lines(document))
    if ")" not in text and "）" not in text:
        return document
    if how == "auto" and not inserted_by_machine(text):
        return document
    repeats: list[str] = []
    lifted = map_lines(document, lambda line: _lift(line, repeats))
    if repeats:
        notify(
            Notice(
                "readings-removed",
                f"{len(repeats)} readings stood twice and were kept once",
                removed="".join(repeats),
            )
        )
    return lifted


def show_readings(document: Document, how: Readings, *, notify: Notify) -> Document:
    """Leave rubies as they are (``ruby``), set them inline in brackets, or drop them.

    Dropping is reported. ``auto`` drops: it lifted nothing but machine-inserted readings.
    """
    if how in ("ruby", "keep"):
        return document
    rubies = [span for line in document_lines(document) for span in spans(line) if isinstance(span, Ruby)]
    if not rubies:
        return document
    if how == "inline":
        return map_lines(document, lambda line: flatten_rubies(line, _inline))
    inserted = "machine-inserted readings" if how == "auto" else "readings"
    examples = "、".join(f"{ruby.base}({ruby.reading})" for ruby in rubies[:2])
    notify(
        Notice(
            "readings-removed",
            f"{len(rubies)} {inserted} removed, such as {examples}; --readings ruby sets them above the text",
            removed="".join(f"({ruby.reading})" for ruby in rubies if ruby.reading),
        )
    )
    return map_lines(document, lambda line: flatten_rubies(line, lambda r: r.base))


def _inline(ruby: Ruby) -> str:
    return f"{ruby.base}({ruby.reading})" if ruby.reading else ruby.base


def inserted_by_machine(text: str) -> bool:
    """Say whether the bracketed readings of ``text`` come from a program, not its author.

    Inserters annotate whatever GB 2312 lacks, every time, with one toned syllable in
    ASCII brackets; the toneless kind annotates so much that no author would.
    """
    found = [match for match in _glosses(text) if match["ascii"]]
    if any(match["again"] for match in found):
        return True
    toned = [match["base"] for match in found if not _TONED.isdisjoint(match["ascii"])]
    if not toned:
        return _are_toneless_readings(text, [match["ascii"] for match in found])
    if len(toned) < _FEWEST_TONED:
        return False
    common = sum(is_in(base, "gb2312") for base in toned)
    return common <= _MOST_COMMON_SHARE * len(toned) and not _stands_bare(text, set(toned))


def _are_toneless_readings(text: str, syllables: list[str]) -> bool:
    """Tell readings without tones from labels such as 图(a) and words such as 酒罐(can)."""
    syllables = [syllable for syllable in syllables if len(syllable) > 1]
    return (
        len(syllables) >= _FEWEST_TONELESS
        and len(set(syllables)) >= _FEWEST_SYLLABLES
        and len(syllables) >= _LEAST_SHARE * sum(map(is_han, text))
    )


def _glosses(text: str) -> Iterator[re.Match[str]]:
    for match in _gloss().finditer(text):
        if _valid().fullmatch(strip_tones(match["ascii"] or match["wide"])):
            yield match


def _stands_bare(text: str, bases: set[str]) -> bool:
    """Say whether one of ``bases`` also stands in ``text`` without a reading."""
    return bool(re.search(f"[{''.join(sorted(bases))}](?!\\([{PINYIN}])", text))


def _lift(inlines: Inlines, repeats: list[str]) -> Inlines:
    """Turn the glosses in the text of ``inlines`` into rubies; collect those written twice."""
    result: list[Inline] = []
    for inline in inlines:
        match inline:
            case Text():
                result += _split(inline.text, repeats)
            case Ruby():
                result.append(inline)
            case Emphasis():
                result.append(Emphasis(tuple(spans(_lift(inline.children, repeats)))))
    return tuple(result)


def _split(text: str, repeats: list[str]) -> Iterator[Span]:
    end = 0
    for gloss in _glosses(text):
        if before := text[end : gloss.start()]:
            yield Text(before)
        yield Ruby(gloss["base"], gloss["ascii"] or gloss["wide"])
        if gloss["again"]:
            repeats.append(gloss["again"])
        end = gloss.end()
    if rest := text[end:]:
        yield Text(rest)
