"""What is kept of members, volunteers and the appointed, and what becomes of it when they are erased."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from jinguo.members.models import (
    Appointment,
    Assignment,
    Membership,
    RecordCheck,
    Service,
    Volunteer,
)
from jinguo.people import erasing
from jinguo.people.erasing import Going, Obstacle, Piece, Why, blanked, kept


def obstacles(those: Going) -> Iterator[Obstacle]:
    """Yield what these still are."""
    current = Membership.objects.filter(person__in=those.persons, state__in=Membership.CURRENT)
    for one in current.select_related("body").order_by("applied_on", "id"):
        sentence = _("She is a member of “%s”, or asked to be. End that first.") % one.body.name
        yield Obstacle(one.person_id, sentence)
    listed = Volunteer.objects.filter(person__in=those.persons, ended_on__isnull=True)
    for volunteer in listed.order_by("id"):
        sentence = _("She is on a list of volunteers. Take her off it first.")
        yield Obstacle(volunteer.person_id, sentence)
    held = Appointment.objects.filter(person__in=those.persons, state=Appointment.State.IN_FORCE)
    runs = Assignment.objects.filter(person__in=those.persons, state=Assignment.State.RUNNING)
    for person in {*held.values_list("person", flat=True), *runs.values_list("person", flat=True)}:
        yield Obstacle(person, _("An appointment of hers is in force. End it first."))


def pieces(those: Going) -> Iterator[Piece]:
    """Yield what these were: what tells of them goes, hours and terms stay with the emptied record."""
    hers = {"person__in": those.persons}
    individual = Membership.objects.filter(**hers, kind=Membership.Kind.INDIVIDUAL)
    yield blanked(individual, enterprise="", uscc="", conditions=[], products="", contact="")
    standing_for = Membership.objects.filter(**hers, kind=Membership.Kind.UNIT)
    yield blanked(standing_for, products="", contact="")
    yield blanked(Volunteer.objects.filter(**hers), skills=[])
    yield kept(Service.objects.filter(volunteer__person__in=those.persons), Why.COUNTED)
    yield kept(Appointment.objects.filter(**hers), Why.COUNTED)
    yield kept(Assignment.objects.filter(**hers), Why.COUNTED)
    yield kept(RecordCheck.objects.filter(**hers), Why.NAMELESS)


PART = erasing.Part(obstacles, pieces)
