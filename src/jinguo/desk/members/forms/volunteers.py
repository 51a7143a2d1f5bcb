"""What is asked of a volunteer: what she can do, the time she gave, her crime-record paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jinguo.desk.forms import DeskForm, date_field
from jinguo.desk.members.forms.common import ActForm, OnForm
from jinguo.desk.members.forms.fields import Choices, boxes_field, choices_of, offer, text_field
from jinguo.members import queries
from jinguo.members.actions import volunteers
from jinguo.members.models import Volunteer
from jinguo.members.schemes import Scheme, as_scheme

ATTENDED_SHOWN = 5


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
