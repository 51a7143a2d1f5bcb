"""
Planted values come out of no page and no file, whoever asks; only a reveal shows them.

The routes are those of the URL resolver, so a new one is asked as soon as it is there.
"""

import pytest
from django.urls import reverse

from jinguo.org.roles import roles
from jinguo.people.models import Household
from tests.desk.test_access import address, routes
from tests.make import canary, desk
from tests.make.canary import ADDRESS, NUMBER, PHONE, clear_in, text_of

pytestmark = pytest.mark.usefixtures("undone")


@pytest.fixture
def planted(undone):
    """The world, whose household and the persons in it hold what must not come out."""
    canary.plant(undone.household)
    return undone


def names():
    return sorted(name.removeprefix("desk:") for name, _ in routes() if name.startswith("desk:"))


@pytest.mark.slow
@pytest.mark.parametrize("role", sorted(roles()))
def test_no_page_shows_a_planted_value(role, planted):
    browser = desk.desk(role)

    opened = set()
    for name in names():
        response = browser.get(address(name, planted))
        assert clear_in(text_of(response)) == [], (role, name)
        if response.status_code == 200:
            opened.add(name)

    assert "home" in opened
    assert ("household" in opened) == ("people.view" in roles()[role].capabilities)


@pytest.mark.slow
@pytest.mark.parametrize("role", sorted(roles()))
def test_no_file_or_refusal_shows_a_planted_value(role, planted):
    browser = desk.desk(role)

    for name in names():
        text = text_of(browser.post(address(name, planted)))
        assert clear_in(text) == [], (role, name)


def test_the_exported_list_is_read_and_holds_the_household(planted):
    """The control of the above: what is searched is the text of the file, not its compressed bytes."""
    code = Household.objects.get(pk=planted.household).code

    text = text_of(desk.desk().post(reverse("desk:export-households")))

    assert code in text and PHONE[-4:] in text and clear_in(text) == []


def test_a_list_filtered_by_the_planted_phone_shows_its_mask(planted):
    text = text_of(desk.desk().get(f"{reverse('desk:households')}?tail={PHONE[-4:]}"))

    assert f"●●●●{PHONE[-4:]}" in text and clear_in(text) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("household", "phone", PHONE),
        ("household", "address", ADDRESS),
        ("person", "id_number", NUMBER),
    ],
)
def test_a_reveal_shows_the_planted_value(kind, field, value, planted):
    """The control: the search finds what is there."""
    sent = {"kind": kind, "field": field, "purpose": "约定入户时间"}
    sent["object"] = planted.household if kind == "household" else planted.person

    shown = text_of(desk.desk("town-officer").post(address("reveal", planted), sent))

    assert value in clear_in(shown)
    again = text_of(desk.desk("town-officer").get(address("household", planted)))
    assert clear_in(again) == []
