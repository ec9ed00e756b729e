"""The map from codes to Unicode, by which text is searched and copied (ISO 32000-1, section 9.10.3)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEAD = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000><FFFF>
endcodespacerange
"""
_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
_BLOCK = 100
"""The most rows that may stand together."""

_FORBIDDEN = str.maketrans({"\ufeff": "\u2060", "\0": "\ufffd", "\ufffe": "\ufffd"})
"""What no code may lead to (ISO 19005-2, section 6.2.11.7.2), and what comes nearest to it."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def to_unicode(characters: Iterable[str]) -> bytes:
    """Write the map from codes, counted from 1, to characters; nothing for a code without one."""
    rows = [
        f"<{code:04X}><{_utf16(character)}>\n" for code, character in enumerate(characters, 1) if character
    ]
    blocks = [rows[at : at + _BLOCK] for at in range(0, len(rows), _BLOCK)]
    body = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return (_HEAD + body + _TAIL).encode()


@lru_cache(0x10000)
def _utf16(character: str) -> str:
    allowed = _SURROGATE.sub("\ufffd", character.translate(_FORBIDDEN))
    return allowed.encode("utf-16-be").hex().upper()
