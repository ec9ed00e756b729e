"""The 版记 as a table: its rules are as wide as the text, its lines are not (GB/T 9704-2012, 7.4).

Borders of paragraphs begin where the paragraphs do, those of a table at its edges. At the foot of the last
page it floats: programs set it on the page of the paragraph behind it, as far down as the text goes, and
where there is no room both go to the next page. Its place is counted from the edge of the sheet, because
LibreOffice 7 lets no table float that is as wide as the text and placed by the margin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docconvert.model import plain_text
from docconvert.writers.docx.geometry import TWIPS
from docconvert.writers.docx.markup import FLAT, ems, paragraph
from docconvert.writers.docx.runs import runs
from docconvert.writers.imprint import THICK, THIN, ImprintLine, imprint_line, parted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.model import Inlines, Paragraph
    from docconvert.style import Style
    from docconvert.writers.docx.geometry import Geometry
    from docconvert.writers.docx.runs import RunLook

_WHOLE = 5000
"""The width of the text, in fiftieths of a percent."""
_ALL_WIDTH = f'<w:tblW w:w="{_WHOLE}" w:type="pct"/>'
_SPARE = 1.0
"""Em that a cell is wider than the date in it, whose width is a guess."""


class _Looks(NamedTuple):
    """What all lines have."""

    size: float
    """Points."""
    indent: float
    """Em."""
    style_id: str
    runs: RunLook
    columns: tuple[int, int]
    """How wide the parts are that stand at both ends of a line, in fiftieths of a percent."""


def imprint_table(
    paragraphs: Sequence[Paragraph],
    style: Style,
    style_id: str,
    look: RunLook,
    page: Geometry,
    *,
    is_own_page: bool,
) -> str:
    """Return the table, and behind it the paragraph it hangs on.

    Args:
        paragraphs: those of the 版记; there is at least one.
        style: how the document looks.
        style_id: what the template calls the style of its lines.
        look: that of its runs.
        page: the lengths of the page.
        is_own_page: whether the document has such a page, and not that of a file of the user's.
    """
    lines = [imprint_line(each, above) for each, above in zip(paragraphs, (None, *paragraphs), strict=False)]
    size = style.body.size * style.imprint.size
    columns = _columns(paragraphs, lines, style.imprint.indent, page.measure / TWIPS / size)
    looks = _Looks(size, style.imprint.indent, style_id, look, columns)
    rows = (
        _row(each, line, looks, is_last=each is paragraphs[-1])
        for each, line in zip(paragraphs, lines, strict=True)
    )
    floats = style.imprint.place == "foot" and not page.vertical
    # Above a table there is no space but that of an empty line.
    blank = "" if floats else "<w:p><w:pPr><w:keepNext/></w:pPr></w:p>"
    width = f'<w:tblW w:w="{page.measure}" w:type="dxa"/>' if is_own_page else _ALL_WIDTH
    grid = "".join(f'<w:gridCol w:w="{page.measure * each // _WHOLE}"/>' for each in columns)
    return (
        f"{blank}<w:tbl><w:tblPr>{_place(page, is_own_page) if floats else ''}{width}"
        f"<w:tblBorders>{_border('top', THICK)}{_border('bottom', THICK)}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        f'<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl><w:p><w:pPr>{FLAT}</w:pPr></w:p>"
    )


def _columns(
    paragraphs: Sequence[Paragraph], lines: Sequence[ImprintLine], indent: float, measure: float
) -> tuple[int, int]:
    """Return the widths of two columns, the second as wide as the longest that stands at an end needs."""
    behind = (plain_text(each.children)[line.apart :] for each, line in zip(paragraphs, lines, strict=True))
    widest = max(map(ems, behind)) + indent + _SPARE
    second = round(_WHOLE * min(0.5, widest / measure))
    return _WHOLE - second, second


def _place(page: Geometry, is_own_page: bool) -> str:
    place = (
        f'w:horzAnchor="page" w:tblpX="{page.left}"'
        if is_own_page
        else 'w:horzAnchor="margin" w:tblpXSpec="left"'
    )
    return (
        f'<w:tblpPr w:topFromText="{page.pitch // 2}" w:vertAnchor="margin" {place}'
        ' w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>'
    )


def _border(side: str, width: float) -> str:
    return f'<w:{side} w:val="single" w:sz="{round(width * 8)}" w:space="0" w:color="auto"/>'


def _row(each: Paragraph, line: ImprintLine, looks: _Looks, *, is_last: bool) -> str:
    rule = f"<w:tcBorders>{_border('top', THIN)}</w:tcBorders>" if line.ruled else ""
    keep = "" if is_last else "<w:keepNext/>"
    first, second = looks.columns
    before, behind = parted(each.children, line.apart)
    if before and behind:
        cells = _cell(first, rule, before, keep, looks)
        cells += _cell(second, rule, behind, f'{keep}<w:ind w:left="0"/><w:jc w:val="right"/>', looks)
    else:
        own = '<w:jc w:val="right"/>' if behind else _hanging(each, line, looks)
        cells = _cell(_WHOLE, f'<w:gridSpan w:val="2"/>{rule}', each.children, keep + own, looks)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _hanging(each: Paragraph, line: ImprintLine, looks: _Looks) -> str:
    """Indent all lines but the first to behind the colon."""
    if not line.label:
        return ""
    label = ems(plain_text(each.children)[: line.label]) * looks.size * TWIPS
    left = looks.indent * looks.size * TWIPS + label
    return f'<w:ind w:left="{round(left)}" w:hanging="{round(label)}"/>'


def _cell(width: int, properties: str, content: Inlines, own: str, looks: _Looks) -> str:
    line = paragraph(looks.style_id, runs(content, looks.runs), own)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="pct"/>{properties}</w:tcPr>{line}</w:tc>'
