"""Print what is recognised in a file as a short JSON object, to score it against labels.

python benchmarks/structure.py FILE

It holds the title, author, encoding, script, headings, the number of paragraphs (lines of verse counted each,
bylines and site noise not), the number of readings, and the emphasized phrases.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

SCRIPTS = {"zh-Hans": "hans", "ja": "ja"}


def read(path: str) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "docconvert",
        path,
        "--to",
        "json",
        "-o",
        "-",
        "--readings",
        "ruby",
        "-q",
    ]
    document = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    about, blocks = document["metadata"], document["blocks"]
    lines = [document["title"], *(line for block in blocks for line in lines_of(block))]
    inlines = [inline for line in lines for inline in line]
    return {
        "title": text_of(document["title"]) or None,
        "author": about["author"] or None,
        "encoding": about["encoding"],
        "script": SCRIPTS.get(about["language"], "hant"),
        "headings": [
            {"level": block["level"], "text": text_of(block["children"])}
            for block in blocks
            if block["type"] == "heading"
        ],
        "paragraphs": sum(map(paragraphs_of, blocks)),
        "readings": sum(inline["type"] == "ruby" for inline in opened(inlines)),
        "emphasis": [text_of(inline["children"]) for inline in inlines if inline["type"] == "emphasis"],
    }


def lines_of(block: dict[str, Any]) -> list[list[dict[str, Any]]]:
    return block.get("lines") or [block.get("children", [])]


def paragraphs_of(block: dict[str, Any]) -> int:
    if block["type"] == "verse":
        return len(block["lines"])
    return block["type"] == "paragraph" and block["role"] not in ("byline", "note")


def opened(inlines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [span for inline in inlines for span in inline.get("children", [inline])]


def text_of(inlines: list[dict[str, Any]]) -> str:
    return "".join(span.get("text", span.get("base", "")) for span in opened(inlines))


if __name__ == "__main__":
    print(json.dumps(read(sys.argv[1]), ensure_ascii=False))
