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
    "(?:[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文逄殷庄管隋臧欧牟纪葛倪翟柴闫栾綦鲍耿]"
    "|(?:欧阳|司马|上官|诸葛|皇甫|尉迟|慕容|令狐|夏侯))"
)
# 任何人, 高发人群, 高危… and the like are no names; nor is what ends as a group of people does.
NAME = rf"{SURNAME}(?![何发龄危位])(?:{SIGN}?[^\W\d_a-zA-Z人者群女童民员属体性期时年月家])"
HIDDEN = rf"{SURNAME}[某*×xX●•〇○]{{1,2}}{SIGN}?"
# What is no name though it begins like one.
WORDS = (
    "(?!常[见住年规用态]|范[围例]|方[可能面式向案法便]|康[复检保义讲健养乐课]|金[额融]|任[何务意选]"
    "|高[血尿脂发危龄于校中新达温速层级压效等风标]|白[血内天]|黄[斑岛]|周[一二三四五六日末天边围期年]|夏[季令]|江[苏西]|何[为谓时种]|于[每本该当同各今明下上次前后是]|万[元余人]"
    "|马[上路]|石[化膏]|龙舟|雷锋|段[时落]|程[序度]|罗列|余[名人下]|史[上料]|曾[经患有]|张[贴榜挂开]|陈述|孙(?:子|女(?!士))|纪[律念检委]|许[多可]|苏醒"
    "|杜绝|戴口|钟[爱点]|陆续|顾[虑问]|黎明|易[患发感得]|武术|文[艺化明体件]|庄户|管[理护控]"
    "|唐氏|董事|谢[谢绝]|钱[款物]|叶酸|田间|林[场地])"
)
TITLE = "(?:女士|先生|同志|阿姨|大[姐妈爷娘嫂]|奶奶|爷爷|老[人师]|姑娘|小姐)"
# A name where an illness stands beside it: with a title, or followed by what may follow a name.
NAMED = rf"(?:{WORDS}(?:{SURNAME}{TITLE}|{NAME}{TITLE}?|{HIDDEN}))"
AFTER_NAME = (
    r"(?=[\s,、;。:()/!?]|$|一?[户家](?!庭)|家庭|等|情况|[同女先老]|的|和|及|与|因|为|在|已|获|送|领|申|被|[父母丈妻儿]|现|于|由"
    r"|[男女]|今年|生活|住)"
)
# What may stand before a name in one breath: 救助对象张桂兰, 东村张桂兰, 5号张桂兰.
BEFORE_NAME = (
    rf"(?:(?<!{SIGN})|(?<=[村户组号街巷队排屯庄镇区为是给向对将请于有达的和及与])|(?<=对象)|(?<=[村居]民)|(?<=户主)"
    r"|(?<=患[者儿])|(?<=病人)|(?<=妇女)|(?<=女性)|(?<=母亲)|(?<=家庭)|(?<=慰问)|(?<=看望)|(?<=走访)|(?<=救助)"
    r"|(?<=帮扶)|(?<=资助)|(?<=职工)|(?<=学[员生])|(?<=姐妹)|(?<=群众)|(?<=老人)"
    r"|(?<=孤儿)|(?<=核[查实])|(?<=其中)|(?<=查明)|(?<=儿童)|(?<=社区))"
)
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
# Whoever teaches about it, nurses the ill, or a sentence about all who have it.
NOT_TOLD = (
    rf"(?!(?:[、和及与/]{ILLNESS}){{1,3}}(?:的|、|和|及)?"
    "(?:筛查|预防|防治|防控|检查|普查|讲座|知识|科普|义诊)"
    "|的?(?:早[诊筛期发]|专[科家]|医[生师]|护理|门诊|研究|义诊|诊疗中心|公益|基金|保险|关爱|高发|怎[么样]|如何|是什么)"
    "|(?:儿童|患儿|孩子|患者|病人)?的?(?:康复(?![中期后者]|$)|照[护料]|护理|筛查|义诊|家长|关爱))"
)
# It is said of those who have it, in a row of dates or places: 周六 糖尿病患者体检.
NOT_OF_ALL = r"(?!(?:患者|病人|人群|儿童|家庭|妇女|群体|高危)(?![\s,。;)]|$))"
STAGE = "(?:术后|晚期|早期|中期|手术|重症|重病)?"
PATIENT = (
    "(?:患者|病人|患儿|儿童|孩子|妇女|母亲|妈妈|女性|女童|老人|村民|居民|群众|学生|职工|[困贫]难?户|困难群众"
    "|低保户|家庭|户主|姐妹)"
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
        re.compile(rf"{BEFORE_NAME}{WORDS}{NAME}{HAS}(?P<found>{ILLNESS}){NOT_HERS}"),
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
    Pattern(  # 张桂兰(乳腺癌), 救助对象李秀英:脑瘫
        Kind.ILLNESS,
        re.compile(
            rf"(?<![健安小]){NAMED}(?:一?[户家])?[ ]?(?:[(\[:<【〔「“]|-{{1,2}})[ ]?"
            r"(?:[男女][ ,、]{0,2})?(?:\d{1,3}岁[ ,、]{0,2})?"
            rf"{HAS}?(?P<found>{ILLNESS}){NOT_HERS}{NOT_TOLD}"
        ),
    ),
    Pattern(  # 张桂兰 乳腺癌 5000元; 张桂兰,尿毒症
        Kind.ILLNESS,
        re.compile(
            rf"{BEFORE_NAME}{NAMED}(?:一?[户家])?[ \t]{{0,3}}[ \t,|/;][ \t]{{0,3}}"
            rf"(?P<found>{ILLNESS}){NOT_HERS}{NOT_TOLD}{NOT_OF_ALL}"
        ),
    ),
    Pattern(  # 张桂兰乳腺癌术后
        Kind.ILLNESS,
        re.compile(rf"{BEFORE_NAME}{NAMED}(?P<found>{ILLNESS})(?=术后|晚期|手术|[\s,。;)]|$)"),
    ),
    Pattern(  # 身患尿毒症的张桂兰一户, 患乳腺癌的王女士, 脑瘫儿童李小明
        Kind.ILLNESS,
        re.compile(
            rf"(?P<found>{ILLNESS}){STAGE}(?:的{PATIENT}?|{PATIENT})[ :]{{0,2}}{NAMED}{AFTER_NAME}"
        ),
    ),
    Pattern(  # 尿毒症:张桂兰、李秀英; 乳腺癌(张桂兰)
        Kind.ILLNESS,
        re.compile(rf"(?P<found>{ILLNESS}){STAGE}[ ]?[:(][ ]?{NAMED}(?=[\s,、;。)\d]|$|情况|等)"),
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
