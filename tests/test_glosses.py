"""Which brackets are readings, and who wrote them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docconvert.model import Document, Emphasis, Paragraph, Ruby, Text
from docconvert.transforms.glosses import find_glosses, inserted_by_machine
from docconvert.transforms.readings import lift_readings, show_readings
from docconvert.transforms.syllables import has_tone, split_syllables

if TYPE_CHECKING:
    from docconvert.notices import Notice


@pytest.mark.parametrize(
    ("reading", "syllables"),
    [
        ("zhǎng", ["zhǎng"]),
        ("bà qiáo", ["bà", "qiáo"]),
        ("Lù'ān", ["lù", "ān"]),
        ("Xī’ān", ["xī", "ān"]),
        ("gǎodài", ["gǎo", "dài"]),
        ("nánguò", ["nán", "guò"]),
        ("fāngài", ["fān", "gài"]),
        ("ēpánggōng", ["ē", "páng", "gōng"]),
        ("xiān", ["xiān"]),
        ("nǚ", ["nǚ"]),
        ("lüè", ["lüè"]),
        ("zhăng", ["zhăng"]),
        ("gɑ̄ng", ["gāng"]),
        ("zha\u030cng", ["zhǎng"]),
        ("zhang3", ["zhang3"]),
        ("yin2 hang2", ["yin2", "hang2"]),
        ("ńg", ["ńg"]),
        ("ㄓㄤˇ", ["ㄓㄤˇ"]),
        ("ㄌㄜˋㄙㄜˋ", ["ㄌㄜˋ", "ㄙㄜˋ"]),
        ("ㄔㄨㄣ ㄊㄧㄢ", ["ㄔㄨㄣ", "ㄊㄧㄢ"]),
        ("˙ㄇㄜ", ["˙ㄇㄜ"]),
    ],
)
def test_syllables(reading: str, syllables: list[str]) -> None:
    assert split_syllables(reading) == syllables


@pytest.mark.parametrize(
    "reading",
    [
        "bar",
        "code",
        "apple",
        "LAN",
        "café",
        "a1",
        "3",
        "xī-",
        "bà  ",
        "ㄅ",
        "ˇ",
        "āé",
        "zhǎngx",
        "NASA",
        "",
    ],
)
def test_no_syllables(reading: str) -> None:
    assert split_syllables(reading) == []


def test_tones() -> None:
    assert all(map(has_tone, ["zhǎng", "ma4", "ㄇㄚ"]))
    assert not any(map(has_tone, ["ma", "ma5"]))


def test_a_gloss_covers_as_many_characters_as_it_has_syllables() -> None:
    (gloss,) = find_glosses("渡过灞桥[ bà  qiáo ]去")
    assert (gloss.start, gloss.end, gloss.base, gloss.reading) == (2, 16, "灞桥", "bà qiáo")


def test_glosses_do_not_share_characters() -> None:
    assert [gloss.base for gloss in find_glosses("山(shān)水(shān shuǐ)")] == ["山"]


@pytest.mark.parametrize(
    ("text", "machine"),
    [
        ("漁(yú)村訊(xùn)會(huì)長(zhǎng)說(shuō)。", True),
        ("漁(yú)村訊(xùn)會(huì)長(zhǎng)。", False),  # too few
        ("漁（yú）村訊（xùn）會（huì）長（zhǎng）說（shuō）。", False),  # not the brackets of a program
        ("漁(yú)村訊(xùn)會(huì)長(zhǎng)說(shuō)，漁人。", False),  # bare elsewhere
        # A title without readings above a text with all of them; once each, they may be an author's.
        ("漁村訊\n漁(yú)村訊(xùn)會(huì)長(zhǎng)說(shuō)，漁(yú)人會(huì)來。", True),
        ("漁村訊\n漁(yú)村訊(xùn)會(huì)長(zhǎng)說(shuō)，人來。", False),
        # A caption amid the text.
        ("漁(yú)村訊(xùn)會(huì)長(zhǎng)說(shuō)。\n漁村\n漁(yú)人會(huì)來。", True),
        # An author explains the first and leaves the others, in the same line or below.
        ("漁村訊\n漁(yú)村訊(xùn)會(huì)長(zhǎng)說(shuō)，人來。\n漁人說了。", False),
        ("漁(yú)村訊(xùn)會(huì)長(zhǎng)說(shuō)。\n漁人會說長說短。\n會(huì)又開了。", False),
        ("漁村訊\n漁(yú)村訊(xùn)會(huì)長(zhǎng)說(shuō)，漁(yú)人說會。", False),
        ("江(jiāng)水(shuǐ)向(xiàng)东(dōng)流(liú)。", False),  # characters every inserter knows
        ("海會(hui)(hui)長。", True),  # twice at once
        ("图(a)(a)。", False),
        ("大(da)家(jia)在(zai)山(shan)上(shang)看(kan)海(hai)和(he)船(chuan)走(zou)。", True),
        ("图(a)条(b)" * 10, False),
    ],
)
def test_machine_or_author(text: str, machine: bool) -> None:
    assert inserted_by_machine(text, list(find_glosses(text))) is machine


def lifted(text: str) -> tuple[Document, list[Notice]]:
    notices: list[Notice] = []
    document = Document(blocks=(Paragraph((Text(text), Emphasis((Text("長(zhǎng)"),)))),))
    return lift_readings(document, "ruby", notify=notices.append), notices


def test_readings_inside_emphasis_are_lifted() -> None:
    document, _ = lifted("船")
    assert document.blocks == (Paragraph((Text("船"), Emphasis((Ruby("長", "zhǎng"),)))),)


def test_the_notice_on_kept_readings_says_what_can_be_done() -> None:
    notices: list[Notice] = []
    document = Document(blocks=(Paragraph((Text("行(xíng)路（lù）桥[qiáo]"),)),))
    assert lift_readings(document, "auto", notify=notices.append) is document
    (notice,) = notices
    assert notice.code == "readings-kept"
    assert "--readings ruby" in notice.message
    assert "--readings drop" in notice.message


PIECES = [
    *"長會山()（）[]［］ '’/、儿",
    "zhǎng",
    "huì",
    "hui",
    "bà qiáo",
    "ㄓㄤˇ",
    "zhang3",
    "Lù'ān",
    "diǎnr",
    "〔zhǎng〕",
    "【bà qiáo】",
    " (zhǎng)",
    "(huì)",
    "(hui)",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_lifting_loses_nothing_but_brackets_and_blanks(text: str) -> None:
    document, notices = lifted(text)
    inline = show_readings(document, "inline", notify=notices.append)
    (paragraph,) = inline.blocks
    assert isinstance(paragraph, Paragraph)
    after = "".join(span.text for span in paragraph.children if isinstance(span, Text))
    after += "".join(notice.removed for notice in notices)
    assert sorted(bare(text)) == sorted(bare(after))


def bare(text: str) -> str:
    return re.sub(r"[\s()（）\[\]［］〔〕【】]", "", text)


@pytest.mark.parametrize(
    "text", ["栈[zhàn)", "栈（zhàn]", "栈(zhàn", "(zhàn)", "a(zhàn)", "栈 (zhan)", "栈(zhàn\n)"]
)
def test_brackets_that_hold_no_reading(text: str) -> None:
    assert list(find_glosses(text)) == []
