"""Output: what the written file carries besides the text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Output:
    """What the file carries. Each field has a command-line flag of its name."""

    identifier: str = ""
    """Identifier of an EPUB, such as ``urn:isbn:…``; empty for one made from its content."""
