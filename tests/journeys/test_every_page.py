"""Every page of the workbench and the public site, in a browser: fit for everyone, on every screen."""

from datetime import timedelta
from decimal import Decimal
from pprint import pformat

import pytest
from django.utils import timezone

from jinguo.activities.checkin import code_at
from jinguo.assess.models import Recognition
from jinguo.members import actions as members
from jinguo.sites.models import Site
from tests.desk.test_access import ANSWERS, PAGE, TABLE, address
from tests.journeys.rooms import rooms
from tests.journeys.walk import FURTHER, NO_PAGE, PORTAL, all_faults, route_of
from tests.make import activities, classes, desk, everything, ledger, notices, people, portal, sites

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
    "third-party-assessor",
)
ON_THE_MAP = {"latitude": Decimal("35.96"), "longitude": Decimal("120.19")}


@pytest.fixture(autouse=True)
def files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def pages_of(account, names, world):
    """The addresses under which an account opens these routes as pages; all but those that show none."""
    browser = desk.client(account)
    for name in names:
        answer = browser.get(address(name, world))
        is_page = not answer.streaming and answer.content.startswith(b"<!doctype html>")
        assert is_page is (f"desk:{name}" not in NO_PAGE), name
        if is_page:
            yield address(name, world)


def shared_out():
    """Every route that opens by GET, with the first role that may open it."""
    opened = {name for name in TABLE if ANSWERS.get(name, PAGE)[0] == 200}
    left = {
        name for name in opened if TABLE[name][0]
    }  # what is one person's own is among the rooms
    for role in ROLES:
        names = sorted(name for name in left if role in TABLE[name][0])
        left.difference_update(names)
        yield role, sorted({*names, "home"})
    assert left == set()


def whats_on(resident, child):
    """A place on the map, a class there with a live room that begins soon, a draw, and two bookings."""
    now = timezone.now()
    soon = now + timedelta(minutes=10)
    place = sites.site(kind="reading-room", **ON_THE_MAP)
    activity = activities.activity(
        now=now, closes_at=soon, site_id=place.id, seats_most=3,
        sessions=[activities.meeting(soon, stream_url="https://live.example/1.m3u8")],
    )  # fmt: skip
    later = soon + timedelta(days=7)
    drawn = activities.activity(
        now=now, closes_at=later, capacity=3, allocation="draw",
        sessions=[activities.meeting(later)],
    )  # fmt: skip
    afternoons = classes.published(
        programme="after-school-class", kind="after-school", category="", title="四点半课堂",
        minimum=1,
    )  # fmt: skip
    session = activity.sessions.get().id
    return {
        "site": place.code,
        "activity": activity.code,
        "drawn": drawn.code,
        "session": f"{session}?t={code_at(session, now)}",
        "afternoon": classes.enrolled(afternoons, child).id,
        "booking": activities.enrol(activity, resident.person, now=now).id,
        "free": activities.activity(
            now=now, closes_at=later, sessions=[activities.meeting(later)]
        ).code,
    }


def published(world):
    """A notice on the web, a round whose list is frozen, and an association a member of which agreed."""
    members.list_in_directory(
        actor=desk.officer(), membership_id=world.membership, products="手工茶和茶点",
        contact="0532-86981234", agreed_on=timezone.localdate(), is_public=True, now=timezone.now(),
    )  # fmt: skip
    notice = notices.released(on=timezone.localdate(), channels=["board", "web"])
    return {"body": world.body, "notice": notice.id, "round": world.round}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_public_page_is_fit_for_everyone(committed, window, site, settings, language):
    world = everything.world()
    code = Recognition.objects.get(id=world.recognition).verification_code
    home = people.household(area=desk.VILLAGE, head_name="赵小兰", phone="13900001234")
    ledger.record(home, on=timezone.localdate())
    resident = people.resident(on=timezone.localdate(), phone="13900001234")
    child = people.child(
        resident, on=timezone.localdate(), born_on=timezone.localdate() - timedelta(days=15 * 366)
    ).child
    members.enlist(
        actor=desk.officer(), programme="women-volunteers", person_id=resident.person_id,
        skills=["teaching"], on=timezone.localdate(), now=timezone.now(),
    )  # fmt: skip
    members.appoint(
        actor=desk.officer(), programme="fashion-ambassadors", now=timezone.now(),
        appointment=members.AppointmentIn(
            person_id=resident.person_id, kind="fashion-ambassador", starts_on=timezone.localdate()
        ),
    )  # fmt: skip
    there = {"plaque": code, **whats_on(resident, child), **published(world)}
    public, own = (
        [path.format(**there) for path in paths.values()]
        for paths in (PORTAL["public"], PORTAL["own"])
    )
    assert [route_of(path) for path in [*public, *own]] == [*PORTAL["public"], *PORTAL["own"]]

    stranger, page = window(language=language), window(language=language)
    cookie = portal.client(resident).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
    more = ["/activities/?q=none", f"/a/{there['drawn']}"]
    found = all_faults(stranger, [*public, *more])
    found |= all_faults(page, [*own, f"/a/{there['activity']}"])
    page.goto("/me/")
    page.get_by_role("button", name="大字" if language == "zh-CN" else "Large type").click()
    large = ["/", f"/associations/{there['body']}/", *own]
    found |= {f"large {path}": wrong for path, wrong in all_faults(page, large).items()}

    assert not found, pformat(found, width=110)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_page_is_fit_for_everyone(committed, signed_in, window, language):
    world = everything.world()
    Site.objects.filter(id=world.site).update(**ON_THE_MAP)
    found = all_faults(window(language=language), ["/sign-in/login/"])

    for role, names in shared_out():
        account = desk.someone(role)
        page = signed_in(account, language=language)
        found |= all_faults(page, pages_of(account, names, world))

    assert not found, pformat(found, width=110)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_room_further_on_is_fit_for_everyone(committed, signed_in, language):
    found, pages = {}, {}

    made = rooms(everything.world())
    for account, path in made:
        page = pages.get(account.id) or signed_in(account, language=language)
        pages[account.id] = page
        found |= all_faults(page, [path])

    assert {route_of(path) for _account, path in made} == FURTHER
    assert not found, pformat(found, width=110)
