"""What sites put between an author's lines is told from what the author wrote with the same words."""

from __future__ import annotations

import pytest

import docconvert
from docconvert import Options

FRAME = "旧事\n\n雪下了一夜，没有人出门。\n\n{}\n\n后来雪停了，他把灯吹灭，走出门去，再也没有回头。\n"
NOVEL = "第一章 雪\n\n雪下了一夜，没有人出门。\n\n{}\n\n第二章 灯\n\n后来雪停了，他把灯吹灭，走出门去。\n"


def removed(text: str) -> str:
    """Return what is taken out of a text."""
    notices: list[docconvert.Notice] = []
    docconvert.read(text, options=Options(clean="noise"), notify=notices.append)
    return "".join(notice.removed for notice in notices if notice.code == "noise-removed")


AUTHORS = [
    "老站长每天到书屋看书，从天亮看到天黑。",
    "你在书屋看书吗？",
    "书库管理员不许书友进去！",
    "春光尽在书屋里，",
    "千般风物尽在书城",
    "我在书城买了一本电子书，在地铁上看书，一直看到终点。",
    "他扫描了那张照片，上传，登录，再删除。",
    "他教我扫描了微信，又替我点击了关注，从此我们再也没有见过面。",
    "各位旅客，本站是终点站，欢迎光临江城！",
    "书友们在群里要下载，他一个一个回绝，说版权归出版社。",
    "站长在书屋看书",
    "本章完整地论述了渡口的历史。",
    "本章完成了对渡口的讨论，下一章转入公路。",
    "小李说：“把文件存成txt格式。”",
    "“小说要存成txt，懂吗？”他问。",
    "关闭",
    "打印",
    "返回列表",
    "下一篇：写什么好呢？",
    "更新时间：2003年5月，那台老机器才换了新的。",
    "一秒记住一个人的脸，免费阅读他的一生，这是她的本事。",
    "我们家的网店在 dukou.example.com，母亲一个人看书学会的。",
    "他的书屋开在网上，网址是 shuwu.com，至今还在。",
    "原文首发于 www.dukou.com.cn，本文略有删节。",
    "[3] 李四：《渡口》，来源于网络，http://dukou.net/1，2010年访问。",
    "我在一家文学网站做了七年编辑，网址是 www.qingshi.example，现在已经打不开了。",
    "网址：www.dukou.example",
    "他走的那天下着雨。他的博客www.jiang.com还在书友们的收藏里。没有人再更新它。",
    "新的地址在这里（文学网站 www.jiangbian.com，密码是她的生日），请她来。",
    "PS：别忘了收藏好那张邮票。",
    "（未完待续）",
]


@pytest.mark.parametrize("frame", [FRAME, NOVEL], ids=["essay", "novel"])
@pytest.mark.parametrize("line", AUTHORS)
def test_an_authors_line_stays(line: str, frame: str) -> None:
    assert removed(frame.format(line)) == ""


def test_authors_lines_stay_together() -> None:
    others = [line for line in AUTHORS if not line.startswith(("下一篇", "PS", "（未完"))]
    assert removed(FRAME.format("\n\n".join(others))) == ""


@pytest.mark.parametrize(
    "lines", [["21/19", "18/21"], ["第1页", "今天又下雨了。", "第2页", "他还是没有来。"]]
)
def test_numbers_that_count_something_else_stay(lines: list[str]) -> None:
    assert removed(FRAME.format("\n\n".join(lines))) == ""


@pytest.mark.parametrize("title", ["书屋里的书友", "站长的书屋"])
def test_headings_stay(title: str) -> None:
    text = f"第一章 雪\n\n江上的船没有开。\n\n第二章 {title}\n\n灯还亮着。\n\n第三章 江\n\n江水不停地流。\n"
    assert removed(text) == ""


@pytest.mark.parametrize(
    "line",
    [
        "本书由渡口小说网整理制作，仅供学习交流，版权归原作者所有。",
        "请记住本站网址www.cxbook.com。",
        "更多精彩小说请访问 www.cxbook.com",
        "天才一秒记住本站地址：www.cxbook.com",
        "一秒记住【渡口小说网】，为您提供精彩小说阅读。",
        "手机用户请浏览m.cxbook.com阅读，更优质的阅读体验。",
        "本书首发于雾港中文网，请支持正版阅读。",
        "-->>本章未完，点击下一页继续阅读",
        "ｗｗｗ．ｃｘｂｏｏｋ．ｃｏｍ",
        "小.说.t-x-t.天.堂",
    ],
)
@pytest.mark.parametrize("frame", [FRAME, NOVEL], ids=["essay", "novel"])
def test_a_sites_line_goes(line: str, frame: str) -> None:
    assert "".join(removed(frame.format(line)).split()) == "".join(line.split())


@pytest.mark.parametrize(
    "site",
    [
        "【看书领红包】关注公众号【书友大本营】，看书抽最高888现金红包！",
        "请记住本站网址www.cxbook.com。",
        "最新网址：www.cxbook.com",
        "（本章未完，请翻页）",
    ],
)
def test_a_sites_sentence_goes_and_the_authors_stay(site: str) -> None:
    assert removed(FRAME.format(f"他推开门，雪已经停了。{site}")) == site
