"""
The detector's promises, with their counts (trust.md R-063, T-25, T-26).

What is planted and what is clean is made by tests/core/planted.py from a seed that is printed.
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.core.identifiers import IdentifierFound, Kind, find_identifiers, refuse_identifiers
from tests.core import planted as make

SEED = 20200615
ITEMS = 2_000


def kinds(text, **given):
    return {one.kind for one in find_identifiers(text, **given)}


@pytest.mark.slow
def test_at_least_99_in_100_planted_identifiers_are_found(counted):
    chance = Random(SEED)
    texts = [make.around(chance, make.planted(chance, number)) for number in range(ITEMS)]

    missed = [text for text in texts if not find_identifiers(text)]

    counted(f"identifiers, seed {SEED}: {ITEMS - len(missed)} of {ITEMS} planted items found")
    assert len(missed) <= ITEMS / 100, missed


@pytest.mark.slow
def test_at_most_2_in_100_clean_notices_are_stopped(counted):
    chance = Random(SEED)
    texts = [make.clean(chance) for _number in range(ITEMS)]

    stopped = [text for text in texts if find_identifiers(text)]

    counted(f"identifiers, seed {SEED}: {len(stopped)} of {ITEMS} clean notices stopped")
    assert len(stopped) <= ITEMS / 50, stopped


@pytest.mark.parametrize(
    "text, kind",
    [
        ("身份证370211197001011234", Kind.ID_NUMBER),
        ("身份证37021119700101120x", Kind.ID_NUMBER),
        ("身份证370211197001011230（末位写错）", Kind.ID_NUMBER),
        ("370211 19700101 1234", Kind.ID_NUMBER),
        ("３７０２１１１９７００１０１１２３６", Kind.ID_NUMBER),
        ("三七〇二一一一九七〇〇一〇一一二三六", Kind.ID_NUMBER),
        ("3702\u200b1119700101\u200b1236", Kind.ID_NUMBER),
        ("370211700101123", Kind.ID_NUMBER),
        ("370211********1234", Kind.ID_NUMBER),
        ("37021119700101****", Kind.ID_NUMBER),
        ("表一370211197001011234370211198002022343", Kind.ID_NUMBER),
        ("13812345678", Kind.PHONE),
        ("1 3 8 1 2 3 4 5 6 7 8", Kind.PHONE),
        ("幺三八一二三四五六七八", Kind.PHONE),
        ("2020-03-05 13812345678", Kind.PHONE),
        ("13812345678/13912345678", Kind.PHONE),
        ("138****5678", Kind.PHONE),
        ("（0532）8616 1234", Kind.PHONE),
        ("电话：86161234", Kind.PHONE),
        ("6222 0212 3456 7890 128", Kind.BANK),
        ("账号：370501234509000", Kind.BANK),
        ("东村12号", Kind.ADDRESS),
        ("12栋301", Kind.ADDRESS),
        ("十二号楼二单元四〇二室", Kind.ADDRESS),
        ("家住李家庄", Kind.ADDRESS),
        ("1970年12月31日出生", Kind.BIRTH_DATE),
        ("一九七〇年十二月三十一日生。", Kind.BIRTH_DATE),
        ("鲁B·12345", Kind.PLATE),
        ("wang@163.com", Kind.EMAIL),
        ("微信：wang_123", Kind.MESSENGER),
        ("护照E12345678", Kind.DOCUMENT),
        ("71352部队", Kind.MILITARY_UNIT),
        ("7 1 3 5 2 部队", Kind.MILITARY_UNIT),
        ("七一三五二部", Kind.MILITARY_UNIT),
        ("部队71352政治处证明3号", Kind.MILITARY_UNIT),
        ("番号：71352，在本区", Kind.MILITARY_UNIT),
        ("部队代号 71352", Kind.MILITARY_UNIT),
        ("PLA Unit 71352", Kind.MILITARY_UNIT),
        ("陆军第八十集团军", Kind.MILITARY_UNIT),
        ("某航空兵师", Kind.MILITARY_UNIT),
        ("潜艇第3支队官兵家属", Kind.MILITARY_UNIT),
        ("王某患乳腺癌，家庭困难", Kind.ILLNESS),
        ("李*英：尿毒症", Kind.ILLNESS),
        ("张某某，宫颈癌救助10000元", Kind.ILLNESS),
        ("经核实，王秀英患乳腺癌", Kind.ILLNESS),
        ("王秀英，女，52岁，确诊宫颈癌", Kind.ILLNESS),
        ("李桂兰女士去年查出患白血病", Kind.ILLNESS),
        ("其丈夫身患尿毒症", Kind.ILLNESS),
        ("孤寡老人，其子脑瘫", Kind.ILLNESS),
        ("诊断结果：乳腺癌", Kind.ILLNESS),
        ("张桂兰（乳腺癌）", Kind.ILLNESS),
        ("身患尿毒症的张桂兰一户", Kind.ILLNESS),
        ("患乳腺癌的王女士", Kind.ILLNESS),
        ("张桂兰：乳腺癌术后", Kind.ILLNESS),
        ("李秀英（脑瘫）", Kind.ILLNESS),
        ("经核查张桂兰【乳腺癌】情况属实", Kind.ILLNESS),
        ("救助对象欧阳桂兰（女，52岁，患白血病）", Kind.ILLNESS),
        ("张桂兰（乳腺癌康复期）", Kind.ILLNESS),
        ("张桂兰（乳腺癌救助）", Kind.ILLNESS),
        ("张桂兰——乳腺癌", Kind.ILLNESS),
        ("张桂兰 乳腺癌 5000元", Kind.ILLNESS),
        ("张桂兰乳腺癌术后，家庭困难", Kind.ILLNESS),
        ("张桂兰一户（尿毒症）", Kind.ILLNESS),
        ("乳腺癌患者张桂兰，家庭困难", Kind.ILLNESS),
        ("脑瘫儿童李小明的母亲", Kind.ILLNESS),
        ("患宫颈癌的李某某", Kind.ILLNESS),
        ("尿毒症：张桂兰、李秀英", Kind.ILLNESS),
        ("柳沟村后街第5户张桂兰", Kind.ADDRESS),
        ("柳沟村后街第五户", Kind.ADDRESS),
        ("柳沟社区东街第3排5号", Kind.ADDRESS),
        ("东街第3排第5号", Kind.ADDRESS),
        ("柳沟村三组第5户", Kind.ADDRESS),
        ("东村小学三年级二班", Kind.SCHOOL),
        ("琅琊镇中心小学四（3）班学生", Kind.SCHOOL),
        ("育才中学初二（3）班", Kind.SCHOOL),
        ("实验幼儿园大一班", Kind.SCHOOL),
        ("现就读于东村小学", Kind.SCHOOL),
    ],
)
def test_what_is_found(text, kind):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "根据西妇发〔2020〕3号文件",
        "门牌号370211-2020-00412至370211-2020-00420",
        "拨打12338、12345、96335",
        "慰问部队10000元，走访部队家属12000人次",
        "慰问部队官兵50000余元，慰问部队：大米20000公斤，慰问部队 12345.6 元",
        "导弹模型和营养餐，空降兵团建",
        "发放12345部手机，合唱团和文旅团",
        "拨打12345部门接听",
        "公示期自2020年3月5日至3月9日，17:30止",
        "二〇二〇年三月五日",
        "各村5号前上报，东村5号下午开会",
        "大村镇妇联3号文件，社区2号线站",
        "合计13,812,345,678.50元",
        "统计：13 120 45 1380",
        "2020-01-01 13",
        "2021年5月生效，2020年5月生产",
        "统一社会信用代码91370211MA3C4D5E6F",
        "摘要e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "关注xihaianfulian微信公众号",
        "家庭住址、身份证号、联系电话不予公示",
        "3座奖杯、12栋楼、2楼120平方米",
        "G20200305批次，GB/T 9704-2012",
        "本周六在中心小学举办家长课堂，一年级新生家长参加",
        "面向中心小学三至六年级学生，每班20人",
        "周末班、亲子班、太极二班在社区学校开课",
        "中心幼儿园大班家长沙龙",
        "地点：中心小学三年级二班教室",
        "义务教育学校三年级以上；就读于普通高中的女生可申请",
        "宫颈癌、乳腺癌免费筛查，患有乳腺癌的低收入妇女可申请救助",
        "本人或其配偶患尿毒症等重大疾病的家庭优先",
        "高发人群患乳腺癌的可能更大，任何人患癌都可以求助",
        "救助病种为乳腺癌和宫颈癌；抑郁症科普讲座",
        "王某某为学员讲解乳腺癌预防知识",
        "高血压、糖尿病患者义诊，家属患病也可来",
        "",
    ],
)
def test_what_an_honest_notice_says_passes(text):
    assert kinds(text) == set()


def test_a_finding_says_where_it_stands_in_the_text_as_given():
    text = "联系\u200b人：１３８\u200b１２３４５６７８，谢谢"

    [found] = find_identifiers(text)

    assert text[found.start : found.end] == "１３８\u200b１２３４５６７８"


def test_the_declared_phone_of_an_office_may_stand_there_and_no_other():
    text = "联系电话0532-86161234"

    assert kinds(text, allowed=["0532 8616 1234"]) == set()
    assert kinds(text, allowed=["0532-86161235"]) == {Kind.PHONE}
    assert kinds(text + "，13812345678", allowed=["0532-86161234"]) == {Kind.PHONE}


def test_the_street_where_something_is_held_may_stand_there_and_no_other():
    text = "周六在柳沟社区东街第3排5号举办讲座"

    assert kinds(text, allowed=["柳沟社区东街第3排5号"]) == set()
    assert kinds(text, allowed=["柳沟社区西街第3排5号"]) == {Kind.ADDRESS}


def test_a_refusal_says_what_it_is_and_how_it_begins_and_not_the_rest():
    with pytest.raises(IdentifierFound) as refused:
        refuse_identifiers("电话 13812345678", field="introduction")

    assert "“138…” looks like a phone number" in refused.value.message
    assert "13812345678" not in refused.value.message
    assert set(refused.value.fields) == {"introduction"}


def test_a_kind_that_may_stand_there_is_left_out_and_no_other():
    refuse_identifiers("政务中心2号楼302室", besides=[Kind.ADDRESS])
    with pytest.raises(IdentifierFound):
        refuse_identifiers("政务中心2号楼302室 13812345678", besides=[Kind.ADDRESS])


SIGNS = st.text(
    alphabet=st.sampled_from("0123456789０１〇一二十年月日号楼村-·. \u200bxX@微信账号鲁BE男,\n"),
    max_size=80,
)


@pytest.mark.slow
@settings(max_examples=400)
@given(st.one_of(SIGNS, st.text(max_size=200)))
def test_any_text_is_read_to_its_end(text):
    for one in find_identifiers(text):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "村",
        "1-",
        "a",
        "@",
        "3楼 ",
        "\u200b",
        "1a",
        "号楼1",
        "[",
        "张桂",
        "乳腺癌",
        "患者张",
        "街第3排",
        "张(",
        "癌症的",
    ],
)
def test_a_long_text_takes_time_in_proportion(piece):
    assert find_identifiers(piece * 50_000) is not None
