"""Convert the text's script, on the joined base text of each line."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from docconvert.language import script_of
from docconvert.model import Document, Inlines, Ruby, plain_text
from docconvert.notices import Notice
from docconvert.transforms.rewrite import map_lines, rewrite

if TYPE_CHECKING:
    from docconvert.notices import Notify
    from docconvert.options import Script
    from docconvert.script import ScriptConverter, Source, Target

_TARGETS: dict[Script, Target] = {"hans": "zh-Hans", "hant-tw": "zh-Hant-TW", "hant-hk": "zh-Hant-HK"}


def convert_script(document: Document, script: Script, *, notify: Notify) -> Document:
    """Return the document in ``script``, its language set to match; ``keep`` changes nothing.

    A reading over characters that became more or fewer is taken off, with a notice. Japanese
    is left alone: its characters are in neither table.
    """
    if script == "keep":
        return document
    if script_of(document.metadata.language) == "ja":
        notify(Notice("script-unchanged", "the text is Japanese; its script was not converted"))
        return document
    target = _TARGETS[script]
    converter = _converter(
        target, "zh-Hant" if script_of(document.metadata.language) == "hant" else "zh-Hans"
    )
    detached: list[Ruby] = []

    def convert(line: Inlines) -> Inlines:
        new, lost = rewrite(line, converter.edits(plain_text(line)))
        detached.extend(lost)
        return new

    converted = map_lines(document, convert)
    if detached:
        notify(
            Notice(
                "reading-detached",
                f"{len(detached)} readings no longer fit their converted characters and were taken off",
                removed="".join(f"({ruby.reading})" for ruby in detached),
            )
        )
    metadata = replace(
        converted.metadata, language=target, author=converter.convert(document.metadata.author)
    )
    return replace(converted, metadata=metadata)


@cache
def _converter(target: Target, source: Source) -> ScriptConverter:
    """Keep converters: their dictionaries take a tenth of a second to read."""
    from docconvert.script import ScriptConverter

    return ScriptConverter(target, source=source)
