"""The way in: passwords given once, waits, sessions that end, and what the trail says of it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from jinguo.audit.models import Event
from tests.desk.signing_in import SIGN_IN, noted, sign_in
from tests.make import desk, org


@pytest.fixture(autouse=True)
def _place(db):
    org.tree()
    cache.clear()
    yield
    cache.clear()


def test_the_sign_in_page_is_ours():
    page = Client().get(SIGN_IN)

    assert page.templates[0].name == "account/login.html"
    assert "build/theme.css" in page.content.decode()


@pytest.mark.slow
def test_a_right_password_leads_to_ones_work_and_stands_on_the_trail():
    account = desk.someone()

    answer = sign_in(account.username)

    assert answer.url == "/desk/"
    assert noted() == [("done", "", account.id)]
    assert Event.objects.get(action="org.sign-in").area == "370211"


def test_a_wrong_password_is_refused_in_a_sentence_and_noted():
    account = desk.someone()

    answer = sign_in(account.username, "wrong-wrong-wrong")

    assert "do not belong together" in answer.content.decode()
    assert noted() == [("refused", "wrong-password", account.id)]


def test_what_a_stranger_types_is_not_kept():
    sign_in("my-password-by-mistake", "wrong-wrong-wrong")

    event = Event.objects.get(action="org.sign-in")
    assert event.actor == "system:sign-in"
    assert "mistake" not in repr(event.__dict__)


@pytest.mark.slow
def test_the_right_password_has_to_wait_after_five_wrong_ones():
    account = desk.someone()
    for _attempt in range(5):
        sign_in(account.username, "wrong-wrong-wrong")

    answer = sign_in(account.username)

    assert answer.status_code == 200
    assert "Wait 30 minutes" in answer.content.decode()
    assert noted()[-1] == ("refused", "locked", account.id)


@pytest.mark.slow
def test_a_lock_says_in_chinese_what_to_do():
    account, browser = desk.someone(), Client()
    browser.cookies["django_language"] = "zh-hans"
    for _attempt in range(6):
        answer = sign_in(account.username, "wrong-wrong-wrong", browser)

    assert "30 分钟" in answer.content.decode()


def test_a_disabled_account_does_not_get_in():
    account = desk.someone(is_active=False)

    answer = sign_in(account.username)

    assert answer.url == SIGN_IN
    assert noted() == [("refused", "disabled", account.id)]


@pytest.mark.slow
def test_who_was_suspended_is_told_so_and_gets_in_once_the_account_is_open_again():
    account = desk.someone(is_active=False, suspended_at=timezone.now())
    browser, administrator = Client(), desk.desk("system-administrator")

    sign_in(account.username, browser=browser)
    page = administrator.get(f"/desk/accounts/{account.id}/").content.decode()
    administrator.post(f"/desk/accounts/{account.id}/enable/")

    assert "not used for 90 days" in browser.get(SIGN_IN).content.decode()
    assert ("refused", "suspended", account.id) in noted()
    assert "Suspended on" in page
    assert sign_in(account.username, browser=browser).url == "/desk/"


@pytest.mark.slow
def test_a_password_given_once_has_to_be_replaced_first():
    account, browser = desk.someone(must_change_password=True), Client()
    sign_in(account.username, browser=browser)

    assert browser.get("/desk/households/").url == "/desk/me/password/"
    chosen = {"password": "green-river-stone-9", "again": "green-river-stone-9"}
    assert browser.post("/desk/me/password/", chosen).url == "/desk/"
    assert browser.get("/desk/households/").status_code == 200


def change_password(browser, current=desk.PASSWORD, chosen="green-river-stone-9"):
    """Fill the form for another password of one's own; return the answer."""
    fields = {"current": current, "password": chosen, "again": chosen}
    return browser.post("/desk/me/password/", fields)


def test_a_password_of_ones_own_is_changed_by_who_knows_it_and_ends_the_other_sessions():
    account, other, mine = desk.someone(), Client(), Client()
    sign_in(account.username, browser=other)
    sign_in(account.username, browser=mine)

    assert change_password(mine).url == "/desk/"

    assert mine.get("/desk/me/").status_code == 200
    assert other.get("/desk/me/").url.startswith(SIGN_IN)
    assert noted("org.replace-password") == [("done", "", account.id)]


@pytest.mark.parametrize("typed", ["", "wrong-wrong-wrong"])
def test_a_screen_left_open_is_not_enough_to_take_an_account_over(typed):
    account = desk.someone()
    browser = desk.client(account)

    answer = change_password(browser, current=typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["current"]
    account.refresh_from_db()
    assert account.check_password(desk.PASSWORD)
    assert not any("green-river" in str(value) for value in browser.session.values())


@pytest.mark.parametrize(
    "chosen, said",
    [
        ("stone-9", "至少要有 10 个字符"),
        ("password123", "用的人太多"),
        ("13953212345", "不能全是数字"),
        ("district-user-7", "太像姓名或用户名"),
        ("wangxiuying1988", "太像姓名或用户名"),
    ],
)
def test_a_poor_password_is_refused_with_the_reason_in_chinese(chosen, said):
    account = desk.someone(username="district-user", name="王秀英")
    browser = desk.client(account)
    browser.cookies["django_language"] = "zh-hans"

    answer = change_password(browser, chosen=chosen)

    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors["password"])


@pytest.mark.slow
def test_a_password_is_not_guessed_on_the_page_that_changes_it():
    browser = desk.client(desk.someone())
    for _attempt in range(5):
        change_password(browser, current="wrong-wrong-wrong")

    answer = change_password(browser)

    assert "Wait a minute" in answer.content.decode()
    assert ("refused", "refused") in [row[:2] for row in noted("desk.password")]


def test_two_different_passwords_are_not_taken():
    browser = desk.client(desk.someone(must_change_password=True))

    answer = browser.post(
        "/desk/me/password/", {"password": "green-river-stone-9", "again": "other"}
    )

    assert answer.status_code == 422
    assert "The two differ" in answer.content.decode()


def test_a_password_given_once_that_came_too_late_is_refused_at_the_door():
    account = desk.someone(
        must_change_password=True, one_time_expires_at=timezone.now() - timedelta(minutes=1)
    )

    assert sign_in(account.username).url == SIGN_IN
    assert noted() == [("refused", "expired", account.id)]


@pytest.mark.slow
def test_who_signed_in_a_while_ago_shows_again_that_it_is_she():
    account, browser = desk.someone(), Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(account.username, browser=browser)
        clock.shift(timedelta(minutes=16))

        answer = browser.get("/sign-in/2fa/totp/activate/")
        page = browser.get(answer.url)
        back = browser.post(answer.url, {"password": desk.PASSWORD})

        assert "Your password once more" in page.content.decode()
        assert back.url == "/sign-in/2fa/totp/activate/"
        assert browser.get(back.url).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize(
    "pauses, is_in",
    [
        ([29], True),
        ([31], False),
        ([20, 20, 20], True),
        ([25] * 19, True),  # 7 h 55 min of steady work
        ([25] * 20, False),  # 8 h 20 min
    ],
)
def test_a_session_ends_after_half_an_hour_idle_and_after_eight_hours(pauses, is_in):
    account, browser = desk.someone(), Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(account.username, browser=browser)
        for minutes in pauses:
            clock.shift(timedelta(minutes=minutes))
            status = browser.get("/desk/me/").status_code

    assert (status == 200) is is_in
    assert bool(noted("org.sign-out")) is not is_in


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/desk/households/?name=wang", "/desk/households/%3Fname%3Dwang"),
        ("http://elsewhere.example/desk/households/", "/desk/"),
        (None, "/desk/"),
    ],
)
def test_whoever_sent_something_after_her_time_comes_back_to_where_she_sent_it(referer, back):
    headers = {"Referer": referer} if referer else {}

    answer = Client().post("/desk/courtyards/apply/", headers=headers)

    assert answer.url == f"{SIGN_IN}?next={back}"


def test_disabling_an_account_ends_its_sessions():
    browser = desk.client(account := desk.someone())
    assert browser.get("/desk/me/").status_code == 200

    answer = desk.desk("system-administrator").post(
        f"/desk/accounts/{account.id}/disable/", {"reason": "left the office"}
    )

    assert answer.status_code == 302
    assert browser.get("/desk/me/").url.startswith(SIGN_IN)


@pytest.mark.slow
def test_all_other_sessions_can_be_ended():
    account, other, mine = desk.someone(), Client(), Client()
    sign_in(account.username, browser=other)
    sign_in(account.username, browser=mine)
    assert other.get("/desk/me/").status_code == mine.get("/desk/me/").status_code == 200

    mine.post("/desk/me/sessions/end/")

    assert mine.get("/desk/me/").status_code == 200
    assert other.get("/desk/me/").status_code == 302
    assert noted("org.end-sessions") == [("done", "", account.id)]


def test_the_language_chosen_is_kept():
    browser = desk.desk()

    answer = browser.post("/desk/language/", {"language": "zh-hans", "next": "/desk/me/"})

    assert answer.url == "/desk/me/"
    assert "我的账号" in browser.get("/desk/me/").content.decode()


def test_a_stranger_reads_the_sign_in_page_in_her_language():
    browser = Client()

    answer = browser.post(
        "/desk/language/", {"language": "zh-hans", "next": f"{SIGN_IN}?next=/desk/me/"}
    )

    assert answer.url == f"{SIGN_IN}?next=/desk/me/"
    assert "登录" in browser.get(answer.url).content.decode()


def test_a_form_that_was_refused_leads_back_to_its_page():
    account, browser = desk.someone(), desk.desk("security-administrator")
    page = f"/desk/accounts/{account.id}/"

    answer = browser.post(f"{page}posts/", {}, HTTP_REFERER=f"http://testserver{page}")

    assert answer.status_code == 422
    assert f'name="next" value="{page}"' in answer.content.decode()


def test_a_language_nobody_wrote_changes_nothing():
    browser = desk.desk()

    browser.post("/desk/language/", {"language": "xx", "next": "/desk/me/"})

    assert "My account" in browser.get("/desk/me/").content.decode()


def test_the_language_switch_leads_nowhere_else():
    answer = desk.desk().post(
        "/desk/language/", {"language": "en", "next": "https://elsewhere.example/"}
    )

    assert answer.url == "/"
