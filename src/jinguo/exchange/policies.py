"""Who may bring rows in, take them back, and take lists out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jinguo.assess.models import Recognition
from jinguo.core.errors import Denied, Refused
from jinguo.core.steps import NEW, Steps
from jinguo.exchange.models import Batch
from jinguo.exchange.queue import Standing
from jinguo.org.roles import Capability
from jinguo.sites.kinds import Kind as SiteKind
from jinguo.sites.models import Site

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


S = Batch.State
STEPS = Steps((
    ("upload", NEW, S.UPLOADED),
    ("check", S.UPLOADED, S.CHECKED),
    ("check", S.CHECKED, S.CHECKED),
    ("apply", S.CHECKED, S.APPLIED),
    ("undo", S.APPLIED, S.UNDONE),
))  # fmt: skip
"""What may become of a workbook that is brought in."""


def check_upload(actor: Actor, area: str) -> None:
    """
    Pass when the actor may import for this area.

    :raises Denied: otherwise
    """
    if not actor.can(Capability.EXCHANGE_IMPORT, area):
        raise Denied(_("You may not import for this area."))


def check_unwritten(actor: Actor, batch: Batch) -> None:
    """
    Pass when nothing of the batch has been written, so that it may be checked, again or for the first time.

    :raises Denied: the actor may not import for this area
    :raises Refused: it has been applied or undone
    """
    check_upload(actor, batch.area)
    if not STEPS.may("check", batch.state):
        raise Refused(
            _("This workbook has been applied already. Upload it again to check it again.")
        )


def check_writable(actor: Actor, batch: Batch) -> None:
    """
    Pass when the batch was checked and its good rows may be written.

    :raises Denied: the actor may not import for this area
    :raises Refused: it has not been checked, or has been applied
    """
    check_upload(actor, batch.area)
    if batch.state == S.APPLIED:
        raise Refused(_("This workbook has been applied already."))
    if not STEPS.may("apply", batch.state):
        raise Refused(_("Check the workbook first."))


def check_at_rest(standing: Standing | None) -> None:
    """
    Pass when the background worker has nothing to do with a batch any more, as its work stands.

    :raises Refused: it has
    """
    if standing not in (None, Standing.FINISHED, Standing.BROKEN):
        raise Refused(_("The background worker is at this workbook. Wait until it is done."))


def check_undo(actor: Actor, batch: Batch) -> None:
    """
    Pass when the batch was applied and can still be taken back.

    :raises Denied: the actor may not import for this area
    :raises Refused: it has not been applied, put nothing new on the register, or was taken back
    """
    check_upload(actor, batch.area)
    if batch.kind == Batch.Kind.SCORES:
        raise Refused(_("Scores are not taken back. Correct the workbook and bring it again."))
    if batch.kind == Batch.Kind.VISITS:
        raise Refused(_("Visits are not taken back. Send back what is wrong on the round's page."))
    if not STEPS.may("undo", batch.state):
        raise Refused(_("Only a workbook that has been applied can be undone."))
    if not batch.good:
        raise Refused(
            _("This workbook put no new household on the register, so there is none to take off.")
        )


def check_export(actor: Actor, area: str) -> None:
    """
    Pass when the actor may take a list of this area out.

    :raises Denied: otherwise
    """
    if not actor.can(Capability.EXCHANGE_EXPORT, area):
        raise Denied(_("You may not export lists of this area."))


def check_print(actor: Actor, area: str) -> None:
    """
    Pass when the actor certifies levels in this area and may take lists of it out.

    :raises Denied: otherwise
    """
    actor.require(Capability.ASSESS_CERTIFY, area)
    check_export(actor, area)


def check_certificate(actor: Actor, recognition: Recognition) -> None:
    """
    Pass when the certificate of a recognition may be printed.

    :raises Denied: the actor certifies nothing there, or may take nothing out
    :raises Refused: the level has ended
    """
    check_print(actor, recognition.area_id)
    if recognition.ended_on is not None:
        raise Refused(
            _("The level has ended. Plaque and certificate are printed while it is held.")
        )


def check_door_sheet(site: Site, kind: SiteKind) -> None:
    """
    Pass when a sheet for the door of a site may be printed: its code opens a page.

    :raises Refused: the site is not open, or its kind is not a public one
    """
    if not kind.is_public or site.state != Site.State.ACTIVE:
        raise Refused(_("The code on the door opens a page once the site is open to the public."))
