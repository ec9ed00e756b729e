"""What a reading system shows of an EPUB: where each character stands, and on which line and page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from judges import epub_reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Box(NamedTuple):
    """A part of a section in CSS pixels, counted from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Character(NamedTuple):
    """A character as it is drawn."""

    text: str
    box: Box


class Reading(NamedTuple):
    """A reading, its base, and how characters of the reading stand in vertical lines."""

    base: str
    text: str
    base_box: Box
    box: Box
    turning: str


class Block(NamedTuple):
    """A paragraph, a heading, a rule or a picture.

    ``text`` is what is drawn, readings left out, with the ends of lines of verse; ``size`` is that of
    its characters; emphasis comes with the style and the place of its dots.
    """

    tag: str
    role: str
    size: float
    weight: int
    box: Box
    text: str
    characters: tuple[Character, ...]
    readings: tuple[Reading, ...]
    emphasis: tuple[tuple[str, list[str]], ...]
    upright: tuple[Character, ...]
    picture: tuple[int, int] | None


class Section(NamedTuple):
    """One file of a book; ``direction`` is that of its text."""

    href: str
    writing: str
    direction: str
    blocks: tuple[Block, ...]


class Entry(NamedTuple):
    """A line of the contents, and the text on the page it leads to."""

    label: str
    depth: int
    shown: str


class Line(NamedTuple):
    """A line on a page: where it starts and ends, and how far it is from the page's first edge.

    Across lines, the first edge is the upper one, and the right one where lines are vertical.
    """

    page: int
    text: str
    start: float
    end: float
    across: float


class Shown(NamedTuple):
    """A whole book; ``direction`` is that of its pages."""

    direction: str
    width: float
    height: float
    cover: list[int] | None
    sections: tuple[Section, ...]
    contents: tuple[Entry, ...]

    def blocks(self) -> Iterator[tuple[Section, Block]]:
        """Yield all blocks in order, with their sections."""
        for section in self.sections:
            for block in section.blocks:
                yield section, block

    def page_of(self, box: Box, section: Section) -> tuple[int, Box]:
        """Return the number of the page something stands on, and where it stands there."""
        x, y = box.centre
        if _is_vertical(section):
            page = int(y // self.height)
            down = page * self.height
            return page, Box(box.left, box.top - down, box.right, box.bottom - down)
        page = int(x // self.width)
        right = page * self.width
        return page, Box(box.left - right, box.top, box.right - right, box.bottom)

    def lines(self, section: Section, block: Block) -> list[Line]:
        """Return the lines of a block as the reading system broke them."""
        lines: list[Line] = []
        for character in block.characters:
            page, box = self.page_of(character.box, section)
            x, y = box.centre
            start, end, across = (
                (box.top, box.bottom, self.width - x) if _is_vertical(section) else (box.left, box.right, y)
            )
            if lines and lines[-1].page == page and abs(lines[-1].across - across) < block.size / 2:
                lines[-1] = lines[-1]._replace(text=lines[-1].text + character.text, end=end)
            else:
                lines.append(Line(page, character.text, start, end, across))
        return lines


def _is_vertical(section: Section) -> bool:
    return section.writing == "vertical-rl"


def shown(path: Path) -> Shown:
    """Open a book in the reading system."""
    seen = epub_reader(path)
    width, height = seen["page"]
    return Shown(
        seen["direction"],
        width,
        height,
        seen["cover"],
        tuple(map(_section, seen["sections"])),
        tuple(Entry(**entry) for entry in seen["contents"]),
    )


def _section(seen: dict[str, Any]) -> Section:
    return Section(seen["href"], seen["writing"], seen["direction"], tuple(map(_block, seen["blocks"])))


def _block(seen: dict[str, Any]) -> Block:
    characters = seen["characters"]
    return Block(
        seen["tag"],
        seen["role"],
        seen["size"],
        seen["weight"],
        Box(*seen["box"]),
        "".join(character for character, *_ in characters),
        tuple(Character(character, Box(*box)) for character, *box in characters if box),
        tuple(_reading(reading) for reading in seen["readings"]),
        tuple((emphasis["text"], emphasis["marks"]) for emphasis in seen["emphasis"]),
        tuple(Character(part["text"], Box(*part["box"])) for part in seen["upright"]),
        seen["picture"] and tuple(seen["picture"]),
    )


def _reading(seen: dict[str, Any]) -> Reading:
    boxes = Box(*seen["base_box"]), Box(*seen["box"])
    return Reading(seen["base"], seen["text"], *boxes, seen["turning"])
