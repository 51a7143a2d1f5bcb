"""The code under which anyone can look up a plaque, and what it tells."""

import re
from datetime import date

import pytest

from jinguo.assess import queries
from tests.make import assess as make

pytestmark = pytest.mark.django_db

FORM = re.compile(r"[0-9a-f]{16}")


@pytest.mark.slow
def test_a_plaque_in_force_is_valid_since_its_certification():
    held = make.recognition()

    found = queries.public_plaque(held.verification_code)

    assert (found.number, found.level.title) == (held.plaque, "示范户")
    assert (found.is_valid, found.since) == (True, make.DAYS["certified"])


@pytest.mark.slow
def test_one_that_is_put_right_stays_valid():
    assert queries.public_plaque(make.recognition(state="rectifying").verification_code).is_valid


@pytest.mark.slow
def test_a_plaque_taken_away_is_withdrawn_since_that_day():
    held = make.recognition()
    make.delist(held)

    found = queries.public_plaque(held.verification_code)

    assert (found.is_valid, found.since) == (False, date(2020, 6, 14))


@pytest.mark.slow
@pytest.mark.parametrize("guess", ["", "0" * 16, "plaque", "household", "id", "upper"])
def test_neither_number_nor_household_nor_id_finds_a_plaque(guess):
    held = make.recognition()
    known = {
        "plaque": held.plaque,
        "household": held.household.code,
        "id": str(held.id),
        "upper": f"{held.verification_code} ",
    }

    assert queries.public_plaque(known.get(guess, guess)) is None


@pytest.mark.slow
def test_every_recognition_gets_a_code_of_its_own():
    codes = {make.recognition().verification_code for _n in range(3)}

    assert len(codes) == 3
    assert all(FORM.fullmatch(code) for code in codes)
