"""Who may do what to whom, and in which state. Each check raises with a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from jinguo.audit.queries import find_author
from jinguo.core.errors import Denied, Refused
from jinguo.core.steps import NEW, Steps
from jinguo.people.models import (
    Consent,
    DataRequest,
    Erasure,
    Household,
    Person,
    Resident,
    Restraint,
)
from jinguo.people.queries.undoing import is_free_of_work

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


S = DataRequest.State
REQUEST_STEPS = Steps((
    ("ask", NEW, S.RECEIVED),
    ("take", S.RECEIVED, S.TAKEN),
    ("hand-out", S.RECEIVED, S.DONE),
    ("hand-out", S.TAKEN, S.DONE),
    ("answer", S.RECEIVED, S.DONE),
    ("answer", S.RECEIVED, S.REFUSED),
    ("answer", S.TAKEN, S.DONE),
    ("answer", S.TAKEN, S.REFUSED),
    ("withdraw", S.RECEIVED, S.WITHDRAWN),
    ("withdraw", S.TAKEN, S.WITHDRAWN),
))  # fmt: skip
"""What may become of what someone asks about her data."""
OWN_CONSENT_FROM = 14  # full years (个人信息保护法 art. 31)


class ConsentMissing(Refused):
    """What was asked for rests on a consent that is not there."""

    code = "consent-missing"


class Restricted(Refused):
    """Her data may be kept and not used."""

    code = "restricted"


def check_register(actor: Actor, areas: Iterable[str]) -> None:
    """
    Pass when the actor may put households of all these villages on the register.

    :raises Denied: a village lies outside what the actor edits or imports for
    """
    edits, imports = actor.reach("people.edit"), actor.reach("exchange.import")
    for area in areas:
        if not (edits.covers(area) or imports.covers(area)):
            raise Denied(
                _("You may not register households in area {area}.").format(area=area), area=area
            )


def check_take_back(actor: Actor, household: Household) -> None:
    """
    Pass when the actor may take a household off the register as if it had never come.

    :raises Denied: the actor may see it but not edit there
    :raises Refused: somebody else or an import registered it, it has left, or something rests on it
    """
    check_edit(actor, household)
    author = find_author("people.register", household.pk)
    if author is None or author != actor.account_id:
        raise Refused(
            _(
                "Who registered a household takes it back; one that came with a workbook goes with its"
                " import. Anybody else takes it off the register."
            )
        )
    if not is_free_of_work(household):
        raise Refused(
            _("Work has been done on this household since. Take it off the register instead.")
        )


def check_register_person(actor: Actor, area: str) -> None:
    """
    Pass when the actor may put persons of an area on the register who live in no household there.

    :raises Denied: the area lies outside what the actor edits
    """
    if not actor.can("people.edit", area):
        raise Denied(_("You may not register people in area {area}.").format(area=area), area=area)


def check_speak_for(actor: Actor, guardian: Person) -> None:
    """
    Pass when the actor may say whose guardian this person is: she herself, or who edits her record.

    :raises Denied: neither
    :raises Refused: the record is merged
    """
    is_herself = actor.is_resident and own_person_is(actor, guardian)
    if not is_herself and not actor.can("people.edit", guardian.area_id):
        raise Denied(_("You may look at this record but not change it."))
    check_current(guardian)


def own_person_is(actor: Actor, person: Person) -> bool:
    """Say whether a record in use is the actor's own, or that of merged records of hers."""
    own = Q(person=person) | Q(person__merged_into=person)
    return Resident.objects.filter(own, account=actor.account_id).exists()


def check_change_sign_in_phone(actor: Actor, person: Person) -> None:
    """
    Pass when the actor may say which phone opens a person's account.

    She herself may, and who edits her record and may see her numbers: not everyone who edits, since whoever
    chooses the phone chooses who comes in.

    :raises Denied: neither
    :raises Refused: the record is merged
    """
    if not actor.is_resident:
        check_edit(actor, person)
        actor.require("people.unmask", person.area_id)
    elif not own_person_is(actor, person):
        raise Denied(_("Only the person herself can do this, or a guardian."))
    check_current(person)


def check_agree(actor: Actor, person: Person) -> None:
    """
    Pass when the actor may record what this person agrees to: she herself, a guardian, or who edits her.

    ``person`` must come from ``queries.get_person``, by which a resident has her own and her wards alone.

    :raises Denied: the actor may see her record but not edit it
    :raises Refused: the record is closed or merged
    """
    if not actor.is_resident:
        check_edit(actor, person)


def check_own(actor: Actor) -> None:
    """
    Pass when a resident acts, who reaches what is her own alone.

    :raises Denied: someone acts through a post
    """
    if not actor.is_resident:
        raise Denied(_("Only the person herself can do this, or a guardian."))


def check_answer(actor: Actor, request: DataRequest) -> None:
    """
    Pass when the actor may deal with what someone asks about her data.

    :raises Denied: the actor's posts do not include it there
    :raises Refused: it has ended
    """
    actor.require("people.answer-requests", request.area_id)
    check_waits(request)


def check_correct_as_asked(actor: Actor, request: DataRequest, person: Person) -> None:
    """
    Pass when the actor may correct the record of who asked for it, while the request waits.

    :raises Denied: the actor's posts do not include it there
    :raises Refused: it has ended, or asks for something else; the record is merged
    """
    check_answer(actor, request)
    if request.kind != DataRequest.Kind.CORRECT:
        raise Refused(_("This request does not ask for a correction."))
    check_edit(actor, person)


def check_waits(request: DataRequest) -> None:
    """
    Pass when a request has not ended.

    :raises Refused: it has
    """
    if not REQUEST_STEPS.may("answer", request.state):
        raise Refused(_("This request has been answered or withdrawn."))


def check_erase(actor: Actor, person: Person) -> None:
    """
    Pass when the actor may propose that this person is erased, and set or lift a restraint on her data.

    :raises Denied: the actor's posts do not include it there
    :raises Refused: she was erased, or her record was merged
    """
    actor.require("people.answer-requests", person.area_id)
    if person.erased_on is not None:
        raise Refused(_("She was erased. Nothing of hers is left in the record."))
    check_current(person)


def check_lift(actor: Actor, person: Person, restraint: Restraint) -> None:
    """
    Pass when the actor may end a restraint on a person's data.

    :raises Denied: the actor's posts do not include it there
    :raises Refused: it was lifted, or she was erased
    """
    actor.require("people.answer-requests", person.area_id)
    if restraint.lifted_at is not None or person.erased_on is not None:
        raise Refused(_("There is nothing to lift."))


def check_decide_erasure(actor: Actor, erasure: Erasure) -> None:
    """
    Pass when the actor may decide on an erasure that waits.

    :raises Denied: the actor's posts do not include it there
    :raises Refused: it was decided already
    """
    actor.require("people.answer-requests", erasure.area_id)
    if erasure.state != Erasure.State.PROPOSED:
        raise Refused(_("This was decided already."))


def check_confirm_erasure(actor: Actor, erasure: Erasure) -> None:
    """
    Pass when the actor may carry out an erasure: another person than who proposed it.

    :raises Denied: she proposed it, or her posts do not include it there
    :raises Refused: it was decided already
    """
    check_decide_erasure(actor, erasure)
    if actor.own_account == erasure.proposed_by:
        raise Denied(_("You proposed this. Another person carries it out."))


def check_restore(actor: Actor) -> None:
    """
    Pass when the job acts that restores backups.

    :raises Denied: anyone else does
    """
    if actor.job != "backup":
        raise Denied(_("Your posts do not include this right."))


def check_unrestricted(person: Person) -> None:
    """
    Pass when a person's data may be used, and not only kept (个人信息保护法 art. 47).

    :raises Restricted: they may not, or nothing is left of them
    """
    if person.restricted_on is not None or person.erased_on is not None:
        raise Restricted(
            _("Her data are kept and not used, as was asked for. Nothing is done with them.")
        )


def check_edit(actor: Actor, thing: Household | Person) -> None:
    """
    Pass when the actor may change this record.

    :raises Denied: the actor's posts do not include it here
    :raises Refused: the record is closed or merged
    """
    if not actor.can("people.edit", thing.area_id):
        raise Denied(_("You may look at this record but not change it."))
    check_current(thing)


def check_update(actor: Actor, households: Iterable[Household]) -> None:
    """
    Pass when the actor may bring all these households up to date, as one edits them or brings their roster.

    :raises Denied: a household lies outside what the actor edits or imports for
    :raises Refused: one is closed or merged
    """
    edits, imports = actor.reach("people.edit"), actor.reach("exchange.import")
    for household in households:
        if not (edits.covers(household.area_id) or imports.covers(household.area_id)):
            raise Denied(_("You may look at this record but not change it."))
        check_current(household)


def check_current(thing: Household | Person) -> None:
    """
    Pass when the record is in use.

    :raises Refused: it was merged into another, or the household has left the register
    """
    if thing.merged_into_id is not None:
        raise Refused(_("This record was merged into another. Change that one."))
    if isinstance(thing, Household) and thing.closed_on is not None:
        raise Refused(_("This household has left the register."))


def check_merge(actor: Actor, winner: Household | Person, loser: Household | Person) -> None:
    """
    Pass when the actor may make one record of these two.

    :raises Denied: the actor may not merge records of both areas
    :raises Refused: they are the same record, or one is no longer in use
    """
    for thing in (winner, loser):
        if not actor.can("people.merge", thing.area_id):
            raise Denied(_("You may not merge records of this area."))
    if winner.pk == loser.pk:
        raise Refused(_("These are the same record. Choose two different ones."))
    check_current(winner)
    check_current(loser)


def check_reveal(actor: Actor, area: str) -> UUID:
    """
    Pass when the actor may see single values of this area in clear; return her account.

    :raises Denied: a job, or posts without this right here
    """
    if actor.account_id is None or not actor.can("people.unmask", area):
        raise Denied(_("Your posts do not let you see this in full."))
    return actor.account_id


def check_withdraw(actor: Actor, person: Person) -> None:
    """
    Pass when the actor may record that this person takes a consent back.

    It may be taken back on every record, also one that was merged or whose household has left. A resident
    has her own record and those of her wards alone.

    :raises Denied: the actor's posts do not include it here
    """
    if not actor.is_resident and not actor.can("people.edit", person.area_id):
        raise Denied(_("You may look at this record but not change it."))


def needs_guardian(person: Person, on: date) -> bool:
    """
    Say whether a guardian decides for this person on a day: a child under 14 (个人信息保护法 art. 31).

    The age is counted from the date of birth on that day; of someone whose date of birth is not on the
    register it is not assumed.
    """
    age = person.age_on(on)
    return age is not None and age < OWN_CONSENT_FROM


def check_consent_holds(consent: Consent | None, on: date) -> None:
    """
    Pass when what rests on a consent may be done on a day (个人信息保护法 arts 13–15).

    ``consent`` is what ``queries.find_consent`` found for the purpose.

    :raises ConsentMissing: none was given by then, or it has been withdrawn
    """
    if consent is None or not consent.holds_on(on):
        raise ConsentMissing(_("There is no consent for this. Ask the person and record it first."))
