"""Programs at the desk: let in by whoever holds the post, shown, and their access ended."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from jinguo.audit.models import Event
from jinguo.org.models import ApiToken, Post
from tests.make import api, desk, org

pytestmark = pytest.mark.django_db
MAKE = "/desk/me/tokens/"


def filled(account, **given):
    return {
        "name": "数据大屏",
        "post": Post.objects.get(account=account).id,
        "expires_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "capabilities": ["figures.view"],
        **given,
    }


@pytest.fixture
def officer():
    org.tree()
    return desk.someone("district-officer", name="单晓梅")


def test_a_secret_is_shown_once_and_opens_what_was_chosen(officer):
    browser = desk.client(officer)

    page = browser.post(MAKE, filled(officer, area="370211105")).content.decode()

    [secret] = re.findall(r"<code>(jg_[\w-]+)</code>", page)
    about = api.caller(secret).get("/api/v1/token").json()
    assert (about["area"], about["rights"]) == ("370211105", ["figures.view"])
    assert secret not in browser.get("/desk/me/").content.decode()
    assert "数据大屏" in browser.get("/desk/me/").content.decode()
    [event] = Event.objects.filter(action="org.make-token")
    assert (event.purpose, event.area) == ("数据大屏", "370211105")
    assert secret not in str(event.__dict__)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"area": "370212"}, "does not lie in that of the post"),
        ({"expires_on": "2020-01-01"}, "Choose a day after today"),
        ({"expires_on": "2099-01-01"}, "Choose a day after today"),
        ({"capabilities": ["audit.view"]}, "Select a valid choice"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_lent_is_said_beside_its_field(given, sentence, officer):
    answer = desk.client(officer).post(MAKE, filled(officer, **given))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_nobody_lends_the_post_of_another(officer):
    other = desk.someone("district-officer")

    answer = desk.client(officer).post(MAKE, filled(other))

    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


@pytest.mark.slow
def test_one_ends_the_access_of_a_program_of_ones_own(officer):
    token, secret = api.token(officer)

    page = desk.client(officer).post(f"/desk/me/tokens/{token.id}/revoke/", follow=True)

    assert "数据大屏 has no access any more." in page.content.decode()
    assert api.caller(secret).get("/api/v1/token").status_code == 401
    again = desk.client(officer).post(f"/desk/me/tokens/{token.id}/revoke/")
    assert again.status_code == 409


@pytest.mark.slow
def test_the_security_administrator_ends_access_but_lets_nobody_in(officer):
    token, secret = api.token(officer)
    security = desk.desk("security-administrator")

    assert "数据大屏" in security.get(f"/desk/accounts/{officer.id}/").content.decode()
    security.post(f"/desk/accounts/{officer.id}/tokens/{token.id}/revoke/")

    assert api.caller(secret).get("/api/v1/token").status_code == 401
    assert security.get(MAKE).status_code == 403


@pytest.mark.slow
def test_a_token_of_another_town_is_not_there(officer):
    token, _secret = api.token(officer)
    elsewhere = desk.someone("data-officer", at="370211106")

    answer = desk.client(elsewhere).post(f"/desk/me/tokens/{token.id}/revoke/")
    absent = desk.client(elsewhere).post(f"/desk/me/tokens/{UUID(int=1)}/revoke/")

    assert answer.status_code == absent.status_code == 404
    assert ApiToken.objects.get().revoked_at is None
