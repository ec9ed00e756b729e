"""Word opens what we write: the Open XML SDK finds nothing wrong in it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, get_args

import docconvert
from conftest import EXAMPLES
from docconvert.model import (
    Document,
    Emphasis,
    Heading,
    Level,
    Metadata,
    Paragraph,
    Role,
    Ruby,
    Separator,
    Text,
    Verse,
)
from judges import ooxml_validate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docconvert.model import Block, Inline, Span

SENTENCE = "渡船还没有来，岸边的人已经等了很久。"
LANGUAGES = ("zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK", "ja")
PIECES = (
    "渡船",
    "長",
    "——",
    "“三天”",
    "Wi-Fi 6",
    "<b>&amp;",
    " ",
    "　",
    "\t",
    "\U00030edd",
    "👍🏽",
    "\ue000",
    "",
)
READINGS = ("zhǎng", "ㄔㄤˊ", "かわ", "&", "")

KINDS: tuple[Block, ...] = (
    *(Heading(level, (Text("换尺"),)) for level in get_args(Level)),
    *(Paragraph((Text(SENTENCE),), role) for role in get_args(Role)),
    Paragraph((Text("老人说"), Emphasis((Text("慢慢来"), Ruby("礁", "jiāo"))), Text("，声音很轻。"))),
    Verse(((Text("山月照孤舟"),), (Text("江风送远"), Ruby("钟", "zhōng")))),
    Separator(),
)
"""A block of each kind: each level of heading, each role of a paragraph."""

READ_ALOUD = tuple(Ruby(character, "dù") for character in SENTENCE)
"""A line with a reading at every character."""

DOCUMENTS = {
    "nothing": Document(),
    "all kinds": Document((Text("潮位"), Ruby("簿", "bù")), KINDS, Metadata("zh-Hans", author="林 <小舟>")),
    "a reading at every character": Document(
        READ_ALOUD,
        (
            *(Heading(level, READ_ALOUD) for level in get_args(Level)),
            *(Paragraph(READ_ALOUD, role) for role in get_args(Role)),
            Paragraph((Emphasis(READ_ALOUD),)),
            Verse((READ_ALOUD, READ_ALOUD)),
        ),
        Metadata("zh-Hant"),
    ),
    "blocks without text": Document(
        (), (Heading(1, ()), Paragraph(()), Verse(((),)), Separator(), Paragraph((Ruby("", ""), Text(""))))
    ),
}
LOOKS: dict[str, list[str]] = {
    "emphasis in bold": ["emphasis.look=bold"],
    "emphasis with dots": ["emphasis.look=dots"],
    "small sheet": ["page.size=32K"],
    "no page numbers": ["page-number.show=false"],
}


def checked(folder: Path, written: dict[str, bytes], version: str = "Microsoft365") -> None:
    """Let the judge look at files, all in one go; their names tell which are wrong."""
    paths = [folder / f"{name}.docx" for name in written]
    for path, data in zip(paths, written.values(), strict=True):
        path.write_bytes(data)
    ooxml_validate(paths, version)


def test_the_examples(tmp_path: Path) -> None:
    texts = {path.stem: path.read_bytes() for path in sorted(EXAMPLES.glob("*.txt"))}
    assert texts
    styles = {name: docconvert.load_style(name) for name in ("default", "official")}
    written = {
        f"{stem}, {name}": docconvert.convert(text, "docx", style=style)
        for stem, text in texts.items()
        for name, style in styles.items()
    }
    checked(tmp_path, written)


def test_blocks_of_every_kind_in_every_style(tmp_path: Path) -> None:
    styles = {name: docconvert.load_style(name) for name in ("default", "official")}
    styles |= {name: docconvert.load_style(settings=settings) for name, settings in LOOKS.items()}
    written = {
        f"{name}, {look}": docconvert.write(document, "docx", style=style)
        for name, document in DOCUMENTS.items()
        for look, style in styles.items()
    }
    checked(tmp_path, written)


def test_nothing_is_younger_than_word_2007(tmp_path: Path) -> None:
    written = {name: docconvert.write(document, "docx") for name, document in DOCUMENTS.items()}
    checked(tmp_path, written, "Office2007")


def test_documents_of_anything(tmp_path: Path) -> None:
    written = {}
    for number in range(12):
        chance = random.Random(number)
        blocks = tuple(random_block(chance) for _ in range(60))
        metadata = Metadata(chance.choice(LANGUAGES), author=chance.choice(PIECES).strip())
        document = Document(tuple(random_inlines(chance)), blocks, metadata)
        written[f"seed {number}"] = docconvert.write(document, "docx")
    checked(tmp_path, written)


def random_block(chance: random.Random) -> Block:
    match chance.randrange(5):
        case 0:
            return Heading(chance.choice(get_args(Level)), tuple(random_inlines(chance)))
        case 1:
            return Verse(tuple(tuple(random_inlines(chance)) for _ in range(chance.randint(1, 4))))
        case 2:
            return Separator()
        case _:
            return Paragraph(tuple(random_inlines(chance)), chance.choice(get_args(Role)))


def random_inlines(chance: random.Random) -> Iterator[Inline]:
    for _ in range(chance.randrange(5)):
        spans = tuple(random_spans(chance))
        yield from (Emphasis(spans),) if chance.random() < 0.3 else spans


def random_spans(chance: random.Random) -> Iterator[Span]:
    for _ in range(chance.randint(1, 3)):
        text = chance.choice(PIECES)
        yield Ruby(text, chance.choice(READINGS)) if chance.random() < 0.4 else Text(text)
