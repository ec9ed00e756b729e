"""Archives of mixed texts, some of them broken: for tests, and for trying out large ones.

python tests/archives.py FOLDER COUNT

makes COUNT texts in all encodings, Traditional and Simplified, one of a hundred broken in one of ten ways,
and prints the broken ones.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

HANT = "水從山上下來，像一封信，一直流到渡口，船還沒有來，風從東邊吹過柳樹，老人坐在石階上，看雲落到水裏，"
HANS = "水从山上下来，像一封信，一直流到渡口，船还没有来，风从东边吹过柳树，老人坐在石阶上，看云落到水里，"

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
"""Those for both scripts; utf-16 with a mark, in the order of this computer."""

NO_TEXTS = (
    b"",
    bytes(range(256)) * 8,
    b"\x89PNG\r\n\x1a\n" + bytes(range(200)) * 9,
    b"PK\x03\x04" + bytes(range(250)) * 9,
    b"\n \n\t\n",
    b"%PDF-1.7\n" + bytes(range(240)) * 9,
    b"\0" * 4000,
)
"""Nothing, any bytes, a picture, a ZIP file, blanks, a PDF, zeros."""
WAYS = len(NO_TEXTS) + 3


def make_archive(root: Path, count: int, *, every: int = 100, seed: int = 7) -> set[Path]:
    """Make an archive and return the files in it that cannot be converted: one of ``every``, in turn."""
    rolls = random.Random(seed)
    broken: set[Path] = set()
    for number in range(count):
        folder = root / f"{2000 + number % 20}" / f"{number % 12 + 1}月"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{number:05}.txt"
        if number % every == every // 2:
            broken |= _break(path, number // every % WAYS)
        else:
            path.write_bytes(_text(number, rolls))
    return broken


def _text(number: int, rolls: random.Random) -> bytes:
    base, own = rolls.choice([(HANT, "big5"), (HANS, "gbk")])
    clauses = base.split("，")[:-1]
    lines = [
        "，".join(rolls.choices(clauses, k=rolls.randint(5, 30))) + f"。第{number}日。"
        for _ in range(rolls.randint(2, 12))
    ]
    return "\n\n".join([f"渡口之{number}", *lines, ""]).encode(rolls.choice([*ENCODINGS, own]), "replace")


def _break(path: Path, way: int) -> set[Path]:
    """Make something that cannot be converted at a path."""
    if way < len(NO_TEXTS):
        path.write_bytes(NO_TEXTS[way])
    elif way == len(NO_TEXTS):
        path.symlink_to("nowhere")
    elif way == len(NO_TEXTS) + 1 and hasattr(os, "mkfifo"):
        os.mkfifo(path)
    else:  # two whose outputs would be the same
        twin = path.with_suffix(".TXT")
        for same in (path, twin):
            same.write_text("渡口\n\n水從山上下來。\n", "utf-8")
        if not twin.samefile(path):
            return {path, twin}
        path.write_bytes(NO_TEXTS[0])  # where names are the same in capitals
    return {path}


if __name__ == "__main__":
    sys.stdout.writelines(f"{path}\n" for path in sorted(make_archive(Path(sys.argv[1]), int(sys.argv[2]))))
