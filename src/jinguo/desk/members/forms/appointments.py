"""What is asked when someone is appointed, and when she takes a community."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jinguo.desk.forms import DeskForm, date_field
from jinguo.desk.members.forms.fields import Choices, text_field
from jinguo.members import actions
from jinguo.members.actions.appointments import SKILL_LENGTH
from jinguo.members.schemes import Scheme


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


class AssignmentForm(DeskForm):
    """Which community an instructor takes, and until when."""

    area = forms.ChoiceField(label=_("Community"))
    starts_on = date_field(label=_("From"))
    ends_on = date_field(label=_("Until"), help_text=_("At most the end of her appointment."))

    def __init__(self, *args: Any, communities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = communities  # type: ignore[attr-defined]


def months_text(months: int) -> str:
    """Return a term in words: in years where it is whole years."""
    years, rest = divmod(months, 12)
    if rest:
        return ngettext("%d month", "%d months", months) % months
    return ngettext("%d year", "%d years", years) % years
