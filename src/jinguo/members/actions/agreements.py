"""Agreements: signed with parties outside, kept by duties and activities, renewed, ended early."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.core.dates import months_after
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.core.identity import check_uscc
from jinguo.core.recorded import signed
from jinguo.facts import actions as facts
from jinguo.members import events, policies, queries
from jinguo.members.actions import common
from jinguo.members.models import Agreement, Duty, JointActivity, Party
from jinguo.members.schemes import Agreements, as_scheme, find
from jinguo.notices.texts import office_phone
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

TEXT_LENGTH, TITLE_LENGTH, PLACE_LENGTH, NAME_LENGTH, PERSON_LENGTH = 300, 100, 80, 80, 40
MONTHS = 12


class PartyExists(Refused):
    """The party has signed this agreement already."""

    code = "party-exists"


@dataclass(frozen=True, kw_only=True)
class PartyIn:
    """A body outside as a form gives it: its name, and whom to ask in which office there."""

    name: str
    uscc: str = ""
    contact_name: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreementIn:
    """An agreement as a form gives it; its term begins with the day on which it was signed."""

    title: str
    place: str
    signed_on: date
    years: int
    party: PartyIn


@dataclass(frozen=True, kw_only=True)
class DutyIn:
    """What one side owes by a day; without a party it is ours."""

    item: str
    text: str
    due_on: date
    party_id: UUID | None = None


@transaction.atomic
def sign(*, actor: Actor, programme: str, agreement: AgreementIn, now: datetime) -> Agreement:
    """
    Record an agreement of the actor's unit with a party outside; more parties are added later.

    Records ``members.agreed`` for its first day.

    :raises Denied: the actor does not keep agreements
    :raises NotInPlan: the programme has no agreements there
    :raises Invalid: a text is missing, the term is too short or too long, or a day is wrong
    """
    unit = common.unit_of(actor, Capability.MEMBERS_MANAGE)
    area = actor.home_for(Capability.MEMBERS_MANAGE)
    policies.check_manage(actor, area)
    today = timezone.localdate(now)
    policies.check_day(agreement.signed_on, today)
    scheme = queries.scheme_with("agreements", programme, area, today)
    rules = scheme.agreements
    assert rules  # that is what was asked for
    ends_on = last_day(rules, agreement.signed_on, agreement.years)
    made = Agreement.objects.create(
        programme=programme, scheme_id=scheme.id, area_id=area, unit_id=unit,
        title=common.check_text("title", agreement.title, TITLE_LENGTH),
        place=common.check_text("place", agreement.place, PLACE_LENGTH),
        signed_on=agreement.signed_on, starts_on=agreement.signed_on, ends_on=ends_on,
        warn_on=ends_on - timedelta(days=rules.warn_days),
    )  # fmt: skip
    store_party(made, agreement.party)
    common.keep(made, "sign", actor=actor, on=made.signed_on, now=now, to_state=made.state)
    facts.record([agreed(made, made.starts_on, 1)], actor=actor, unit=unit)
    return made


def rules_of(agreement: Agreement) -> Agreements:
    """Return what an agreement may be about, by the version it was signed under."""
    rules = as_scheme(agreement.scheme).agreements
    assert rules  # it was signed under a scheme that provides for agreements
    return rules


def last_day(rules: Agreements, first: date, years: int) -> date:
    """
    Return the last day of a term.

    :raises Invalid: the term is shorter or longer than agreements are
    """
    if not rules.least_years <= years <= rules.most_years:
        sentence = _("An agreement runs from %(least)d to %(most)d years.")
        raise Invalid(
            sentence % {"least": rules.least_years, "most": rules.most_years}, years=years
        )
    return months_after(first, years * MONTHS) - timedelta(days=1)


@transaction.atomic
def add_party(*, actor: Actor, agreement_id: UUID, party: PartyIn, now: datetime) -> Party:
    """
    Add another body outside that signed.

    :raises NotFound: no such agreement for this actor
    :raises Denied: the actor does not keep agreements there
    :raises WrongState: it has ended
    :raises Invalid: no name, a wrong credit code, or a phone that is no office's
    :raises PartyExists: it has signed already
    """
    agreement = queries.get_agreement(actor, agreement_id, lock=True)
    policies.check_agreement(actor, agreement)
    made = store_party(agreement, party)
    common.keep(agreement, "add-party", actor=actor, on=timezone.localdate(now), now=now)
    return made


@transaction.atomic
def change_contact(
    *,
    actor: Actor,
    agreement_id: UUID,
    party_id: UUID,
    contact_name: str,
    contact_phone: str,
    now: datetime,
) -> Party:
    """
    Say whom a party is to be reached by now; empty words leave nothing there.

    :raises NotFound: no such agreement for this actor, or the party is none of its
    :raises Denied: the actor does not keep agreements there
    :raises WrongState: it has ended
    :raises Invalid: a name too long, or a phone that is no office's
    """
    agreement = queries.get_agreement(actor, agreement_id, lock=True)
    policies.check_agreement(actor, agreement)
    party = agreement.parties.filter(id=party_id).first()
    if party is None:
        raise NotFound(_("There is no such party."))
    party.contact_name, party.contact_phone = contact_of(contact_name, contact_phone)
    party.save(update_fields=["contact_name", "contact_phone"])
    common.keep(agreement, "change-contact", actor=actor, on=timezone.localdate(now), now=now)
    return party


def contact_of(name: str, phone: str) -> tuple[str, str]:
    """
    Return the contact of a party as its columns have it.

    :raises Invalid: a name too long, or a phone that is no office's
    """
    said = common.check_text("contact_name", name, PERSON_LENGTH, is_required=False)
    return said, office_phone(phone) if phone.strip() else ""


def store_party(agreement: Agreement, party: PartyIn) -> Party:
    """
    Write a party of an agreement.

    :raises Invalid: no name, a wrong credit code, or a phone that is no office's
    :raises PartyExists: it has signed already
    """
    name = common.check_text("name", party.name, NAME_LENGTH)
    if agreement.parties.filter(name=name).exists():
        raise PartyExists(_("This party has signed already."), name=name)
    contact_name, contact_phone = contact_of(party.contact_name, party.contact_phone)
    return Party.objects.create(
        agreement=agreement,
        name=name,
        uscc=check_uscc(party.uscc) if party.uscc.strip() else "",
        contact_name=contact_name,
        contact_phone=contact_phone,
    )


@transaction.atomic
def add_duty(*, actor: Actor, agreement_id: UUID, duty: DutyIn, now: datetime) -> Duty:
    """
    Write down what one side owes by a day.

    :raises NotFound: no such agreement for this actor, or the party is none of its
    :raises Denied: the actor does not keep agreements there
    :raises WrongState: it has ended
    :raises Invalid: no text, an item that is not there, or a day outside the term
    """
    agreement = queries.get_agreement(actor, agreement_id, lock=True)
    policies.check_agreement(actor, agreement)
    rules = rules_of(agreement)
    if find(rules.items, duty.item) is None:
        raise Invalid(_("Choose one of those offered."), item=duty.item)
    if not agreement.starts_on <= duty.due_on <= agreement.ends_on:
        raise Invalid(_("The day lies outside the term of the agreement."), due_on=duty.due_on)
    if duty.party_id and not agreement.parties.filter(id=duty.party_id).exists():
        raise NotFound(_("There is no such party."))
    made = Duty.objects.create(
        agreement=agreement, party_id=duty.party_id, item=duty.item, due_on=duty.due_on,
        text=common.check_text("text", duty.text, TEXT_LENGTH),
        warn_on=duty.due_on - timedelta(days=rules.duty_warn_days),
    )  # fmt: skip
    common.keep(agreement, "add-duty", actor=actor, on=timezone.localdate(now), now=now)
    return made


@transaction.atomic
def do_duty(*, actor: Actor, duty_id: UUID, result: str, on: date, now: datetime) -> Duty:
    """
    Record that a duty was done, and with what result.

    :raises NotFound: no such duty for this actor
    :raises Denied: the actor does not keep agreements there
    :raises WrongState: it is done already
    :raises Invalid: no result, or the day is still to come
    """
    agreement = queries.get_agreement(
        actor, queries.get_duty(actor, duty_id).agreement_id, lock=True
    )
    duty = queries.get_duty(actor, duty_id)  # as it is now that nobody else can change it
    policies.check_duty(actor, duty)
    policies.check_day(on, timezone.localdate(now))
    duty.done_on, duty.result = on, common.check_text("result", result, TEXT_LENGTH)
    duty.save(update_fields=["done_on", "result"])
    common.keep(agreement, "do-duty", actor=actor, on=on, now=now, reason=duty.text)
    return duty


@transaction.atomic
def log_activity(
    *, actor: Actor, agreement_id: UUID, title: str, people: int | None, on: date, now: datetime
) -> JointActivity:
    """
    Write down something done under an agreement.

    :raises NotFound: no such agreement for this actor
    :raises Denied: the actor does not keep agreements there
    :raises WrongState: it has ended
    :raises Invalid: no title, or a day outside the term or still to come
    """
    agreement = queries.get_agreement(actor, agreement_id, lock=True)
    policies.check_agreement(actor, agreement)
    policies.check_day(on, timezone.localdate(now))
    if on < agreement.starts_on:
        raise Invalid(_("The day lies outside the term of the agreement."), on=on)
    made = JointActivity.objects.create(
        agreement=agreement, on=on, people=people,
        title=common.check_text("title", title, TITLE_LENGTH), **signed(actor, now),
    )  # fmt: skip
    common.keep(agreement, "log-activity", actor=actor, on=on, now=now, reason=made.title)
    return made


@transaction.atomic
def renew(*, actor: Actor, agreement_id: UUID, years: int, on: date, now: datetime) -> Agreement:
    """
    Renew an agreement in force: it runs ``years`` longer, from the day after its last one.

    :raises NotFound: no such agreement for this actor
    :raises Denied: the actor does not decide there
    :raises WrongState: it has ended
    :raises Invalid: the new term is too short or too long, or the day is wrong
    """
    agreement = queries.get_agreement(actor, agreement_id, lock=True)
    policies.check_end_agreement(actor, agreement)
    check_in_term(agreement, on, now)
    rules = rules_of(agreement)
    agreement.ends_on = last_day(rules, agreement.ends_on + timedelta(days=1), years)
    agreement.warn_on = agreement.ends_on - timedelta(days=rules.warn_days)
    common.move(
        agreement, "renew", agreement.state, "ends_on", "warn_on", actor=actor, on=on, now=now,
        reason=ngettext("for %d year", "for %d years", years) % years,
    )  # fmt: skip
    return agreement


@transaction.atomic
def end_agreement(
    *, actor: Actor, agreement_id: UUID, reason: str, on: date, now: datetime
) -> Agreement:
    """
    End an agreement before its term is over. Records ``members.agreed`` with what is taken away.

    :raises NotFound: no such agreement for this actor
    :raises Denied: the actor does not decide there
    :raises WrongState: it has ended
    :raises Invalid: no reason, or the day is wrong
    """
    agreement = queries.get_agreement(actor, agreement_id, lock=True)
    policies.check_end_agreement(actor, agreement)
    check_in_term(agreement, on, now)
    agreement.ended_on = on
    common.move(
        agreement, "end", Agreement.State.ENDED, "ended_on", actor=actor, on=on, now=now,
        reason=common.check_reason(reason),
    )  # fmt: skip
    facts.record([agreed(agreement, on, -1)], actor=actor, unit=agreement.unit_id)
    return agreement


def check_in_term(agreement: Agreement, on: date, now: datetime) -> None:
    """
    Pass when something may be recorded of an agreement for a day: from its first one to today.

    :raises Invalid: earlier, or still to come
    """
    policies.check_day(on, timezone.localdate(now))
    if on < agreement.starts_on:
        raise Invalid(_("The day lies outside the term of the agreement."), on=on)


def agreed(agreement: Agreement, on: date, sign: int) -> events.Agreed:
    """Return what is counted of an agreement: +1 when it begins, −1 when it ends."""
    return events.Agreed(
        area=agreement.area_id,
        occurred_on=on,
        object_id=agreement.id,
        programme=agreement.programme,
        quantity=sign,
    )
