"""Edits keep what is attached to the text in its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from docconvert.edits import Edit
from docconvert.model import Emphasis, Inlines, Ruby, Text, plain_text, spans
from docconvert.transforms.rewrite import flatten_rubies, rewrite

CHARACTERS = "頭髮網路計程車a,"
texts = st.builds(Text, st.text(CHARACTERS, min_size=1, max_size=5))
rubies = st.builds(Ruby, st.text(CHARACTERS, min_size=1, max_size=2), st.just("x"))
emphases = st.lists(st.one_of(texts, rubies), max_size=3).map(lambda spans: Emphasis(tuple(spans)))
lines = st.lists(st.one_of(texts, rubies, emphases), max_size=6).map(tuple)


@st.composite
def edited_lines(draw: st.DrawFn) -> tuple[Inlines, list[Edit]]:
    line = draw(lines)
    length = len(plain_text(line))
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
    edits = [
        Edit(start, end, draw(st.text("換了字", max_size=end - start + 1)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return line, edits


def applied(text: str, edits: list[Edit]) -> str:
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    return text


@given(edited_lines())
def test_the_text_is_the_edited_text(line_and_edits: tuple[Inlines, list[Edit]]) -> None:
    line, edits = line_and_edits
    assert plain_text(rewrite(line, edits)[0]) == applied(plain_text(line), edits)


@given(edited_lines())
def test_no_reading_is_lost_unsaid(line_and_edits: tuple[Inlines, list[Edit]]) -> None:
    line, edits = line_and_edits
    new, detached = rewrite(line, edits)
    before = [span.reading for span in spans(line) if isinstance(span, Ruby)]
    after = [span.reading for span in spans(new) if isinstance(span, Ruby)]
    assert len(before) == len(after) + len(detached)


@given(lines)
def test_no_edits_change_nothing(line: Inlines) -> None:
    assert rewrite(line, []) == (line, ())


def test_a_phrase_is_edited_across_nodes() -> None:
    line = (Ruby("头", "tóu"), Text("发"))
    edits = [Edit(0, 1, "頭"), Edit(1, 2, "髮")]
    assert rewrite(line, edits)[0] == (Ruby("頭", "tóu"), Text("髮"))


def test_a_reading_over_changed_length_is_taken_off() -> None:
    line = (Text("用"), Ruby("網", "wǎng"), Text("際網路查"))
    new, detached = rewrite(line, [Edit(1, 5, "互联网")])
    assert new == (Text("用"), Text("互联网"), Text("查"))
    assert detached == (Ruby("網", "wǎng"),)


def test_emphasis_that_lost_all_its_text_goes() -> None:
    assert rewrite((Text("頭"), Emphasis((Text("髮"),))), [Edit(1, 2, "")])[0] == (Text("頭"),)


def test_flattened_rubies_join_their_neighbours() -> None:
    line = (Text("遼"), Ruby("寧", "níng"), Text("省"), Emphasis((Ruby("長", "zhǎng"),)))
    assert flatten_rubies(line, lambda ruby: ruby.base) == (Text("遼寧省"), Emphasis((Text("長"),)))
