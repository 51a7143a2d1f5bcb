"""
The roster the demonstration imports: invented courtyards in the district's real villages.

Nobody in it exists. ID numbers carry the code of the whole city, which no police station gives to a
person, and telephone numbers begin with 143, which is not assigned to telephones.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from pathlib import Path
from typing import Any

import rustpy_xlsxwriter

from jinguo import org
from jinguo.demo.plan import fewest_households

HOUSEHOLDS = 165_570
DIVISIONS = Path(org.__file__).parent / "data" / "divisions-370211.csv"
TITLE = "常住庭院登记表（演示数据，人物均为虚构）"
COLUMNS = (
    "序号", "镇街", "村（居）", "户主姓名", "性别", "身份证号码", "联系电话", "家庭人口",
    "是否常住", "院落类型", "街巷", "详细地址",
)  # fmt: skip
WIDTHS = [8.0, 20.0, 24.0, 10.0, 6.0, 21.0, 14.0, 9.0, 9.0, 9.0, 10.0, 40.0]
NOBODYS_DIVISION = "370200"
FIRST_BIRTH, LAST_BIRTH = date(1938, 1, 1), date(1996, 12, 31)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
    "顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文逄管殷臧单封迟纪仇解隋"
)
SHARES = [max(2, 60 - index) for index in range(len(SURNAMES))]
WOMEN = "秀英兰芳玉珍梅桂霞红丽娟淑华艳萍翠莲凤玲燕琴敏云洁美香静慧春花菊月荣爱雪娜婷蕾欣"
MEN = "建国军明志强永平海波伟东成福德贵文斌学林宝山庆春光辉立新世民振华金龙洪涛培友松森"
WOMEN_AMONG_HEADS = 0.36
MEMBERS, MEMBER_SHARES = (1, 2, 3, 4, 5, 6, 7), (12, 30, 26, 18, 9, 4, 1)
CHECK_DIGITS = "10X98765432"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
LANE_SIZE = 12  # courtyards, about
STREETS = (
    "东街",
    "西街",
    "南街",
    "北街",
    "中心街",
    "柳树巷",
    "槐树巷",
    "井台巷",
    "河沿街",
    "戏台巷",
)
DIGITS = "零一二三四五六七八九"
SIZE_OF_TOWN, SIZE_OF_STREET, SIZE_OF_RESERVE = 3.0, 1.0, 0.3


@dataclass(frozen=True)
class Village:
    """One village or community with the town it belongs to."""

    code: str
    name: str
    town: str


def demo_roster(path: Path, households: int = HOUSEHOLDS, seed: int = 2020) -> dict[str, int]:
    """
    Write a roster workbook of invented courtyards and return how many each village code got.

    The same ``households`` and ``seed`` give the same rows. Every village gets at least 40 when
    ``households`` is the district's 165,570, and at least one at any size.

    :raises ValueError: there are more villages than households
    """
    chance = random.Random(seed)  # noqa: S311  (a demonstration, not a secret)
    villages = read_villages()
    counts = spread(villages, households, chance)
    last = len(COLUMNS) - 1
    rustpy_xlsxwriter.write_worksheet(
        rows(villages, counts, chance),
        str(path),
        sheet_name="庭院名册",
        header_row=1,
        merge_ranges=[(0, 0, 0, last, TITLE)],
        column_widths=WIDTHS,
        bold_headers=True,
        freeze_row=2,
    )
    return counts


def read_villages() -> list[Village]:
    """Return the district's villages in the order of their codes."""
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    names = {line["code"]: line["name"] for line in lines}
    found = [line for line in lines if line["level"] == "village"]
    return [Village(v["code"], v["name"], names[v["code"][:9]]) for v in found]


def smallest_scale() -> float:
    """Return the smallest share of the district's courtyards that can be played, in thousandths."""
    return ceil(fewest_households(len(read_villages())) / HOUSEHOLDS * 1_000) / 1_000


def spread(villages: Sequence[Village], households: int, chance: random.Random) -> dict[str, int]:
    """Return households by village code: more in towns than in streets, adding up exactly."""
    if households < len(villages):
        raise ValueError(f"{len(villages)} villages need at least as many households.")
    least = max(1, min(40, households // (4 * len(villages))))
    weights = [size_of(v) * chance.lognormvariate(0, 0.45) for v in villages]
    free = households - least * len(villages)
    shares = [free * weight / sum(weights) for weight in weights]
    counts = [int(share) for share in shares]
    # The largest remainders get what rounding left over.
    order = sorted(range(len(villages)), key=lambda i: counts[i] - shares[i])
    for index in order[: free - sum(counts)]:
        counts[index] += 1
    return {v.code: least + count for v, count in zip(villages, counts, strict=True)}


def size_of(village: Village) -> float:
    """Return how large a village of this kind of town is, as a share."""
    kind = village.code[6]
    return {"0": SIZE_OF_STREET, "1": SIZE_OF_TOWN}.get(kind, SIZE_OF_RESERVE)


def rows(
    villages: Sequence[Village], counts: dict[str, int], chance: random.Random
) -> Iterator[dict[str, Any]]:
    """Yield the rows of the roster, village by village."""
    numbers = IdNumbers(chance)
    offset = chance.randrange(10**8)
    serial = 0
    for village in villages:
        lanes = lanes_of(village, counts[village.code])
        for house in range(1, counts[village.code] + 1):
            serial += 1
            is_woman = chance.random() < WOMEN_AMONG_HEADS
            # The step and 10⁸ share no factor, so that no telephone comes twice.
            phone = f"143{(serial * 37_000_037 + offset) % 10**8:08d}"
            yield dict(
                zip(
                    COLUMNS,
                    (
                        serial,
                        village.town,
                        village.name,
                        name(chance, is_woman),
                        "女" if is_woman else "男",
                        numbers.take(is_woman),
                        phone,
                        chance.choices(MEMBERS, MEMBER_SHARES)[0],
                        "是",
                        "楼房" if village.code[6] == "0" and house % 9 == 0 else "平房",
                        lanes[(house - 1) * len(lanes) // counts[village.code]],
                        f"{village.town}{village.name}{house}号",
                    ),
                    strict=True,
                )
            )


def lanes_of(village: Village, households: int) -> list[str]:
    """Return the lanes of a village: first streets in a subdistrict, numbered groups elsewhere."""
    count = max(1, households // LANE_SIZE)
    streets = STREETS if village.code[6] == "0" else ()
    return [*streets, *(f"{number_text(n)}组" for n in range(1, count + 1))][:count]


def number_text(number: int) -> str:
    """Return a number from 1 to 999 as it is read: 十二, 二十, 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


def name(chance: random.Random, is_woman: bool) -> str:
    """Return an invented name of two or three signs."""
    given = WOMEN if is_woman else MEN
    signs = chance.choices(given, k=1 if chance.random() < 0.18 else 2)
    return chance.choices(SURNAMES, SHARES)[0] + "".join(signs)


class IdNumbers:
    """Makes ID numbers, none twice; odd serials for men, even ones for women (GB 11643-1999)."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.given: set[str] = set()
        days = (LAST_BIRTH - FIRST_BIRTH).days
        self.days = [f"{FIRST_BIRTH + timedelta(n):%Y%m%d}" for n in range(days)]

    def take(self, is_woman: bool) -> str:
        """Return a number that was not given before."""
        while True:
            serial = 2 * self.chance.randrange(500) + (not is_woman)
            body = f"{NOBODYS_DIVISION}{self.chance.choice(self.days)}{serial:03d}"
            if body not in self.given:
                self.given.add(body)
                return body + check_digit(body)


def check_digit(body: str) -> str:
    """Return the check sign of 17 digits (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11]
