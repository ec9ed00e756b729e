"""Script conversion: our words, and OpenCC's dictionaries as they are."""

from __future__ import annotations

from functools import cache
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docconvert.errors import DocconvertError
from docconvert.script import ScriptConverter, Target, dictionaries

SIMPLIFIED = "头发白了，皇后在后面，干杯，干净，里面，台湾，一只猫只有一只眼，著名的著作。"


@cache
def converter_to(target: Target) -> ScriptConverter:
    return ScriptConverter(target)


@pytest.fixture(scope="module")
def to_hans() -> ScriptConverter:
    return converter_to("zh-Hans")


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("朝著有利於合作的方向", "朝着有利于合作的方向"),
        ("看著、沿著、意味著、沉著", "看着、沿着、意味着、沉着"),
        ("著名的名著、原著、編著、專著、著作權", "著名的名著、原著、编著、专著、著作权"),
        ("配合著音樂，他合著眼。", "配合着音乐，他合着眼。"),
        ("抬頭看，怎麼、什麼、甚麼", "抬头看，怎么、什么、什么"),
        ("姪子養的狗，牠在店舖裡", "侄子养的狗，它在店铺里"),
        ("于天敏與于先生", "于天敏与于先生"),
        ("乾隆年間，乾杯，乾淨", "乾隆年间，干杯，干净"),
    ],
)
def test_words_of_our_own(to_hans: ScriptConverter, traditional: str, simplified: str) -> None:
    assert to_hans.convert(traditional) == simplified


def test_regional_forms() -> None:
    assert ScriptConverter("zh-Hant-TW").convert("里面的群众为了台风") == "裡面的群眾為了颱風"
    assert ScriptConverter("zh-Hant-HK").convert("里面的人为了台风") == "裏面的人為了颱風"


def test_a_traditional_source_changes_regional_forms_only() -> None:
    converter = ScriptConverter("zh-Hant-TW")
    assert converter.convert("皇后于先生裏") == "皇后于先生裡"


def test_edits_give_the_converted_text(to_hans: ScriptConverter) -> None:
    text = "頭髮與著作"
    new = list(text)
    for start, end, replacement in to_hans.edits(text):
        new[start:end] = replacement
    assert "".join(new) == to_hans.convert(text) == "头发与著作"


@given(st.text("頭髮乾隆著名作朝后後裡面a，", max_size=40))
def test_what_is_simplified_stays(text: str) -> None:
    converter = converter_to("zh-Hans")
    assert converter.convert(converter.convert(text)) == converter.convert(text)


@given(st.text(SIMPLIFIED, max_size=40))
def test_conversion_keeps_the_length(text: str) -> None:
    for target in get_args(Target):
        assert len(converter_to(target).convert(text)) == len(text)


def test_missing_dictionaries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionaries, "_DISTRIBUTION", "no-such-distribution")
    dictionaries.bundled.cache_clear()
    with pytest.raises(DocconvertError, match="no-such-distribution is not installed"):
        ScriptConverter("zh-Hans")
