"""Offices in a body, and what its directory shows of a member."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid, Refused
from jinguo.core.identifiers import Kind, office_phones, refuse_identifiers
from jinguo.members import policies, queries
from jinguo.members.actions import common
from jinguo.members.models import Membership, Office

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

PRODUCTS_LENGTH, CONTACT_LENGTH = 300, 120
ONE_HOLDER = (Office.Title.PRESIDENT, Office.Title.SECRETARY)


class OfficeTaken(Refused):
    """Another member holds the office, or the member holds another one."""

    code = "office-taken"


@transaction.atomic
def take_office(
    *, actor: Actor, membership_id: UUID, title: str, on: date, now: datetime
) -> Office:
    """
    Record that a member takes an office from a day.

    :raises NotFound: no such membership for this actor
    :raises Denied: the actor does not decide there
    :raises WrongState: she is not a member
    :raises Invalid: no such office, or the day is wrong
    :raises OfficeTaken: another holds it then, or she holds one
    """
    found = queries.get_membership(actor, membership_id, lock=True)
    policies.check_member(actor, found)
    policies.check_decide(actor, found.area_id)
    policies.check_day(on, timezone.localdate(now))
    if title not in Office.Title.values:
        raise Invalid(_("Choose one of those offered."), title=title)
    if found.admitted_on and on < found.admitted_on:
        raise Invalid(_("She was admitted later."), on=on)
    body = queries.get_body(actor, found.body_id, lock=True)
    period = DateRange(on, None)
    if found.offices.filter(period__overlap=period).exists():
        raise OfficeTaken(_("She holds an office then. Record first that she gives it up."))
    taken = body.offices.filter(title=title, period__overlap=period)
    if title in ONE_HOLDER and taken.exists():
        raise OfficeTaken(
            _("Another member is %(office)s then. Record first that she gives it up.")
            % {"office": Office.Title(title).label}
        )
    made = Office.objects.create(body=body, membership=found, title=title, period=period)
    common.keep(
        found, "take-office", actor=actor, on=on, now=now, reason=str(made.get_title_display())
    )
    return made


@transaction.atomic
def leave_office(*, actor: Actor, membership_id: UUID, on: date, now: datetime) -> Membership:
    """
    Record that a member gives up her office; ``on`` is the first day without it.

    :raises NotFound: no such membership for this actor
    :raises Denied: the actor does not decide there
    :raises WrongState: she is not a member
    :raises Refused: she holds none
    :raises Invalid: the day is still to come
    """
    found = queries.get_membership(actor, membership_id, lock=True)
    policies.check_member(actor, found)
    policies.check_decide(actor, found.area_id)
    policies.check_day(on, timezone.localdate(now))
    held = queries.office_now(found, timezone.localdate(now))
    if held is None:
        raise Refused(_("She holds no office."))
    end_office(found, on)
    common.keep(
        found, "leave-office", actor=actor, on=on, now=now, reason=str(held.get_title_display())
    )
    return found


def end_office(membership: Membership, on: date) -> None:
    """End what office a locked member holds; one that would begin on that day or later never was."""
    lasting = membership.offices.filter(period__endswith__isnull=True)
    lasting.filter(period__startswith__gte=on).delete()
    for office in lasting:
        office.period = DateRange(office.period.lower, on)
        office.save(update_fields=["period"])


@transaction.atomic
def list_in_directory(
    *,
    actor: Actor,
    membership_id: UUID,
    products: str,
    contact: str,
    agreed_on: date,
    now: datetime,
    is_public: bool = False,
) -> Membership:
    """
    Show a member's business in the directory, as she agreed to on a day.

    ``is_public`` says that she agreed to the public pages too.

    :raises NotFound: no such membership for this actor
    :raises Denied: the actor does not keep members there
    :raises WrongState: she is not a member
    :raises Invalid: nothing to show, too long a text, or the day is still to come
    :raises IdentifierFound: everybody would read what a person is found by; an office's landline may stand
    """  # fmt: skip
    found = queries.get_membership(actor, membership_id, lock=True)
    policies.check_member(actor, found)
    policies.check_day(agreed_on, timezone.localdate(now))
    found.products = common.check_text("products", products, PRODUCTS_LENGTH)
    found.contact = common.check_text("contact", contact, CONTACT_LENGTH, is_required=False)
    if is_public:
        for name in ("products", "contact"):
            text = getattr(found, name)
            refuse_identifiers(text, field=name, allowed=office_phones(text))
        refuse_identifiers(found.enterprise, field="enterprise", besides=[Kind.ADDRESS])
    found.agreed_on, found.is_public = agreed_on, is_public
    found.save(update_fields=["products", "contact", "agreed_on", "is_public"])
    common.keep(found, "list", actor=actor, on=timezone.localdate(now), now=now)
    return found


@transaction.atomic
def take_off_directory(*, actor: Actor, membership_id: UUID, now: datetime) -> Membership:
    """
    Take a member out of the directory and erase what it showed: she no longer agrees.

    :raises NotFound: no such membership for this actor
    :raises Denied: the actor does not keep members there
    :raises WrongState: she is not a member
    :raises Refused: she does not stand there
    """
    found = queries.get_membership(actor, membership_id, lock=True)
    policies.check_member(actor, found)
    if found.agreed_on is None:
        raise Refused(_("She does not stand in the directory."))
    found.products, found.contact, found.agreed_on, found.is_public = "", "", None, False
    found.save(update_fields=["products", "contact", "agreed_on", "is_public"])
    common.keep(found, "unlist", actor=actor, on=timezone.localdate(now), now=now)
    return found
