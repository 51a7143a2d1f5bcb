"""Crime-record checks that are missing or run out: whom it concerns is told, once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jinguo.members import queries
from jinguo.members.models import RecordCheck
from jinguo.notices import messages
from jinguo.notices.messages import About
from jinguo.org.actor import Actor
from jinguo.people.models import Person

CHECKS = Actor.system("record-checks")
PERSON = "people.person"


@transaction.atomic
def tell_of_checks(*, with_minors: Collection[UUID], now: datetime) -> int:
    """
    Tell who is ``with_minors`` soon that she has no check, and her and every volunteer of one that runs out.

    A job: of a missing check somebody is told once, and once of each check from its day of warning on.
    Return how many were told.
    """
    today = timezone.localdate(now)
    volunteers = queries.volunteers_to_check(today).values_list("person", flat=True)
    found = Person.objects.filter(id__in={*with_minors, *volunteers}, merged_into=None)
    # Held, so that nobody is told twice where this runs twice at once.
    persons = {one.id: one for one in found.select_for_update(no_key=True).order_by("id")}
    checks = queries.checks_held(list(persons), today)
    missing = [key for key in persons if key not in checks]
    ending = {one.id: key for key, one in checks.items() if one.warn_on <= today}
    until = {one.id: one.holds_until for one in checks.values()}
    told = messages.told_of("check-missing", missing) | messages.told_of("check-ends", ending)
    unaware = [one for one in missing if one not in told]
    for key in unaware:
        messages.send(
            actor=CHECKS, template="check-missing", person=persons[key], values={},
            about=About(PERSON, key), now=now,
        )  # fmt: skip
    running = {check: key for check, key in ending.items() if check not in told}
    for check, key in running.items():
        messages.send(
            actor=CHECKS, template="check-ends", person=persons[key], values={"until": until[check]},
            about=About(RecordCheck.OBJECT_TYPE, check), now=now,
        )  # fmt: skip
    return len(unaware) + len(running)
