"""Find the legacy encoding of bytes: the one whose text reads most like Chinese.

Each candidate decodes a sample, and the decoded text is scored by how frequent
its characters are (:mod:`docconvert.decoding.weights`).
Japanese and Korean encodings stand as rivals, so that their texts are not
taken for Chinese ones.
"""

from __future__ import annotations

import re
from collections import Counter
from math import inf

from docconvert.decoding.broken import decode_marked
from docconvert.decoding.resync import BROKEN
from docconvert.decoding.weights import weight_of_telling

_SAMPLE = 65_536
"""Bytes looked at; beyond this the answer no longer changes."""

_WIDE = ("utf-16-le", "utf-16-be")

# The order matters: of equals the first wins.
_CANDIDATES = ("gb18030", "big5hkscs", "cp950", "utf-8", "cp932", "euc_jp", "cp949", *_WIDE)

_MARGINS = {
    # Any even number of bytes decodes as UTF-16, mostly to rare ideographs.
    **dict.fromkeys(_WIDE, 0.5),
    # It differs from big5hkscs in signs only few programs write in this way.
    "cp950": 0.01,
}
"""By so much a candidate must be better than the others."""

_LEAST = 0.25
"""Below this score the text is noise. True Chinese text scores 0.3 or more, 0.65 in the median."""

_CLEARLY = 0.4

_WELL_FORMED = 0.9
"""With this share of the bytes above 0x7F in well-formed sequences, it is damaged UTF-8."""

_FEWEST_HIGH = 12

_DAMAGE = 0.04
"""More broken sequences than this share of the characters, and the candidate is out."""

_GLANCE = 4096
_HOPELESS = 0.1
"""With so many in the first bytes there is no need to look at the rest, which takes long."""

_FEWEST_ZEROS = 3

_MANY_ZEROS = 0.15
"""Not lower: the commonest character, U+4E00, has a zero byte."""

_ODD = re.compile(r"[\0-\x08\x0e-\x19\x1c-\x1f\x7f-\x9f\ud800-\uf8ff\ufff0-\uffff]")
"""Controls, private use, and what is no character."""

_MOST_HIGH_IN_HZ = 0.02
"""HZ has no bytes above 0x7F, but for damage."""

_FEWEST_IN_HZ = 8
"""Characters of damaged HZ: ASCII may have its signs for other reasons."""

_HIGH = bytes(range(0x80, 0x100))
_RAISED = bytes(range(0x80, 0x100)) * 2
_HZ_RUN = re.compile(rb"~\{((?:[\x21-\x77][\x21-\x7e])+)")
_RULE = re.compile(rb"([\x80-\xff].)\1{2,}")
"""Rows of one character, as tables have them, would outweigh the words."""

_ASCII = bytes(range(0x80)).decode("ascii")
_TWO_BYTES = re.compile(rb"[^A-Za-z\x80-\xff]*(?:[\xc2-\xdf][\xa1-\xbf]){2,}[^A-Za-z\x80-\xff]*")
_HZ_WHOLE_RUN = re.compile(_HZ_RUN.pattern + rb"~\}")
_NOT_ASCII = re.compile(rb"[\x80-\xff][^\r\n]*")
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def rival_of_utf8(data: bytes) -> str:
    """Return the encoding that well-formed UTF-8 is more likely in; empty if it is what it seems."""
    if utf16 := _ascii_in_utf16(data[:_SAMPLE]):
        return utf16
    if data.isascii():
        return "hz" if _is_hz(data) else ""
    # Two or three characters of GBK can be pairs of letters in UTF-8: words of no language, or of Greek.
    if _TWO_BYTES.fullmatch(data) and min(data.decode("utf-8").strip(_ASCII)) < "\u0370":
        return "gb18030" if _text_score(data.decode("gb18030")) >= _CLEARLY else ""
    return ""


def best_encoding(data: bytes) -> str:
    """Return the name of the likeliest encoding of bytes that are not UTF-8; empty if none is likely."""
    head = data[:_SAMPLE]
    if utf16 := _ascii_in_utf16(head):
        return utf16
    if _is_hz(data):
        return "hz"
    sample = _sample(data)
    if _nearly_utf8(sample):
        return "utf-8"
    ranked = [
        (text_score - damage - _MARGINS.get(name, 0), -place, name)
        for place, name in enumerate(_CANDIDATES)
        for text_score, damage in [_scores(head if name in _WIDE else sample, name, cut=len(data) > _SAMPLE)]
        if text_score >= _LEAST
    ]
    return max(ranked)[2] if ranked else ""


def clearly_better(data: bytes, text: str) -> str:
    """Return the encoding in which bytes clearly read more like Chinese than ``text`` does, if any."""
    own = _text_score(text[:_SAMPLE])
    if own >= _LEAST:
        return ""
    try:
        data.decode("utf-8")
        name = "utf-8"
    except UnicodeDecodeError:
        name = best_encoding(data)
    if not name:
        return ""
    score = _text_score(decode_marked(data[:_SAMPLE], name).replace(BROKEN, ""))
    return name if score >= max(_CLEARLY, own + _CLEARLY) else ""


def misread(text: str) -> tuple[str, str] | None:
    """Return in which encoding a text was, and in which it was read and saved, if that made it what it is.

    Well-formed it is, but reads like nothing; taken back to the bytes that it was made from, it is Chinese.
    """
    sample = text[:_MISREAD].replace("\ufffd", "")
    odd = sum(character > "\x7f" for character in sample)
    own = _text_score(sample)
    if odd < max(_FEWEST_MISREAD, _LEAST_ODD * len(sample)) or own >= _CLEARLY:
        return None
    ideographs = len(_IDEOGRAPH.findall(sample))
    for meant, read in _MISREADINGS:
        # What East Asian encodings make of such bytes is ideographs; others have none.
        if (ideographs >= _LEAST_IDEOGRAPHS * odd) == (read in _WESTERN):
            continue
        data = sample.encode(read, "ignore")
        back = decode_marked(data, meant)
        broken = back.count(BROKEN)
        if (
            len(data.decode(read, "ignore")) >= _LEAST_KEPT * len(sample)
            and broken <= _MOST_LOST * len(_IDEOGRAPH.findall(back))
            and _text_score(back.replace(BROKEN, "")) >= max(_CLEARLY, own + _BETTER)
        ):
            return meant, read
    return None


_MISREADINGS = (
    ("utf-8", "gb18030"),
    ("utf-8", "cp1252"),
    ("utf-8", "latin-1"),
    ("gb18030", "latin-1"),
    ("gb18030", "cp1252"),
    ("big5hkscs", "latin-1"),
    ("big5hkscs", "cp1252"),
    ("big5hkscs", "gb18030"),
    ("gb18030", "big5hkscs"),
)
"""What texts are in, and what programs read them in that do not ask. Other ways lose too much to be sure."""

_MISREAD = 4000
"""Characters that are looked at."""

_FEWEST_MISREAD = 24
_LEAST_ODD = 0.3
"""Share of the characters that are not ASCII; in European languages a tenth is not."""

_LEAST_IDEOGRAPHS = 0.4
_LEAST_KEPT = 0.9
"""Share of the characters that the encoding has in which a text was read."""

_MOST_LOST = 0.5
"""Broken sequences for each ideograph: a program lost bytes that it could not read, for ever."""

_BETTER = 0.25
"""By so much the text must look more like Chinese when it is taken back."""

_WESTERN = ("cp1252", "latin-1")
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")


def _sample(data: bytes) -> bytes:
    """Return the rests of lines from their first byte that is not ASCII, from wherever there are some.

    So a sample begins no character in its middle, and a file that begins with much ASCII is known too.
    """
    parts: list[bytes] = []
    room = _SAMPLE
    for found in _NOT_ASCII.finditer(data):
        parts.append(data[found.start() : min(found.end(), found.start() + room)])
        room -= len(parts[-1]) + 1
        if room <= 0:
            break
    return _RULE.sub(rb"\1", b"\n".join(parts))


def _ascii_in_utf16(sample: bytes) -> str:
    """Recognise UTF-16 that is mostly ASCII: its zero bytes stand on one side."""
    zeros = sample.count(0)
    if zeros <= max(_FEWEST_ZEROS, len(sample) * _MANY_ZEROS):
        return ""
    even = sample[0::2].count(0)
    odd = zeros - even
    # The blank that indents Chinese paragraphs, U+3000, has its zero on the other side.
    if max(even, odd) < 4 * min(even, odd):
        return ""
    encoding, other = _WIDE[::-1] if even > odd else _WIDE
    if _text_score(decode_marked(sample, other)) >= _LEAST:
        return ""  # it may be a text with many U+4E00
    # Binary numbers have their zeros on one side too, but controls between them.
    text = decode_marked(sample, encoding)
    return encoding if len(_ODD.findall(text)) <= len(text) * _DAMAGE else ""


def _is_hz(data: bytes) -> bool:
    """Recognise HZ (RFC 1843): ASCII, with GB 2312 between ``~{`` and ``~}``."""
    start = data.find(b"~{")
    if start < 0:
        return False
    sample = data[start : start + _SAMPLE]
    starts, ends, runs = sample.count(b"~{"), sample.count(b"~}"), _HZ_RUN.findall(sample)
    high = len(sample) - len(sample.translate(None, _HIGH))
    balanced = starts <= 2 * ends and ends <= 2 * starts
    if high > _MOST_HIGH_IN_HZ * len(sample) or not balanced or not runs:
        return False
    text = b"".join(runs).translate(_RAISED).decode("gb18030", "replace")
    whole = starts == ends == len(_HZ_WHOLE_RUN.findall(sample))
    return _text_score(text) >= (0 if whole else _LEAST) and (whole or len(text) >= _FEWEST_IN_HZ)


def _nearly_utf8(sample: bytes) -> bool:
    high = len(sample) - len(sample.translate(None, _HIGH))
    good = sum(map(len, _UTF8.findall(sample)))
    return high >= _FEWEST_HIGH and good >= _WELL_FORMED * high


def _scores(sample: bytes, encoding: str, *, cut: bool) -> tuple[float, float]:
    """Return how much the text looks like Chinese in an encoding, and what its damage takes from that."""
    glance = decode_marked(sample[:_GLANCE], encoding)
    if glance.count(BROKEN) > max(2, len(glance) * _HOPELESS):
        return -inf, 0
    text = decode_marked(sample, encoding)
    # A sample cut in mid-character ends in one broken sequence that is not the file's.
    broken = text.count(BROKEN, 0, max(0, len(text) - 2 * cut))
    if broken > max(2, len(text) * _DAMAGE):
        return -inf, 0
    return _text_score(text.replace(BROKEN, "")), 3 * broken / max(1, len(text)) + (0.3 if broken else 0)


def _text_score(text: str) -> float:
    """Return the mean weight of the characters that are not ASCII, about -4 to 1.5."""
    total = count = 0.0
    for character, times in Counter(text).items():
        weight = weight_of_telling(character)
        if weight is not None:
            total += weight * times
            count += times
    return total / count if count else 0.0
