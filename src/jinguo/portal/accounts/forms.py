from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from jinguo.core.errors import Invalid
from jinguo.core.forms import PageForm, date_field
from jinguo.core.identity import check_mobile, plain
from jinguo.people.checking import check_name
from jinguo.people.models import Person, Sex
from jinguo.people.policies import OWN_CONSENT_FROM, needs_guardian


class PhoneForm(PageForm):
    """The phone that gets a code."""

    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel-national", "inputmode": "tel"}
        ),
    )

    def clean_phone(self) -> str:
        return checked(check_mobile, self.cleaned_data["phone"])


class CodeForm(PageForm):
    """The code that came."""

    code = forms.CharField(
        label=_("Code from the message"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["class"] += " code"

    def clean_code(self) -> str:
        return plain(self.cleaned_data["code"])


class JoinForm(PageForm):
    """Who is here for the first time."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As it stands on your ID card."),
    )
    born_on = date_field(
        label=_("Date of birth"),
        help_text=_("Some courses are for an age. Under 14 a guardian enters the child."),
    )
    sex = forms.ChoiceField(
        label=_("Sex (if you like)"),
        choices=[(one.value, one.label) for one in (Sex.FEMALE, Sex.MALE)],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Many courses are for women; for those it has to be known."),
    )

    def clean_name(self) -> str:
        return checked(check_name, self.cleaned_data["name"])

    def clean_born_on(self) -> date:
        born_on: date = self.cleaned_data["born_on"]
        today = localdate()
        if born_on.year < 1900 or born_on > today:
            raise forms.ValidationError(_("Check the date of birth."))
        if needs_guardian(Person(born_on=born_on), today):
            raise forms.ValidationError(
                _(
                    "Who is under {age} is entered by a guardian, on the guardian’s own page."
                ).format(age=OWN_CONSENT_FROM)
            )
        return born_on

    def clean_sex(self) -> str:
        return self.cleaned_data["sex"] or Sex.UNKNOWN.value


def checked(check: Any, text: str) -> str:
    """
    Return what a check makes of a text.

    :raises ValidationError: with the sentence of the check
    """
    try:
        return str(check(text))
    except Invalid as wrong:
        raise forms.ValidationError(wrong.message) from wrong
