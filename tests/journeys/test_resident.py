"""A resident on her phone: she signs in by a code, adds a child, and leaves a sensitive page at once."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import path
from django.utils import timezone

from jinguo.people.models import Resident
from jinguo.portal import urls as portal_urls
from jinguo.portal.accounts import codes
from jinguo.portal.http import page as render
from jinguo.portal.http import public, sensitive
from tests.make import activities, people

PHONE, WIDTH = "13900001234", 390


@pytest.fixture
def sent(monkeypatch):
    found = []
    monkeypatch.setattr(codes, "send_code", lambda phone, code, minutes: found.append(code))
    return found


@pytest.fixture(autouse=True)
def _fresh_counts(committed):
    cache.clear()
    yield
    cache.clear()


def comes_in(page, sent):
    page.goto("/")
    page.get_by_role("link", name="我的").click()
    page.get_by_label("手机号").fill(PHONE)
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_label("验证码").fill(sent[-1])
    page.get_by_role("button", name="登录").click()


def test_she_changes_the_phone_she_signs_in_with(window, sent):
    people.resident(phone=PHONE, on=timezone.localdate())
    page = window(width=360)
    comes_in(page, sent)

    page.get_by_role("link", name="更换登录手机号").click()
    page.get_by_label("新手机号").fill("13900005678")
    page.get_by_role("button", name="向原手机号发送验证码").click()
    page.get_by_label("验证码").fill(sent[-1])
    page.get_by_role("button", name="继续").click()
    page.get_by_label("验证码").fill(sent[-1])
    page.get_by_role("button", name="更换手机号").click()

    assert page.get_by_text("今后用新手机号登录").is_visible()
    assert page.get_by_text("●●●●5678").count() == 2


def test_she_signs_in_by_a_code_and_adds_her_child(window, sent):
    people.village()
    page = window(width=WIDTH)

    comes_in(page, sent)
    page.get_by_label("您的姓名").fill("赵小兰")
    page.get_by_label("出生日期").fill("1988-04-03")
    page.get_by_role("button", name="继续").click()
    page.get_by_role("button", name=f"area {people.HOME[:9]}").click()
    page.get_by_role("button", name=f"area {people.HOME}").click()
    assert page.get_by_role("heading", level=1).inner_text() == "赵小兰"

    page.get_by_role("link", name="孩子").click()
    page.get_by_label("孩子姓名").fill("赵小宝")
    page.get_by_label("出生日期").fill("2019-09-01")
    page.get_by_label("您是孩子的").select_option("5")
    page.get_by_role("button", name="添加", exact=True).click()
    assert page.get_by_text("已添加孩子：赵小宝。").is_visible()
    assert Resident.objects.get().person.wardships.count() == 1


def test_the_whole_way_works_in_large_type_on_a_narrow_phone(window, sent):
    people.head(people.household(head_name="赵小兰", phone=PHONE))
    page = window(width=360)
    page.goto("/")
    page.get_by_role("button", name="大字").click()

    comes_in(page, sent)
    page.get_by_label("您的姓名").fill("赵小兰")
    page.get_by_label("出生日期").fill("1988-04-03")
    page.get_by_role("button", name="继续").click()

    assert page.get_by_role("heading", level=1).inner_text() == "赵小兰"
    assert page.locator("html.large").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


# The quick way out


@public
@sensitive
def quiet(request):
    """A sensitive page, as counselling and rights pages are."""
    return render(request, "sensitive.html")


@pytest.fixture
def quiet_page(site, settings):
    """A sensitive page at /q/, and somewhere neutral to go."""
    settings.JINGUO_QUICK_EXIT = f"{site}/notices/"
    portal_urls.urlpatterns.append(path("q/", quiet, name="quiet"))
    yield "/q/"
    portal_urls.urlpatterns.pop()


@pytest.fixture
def hers(signed_in):
    """A phone on which a resident is signed in."""
    resident = people.resident()
    return signed_in(resident.account, width=WIDTH)


def session_has_ended(page):
    return page.request.get("/me/", max_redirects=0).status == 302


def test_three_times_shift_leaves_at_once_and_no_way_back_shows_the_page(hers, quiet_page):
    hers.goto("/privacy/")
    hers.goto(quiet_page)
    assert hers.locator("a[data-leave]").is_visible()

    for _n in range(3):
        hers.keyboard.press("Shift")
    hers.wait_for_url("**/notices/")

    assert session_has_ended(hers)
    hers.go_back()
    assert hers.url.endswith("/privacy/")  # the sensitive page's place in the history was taken


WEATHER = "https://weather.example/"


@pytest.fixture
def counselling(site, settings):
    """The page of a counselling session; who leaves it goes to a place in the internet."""
    settings.JINGUO_QUICK_EXIT = WEATHER
    now, start = timezone.now(), timezone.now() + timedelta(days=7)
    offered = activities.activity(
        now=now, sessions=[activities.meeting(start)], closes_at=start, kind="counselling",
        category="", title="心理辅导",
    )  # fmt: skip
    return f"/a/{offered.code}"


def press_shift(page):
    for _n in range(3):
        page.keyboard.press("Shift")


def press_the_link(page):
    page.locator("a[data-leave]").click(no_wait_after=True)


# What stands on the page once it has changed, as its script left it: told at once, long before an answer.
WHAT_IS_LEFT = """
new MutationObserver(() => {
  const {x, y, width, height} = document.body.firstElementChild.getBoundingClientRect()
  console.log("left", document.body.innerText.trim(), document.title.replace("\u200b", ""),
    document.body.children.length, x, y, width, height)
}).observe(document.body, {childList: true})
"""


@pytest.mark.parametrize("leave", [press_shift, press_the_link])
def test_a_page_of_counselling_is_covered_before_the_server_answers(hers, counselling, leave):
    hers.goto(counselling)
    assert hers.get_by_text("心理辅导").first.is_visible()
    held = []
    hers.route("**/leave/", lambda route: held.append(route))
    hers.evaluate(WHAT_IS_LEFT)

    with hers.expect_console_message(lambda said: said.text.startswith("left")) as told:
        leave(hers)
    while not held:
        hers.wait_for_timeout(20)
    with hers.expect_request(WEATHER) as asked:
        held[0].continue_()

    assert told.value.text.split() == ["left", "1", "0", "0", str(WIDTH), "740"]
    assert asked.value.redirected_from.url.endswith("/leave/")
    assert "referer" not in asked.value.headers
    assert session_has_ended(hers)


def test_twice_shift_and_another_key_stays(hers, quiet_page):
    hers.goto(quiet_page)
    for key in ("Shift", "Shift", "a", "Shift"):
        hers.keyboard.press(key)
    hers.wait_for_timeout(300)
    assert hers.url.endswith(quiet_page)


def test_the_first_key_tab_finds_the_way_out(hers, quiet_page):
    hers.goto(quiet_page)
    hers.keyboard.press("Tab")
    assert hers.evaluate("document.activeElement.hasAttribute('data-leave')")

    hers.keyboard.press("Enter")
    hers.wait_for_url("**/notices/")


def test_without_scripts_the_way_out_is_a_link(chromium, site, quiet_page):
    context = chromium.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto(quiet_page)
    page.locator("a[data-leave]").click()
    page.wait_for_url("**/notices/")
    context.close()
