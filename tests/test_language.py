"""The script of a text is found, however short, long or mixed it is; a mixture is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docconvert import Options, read
from docconvert.reading.language import detect_language, report_mixed_script

if TYPE_CHECKING:
    from docconvert import Notice

HANS = [
    "雨停以后，孩子们跑到门外，踩着水洼大声笑。",
    "修车的师傅说，这辆车还能再骑十年。",
    "请在星期三之前，把书还给图书馆。",
    "他写了一封长信，却始终没有寄出去。",
    "这种茶要用刚烧开的水，泡三分钟。",
    "会议改到下午四点，地点不变，请互相转告。",
    "老屋的窗户关不严，风一来就响个不停。",
    "她从乡下带来两只鸡和一篮鸡蛋。",
]
HANT = [
    "雨停以後，孩子們跑到門外，踩著水窪大聲笑。",
    "修車的師傅說，這輛車還能再騎十年。",
    "請在星期三之前，把書還給圖書館。",
    "他寫了一封長信，卻始終沒有寄出去。",
    "這種茶要用剛燒開的水，泡三分鐘。",
    "會議改到下午四點，地點不變，請互相轉告。",
    "老屋的窗戶關不嚴，風一來就響個不停。",
    "她從鄉下帶來兩隻雞和一籃雞蛋。",
]
HONG_KONG = ["佢哋喺車站等咗成個鐘頭，架巴士都仲未嚟。", "啲細路仔放咗學就走去踢波，唔記得返屋企食飯。"]
CLASSICAL = ["歲在庚午，余與客游于南溪，見白鷺數十，集於淺渚。", "主人性好竹，舍旁皆植之，風來則聲如碎玉。"]
JAPANESE = [
    "雨が止むと、子供たちは外へ走り出した。",
    "自転車屋の主人は、あと十年は乗れると言った。",
    "水曜日までに図書館へ本を返してください。",
]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *((text, "zh-Hans") for text in HANS),
        *((text, "zh-Hant") for text in (*HANT, *HONG_KONG, *CLASSICAL)),
        *((text, "ja") for text in JAPANESE),
    ],
)
def test_a_sentence_is_enough(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        # inserted pinyin
        ("雨(yǔ)停(tíng)以(yǐ)后(hòu)，孩(hái)子(zi)们(men)跑(pǎo)到(dào)门(mén)外(wài)。", "zh-Hans"),
        ("雨(yǔ)停(tíng)以(yǐ)後(hòu)，孩(hái)子(zi)們(men)跑(pǎo)到(dào)門(mén)外(wài)。", "zh-Hant"),
        # mostly ASCII
        ("$ make install PREFIX=/usr/local  # 没有权限时加 sudo\n" * 3, "zh-Hans"),
        ("$ make install PREFIX=/usr/local  # 沒有權限時加 sudo\n" * 3, "zh-Hant"),
        # a name in the other script, a shop sign in kana
        ("掌柜姓陳，大家叫他陈掌柜。" + HANS[0], "zh-Hans"),
        ("茶館叫做「山の茶屋」，其實和日本沒有關係。", "zh-Hant"),
        # neither tells: the commoner
        ("山上有人。", "zh-Hans"),
        ("plain text", "zh-Hans"),
        ("", "zh-Hans"),
        ("\ud83d", "zh-Hans"),
        # kana without ideographs
        ("カタカナだけ", "ja"),
    ],
)
def test_what_stands_between_does_not_hide_it(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("length", [250_000, 600_000, 3_000_000])
@pytest.mark.parametrize(("tail", "language"), [(HANT, "zh-Hant"), (HANS, "zh-Hans"), (JAPANESE, "ja")])
def test_a_long_text_is_looked_at_to_its_end(length: int, tail: list[str], language: str) -> None:
    text = "No Chinese here yet. " * (length // 21) + "".join(tail) * 50

    assert detect_language(text) == language


def notices_of(text: str) -> list[Notice]:
    notices: list[Notice] = []
    report_mixed_script(text, notify=notices.append)
    return notices


# --- mixtures


@pytest.mark.parametrize(
    ("lines", "line", "simplified", "taken"),
    [
        ([*HANT, *HANS], 9, "4[0-9]", "zh-Hant"),
        ([*HANT[:4], "", *HANS], 1, "[67][0-9]", "zh-Hans"),
        ([*HANT, "", "山上有人。", *HANS[:4]], 11, "[23][0-9]", "zh-Hant"),
    ],
)
def test_a_mixture_is_told(lines: list[str], line: int, simplified: str, taken: str) -> None:
    (notice,) = notices_of("\n".join(lines))

    assert (notice.code, notice.line, notice.removed, notice.added) == ("script-mixed", line, "", "")
    shares = re.match(r"Simplified and Traditional mixed: ([0-9]+) % and ([0-9]+) %", notice.message)
    assert shares
    assert re.fullmatch(simplified, shares[1])
    assert int(shares[1]) + int(shares[2]) == 100
    assert f"taken for {taken}" in notice.message
    assert "--language TAG" in notice.message
    assert "--script hans" in notice.message


@pytest.mark.parametrize(
    "text",
    [
        *HANS,
        *HANT,
        "".join(HANS),
        "".join(HANT),
        "".join(HONG_KONG),
        "".join(CLASSICAL),
        "".join(JAPANESE),
        "".join([*HANS * 5, HANT[0]]),  # a quotation
        "".join([*HANT * 5, HANS[0]]),
        "陳陳陳陳陳陳：请问",  # a name
        "",
    ],
)
def test_what_is_in_one_script_is_no_mixture(text: str) -> None:
    assert notices_of(text) == []


def test_a_mixture_line_by_line_has_no_first_line() -> None:
    text = "".join(HANS + HANT)

    assert [notice.line for notice in notices_of(text)] == [0]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (Options(), True),
        (Options(language="zh-Hant"), False),
        (Options(script="hans"), False),
    ],
    ids=["nothing", "language", "script"],
)
def test_who_has_said_what_it_is_is_not_told(options: Options, told: bool) -> None:
    notices: list[Notice] = []

    read("\n".join(HANS + HANT).encode(), options=options, notify=notices.append)

    assert ("script-mixed" in [notice.code for notice in notices]) is told


# --- any text


@given(st.text() | st.text(st.characters(min_codepoint=0x3000, max_codepoint=0xFFFF)))
def test_any_text_has_a_language(text: str) -> None:
    assert detect_language(text) in ("zh-Hans", "zh-Hant", "ja")
    for notice in notices_of(text):
        assert 0 <= notice.line <= len(text.splitlines())


@given(st.lists(st.sampled_from(HANS), min_size=1), st.lists(st.sampled_from(HANT), min_size=1))
def test_the_order_of_sentences_makes_no_difference(hans: list[str], hant: list[str]) -> None:
    assert detect_language("".join(hans + hant)) == detect_language("".join(hant + hans))
