"""The second step: set up, asked for, changed, and what the trail says of it."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from tests.desk.signing_in import SIGN_IN, code_of, noted, sign_in
from tests.make import desk, org

TWO_STEPS = override_settings(JINGUO_SECOND_FACTOR="required")


@pytest.fixture(autouse=True)
def _place(db):
    org.tree()
    cache.clear()
    yield
    cache.clear()


@TWO_STEPS
def test_no_page_opens_before_the_second_step_is_set_up():
    browser = Client()
    sign_in(desk.someone().username, browser=browser)

    for page in ("/desk/", "/desk/households/", "/desk/accounts/", "/desk/me/"):
        assert browser.get(page).url == "/sign-in/2fa/totp/activate/", page


@pytest.mark.slow
@TWO_STEPS
def test_the_second_step_is_set_up_and_gives_recovery_codes(django_capture_on_commit_callbacks):
    account, browser = desk.someone(), Client()
    sign_in(account.username, browser=browser)
    secret = browser.get("/sign-in/2fa/totp/activate/").context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post("/sign-in/2fa/totp/activate/", {"code": code_of(secret)})

    assert answer.url == "/sign-in/2fa/recovery-codes/"
    assert len(browser.get(answer.url).context["unused_codes"]) == 10
    assert browser.get("/desk/").status_code == 200
    assert {purpose for _r, purpose, _o in noted("org.add-second-step")} == {
        "totp",
        "recovery_codes",
    }


def with_step(account):
    """Give an account an authenticator app; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    return secret


@pytest.mark.slow
def test_a_changed_second_step_ends_the_other_sessions():
    account, other, mine = desk.someone(), Client(), Client()
    secret = with_step(account)
    for browser in (other, mine):
        sign_in(account.username, browser=browser)
        with time_machine.travel(timezone.now() + timedelta(seconds=60 * (browser is mine))):
            browser.post("/sign-in/2fa/authenticate/", {"code": code_of(secret)})
    assert other.get("/desk/me/").status_code == mine.get("/desk/me/").status_code == 200
    assert len(mine.get("/desk/me/").context["sessions"]) == 2

    with override_settings(JINGUO_SECOND_FACTOR="offered"):
        mine.post("/sign-in/2fa/totp/deactivate/")

    assert mine.get("/desk/me/").status_code == 200
    assert other.get("/desk/me/").url.startswith(SIGN_IN)


def test_the_second_step_is_asked_and_a_wrong_code_noted():
    account, browser = desk.someone(), Client()
    secret = with_step(account)

    assert sign_in(account.username, browser=browser).url == "/sign-in/2fa/authenticate/"
    assert browser.get("/desk/households/").url.startswith(SIGN_IN)
    assert (
        "wrong or over"
        in browser.post("/sign-in/2fa/authenticate/", {"code": "000000"}).content.decode()
    )
    assert browser.post("/sign-in/2fa/authenticate/", {"code": code_of(secret)}).url == "/desk/"
    assert [row[:2] for row in noted()] == [("refused", "wrong-code"), ("done", "")]


def test_a_code_opens_once():
    account = desk.someone()
    code = code_of(with_step(account))

    for expected in (302, 200):
        browser = Client()
        sign_in(account.username, browser=browser)
        assert browser.post("/sign-in/2fa/authenticate/", {"code": code}).status_code == expected


def test_the_secret_of_the_app_is_sealed_at_rest():
    account = desk.someone()
    secret = with_step(account)

    stored = Authenticator.objects.get(user=account).data["secret"]

    assert secret not in stored
    assert decrypt(stored) == secret


@pytest.mark.parametrize("rule, is_kept", [("required", True), ("offered", False)])
def test_a_second_step_that_is_required_cannot_be_taken_away(rule, is_kept):
    account, browser = desk.someone(), Client()
    secret = with_step(account)
    sign_in(account.username, browser=browser)
    browser.post("/sign-in/2fa/authenticate/", {"code": code_of(secret)})

    with override_settings(JINGUO_SECOND_FACTOR=rule):
        browser.post("/sign-in/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=account, type="totp").exists() is is_kept
    assert bool(noted("org.remove-second-step")) is not is_kept
