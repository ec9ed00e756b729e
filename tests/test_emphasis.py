"""Emphasis changes no character but the marks it takes out, and costs no more than the text is long."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docconvert.model import Document, Emphasis, Paragraph, Ruby, Text, document_lines, plain_text
from docconvert.transforms.emphasis import find_emphasis
from docconvert.transforms.quotations import find_terms
from docconvert.transforms.readings import lift_readings

if TYPE_CHECKING:
    from docconvert.notices import Notice

PIECES = [
    *'这里概念丁戊，。、！ _*"“”‘’「」『』()a1',
    "**",
    "__",
    "***",
    "\u0323",
    "\u0307",
    "说：",
    "写着",
    "叫作",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.sampled_from(["auto", "quotes", "marks"])
)
def test_nothing_but_marks_goes(text: str, how: str) -> None:
    notices: list[Notice] = []
    document = Document(
        title=(Text("题"),), blocks=(Paragraph((Text(text or "空"),)), Paragraph((Text("“丁戊”"),)))
    )
    found = find_emphasis(document, how, notify=notices.append)  # type: ignore[arg-type]  # a plain string here
    removed = "".join(notice.removed for notice in notices)
    before = "".join(map(plain_text, document_lines(document)))
    after = "".join(map(plain_text, document_lines(found)))
    assert sorted(before) == sorted(after + removed)
    assert not set(removed) - set("*_\u0323\u0307")


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.booleans())
def test_terms_are_in_order_and_apart(text: str, strict: bool) -> None:
    (phrases,) = find_terms([text], strict=strict)
    ends = [0, *(phrase.end for phrase in phrases)]
    assert all(end < phrase.start < phrase.end for end, phrase in zip(ends, phrases, strict=False))


def test_marks_that_would_tear_a_reading_off_stay() -> None:
    document = Document(blocks=(Paragraph((Ruby("**長**", "zhǎng"),)),))
    assert find_emphasis(document, "marks", notify=lambda notice: pytest.fail(notice.message)) == document


def test_a_reading_inside_marks_stays() -> None:
    document = Document(blocks=(Paragraph((Text("**船"), Ruby("長", "zhǎng"), Text("**到"))),))
    found = find_emphasis(document, "marks", notify=lambda notice: None)
    assert found.blocks == (Paragraph((Emphasis((Text("船"), Ruby("長", "zhǎng"))), Text("到"))),)


UNITS = [
    "*",
    "**",
    "**a",
    "_",
    "__長",
    "“",
    "“長",
    "“長長”",
    "「“",
    '"',
    '"a',
    "(",
    "[",
    "漢(",
    "漢[a ",
    "漢(menmen",
]


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    def seconds(length: int) -> float:
        document = Document(blocks=(Paragraph((Text(unit * (length // len(unit))),)),))
        times = []
        for _ in range(3):
            start = perf_counter()
            find_emphasis(document, "auto", notify=lambda notice: None)
            lift_readings(document, "ruby", notify=lambda notice: None)
            times.append(perf_counter() - start)
        return min(times)

    # Quadratic cost would be 64 times; the rest is room for a busy machine.
    assert seconds(120_000) < 24 * seconds(15_000) + 0.05
