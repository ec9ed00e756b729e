"""Readings written in brackets after a character: 長(zhǎng).

Web pages that pass through a pinyin inserter come out with a reading after every
character the inserter did not know; authors gloss a rare character now and then. The
first is noise that also cuts phrases in two, the second is text. :func:`lift_readings` takes
readings out of the running text into :class:`~docconvert.model.Ruby`, before anything
else looks at phrases; :func:`show_readings` decides at the end what is seen of them.
Which brackets are readings, and whose, is said in :mod:`docconvert.transforms.glosses`; what stands
without brackets is found in :mod:`docconvert.transforms.interleaved`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from docconvert.transforms.glosses import find_glosses, inserted_by_machine, recognizer
from docconvert.transforms.interleaved import find_beside, find_interleaved
from docconvert.transforms.rewrite import flatten_rubies, map_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docconvert.notices import Notify
    from docconvert.options import Readings
    from docconvert.transforms.glosses import Gloss

    Wanted = Callable[[Gloss], bool]

_FEWEST_TOLD = 3
"""An author's readings of which the user would want to know."""


def lift_readings(document: Document, how: Readings, *, notify: Notify) -> Document:
    """Turn bracketed readings after Han characters into rubies.

    With ``auto`` only readings that a machine inserted are lifted (to be dropped later);
    an author's gloss stays in the text as typed, and is told of if there are several. With
    ``keep`` all do.
    """
    if how == "keep":
        return document
    text = "\n".join(plain_text(line) for line in document_lines(document))
    wanted = _choose(text, how, notify)
    if wanted is None:
        return document
    repeats: list[str] = []
    lifted = map_lines(document, lambda line: _lift(line, wanted, repeats))
    if repeats:
        notify(
            Notice(
                "readings-removed",
                f"{len(repeats)} readings stood twice and were kept once",
                removed="".join(repeats),
            )
        )
    return lifted


def _choose(text: str, how: Readings, notify: Notify) -> Wanted | None:
    """Return which glosses of ``text`` to lift; none if there are none."""
    bracketed = list(find_glosses(text)) if any(bracket in text for bracket in "(（[［〔【") else []
    is_reading = recognizer(text, bracketed)
    lines = text.split("\n")
    interleaved = [gloss for line in lines for gloss in find_interleaved(line)]
    found = [*filter(is_reading, bracketed), *interleaved]
    if how != "auto":
        _report_left(lines, notify)
        return (lambda gloss: gloss.beside or is_reading(gloss)) if found else None
    if inserted_by_machine(text, bracketed):
        return lambda gloss: gloss.plain and is_reading(gloss)
    if len(found) >= _FEWEST_TOLD:
        notify(_kept(found))
    return None


def _report_left(lines: list[str], notify: Notify) -> None:
    """Tell of what looks like readings without brackets in lines that are not full of them."""
    left = [
        gloss for line in lines if not find_interleaved(line) for gloss in find_beside(line) if gloss.toned
    ]
    if len(left) >= _FEWEST_TOLD:
        notify(
            Notice(
                "readings-kept",
                f"{len(left)} syllables such as {_examples(left)} stand beside characters, without brackets, "
                "in lines that are not full of them; they stay as typed",
            )
        )


def _examples(glosses: list[Gloss]) -> str:
    return "、".join(
        f"{gloss.base}{gloss.reading}" if gloss.beside else f"{gloss.base}({gloss.reading})"
        for gloss in glosses[:2]
    )


def _kept(glosses: list[Gloss]) -> Notice:
    examples = _examples(glosses)
    return Notice(
        "readings-kept",
        f"{len(glosses)} readings such as {examples} seem to be the author's and stay as typed; "
        "--readings ruby sets them above the text, --readings drop takes them out",
    )


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


def _lift(inlines: Inlines, wanted: Wanted, repeats: list[str]) -> Inlines:
    """Turn the ``wanted`` glosses in the text of ``inlines`` into rubies; collect those written twice."""
    result: list[Inline] = []
    for inline in inlines:
        match inline:
            case Text():
                result += _split(inline.text, wanted, repeats)
            case Ruby():
                result.append(inline)
            case Emphasis():
                result.append(Emphasis(tuple(spans(_lift(inline.children, wanted, repeats)))))
    return tuple(result)


def _split(text: str, wanted: Wanted, repeats: list[str]) -> Iterator[Span]:
    end = 0
    for gloss in sorted([*find_glosses(text), *find_interleaved(text)]):
        if not wanted(gloss) or gloss.start < end:
            continue
        if before := text[end : gloss.start]:
            yield Text(before)
        yield Ruby(gloss.base, gloss.reading)
        if gloss.mark:
            yield Text(gloss.mark)
        if gloss.again:
            repeats.append(gloss.again)
        end = gloss.end
    if rest := text[end:]:
        yield Text(rest)
