"""Bytes give back the text they were made of, whatever its encoding; what cannot be decided is refused."""

from __future__ import annotations

import codecs
import random
import re
from contextlib import suppress
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docconvert.decoding import Decoded, decode
from docconvert.errors import InputError, UsageError
from docconvert.notices import ignore

if TYPE_CHECKING:
    from docconvert import Notice

SIMPLIFIED = """\
渡口的早晨

雾还没有散，船工老赵已经把缆绳解开了。他每天第一个到河边，先看水位，再看天色，最后才看表。“今天风不大，”他说，“可以多走两趟。”

等船的人慢慢多起来。卖豆腐的姑娘挑着担子，两个学生抱着书包，还有一位医生要到对岸去出诊。大家站在石阶上，谁也不着急，只听见水拍着木桩，一下又一下。

一九八六年以前，这里没有桥，过河全靠这条渡船；后来修了公路，汽车从上游绕过去，坐船的人就少了一半。可是老赵仍旧每天来，他的理由很简单：总会有人需要过河的。

船到河心，太阳从云里露出来，照得水面发亮。学生问他，什么时候才退休？老赵笑了笑，没有回答，把篙子轻轻一点，船便稳稳地靠了岸。
"""

TRADITIONAL = """\
山上的郵局

郵局在半山腰，只有一間屋子，一張櫃檯，和一個管理員。管理員姓陳，今年五十八歲，從年輕的時候起就在這裡工作。「信不多，」他說，「可是每一封都有人在等。」

冬天下雪，山路會封上好幾個禮拜。這時候他就把寄到的東西分門別類，放進木頭架子裡，等天氣好轉，再一件一件送到山下的村莊去。有人勸他搬到城裡，他總是搖頭：「這裡的電話常常不通，要是沒有我，誰來告訴他們外面發生了什麼事？」

民國七十五年的夏天，颱風把橋沖斷了。他揹著一袋郵件，沿著舊鐵路走了十二個小時，終於在天黑以前到達車站。站長問他為什麼不等明天，他想了想，回答得很認真：「因為裡面有一封是醫院寄來的。」

後來孩子們都叫他「雲上的郵差」，他自己卻不覺得有什麼特別。
"""

HONG_KONG = """\
碼頭夜話

佢哋喺碼頭等咗好耐，船都仲未返嚟。阿婆話：「唔使急，潮水退咗先至埋到岸嘅。」細路仔攞住個燈籠，行嚟行去，唔知喺度諗緊乜嘢。

後來風大咗，啲人開始擔心。有人話不如打電話問吓，有人話冇用㗎，海上邊度有電話聽呢。阿婆就攞咗張凳仔出嚟，坐低，慢慢講起佢後生嗰陣嘅故事。

故事講完，天都光晒，隻船亦都返咗嚟，大家先至安心返屋企瞓覺。
"""

RARE = """\
人名與地名

舊書裡有許多少見的字：喆、堃、犇、珺、峯、鎔、瑄、琇、淼、翀。𠮷田先生與㐂婆婆住在巷尾，門前種著一株榕樹，樹下常有人下棋說話。
這些字在普通的字型裡不一定找得到，可是它們都是人的名字，一個也不能寫錯。
"""

TAIWANESE = """\
畫家的信

李奧納多‧達文西寫給朋友的信裡說，他最近在研究水的流動。這封信後來輾轉到了巴黎，由一位叫做尚‧皮耶的先生收藏。信上的墨水已經褪色，但是字跡仍然清楚。
博物館的恒溫櫃裡，信紙旁邊放著一個銹了的銅碁盤，參觀的人都喜歡站在那裡看一看。
"""

PINYIN = """\
雨夜

雨(yǔ)下(xià)了(le)一(yì)夜(yè)，院(yuàn)子(zi)里(lǐ)的(de)石(shí)榴(liú)落(luò)了(le)满(mǎn)地(dì)。
婆(pó)婆(po)说(shuō)，不(bú)要(yào)扫(sǎo)，等(děng)它(tā)自(zì)己(jǐ)干(gān)了(le)再(zài)说(shuō)。
"""

TABLE = """\
┌────────┬────────┬──────────────────────────────┐
│ 河流   │ 长度   │ 说明                         │
├────────┼────────┼──────────────────────────────┤
│ 清水河 │ 120    │ 冬天结冰，三月开河           │
│ 大沙河 │ 87     │ 夏天常常断流                 │
└────────┴────────┴──────────────────────────────┘
"""

TECHNICAL = """\
$ make install PREFIX=/usr/local
install -m 755 build/tool /usr/local/bin/tool
# 如果没有权限，请在前面加上 sudo 再运行一次
$ tool --version
tool 3.2.1 (built with default options, no plug-ins were found on this machine)
"""

JAPANESE = """\
駅前の古本屋

駅を出て右に曲がると、小さな古本屋があります。店の主人はいつも奥の机で新聞を読んでいて、客が来ても顔を上げません。
わたしは学校の帰りによく立ち寄って、棚の前に座り、知らない作家の小説を少しずつ読みました。
ある日、店の前に「しばらく休みます」という紙が貼られていて、それから二度と開くことはありませんでした。
"""

KOREAN = """\
바닷가 우체국

바닷가 작은 마을에 오래된 우체국이 하나 있다. 직원은 두 사람뿐이고, 편지는 하루에 열 통도 오지 않는다.
그래도 아침마다 문을 열고 창문을 닦으며 사람들을 기다린다. 어떤 할머니는 편지가 없어도 날마다 들른다.
"""

SAMPLES = [
    *((text, "hz") for text in (SIMPLIFIED, TECHNICAL)),
    *((text, encoding) for text in (PINYIN, TABLE, TECHNICAL) for encoding in ("gbk", "gb18030")),
    (JAPANESE, "shift_jis"),
    (JAPANESE, "cp932"),
    (JAPANESE, "euc_jp"),
    (KOREAN, "euc_kr"),
    (KOREAN, "cp949"),
    (PINYIN, "utf-16-le"),
    (TECHNICAL, "utf-16-be"),
    (SIMPLIFIED, "gbk"),
    (SIMPLIFIED, "gb2312"),
    (SIMPLIFIED, "gb18030"),
    (TRADITIONAL, "gbk"),
    (TRADITIONAL, "gb18030"),
    (TRADITIONAL, "big5"),
    (TRADITIONAL, "big5hkscs"),
    (TRADITIONAL, "cp950"),
    (HONG_KONG, "big5hkscs"),
    (TAIWANESE, "cp950"),
    (RARE, "gb18030"),
    (SIMPLIFIED, "utf-16-le"),
    (TRADITIONAL, "utf-16-be"),
    *(
        (text, encoding)
        for text in (SIMPLIFIED, TRADITIONAL, HONG_KONG, RARE)
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32")
    ),
]

BIG_ENDIAN = {"utf-16": codecs.BOM_UTF16_BE, "utf-32": codecs.BOM_UTF32_BE}


def refuse(notice: Notice) -> None:
    pytest.fail(f"there is nothing to notice: {notice}")


def decoded(data: bytes, encoding: str = "") -> tuple[Decoded, list[Notice]]:
    notices: list[Notice] = []
    return decode(data, encoding, notify=notices.append), notices


NAMES = {
    SIMPLIFIED: "simplified",
    TRADITIONAL: "traditional",
    HONG_KONG: "hongkong",
    RARE: "rare",
    TAIWANESE: "taiwanese",
    PINYIN: "pinyin",
    TABLE: "table",
    TECHNICAL: "technical",
    JAPANESE: "japanese",
    KOREAN: "korean",
}


def sample_id(value: str | bytes) -> str:
    return value.hex() if isinstance(value, bytes) else NAMES.get(value, value.strip())


# --- whole texts


@pytest.mark.parametrize(("text", "encoding"), SAMPLES, ids=sample_id)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_text_comes_back_as_it_was(text: str, encoding: str, newline: str) -> None:
    text = text.replace("\n", newline)

    assert decode(text.encode(encoding), notify=refuse).text == text


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL], ids=sample_id)
@pytest.mark.parametrize("encoding", BIG_ENDIAN)
def test_a_mark_tells_the_order_of_bytes(text: str, encoding: str) -> None:
    data = BIG_ENDIAN[encoding] + text.encode(f"{encoding}-be")

    assert decode(data, notify=refuse) == Decoded(text, encoding)


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "hz", "hz"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (TAIWANESE, "cp950", "big5hkscs"),
        (HONG_KONG, "big5hkscs", "big5hkscs"),
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (KOREAN, "euc_kr", "cp949"),
        (TRADITIONAL, "utf-8", "utf-8"),
        (TRADITIONAL, "utf-8-sig", "utf-8-sig"),
        (TRADITIONAL, "utf-16", "utf-16"),
        (TRADITIONAL, "utf-16-le", "utf-16-le"),
        ("plain text\n", "ascii", "utf-8"),
    ],
    ids=sample_id,
)
def test_the_encoding_is_named(text: str, encoding: str, name: str) -> None:
    assert decode(text.encode(encoding), notify=refuse).encoding == name


@pytest.mark.parametrize("mark", "‧﹑～⊙￥￡€")
def test_a_mark_of_windows_in_taiwan_stays_itself(mark: str) -> None:
    text = TRADITIONAL.replace("，", mark, 3)

    assert decode(text.encode("cp950"), notify=refuse).text == text


def test_the_mark_of_gb18030_is_no_text() -> None:
    assert (
        decode(("\ufeff" + SIMPLIFIED).encode("gb18030"), notify=refuse).text.lstrip("\ufeff") == SIMPLIFIED
    )


@pytest.mark.parametrize(
    "text", ["", "plain text\n", "naïve café\n", "字", "👍🏽\n", "é à\n", "±·§\n", "αβ", "да\n"]
)
def test_utf_8_needs_no_length(text: str) -> None:
    assert decode(text.encode(), notify=refuse) == Decoded(text, "utf-8")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_that_is_mostly_ascii_is_known_by_its_zeros(encoding: str) -> None:
    text = "Chapter 1\n\nThe word for river is 河.\n" + "It is written with three drops of water. " * 5

    assert decode(text.encode(encoding), notify=refuse).text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("indent", ["\u3000\u3000", ""], ids=["indented", "flush"])
def test_utf_16_may_have_no_byte_that_utf_8_lacks(encoding: str, indent: str) -> None:
    text = f"{indent}To whom it may concern\r\n{indent}This letter has no Chinese in it at all.\r\n" * 3
    data = text.encode(encoding)
    assert data.decode("utf-8")

    assert decode(data, notify=refuse) == Decoded(text, encoding)


@pytest.mark.parametrize(
    "text", ["~{ is how a loop begins in that language: ~{~A~^, ~}\n", "a ~{b~} c\n", "~{~}"]
)
def test_ascii_with_the_signs_of_hz_stays_ascii(text: str) -> None:
    assert decode(text.encode(), notify=refuse) == Decoded(text, "utf-8")


def test_utf_8_with_the_signs_of_hz_stays_utf_8() -> None:
    text = "渡口 ~{VPND~} 的早晨\n"

    assert decode(text.encode(), notify=refuse) == Decoded(text, "utf-8")


# --- short texts


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, "gbk") for text in ("渡口\n", "目录\n", "第一章\n", "山上的邮局", "春晓\r\n")),
        *((text, "hz") for text in ("渡口\n", "目录\n", "第一章 雨夜\n")),
        *((text, "big5") for text in ("渡口\n", "目錄\n", "第一章\n", "山上的郵局", "春曉\r\n")),
    ],
)
def test_a_few_bytes_are_enough_for_common_words(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), notify=refuse).text == text


@pytest.mark.parametrize(
    "data", [b"\xff", b"\xa1", b"caf\xe9\n", b"\x80\x81\x82", b"na\xefve r\xe9sum\xe9\n"]
)
def test_a_few_bytes_of_something_else_are_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="not text in any encoding we know"):
        decode(data, notify=refuse)


SHORT_SIMPLIFIED = [
    "今天下午三点在会议室开会，请各部门负责人准时参加，不要迟到。",
    "母亲把晒好的被子收进屋里，满屋子都是太阳的味道，真好闻啊。",
    "请将附件中的表格填写完整，并于本周五之前发回给我，谢谢您。",
    "这本书我读了两遍，第一遍没有看懂，第二遍才明白作者的意思。",
    "列车因为大雪晚点了四个小时，旅客们坐在候车室里喝着热茶。",
]
SHORT_TRADITIONAL = [
    "今天下午三點在會議室開會，請各部門負責人準時參加，不要遲到。",
    "母親把曬好的被子收進屋裡，滿屋子都是太陽的味道，真好聞啊。",
    "請將附件中的表格填寫完整，並於本週五之前發回給我，謝謝您。",
    "這本書我讀了兩遍，第一遍沒有看懂，第二遍才明白作者的意思。",
    "列車因為大雪晚點了四個小時，旅客們坐在候車室裡喝著熱茶。",
]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, "gbk") for text in SHORT_SIMPLIFIED),
        *((text, "big5") for text in SHORT_TRADITIONAL),
        *((text, "cp950") for text in SHORT_TRADITIONAL),
    ],
)
def test_sixty_bytes_are_enough(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert 55 <= len(data) <= 65

    assert decode(data, notify=refuse).text == text


@pytest.mark.parametrize(("text", "encoding"), [(SIMPLIFIED, "gbk"), (TRADITIONAL, "big5")], ids=sample_id)
def test_any_sixty_bytes_of_a_text_are_enough(text: str, encoding: str) -> None:
    cuts = [text[start : start + 30] for start in range(len(text) - 30)]

    assert [cut for cut in cuts if decode(cut.encode(encoding), notify=refuse).text != cut] == []


# --- long texts


@pytest.mark.parametrize("shift", range(4))
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "gbk"),
        (TRADITIONAL, "big5"),
        (TAIWANESE, "cp950"),
        (RARE, "gb18030"),
    ],
    ids=sample_id,
)
@pytest.mark.parametrize("newline", ["\n", ""], ids=["lines", "one line"])
def test_a_character_may_cross_the_edge_of_the_sample(
    text: str, encoding: str, shift: int, newline: str
) -> None:
    long = "x" * shift + text.replace("\n", newline) * (70_000 // len(text))
    data = long.encode(encoding)
    assert len(data) > 65_536

    assert decode(data, notify=refuse).text == long


def test_damage_far_behind_the_sample_is_found() -> None:
    long = SIMPLIFIED * 300
    data = long.encode("gbk") + b"\xff" + SIMPLIFIED.encode("gbk")

    found, notices = decoded(data)

    assert found == Decoded(f"{long}\ufffd{SIMPLIFIED}", "gb18030")
    assert [notice.line for notice in notices] == [long.count("\n") + 1]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("渡口的早晨", "gbk"),
        ("雾还没有散", "hz"),
        ("山上的郵局", "big5"),
        ("渡口的早晨", "utf-16-le"),
        ("山上的郵局", "utf-16-be"),
        ("駅前の古本屋です", "cp932"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", ""], ids=["lines", "one line"])
def test_chinese_may_begin_long_after_the_sample(text: str, encoding: str, newline: str) -> None:
    long = f"All of this is English. {newline}" * 4000 + text

    assert decode(long.encode(encoding), notify=refuse).text == long


def test_words_scattered_over_a_long_text_are_gathered() -> None:
    long = "".join("word " * 5000 + f"{word}\n" for word in ("渡口", "早晨", "理由", "船工", "河心"))

    assert decode(long.encode("gbk"), notify=refuse) == Decoded(long, "gb18030")


# --- the tables of Big5


@pytest.mark.parametrize(
    ("code", "character"),
    [
        ("a145", "‧"),  # where Python's table of Hong Kong's set has other signs
        ("a14e", "﹑"),
        ("a1e3", "～"),
        ("a244", "￥"),
        ("f9fe", "▓"),
        ("c6cd", "幺"),
        ("a1fe", "／"),  # and where it has the usual one
        ("a240", "＼"),
        ("a3e1", "€"),  # only Windows has it
        ("c6a1", "①"),  # ETEN's, which Windows lacks
        ("c6e0", "々"),
        ("c6e4", "［"),
        ("c6cf", "廴"),  # ETEN's, which Hong Kong left out
        ("c6d3", "无"),
        ("c6df", "仝"),
        ("8ecd", "者"),  # where Hong Kong's older set had a character of Big5 again
        ("906d", "都"),
        ("a0e4", "牐"),
        ("f9d6", "碁"),
        ("8e40", "𣻗"),  # only Hong Kong has it
        ("fa40", "𠕇"),
        ("8862", "Ê̄"),
    ],
)
def test_what_one_table_of_big5_lacks_another_has(code: str, character: str) -> None:
    head, tail = TRADITIONAL[:200].encode("big5"), TRADITIONAL[200:].encode("big5")

    found, notices = decoded(head + bytes.fromhex(code) + tail)

    assert found == Decoded(TRADITIONAL[:200] + character + TRADITIONAL[200:], "big5hkscs")
    assert notices == []


def test_all_tables_of_big5_may_meet_in_one_text() -> None:
    data = HONG_KONG.encode("big5hkscs") + TAIWANESE.encode("cp950") + "５€\n".encode("cp950")

    assert decode(data, notify=refuse).text == f"{HONG_KONG}{TAIWANESE}５€\n"


@pytest.mark.parametrize("mark", "①②⑩")
def test_the_old_table_of_unicode_is_known_by_its_numbers(mark: str) -> None:
    """Python and Java have written such numbers where others have kana."""
    text = TRADITIONAL.replace("，", mark)

    assert decode(text.encode("cp950"), notify=refuse) == Decoded(text, "cp950")


@pytest.mark.parametrize(("code", "shown"), [("8140", "\ufffd"), ("fefe", "秔"), ("86fe", "\ufffd")])
def test_a_private_character_of_big5_is_one_loss(code: str, shown: str) -> None:
    data = TRADITIONAL[:200].encode("big5") + bytes.fromhex(code) + "。".encode("big5")

    found, notices = decoded(data, "big5")

    assert found.text == TRADITIONAL[:200] + shown + "。"
    assert sum("1 broken" in notice.message for notice in notices) == shown.count("\ufffd")


# --- damage


def spoil(text: str, encoding: str, bad: bytes, *places: int) -> tuple[bytes, str]:
    """Put bytes that mean nothing before some characters."""
    data, expected, end = b"", "", 0
    for place in (*places, len(text)):
        data += text[end:place].encode(encoding)
        expected += text[end:place]
        if place != len(text):
            data += bad
            expected += "\ufffd"
        end = place
    return data, expected


@pytest.mark.parametrize(
    ("text", "encoding", "bad"),
    [
        (SIMPLIFIED, "gbk", b"\xff"),
        (TRADITIONAL, "big5", b"\xff"),
        (SIMPLIFIED, "utf-8", b"\xff"),
        (TRADITIONAL, "utf-8", b"\xe6"),
        (TRADITIONAL, "utf-8", b"\xe6\x98"),
        (HONG_KONG, "utf-8", b"\x80"),
        (RARE, "utf-8", b"\x80"),
        (HONG_KONG, "big5hkscs", b"\x80"),
        (TECHNICAL, "gbk", b"\xff"),
        (JAPANESE, "euc_jp", b"\xff"),
        (KOREAN, "euc_kr", b"\xff"),
        (SIMPLIFIED, "hz", b"\xff"),
    ],
    ids=sample_id,
)
@pytest.mark.parametrize("count", [1, 2])
def test_broken_bytes_are_replaced_counted_and_placed(
    text: str, encoding: str, bad: bytes, count: int
) -> None:
    places = [match.start() for match in re.finditer("[，、\n]", text)][:count]
    data, expected = spoil(text, encoding, bad, *places)

    found, notices = decoded(data)

    assert found.text == expected
    lines = sorted({expected.count("\n", 0, match.start()) + 1 for match in re.finditer("\ufffd", expected)})
    (notice,) = notices
    assert (notice.code, notice.line) == ("bytes-replaced", lines[0])
    assert re.match(rf"{count} broken [a-z0-9_-]+ sequences? replaced by U\+FFFD on line", notice.message)
    assert notice.message.endswith(f" {', '.join(map(str, lines))}")


def test_one_broken_byte_does_not_hide_the_encoding_of_an_unusual_text() -> None:
    text = "犇、骉、猋、羴、鱻、麤、毳、蟲、焱、淼、垚、鑫、森、晶、磊：三字相疊。\n" * 20

    found, notices = decoded(text.encode().replace("淼".encode(), b"\xff", 1))

    assert found.text == text.replace("淼", "\ufffd", 1)
    assert len(notices) == 1


def test_a_pair_of_surrogates_in_utf_8_is_one_character() -> None:
    """Old databases and Java write such pairs."""
    high, low = b"\xed\xa0\xbd", b"\xed\xb1\x8d"

    assert decode("好".encode() + high + low, notify=refuse).text == "好\U0001f44d"


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_hz_may_end_its_chinese_with_the_line(newline: str) -> None:
    text = SIMPLIFIED.replace("\n", newline)
    data = text.encode("hz").replace(f"~}}{newline}".encode(), newline.encode(), 2)

    assert decode(data, notify=refuse) == Decoded(text, "hz")


def test_half_a_pair_of_surrogates_is_left_to_be_taken_out_later() -> None:
    found, (notice,) = decoded("春風從東邊來，\n".encode() + b"\xff\n\xed\xa0\xbd")

    assert found == Decoded("春風從東邊來，\n\ufffd\n\ud83d", "utf-8")
    assert notice.message == "1 broken utf-8 sequence replaced by U+FFFD on line 2"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_replacement_character_of_the_text_is_not_counted(encoding: str) -> None:
    data = f"{SIMPLIFIED}\ufffd\n".encode(encoding) + b"\xff\n"

    found, (before, notice) = decoded(data)
    assert (before.code, before.line) == ("bytes-missing", SIMPLIFIED.count("\n") + 1)

    assert found.text == f"{SIMPLIFIED}\ufffd\n\ufffd\n"
    line = SIMPLIFIED.count("\n") + 2
    assert notice.message == f"1 broken {encoding} sequence replaced by U+FFFD on line {line}"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, "gbk") for text in (SIMPLIFIED, PINYIN, TECHNICAL)),
        *((text, "utf-8") for text in (SIMPLIFIED, TRADITIONAL, RARE)),
        *((text, "cp950") for text in (TRADITIONAL, TAIWANESE)),
        (HONG_KONG, "big5hkscs"),
        (SIMPLIFIED, "utf-16-le"),
        (TRADITIONAL, "utf-16-be"),
    ],
    ids=sample_id,
)
def test_bytes_written_over_do_not_hide_the_encoding(text: str, encoding: str) -> None:
    named = {}
    for seed in range(20):
        chance, data = random.Random(seed), bytearray(text.encode(encoding) * 3)
        for _ in range(len(data) // 500 + 1):
            data[chance.randrange(len(data))] = chance.randrange(256)
        named[seed] = decoded(bytes(data))[0].encoding

    expected = {"gbk": "gb18030", "cp950": "big5hkscs"}.get(encoding, encoding)
    assert {seed: name for seed, name in named.items() if name != expected} == {}


def test_only_the_first_lines_with_damage_are_listed() -> None:
    data = b"\xff\n".join(line.encode() for line in ["春風從東邊來"] * 8)

    _, (notice,) = decoded(data, "utf-8")

    assert notice.message.endswith("7 broken utf-8 sequences replaced by U+FFFD on lines 1, 2, 3, 4, 5 …")


def test_a_byte_left_over_in_utf_16_is_counted() -> None:
    found, (notice,) = decoded(SIMPLIFIED.encode("utf-16") + b"\x00")

    assert found.text == SIMPLIFIED + "\ufffd"
    assert notice.line == SIMPLIFIED.count("\n") + 1


# --- an encoding that is given


@pytest.mark.parametrize(
    ("given", "made_in", "text"),
    [
        ("gbk", "gbk", SIMPLIFIED),
        ("GB2312", "gbk", SIMPLIFIED),
        ("gb18030", "gb18030", RARE),
        ("gb2312", "gb18030", RARE),
        ("Big5", "big5", TRADITIONAL),
        ("big5", "big5hkscs", HONG_KONG),
        ("cp950", "cp950", TAIWANESE),
        ("UTF8", "utf-8", TRADITIONAL),
        ("utf-16-le", "utf-16-le", "短"),
        ("shift_jis", "shift_jis", "日本語の文章\n"),
        ("sjis", "cp932", "①髙﨑～\n"),
        ("euc-kr", "cp949", "똠방각하\n"),
        ("hz", "hz", SIMPLIFIED),
        ("latin-1", "latin-1", "naïve café\n"),
        ("cp1252", "cp1252", "“naïve”\n"),
    ],
    ids=sample_id,
)
def test_a_given_encoding_is_believed(given: str, made_in: str, text: str) -> None:
    assert decode(text.encode(made_in), given, notify=refuse).text == text


@pytest.mark.parametrize(
    ("made_in", "given", "text"),
    [
        ("gbk", "big5", SIMPLIFIED),
        ("big5", "gbk", TRADITIONAL),
        ("utf-8", "gb18030", SIMPLIFIED),
        ("gbk", "cp1252", SIMPLIFIED),
        ("gbk", "utf-16-le", SIMPLIFIED),
    ],
)
def test_a_given_encoding_in_which_nothing_can_be_read_is_refused(
    made_in: str, given: str, text: str
) -> None:
    with pytest.raises(InputError, match=r"sequences are not|reads like nothing") as raised:
        decode(text.encode(made_in), given, notify=ignore)
    assert "leave out --encoding" in raised.value.hint


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("meant", "read", "text"),
    [
        ("utf-8", "gbk", SIMPLIFIED),
        ("utf-8", "gbk", TRADITIONAL),
        ("utf-8", "latin-1", SIMPLIFIED),
        ("utf-8", "cp1252", TRADITIONAL),
        ("gbk", "latin-1", SIMPLIFIED),
        ("gbk", "cp1252", SIMPLIFIED),
        ("big5", "latin-1", TRADITIONAL),
        ("big5", "gbk", TRADITIONAL),
        ("gbk", "big5", SIMPLIFIED),
    ],
)
def test_what_was_read_in_a_wrong_encoding_and_saved_is_refused(
    meant: str, read: str, text: str, mark: str
) -> None:
    signs = text.encode(meant).decode(read, "replace")
    data = (mark + signs).encode()
    with pytest.raises(InputError, match="but a program read it as") as raised:
        decode(data, notify=ignore)
    assert "--encoding utf-8" in raised.value.hint
    assert decode(data, "utf-8-sig" if mark else "utf-8", notify=ignore).text == signs


@pytest.mark.parametrize(
    "text",
    [
        SIMPLIFIED + SIMPLIFIED.encode().decode("gbk", "replace")[:20],
        "Les élèves français étudient à l'école où ils ont été, près de l'église.",
        "Über die Brücke fährt früh der Müller; die Tür öffnet spät, für Gäste.",
        "Русский рассказ о реке и о старом человеке, который там живёт.",
        "Ένας γέρος ζει κοντά στο ποτάμι και κοιτάζει τα σύννεφα.",
        "Một ông già sống bên sông và nhìn những đám mây trôi qua.",
        "㐀㐁㐂㐃㐄㐅㐆㐇㐈㐉㐊㐋㐌㐍㐎㐏㐐㐑㐒㐓㐔㐕㐖㐗㐘㐙㐚㐛㐜",
        "ēéěè āáǎà īíǐì ōóǒò ūúǔù ǖǘǚǜ ēéěè āáǎà īíǐì ōóǒò",
    ],
)
def test_other_languages_and_examples_are_no_misreadings(text: str) -> None:
    assert decode(text.encode(), notify=ignore).text == text


def test_a_given_encoding_opens_what_looks_like_another_file() -> None:
    assert decode(b"%PDF-1.7 is how a PDF begins", "ascii", notify=refuse).text.startswith("%PDF")


@pytest.mark.parametrize(
    "name", ["utf-99", "中文", "base64", "hex", "rot13", "zlib", "undefined", "idna", "punycode"]
)
def test_what_is_no_text_encoding_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=f"unknown encoding '{name}'") as raised:
        decode(SIMPLIFIED.encode(), name, notify=refuse)

    assert "utf-8" in raised.value.hint


# --- what is no text


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("length", [60, 500, 5_000, 100_000])
def test_noise_is_refused(seed: int, length: int) -> None:
    data = random.Random(seed).randbytes(length)
    data = data[: length // 2] + b"\xff\n" + data[length // 2 :]  # no chance of being UTF-8

    with pytest.raises(InputError) as raised:
        decode(data, notify=refuse)

    with pytest.raises(UnicodeDecodeError) as first:
        data.decode("utf-8")
    byte = first.value.start
    place = f"byte {byte}, line {data[:byte].count(10) + 1}"
    assert raised.value.message == f"not text in any encoding we know ({place})"
    assert "--encoding NAME" in raised.value.hint


def test_numbers_that_are_no_text_are_refused() -> None:
    data = b"".join(number.to_bytes(4, "big") for number in range(0, 4_000_000, 9_973))

    with pytest.raises(InputError, match="not text in any encoding we know"):
        decode(data, notify=refuse)


@pytest.mark.parametrize("data", [bytes(100), b"\x01\x02\x03\x04" * 50, b"ab\0\0\0\x01\0\0" * 40])
def test_controls_are_no_text(data: bytes) -> None:
    with pytest.raises(InputError, match=r"not a text file: [0-9]+ % of its bytes are controls") as raised:
        decode(data, notify=refuse)

    assert raised.value.hint


def test_a_text_with_colours_is_a_text() -> None:
    text = "\x1b[1m春\x1b[m \x1b[32m夏\x1b[m\n" * 3 + "\x1a"

    assert decode(text.encode(), notify=refuse).text == text


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.4\n", "a PDF file"),
        (b"PK\x03\x04", "a ZIP package"),
        (b"\xd0\xcf\x11\xe0", "an old Office file"),
        (b"{\\rtf1", "an RTF file"),
        (b"\x1f\x8b\x08", "a gzip file"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"GIF89a", "a picture"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90\0", "a program"),
    ],
)
def test_other_kinds_of_file_are_called_by_their_name(start: bytes, kind: str) -> None:
    with pytest.raises(InputError, match=f"not a text file: it looks like {kind}") as raised:
        decode(start + SIMPLIFIED.encode("gbk"), notify=refuse)

    assert raised.value.hint


# --- any bytes, any text


GB2312 = bytes(
    code for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA) for code in (high, low)
).decode("gb2312")
BIG5 = bytes(code for high in range(0xA4, 0xC6) for low in range(0xA1, 0xFF) for code in (high, low)).decode(
    "big5"
)


def chinese(characters: str) -> st.SearchStrategy[str]:
    """Sentences of 60 characters or more, of the frequent characters of a charset and marks."""
    frequent = "".join(character for character in FREQUENT[:1500] if character in characters)
    clauses = st.text(st.sampled_from(frequent), min_size=4, max_size=12)
    sentences = st.builds("{}，{}。{}".format, clauses, clauses, st.sampled_from(["", "\n", "\r\n", " OK "]))
    return st.lists(sentences, min_size=6, max_size=20).map("".join)


FREQUENT = files("docconvert.decoding").joinpath("frequent.txt").read_text("utf-8").replace("\n", "")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "hz"]
)
@given(text=chinese(GB2312))
def test_simplified_text_comes_back(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), notify=refuse).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030", "big5", "big5hkscs", "cp950", "utf-16-be"])
@given(text=chinese(BIG5))
def test_traditional_text_comes_back(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), notify=refuse).text == text


ANYTHING = st.binary(max_size=300) | st.builds(
    bytes.__add__, st.sampled_from([text.encode(encoding)[:400] for text, encoding in SAMPLES]), st.binary()
)


@given(data=ANYTHING)
def test_any_bytes_give_text_or_are_refused(data: bytes) -> None:
    try:
        found, notices = decoded(data)
    except InputError:
        return
    assert codecs.lookup(found.encoding)
    assert all(notice.line <= len(found.text.splitlines()) for notice in notices)
    replaced = [notice for notice in notices if notice.code != "bytes-missing"]
    assert bool(replaced) <= ("\ufffd" in found.text)


@given(
    data=ANYTHING,
    encoding=st.sampled_from(
        ["utf-8", "gbk", "big5", "cp950", "hz", "utf-16", "utf-7", "sjis", "euc-kr", "ascii"]
    ),
)
def test_any_bytes_in_a_given_encoding_give_text_or_are_refused(data: bytes, encoding: str) -> None:
    with suppress(InputError):
        decoded(data, encoding)


def test_the_old_full_width_space_of_gbk_is_a_space() -> None:
    data = "".join(f"\u3000\u3000{line}\n" for line in ("渡船还没有来。", "山在身后。")).encode("gbk")
    old = data.replace(b"\xa1\xa1", b"\xa3\xa0")
    assert decode(old, notify=ignore) == decode(data, notify=ignore)


# --- lost bytes


def without_byte(text: str, encoding: str, character: str, half: int) -> bytes:
    """Return the bytes of a text without one of those of the first such character."""
    at = len(text[: text.index(character)].encode(encoding)) + half
    data = text.encode(encoding)
    return data[:at] + data[at + 1 :]


@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("character", ["老", "每", "看", "卖"])
def test_a_lost_byte_costs_one_character_and_not_its_line(character: str, half: int) -> None:
    found, notices = decoded(without_byte(SIMPLIFIED, "gb18030", character, half))
    lost = SIMPLIFIED.index(character)

    # Beside the loss another reading of the bytes may be as good.
    assert found.text[: lost - 1] == SIMPLIFIED[: lost - 1]
    assert found.text.endswith(SIMPLIFIED[lost + 3 :])
    (notice,) = notices
    assert notice.code == "bytes-replaced"
    assert notice.message.startswith("1 broken gb18030 sequence")
    assert found.text.splitlines()[notice.line - 1].count("\ufffd") == 1


@pytest.mark.parametrize("half", [0, 1])
def test_a_lost_byte_does_not_hide_the_encoding_of_a_short_text(half: int) -> None:
    text = "渡口的夜里，停电了。老人点起油灯，孩子们围在桌旁，听他说从前的故事。\n"
    found, notices = decoded(without_byte(text, "gb18030", "停", half))

    assert found.text.endswith("了。老人点起油灯，孩子们围在桌旁，听他说从前的故事。\n")
    assert [notice.code for notice in notices] == ["bytes-replaced"]


@pytest.mark.parametrize(
    ("character", "half", "shown"),
    [("電", 1, "停馱F"), ("了", 0, "停電F"), ("口", 0, "渡f")],
)
def test_a_letter_that_hides_a_lost_byte_of_big5_is_told_of(character: str, half: int, shown: str) -> None:
    text = "山上的燈火\n\n渡口的夜裡，停電了。老人點起油燈，孩子們圍在桌旁，聽他說從前的故事。\n"
    found, notices = decoded(without_byte(text, "big5", character, half))

    assert found.encoding == "big5hkscs"
    (notice,) = [notice for notice in notices if notice.code == "bytes-missing"]
    assert notice.line == 3
    assert shown[-2:] in found.text
    assert shown[-2:] in notice.message


@pytest.mark.parametrize(
    "text",
    [
        "\n".join([TRADITIONAL, *["每天吃一顆維生素C，對身體好。"] * 3]),
        "\n".join(["按一下x，再按一下y，就會看到z了，用vi開啟檔案後輸入help。"] * 2),
        TRADITIONAL,
    ],
)
def test_letters_of_the_authors_are_not_told_of(text: str) -> None:
    assert decoded(text.encode("big5"))[1] == []


def test_an_unusual_text_stays_as_it_is() -> None:
    text = "".join(f"{one}{two}\n" for one, two in zip("鼐齑龠囟垚昶翀霁", "甪圐圙囍玥珺瑀瓞", strict=True))
    assert decoded((SIMPLIFIED + text).encode("gb18030")) == (Decoded(SIMPLIFIED + text, "gb18030"), [])


@given(
    text=chinese(GB2312),
    place=st.integers(0, 400),
    line=st.sampled_from([SIMPLIFIED, SIMPLIFIED.replace("\n", "")]),
)
def test_a_lost_byte_is_never_silent(text: str, place: int, line: str) -> None:
    data = f"{line}{text}\n".encode("gb18030")
    at = place % len(data)
    if data[at] < 0x80 or data[at + 1] < 0x80:
        return
    found, notices = decoded(data[:at] + data[at + 1 :])
    assert notices
    assert "\ufffd" in found.text


def test_a_lost_byte_of_big5_is_hardly_ever_silent() -> None:
    text = (
        "渡口\n\n後來的事情誰也說不清楚，麵館裡的人各有各的說法。停電了，許功蓋先生在燈下讀信。\n"
        "作者：林遠山\n《渡口舊事》\n　　老人點起油燈，孩子們圍在桌旁，聽他說從前的故事。\n"
    )
    data = text.encode("big5")
    places = [at for at, byte in enumerate(data) if byte >= 0x80]
    silent = [at for at in places if not decoded(data[:at] + data[at + 1 :])[1]]
    assert len(silent) <= 0.03 * len(places)
