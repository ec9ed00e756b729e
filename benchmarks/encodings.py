"""Measure how often encodings and scripts are found, and how fast.

python benchmarks/encodings.py [FILE_OR_FOLDER …] [--hans FILE_OR_FOLDER …] [--hant FILE_OR_FOLDER …]

Pieces of the texts are written in each encoding that holds them, and decoded again: a piece counts if
exactly the same text comes back. Without texts the examples are taken, and a novel made up. Where chardet or
charset-normalizer are installed, here or among the peers, they do the same beside docconvert. Files given
with ``--hans`` or ``--hant`` also measure how often the script is found.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from measure import PEERS, ROOT
from opencc import OpenCC
from sources import novel
from tables import Column, Report, Row, Table

from docconvert import DocconvertError
from docconvert.decoding import decode
from docconvert.notices import ignore
from docconvert.reading.language import detect_language

Decoder: TypeAlias = Callable[[bytes], tuple[str, str]]
"""Bytes to text and the name of an encoding."""

ENCODINGS = {
    "UTF-8": lambda text: text.encode(),
    "UTF-8, mark": lambda text: text.encode("utf-8-sig"),
    "GBK": lambda text: text.encode("gbk"),
    "GB18030": lambda text: text.encode("gb18030"),
    "HZ": lambda text: text.encode("hz"),
    "Big5": lambda text: text.encode("cp950"),
    "Big5-HKSCS": lambda text: text.encode("big5hkscs"),
    "UTF-16LE": lambda text: text.encode("utf-16-le"),
    "UTF-16BE": lambda text: text.encode("utf-16-be"),
    "UTF-16LE, mark": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "UTF-16BE, mark": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "Shift_JIS": lambda text: text.encode("cp932"),
    "EUC-JP": lambda text: text.encode("euc_jp"),
    "EUC-KR": lambda text: text.encode("cp949"),
}
CODECS = {"GBK": "gbk", "HZ": "hz", "Big5": "cp950", "Big5-HKSCS": "big5hkscs"}
CODECS |= {"Shift_JIS": "cp932", "EUC-JP": "euc_jp", "EUC-KR": "cp949"}
"""The charsets that do not hold every character."""

PYTHONS = "•､‾∼♁☉¥¢£￭"
"""Signs of Python's big5hkscs for whose codes others (WHATWG, Windows) have ‧﹑¯～⊕⊙￥￠￡▓."""

FAMILIES = [
    ("utf-8", "ascii"),
    ("utf-16",),
    ("gb", "hz"),
    ("big5", "cp950"),
    ("shift-jis", "cp932"),
    ("euc-kr", "cp949"),
]
HELD = 0.95
"""A text is written in a charset that holds this share of its characters; the others are left out."""


def ours(data: bytes) -> tuple[str, str]:
    try:
        return decode(data, notify=ignore)
    except DocconvertError:
        return "", ""


def peers() -> dict[str, Decoder]:
    # Last, so that nothing of ours comes from there.
    sys.path += map(str, PEERS.glob("lib/python*/site-packages"))
    found: dict[str, Decoder] = {"docconvert": ours}
    try:
        import chardet  # type: ignore[import-not-found,unused-ignore]

        found["chardet"] = lambda data: by_name(data, chardet.detect(data)["encoding"])
    except ImportError:
        pass
    try:
        import charset_normalizer  # type: ignore[import-not-found,unused-ignore]

        def normalizer(data: bytes) -> tuple[str, str]:
            best = charset_normalizer.from_bytes(data).best()
            return by_name(data, best.encoding if best else None)

        found["charset-normalizer"] = normalizer
    except ImportError:
        pass
    return found


def by_name(data: bytes, encoding: str | None) -> tuple[str, str]:
    """Decode with the encoding that a peer named."""
    try:
        return data.decode(encoding or "ascii").removeprefix("\ufeff"), encoding or ""
    except (UnicodeError, LookupError):
        return "", encoding or ""


def family(encoding: str) -> str:
    name = encoding.lower().replace("_", "-")
    return next((names[0] for names in FAMILIES if name.startswith(names)), name)


def in_charset(text: str, encoding: str) -> str:
    """Return what of ``text`` an encoding holds; nothing if it lacks much."""
    if encoding not in CODECS:
        return text
    codec = CODECS[encoding]
    lacking = {character for character in set(text) if not holds(codec, character)}
    held = text.translate(dict.fromkeys(map(ord, lacking)))
    return held if len(held) >= HELD * len(text) else ""


def holds(codec: str, character: str) -> bool:
    """Say whether a charset has a character, and where other programs than Python have it too."""
    try:
        code = character.encode(codec)
    except UnicodeError:
        return False
    if codec == "cp950" and b"\xc6\xa1" <= code <= b"\xc8\xfe":
        return False
    return code.decode(codec) == character and not (codec == "big5hkscs" and character in PYTHONS)


def piece(text: str, size: int, encode: Callable[[str], bytes], chance: random.Random) -> str:
    """Cut a piece of about ``size`` bytes that has some Chinese in it."""
    for _ in range(50):
        start = chance.randrange(max(1, len(text) - size))
        end = start + size
        while end > start + 1 and len(encode(text[start:end])) > size:
            end = start + max(1, min(end - start - 1, (end - start) * size // len(encode(text[start:end]))))
        if sum(character > "\u2e80" for character in text[start:end]) >= 4:
            return text[start:end]
    return ""


def corrupt(data: bytes, count: int, chance: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(count):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


class Tally(dict[str, list[int]]):
    """Right and all answers under each name."""

    def add(self, name: str, right: bool) -> None:
        counts = self.setdefault(name, [0, 0])
        counts[0] += right
        counts[1] += 1

    def share(self, name: str) -> float:
        right, of = self[name]
        return right / of

    def show(self, name: str) -> str:
        right, of = self.get(name, (0, 0))
        return f"{right}/{of} {100 * right / of:5.1f}" if of else "-"


def pieces(
    texts: dict[str, str], encoding: str, size: int, bad: int, given: argparse.Namespace
) -> Iterator[tuple[str, str, bytes]]:
    """Yield pieces in an encoding: the name of the text, what must come back, and the bytes."""
    chance, encode = random.Random(f"{given.seed} {size} {encoding}"), ENCODINGS[encoding]
    for source, text in texts.items():
        held = in_charset(text, encoding)
        for _ in range(max(1, given.samples * 1000 // max(1000, size)) if held else 0):
            if wanted := piece(held, size, encode, chance):
                yield source, wanted, corrupt(encode(wanted), bad, chance)


def measure_encodings(texts: dict[str, str], size: int, bad: int, given: argparse.Namespace) -> Row:
    """Measure one size of pieces; return the share of right ones in per cent, for each decoder."""
    decoders, totals = peers(), Tally()
    print(f"\n{size:,} bytes" + (f", {bad} of them overwritten: the family is right" if bad else ""))
    print(f"{'':16}" + "".join(f"{name:>20}" for name in decoders))
    for encoding in ENCODINGS:
        tally = Tally()
        for source, wanted, data in pieces(texts, encoding, size, bad, given):
            for name, decoder in decoders.items():
                got, named = decoder(data)
                right = family(named) == family(CODECS.get(encoding, encoding)) if bad else got == wanted
                tally.add(name, right)
                totals.add(name, right)
                if given.show_misses and name == "docconvert" and not right:
                    shown = wanted[: given.show_misses]
                    print(f"  miss: {source}, {encoding} read as {named or 'nothing'}: {shown!r}")
        print(f"{encoding:16}" + "".join(f"{tally.show(name):>20}" for name in decoders), flush=True)
    print(f"{'all':16}" + "".join(f"{totals.show(name):>20}" for name in decoders))
    spoilt = f", {bad} of them overwritten: the family" if bad else ""
    return Row(f"{size:,} bytes{spoilt}", tuple(100 * totals.share(name) for name in decoders))


def measure_speed(texts: dict[str, str], megabytes: int) -> None:
    print(f"\nMB/s on {megabytes} MB (median of 3)")
    for encoding in ("UTF-8", "GB18030", "Big5", "UTF-16LE", "HZ"):
        held = next(filter(None, (in_charset(text, encoding) for text in texts.values())), "")
        if not held:
            continue
        text = held * (megabytes * 1_000_000 // len(ENCODINGS[encoding](held)) + 1)
        for name, spoil in (("", False), (", damaged", True)):
            data = ENCODINGS[encoding](text)
            if spoil:
                data = corrupt(data, 1000, random.Random(1))
            taken = []
            for _ in range(3):
                start = time.perf_counter()
                ours(data)
                taken.append(time.perf_counter() - start)
            print(f"{encoding + name:20}{len(data) / 1e6 / statistics.median(taken):10.0f}")


def measure_scripts(known: dict[str, dict[str, str]], samples: int, seed: int) -> str:
    """Measure how often the script of a piece is found; return it as a sentence."""
    found = []
    print("\nscript of pieces: right / wrong (%)")
    for size in (20, 50, 200, 1000):
        chance, tally = random.Random(f"{seed} {size}"), Tally()
        for language, texts in known.items():
            for text in texts.values():
                for _ in range(samples * 5 if len(text) > size else 0):
                    start = chance.randrange(len(text) - size)
                    cut = text[start : start + size]
                    if sum(character > "\u2e80" for character in cut) >= size // 4:
                        tally.add(language, detect_language(cut).startswith(language))
        print(f"{size:5} characters" + "".join(f"   {language} {tally.show(language)}" for language in known))
        right, of = map(sum, zip(*tally.values(), strict=True))
        found.append(f"{100 * right / of:.1f} % of pieces of {size:,} characters")
    return f"The script is found in {', '.join(found[:-1])} and {found[-1]}."


def load(paths: list[Path]) -> dict[str, str]:
    files = [file for path in paths for file in (sorted(path.rglob("*.txt")) if path.is_dir() else [path])]
    return {str(file): text for file in files if "\ufffd" not in (text := ours(file.read_bytes())[0])}


def made_up() -> dict[str, dict[str, str]]:
    """Return texts to take where none are given, by their script."""
    story = novel(60_000, share=0.02)
    hans, hant = ({"novel": story}, {"novel, Traditional": OpenCC("s2tw").convert(story)})
    for path in sorted((ROOT / "examples").glob("*.txt")):
        text = ours(path.read_bytes())[0]
        (hant if detect_language(text).startswith("zh-Hant") else hans)[path.name] = text
    return {"zh-Hans": hans, "zh-Hant": hant}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how often encodings and scripts are found.")
    parser.add_argument("texts", nargs="*", type=Path, help="text files, or folders of them")
    for name in ("hans", "hant", "ja"):
        parser.add_argument(f"--{name}", nargs="*", type=Path, default=[], help="texts whose script is known")
    parser.add_argument("--samples", type=int, default=10, help="of each text, encoding and size")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show-misses", type=int, default=0, metavar="CHARACTERS")
    parser.add_argument("--json", type=Path, help="keep the table in this file too")
    given = parser.parse_args()
    known = {"zh-Hans": load(given.hans), "zh-Hant": load(given.hant), "ja": load(given.ja)}
    known = known if given.texts or any(known.values()) else made_up()
    texts = load(given.texts) | {name: text for group in known.values() for name, text in group.items()}
    if not texts:
        parser.error("give some texts")
    sizes = ((100, 0), (1_000, 0), (1_000, 3), (10_000, 0))
    rows = [measure_encodings(texts, size, bad, given) for size, bad in sizes]
    columns = tuple(Column(name, ".1f", "more") for name in peers())
    report = Report(given.json)
    report.add(Table(f"{len(texts)} texts, per cent right", columns, tuple(rows), "columns"))
    if found := {name: group for name, group in known.items() if group}:
        report.add(measure_scripts(found, given.samples, given.seed))
    measure_speed(texts, 10)


if __name__ == "__main__":
    main()
