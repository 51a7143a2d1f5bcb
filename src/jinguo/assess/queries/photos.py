"""Pictures of households, and those that look alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from jinguo.assess.models import Application, Photo, PhotoQuerySet, Recognition, Score
from jinguo.core.errors import NotFound
from jinguo.core.pictures.likeness import MOST_BITS_APART
from jinguo.org.actor import Actor

MOST_ALIKE = 50


def photos(actor: Actor) -> PhotoQuerySet:
    """Return the pictures the actor can see, without those withdrawn."""
    return Photo.objects.visible_to(actor).kept()


def get_photo(actor: Actor, photo_id: UUID) -> Photo:
    """
    Return one picture with its application, recognition, household, area and sheet.

    :raises NotFound: none, none this actor may see, or withdrawn
    """
    related = ("application__household", "application__area", "application__sheet", "recognition")
    found = photos(actor).select_related(*related).filter(id=photo_id).first()
    if found is None:
        raise NotFound(_("There is no such picture, or it was withdrawn."))
    return found


def photos_of(actor: Actor, thing: Application | Recognition) -> list[Photo]:
    """Return the pictures of an application, or of a recognition, in the order they came."""
    rows = photos(actor).select_related("application")
    if isinstance(thing, Application):
        rows = rows.filter(application=thing, recognition=None)
    else:
        rows = rows.filter(recognition=thing)
    return list(rows.order_by("at", "id"))


def pictured_items(
    things: Sequence[Application] | Sequence[Recognition],
) -> dict[UUID, frozenset[str]]:
    """
    Return, by id, the items of which there is a picture that a score recorded now can rest on.

    Of an application that is any picture, of a recognition one that is younger than its last inspection.
    """
    ids = [one.id for one in things]
    rows, key = Photo.objects.kept().exclude(item=""), "application_id"
    if things and isinstance(things[0], Recognition):
        key = "recognition_id"
        last = Score.objects.filter(recognition=OuterRef("recognition")).order_by("-at")
        rows = rows.alias(inspected_at=Subquery(last.values("at")[:1]))
        rows = rows.filter(Q(inspected_at=None) | Q(at__gt=F("inspected_at")))
        rows = rows.filter(recognition__in=ids)
    else:
        rows = rows.filter(application__in=ids, recognition=None)
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    for one, item in rows.values_list(key, "item").distinct():
        found[one].add(item)
    return {one: frozenset(items) for one, items in found.items()}


@dataclass(frozen=True)
class Alike:
    """A picture of another household that looks like this one; ``photo`` is None for one out of reach."""

    photo: Photo | None
    bits_apart: int


ALIKE = """
SELECT mine.id, other.id, bit_count((mine.fingerprint # other.fingerprint)::bit(64)) AS apart
FROM assess_photo AS mine
JOIN assess_application AS for_mine ON for_mine.id = mine.application_id
JOIN assess_photo AS other
    ON bit_count((mine.fingerprint # other.fingerprint)::bit(64)) <= %s
    AND other.withdrawn_at IS NULL
JOIN assess_application AS for_other
    ON for_other.id = other.application_id AND for_other.household_id <> for_mine.household_id
WHERE mine.id = ANY(%s)
ORDER BY apart, other.at, other.id
LIMIT %s
"""


def alike(actor: Actor, photo_ids: Collection[UUID]) -> dict[UUID, list[Alike]]:
    """
    Return, by picture, the pictures of other households that look like it, the likest first.

    At most 50 in all. It is a reason to look at both and never a finding: pictures with little in them
    look alike too.
    """
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, [MOST_BITS_APART, list(photo_ids), MOST_ALIKE])
        pairs = cursor.fetchall()
    related = ("application__household", "application__area")
    seen = photos(actor).select_related(*related).in_bulk({other for _mine, other, _bits in pairs})
    found: defaultdict[UUID, list[Alike]] = defaultdict(list)
    for mine, other, bits in pairs:
        found[mine].append(Alike(seen.get(other), bits))
    return dict(found)
