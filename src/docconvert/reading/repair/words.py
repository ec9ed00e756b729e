"""The words and readings of pypinyin, without the rest of it.

Importing pypinyin builds what it segments texts with, which takes longer than everything here.
"""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def phrases() -> tuple[str, ...]:
    """Return words of everyday Chinese."""
    return tuple(_data("phrases_dict"))


@cache
def readings() -> dict[int, str]:
    """Return the readings of each character, by its code point, with commas between them."""
    return {int(code_point): found for code_point, found in _data("pinyin_dict").items()}


def _data(name: str) -> dict[str, Any]:
    import json
    from importlib.util import find_spec
    from pathlib import Path

    package = find_spec("pypinyin")
    if package and package.origin:
        file = Path(package.origin).with_name(f"{name}.json")
        if file.is_file():
            found: dict[str, Any] = json.loads(file.read_text("utf-8"))
            return found
    from importlib import import_module

    return {str(key): value for key, value in getattr(import_module(f"pypinyin.{name}"), name).items()}
