"""What Big5 means where its tables differ.

Big5 is several sets: ETEN's, which most files are in, Windows' cp950, which lacks ETEN's signs, and
Hong Kong's HKSCS, which has ETEN's signs and 4,600 characters more. Python's ``big5hkscs`` is the
nearest to what programs write (WHATWG's Encoding Standard has the same union); this module adds the rest.
Python's ``cp950`` places kana and Cyrillic where the old table of Unicode had them.
"""

from __future__ import annotations

BIG5 = ("big5hkscs", "cp950")
"""The codecs whose gaps :func:`extra_character` fills."""

# What Python's table of HKSCS has for A145 A14E A1C2 A1E3 A1F2 A1F3 A244 A246 A247 F9FE C6CD, and what those
# who write these codes, and Windows or ETEN, mean. Not A241 and A242, whose characters it has at A1FE and
# A240 too, where everybody writes them.
_SIGNS = tuple(zip("•､‾∼♁☉¥¢£￭⼳", "‧﹑¯～⊕⊙￥￠￡▓幺", strict=True))

# Codes whose characters stand elsewhere in Big5 too, so that Python leaves them out: ETEN's radicals and
# signs, and the "compatibility points" of HKSCS, characters of the government's set that came before it.
_SECOND_CODES = (
    "c6cf廴 c6d3无 c6d5癶 c6d7隶 c6de〃 c6df仝 "
    "8e69箸 8e6f簆 8e7e糎 8eab緒 8eb4縝 8ecd者 8ed0耨 8f57菁 8f69蒨 8f6e萏 8fcb覦 8fcc覩 8ffe起 "
    "906d都 907a銹 90dc靜 90f1響 91bf鼖 9244蔃 92af兙 92b0兛 92b1兝 92b2兞 92c8鍮 92d1瑹 9447浧 "
    "94ca禛 95d9邗 9644靝 96ed瀞 96fc嬨 9b76爁 9b78矗 9b7b纇 9bc6駖 9bde釔 9bec惞 9bf6澶 9c42輶 "
    "9c53侻 9c62營 9c68鄄 9c6b鷰 9c77菏 9cbc尐 9cbd秣 9cd0婧 9d57輋 9d5a筑 9dc4拐 9ea9恢 9eef痹 "
    "9efd汊 9f60鬮 9f66鼗 9fcb僭 9fd8弌 a063蠏 a077拎 a0d5瑨 a0df煢 a0e4牐 "
)
_SECOND = {bytes.fromhex(entry[:4]): entry[4:] for entry in _SECOND_CODES.split()}

_PRIVATE_LEADS = frozenset([*range(0x81, 0xA1), *range(0xC6, 0xC9), *range(0xFA, 0xFF)])
"""First bytes of the rows that Windows leaves to characters of one's own."""


def as_written(text: str) -> str:
    """Return what ``big5hkscs`` decoded, with the signs that programs in Taiwan and Hong Kong mean."""
    for hkscs, sign in _SIGNS:
        text = text.replace(hkscs, sign)
    return text


def extra_character(pair: bytes) -> str:
    """Return the character of a code that one of the tables lacks and another has; empty if none has it."""
    if character := _SECOND.get(pair):
        return character
    for codec in BIG5:
        try:
            return pair.decode(codec)
        except UnicodeDecodeError:
            continue
    return ""


def is_private(pair: bytes) -> bool:
    """Say whether two bytes are a code for characters of one's own."""
    return (
        len(pair) == 2 and pair[0] in _PRIVATE_LEADS and (0x40 <= pair[1] <= 0x7E or 0xA1 <= pair[1] <= 0xFE)
    )
