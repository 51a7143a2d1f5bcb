"""After a class: certificates, what was thought of it, and what became of who attended."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import events, policies, queries, telling
from jinguo.activities.actions import common
from jinguo.activities.follow_ups import outcome_category
from jinguo.activities.models import (
    Activity,
    Certificate,
    CertificateCounter,
    Enrolment,
    Feedback,
    Outcome,
    Session,
)
from jinguo.core.dates import months_after
from jinguo.core.errors import Invalid, Refused
from jinguo.core.serials import take_serials
from jinguo.facts import actions as facts

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

COUNTY = 6  # digits of the code of the area that numbers its certificates
WORDS = 500  # signs
COMPLETED = Enrolment.State.COMPLETED


@transaction.atomic
def issue_certificates(
    *, actor: Actor, activity_id: UUID, on: date, now: datetime
) -> list[Certificate]:
    """
    Give a certificate to everybody who was at the pack's share of the sessions held, and has none.

    Numbers run on without gaps in a county and year. Run again it changes nothing. Records
    ``activities.certified``.

    :raises NotFound: no such activity for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it is not over
    :raises Refused: its kind leads to no certificate
    """
    activity = queries.get_activity(actor, activity_id, lock=True)
    policies.check_plan(actor, activity.area_id)
    policies.check_activity(activity, "certify")
    if not queries.kind_of(activity, on).is_class:
        raise Refused(_("Certificates are for classes."))
    held = activity.sessions.filter(state=Session.State.HELD).count()
    times = queries.attended(activity)
    share = queries.limits_of(activity, on).certificate_percent
    without = queries.entries_with_persons(activity).filter(state=COMPLETED, certificate=None)
    earned = [one for one in without if times.get(one.id, 0) * 100 >= max(share * held, 1)]
    numbers = take_numbers(activity, on.year, len(earned))
    made = Certificate.objects.bulk_create(
        Certificate(
            enrolment=one, number=number, issued_on=on, attended=times.get(one.id, 0), held=held
        )
        for one, number in zip(earned, numbers, strict=True)
    )
    facts.record(
        [
            common.counted(events.Certified, activity, one.id, on, subject=one.enrolment.person_id)
            for one in made
        ],
        actor=actor,
    )
    telling.tell(actor, "certificate-ready", earned, now=now)
    if made:
        common.note(actor, "issue-certificates", activity, count=len(made))
    return made


def take_numbers(activity: Activity, year: int, count: int) -> list[str]:
    """Return the next numbers of a county and year; their counter is held until the transaction ends."""
    county = activity.area_id[:COUNTY]
    serials = take_serials(CertificateCounter, count=count, area=county, year=year)
    return [f"{county}-{year}-{serial:05d}" for serial in serials]


@transaction.atomic
def give_feedback(
    *, actor: Actor, enrolment_id: UUID, rating: int, words: str, now: datetime
) -> Feedback:
    """
    Say how an activity was, from 1 to 5 and in words; said again, the later word counts.

    :raises NotFound: no such entry for this actor
    :raises Denied: the actor may not speak for this person
    :raises Refused: she was at no session
    :raises Invalid: a rating outside 1 to 5, or too many words
    """
    entry = queries.get_enrolment(actor, enrolment_id)
    policies.check_end(actor, entry)
    policies.check_was_there(entry, queries.attended(entry.activity).get(entry.id, 0))
    words = words.strip()
    if not 1 <= rating <= 5:
        raise Invalid(_("Choose 1 to 5."), rating=rating)
    if len(words) > WORDS:
        raise Invalid(_("Say it in at most %d signs.") % WORDS, words=words)
    said, _new = Feedback.objects.update_or_create(
        enrolment=entry, defaults={"rating": rating, "words": words, "at": now}
    )
    common.note(actor, "give-feedback", entry.activity)
    return said


@transaction.atomic
def record_outcome(
    *,
    actor: Actor,
    enrolment_id: UUID,
    after_months: int,
    result: str,
    income: str = "",
    on: date,
    now: datetime,
) -> Outcome:
    """
    Record what became of somebody some months after she completed a class.

    Records ``activities.followed-up``.

    :raises NotFound: no such entry for this actor
    :raises Denied: the actor does not record what happens there
    :raises WrongState: she did not complete the class
    :raises Refused: she was at no session, these months have not passed, or it was recorded
    :raises Invalid: the kind is not followed up then, or an unknown result or income
    """
    entry = queries.get_enrolment(actor, enrolment_id, lock=True)
    activity = entry.activity
    policies.check_attend_activity(actor, activity)
    policies.check_entry(entry, "follow-up")
    policies.check_came(entry, queries.attended(activity).get(entry.id, 0))
    months = queries.kind_of(activity, on).follow_up_months
    if after_months not in months:
        raise Invalid(_("The plan does not ask after so many months."), after_months=after_months)
    if result not in Outcome.Result or (income and income not in Outcome.Income):
        raise Invalid(_("Choose what became of her from the list."), result=result)
    last = queries.sessions_of(activity).filter(state=Session.State.HELD).last()
    due_on = months_after(timezone.localdate(last.starts_at), after_months) if last else None
    if due_on is None or on < due_on or on > timezone.localdate(now):
        raise Refused(_("These months have not passed yet, or the day is still to come."))
    if entry.outcomes.filter(after_months=after_months).exists():
        raise Refused(_("This is recorded already."))
    made = Outcome.objects.create(
        enrolment=entry, after_months=after_months, result=result, income=income, on=on,
        account=actor.account_id,
    )  # fmt: skip
    data = {"months": after_months, "income": income, "course": activity.category}
    fact = common.counted(
        events.FollowedUp, activity, made.id, on, category=outcome_category(result, after_months),
        subject=entry.person_id, data=data,
    )  # fmt: skip
    facts.record([fact], actor=actor)
    common.note(actor, "record-outcome", activity)
    return made
