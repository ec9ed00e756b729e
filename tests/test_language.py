"""The language of a text is found, and its script, however short, long or mixed it is; doubts are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docconvert import Options, read, write
from docconvert.reading.language import detect_language, report_language, report_mixed_script
from judges import epubcheck, ooxml_validate, qpdf_check

if TYPE_CHECKING:
    from pathlib import Path

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
    text = "2026-02-04, 16:02:08 " * (length // 21) + "".join(tail) * 50

    assert detect_language(text) == language


# --- what is not Chinese

ENGLISH = [
    "The ferry had not come, and the people on the landing looked at the water that ran between the stones.",
    "She said that she would wait for him, but the lamp in the house was out when they came back.",
]
NAMED = "Su Qiao (苏桥) was the ferryman of the town, and he has told this to all who have waited with him. "
KOREAN = "강은 바다로 흐르고 아이들은 강가에서 놀았다."
OTHERS = [
    "Der Fluss fließt in das Meer, und die Kinder spielen an dem Ufer, bis es Nacht wird.",
    "La rivière coule vers la mer et les enfants jouent sur la rive jusqu'à la nuit.",
    "De rivier stroomt naar de zee en de kinderen spelen op de oever tot het donker is.",
    "Sông chảy ra biển và trẻ em chơi trên bờ cho đến khi trời tối.",
    "Река течёт к морю, и дети играют на берегу.",
    "Nǐ hǎo, wǒmen míngtiān jiàn.",
    "total = values[0]; for (i = 1; i < n; i++) { total += values[i]; }",
    "plain text",
    "Hello!",
]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *((text, "en") for text in ENGLISH),
        *((text, "und") for text in OTHERS),
        (KOREAN, "ko"),
        ("學校에서 歸家하는 길에 小雨가 내렸다.", "ko"),
        (NAMED, "en"),
        (NAMED * 5 + "山上有人。", "en"),
        (OTHERS[0] * 20 + "苏桥", "und"),
        ("".join(ENGLISH) + KOREAN[:3], "en"),
    ],
)
def test_what_is_not_chinese_is_not_called_so(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "我们用 Python 写 web server，先 install the dependencies，再 run the tests and see that it works。",
        "课文：" + ENGLISH[0] + "\n译文：" + "渡船没有来，码头上的人望着石头之间流过的水，谁也不说话。",
        "total += values[i]  # 求和\n" * 10,
        "这首歌叫《사랑해》，歌词很简单，大家都会唱。",
        "안녕하세요是“你好”的意思，要对长辈说。",
        "他把の写得很大，像一条蜗牛。",
        "Hello，世界",
        "12345 67.8",
        "①②③ Ⅳ ½",
        "ＡＢＣ",
        "ㄅㄆㄇ",
        "——！？",
    ],
)
def test_what_is_chinese_or_says_nothing_stays_so(text: str) -> None:
    assert detect_language(text) == "zh-Hans"


def test_a_long_text_in_english_is_found_by_pieces() -> None:
    assert detect_language("\n".join(ENGLISH * 5_000)) == "en"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ENGLISH[0], "in English"),
        (JAPANESE[0], "in Japanese"),
        (KOREAN, "in Korean"),
        (OTHERS[0], "--language TAG"),
        (HANS[0], ""),
        ("12345", ""),
    ],
)
def test_a_text_that_is_not_chinese_is_told(text: str, told: str) -> None:
    notices: list[Notice] = []
    report_language(text, notify=notices.append)

    assert [notice.code for notice in notices] == (["not-chinese"] if told else [])
    assert told in "".join(notice.message for notice in notices)


def test_who_has_named_the_language_is_not_told_that_it_is_not_chinese() -> None:
    notices: list[Notice] = []
    document = read(OTHERS[1].encode(), options=Options(language="fr"), notify=notices.append)

    assert document.metadata.language == "fr"
    assert "not-chinese" not in [notice.code for notice in notices]


@pytest.mark.parametrize(
    ("text", "language", "title"),
    [(NAMED, "en", "蘇橋"), (HANS[0], "zh-Hant-TW", ""), (KOREAN + "國家", "ko", "國家")],
)
def test_a_text_in_another_language_stays_in_it(text: str, language: str, title: str) -> None:
    document = read(text.encode(), options=Options(script="hant-tw"))

    assert document.metadata.language == language
    assert title in write(document, "tree").decode()


@pytest.mark.parametrize(
    ("text", "language", "docx"),
    [
        ("\n\n".join(ENGLISH), "en", 'w:lang w:val="en-US"'),
        (OTHERS[0], "und", 'w:lang w:val="x-none"'),
        (JAPANESE[0], "ja", 'w:eastAsia="ja-JP"'),
        (KOREAN, "ko", 'w:eastAsia="ko-KR"'),
    ],
)
def test_the_formats_say_it(text: str, language: str, docx: str, tmp_path: Path) -> None:
    chapters = "\n\n".join(f"Chapter {number}\n\n{text}" for number in range(1, 6))
    document = read(chapters, options=Options(title=text[:12]))
    paths = {name: tmp_path / f"text.{name}" for name in ("epub", "docx", "html", "pdf")}
    for name, path in paths.items():
        path.write_bytes(write(document, name))
    with ZipFile(paths["epub"]) as book:
        package = next(book.read(name).decode() for name in book.namelist() if name.endswith(".opf"))
    with ZipFile(paths["docx"]) as word:
        styles = word.read("word/styles.xml").decode()

    assert f'<html lang="{language}">' in paths["html"].read_text("utf-8")
    assert re.search(f"<dc:language[^>]*>{language}<", package)
    assert docx in styles
    assert str(pypdf.PdfReader(paths["pdf"]).root_object["/Lang"]) == language
    epubcheck(paths["epub"])
    ooxml_validate(paths["docx"])
    qpdf_check(paths["pdf"])


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
        (Options(script="hant-tw"), True),
    ],
    ids=["nothing", "language", "simplified", "traditional"],
)
def test_who_has_said_what_it_is_is_not_told(options: Options, told: bool) -> None:
    notices: list[Notice] = []

    read("\n".join(HANS + HANT).encode(), options=options, notify=notices.append)

    assert ("script-mixed" in [notice.code for notice in notices]) is told


# --- any text


@given(st.text() | st.text(st.characters(min_codepoint=0x3000, max_codepoint=0xFFFF)))
def test_any_text_has_a_language(text: str) -> None:
    assert detect_language(text) in ("zh-Hans", "zh-Hant", "ja", "ko", "en", "und")
    for notice in notices_of(text):
        assert 0 <= notice.line <= len(text.splitlines())


@given(st.lists(st.sampled_from(HANS), min_size=1), st.lists(st.sampled_from(HANT), min_size=1))
def test_the_order_of_sentences_makes_no_difference(hans: list[str], hant: list[str]) -> None:
    assert detect_language("".join(hans + hant)) == detect_language("".join(hant + hans))
