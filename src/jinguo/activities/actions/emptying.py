"""What is kept of who took part, and what becomes of it when persons are erased."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.activities.models import (
    Activity,
    Attendance,
    Block,
    Certificate,
    Charge,
    Enrolment,
    Feedback,
    Helper,
    Incident,
    Intent,
    Outcome,
    PickUp,
    Session,
    Standing,
    StatedStage,
    Stay,
)
from jinguo.core import crypto
from jinguo.people import erasing
from jinguo.people.erasing import NOBODY, Does, Going, Obstacle, Piece, Why, blanked, kept

GOES_ON = (Enrolment.State.WAITING, Enrolment.State.OFFERED, Enrolment.State.ENROLLED)


def obstacles(those: Going) -> Iterator[Obstacle]:
    """Yield what these still take part in."""
    hers = Q(person__in=those.persons) | Q(guardian__in=those.persons)
    places = Enrolment.objects.filter(hers, state__in=GOES_ON).select_related("activity")
    for one in places.order_by("entered_at", "id"):
        sentence = _("A place in “%s” is hers, or her child’s. Cancel it, or let it end, first.")
        for person in those.persons & {one.person_id, one.guardian_id}:
            yield Obstacle(person, sentence % one.activity.title)
    taught = Session.objects.filter(
        instructor__in=those.persons, state=Session.State.PLANNED
    ).select_related("activity")
    for session in taught.order_by("starts_at"):
        assert session.instructor_id is not None  # it is one of those
        sentence = _("She is to teach “%s”. Name another instructor first.")
        yield Obstacle(session.instructor_id, sentence % session.activity.title)
    going_on = (Activity.State.DRAFT, *Activity.OPEN)
    helps = Helper.objects.filter(
        person__in=those.persons, until_on=None, activity__state__in=going_on
    )
    for helper in helps.select_related("activity").order_by("id"):
        sentence = _("She helps at “%s”. Take her off its list first.")
        yield Obstacle(helper.person_id, sentence % helper.activity.title)
    asked = Block.objects.filter(
        person__in=those.persons, appealed_at__isnull=False, decided_at__isnull=True
    )
    for block in asked.order_by("id"):
        yield Obstacle(block.person_id, _("She appealed against a block. Decide on it first."))
    minded = Stay.objects.filter(charge__enrolment__person__in=those.persons, out_at__isnull=True)
    for person in set(minded.values_list("charge__enrolment__person", flat=True)):
        yield Obstacle(person, _("The child is being minded now. Sign it out first."))


def pieces(those: Going) -> Iterator[Piece]:
    """Yield what these took part in: what names them or says how they are goes, what is counted stays."""
    entries = Enrolment.objects.filter(person__in=those.persons)
    of_hers = {"enrolment__in": entries}
    yield blanked(Feedback.objects.filter(**of_hers), words="")
    yield blanked(Attendance.objects.filter(**of_hers), excused_because="")
    yield blanked(Outcome.objects.filter(**of_hers), income="")
    yield Piece(rows=Block.objects.filter(person__in=those.persons))
    yield Piece(rows=Standing.objects.filter(person__in=those.persons))
    yield Piece(rows=StatedStage.objects.filter(person__in=those.persons))
    yield Piece(rows=Helper.objects.filter(person__in=those.persons))
    yield from minding(Charge.objects.filter(**of_hers))
    taught = Session.objects.filter(instructor__in=those.persons)
    yield blanked(taught, instructor=None, instructor_name="")
    yield kept(entries, Why.COUNTED)
    yield kept(Certificate.objects.filter(**of_hers), Why.COUNTED)
    yield kept(Intent.objects.filter(person__in=those.persons), Why.COUNTED)


def minding(charges: QuerySet[Charge]) -> Iterator[Piece]:
    """Yield what was written down while a child was minded."""
    yield blanked(
        PickUp.objects.filter(charge__in=charges),
        name=NOBODY,
        relation="",
        phone=None,
        phone_tail="",
    )
    incidents = Incident.objects.filter(charge__in=charges)
    yield Piece(rows=incidents, does=Does.BLANK, by=empty_incidents)
    yield blanked(Charge.objects.filter(pk__in=charges), code_digest="", allergies=None)


def empty_incidents(incidents: Sequence[UUID]) -> int:
    """Seal nothing in the place of what happened, under the same rows; return how many."""
    found = list(Incident.objects.filter(pk__in=incidents))
    table = Incident._meta.db_table
    for one in found:
        one.what = crypto.seal(table, "what", one.pk, NOBODY)
    return Incident.objects.bulk_update(found, ["what"])


def over_since(limit: date) -> QuerySet[Activity]:
    """Return the activities whose last session ended so long ago."""
    later = Session.objects.filter(activity=OuterRef("pk"), ends_at__date__gt=limit)
    return Activity.objects.filter(~Exists(later), sessions__isnull=False)


def aged_standings(limit: date) -> Piece:
    """Return the groups to which somebody belonged until so long ago."""
    return Piece(rows=Standing.objects.filter(until_on__lte=limit))


def aged_care(limit: date) -> Piece:
    """Return what was to be minded of children, after activities that ended so long ago."""
    hers = Charge.objects.filter(enrolment__activity__in=over_since(limit))
    return blanked(hers.exclude(code_digest="", allergies=None), code_digest="", allergies=None)


def aged_pick_ups(limit: date) -> Piece:
    """Return who might fetch children, after activities that ended so long ago."""
    return blanked(
        PickUp.objects.filter(charge__enrolment__activity__in=over_since(limit)).exclude(
            name=NOBODY
        ),
        name=NOBODY,
        relation="",
        phone=None,
        phone_tail="",
    )


def aged_incidents(limit: date) -> Piece:
    """Return what happened while children were minded, in activities that ended so long ago."""
    return Piece(rows=Incident.objects.filter(session__activity__in=over_since(limit)))


def aged_entries(limit: date) -> QuerySet[Enrolment]:
    """
    Return the entries for activities that ended so long ago.

    Without those of which something is kept that has a term of its own: how a child was minded.
    """
    minded = Charge.objects.filter(enrolment=OuterRef("pk"))
    fetched = PickUp.objects.filter(charge__enrolment=OuterRef("pk")).exclude(name=NOBODY)
    return Enrolment.objects.filter(
        ~Exists(minded.exclude(code_digest="", allergies=None)),
        ~Exists(fetched),
        ~Exists(Incident.objects.filter(charge__enrolment=OuterRef("pk"))),
        activity__in=over_since(limit),
    )


def with_entries(model: type[Model], path: str) -> Callable[[date], Piece]:
    """Return what gives the rows of a table that lie behind such entries; they go before those do."""

    def piece(limit: date) -> Piece:
        return Piece(rows=model._default_manager.filter(**{f"{path}__in": aged_entries(limit)}))

    return piece


def aged_intents(limit: date) -> Piece:
    """Return in which jobs somebody was interested, at fairs that ended so long ago."""
    return Piece(rows=Intent.objects.filter(vacancy__stall__activity__in=over_since(limit)))


def aged_blocks(limit: date) -> Piece:
    """Return the days without enrolment that ended so long ago."""
    return Piece(rows=Block.objects.filter(until_on__lte=limit))


PLACE = "enrolment__activity__area__code"
BEHIND: tuple[tuple[type[Model], str], ...] = (
    (Feedback, "enrolment"),
    (Outcome, "enrolment"),
    (Certificate, "enrolment"),
    (Attendance, "enrolment"),
    (Stay, "charge__enrolment"),
    (PickUp, "charge__enrolment"),
    (Charge, "enrolment"),
)
"""The tables behind entries, with the path to them: what refers to a row before the row."""
AGED = (
    erasing.Aged("standing", "person__area__code", aged_standings),
    erasing.Aged("child-care", PLACE, aged_care),
    erasing.Aged("child-care", "session__activity__area__code", aged_incidents),
    erasing.Aged("pick-up", f"charge__{PLACE}", aged_pick_ups),
    *(
        erasing.Aged("enrolment", f"{path}__activity__area__code", with_entries(model, path))
        for model, path in BEHIND
    ),
    erasing.Aged(
        "enrolment", "activity__area__code", lambda limit: Piece(rows=aged_entries(limit))
    ),
    erasing.Aged("enrolment", "vacancy__stall__activity__area__code", aged_intents),
    erasing.Aged("enrolment", "area__code", aged_blocks),
)
PART = erasing.Part(obstacles, pieces, AGED)
