"""What an output depends on besides its source: where that has changed, it is made anew."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from docconvert import __version__
from docconvert.options import Options
from docconvert.output import COVERS, Output, font_face
from docconvert.style import load_style
from docconvert.writers.stamp import source_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docconvert.batch.work import Settings
    from docconvert.format import Format
    from docconvert.style import Style


def fingerprint(format_: Format, settings: Settings) -> str:
    """Return a digest of all that an output of a format depends on, but for its source.

    Files that settings name count by what is in them; the dictionaries of another OpenCC by their sizes and
    times.
    """
    options, style = settings.options or Options(), settings.style or load_style()
    output = _obeyed(format_, settings.output or Output())
    writer = f"{format_.write.__module__}.{getattr(format_.write, '__qualname__', '')}"
    facts = (__version__, format_.name, writer, options, output, style.origin, source_date())
    digest = hashlib.sha256("\0".join(map(str, facts)).encode("utf-8", "surrogatepass"))
    for path in (*_parts(style), *named_files(settings._replace(output=output))):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    if options.dictionaries:
        states = ((path.name, path.stat()) for path in sorted(Path(options.dictionaries).rglob("*")))
        digest.update(repr([(name, state.st_size, state.st_mtime_ns) for name, state in states]).encode())
    return digest.hexdigest()


def _obeyed(format_: Format, output: Output) -> Output:
    """Return what a format obeys of the wishes for an output."""
    return replace(Output(), **{name: getattr(output, name) for name in sorted(format_.obeys)})


def _parts(style: Style) -> Iterator[Path]:
    yield from (path for path in sorted(style.folder.rglob("*")) if path.is_file())


def named_files(settings: Settings) -> Iterator[Path]:
    """Yield the files that style and output name."""
    style, output = settings.style or load_style(), settings.output or Output()
    fonts: list[Path | str] = [*style.font_files.values(), *output.font]
    yield from (font_face(font).path for font in fonts)
    for name in (output.cover, output.reference_doc):
        if name and name not in COVERS:
            yield Path(name)
