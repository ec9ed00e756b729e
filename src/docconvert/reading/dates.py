"""Dates as Chinese texts write them, in any numerals, by the Common Era or by that of the Republic."""

from __future__ import annotations

import re
from functools import cache

from docconvert.numerals import number_of

_DIGITS = "0-9０-９〇○零一二三四五六七八九十廿"
_ERA = r"(?:中\s*[华華]\s*)?民\s*[国國]"
_WITH_LETTERS = "[一二][〇○零OＯo一二三四五六七八九]{3}"
"""A year with the letter O for zero, as typewriters had it."""
_YEAR = rf"(?:(?:公元|西元)?\s*(?:[{_DIGITS}]{{4}}|{_WITH_LETTERS})|{_ERA}\s*(?:[{_DIGITS}百]{{1,5}}|元))"
_MONTH_AND_DAY = rf"[{_DIGITS}]{{1,3}}\s*[月./-]\s*[{_DIGITS}]{{1,3}}\s*日?"
DATE = rf"{_YEAR}\s*[年./-]\s*{_MONTH_AND_DAY}"
"""A date, as part of a regular expression."""

_YEARS_BEFORE_REPUBLIC = 1911
_LAST_OF_REPUBLIC = 199
"""Years that are counted from 1912; larger numbers below 民國 are mistakes."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    alone = re.compile(rf"[（(]?\s*(?P<date>{DATE})\s*[）)]?")
    era = re.compile(rf"(?P<republic>{_ERA})?(?:公元|西元)?")
    # 甲辰年四月初五夜, 五月三日于灯下: enough for the end of a letter, too little for metadata.
    loose = re.compile(
        rf"{DATE}\s*[夜晚晨]|(?:(?:{_YEAR}|\S{{2}}|[0-9]{{3}})\s*年\s*)?(?:[{_DIGITS}]{{1,3}}|[正冬腊臘])\s*月\s*初?[{_DIGITS}]{{1,3}}\s*[日号號]?"
        r"\s*(?:凌晨|清晨|上午|中午|下午|黄昏|黃昏|[夜晨晚])?\s*(?:[于於].{1,8})?"
    )
    return alone, era, loose


def date_of(text: str) -> str:
    """Return the date a line of its own gives, as ISO 8601; else nothing."""
    found = _patterns()[0].fullmatch(text)
    return iso_date(found["date"]) if found else ""


def ends_letter(text: str) -> bool:
    """Say whether a line is a date as letters end with, which may lack its year."""
    return bool(date_of(text)) or bool(_patterns()[2].fullmatch(text))


def is_day(text: str) -> bool:
    """Say whether a line is a date as diaries have it, perhaps with the day of the week and the weather."""
    return bool(_DAY.fullmatch(text))


_DAY = re.compile(
    rf"(?:{DATE}|[0-9０-９一二三四五六七八九十]{{1,3}}\s*月\s*[0-9０-９一二三四五六七八九十]{{1,3}}\s*[日号號])"
    r"(?:\s*[，,]?\s*(?:星期|礼拜|禮拜|周|週)[一二三四五六日天])?(?:\s*[，,]?\s*[晴阴陰雨雪风風雾霧雷云雲多转轉大小中阵陣微有间間到至]{1,6})?"
)


def iso_date(text: str) -> str:
    """Return a date written in Chinese or Arabic numerals as ISO 8601 has it; nothing if it is none.

    >>> iso_date("二〇二四年五月十二日"), iso_date("2024.5.1"), iso_date("民國一百一十三年五月三日")
    ('2024-05-12', '2024-05-01', '2024-05-03')
    """
    plain = re.sub("[OＯo]", "〇", "".join(text.split()))
    era = _patterns()[1].match(plain)
    start, republic = (era.end(), era["republic"]) if era else (0, None)
    first = re.sub("^元", "一", plain[start:])
    numbers = [number_of(part) for part in re.split(r"[年月日./-]", first) if part]
    if len(numbers) < 3 or None in numbers:
        return ""
    year, month, day = (number or 0 for number in numbers[:3])
    if republic:
        year = year + _YEARS_BEFORE_REPUBLIC if 1 <= year <= _LAST_OF_REPUBLIC else 0
    return f"{year:04}-{month:02}-{day:02}" if year and 1 <= month <= 12 and 1 <= day <= 31 else ""
