"""Maps from codes, as PDF has them: to Unicode and to CIDs (ISO 32000-1, sections 9.7.5 and 9.10.3).

They are programs of a small subset of PostScript, in blocks of at most a hundred rows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FRAME = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry(Adobe)/Ordering({ordering})/Supplement 0>> def
/CMapName /{name} def
/CMapType {kind} def
{more}1 begincodespacerange
{space}
endcodespacerange
{body}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_BLOCK = 100
_TWO_BYTES = "<0000><FFFF>"
_ONE_BYTE = "<00><FF>"

_FORBIDDEN = str.maketrans({"\ufeff": "\u2060", "\0": "\ufffd", "\ufffe": "\ufffd"})
"""What no code may lead to (ISO 19005-2, section 6.2.11.7.2), and the like of it."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def to_unicode(characters: Sequence[str], *, code_bytes: int = 2) -> bytes:
    """Write the map from codes to characters; the first, of code 0, is left out."""
    rows = [
        f"<{code:0{2 * code_bytes}X}><{_utf16(character)}>\n"
        for code, character in enumerate(characters[1:], 1)
    ]
    return _FRAME.format(
        ordering="UCS",
        name="Adobe-Identity-UCS",
        kind=2,
        more="",
        space=_TWO_BYTES if code_bytes == 2 else _ONE_BYTE,
        body=_blocks("bfchar", rows),
    ).encode()


def code_map(name: str, mode: int, cids: Iterable[int]) -> bytes:
    """Write the map from codes, counted from 0, to CIDs; ``mode`` is 1 for vertical lines."""
    rows = [f"<{code:04X}> {cid}\n" for code, cid in enumerate(cids)]
    return _FRAME.format(
        ordering="Identity",
        name=name,
        kind=1,
        more=f"/WMode {mode} def\n",
        space=_TWO_BYTES,
        body=_blocks("cidchar", rows),
    ).encode()


def _utf16(character: str) -> str:
    allowed = _SURROGATE.sub("\ufffd", character.translate(_FORBIDDEN))
    return allowed.encode("utf-16-be").hex().upper()


def _blocks(kind: str, rows: list[str]) -> str:
    blocks = (rows[at : at + _BLOCK] for at in range(0, len(rows), _BLOCK))
    return "".join(f"{len(block)} begin{kind}\n{''.join(block)}end{kind}\n" for block in blocks)
