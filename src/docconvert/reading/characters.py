"""Characters and sequences that no document can hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docconvert.chars import FORBIDDEN
from docconvert.notices import Notice, characters_removed

if TYPE_CHECKING:
    from docconvert.notices import Notify

_ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]{0,20}[ -/]{0,4}[@-~]|[@-Z\\-_])")
"""Terminal control sequences (ECMA-48, 5.4): colours of bulletin boards and fortune files."""


def remove_forbidden(text: str, *, notify: Notify) -> str:
    """Return ``text`` without the characters no output can hold; each is counted in a notice.

    A terminal's control sequence goes whole: without its first character the rest is rubbish.
    """
    # Vertical tab and form feed end a line or page in old files: they are white space here.
    text = text.replace("\x0b", "\n").replace("\x0c", "\n")
    if "\x1b" in text:
        text = _remove_escapes(text, notify)
    first = FORBIDDEN.search(text)
    if not first:
        return text
    notify(characters_removed(FORBIDDEN.findall(text), _line_of(text, first.start())))
    return FORBIDDEN.sub("", text)


def _remove_escapes(text: str, notify: Notify) -> str:
    found = _ESCAPE.findall(text)
    if not found:
        return text
    first = _ESCAPE.search(text)
    notify(
        Notice(
            "escapes-removed",
            f"{len(found)} terminal control {'sequence' if len(found) == 1 else 'sequences'} removed",
            line=_line_of(text, first.start()) if first else 0,
            removed="".join(found),
        )
    )
    return _ESCAPE.sub("", text)


def _line_of(text: str, offset: int) -> int:
    return len(f"{text[:offset]}.".splitlines())
