"""Agreements with bodies outside, what each side owes, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.members.models import Agreement, Duty
from jinguo.members.models.reach import InAreaQuerySet

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def agreements(actor: Actor) -> InAreaQuerySet[Agreement]:
    """Return the agreements the actor may see, with unit and area, the newest first."""
    found = Agreement.objects.visible_to(actor).select_related("unit", "area")
    return found.order_by("-id")


def get_agreement(actor: Actor, agreement_id: UUID, *, lock: bool = False) -> Agreement:
    """
    Return one agreement; ``lock`` holds its row until the transaction ends.

    :raises NotFound: no such agreement, or none this actor may see
    """
    found = agreements(actor).filter(id=agreement_id)
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    agreement = found.first()
    if agreement is None:
        raise NotFound(_("There is no such agreement."))
    return agreement


def duties_of(agreement: Agreement) -> QuerySet[Duty]:
    """Return what is owed under an agreement, open and soonest first. The caller got it from here."""
    return agreement.duties.select_related("party").order_by("done_on", "due_on", "id")


def get_duty(actor: Actor, duty_id: UUID) -> Duty:
    """
    Return one duty with its agreement.

    :raises NotFound: no such duty, or of no agreement this actor may see
    """
    found = Duty.objects.filter(agreement__in=Agreement.objects.visible_to(actor))
    duty = found.select_related("agreement", "party").filter(id=duty_id).first()
    if duty is None:
        raise NotFound(_("There is no such duty."))
    return duty
