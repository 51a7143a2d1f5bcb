"""Pictures of households: added, withdrawn, and what a kill left of them erased."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.assess import files, policies, queries, states
from jinguo.assess.actions import common
from jinguo.assess.ladders import as_sheet
from jinguo.assess.models import Application, Photo, Recognition, Score
from jinguo.core import trail
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.core.pictures.reading import Picture, read_picture
from jinguo.core.recorded import NAME_LENGTH, signed
from jinguo.org.actor import Actor

MOST_PHOTOS = 20
Thing = Application | Recognition


class TooManyPhotos(Refused):
    """The application, or the recognition, has as many pictures as it can have."""


class EvidenceNeeded(Refused):
    """A score rests on the picture, which the plan asks for, and no other shows the same item."""


def add_photo(
    *,
    actor: Actor,
    of: str,
    thing_id: UUID,
    data: bytes,
    item: str = "",
    role: str = Photo.Role.PLAIN,
    now: datetime,
) -> Photo:
    """
    Keep a picture of a household, with pixels and nothing else, for its application or recognition.

    ``of`` says which of the two ``thing_id`` is, ``item`` which item of the sheet it shows; empty is the
    yard as a whole. The same file sent again for the same item changes nothing and returns the first.

    :raises NotFound: it is not there for this actor
    :raises Denied: the actor applies for nobody there
    :raises WrongState: the application is decided, or the level has ended
    :raises Invalid: the sheet has no such item, or there is no such role
    :raises UnreadablePicture: with what is wrong with the file
    :raises TooManyPhotos: there are 20 already
    """
    if role not in Photo.Role.values:
        sentence = _("A picture is as it is, before or after.")
        raise Invalid(sentence, role=sentence)
    with transaction.atomic():
        _ready(actor, of, thing_id, item)  # no stranger has us read a file
    picture = read_picture(data)
    with transaction.atomic():
        return _keep(actor, _ready(actor, of, thing_id, item), picture, item, role, now)


def _ready(actor: Actor, of: str, thing_id: UUID, item: str) -> Thing:
    """Return what the picture is for, locked and checked."""
    found: Thing
    if of == states.APPLICATION:
        [found] = common.lock_applications(actor, [thing_id])
    elif of == states.RECOGNITION:
        [found] = common.lock_recognitions(actor, [thing_id])
    else:
        raise NotFound(_("Pictures belong to an application or to a level held."))
    policies.check_add_photo(actor, found)
    items = as_sheet(_application_of(found).sheet).items
    if item and item not in {one.id for one in items}:
        sentence = _("The sheet has no item “%(item)s”.") % {"item": item}
        raise Invalid(sentence, item=sentence)
    return found


def _keep(
    actor: Actor, thing: Thing, picture: Picture, item: str, role: str, now: datetime
) -> Photo:
    there = queries.photos_of(actor, thing)
    for one in there:
        if (one.digest, one.item, one.role) == (picture.digest, item, role):
            return one
    if len(there) >= MOST_PHOTOS:
        raise TooManyPhotos(
            _("There are %(most)d pictures here already. Withdraw one that says little first.")
            % {"most": MOST_PHOTOS}
        )
    photo = Photo.objects.create(
        application=_application_of(thing),
        recognition=thing if isinstance(thing, Recognition) else None,
        item=item,
        role=role,
        width=picture.width,
        height=picture.height,
        fingerprint=picture.fingerprint,
        digest=picture.digest,
        **signed(actor, now),
    )
    files.PHOTOS.keep(photo.id, picture)
    _note(actor, "add-photo", photo)
    return photo


def _application_of(thing: Thing) -> Application:
    return thing if isinstance(thing, Application) else thing.application


@transaction.atomic
def withdraw_photo(*, actor: Actor, photo_id: UUID, reason: str, now: datetime) -> None:
    """
    Erase a picture; who sent it, when, and why it went stays.

    :raises NotFound: there is none for this actor, or it was withdrawn
    :raises Denied: someone else sent it, and the actor does not score there
    :raises Invalid: no reason is given
    :raises EvidenceNeeded: a score rests on it
    """
    why = common.check_reason(reason)
    photo = queries.get_photo(actor, photo_id)
    thing = _lock_thing(actor, photo)
    policies.check_withdraw_photo(actor, photo)
    _check_not_needed(actor, thing, photo)
    withdrawn = (
        Photo.objects.kept()
        .filter(id=photo.id)
        .update(withdrawn_at=now, withdrawn_by=actor.name[:NAME_LENGTH], withdrawn_reason=why)
    )
    if not withdrawn:
        raise NotFound(_("There is no such picture, or it was withdrawn."))
    _note(actor, "withdraw-photo", photo)
    # The files go when the row says so; after a kill in between, the nightly job erases them.
    transaction.on_commit(lambda: files.PHOTOS.erase(photo.id))


def _lock_thing(actor: Actor, photo: Photo) -> Thing:
    """Return what the picture is for, locked: no score is recorded and no other withdrawn meanwhile."""
    if photo.recognition_id:
        return common.lock_recognitions(actor, [photo.recognition_id])[0]
    return common.lock_applications(actor, [photo.application_id])[0]


def _check_not_needed(actor: Actor, thing: Thing, photo: Photo) -> None:
    item = {one.id: one for one in as_sheet(photo.application.sheet).photographed}.get(photo.item)
    if item is None:
        return
    others = [one for one in queries.photos_of(actor, thing) if one.item == photo.item]
    if len(others) > 1:
        return
    scored = {"application": thing} if isinstance(thing, Application) else {"recognition": thing}
    if Score.objects.filter(**scored, at__gte=photo.at).exists():
        raise EvidenceNeeded(
            _("A score rests on this picture of “%(item)s”. Add another one first.")
            % {"item": item.label}
        )


def _note(actor: Actor, verb: str, photo: Photo) -> None:
    trail.note(
        actor,
        f"assess.{verb}",
        object_type="assess.photo",
        object_id=photo.id,
        area=photo.application.area_id,
    )


def erase_stray_photos(*, now: datetime) -> int:
    """
    Erase files older than a day that no picture has: of uploads cut short, of pictures withdrawn.

    Return how many pictures were erased.
    """
    return files.PHOTOS.erase_strays(now, kept=Photo.objects.kept())
