"""What an activity is planned with: its days, its seats, for whom it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.activities.actions.planning import TITLE_LENGTH
from jinguo.activities.models import Allocation
from jinguo.activities.recurrence import Every, days
from jinguo.activities.rulesets import Stage
from jinguo.desk.activities.audience_form import AudienceForm
from jinguo.desk.activities.fields import (
    NO_CHOICE,
    DaysField,
    SiteGroup,
    fee_field,
    fee_note_field,
    instant,
    instructor_field,
    link_field,
    minimum_field,
    number_field,
    offer_sites,
    place_field,
    room_field,
    summary_field,
    time_field,
    waiting_field,
)
from jinguo.desk.activities.offered import Offered
from jinguo.desk.forms import DeskForm, date_field


class MeetingsForm(DeskForm):
    """On which days something meets, at what hour, where, and who teaches."""

    on = date_field(label=_("First day"))
    starts = time_field(label=_("From"))
    ends = time_field(label=_("To"))
    every = forms.TypedChoiceField(
        label=_("Repeats"), coerce=int, initial=0,
        choices=[
            (0, _("does not")), (Every.DAY.value, _("every day")),
            (Every.WEEKDAY.value, _("Monday to Friday")), (Every.WEEK.value, _("every week")),
            (Every.FORTNIGHT.value, _("every two weeks")),
            (Every.FOUR_WEEKS.value, _("every four weeks")),
        ],
    )  # fmt: skip
    times = number_field(_("Times"), 1, 60, initial=1)
    without = DaysField(
        label=_("Not on these days"), required=False,
        help_text=_("Such as public holidays: 2026-10-01, 2026-10-02. The dates go on longer for them."),
    )  # fmt: skip
    site = forms.ChoiceField(label=_("Site"), required=False)
    room = room_field()
    place = place_field()
    instructor = instructor_field()
    stream_url = link_field(
        label=_("Live link"),
        help_text=_("Of what is held online. It can be given later, for each session by itself."),
    )

    def __init__(
        self, *args: Any, sites: Iterable[SiteGroup], is_online: bool, **kwargs: Any
    ) -> None:
        """Ask for a live link only where something can be held online."""
        super().__init__(*args, **kwargs)
        if not is_online:
            del self.fields["stream_url"]
        offer_sites(self, sites)

    def _choose(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Check what concerns several fields: that it ends after it starts, and how often it repeats."""
        data = super().clean() or self.cleaned_data
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("It ends after it starts."))
        if data.get("times", 1) > 1 and not data.get("every"):
            self.add_error("every", _("Say how often it repeats."))
        return data

    def days(self) -> list[tuple[datetime, datetime]]:
        """Return when each session starts and ends."""
        data = self.cleaned_data
        found = [data["on"]]
        if data["every"]:
            found = days(
                data["on"], count=data["times"], every=data["every"], without=data["without"]
            )
        return [(instant(on, data["starts"]), instant(on, data["ends"])) for on in found]


class PlanForm(AudienceForm, MeetingsForm):
    """An activity with its days, or a series of them. What is left empty comes from the plan."""

    what = forms.ChoiceField(label=_("Kind"))
    category = forms.ChoiceField(label=_("Category"), required=False)
    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    summary = summary_field()
    stages = forms.MultipleChoiceField(
        label=_("Stages of family life"), required=False, widget=forms.CheckboxSelectMultiple
    )
    area = forms.ChoiceField(label=_("Area"), help_text=_("Where its figures count."))
    as_series = forms.TypedChoiceField(
        label=_("The days are"), coerce=lambda value: value == "series", initial="course",
        choices=[
            ("course", _("one class: who enrols comes to all of them")),
            ("series", _("a series: one enrols in each day by itself")),
        ],
        widget=forms.RadioSelect,
    )  # fmt: skip
    capacity = number_field(_("Seats"), 1, 100_000, required=False)
    waiting_capacity = waiting_field()
    minimum = minimum_field()
    seats_most = number_field(_("Seats one entry may take"), 1, 20, initial=1)
    allocation = forms.ChoiceField(label=_("Who gets a seat"), choices=Allocation.choices)
    opens_on = date_field(label=_("Enrolment opens on"))
    opens = time_field(label=_("At"))
    closes_before = number_field(_("Closes so many hours before the start"), 0, 24 * 30, initial=0)
    fee = fee_field()
    fee_note = fee_note_field()

    def __init__(
        self,
        *args: Any,
        programmes: Sequence[Offered],
        stages: Sequence[Stage],
        areas: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        kinds = [(f"{one.key}:{kind.id}", kind) for one in programmes for kind in one.ruleset.kinds]
        self.online = {key for key, kind in kinds if kind.is_online}
        super().__init__(*args, is_online=bool(self.online), **kwargs)
        self._choose("what", [
            (one.title, [
                # Closed, the field shows the choice without the programme it stands under.
                (f"{one.key}:{kind.id}", f"{one.title} · {kind.label}" if len(programmes) > 1 else kind.label)
                for kind in one.ruleset.kinds
            ])
            for one in programmes
        ])  # fmt: skip
        self._choose("category", [NO_CHOICE, *(
            (one.title, [(found.id, found.label) for found in one.ruleset.categories])
            for one in programmes if one.ruleset.categories
        )])  # fmt: skip
        self._choose("stages", [(stage.id, stage.label) for stage in stages])
        self._choose("area", list(areas))

    def clean(self) -> dict[str, Any]:
        """Check that what has a live link is held online."""
        data = super().clean()
        if data.get("stream_url") and "what" in data and data["what"] not in self.online:
            self.add_error("stream_url", _("This kind is not held online. Leave it empty."))
        return data

    def opens_at(self) -> datetime:
        """Return when enrolment opens."""
        return instant(self.cleaned_data["opens_on"], self.cleaned_data["opens"])
