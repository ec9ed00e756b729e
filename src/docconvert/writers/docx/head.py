"""The head of an official document: paragraphs, and lines that are not in the middle as rows of a table.

A rule below is as wide as the text: a border of the last paragraph or of the table (GB/T 9704-2012, 7.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docconvert.model import plain_text
from docconvert.writers.docx.geometry import TWIPS
from docconvert.writers.docx.markup import ems, paragraph
from docconvert.writers.docx.runs import runs
from docconvert.writers.head import NUMBER_INDENT, RULE_DISTANCE
from docconvert.writers.imprint import parted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.model import Inlines, Paragraph
    from docconvert.style import Style
    from docconvert.writers.docx.geometry import Geometry
    from docconvert.writers.docx.runs import RunLook
    from docconvert.writers.head import HeadLine

_SPARE = 1.0
"""Em that a cell is wider than what stands in it, whose width is a guess."""
_MOST_SIGNER = 0.7
"""Of the line, for who signed."""


class HeadLooks(NamedTuple):
    """What all lines of the head have."""

    style: Style
    page: Geometry
    number: str
    """What the template calls the style of numbers."""
    runs: RunLook

    @property
    def below(self) -> float:
        """From the lowest edge of a line to the rule, in points."""
        body = self.style.body
        return max(0.0, RULE_DISTANCE - body.size * (body.line_height - 1) / 2)

    def border(self, side: str, space: float = 0.0) -> str:
        """Return the rule as a border, ``space`` points from what it belongs to."""
        look = self.style.letterhead
        width, color = max(2, round(look.rule * 8)), look.color.removeprefix("#").upper()
        return f'<w:{side} w:val="single" w:sz="{width}" w:space="{round(space)}" w:color="{color}"/>'


def line_properties(line: HeadLine, looks: HeadLooks) -> str:
    """Return the properties of a paragraph of the head that is not as its style says."""
    border = f"<w:pBdr>{looks.border('bottom', looks.below)}</w:pBdr>" if line.ruled else ""
    return f"<w:keepNext/>{border}{spacing(line.before, line.after, looks.page)}"


def spacing(before: float, after: float, page: Geometry) -> str:
    """Return the space around a paragraph, given in lines of the text."""
    return f'<w:spacing w:before="{round(before * page.pitch)}" w:after="{round(after * page.pitch)}"/>'


def number_table(lines: Sequence[tuple[Paragraph, HeadLine]], looks: HeadLooks) -> str:
    """Return numbers, and who signed them, as a table without lines but for the rule below."""
    page = looks.page
    rule = f"<w:tblBorders>{looks.border('bottom')}</w:tblBorders>" if lines[-1][1].ruled else ""
    second = _second_column(lines, looks)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (page.measure - second, second))
    rows = (_row(each, line, second, looks) for each, line in lines)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{page.measure}" w:type="dxa"/>{rule}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _second_column(lines: Sequence[tuple[Paragraph, HeadLine]], looks: HeadLooks) -> int:
    """Return the width of the second column in twips: what the longest that stands at the right needs."""
    texts = (plain_text(each.children)[line.place.apart :] for each, line in lines)
    widest = (max(map(ems, texts)) + NUMBER_INDENT + _SPARE) * looks.style.body.size * TWIPS
    return round(min(widest, looks.page.measure * _MOST_SIGNER))


def _row(each: Paragraph, line: HeadLine, second: int, looks: HeadLooks) -> str:
    indent = round(NUMBER_INDENT * looks.style.body.size * TWIPS)
    start, end = (
        f'{spacing(0, 0, looks.page)}<w:ind w:{side}="{indent}"/><w:jc w:val="{side}"/>'
        for side in ("left", "right")
    )
    before, behind = parted(each.children, line.place.apart)
    below = round(looks.below * TWIPS) if line.ruled else 0
    first = looks.page.measure - second
    if before and behind:
        cells = _cell(first, 1, before, start, below, looks) + _cell(second, 1, behind, end, below, looks)
    else:
        own = end if line.place.side == "end" else start
        cells = _cell(first + second, 2, each.children, own, below, looks)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(width: int, span: int, content: Inlines, own: str, below: int, looks: HeadLooks) -> str:
    margin = f'<w:tcMar><w:bottom w:w="{below}" w:type="dxa"/></w:tcMar>' if below else ""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    line = paragraph(looks.number, runs(content, looks.runs), f"<w:keepNext/>{own}")
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{margin}</w:tcPr>{line}</w:tc>'
