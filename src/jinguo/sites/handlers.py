"""What facts of other modules cause here: what is held at a site writes its log."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jinguo.core.recorded import signed
from jinguo.facts.models import Fact
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.sites.actions import common, logging
from jinguo.sites.models import Site, SiteLog

SESSIONS = Actor.system("sessions", Capability.SITES_VIEW, Capability.SITES_LOG)


def session_held(facts: list[Fact], now: datetime) -> None:
    """
    Write each session that was held at a site into its log, and take back the one that was not after all.

    ``data`` has the id of the ``site``, the length in ``minutes``, and ``visitors`` where heads were counted.
    A session somewhere else is passed over. A dormant site wakes.
    """
    held_at = {str(fact.data["site"]) for fact in facts if fact.data.get("site")}
    rows = Site.objects.filter(id__in=held_at).select_for_update(of=("self",), no_key=True)
    sites = {str(site.id): site for site in rows.order_by("id")}
    for fact in facts:
        site = sites.get(str(fact.data.get("site")))
        if site and fact.quantity > 0:
            _add(site, fact, now)
        elif site:
            _take_back(site, fact, now)


def _add(site: Site, fact: Fact, now: datetime) -> None:
    line = SiteLog(
        site=site, kind=SiteLog.Kind.ACTIVITY, fact=fact.id, on=fact.occurred_on,
        minutes=fact.data.get("minutes"), people=fact.data.get("visitors"), **signed(SESSIONS, now),
    )  # fmt: skip
    logging.add_activity(line, actor=SESSIONS, now=now)
    common.note(SESSIONS, "sites.log-activity", site)


def _take_back(site: Site, fact: Fact, now: datetime) -> None:
    """Take back the line of the session a fact undoes; one that never came here is passed over."""
    of_session = Fact.objects.filter(kind=fact.kind, object_id=fact.object_id, quantity__gt=0)
    lines = SiteLog.objects.filter(site=site, fact__in=of_session.values("id"), reversal=None)
    for line in lines.select_related("site"):
        logging.take_back(line, _("The session was not held."), actor=SESSIONS, now=now)
        common.note(SESSIONS, "sites.take-line-back", site)
