"""
What only its surroundings tell: addresses, dates of birth, plates, mailboxes, and numbers named as such.

Each pattern says what it takes, and what of an official text it must leave alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jinguo.core.identifiers.kinds import Kind


class Pattern(NamedTuple):
    """A pattern and the kind it finds; the part named ``found``, or the whole, is what was found."""

    kind: Kind
    form: re.Pattern[str]


BLANK = r"[ \t]{0,3}"
PART = r"[ \t._·•-]{0,3}"
# A count in a house's number: digits, or Chinese tens that are no digits by themselves (十二号楼).
COUNT = r"[\d十百]{1,5}"
# After 号: documents (3号文件), lines (2号线), and days of the month (5号前) are no houses.
NO_HOUSE = r"(?![线令文公通议决召会展令前后之以上下起至到止截开当])"

UNIT = r"\d(?:[ \t]?\d){4}"  # the number of a military unit

MASK = r"[*×xX●•＊]"
AREA_CODE = r"0(?:10|2[0-57-9]|[3-9]\d{2})"

YEAR = r"(?:(?:19|20)\d{2}|\d{2})"
DAY = (
    rf"(?:{YEAR}{BLANK}年{BLANK}[\d十]{{1,3}}{BLANK}月(?:{BLANK}[\d十廿]{{1,3}}{BLANK}[日号])?"
    r"|(?:19|20)\d{2}[-/.][01]?\d(?:[-/.][0-3]?\d)?(?!\d)|(?:19|20)\d{6}(?!\d))"
)
WHOLE_DAY = (
    rf"(?:{YEAR}{BLANK}年{BLANK}[\d十]{{1,3}}{BLANK}月{BLANK}[\d十廿]{{1,3}}{BLANK}[日号]"
    r"|(?:19|20)\d{2}[-/.][01]?\d[-/.][0-3]?\d(?!\d)|(?:19|20)\d{6}(?!\d))"
)

# In the folded text, and in the same with numerals as digits.
NUMBERED = (
    Pattern(
        Kind.ID_NUMBER,  # the end or the middle starred out: place and day of birth can be read
        re.compile(rf"(?<!\d)[1-8]\d{{5}}(?:(?:19|20)\d{{6}}{MASK}{{2,4}}|{MASK}{{6,8}}\d{{3}}[\dxX])"),
    ),
    Pattern(Kind.PHONE, re.compile(rf"(?<!\d)1[3-9]\d{MASK}{{4}}\d{{4}}(?!\d)")),
    Pattern(
        Kind.PHONE,
        re.compile(rf"(?<![\d])\(?{AREA_CODE}\)?{PART}[2-9]\d{{2,3}}{PART}\d{{4}}(?!\d)"),
    ),
    Pattern(  # a local number is one only where it is called so; hotlines are shorter
        Kind.PHONE,
        re.compile(
            r"(?:电话|手机|联系方式|联系人|致电|拨打|来电|传真|[☎☏]|(?<![A-Za-z])(?:tel|phone|mobile|fax))"
            rf"[^\d\n]{{0,8}}(?P<found>[2-9]\d{{2,3}}{PART}\d{{4}})(?!\d)",
            re.IGNORECASE,
        ),
    ),
    Pattern(
        Kind.BANK,
        re.compile(
            r"(?:账号|帐号|账户|帐户|卡号|银行卡|储蓄卡|存折|一卡通|社保卡|(?<![A-Za-z])account)"
            r"[^\d\n]{0,14}(?P<found>\d(?:[ \t-]?\d){7,29})",
            re.IGNORECASE,
        ),
    ),
    Pattern(
        Kind.DOCUMENT, re.compile(r"[军士文武警海空]字?第[ \t]*\d{5,9}[ \t]*号"),
    ),
    Pattern(Kind.MILITARY_UNIT, re.compile(rf"(?<!\d){UNIT}{BLANK}部(?:队|(?=[,。;、\s]|政治|后勤|$))")),
    Pattern(  # 部队92608, 番号:92608, PLA unit 92608; what troops are given is none: 慰问部队10000元
        Kind.MILITARY_UNIT,
        re.compile(
            r"(?:部队|番号|驻军|(?<![A-Za-z])(?:PLA|unit))"
            r"(?:[ \t:(#代号番是为第]|No\.?|unit){0,6}"
            rf"(?P<found>{UNIT})(?!{BLANK}(?:[.,]\d|[\d余多元人名户件份箱袋斤公吨万千册套个台床盒瓶次年月日-]))",
            re.IGNORECASE,
        ),
    ),
    Pattern(  # 第80集团军, 某航空兵师, 潜艇第3支队
        Kind.MILITARY_UNIT,
        re.compile(
            rf"第?{BLANK}{COUNT}{BLANK}集团军"
            r"|(?:合成|摩步|机步|装甲|陆战|航空兵|空降兵?|导弹|雷达|潜艇|驱逐舰|护卫舰|快艇)"
            rf"(?:某|第?{BLANK}\d{{1,3}})?{BLANK}(?:旅|师|团|支队|大队|营|连)(?![养建队员购圆聚])"
        ),
    ),
    Pattern(
        Kind.BIRTH_DATE,
        re.compile(
            r"(?:出生(?:日期|年月日?|时间|于|在)?|生日|生于|生辰|诞生于?|(?<![A-Za-z])(?:born|DOB|birth(?:day|date)?))"
            rf"[^\d\n]{{0,8}}(?P<found>{DAY})",
            re.IGNORECASE,
        ),
    ),
    Pattern(Kind.BIRTH_DATE, re.compile(rf"(?<!\d){DAY}{BLANK}(?:出生|诞生|生人|生(?=[\s,。;、:)]|$))")),
    Pattern(Kind.BIRTH_DATE, re.compile(rf"[男女](?:性)?[\s,、;/]+(?P<found>{WHOLE_DAY})")),
    Pattern(  # 东村12号, 村西3组15号, 人民路100号, 东街二巷5号, 幸福社区12号, 东街第3排5号
        Kind.ADDRESS,
        re.compile(
            r"[东西南北前后中上下新老]?(?:[路街巷弄屯村庄胡同沟堡寨营埠疃]|大道|社区|居委会|村委会|村民委员会|居民委员会)"
            rf"[东西南北中前后上下]?{BLANK}(?:第?[\d十]{{1,3}}(?:组|队|区|排|片|巷|街|胡同|弄){BLANK})*"
            rf"{COUNT}(?:[-之]\d{{1,4}})?{BLANK}号{NO_HOUSE}"
        ),
    ),
    Pattern(  # 后街第5户, 三组第2户, 东街第3排第5号; the first of all is no place: 全街第1户
        Kind.ADDRESS,
        re.compile(
            rf"(?:(?<![该本全此各每])[街巷弄]|胡同|[\d十](?:组|队|排|片|巷|街|弄)){BLANK}"
            rf"第{BLANK}{COUNT}{BLANK}(?:户|门|号{NO_HOUSE})"
        ),
    ),
    Pattern(  # 村三组王家, with the house: 3组15号
        Kind.ADDRESS, re.compile(rf"[\d十]{{1,3}}(?:组|队){BLANK}{COUNT}{BLANK}号{NO_HOUSE}")
    ),
    Pattern(  # two parts of a building in a row: 3号楼2单元402室, 12栋301
        Kind.ADDRESS,
        re.compile(
            rf"[\da-zA-Z十百]{{1,5}}{BLANK}(?:号楼|#楼|#|栋|幢|座|单元|楼){BLANK},?{BLANK}"
            rf"[\d十百]{{1,5}}{BLANK}(?:号楼|单元|室|户(?![^\d]{{0,2}}家庭)|楼|层|号(?!楼)|(?<=\d{{3}})(?![\d年月人户元个份名件次分块平米万千]))"
        ),
    ),
    Pattern(
        Kind.ADDRESS,
        re.compile(
            r"(?:小区|花园|家园|嘉园|公寓|佳苑|名苑|雅苑|新村|苑|府邸|华府|山庄|庄园|宿舍|大院|楼盘)"
            rf"[^\d\n,。;]{{0,4}}{COUNT}{BLANK}(?:号楼|栋|幢|座|号{NO_HOUSE}|[-—]\d{{1,4}}[-—]\d{{1,5}})"
        ),
    ),
    Pattern(Kind.ADDRESS, re.compile(r"(?:楼号|房号)[ \t]*[:为是]?[ \t]*[\d十百][\d十百-]*")),
)  # fmt: skip

# In the folded text only.
PLAIN = (
    Pattern(
        Kind.ADDRESS,
        re.compile(
            r"(?:(?:家庭|详细|通讯|户籍|居住|现居?)住?(?:地址|所在地|住址)|住址|户口所在地|住所地?|地址)"
            r"[ \t]*[:为是在][ \t]*(?P<found>[^\s,。;、]{0,30}?[省市区县镇乡村路街庄楼号屯组室])"
        ),
    ),
    Pattern(
        Kind.ADDRESS,
        re.compile(
            r"(?:家住|现住|居住在|住在|现居|租住在?)[ \t:于在]*"
            r"(?P<found>[^\s,。;、]{1,30}?(?:[路街号楼庄屯组室苑]|小区|花园|[\d一二三四五六七八九十]+[村社]))"
        ),
    ),
    Pattern(
        Kind.PLATE,
        re.compile(
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ \t]?[A-Za-z]"
            r"[ \t·•.-]{0,3}(?=[A-Za-z]{0,5}\d)(?:[A-HJ-NP-Za-hj-np-z\d][ \t]?){4}"
            r"(?:[A-HJ-NP-Za-hj-np-z\d]{1,2}|[警学挂港澳使领])(?![A-Za-z\d/])"
        ),
    ),
    Pattern(
        Kind.EMAIL,
        re.compile(
            r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}[ \t]*(?:@|[(\[]at[)\]])[ \t]*"
            r"[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:[ \t]*(?:\.|[(\[]dot[)\]])[ \t]*[A-Za-z0-9-]{2,63}){1,4}",
            re.IGNORECASE,
        ),
    ),
    Pattern(
        Kind.MESSENGER,
        re.compile(
            r"(?:[微威薇徽]信|加v|v信|扣扣|企鹅|抖音|快手|(?<![A-Za-z])(?:wechat|weixin|wx|vx|qq))(?!公众)"
            rf"{BLANK}(?:号码?|id|账号)?{BLANK}[:是为]?{BLANK}"
            r"(?P<found>[a-z][a-z0-9_-]{5,19}|\d{5,12})(?![a-z0-9])",
            re.IGNORECASE,
        ),
    ),
    Pattern(
        Kind.DOCUMENT,
        re.compile(
            r"(?:护照|通行证|passport)[^A-Za-z\d\n]{0,8}(?:号码?|no\.?)?[^A-Za-z\d\n]{0,4}"
            r"(?P<found>[A-Z]{1,2}[ \t-]?\d{7,10})",
            re.IGNORECASE,
        ),
    ),
    Pattern(  # E12345678, EA1234567, G12345678; travel permits H… and M… and C…; but not G20200305
        Kind.DOCUMENT,
        re.compile(
            r"(?<![A-Za-z\d])(?:E[A-HJ-NP-Z]\d{7}|[EGHMCDSP](?!20\d{2}[01]\d[0-3]\d(?!\d))\d{8}|[HM]\d{10})"
            r"(?![A-Za-z\d])"
        ),
    ),
)  # fmt: skip


def find_numbered(text: str) -> list[tuple[Kind, int, int]]:
    """Return what the patterns of numbers find in a folded text."""
    return list(matches(NUMBERED, text))


def find_plain(text: str) -> list[tuple[Kind, int, int]]:
    """Return what the patterns of words find in a folded text with its numerals as they were written."""
    return list(matches(PLAIN, text))


def matches(patterns: Iterable[Pattern], text: str) -> Iterator[tuple[Kind, int, int]]:
    """Yield what some patterns find in a text."""
    for pattern in patterns:
        named = "found" in pattern.form.groupindex
        for match in pattern.form.finditer(text):
            yield pattern.kind, *match.span("found" if named else 0)
