"""The directory as everybody reads it: bodies, and the members who agreed to the public pages."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.members.models import Body, Membership, Office

PUBLIC = Q(is_public=True, state=Membership.State.ADMITTED)
BEFORE_ALL = Q(
    memberships__is_public=True, memberships__state=Membership.State.ADMITTED
)  # the same, asked of a body


def public_bodies() -> QuerySet[Body]:
    """Return the bodies of which some member stands before the public, by name; ``listed`` says how many."""
    found = Body.objects.filter(BEFORE_ALL).select_related("area", "unit")
    return found.annotate(listed=Count("memberships")).order_by("name", "id")


def get_public_body(body_id: UUID) -> Body:
    """
    Return a body of which some member stands before the public.

    :raises NotFound: there is no such body
    """
    found = public_bodies().filter(id=body_id).first()
    if found is None:
        raise NotFound(_("There is no such association."))
    return found


def public_entries(body: Body, *, kind: str = "", text: str = "") -> QuerySet[Membership]:
    """Return the members of a body everybody may read about, by number; ``text`` is what they do."""
    found = body.memberships.filter(PUBLIC).select_related("person")
    if kind:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(Q(products__icontains=text) | Q(enterprise__icontains=text))
    return found.order_by("number", "id")


def public_offices(body: Body, on: date) -> list[Office]:
    """Return who holds which office of a body on a day and is public, the highest first."""
    held = body.offices.filter(
        period__contains=on,
        membership__is_public=True,
        membership__state=Membership.State.ADMITTED,
    )
    rows = held.select_related("membership__person").order_by("membership__number")
    return sorted(rows, key=lambda one: Office.Title.values.index(one.title))
