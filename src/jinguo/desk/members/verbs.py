"""What may be done to each kind of thing: the act, what it asks, what it means, and what is then true."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jinguo.core.errors import NotFound, Refused
from jinguo.core.web import refusal
from jinguo.desk.assess.pages import Button, Moment, in_order
from jinguo.desk.members import forms
from jinguo.members import actions, policies, queries, states
from jinguo.members.models import (
    Agreement,
    Appointment,
    Assignment,
    Body,
    Membership,
    Office,
    Volunteer,
)

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

Text = str | Promise


@dataclass(frozen=True)
class Verb:
    """One act: ``check`` is what the action itself asks, so that a refused button says the true reason."""

    title: Text
    act: Callable[..., object]
    form: type[forms.ActForm]
    check: Callable[[Actor, Any], object]
    done: Text
    means: Text = ""
    is_first: bool = False
    is_grave: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of thing: its pages, how it is found, the action's word for its id, and its verbs."""

    page: str
    get: Callable[[Actor, UUID], Any]
    id_name: str
    verbs: Mapping[str, Verb]

    def verb(self, name: str) -> Verb:
        """
        Return one of its verbs.

        :raises NotFound: it has no such one
        """
        if name not in self.verbs:
            raise NotFound(_("There is no such act."))
        return self.verbs[name]


def step(verb: str) -> Callable[[Actor, Membership], object]:
    """Return the check of a step of a membership."""
    return lambda actor, thing: policies.check_step(actor, verb, thing)


def decides_on_body(actor: Actor, body: Body) -> None:
    """
    Pass when the actor keeps a body.

    :raises Denied: her posts do not include it there
    """
    policies.check_decide(actor, body.area_id)


def may_take_office(actor: Actor, membership: Membership) -> None:
    """
    Pass when the actor may give a member an office.

    :raises Denied: her posts do not include it there
    :raises WrongState: she is not a member
    """
    policies.check_member(actor, membership)
    policies.check_decide(actor, membership.area_id)


def is_listed(actor: Actor, membership: Membership) -> None:
    """
    Pass when a member can be taken out of the directory.

    :raises Denied: the actor's posts do not include it there
    :raises Refused: she does not stand there
    """
    policies.check_member(actor, membership)
    if membership.agreed_on is None:
        raise Refused(_("She does not stand in the directory."))


def may_be_checked(actor: Actor, appointment: Appointment) -> None:
    """
    Pass when the actor may record a crime-record check of someone appointed.

    :raises Denied: her posts do not include it there
    """
    policies.check_manage(actor, appointment.area_id)


CHECKED = Verb(
    gettext_lazy("Record a crime-record check"),
    actions.record_check,
    forms.CheckForm,
    policies.check_volunteer,
    gettext_lazy("Recorded. The paper goes back to her; nothing of it is kept."),
    gettext_lazy("Only the day of the paper and who saw it are kept, never what it says."),
)

BODY = Kind(
    "desk:body", queries.get_body, "body_id",
    {
        "register": Verb(
            gettext_lazy("Record its credit code"), actions.register_body,
            forms.RegisteredForm, decides_on_body, gettext_lazy("The credit code is recorded."),
        ),
        "charter": Verb(
            gettext_lazy("Record its charter"), actions.adopt_charter, forms.CharterForm,
            decides_on_body, gettext_lazy("The charter is recorded."),
        ),
    },
)  # fmt: skip

MEMBERSHIP = Kind(
    "desk:member", queries.get_membership, "membership_id",
    {
        "check": Verb(
            states.STEPS[1].title, actions.check_application, forms.ConditionsForm, step("check"),
            gettext_lazy("The application is before the council."),
            gettext_lazy("The secretariat has looked at the papers. The council votes next."),
            is_first=True,
        ),
        "vote": Verb(
            states.STEPS[3].title, actions.record_vote, forms.VoteForm, step("vote"),
            gettext_lazy("The vote is recorded."),
            gettext_lazy("Who has enough votes is a member from that day on and gets a certificate number."),
            is_first=True,
        ),
        "turn-down": Verb(
            states.STEPS[2].title, actions.turn_down, forms.ReasonForm, step("turn-down"),
            gettext_lazy("The application is turned down."), is_grave=True,
        ),
        "withdraw": Verb(
            states.STEPS[5].title, actions.withdraw, forms.ReasonForm, step("withdraw"),
            gettext_lazy("The application is withdrawn."),
        ),
        "office": Verb(
            gettext_lazy("Give her an office"), actions.take_office, forms.OfficeForm,
            may_take_office, gettext_lazy("She holds the office."),
        ),
        "leave-office": Verb(
            gettext_lazy("She gives up her office"), actions.leave_office, forms.OnForm,
            may_take_office, gettext_lazy("The office is free again."),
        ),
        "list": Verb(
            gettext_lazy("Show her in the directory"), actions.list_in_directory,
            forms.DirectoryForm, policies.check_member,
            gettext_lazy("She stands in the directory."),
            gettext_lazy("Only with her consent, and only what she wants to be shown."),
        ),
        "unlist": Verb(
            gettext_lazy("Take her out of the directory"), actions.take_off_directory,
            forms.NothingForm, is_listed,
            gettext_lazy("She no longer stands in the directory."),
            gettext_lazy("What the directory showed of her is erased."),
        ),
        "leave": Verb(
            pgettext_lazy("member", "Leaves"), actions.leave, forms.ReasonForm, step("leave"),
            gettext_lazy("She is no longer a member."),
            gettext_lazy("Her office and her place in the directory end with it."),
        ),
        "expel": Verb(
            states.STEPS[8].title, actions.expel, forms.ReasonForm, step("expel"),
            gettext_lazy("She is expelled."),
            gettext_lazy("Her office and her place in the directory end with it."), is_grave=True,
        ),
    },
)  # fmt: skip

AGREEMENT = Kind(
    "desk:agreement", queries.get_agreement, "agreement_id",
    {
        "activity": Verb(
            gettext_lazy("Write down what was done"), actions.log_activity, forms.ActivityForm,
            policies.check_agreement, gettext_lazy("It stands in the agreement."), is_first=True,
        ),
        "duty": Verb(
            gettext_lazy("Add what is owed"), actions.add_duty, forms.DutyForm,
            policies.check_agreement, gettext_lazy("It is written down and becomes a to-do in time."),
        ),
        "party": Verb(
            gettext_lazy("Add a party"), actions.add_party, forms.PartyForm,
            policies.check_agreement, gettext_lazy("The party is added."),
        ),
        "contact": Verb(
            gettext_lazy("Change a contact"), actions.change_contact, forms.ContactForm,
            policies.check_agreement, gettext_lazy("The contact is changed."),
        ),
        "renew": Verb(
            gettext_lazy("Renew"), actions.renew, forms.RenewForm, policies.check_end_agreement,
            gettext_lazy("The agreement is renewed."),
            gettext_lazy("It runs on from the day after its last one."),
        ),
        "end": Verb(
            gettext_lazy("End early"), actions.end_agreement, forms.ReasonForm,
            policies.check_end_agreement, gettext_lazy("The agreement has ended."), is_grave=True,
        ),
    },
)  # fmt: skip

VOLUNTEER = Kind(
    "desk:volunteer", queries.get_volunteer, "volunteer_id",
    {
        "serve": Verb(
            gettext_lazy("Record hours"), actions.record_service, forms.ServiceForm,
            policies.check_volunteer, gettext_lazy("The time is recorded."), is_first=True,
        ),
        "record-check": CHECKED,
        "skills": Verb(
            gettext_lazy("Change what she can do"), actions.change_skills, forms.SkillsForm,
            policies.check_volunteer, gettext_lazy("Recorded."),
        ),
        "stop": Verb(
            gettext_lazy("She stops"), actions.stop, forms.ReasonForm, policies.check_volunteer,
            gettext_lazy("She is no longer a volunteer. Her hours stay."), is_grave=True,
        ),
    },
)  # fmt: skip

APPOINTMENT = Kind(
    "desk:appointment", queries.get_appointment, "appointment_id",
    {
        "record-check": Verb(
            CHECKED.title, CHECKED.act, CHECKED.form, may_be_checked, CHECKED.done, CHECKED.means
        ),
        "end": Verb(
            gettext_lazy("End early"), actions.end_appointment, forms.ReasonForm,
            policies.check_end_appointment, gettext_lazy("The appointment has ended."),
            is_grave=True,
        ),
    },
)  # fmt: skip

ASSIGNMENT = Kind(
    "desk:assignment", queries.get_assignment, "assignment_id",
    {
        "end": Verb(
            gettext_lazy("End early"), actions.end_assignment, forms.ReasonForm,
            policies.check_end_assignment, gettext_lazy("The community is free again."),
            gettext_lazy("From that day on the community has no instructor."), is_grave=True,
        ),
    },
)  # fmt: skip

HISTORY: dict[str, Text] = {
    **{one.verb: one.title for one in states.STEPS},
    "take-office": gettext_lazy("Took an office"),
    "leave-office": gettext_lazy("Gave up an office"),
    "list": gettext_lazy("Put into the directory"),
    "unlist": gettext_lazy("Taken out of the directory"),
    "sign": gettext_lazy("Signed"),
    "add-party": gettext_lazy("A party was added"),
    "change-contact": gettext_lazy("A contact was changed"),
    "add-duty": gettext_lazy("What is owed was added"),
    "do-duty": gettext_lazy("Done as owed"),
    "log-activity": gettext_lazy("Done together"),
    "renew": gettext_lazy("Renewed"),
    "end": gettext_lazy("Ended early"),
    "expire": gettext_lazy("Ended by the day"),
    "enlist": gettext_lazy("Put on the list of volunteers"),
    "change-skills": gettext_lazy("What she can do was changed"),
    "stop": gettext_lazy("Stopped"),
    "appoint": gettext_lazy("Appointed"),
    "assign": gettext_lazy("Assigned"),
}
"""What a line of a thing's history says was done."""


def buttons(
    actor: Actor, kind: Kind, thing: Any, offered: Collection[str] | None = None
) -> list[Button]:
    """Return what may be done to a thing: those offered of its verbs, or all when nothing is said."""
    made = [
        Button(
            verb=name,
            title=str(verb.title),
            href=verb_url(kind, thing, name),
            refusal=refusal(verb.check, actor, thing) or "",
            is_grave=verb.is_grave,
            is_first=verb.is_first,
        )
        for name, verb in kind.verbs.items()
        if offered is None or name in offered
    ]
    return in_order(made)


def verb_url(kind: Kind, thing: Any, verb: str) -> str:
    """Return the page on which a verb is done to a thing."""
    return reverse(f"{kind.page}-act", args=[thing.id, verb])


def moments(thing: Membership | Agreement | Volunteer | Appointment | Assignment) -> list[Moment]:
    """Return what happened to a thing, the newest first."""
    return [
        Moment(str(HISTORY.get(one.verb, one.verb)), one.on, one.actor, one.reason, None)
        for one in queries.history_of(thing.id)
    ]


def offered_to(membership: Membership, office: Office | None) -> list[str]:
    """Return the verbs a membership as it stands leaves open; ``office`` is the one she holds."""
    steps = states.verbs_from(membership.state)
    if membership.state != Membership.State.ADMITTED:
        return steps
    directory = "unlist" if membership.agreed_on else "list"
    return [*steps, "leave-office" if office else "office", directory]
