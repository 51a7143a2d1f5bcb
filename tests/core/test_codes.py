"""The national code tables: complete, spelt as the standards spell them, told in the reader's language."""

import pytest
from django.utils import translation

from jinguo.core.codes import code_table, code_tables
from jinguo.people.models import Relation, Sex

COUNTS = {
    "sex": 4,
    "marital-status": 8,
    "ethnic-group": 58,
    "education": 40,
    "political-status": 13,
    "kinship": 9,
}


def test_every_table_has_all_its_codes():
    assert {key: len(table.codes) for key, table in code_tables().items()} == COUNTS


@pytest.mark.parametrize(
    "key, standard, code, title, title_en",
    [
        ("sex", "GB/T 2261.1-2003", "2", "女", "Female"),
        ("marital-status", "GB/T 2261.2-2003", "23", "复婚", "Married to the former spouse again"),
        ("ethnic-group", "GB/T 3304-1991", "01", "汉族", "Han"),
        ("ethnic-group", "GB/T 3304-1991", "56", "基诺族", "Jino"),
        (
            "education",
            "GB/T 4658-2006",
            "28",
            "大学普通班毕业",
            "Ordinary university class completed",
        ),
        ("education", "GB/T 4658-2006", "73", "初中肄业", "Junior secondary school not finished"),
        ("political-status", "GB/T 4762-1984", "13", "群众", "None"),
        ("kinship", "GB/T 4761-2008", "5", "父母", "Parent"),
    ],
)
def test_a_code_means_what_its_standard_says(key, standard, code, title, title_en):
    table = code_table(key)

    assert (table.standard, table.issued) == (standard, int(standard[-4:]))
    assert (table.codes[code].title, table.codes[code].title_en) == (title, title_en)


def test_every_code_has_a_title_of_its_own_and_every_table_its_evidence():
    for table in code_tables().values():
        assert table.evidence
        for titles in (
            [one.title for one in table.codes.values()],
            [one.title_en for one in table.codes.values()],
        ):
            assert all(titles) and len(set(titles)) == len(titles), table.key


@pytest.mark.parametrize("enumeration, key", [(Sex, "sex"), (Relation, "kinship")])
def test_what_the_register_knows_of_a_person_is_the_standard_s(enumeration, key):
    assert enumeration.values == list(code_table(key).codes)


@pytest.mark.parametrize("language, label", [("zh-hans", "配偶"), ("en", "Husband or wife")])
def test_a_title_is_read_in_the_language_of_the_page(language, label):
    with translation.override(language):
        assert Relation.SPOUSE.label == label


@pytest.mark.parametrize("code", ["", "3", "02"])
def test_a_code_that_is_not_in_the_table_has_no_choice(code):
    with pytest.raises(KeyError):
        code_table("sex").choice(code)
