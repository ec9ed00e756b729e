"""Scene breaks and rules: lines of signs, and titles underlined by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.reading.paragraphs import Unit

_FEWEST_SIGNS = 3
_SIGNS = frozenset("*＊※☆★◇◆○●□■~～=＝-－—―_＿·・.．#＃─━═+＋^…")
_UNDERLINES = frozenset("=-~^*#+")
_LONGEST_TITLE = 40


def is_separator(text: str) -> bool:
    """Say whether a line is a scene break or a rule: one sign, three times or more, and nothing else."""
    signs = "".join(text.split())
    if signs in ("%", "※", "＊", "***", "◇", "◆", "☆", "★"):
        return True
    return len(signs) >= _FEWEST_SIGNS and signs[0] in _SIGNS and not signs.strip(signs[0])


def find_underlined(units: Sequence[Unit]) -> dict[int, str]:
    """Return titles with a rule right below them, as reStructuredText has them, and the sign of the rule.

    At least two in a text: one alone may be a rule below its first line.
    """
    found = {
        at: units[at + 1].text[0]
        for at in range(len(units) - 1)
        if _is_underline(units[at + 1]) and _may_be_underlined(units, at)
    }
    return found if len(found) >= 2 else {}


def _is_underline(unit: Unit) -> bool:
    return (
        unit.text[0] in _UNDERLINES and unit.blanks == 0 and len(set(unit.text)) == 1 and len(unit.text) >= 3
    )


def _may_be_underlined(units: Sequence[Unit], at: int) -> bool:
    title = units[at]
    apart = at == 0 or title.blanks > 0 or is_separator(units[at - 1].text)
    return (
        apart
        and len(title.text) <= _LONGEST_TITLE
        and not is_separator(title.text)
        and title.text[-1] not in "。；，：！？”」.;,|"
        and "|" not in title.text
        and at + 2 < len(units)
        and units[at + 2].blanks > 0
    )
