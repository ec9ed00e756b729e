"""Write PDF with reportlab's platypus, as its manual would have it: for the PDF benchmark.

python benchmarks/pdf_platypus.py FONTS FOLDER FILE.html …

reads the lines that sources.py writes. The fonts are registered once for all files.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

BODY = ParagraphStyle(
    "p", fontName="serif", fontSize=12, leading=21, firstLineIndent=24, alignment=TA_JUSTIFY, wordWrap="CJK"
)
STYLES = {
    "p": BODY,
    "div": ParagraphStyle(
        "div",
        fontName="sans",
        fontSize=22,
        leading=30.8,
        spaceBefore=10.5,
        spaceAfter=31.5,
        alignment=TA_CENTER,
        wordWrap="CJK",
    ),
    **{
        name: ParagraphStyle(
            name,
            fontName="sans",
            fontSize=size,
            leading=leading,
            spaceBefore=21 * before,
            spaceAfter=21 * after,
            keepWithNext=1,
            wordWrap="CJK",
        )
        for name, size, leading, before, after in (
            ("h1", 16, 24, 1.5, 0.5),
            ("h2", 14, 21, 1, 0.3),
            ("h3", 12, 21, 0.6, 0.2),
        )
    },
}


def main() -> None:
    fonts, folder, *files = map(Path, sys.argv[1:])
    first = files[0].read_text("utf-8")
    region = "TC" if '<html lang="zh-Hant' in first else "SC"
    pdfmetrics.registerFont(TTFont("serif", fonts / f"NotoSerif{region}-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("sans", fonts / f"NotoSans{region}-Bold.ttf"))
    # The third is read only where a text has emphasis: the others do not read theirs either.
    if any("<em>" in file.read_text("utf-8") for file in files):
        pdfmetrics.registerFont(TTFont("kai", fonts / "LXGWWenKai-Regular.ttf"))
        pdfmetrics.registerFontFamily("serif", "serif", "serif", "kai", "kai")
    for file in files:
        write(file, folder / f"{file.stem}.pdf")


def write(source: Path, target: Path) -> None:
    found = re.findall(r"^<(p|div|h[1-6])>(.*)</\1>$", source.read_text("utf-8"), re.MULTILINE)
    story = [Paragraph(text, STYLES.get(name, STYLES["h3"])) for name, text in found]
    margins = {"leftMargin": 30 * mm, "rightMargin": 30 * mm, "topMargin": 30 * mm, "bottomMargin": 28 * mm}
    document = SimpleDocTemplate(str(target), pagesize=A4, lang="zh", **margins)
    document.build(story, onFirstPage=number, onLaterPages=number)


def number(canvas, document) -> None:  # type: ignore[no-untyped-def]  # reportlab ships no types
    canvas.setFont("serif", 9)
    canvas.drawCentredString(A4[0] / 2, 14 * mm, str(document.page))


if __name__ == "__main__":
    main()
