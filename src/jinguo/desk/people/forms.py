from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.core.errors import Invalid
from jinguo.core.identity import check_id_number, check_phone
from jinguo.desk.forms import DeskForm, date_field
from jinguo.people import checking
from jinguo.people.actions import ConsentIn
from jinguo.people.masking import MaskedMember
from jinguo.people.models import GUARDIANS, Consent, Household


def passes(check: Callable[[str], object]) -> Callable[[str], None]:
    """Return a check of the register as a field takes it, so that its sentence stands under the field."""

    def validate(text: str) -> None:
        try:
            check(text)
        except Invalid as fault:
            raise forms.ValidationError(fault.message) from fault

    return validate


def name_field(**more: Any) -> forms.CharField:
    """Return a field for a person's name."""
    return forms.CharField(validators=[passes(checking.check_name)], **more)


def id_number_field() -> forms.CharField:
    """Return a field for an ID number, which may stay empty."""
    return forms.CharField(
        label=_("ID number"), required=False, validators=[passes(check_id_number)],
        help_text=_("18 signs. Sex and date of birth are read from it, so they are not asked."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


def phone_field(**more: Any) -> forms.CharField:
    """Return a field for a phone number, which may stay empty."""
    return forms.CharField(
        label=_("Phone"), required=False, validators=[passes(check_phone)],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}), **more,
    )  # fmt: skip


def address_field(**more: Any) -> forms.CharField:
    """Return a field for the address of a household in its village, which may stay empty."""
    return forms.CharField(
        label=_("Address in the village"), required=False,
        validators=[passes(checking.check_address)], **more,
    )  # fmt: skip


class HouseholdForm(DeskForm):
    """A household and its head, asked once."""

    area = forms.ChoiceField(label=_("Village"))
    head_name = name_field(label=_("Head of the household"))
    id_number = id_number_field()
    phone = phone_field()
    member_count = forms.IntegerField(
        label=_("People in the household"), min_value=1, max_value=checking.MEMBERS, initial=1
    )
    is_resident = forms.BooleanField(label=_("Lives here all year"), required=False, initial=True)
    yard = forms.ChoiceField(label=_("Kind of yard"), choices=Household.Yard.choices)
    address = address_field()

    def __init__(self, *args: Any, villages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = villages  # type: ignore[attr-defined]


class RevealForm(DeskForm):
    """What a value in clear is needed for."""

    purpose = forms.CharField(
        label=_("What do you need it for?"), max_length=200, min_length=4,
        help_text=_("It is noted with your name, and the person may be told."),
    )  # fmt: skip


class ConsentForm(DeskForm):
    """A consent as it was given by one of the household, or by the guardian of a child of it."""

    person = forms.ChoiceField(label=_("Of whom"))
    purpose = forms.CharField(label=_("For what"), max_length=60)
    text_version = forms.CharField(label=_("Text shown (name and version)"), max_length=40)
    fields_agreed = forms.MultipleChoiceField(
        label=_("Which data"),
        choices=[
            ("phone", _("Phone")),
            ("address", _("Address")),
            ("photo", _("Photos of the yard")),
            ("name", _("Name in a public list")),
        ],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    given_how = forms.ChoiceField(label=_("How given"), choices=Consent.How.choices)
    given_on = date_field(label=_("Given on"))
    guardian = name_field(
        label=_("Guardian who consented"), required=False,
        help_text=_("For a child under 14 only, who cannot consent herself."),
    )  # fmt: skip
    guardian_relation = forms.ChoiceField(
        label=_("The guardian is the child’s"), required=False,
        choices=[("", "—"), *((one.value, one.label) for one in GUARDIANS)],
    )  # fmt: skip

    def __init__(self, *args: Any, members: Sequence[MaskedMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (str(member.person.id), f"{member.person.name} · {member.relation}")
            for member in members
        ]

    def as_consent(self) -> ConsentIn:
        """Return what the form says, as the action takes it."""
        data = self.cleaned_data
        return ConsentIn(
            purpose=data["purpose"],
            text_version=data["text_version"],
            fields=data["fields_agreed"],
            given_how=data["given_how"],
            guardian=data["guardian"],
            guardian_relation=data["guardian_relation"],
        )


class CloseForm(DeskForm):
    """Why a household leaves the register."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Moved away, demolished, merged …")
    )
