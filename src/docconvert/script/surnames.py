"""Find surnames that a common word shares its Simplified character with: 于 of 于老师 is not the 於 of 关于.

Only what leaves no doubt counts:

- a character behind 姓: 他姓于, and not 百姓于水火之中;
- one before what people are called: 范老师. 于 and 游 are so much more often something else that they
  must stand where a name begins: 于老师 behind a comma, and not 受教于老师;
- one that begins a whole name before a title, or before a verb of speaking: 范小明说. 于, 余 and their like
  must do so in a name that comes again;
- one that begins a whole name behind 名叫, with nothing but 的 or a sign behind it: 名叫于承志，.

What was found so holds in the whole text: 于老师 at the beginning of a sentence tells of 于老师 elsewhere. A
word of the dictionaries that begins further left goes before all this: 关于先生们的事 has 关于.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from docconvert.chars import HAN
from docconvert.script.matcher import Matcher, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    from docconvert.script.matcher import Hit

    class Words(Protocol):
        """What knows the words of a text."""

        def words(self, text: str, /) -> Iterator[Hit]:
            """Yield the words found in a text."""


AS_NAMES = {"钟": "鍾"} | {surname: surname for surname in "于范余郁岳涂朴干"}
"""Surnames with their Traditional forms, for a text that is known to be a name."""

_BEHIND_XING = AS_NAMES | {surname: surname for surname in "游种后丑占咸"}
"""The same behind 姓, where what is no surname elsewhere can be one."""

_ANYWHERE = "范余郁岳涂朴"
"""Such as are surnames before a title wherever they stand."""

_WHERE_NAMES_BEGIN = "于游"
"""Such as are so only where a name begins."""

_RECURRING = "于余游涂"
"""Of both, such as begin other things, too: a whole name with one of them must come again."""

_TELLING = "范郁岳朴"
"""And such as do not."""

_AGAIN = 2
"""Times a name must stand in a text to come again; one more if it has two characters only."""

_SURNAMES = _ANYWHERE + _WHERE_NAMES_BEGIN

_TERM = r"(?!期(?![待望盼])|[久远达年住时假驻存处])"
"""Behind 长 of a title: 于校长期间 has no 校长."""

_OFFICES = "|".join(
    f"""
总经理 董事长 秘书长 检察长 审判长 工程师 先生 女士 小姐 太太 老师 同志 主任 律师 医生 大夫 师傅 老板 警官
法官 导演 主席(?![台团]) 总裁 总监 院士 护士 法医 教练 司机 掌柜 员外 公子 姑娘 夫人
道长 捕头 知县 秀才 娘子 老太太 老太爷
老爷 老汉 老头 老伯 某某 氏(?!族) 教授(?![课学]) 博士(?![后生论学点]) 经理(?!论) 书记(?![载录述处员])
秘书(?![处科]) 编辑(?![部室]) 记者(?![会站]) 司令(?!部) 将军(?!队) 大人(?!物)
尚书(?![省台令房写]) 侍郎 巡抚 总督(?!促) 提督 知府 知州 县令 太守(?![旧着]) 刺史 御史 翰林 总兵 举人 进士
相公 贡生 监生(?!产)
[局处科部校院市县会镇村队班连排营团师军厂站所厅省区乡行店船社台组股庭]长{_TERM}
    """.split()
)
_KIN = "大爷|大妈|大娘|大婶|大伯|大叔|大哥|大姐|大嫂|(?<!于)(?:爷爷|奶奶|伯伯|叔叔|阿姨|姑姑|舅舅)"
_ENDS = rf"(?![{HAN}A-Za-z0-9])"
_BRIEF = (
    rf"总(?:{_ENDS}|(?=[说道问答笑您昨今明刚]|来(?![说讲])))"
    rf"|某(?:{_ENDS}|(?=[的与和将被称因向发驾持系])|(?<!于某)(?![种个些年月日时天处地方]))"
)
"""What is a title only where no longer word can begin with it: 总 of 范总说, and not of 于总量."""

_SAYS = (
    r"[问答喊叫笑说]道|说(?![明法服教理辞])|问(?![题世卷候])|笑着"
    rf"|道(?=[，：:“「\"])|答(?=[，：:“「]|{_ENDS})"
)
_PLAIN_TITLES = r"先生|女士|小姐|老师|同志|教授(?![课学])|博士(?![后生论学点])"

_TITLES = f"{_OFFICES}|{_KIN}|{_BRIEF}"
_CALLED = re.compile(rf"[{_SURNAMES}](?=(?P<title>{_TITLES}))")
_NAMED = re.compile(rf"(?P<name>[{_SURNAMES}][{HAN}]{{1,2}}?)(?:{_SAYS}|{_PLAIN_TITLES})")
_INTRODUCED = re.compile(
    rf"(?P<name>[{_ANYWHERE}于](?:(?<=名[叫为唤曰].)|(?<=唤作.)|(?<=叫[做作].)|(?<=叫[于范]))[{HAN}]{{1,2}}?)"
    rf"(?:{_ENDS}|的)"
)
_NICKNAMED = re.compile(rf"(?P<name>[老小](?:[范岳](?!儿)|[{_SURNAMES}](?={_SAYS})))")
_AMOUNT = "0-9０-９零〇一二三四五六七八九十百千万某或等"
"""Behind 小于 these tell that it compares."""

_AMOUNTS = re.compile(f"[{_AMOUNT}]")

_PERHAPS_YU = re.compile(
    rf"(?<=[老小阿])于(?![A-Za-z{_AMOUNT}])"
    rf"|于(?=家(?![庭乡里中内外用园国])|[氏庄府宅寨]|{_TITLES}|[{HAN}]{{1,2}}?(?:{_SAYS}|{_PLAIN_TITLES}))"
)
"""Where somebody called 于 may be meant: 老于, 于家, 请于老师来, 于小荷说."""

_XING = re.compile(rf"姓(?P<surname>[{''.join(_BEHIND_XING)}])")

_PERHAPS = re.compile(rf"[姓{_SURNAMES}](?:(?<=姓)[{''.join(_BEHIND_XING)}]|(?={_TITLES}))")
"""What is in all lines that have something of the last kind or of the first, and in few others."""

_NOT_BEFORE_XING = frozenset("百万黎庶族国同异各外诸大赐冠得受始改夫")
"""Before a 姓 that is no verb, or has no 于 of a surname behind it: 百姓, 赐姓于他."""

_SAYING_SO = re.compile("(?:老|匹|大|车|马|船|农|渔|樵|屠|武|懦|轿|丈)夫$")
"""Who say of themselves what they are called: 老夫姓范, and not 冠夫姓于名前."""

_WHO = frozenset("他她我你您")
_OWN = _WHO | frozenset("们谁也都本原就真")
"""Before a 姓 that has a surname behind it, whatever follows."""

_BEHIND_SURNAME = re.compile(rf"{_ENDS}|[的名吗呢吧啊呀嘛]|氏(?!族)")
"""What follows a surname behind 姓, and hardly another 于."""

_BEFORE_NAMES = re.compile(
    "(?:(?<!目)的|名[叫为唤曰]|唤作|叫[做作]|[自人]称|[和与跟被把叫替或但]|[这那一两几][位名个]|以及|因为|所以|如果|虽然|但是|可是|不过|听说|据说|知道|觉得"
    "|认为|以为|看到|看见|遇到|遇见|碰到|碰见|找到|认识|拜访|采访|感谢|只好|后来|然后|接着|刚才|突然|忽然|果然|昨天"
    "|今天|明天|那天|这天|早上|晚上|下午|上午|时候|(?<![执附黏粘胶固])着|(?<![倾面趋导转偏志])向|了)$"
)
"""After these a name may begin, and no 于 stands that belongs to what is before it."""

_OF_THE_PREPOSITION = re.compile("们|而言|来说|来讲|不利|[有无][利益害补]")
"""Behind a title after 于, these tell that it is the preposition: 于老师而言."""

_PERHAPS_OF_IT = re.compile("[家处府旁之]|门下|那里|身[边上]|左右|办公室|面前")
"""Behind a title after 于, these tell that it may be: 于老师家."""

_NOT_GIVEN = frozenset("的了是在和与儿者自说道问答围畴铸线芯款额")
"""What is in no given name, as far as anything is not."""

_NOT_GIVEN_AFTER_YU = frozenset(
    "此其我他她它你您咱这那该各某人之今昨不每本己则而就又都第何所以位体些众诸两路途席村店房门堂军阵马船书信场心情理"
)
_NOT_LAST_AFTER_YU = frozenset("中上下里内外间时后前日月年天夜晨晚处")

_NUMBERS = re.compile("[0-9０-９十百千万亿年月日天岁里斤亩米尺丈]")
"""Before 余 these tell that it is what is left: 三千余同志."""


_CLAUSE = 40
"""Characters before a place that are looked at for words; clauses are shorter."""

_LONGEST = 10
"""Characters behind it."""


class Surname(NamedTuple):
    """A surname at a place in a text, and what it becomes."""

    at: int
    new: str


class Surnames:
    """Finds surnames in texts in Simplified script.

    Args:
        words: what knows the words that are converted as such.
    """

    def __init__(self, words: Words) -> None:
        self._words = words

    def names_in(self, text: str) -> frozenset[str]:
        """Return the names that a text shows to be some: whole, with a title, or with 老 or 小."""
        return frozenset(
            {
                *self._titled_names(text),
                *self._whole_names(text),
                *self._introduced(text),
                *self._nicknames(text),
            }
        )

    def places(self, text: str, names: frozenset[str]) -> list[Surname]:
        """Return where surnames stand without a doubt, in order.

        Args:
            text: a line.
            names: those that the whole text shows to be some.
        """
        if not (_PERHAPS.search(text) or any(_finder(names).words(text))):
            return []  # as nearly always, and this is the quick way to know
        found = dict(self._behind_xing(text))
        found |= {at: text[at] for at in (*self._before_titles(text), *self._in_names(text, names))}
        return [Surname(at, new) for at, new in sorted(found.items())]

    def doubts(self, text: str, sure: list[Surname]) -> list[Surname]:
        """Return where 于 stands as a surname may, in order, and not without a doubt.

        Of the others each is in doubt that no word decides: their characters are rarer.

        Args:
            text: a line.
            sure: its surnames without a doubt.
        """
        if "于" not in text:
            return []
        known = {surname.at for surname in sure}
        found = {match.start() for match in _PERHAPS_YU.finditer(text)} - known
        return [Surname(at, "于") for at in sorted(found) if self._may_be_yu(text, at)]

    def _may_be_yu(self, text: str, at: int) -> bool:
        """Say whether a 于 before what people are called, or behind 老 or 小, may be somebody's name."""
        start = at - (text[at - 1 : at] in ("老", "小", "阿"))
        if start == at and text[at + 1 : at + 2] in _NOT_GIVEN | _NOT_GIVEN_AFTER_YU:
            return False
        # 于家 is a word of the dictionaries, too; none so short decides.
        return not self._in_other_word(text, start, at, at + 3)

    def _titled_names(self, text: str) -> Iterator[str]:
        for match in _CALLED.finditer(text):
            if match[0] in _WHERE_NAMES_BEGIN and self._is_called(text, match):
                yield match[0] + match["title"]

    def _whole_names(self, text: str) -> Iterator[str]:
        found = {match["name"] for match in _NAMED.finditer(text) if self._is_named(text, match)}
        recurring = frozenset(name for name in found if name[0] in _RECURRING)
        again = Counter(
            name for start, _, name in _finder(recurring).words(text) if _name_may_begin(text, start)
        )
        return (
            name for name in found if name[0] not in _RECURRING or again[name] >= _AGAIN + (len(name) == 2)
        )

    def _introduced(self, text: str) -> Iterator[str]:
        return (match["name"] for match in _INTRODUCED.finditer(text) if self._is_named(text, match))

    def _nicknames(self, text: str) -> Iterator[str]:
        for match in _NICKNAMED.finditer(text):
            start = match.start()
            if _name_may_begin(text, start) and not self._in_other_word(text, start, start + 1):
                yield match[0]

    def _behind_xing(self, text: str) -> Iterator[tuple[int, str]]:
        for match in _XING.finditer(text):
            at, surname = match.start("surname"), match["surname"]
            before = text[match.start() - 1 : match.start()]
            if self._is_no_xing(text, match.start()):
                continue
            if surname in "后占" and before not in _WHO:
                continue
            ends = _BEHIND_SURNAME.match(text, at + 1)
            own = surname in "于范余" and (before in _OWN or not before)
            if ends or (own and not self._in_other_word(text, at, at)):
                yield at, _BEHIND_XING[surname]

    def _is_no_xing(self, text: str, at: int) -> bool:
        """Say whether a 姓 is no verb, or has no surname behind it."""
        if _SAYING_SO.search(text, max(0, at - 2), at):
            return False
        return text[at - 1 : at] in _NOT_BEFORE_XING or text.endswith("百家", 0, at)

    def _before_titles(self, text: str) -> Iterator[int]:
        return (match.start() for match in _CALLED.finditer(text) if self._is_called(text, match))

    def _is_called(self, text: str, match: re.Match[str]) -> bool:
        """Say whether a character and the title behind it are what somebody is called."""
        surname, at, end = match[0], match.start(), match.end("title")
        before = text[at - 1 : at]
        if surname in _WHERE_NAMES_BEGIN and not _name_may_begin(text, at):
            return False
        if surname == "于" and (_OF_THE_PREPOSITION.match(text, end) or _PERHAPS_OF_IT.match(text, end)):
            return False
        if surname == "余" and _NUMBERS.match(before):
            return False
        return not self._in_other_word(text, at, at, end)

    def _is_named(self, text: str, match: re.Match[str]) -> bool:
        """Say whether what stands before a title or a verb of speaking, or behind 名叫, may be a name."""
        at, surname, given = match.start("name"), match["name"][0], match["name"][1:]
        no_yu = surname == "于" and (
            not _NOT_GIVEN_AFTER_YU.isdisjoint(given) or given[-1] in _NOT_LAST_AFTER_YU
        )
        if no_yu or not _NOT_GIVEN.isdisjoint(given) or not _name_may_begin(text, at):
            return False
        return not self._in_other_word(text, at, at, _end_of_name(match["name"], at))

    def _in_names(self, text: str, names: frozenset[str]) -> Iterator[int]:
        for start, end, name in _finder(names).words(text):
            at = start + (name[0] in "老小")
            # One of two characters may be the beginning of something else: 于洋 of 位于洋面.
            if len(name) == 2 and name[0] not in _TELLING and not _name_may_begin(text, start):
                continue
            if (name == "小于" and _AMOUNTS.match(text, end)) or _OF_THE_PREPOSITION.match(text, end):
                continue
            if not self._in_other_word(text, start, at, _end_of_name(name, start)):
                yield at

    def _in_other_word(self, text: str, start: int, at: int, end: int = 0) -> bool:
        """Say whether a surname is in a word other than its name: 于 of 关于, 范 of 范围.

        Args:
            text: the line.
            start: where the name begins; with 老 or 小, before the surname.
            at: where the surname is.
            end: where the name ends, if that is known; a shorter word is none: 于市 of 于市长.
        """
        first = at
        while first > max(0, at - _CLAUSE) and _IS_HAN.match(text, first - 1):
            first -= 1
        for word in self._words.words(text[first : at + _LONGEST]):
            if first + word.end > at:
                begins = first + word.start
                if begins == at:
                    return first + word.end >= end
                is_longer = begins == start and first + word.end > at + 1  # 小范围, and not 小范
                return is_longer or begins < _words_before(text, start)
        return False


def _end_of_name(name: str, start: int) -> int:
    """Return where a whole name ends if a word of two characters at its beginning is none: 余光 of 余光远.

    于 is so often a preposition that words with it count.
    """
    return start + len(name) if name[0] in _WITH_WORDS and len(name) == _WHOLE else 0


_WITH_WORDS = "余"
_WHOLE = 3

_IS_HAN = re.compile(f"[{HAN}]")


def _name_may_begin(text: str, at: int) -> bool:
    """Say whether what stands before a place leaves no doubt that a name, or a clause, may begin there."""
    if not at or not text[at - 1].isalnum():
        return True
    return bool(_BEFORE_NAMES.search(text, max(0, at - _LONGEST), at))


def _words_before(text: str, at: int) -> int:
    """Return where the word of two characters begins that a name follows; the place where there is none.

    It goes before the dictionaries' words: 看见于老师 has 看见, and not 见于.
    """
    found = _BEFORE_NAMES.search(text, max(0, at - _LONGEST), at)
    return found.start() if found and found.end() - found.start() > 1 else at


@lru_cache(maxsize=4)
def _finder(names: frozenset[str]) -> Matcher:
    """Return what finds names in a text, the longest first."""
    return Matcher(Table({name: name for name in names}, {}))
