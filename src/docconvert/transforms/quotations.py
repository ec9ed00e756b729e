"""Tell the terms that quotation marks set apart from speech.

GB/T 15834 (4.8.3) and Taiwan's handbook of punctuation give quotation marks three uses: speech, words
under discussion, and words in a special sense: names, nicknames, what is written on a board. The last two are
terms. A term is short, holds no sentence, and is not introduced like speech. In a report or a
notice that is enough. In a novel it is not, for people there speak in short phrases too: a term must
stand within a sentence as one of its words, with a word before it that neither speaks nor
hears, and must not sound like talk or like a noise.

The text itself is evidence, for each kind of marks on its own: do these marks mostly hold speech
here? Where 「」 or straight marks do, once is not enough either. The old novels that go about in
Traditional characters have them around every name and inscription, put there by editors, and readers who
marked up such texts expected no emphasis in any; straight marks do not say which side they open, so
that one lost turns a text inside out. What is set apart three times is a term all the same.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from docconvert.chars import HAN, is_han
from docconvert.transforms.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LONGEST_TERM = 12
_LONGEST_LATIN = 24
_AROUND = 8
"""Characters looked at on either side."""
_MOST_SPEECH = 0.4
"""Share of quotations that may be speech before marks are marks of speech."""
_FEWEST_REPEATS = 3
"""Times a phrase must be set apart by marks of speech that are no evidence by themselves."""
_SURE_MARKS = frozenset("“‘")


class Quotation(NamedTuple):
    """What stands between two quotation marks, with its surroundings where they matter."""

    start: int
    end: int
    mark: str
    inside: str
    speech: bool
    before: str = ""
    after: str = ""


def find_terms(paragraphs: Sequence[str], *, strict: bool) -> list[list[Phrase]]:
    """Return for each paragraph the quoted terms in it.

    Args:
        paragraphs: the text of each.
        strict: whether to ask for more where marks mostly hold speech.
    """
    quoted = [list(_quotations(paragraph)) for paragraph in paragraphs]
    speaking = _speaking_marks(quoted) if strict else frozenset()
    if not speaking:
        return [_phrases(filter(_is_term, _with_nested(quotations))) for quotations in quoted]
    known = _set_apart(quoted, speaking)

    def chosen(quotations: list[Quotation]) -> Iterator[Quotation]:
        for quotation in quotations:
            if quotation.mark in speaking:
                if quotation.inside in known and _is_term(quotation):
                    yield quotation
            else:
                yield from filter(_is_term, _with_nested([quotation]))

    return [_phrases(chosen(quotations)) if quotations else [] for quotations in quoted]


def _phrases(quotations: Iterable[Quotation]) -> list[Phrase]:
    return [Phrase(quotation.start, quotation.end) for quotation in quotations]


@cache
def _quoted(straight: bool) -> re.Pattern[str]:
    # Each stops at the next mark of its kind, so that no text is read twice for the same kind.
    kinds = [f"{left}([^{left}{right}\\n]+){right}" for left, right in ("“”", "「」", "‘’", "『』")]
    return re.compile("|".join([*kinds, '"([^"\\n]+)"'] if straight else kinds))


def _quotations(text: str) -> Iterator[Quotation]:
    """Yield the outermost quotations; straight marks only where they are even in number."""
    straight = text.count('"')
    if not straight and "“" not in text and "「" not in text and "‘" not in text and "『" not in text:
        return
    for match in _quoted(straight > 0 and straight % 2 == 0).finditer(text):
        start, end = match.span(match.lastindex or 0)
        mark, inside = text[start - 1], text[start:end]
        if _sentence().search(inside):
            yield Quotation(start, end, mark, inside, speech=True)
            continue
        before = text[max(0, start - 1 - _AROUND) : start - 1]
        after = text[end + 1 : end + 1 + _AROUND]
        yield Quotation(start, end, mark, inside, _is_spoken(before, after), before, after)


def _with_nested(quotations: Iterable[Quotation]) -> Iterator[Quotation]:
    """Yield the quotations, and in the place of a long one those inside it."""
    for quotation in quotations:
        if len(quotation.inside) > _LONGEST_TERM and any(mark in quotation.inside for mark in "‘『「“"):
            for nested in _quotations(quotation.inside):
                yield nested._replace(start=quotation.start + nested.start, end=quotation.start + nested.end)
        else:
            yield quotation


def _speaking_marks(quoted: Sequence[Sequence[Quotation]]) -> frozenset[str]:
    """Return the opening marks that mostly hold speech."""
    total: Counter[str] = Counter()
    speech: Counter[str] = Counter()
    for quotations in quoted:
        for quotation in quotations:
            total[quotation.mark] += 1
            speech[quotation.mark] += quotation.speech
    return frozenset(mark for mark in total if speech[mark] > _MOST_SPEECH * total[mark])


def _set_apart(quoted: Sequence[Sequence[Quotation]], speaking: frozenset[str]) -> frozenset[str]:
    """Return the phrases that marks of speech set apart as terms somewhere in the text."""
    times: Counter[str] = Counter()
    sure: set[str] = set()
    for quotations in quoted:
        for quotation in quotations:
            if quotation.mark in speaking and _is_term(quotation) and _is_within_sentence(quotation):
                times[quotation.inside] += 1
                if quotation.mark in _SURE_MARKS:
                    sure.add(quotation.inside)
    return frozenset(sure) | {inside for inside, count in times.items() if count >= _FEWEST_REPEATS}


def _is_term(quotation: Quotation) -> bool:
    inside = quotation.inside
    longest = _LONGEST_LATIN if inside.isascii() else _LONGEST_TERM
    if not 2 <= len(inside) <= longest or inside != inside.strip() or quotation.speech:
        return False
    if quotation.mark == '"' and not _is_chinese(quotation):
        return False
    return not _sounds().search(inside)


def _is_chinese(quotation: Quotation) -> bool:
    """Tell words in straight marks from inches, 5", and strings of a program, f("x")."""
    if re.match("[0-9A-Za-z]", quotation.before[-1:]):
        return False
    around = (quotation.before[-1:] + quotation.after[:1]).strip()
    if any(map(is_han, quotation.inside)):
        return not around or not around.isascii()
    return any(map(is_han, around))


@cache
def _sentence() -> re.Pattern[str]:
    return re.compile("[。，！？；：…,!?;:—]|[、.]$")


@cache
def _introduced() -> re.Pattern[str]:
    """Match what says that somebody speaks: a verb that is no part of another word, or a colon."""
    verb = (
        "(?:(?<![小学學传傳演])[说說]|(?<![知味街渠通管轨軌频頻报報])道|(?<![学學访訪慰顾顧])[问問]|[答曰]"
        "|(?<![风風])[云雲](?=[：:])|[诗詩书書语語故又][云雲]|[喊嚷]|(?<![概理观觀纪紀信])[念唸])"
    )
    return re.compile(rf"{verb}(?:[着著了过過]|[一几幾]?[声聲句])?[：:，,\s]*$|[：:]\s*$")


@cache
def _named() -> re.Pattern[str]:
    """Match what gives a name or writes on something, even before a colon."""
    names = "[名号號称稱题題额額谥諡]曰"
    writes = "(?:[书書写寫题題刻凿鑿绣繡][道着著曰]|[大上题題][书書写寫题題])[：:]?"
    return re.compile(f"(?:{names}|{writes})$")


@cache
def _attributed() -> re.Pattern[str]:
    """Match what names the speaker after the words."""
    return re.compile("^[，,]?[他她我](?:们|們)?[^，。]{0,2}[说說道问問答喊叫]")


def _is_spoken(before: str, after: str) -> bool:
    """Say whether the surroundings of a quotation make it speech."""
    if _stands_alone(before.strip(), after.strip()) or _attributed().search(after):
        return True
    return bool(_introduced().search(before)) and not _named().search(before)


def _stands_alone(before: str, after: str) -> bool:
    """Say whether a quotation between these is a sentence of its own: “好”。 and nothing before it."""
    return (not before or before[-1] in "。！？；…") and (not after or after[0] in "。！？；…")


@cache
def _sounds() -> re.Pattern[str]:
    """Match talk that ends in a particle, and noises."""
    noises = (
        "呼嗚呜咚嚓哗嘩喇啦砰嗖嗡咕嘟滴嗒哒噠咯吱咔轰轟隆叮当當噹铛鐺哐啪嘭噗扑撲哧嘶哈嘿嘻呵哼嗯唔啊哎唉"
        "噢哟喲喔喵汪咩哞嘎叽嘰喳唧嘀鏘锵咣嗳噯豁噔"
    )
    return re.compile(f"[吗嗎呢啊呀哦嘛啦哇哟喲喔呗唄]$|(?<![酒网網书書水贴貼])吧$|^[{noises}]+$")


@cache
def _talked() -> re.Pattern[str]:
    """Match what stands before words that somebody says, hears or thinks, in a novel."""
    verb = "[叫喊嚷骂罵劝勸讲講唱叹嘆声聲句哼吼嚎应應想]|[听聽][见見到得]?|[说說道问問念唸][出起]?"
    return re.compile(f"(?:{verb})[着著了过過道]?$")


@cache
def _uttered() -> re.Pattern[str]:
    """Match what follows words that somebody utters, and noises."""
    return re.compile("^(?:了|的|地)?[一几幾两兩数數]*[声聲响響]|^[价價]|^(?:的|地)?一?[叫喊响響说說]")


def _is_within_sentence(quotation: Quotation) -> bool:
    """Say whether the quotation is a word of a sentence that goes on around it."""
    if re.search("[我你您咱俺妳]", quotation.inside) or _uttered().search(quotation.after):
        return False
    if _named().search(quotation.before):
        return True
    if _talked().search(quotation.before):
        return False
    return bool(_goes_on().search(quotation.before))


@cache
def _goes_on() -> re.Pattern[str]:
    """Match a sentence that is under way: at a word, a pause or another term."""
    return re.compile(f"[{HAN}、]$|[^。！？…，!?,—][”’」』]$")
