"""What people write in a sign-up list, as patterns. All are for text in half-width signs without emoji."""

from __future__ import annotations

import re

HAN = "\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U000323af"
"""The Chinese signs of names, as a class of a regular expression has them; no punctuation."""

NUMERALS = {
    "一": 1,
    "两": 2,
    "俩": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
NUMBER = r"(?:(?<!\d)\d{1,3}(?!\d)|十|[一两俩二三四五六七八九])"
CHILD = r"(?:小朋友|小孩|孩子|宝宝|宝贝|儿子|女儿|闺女|孙子|孙女|娃|孩|宝)"
COMPANION = rf"(?:{CHILD}|老人|家属|家人|朋友|同事|闺蜜|邻居|大人|人)"
MEASURE = r"(?:个|名|位|口)"

LINE_NUMBER = re.compile(
    r"[(\[【]?\d{1,3}(?!\d)(?!:\d)(?!\.\d{1,2}(?!\d))(?![月年日号点时人位个岁楼分天周元])\s*[.、)】\]:,;。]*\s*"
)
"""The number a line begins with; not a time (10:30), a date (6月6日, 6.6) or a count (20人)."""

MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)")
TAIL = re.compile(
    r"(?:(?:手机|电话)?(?:尾号|后四位|末四位|尾数)(?:是|为)?\s*:?\s*(\d{4}))|(?<![\d.])(\d{4})(?![\d年.])"
)

ADULTS_AND_CHILDREN = re.compile(rf"({NUMBER})\s*个?大人?\s*({NUMBER})\s*个?(?:小孩?|{CHILD})")
TOTAL = re.compile(
    rf"(?:报名)?人数\s*:?\s*({NUMBER})人?"
    rf"|(?:一共|共计|总共|全家|一家|共|报|母女|母子|姐妹|夫妻|婆媳)?\s*({NUMBER})\s*(?:人|位|口人|口|个人|个名额|名额|名|份)"
    r"|[x×*]\s*(\d{1,2})(?!\d)"
    r"|(?:娘|爷|母女|母子|姐妹|夫妻|婆媳)(俩)"
    r"|(?:^|\s)(\d)(?=\s|$)"
)
MORE = re.compile(
    rf"\+\s*({NUMBER})\s*{MEASURE}?{COMPANION}?"
    rf"|(?:外带|另带|还带|带着|带|携)\s*({NUMBER})\s*{MEASURE}?\s*{COMPANION}?"
    rf"|(?:外带|另带|还带|带着|带|携)\s*{COMPANION}\s*({NUMBER})?\s*{MEASURE}?"
    rf"|{CHILD}\s*({NUMBER})\s*{MEASURE}"
)

WITHDRAWN = re.compile(
    r"~~[^~]+~~|取消|退出|不去了|来不了了?|去不了了?|不来了|不参加了?|不能参加了?|撤销|撤回|删除|不报了|退了"
)
LATIN = r"[A-Za-z][A-Za-z']{1,29}(?: [A-Za-z][A-Za-z']{0,29}){0,3}"
SIGNS_UP = re.compile(r"报|接龙|参加")
FOR_ANOTHER = re.compile(
    rf"(?P<by>[{HAN}]{{0,4}}?)(?:(?:代替|替|帮)(?P<name>[{HAN}·]{{2,9}}?|{LATIN})(?:报名|报个名|接龙|参加|报)?"
    rf"|(?:代|给)(?P<other>[{HAN}·]{{2,9}}?)(?:报名|报个名|接龙|报))"
)
BY_HER = frozenset({"代", "代报", "替报", "帮报"})
"""What stands alone after the name of who writes: 林琳 代."""
IN_PLACE_OF = re.compile(rf"(?P<by>[{HAN}]{{0,4}}?)(?P<how>代替|替|帮|代|给)")
"""What stands alone before a name: 替 赵敏, 我帮 赵敏."""
BY_ANOTHER = re.compile(
    rf"(?:由)?(?P<by>[{HAN}]{{1,4}}?)(?:代报名|代接龙|代报|替报名|替报|帮报|代)"
)
MADE_BY = re.compile(rf"(?P<name>[{HAN}·]{{2,9}}?)(?:报名参加|报名|参加|接龙|报到|报)")

NAME = re.compile(rf"[{HAN}·]{{2,12}}|{LATIN}")
KIN = re.compile(
    rf"我?(?:妈妈|老妈|妈|母亲|爸爸|老爸|爸|父亲|婆婆|公公|岳母|岳父|奶奶|爷爷|姥姥|姥爷|外婆|外公|大姨|阿姨|大姐|姐姐|姐|妹妹|妹"
    rf"|哥哥|弟弟|嫂子|弟媳|儿媳|媳妇|爱人|老公|丈夫|{CHILD}|朋友|同事|闺蜜|邻居)的?(?P<name>[{HAN}·]{{2,5}})?"
)
"""What somebody is to who writes for her, alone or before her name: 妈妈, 妈妈赵桂英."""
TITLES = (
    "老师|教师|讲师|教授|女士|先生|同志|主席|主任|书记|会长|校长|园长|律师|医生|大夫"
    "|护士长|护士|教练|师傅|同学|大姐|阿姨"
)
"""What somebody is called behind her name."""
TITLED = re.compile(rf"(?P<name>[{HAN}·]{{2,5}}?)(?:{TITLES})")
"""A name with what she is called: 郑洁老师."""
NAME_AND_SEATS = re.compile(
    rf"(?:^|\s)(?P<name>[{HAN}·]{{2,4}}|[A-Za-z'’]{{2,30}})(?P<seats>[1-9])(?=\s|$)"
)
"""A name with the number of seats at its end: 周敏2."""
LABELS = {
    "姓名", "名字", "报名人", "参加人", "学员", "电话", "手机", "手机号", "联系电话", "联系方式", "人数",
    "备注", "报名", "接龙", "参加", "我", "已报名", "序号",
}  # fmt: skip
"""Words that only say what follows them."""

NOTICE = re.compile(
    r"时间|地点|地址|费用|内容|主题|讲师|老师:|名额|对象|要求|注意|说明|备注:|联系人|截止|活动|报名方式"
    r"|报名网址|集合|课程|主办|承办|例如|格式|例(?=[:\s])|Example"
)
"""Words with which a line tells about the event, or how to sign up, instead of naming somebody."""

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪"
    "严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席"
    "卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解逄臧亓初宫矫薄郎车侍仲米滕修栾代"
)
"""The first sign of most surnames of the country, and of those frequent around the Jiaozhou bay."""
