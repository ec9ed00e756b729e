"""Make the pictures of these pages from the texts in ``examples/``: ``python docs/images/make.py``.

Needs docconvert with its tools for development, and ``pdftoppm`` of poppler-utils.
"""

from __future__ import annotations

import subprocess
import tempfile
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps

import docconvert

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"


class Picture(NamedTuple):
    """Pages of an example, side by side in the order they have in a book."""

    name: str
    example: str
    style: str = "default"
    pages: tuple[int, ...] = (1,)
    settings: tuple[str, ...] = ()
    options: docconvert.Options = docconvert.Options()
    output: docconvert.Output = docconvert.Output()
    height: int = 936
    framed: bool = False


PICTURES = (
    Picture("ruby", "news", options=docconvert.Options(readings="ruby")),
    Picture("vertical", "story", settings=("page.size=A5",), output=docconvert.Output(writing="vertical")),
    Picture("notice", "notice", "official"),
    *(
        Picture(f"style-{style}", example, style, pages, height=640, framed=True)
        for style, example, pages in (
            ("book", "novel", (4, 5)),
            ("classic", "classic", (1, 2)),
            ("default", "news", (1,)),
            ("large-print", "story", (1,)),
            ("official", "notice", (1,)),
        )
    ),
)


_FRAME = "#bbbbbb"


def main() -> None:
    """Make all pictures."""
    for picture in PICTURES:
        make(picture)


def make(picture: Picture) -> None:
    """Write one picture, with 16 colours."""
    style = docconvert.load_style(picture.style, picture.settings)
    data = docconvert.convert(
        (EXAMPLES / f"{picture.example}.txt").read_bytes(),
        "pdf",
        options=picture.options,
        style=style,
        output=picture.output,
    )
    pages = [page(data, number, picture.height) for number in picture.pages]
    if picture.framed:
        pages = [ImageOps.expand(shown, 1, fill=_FRAME) for shown in pages]
    if style.is_vertical(picture.output):
        pages.reverse()
    made = beside(pages).quantize(16, dither=Image.Dither.NONE)
    made.save(HERE / f"{picture.name}.png", optimize=True)


def page(data: bytes, number: int, height: int) -> Image.Image:
    """Return a page of a PDF, as high as that."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shown.pdf"
        path.write_bytes(data)
        scaled = ("-scale-to-y", str(height), "-scale-to-x", "-1")
        only = ("-f", str(number), "-l", str(number), "-png")
        shown = subprocess.run(["pdftoppm", *only, *scaled, path], check=True, capture_output=True)
    return Image.open(BytesIO(shown.stdout)).convert("RGB")


def beside(pages: list[Image.Image]) -> Image.Image:
    """Return pages beside each other."""
    whole = Image.new("RGB", (sum(shown.width for shown in pages), pages[0].height), "white")
    left = 0
    for shown in pages:
        whole.paste(shown, (left, 0))
        left += shown.width
    return whole


if __name__ == "__main__":
    main()
