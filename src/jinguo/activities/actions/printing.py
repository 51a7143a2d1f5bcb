"""Lists to sign and certificates, as PDF: taken out, and noted on the trail."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries
from jinguo.activities.actions import common
from jinguo.activities.checkin import line_code, page_code, short_code
from jinguo.activities.models import Certificate, Enrolment, Session
from jinguo.activities.printing.drawing import Certificate as Drawn
from jinguo.activities.printing.drawing import (
    SignInLine,
    SignInList,
    draw_certificates,
    draw_sign_in_list,
)
from jinguo.activities.queries import records
from jinguo.activities.telling import place_of
from jinguo.core.errors import Denied, NotFound, Refused
from jinguo.core.identity import mask_tail
from jinguo.people.masking import shown_name

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

NAMES = ("name",)
"""What is read of each person in clear."""
EMPTY_LINES = 6
"""At the end of a list, for who comes without an entry."""


def print_sign_in_list(*, actor: Actor, session_id: UUID) -> bytes:
    """
    Return the list to sign at a session as PDF: who has a seat, by name, each with a short code.

    Every page and line also has a code that a photograph of the paper is read by.

    The names are whole where she meets who comes (``policies.meets``), since she is found by hers; else they
    are as this actor may see them. Phones are their last four digits.

    :raises NotFound: no such session for this actor
    :raises Denied: she does not record who comes there, or the activity is private and she is no counsellor
    """
    session = queries.get_session(actor, session_id)
    policies.check_attend(actor, session)
    policies.check_see_roster(actor, session.activity)
    entries = list(queries.on_list(session.activity))
    with translation.override(settings.LANGUAGE_CODE):
        made = draw_sign_in_list(_list(actor, session, entries))
    common.note(actor, "print-list", session.activity, count=len(entries), fields=NAMES)
    return made


def _list(actor: Actor, session: Session, entries: Sequence[Enrolment]) -> SignInList:
    in_full = policies.meets(actor, session)
    lines = [
        SignInLine(
            name=one.person.name
            if in_full
            else shown_name(actor, one.person.name, one.person.area_id),
            seats=str(one.seats),
            phone=mask_tail(one.person.phone_tail),
            code=short_code(one.id),
            mark=line_code(session.id, one.id),
        )
        for one in entries
    ]
    starts = timezone.localtime(session.starts_at)
    return SignInList(
        title=_("%s: to sign") % session.activity.title,
        about=f"{date_format(starts, 'DATETIME_FORMAT')} · {place_of(session)}",
        heads=[_("No."), _("Name"), _("Seats"), _("Phone"), _("Code on the list"), _("Signature")],
        lines=[*lines, *[SignInLine("", "", "", "", "")] * EMPTY_LINES],
        hint=_(
            "Sign to the right of the small code. Afterwards photograph the pages on the page of the session,"
            " or type the codes of who signed there."
        ),
        page_code=partial(page_code, session.id),
    )


def print_certificates(*, actor: Actor, activity_id: UUID) -> bytes:
    """
    Return the certificates issued for an activity as PDF, one a page, by number, under the whole names.

    A certificate is of nobody in particular without her name; that it was read stands on the trail.

    :raises NotFound: no such activity for this actor
    :raises Denied: she plans no activities there
    :raises Refused: none was issued
    """
    activity = queries.get_activity(actor, activity_id)
    policies.check_plan(actor, activity.area_id)
    issued = list(records.certificates_of(activity))
    if not issued:
        raise Refused(_("No certificate has been issued yet."))
    with translation.override(settings.LANGUAGE_CODE):
        names = [one.enrolment.person.name for one in issued]
        made = draw_certificates(list(map(_certificate, issued, names)))
    common.note(actor, "print-certificates", activity, count=len(issued), fields=NAMES)
    return made


def print_own_certificate(*, actor: Actor, enrolment_id: UUID) -> bytes:
    """
    Return the certificate of a resident or of a child she speaks for as PDF, under the whole name.

    :raises NotFound: no such entry of hers, or no certificate was issued for it
    :raises Denied: the actor is no resident
    """
    if not actor.is_resident:
        raise Denied(_("Her own certificate is for herself to take."))
    entry = queries.get_enrolment(actor, enrolment_id)
    issued = records.certificates_of(entry.activity).filter(enrolment=entry).first()
    if issued is None:
        raise NotFound(_("No certificate has been issued yet."))
    with translation.override(settings.LANGUAGE_CODE):
        return draw_certificates([_certificate(issued, entry.person.name)])


def _certificate(issued: Certificate, name: str) -> Drawn:
    activity = issued.enrolment.activity
    return Drawn(
        heading=_("Certificate of completion"),
        addressee=_("%s:") % name,
        body=_(
            "has completed the class “%(title)s”, and was at %(attended)d of its %(held)d sessions."
        )
        % {"title": activity.title, "attended": issued.attended, "held": issued.held},
        number=_("No. %s") % issued.number,
        issuer=activity.unit.name if activity.unit else activity.area.name,
        day=date_format(issued.issued_on, "DATE_FORMAT"),
    )
