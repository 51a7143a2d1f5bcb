"""What is asked of an agreement: its parties, what each owes, what was done, how long it runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jinguo.desk.forms import date_field
from jinguo.desk.members.forms.common import ActForm, OnForm
from jinguo.desk.members.forms.fields import (
    Choices,
    choices_of,
    offer,
    text_field,
    uscc_field,
    years_field,
)
from jinguo.desk.people.forms import passes
from jinguo.members import actions
from jinguo.members.actions import agreements
from jinguo.members.models import Agreement
from jinguo.members.schemes import Scheme, as_scheme
from jinguo.notices.texts import office_phone

CONTACT = ("contact_name", "contact_phone")


def office_field() -> forms.CharField:
    """Return the field of a phone of an office."""
    return forms.CharField(
        label=_("Office phone"), required=False, max_length=20, validators=[passes(office_phone)],
        help_text=_("A landline with its area code, or a hotline; never a mobile."),
    )  # fmt: skip


class PartyForm(ActForm):
    """A body outside that signs."""

    name = text_field(agreements.NAME_LENGTH, label=_("Party"))
    uscc = uscc_field()
    contact_name = text_field(agreements.PERSON_LENGTH, label=_("Contact person"), required=False)
    contact_phone = office_field()

    def given(self) -> dict[str, Any]:
        return {"party": self.as_party()}

    def as_party(self) -> actions.PartyIn:
        """Return the party as the action takes it."""
        names = ("name", "uscc", "contact_name", "contact_phone")
        return actions.PartyIn(**{name: self.cleaned_data[name] for name in names})


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


class ContactForm(ActForm):
    """Whom a party is to be reached by now."""

    party_id = forms.TypedChoiceField(label=_("Party"), coerce=UUID)
    contact_name = text_field(agreements.PERSON_LENGTH, label=_("Contact person"), required=False)
    contact_phone = office_field()

    def __init__(self, *args: Any, thing: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        parties = list(thing.parties.order_by("name"))
        offer(self, "party_id", [(str(one.id), one.name) for one in parties])
        if len(parties) == 1:  # of several nobody knows yet which
            self.initial = {**self.initial, **{name: getattr(parties[0], name) for name in CONTACT}}


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


def years_offered(schemes: Iterable[Scheme]) -> Choices:
    """Return the terms agreements may have under some schemes."""
    terms = [one.agreements for one in schemes if one.agreements]
    years = sorted({y for one in terms for y in range(one.least_years, one.most_years + 1)})
    return [(str(year), ngettext("%d year", "%d years", year) % year) for year in years]
