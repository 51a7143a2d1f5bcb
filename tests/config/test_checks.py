"""What is not served: errors shown to everyone, and a database that forgets at a power cut."""

from __future__ import annotations

import pytest
from django.db import connection

from jinguo.config import checks
from jinguo.core.errors import Refused

DURABLE = dict.fromkeys(checks.DURABLE, "on")


@pytest.fixture
def switches(monkeypatch):
    """The switches of a durable database, to be turned off one by one; no server is asked."""
    found = dict(DURABLE)
    monkeypatch.setattr(checks, "is_off", lambda _alias, name: found[name] == "off")
    return found


def test_a_durable_database_and_errors_kept_inside_are_served(switches, settings):
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["jinguo.example"]

    checks.check_fit()


@pytest.mark.parametrize("name", checks.DURABLE)
def test_a_database_that_forgets_is_not_served(switches, name):
    switches[name] = "off"

    with pytest.raises(Refused, match=f"runs with {name} off"):
        checks.check_fit()


@pytest.mark.parametrize(
    "hosts, is_served",
    [(["127.0.0.1", "localhost"], True), (["localhost", "jinguo.example"], False), (["*"], False)],
)
def test_errors_are_shown_in_the_browser_on_the_programmers_own_machine_only(
    switches, settings, hosts, is_served
):
    settings.DEBUG, settings.ALLOWED_HOSTS = True, hosts

    if is_served:
        checks.check_fit()
    else:
        with pytest.raises(Refused, match="JINGUO_DEBUG is set"):
            checks.check_fit()


def test_every_fault_has_its_sentence(switches, settings):
    settings.DEBUG, settings.ALLOWED_HOSTS = True, ["*"]
    switches.update(dict.fromkeys(switches, "off"))

    with pytest.raises(Refused) as refused:
        checks.check_fit()

    assert len(refused.value.message.splitlines()) == 4


@pytest.mark.parametrize("value, is_off", [("off", True), ("on", False), ("local", False)])
def test_the_server_is_asked_how_it_runs_for_us(db, value, is_off):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL synchronous_commit = {value}")

    assert checks.is_off("default", "synchronous_commit") == is_off


@pytest.mark.parametrize(
    "hosts, is_served", [(["127.0.0.1", "localhost"], True), (["jinguo.example"], False)]
)
@pytest.mark.parametrize("carrier", ["console", "recorded"])
def test_messages_are_printed_on_the_programmers_own_machine_only(
    switches, settings, carrier, hosts, is_served
):
    settings.DEBUG, settings.ALLOWED_HOSTS = False, hosts
    settings.JINGUO_MESSAGES = {"sms": carrier, "wechat": "off", "email": "off"}

    if is_served:
        checks.check_fit()
    else:
        with pytest.raises(Refused, match=f"Messages go to {carrier} instead of to people"):
            checks.check_fit()
