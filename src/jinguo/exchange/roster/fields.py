"""The columns a roster may have, the words offices head them with, and the guess at the header row."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROWS_SEARCHED = 30
# A header has at least this many columns we know.
LEAST_KNOWN = 2


class Field(StrEnum):
    """What one column of a roster holds."""

    HEAD = "head"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    TOWN = "town"
    VILLAGE = "village"
    VILLAGE_CODE = "village_code"
    MEMBERS = "members"
    RESIDENT = "resident"
    YARD = "yard"
    LANE = "lane"
    ADDRESS = "address"


TITLES: dict[Field, str | Promise] = {
    Field.HEAD: _("Head of household"),
    Field.ID_NUMBER: _("ID number"),
    Field.PHONE: _("Telephone"),
    Field.TOWN: _("Town or street"),
    Field.VILLAGE: _("Village or community"),
    Field.VILLAGE_CODE: _("Village code"),
    Field.MEMBERS: _("Number of members"),
    Field.RESIDENT: _("Resident"),
    Field.YARD: _("Kind of yard"),
    Field.LANE: _("Lane or group"),
    Field.ADDRESS: _("Address"),
}
REQUIRED = (Field.HEAD, Field.ID_NUMBER)
EITHER = {Field.VILLAGE, Field.VILLAGE_CODE}  # one of them must be there

SYNONYMS: dict[Field, str] = {
    Field.HEAD: "户主 户主姓名 户主名称 户主名 姓名 家庭户主 庭院主人 户主（姓名） 申报户主 head",
    Field.ID_NUMBER: (
        "身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 户主身份证号 户主身份证号码 居民身份证号码"
        " 证件号码 证件号 身份证件号码 身份号码 idnumber"
    ),
    Field.PHONE: (
        "手机 手机号 手机号码 联系电话 电话 电话号码 联系方式 户主电话 户主手机 户主手机号 户主联系电话"
        " 联系手机 移动电话 phone"
    ),
    Field.TOWN: (
        "镇街 镇（街） 镇（街道） 乡镇 乡镇街道 镇街道 街道 镇 街镇 所在镇街 所属镇街 镇街名称 乡镇（街道）"
        " 所属街道 镇办 镇（办） town"
    ),
    Field.VILLAGE: (
        "村 村居 村（居） 村（社区） 村社区 村庄 村名 村居名称 村（居）名称 村委会 村（居）委会 村居委会"
        " 所在村 所属村 所在村居 所属村居 社区 村民委员会 行政村 村名称 自然村（行政村） village"
    ),
    Field.VILLAGE_CODE: (
        "村代码 村居代码 区划代码 行政区划代码 村编码 村居编码 区划编码 统计用区划代码"
        " 村（居）代码 villagecode"
    ),
    Field.MEMBERS: (
        "家庭人口 家庭人口数 人口数 人口 家庭成员数 家庭人数 人数 在家人口 常住人口 常住人口数 户人口 members"
    ),
    Field.RESIDENT: "是否常住 常住 是否常住户 是否为常住户 常住户 是否常年居住 resident",
    Field.YARD: "院落类型 庭院类型 住宅类型 房屋类型 居住类型 住房类型 类型 yard",
    Field.LANE: (
        "街巷 街 巷 胡同 组 小组 村民小组 村民组 居民小组 所在街巷 所在小组 所属小组 街巷名称 街巷名 街名"
        " 巷名 组别 街（巷） 街（组） 街巷（组） 街巷胡同 胡同（街巷） 里弄 生产队 lane"
    ),
    Field.ADDRESS: "住址 详细地址 家庭住址 地址 家庭地址 居住地址 门牌号 详细住址 住所 庭院地址 address",
}


def plain(heading: str) -> str:
    """Return a heading without what offices decorate it with: spaces, marks, units, notes in brackets."""
    text = unicodedata.normalize("NFKC", heading).lower()
    text = re.sub(
        r"[\s\u200b\u200c\u200d\ufeff*_:.\u3001\u3002\-\u2014/\\()\[\]\u3010\u3011]+", "", text
    )
    return re.sub(r"(必填|选填)$", "", re.sub(r"^(必填|选填)", "", text))


KNOWN: dict[str, Field] = {
    plain(word): name for name, words in SYNONYMS.items() for word in words.split()
}


@dataclass(frozen=True)
class Guess:
    """
    Which row is the header, and which column holds what.

    ``row`` counts from 0 within the filled rectangle, as do the columns; None when no row looks like
    a header.
    """

    row: int | None
    mapping: dict[Field, int]


def missing(mapping: Mapping[Field, int]) -> list[Field]:
    """Return the fields in no column without which no row can be taken."""
    lacking = [name for name in REQUIRED if name not in mapping]
    return lacking if EITHER & set(mapping) else [*lacking, Field.VILLAGE]


def sharing(mapping: Mapping[Field, int]) -> list[Field]:
    """Return the fields that are in a column together with another."""
    often = Counter(mapping.values())
    return [name for name in Field if often[mapping.get(name, -1)] > 1]


def field_of(heading: str) -> Field | None:
    """Return what a heading names, also when a unit or a note stands behind it in brackets."""
    without_note = re.sub(r"[（(【\[].*$", "", heading)
    return KNOWN.get(plain(heading)) or KNOWN.get(plain(without_note))


def guess(rows: Sequence[Sequence[str]]) -> Guess:
    """Return the row among the first thirty that names most fields; titles above it name none."""
    best = Guess(None, {})
    for index, row in enumerate(rows[:ROWS_SEARCHED]):
        mapping = columns_of(row)
        if len(mapping) >= LEAST_KNOWN and len(mapping) > len(best.mapping):
            best = Guess(index, mapping)
    return best


def columns_of(headings: Sequence[str]) -> dict[Field, int]:
    """Return which column holds what, of the headings that are known; the first of two alike."""
    mapping: dict[Field, int] = {}
    for column, heading in enumerate(headings):
        name = field_of(heading) if heading else None
        if name is not None:
            mapping.setdefault(name, column)
    return mapping


def as_mapping(stored: Mapping[str, int]) -> dict[Field, int]:
    """Return a mapping as kept in a batch or sent by a form; unknown fields are left out."""
    known = {one.value for one in Field}
    return {Field(name): int(column) for name, column in stored.items() if name in known}
