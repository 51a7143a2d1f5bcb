from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.desk.forms import DeskForm, date_field
from jinguo.people.models import Consent, Household


class HouseholdForm(DeskForm):
    """A household and its head, asked once."""

    area = forms.ChoiceField(label=_("Village"))
    head_name = forms.CharField(label=_("Head of the household"), max_length=40)
    id_number = forms.CharField(
        label=_("ID number"), max_length=22, required=False,
        help_text=_("18 signs. Sex and date of birth are read from it, so they are not asked."),
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    member_count = forms.IntegerField(
        label=_("People in the household"), min_value=1, max_value=30, initial=1
    )
    is_resident = forms.BooleanField(label=_("Lives here all year"), required=False, initial=True)
    yard = forms.ChoiceField(label=_("Kind of yard"), choices=Household.Yard.choices)
    address = forms.CharField(label=_("Address in the village"), max_length=120, required=False)

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
    """A consent as it was given."""

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


class CloseForm(DeskForm):
    """Why a household leaves the register."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Moved away, demolished, merged …")
    )
