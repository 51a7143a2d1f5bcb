"""What comes back when a form is sent, with what it lacks, and each step of coming in: fit for everyone."""

from pprint import pformat

import pytest
from django.core.cache import cache
from django.urls import reverse

from jinguo.portal.accounts import codes
from tests.desk.signing_in import code_of
from tests.desk.test_access import ANSWERS, PAGE, TABLE, address
from tests.journeys.test_every_page import ROLES
from tests.journeys.walk import STEPS, faults, route_of, sent, shown
from tests.make import desk, everything, people

# Refused with the form again, or back on the page one came from with the sentence on top.
REFUSED, BACK = 422, 200
PHONE, NEW = "13900001234", "13900005678"


@pytest.fixture(autouse=True)
def _fresh_counts(committed):
    cache.clear()


@pytest.fixture
def codes_sent(monkeypatch):
    """The codes that went out to phones, newest last."""
    found = []
    monkeypatch.setattr(codes, "send_code", lambda *, phone, code, minutes: found.append(code))
    return found


def incomplete():
    """Every route that refuses a form without a field, with the first role that may send one."""
    names = sorted(n for n in TABLE if ANSWERS.get(n, PAGE)[1] == REFUSED and TABLE[n][0])
    for name in names:
        yield name, next(role for role in ROLES if role in TABLE[name][0])


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_form_that_is_refused_is_fit_for_everyone(
    committed, signed_in, settings, tmp_path, language
):
    settings.MEDIA_ROOT = tmp_path / "files"
    world, found, pages = everything.world(), {}, {}

    for name, role in incomplete():
        page = pages.get(role) or signed_in(desk.someone(role), language=language, width=360)
        pages[role] = page
        page.goto("/desk/me/password/")
        status = sent(page, address(name, world))
        wrong = faults(page, 360) if status in (REFUSED, BACK) else [status]
        if wrong:
            found[name] = wrong

    assert not found, pformat(found, width=110)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_step_of_coming_in_is_fit_for_everyone(committed, window, codes_sent, language):
    people.village()
    account = desk.someone()
    walk = Walk(language)

    page = window(language=language)
    walk.goes(page, "account_login")
    walk.sends(page, login=account.username, password="wrong-wrong-wrong")
    walk.sends(page, login=account.username, password=desk.PASSWORD)
    walk.goes(page, "mfa_activate_totp")
    secret = page.locator("code").first.inner_text()
    walk.sends(page, code="000000")
    walk.sends(page, code=code_of(secret))
    for name in ("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        walk.goes(page, name)
    for name in ("account_reauthenticate", "mfa_reauthenticate"):
        walk.goes(page, name)
    again = window(language=language)
    walk.goes(again, "account_login")
    walk.sends(again, login=account.username, password=desk.PASSWORD)
    walk.sends(again, code="000000")

    resident = window(language=language)
    walk.goes(resident, "portal:sign-in")
    walk.sends(resident, phone="139")
    walk.sends(resident, phone=PHONE)
    walk.sends(resident, code="12")
    walk.sends(resident, code=codes_sent[-1])
    walk.sends(resident, name="")
    who = {"name": "赵小兰", "born_on": "1988-04-03"}
    walk.sends(resident, **who)
    walk.sends(resident, **who, town=people.HOME[:9])
    walk.sends(resident, **who, village=people.HOME)
    walk.goes(resident, "portal:phone")
    walk.sends(resident, phone="139")
    walk.sends(resident, phone=NEW)
    walk.sends(resident, old="1", new="2")

    assert walk.routes >= STEPS
    assert not walk.found, pformat(walk.found, width=110)


class Walk:
    """The pages that were gone through: their routes, and what is wrong with each."""

    def __init__(self, language):
        self.language, self.routes, self.found = language, set(), {}

    def goes(self, page, name):
        """Open a page by its address."""
        page.goto(reverse(name))
        assert route_of(page.url) == name
        self.looks(page, "")

    def sends(self, page, **fields):
        """Send a form to where the window is, and look at what comes back."""
        sent(page, page.url, **fields)
        self.looks(page, " ".join(fields))

    def looks(self, page, after):
        name = route_of(page.url)
        self.routes.add(name)
        wrong = shown(page)
        if wrong:
            self.found[f"{name} {after}"] = wrong
