"""Numbers are judged as python-stdnum judges them, but for the years of their divisions."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from jinguo.core.divisions import Division, divisions_out_of_time, judge_division
from jinguo.core.errors import Invalid
from jinguo.core.identity import check_id_number
from jinguo.exchange.roster.id_numbers import OK, verdicts

ALWAYS = "370200"  # in the table without years
YOUNGER, GONE, BRIEF, TWICE = "370211", "370223", "370284", "110103"
DIVISIONS = [ALWAYS, YOUNGER, GONE, BRIEF, TWICE, "370201", "370215", "370299", "990101", "000000"]


def numbered(body):
    """Return 17 digits with the check sign that belongs to them."""
    return body + ric.calc_check_digit(body + "0")


def oracle(number):
    try:
        return ric.validate(number) == number
    except (ric.ValidationError, KeyError):  # a division without a county is a KeyError of stdnum's
        return False


def is_refused_for_the_years_alone(number):
    """Say whether stdnum refuses the number, and takes it with another year and the check sign of that."""
    if oracle(number) or not fits_but_for_the_place(number):
        return False
    years = (f"{number[:6]}{year}{number[10:17]}" for year in range(1900, 2032, 4))  # leap years
    return any(oracle(numbered(other)) for other in years)


def fits_but_for_the_place(number):
    try:
        ric.validate(number)
    except (ric.InvalidLength, ric.InvalidFormat, ric.InvalidChecksum):
        return False
    except (ric.InvalidComponent, KeyError):
        return is_day(number)
    return True


def is_day(number):
    try:
        return bool(ric.get_birth_date(number))
    except ric.InvalidComponent:
        return False


def accepted(number):
    try:
        return check_id_number(number).text == number
    except Invalid:
        return False


def numbers(chance, size):
    """Return numbers of many divisions and years, most of them with something wrong."""
    return [mutated(whole(chance), chance) for _n in range(size)]


def whole(chance):
    day = f"{chance.randrange(1900, 2030)}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}"
    return numbered(f"{chance.choice(DIVISIONS)}{day}{chance.randrange(1000):03}")


def mutated(number, chance):
    kind, signs = chance.randrange(6), list(number)
    if kind == 1:
        signs[chance.randrange(18)] = chance.choice("0123456789X")
    elif kind == 2:
        at = chance.randrange(17)
        signs[at], signs[at + 1] = signs[at + 1], signs[at]
    elif kind == 3:
        signs[chance.randrange(18)] = ""
    elif kind == 4:
        body = number[:10] + f"{chance.randrange(14):02}{chance.randrange(33):02}" + number[14:17]
        signs = [numbered(body)]
    return "".join(signs)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_apart_from_the_flagged_every_number_gets_the_oracles_verdict(seed):
    column = numbers(random.Random(seed), 4_000)
    flagged = divisions_out_of_time(column)

    for row, (number, verdict) in enumerate(zip(column, verdicts(column, date.max), strict=True)):
        if row not in flagged:
            assert accepted(number) == (verdict == OK) == oracle(number), number


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_flagged_and_right_otherwise_are_exactly_those_refused_for_the_years_alone(seed):
    column = numbers(random.Random(seed), 4_000)
    flagged = divisions_out_of_time(column)

    remarked = [n for row, n in enumerate(column) if row in flagged and accepted(n)]
    assert remarked == [n for n in column if is_refused_for_the_years_alone(n)]
    assert {flagged[row] for row, n in enumerate(column) if row in flagged and accepted(n)} == {
        Division.YOUNGER,
        Division.GONE,
    }


@pytest.mark.slow
@given(st.lists(st.text(alphabet="0123456789X٣²", max_size=20), max_size=30))
def test_any_text_at_all_is_judged(column):
    flagged = divisions_out_of_time(column)

    assert all(
        number[:10].isascii() and number[:10].isdigit()
        for number in map(column.__getitem__, flagged)
    )
    for number in column:
        if number.isascii():
            assert accepted(number) == (oracle(number) or is_refused_for_the_years_alone(number))


@pytest.mark.parametrize(
    "division, year, found",
    [
        (ALWAYS, 1900, Division.IN_FORCE),
        (YOUNGER, 1982, Division.YOUNGER),
        (YOUNGER, 1983, Division.IN_FORCE),
        (BRIEF, 1989, Division.YOUNGER),
        (BRIEF, 1990, Division.IN_FORCE),
        (BRIEF, 2012, Division.IN_FORCE),
        (BRIEF, 2013, Division.GONE),
        (GONE, 1990, Division.IN_FORCE),
        (GONE, 1991, Division.GONE),
        ("370299", 1990, Division.UNKNOWN),
        ("990101", 1990, Division.UNKNOWN),
    ],
)
def test_a_division_is_judged_by_the_year_of_birth(division, year, found):
    assert judge_division(f"{division}{year}") is found


@pytest.mark.parametrize(
    "head", ["", "370211", "37021119830", "37021119X3", "３７０２１１１９８３"]
)
def test_what_is_not_ten_digits_names_no_division(head):
    assert judge_division(head) is Division.UNKNOWN


def test_a_division_younger_than_its_bearer_is_accepted_with_a_remark():
    number = check_id_number(numbered("37021119600101002"))

    assert "younger" in number.remark
    assert check_id_number(numbered("37021119900101002")).remark is None
    assert "had gone" in check_id_number(numbered("37028420150101002")).remark


def test_a_wrong_day_of_a_division_out_of_its_time_is_still_refused():
    with pytest.raises(Invalid, match="birth date"):
        check_id_number(numbered("37021119600230002"))


def test_a_column_names_the_rows_that_bear_a_remark():
    column = [numbered(body + "0101002") for body in ("3702001960", "3702111960", "3702842015")]

    assert divisions_out_of_time(column) == {1: Division.YOUNGER, 2: Division.GONE}
    assert divisions_out_of_time([]) == {}
