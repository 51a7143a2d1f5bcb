"""What households have, and how it came about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.ledger.models import Entry, HandOver
from jinguo.ledger.models.entries import HOLDER
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.core.dates import Span
    from jinguo.org.actor import Actor
    from jinguo.people.models import Household


def balances(households: Collection[UUID] | QuerySet[Household]) -> dict[UUID, int]:
    """
    Return the points of some households, by id; one without an entry is left out.

    ``households`` are ids, or a queryset, that the caller got from the register.
    """
    found = Entry.objects.of(households).annotate(holder=HOLDER).values("holder")
    return dict(found.annotate(total=Sum("points")).values_list("holder", "total"))


def balance_of(household: Household) -> int:
    """Return the points a household has. The caller got it from the register."""
    return balances([household.id]).get(household.id, 0)


@dataclass(frozen=True)
class Expiring:
    """Points that count until ``last_day``, inclusive, if nothing is exchanged before."""

    last_day: date
    points: int


def expiring(household: Household, today: date) -> list[Expiring]:
    """
    Return which points of a household stop counting when, the first day first.

    What it exchanges is taken from those that expire first. Those that expire with the coming night's job
    have their last day before ``today``. The caller got the household from the register.
    """
    earns = Q(kind=Entry.Kind.EARN) | Q(reverses__kind=Entry.Kind.EARN)
    found = Entry.objects.of([household.id]).filter(earns).values("expires_on").order_by()
    by_day = dict(found.annotate(total=Sum("points")).values_list("expires_on", "total"))
    left = balance_of(household)
    lasting = sum(by_day.values())
    made = []
    for day in sorted(one for one in by_day if one is not None):
        lasting -= by_day[day]
        if day >= today and left > lasting:
            made.append(Expiring(day - timedelta(days=1), left - lasting))
            left = lasting
    return made


def times_recorded(
    households: Iterable[UUID], *, programme: str, rule: str, span: Span
) -> dict[UUID, int]:
    """Return how often some households got points by a rule within some days, by id."""
    found = (
        Entry.objects.of(list(households))
        .filter(kind=Entry.Kind.EARN, scheme__programme=programme, rule=rule, reversal=None)
        .filter(on__gte=span.first, on__lt=span.end)
        .annotate(holder=HOLDER)
        .values("holder")
    )
    return dict(found.annotate(times=Count("id")).values_list("holder", "times"))


def entries_of(household: Household) -> QuerySet[Entry]:
    """Return what happened to a household's account, newest first. The caller got it from the register."""
    return (
        Entry.objects.of([household.id])
        .select_related(
            "scheme", "reversal", "reverses__scheme", "hand_over__good", "hand_over__received_by",
            "reverses__hand_over__good",
        )
        .order_by("-on", "-at", "-id")
    )  # fmt: skip


def has_entries(household: Household) -> bool:
    """Say whether anything happened to a household's account. The caller got it from the register."""
    return Entry.objects.of([household.id]).exists()


def get_entry(actor: Actor, entry_id: UUID) -> Entry:
    """
    Return one entry of an account the actor may see.

    :raises NotFound: no such entry, or none this actor may see
    """
    entry = _visible_to(actor).filter(id=entry_id).first()
    if entry is None:
        raise NotFound(_("There is no such entry."))
    return entry


def get_hand_over(actor: Actor, entry_id: UUID) -> tuple[Entry, HandOver]:
    """
    Return an entry of goods handed over and the hand-over, with the store and who received them.

    :raises NotFound: no such entry, none this actor may see, or no hand-over
    """
    found = _with_receiver(_visible_to(actor)).filter(id=entry_id).first()
    if found is None or found.hand_over is None:
        raise NotFound(_("There is no such entry."))
    return found, found.hand_over


def handed_over_on(actor: Actor, store: str, on: date) -> QuerySet[Entry]:
    """Return what a store gave out on a day and did not get back, in the order it was recorded."""
    given = _visible_to(actor).filter(hand_over__good__area=store, on=on, reversal=None)
    return _with_receiver(given).order_by("at", "id")


def _with_receiver(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.select_related("household", "hand_over__good__area", "hand_over__received_by")


def links_of(actor: Actor, ids: Collection[UUID]) -> list[tuple[UUID, UUID, str]]:
    """Return entry, household and household's code of those entries the actor may see."""
    found = _visible_to(actor).filter(id__in=ids)
    return list(found.values_list("id", "household", "household__code"))


def _visible_to(actor: Actor) -> QuerySet[Entry]:
    """An account is seen where its household is now, whatever village it was in on the day."""
    reach = actor.reach(Capability.POINTS_VIEW)
    return Entry.objects.filter(
        Q(reach.as_q("household__area__code")) | reach.as_q("household__merged_into__area__code")
    ).select_related("household__merged_into", "scheme", "hand_over__good", "reversal")
