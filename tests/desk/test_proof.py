"""A screen left open exports, reveals and grants nothing: a young proof is asked, and the act goes on."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.test import Client
from django.utils import timezone

from jinguo.assess import actions as assess
from jinguo.audit.models import Event
from jinguo.org.models import Post
from tests.make import desk, org
from tests.make import people as homes

ASKED = "/sign-in/reauthenticate/?next=%2Fdesk%2Fme%2Fgo-on%2F"
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
OURS = {"next", "csrfmiddlewaretoken"}
FORM = re.compile(r'<form method="(\w+)" action="([^"]+)" data-go-on')


@pytest.fixture
def clock():
    """A clock the test moves."""
    with time_machine.travel(timezone.now(), tick=False) as moved:
        yield moved


def act(name, world):
    """(role, method, address, what she typed, the event that shows it was done)."""
    assess.recommend(
        actor=desk.officer(),
        application_ids=[world.application],
        on=timezone.localdate(),
        now=timezone.now(),
    )
    seen = homes.household(phone="13800138000")
    reveal = {"kind": "household", "field": "phone", "object": seen.id}
    grant = {
        "role": "town-officer",
        "unit": org.unit(at=desk.TOWN).id,
        "from_on": timezone.localdate(),
    }
    return {
        "export": ("district-officer", "post", "/desk/households/export/?area=370211105", {},
                   "exchange.export"),
        "sheets": ("town-officer", "post", "/desk/courtyards/score-sheets/",
                   {"state": "recommended", "area": desk.TOWN}, "exchange.score-sheets"),
        "reveal": ("district-officer", "post", f"/desk/households/{seen.id}/reveal/",
                   {**reveal, "purpose": "call about “the yard” <today>"}, "people.reveal"),
        "grant": ("security-administrator", "post", f"/desk/accounts/{world.account}/posts/",
                  {**grant, "to_on": ""}, "org.grant-post"),
        "annotated": ("town-officer", "get", f"/desk/imports/{world.batch}/annotated/",
                      {}, "exchange.annotate"),
    }[name]  # fmt: skip


NAMES = ("export", "sheets", "reveal", "grant", "annotated")


def send(browser, method, address, fields):
    """Send a form as a browser does, from a page of ours."""
    return getattr(browser, method)(
        address, fields, HTTP_REFERER="http://testserver/desk/households/"
    )


def waits(browser):
    """What the page after the proof would send: (method, address, fields)."""
    text = browser.get("/desk/me/go-on/").content.decode()
    method, address = FORM.search(text).groups()
    fields = {name: unescape(value) for name, value in FIELD.findall(text)}
    return method, unescape(address), {k: v for k, v in fields.items() if k not in OURS}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_an_old_proof_is_asked_for_again_and_the_act_goes_on_as_it_was_filled_in(
    name, undone, clock
):
    role, method, address, typed, noted = act(name, undone)
    browser = desk.desk(role)
    clock.shift(timedelta(minutes=16))
    before = Event.objects.filter(action=noted, result="done").count()

    stopped = send(browser, method, address, typed)

    assert (stopped.status_code, stopped.url) == (302, ASKED)
    assert Event.objects.filter(action=noted, result="done").count() == before
    assert "Your password once more" in browser.get(stopped.url).content.decode()
    assert browser.post(stopped.url, {"password": desk.PASSWORD}).url == "/desk/me/go-on/"
    again, where, fields = waits(browser)
    assert (again, where) == (method, address)
    assert fields == {key: str(value) for key, value in typed.items()}
    done = send(browser, again, where, fields)
    assert done.status_code in {200, 302}
    assert done.headers.get("Location", "") != ASKED
    assert Event.objects.filter(action=noted, result="done").count() == before + 1


@pytest.mark.parametrize("name", NAMES)
def test_a_young_proof_is_enough(name, undone, clock):
    role, method, address, typed, noted = act(name, undone)
    browser = desk.desk(role)
    clock.shift(timedelta(minutes=14))
    before = Event.objects.filter(action=noted, result="done").count()

    send(browser, method, address, typed)

    assert Event.objects.filter(action=noted, result="done").count() == before + 1


@pytest.mark.slow
def test_the_proof_given_holds_as_long_as_a_sign_in_and_the_minutes_are_a_setting(
    undone, clock, settings
):
    settings.JINGUO_PROOF_MINUTES = 3
    browser = desk.desk()
    asked = []
    for minutes in (2, 2, 2, 2):
        clock.shift(timedelta(minutes=minutes))
        answer = browser.post("/desk/households/export/")
        asked.append(answer.status_code == 302)
        if asked[-1]:
            browser.post(answer.url, {"password": desk.PASSWORD})

    assert asked == [False, True, False, True]
    assert Event.objects.filter(action="org.prove", purpose="password").count() == 2


def test_a_wrong_password_goes_on_with_nothing(undone, clock):
    browser = desk.desk()
    clock.shift(timedelta(minutes=16))
    stopped = browser.post("/desk/households/export/")

    answer = browser.post(stopped.url, {"password": "wrong-wrong-wrong"})

    assert "This is not your password" in answer.content.decode()
    assert browser.get("/desk/me/go-on/").url == ASKED
    assert browser.post("/desk/households/export/").url == ASKED


def test_the_code_of_the_app_is_a_proof_as_well(undone, clock):
    account = desk.someone()
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    browser = desk.client(account)
    clock.shift(timedelta(minutes=16))
    page = browser.get(browser.post("/desk/households/export/").url)

    other = page.context["reauthentication_alternatives"][0]["url"]
    assert "Use the code of the app instead" in page.content.decode()
    code = f"{hotp_value(secret, int(timezone.now().timestamp()) // 30):06}"
    assert browser.post(other, {"code": code}).url == "/desk/me/go-on/"

    assert browser.post("/desk/households/export/").status_code == 200
    assert Event.objects.filter(action="org.prove", purpose="totp").count() == 1


def test_who_may_not_is_told_so_before_anything_is_asked(undone, clock):
    browser = desk.desk("executive")
    clock.shift(timedelta(minutes=16))

    assert browser.post("/desk/households/export/").status_code == 403


def test_what_is_done_waits_no_longer_and_the_way_back_is_ours(undone, clock):
    browser = desk.desk()
    clock.shift(timedelta(minutes=16))
    stopped = browser.post("/desk/households/export/", HTTP_REFERER="https://elsewhere.example/")
    browser.post(stopped.url, {"password": desk.PASSWORD})
    assert browser.get("/desk/me/go-on/").context["waiting"]["back"] == "/desk/"

    browser.post("/desk/households/export/")

    assert browser.get("/desk/me/go-on/").url == "/desk/"


def test_a_post_is_not_given_from_a_screen_left_open(undone, clock):
    account, browser = desk.someone(""), desk.desk("security-administrator")
    org.unit(at=desk.TOWN)
    clock.shift(timedelta(minutes=20))

    browser.post(
        f"/desk/accounts/{account.id}/posts/",
        {
            "role": "town-officer",
            "unit": org.unit(at=desk.TOWN).id,
            "from_on": timezone.localdate(),
        },
    )

    assert not Post.objects.filter(account=account).exists()


def test_what_waits_is_hers_alone(undone, clock):
    browser = desk.desk()
    clock.shift(timedelta(minutes=16))
    browser.post("/desk/households/export/")

    assert desk.desk().get("/desk/me/go-on/").url == "/desk/"
    assert Client().get("/desk/me/go-on/").url.startswith("/sign-in/login/")
