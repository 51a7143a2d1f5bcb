"""
Planted values come out of no page of the portal: not to a stranger, not to another resident.

The routes are those of the URL resolver and the addresses name what is planted, so a new route is asked as
soon as it is there.
"""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jinguo.activities.models import Activity
from jinguo.assess.models import Recognition
from jinguo.members import actions as members
from jinguo.notices.models import Notice
from jinguo.sites.models import Site
from tests.desk.conftest import undone, world
from tests.desk.test_access import routes
from tests.make import canary, desk, portal
from tests.make.canary import HER_NUMBER, HER_PHONE, clear_in, text_of
from tests.portal.test_access import KNOWN, OWN, PUBLIC

pytestmark = pytest.mark.slow

__all__ = ["undone", "world"]
# Nothing is drawn there and nobody teaches live; a feed has a signed address, which is nobody's here.
NOT_THERE = {"draw-record", "live", "my-feed"}


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def planted(undone):
    """The world and a resident, who hold what must not come out; and what is public stands on its page."""
    canary.plant(undone.household)
    Notice.objects.filter(id=undone.notice).update(channels=[Notice.Channel.WEB])
    members.list_in_directory(
        actor=desk.officer(), membership_id=undone.membership, products="手工茶",
        contact="0532-86981234", agreed_on=timezone.localdate(), is_public=True,
        now=timezone.now(),
    )  # fmt: skip
    return undone, canary.plant_resident(undone.activity)


def addresses(world, hers):
    """The address of every route of the portal, for what is planted."""
    codes = {
        "plaque": Recognition.objects.get(id=world.recognition).verification_code,
        **dict.fromkeys(
            ("site", "site-picture", "site-thumbnail", "site-check-in"),
            Site.objects.get(id=world.site).code,
        ),
    }
    activity = Activity.objects.get(id=world.activity).code
    known = KNOWN | {
        "body_id": world.body,
        "booking_id": hers.booking,
        "consent_id": world.consent,
        "guardianship_id": hers.guardianship,
        "notice_id": world.notice,
        "person_id": hers.resident.person_id,
        "picture_id": world.site_picture,
        "request_id": hers.request,
        "round_id": world.round,
        "session_id": world.session,
    }
    for name, entry in routes():
        if name.startswith("portal:"):
            short = name.removeprefix("portal:")
            parts = known | {"code": codes.get(short, activity)}
            asked = {part: parts[part] for part in entry.pattern.converters}
            yield short, reverse(name, kwargs=asked)


def opened(visitor, planted):
    """Read every page, each in a browser of its own; return their status. None shows a planted value."""
    told = {}
    for name, where in addresses(*planted):
        response = visitor().get(where)
        assert clear_in(text_of(response)) == [], name
        told[name] = response.status_code
    return told


def test_no_page_shows_a_stranger_a_planted_value(planted):
    told = opened(Client, planted)

    assert {name for name in PUBLIC if told[name] == 404} == NOT_THERE
    assert {told[name] for name in OWN} == {302}


def test_no_page_shows_another_resident_a_planted_value(planted):
    another = portal.resident(name="于小溪")

    told = opened(lambda: portal.client(another), planted)

    assert {name for name in PUBLIC if told[name] == 404} == NOT_THERE
    assert {told[name] for name in ("booking", "certificate")} == {404}
    assert {name for name in OWN if told[name] == 200} > {"book", "profile", "bookings", "contact"}


def test_who_they_belong_to_reads_them_masked_and_takes_them_out_whole(planted):
    """The control: the search finds what is there."""
    _world, hers = planted
    browser = portal.client(hers.resident)

    profile, copy = browser.get("/me/profile/"), browser.post("/me/copy.json")

    assert f"●●●●{HER_PHONE[-4:]}" in text_of(profile) and clear_in(text_of(profile)) == []
    assert {HER_NUMBER, HER_PHONE} <= set(clear_in(text_of(copy)))
