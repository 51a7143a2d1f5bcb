"""A notice before the public: released by a second person, withdrawn, closed and expired by the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid
from jinguo.core.identifiers import Kind, refuse_identifiers
from jinguo.notices import events, periods, policies, queries, texts
from jinguo.notices.actions import common
from jinguo.notices.actions.objecting import close_unneeded
from jinguo.notices.followers import Move
from jinguo.notices.models import Entry, Notice
from jinguo.org.actor import Actor

AHEAD = 30  # days for which a notice can be released before it begins
BY_DAY = Actor.system("notices")


@transaction.atomic
def release(*, actor: Actor, notice_id: UUID, starts_on: date, now: datetime) -> Notice:
    """
    Put a notice before the public from ``starts_on``, which counts; its days are counted from there.

    Records ``notices.released``. Everything that is printed is looked through once more, and the
    module that listed the names may refuse.

    :raises NotFound: no such notice for this actor
    :raises WrongState: it does not wait for release
    :raises Denied: her posts do not include it there, or she had a hand in it
    :raises Invalid: ``starts_on`` is before today or more than 30 days ahead
    :raises IdentifierFound: something in it can lead to a person
    :raises Refused: something listed may no longer be put on notice
    """
    notice = queries.get_notice(actor, notice_id, lock=True)
    step = policies.check_release(actor, notice)
    _check_start(starts_on, timezone.localdate(now))
    _look_through(notice)
    period = periods.Period(notice.days, notice.count)
    end = periods.last_day(starts_on, period)
    notice.starts_on, notice.ends_on = starts_on, end.on
    notice.expires_on = end.on + timedelta(days=notice.shown_days)
    notice.is_provisional = end.is_provisional
    notice.state = step.target
    notice.save(update_fields=["starts_on", "ends_on", "expires_on", "is_provisional", "state"])
    count = notice.entries.update(ends_on=end.on)
    common.write_down(notice, step.verb, step.source, step.target, actor=actor, now=now)
    common.note(actor, step.verb, notice)
    common.moved(notice, Move.RELEASED, notice.entries.all(), until=end.on, actor=actor, now=now)
    common.record(events.Released, notice, object_id=notice.id, actor=actor, now=now, entries=count)
    return notice


@transaction.atomic
def send_back(*, actor: Actor, notice_id: UUID, reason: str, now: datetime) -> Notice:
    """
    Give a notice back to those who drafted it, saying what to change.

    :raises NotFound: no such notice for this actor
    :raises WrongState: it does not wait for release
    :raises Denied: her posts do not include it there
    :raises Invalid: no reason is given
    :raises IdentifierFound: the reason holds something a person can be found or harmed by
    """
    notice = queries.get_notice(actor, notice_id, lock=True)
    step = policies.check(actor, "send-back", notice)
    why = texts.public_text("reason", reason)
    common.move(notice, step.verb, step.target, actor=actor, now=now, reason=why)
    return notice


@transaction.atomic
def withdraw(*, actor: Actor, notice_id: UUID, reason: str, now: datetime) -> Notice:
    """
    Take a notice back; nobody on it counts as having been on notice, and open objections lapse.

    Records ``notices.withdrawn`` when it had been released.

    :raises NotFound: no such notice for this actor
    :raises WrongState: it has expired or is withdrawn already
    :raises Denied: her posts do not include it there
    :raises Invalid: no reason is given
    :raises IdentifierFound: the reason holds something a person can be found or harmed by
    """
    notice = queries.get_notice(actor, notice_id, lock=True)
    step = policies.check(actor, "withdraw", notice)
    why = texts.public_text("reason", reason)
    close_unneeded(notice.objections.all(), actor=actor, now=now)
    notice.entries.filter(state=Entry.State.FROZEN).update(state=Entry.State.LISTED, frozen_on=None)
    common.move(notice, step.verb, step.target, actor=actor, now=now, reason=why)
    common.moved(notice, Move.WITHDRAWN, notice.entries.all(), reason=why, actor=actor, now=now)
    if step.source in Notice.PUBLIC:
        common.record(events.Withdrawn, notice, object_id=notice.id, actor=actor, now=now)
    return notice


@transaction.atomic
def close_by_day(*, now: datetime) -> int:
    """
    Close the notices whose last day is over, and take from view those past their last day of all.

    Records ``notices.closed``. A name whose own days run on after an objection keeps its notice in view.
    Returns how many notices changed.
    """
    today = timezone.localdate(now)
    ended = _locked(Q(state=Notice.State.RELEASED, ends_on__lt=today))
    for notice in ended:
        common.move(notice, "close", Notice.State.CLOSED, actor=BY_DAY, now=now)
        common.record(events.Closed, notice, object_id=notice.id, actor=BY_DAY, now=now)
    going_on = queries.going_on(today).values("notice")
    over = _locked(Q(state=Notice.State.CLOSED, expires_on__lt=today) & ~Q(id__in=going_on))
    for notice in over:
        common.move(notice, "expire", Notice.State.EXPIRED, actor=BY_DAY, now=now)
    return len(ended) + len(over)


def _locked(which: Q) -> list[Notice]:
    rows = Notice.objects.filter(which).order_by("id")
    return list(rows.select_for_update(of=("self",), no_key=True))


def _check_start(starts_on: date, today: date) -> None:
    if not today <= starts_on <= today + timedelta(days=AHEAD):
        sentence = _("A notice begins today or up to %(days)d days from now.") % {"days": AHEAD}
        raise Invalid(sentence, starts_on=sentence)


def _look_through(notice: Notice) -> None:
    """
    Pass when nothing that will be printed leads to a person.

    :raises IdentifierFound: naming the column
    """
    for field in ("title", "introduction", "basis"):
        refuse_identifiers(getattr(notice, field), field=field)
    texts.office_phone(notice.contact_phone)
    refuse_identifiers(notice.contact_room, field="contact_room", besides=[Kind.ADDRESS])
    for field in ("name", "place", "level"):
        for text in notice.entries.order_by().values_list(field, flat=True).distinct():
            refuse_identifiers(text, field=field)
