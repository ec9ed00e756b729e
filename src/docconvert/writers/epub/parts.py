"""EbookLib's writer, giving the parts of a book instead of a ZIP file; only where a book is bound."""

from __future__ import annotations

from ebooklib.epub import EpubWriter


class _Collected(dict[str, bytes]):
    """Takes what EbookLib puts into a ZIP file."""

    def writestr(self, name: str, data: bytes | str) -> None:
        """Keep a part under its name."""
        self[name] = data.encode() if isinstance(data, str) else data


class PartsWriter(EpubWriter):  # type: ignore[misc]  # it has no types
    """A writer that packs nothing: for ZIP files that are the same on every run there is ``pack``."""

    def __init__(self, book: object, options: dict[str, object]) -> None:
        super().__init__("", book, options)
        self.out = _Collected()

    def parts(self) -> dict[str, bytes]:
        """Return the parts of the book by their names, the ``mimetype`` first (OCF 3.3, section 4.3)."""
        self.out.writestr("mimetype", "application/epub+zip")
        self._write_container()
        self._write_opf()
        self._write_items()
        return self.out
