"""The logical structure of a PDF: tags and outline (ISO 32000-1, sections 14.7 and 12.3.3).

The tags say what each mark on a page belongs to, so that a reader program can speak the
text in order, reflow it, or tell a reading from its base.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from docconvert.writers.pdf.file import PdfFile, Raw

_PLAIN = re.compile("[ !#-'*-\\[\\]-~]*")
"""What stands for itself in a string (section 7.3.4.2)."""


@dataclass(slots=True)
class Element:
    """A structure element: its tag, and what it holds in reading order."""

    tag: str
    children: list[Element | Mark | Annotation] = field(default_factory=list)

    def child(self, tag: str) -> Element:
        """Add an element inside this one and return it."""
        element = Element(tag)
        self.children.append(element)
        return element


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked content on a page: the page's reference and the number there."""

    page: bytes
    number: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link on a page: the references of both (section 14.7.4.3)."""

    page: bytes
    reference: bytes


@dataclass(slots=True)
class PageMarks:
    """The marked content of one page, and which element each piece belongs to."""

    page: bytes
    owners: list[Element] = field(default_factory=list)

    def mark(self, element: Element) -> int:
        """Add a piece that belongs to ``element`` and return its number."""
        number = len(self.owners)
        self.owners.append(element)
        element.children.append(Mark(self.page, number))
        return number


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline, and where it leads."""

    level: int
    title: str
    destination: bytes


def add_tree(
    file: PdfFile, root: Element, pages: list[PageMarks], links: list[Element], language: str
) -> bytes:
    """Add the structure tree and the table that leads from content to elements; return its reference.

    Args:
        file: the file.
        root: the topmost element.
        pages: their keys in the table count from 0.
        links: the elements of links; their keys follow those of the pages.
        language: of the document.
    """
    tree = Raw()
    reference = file.add(tree)
    references: dict[int, bytes] = {}
    top = _add_element(file, root, reference, references, b"/Lang %s" % text_string(language))
    numbers = [
        b"%d[%s]" % (key, b" ".join(references[id(owner)] for owner in page.owners))
        for key, page in enumerate(pages)
    ]
    numbers += [b"%d %s " % (key, references[id(link)]) for key, link in enumerate(links, len(pages))]
    parents = file.add(Raw(b"<</Nums[%s]>>" % b"".join(numbers)))
    tree.body = b"<</Type/StructTreeRoot/K %s/ParentTree %s/ParentTreeNextKey %d/RoleMap<</Title/P>>>>" % (
        top,
        parents,
        len(numbers),
    )
    return reference


def _add_element(
    file: PdfFile, element: Element, parent: bytes, references: dict[int, bytes], more: bytes = b""
) -> bytes:
    raw = Raw()
    reference = references[id(element)] = file.add(raw)
    kids: list[bytes] = []
    for child in element.children:
        match child:
            case Element():
                kids.append(_add_element(file, child, reference, references))
            case Mark():
                kids.append(b"<</Type/MCR/Pg %s/MCID %d>>" % (child.page, child.number))
            case Annotation():
                kids.append(b"<</Type/OBJR/Pg %s/Obj %s>>" % (child.page, child.reference))
    raw.body = b"<</Type/StructElem/S/%s/P %s%s/K[%s]>>" % (
        element.tag.encode(),
        parent,
        more,
        b" ".join(kids),
    )
    return reference


def add_outline(file: PdfFile, entries: list[Entry]) -> bytes | None:
    """Add the outline, nested by level, and return its reference; None if there is nothing in it."""
    if not entries:
        return None
    root = _Item(Entry(0, "", b""))
    open_items = [root]
    for entry in entries:
        while open_items[-1].entry.level >= entry.level:
            open_items.pop()
        item = _Item(entry)
        open_items[-1].children.append(item)
        open_items.append(item)
    return _add_items(file, root)


@dataclass(slots=True)
class _Item:
    entry: Entry
    children: list[_Item] = field(default_factory=list)
    raw: Raw = field(default_factory=Raw)

    def count(self) -> int:
        return len(self.children) + sum(child.count() for child in self.children)


def _add_items(file: PdfFile, root: _Item) -> bytes:
    reference = file.add(root.raw)
    root.raw.body = b"<</Type/Outlines%s>>" % _add_children(file, root, reference)
    return reference


def _add_children(file: PdfFile, item: _Item, parent: bytes) -> bytes:
    """Add what stands below an item and return the entries that lead there."""
    references = [file.add(child.raw) for child in item.children]
    for index, child in enumerate(item.children):
        before = b"/Prev %s" % references[index - 1] if index else b""
        after = b"/Next %s" % references[index + 1] if index + 1 < len(references) else b""
        child.raw.body = b"<</Title %s/Parent %s/Dest%s%s%s%s>>" % (
            text_string(child.entry.title),
            parent,
            child.entry.destination,
            before,
            after,
            _add_children(file, child, references[index]),
        )
    if not references:
        return b""
    return b"/First %s/Last %s/Count %d" % (references[0], references[-1], item.count())


def text_string(text: str) -> bytes:
    """Return a text string object, in UTF-16 if need be (section 7.9.2.2)."""
    if _PLAIN.fullmatch(text):
        return b"(%s)" % text.encode()
    return b"<FEFF%s>" % text.encode("utf-16-be", "surrogatepass").hex().upper().encode()
