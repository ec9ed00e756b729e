"""Where a title of several lines had better part: behind a phrase, and never inside a word.

GB/T 9704-2012, 7.3.1, asks that lines of a title make sense. Which characters make a word is told by how
many words of the dictionaries hold a pair of neighbours: in 道路管理 fewer hold 路管 than its other pairs.
What those lack stands in a list below. What is not known costs little: nobody can tell.
"""

from __future__ import annotations

import re
from functools import cache

from docconvert.chars import is_han

_INSIDE_WORD = 40.0
"""What it costs to part a word: as much as four to five characters that two lines are off the middle."""
_BEFORE_PARTICLE = 40.0
_BEFORE_SUFFIX = 30.0
_BESIDE_UNKNOWN = 8.0
"""At a character that makes no known word with its other neighbour: it may belong to the one beyond."""
_BEHIND_STRAY = 20.0
"""Behind such a character that stands behind a word: as 市 in 转发市教育局, it likely begins the next one."""
_IN_BRACKETS = 30.0
_BEFORE_CONJUNCTION = 6.0
_BEHIND_CONJUNCTION = 12.0
_BEHIND_VERB = 6.0
_BEHIND_PREPOSITION = 10.0
_BEFORE_PREPOSITION = -4.0
_BEHIND_OF = -6.0
_BEHIND_MARK = -60.0

_LONGEST_NAME = 12
"""Characters in 《》 or quotation marks that stay together where they can."""

_MARKS = frozenset(" \u3000，：；、。！？")
_PARTICLES = frozenset("的等们們了")
_SUFFIXES = frozenset("局厅廳处處科所室站院会會部委")
"""Ends of names of organs, unless they begin a word."""
_CONJUNCTIONS = frozenset("和与與及暨或")
_VERBS = tuple("加强 做好 促进 推进 推动 开展 实施 印发 转发 公布 批准 表彰 优化 深化 完善 规范 落实".split())
_PREPOSITIONS = ("关于", "關於", "对于", "對於")

_NAMES = re.compile(
    rf"《[^《》]{{1,{_LONGEST_NAME}}}》|“[^“”]{{1,{_LONGEST_NAME}}}”|「[^「」]{{1,{_LONGEST_NAME}}}」"
)

_OF_PLACE = "(?![全本各我该城门股超夜发印于在由向为和与及关])[\u4e00-\u9fff]"
"""A character as names of places have them, and what stands before 市 or 县 otherwise has not."""

_WORDS = frozenset(
    """
开展 贯彻 举办 申报 预案 融资 整治 专项 春季 夏季 秋季 冬季 防汛 抗旱 防火 税收 审批 渡口 汛期 开学 乡村
脱贫 攻坚 成果 衔接 营商 高质量 进一步 办公室 办公厅 委员会 领导小组 管理局 管理所 实施细则 管理办法
实施方案 工作方案 应急预案 指导意见 实施意见 暂行办法 暂行规定 有关事项 若干措施 若干意见 若干规定 责任制
一体化 信息化 现代化 常态化 规范化 标准化 数字化 党建 双拥 信访 换届 选调 编制 督查 督办 考核 评优 评先 创建
巩固 提升 整改 排查 治理 攻关 补助 补贴 奖补 扶持 招商 引资 棚改 拆迁 征收 征地 危房 住房 公租房 农贸 供水
供暖 供热 排水 污水 垃圾 分类 禁毒 反诈 普法 依法 执法 司法 立法 备案 年检 值班 值守 放假 安排 调休 慰问
座谈会 现场会 动员会 表彰大会 工作会议 培训班 学习班 先进集体 先进个人 安全生产 公共服务 义务教育 民营经济
科学技术 潮位 优化 市场监管 常务委员会 代表大会 自然资源 生态环境 人力资源 社会保障 党风廉政 乡村振兴
营商环境 开馆 汛前 今冬明春 人民代表大会 形式主义 官僚主义 交通运输 应急管理 卫生健康委员会 卫生健康委
卫生健康 发展改革委 发展改革 住房城乡建设 文化旅游 市场监督管理 城市供水 职务任免 违纪违法 征地拆迁
政务服务 营养改善
    """.split()
)
"""Words of official titles that the dictionaries lack, or would part."""


class Parting:
    """Knows what it costs to part a text at each place."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._counts = _pair_counts(text)
        self._words = {
            at: found.start() < at < found.end()
            for found in _words().finditer(_simplified(text))
            for at in range(found.start(), found.end() + 1)
        }
        """Of places in and beside words of the list: whether they are inside one."""
        self._named = {at for found in _NAMES.finditer(text) for at in range(found.start() + 1, found.end())}

    def cost(self, at: int) -> float:
        """Return what it costs to part before the character ``at``; less than 0 where it is good to."""
        text = self._text
        before, after = text[at - 1], text[at]
        cost = _IN_BRACKETS if at in self._named else 0.0
        if after in _PARTICLES:
            return cost + _BEFORE_PARTICLE
        if before in _MARKS:
            return cost + _BEHIND_MARK
        if self._is_inside_word(at):
            return cost + _INSIDE_WORD
        if after in _SUFFIXES and not self._counts[at + 1]:
            return cost + _BEFORE_SUFFIX
        return cost + self._cost_of_fragments(at) + self._cost_of_grammar(at)

    def _cost_of_fragments(self, at: int) -> float:
        cost = 0.0
        if self._is_unknown(at - 1, at - 1):
            is_stray = at > 1 and self._counts[at - 2] > 0
            cost += _BEHIND_STRAY if is_stray else _BESIDE_UNKNOWN
        if self._is_unknown(at, at + 1):
            cost += _BESIDE_UNKNOWN
        return cost

    def _cost_of_grammar(self, at: int) -> float:
        text = self._text
        before, after = text[at - 1], text[at]
        cost = 0.0
        if before == "的":
            cost += _BEHIND_OF
        if before in _CONJUNCTIONS:
            cost += _BEHIND_CONJUNCTION
        if after in _CONJUNCTIONS:
            cost += _BEFORE_CONJUNCTION
        if text.startswith(_PREPOSITIONS, at):
            cost += _BEFORE_PREPOSITION
        if text.endswith(_PREPOSITIONS, 0, at):
            cost += _BEHIND_PREPOSITION
        if text.endswith(_VERBS, 0, at):
            cost += _BEHIND_VERB
        return cost

    def _is_unknown(self, at: int, place: int) -> bool:
        """Say whether the character ``at`` is none that stands alone, and makes no word across ``place``."""
        sign = self._text[at]
        if not is_han(sign) or sign in _PARTICLES or sign in _CONJUNCTIONS:
            return False
        return not self._counts[place] and not self._words.get(place, False)

    def _is_inside_word(self, at: int) -> bool:
        if at in self._words:
            return self._words[at]
        before, here, behind = self._counts[at - 1 : at + 2]
        return here > 0 and not (before > here < behind)


def _pair_counts(text: str) -> list[int]:
    """Return of each place how many words hold the characters on both sides of it."""
    from docconvert.reading.repair.words import counted_words, key_of

    pairs, _ = counted_words()
    simple = _simplified(text)
    counts = [
        pairs[key_of(simple[at - 1 : at + 1])] if is_han(simple[at - 1]) and is_han(simple[at]) else 0
        for at in range(1, len(simple))
    ]
    return [0, *counts, 0]


def _simplified(text: str) -> str:
    from docconvert.reading.repair.words import simplified

    return simplified(text)


@cache
def _words() -> re.Pattern[str]:
    words = "|".join(sorted(_WORDS, key=lambda word: (-len(word), word)))
    # 某某 is a name, 三起 a number with what it counts, 清河市 the name of a place.
    names = "[\u4e00-\u9fff]某{1,2}"
    numbers = "第?[0-9一二三四五六七八九十百两]+[起个項项名批次届期件宗类条所家户处座]"
    places = f"{_OF_PLACE}{_OF_PLACE}[市县镇乡](?![场长])"
    return re.compile(
        f"(?:[\u4e00-\u9fff]{{2}}[省市县区州乡镇])?人民政府(?:办公[室厅])?|{words}|{names}|{numbers}|{places}"
    )
