"""What browsers report to have blocked is logged, and nothing else of a report."""

import json

import pytest
from django.core.cache import cache
from django.test import Client

pytestmark = pytest.mark.django_db
PAGE = "https://jinguo.example/my/calendar/01a2-secret.ics"
REPORT = {
    "document-uri": PAGE, "effective-directive": "script-src-elem", "blocked-uri": "https://bad.example/x.js?q=1",
    "script-sample": "alert('赵小兰')",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


def send(body):
    kind = "application/reports+json" if body.startswith("[") else "application/csp-report"
    browser = Client(enforce_csrf_checks=True)
    return browser.post("/blocked/", body, content_type=kind)


def said(caplog):
    return [one.getMessage() for one in caplog.records if one.name == "jinguo.portal.blocked"]


def test_every_page_says_where_to_report_to():
    assert "report-uri /blocked/" in Client().get("/privacy/")["Content-Security-Policy"]


@pytest.mark.parametrize(
    "body",
    [
        {"csp-report": REPORT},
        [{"type": "csp-violation", "body": {
            "documentURL": PAGE, "effectiveDirective": "script-src-elem", "blockedURL": "https://bad.example/x.js",
        }}],
    ],
)  # fmt: skip
def test_the_log_has_the_rule_the_page_and_the_host_alone(body, caplog):
    assert send(json.dumps(body)).status_code == 204

    assert said(caplog) == [
        "A browser blocked something: script-src-elem on portal:my-feed from bad.example"
    ]


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", "[1]", '{"csp-report": 1}', "[" * 5_000, "x" * 9_000]
)
def test_what_is_no_report_is_not_logged_and_harms_nothing(body, caplog):
    assert send(body).status_code == 204
    assert not said(caplog)


def test_what_a_form_sends_is_no_report(caplog):
    sent = Client().post("/blocked/", {"csp-report": json.dumps(REPORT)})

    assert sent.status_code == 204
    assert not said(caplog)


def test_what_a_report_says_cannot_write_a_line_of_its_own(caplog):
    forged = {
        "document-uri": "http://[", "effective-directive": "x\ny", "blocked-uri": "evil\nline",
    }  # fmt: skip

    send(json.dumps({"csp-report": forged}))

    assert said(caplog) == ["A browser blocked something: ? on ? from ?"]


def test_an_address_that_sends_too_many_is_heard_no_more(caplog):
    for _ in range(40):
        assert send(json.dumps({"csp-report": REPORT})).status_code == 204

    assert len(said(caplog)) == 30
