"""Signing in with WeChat: connected once by a resident, and against a recorded answer of WeChat."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from jinguo.notices import messages
from jinguo.notices.models import Purpose, SafeContact
from jinguo.portal.accounts.wechat import WechatAdapter
from tests.make import desk
from tests.make import portal as make

pytestmark = pytest.mark.django_db
LOGIN, CALLBACK = "/sign-in/weixin/login/", "/sign-in/weixin/login/callback/"
OPEN_ID = "oGZUI0egBJY1zhBYw2KhdUfwVJJE"
# As https://developers.weixin.qq.com/doc/service/guide/h5/auth.html documents them.
TOKEN = {
    "access_token": "ACCESS_TOKEN", "expires_in": 7200, "refresh_token": "REFRESH",
    "openid": OPEN_ID, "scope": "snsapi_userinfo",
}  # fmt: skip
PROFILE = {"openid": OPEN_ID, "nickname": "小兰", "sex": 2, "province": "山东", "headimgurl": "x"}


class Answer:
    """What WeChat answers to one call."""

    status_code = 200

    def __init__(self, body):
        self.body = body
        self.content = str(body).encode()
        self.encoding = "utf-8"

    def json(self):
        return self.body

    def raise_for_status(self):
        pass


class Session:
    """A connection to WeChat that gives the recorded answers."""

    def __enter__(self):
        return self

    def __exit__(self, *_fault):
        return None

    def request(self, _method, _url, **_given):
        return Answer(TOKEN)

    def get(self, _url, **_given):
        return Answer(PROFILE)


@pytest.fixture(autouse=True)
def _wechat(monkeypatch):
    monkeypatch.setattr(WechatAdapter, "get_requests_session", lambda _self: Session())
    providers = {
        "weixin": {
            **settings.SOCIALACCOUNT_PROVIDERS["weixin"],
            "APPS": [{"client_id": "wx0123456789", "secret": "s"}],
        }
    }
    with override_settings(
        JINGUO_WECHAT_SIGN_IN=True,
        SOCIALACCOUNT_PROVIDERS=providers,
        LANGUAGE_CODE="en",
        JINGUO_SECOND_FACTOR="offered",
    ):
        yield


def through(browser, query=""):
    """Go to WeChat and come back."""
    sent = browser.post(LOGIN + query)
    asked = urlsplit(sent["Location"])
    state = parse_qs(asked.query)["state"][0]
    return asked, browser.get(CALLBACK, {"code": "CODE", "state": state}, follow=True)


@pytest.mark.slow
def test_a_resident_connects_wechat_and_signs_in_with_it_from_then_on():
    resident = make.resident()
    asked, _page = through(make.client(resident), "?process=connect")
    assert asked.netloc == "open.weixin.qq.com"
    assert parse_qs(asked.query)["appid"] == ["wx0123456789"]

    browser = Client()
    through(browser, "?next=/me/")

    assert resident.person.name in browser.get("/me/").content.decode()


@pytest.mark.slow
def test_of_her_profile_the_id_alone_is_kept():
    browser = make.client(make.resident())
    through(browser, "?process=connect")
    through(Client())

    [kept] = SocialAccount.objects.all()
    assert (kept.uid, kept.extra_data) == (OPEN_ID, {})
    assert "WeChat is connected" in browser.get("/me/profile/").content.decode()


def test_who_has_not_connected_it_is_sent_to_the_phone():
    browser = Client()
    _asked, page = through(browser)

    assert page.redirect_chain[-1][0] == "/me/sign-in/"
    assert "connect WeChat on your page" in page.content.decode()
    assert not SocialAccount.objects.exists()


@pytest.mark.slow
def test_an_account_for_work_is_not_connected():
    through(desk.desk(), "?process=connect")
    assert not SocialAccount.objects.exists()


def test_a_state_of_another_browser_lets_nobody_in():
    resident = make.resident()
    through(make.client(resident), "?process=connect")
    other = Client()
    other.get(CALLBACK, {"code": "CODE", "state": "stolen"})
    assert other.get("/me/").status_code == 302


def test_where_it_is_switched_off_there_is_no_such_page():
    with override_settings(JINGUO_WECHAT_SIGN_IN=False):
        assert Client().get(CALLBACK).status_code == 302
        assert "WeChat" not in Client().get("/me/sign-in/").content.decode()
        browser = make.client(make.resident())
        assert browser.get(LOGIN)["Location"] == "/"


CONTACT = {
    "purpose": "ordinary", "channel": "wechat", "address": "", "opens": "09:00", "closes": "20:00",
    "may_answer": "herself",
}  # fmt: skip


@pytest.fixture
def connected(settings):
    settings.JINGUO_MESSAGES = {"sms": "recorded", "wechat": "recorded", "email": "off"}
    resident = make.resident()
    through(make.client(resident), "?process=connect")
    return resident


@pytest.mark.slow
def test_who_connected_wechat_is_told_there_once_she_says_so(connected):
    browser = make.client(connected)
    assert 'value="wechat"' in browser.get("/me/contact/").content.decode()

    assert browser.post("/me/contact/", CONTACT).status_code == 302

    way = messages.way_to(connected.person, Purpose.ORDINARY, timezone.now())
    assert (way.channel, way.address) == ("wechat", OPEN_ID)
    assert OPEN_ID not in browser.get("/me/contact/").content.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    "changed", [{"purpose": "sensitive"}, {"purpose": "ordinary", "address": OPEN_ID}]
)
def test_nothing_sensitive_and_nobody_who_did_not_connect_is_told_there(connected, changed):
    who = connected if changed["purpose"] == "sensitive" else make.resident(name="钱小花")

    response = make.client(who).post("/me/contact/", CONTACT | changed)

    assert response.status_code == 422
    assert not SafeContact.objects.exists()


@pytest.mark.slow
def test_where_no_message_goes_over_wechat_it_is_not_offered(connected, settings):
    settings.JINGUO_MESSAGES = {"sms": "recorded", "wechat": "off", "email": "off"}

    assert 'value="wechat"' not in make.client(connected).get("/me/contact/").content.decode()
