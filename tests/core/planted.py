"""
Texts with and without identifiers, invented from a seed, for the detector's counts.

Built from the rules of the numbers and from how offices write, not from the detector's patterns. Nobody
bears any of these.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

AREAS = ("370211", "370203", "110101", "511902", "340123", "440305", "650102", "150104", "460105")
VILLAGES = ("东村", "李家庄", "沙沟村", "前湾村", "盐滩社区", "王家屯", "北辛庄", "卧龙河东村")
TOWNS = ("大村镇", "六汪镇", "张家楼街道", "灵珠山街道", "琅琊镇", "泊里镇")
NAMES = ("张桂兰", "李秀英", "王淑华", "欧阳桂兰", "孙丽", "薛洪梅", "逄秀珍", "刘爱华")
ILLNESSES = ("乳腺癌", "宫颈癌", "尿毒症", "脑瘫", "白血病", "肺癌", "精神分裂症")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
HANZI = str.maketrans("0123456789", "〇一二三四五六七八九")
FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def digits(chance: Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _one in range(count))


def day(chance: Random, years: tuple[int, int] = (1930, 2012)) -> tuple[int, int, int]:
    return chance.randint(*years), chance.randint(1, 12), chance.randint(1, 28)


def id_number(chance: Random) -> str:
    year, month, date = day(chance)
    body = f"{chance.choice(AREAS)}{year}{month:02}{date:02}{digits(chance, 3)}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def old_id_number(chance: Random) -> str:
    year, month, date = day(chance, (1930, 1980))
    return f"{chance.choice(AREAS)}{year % 100:02}{month:02}{date:02}{digits(chance, 3)}"


def mobile(chance: Random) -> str:
    return f"1{chance.choice('3456789')}{digits(chance, 9)}"


def card(chance: Random) -> str:
    head = chance.choice(
        ("622848", "621700", "622202", "625965", "436742", "518710", "356833", "601382")
    )
    length = 16 if head[0] in "345" else chance.choice((16, 17, 18, 19))
    body = head + digits(chance, length - 7)
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)


def parted(number: str, sizes: tuple[int, ...], sign: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return sign.join([*parts, number[at:]] if at < len(number) else parts)


def written(chance: Random, number: str, sizes: tuple[int, ...]) -> str:
    """A number as it turns up in texts: plain, full width, parted, with unseen signs, in numerals."""
    ways: list[Callable[[], str]] = [
        lambda: number,
        lambda: number,
        lambda: number.translate(FULL),
        lambda: parted(number, sizes, " "),
        lambda: parted(number, sizes, "-"),
        lambda: parted(number, sizes, "·"),
        lambda: " ".join(number),
        lambda: "\u200b".join(number),
        lambda: parted(number, sizes, "\u00a0"),
        lambda: number.translate(HANZI),
    ]
    return chance.choice(ways)()


def birth(chance: Random) -> str:
    year, month, date = day(chance)
    numerals = str(year).translate(HANZI)
    return chance.choice(
        (
            f"{year}年{month}月{date}日出生",
            f"出生日期：{year}-{month:02}-{date:02}",
            f"生于{year}年{month}月{date}日",
            f"出生年月：{year}.{month:02}",
            f"女，{year}年{month}月{date}日，汉族",
            f"生日 {year}/{month}/{date}",
            f"{year}年{month}月生，中共党员",
            f"{numerals}年{month}月{date}日出生",
            f"出生于{year}{month:02}{date:02}",
        )
    )


def address(chance: Random) -> str:
    number, unit, room = (
        chance.randint(1, 320),
        chance.randint(1, 6),
        chance.randint(1, 33) * 100 + 2,
    )
    village, town = chance.choice(VILLAGES), chance.choice(TOWNS)
    return chance.choice(
        (
            f"{town}{village}{number}号",
            f"{village}{unit}组{number}号",
            f"{town}{village}西街{number}号",
            f"滨海大道{number}号",
            f"长江中路{number}号{unit}号楼{unit}单元{room}室",
            f"锦绣花园{unit}号楼{room}",
            f"幸福小区{number}栋{unit}单元{room}",
            f"阳光佳苑{unit}-{unit}-{room}",
            f"{unit}号楼{unit}单元{room}室",
            f"家庭住址：{town}{village}",
            f"家住{village}{unit}组",
            f"文化路{number}-{unit}号",
            f"{village} {number} 号",
            f"{village}后街第{number}户{chance.choice(NAMES)}",
            f"{village}东街第{unit}排{number}号",
            f"{village}{unit}组第{number}户",
        )
    )


def plate(chance: Random) -> str:
    head = chance.choice("鲁京沪粤苏豫冀") + chance.choice("ABCDEFGHJKLU")
    body = chance.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") + digits(chance, 4)
    new = chance.choice("DF") + digits(chance, 5)
    return head + chance.choice(("", "·", " ")) + chance.choice((body, digits(chance, 5), new))


def contact(chance: Random) -> str:
    name = chance.choice(("wangxiuying", "li_guilan", "zhang-min88", "sunli2020"))
    return chance.choice(
        (
            f"{name}{digits(chance, 2)}@{chance.choice(('163.com', 'qq.com', 'sina.com.cn'))}",
            f"微信：{name}{digits(chance, 3)}",
            f"微信号 {name}",
            f"加微信{mobile(chance)}",
            f"QQ：{digits(chance, 9).replace('0', '1')}",
            f"wx:{name}{digits(chance, 3)}",
        )
    )


def landline(chance: Random) -> str:
    local = chance.choice("5678") + digits(chance, 7)
    return chance.choice(
        (f"0532-{local}", f"0532{local}", f"（0532）{local}", f"0532 {local[:4]} {local[4:]}",
         f"010-{local}", f"联系电话：{local}", f"电话{local[:4]}-{local[4:]}")
    )  # fmt: skip


def document(chance: Random) -> str:
    return chance.choice(
        (f"护照E{digits(chance, 8)}", f"护照号：EA{digits(chance, 7)}", f"G1{digits(chance, 7)}",
         f"港澳通行证C{digits(chance, 8)}", f"军字第{digits(chance, 7)}号", f"{7}{digits(chance, 4)}部队")
    )  # fmt: skip


def account(chance: Random) -> str:
    return chance.choice(
        (f"账号：{digits(chance, 17)}", f"开户账户 37{digits(chance, 15)}",
         f"银行卡号{written(chance, card(chance), (4, 4, 4, 4))}")
    )  # fmt: skip


def illness(chance: Random) -> str:
    """Somebody's illness as offices write it: behind her name, before it, in brackets, in a row."""
    name, ill = chance.choice(NAMES), chance.choice(ILLNESSES)
    return chance.choice(
        (
            f"{name}患{ill}",
            f"{name}（{ill}）",
            f"{name}：{ill}术后",
            f"{name}（女，{chance.randint(30, 80)}岁，{ill}）",
            f"身患{ill}的{name}一户",
            f"患{ill}的{name[0]}女士",
            f"{ill}患者{name}",
            f"{ill}：{name}",
            f"{name}，{ill}，5000元",
            f"{name[0]}某某，{ill}",
        )
    )


MAKERS: tuple[Callable[[Random], str], ...] = (
    lambda chance: written(chance, id_number(chance), (6, 8)),
    lambda chance: written(chance, id_number(chance), (6, 4, 4)),
    lambda chance: written(chance, old_id_number(chance), (6, 6)),
    lambda chance: written(chance, mobile(chance), (3, 4)),
    lambda chance: "+86 " + written(chance, mobile(chance), (3, 4)),
    lambda chance: written(chance, card(chance), (4, 4, 4, 4)),
    account,
    landline,
    address,
    birth,
    plate,
    contact,
    document,
    illness,
)


def planted(chance: Random, number: int) -> str:
    """An identifier, its kind by turns."""
    return MAKERS[number % len(MAKERS)](chance)


def around(chance: Random, found: str) -> str:
    """A sentence with something in it."""
    return chance.choice(
        (
            f"现将王某（{found}）等人名单予以公示。",
            f"公示对象：{found}，公示期5个工作日。",
            f"其中，{chance.choice(TOWNS)}推荐1户，{found}，其他12户。",
            f"经核查{found}情况属实。",
            f"{found}",
            f"如有异议，向区妇联反映（{found}）",
            f"共公示120户。{found}；2020年6月15日。",
        )
    )


def clean(chance: Random) -> str:
    """A paragraph of a notice with the numbers an honest one holds."""
    n, pick = chance.randint, chance.choice
    year, month, date = n(2015, 2026), n(1, 12), n(1, 27)
    count, money = n(1, 16_557), n(1, 9_999) * 100
    serial, town = n(1, 99_999), pick(TOWNS)
    digest = "".join(pick("0123456789abcdef") for _sign in range(16))
    sentences = (
        f"根据西妇发〔{year}〕{n(1, 60)}号文件精神，现将{count:,}户名单予以公示。",
        f"公示期：{year}年{month}月{date}日至{year}年{month}月{date + 1}日（{n(3, 15)}个工作日）。",
        f"公示时间自{year}-{month:02}-{date:02}起，至{year}.{month:02}.{date + 1:02} 17:30止。",
        f"门牌号370211-{year}-{serial:05}至370211-{year}-{serial + 12:05}，共13块。",
        f"每户奖励{money}元，合计{money * 12:,}.50元（{money * 12 / 10_000:.2f}万元）。",
        "妇女维权热线12338，监督热线12345，紧急情况拨打110。",
        f"其中{town}{n(1, 300)}户、{pick(TOWNS)}{n(1, 300)}户，占{n(1, 99)}.{n(0, 9)}%。",
        f"各村居{date}号前公开，{town}妇联{n(1, 20)}号前汇总。",
        f"依据《中华人民共和国妇女权益保障法》（{1992 + n(0, 30)}年{month}月{date}日通过）第{n(1, 60)}条。",
        f"实有常住庭院{n(10_000, 165_570)}户，{year}年底达到{count}户，比{year - 1}年增加{n(1, 999)}户。",
        f"鲁妇发〔{year}〕{date}号、青妇字〔{year}〕{month}号文件已公布{n(2, 9)}批。",
        f"居室美{n(10, 30)}分、庭院美{n(10, 30)}分，满分100分，{n(80, 99)}.5分以上入选。",
        f"共评出“最美家庭”{n(1, 60)}户，一等奖{n(1, 9)}名、二等奖{n(10, 20)}名。",
        f"执行标准GB/T 9704-2012、DB37/T {n(1000, 4999)}-{year}。",
        f"统一社会信用代码11370211MB2{serial:05}K。",
        f"统计：{n(1, 99)} {n(100, 999)} {n(10, 99)} {n(1000, 9999)}（单位：户）。",
        f"第{n(1, 12)}批，编号{year}-{serial:05}，序号{n(1, 500)}—{n(501, 999)}。",
        f"{town}{pick(VILLAGES)}妇联主席（{n(1, 30)}岁以下子女{n(1, 3)}名）家庭。",
        f"抽签种子{digits(chance, 8)}，摘要sha256:{digest}。",
        "关注“西海岸妇联”微信公众号查看公示；家庭住址、联系电话、身份证号不予公示。",
        f"本周六在{town}开展乳腺癌、宫颈癌免费筛查，35至64岁妇女均可参加。",
        "脑瘫儿童康复知识讲座，主讲：李秀英（脑瘫儿童康复师）。",
        f"救助范围：乳腺癌、宫颈癌，每人{money}元；患有乳腺癌的低收入妇女均可申请。",
        f"{pick(VILLAGES)}后街{n(5, 40)}户、东街{n(5, 40)}户参加评选。",
        f"二〇二〇年{month}月{date}日，自公布之日起施行，{n(2, 9)}年内有效。",
    )
    return "".join(chance.sample(sentences, n(2, 5)))
