"""Fairs: stalls of firms and makers, the posts firms offer, who means to take one, and who was hired."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.activities import events, policies, queries, texts
from jinguo.activities.actions import common, fair_figures
from jinguo.activities.models import Activity, Intent, Stall, Vacancy
from jinguo.core import money
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.core.identity import check_uscc
from jinguo.facts import actions as facts
from jinguo.people import policies as register
from jinguo.people import queries as people

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jinguo.org.actor import Actor

NAME_LENGTH = 100
MOST_SALES = 100_000_000_000  # fen, a billion yuan


@transaction.atomic
def add_stall(
    *,
    actor: Actor,
    activity_id: UUID,
    name: str,
    now: datetime,
    uscc: str = "",
    vendor_id: UUID | None = None,
    is_womans: bool = False,
    goods: str = "",
) -> Stall:
    """
    Give a firm, by its credit code, or a maker a stall at a fair; stalls are numbered as they come.

    It is counted when the fair is held, as ``activities.stall``; after that at once.

    :raises NotFound: no such activity for this actor, or a vendor she does not see
    :raises Denied: the actor does not plan activities there
    :raises WrongState: the activity is cancelled
    :raises Invalid: no name, or a code that does not check
    :raises IdentifierFound: a text holds something a person can be found or harmed by
    :raises Refused: it is no fair, or the firm has a stall
    """
    activity = _fair(actor, activity_id, now)
    name = texts.public_line(name, field="name")
    if not 0 < len(name) <= NAME_LENGTH:
        raise Invalid(_("Give a name, in at most %d signs.") % NAME_LENGTH, name=name)
    code = check_uscc(uscc) if uscc.strip() else ""
    if code and activity.stalls.filter(uscc=code).exists():
        raise Refused(_("This firm has a stall at the fair already."))
    if vendor_id is not None:
        people.get_person(actor, vendor_id)
    said = texts.public_line(goods, field="goods")
    last = activity.stalls.aggregate(last=Max("number"))["last"] or 0
    stall = Stall.objects.create(
        activity=activity, number=last + 1, name=name, uscc=code,
        vendor_id=vendor_id, is_womans=is_womans, goods=said,
    )  # fmt: skip
    fair_figures.count_stall(actor, activity, stall)
    common.note(actor, "add-stall", activity)
    return stall


def _fair(actor: Actor, activity_id: UUID, now: datetime) -> Activity:
    """Return and lock a fair the actor plans."""
    activity = queries.get_activity(actor, activity_id, lock=True)
    policies.check_plan(actor, activity.area_id)
    policies.check_activity(activity, "keep-stalls")
    kind = queries.kind_of(activity, timezone.localdate(now))
    policies.check_fair(activity, has_stalls=kind.has_stalls)
    return activity


def _stall(actor: Actor, stall_id: UUID, now: datetime) -> Stall:
    """Return a stall of a fair the actor plans, the fair's row held."""
    found = Stall.objects.filter(activity__in=queries.activities(actor).values("id"))
    stall = found.filter(id=stall_id).first()
    if stall is None:
        raise NotFound(_("There is no such stall."))
    stall.activity = _fair(actor, stall.activity_id, now)
    return stall


@transaction.atomic
def add_vacancy(
    *,
    actor: Actor,
    stall_id: UUID,
    title: str,
    places: int,
    now: datetime,
    wage_from_fen: int | None = None,
    wage_to_fen: int | None = None,
    requirements: str = "",
) -> Vacancy:
    """
    Note a kind of post a firm offers at its stall, and how many of it.

    It is counted when the fair is held, as ``activities.places-offered``; after that at once.

    :raises NotFound: no such stall for this actor
    :raises Denied: the actor does not plan activities there
    :raises Refused: the stall is no firm's
    :raises Invalid: no title, no places, a wage beyond measure, or wages that fall
    :raises IdentifierFound: a text holds something a person can be found or harmed by
    """
    stall = _stall(actor, stall_id, now)
    title = texts.public_line(title, field="title")
    if not stall.uscc:
        raise Refused(_("Posts are offered by firms. Give the stall the firm's credit code."))
    if not 0 < len(title) <= 80 or not 1 <= places <= 10_000:
        raise Invalid(_("Give the post's name and 1 to 10,000 places."), title=title)
    for wage in (wage_from_fen, wage_to_fen):
        money.check_most(wage or 0)
    if wage_from_fen and wage_to_fen and wage_to_fen < wage_from_fen:
        raise Invalid(_("The highest wage lies below the lowest."), wage_to_fen=wage_to_fen)
    asked = texts.public_passage(requirements, field="requirements")
    made = Vacancy.objects.create(
        stall=stall, title=title, places=places, wage_from_fen=wage_from_fen,
        wage_to_fen=wage_to_fen, requirements=asked,
    )  # fmt: skip
    fair_figures.count_places(actor, stall.activity, made)
    common.note(actor, "add-vacancy", stall.activity)
    return made


@transaction.atomic
def remove_stall(*, actor: Actor, stall_id: UUID, now: datetime) -> Activity:
    """
    Take a stall, with the posts offered there, off a fair that was not held yet; return the fair.

    :raises NotFound: no such stall for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: the activity is cancelled
    :raises Refused: the fair was held, or somebody means to take a post there
    """
    stall = _stall(actor, stall_id, now)
    policies.check_not_held(stall.activity)
    _check_nobody_means(Intent.objects.filter(vacancy__stall=stall))
    fair_figures.uncount_stall(stall.activity, stall)
    stall.vacancies.all().delete()
    stall.delete()
    common.note(actor, "remove-stall", stall.activity)
    return stall.activity


@transaction.atomic
def remove_vacancy(*, actor: Actor, vacancy_id: UUID, now: datetime) -> Activity:
    """
    Take a post off a fair that was not held yet; return the fair.

    :raises NotFound: no such post for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: the activity is cancelled
    :raises Refused: the fair was held, or somebody means to take the post
    """
    post = _vacancy(vacancy_id)
    activity = _stall(actor, post.stall_id, now).activity
    policies.check_not_held(activity)
    _check_nobody_means(post.intents.all())
    fair_figures.uncount_post(activity, post)
    post.delete()
    common.note(actor, "remove-vacancy", activity)
    return activity


def _vacancy(vacancy_id: UUID) -> Vacancy:
    found = Vacancy.objects.filter(id=vacancy_id).first()
    if found is None:
        raise NotFound(_("There is no such post."))
    return found


def _check_nobody_means(intents: QuerySet[Intent]) -> None:
    if intents.exists():
        raise Refused(_("Somebody means to take a post there. It stays."))


@transaction.atomic
def record_intent(
    *, actor: Actor, vacancy_id: UUID, person_id: UUID, on: date, now: datetime
) -> Intent:
    """
    Note that a person and a firm mean to agree.

    Records ``activities.meant``.

    :raises NotFound: no such vacancy or person for this actor
    :raises Denied: the actor does not plan activities there
    :raises Refused: it is on record
    :raises Invalid: the day is still to come, or before the fair was open for enrolment
    """
    found = _vacancy(vacancy_id)
    activity = _stall(actor, found.stall_id, now).activity
    person = people.get_person(actor, person_id)
    register.check_unrestricted(person)
    if on > timezone.localdate(now):
        raise Invalid(_("The day is still to come."), on=on)
    opened_on = timezone.localdate(activity.opens_at)
    if on < opened_on:
        raise Invalid(
            _(
                "The fair is open for enrolment from %(day)s; an intent is of that day or a later one."
            )
            % {"day": date_format(opened_on)},
            on=on,
        )
    made, is_new = Intent.objects.get_or_create(vacancy=found, person=person, defaults={"on": on})
    if not is_new:
        raise Refused(_("This is on record already."))
    facts.record(
        [common.counted(events.Meant, activity, made.id, on, subject=person.id)], actor=actor
    )
    common.note(actor, "record-intent", activity)
    return made


@transaction.atomic
def settle_intent(
    *, actor: Actor, intent_id: UUID, is_hired: bool, on: date, now: datetime
) -> Intent:
    """
    Note whether a person was hired, as the firm or she confirms it.

    Records ``activities.hired`` for who was.

    :raises NotFound: no such intent for this actor
    :raises Denied: the actor does not plan activities there
    :raises Refused: it is settled
    :raises Invalid: the day is still to come, or before the intent
    """
    intent, activity = _intent(actor, intent_id, now)
    if intent.state != Intent.State.MEANT:
        raise Refused(_("This is settled already."))
    if not intent.on <= on <= timezone.localdate(now):
        raise Invalid(_("The day is still to come, or lies before it began."), on=on)
    intent.state = Intent.State.HIRED if is_hired else Intent.State.NOT_HIRED
    intent.settled_on = on
    intent.save(update_fields=["state", "settled_on"])
    if is_hired:
        _count_hired(actor, activity, intent, on)
    common.note(actor, "settle-intent", activity)
    return intent


def _intent(actor: Actor, intent_id: UUID, now: datetime) -> tuple[Intent, Activity]:
    """Return an intent of a fair the actor plans, with the fair; the rows of both are held."""
    rows = Intent.objects.select_for_update(of=("self",)).select_related("vacancy")
    intent = rows.filter(id=intent_id).first()
    if intent is None:
        raise NotFound(_("There is no such entry."))
    return intent, _stall(actor, intent.vacancy.stall_id, now).activity


def _count_hired(actor: Actor, activity: Activity, intent: Intent, on: date) -> None:
    hired = common.counted(events.Hired, activity, intent.id, on, subject=intent.person_id)
    facts.record([hired], actor=actor)


@transaction.atomic
def correct_intent(*, actor: Actor, intent_id: UUID, is_hired: bool, now: datetime) -> Intent:
    """
    Put right whether a person was hired; the day on which it was confirmed stays.

    Records ``activities.hired`` for who was, or takes back what was recorded for who was not.

    :raises NotFound: no such intent for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: the activity is cancelled
    :raises Refused: it is not settled, or settled so already
    """
    intent, activity = _intent(actor, intent_id, now)
    answer = Intent.State.HIRED if is_hired else Intent.State.NOT_HIRED
    if intent.settled_on is None:
        raise Refused(_("There is no answer yet that could be put right."))
    if intent.state == answer:
        raise Refused(_("This is on record already."))
    intent.state = answer
    intent.save(update_fields=["state"])
    if is_hired:
        _count_hired(actor, activity, intent, intent.settled_on)
    else:
        fair_figures.uncount_hired(activity, intent)
    common.note(actor, "correct-intent", activity)
    return intent


@transaction.atomic
def take_back_intent(*, actor: Actor, intent_id: UUID, reason: str, now: datetime) -> Activity:
    """
    Take an intent noted by mistake off a fair, and out of the figures with the reason; return the fair.

    What was answered goes with it. She may be noted for the post again.

    :raises NotFound: no such intent for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: the activity is cancelled
    :raises Invalid: no reason, or a longer one than fits
    """
    intent, activity = _intent(actor, intent_id, now)
    why = common.check_reason(reason)
    fair_figures.uncount_intent(activity, intent, why)
    intent.delete()
    common.note(actor, "take-back-intent", activity, purpose=why)
    return activity


@transaction.atomic
def record_sales(*, actor: Actor, stall_id: UUID, sales_fen: int, now: datetime) -> Stall:
    """
    Note what a stall says it sold, in fen; said again, the later word counts.

    It is counted when the fair is held, as ``activities.sold``; after that at once, for what was said before.

    :raises NotFound: no such stall for this actor
    :raises Denied: the actor does not plan activities there
    :raises Refused: nothing is sold at activities of this kind
    :raises Invalid: less than nothing, or more than any stall sells
    """
    stall = _stall(actor, stall_id, now)
    money.check_most(sales_fen, MOST_SALES)
    kind = queries.kind_of(stall.activity, timezone.localdate(now))
    policies.check_sales(stall.activity, has_sales=kind.has_sales)
    if stall.sales_fen != sales_fen:
        stall.sales_fen = sales_fen
        stall.save(update_fields=["sales_fen"])
        fair_figures.count_sales(actor, stall.activity, stall)
    common.note(actor, "record-sales", stall.activity)
    return stall
