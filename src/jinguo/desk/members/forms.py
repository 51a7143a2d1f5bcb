"""What the pages of members, agreements, volunteers and appointments ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jinguo.core.identity import check_uscc
from jinguo.desk.forms import DeskForm, date_field
from jinguo.desk.people.forms import id_number_field, name_field, passes, phone_field
from jinguo.desk.people.pages import ShownLike, shown_likes
from jinguo.members import actions, queries
from jinguo.members.actions import agreements, bodies, memberships, offices, volunteers
from jinguo.members.actions.appointments import SKILL_LENGTH
from jinguo.members.actions.common import REASON_LENGTH
from jinguo.members.models import Agreement, Body, Membership, Office, Volunteer
from jinguo.members.schemes import Scheme, Titled, as_scheme
from jinguo.notices.texts import office_phone
from jinguo.org.actor import Actor
from jinguo.people.actions import PersonIn

Choices = Sequence[tuple[str, str]]
ATTENDED_SHOWN = 5


def text_field(most: int, *, rows: int = 0, **given: Any) -> forms.CharField:
    """Return a field of at most so many signs, of several lines when ``rows`` are given."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(max_length=most, widget=widget, **given)


def uscc_field(**given: Any) -> forms.CharField:
    """Return a field for a social credit code, which may stay empty."""
    return forms.CharField(
        label=_("Social credit code"), required=False, max_length=18,
        validators=[passes(check_uscc)], widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **given,
    )  # fmt: skip


def reason_field(**given: Any) -> forms.CharField:
    """Return a field for why something is done."""
    return text_field(
        REASON_LENGTH, label=_("Reason"), help_text=_("It stays in the history."), **given
    )


def boxes_field(**given: Any) -> forms.MultipleChoiceField:
    """Return a question answered by ticking."""
    return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, **given)


def choices_of(things: Iterable[Titled]) -> Choices:
    """Return what the plan names, as a field offers it."""
    return [(one.id, one.label) for one in things]


class ActForm(DeskForm):
    """What an act asks; ``thing`` is what it is done to."""

    def __init__(self, *args: Any, thing: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing = thing

    def given(self) -> dict[str, Any]:
        """Return the answers as the action takes them."""
        return self.cleaned_data


class OnForm(ActForm):
    """For which day."""

    on = date_field(label=_("Day"))


class ReasonForm(OnForm):
    """Why, and for which day."""

    reason = reason_field()


class NothingForm(ActForm):
    """Nothing more is asked."""


class ConditionsForm(OnForm):
    """Which conditions are met; all of them have to be."""

    conditions = boxes_field(
        label=_("Found to be met"), required=False, help_text=_("All of them have to be met.")
    )

    def __init__(self, *args: Any, thing: Membership, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        self.fields["conditions"].choices = choices_of(memberships.rules_of(thing.body).conditions)  # type: ignore[attr-defined]


class VoteForm(ActForm):
    """How the council voted."""

    meeting_on = date_field(label=_("Day of the council’s meeting"))
    votes_for = forms.IntegerField(label=_("Votes for"), min_value=0, max_value=999)
    votes_against = forms.IntegerField(label=_("Votes against"), min_value=0, max_value=999)
    votes_abstained = forms.IntegerField(
        label=_("Abstained"), min_value=0, max_value=999, initial=0
    )

    def given(self) -> dict[str, Any]:
        return {"vote": actions.Vote(**self.cleaned_data)}


class OfficeForm(OnForm):
    """Which office a member takes."""

    title = forms.ChoiceField(label=_("Office held"), choices=Office.Title.choices)


class DirectoryForm(ActForm):
    """What the directory shows of a member, as she agreed to."""

    products = text_field(offices.PRODUCTS_LENGTH, rows=3, label=_("Products and services"))
    contact = text_field(
        offices.CONTACT_LENGTH, label=_("How customers reach her"), required=False,
        help_text=_("Of the business, as she wants it shown: a shop, an office phone."),
    )  # fmt: skip
    agreed_on = date_field(label=_("Day she agreed to it"))
    is_public = forms.BooleanField(
        label=_("She agrees that everybody may read it on the public pages"), required=False,
        help_text=_("There a person stands by her surname alone, and no mobile number may stand."),
    )  # fmt: skip


class CharterForm(ActForm):
    """The charter an association adopted."""

    charter = text_field(bodies.CHARTER_LENGTH, rows=16, label=_("Charter"))
    adopted_on = date_field(label=_("Adopted on"))

    def __init__(self, *args: Any, thing: Body, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        self.initial.setdefault("charter", thing.charter)


class RegisteredForm(ActForm):
    """The social credit code of an association, and the day on which it was registered."""

    uscc = uscc_field()
    registered_on = date_field(label=_("Registered on"))

    def __init__(self, *args: Any, thing: Body, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        self.fields["uscc"].required = True


class BodyForm(DeskForm):
    """A new association."""

    programme = forms.ChoiceField(label=_("Programme"))
    name = text_field(bodies.NAME_LENGTH, label=_("Name"))
    founded_on = date_field(label=_("Founded on"))

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "programme", programmes)


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Offer choices in a field; a single one is taken without being asked."""
    field = form.fields[name]
    field.choices = choices  # type: ignore[attr-defined]
    if len(choices) == 1:
        field.widget = forms.HiddenInput()
        field.initial = choices[0][0]


class MembershipForm(DeskForm):
    """An application to join an association."""

    body = forms.ChoiceField(label=_("Association"))
    kind = forms.ChoiceField(
        label=_("She joins"), choices=[
            (Membership.Kind.INDIVIDUAL, _("herself")),
            (Membership.Kind.UNIT, _("for her enterprise")),
        ], widget=forms.RadioSelect,
    )  # fmt: skip
    enterprise = text_field(
        memberships.ENTERPRISE_LENGTH, label=_("Enterprise"), required=False,
        help_text=_("Needed when she joins for it."),
    )  # fmt: skip
    uscc = uscc_field(help_text=_("18 signs, of the business licence."))
    on = date_field(label=pgettext_lazy("member", "Applied on"))

    def __init__(self, *args: Any, bodies: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "body", [(str(one.id), one.name) for one in bodies])

    def as_application(self, person: UUID) -> actions.MembershipIn:
        """Return the form as the action takes it."""
        data = self.cleaned_data
        return actions.MembershipIn(
            body_id=UUID(data["body"]), person_id=person, kind=data["kind"],
            enterprise=data["enterprise"], uscc=data["uscc"],
        )  # fmt: skip


class PartyForm(ActForm):
    """A body outside that signs."""

    name = text_field(agreements.NAME_LENGTH, label=_("Party"))
    uscc = uscc_field()
    contact_name = text_field(agreements.PERSON_LENGTH, label=_("Contact person"), required=False)
    contact_phone = forms.CharField(
        label=_("Office phone"), required=False, max_length=20, validators=[passes(office_phone)],
        help_text=_("A landline with its area code, or a hotline; never a mobile."),
    )  # fmt: skip

    def given(self) -> dict[str, Any]:
        return {"party": self.as_party()}

    def as_party(self) -> actions.PartyIn:
        """Return the party as the action takes it."""
        names = ("name", "uscc", "contact_name", "contact_phone")
        return actions.PartyIn(**{name: self.cleaned_data[name] for name in names})


def years_field() -> forms.TypedChoiceField:
    """Return a field for the term of an agreement."""
    return forms.TypedChoiceField(label=_("Term"), coerce=int)


def years_offered(schemes: Iterable[Scheme]) -> Choices:
    """Return the terms agreements may have under some schemes."""
    terms = [one.agreements for one in schemes if one.agreements]
    years = sorted({y for one in terms for y in range(one.least_years, one.most_years + 1)})
    return [(str(year), ngettext("%d year", "%d years", year) % year) for year in years]


class AgreementForm(PartyForm):
    """An agreement with its first party."""

    programme = forms.ChoiceField(label=_("Programme"))
    title = text_field(agreements.TITLE_LENGTH, label=_("Title"))
    place = text_field(agreements.PLACE_LENGTH, label=_("Signed at"))
    signed_on = date_field(label=_("Signed on"))
    years = years_field()

    field_order = ("programme", "title", "signed_on", "years", "place")

    def __init__(
        self, *args: Any, programmes: Choices, schemes: Mapping[str, Scheme], **kwargs: Any
    ) -> None:
        super().__init__(*args, thing=None, **kwargs)
        offer(self, "programme", programmes)
        self.fields["years"].choices = years_offered(schemes.values())  # type: ignore[attr-defined]

    def as_agreement(self) -> actions.AgreementIn:
        """Return the form as the action takes it."""
        names = ("title", "place", "signed_on", "years")
        given = {name: self.cleaned_data[name] for name in names}
        return actions.AgreementIn(**given, party=self.as_party())


class DutyForm(ActForm):
    """What one side owes by a day."""

    party = forms.ChoiceField(label=_("Who owes it"), required=False)
    item = forms.ChoiceField(label=_("Item of co-operation"))
    text = text_field(agreements.TEXT_LENGTH, rows=3, label=_("What is owed"))
    due_on = date_field(label=_("To be done by"))

    def __init__(self, *args: Any, thing: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        parties = [(str(one.id), one.name) for one in thing.parties.order_by("name")]
        self.fields["party"].choices = [("", thing.unit.name), *parties]  # type: ignore[attr-defined]
        self.fields["item"].choices = choices_of(agreements.rules_of(thing).items)  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        party = data.pop("party")
        return {"duty": actions.DutyIn(**data, party_id=UUID(party) if party else None)}


class DoneForm(OnForm):
    """That a duty was done."""

    result = text_field(agreements.TEXT_LENGTH, rows=3, label=_("What came of it"))


class ActivityForm(OnForm):
    """Something done under an agreement."""

    title = text_field(agreements.TITLE_LENGTH, label=_("What was done"))
    people = forms.IntegerField(
        label=_("People who took part"), required=False, min_value=0, max_value=100_000
    )


class RenewForm(OnForm):
    """For how much longer an agreement runs."""

    years = years_field()

    def __init__(self, *args: Any, thing: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        self.fields["years"].choices = years_offered([as_scheme(thing.scheme)])  # type: ignore[attr-defined]


class VolunteerForm(DeskForm):
    """Someone who wants to serve."""

    programme = forms.ChoiceField(label=_("Programme"))
    skills = boxes_field(label=_("What she can do"), required=False)
    on = date_field(label=_("Volunteer since"))

    def __init__(
        self, *args: Any, programmes: Choices, schemes: Mapping[str, Scheme], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "programme", programmes)
        known = [one.volunteers for one in schemes.values() if one.volunteers]
        self.fields["skills"].choices = choices_of(s for one in known for s in one.skills)  # type: ignore[attr-defined]


class SkillsForm(ActForm):
    """What a volunteer can do, said anew."""

    skills = boxes_field(label=_("What she can do"), required=False)

    def __init__(self, *args: Any, thing: Volunteer, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        known = as_scheme(thing.scheme).volunteers
        self.fields["skills"].choices = choices_of(known.skills if known else ())  # type: ignore[attr-defined]
        self.initial.setdefault("skills", thing.skills)


class ServiceForm(OnForm):
    """Time a volunteer gave."""

    what = text_field(volunteers.WHAT_LENGTH, label=_("What she did"))
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=1, max_value=volunteers.DAY,
        widget=forms.NumberInput(attrs={"step": 1}),
    )  # fmt: skip
    with_minors = forms.BooleanField(
        label=_("It was with minors"), required=False,
        help_text=_("Then her crime-record check has to hold on that day."),
    )  # fmt: skip

    def __init__(self, *args: Any, thing: Volunteer, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        there = [
            f"{one.what} ({date_format(one.on)})"
            for one in queries.attended_services(thing)[:ATTENDED_SHOWN]
        ]
        if there:
            self.fields["what"].help_text = gettext(
                "Hours of these activities are here already, from who was there: %s."
            ) % gettext(", ").join(there)


class CheckForm(ActForm):
    """That a crime-record paper was seen: its day and by whom, nothing else."""

    checked_on = date_field(label=_("Day of the paper"))
    seen_by = text_field(volunteers.SEEN_BY_LENGTH, label=_("Who saw it"))

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "person_id": self.thing.person_id}


class TakeBackForm(DeskForm):
    """Why an entry is taken back."""

    reason = reason_field()


class AppointmentForm(DeskForm):
    """What someone is appointed to; ``kind`` is named ``programme:kind``."""

    kind = forms.ChoiceField(label=_("Appointed as"))
    skill = text_field(
        SKILL_LENGTH,
        label=_("For what"),
        required=False,
        help_text=_("Tea, law, early childhood …"),
    )
    starts_on = date_field(label=_("From"), help_text=_("The plan says for how long."))

    def __init__(self, *args: Any, schemes: Mapping[str, Scheme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (f"{key}:{kind.id}", f"{kind.label} · {months_text(kind.months)}")
            for key, one in schemes.items()
            for kind in one.appointments
        ]

    def as_appointment(self, person: UUID) -> tuple[str, actions.AppointmentIn]:
        """Return the programme, and the form as the action takes it."""
        data = self.cleaned_data
        programme, _colon, kind = data["kind"].partition(":")
        return programme, actions.AppointmentIn(
            person_id=person, kind=kind, starts_on=data["starts_on"], skill=data["skill"]
        )


def months_text(months: int) -> str:
    """Return a term in words: in years where it is whole years."""
    years, rest = divmod(months, 12)
    if rest:
        return ngettext("%d month", "%d months", months) % months
    return ngettext("%d year", "%d years", years) % years


class AssignmentForm(DeskForm):
    """Which community an instructor takes, and until when."""

    area = forms.ChoiceField(label=_("Community"))
    starts_on = date_field(label=_("From"))
    ends_on = date_field(label=_("Until"), help_text=_("At most the end of her appointment."))

    def __init__(self, *args: Any, communities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = communities  # type: ignore[attr-defined]


class PersonForm(DeskForm):
    """Someone who is not on the register yet and lives in no household of it."""

    area = forms.ChoiceField(label=_("Where she lives"))
    name = name_field(label=_("Name"))
    id_number = id_number_field()
    phone = phone_field()

    def __init__(self, *args: Any, villages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = villages  # type: ignore[attr-defined]

    def as_person(self) -> PersonIn:
        """Return the form as the action takes it."""
        names = ("name", "id_number", "phone")
        return PersonIn(**{name: self.cleaned_data[name] for name in names})

    def likes(self, actor: Actor) -> list[ShownLike]:
        """Return who on the register she may be already."""
        return shown_likes(actor, **self.cleaned_data)
