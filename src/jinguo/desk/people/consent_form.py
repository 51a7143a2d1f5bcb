from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from jinguo.activities.policies import CONSENT as TAKES_PART
from jinguo.desk.forms import DeskForm, date_field
from jinguo.desk.people.forms import name_field
from jinguo.notices.messages import CONSENT as IS_TOLD
from jinguo.people.actions import ConsentIn
from jinguo.people.masking import MaskedMember
from jinguo.people.models import GUARDIANS, Consent


class ConsentForm(DeskForm):
    """A consent as it was given by one of the household, or by the guardian of a child of it."""

    person = forms.ChoiceField(label=_("Of whom"))
    purpose = forms.CharField(
        label=_("For what"), max_length=60,
        help_text=format_lazy(
            _("In the words of the text. A child takes part with “{part}”, messages come with “{told}”."),
            part=TAKES_PART, told=IS_TOLD,
        ),
    )  # fmt: skip
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
