"""What is looked at on every page, and the routes that show none."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve

GRAVE = {"serious", "critical"}
KEPT = os.environ.get("JINGUO_WALK_PICTURES")  # a folder for a picture of each page, to look at

# Routes that open by GET and show no page of ours, with what they send instead.
NO_PAGE = {
    "account_logout": "ends the session and leads to the way in",
    "mark": "leads to the mark",
    "mfa_download_recovery_codes": "a text file",
    "portal:activity-calendar": "a calendar file",
    "portal:calendar": "a calendar file",
    "portal:certificate": "a PDF",
    "portal:draw-record": "JSON, to check a draw by",
    "portal:letter": "a PDF",
    "portal:leave": "leads away from here at once",
    "portal:my-feed": "a calendar file",
    "portal:poster": "a picture",
    "portal:site-picture": "a picture",
    "portal:site-thumbnail": "a picture",
    "desk:brief-document": "a document",
    "desk:certificate": "a PDF",
    "desk:door-code": "a picture",
    "desk:freeze-annex": "a workbook",
    "desk:freeze-document": "a document",
    "desk:go-on": "leads to where one was stopped",
    "desk:letter": "a PDF",
    "desk:news-count": "a part of every page",
    "desk:picture": "a picture",
    "desk:poster": "a picture",
    "desk:print-hand-overs": "a PDF",
    "desk:annotated-import": "a workbook",
    "desk:print-plaque": "a PDF",
    "desk:print-slip": "a PDF",
    "desk:printed-certificates": "a PDF",
    "desk:printed-file": "a PDF",
    "desk:printed-plaques": "a packed folder",
    "desk:report-annex": "a workbook",
    "desk:report-document": "a document",
    "desk:round-record": "JSON, to repeat a draw by",
    "desk:sign-in-list": "a PDF",
    "desk:site-door-code": "a picture",
    "desk:site-picture-file": "a picture",
    "desk:site-thumbnail": "a picture",
    "desk:thumbnail": "a picture",
}

# Pages of the public site by route, with their addresses; braces stand for the one thing there is of a kind.
PORTAL = {
    "public": {
        "portal:home": "/",
        "portal:plaque": "/v/{plaque}",
        "portal:notices": "/notices/",
        "portal:notice": "/notices/{notice}/",
        "portal:sign-in": "/me/sign-in/",
        "portal:privacy": "/privacy/",
        "portal:whats-on": "/activities/",
        "portal:activity": "/a/{activity}",
        "portal:live": "/a/{activity}/live/1/",
        "portal:sites": "/sites/",
        "portal:site": "/s/{site}",
        "portal:honours": "/honours/",
        "portal:associations": "/associations/",
        "portal:association": "/associations/{body}/",
        "portal:rounds": "/rounds/",
        "portal:round": "/rounds/{round}/",
    },
    "own": {
        "portal:me": "/me/",
        "portal:messages": "/me/messages/",
        "portal:profile": "/me/profile/",
        "portal:family": "/me/family/",
        "portal:consents": "/me/consents/",
        "portal:contact": "/me/contact/",
        "portal:phone": "/me/phone/",
        "portal:points": "/me/points/",
        "portal:stage": "/me/stage/",
        "portal:volunteering": "/me/volunteering/",
        "portal:appointments": "/me/appointments/",
        "portal:requests": "/me/requests/",
        "portal:book": "/a/{free}/book/",
        "portal:check-in": "/c/{session}",
        "portal:bookings": "/my/bookings/",
        "portal:booking": "/my/bookings/{booking}/",
        "portal:cancel-booking": "/my/bookings/{booking}/cancel/",
        "portal:child-card": "/my/bookings/{afternoon}/card/",
    },
}
# The routes these rooms open; no other page of the workbench is without its one thing.
FURTHER = {
    "desk:account-points",
    "desk:activity-certificates",
    "desk:activity-draw",
    "desk:appeal",
    "desk:area-level-act",
    "desk:change-card",
    "desk:charge",
    "desk:come-or-go",
    "desk:compare-report",
    "desk:erasure",
    "desk:excuse",
    "desk:incident",
    "desk:kept-too-long",
    "desk:minded",
    "desk:new-appointment",
    "desk:new-member",
    "desk:new-notice",
    "desk:new-volunteer",
    "desk:own-visit",
    "desk:own-visits",
    "desk:pass-visits-on",
    "desk:person-data",
    "desk:printing",
    "desk:record-appeal",
    "desk:renew-code",
    "desk:round-results",
    "desk:round-visit",
    "desk:store",
    "desk:take-back-act",
    "desk:take-back-intent",
}

# Pages one comes to by what one sent on the page before.
STEPS = {
    "account_login",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "portal:code",
    "portal:join",
    "portal:phone-code",
}


def route_of(path):
    """The name of the route an address belongs to."""
    return resolve(urlsplit(path).path).view_name


def faults(page, width):
    """What is wrong with a page at a width: what shuts people out, and what runs over the edge."""
    page.set_viewport_size({"width": width, "height": 768 if width > 500 else 740})
    if KEPT:
        keep(page, width)
    found = [
        (width, one["id"], one["nodes"][0]["html"][:200])
        for one in Axe().run(page).response["violations"]
        if one["impact"] in GRAVE
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*found, (width, "overflow", wide)] if wide > width else found


def shown(page):
    """What is wrong with the page a window shows, on a desk and on a phone."""
    return [*faults(page, 1366), *faults(page, 360)]


def all_faults(page, paths):
    """The faults of pages, by path; a page that does not open is one."""
    found = {}
    for path in paths:
        status = page.goto(path).status
        wrong = [status] if status != 200 else shown(page)
        if wrong:
            found[path] = wrong
    return found


def sent(page, path, **fields):
    """Send a form with these fields from where a window is; return the status of what comes back."""
    with page.expect_navigation() as came:
        page.evaluate(
            """([path, fields]) => {
                const form = Object.assign(document.createElement("form"), {method: "post"})
                form.setAttribute("action", path)
                const token = document.querySelector("[name=csrfmiddlewaretoken]")
                if (token) form.append(token.cloneNode())
                for (const [name, value] of Object.entries(fields)) {
                    form.append(Object.assign(document.createElement("input"), {name, value}))
                }
                document.body.append(form)
                form.submit()
            }""",
            [path, fields],
        )
    return came.value.status


def keep(page, width):
    """Keep a picture of a page."""
    language = page.evaluate("document.documentElement.lang")
    name = urlsplit(page.url).path.strip("/").replace("/", "_")[:90] or "home"
    page.screenshot(path=Path(KEPT) / f"{name}-{language}-{width}.png", full_page=True)
