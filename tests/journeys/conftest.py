"""A browser before a live server, on committed rows that are swept away afterwards."""

import os
import shutil
from pathlib import Path

import pytest
from django.core.cache import caches
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.make import desk

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
# What the content security policy stops is an error, also where the browser would only count it.
VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`Against the policy: ${event.violatedDirective} ${event.blockedURI}`))
"""
# No journey leads out of this machine: the browser finds no other, whatever a page asks for.
HERE_ALONE = ["--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
# Chromium counts a form that is refused among its errors; here it is an answer.
REFUSED = "status of 422"
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


def pytest_collection_modifyitems(config, items):
    journeys = [item for item in items if "journeys" in item.path.parts]
    for item in journeys:
        item.add_marker(pytest.mark.journey)
        if BROWSER is None and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(reason="no Chromium here"))


@pytest.fixture(scope="session")
def chromium():
    # Playwright's loop lives in this thread, and Django would refuse its synchronous calls here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox", *HERE_ALONE]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(committed, settings, chromium):
    """The address of a live server."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.JINGUO_SECOND_FACTOR = "offered"
    settings.ALLOWED_HOSTS = ["*"]
    caches["pages"].clear()  # none that was made for the test before
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def window(chromium, site):
    """Open a browser window; at the end nothing may have gone wrong in any of them."""
    windows, complaints = [], []

    def open_window(*, width=1366, language="zh-CN"):
        height = 768 if width > 500 else 740
        window = chromium.new_context(
            viewport={"width": width, "height": height}, locale=language, base_url=site
        )
        window.add_init_script(VIOLATIONS)
        windows.append(window)
        page = window.new_page()
        page.on("console", lambda said: said.type == "error" and complain(page, said.text))
        page.on("pageerror", lambda error: complain(page, str(error)))
        return page

    def complain(page, text):
        if REFUSED not in text:
            complaints.append((page.url.removeprefix(site), text))

    yield open_window
    for one in windows:
        for page in one.pages:
            page.wait_for_load_state(
                "networkidle"
            )  # what a page still asks for outlives no database
        one.close()
    assert complaints == []


@pytest.fixture
def sign_in(window):
    """Open a browser window for someone, who comes in by the sign-in page."""

    def open_for(username, **given):
        page = window(**given)
        page.goto("/desk/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill("lantern-river-42")
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/")
        return page

    return open_for


@pytest.fixture
def signed_in(window, site, settings):
    """Open a browser window in which an account is signed in already."""

    def open_for(account, **given):
        page = window(**given)
        cookie = desk.client(account).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        return page

    return open_for


@pytest.fixture
def picture():
    """Keep a picture of a page for the manual, when JINGUO_PICTURES is set."""

    def keep(page, name):
        if os.environ.get("JINGUO_PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}.png")

    return keep
