"""Write the model as JSON, and read it back.

A person can correct what was recognised in such a file and convert it further. Its shape
is stable: ``schema`` changes when a reader of the file would have to. ``sha256`` is over the
rest of the file as docconvert wrote it, and tells whether somebody edited it since.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, cast, get_args

from docconvert import __version__
from docconvert.errors import InputError
from docconvert.format import Format
from docconvert.model import (
    Document,
    Emphasis,
    Heading,
    HeadingRole,
    Level,
    Metadata,
    Paragraph,
    Role,
    Ruby,
    Separator,
    Text,
    Verse,
    most_above_title,
)

if TYPE_CHECKING:
    from docconvert.model import Block, Inline, Inlines, Span
    from docconvert.notices import Notify
    from docconvert.output import Output
    from docconvert.style import Style

SCHEMA = 1


def write(document: Document, style: Style, output: Output, *, notify: Notify) -> bytes:  # noqa: ARG001
    """Return the document as JSON in UTF-8."""
    table = {
        "docconvert": __version__,
        "schema": SCHEMA,
        "metadata": asdict(document.metadata),
        "title": _inlines(document.title),
        "above_title": document.above_title,
        "blocks": [_block(block) for block in document.blocks],
    }
    return _serialise(table | {"sha256": _digest(table)})


def wrote(data: bytes) -> bool:
    """Say whether ``data`` is a file of this writer that nobody has edited."""
    try:
        table = json.loads(data)
        digest = table.pop("sha256")
        return bool(digest == _digest(table)) and _serialise(table | {"sha256": digest}) == data
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return False


def read_json(data: bytes) -> Document:
    """Return the document that a JSON file holds.

    Raises:
        InputError: it is no JSON, or not of the shape this module writes; the message
            says where.
    """
    try:
        table = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not valid JSON: {error}", "correct the file, or convert the text again") from error
    where = "the file"
    try:
        table = _object(table)
        if type(table["schema"]) is not int or table["schema"] != SCHEMA:
            raise InputError(f"schema {table['schema']!r:.80} is not {SCHEMA}", "convert the text again")
        where = "metadata"
        known = {
            field.name: _text(_object(table["metadata"]).get(field.name, "")) for field in fields(Metadata)
        }
        where = "title"
        title = _read_inlines(table["title"])
        where = "blocks"
        blocks: list[Block] = []
        for index, block in enumerate(_list(table["blocks"])):
            where = f"block {index + 1}"
            blocks.append(_read_block(_object(block)))
        where = "above_title"
        above = _above_title(table.get("above_title", 0), blocks)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        reason = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(
            f"not a docconvert document: {where}: {reason}", "--to json shows the shape it must have"
        ) from error
    return Document(title, tuple(blocks), Metadata(**known), above_title=above)


def _serialise(table: dict[str, Any]) -> bytes:
    """One line for each block: readable, and differences show where they are."""
    head = {key: value for key, value in table.items() if key not in ("blocks", "sha256")}
    lines = [f"  {_compact(key)}: {_compact(value)}" for key, value in head.items()]
    blocks = ",\n".join(f"    {_compact(block)}" for block in table["blocks"])
    lines.append(f'  "blocks": [\n{blocks}\n  ]' if blocks else '  "blocks": []')
    lines.append(f'  "sha256": {_compact(table["sha256"])}')
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _digest(table: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(table, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            role = {} if block.role == "section" else {"role": block.role}
            return {"type": "heading", "level": block.level, **role, "children": _inlines(block.children)}
        case Paragraph():
            return {"type": "paragraph", "role": block.role, "children": _inlines(block.children)}
        case Verse():
            return {"type": "verse", "lines": [_inlines(line) for line in block.lines]}
        case Separator():
            return {"type": "separator"}


def _inlines(inlines: Inlines) -> list[dict[str, Any]]:
    return [_inline(inline) for inline in inlines]


def _inline(inline: Inline) -> dict[str, Any]:
    match inline:
        case Text():
            return {"type": "text", "text": inline.text}
        case Ruby():
            return {"type": "ruby", "base": inline.base, "reading": inline.reading}
        case Emphasis():
            return {"type": "emphasis", "children": _inlines(inline.children)}


def _read_block(table: dict[str, Any]) -> Block:
    match table["type"]:
        case "heading":
            level = table["level"]
            if type(level) is not int or level not in get_args(Level):
                raise ValueError(f"a heading's level is 1 to 6, not {level!r:.80}")
            role = table.get("role", "section")
            if role not in get_args(HeadingRole):
                raise ValueError(
                    f"a heading's role is one of {', '.join(get_args(HeadingRole))}, not {role!r:.80}"
                )
            return Heading(cast("Level", level), _read_inlines(table["children"]), role=role)
        case "paragraph":
            role = table.get("role", "body")
            if role not in get_args(Role):
                raise ValueError(
                    f"a paragraph's role is one of {', '.join(get_args(Role))}, not {role!r:.80}"
                )
            return Paragraph(_read_inlines(table["children"]), role)
        case "verse":
            return Verse(tuple(_read_inlines(line) for line in _list(table["lines"])))
        case "separator":
            return Separator()
        case other:
            raise ValueError(f"a block's type cannot be {other!r:.80}")


def _above_title(count: object, blocks: list[Block]) -> int:
    most = most_above_title(blocks)
    if type(count) is not int or not 0 <= count <= most:
        raise ValueError(f"it counts blocks before the first heading, 0 to {most} here, not {count!r:.80}")
    return count


def _read_inlines(tables: object) -> Inlines:
    return tuple(_read_inline(_object(table)) for table in _list(tables))


def _read_inline(table: dict[str, Any]) -> Inline:
    if table["type"] == "emphasis":
        return Emphasis(tuple(_read_span(_object(child)) for child in _list(table["children"])))
    return _read_span(table)


def _read_span(table: dict[str, Any]) -> Span:
    match table["type"]:
        case "text":
            return Text(_text(table["text"]))
        case "ruby":
            if not table["base"]:
                raise ValueError("a ruby's base cannot be empty")
            return Ruby(_text(table["base"]), _text(table["reading"]))
        case other:
            raise ValueError(f"text, ruby or (not inside another) emphasis was expected, not {other!r:.80}")


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"an object was expected, not {value!r}"[:80])
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"a list was expected, not {value!r}"[:80])
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text was expected, not {value!r}"[:80])
    return value


FORMAT = Format("json", ".json", write, wrote=wrote, text=True, looks=False)
