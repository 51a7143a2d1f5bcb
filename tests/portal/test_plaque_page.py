"""The public page of a plaque: what it says, to whom, and what it never says."""

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from tests.make import assess as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


def opened(code, **headers):
    return Client(headers=headers).get(f"/v/{code}")


@pytest.mark.slow
def test_anyone_sees_number_level_and_since_when_it_is_valid():
    held = make.recognition()

    response = opened(held.verification_code)

    text = response.content.decode()
    assert response.status_code == 200
    for told in ("有效", held.plaque, "示范户", "2020年6月12日"):
        assert told in text
    assert "已撤销" not in text


@pytest.mark.slow
def test_a_plaque_taken_away_says_so_and_since_when_but_not_why():
    held = make.recognition()
    make.delist(held, reason="家中有警情")

    text = opened(held.verification_code).content.decode()

    assert "已撤销" in text
    assert "2020年6月14日" in text
    assert "家中有警情" not in text


def test_the_page_tells_nothing_of_the_household():
    held = make.recognition()

    text = opened(held.verification_code).content.decode()

    for kept in (
        held.household.head_name,
        held.household.code,
        str(held.household_id),
        str(held.id),
        "area 370211105201",  # the village
    ):
        assert kept not in text


def test_an_unknown_code_gets_the_same_page_without_a_plaque():
    response = opened("0" * 16)

    assert response.status_code == 404
    assert "查无此牌" in response.content.decode()
    assert "portal-top" in response.content.decode()


@pytest.mark.slow
def test_the_page_is_there_in_english():
    text = opened(make.recognition().verification_code, accept_language="en").content.decode()

    assert "Valid since" in text
    assert "June 12, 2020" in text


@pytest.mark.parametrize("is_known", [True, False])
def test_search_engines_and_browsers_keep_no_copy(is_known):
    response = opened(make.recognition().verification_code if is_known else "0" * 16)

    assert "noindex" in response["X-Robots-Tag"]
    assert 'name="robots" content="noindex' in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_whoever_guesses_has_to_wait_and_then_learns_nothing():
    held = make.recognition()
    with override_settings(ACCOUNT_RATE_LIMITS={"verify_plaque": "2/m/ip"}):
        assert [opened("0" * 16).status_code for _n in range(2)] == [404, 404]
        refused = opened(held.verification_code)

    assert refused.status_code == 429
    assert held.plaque not in refused.content.decode()


@pytest.mark.slow
def test_the_page_changes_nothing():
    assert Client().post(f"/v/{make.recognition().verification_code}").status_code == 405
