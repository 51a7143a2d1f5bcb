"""Codes of a printed list: short, each once, and the same when the list is printed again."""

from uuid import UUID

from jinguo.activities.codes import short_codes, typed_codes

IDS = [UUID(int=number) for number in range(1, 2_001)]


def test_each_line_has_a_code_of_its_own_and_few_are_longer_than_three_signs():
    codes = short_codes(IDS)

    assert len(set(codes.values())) == len(IDS)
    assert sum(len(code) > 3 for code in codes.values()) < len(IDS) / 10


def test_a_code_stays_as_printed_when_more_people_enrol():
    before, after = short_codes(IDS[:500]), short_codes(IDS)

    assert [after[one] for one in IDS[:500]] == [before[one] for one in IDS[:500]]


def test_no_code_has_signs_that_look_alike():
    assert not set("".join(short_codes(IDS).values())) & set("01OILU")


def test_codes_are_read_in_any_case_and_between_any_signs_each_once():
    assert typed_codes("k7m, 2PQ\n\nk7m；3xy 4zz") == ["K7M", "2PQ", "3XY", "4ZZ"]
    assert typed_codes(" \n ") == []
