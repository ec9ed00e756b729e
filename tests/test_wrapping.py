"""Paragraphs wrapped in many ways come out whole, and what is no wrapped prose stays as it is."""

from __future__ import annotations

import random
import re

import pytest

from docconvert.reading.layout import layout_of
from docconvert.reading.lines import split_lines, width_of
from docconvert.reading.paragraphs import join_lines
from docconvert.reading.ragged import find_ragged

PROSE = [
    (
        "渡船还没有来，码头上的人都望着对岸那座灰色的小山，山上有一座塔，塔里的灯白天也亮着。等船"
        "的人越来越多，谁也不说话，只听见水声。"
    ),
    (
        "老人把尺翻过一面，量了量水，又把尺收起来。他在这里量了三十年的水，知道今天的船不会来了，"
        "可是他没有告诉任何一个人。他想，说了又有什么用呢，不如等着，等到天黑，大家自然就散了。"
    ),
    (
        "天黑以前，雾从江面上升起来，先是遮住了塔，然后遮住了山。有人点起一盏灯，挂在码头的木桩上"
        "，灯光在雾里只有拳头那么大，照不见水，也照不见人的脸，照得见的只有那根木桩。"
    ),
    (
        "第二天早上，船来了。船上只有一个人，他说昨夜在江心抛了锚，听见岸上有人咳嗽，就知道离码头"
        "不远了。大家听了都笑起来，只有老人没有笑，他把尺又量了一遍。"
    ),
]
LATIN = [
    "他在说明书的第一页上读到 Please read the whole of this manual before you start 这一行，念了很久才明白。",
    "他把 engine 和 propeller 两个词写在手上，走到哪里念到哪里，念得船上的人都会了，见面就喊 engine。",
]


def columns(text: str, width: int) -> list[str]:
    """Wrap as a terminal does, with words kept whole and no mark at the head of a line."""
    lines, line = [], ""
    for word in re.findall(r"[!-~]+ ?|.", text):
        if line and width_of(line + word.rstrip()) > width and word not in "，。、；：！？”」":
            lines.append(line.rstrip())
            line = ""
        line += word
    return [*lines, line.rstrip()]


def characters(text: str, count: int) -> list[str]:
    return [text[at : at + count] for at in range(0, len(text), count)]


def uneven(text: str, narrow: int, wide: int, chance: random.Random) -> list[str]:
    lines = []
    while text:
        lines.append(columns(text, chance.randint(narrow, wide))[0])
        text = text[len(lines[-1]) :]
    return lines


def joined(paragraphs: list[list[str]], gap: str = "\n\n") -> list[str]:
    return [unit.text for unit in join_lines(split_lines(gap.join(map("\n".join, paragraphs))))]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("narrow", "wide"), [(28, 40), (30, 44)])
def test_lines_of_many_widths_are_joined(narrow: int, wide: int, seed: int) -> None:
    chance = random.Random(seed)
    wrapped = [uneven(text, narrow, wide, chance) for text in PROSE]
    found = joined(wrapped)
    assert "".join(found) == "".join(PROSE)
    assert len(found) < sum(map(len, wrapped)) / 2
    # Nothing is joined across a blank line.
    assert {text[:8] for text in PROSE} <= {text[:8] for text in found}


def test_most_of_them_come_out_as_they_were() -> None:
    chance = random.Random(0)
    rounds = [joined([uneven(text, 28, 40, chance) for text in PROSE]) == PROSE for _ in range(100)]
    assert sum(rounds) > 60


@pytest.mark.parametrize("gap", ["\n\n", "\n　　"])
@pytest.mark.parametrize("count", [20, 24, 30, 37])
def test_lines_cut_at_a_count_of_characters_are_joined(count: int, gap: str) -> None:
    texts = [PROSE[0], LATIN[0], *PROSE[1:], LATIN[1]]
    first = "　　" if "　" in gap else ""
    wrapped = [characters(first + text, count) for text in texts]
    assert joined(wrapped, gap.strip("　")) == texts


@pytest.mark.parametrize("width", [40, 60, 72])
def test_lines_wrapped_at_columns_still_are(width: int) -> None:
    texts = [PROSE[0], LATIN[0], *PROSE[1:], LATIN[1]]
    assert joined([columns(text, width) for text in texts]) == texts


def test_speech_in_narrow_lines_is_no_form() -> None:
    text = (
        "老人走到码头上，对那个人说道：“你且坐下，船明天才来，来了我叫你，你先把灯收了。”那人听了，坐下来。"
    )
    assert joined([columns(text, 36), columns(PROSE[1], 36)]) == [text, PROSE[1]]


VERSE = """\
我说，你走吧，船不会来了，谁也不会来
江面上的雾，一直没有散，散了也看不见
老人点起灯，灯光照不远，只照见木桩
照见木桩，照不见人的脸。

他说，等天亮，等潮水退去，等铜铃响
等对岸的山，从雾里走出来，走到水边
等缆绳，自己松开，等船自己靠岸
那时候再走。
"""
METRE = """\
江水东流，山月西归，夜深未睡
灯火熹微，舟人已老，渡口犹非。

木落千山，天寒一雁，故人何处
烟雨江南，潮生沙际，梦里帆还。
"""
COMMAS = """\
风从海上来，带着盐和铁的味道，
它吹过空的码头，吹过没有人的街，
在我的窗前停下来，不走，
也不说话。
"""
LIST = """\
出船以前要做的事，一件也不能少
检查缆绳，检查救生衣，检查铜铃和木桨
把干粮和水放进船舱，够三个人吃两天的
向站里报告，说明几点开船，几点回来。

回来以后要做的事，也不能少
把缆绳系好，系在最里面的木桩上
把铜铃取下来，擦干净，挂在墙上
向站里报告。
"""
SPEECH = """\
“走吗，天都黑了，再不走就看不见路了。”
“不走，船还没有来，我答应了人家要等的。”
“那我先走了，你一个人在这里等着吧，别忘了收灯。”

“你也走吧，老人家，今天不会有船了，明天再来。”
“不会忘的，放心吧。”
“明天见。”
"""
ADDRESSES = """\
汐浦县渡口镇新桥路一号三单元五〇一室
汐浦造船厂第二车间办公室转
林小舟先生

汐浦县城关镇塔山路十七号汐浦中学
高中部三年级二班班主任办公室
陈山老师
"""
TABLE = """\
渡一号   七点   八点   每日往返一次
渡二号   九点   十点   单日往返一次

渡三号   七点   八点   双日往返一次
渡四号   九点   十点   停航检修期间
渡五号   九点   十点   停航
"""


@pytest.mark.parametrize("text", [VERSE, LIST, SPEECH, ADDRESSES, TABLE])
def test_what_is_no_prose_is_not_joined(text: str) -> None:
    lines = split_lines(text)
    assert find_ragged(lines, layout_of(lines)) == frozenset()


@pytest.mark.parametrize("text", [METRE, COMMAS, SPEECH, ADDRESSES, TABLE])
def test_not_even_amid_prose_of_many_widths(text: str) -> None:
    chance = random.Random(4)
    prose = "\n\n".join("\n".join(uneven(part, 28, 40, chance)) for part in PROSE * 3)
    lines = split_lines(f"{prose}\n\n{text}\n{prose}")
    ragged = find_ragged(lines, layout_of(lines))
    assert len(ragged) > 20
    assert not {lines[at].text for at in ragged} & set(text.splitlines())
