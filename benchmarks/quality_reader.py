"""Read DOCX, EPUB and PDF files of any program alike: what the benchmark of quality counts in.

Only what a file says by the means of its format is seen: paragraphs, the levels of an outline, entries of a
contents list, ruby, the title among the properties. Spaces are left out of all texts, because programs differ
in where they put them and Chinese needs none.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
X = "{http://www.w3.org/1999/xhtml}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
OPF = "{http://www.idpf.org/2007/opf}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
DC = "{http://purl.org/dc/elements/1.1/}"
BLOCKS = {f"{X}{name}" for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "pre", "dt", "dd")}


class Seen(NamedTuple):
    """What a file holds; paragraphs of a PDF are not known, and ``rubies`` of it neither."""

    title: str
    entries: tuple[str, ...]
    paragraphs: tuple[str, ...]
    text: str
    rubies: int


def read(path: Path) -> Seen:
    """Return what a file holds."""
    return {".docx": read_docx, ".epub": read_epub, ".pdf": read_pdf}[path.suffix](path)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def read_docx(path: Path) -> Seen:
    """Read a DOCX: headings are paragraphs with an outline level, of their own or of their style's."""
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        styles = etree.fromstring(archive.read("word/styles.xml"))
        names = archive.namelist()
        core = etree.fromstring(archive.read("docProps/core.xml")) if "docProps/core.xml" in names else None
    levels = outline_levels(styles)
    paragraphs, entries = [], []
    for paragraph in body.iter(f"{W}p"):
        text = squeezed("".join(_docx_text(paragraph)))
        if paragraph.getparent().tag == f"{W}txbxContent" or not text:
            continue
        paragraphs.append(text)
        if _level(paragraph, levels) is not None:
            entries.append(text)
    title = core.findtext(f"{DC}title") if core is not None else None
    rubies = sum(1 for _ in body.iter(f"{W}ruby"))
    return Seen(squeezed(title or ""), tuple(entries), tuple(paragraphs), "".join(paragraphs), rubies)


def outline_levels(styles: etree._Element) -> dict[str, int]:
    """Return the outline levels of paragraph styles that have one, inherited ones too."""
    found = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
    levels = {}
    for name, style in found.items():
        seen = style
        while seen is not None:
            level = seen.find(f"{W}pPr/{W}outlineLvl")
            if level is not None:
                if int(level.get(f"{W}val")) < 9:
                    levels[name] = int(level.get(f"{W}val"))
                break
            parent = seen.find(f"{W}basedOn")
            seen = found.get(parent.get(f"{W}val")) if parent is not None else None
    return levels


def _level(paragraph: etree._Element, levels: dict[str, int]) -> int | None:
    own = paragraph.find(f"{W}pPr/{W}outlineLvl")
    if own is not None:
        return int(own.get(f"{W}val")) if int(own.get(f"{W}val")) < 9 else None
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return levels.get(style.get(f"{W}val")) if style is not None else None


def _docx_text(paragraph: etree._Element) -> Iterator[str]:
    """Yield the text of a paragraph without its readings."""
    for node in paragraph.iter(f"{W}t"):
        if not any(parent.tag == f"{W}rt" for parent in node.iterancestors()):
            yield node.text or ""


def read_epub(path: Path) -> Seen:
    """Read an EPUB: entries are those of its contents, which reading systems show."""
    with zipfile.ZipFile(path) as archive:
        container = etree.fromstring(archive.read("META-INF/container.xml"))
        package = next(node.get("full-path") for node in container.iter("{*}rootfile"))
        opf = etree.fromstring(archive.read(package))
        items = {item.get("id"): item for item in opf.iter(f"{OPF}item")}
        spine = [items[ref.get("idref")] for ref in opf.iter(f"{OPF}itemref")]
        contents = [item for item in items.values() if "nav" in (item.get("properties") or "").split()]
        contents += [item for item in items.values() if item.get("media-type") == "application/x-dtbncx+xml"]
        # Some programs write pages that are not well-formed: what can be read of them counts.
        lenient = etree.XMLParser(recover=True)
        parts = [_part(archive, package, item) for item in spine if item not in contents]
        pages = [etree.fromstring(part, lenient) for part in parts]
        entries = _entries(etree.fromstring(_part(archive, package, contents[0]))) if contents else ()
    bodies = [page.find(f"{X}body") for page in pages]
    paragraphs = [text for body in bodies if body is not None for text in _epub_blocks(body)]
    rubies = sum(1 for body in bodies if body is not None for _ in body.iter(f"{X}rt"))
    title = opf.findtext(f".//{DC}title")
    return Seen(squeezed(title or ""), tuple(entries), tuple(paragraphs), "".join(paragraphs), rubies)


def _part(archive: zipfile.ZipFile, package: str, item: etree._Element) -> bytes:
    return archive.read(str(PurePosixPath(package).parent / item.get("href")))


def _entries(contents: etree._Element) -> list[str]:
    if contents.tag.startswith(NCX):
        return [
            squeezed(node.findtext(f"{NCX}navLabel/{NCX}text") or "")
            for node in contents.iter(f"{NCX}navPoint")
        ]
    lists = [
        nav for nav in contents.iter(f"{X}nav") if nav.get("{http://www.idpf.org/2007/ops}type") == "toc"
    ]
    return [squeezed("".join(link.itertext())) for nav in lists for link in nav.iter(f"{X}a")]


def _epub_blocks(body: etree._Element) -> Iterator[str]:
    """Yield the texts of the innermost blocks; a line break within one does not part it."""
    for block in body.iter(*BLOCKS, f"{X}body"):
        is_innermost = not any(child.tag in BLOCKS for child in block.iterdescendants())
        if is_innermost and (text := squeezed("".join(_epub_text(block)))):
            yield text


def _epub_text(node: etree._Element) -> Iterator[str]:
    if node.tag in (f"{X}rt", f"{X}rp") or not isinstance(node.tag, str):
        return
    yield node.text or ""
    for child in node:
        yield from _epub_text(child)
        yield child.tail or ""


def read_pdf(path: Path) -> Seen:
    """Read a PDF: entries are those of its outline, the text is what poppler's pdftotext gives."""
    from pypdf import PdfReader

    text = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True).stdout.decode()
    reader = PdfReader(path)
    title = reader.metadata.title if reader.metadata else ""
    entries = [squeezed(entry.title) for entry in _flat(reader.outline)]
    return Seen(squeezed(title or ""), tuple(entries), (), squeezed(text), 0)


def _flat(outline: list) -> Iterator:  # type: ignore[type-arg]  # as pypdf gives it
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry
