"""The words and readings of pypinyin, without the rest of it.

Importing pypinyin builds what it segments texts with, which takes longer than everything here.
"""

from __future__ import annotations

from functools import cache


@cache
def phrases() -> tuple[str, ...]:
    """Return words of everyday Chinese."""
    import re

    if text := _text("phrases_dict"):
        # Their readings are most of the file, and nobody asks for them.
        return tuple(re.findall(r'"([^"\\]+)"\s*:', text))
    from pypinyin.phrases_dict import phrases_dict

    return tuple(phrases_dict)


@cache
def readings() -> dict[int, str]:
    """Return the readings of each character, by its code point, with commas between them."""
    import json

    if text := _text("pinyin_dict"):
        return {int(code_point): found for code_point, found in json.loads(text).items()}
    from pypinyin.pinyin_dict import pinyin_dict

    return dict(pinyin_dict)


def _text(name: str) -> str:
    """Return a data file of pypinyin; empty if it keeps them otherwise."""
    from importlib.util import find_spec
    from pathlib import Path

    package = find_spec("pypinyin")
    file = Path(package.origin).with_name(f"{name}.json") if package and package.origin else None
    return file.read_text("utf-8") if file and file.is_file() else ""
