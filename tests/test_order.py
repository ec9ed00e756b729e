"""Files follow each other as a reader would put them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docconvert.order import in_natural_order, natural_key


@pytest.mark.parametrize(
    "names",
    [
        "ch1 ch2 ch9 ch10 ch11 ch100",
        "第一回 第二回 第九回 第十回 第十一回 第二十回 第一百零二回",
        "第1章 第二章 第３章 第10章",
        "上卷 中卷 下卷",
        "渡口（上） 渡口（中） 渡口（下）",
        "第3章(上) 第3章(中) 第3章(下) 第4章",
        "第3章 第3.5章 第3.10章 第4章",
        "2023.9.1 2023.10.1",
        "山海志上 山海志中 山海志下",
        "序 第一章 第二章 后记",
        "自序 楔子 01霜降 02立冬 尾聲 附錄一 附錄二",
        "001 002 010 999 1000",
        "壹 貳 參 拾",
        "a1 A2 a3",
        "卷一/第二回 卷一/第十回 卷二/第一回 卷十/第一回",
        "渡口 渡口2 渡口10",
        "2023-1-9 2023-1-10 2023-11-2",
    ],
)
def test_natural_order(names: str) -> None:
    ordered = [Path(f"{name}.txt") for name in names.split()]
    shuffled = ordered[:]
    random.Random(7).shuffle(shuffled)
    assert in_natural_order(shuffled) == ordered
    assert in_natural_order(reversed(ordered)) == ordered


def test_words_are_not_numbers() -> None:
    names = ["上海", "下雨", "中山"]
    assert [path.stem for path in in_natural_order(map(Path, names))] == sorted(names)


@given(st.lists(st.text("第一二十廿卅万0９²Ⅻ上下卷序跋a.．-/ ", min_size=1, max_size=8)))
def test_any_names_have_an_order(names: list[str]) -> None:
    paths = [Path(name) for name in names]
    once = in_natural_order(paths)
    assert in_natural_order(once) == once
    assert sorted(map(str, once)) == sorted(map(str, paths))
    keys = [natural_key(path) for path in once]
    assert keys == sorted(keys)
