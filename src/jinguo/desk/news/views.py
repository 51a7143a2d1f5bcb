"""What is new for me: on a page, and as the number on the bell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jinguo.desk.assess.narrowing import list_address
from jinguo.desk.assess.pages import state_title
from jinguo.desk.figures.targets import target_bars
from jinguo.desk.home.work import programme_titles
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.news import actions, queries
from jinguo.desk.news.queries import Changed
from jinguo.notices.messages import get_template
from jinguo.org.roles import Capability

ICONS = {
    "notice": "megaphone",
    "import": "file-up",
    "printing": "printer",
    "application": "clipboard-check",
    "recognition": "badge-check",
    "visit": "map-pin",
    "message": "mail",
}


@dataclass(frozen=True)
class Row:
    """One thing that is new, and where it opens."""

    text: str
    about: str
    at: datetime
    href: str
    icon: str


@access(None)
@require_GET
def news(request: DeskRequest) -> HttpResponse:
    """Show what others did that concerns the actor since she last looked, and which targets are behind."""
    actor, now = request.actor, timezone.now()
    since, titles = queries.last_look(actor, now), programme_titles(actor)
    area = actor.home_for(Capability.FIGURES_VIEW)
    bars = target_bars(actor, area, timezone.localdate(now))
    context = {
        "since": since,
        "until": now,
        "rows": [row(one, titles) for one in queries.news(actor, since)],
        "behind": [bar for bar in bars if bar.is_behind],
        "days": queries.KEPT.days,
    }
    return render_page(request, "desk/news/news.html", context)


@access(None)
@require_GET
def count(request: DeskRequest) -> HttpResponse:
    """Return how many things are new; the bell asks for it after each page, so that no page waits."""
    since = queries.last_look(request.actor, timezone.now())
    number = len(queries.news(request.actor, since))
    return render_page(request, "desk/news/count.html", {"number": number})


@access(None)
@require_POST
def seen(request: DeskRequest) -> HttpResponse:
    """Mark what is new as seen."""
    actions.mark_seen(actor=request.actor, now=timezone.now())
    return redirect("desk:news")


def row(one: Changed, titles: Mapping[str, str]) -> Row:
    """Return something that was done as a row, linked to its page or to its list."""
    if one.kind == "notice":
        href = reverse("desk:notice", args=[one.id])
    elif one.kind == "message":
        href = reverse("desk:news")  # all of it is said here
    elif one.kind == "visit":
        href = reverse("desk:own-visits")
    elif one.kind in ("import", "printing"):
        href = reverse(f"desk:{one.kind}", args=[one.id])
    else:
        href = list_address(programme=one.programme, state=one.what)
    about = one.title or titles.get(one.programme, "")
    return Row(said(one), about, one.at, href, ICONS[one.kind])


def said(one: Changed) -> str:
    """Say what was done."""
    if one.kind == "message":
        return get_template(one.what).title()
    if one.kind == "visit":
        said = ngettext("%d visit is passed on to you", "%d visits are passed on to you", one.count)
        return said % one.count
    texts = {
        ("notice", "send-back"): _("Sent back to you"),
        ("notice", "release"): _("The notice is released"),
        ("notice", "withdraw"): _("The notice is withdrawn"),
        ("notice", "object"): _("Somebody objects to the notice"),
        ("notice", "decide"): _("An objection is decided"),
        ("notice", "take-out"): _("A line was taken out of the notice"),
        ("import", "done"): _("The background worker is done"),
        ("import", "refused"): _("The background worker refused it"),
        ("printing", "done"): _("The plaques are printed"),
        ("printing", "refused"): _("The background worker refused it"),
    }
    if text := texts.get((one.kind, one.what)):
        return text
    households = ngettext("%d household", "%d households", one.count) % one.count
    return f"{state_title(one.what)} · {households}"
