"""Every page of the workbench and the public site, in a browser: fit for everyone, on every screen."""

from datetime import timedelta
from decimal import Decimal
from pprint import pformat

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from jinguo.assess.models import Recognition
from jinguo.sites.models import Site
from tests.desk.test_access import ANSWERS, PAGE, TABLE, address
from tests.make import activities, desk, ledger, people, portal, sites

# Whoever sees most comes first; each of the others is shown what none before her may see, and her own home.
ROLES = (
    "district-officer",
    "town-officer",
    "village-chair",
    "data-officer",
    "objection-officer",
    "counsellor",
    "district-leader",
    "auditor",
    "security-administrator",
    "system-administrator",
)
GRAVE = {"serious", "critical"}
ON_THE_MAP = {"latitude": Decimal("35.96"), "longitude": Decimal("120.19")}


def faults(page, width):
    """What is wrong with a page at a width: what shuts people out, and what runs over the edge."""
    page.set_viewport_size({"width": width, "height": 768 if width > 500 else 740})
    found = [
        (width, one["id"], one["nodes"][0]["html"][:200])
        for one in Axe().run(page).response["violations"]
        if one["impact"] in GRAVE
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*found, (width, "overflow", wide)] if wide > width else found


def all_faults(page, paths):
    """The faults of pages, by path; a page that does not open is one."""
    found = {}
    for path in paths:
        status = page.goto(path).status
        wrong = [status] if status != 200 else [*faults(page, 1366), *faults(page, 360)]
        if wrong:
            found[path] = wrong
    return found


def pages_of(account, names, world):
    """The addresses under which an account opens these routes as pages, not as files or parts of pages."""
    browser = desk.client(account)
    for name in names:
        answer = browser.get(address(name, world))
        if not answer.streaming and answer.content.startswith(b"<!doctype html>"):
            yield address(name, world)


def shared_out():
    """Every route that opens by GET, with the first role that may open it."""
    opened = {name for name in TABLE if ANSWERS.get(name, PAGE)[0] == 200}
    left = {
        name for name in opened if TABLE[name][0]
    }  # what is one person's own has tests of its own
    for role in ROLES:
        names = sorted(name for name in left if role in TABLE[name][0])
        left.difference_update(names)
        yield role, sorted({*names, "home"})
    assert left == set()


def whats_on(resident):
    """A place on the map, a class there with a live room, and a booking of it."""
    now = timezone.now()
    starts_at = now + timedelta(days=7)
    place = sites.site(kind="reading-room", **ON_THE_MAP)
    activity = activities.activity(
        now=now, closes_at=starts_at, site_id=place.id, seats_most=3,
        sessions=[activities.meeting(starts_at, stream_url="https://live.example/1.m3u8")],
    )  # fmt: skip
    booking = activities.enrol(activity, resident.person, now=now)
    return place.code, activity.code, booking.id


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_public_page_is_fit_for_everyone(committed, window, site, settings, language):
    world = desk.world()
    code = Recognition.objects.get(id=world.recognition).verification_code
    home = people.household(area=desk.VILLAGE, head_name="赵小兰", phone="13900001234")
    ledger.record(home, on=timezone.localdate())
    resident = people.resident(on=timezone.localdate(), phone="13900001234")
    people.child(resident, on=timezone.localdate())
    place, activity, booking = whats_on(resident)
    public = ["/", f"/v/{code}", "/notices/", "/honours/", "/privacy/", "/me/sign-in/"]
    public += [
        "/activities/?q=none",
        "/sites/",
        f"/s/{place}",
        f"/a/{activity}",
        f"/a/{activity}/live/1/",
    ]
    own = [
        "/me/",
        "/me/messages/",
        "/me/profile/",
        "/me/family/",
        "/me/consents/",
        "/me/contact/",
        "/me/phone/",
        "/me/requests/",
    ]
    own += ["/me/points/"]
    own += ["/my/bookings/", f"/my/bookings/{booking}/", f"/my/bookings/{booking}/cancel/"]
    own += [f"/a/{activity}/book/", f"/a/{activity}"]

    stranger, page = window(language=language), window(language=language)
    cookie = portal.client(resident).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
    found = all_faults(stranger, public) | all_faults(page, own)
    page.goto("/me/")
    page.get_by_role("button", name="大字" if language == "zh-CN" else "Large type").click()
    found |= {f"large {path}": wrong for path, wrong in all_faults(page, ["/", *own]).items()}

    assert not found, pformat(found, width=110)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_page_is_fit_for_everyone(committed, signed_in, window, language):
    world = desk.world()
    Site.objects.filter(id=world.site).update(**ON_THE_MAP)
    found = all_faults(window(language=language), ["/sign-in/login/"])

    for role, names in shared_out():
        account = desk.someone(role)
        page = signed_in(account, language=language)
        found |= all_faults(page, pages_of(account, names, world))

    assert not found, pformat(found, width=110)
