"""What every page owes: headers, no inline code, few queries, words in both languages."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.make import desk, people

pytestmark = pytest.mark.slow

CSP = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
    "font-src 'self'", "connect-src 'self'", "manifest-src 'self'", "form-action 'self'",
    "base-uri 'none'", "frame-ancestors 'none'", "report-uri /blocked/",
}  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


# Names of files and acts, made-up names of tests, and what has no other name.
LATIN = (
    r"Excel|Word|\.xlsx|user\d+|system:|officer|federation|area \d+|Mozilla"
    r"|^…[0-9a-f]{6}$|^[\w.-]+\.(xlsx|yaml)$|^[a-z]+\.[a-z-]+$"
)


def pages(world):
    """Every page someone of the district, the town or the offices reads: role, address."""
    return [
        ("district-officer", reverse("desk:home")),
        ("district-officer", reverse("desk:me")),
        ("district-officer", reverse("desk:plan-line", args=["three-hard-problems"])),
        ("district-officer", reverse("desk:programme", args=["courtyards"])),
        ("district-officer", reverse("desk:programme", args=["spring-bud"])),
        ("district-officer", reverse("desk:households")),
        ("district-officer", reverse("desk:household", args=[world.household])),
        ("district-officer", reverse("desk:courtyards")),
        ("district-officer", reverse("desk:courtyards") + "?state=applied"),
        ("district-officer", reverse("desk:courtyards") + "?state=certified"),
        ("district-officer", reverse("desk:application", args=[world.application])),
        ("district-officer", reverse("desk:recognition", args=[world.recognition])),
        ("district-officer", reverse("desk:figure", args=["courtyards.demo_rate"])),
        ("district-officer", reverse("desk:figure", args=["courtyards.applied"])),
        ("district-officer", reverse("desk:take-back", args=["courtyards.applied", world.entry])),
        ("district-officer", reverse("desk:reports")),
        ("district-officer", reverse("desk:report", args=[world.report])),
        ("district-officer", reverse("desk:report-freeze", args=[world.report, world.freeze])),
        ("district-officer", reverse("desk:imports")),
        ("district-officer", reverse("desk:import", args=[world.batch])),
        ("village-chair", reverse("desk:add-household")),
        ("system-administrator", reverse("desk:accounts")),
        ("system-administrator", reverse("desk:account", args=[world.account])),
        ("system-administrator", reverse("desk:open-account")),
        ("system-administrator", reverse("desk:roles")),
        ("security-administrator", reverse("desk:account", args=[world.account])),
        ("auditor", reverse("desk:audit")),
    ]


@pytest.fixture
def browsers(undone):
    """A browser for each role, made once."""
    roles = {role for role, _page in pages(undone)}
    return {role: desk.desk(role) for role in roles}


def test_every_page_bears_the_headers(undone, browsers):
    for role, page in [*pages(undone), ("district-officer", "/nowhere/")]:
        response = browsers[role].get(page)
        assert {key: response.headers[key] for key in HEADERS} == HEADERS, page
        assert set(response.headers["Content-Security-Policy"].split("; ")) == CSP, page
        assert response.headers["Cache-Control"] == "no-store", page
    stranger = Client().get("/sign-in/login/")
    assert {key: stranger.headers[key] for key in HEADERS} == HEADERS


def test_no_page_holds_inline_code_or_style(undone, browsers):
    for role, page in pages(undone):
        text = browsers[role].get(page).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), page
        assert not re.search(r"<[^>]+\s(on[a-z]+|style)=", text), page
        assert "<style" not in text, page
        assert "javascript:" not in text, page


def test_no_page_loads_anything_from_elsewhere(undone, browsers):
    for role, page in pages(undone):
        text = browsers[role].get(page).content.decode()
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', text), page


def test_every_form_that_writes_carries_its_token(undone, browsers):
    for role, page in pages(undone):
        for form in re.findall(
            r"<form[^>]*method=\"post\".*?</form>", browsers[role].get(page).content.decode(), re.S
        ):
            assert "csrfmiddlewaretoken" in form, (page, form[:200])


def test_every_field_has_a_label_and_every_id_is_its_own(undone, browsers):
    for role, page in pages(undone):
        text = browsers[role].get(page).content.decode()
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), (page, [one for one in ids if ids.count(one) > 1])
        for field in re.findall(r"<(?:input|select|textarea)\b[^>]*>", text):
            if re.search(r'type="(hidden|radio|checkbox)"', field):
                continue
            own = re.search(r'\sid="([^"]+)"', field)
            assert own and f'for="{own.group(1)}"' in text, (page, field)


@pytest.mark.parametrize("language, other", [("zh-hans", "English"), ("en", "中文")])
def test_pages_are_written_in_the_language_chosen(undone, browsers, language, other):
    for role, page in pages(undone):
        browser = browsers[role]
        browser.cookies["django_language"] = language
        text = browser.get(page).content.decode()
        assert f'<html lang="{language}">' in text, page
        assert f">{other}</button>" in text, page


def test_chinese_pages_hold_no_english_words(undone, browsers):
    """Only codes, names of files and the product's English name may stand in Latin letters."""
    for role, page in pages(undone):
        browser = browsers[role]
        browser.cookies["django_language"] = "zh-hans"
        text = browser.get(page).content.decode()
        text = re.sub(
            r"(?s)<head>.*?</head>|<code>.*?</code>|<kbd>.*?</kbd>|<svg.*?</svg>|lang=\"en\">English",
            "",
            text,
        )
        words = re.findall(r">([^<>]*[A-Za-z]{4,}[^<>]*)<", text)
        unexpected = [one.strip() for one in words if not re.search(LATIN, one.strip())]
        assert not unexpected, (page, unexpected)


def queries_of(browser, page):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert browser.get(page).status_code == 200
    return len(caught)


def test_a_page_makes_as_many_queries_for_one_row_as_for_many(undone, browsers):
    before = {(role, page): queries_of(browsers[role], page) for role, page in pages(undone)}
    for name in "甲乙丙丁戊己庚辛壬癸":
        grown = people.household(head_name=f"王{name}")
        desk.applied(grown.id)
        desk.recognised(people.household(head_name=f"李{name}").id)
        desk.someone("executive")
        people.member(people.Household.objects.get(id=undone.household), name=f"赵{name}")

    after = {(role, page): queries_of(browsers[role], page) for role, page in pages(undone)}

    grown_pages = {
        page: (before[key], after[key])
        for key in after
        if after[key] > before[key]
        for page in [key[1]]
    }
    assert not grown_pages


def test_a_page_makes_few_queries(undone, browsers):
    for role, page in pages(undone):
        browsers[role].get(page)
        assert queries_of(browsers[role], page) <= 40, page


def test_a_page_that_is_not_there_says_so(undone, browsers):
    for page in (
        "/nowhere/",
        "/desk/households/00000000-0000-0000-0000-000000000000/",
        "/desk/figures/none",
    ):
        response = browsers["district-officer"].get(page)
        assert response.status_code == 404
        assert "Not there" in response.content.decode()


def test_what_a_post_does_not_include_says_who_gives_posts(undone, browsers):
    response = browsers["auditor"].get("/desk/households/")

    assert response.status_code == 403
    assert "security administrator" in response.content.decode()


def test_a_fault_of_ours_shows_a_number_and_no_trace(undone, monkeypatch):
    logged = []
    monkeypatch.setattr("jinguo.desk.errors.log.error", lambda *words: logged.append(words))
    monkeypatch.setattr("jinguo.desk.home.work.assess.todos", lambda *_args: 1 / 0)
    browser = desk.desk(username="broken")
    browser.raise_request_exception = False

    response = browser.get("/desk/")

    text = response.content.decode()
    number = re.search(r"<b>([0-9a-f]{12})</b>", text).group(1)
    assert response.status_code == 500
    assert "Traceback" not in text and "ZeroDivision" not in text
    assert number in logged[0]
