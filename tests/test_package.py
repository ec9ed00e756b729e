"""A package of ours is known by its seal, however carefully somebody edits it."""

from __future__ import annotations

import random

import pytest

import docconvert
from docconvert.format import find_format
from docconvert.writers.package import pack, unpack


def rewritten(data: bytes, old: str, new: str) -> bytes:
    """The package with all that a script can keep: names, order, stamps, marks, compression."""
    return pack((name, part.replace(old.encode(), new.encode())) for name, part in unpack(data))


@pytest.mark.parametrize("to", ["docx", "epub"])
def test_a_damaged_package_is_not_ours(to: str) -> None:
    wrote = find_format(to).wrote
    data = docconvert.convert("潮位簿\n\n沈未到岛上那天，风从西南来。", to)
    chance = random.Random(7)
    for _ in range(1000):
        damaged = bytearray(data)
        at = chance.randrange(len(data))
        damaged[at] ^= chance.randrange(1, 256)
        assert not wrote(bytes(damaged))


@pytest.mark.parametrize("to", ["docx", "epub"])
def test_an_edit_breaks_the_seal(to: str) -> None:
    wrote = find_format(to).wrote
    data = docconvert.convert("潮位簿\n\n沈未到岛上那天，风从西南来。", to)
    assert wrote(data)
    assert wrote(rewritten(data, "沈未", "沈未"))
    assert not wrote(rewritten(data, "沈未", "佟未"))
    assert not wrote(data + b" ")
    assert not wrote(data[:-1])
    assert not wrote(b"PK")
