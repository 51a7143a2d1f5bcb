"""The directory of associations: what members do who agreed that everybody may read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinguo.core.identity import mask_name
from jinguo.members import queries
from jinguo.members.models import Membership
from jinguo.portal.forms import Filter
from jinguo.portal.http import page, public
from jinguo.portal.paging import page_of

A_PAGE = 50
ORDER = ("number", "id")


@dataclass(frozen=True)
class Entry:
    """A member as everybody reads it: a unit by its name and code, a person by her surname alone."""

    name: str
    does: str
    uscc: str
    contact: str


@public
@require_safe
def associations(request: HttpRequest) -> HttpResponse:
    """List the associations of which some member stands in the directory."""
    return page(request, "members/associations.html", {"rows": queries.public_bodies()})


@public
@require_safe
def association(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """Show one association: who holds its offices, and what its members do."""
    found = queries.get_public_body(body_id)
    form = filter_form(request.GET)
    chosen = form.chosen
    entries = queries.public_entries(found, kind=chosen["kind"], text=chosen["q"])
    pages = page_of(entries, ORDER, request.GET, A_PAGE)
    context = {
        "body": found,
        "offices": [
            (one.get_title_display(), name_of(one.membership))
            for one in queries.public_offices(found, timezone.localdate())
        ],
        "form": form,
        "rows": entries_of(pages.rows),
        "pages": pages,
    }
    return page(request, "members/association.html", context)


def filter_form(asked: QueryDict) -> Filter:
    """Return the form above the members: words of what they do, and whether units or persons."""
    form = Filter(asked)
    form.offer(kind=[(one.value, str(one.label)) for one in Membership.Kind])
    form.fields["q"].widget.attrs["placeholder"] = _("What they do, or part of it")
    return form


def entries_of(members: Iterable[Membership]) -> list[Entry]:
    """Return members as everybody reads them."""
    return [
        Entry(name=name_of(one), does=one.products, uscc=one.uscc, contact=one.contact)
        for one in members
    ]


def name_of(member: Membership) -> str:
    """Return what everybody knows a member by: the name of her enterprise, or her surname."""
    return member.enterprise or mask_name(member.person.name)
