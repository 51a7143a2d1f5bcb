"""What is kept of households off the register, and what becomes of it when their last head is erased."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from jinguo.assess import files
from jinguo.assess.models import Application, Photo, Recognition, Sampled
from jinguo.notices import actions as notices
from jinguo.people import erasing
from jinguo.people.erasing import Does, Going, Obstacle, Piece, Why, kept

JOB = "system:erase"


def obstacles(those: Going) -> Iterator[Obstacle]:
    """Yield what still runs for these households."""
    hers = {"household__in": those.households.keys()}
    held = Recognition.objects.in_force().filter(**hers).order_by("plaque")
    for household, plaque in held.values_list("household", "plaque"):
        sentence = _("The plaque %s stands in her name. Close that recognition first.")
        yield Obstacle(those.households[household], sentence % plaque)
    applications = Application.objects.filter(**hers)
    objected = notices.objected_to(applications.values("pk"))
    for one in applications.order_by("id"):
        if one.state in Application.OPEN:
            sentence = _(
                "An application of her household is not decided. Decide or withdraw it first."
            )
            yield Obstacle(those.households[one.household_id], sentence)
        if one.pk in objected:
            sentence = _("An objection about her household is not decided. Decide it first.")
            yield Obstacle(those.households[one.household_id], sentence)


def pieces(those: Going) -> Iterator[Piece]:
    """Yield pictures and lines of notices, which go, and what is counted, which stays."""
    applications = Application.objects.filter(household__in=those.households.keys())
    pictures = Photo.objects.kept().filter(application__in=applications)
    yield Piece(
        rows=pictures,
        does=Does.BLANK,
        values={
            "fingerprint": 0,
            "digest": "",
            "withdrawn_at": those.now,
            "withdrawn_by": JOB,
            "withdrawn_reason": _("Erased with the person."),
        },
        after=files.PHOTOS.erase,
    )
    yield notices.lines_about(applications.values("pk"))
    yield kept(applications, Why.COUNTED)
    yield kept(Recognition.objects.filter(household__in=those.households.keys()), Why.COUNTED)
    yield kept(Sampled.objects.filter(household__in=those.households.keys()), Why.NAMELESS)


PART = erasing.Part(obstacles, pieces)
