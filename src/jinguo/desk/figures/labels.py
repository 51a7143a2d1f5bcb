"""The number by which people know a record, and its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from jinguo.assess import queries as assess
from jinguo.ledger import queries as ledger
from jinguo.members import queries as members
from jinguo.people import queries as people
from jinguo.sites import queries as sites

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@dataclass(frozen=True)
class RecordLink:
    """A record by its number, with the address of its page."""

    label: str
    href: str


def links_to(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, RecordLink]:
    """
    Return a link for every record of ``ids``; eleven queries at most, whatever their number.

    One the actor may not see has the end of its id for a label, and no page.
    """
    wanted = list(ids)
    found = {key: RecordLink(str(key)[-8:], "") for key in wanted}
    for key, code in people.households(actor).filter(id__in=wanted).values_list("id", "code"):
        found[key] = RecordLink(code, reverse("desk:household", args=[key]))
    applied = assess.applications(actor).filter(id__in=wanted)
    for key, code in applied.values_list("id", "household__code"):
        found[key] = RecordLink(code, reverse("desk:application", args=[key]))
    held = assess.recognitions(actor).filter(id__in=wanted)
    for key, code, plaque in held.values_list("id", "household__code", "plaque"):
        label = f"{code} · {plaque}" if plaque else code
        found[key] = RecordLink(label, reverse("desk:recognition", args=[key]))
    for key, household, code in ledger.links_of(actor, wanted):
        found[key] = RecordLink(code, reverse("desk:account-points", args=[household]))
    for key, site, name in sites.links_of(actor, wanted):
        found[key] = RecordLink(name, reverse("desk:site", args=[site]))
    for key, number in members.memberships(actor).filter(id__in=wanted).values_list("id", "number"):
        label = f"{number:04d}" if number else str(key)[-8:]
        found[key] = RecordLink(label, reverse("desk:member", args=[key]))
    for key, title in members.agreements(actor).filter(id__in=wanted).values_list("id", "title"):
        found[key] = RecordLink(title, reverse("desk:agreement", args=[key]))
    for key in members.volunteers(actor).filter(id__in=wanted).values_list("id", flat=True):
        found[key] = RecordLink(str(key)[-8:], reverse("desk:volunteer", args=[key]))
    for one in members.appointments(actor).filter(id__in=wanted):
        found[one.id] = RecordLink(one.letter, reverse("desk:appointment", args=[one.id]))
    for key, name in (
        members.assignments(actor).filter(id__in=wanted).values_list("id", "area__name")
    ):
        found[key] = RecordLink(name, reverse("desk:assignment", args=[key]))
    for key, code in assess.visits_run(actor).filter(id__in=wanted).values_list("id", "code"):
        found[key] = RecordLink(code, reverse("desk:round-visit", args=[key]))
    return found
