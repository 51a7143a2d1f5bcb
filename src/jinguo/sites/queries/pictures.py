"""The pictures of sites: those the workbench sees, and those everybody may see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.sites.models import Site, SitePicture
from jinguo.sites.models.pictures import SitePictureQuerySet
from jinguo.sites.queries.sites import get_public

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def pictures_of(site: Site) -> SitePictureQuerySet:
    """Return the pictures of a site in the order they came. The caller got the site from here."""
    return SitePicture.objects.kept().filter(site=site).order_by("at", "id")


def get_picture(actor: Actor, picture_id: UUID) -> SitePicture:
    """
    Return one picture of a site the actor may see, with the site.

    :raises NotFound: none, none this actor may see, or it was taken off
    """
    found = SitePicture.objects.visible_to(actor).kept().select_related("site__area")
    return _one(found.filter(id=picture_id))


def get_public_picture(code: str, picture_id: UUID, *, on: date) -> SitePicture:
    """
    Return one picture of the open site of a public kind that bears a code. For everybody.

    :raises NotFound: there is no such site now, it has no such picture, or it was taken off
    """
    return _one(pictures_of(get_public(code, on=on)).filter(id=picture_id))


def _one(found: SitePictureQuerySet) -> SitePicture:
    picture = found.first()
    if picture is None:
        raise NotFound(_("There is no such picture, or it was taken off."))
    return picture
