"""Words by which texts are understood: titles of parts, surnames, dynasties, the language of web sites.

A missing word is added here; what is done with it stands in the module named below each list. Both scripts
are given wherever they differ.
"""

from __future__ import annotations

SPECIAL_TITLES = """
序 序言 序章 序幕 序曲 序文 序论 序論 序例 自序 代序 总序 總序 原序 译序 譯序 译者序 譯者序 前言 代前言
引言 引子 引 导言 導言 导论 導論 导读 導讀 绪论 緒論 绪言 緒言 楔子 弁言 卷首语 卷首語 开篇 開篇 发刊词
發刊詞 题记 題記 题辞 題辭 题词 題詞 献词 獻詞 凡例 例言 总则 總則 总论 總論 前记 前記 后记 後記 后序
後序 编后记 編後記 译后记 譯後記 跋 跋语 跋語 结语 結語 结论 結論 结束语 結束語 余论 餘論 尾声 尾聲 尾章
终章 終章 终曲 終曲 大结局 大結局 结局 結局 番外 番外篇 外传 外傳 后传 後傳 附录 附錄 附则 附則 附记
附記 小结 小結 总结 總結 摘要 内容提要 內容提要 内容简介 內容簡介 内容摘要 內容摘要 作品简介 作品簡介
简介 簡介 提要 作者简介 作者簡介 致谢 致謝 鸣谢 鳴謝 参考文献 參考文獻 后语 後語 校勘记 校勘記 校点说明
校點說明 出版说明 出版說明 编辑说明 編輯說明 编者的话 編者的話 写在前面 寫在前面 名词解释 名詞解釋
修订说明 修訂說明 最终章 最終章 特别篇 特別篇 完本感言 完结感言 上架感言 新书感言 作者的话 作者的話
""".split()
"""Titles of parts that need no number (:mod:`docconvert.reading.numbering`)."""

SITE_WORDS = """
小说网 小說網 小说站 发布页 txt全集 更新最快 最快更新 最新章节 最新章節 手机阅读 手機閱讀 手机用户
手机版 在线阅读 線上閱讀 更多精彩 更多好书 精彩小说 小说下载 txt下载 全文下载 免费下载 全集下载 收集整理
搜集整理 整理制作 整理製作 制作上传 用户上传 上传者 扫校 学习交流 学习使用 交流学习 24小时内 版权归
版權歸 原作者所有 支持正版 购买正版 正版订阅 任何负责 任何责任 与本站无关 看小说 百度搜索 公众号 推荐票
专题网址 本站网址 本站地址 记住本站 收藏本站 本书首发 请支持正版 看书抽 领红包 关注公众号
""".split()
"""Words that only those who pass texts on use (:mod:`docconvert.reading.noise`)."""

EVERYDAY_SITE_WORDS = """
电子书 電子書 小说吧 小说天堂 书屋 書屋 书库 書庫 书城 文学网 文學網 贴吧 本站 站长 首发 首發 好看的小说
转自 轉自 来自互联网 來自互聯網 来源于网络 源自网络 自网络 试阅 試閱 扫描 尽在 盡在 加群 书友 書友 看书
欢迎光临 书评 書評
""".split()
"""Words of theirs that are those of bookshops and railway stations as well: alone they are no evidence."""

WEAK_SITE_WORDS = """
下载 下載 免费 免費 论坛 論壇 网站 網站 网址 網址 校对 录入 转载 轉載 仅供 僅供 预览 侵权 删除 声明 聲明
申明 点击 點擊 收藏 访问 訪問 登陆 登录 登錄 微信 关注 請到 请到 欢迎访问 支持我们 专题 作者所有
阅读更多
""".split()
"""Words they like too, but so do manuals and notices."""

TITLE_TAILS = """
最新章[节節](?:列表|目[录錄])? 章[节節]列表
txt(?:全文|小[说說]|[电電]子[书書]|免[费費])*(?:全集|全本|下[载載])+
全[文本](?:免[费費]|[在线線上]{2})+[阅閱][读讀] 免[费費]全[文本][阅閱][读讀]
(?:免[费費]在[线線]|在[线線]免[费費]|免[费費][线線]上|[线線]上免[费費])(?:[阅閱][读讀]|下[载載])
""".split()
"""What only sites write behind a book's title (:mod:`docconvert.reading.tails`); these and the next are
regular expressions."""

WEAK_TITLE_TAILS = """
全[文本][阅閱][读讀] 免[费費](?:[阅閱][读讀]|下[载載]) (?:在[线線]|[线線]上)[阅閱][读讀] 全本
txt(?:全文|小[说說]|[电電]子[书書])? [无無][弹彈][窗出]
""".split()
"""What they write there too, but so may others."""

SITE_NAMES = """
[笔筆]趣[阁閣] 小[说說][网網站吧]? 中文[网網] 文[学學][网網]? [书書][屋城库庫吧阁閣]
""".split()
"""How names of sites end, as regular expressions."""

SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾肖萧"
    "蕭田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鐘鍾姜崔谭譚陆陸范汪廖石金贾賈韦韋夏付傅方邹鄒熊"
    "白孟秦邱江尹薛闫閻阎段雷龙龍黎史陶贺賀毛郝顾顧龚龔邵万萬覃武钱錢戴严嚴莫孔向常汤湯康易乔喬赖賴文樊兰"
    "蘭殷施洪翁安颜顏倪牛温溫芦蘆季俞章鲁魯葛伍申尤毕畢聂聶柴焦翟岑闵閔柳游冷辛管祝左涂凌焉路岳解纪紀梅盛"
    "童欧歐庄莊盖屈项項卓鲍鮑耿霍房裴宫宮苗曲边邊卞齐齊甘费費舒单單阮宁寧柯柏穆简簡滕瞿褚巴包成戚骆駱桂全"
    "蒲应應车車木燕郁桑佟明佘冰茅巫老鹿匡"
)
"""The most frequent surnames of one character (:mod:`docconvert.reading.names`)."""

AUTHORS_ROLES = "原著 编著 編著 合著 撰写 撰寫 著 撰 原作 作 口述 主编 主編 编 編 文".split()
"""What authors of works did, behind their names."""

OTHER_ROLES = """
译注 譯注 译著 譯著 编译 編譯 校译 校譯 译 譯 改编 改編 整理 选编 選編 编选 編選 评点 評點 评 評 校注
校点 校點 校 注 辑 輯 绘 繪 插图 插圖 图 圖 摄影 攝影 执笔 執筆 记录 記錄 选 選
""".split()
"""And what others did."""

COMPOUND_SURNAMES = tuple(
    """
欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 司徒 端木 南宫 南宮 夏侯
轩辕 軒轅
    """.split()
)

DYNASTIES = """
先秦 东汉 東漢 西汉 西漢 三国 三國 西晋 西晉 东晋 東晉 南北朝 南朝 北朝 南宋 北宋 五代 近代 现代 現代
当代 當代 民国 民國 春秋 战国 戰國 汉 漢 魏 晋 晉 隋 唐 宋 辽 遼 金 元 明 清
""".split()
"""Names of times that stand before an author's name: 唐·…, （清）…"""

OFFICIAL_ENDINGS = tuple(
    """
通知 通报 通報 决定 決定 意见 意見 公告 通告 报告 報告 请示 請示 批复 批覆 函 纪要 紀要 办法 辦法 规定
規定 条例 條例 方案 细则 細則 令
解释 解釋 答复 答覆 规则 規則 章程 决议 決議 议案 議案 公报 公報 规程 規程 守则 守則
指引 标准 標準 规范 規範 制度 要点 要點
    """.split()
)
"""Kinds of official document, with which their titles end (GB/T 9704-2012, 7.3.1)."""

LETTER_ADDRESSES = """
[大钧鈞台臺惠尊道雅赐賜勋勳伟偉英公均共芳懿慈砚硯垂崇懋][鉴鑒鑑] 如晤 如面 如握 [台钧鈞亲親安大惠赐賜][启啟]
""".split()
"""Words with which a salutation ends (:mod:`docconvert.reading.letters`); these and the next are regular
expressions."""

WEAK_LETTER_ADDRESSES = "如见 如見 膝下 尊前 座右 阁下 閣下 收览 收覽 知悉".split()
"""Words with which it ends too, but so do sentences."""

LETTER_BEGINNINGS = "[敬径徑逕迳][启啟]者 启者 啟者 谨启者 謹啟者".split()
"""What a letter to nobody in particular begins with."""

PERSONS = """
先生 女士 小姐 老师 老師 教授 博士 医生 醫生 经理 經理 主任 校长 校長 院长 院長 局长 局長 同志 同学 同學
同事 师傅 师父 師傅 家长 家長 客户 客戶 用户 用戶 读者 讀者 朋友 们 們 爷爷 爺爺 奶奶 爸爸 妈妈 媽媽 叔叔 阿姨
伯伯 哥哥 姐姐
""".split()
"""Words by which persons are addressed."""

LETTER_WISHES = """
健康 安康 平安 快乐 快樂 顺利 順利 如意 幸福 进步 進步 愉快 成功 吉祥 兴隆 興隆 发达 發達 昌隆 顺遂 順遂 康泰
长寿 長壽 安好 安泰 大吉 圆满 圓滿 丰收 豐收 一路顺风 一路順風 万事胜意 萬事勝意 蒸蒸日上
""".split()
"""What is wished at the end of a letter; the older wishes end in 安, 祺 and the like."""

LETTER_SIGNED = """
[敬谨謹拜恭叩][上启啟呈识識贺賀] 谨白 謹白 顿首 頓首 再拜 百拜 鞠躬 叩首 手书 手書 手启 手啟 手札 亲笔 親筆
""".split()
"""Words with which who signs a letter takes leave."""
