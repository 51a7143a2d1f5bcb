"""The page of an activity: when it meets, for whom it is, how seats go, and what a booking binds one to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.activities import policies
from jinguo.activities.models import Activity, Allocation, Draw, Session
from jinguo.activities.rulesets import Limits, Ruleset, Stage
from jinguo.activities.sentences import audience_of
from jinguo.core.money import exact
from jinguo.core.web import refusal
from jinguo.portal.activities.availability import (
    Tag,
    availability,
    instant,
    is_over,
    seats_text,
)
from jinguo.portal.activities.fairs import Fair, fair_of
from jinguo.portal.activities.rows import day_of

DRAW = Allocation.DRAW


@dataclass(frozen=True)
class Meeting:
    """One session as the page of its activity, or of a booking, shows it."""

    number: int
    title: str
    day: str
    starts_at: datetime
    ends_at: datetime
    place: str
    site_code: str
    instructor: str
    is_cancelled: bool
    why_cancelled: str
    is_live: bool


@dataclass(frozen=True)
class DrawShown:
    """What of a draw is public: the hash of its seed, and once drawn the seed."""

    text: str
    commitment: str
    seed: str
    has_record: bool


@dataclass(frozen=True)
class ActivityPage:
    """What the page shows besides the activity's own words; ``why_not`` is why nobody can book now."""

    about: str
    advice: str
    fair: Fair | None
    tag: Tag
    audience: Sequence[str]
    facts: Sequence[tuple[str, str]]
    draw: DrawShown | None
    book_title: str
    why_not: str | None
    is_over: bool
    contact: str


def activity_page(
    activity: Activity, ruleset: Ruleset, known: Sequence[Stage], now: datetime
) -> ActivityPage:
    """
    Return what the page of an activity shows; ``activity`` comes from :func:`queries.get_public`.

    ``known`` are the stages of family life that the packs over its area name.
    """
    titles = {one.id: one.label for one in (*ruleset.kinds, *ruleset.categories)}
    named = [titles.get(key, "") for key in (activity.kind, activity.category)]
    kind = next((one for one in ruleset.kinds if one.id == activity.kind), None)
    return ActivityPage(
        about=" · ".join(filter(None, named)),
        advice=kind.advice_text if kind else "",
        fair=fair_of(activity, kind),
        tag=availability(activity, now),
        audience=[*stages(activity, known), *audience_of(activity)],
        facts=facts_over(activity) if is_over(activity, now) else facts(activity, ruleset.limits),
        draw=draw_of(activity),
        book_title=book_title(activity),
        why_not=why_not(activity, now),
        is_over=is_over(activity, now),
        contact=activity.site.contact if activity.site else "",
    )


def why_not(activity: Activity, now: datetime) -> str | None:
    """Return why one cannot book; of what is full before it opens it does not say when it opens."""
    full = full_text(activity)
    if full and now < activity.opens_at:
        return full
    return refusal(policies.check_open, activity, now) or full


def stages(activity: Activity, known: Sequence[Stage]) -> list[str]:
    """Return the stages of family life an activity is for, as one sentence; nothing when it is for all."""
    titles = {stage.id: stage.label for stage in known}
    named = [titles.get(one, one) for one in activity.stages]
    return [_("For this stage of family life: %s.") % ", ".join(named)] if named else []


def full_text(activity: Activity) -> str | None:
    """Return that neither a seat nor a place in the waiting list is left, when that is so."""
    if activity.allocation == DRAW or activity.taken < activity.capacity:
        return None
    if not activity.waiting_capacity:
        return _("All seats are taken.")
    if activity.waiting < activity.waiting_capacity:
        return None
    return _("All seats are taken, and the waiting list is full.")


def discreet_title(activity: Activity) -> str:
    """Return what an activity is called where others may look on: a private one is an appointment."""
    return _("Appointment") if activity.is_private else activity.title


def book_title(activity: Activity) -> str:
    """Return what the button does now."""
    if activity.allocation == DRAW:
        return _("Take part in the draw")
    if activity.waiting_capacity and (activity.waiting or activity.taken >= activity.capacity):
        return _("Join the waiting list")
    return _("Make an appointment") if activity.is_private else _("Book")


def facts(activity: Activity, limits: Limits) -> list[tuple[str, str]]:
    """Return what one should know before booking, each under its name; what does not apply is left out."""
    found = [
        (
            _("Seats"),
            _("%d in all") % activity.capacity
            if activity.allocation == DRAW
            else seats_text(activity),
        ),
        (_("How seats go"), allocation_text(activity)),
        (
            _("Entries") if activity.allocation == DRAW else _("Waiting list"),
            waiting_text(activity),
        ),
        (_("Booking opens"), instant(activity.opens_at)),
        (_("Booking closes"), instant(activity.closes_at)),
        (_("Family seats"), family_text(activity)),
        (_("Fee"), fee_text(activity)),
        (_("Takes place"), minimum_text(activity)),
        (_("Cancelling"), cancel_text(limits)),
        (_("Organiser"), str(activity.unit or "")),
    ]
    return [(name, text) for name, text in found if text]


def facts_over(activity: Activity) -> list[tuple[str, str]]:
    """Return what is still worth knowing once nothing of it is to come: nobody books any more."""
    found = [(_("Fee"), fee_text(activity)), (_("Organiser"), str(activity.unit or ""))]
    return [(name, text) for name, text in found if text]


def fee_due(activity: Activity, seats: int = 1) -> str:
    """Return what somebody has to pay on site for so many seats; empty where it costs nothing."""
    if not activity.fee_fen:
        return ""
    if seats == 1:
        return fee_text(activity)
    return _("%(fee)s; for your %(seats)d seats %(total)s yuan") % {
        "fee": fee_text(activity), "seats": seats, "total": exact(activity.fee_fen * seats),
    }  # fmt: skip


def allocation_text(activity: Activity) -> str:
    """Return how seats are given, and whether the organiser confirms them."""
    how = (
        _("By lot after booking closes: it does not matter who comes first.")
        if activity.allocation == DRAW
        else _("First come, first served.")
    )
    confirmed = _("The organiser confirms each booking.") if activity.needs_confirmation else ""
    return "\n".join(filter(None, [how, confirmed]))


def waiting_text(activity: Activity) -> str:
    """Return how many wait: of the waiting list, or for the draw."""
    if activity.allocation == DRAW:
        return ngettext("%d entry so far", "%d entries so far", activity.waiting) % activity.waiting
    if not activity.waiting_capacity:
        return _("There is no waiting list.")
    return _("%(waiting)d of %(most)d places in the waiting list are taken.") % {
        "waiting": activity.waiting,
        "most": activity.waiting_capacity,
    }


def family_text(activity: Activity) -> str:
    """Return how many seats one entry may take, when it is more than one."""
    if activity.seats_most == 1:
        return ""
    return _("Up to %d seats in one booking.") % activity.seats_most


def fee_text(activity: Activity) -> str:
    """Return what a seat costs; it is paid on site."""
    if not activity.fee_fen:
        return _("Free")
    cost = _("%s yuan a seat, paid on site") % exact(activity.fee_fen)
    if not activity.fee_note:
        return cost
    return _("%(cost)s (%(note)s)") % {"cost": cost, "note": activity.fee_note}


def minimum_text(activity: Activity) -> str:
    """Return how many it takes to be held."""
    return _("From %d people on.") % activity.minimum if activity.minimum > 1 else ""


def cancel_text(limits: Limits) -> str:
    """Return until when one cancels without consequence, and what follows later."""
    if not limits.cancel_hours:
        return _("Free until it starts.")
    free = ngettext(
        "Free until %d hour before it starts.", "Free until %d hours before it starts.",
        limits.cancel_hours,
    ) % limits.cancel_hours  # fmt: skip
    if not limits.absences_most:
        return free
    late = _(
        "Later it counts as an absence; after %(most)d absences in %(days)d days there is no booking for"
        " %(block)d days."
    ) % {"most": limits.absences_most, "days": limits.absence_days, "block": limits.block_days}
    return f"{free}\n{late}"


def promise_text(limits: Limits, first: Session | None, now: datetime) -> str:
    """
    Return what she is told of cancelling as she books: the rule, or that no free hours are left.

    ``first`` is the first session to be held.
    """
    ends = first.starts_at - timedelta(hours=limits.cancel_hours) if first else None
    if ends is None or now <= ends:
        return cancel_text(limits)
    if not limits.absences_most:
        return _("Free until it starts.")
    late = ngettext(
        "It starts in less than %d hour: giving up the seat counts as an absence.",
        "It starts in less than %d hours: giving up the seat counts as an absence.",
        limits.cancel_hours,
    ) % limits.cancel_hours  # fmt: skip
    return f"{late}\n{block_text(limits)}"


def block_text(limits: Limits) -> str:
    """Return what follows after too many absences."""
    return _("After %(most)d absences in %(days)d days there is no booking for %(block)d days.") % {
        "most": limits.absences_most,
        "days": limits.absence_days,
        "block": limits.block_days,
    }


def draw_of(activity: Activity) -> DrawShown | None:
    """Return what of the draw is public; None without one."""
    found = Draw.objects.filter(activity=activity).first()
    if found is None:
        return None
    text = (
        _(
            "Drawn. The file holds the seed, the codes of the entries, the seats and the order. Anybody"
            " repeats the draw with it: ./jinguo draw verify draw.json."
        )
        if found.seed
        else _(
            "The seed of the draw is fixed already. Its fingerprint stands here, the seed itself after the"
            " draw, so that anybody can check that nothing was changed."
        )
    )
    return DrawShown(text, found.seed_hash, found.seed, found.capacity is not None)


def meetings(sessions: Sequence[Session]) -> list[Meeting]:
    """Return the sessions of an activity as its page shows them."""
    return [
        Meeting(
            number=session.number,
            title=session.title,
            day=day_of(session.starts_at),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            place=session.where,
            site_code=session.site.code if session.site else "",
            instructor=session.instructor_name,
            is_cancelled=session.state == Session.State.CANCELLED,
            why_cancelled=session.cancelled_because,
            is_live=bool(session.stream_url or session.replay_url),
        )
        for session in sessions
    ]
