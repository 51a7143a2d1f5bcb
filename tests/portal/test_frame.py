"""The frame of public pages: language, size of type, and the quick way out."""

import re
from uuid import UUID

import pytest
from django.test import Client, override_settings

from jinguo.portal.http import page, public, sensitive
from tests.make import portal as make

pytestmark = pytest.mark.django_db


def test_a_page_comes_in_chinese_first_and_in_english_when_asked():
    browser = Client()
    assert '<html lang="zh-hans"' in browser.get("/").content.decode()

    browser.post("/language/", {"language": "en", "next": "/"})

    assert '<html lang="en"' in browser.get("/").content.decode()


def test_large_type_stays_until_it_is_switched_off():
    browser = Client()
    seen = []
    for _n in range(2):
        browser.post("/large-type/", {"next": "/notices/"})
        seen.append('class="large"' in browser.get("/").content.decode())
    assert seen == [True, False]


@pytest.mark.parametrize(
    "asked, goes", [("/notices/", "/notices/"), ("https://evil.example/", "/"), ("", "/")]
)
def test_the_switch_goes_back_to_the_page_and_to_no_other_site(asked, goes):
    assert Client().post("/large-type/", {"next": asked})["Location"] == goes


# The quick way out


def test_leaving_ends_the_session_and_goes_somewhere_else():
    browser = make.client(make.resident())
    with override_settings(JINGUO_QUICK_EXIT="https://weather.example/"):
        response = browser.get("/leave/")

    assert response["Location"] == "https://weather.example/"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store"
    assert browser.get("/me/").status_code == 302


@public
@sensitive
def quiet_page(request):
    return page(request, "sensitive.html")


def test_a_sensitive_page_is_kept_nowhere_and_has_a_neutral_title_and_mark(rf):
    response = quiet_page(rf.get("/q/"))
    text = response.content.decode()

    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "<title>Page</title>" in text
    assert 'rel="icon" href="data:,"' in text


def test_on_a_sensitive_page_the_way_out_comes_first_and_needs_no_script(rf):
    text = quiet_page(rf.get("/q/")).content.decode()
    body = text[text.index("<body") :]

    assert re.search(r"<(?:a|button|input)\b[^>]*>", body)[0].startswith(
        '<a class="btn btn-dark" href="/leave/"'
    )
    assert "does not clear the history" in text


# What goes wrong


@pytest.mark.parametrize("path", ["/nowhere/", "/me/nowhere/", "/v/", "/notices/x/"])
def test_an_address_that_leads_nowhere_is_told_on_a_page_of_the_portal(path):
    response = Client(headers={"accept_language": "en"}).get(path)
    text = response.content.decode()

    assert response.status_code == 404
    assert "There is no such page" in text
    assert 'class="portal-nav"' in text
    assert 'href="/notices/"' in text


@pytest.mark.parametrize("path", ["/desk/nowhere/", "/sign-in/nowhere/"])
def test_an_address_of_the_workbench_that_leads_nowhere_is_told_there(path):
    response = Client().get(path)
    assert response.status_code == 404
    assert "gate-card" in response.content.decode()


def test_what_is_not_there_is_said_on_a_page_of_the_portal():
    response = Client(headers={"accept_language": "en"}).get(f"/notices/{UUID(int=1)}/")
    text = response.content.decode()

    assert response.status_code == 404
    assert "There is no such notice" in text
    assert 'class="portal"' in text
