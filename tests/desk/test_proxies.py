"""The address on the trail is the client's: from proxies that are named, and from nobody else's word."""

from ipaddress import ip_network

import pytest
from django.core.cache import cache
from django.test import Client
from pydantic import ValidationError

from jinguo.audit.models import Event
from jinguo.config.environment import Environment
from tests.make import desk, org

PROXY, INNER, CLIENT, LIE = "10.3.0.8", "10.3.0.9", "203.0.113.7", "198.51.100.1"


@pytest.fixture(autouse=True)
def _place(db):
    org.tree()
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def behind(settings):
    """Two proxies stand in front."""
    settings.JINGUO_PROXIES = [ip_network("10.3.0.8/31"), ip_network("2001:db8::/64")]


def noted(peer, said, **headers):
    """The address the trail keeps of a sign-in that came this way."""
    account, browser = desk.someone(), Client(REMOTE_ADDR=peer)
    if said is not None:
        headers["HTTP_X_FORWARDED_FOR"] = said
    browser.post(
        "/sign-in/login/", {"login": account.username, "password": desk.PASSWORD}, **headers
    )
    return Event.objects.get(action="org.sign-in").address


@pytest.mark.slow
@pytest.mark.parametrize("said", [None, CLIENT, f"{CLIENT}, {PROXY}", "127.0.0.1"])
def test_without_a_named_proxy_nobody_is_believed(said):
    assert noted(PROXY, said) == PROXY


@pytest.mark.slow
@pytest.mark.parametrize("said", [None, LIE, f"{LIE}, {PROXY}"])
def test_who_is_no_proxy_is_not_believed(said, behind):
    assert noted(CLIENT, said) == CLIENT


@pytest.mark.slow
@pytest.mark.parametrize(
    "peer, said, address",
    [
        (PROXY, CLIENT, CLIENT),
        (PROXY, f"{CLIENT}, {INNER}", CLIENT),
        (PROXY, f"{LIE}, {CLIENT}", CLIENT),  # what the client wrote itself stands further left
        (PROXY, f"{LIE}, {CLIENT}, {INNER}", CLIENT),
        (PROXY, f"{PROXY}, {CLIENT}", CLIENT),  # a lie that names a proxy
        (PROXY, f"{LIE}, {PROXY}, {CLIENT}", CLIENT),
        (PROXY, "2001:db8:1::5", "2001:db8:1::5"),
        ("2001:db8::8", CLIENT, CLIENT),
        (f"::ffff:{PROXY}", f"::ffff:{CLIENT}", CLIENT),
        (PROXY, None, PROXY),
        (PROXY, "", PROXY),
        (PROXY, "unknown", PROXY),
        (PROXY, f"{LIE}, <script>", PROXY),
        (PROXY, f"{LIE}, , {INNER}", INNER),
        (PROXY, f" {CLIENT} ", CLIENT),
    ],
)
def test_a_named_proxy_is_believed_as_far_as_it_saw_for_itself(peer, said, address, behind):
    assert noted(peer, said) == address


@pytest.mark.slow
def test_the_acts_of_a_session_and_the_list_of_sessions_have_the_address_too(behind):
    account = desk.someone("security-administrator")
    browser = Client(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=f"{LIE}, {CLIENT}")
    browser.force_login(account)

    browser.post(f"/desk/accounts/{account.id}/disable/", {"reason": "x"})

    assert Event.objects.get(result="denied").address == CLIENT
    assert CLIENT in browser.get("/desk/me/").content.decode()


def test_https_is_believed_of_a_named_proxy_only(behind, settings):
    settings.SECURE_SSL_REDIRECT = True
    secure = {"HTTP_X_FORWARDED_PROTO": "https"}

    def status(peer, **headers):
        return Client(REMOTE_ADDR=peer).get("/sign-in/login/", **headers).status_code

    assert (status(PROXY, **secure), status(CLIENT, **secure), status(PROXY)) == (200, 301, 301)


@pytest.mark.slow
def test_many_clients_of_one_proxy_do_not_wait_for_one_another(behind):
    """Sixty sign-ins a minute are allowed from one address; a spoofed list does not raise it."""
    account = desk.someone()
    given = {"login": account.username, "password": desk.PASSWORD}

    def status(said):
        return (
            Client(REMOTE_ADDR=PROXY)
            .post("/sign-in/login/", given, HTTP_X_FORWARDED_FOR=said)
            .status_code
        )

    from_one = [status(f"198.51.100.{n}, {CLIENT}") for n in range(62)]
    assert 429 in from_one
    assert status("203.0.113.8") == 302


@pytest.mark.parametrize(
    "text, sentence",
    [("proxy.example", "not appear"), ("0.0.0.0/0", "every address"), ("::/0", "every address")],
)
def test_a_setting_that_names_no_proxy_is_refused(text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        Environment(proxies=text)


def test_no_proxy_is_named_by_default():
    assert Environment().proxy_networks == []
