"""The sheet for the door of a site, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.identifiers import Kind as Found
from jinguo.core.identifiers import office_phones, refuse_document, refuse_identifiers
from jinguo.exchange import policies
from jinguo.exchange.plaques.drawing import Document, Template, draw
from jinguo.sites import queries
from jinguo.sites.kinds import Kind
from jinguo.sites.models import Site

if TYPE_CHECKING:
    from datetime import date

    from jinguo.org.actor import Actor


def print_door_sheet(*, actor: Actor, site_id: UUID, address: str, on: date) -> bytes:
    """
    Return the sheet for the door of an open site as a PDF of one page, A4.

    ``address`` is that of its public page. It bears what everybody may read there and no name.

    :raises NotFound: the site is not there for this actor
    :raises Refused: it is not open, or its kind is not a public one
    :raises IdentifierFound: something else than its address and an office's telephone would lead to a person
    """
    site = queries.get_site(actor, site_id)
    kind = queries.kind_of(site, on)
    policies.check_door_sheet(site, kind)
    with translation.override(settings.LANGUAGE_CODE):  # it is for those who come
        shown = sheet(site, kind, address)
        made = draw(Template.DOOR, [shown])
    refuse_identifiers(site.address, field="address", besides=[Found.ADDRESS])
    refuse_document(made, allowed=[site.address, address, *office_phones(shown.body)])
    trail.note(
        actor,
        "exchange.door-sheet",
        object_type="sites.site",
        object_id=site.id,
        area=site.area_id,
        fields=["name", "address"],
    )
    return made


def sheet(site: Site, kind: Kind, address: str) -> Document:
    """Return what stands on the sheet of a site."""
    hint = _("Scan to check in") if kind.has_check_in else _("Scan to see what is on")
    return Document(
        title=site.name,
        number=_("No. %(number)s") % {"number": site.plaque} if site.plaque else "",
        issuer=site.unit.name if site.unit else "",
        day=site.opening_hours,
        hint=hint,
        address=address,
        heading=kind.title,
        body="\n".join(filter(None, [site.feature, site.address, site.contact])),
    )
