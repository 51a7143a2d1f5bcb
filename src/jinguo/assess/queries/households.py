"""What a household holds, and how it came to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.assess.models import (
    Application,
    Recognition,
    RecognitionQuerySet,
    Score,
    Transition,
)
from jinguo.assess.queries.versions import ladders_by_id
from jinguo.assess.queries.visits import blind_to
from jinguo.core.errors import NotFound
from jinguo.org.actor import Actor


@dataclass(frozen=True)
class Standing:
    """
    What a household holds in one programme today: a level with its plaque.

    ``total`` is None to whoever is to visit the household herself and has not yet, see :func:`blind_to`.
    """

    recognition_id: UUID
    programme: str
    level: str
    title: str
    title_en: str
    plaque: str
    state: str
    state_title: str
    total: int | None
    certified_on: date
    rectify_by: date | None


@dataclass(frozen=True)
class Entry:
    """
    One thing that happened in a household's history: a change of state, or a filled sheet.

    ``number`` sorts entries of one instant; ``total`` is None for a change of state, and where it is not
    shown.
    """

    at: datetime
    on: date
    number: int
    programme: str
    object_type: str
    object_id: UUID
    title: str
    actor: str
    reason: str = ""
    from_state: str = ""
    to_state: str = ""
    total: int | None = None
    points: tuple[int, ...] = ()


def recognitions(actor: Actor) -> RecognitionQuerySet:
    """Return the recognitions the actor can see, ended ones too."""
    return Recognition.objects.visible_to(actor)


def get_recognition(actor: Actor, recognition_id: UUID) -> Recognition:
    """
    Return one recognition with its household, area and application.

    :raises NotFound: none, or none this actor may see
    """
    found = (
        recognitions(actor)
        .select_related("household", "area", "application__ladder", "application__sheet")
        .filter(id=recognition_id)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such recognition."))
    return found


def latest_inspection(recognition: Recognition) -> Score | None:
    """Return the sheet of the last inspection of a household that holds a level, if there was one."""
    return recognition.scores.order_by("-at", "-id").first()


def levels_of(
    actor: Actor, household_ids: Sequence[UUID] | None = None
) -> dict[UUID, list[tuple[str, str]]]:
    """
    Return what households hold in force, as (programme, level), in one query.

    ``household_ids`` None means all the actor may see; a household that holds nothing is left out.
    """
    rows = recognitions(actor).in_force().order_by("programme")
    if household_ids is not None:
        rows = rows.filter(household__in=list(household_ids))
    held: dict[UUID, list[tuple[str, str]]] = {}
    for household, programme, level in rows.values_list("household_id", "programme", "level"):
        held.setdefault(household, []).append((programme, level))
    return held


def standing(actor: Actor, household_id: UUID) -> list[Standing]:
    """Return what a household holds today, one line a programme."""
    rows = list(
        recognitions(actor)
        .in_force()
        .filter(household=household_id)
        .select_related("application")
        .order_by("programme")
    )
    ladders = ladders_by_id(row.application.ladder_id for row in rows)
    is_blind = household_id in blind_to(actor)
    lines = []
    for row in rows:
        level = ladders[row.application.ladder_id].level(row.level)
        lines.append(
            Standing(
                recognition_id=row.id,
                programme=row.programme,
                level=row.level,
                title=level.title,
                title_en=level.title_en,
                plaque=row.plaque,
                state=row.state,
                state_title=row.get_state_display(),
                total=None if is_blind else row.total,
                certified_on=row.certified_on,
                rectify_by=row.rectify_by,
            )
        )
    return lines


def history(actor: Actor, household_id: UUID) -> list[Entry]:
    """
    Return a household's changes of state and scores, the latest first.

    Of the scores whoever is to visit it herself sees only that there were some, see :func:`blind_to`.
    """
    applied = dict(
        Application.objects.visible_to(actor)
        .filter(household=household_id)
        .values_list("id", "programme")
    )
    held = dict(recognitions(actor).filter(household=household_id).values_list("id", "programme"))
    programmes = {**applied, **held}
    # What is certified is told by the recognition that was made of it.
    of_applications = Transition.objects.filter(application__in=applied).exclude(
        to_state=Application.State.CERTIFIED
    )
    changes = of_applications | Transition.objects.filter(recognition__in=held)
    scores = Score.objects.filter(application__in=applied) | Score.objects.filter(
        recognition__in=held
    )
    is_blind = household_id in blind_to(actor)
    entries = [_change(row, programmes) for row in changes] + [
        _filled(row, programmes, is_blind) for row in scores
    ]
    return sorted(entries, key=lambda entry: (entry.at, entry.number), reverse=True)


def _change(row: Transition, programmes: dict[UUID, str]) -> Entry:
    object_id = row.application_id or row.recognition_id
    assert object_id is not None  # a constraint of the table
    of = Application if row.application_id else Recognition
    return Entry(
        at=row.at,
        on=row.on,
        number=row.id,
        programme=programmes[object_id],
        object_type=f"assess.{of._meta.model_name}",
        object_id=object_id,
        title=str(of.State(row.to_state).label),
        actor=row.actor,
        reason=row.reason,
        from_state=row.from_state,
        to_state=row.to_state,
    )


def _filled(row: Score, programmes: dict[UUID, str], is_blind: bool) -> Entry:
    object_id = row.application_id or row.recognition_id
    assert object_id is not None  # a constraint of the table
    return Entry(
        at=row.at,
        on=row.scored_on,
        number=0,  # the sheet comes before the change of state it led to
        programme=programmes[object_id],
        object_type="assess.application" if row.application_id else "assess.recognition",
        object_id=object_id,
        title=row.get_kind_display(),
        actor=row.actor,
        reason="" if is_blind else row.note,
        total=None if is_blind else row.total,
        points=() if is_blind else tuple(row.points),
    )
