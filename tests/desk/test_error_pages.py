"""What an error shows: what happened, and a way back that leads to a page of ours."""

import re

import pytest
from django.test import Client

from jinguo.audit.models import Event
from jinguo.core.crypto import SealBroken
from jinguo.desk.home import views
from jinguo.org import actions
from tests.make import desk, org

pytestmark = pytest.mark.django_db
HERE = "http://testserver"


@pytest.fixture(autouse=True)
def _place():
    org.tree()


def ways(answer):
    """The addresses of the buttons of an error page."""
    part = answer.content.decode().split('class="empty"')[1]
    return re.findall(r'<a class="btn [^"]+" href="([^"]+)"', part)


@pytest.mark.parametrize(
    "came_from, first",
    [
        ("", "/desk/courtyards/"),
        (
            f"{HERE}/desk/households/?name=wang&area=370211105",
            "/desk/households/?name=wang&amp;area=370211105",
        ),
        (f"{HERE}/desk/courtyards/?after=nonsense", "/desk/courtyards/"),  # the broken page itself
        ("https://elsewhere.example/desk/courtyards/", "/desk/courtyards/"),
        ("//elsewhere.example/", "/desk/courtyards/"),
    ],
)
def test_a_page_that_cannot_be_shown_leads_back(came_from, first):
    answer = desk.desk().get("/desk/courtyards/?after=nonsense", HTTP_REFERER=came_from)

    assert answer.status_code == 422
    assert ways(answer) == [first, "/desk/"]


@pytest.mark.parametrize(
    "page, status",
    [
        ("/desk/audit/", 403),
        ("/desk/reports/" + "0" * 8 + "-0000-0000-0000-" + "0" * 12 + "/", 404),
    ],
)
def test_what_is_not_hers_leads_to_her_work(page, status):
    answer = desk.desk().get(page)

    assert answer.status_code == status
    assert ways(answer) == ["/desk/"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [
        "/desk/audit/",
        "/desk/courtyards/?after=nonsense",
        "/desk/courtyards/act/application/recommend/",
        "/nowhere/",
    ],
)
def test_an_error_page_has_one_first_heading(page):
    assert desk.desk().get(page).content.decode().count("<h1") == 1


def test_an_address_that_only_a_button_leads_to_is_a_page_with_a_way_on():
    answer = desk.desk().get("/desk/filters/save/", HTTP_REFERER=f"{HERE}/desk/notices/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Only a button leads here." in answer.content.decode()
    assert ways(answer) == ["/desk/notices/", "/desk/"]
    assert desk.desk().put("/desk/filters/save/").content == b""


def test_an_address_of_the_public_pages_that_only_a_button_leads_to_is_a_page_too():
    answer = Client(headers={"accept-language": "en"}).get("/language/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Only a button leads here." in answer.content.decode()


def test_what_is_broken_says_so_with_a_number_and_the_way_home(monkeypatch, caplog):
    def fall(*_args, **_more):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(views, "waiting", fall)
    browser = Client(raise_request_exception=False)
    browser.force_login(desk.someone())

    answer = browser.get("/desk/")

    text = answer.content.decode()
    number = re.search(r"<b>(\w{12})</b>", text)[1]
    assert answer.status_code == 500
    assert 'href="/static/build/theme.css"' in text
    assert 'href="/"' in text
    assert f"fault {number}" in caplog.text
    assert "RuntimeError" not in text


def test_what_is_now_true_is_said_in_green():
    account = desk.someone()

    answer = desk.desk("system-administrator").post(
        f"/desk/accounts/{account.id}/disable/", {"reason": "left"}, follow=True
    )

    assert '<div class="say say-good" role="status"' in answer.content.decode()


def results(action):
    """What the trail keeps of one act, as (result, purpose)."""
    return list(Event.objects.filter(action=action).values_list("result", "purpose"))


def test_what_a_form_refuses_stands_beside_its_field_and_on_the_trail():
    desk.someone("", username="gao")
    browser = desk.desk("system-administrator")

    answer = browser.post("/desk/accounts/open/", {"username": "gao", "name": "高敏"})

    assert answer.status_code == 422
    assert "taken" in str(answer.context["form"].errors["username"])
    assert results("desk.open-account") == [("refused", "invalid")]


def test_what_she_may_not_do_is_no_fault_of_her_form():
    account = desk.someone("security-administrator")
    unit = org.unit(at=desk.DISTRICT).id
    given = {"role": "town-officer", "unit": unit, "from_on": "2020-01-01", "to_on": ""}

    answer = desk.client(account).post(f"/desk/accounts/{account.id}/posts/", given)

    assert answer.status_code == 403
    assert results("desk.grant-post") == [("denied", "denied")]


def test_a_fault_of_ours_in_the_middle_of_a_form_is_loud(monkeypatch, caplog):
    def fall(**_given):
        raise SealBroken("A sealed value does not open.")

    monkeypatch.setattr(actions, "open_account", fall)

    answer = desk.desk("system-administrator").post(
        "/desk/accounts/open/", {"username": "gao", "name": "高敏"}
    )

    assert answer.status_code == 500
    assert "seal-broken" in caplog.text
