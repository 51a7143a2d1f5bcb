"""Who may open which public page: every route, for strangers, residents and those signed in for work."""

from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from jinguo.portal.middleware import PortalMiddleware, UndeclaredView
from tests.desk.test_access import routes
from tests.make import desk
from tests.make import portal as make

pytestmark = pytest.mark.django_db

# Route: what a stranger gets by GET. Where that is the sign-in, the page is a resident's own.
SIGN_IN = "sign-in"
PUBLIC = {
    "home": 200,
    "plaque": 404,
    "notices": 200,
    "notice": 404,
    "language": 405,
    "large-type": 405,
    "leave": 302,
    "blocked": 405,
    "sign-in": 200,
    "code": 302,
    "another-code": 405,
    "join": 302,
    "sign-out": 405,
    "privacy": 200,
    "whats-on": 200,
    "calendar": 200,
    "activity": 404,
    "activity-calendar": 404,
    "draw-record": 404,
    "live": 404,
    "poster": 404,
    "sites": 200,
    "site": 404,
    "site-picture": 404,
    "site-thumbnail": 404,
    "my-feed": 404,
    "honours": 200,
    "associations": 200,
    "association": 404,
    "rounds": 200,
    "round": 404,
}
OWN = {
    "book": 404,
    "check-in": 404,
    "bookings": 200,
    "booking": 404,
    "cancel-booking": 404,
    "child-card": 404,
    "child-code": 405,
    "answer-offer": 405,
    "feedback": 405,
    "certificate": 404,
    "appeal": 405,
    "my-calendar": 405,
    "site-check-in": 405,
    "me": 200,
    "messages": 200,
    "profile": 200,
    "family": 200,
    "end-guardianship": 405,
    "consents": 200,
    "give-consent": 405,
    "withdraw-consent": 405,
    "contact": 200,
    "confirm-contact": 405,
    "phone": 200,
    "phone-code": 302,
    "another-phone-code": 405,
    "points": 404,
    "volunteering": 404,
    "appointments": 404,
    "letter": 404,
    "stage": 200,
    "forget-stage": 405,
    "requests": 200,
    "withdraw-request": 405,
    "copy": 405,
}
NOBODY = UUID(int=1)
KNOWN = {
    "appointment_id": NOBODY,
    "block_id": NOBODY,
    "body_id": NOBODY,
    "booking_id": NOBODY,
    "code": "0" * 16,
    "consent_id": NOBODY,
    "form": "json",
    "guardianship_id": NOBODY,
    "key": "messages",
    "notice_id": NOBODY,
    "number": 1,
    "person_id": NOBODY,
    "picture_id": NOBODY,
    "purpose": "ordinary",
    "request_id": NOBODY,
    "round_id": NOBODY,
    "session_id": NOBODY,
}


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


def address(name):
    pattern = next(entry for route, entry in routes() if route == f"portal:{name}")
    parts = {part: KNOWN[part] for part in pattern.pattern.converters}
    return reverse(f"portal:{name}", kwargs=parts)


def test_the_table_names_every_route():
    assert set(PUBLIC) | set(OWN) == {
        name.removeprefix("portal:") for name, _e in routes() if name.startswith("portal:")
    }


@pytest.mark.slow
def test_a_stranger_opens_what_is_public():
    answers = {name: Client().get(address(name)).status_code for name in PUBLIC}
    assert answers == PUBLIC


def test_a_stranger_is_sent_to_the_sign_in_of_residents():
    for name in OWN:
        for response in (Client().get(address(name)), Client().post(address(name))):
            assert response.status_code == 302, name
            assert response["Location"].startswith("/me/sign-in/?next="), name


@pytest.mark.slow
def test_a_resident_opens_her_own_pages():
    browser = make.client(make.resident())
    answers = {name: browser.get(address(name)).status_code for name in OWN}
    assert answers == OWN


@pytest.mark.slow
def test_who_is_signed_in_for_work_opens_no_page_of_residents():
    browser = desk.desk()
    assert {browser.get(address(name)).status_code for name in OWN} == {403}


def test_a_view_that_does_not_say_who_may_open_it_is_not_served(rf):
    request = rf.get("/")
    request.resolver_match = type("Match", (), {"namespace": "portal"})
    with pytest.raises(UndeclaredView):
        PortalMiddleware(lambda _request: None).process_view(request, lambda _request: None, (), {})


LOOK = {"language", "large-type"}  # they change how pages look to one visitor, and nothing else
HEARD = {"blocked"}  # browsers send it by themselves; it changes nothing


def test_every_post_needs_its_token():
    browser = Client(enforce_csrf_checks=True)
    for name in PUBLIC.keys() | OWN.keys():
        status = browser.post(address(name)).status_code
        assert status in (403, 405) or name in {"leave", "plaque", *LOOK, *HEARD}, (name, status)


@pytest.mark.parametrize(
    ("address", "there", "elsewhere"),
    [
        ("/me/sign-in/", "To the first page", "To my work"),
        ("/sign-in/login/", "To my work", "To the first"),
    ],
)
def test_a_page_that_was_open_too_long_says_so_where_it_belongs(address, there, elsewhere):
    response = Client(enforce_csrf_checks=True, headers={"accept-language": "en"}).post(address)

    shown = response.content.decode()
    assert response.status_code == 403 and "Nothing was written" in shown
    assert there in shown and elsewhere not in shown


@pytest.mark.slow
def test_pages_keep_to_the_policy_and_tell_no_other_site():
    for name in ("home", "notices", "sign-in", "privacy"):
        response = Client().get(address(name))
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "'unsafe-inline'" not in policy
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert "http" not in response.content.decode().replace("http://www.w3.org", "")
