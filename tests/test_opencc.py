"""OpenCC's conversions: beside the package whose dictionaries are used, and beside the official program."""

from __future__ import annotations

import json
import struct
from functools import cache
from typing import TYPE_CHECKING

import pytest
from marisa_trie import Trie
from opencc import OpenCC

import judges
from conftest import EXAMPLES
from docconvert.decoding import decode
from docconvert.errors import DocconvertError, UsageError
from docconvert.notices import ignore
from docconvert.script import Conversion, ScriptConverter, opencc_conversion
from docconvert.script.dictionaries import Dictionaries, opened

if TYPE_CHECKING:
    from pathlib import Path

CONFIGURATIONS = ("t2s", "s2t", "s2tw", "s2twp", "tw2s", "tw2sp", "s2hk", "hk2s", "t2tw", "t2hk")

SIMPLIFIED = """\
清晨的渡口，雾气还没有散。摆渡的老周把缆绳解开，回头看了看岸上的钟楼，说：“再等一刻钟。”
皇后大道后面有一间面馆，面条下锅，面子里子都要紧。理发师放下剪刀，头发落了一地，这才发现门口站着三只猫。
干部们检查了干粮和干涸的水塘，干脆把计划改了；乾隆年间修的桥，至今没有干预过河道。
他了解这里的里程，一公里一公里地数；藉口再多，也慰藉不了人。反复复习，覆盖旧账，复杂的账目终于平了。
台风过后，台上的台灯还亮着，柜台的台历翻到了八月。余下的米分给余家，于是大家都没有话说。
范围不大，模范却不少；准时到的准许进门，标准只有一条。叶子落了，叶公好龙的故事还在讲。征求意见的人说，这是进步的征兆。
软件工程师用鼠标打开菜单，打印文档，保存到硬盘；网络信号不好，视频卡住了。出租车司机在收音机里听新闻。
秋天收获谷物，山谷里云雾升起，古人云：“春种一粒粟。”松树下放松片刻，郁郁葱葱，心里的抑郁也散了。
他脸上长着胡须，说话不胡来；划船的人划算过日子，计划明年盖房。腌咸菜的坛子和天坛没有关系。"""

TRADITIONAL = """\
清晨的渡口，霧氣還沒有散。擺渡的老周把纜繩解開，回頭看了看岸上的鐘樓，說：「再等一刻鐘。」
皇后大道後面有一間麵館，麵條下鍋，面子裡子都要緊。理髮師放下剪刀，頭髮落了一地，這才發現門口站著三隻貓。
幹部們檢查了乾糧和乾涸的水塘，乾脆把計畫改了；乾隆年間修的橋，至今沒有干預過河道。
他瞭解這裡的里程，一公里一公里地數；藉口再多，也慰藉不了人。反覆複習，覆蓋舊帳，複雜的帳目終於平了。
颱風過後，臺上的檯燈還亮著，櫃檯的檯曆翻到了八月。餘下的米分給余家，於是大家都沒有話說。
範圍不大，模範卻不少；準時到的准許進門，標準只有一條。葉子落了，葉公好龍的故事還在講。徵求意見的人說，這是進步的徵兆。
軟體工程師用滑鼠開啟選單，列印文件，儲存到硬碟；網路訊號不好，影片卡住了。計程車司機在收音機裡聽新聞。
秋天收穫穀物，山谷裡雲霧升起，古人云：「春種一粒粟。」松樹下放鬆片刻，鬱鬱蔥蔥，心裡的抑鬱也散了。
他臉上長著鬍鬚，說話不胡來；划船的人划算過日子，計劃明年蓋房。醃鹹菜的罈子和天壇沒有關係。"""

LONGEST_WORD_FIRST = "能够了解到"
"""The package looks for the longest word of a whole clause first, 了解到; from the left comes 够了.

OpenCC goes from left to right, and so do we; the words of our own mend what comes of it.
"""


DESCRIPTIONS = "⿰頭髮頭髮 ⿲頭髮頭髮頭髮 ⿰頭 ⿱⿰头发发头发 ⿿頭髮 ⿱䀈寧 頭⿰⿰⿰髮里面 ⿰豈更"
"""Characters described by their parts, and operators that miss some."""


def own_texts() -> list[str]:
    texts = [decode(path.read_bytes(), notify=ignore).text for path in sorted(EXAMPLES.glob("*.txt"))]
    cases = [path.read_text("utf-8") for path in sorted((EXAMPLES.parent / "tests" / "cases").glob("*.txt"))]
    return [SIMPLIFIED, TRADITIONAL, *texts, *cases]


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_the_package_converts_the_same(name: str) -> None:
    ours, theirs = opencc_conversion(name), OpenCC(name)
    for text in own_texts():
        for line in text.splitlines():
            assert ours.convert(line) == theirs.convert(line)


def test_what_the_package_converts_otherwise() -> None:
    assert OpenCC("s2t").convert(LONGEST_WORD_FIRST) == "能夠瞭解到"
    assert opencc_conversion("s2t").convert(LONGEST_WORD_FIRST) == "能夠了解到"


def applied(text: str, conversion: Conversion | ScriptConverter) -> str:
    end = len(text)
    for edit in reversed(conversion.edits(text)):
        assert edit.end <= end
        text = text[: edit.start] + edit.new + text[edit.end :]
        end = edit.start
    return text


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_edits_give_the_converted_text(name: str) -> None:
    conversion = opencc_conversion(name)
    for text in own_texts():
        assert applied(text, conversion) == conversion.convert(text)


def test_descriptions_of_characters_stay() -> None:
    converted = "⿰頭髮头发 ⿲頭髮頭发头发 "
    assert opencc_conversion("t2s").convert(DESCRIPTIONS).startswith(converted)
    assert opencc_conversion("t2s").convert("⿰頭") == "⿰头"
    for name in ("t2s", "s2twp"):
        conversion = opencc_conversion(name)
        assert applied(DESCRIPTIONS, conversion) == conversion.convert(DESCRIPTIONS)
        assert conversion.convert("⿰" * 50_000) == "⿰" * 50_000


# --- the official program, as a judge


@cache
def official() -> list[str]:
    return sorted(path.stem for path in judges.opencc_resources().glob("*2*.json"))


def test_the_official_program_converts_the_same_with_its_own_resources() -> None:
    text = "\n".join(
        [*own_texts(), "兀嗀﨑豈更㑮噁殢麪麵", "鼠标和打印机；滑鼠和印表機；发育和头发", DESCRIPTIONS]
    )
    names = official()
    assert len(names) >= 16
    for name, expected in judges.opencc_convert(text, names).items():
        conversion = opencc_conversion(name, judges.opencc_resources())
        assert conversion.convert(text) == expected, name
        assert applied(text, conversion) == expected, name


def test_our_targets_work_with_the_official_resources() -> None:
    folder = judges.opencc_resources()
    converter = ScriptConverter("zh-Hant-HK", vocabulary=True, dictionaries=folder)
    assert converter.convert("里面的光标为了台风停住") == "裏面的游標為了颱風停住"
    assert (
        ScriptConverter("zh-Hans", vocabulary=True, dictionaries=folder).convert("滑鼠朝著抬頭")
        == "鼠标朝着抬头"
    )
    assert converter.dictionaries.startswith("OpenCC resources sha256:")


# --- resource folders


def write_resources(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def configuration(*steps: dict[str, object], **rest: object) -> str:
    return json.dumps({"name": "of a test", **rest, "conversion_chain": [{"dict": step} for step in steps]})


def file(name: str, **rest: object) -> dict[str, object]:
    return {"type": "text", "file": f"{name}.txt", **rest}


def group(policy: str, *dictionaries: dict[str, object]) -> dict[str, object]:
    return {"type": "group", "match_policy": policy, "dicts": dictionaries}


BASE = {"TSCharacters.txt": "頭\t头\n髮\t发\n", "STCharacters.txt": "头\t頭\n发\t發 髮\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_resources(tmp_path / "resources", BASE)


def convert(folder: Path, text: str, name: str = "x2y") -> str:
    return opencc_conversion(name, folder).convert(text)


@pytest.mark.parametrize(("policy", "expected"), [("short_circuit", "AA丙"), ("union", "BBB")])
def test_in_a_group_the_first_that_knows_or_the_longest_decides(
    folder: Path, policy: str, expected: str
) -> None:
    write_resources(
        folder,
        {
            "x2y.json": configuration(group(policy, file("First"), file("Second"))),
            "First.txt": "甲乙\tAA\n",
            "Second.txt": "甲乙丙\tBBB\n",
        },
    )
    assert convert(folder, "甲乙丙") == expected


def test_no_step_reaches_across_two_words_of_the_segmentation(folder: Path) -> None:
    write_resources(
        folder,
        {
            "x2y.json": configuration(
                file("Words"), file("Later"), segmentation={"type": "mmseg", "dict": file("Words")}
            ),
            "whole.json": configuration(file("Words"), file("Later")),
            "Words.txt": "甲乙\t甲乙\n",
            "Later.txt": "乙丙\tX丙\n丁戊\tYY\n",
        },
    )
    assert convert(folder, "甲乙丙丁戊") == "甲乙丙YY"
    assert convert(folder, "甲乙丙丁戊", "whole") == "甲X丙YY"


def test_normalization_goes_before_all(folder: Path) -> None:
    write_resources(
        folder,
        {
            "x2y.json": configuration(file("TSCharacters"), normalization=[{"dict": file("Compatible")}]),
            "Compatible.txt": "\ufa6e\t頭\n",
        },
    )
    conversion = opencc_conversion("x2y", folder)
    assert conversion.convert("\ufa6e髮") == applied("\ufa6e髮", conversion) == "头发"


def test_entries_may_stand_in_the_configuration(folder: Path) -> None:
    inline: dict[str, object] = {"type": "inline", "entries": {"髮夾": "发卡"}}
    write_resources(folder, {"x2y.json": configuration(group("short_circuit", inline, file("TSCharacters")))})
    assert convert(folder, "頭髮夾") == "头发卡"


def test_what_the_build_makes_is_made(folder: Path) -> None:
    write_resources(
        folder,
        {
            "x2y.json": configuration(group("short_circuit", file("TSCharactersExt"), file("XRev"))),
            "TSCharacters.txt": "# @tofu-risk: not everywhere\n㑮\t㑮 \U0002b748\n頭\t头\n",
            "X.txt": "# @reverse-prefer: 丁\n丙\t丁\n丁\t丁\n甲\t乙\n",
        },
    )
    assert convert(folder, "㑮丁乙頭") == "\U0002b748丁甲頭"


def test_dictionaries_marked_as_rare_are_left_out_by_converters(folder: Path) -> None:
    rare = file("TSCharactersExt", may_output_tofu=True)
    write_resources(
        folder,
        {
            "t2s.json": configuration(group("short_circuit", rare, file("TSCharacters"))),
            "TSPhrases.txt": "頭髮\t头发\n",
            "HKVariants.txt": "說\t説\n",
            "TWVariants.txt": "裏\t裡\n",
            "TSCharactersExt.txt": "㑮\t\U0002b748\n",
        },
    )
    assert ScriptConverter("zh-Hans", dictionaries=folder).convert("㑮頭") == "㑮头"
    assert ScriptConverter("zh-Hans", dictionaries=folder, rare=True).convert("㑮頭") == "\U0002b748头"


def test_a_source_tree_is_a_resource_folder(tmp_path: Path) -> None:
    tree = {f"data/dictionary/{name}": text for name, text in BASE.items()}
    tree["data/config/x2y.json"] = configuration({"type": "ocd2", "file": "TSCharacters.ocd2"})
    assert convert(write_resources(tmp_path, tree), "頭髮") == "头发"


def binary(entries: dict[str, list[str]]) -> bytes:
    """Write a binary dictionary as OpenCC does."""
    trie = Trie(list(entries))
    in_order = [entries[key] for key, _ in sorted(trie.items(), key=lambda pair: pair[1])]
    encoded = [[value.encode() + b"\0" for value in values] for values in in_order]
    text = b"".join(value for values in encoded for value in values)
    lengths = b"".join(struct.pack(f"<H{len(v)}H", len(v), *map(len, v)) for v in encoded)
    head = struct.pack("<II", len(entries), len(text))
    return b"OPENCC_MARISA_0.2.5" + bytes(trie.tobytes()) + head + text + lengths


def test_dictionaries_may_be_binary(folder: Path) -> None:
    write_resources(folder, {"x2y.json": configuration({"type": "ocd2", "file": "Words.ocd2"})})
    (folder / "Words.ocd2").write_bytes(binary({"头发": ["頭髮"], "发": ["發", "髮"], "干": ["幹"]}))
    conversion = opencc_conversion("x2y", folder)
    assert conversion.convert("头发发干") == "頭髮發幹"
    assert [choice.others for choice in conversion.choices("头发发干")] == [("髮",)]


@pytest.mark.parametrize(
    "data", [b"", b"OPENCC_MARISA_0.2.5", b"marisa", b"OPENCC_MARISA_0.2.5" + b"\0" * 99]
)
def test_a_broken_binary_dictionary_is_named(folder: Path, data: bytes) -> None:
    write_resources(folder, {"x2y.json": configuration({"type": "ocd2", "file": "Words.ocd2"})})
    (folder / "Words.ocd2").write_bytes(data)
    with pytest.raises(DocconvertError, match=r"Words.ocd2: cannot be read"):
        convert(folder, "头")


def test_a_binary_dictionary_cut_short_is_named(folder: Path) -> None:
    write_resources(folder, {"x2y.json": configuration({"type": "ocd2", "file": "Words.ocd2"})})
    (folder / "Words.ocd2").write_bytes(binary({"头发": ["頭髮"], "发": ["發", "髮"]})[:-3])
    with pytest.raises(DocconvertError, match=r"Words.ocd2: cannot be read"):
        convert(folder, "头")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no configuration x2y.json"),
        ({"x2y.json": "{"}, "not JSON"),
        ({"x2y.json": "[]"}, "not of OpenCC's shape"),
        ({"x2y.json": configuration()}, "not of OpenCC's shape"),
        ({"x2y.json": configuration({"type": "group"})}, "not of OpenCC's shape"),
        ({"x2y.json": configuration({"type": "text"})}, "not of OpenCC's shape"),
        ({"x2y.json": configuration({"type": "inline"})}, "not of OpenCC's shape"),
        ({"x2y.json": configuration(file("TSCharacters"), segmentation=[])}, "not of OpenCC's shape"),
        ({"x2y.json": configuration(file("Absent"))}, "no dictionary Absent"),
        ({"x2y.json": configuration({"type": "trie"})}, "of the kind 'trie'"),
        ({"x2y.json": configuration(file("W")), "W.txt": "甲 乙\n"}, "without a key and a value: '甲 乙'"),
        ({"x2y.json": configuration(file("W")), "W.txt": "甲\t\n"}, "without a key and a value"),
    ],
)
def test_what_is_wrong_in_a_folder_is_named(folder: Path, files: dict[str, str], message: str) -> None:
    write_resources(folder, files)
    with pytest.raises(DocconvertError, match=message) as raised:
        convert(folder, "頭")
    assert raised.value.hint


def test_a_dictionary_that_is_no_text_is_named(folder: Path) -> None:
    write_resources(folder, {"x2y.json": configuration(file("W"))})
    (folder / "W.txt").write_bytes("頭\t头\n".encode("gb18030"))
    with pytest.raises(DocconvertError, match=r"W.txt: cannot be read"):
        convert(folder, "頭")


def test_a_folder_without_dictionaries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no dictionaries of OpenCC"):
        opened(tmp_path)
    with pytest.raises(UsageError, match="no such folder"):
        opened(tmp_path / "absent")


def test_a_configuration_is_looked_for_in_the_folder_only(folder: Path) -> None:
    write_resources(folder, {"../outside.json": configuration(file("TSCharacters"))})
    with pytest.raises(DocconvertError, match="no configuration"):
        convert(folder, "頭", "../outside")
    write_resources(folder, {"x2y.json": configuration(file("TSCharacters"))})
    assert convert(folder, "頭", "x2y.json") == "头"


def test_dictionaries_have_a_name(folder: Path) -> None:
    (folder / "Folder.txt").mkdir()
    before = Dictionaries(folder).name
    assert before == Dictionaries(folder).name
    write_resources(folder, {"TSCharacters.txt": "頭\t头\n"})
    assert before != Dictionaries(folder).name
    write_resources(folder, {"opencc-resource-manifest.json": json.dumps({"commit_id": "0123456789abcdef"})})
    assert Dictionaries(folder).name == "OpenCC resources 0123456789ab"
