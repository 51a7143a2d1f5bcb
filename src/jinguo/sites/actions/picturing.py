"""Pictures for the public page of a site: added by consent, taken off at once, and their files erased."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid
from jinguo.core.pictures.reading import Picture, read_picture
from jinguo.core.recorded import signed
from jinguo.sites import files, policies, queries
from jinguo.sites.actions import common
from jinguo.sites.models import Site, SitePicture

if TYPE_CHECKING:
    from datetime import date

    from jinguo.org.actor import Actor

SHOWS_LENGTH = 60


def add_picture(
    *,
    actor: Actor,
    site_id: UUID,
    data: bytes,
    shows: str,
    consent: str,
    on: date,
    now: datetime,
) -> SitePicture:
    """
    Keep a picture of a site, with pixels and nothing else; it is public while the site is.

    ``consent`` says why it may be. The same file sent again changes nothing and returns the first.

    :raises NotFound: the site is not there for this actor
    :raises NotOffered: the plan has no such kind there on that day
    :raises Denied: the actor may not change it
    :raises WrongState: it is closed
    :raises Refused: its kind has no public page
    :raises TooManyPictures: it has six already, this one among them or not
    :raises Invalid: nobody says why it may be public, or what is on it
    :raises IdentifierFound: what is said to be on it can lead to a person
    :raises UnreadablePicture: with what is wrong with the file
    """
    if consent not in SitePicture.Consent.values:
        sentence = _("Say why it may be shown. Without that, no picture is kept.")
        raise Invalid(sentence, consent=sentence)
    words = common.check_text("shows", shows, SHOWS_LENGTH)
    with transaction.atomic():
        site = _ready(actor, site_id, on)  # no stranger has us read a file
    common.check_public("shows", words, address=site.address)
    picture = read_picture(data)
    with transaction.atomic():
        return _keep(actor, _ready(actor, site_id, on), picture, words, consent, now)


def _ready(actor: Actor, site_id: UUID, on: date) -> Site:
    """Return the site, locked and checked."""
    site = queries.get_site(actor, site_id, lock=True)
    kept = queries.pictures_of(site).count()
    policies.check_add_picture(actor, site, queries.kind_of(site, on), kept)
    return site


def _keep(
    actor: Actor, site: Site, picture: Picture, shows: str, consent: str, now: datetime
) -> SitePicture:
    same = queries.pictures_of(site).filter(digest=picture.digest).first()
    if same is not None:
        return same
    made = SitePicture.objects.create(
        site=site, shows=shows, consent=consent, width=picture.width, height=picture.height,
        digest=picture.digest, **signed(actor, now),
    )  # fmt: skip
    files.PICTURES.keep(made.id, picture)
    common.note(actor, "sites.add-picture", site)
    return made


@transaction.atomic
def take_picture_off(*, actor: Actor, picture_id: UUID, because: str, now: datetime) -> SitePicture:
    """
    Take a picture off and erase it, at once; who sent it, when, and why it went stays.

    :raises NotFound: there is none for this actor, or it was taken off
    :raises Denied: the actor may not change the site
    :raises Invalid: no reason is given
    """
    if because not in SitePicture.Why.values:
        sentence = _("Say why it is taken off.")
        raise Invalid(sentence, because=sentence)
    site = queries.get_site(actor, queries.get_picture(actor, picture_id).site_id, lock=True)
    found = queries.get_picture(actor, picture_id)  # as it is now that nobody else can
    policies.check_change(actor, site)
    found.gone_because, found.gone_at, found.gone_by = because, now, actor.name[:80]
    found.save(update_fields=["gone_because", "gone_at", "gone_by"])
    common.note(actor, "sites.take-picture-off", site)
    # The files go when the row says so; after a kill in between, the nightly job erases them.
    transaction.on_commit(lambda: files.PICTURES.erase(found.id))
    return found


def erase_stray_pictures(*, now: datetime) -> int:
    """
    Erase files older than a day that no picture has: of uploads cut short, taken off, of closed sites.

    Return how many pictures were erased.
    """
    return files.PICTURES.erase_strays(now, kept=SitePicture.objects.kept())
