"""Conversion to one script: what a line is in, the user's words, hard cases, and what stays."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, get_args

import pytest
import uharfbuzz
from hypothesis import given
from hypothesis import strategies as st

from docconvert import Options, convert
from docconvert.errors import DocconvertError, UsageError
from docconvert.resources import resource
from docconvert.script import ScriptConverter, Target, dictionaries, opencc_conversion
from docconvert.script.overlay import is_shown

if TYPE_CHECKING:
    from docconvert.script import Choice

SIMPLIFIED = "头发白了，皇后在后面，干杯，干净，里面，台湾，一只猫只有一只眼，著名的著作。"


@cache
def converter_to(target: Target, *, vocabulary: bool = False) -> ScriptConverter:
    return ScriptConverter(target, vocabulary=vocabulary)


@pytest.fixture(scope="module")
def to_hans() -> ScriptConverter:
    return converter_to("zh-Hans")


# --- hard cases, as they stand and with a reading behind each character

HARD = """\
乾隆 乾隆
乾燥 干燥
幹部 干部
頭髮 头发
發展 发展
皇后 皇后
後面 后面
麵條 面条
面子 面子
一隻 一只
只有 只有
鐘樓 钟楼
鍾情 钟情
瞭解 了解
明瞭 明了
瞭望 瞭望
藉口 借口
慰藉 慰藉
覆蓋 覆盖
恢復 恢复
複雜 复杂
臺灣 台湾
櫃檯 柜台
颱風 台风
裡面 里面
里程 里程
剩餘 剩余
模範 模范
標準 标准
准許 准许
葉子 叶子
徵求 征求
長征 长征
收穫 收获
獲得 获得
儘管 尽管
盡力 尽力
歷史 历史
日曆 日历
製造 制造
制度 制度
關係 关系
聯繫 联系
系統 系统
"""
PAIRS = [tuple(line.split()) for line in HARD.splitlines()]

ONE_WAY = {"瞭解": "了解", "明瞭": "明了", "瞭望": "瞭望"}
"""Words that OpenCC's dictionary of Simplified words has in one form only."""


def with_readings(text: str) -> str:
    """Put a reading behind each character, as a pinyin inserter does."""
    return "".join(f"{character}(pīn)" for character in text)


def body_of(text: str, options: Options) -> str:
    return convert(text, "tree", options=options).decode().rpartition("p ")[2].strip()


@pytest.mark.parametrize(("traditional", "simplified"), PAIRS)
def test_hard_words_become_simplified(traditional: str, simplified: str) -> None:
    assert converter_to("zh-Hans").convert(traditional) == simplified


@pytest.mark.parametrize(("traditional", "simplified"), PAIRS)
def test_hard_words_become_traditional(traditional: str, simplified: str) -> None:
    assert converter_to("zh-Hant-TW").convert(simplified) == traditional


@pytest.mark.parametrize(("traditional", "simplified"), PAIRS)
def test_readings_between_the_characters_do_not_part_a_word(traditional: str, simplified: str) -> None:
    hans = Options(readings="ruby", script="hans", language="zh-Hant")
    hant = Options(readings="ruby", script="hant-tw", language="zh-Hans")
    above = "".join(f"{{{character}|pīn}}" for character in simplified)
    assert body_of(with_readings(traditional) + "。", hans) == f"{above}。"
    above = "".join(f"{{{character}|pīn}}" for character in traditional)
    assert body_of(with_readings(simplified) + "。", hant) == f"{above}。"


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("朝著有利於合作的方向", "朝着有利于合作的方向"),
        ("著名的名著、原著、編著、專著、著作權", "著名的名著、原著、编著、专著、著作权"),
        ("于天敏與于先生", "于天敏与于先生"),
        ("藉著燈光看，憑藉著記憶走", "借着灯光看，凭借着记忆走"),
        ("乾隆年間，乾杯，乾淨", "乾隆年间，干杯，干净"),
    ],
)
def test_texts_become_simplified(to_hans: ScriptConverter, traditional: str, simplified: str) -> None:
    assert to_hans.convert(traditional) == simplified


# --- what a line is in


def test_regional_forms_and_never_openccs_own() -> None:
    assert converter_to("zh-Hant-TW").convert("里面的群众为了台风") == "裡面的群眾為了颱風"
    assert converter_to("zh-Hant-HK").convert("里面的人为了台风") == "裏面的人為了颱風"


def test_of_traditional_lines_only_regional_forms_change() -> None:
    assert (
        converter_to("zh-Hant-TW").convert("皇后于先生說，裏面的人都老了") == "皇后于先生說，裡面的人都老了"
    )


def test_each_line_is_judged_for_itself() -> None:
    mixed = "皇后于先生說的話\n皇后说，关于后面的话\n皇后於後面說"
    assert converter_to("zh-Hant-TW").convert(mixed) == "皇后于先生說的話\n皇后說，關於後面的話\n皇后於後面說"


def test_simplified_characters_in_a_traditional_line_are_converted() -> None:
    converter = converter_to("zh-Hant-TW")
    line = "這裏的头发與皇后說"
    assert converter.convert(line) == "這裡的頭髮與皇后說"
    assert applied(line, converter) == "這裡的頭髮與皇后說"


def choices(text: str, target: Target = "zh-Hant-TW") -> list[tuple[str, str, str]]:
    return [
        (text[choice.start : choice.end], choice.new, " ".join(choice.others))
        for choice in converter_to(target).choices(text)
    ]


def test_of_a_line_in_both_scripts_each_clause_is_judged_for_itself() -> None:
    line = "他在臺灣，每天发面、做面包，里外都干净；皇后說話，皇后走後"
    assert (
        converter_to("zh-Hant-TW").convert(line)
        == "他在臺灣，每天發麵、做麵包，裡外都乾淨；皇后說話，皇后走後"
    )
    assert choices(line) == [("面", "麵", "面")]


def test_what_is_left_in_a_clause_in_both_scripts_is_a_choice() -> None:
    line = "臺灣的鐘樓里有人发呆"
    assert converter_to("zh-Hant-TW").convert(line) == "臺灣的鐘樓里有人發呆"
    assert choices(line) == [("里", "里", "裡")]


def test_what_is_left_in_a_traditional_line_of_a_simplified_text_is_a_choice() -> None:
    text = "他们说话，头发白了，吃完饭就动身。\n他在臺灣做面包"
    assert converter_to("zh-Hant-TW").convert(text).endswith("\n他在臺灣做面包")
    assert choices(text)[-1] == ("面", "面", "麵")


def test_traditional_texts_have_no_choices() -> None:
    assert choices("皇后于先生說，里外都老了。\n余住在此") == []


@pytest.mark.parametrize(("source", "expected"), [("zh-Hans", "後天"), ("zh-Hant", "后天"), ("auto", "後天")])
def test_a_line_that_does_not_tell_is_taken_for_what_the_source_is(source: str, expected: str) -> None:
    converter = ScriptConverter("zh-Hant-TW", source=source)  # type: ignore[arg-type]
    assert converter.convert("后天") == expected


def test_a_line_that_does_not_tell_is_like_the_rest_of_its_text() -> None:
    converter = converter_to("zh-Hant-TW")
    assert converter.convert("后天\n頭髮與說話").startswith("后天")
    assert converter.convert("后天\n头发与说话").startswith("後天")


def test_the_forms_of_hong_kong_are_no_sign_of_simplified_script() -> None:
    assert converter_to("zh-Hant-HK").convert("皇后看着温水") == "皇后看着温水"


# --- vocabulary


def test_words_of_the_region_are_exchanged_when_asked_for() -> None:
    assert converter_to("zh-Hant-TW", vocabulary=True).convert("用鼠标打印") == "用滑鼠列印"
    assert converter_to("zh-Hant-TW", vocabulary=True).convert("鼠標說") == "滑鼠說"
    assert converter_to("zh-Hans", vocabulary=True).convert("抬頭看滑鼠，怎麼列印") == "抬头看鼠标，怎么打印"


def test_words_that_hold_an_exchanged_one_stay() -> None:
    assert converter_to("zh-Hans", vocabulary=True).convert("塔吉克斯坦的滑鼠") == "塔吉克斯坦的鼠标"
    assert converter_to("zh-Hant-TW", vocabulary=True).convert("演算法與算法說") == "演算法與演算法說"


def test_the_bundled_dictionaries_have_no_vocabulary_of_hong_kong() -> None:
    with pytest.raises(UsageError, match="no vocabulary hk") as raised:
        ScriptConverter("zh-Hant-HK", vocabulary=True)
    assert "--dictionaries" in raised.value.hint


# --- the user's own words


def test_words_to_keep_are_cut_out_before_anything_else() -> None:
    text = "检察长于小满说"
    assert ScriptConverter("zh-Hant-TW").convert(text) == "檢察長於小滿說"
    assert ScriptConverter("zh-Hant-TW", keep=["于小满"]).convert(text) == "檢察長于小满說"


def test_a_glossary_goes_before_words_to_keep_and_all_else() -> None:
    converter = ScriptConverter(
        "zh-Hant-TW", keep=["于小满"], glossary={"于小满": "于小滿", "网": "網際網路"}
    )
    assert converter.convert("检察长于小满上网") == "檢察長于小滿上網際網路"
    assert applied("检察长于小满上网", converter) == "檢察長于小滿上網際網路"


def test_the_longest_of_the_users_words_counts() -> None:
    converter = ScriptConverter("zh-Hans", keep=["後"], glossary={"後漢書": "《后汉书》"})
    assert converter.convert("後漢書在後") == "《后汉书》在後"


def test_the_users_words_do_not_tell_what_a_line_is_in() -> None:
    assert ScriptConverter("zh-Hant-TW", keep=["头发"]).convert("皇后說头发") == "皇后說头发"


def test_of_words_that_overlap_the_one_further_left_counts() -> None:
    converter = ScriptConverter(
        "zh-Hant-TW", keep=["甲发", "发乙国"], glossary={"伟业": "大業"}, source="zh-Hans"
    )
    assert converter.convert("甲发乙国，于和伟业") == "甲发乙國，於和大業"


def test_words_stand_within_a_line() -> None:
    with pytest.raises(UsageError, match="line break"):
        ScriptConverter("zh-Hans", keep=["頭\n髮"])


def test_what_all_words_tell_does_not_count_them() -> None:
    assert ScriptConverter("zh-Hant-TW", keep=["臺灣"]).convert("臺灣\n后天") == "臺灣\n後天"


def test_many_words_are_found_as_fast_as_few() -> None:
    words = [f"王{chr(0x4E00 + at)}{chr(0x5E00 + at % 97)}" for at in range(10_000)]
    assert ScriptConverter("zh-Hant-TW", keep=words).convert("王" * 20_000 + "丁帀") == "王" * 20_000 + "丁帀"


def test_empty_words_are_none() -> None:
    assert ScriptConverter("zh-Hans", keep=[""], glossary={"": "x"}).convert("頭") == "头"


# --- characters that no font has


def test_what_hardly_any_font_has_is_not_made() -> None:
    assert converter_to("zh-Hans").convert("㑮與頭") == "㑮与头"
    assert converter_to("zh-Hans").withheld["㑮"] == "\U0002b748"
    assert ScriptConverter("zh-Hans", rare=True).convert("㑮與頭") == "\U0002b748与头"


def test_simplified_characters_that_our_fonts_have_are_made() -> None:
    assert converter_to("zh-Hans").convert("鑪與頭") == "𬬻与头"


@pytest.mark.parametrize("target", get_args(Target))
def test_a_bundled_font_has_all_that_conversions_make(target: Target) -> None:
    have = {
        chr(code)
        for path in resource("fonts").glob("*.ttf")
        for code in uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))).unicodes
    }
    bundled = dictionaries.bundled()
    file = "TSCharacters" if target == "zh-Hans" else "STCharacters"
    characters = list(bundled.table(file).entries)
    made = converter_to(target).convert("\n".join(characters)).split("\n")
    lacking = {
        new for old, new in zip(characters, made, strict=True) if old != new and not have.issuperset(new)
    }
    assert lacking == set()
    assert {character for character in have if character > "\uffff" and not is_shown(character)}.isdisjoint(
        value for value in bundled.table(file).entries.values()
    )


# --- edits and choices


def applied(text: str, converter: ScriptConverter) -> str:
    for start, end, new in reversed(converter.edits(text)):
        text = text[:start] + new + text[end:]
    return text


@given(st.text(SIMPLIFIED + "頭髮乾隆著名作朝后後裏裡說\n于天敏程序鼠标网络"))
def test_edits_give_the_converted_text(text: str) -> None:
    for target in get_args(Target):
        for vocabulary in (False, target == "zh-Hant-TW"):
            converter = converter_to(target, vocabulary=vocabulary)
            assert applied(text, converter) == converter.convert(text)


@given(st.text("頭髮乾隆著名作朝后後裡面a，", max_size=40))
def test_what_is_simplified_stays(text: str) -> None:
    converter = converter_to("zh-Hans")
    assert converter.convert(converter.convert(text)) == converter.convert(text)


@given(st.text(SIMPLIFIED, max_size=40) | st.text(max_size=20))
def test_conversion_keeps_the_length(text: str) -> None:
    for target in get_args(Target):
        assert len(converter_to(target).convert(text)) == len(text)


def shown(text: str, choice: Choice) -> str:
    return f"{text[choice.start : choice.end]}→{choice.new} {'/'.join(choice.others)}"


@pytest.mark.parametrize(
    ("target", "text", "expected"),
    [
        ("zh-Hant-TW", "发，干", ["发→發 髮", "干→幹 乾/干"]),
        ("zh-Hant-TW", "头发和皇后", []),
        ("zh-Hant-TW", "他在里", ["里→裡 里"]),
        ("zh-Hant-HK", "他在里", ["里→裏 里"]),
        ("zh-Hans", "很乾", ["乾→干 乾"]),
        ("zh-Hant-TW", "衣服干了", ["干了→幹了 乾了"]),
        ("zh-Hant-TW", "皇后說发", ["发→發 髮"]),
        # What stays may be wrong, too, where both are in use.
        ("zh-Hant-TW", "她把那面端来，拿绳系", ["面→面 麵", "系→系 係/繫"]),
        ("zh-Hant-HK", "她把那面端来", ["面→面 麪"]),
        ("zh-Hant-TW", "面里没有", ["面→面 麵", "里→裡 里"]),
        ("zh-Hant-TW", "这表走不动，疮口愈", ["表→表 錶", "愈→愈 癒"]),
        ("zh-Hant-TW", "里面，见面，桌面，中文系，关系，手表，下面", []),
        # The words 在后 and 后面 overlap.
        ("zh-Hant-TW", "他在后面", []),
        # One of the two is rare: 瞭, 齣, 傢, 箇.
        ("zh-Hant-TW", "他来了，走出这个家，向前", []),
        # Both come out alike: 才 and 纔, 娘 and 孃.
        ("zh-Hant-TW", "娘才走", []),
        ("zh-Hant-TW", "她把那麵端來，這面旗", []),
    ],
)
def test_choices_are_what_could_have_come_out_otherwise(
    target: Target, text: str, expected: list[str]
) -> None:
    assert [shown(text, choice) for choice in converter_to(target).choices(text)] == expected


def test_choices_of_vocabulary_name_the_words() -> None:
    text = "打开菜单"
    converter = converter_to("zh-Hant-TW", vocabulary=True)
    assert [shown(text, c) for c in converter.choices(text)] == ["打开→開啟 打開", "菜单→選單 菜單"]


@given(st.text("发后里干面复台只头皇制作打开网\n程序员", max_size=30))
def test_a_choice_names_what_stands_in_the_result(text: str) -> None:
    converter = converter_to("zh-Hant-TW")
    result = converter.convert(text)
    for choice in converter.choices(text):
        assert result[choice.start : choice.end] == choice.new
        assert choice.new not in choice.others


# --- surnames


def test_a_name_that_is_sure_in_one_paragraph_is_so_in_others() -> None:
    text = "渡口\n\n于老师站在船头。\n\n大家盼望于老师开口，这关于老师的名声。"
    body = convert(text, "tree", options=Options(script="hant-tw", language="zh-Hans")).decode()
    assert "盼望于老師開口，這關於老師的名聲" in body


def test_what_is_sure_is_no_choice_and_what_is_in_doubt_is_one() -> None:
    text = "于老师问：“我姓范，你呢？”范某盼望于小荷开口"
    converter = converter_to("zh-Hant-TW")
    assert converter.convert(text) == "于老師問：“我姓范，你呢？”范某盼望於小荷開口"
    assert [shown(text, choice) for choice in converter.choices(text)] == ["于→於 于"]


@pytest.mark.parametrize(
    "text", ["老于笑了", "听小于说", "于家的人", "这是于家庄", "我请于老师来", "于小荷说：好", "阿于来了"]
)
def test_where_yu_may_be_a_surname_is_a_choice(text: str) -> None:
    assert ("于", "於", "于") in choices(text)


@pytest.mark.parametrize(
    "text", ["小于三", "数值小于N", "关于老师", "位于家乡", "于是他说", "用于家庭", "由于先生不在"]
)
def test_where_yu_is_none_is_no_choice(text: str) -> None:
    assert "于" not in [original for original, *_ in choices(text)]


def test_the_users_words_go_before_surnames() -> None:
    converter = ScriptConverter("zh-Hant-TW", glossary={"于老师": "於老師"}, source="zh-Hans")
    assert converter.convert("于老师问范老师") == "於老師問范老師"


def test_traditional_lines_and_openccs_own_conversion_know_no_surnames() -> None:
    assert converter_to("zh-Hant-TW").convert("規範先生說，他姓範") == "規範先生說，他姓範"
    assert ScriptConverter("zh-Hant-TW", overlay=False, source="zh-Hans").convert("他姓于") == "他姓於"
    assert converter_to("zh-Hans").convert("他姓于，姓鍾的") == "他姓于，姓钟的"


@pytest.mark.parametrize(("name", "expected"), [("钟鸣", "鍾鳴"), ("范中", "范中"), ("钟爱", "鍾愛")])
def test_an_authors_surname_is_one(name: str, expected: str) -> None:
    assert ScriptConverter("zh-Hant-TW", source="zh-Hans").convert_name(name) == expected


@given(
    st.lists(
        st.sampled_from([*"于范余游姓他的，。说老小们", "老师", "先生", "小荷", "看见", "关"]), max_size=12
    )
)
def test_edits_keep_surnames_as_conversion_does(pieces: list[str]) -> None:
    text = "".join(pieces)
    converter = converter_to("zh-Hant-TW")
    assert applied(text, converter) == converter.convert(text)


# --- what is wrong


def test_an_unknown_target_is_refused() -> None:
    with pytest.raises(UsageError, match="target cannot be 'zh-Hant'") as raised:
        ScriptConverter("zh-Hant")  # type: ignore[arg-type]
    assert "zh-Hant-" in raised.value.hint


def test_missing_dictionaries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionaries, "_DISTRIBUTION", "no-such-distribution")
    dictionaries.bundled.cache_clear()
    with pytest.raises(DocconvertError, match="no-such-distribution is not installed"):
        ScriptConverter("zh-Hans")
    dictionaries.bundled.cache_clear()


def test_the_dictionaries_say_what_they_are() -> None:
    assert re.fullmatch(r"opencc-python-reimplemented \d+\.\d+\.\d+", converter_to("zh-Hans").dictionaries)
    assert opencc_conversion("t2s").convert("著") == "著"
