"""Convert between Simplified and Traditional Chinese.

    >>> from docconvert.script import ScriptConverter
    >>> ScriptConverter("zh-Hans").convert("頭髮")
    '头发'

:class:`ScriptConverter` is for texts: it knows the script of what it is given, adds words of our own
to the dictionaries and obeys the user's. :func:`opencc_conversion` gives one of OpenCC's own conversions
as it is. Both return edits, so that whatever is attached to a text keeps its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docconvert.script.conversion import Choice, Conversion
    from docconvert.script.converter import ScriptConverter, opencc_conversion
    from docconvert.script.dictionaries import Dictionaries
    from docconvert.script.lines import Source
    from docconvert.script.targets import Target

__all__ = [
    "Choice",
    "Conversion",
    "Dictionaries",
    "ScriptConverter",
    "Source",
    "Target",
    "opencc_conversion",
]

_HOMES = {
    "Choice": "conversion",
    "Conversion": "conversion",
    "Dictionaries": "dictionaries",
    "Source": "lines",
    "Target": "targets",
}


def __getattr__(name: str) -> object:
    """Load the public names on first use: reading needs the dictionaries only."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'converter')}"), name)
