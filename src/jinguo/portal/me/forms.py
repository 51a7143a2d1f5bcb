from __future__ import annotations

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from jinguo.core.forms import PageForm, date_field
from jinguo.core.identity import check_id_number
from jinguo.people.checking import check_name
from jinguo.people.models import GUARDIAN_OF, DataRequest, Sex
from jinguo.portal.accounts.forms import checked


class ChildForm(PageForm):
    """A child she speaks for; the ID number need not be given."""

    name = forms.CharField(label=_("The child’s name"), max_length=40)
    born_on = date_field(label=_("Date of birth"))
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=[(one.value, one.label) for one in (Sex.FEMALE, Sex.MALE)],
        widget=forms.RadioSelect,
        required=False,
    )
    relation = forms.ChoiceField(label=_("What you are to the child"), choices=GUARDIAN_OF)
    id_number = forms.CharField(
        label=_("ID number (if you like)"),
        max_length=24,
        required=False,
        help_text=_("With it we find the child on the register. Nothing is refused without it."),
    )

    def clean_name(self) -> str:
        return checked(check_name, self.cleaned_data["name"])

    def clean_sex(self) -> str:
        return self.cleaned_data["sex"] or Sex.UNKNOWN.value

    def clean_id_number(self) -> str:
        text = self.cleaned_data["id_number"]
        if not text.strip():
            return ""
        return checked(lambda given: check_id_number(given, on=localdate()).text, text)


class SexForm(PageForm):
    """The sex of herself or of a child, where the register lacks it."""

    person = forms.UUIDField()
    sex = forms.ChoiceField(choices=[(one.value, one.label) for one in (Sex.FEMALE, Sex.MALE)])


class RequestForm(PageForm):
    """What she asks about her data."""

    kind = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=[
            (one.value, one.label)
            for one in DataRequest.Kind
            if one not in (DataRequest.Kind.ACCESS, DataRequest.Kind.COPY)
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What is it about?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example what is wrong and how it is right. No reason is needed."),
    )
