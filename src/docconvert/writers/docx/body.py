"""Blocks to paragraphs.

A paragraph has a named style and no look of its own, but for a signature that is to stand over its
date. A verse is one paragraph with line breaks; a separator is an empty one, whose style draws it.
"""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING

from docconvert.model import CLOSING, Emphasis, Heading, Paragraph, Separator, Verse, plain_text, spans
from docconvert.style import Points
from docconvert.writers.attachments import FURTHER_INDENT, is_first, label_length
from docconvert.writers.docx.contents import bookmark, contents
from docconvert.writers.docx.geometry import TWIPS
from docconvert.writers.docx.head import HeadLooks, line_properties, number_table, spacing
from docconvert.writers.docx.imprint import imprint_table
from docconvert.writers.docx.language import word_language
from docconvert.writers.docx.markup import FLAT, ems, paragraph
from docconvert.writers.docx.runs import run_look, runs
from docconvert.writers.docx.titles import title_indent
from docconvert.writers.head import head_lines
from docconvert.writers.imprint import parted
from docconvert.writers.parts import is_listed
from docconvert.writers.run_in import run_in_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docconvert.model import Block, Document, Role
    from docconvert.style import Style
    from docconvert.writers.docx.geometry import Geometry
    from docconvert.writers.docx.runs import RunLook
    from docconvert.writers.docx.sections import Sections
    from docconvert.writers.parts import Parts

ROLES: dict[Role, str] = {
    "body": "Body Text",
    "byline": "Byline",
    "salutation": "Salutation",
    "signature": "Signature",
    "date": "Date",
    "note": "Note",
    "marking": "Marking",
    "letterhead": "Letterhead",
    "number": "Number",
    "attachment": "Attachment",
    "appendix": "Appendix",
    "copy": "Copy",
    "imprint": "Imprint",
}
"""The names of the styles of paragraphs."""

APPENDIX_TITLE = "Appendix Title"
"""The style of the titles of appendices (GB/T 9704-2012, 7.3.7)."""

FURTHER_ATTACHMENT = "Attachment List"
"""The style of the attachments below the first (GB/T 9704-2012, 7.3.4)."""

RUN_IN = ("Run-in 1", "Run-in 2")
"""The styles of run-in headings, by their levels."""

_NARROWEST = 4
"""Em for which there must be room behind the number of a name."""


class Body:
    """Writes the text of a document.

    Args:
        document: the document.
        style: how it looks.
        ids: what the template calls the named styles.
        page: the lengths of the style's pages.
        is_own_page: whether the document has such pages, and not those of a file of the user's.
    """

    def __init__(
        self, document: Document, style: Style, ids: Mapping[str, str], page: Geometry, *, is_own_page: bool
    ) -> None:
        self._document = document
        self._style = style
        self._ids = ids
        self._page = page
        self._is_own_page = is_own_page
        language = word_language(document.metadata.language)

        def look(size: Points) -> RunLook:
            return run_look(size, style.ruby.size, language, ids["Emphasis"], vertical=page.vertical)

        self._title = look(style.title.size)
        self._headings = tuple(look(style.heading(level).size) for level in range(1, 7))
        self._body = look(style.body.size)
        self._imprint = look(Points(style.body.size * style.imprint.size))
        self._head_looks = HeadLooks(style, page, ids[ROLES["number"]], self._body)
        self._head_lines = head_lines(document.above, style)
        self._labelled = False
        """Whether the last block was the 附件1 above the title of an appendix."""
        self._closes = False
        """Whether it was a signature or a date."""
        self._listed = 0
        """How many headings have been marked for the contents to lead to."""

    def paragraphs(self, parts: Parts, sections: Sections, numbers: Sequence[str]) -> Iterator[str]:
        """Yield the paragraphs in order, and the properties of the last section.

        Args:
            parts: which parts there are.
            sections: the properties of each; those of a section stand in its last paragraph.
            numbers: the pages of the headings listed in the contents; none leaves them out.
        """
        blocks = self._document.below
        title = self._document.title
        if parts.has_title_page:
            yield from self._head()
            beside = blocks[: parts.with_title]
            blocks = blocks[parts.with_title :]
            yield self._title_paragraph("" if beside else sections.title)
            for at, block in enumerate(beside, 1):
                yield self._block(block, None, sections.title if at == len(beside) else "")
        if parts.has_contents:
            yield contents(self._document, self._ids, numbers, self._body)
            if sections.contents:
                yield f"<w:p><w:pPr>{FLAT}{sections.contents}</w:pPr></w:p>"
        section = sections.text
        if title and not parts.has_title_page:
            yield from self._head()
            ends = bool(sections.chapter) and _begins_page(next(iter(blocks), None), parts)
            yield self._title_paragraph(section if ends else "")
            section = sections.chapter if ends else section
        end = len(blocks) - parts.imprint
        imprint = [block for block in blocks[end:] if isinstance(block, Paragraph)]
        blocks = blocks[:end]
        for block, following in zip(blocks, chain(blocks[1:], (None,)), strict=False):
            ends = bool(sections.chapter) and _begins_page(following, parts)
            yield self._block(block, following, section if ends else "", listed=parts.has_contents)
            section = sections.chapter if ends else section
        if imprint:
            style_id = self._ids[ROLES["imprint"]]
            yield imprint_table(
                imprint, self._style, style_id, self._imprint, self._page, is_own_page=self._is_own_page
            )
        yield section

    def _head(self) -> Iterator[str]:
        """Yield what stands above the title; lines that are not in the middle are rows of a table."""
        above = self._document.above
        if not self._head_lines:
            yield from (self._block(block, None, "") for block in above)
        pairs = zip(above, self._head_lines, strict=False)
        for is_table, group in groupby(pairs, lambda pair: pair[1].place.side != "middle"):
            if is_table:
                rows = [(block, line) for block, line in group if isinstance(block, Paragraph)]
                yield number_table(rows, self._head_looks)
            else:
                for block, line in group:
                    yield self._block(block, None, line_properties(line, self._head_looks))

    def _title_paragraph(self, section: str) -> str:
        """Return the title; below a table, which has no space behind it, with that above it."""
        look, title = self._style.title, self._document.title
        own, last = "", self._head_lines[-1:]
        if last and last[0].place.side != "middle":
            own = spacing(look.space_before + last[0].after, look.space_after, self._page)
        if self._is_own_page:
            own += title_indent(title, look, self._page.measure / TWIPS)
        return self._paragraph("Title", runs(title, self._title), own + section)

    def _block(self, block: Block, following: Block | None, section: str, *, listed: bool = False) -> str:
        labelled, self._labelled = self._labelled, isinstance(block, Paragraph) and block.role == "appendix"
        closed, self._closes = self._closes, isinstance(block, Paragraph) and block.role in CLOSING
        match block:
            case Heading():
                content = runs(block.children, self._headings[block.level - 1])
                if listed and is_listed(block):
                    self._listed += 1
                    content = bookmark(self._listed, content)
                if block.role == "appendix":
                    return self._paragraph(APPENDIX_TITLE, content, self._appendix(block, labelled) + section)
                return self._paragraph(f"Heading {block.level}", content, section)
            case Paragraph():
                own = self._closing(block, following, closed=closed) + self._hanging(block)
                properties = _kept(block, following) + own + section
                return self._paragraph(_style_of(block), self._runs(block), properties)
            case Verse():
                lines = (runs(line, self._body) for line in block.lines)
                return self._paragraph("Verse", "<w:r><w:br/></w:r>".join(lines), section)
            case Separator():
                return self._paragraph("Separator", "", section)

    def _runs(self, block: Paragraph) -> str:
        heading = run_in_heading(block, self._style)
        if not heading:
            return runs(block.children, self._body)
        before, behind = parted(block.children, heading.end)
        look = self._body._replace(emphasis=f'<w:rStyle w:val="{self._ids[RUN_IN[heading.level - 1]]}"/>')
        return runs((Emphasis(spans(before)),), look) + runs(behind, self._body)

    def _appendix(self, heading: Heading, labelled: bool) -> str:
        """Begin a page with the title of an appendix, or set it below the 附件1 that does."""
        look, measure = self._style.appendix, self._page.measure / TWIPS
        indent = ""
        if look.look == "title" and self._is_own_page:
            indent = title_indent(heading.children, self._style.title, measure)
        level = f'<w:outlineLvl w:val="{heading.level - 1}"/>' if heading.level > 1 else ""
        if labelled:
            after = self._style.appendix_title(heading.level).space_after
            return spacing(look.below_label, after, self._page) + indent + level
        return ("<w:pageBreakBefore/>" if look.start == "page" else "") + indent + level

    def _hanging(self, block: Paragraph) -> str:
        """Indent the further lines of a name of an attachment to below its first character."""
        if block.role != "attachment":
            return ""
        text, body = plain_text(block.children), self._style.body
        label = ems(text[: label_length(text)])
        left = body.indent + (0 if is_first(text) else FURTHER_INDENT) + label
        measure = self._page.measure / TWIPS / body.size
        if left + ems(text) - label <= measure or measure - left < _NARROWEST:
            return ""
        lengths = {"left": left, "hanging": label}
        return "<w:ind{}/>".format(
            "".join(
                f' w:{side}Chars="{round(length * 100)}" w:{side}="{round(length * body.size * TWIPS)}"'
                for side, length in lengths.items()
            )
        )

    def _closing(self, block: Paragraph, following: Block | None, *, closed: bool) -> str:
        """Return what a signature or a date has of its own: space above the first, and its indent."""
        closing, space = self._style.closing, ""
        if block.role in CLOSING and not closed and closing.space_before:
            space = spacing(closing.space_before, self._style.body.space_after, self._page)
        return space + self._over_date(block, following)

    def _over_date(self, block: Paragraph, following: Block | None) -> str:
        """Indent a signature so that it stands centred over its date (GB/T 9704-2012, 7.3.5.1)."""
        closing = self._style.closing
        if not closing.center or block.role != "signature":
            return ""
        if not (isinstance(following, Paragraph) and following.role == "date"):
            return ""
        wider = ems(plain_text(following.children)) - ems(plain_text(block.children))
        indent = max(0.0, closing.right_indent + wider / 2)
        twips = round(indent * self._style.body.size * TWIPS)
        return f'<w:ind w:rightChars="{round(indent * 100)}" w:right="{twips}"/>'

    def _paragraph(self, style: str, content: str, properties: str = "") -> str:
        return paragraph(self._ids[style], content, properties)


def _begins_page(block: Block | None, parts: Parts) -> bool:
    return isinstance(block, Heading) and block.level <= parts.page_level


def _kept(block: Paragraph, following: Block | None) -> str:
    """Keep the last line of a text with what is below it if that is a signature or a date."""
    if block.role in CLOSING or not isinstance(following, Paragraph) or following.role not in CLOSING:
        return ""
    return "<w:keepNext/>"


def _style_of(paragraph: Paragraph) -> str:
    if paragraph.role == "attachment" and not is_first(plain_text(paragraph.children)):
        return FURTHER_ATTACHMENT
    return ROLES[paragraph.role]
