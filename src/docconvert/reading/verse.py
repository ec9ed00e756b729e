"""Find lines whose breaks mean something: classical verse by its metre, other verse by its open lines."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from docconvert.chars import HAN, PINYIN, PINYIN_TONED, ZHUYIN, ZHUYIN_TONES, is_han
from docconvert.reading.lines import width_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from docconvert.reading.paragraphs import Unit

_METRES = {4: 4, 5: 2, 6: 4, 7: 2}
"""Characters in a clause, and the lines it takes to believe in them; four and six are frequent in prose."""

_FEWEST_CLAUSES = 4
_FEWEST_OPEN = 4
_SHORT_STANZA = 3
_WIDEST = 44
_MOST_CLOSED = 0.55
"""Share of the lines of free verse that may end like a sentence; in prose nearly all do."""

_MOST_LATIN = 0.34
_NUMERAL = re.compile("[0-9〇一二三四五六七八九十]{1,4}")
_AMOUNT = re.compile(r"\s[^\s]{0,3}\d|适量|適量|少许|少許")
_LONGEST_STANZA = 40
"""Lines; longer runs without a blank line are lists."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    clause = re.compile(r"[，。；！？、：,;!?.\s　]+")
    no_verse = re.compile(
        r"[“「『\"(（\[【《*•·●○◆■☆★→>=+|/\\#@$%&—–_~0-9０-９①-⑳-]|[一二三四五六七八九十]{1,3}[、．.]"
        r"|[A-Za-zＡ-Ｚ][、．.)）]|.*[：:|\t]|.*\S\s{2,}\S+\s{2,}\S|第.{1,6}[章节節条條回]"
    )
    return clause, no_verse


def find_verse(units: Sequence[Unit], taken: Collection[int], blanks: int) -> list[range]:
    """Return the runs of paragraphs that are the lines of a stanza.

    Args:
        units: the paragraphs of a text.
        taken: those that are something else.
        blanks: blank lines that stand between any two paragraphs of this text.
    """
    runs: list[range] = []
    stretches = list(_runs(units, taken, blanks))
    short = _short_stanzas(units, stretches)
    for run in stretches:
        at = run.start
        while at < run.stop:
            length = 0 if _patterns()[1].match(_bare(units[at].text)) else _metrical(units, at, run.stop)
            if length:
                runs.append(range(at, at + length))
            at += length or 1
        if not runs or runs[-1].stop <= run.start:
            runs.extend([run] if run in short else _open(units, run))
    return runs


def _short_stanzas(units: Sequence[Unit], stretches: Sequence[range]) -> list[range]:
    """Return stanzas of three lines, which are too few to tell, where several follow each other."""
    found: list[range] = []
    group: list[range] = []
    for run in [*stretches, range(0)]:
        if len(run) == _SHORT_STANZA and (not group or group[-1].stop == run.start):
            group.append(run)
            continue
        if len(group) > 1 and any(_open(units, range(group[0].start, group[-1].stop))):
            found += group
        group = [run] if len(run) == _SHORT_STANZA else []
    return found


def _runs(units: Sequence[Unit], taken: Collection[int], blanks: int) -> Iterator[range]:
    """Yield stretches of short lines that stand together."""
    start: int | None = None
    for at, unit in enumerate(units):
        fits = at not in taken and width_of(_bare(unit.text)) <= _WIDEST and unit.end - unit.first == 1
        if start is not None and not (fits and unit.blanks <= blanks and unit.indent == units[start].indent):
            yield range(start, at)
            start = None
        if fits and start is None:
            start = at
    if start is not None:
        yield range(start, len(units))


def _bare(text: str) -> str:
    """Return a line without readings between its characters, which are no part of its metre."""
    return _readings().sub("", text) if len(text) > 1 and _MAY_BE_READ.search(text) else text


_MAY_BE_READ = re.compile(f"[{PINYIN_TONED}{ZHUYIN}]")


@cache
def _readings() -> re.Pattern[str]:
    syllable = f"(?:[{PINYIN}]{{1,6}}|[{ZHUYIN}{ZHUYIN_TONES}]{{1,4}})"
    return re.compile(rf"(?<=[{HAN}])(?:[(（\[〔【]{syllable}[)）\]〕】]|[ ]?{syllable}(?![A-Za-z])[ ]?)")


def metre_of(text: str) -> int:
    """Return how many characters each clause of a line has, if all have as many."""
    text = _bare(text)
    lengths = {sum(map(is_han, clause)) for clause in _patterns()[0].split(text) if clause}
    pure = all(is_han(character) or not character.isalnum() for character in text)
    return lengths.pop() if len(lengths) == 1 and pure else 0


def _metrical(units: Sequence[Unit], start: int, stop: int) -> int:
    """Return how many lines from ``start`` are of one metre, or 0 if they are too few to tell."""
    metre = metre_of(units[start].text)
    if metre not in _METRES:
        return 0
    end, clauses = start, 0
    while (
        end < stop and metre_of(units[end].text) == metre and not _patterns()[1].match(_bare(units[end].text))
    ):
        clauses += len(re.findall("[\u3400-\u9fff]+", units[end].text))
        end += 1
    enough = end - start >= _METRES[metre] and clauses >= _FEWEST_CLAUSES
    return end - start if enough and not _are_sentences(units[start:end]) else 0


def _are_sentences(run: Sequence[Unit]) -> bool:
    """Say whether each line is a sentence of one clause, and stands apart."""
    spaced = all(unit.blanks for unit in run[1:])
    return spaced and all(
        unit.text[-1] in "。！？" and len(_patterns()[0].split(unit.text)) == 2 for unit in run
    )


def _open(units: Sequence[Unit], run: range) -> Iterator[range]:
    """Yield the stretch as free verse if its lines mostly end without a mark."""
    texts = [_bare(units[at].text) for at in run]
    if any(map(_NUMERAL.fullmatch, texts)) or sum(bool(_AMOUNT.search(text)) for text in texts) > 1:
        return
    if not _FEWEST_OPEN <= len(run) <= _LONGEST_STANZA or any(map(_patterns()[1].match, texts)):
        return
    above = units[run.start - 1].text if run.start else ""
    marked = sum(text[-1] in "，、；。！？,;!?" for text in texts)
    if above.endswith(("：", ":")) and not marked:
        return  # a list, introduced
    latin = sum(character.isascii() and character.isalnum() for text in texts for character in text)
    closed = sum(text[-1] in "。！？」”!?" for text in texts)
    # Paragraphs of one short sentence each stand apart, too; lines that do so and are verse have no marks.
    spaced = any(units[at].blanks for at in run[1:])
    if closed <= (0 if spaced else _MOST_CLOSED * len(run)) and latin <= _MOST_LATIN * sum(map(len, texts)):
        yield run
