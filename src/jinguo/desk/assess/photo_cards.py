"""What pages show of pictures: by what they are of, before beside after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from jinguo.assess import policies, queries, states
from jinguo.assess.ladders import Sheet, as_sheet
from jinguo.assess.models import Application, Photo, Recognition
from jinguo.core.web import refusal
from jinguo.desk.assess.photo_forms import PhotosForm
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people.masking import sees_names

Thing = Application | Recognition


@dataclass(frozen=True)
class Shown:
    """One picture in a list."""

    href: str
    thumbnail: str
    role: str
    alt: str
    actor: str
    photo: Photo
    is_alike: bool


@dataclass(frozen=True)
class Group:
    """The pictures of one item; ``is_asked`` says that the plan asks for one as evidence."""

    title: str
    before: list[Shown]
    after: list[Shown]
    plain: list[Shown]
    is_asked: bool


@dataclass(frozen=True)
class Card:
    """The pictures of an application or a level held, and the form that sends more."""

    groups: list[Group]
    count: int
    href: str
    refusal: str
    form: PhotosForm


def application_of(thing: Thing) -> Application:
    """Return the application a thing is, or came from."""
    return thing if isinstance(thing, Application) else thing.application


def kind_of(thing: Thing) -> str:
    """Return which of the two a thing is, as addresses name it."""
    return states.APPLICATION if isinstance(thing, Application) else states.RECOGNITION


def card(actor: Actor, thing: Thing) -> Card | None:
    """Return the pictures of a thing; None for those who see no picture."""
    if not sees_names(actor, thing.area_id):
        return None
    sheet = as_sheet(application_of(thing).sheet)
    rows = queries.photos_of(actor, thing)
    alike = queries.alike(actor, [row.id for row in rows]) if rows and judges(actor, thing) else {}
    return Card(
        groups=groups(rows, sheet, alike),
        count=len(rows),
        href=reverse("desk:add-photos", args=[kind_of(thing), thing.id]),
        refusal=refusal(policies.check_add_photo, actor, thing) or "",
        form=PhotosForm(sheet=sheet),
    )


def judges(actor: Actor, thing: Thing) -> bool:
    """Say whether the actor scores there, and so is told which pictures look alike."""
    return actor.can(Capability.ASSESS_SCORE, thing.area_id)


def groups(rows: Sequence[Photo], sheet: Sheet, alike: Mapping[UUID, object]) -> list[Group]:
    """Return pictures by what they show, in the order of the sheet; the yard as a whole comes first."""
    items = {item.id: item for item in sheet.items}
    places = {"": -1, **{item: place for place, item in enumerate(items)}}
    asked = {item.id for item in sheet.photographed}
    found = []
    in_order = sorted(rows, key=lambda row: places[row.item])
    for item, some in groupby(in_order, key=lambda row: row.item):
        title = items[item].label if item else _("The yard as a whole")
        by_role: dict[str, list[Shown]] = {role: [] for role in Photo.Role.values}
        for row in some:
            by_role[row.role].append(shown(row, title, is_alike=row.id in alike))
        found.append(
            Group(
                title,
                before=by_role[Photo.Role.BEFORE],
                after=by_role[Photo.Role.AFTER],
                plain=by_role[Photo.Role.PLAIN],
                is_asked=item in asked,
            )
        )
    return found


def shown(row: Photo, title: str, *, is_alike: bool) -> Shown:
    """Return one picture as a list shows it."""
    role = row.get_role_display()
    return Shown(
        href=reverse("desk:photo", args=[row.id]),
        thumbnail=reverse("desk:thumbnail", args=[row.id]),
        role=role,
        alt=f"{title} · {role}",
        actor=row.actor,
        photo=row,
        is_alike=is_alike,
    )
