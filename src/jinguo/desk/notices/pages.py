"""What the pages of notices show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from jinguo.assess import queries as assess
from jinguo.assess.actions import check_none_certified
from jinguo.assess.models import Application
from jinguo.core.web import refusal
from jinguo.desk.assess.narrowing import list_address
from jinguo.desk.assess.pages import Button, Moment, in_order
from jinguo.notices import policies, queries, states
from jinguo.notices.models import Change, Entry, Notice
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.sites import policies as site_policies
from jinguo.sites import queries as sites

STATE_TAGS = {
    "draft": "",
    "proposed": "wait",
    "released": "main",
    "closed": "good",
    "expired": "",
    "withdrawn": "bad",
}
ENTRY_TAGS = {"listed": "", "frozen": "warn", "struck": "bad"}
OBJECTION_TAGS = {"open": "warn", "upheld": "bad", "rejected": "good", "lapsed": ""}
ONWARD = ("propose", "release")
PAGES = {"change": "desk:change-notice"}


@dataclass(frozen=True)
class Line:
    """One line of a notice, with the address at which an objection to it is recorded, if it may be."""

    entry: Entry
    tag: str
    object_href: str


def buttons(actor: Actor, notice: Notice) -> list[Button]:
    """Return what may be done to a notice as it stands, the step that takes it onward first."""
    made = [
        Button(
            verb=verb,
            title=states.verb_title(verb),
            href=verb_url(notice, verb),
            refusal=refusal(check, actor, verb, notice) or "",
            is_grave=verb == "withdraw",
            is_first=verb in ONWARD,
        )
        for verb in states.verbs_from(notice.state)
    ]
    return in_order(made)


def check(actor: Actor, verb: str, notice: Notice) -> None:
    """
    Pass when the act a button stands for would pass, as the action itself asks.

    :raises Denied: the actor may not
    :raises Refused: the state of the notice does not allow it
    """
    if verb == "release":
        policies.check_release(actor, notice)
    else:
        policies.check(actor, verb, notice)
    if verb == "withdraw":
        check_unneeded(notice)


def check_unneeded(notice: Notice) -> None:
    """
    Pass when nothing that was granted rests on a notice: no level, no plaque.

    :raises Refused: naming what does
    """
    listed = notice.entries.values("object_id")
    if notice.object_type == Application.OBJECT_TYPE:
        check_none_certified(assess.certified_among(listed))
    else:
        site_policies.check_none_open(sites.standing_among(listed))


def verb_url(notice: Notice, verb: str) -> str:
    """Return the page on which a verb is done."""
    if verb in PAGES:
        return reverse(PAGES[verb], args=[notice.id])
    return reverse("desk:notice-act", args=[notice.id, verb])


def certify_url(actor: Actor, notice: Notice) -> str:
    """Return the list of those to be certified, when the notice is over and some on it still are."""
    if notice.state != Notice.State.CLOSED or not actor.can(Capability.ASSESS_CERTIFY):
        return ""
    listed = notice.entries.values("object_id")
    state = Application.State.ON_NOTICE
    if not assess.applications(actor).filter(id__in=listed, state=state).exists():
        return ""
    return list_address(programme=notice.programme, state=state, duty=assess.OWN)


def lines(actor: Actor, notice: Notice, entries: list[Entry], today: date) -> list[Line]:
    """Return lines of a notice as its page shows them."""
    made = []
    for entry in entries:
        entry.notice = notice
        refused = refusal(policies.check_object, actor, entry, today)
        href = "" if refused else reverse("desk:object-to", args=[entry.id])
        made.append(Line(entry, ENTRY_TAGS[entry.state], href))
    return made


def moments(notice: Notice) -> list[Moment]:
    """Return what happened to a notice, newest first."""
    return [
        Moment(moment_title(one), one.on, one.actor, one.reason, None)
        for one in queries.history(notice)
    ]


def moment_title(change: Change) -> str:
    """Return what was done, with the number of the objection it was done to."""
    title = states.verb_title(change.verb)
    return f"{title} · {change.objection.number}" if change.objection else title
