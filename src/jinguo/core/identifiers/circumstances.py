"""
What is told of somebody: an illness she has, the school and class of a child.

The words alone say nothing: a screening, a fund for the ill, a lesson at a school pass. Found is an illness
said of a person, named, half hidden or as one's kin, and a class of a school that is named.
"""

from __future__ import annotations

import re

from jinguo.core.identifiers.kinds import Kind
from jinguo.core.identifiers.words import Pattern, matches

SIGN = r"[\u4e00-\u9fff]"
SURNAME = (
    "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文逄殷庄管隋臧]"
)
# 任何人, 高发人群, 高危… and the like are no names; nor is what ends as a group of people does.
NAME = rf"{SURNAME}(?![何发龄危位])(?:{SIGN}?[^\W\d_a-zA-Z人者群女童民员属体性期时年月家])"
HIDDEN = rf"{SURNAME}[某*×xX●•〇○]{{1,2}}{SIGN}?"
ILLNESS = (
    "(?:(?:乳腺|宫颈|子宫颈?|卵巢|肺|肝|胃|肠|直肠|结肠|食管|食道|甲状腺|胰腺|鼻咽|膀胱|前列腺|淋巴|皮肤|喉|骨|血)癌"
    "|癌症|恶性肿瘤|脑瘤|肿瘤|白血病|尿毒症|肾衰竭?|艾滋病?|HIV|梅毒|乙肝|丙肝|肝硬化|肺结核|精神分裂症?|精神病|抑郁症?"
    "|躁郁症|双相障碍|癫痫|脑瘫|自闭症|孤独症|唐氏综合征|糖尿病|高血压|心脏病|冠心病|脑梗死?|脑出血|脑溢血|中风|偏瘫"
    "|瘫痪|红斑狼疮|类风湿|再生障碍性贫血|血友病|帕金森|阿尔茨海默|老年痴呆|痴呆|不孕症?|流产|精神残疾|智力残疾)"
)
# She was at a lecture or a screening: that tells of no illness.
NOT_HERS = (
    "(?!(?:的|、|和|及)?"
    "(?:筛查|预防|防治|防控|防癌|检查|普查|讲座|知识|科普|宣传|义诊|疫苗|课程?|沙龙))"
)
HAS = (
    "(?:因?(?:身|罹|曾|现|已)?患(?:有|上|了)?|(?:被)?确诊(?:为|患)?"
    "|查出(?:患有?)?|(?:被)?诊断(?:为|出)|得了|因)"
)
NEAR = r"[^。;!?\n]"
KIN = "(?:丈夫|妻子?|爱人|父亲?|母亲?|儿子|女儿|孩子|公公|婆婆|公婆|孙[子女]|子(?!女)|女(?!性))"
SCHOOL = rf"{SIGN}{{2,14}}?(?:小学|中学|初中|高中|学校|幼儿园|附小|附中|职专|职校|[一二三四五六七八九十]中)"
NUMBER = r"[(\[]?[一二三四五六七八九十\d]{1,2}[)\]]?"
CLASS = (
    rf"(?:(?:[一二三四五六七八九1-9]年级|[初高][一二三1-3]|[大中小托])[ ,.·-]{{0,2}}{NUMBER}[ ]?班"
    r"|[一二三四五六七八九1-9](?:[(\[][\d一二三四五六七八九十]{1,2}[)\]]|[.·-]\d{1,2})[ ]?班)"
)
NO_ONE_SCHOOL = (
    "(?!普通|高等|中等|全日制|各级|各类|公办|民办|义务|特殊教育|本地|当地|外地|国内|国外)"
)

CIRCUMSTANCES = (
    Pattern(  # 王某患乳腺癌, 李*英:尿毒症
        Kind.ILLNESS,
        re.compile(rf"{HIDDEN}{NEAR}{{0,12}}?(?P<found>{ILLNESS}){NOT_HERS}"),
    ),
    Pattern(  # 王秀英患乳腺癌
        Kind.ILLNESS,
        re.compile(rf"(?<!{SIGN}){NAME}{HAS}(?P<found>{ILLNESS}){NOT_HERS}"),
    ),
    Pattern(  # 王秀英,女,52岁,患乳腺癌; 王秀英女士确诊…
        Kind.ILLNESS,
        re.compile(
            rf"(?<!{SIGN}){NAME}(?:女士|先生|同志|老人|阿姨|[,、(]){NEAR}{{0,12}}?{HAS}(?P<found>{ILLNESS}){NOT_HERS}"
        ),
    ),
    Pattern(  # 其丈夫患尿毒症, 其母瘫痪; not 本人或其配偶患…
        Kind.ILLNESS,
        re.compile(rf"(?<![或及和与、])其{KIN}{NEAR}{{0,6}}?(?P<found>{ILLNESS}){NOT_HERS}"),
    ),
    Pattern(
        Kind.ILLNESS,
        re.compile(rf"(?:诊断(?:结果)?|病情|患病情况|所患疾病)[ ]?:[ ]?(?P<found>{ILLNESS})"),
    ),
    Pattern(  # 东村小学三年级二班, 育才中学初二(3)班; not the room where a lesson is held
        Kind.SCHOOL,
        re.compile(rf"{SCHOOL}[ ,]{{0,2}}{CLASS}(?!教室|课堂|活动室)"),
    ),
    Pattern(  # 就读于东村小学
        Kind.SCHOOL,
        re.compile(rf"(?:就读于|就读(?!于)|就学于|在读于)[ ]?(?P<found>{NO_ONE_SCHOOL}{SCHOOL})"),
    ),
)  # fmt: skip


def find_told(text: str) -> list[tuple[Kind, int, int]]:
    """Return what a folded text tells of somebody's health or school."""
    return list(matches(CIRCUMSTANCES, text))
