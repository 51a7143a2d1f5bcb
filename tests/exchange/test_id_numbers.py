"""The set-based check gives python-stdnum's verdict on every number, whatever was done to it."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from jinguo.core.divisions import divisions_out_of_time
from jinguo.demo.roster import IdNumbers, check_digit
from jinguo.exchange.roster import id_numbers
from jinguo.exchange.roster.id_numbers import OK, verdicts

LAST = date.max  # the oracle takes days to come
DIVISIONS = [
    "110101",
    "110103",
    "310101",
    "370200",
    "370201",
    "370211",
    "370284",
    "370299",
    "990101",
    "000000",
]


def oracle(number: str) -> bool:
    try:
        return ric.validate(number) == number
    except (ric.ValidationError, KeyError):  # a division without a county is a KeyError of stdnum's
        return False


def agree(numbers: list[str]) -> list[str]:
    """
    Return the numbers on which the two differ.

    Ours may take with a remark what the oracle refuses for its division's years, and for that alone.
    """
    found = verdicts(numbers, LAST)
    flagged = divisions_out_of_time(numbers)
    return [
        number
        for row, (number, verdict) in enumerate(zip(numbers, found, strict=True))
        if (verdict == OK) != oracle(number)
        and not (row in flagged and verdict == OK and fault(number) == "component")
    ]


def fault(number: str) -> str:
    """Return what the oracle finds wrong: its kind of component faults are the division and the day."""
    try:
        ric.validate(number)
    except ric.InvalidComponent:
        return "component"
    except ric.ValidationError:
        return "other"
    return ""


@given(st.lists(st.text(alphabet="0123456789X", max_size=20), max_size=50))
def test_any_text_of_digits_gets_the_oracles_verdict(numbers):
    assert agree(numbers) == []


@pytest.mark.slow
@given(
    st.lists(
        st.text(max_size=20).filter(lambda text: not any(c.isspace() for c in text)), max_size=20
    )
)
def test_any_text_at_all_is_judged_without_a_fault(numbers):
    # The oracle reads full-width digits as digits; here they were made half-width before.
    assert agree([n for n in numbers if n.isascii() and n == n.upper()]) == []
    assert len(verdicts(numbers, LAST)) == len(numbers)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_ten_thousand_mutated_numbers_get_the_oracles_verdict(seed):
    chance = random.Random(seed)
    given_numbers = IdNumbers(chance)
    numbers = [mutated(given_numbers.take(chance.random() < 0.5), chance) for _n in range(10_000)]

    assert agree(numbers) == []
    assert {OK, *range(1, 6)} == set(verdicts(numbers, LAST))  # every verdict occurred


def mutated(number: str, chance: random.Random) -> str:
    kind = chance.randrange(6)
    signs = list(number)
    if kind == 1:
        signs[chance.randrange(18)] = chance.choice("0123456789X-")
    elif kind == 2:
        at = chance.randrange(17)
        signs[at], signs[at + 1] = signs[at + 1], signs[at]
    elif kind == 3:
        signs[chance.randrange(len(signs))] = ""
    elif kind == 4:  # another division with the check digit that belongs to it
        body = chance.choice(DIVISIONS) + number[6:17]
        signs = [body, check_digit(body)]
    elif kind == 5:  # another day, likewise
        body = (
            number[:6]
            + f"{chance.randrange(1900, 2030)}{chance.randrange(14):02d}{chance.randrange(33):02d}"
        )
        body += number[14:17]
        signs = [body, check_digit(body)]
    return "".join(signs)


def test_one_wrong_digit_is_always_found():
    number = "370200197001010019"
    number = number[:17] + check_digit(number[:17])
    wrong = [
        number[:at] + digit + number[at + 1 :]
        for at in range(18)
        for digit in "0123456789"
        if digit != number[at]
    ]

    assert set(verdicts(wrong, LAST)) == {id_numbers.WRONG_CHECK}
    assert list(verdicts([number], LAST)) == [OK]


@pytest.mark.parametrize(
    "number, verdict",
    [
        ("", id_numbers.WRONG_LENGTH),
        ("37020019700101001", id_numbers.WRONG_LENGTH),
        ("37020019700101X019", id_numbers.WRONG_SIGN),
        ("37020019700101001Ⅹ", id_numbers.WRONG_SIGN),
        ("٣٧٠٢٠٠١٩٧٠٠١٠١٠٠١٩", id_numbers.WRONG_SIGN),
        ("37020019700230001" + check_digit("37020019700230001"), id_numbers.WRONG_DAY),
        ("37029919700101001" + check_digit("37029919700101001"), id_numbers.WRONG_DIVISION),
    ],
)
def test_each_fault_has_its_verdict(number, verdict):
    assert list(verdicts([number], LAST)) == [verdict]


def test_nobody_is_born_after_the_day_of_registration():
    number = "370283203001010557"  # 1 January 2030
    verdict = id_numbers.LATER_DAY

    assert list(verdicts([number], date(2029, 12, 31))) == [verdict]
    assert list(verdicts([number], date(2030, 1, 1))) == [OK]
