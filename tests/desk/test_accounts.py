"""Accounts and posts on the page: what is shown once, what is refused, and what the trail keeps."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jinguo.audit.models import Event
from jinguo.org import actions
from jinguo.org.models import Account, Post, Unit
from tests.make import desk, org

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _place(db):
    org.tree()
    org.unit(at=desk.TOWN)
    org.unit(at=desk.VILLAGE)


def open_account(browser, **fields):
    """Fill the form for a new account; return the answer."""
    return browser.post("/desk/accounts/open/", {"username": "zhang", "name": "张敏", **fields})


def give_post(browser, account, **fields):
    """Fill the form for a post; return the answer."""
    today, unit = timezone.localdate(), org.unit(at=desk.TOWN).id
    given = {"role": "town-officer", "unit": unit, "from_on": today, "to_on": "", **fields}
    return browser.post(f"/desk/accounts/{account.id}/posts/", given)


def test_a_new_account_shows_its_password_once_and_signs_in_with_it():
    answer = open_account(desk.desk("system-administrator"))

    password = answer.context["password"]
    made = Account.objects.get(username="zhang")
    assert password in answer.content.decode()
    assert not any(password in str(row) for row in Event.objects.values())
    signed_in = Client().post("/sign-in/login/", {"login": "zhang", "password": password})
    assert signed_in.url == "/desk/"
    assert made.must_change_password


def test_a_user_name_that_is_taken_is_refused_beside_its_field():
    browser = desk.desk("system-administrator")
    open_account(browser)

    answer = open_account(browser, name="张静")

    assert answer.status_code == 422
    assert "taken" in str(answer.context["form"].errors["username"])
    assert 'value="张静"' in answer.content.decode()


def test_a_post_opens_its_pages_and_its_end_closes_them():
    account, security = desk.someone(""), desk.desk("security-administrator")
    browser = desk.client(account)
    assert browser.get("/desk/households/").status_code == 403

    yesterday = timezone.localdate() - timedelta(days=1)
    assert give_post(security, account, from_on=yesterday).status_code == 302
    assert browser.get("/desk/households/").status_code == 200

    post = Post.objects.get(account=account)
    security.post(f"/desk/accounts/{account.id}/posts/{post.id}/end/", {"reason": "moved on"})
    assert browser.get("/desk/households/").status_code == 403
    acts = Event.objects.filter(action__startswith="org.", result="done").values_list(
        "action", flat=True
    )
    assert {"org.grant-post", "org.end-post"} <= set(acts)


def test_a_post_given_today_is_taken_back_today():
    account, security = desk.someone(""), desk.desk("security-administrator")
    browser, page = desk.client(account), f"/desk/accounts/{account.id}/"
    give_post(security, account, role="district-officer")
    assert browser.get("/desk/households/").status_code == 200
    assert "Take the post back" in security.get(page).content.decode()

    post = Post.objects.get(account=account)
    security.post(f"{page}posts/{post.id}/end/", {"reason": "the wrong person"})

    assert browser.get("/desk/households/").status_code == 403
    text = security.get(page).content.decode()
    assert "Taken back on" in text
    assert "Take the post back" not in text
    assert give_post(security, account).status_code == 302


def test_a_post_lands_on_the_unit_chosen_also_where_an_area_has_two():
    account = desk.someone("")
    partner = org.unit(at=desk.TOWN, kind="partner", name="大村镇司法所")

    give_post(desk.desk("security-administrator"), account, unit=partner.id)

    assert Post.objects.get(account=account).unit == partner


def test_a_unit_out_of_reach_is_no_choice():
    account, elsewhere = desk.someone(""), org.unit(at="370211106")
    security = desk.desk("security-administrator", at=desk.TOWN)

    page = security.get(f"/desk/accounts/{account.id}/").content.decode()
    answer = give_post(security, account, unit=elsewhere.id)

    assert org.unit(at=desk.TOWN).name in page
    assert elsewhere.name not in page
    assert list(answer.context["form"].errors) == ["unit"]


def open_unit(browser, **fields):
    """Fill the form for a new unit; return the answer."""
    given = {"area": desk.TOWN, "kind": "partner", "name": "大村镇司法所", **fields}
    return browser.post("/desk/accounts/units/open/", given)


def test_a_new_unit_can_be_chosen_for_a_post():
    account = desk.someone("")

    answer = open_unit(desk.desk("system-administrator"))

    unit = Unit.objects.get(name="大村镇司法所")
    assert answer.url == "/desk/accounts/"
    assert (unit.area_id, unit.kind) == (desk.TOWN, "partner")
    assert Event.objects.get(action="org.open-unit").object_id == unit.id
    page = desk.desk("security-administrator").get(f"/desk/accounts/{account.id}/")
    assert "大村镇司法所" in page.content.decode()


@pytest.mark.parametrize("fields", [{"name": "大村镇妇联"}, {"name": "  "}])
def test_a_unit_that_cannot_be_says_why_beside_its_name(fields):
    answer = open_unit(desk.desk("system-administrator"), **fields)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]


def test_a_unit_is_opened_within_ones_reach_only():
    browser = desk.desk("system-administrator", at=desk.TOWN)

    answer = open_unit(browser, area="370211106")

    assert list(answer.context["form"].errors) == ["area"]
    assert not Unit.objects.filter(area_id="370211106").exists()


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"unit": "370211105"}, "unit"),
        ({"from_on": "tomorrow"}, "from_on"),
        ({"role": "queen"}, "role"),
    ],
)
def test_a_post_that_cannot_be_says_where(fields, field):
    account = desk.someone("")

    answer = give_post(desk.desk("security-administrator"), account, **fields)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Post.objects.filter(account=account).exists()


def test_nobody_holds_two_of_the_three_administrators():
    account = desk.someone("auditor")

    answer = give_post(
        desk.desk("security-administrator"),
        account,
        role="system-administrator",
        unit=org.unit(at=desk.DISTRICT).id,
    )

    assert answer.status_code == 422
    assert Post.objects.filter(account=account).count() == 1


def test_nobody_gives_herself_a_post():
    account = desk.someone("security-administrator")

    answer = give_post(desk.client(account), account)

    assert answer.status_code == 403
    assert Post.objects.filter(account=account).count() == 1
    assert (
        "disabled" not in desk.client(account).get(f"/desk/accounts/{account.id}/").content.decode()
    )


def test_fields_nobody_asked_for_change_nothing():
    browser = desk.desk("system-administrator")

    open_account(
        browser, is_active="", must_change_password="", password="mine", id="1", role="auditor"
    )

    made = Account.objects.get(username="zhang")
    assert made.is_active
    assert made.must_change_password
    assert not made.posts.exists()


def test_a_reason_is_asked_before_an_account_is_disabled():
    account, browser = desk.someone(), desk.desk("system-administrator")

    answer = browser.post(f"/desk/accounts/{account.id}/disable/", {"reason": ""})

    assert answer.status_code == 422 and "This field is required." in answer.content.decode()
    assert Account.objects.get(id=account.id).is_active


def test_an_account_disabled_meanwhile_says_so_on_its_page():
    account, browser = desk.someone(), desk.desk("system-administrator")
    browser.post(f"/desk/accounts/{account.id}/disable/", {"reason": "left the office"})

    answer = browser.post(f"/desk/accounts/{account.id}/disable/", {"reason": "left the office"})

    assert answer.status_code == 422 and "say-bad" in answer.content.decode()


def test_a_post_that_is_not_ended_keeps_the_reason_typed_beside_it():
    account, browser = desk.someone(), desk.desk("security-administrator")
    post, long = account.posts.get(), "transferred " * 20

    answer = browser.post(f"/desk/accounts/{account.id}/posts/{post.id}/end/", {"reason": long})

    told = answer.content.decode()
    assert answer.status_code == 422 and long.strip() in told and 'class="ask" open' in told
    assert Post.objects.get(id=post.id).period.upper is None


def test_a_post_that_has_ended_meanwhile_says_so_on_the_page():
    account, browser = desk.someone(), desk.desk("security-administrator")
    end = f"/desk/accounts/{account.id}/posts/{account.posts.get().id}/end/"
    browser.post(end, {"reason": "transferred"})

    answer = browser.post(end, {"reason": "transferred"})

    assert answer.status_code == 422 and "has ended already" in answer.content.decode()


def test_a_new_password_replaces_the_old_one_at_once():
    account, browser = desk.someone(), desk.desk("system-administrator")

    password = browser.post(f"/desk/accounts/{account.id}/reset/").context["password"]

    for given, leads in ((desk.PASSWORD, None), (password, "/desk/")):
        answer = Client().post("/sign-in/login/", {"login": account.username, "password": given})
        assert answer.headers.get("Location") == leads


def test_posts_of_the_past_and_the_future_are_not_in_force():
    today = timezone.localdate()
    account, security = desk.someone(""), desk.desk("security-administrator")
    give_post(security, account, from_on=today + timedelta(days=1))

    page = security.get("/desk/accounts/?name=" + account.name)

    assert account.name in page.content.decode()
    assert "Town officer" not in page.content.decode()


def test_the_search_finds_by_name_and_by_user_name():
    browser = desk.desk("system-administrator")
    open_account(browser)

    for asked, found in (("张", True), ("zhan", True), ("李", False)):
        assert ("张敏" in browser.get("/desk/accounts/", {"name": asked}).content.decode()) is found


def test_the_page_of_an_emptied_account_says_why_it_cannot_be_opened_again():
    account, browser = desk.someone(), desk.desk("system-administrator")
    browser.post(f"/desk/accounts/{account.id}/disable/", {"reason": "离职"})
    page = f"/desk/accounts/{account.id}/"
    assert "Open the account again" in browser.get(page).content.decode()

    actions.empty_staff([account.id])

    shown = browser.get(page).content.decode()
    assert "The account was emptied" in shown and "Open the account again" not in shown
    for act in ("enable", "reset"):
        browser.post(f"{page}{act}/")
    account.refresh_from_db()
    assert not account.is_active and not account.has_usable_password()
