"""Put the blocks of a document together from what the other modules of this package find."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from docconvert.model import Block, Heading, Paragraph, Separator, Text, Verse, most_above_title
from docconvert.notices import Notice
from docconvert.reading.appendices import find_appendices
from docconvert.reading.contents import EMPTY_KEY, find_contents, key_of
from docconvert.reading.dates import date_of
from docconvert.reading.elsewhere import title_elsewhere
from docconvert.reading.front import Front, read_front, without_bare_title
from docconvert.reading.gaps import find_gaps
from docconvert.reading.glue import part_glued
from docconvert.reading.headings import close_gap, find_headings
from docconvert.reading.letters import find_letters
from docconvert.reading.noise import find_noise, inline_noise
from docconvert.reading.paragraphs import join_lines
from docconvert.reading.roles import NEAR_END, find_attachments, find_roles
from docconvert.reading.separators import is_separator
from docconvert.reading.verse import find_verse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from docconvert.model import Role
    from docconvert.notices import Notify
    from docconvert.reading.appendices import Appendix
    from docconvert.reading.headings import Found, HeadingRules
    from docconvert.reading.lines import Line
    from docconvert.reading.paragraphs import Unit


class Assembled(NamedTuple):
    """What was read off the lines of a file."""

    title: str
    title_line: int
    """0 if the title stands in no line."""
    author: str
    date: str
    blocks: tuple[Block, ...]
    above_title: int
    """How many of them stand above the title."""


class _Sorted(NamedTuple):
    """The lines of a file by what they are: ``text`` is the author's, ``places`` where it stood among all."""

    lines: list[Line]
    noise: frozenset[int]
    contents: list[Line]
    text: list[Line]
    places: list[int]
    listed: frozenset[int]
    """Those of ``text`` that a contents list names."""


class _Understood(NamedTuple):
    """The paragraphs of a text and what each is."""

    units: list[Unit]
    front: Front
    headings: dict[int, Found]
    separators: Collection[int]
    verse: dict[int, range]
    roles: dict[int, Role]
    repeated: set[int]
    """Paragraphs left out because they say a heading again."""
    appendices: tuple[Appendix, ...]


def assemble(
    lines: Sequence[Line], rules: HeadingRules, *, source: str, clean_noise: bool, notify: Notify
) -> Assembled:
    """Recognise the structure of lines.

    Args:
        lines: the lines of a file.
        rules: the user's, for headings.
        source: the file's name, which may tell title and author.
        clean_noise: take site noise out.
        notify: told of what was removed, added or moved.
    """
    parts = _sort(lines)
    if clean_noise:
        parts = _without_inline_noise(parts, notify)
    read = _understand(parts, rules, source)
    placed = [(parts.places[read.units[at].first], block) for at, block in _blocks(read)]
    title_line = _title_line(parts, read.front)
    placed, rules_out = _without_rules(placed, title_line)
    if not clean_noise:
        # Noise inside a paragraph is set behind it: sorting keeps what stands at one place in order.
        placed = sorted([*placed, *_notes(parts)], key=lambda pair: pair[0])
    _report(parts, read, rules_out, clean_noise=clean_noise, notify=notify)
    if rules.automatic:
        _report_gaps(read, notify)
    front = read.front
    return Assembled(
        front.title,
        front.title_line,
        front.author,
        front.date or _signed_date(read),
        tuple(block for _, block in placed),
        _above_title([block for _, block in placed], title_line),
    )


def _title_line(parts: _Sorted, front: Front) -> int:
    """Return the line above which blocks stand above the title; 0 if none do.

    Those of a site do not: a book does not begin with an advertisement.
    """
    below_noise = any(parts.lines[at].number < front.title_line for at in parts.noise)
    return 0 if front.added or (below_noise and not front.official) else front.title_line


def _above_title(blocks: Sequence[Block], title_line: int) -> int:
    """Return how many of the first blocks stand above the title, headings not among them."""
    above = takewhile(lambda block: block.line < title_line, blocks)
    return most_above_title(above)


def _signed_date(read: _Understood) -> str:
    """Return the date a text is signed with at its end; of several letters, none is that of them all."""
    signed = {at: date_of(read.units[at].text) for at, role in read.roles.items() if role == "date"}
    dates = set(signed.values())
    return dates.pop() if len(dates) == 1 and max(signed) >= len(read.units) - NEAR_END else ""


def _sort(lines: Sequence[Line]) -> _Sorted:
    parted, pages = part_glued(lines)
    noise = find_noise(parted) | pages
    kept = [at for at in range(len(parted)) if at not in noise]
    found = find_contents([parted[at] for at in kept])
    text = [at for at in range(len(kept)) if at not in found.lines]
    return _Sorted(
        lines=parted,
        noise=noise,
        contents=[parted[kept[at]] for at in sorted(found.lines)],
        text=[parted[kept[at]] for at in text],
        places=[kept[at] for at in text],
        listed=frozenset(n for n, at in enumerate(text) if at in found.listed),
    )


def _without_inline_noise(parts: _Sorted, notify: Notify) -> _Sorted:
    text = []
    for line in parts.text:
        spans = inline_noise(line.text)
        removed = "".join(line.text[start:end] for start, end in spans)
        left = line.text
        for start, end in reversed(spans):
            left = left[:start] + left[end:]
        if spans and left.strip():
            notify(
                Notice("noise-removed", f"site noise removed from a line: {removed}", line.number, removed)
            )
        text.append(line._replace(text=left.strip() or line.text))
    return parts._replace(text=text)


def _understand(parts: _Sorted, rules: HeadingRules, source: str) -> _Understood:
    units = join_lines(parts.text)
    framed = find_attachments(units) | find_letters(units)
    letters = {at: role for at, role in framed.items() if not rules.claims(units[at].text)}
    front = read_front(units, letters, has_contents_below=bool(parts.contents))
    if front.bare is not None and rules.claims(units[front.bare].text):
        front = without_bare_title(front)
    if not front.title or front.bare is not None:
        head = parts.lines[:_HEAD]
        front = title_elsewhere(front, head, [at in parts.noise for at in range(len(head))], source)
    apart = front.blocks.keys() - {front.bare} | letters.keys()
    rest = [at for at in range(len(units)) if at not in apart]
    official = _may_have_more(front, rules)
    appendices = find_appendices(units, max(front.blocks, default=0)) if official else ()
    titles = {at for appendix in appendices for at in appendix.head}
    headings: dict[int, Found] = {}
    for part in _parted(rest, appendices):
        own = [at for at in part if at not in titles]
        listed = frozenset(n for n, at in enumerate(own) if units[at].first in parts.listed)
        found = find_headings([units[at] for at in own], listed, rules, official=official)
        headings |= {own[at]: heading for at, heading in found.items()}
    first = headings.pop(front.bare, None) if front.bare is not None else None
    if front.bare is not None and first and _is_first_of_many(units, front, headings, first):
        headings = {front.bare: first, **headings}
        front = without_bare_title(front)
    elif first and rules.automatic:
        headings = close_gap(headings)
    repeated = _repeated(units, headings)
    headings = {at: heading for at, heading in headings.items() if at not in repeated}
    taken = front.blocks.keys() | headings.keys() | titles
    taken |= {at + 1 for at, heading in headings.items() if heading.units == 2}
    separators = {at for at, unit in enumerate(units) if at not in taken and is_separator(unit.text)}
    taken |= separators | repeated
    main = appendices[0].start if appendices else len(units)
    roles = find_roles(units, taken, headings, letters, main=main, official=front.official)
    # A document has none, however short its last lines are.
    runs = [] if official else find_verse(units, taken | roles.keys(), _usual_blanks(units))
    verse = {run.start: run for run in runs}
    return _Understood(units, front, headings, separators, verse, roles, repeated, appendices)


def _may_have_more(front: Front, rules: HeadingRules) -> bool:
    """Say whether something may follow the text, with headings of its own: the user's are as they are.

    A novel may be called 报告, too; it has no number, and is not 关于 anything.
    """
    if not (front.official and rules.automatic) or rules.patterns:
        return False
    return front.numbered or bool(re.search("关于|關於|[令告]\\Z", front.title))


def _parted(rest: Sequence[int], appendices: Sequence[Appendix]) -> Iterator[list[int]]:
    """Yield the paragraphs of the text, and those of each appendix."""
    starts = [0, *(appendix.start for appendix in appendices)]
    for start, end in pairwise([*starts, max(rest, default=0) + 1]):
        yield [at for at in rest if start <= at < end]


def _is_first_of_many(units: Sequence[Unit], front: Front, headings: dict[int, Found], first: Found) -> bool:
    """Say whether what looks like the title of a book is that of its first piece.

    Many others are set like it, and its text follows at once.
    """
    below = (front.bare or 0) + 1
    alike = sum(heading.level == first.level for heading in headings.values())
    if alike < _FEWEST_PIECES or below >= len(units):
        return False
    return below not in headings and below not in front.blocks


def _repeated(units: Sequence[Unit], headings: dict[int, Found]) -> set[int]:
    """Return paragraphs that say the heading above again: a site's line, then the text's own."""
    return {
        end
        for at, found in headings.items()
        if (end := at + found.units) < len(units)
        and key_of("".join(unit.text for unit in units[at:end])) == key_of(units[end].text) != EMPTY_KEY
    }


_FEWEST_PIECES = 5

_HEAD = 6
"""Lines at the head of a file where advertisements and banners name the title."""


def _usual_blanks(units: Sequence[Unit]) -> int:
    return Counter(min(unit.blanks, 2) for unit in units).most_common(1)[0][0] if units else 0


def _blocks(read: _Understood) -> Iterator[tuple[int, Block]]:
    """Yield each block with the paragraph it begins at."""
    done = -1
    titles = {appendix.title: appendix.lines for appendix in read.appendices}
    labels = {appendix.start for appendix in read.appendices if appendix.label}
    for at, unit in enumerate(read.units):
        if at <= done or at in read.repeated:
            continue
        if at in read.front.blocks:
            for block in read.front.blocks[at]:
                yield at, block
        elif at in titles:
            done = at + titles[at] - 1
            text = "".join(u.text for u in read.units[at : done + 1])
            yield at, Heading(1, (Text(text),), unit.number, "appendix")
        elif at in labels:
            yield at, Paragraph((Text(unit.text),), "appendix", unit.number)
        elif found := read.headings.get(at):
            done = at + found.units - 1
            text = " ".join(u.text for u in read.units[at : done + 1])
            yield at, Heading(found.level, (Text(text[_marks(text) :].strip()),), unit.number)
        elif run := read.verse.get(at):
            done = run.stop - 1
            yield at, Verse(tuple((Text(read.units[line].text),) for line in run), unit.number)
        elif at in read.separators:
            yield at, Separator(unit.number)
        else:
            yield at, Paragraph((Text(unit.text),), read.roles.get(at, "body"), unit.number)


def _marks(text: str) -> int:
    """Return how many marks of Markdown a heading begins with."""
    found = re.match("#{1,6}(?=\\s+[^#\\s])", text)
    return found.end() if found else 0


def _without_rules(placed: list[tuple[int, Block]], title_line: int) -> tuple[list[tuple[int, Block]], int]:
    """Leave out separators that part nothing: beside a title or heading, at either end, one after the other.

    Those around the lines of a 版记 are its rules, which each format draws itself.
    """
    kept: list[tuple[int, Block]] = []
    imprint = _imprint_start([block for _, block in placed])
    for at, (place, block) in enumerate(placed):
        if isinstance(block, Separator):
            before = kept[-1][1] if kept else None
            after = placed[at + 1][1] if at + 1 < len(placed) else None
            parts_text = _is_text(before) and _is_text(after)
            if not parts_text or _has_between(before, after, title_line) or at + 1 >= imprint:
                continue
        kept.append((place, block))
    return kept, len(placed) - len(kept)


def _imprint_start(blocks: Sequence[Block]) -> int:
    """Return where the 版记 at the end begins, or how many blocks there are where there is none."""
    start = at = len(blocks)
    is_imprint = False
    for block in reversed(blocks):
        at -= 1
        match block:
            case Paragraph(role="imprint"):
                start, is_imprint = at, True
            case Paragraph(role="copy"):
                start = at
            case Separator():
                pass
            case Heading() | Paragraph() | Verse():
                break
    return start if is_imprint else len(blocks)


_NO_TEXT = frozenset(["byline", "marking", "letterhead", "number", "note", "appendix"])


def _has_between(before: Block | None, after: Block | None, line: int) -> bool:
    """Say whether a line stands between two blocks."""
    return before is not None and after is not None and before.line < line < after.line


def _is_text(block: Block | None) -> bool:
    return isinstance(block, Verse) or (isinstance(block, Paragraph) and block.role not in _NO_TEXT)


def _notes(parts: _Sorted) -> Iterator[tuple[int, Block]]:
    for at in sorted(parts.noise):
        line = parts.lines[at]
        yield at, Paragraph((Text(line.text),), "note", line.number)


# ---- what the user is told


def _report(parts: _Sorted, read: _Understood, rules_out: int, *, clean_noise: bool, notify: Notify) -> None:
    _report_front(read.front, read.units, notify)
    _report_noise(parts, clean_noise=clean_noise, notify=notify)
    if parts.contents:
        notify(
            Notice(
                "contents-removed",
                f"a contents list of {_count(len(parts.contents), 'line')} taken out: "
                "the outputs have their own, made from the headings",
                parts.contents[0].number,
                "".join(line.text for line in parts.contents),
            )
        )
    marked = [read.units[at] for at in read.headings if _marks(read.units[at].text)]
    if marked:
        notify(
            Notice(
                "heading-marks-removed",
                f"# before {_count(len(marked), 'heading')} removed",
                marked[0].number,
                "".join(unit.text[: _marks(unit.text)] for unit in marked),
            )
        )
    if read.repeated:
        again = [read.units[at] for at in sorted(read.repeated)]
        notify(
            Notice(
                "headings-repeated",
                f"{_count(len(again), 'line')} that said the heading above again left out",
                again[0].number,
                "".join(unit.text for unit in again),
            )
        )
    signs = [read.units[at] for at in sorted(read.separators)]
    if signs:
        left_out = f", {rules_out} of them beside headings or at an end left out" if rules_out else ""
        notify(
            Notice(
                "separator-set",
                f"{_count(len(signs), 'line')} of signs set as scene breaks{left_out}",
                signs[0].number,
                "".join(unit.text for unit in signs),
            )
        )


def _report_gaps(read: _Understood, notify: Notify) -> None:
    for line, before, after, name in find_gaps(read.units, read.headings):
        notify(
            Notice(
                "heading-doubtful",
                f"no heading between {before} and {after}: line {line} may be {name}; "
                "--heading-pattern makes it one",
                line,
            )
        )


def _report_front(front: Front, units: Sequence[Unit], notify: Notify) -> None:
    if front.added:
        notify(
            Notice("title-found", f"the title {front.added} was found in {front.origin}", added=front.added)
        )
    if front.removed:
        line = units[min(front.blocks)].number if front.blocks else 0
        notify(Notice("title-trimmed", f"taken from around the title: {front.removed}", line, front.removed))


def _report_noise(parts: _Sorted, *, clean_noise: bool, notify: Notify) -> None:
    lines = [parts.lines[at] for at in sorted(parts.noise)]
    inside = [] if clean_noise else [line for line in parts.text if inline_noise(line.text)]
    if lines and clean_noise:
        message = f"{_count(len(lines), 'line')} of site noise removed ({_where(lines)})"
        notify(Notice("noise-removed", message, lines[0].number, "".join(line.text for line in lines)))
    elif lines or inside:
        found = sorted([*lines, *inside], key=lambda line: line.number)
        notify(
            Notice(
                "noise-kept",
                f"{_count(len(found), 'line')} of site noise kept ({_where(found)}); "
                "--clean noise takes it out",
                found[0].number,
            )
        )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _where(lines: Iterable[Line]) -> str:
    numbers = list(dict.fromkeys(line.number for line in lines))
    shown = ", ".join(map(str, numbers[:5])) + (" …" if len(numbers) > 5 else "")
    return f"line{'' if len(numbers) == 1 else 's'} {shown}"
