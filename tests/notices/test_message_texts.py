"""
R-023: nothing that leaves the house as a message says what it must not, whatever the record says.

The words and patterns that read what comes out stand in this file and share nothing with the detector.
The control writes the same values out without it.
"""

import re
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from django.utils import translation

from jinguo.notices.messages import checks
from jinguo.notices.messages.templates import (
    NEUTRAL,
    Template,
    ValueKind,
    Wording,
    WrongValues,
    get_template,
    known_templates,
)
from tests.core import planted
from tests.make.times import noon

SEED, CONTEXTS = 20201225, 10_000
REVEALING = [
    "家暴",
    "家庭暴力",
    "遭受殴打",
    "被虐待",
    "性侵害",
    "性骚扰",
    "离婚诉讼",
    "婚姻危机",
    "抚养权之争",
    "人身安全保护令",
    "告诫书",
    "案件进展",
    "受害者互助",
    "报警之后",
    "投诉处理",
    "求助热线",
    "庇护所",
    "心理疏导",
    "两癌患者",
    "低保家庭",
    "家 暴",
    "domestic violence",
    "abuse survivors",
    "divorce papers",
    "custody dispute",
    "victims’ shelter",
    "counselling",
    "http://a.example/x",
    "www.example.org",
    "https://t.cn/ABC",
    "点击链接",
    "example.com",
    "家\u200b暴",
]
HARMLESS = [
    "茶艺体验课",
    "烘焙班",
    "家庭教育讲座",
    "女性读书会",
    "巾帼电商直播培训",
    "grape harvest",
    "瑜伽",
    "亲子运动会",
    "剪纸",
]
READ = re.compile(
    r"家\s*\u200b?暴|暴力|殴打|虐待|性侵|骚扰|离婚|婚姻|抚养权|保护令|告诫书|案件|受害|报警|投诉|求助|庇护|心理|两癌"
    r"|低保|violence|abuse|divorce|custody|victim|shelter|counsell|https?:|www\.|点击|链接|\.com|t\.cn"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)|\d{17}[\dXx]|\d{15,19}|部队|微信号|@",
    re.IGNORECASE,
)
BODIES = re.compile(
    r"妇联|妇女|法院|公安|律师|医院|咨询|辅导|中心|federation|women|court|lawyer", re.IGNORECASE
)


def words_of(chance: Random) -> str:
    """A title or place as somebody might type it: harmless, revealing, or with an identifier in it."""
    kind = chance.randrange(3)
    if kind == 0:
        return chance.choice(HARMLESS)
    if kind == 1:
        revealing = chance.choice(REVEALING)
        joints = [" ", "·"] if revealing.isascii() else [" ", "·", ""]
        return chance.choice(HARMLESS) + chance.choice(joints) + revealing
    return planted.around(chance, chance.choice(planted.MAKERS)(chance))


def value_of(chance: Random, kind: ValueKind):
    if kind in (ValueKind.TITLE, ValueKind.PLACE):
        return words_of(chance)
    if kind is ValueKind.NUMBER:
        return chance.randrange(1, 60)
    day = date(2020, 1, 1) + timedelta(days=chance.randrange(400))
    return noon(day) if kind is ValueKind.INSTANT else day


def contexts():
    """Pairs of a template and values for it, 10,000 of them, the templates in turn."""
    chance = Random(SEED)
    known = [one for one in known_templates().values() if ValueKind.CODE not in one.kinds.values()]
    for number in range(CONTEXTS):
        template = known[number % len(known)]
        yield template, {name: value_of(chance, kind) for name, kind in template.kinds.items()}


@pytest.mark.slow
def test_of_ten_thousand_messages_none_holds_a_forbidden_word_or_an_identifier():
    seen = Counter()
    for number, (template, values) in enumerate(contexts()):
        with translation.override("en" if number % 2 else "zh-hans"):
            text = template.title() + "\n" + template.text(template.stored(values))
        assert not READ.search(text), (template.id, text)
        if template.is_neutral:
            assert not BODIES.search(text), (template.id, text)
        seen[template.is_neutral] += 1

    assert sum(seen.values()) == CONTEXTS and min(seen.values()) > 1_000


def test_control_written_out_as_they_are_typed_most_would_say_too_much():
    texts = [" ".join(str(value) for value in values.values()) for _one, values in contexts()]

    assert sum(bool(READ.search(text)) for text in texts) > 2_000


def test_a_harmless_title_and_an_address_of_a_venue_stand_as_they_are():
    values = {
        "activity": "茶艺体验",
        "starts": noon(date(2020, 6, 20)),
        "place": "灵珠山街道东山路66号",
    }
    enrolled = get_template("enrolled")

    with translation.override("zh-hans"):
        text = enrolled.text(enrolled.stored(values))

    assert "“茶艺体验”，时间：6月20日 12:00，地点：灵珠山街道东山路66号。" in text


def test_a_title_that_says_too_much_becomes_a_general_expression():
    values = {"activity": "反家暴互助小组", "starts": noon(date(2020, 6, 20)), "place": "二楼"}
    enrolled = get_template("enrolled")

    assert "“what you signed up for”" in enrolled.text(enrolled.stored(values))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"starts": noon(date(2020, 6, 20)), "name": "王秀英"},
        {"starts": date(2020, 6, 20)},
        {"starts": noon(date(2020, 6, 20)).replace(tzinfo=None)},
        {"starts": "6月20日"},
    ],
)
def test_values_a_template_does_not_have_are_refused(values):
    with pytest.raises(WrongValues):
        get_template("time-set").stored(values)


def test_a_sign_in_code_cannot_be_kept():
    with pytest.raises(WrongValues):
        get_template("sign-in-code").stored({"code": "123456", "minutes": 5})


def test_every_template_passes_the_check_of_the_start():
    assert checks.check_templates() == []


@pytest.mark.parametrize(
    "text, kinds, fault",
    [
        ("{activity}", {"activity": ValueKind.TITLE}, "it is neutral and cannot hold title."),
        ("{starts}", {}, "does not have just the values it declares."),
        ("妇联提醒您", {}, "its zh says “妇联”."),
        ("To the court", {}, "its zh says “court”."),
        ("电话 13800001234", {}, "holds what a person can be found by."),
    ],
)
def test_a_template_that_says_too_much_stops_the_start(text, kinds, fault):
    template = Template("bad", True, {"zh": Wording("提醒", text)}, kinds)

    assert any(fault in one for one in checks.faults(template))


def test_neutral_templates_hold_nothing_but_days_times_and_numbers():
    neutral = [one for one in known_templates().values() if one.is_neutral]

    assert neutral and all(set(one.kinds.values()) <= NEUTRAL for one in neutral)
