"""Pinyin keys of Chinese names, for sorting and searching; surnames in their reading as surnames."""

from __future__ import annotations

import os
from functools import lru_cache

# Names are read sign by sign; the dictionary of phrases would cost every start a third of a second.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

from pypinyin import Style, pinyin

# 姓氏读音 that differ from the sign's usual reading.
SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "曾": "zeng", "查": "zha", "盖": "ge", "任": "ren",
    "区": "ou", "朴": "piao", "尹": "yin", "翟": "zhai", "覃": "qin", "缪": "miao", "纪": "ji",
    "宁": "ning", "华": "hua", "召": "shao", "折": "she", "黑": "he", "繁": "po", "种": "chong",
    "乐": "yue", "员": "yun", "哈": "ha", "秘": "bi", "冼": "xian", "尉": "wei", "应": "ying",
    "那": "na", "逄": "pang", "臧": "zang", "亓": "qi", "撒": "sa", "晁": "chao", "祭": "zhai",
    "洗": "xian", "谌": "chen", "葛": "ge", "令": "ling", "盛": "sheng", "燕": "yan", "訾": "zi",
}  # fmt: skip
DOUBLE_SURNAMES = {
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "单于": "chan yu", "澹台": "tan tai",
    "令狐": "ling hu", "宇文": "yu wen", "鲜于": "xian yu", "欧阳": "ou yang", "司马": "si ma",
    "上官": "shang guan", "诸葛": "zhu ge", "皇甫": "huang fu", "夏侯": "xia hou",
    "东方": "dong fang", "公孙": "gong sun", "慕容": "mu rong", "司徒": "si tu", "司空": "si kong",
    "南宫": "nan gong", "西门": "xi men", "申屠": "shen tu", "端木": "duan mu", "呼延": "hu yan",
    "赫连": "he lian", "钟离": "zhong li", "濮阳": "pu yang", "太史": "tai shi", "淳于": "chun yu",
    "闾丘": "lv qiu", "独孤": "du gu", "轩辕": "xuan yuan", "拓跋": "tuo ba", "公冶": "gong ye",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def _reading(sign: str) -> str:
    return pinyin(sign, style=Style.NORMAL)[0][0].lower()


@lru_cache(maxsize=5_000)
def _surname(sign: str) -> str:
    return SURNAMES.get(sign) or _reading(sign)


def surname(name: str) -> str:
    """Return the surname of a name: one sign, or two where they are a double surname (欧阳丽 → 欧阳)."""
    name = "".join(name.split())
    return name[:2] if len(name) > 2 and name[:2] in DOUBLE_SURNAMES else name[:1]


def pinyin_key(name: str) -> str:
    """
    Return the name's syllables in lower case, one blank between, for sorting and searching.

    Sign by sign, because a personal name is not a word of the dictionary: 单晓梅 → ``shan xiao mei``.
    """
    name = "".join(name.split())
    if name[:2] in DOUBLE_SURNAMES:
        return " ".join([DOUBLE_SURNAMES[name[:2]], *map(_reading, name[2:])])
    return " ".join([*map(_surname, name[:1]), *map(_reading, name[1:])])
