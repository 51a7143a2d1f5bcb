"""
Every route asked as every role: who may open which page, and that planted values come out of none.

The routes are those of the URL resolver, so a new one is asked as soon as it is there. Asking them all is
slow, so it is done once for a role and a method, and each promise looks at the same answers.
"""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from jinguo.desk.middleware import OPEN, OWN
from jinguo.org.roles import roles
from jinguo.people.models import Household
from tests.desk.answers import ANSWERS, PAGE
from tests.desk.who_may import ALL, TABLE
from tests.make import canary, desk
from tests.make.canary import ADDRESS, NUMBER, PHONE, clear_in, text_of


def routes(patterns=None, space=""):
    """Every (name, pattern) the resolver knows, with its name space."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", entry
        else:
            inner = f"{entry.namespace}:" if entry.namespace else space
            yield from routes(entry.url_patterns, inner)


@cache
def route_called(name):
    """The pattern of a route."""
    return next(entry for route, entry in routes() if route == name)


def address(name, world, **parts):
    """The address of a route, for the one thing there is of its kind, or for what is given."""
    known = {
        "account_id": world.account,
        "activity_id": world.activity,
        "area": desk.VILLAGE,
        "attendance_id": UUID(int=1),
        "block_id": UUID(int=1),
        "charge_id": UUID(int=1),
        "enrolment_id": world.enrolment,
        "form": "svg",
        "incident_id": UUID(int=1),
        "intent_id": UUID(int=1),
        "helper_id": UUID(int=1),
        "months": 3,
        "series_id": world.series,
        "session_id": world.session,
        "stall_id": UUID(int=1),
        "application_id": world.application,
        "assessor_id": UUID(int=1),
        "design": "staged",
        "entry_id": world.line,
        "notice_id": world.draft if name == "change-notice" else world.notice,
        "objection_id": world.objection,
        "agreement_id": world.agreement,
        "appointment_id": world.appointment,
        "assignment_id": world.assignment,
        "batch_id": world.batch,
        "body_id": world.body,
        "duty_id": world.duty,
        "membership_id": world.membership,
        "purpose": "member",
        "service_id": world.service,
        "vacancy_id": UUID(int=1),
        "volunteer_id": world.volunteer,
        "code": desk.VILLAGE,
        "consent_id": world.consent,
        "erasure_id": world.erasure,
        "fact_id": world.entry,
        "fault_id": UUID(int=1),
        "file_id": UUID(int=1),
        "good_id": world.good,
        "filter_id": UUID(int=1),
        "first_id": world.person,
        "freeze_id": world.freeze,
        "household_id": world.household,
        "measure": "courtyards.applied",
        "message_id": world.message,
        "of": "application",
        "name": "faults",
        "person_id": world.member,
        "photo_id": world.photo,
        "picture_id": world.site_picture,
        "plan_id": world.plan,
        "post_id": world.post,
        "printing_id": world.printing,
        "recognition_id": world.recognition,
        "report_id": world.report,
        "request_id": world.request,
        "round_id": world.drafted_round
        if "assessor" in name or name == "change-round"
        else world.round,
        "second_id": world.member,
        "thing_id": world.application,
        "site_id": world.site,
        "keeper_id": world.keeper,
        "line_id": world.site_line,
        "token_id": world.token,
        "verb": {
            "notice-act": "withdraw",
            "activity-act": "cancel",
            "session-act": "move",
            "series-act": "cancel",
            "entry-act": "cancel",
            "round-act": "withdraw",
            "area-level-act": "confer",
            "site-act": "log",
            "site-line-act": "meet",
            "body-act": "charter",
            "member-act": "leave",
            "agreement-act": "activity",
            "volunteer-act": "serve",
            "appointment-act": "record-check",
            "assignment-act": "end",
        }.get(name, "recommend"),
        "standing_id": world.standing,
        "visit_id": world.visit,
    }
    if name == "good-act":
        known["verb"] = "bring"
    if name in ("take-points-back", "print-slip"):
        known["entry_id"] = world.points
    known["key"] = "three-hard-problems" if name == "plan-line" else "courtyards"
    known |= parts
    parts = route_called(f"desk:{name}").pattern.converters
    made = reverse(f"desk:{name}", kwargs={part: known[part] for part in parts})
    return f"{made}?ids={world.application}" if name == "act" else made


def expected(name, role, *, by_post):
    """The one right answer of a route to a role."""
    may, elsewhere = TABLE[name]
    by_get, posted = ANSWERS.get(name, PAGE)
    if role not in may | elsewhere:
        return 403
    if by_post:
        return 404 if role in elsewhere and posted != 405 else posted
    return 404 if role in elsewhere else by_get


def test_the_table_names_every_route_and_every_role():
    assert set(TABLE) == {name.removeprefix("desk:") for name, _e in routes() if "desk:" in name}
    assert set(ANSWERS) <= set(TABLE)
    assert set(roles()) == ALL


def test_every_view_declares_who_may_use_it():
    for name, entry in routes():
        declared = getattr(entry.callback, "is_declared", False)
        assert declared == name.startswith(("desk:", "portal:")), name


@dataclass(frozen=True)
class Answer:
    """What a route answered: its status, and the planted values that stood in it."""

    status: int
    clear: list[str]


@pytest.fixture(scope="module")
def planted(world):
    """The world, whose household and the persons in it hold what must not come out."""
    canary.plant(world.household)
    return world


@pytest.fixture(scope="module")
def asked(planted):
    """Ask every route as a role, by GET or by POST; each finds the world as it was."""

    @cache
    def ask(role, method):
        answers = {}
        with transaction.atomic():
            browser = desk.desk(role)
            for name in TABLE:
                with transaction.atomic():
                    response = getattr(browser, method)(address(name, planted))
                    answers[name] = Answer(response.status_code, clear_in(text_of(response)))
                    transaction.set_rollback(True)
            transaction.set_rollback(True)
        return answers

    return ask


def statuses(answers):
    """The status each route answered with."""
    return {name: answer.status for name, answer in answers.items()}


def leaks(answers):
    """The routes that let a planted value out, each with what it let out."""
    return {name: answer.clear for name, answer in answers.items() if answer.clear}


@pytest.mark.slow
@pytest.mark.parametrize("role", sorted(ALL))
def test_a_role_opens_its_pages_and_no_others(role, asked):
    answers = asked(role, "get")

    assert statuses(answers) == {name: expected(name, role, by_post=False) for name in TABLE}


@pytest.mark.slow
@pytest.mark.parametrize("role", sorted(ALL))
def test_a_role_does_its_acts_and_no_others(role, asked):
    answers = asked(role, "post")

    assert statuses(answers) == {name: expected(name, role, by_post=True) for name in TABLE}


@pytest.mark.slow
@pytest.mark.parametrize("role", sorted(ALL))
def test_no_page_shows_a_planted_value(role, asked):
    answers = asked(role, "get")

    assert leaks(answers) == {}
    opened = {name for name, answer in answers.items() if answer.status == 200}
    assert "home" in opened
    assert ("household" in opened) == ("people.view" in roles()[role].capabilities)


@pytest.mark.slow
@pytest.mark.parametrize("role", sorted(ALL))
def test_no_file_or_refusal_shows_a_planted_value(role, asked):
    assert leaks(asked(role, "post")) == {}


@pytest.mark.slow
def test_an_account_without_a_post_sees_its_own_pages_only(undone):
    browser = desk.desk("")
    own = {
        "home", "me", "password", "go-on", "language", "end-sessions",
        "news", "news-count", "news-seen", "filters", "save-filter", "rename-filter", "delete-filter",
    }  # fmt: skip

    for name in TABLE:
        status = browser.get(address(name, undone)).status_code
        assert status == (ANSWERS.get(name, PAGE)[0] if name in own else 403), (name, status)


@pytest.mark.slow
def test_a_stranger_is_sent_to_the_sign_in_page(world):
    for name in set(TABLE) - {"language"}:
        response = Client().get(address(name, world))
        assert response.status_code == 302, name
        assert response.url.startswith("/sign-in/login/"), name


@pytest.mark.slow
def test_no_page_of_the_account_library_is_open_that_we_do_not_show(undone):
    browser, stranger = desk.desk(), Client()

    for name, entry in routes():
        if (
            name.startswith(("desk:", "portal:", "api:"))
            or name in OPEN | OWN
            or entry.pattern.converters
        ):
            continue
        if "key" in str(entry.pattern) or "uidb36" in str(entry.pattern):
            continue
        # Some of them have no name, and lie where the library's own do.
        address = reverse(name) if entry.name else f"/sign-in/{entry.pattern}"
        assert browser.get(address).status_code == 404, name
        assert stranger.get(address).status_code == 302, name


@pytest.mark.slow
def test_every_post_needs_its_token(undone):
    browser = desk.client(desk.someone("district-officer"), enforce_csrf_checks=True)

    for name, _entry in routes():
        if name.startswith("desk:"):
            response = browser.post(address(name.removeprefix("desk:"), undone))
            assert response.status_code == 403, name
            assert "too old" in response.content.decode(), name


def test_a_figure_out_of_reach_is_not_there(undone):
    browser = desk.desk("town-officer")

    assert browser.get("/desk/figures/courtyards.demo?area=370211106").status_code == 404
    assert browser.get("/desk/figures/courtyards.demo?area=370211").status_code == 404
    assert browser.get("/desk/figures/courtyards.demo?area=370211105201").status_code == 200


def test_the_exported_list_is_read_and_holds_the_household(planted, undone):
    """The control of the above: what is searched is the text of the file, not its compressed bytes."""
    code = Household.objects.get(pk=planted.household).code

    text = text_of(desk.desk().post(reverse("desk:export-households")))

    assert code in text and PHONE[-4:] in text and clear_in(text) == []


def test_a_list_filtered_by_the_planted_phone_shows_its_mask(planted, undone):
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
def test_a_reveal_shows_the_planted_value(kind, field, value, planted, undone):
    """The control: the search finds what is there."""
    sent = {"kind": kind, "field": field, "purpose": "约定入户时间"}
    sent["object"] = planted.household if kind == "household" else planted.person

    shown = text_of(desk.desk("town-officer").post(address("reveal", planted), sent))

    assert value in clear_in(shown)
    again = text_of(desk.desk("town-officer").get(address("household", planted)))
    assert clear_in(again) == []
