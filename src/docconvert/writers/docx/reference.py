"""A Word file of the user's whose looks a document takes.

Its styles, its page and what stands in its margins are kept; its text is not, nor what belongs to that.
"""

from __future__ import annotations

import io
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from docconvert.errors import StyleError
from docconvert.writers.docx.styles import TEXT_STYLES, find_style
from docconvert.writers.package import PackageError, pack, unpack

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as Template
    from docx.styles.styles import Styles

_MOST_BYTES = 200_000_000
"""A file unpacks to no more."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a compound file begins (MS-CFB): a document of before 2007, or one with a password."""

_TYPES = "[Content_Types].xml"
_TEMPLATE, _DOCUMENT = b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"

_KEPT = frozenset(
    [
        RELATIONSHIP_TYPE.STYLES,
        RELATIONSHIP_TYPE.SETTINGS,
        RELATIONSHIP_TYPE.THEME,
        RELATIONSHIP_TYPE.FONT_TABLE,
        RELATIONSHIP_TYPE.NUMBERING,
    ]
)
"""The parts that say how a document looks; headers and footers are kept where they are in use."""

_NOT_LOOKS = (
    "w:writeProtection",
    "w:removePersonalInformation",
    "w:attachedTemplate",
    "w:trackRevisions",
    "w:documentProtection",
    "w:mailMerge",
    "w:rsids",
    "w:docVars",
    # The parts that these name hold notes, which are text.
    "w:footnotePr",
    "w:endnotePr",
)
"""Settings of the user's file that are about itself."""


def open_reference(path: Path) -> Template:
    """Open a Word file for its looks, without its text.

    Raises:
        StyleError: it cannot be read, is no document of Word, or has macros.
    """
    data = _readable(path)
    try:
        template = docx.Document(io.BytesIO(data))
        body: Any = template.element.body
        if body.prefix != "w":  # as our paragraphs are written
            raise ValueError(f"its elements are not w:body but {body.prefix}:body")
        _inherit_margins(body)
        body.clear_content()
        _drop_all_but_looks(template)
    except Exception as error:
        # The file is whole but not what it says. python-docx looks at parts on first use and then trips over
        # what is missing, with errors of every kind; none of them may end a run.
        raise StyleError(
            f"{path} cannot be read as a document of Word: {error}",
            "open it in Word and save it anew as .docx",
        ) from error
    return template


def _readable(path: Path) -> bytes:
    """Return the bytes of a document without macros; a template of Word is made one."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StyleError(f"{path}: cannot be read: {error.strerror}", "check --reference-doc") from error
    if data.startswith(_COMPOUND):
        raise StyleError(
            f"{path} has a password, or is a .doc of before 2007",
            "save it in Word as .docx, without a password",
        )
    try:
        parts = dict(unpack(data, most_bytes=_MOST_BYTES))
    except PackageError as error:
        raise StyleError(
            f"{path} is no document of Word: {error}", "it takes a .docx or .dotx file"
        ) from error
    types = parts.get(_TYPES, b"")
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise StyleError(f"{path} has macros, which no .docx may have", "save it in Word as .docx")
    if _TEMPLATE in types:
        parts[_TYPES] = types.replace(_TEMPLATE, _DOCUMENT)
        return pack(parts.items())
    return data


def _inherit_margins(body: Any) -> None:
    """Give the last section the headers and footers that it goes on with (section 17.10.5)."""
    last = body.get_or_add_sectPr()
    shown = {_margin(own) for own in last.xpath(_MARGINS)}
    for earlier in reversed(body.xpath("w:p/w:pPr/w:sectPr | w:sdt//w:sectPr")):
        for reference in earlier.xpath(_MARGINS):
            if _margin(reference) not in shown:
                shown.add(_margin(reference))
                last.insert(0, deepcopy(reference))


_MARGINS = "w:headerReference|w:footerReference"


def _margin(reference: Any) -> tuple[str, str]:
    return reference.tag, reference.get(qn("w:type"))


_CHANGES = "//w:sectPrChange|//w:pPrChange|//w:rPrChange"
"""Tracked changes of looks, which name who made them."""


def _drop_all_but_looks(template: Template) -> None:
    part = template.part
    section: Any = template.element.body.sectPr
    in_use = set(section.xpath("*/@r:id"))
    for relation_id, relation in list(part.rels.items()):
        if relation.reltype not in _KEPT and relation_id not in in_use:
            del part.rels[relation_id]
    _drop_settings(template)
    for root in (template.element, template.styles.element):
        for change in root.xpath(_CHANGES):
            change.getparent().remove(change)


def _drop_settings(template: Template) -> None:
    settings: Any = template.settings.element
    for zoom in settings.findall(qn("w:zoom")):  # which must say how much, and does not always
        zoom.set(qn("w:percent"), zoom.get(qn("w:percent"), "100"))
    for name in _NOT_LOOKS:
        for found in settings.findall(qn(name)):
            settings.remove(found)
    related = template.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels
    for relation_id in set(related) - set(settings.xpath("//@r:id")):
        del related[relation_id]


def add_missing(theirs: Styles, ours: Styles) -> list[str]:
    """Add the styles that a document needs and a reference has not, and return their names.

    Args:
        theirs: those of the reference, which stay as they are.
        ours: filled ones to take the others from.
    """
    missing = [name for name in TEXT_STYLES if find_style(theirs, name) is None]
    taken = {style.style_id for style in theirs}
    ids = {}
    for name in TEXT_STYLES:
        own = find_style(ours, name).style_id
        ids[own] = own if name in missing else find_style(theirs, name).style_id
        while name in missing and ids[own] in taken:
            ids[own] += "1"
        taken.add(ids[own])
    for name in missing:
        theirs.element.append(_adapted(find_style(ours, name).element, ids))
    return missing


def _adapted(style: Any, ids: dict[str, str]) -> Any:
    """Return a copy of a style under the names that a reference has for it and for those it builds on."""
    copied = deepcopy(style)
    copied.set(qn("w:styleId"), ids[copied.get(qn("w:styleId"))])
    if qn("w:default") in copied.attrib:
        del copied.attrib[qn("w:default")]
    for tag in ("w:basedOn", "w:next", "w:link"):
        for found in copied.findall(qn(tag)):
            found.set(qn("w:val"), ids[found.get(qn("w:val"))])
    if copied.type == WD_STYLE_TYPE.PARAGRAPH:
        # Normal of Chinese templates often indents the first line; what asks for no indent means none.
        indent = copied.get_or_add_pPr().get_or_add_ind()
        if not any(side in name for name in indent.attrib for side in ("firstLine", "hanging")):
            indent.set(qn("w:firstLineChars"), "0")
            indent.set(qn("w:firstLine"), "0")
    return copied
