"""A title for formats that cannot do without one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docconvert.model import numbered_lines, plain_text
from docconvert.notices import Notice

if TYPE_CHECKING:
    from docconvert.model import Document
    from docconvert.notices import Notify

_LONGEST = 30
_CLAUSE_END = re.compile(r"[，。；：！？、,;:!?…]|\s{2,}")


def title_or_first_clause(document: Document, *, notify: Notify) -> str:
    """Return the title, or else the text's first clause, shortened, and say so to ``notify``."""
    if title := plain_text(document.title).strip():
        return title
    lines = (plain_text(line).strip() for _, line in numbered_lines(document))
    first = next((text for text in lines if any(map(str.isalnum, text))), "")
    clauses = (clause.strip() for clause in _CLAUSE_END.split(first))
    words = next((clause for clause in clauses if any(map(str.isalnum, clause))), "")
    clause = words or document.metadata.source or "Untitled"
    made = clause if len(clause) <= _LONGEST else clause[:_LONGEST] + "…"
    notify(
        Notice(
            "title-made",
            f"the text shows no title; the file's properties say {made!r}; --title gives another",
        )
    )
    return made
