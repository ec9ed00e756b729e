"""The JSON writer: a stable shape, read back as it was written, and editable by hand."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docconvert import Document, Notice, Options, __version__, convert, read, read_json, write
from docconvert.errors import InputError
from docconvert.model import Emphasis, Heading, Metadata, Paragraph, Ruby, Separator, Text, Verse
from docconvert.writers.json import wrote
from strategies import documents

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENT = Document(
    (Text("春"), Ruby("訊", "xùn")),
    (
        Heading(2, (Text("第一章"),)),
        Paragraph((Text("他說"), Emphasis((Text("要"), Ruby("點", "diǎn"))))),
        Paragraph((Text('二月"四"日\\'),), "date"),
        Verse(((Text("風從東來"),), (Text("水向西去"),))),
        Separator(),
    ),
    Metadata("zh-Hant", "林小滿", "2024-02-04", "report.txt", "big5hkscs"),
)

SHAPE = """\
{
  "docconvert": "VERSION",
  "schema": 1,
  "metadata": {"language": "zh-Hant", "author": "林小滿", "date": "2024-02-04", "source": "report.txt", \
"encoding": "big5hkscs", "dictionaries": ""},
  "title": [{"type": "text", "text": "春"}, {"type": "ruby", "base": "訊", "reading": "xùn"}],
  "above_title": 0,
  "blocks": [
    {"type": "heading", "level": 2, "children": [{"type": "text", "text": "第一章"}]},
    {"type": "paragraph", "role": "body", "children": [{"type": "text", "text": "他說"}, \
{"type": "emphasis", "children": [{"type": "text", "text": "要"}, \
{"type": "ruby", "base": "點", "reading": "diǎn"}]}]},
    {"type": "paragraph", "role": "date", "children": [{"type": "text", "text": "二月\\"四\\"日\\\\"}]},
    {"type": "verse", "lines": [[{"type": "text", "text": "風從東來"}], \
[{"type": "text", "text": "水向西去"}]]},
    {"type": "separator"}
  ],
  "sha256": "DIGEST"
}
""".replace("VERSION", __version__)

TABLE: dict[str, Any] = {
    "docconvert": __version__,
    "schema": 1,
    "metadata": {"language": "zh-Hant"},
    "title": [{"type": "text", "text": "春訊"}],
    "blocks": [{"type": "paragraph", "children": [{"type": "text", "text": "今日立春。"}]}],
}


def written(document: Document) -> bytes:
    return write(document, "json")


def tree(data: bytes | str, options: Options | None = None) -> list[str]:
    return convert(data, "tree", options=options).decode().splitlines()


# --- there and back


def test_the_shape_is_what_scripts_rely_on() -> None:
    made = written(DOCUMENT).decode()
    digest = json.loads(made)["sha256"]

    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert made == SHAPE.replace("DIGEST", digest)


def test_a_document_without_anything_has_the_same_shape() -> None:
    assert json.loads(written(Document())) | {"sha256": ""} == {
        "docconvert": __version__,
        "schema": 1,
        "metadata": {
            "language": "zh-Hans",
            "author": "",
            "date": "",
            "source": "",
            "encoding": "",
            "dictionaries": "",
        },
        "title": [],
        "above_title": 0,
        "blocks": [],
        "sha256": "",
    }


@given(documents(min_blocks=0))
@settings(deadline=None)
def test_what_is_written_is_read_back(document: Document) -> None:
    made = written(document)

    assert read_json(made) == document
    assert wrote(made)


@given(documents())
@settings(deadline=None)
def test_a_document_converted_again_stays_as_it_is(document: Document) -> None:
    notices: list[Notice] = []

    assert read(written(document), notify=notices.append) == document
    assert notices == []


def test_a_text_gives_what_its_json_gives() -> None:
    text = "春訊\n\n第一章 雪\n\n校長(zhǎng)說,「**萬物**生長」。\n\n***\n\n完。\n"

    assert tree(convert(text, "json")) == tree(text)


# --- edited by hand


@given(st.data())
@settings(deadline=None)
def test_any_change_shows(data: st.DataObject) -> None:
    made = written(DOCUMENT).decode()
    at = data.draw(st.integers(0, len(made) - 1))
    other = data.draw(
        st.sampled_from(["", "x", " ", "\n", "春", '"', "0"]).filter(lambda new: new != made[at])
    )

    assert not wrote((made[:at] + other + made[at + 1 :]).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text",
        b"\xff\xfe",
        b"{}",
        b"[]",
        b"null",
        b'"sha256"',
        b'{"sha256": null}',
        b'{"sha256": ["x"]}',
        b'{"sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}',
        b"[" * 200_000,
        b"\xef\xbb\xbf" + written(DOCUMENT),
        written(DOCUMENT).replace(b"\n", b"\r\n"),
        written(DOCUMENT).rstrip(),
        json.dumps(json.loads(written(DOCUMENT))).encode(),
    ],
    ids=lambda data: repr(data[:12]) + str(len(data)),
)
def test_what_is_not_ours_or_edited_is_told(data: bytes) -> None:
    assert not wrote(data)


EDITS: dict[str, Callable[[bytes], bytes]] = {
    "a word": lambda made: made.replace("風從東來".encode(), "風從南來".encode()),
    "no checksum": lambda made: re.sub(rb',\n  "sha256": ".*"', b"", made),
    "a mark at the start": lambda made: (
        b"\xef\xbb\xbf" + made.replace("風從東來".encode(), "風從南來".encode())
    ),
    "other line ends": lambda made: made.replace(b"\n", b"\r\n"),
    "no layout": lambda made: json.dumps(json.loads(made)).encode(),
    "white space first": lambda made: b"\n\n  " + made,
    "an older version": lambda made: made.replace(__version__.encode(), b"0.0.1"),
    "keys in other order": lambda made: json.dumps(json.loads(made), sort_keys=True).encode(),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_file_converts_further(edit: str) -> None:
    made = EDITS[edit](written(DOCUMENT))

    expected = [
        line.replace("風從東來", "風從南來") if "南".encode() in made else line
        for line in tree(written(DOCUMENT))
    ]
    assert tree(made) == expected


GUESSED = "遼寧長(zhǎng)(zhǎng)安,“要點”與**重點**都在這裡。"


def test_what_stands_in_a_model_is_not_guessed_at_again() -> None:
    document = Document((), (Paragraph((Text(GUESSED),)),), Metadata("zh-Hant"))
    escaped = GUESSED.replace("*", r"\*")

    assert tree(GUESSED) != tree(written(document))
    assert tree(written(document)) == ["meta zh-Hant", f"p {escaped}"]


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (Options(readings="drop"), r"p 遼寧長安,“要點”與\*\*重點\*\*都在這裡。"),
        (Options(emphasis="marks"), "p 遼寧長(zhǎng)(zhǎng)安,“要點”與*重點*都在這裡。"),
        (Options(punctuation="full"), r"p 遼寧長(zhǎng)(zhǎng)安，“要點”與\*\*重點\*\*都在這裡。"),
        (Options(script="hans"), r"p 辽宁长(zhǎng)(zhǎng)安,“要点”与\*\*重点\*\*都在这里。"),
    ],
)
def test_what_is_asked_for_is_done_to_a_model(options: Options, line: str) -> None:
    document = Document((), (Paragraph((Text(GUESSED),)),), Metadata("zh-Hant"))

    assert tree(written(document), options)[-1] == line


def test_readings_set_by_hand_can_be_dropped() -> None:
    assert tree(written(DOCUMENT))[1] == "title 春{訊|xùn}"
    assert tree(written(DOCUMENT), Options(readings="drop"))[1] == "title 春訊"


def test_title_and_facts_can_be_given_anew() -> None:
    options = Options(title="夏訊", author="陳", date="五月", language="zh-Hant-HK")

    assert tree(written(DOCUMENT), options)[:2] == [
        "meta zh-Hant-HK, big5hkscs, report.txt, 陳, 五月",
        "title 夏訊",
    ]


def test_json_of_somebody_else_is_text() -> None:
    assert tree('{"name": "春訊"}')[-1] == r'p \{"name": "春訊"\}'


def table(**changes: object) -> bytes:
    return json.dumps(TABLE | changes).encode()


def test_a_role_that_is_not_given_is_running_text() -> None:
    assert read_json(table()).blocks == (Paragraph((Text("今日立春。"),)),)


@pytest.mark.parametrize("metadata", [{}, {"author": "林"}])
def test_a_language_that_is_not_given_is_still_one(metadata: dict[str, str]) -> None:
    assert read_json(table(metadata=metadata)).metadata.language.startswith("zh-Han")


def test_keys_we_do_not_know_are_no_obstacle() -> None:
    extra = {"type": "separator", "why": "a pause"}

    assert read_json(table(comment="mine", blocks=[extra])).blocks == (Separator(),)


@pytest.mark.parametrize("bad", ["\0", "\ud800", "\x1b", "\uffff"])
@pytest.mark.parametrize("place", ["text", "base", "reading", "author", "source", "language"])
def test_what_no_document_can_hold_is_removed_with_a_notice(bad: str, place: str) -> None:
    ruby = {"type": "ruby", "base": "長", "reading": "zhǎng"}
    text = {"type": "text", "text": "安"}
    metadata = {"language": "zh-Hant", "author": "林", "source": "a.txt"}
    for node in (ruby, text, metadata):
        if place in node:
            node[place] += bad
    data = table(blocks=[{"type": "paragraph", "children": [ruby, text]}], metadata=metadata)
    notices: list[Notice] = []

    document = read_json(data, notify=notices.append)

    assert document.blocks == (Paragraph((Ruby("長", "zhǎng"), Text("安"))),)
    assert document.metadata == Metadata("zh-Hant", "林", "", "a.txt")
    assert [(notice.code, notice.removed) for notice in notices] == [("characters-removed", bad)]
    assert write(document, "json")
    assert write(document, "tree")


# --- wrong shapes


def block(**fields: object) -> bytes:
    return table(blocks=[{"type": "separator"}, fields])


TEXT = {"type": "text", "text": "春"}
NESTED = {"type": "emphasis", "children": [{"type": "emphasis", "children": [TEXT]}]}

WRONG: list[tuple[bytes, str]] = [
    (b"", "not valid JSON"),
    (b'{"docconvert": ', "not valid JSON: .*line 1"),
    (b'{\n"docconvert": 1,,\n}', "not valid JSON: .*line 2"),
    (b'{"docconvert": "\xff"}', "not valid JSON"),
    (b'{"docconvert": ' + b"[" * 200_000, "not valid JSON"),
    (b'{"docconvert": ' + b"9" * 5_000 + b"}", "not valid JSON"),
    (b"[]", "the file: "),
    (b"null", "the file: "),
    (b'"text"', "the file: "),
    (b'{"docconvert": "0.1.0"}', "no 'schema'"),
    (table(schema=2), "schema 2 is not 1"),
    (table(schema="1"), "schema '1' is not 1"),
    (table(schema=None), "schema None is not 1"),
    (table(schema=True), "schema True is not 1"),
    (table(metadata=None), "metadata: "),
    (table(metadata=["zh-Hant"]), "metadata: "),
    (table(metadata={"author": 1}), "metadata: text was expected, not 1"),
    (table(metadata={"author": None}), "metadata: text was expected, not None"),
    (table(title=None), "title: a list was expected, not None"),
    (table(title="春訊"), "title: a list was expected, not '春訊'"),
    (table(title=["春訊"]), "title: "),
    (table(title=[{"type": "image"}]), "title: .*not 'image'"),
    (table(title=[{"type": "text"}]), "title: no 'text'"),
    (table(title=[{"text": "春"}]), "title: no 'type'"),
    (table(blocks=None), "blocks: "),
    (table(blocks="text"), r"blocks?\b.*: "),
    (table(blocks={"type": "separator"}), r"blocks?\b.*: "),
    (table(blocks=[None]), "block 1: "),
    (table(blocks=["text"]), "block 1: "),
    (block(), "block 2: no 'type'"),
    (block(type="table"), "block 2: a block's type cannot be 'table'"),
    (block(type=None), "block 2: a block's type cannot be None"),
    (block(type="paragraph"), "block 2: no 'children'"),
    (block(type="paragraph", children=None), "block 2: a list was expected"),
    (block(type="paragraph", children=TEXT), "block 2: a list was expected"),
    (block(type="paragraph", children=[TEXT], role="boss"), "block 2: .*role is one of body, .*not 'boss'"),
    (block(type="paragraph", children=[TEXT], role=["date"]), "block 2: .*role is one of"),
    (block(type="heading", children=[TEXT]), "block 2: no 'level'"),
    (block(type="heading", level=1, children=[TEXT], role="boss"), "block 2: .*role is one of section, app"),
    *(
        (block(type="heading", level=level, children=[TEXT]), "block 2: a heading's level is 1 to 6, not ")
        for level in (0, 7, -1, "1", None, True, 1.0, 1.5, [1])
    ),
    (block(type="verse", lines=TEXT), "block 2: a list was expected"),
    (block(type="verse", lines=[TEXT]), "block 2: a list was expected"),
    (block(type="verse"), "block 2: no 'lines'"),
    (block(type="paragraph", children=[{"type": "text", "text": 1}]), "block 2: text was expected, not 1"),
    (block(type="paragraph", children=[{"type": "ruby", "base": "長"}]), "block 2: no 'reading'"),
    (block(type="paragraph", children=[{"type": "emphasis"}]), "block 2: no 'children'"),
    (block(type="paragraph", children=[NESTED]), "block 2: .*not inside another"),
    (block(type="paragraph", children=[[TEXT]]), "block 2: "),
]  # fmt: skip


@pytest.mark.parametrize(("data", "message"), WRONG, ids=[message for _, message in WRONG])
def test_a_wrong_shape_is_refused_with_its_place(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as raised:
        read_json(data)

    assert re.search(message, raised.value.message), raised.value.message
    assert raised.value.hint
    assert len(raised.value.message) < 300
    assert "\n" not in raised.value.message


@pytest.mark.parametrize("key", ["metadata", "title", "blocks"])
def test_a_missing_part_is_named(key: str) -> None:
    data = json.dumps({name: value for name, value in TABLE.items() if name != key}).encode()

    with pytest.raises(InputError, match=f"(the file|{key}): no '{key}'"):
        read_json(data)
