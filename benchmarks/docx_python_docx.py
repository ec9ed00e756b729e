"""Write DOCX with python-docx, as its manual would have it: for the benchmark of DOCX.

python benchmarks/docx_python_docx.py FOLDER FILE.html …

reads the lines that sources.py writes.
"""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path

import docx
from docx.oxml.ns import qn

STYLES = {"p": "Body Text", "div": "Title", **{f"h{level}": f"Heading {level}" for level in range(1, 7)}}


def main() -> None:
    folder, *files = map(Path, sys.argv[1:])
    for file in files:
        write(file, folder / f"{file.stem}.docx")


def write(source: Path, target: Path) -> None:
    document = docx.Document()
    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), "Noto Serif SC")
    for name, text in re.findall(r"^<(p|div|h[1-6])>(.*)</\1>$", source.read_text("utf-8"), re.MULTILINE):
        # Emphasis is left out: a run for each piece would only be slower.
        document.add_paragraph(html.unescape(re.sub("</?em>", "", text)), style=STYLES[name])
    document.save(str(target))


if __name__ == "__main__":
    main()
