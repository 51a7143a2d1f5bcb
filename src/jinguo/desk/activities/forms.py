from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jinguo.activities.actions import PickUpIn
from jinguo.activities.actions.planning import TITLE_LENGTH
from jinguo.activities.models import Allocation, Outcome
from jinguo.activities.rules import known_names
from jinguo.activities.rulesets import Condition
from jinguo.activities.sentences import PARAMETERS, sentence
from jinguo.activities.signups.parsing import MOST_SIGNS
from jinguo.core import money
from jinguo.core.errors import Invalid
from jinguo.core.rules import parameters
from jinguo.desk.activities.offered import Offered
from jinguo.desk.forms import DeskForm, date_field
from jinguo.sites.models import Site

REASON_LENGTH = 300
NO_CHOICE = ("", "—")


def time_field(**more: Any) -> forms.TimeField:
    """Return a field for a time of day."""
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **more)


def number_field(label: Any, least: int, most: int, **more: Any) -> forms.IntegerField:
    """Return a field for a whole number."""
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


class AmountField(forms.CharField):
    """An amount in yuan, as fen."""

    def clean(self, value: Any) -> int:
        """Return the fen; nothing for an empty field."""
        text = super().clean(value)
        if not text:
            return 0
        try:
            return money.fen(text)
        except Invalid as fault:
            raise forms.ValidationError(fault.message) from fault


class PlanForm(DeskForm):
    """An activity with its days, or a series of them. What is left empty comes from the plan."""

    what = forms.ChoiceField(label=_("Kind"))
    category = forms.ChoiceField(label=_("Category"), required=False)
    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    summary = forms.CharField(
        label=_("What it is about"), required=False, max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands on the public page and the poster."),
    )  # fmt: skip
    stages = forms.MultipleChoiceField(
        label=_("Stages of family life"), required=False, widget=forms.CheckboxSelectMultiple
    )
    area = forms.ChoiceField(label=_("Area"), help_text=_("Where its figures count."))
    on = date_field(label=_("First day"))
    starts = time_field(label=_("From"))
    ends = time_field(label=_("To"))
    every = forms.TypedChoiceField(
        label=_("Repeats"), coerce=int, initial=0,
        choices=[(0, _("does not")), (7, _("every week")), (14, _("every two weeks"))],
    )  # fmt: skip
    times = number_field(_("Times"), 1, 60, initial=1)
    as_series = forms.TypedChoiceField(
        label=_("The days are"), coerce=lambda value: value == "series", initial="course",
        choices=[
            ("course", _("one class: who enrols comes to all of them")),
            ("series", _("a series: one enrols in each day by itself")),
        ],
        widget=forms.RadioSelect,
    )  # fmt: skip
    site = forms.ChoiceField(label=_("Site"), required=False)
    room = forms.CharField(label=_("Room"), required=False, max_length=40)
    place = forms.CharField(
        label=_("Venue"),
        required=False,
        max_length=120,
        help_text=_("In words, where it is no site."),
    )
    instructor = forms.CharField(
        label=_("Instructor"), required=False, max_length=60,
        help_text=_(
            "Of who is on the register add the last four digits of her phone: then her hours count, and it is"
            " said when she teaches elsewhere at the time."
        ),
    )  # fmt: skip
    capacity = number_field(_("Seats"), 1, 100_000, required=False)
    waiting_capacity = number_field(_("Waiting list"), 0, 100_000, required=False)
    minimum = number_field(_("Seats it needs to be held"), 0, 100_000, required=False)
    seats_most = number_field(_("Seats one entry may take"), 1, 20, initial=1)
    allocation = forms.ChoiceField(label=_("Who gets a seat"), choices=Allocation.choices)
    opens_on = date_field(label=_("Enrolment opens on"))
    opens = time_field(label=_("At"))
    closes_before = number_field(_("Closes so many hours before the start"), 0, 24 * 30, initial=0)
    fee = AmountField(
        label=_("Fee in yuan"), required=False, help_text=_("Paid on site. Empty for nothing."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    fee_note = forms.CharField(label=_("What the fee is for"), required=False, max_length=120)
    audience = forms.ChoiceField(
        label=_("For whom"), initial="plan", widget=forms.RadioSelect,
        choices=[("plan", _("as the plan says")), ("own", _("by these rules alone"))],
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        programmes: Sequence[Offered],
        areas: Iterable[tuple[str, str]],
        sites: Iterable[Site],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("what", [
            (one.title, [(f"{one.key}:{kind.id}", kind.label) for kind in one.ruleset.kinds])
            for one in programmes
        ])  # fmt: skip
        self._choose("category", [NO_CHOICE, *(
            (one.title, [(found.id, found.label) for found in one.ruleset.categories])
            for one in programmes if one.ruleset.categories
        )])  # fmt: skip
        stages = {stage.id: stage.label for one in programmes for stage in one.ruleset.stages}
        self._choose("stages", list(stages.items()))
        self._choose("area", list(areas))
        self._choose("site", [NO_CHOICE, *((str(one.id), one.name) for one in sites)])
        for name in known_names():
            self.fields[f"rule-{name}"] = forms.BooleanField(
                label=sentence(name, {}), required=False, widget=checkbox()
            )
            for parameter, bounds in parameters(name).items():
                self.fields[f"rule-{name}-{parameter}"] = number_field(
                    PARAMETERS[parameter], bounds.least, bounds.most, required=False,
                    widget=forms.NumberInput(attrs={"class": "form-control form-control-sm"}),
                )  # fmt: skip

    def _choose(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def rules(self) -> list[tuple[forms.BoundField, list[forms.BoundField]]]:
        """Return the box of each rule with the fields of its parameters."""
        return [
            (self[f"rule-{name}"], [self[f"rule-{name}-{one}"] for one in parameters(name)])
            for name in known_names()
        ]

    def clean(self) -> dict[str, Any]:
        """Check what concerns several fields: times in their order, numbers of the rules chosen."""
        data = super().clean() or self.cleaned_data
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("It ends after it starts."))
        if data.get("times", 1) > 1 and not data.get("every"):
            self.add_error("every", _("Say how often it repeats."))
        if data.get("audience") == "own":
            for name in known_names():
                self._check_rule(name)
        return data

    def _check_rule(self, name: str) -> None:
        """Ask for the numbers of a rule that is ticked."""
        for parameter in parameters(name):
            field = f"rule-{name}-{parameter}"
            is_missing = self.cleaned_data.get(field) is None and field not in self.errors
            if self.cleaned_data.get(f"rule-{name}") and is_missing:
                self.add_error(field, _("Give the number."))

    def days(self) -> list[tuple[datetime, datetime]]:
        """Return when each session starts and ends."""
        data = self.cleaned_data
        first = [data["on"] + timedelta(days=data["every"] * n) for n in range(data["times"])]
        return [(instant(on, data["starts"]), instant(on, data["ends"])) for on in first]

    def conditions(self) -> list[Condition] | None:
        """Return the rules chosen, None for those of the plan."""
        data = self.cleaned_data
        if data["audience"] == "plan":
            return None
        return [
            Condition(name, {one: data[f"rule-{name}-{one}"] for one in parameters(name)})
            for name in known_names()
            if data[f"rule-{name}"]
        ]

    def opens_at(self) -> datetime:
        """Return when enrolment opens."""
        return instant(self.cleaned_data["opens_on"], self.cleaned_data["opens"])


def checkbox() -> forms.CheckboxInput:
    """Return a box that wears the theme."""
    return forms.CheckboxInput(attrs={"class": "form-check-input"})


def instant(on: date, at: time) -> datetime:
    """Return an instant of the district's clock."""
    return timezone.make_aware(datetime.combine(on, at))


class PasteForm(DeskForm):
    """A sign-up list as it stands in the group."""

    text = forms.CharField(
        label=_("The list from the group"), max_length=MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Copy the whole message, with its numbers. It is read here and kept nowhere."),
    )  # fmt: skip


class FindForm(DeskForm):
    """Who is looked for on the register."""

    name = forms.CharField(
        label=_("Name or pinyin"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )  # fmt: skip


class BookForm(DeskForm):
    """How many seats somebody takes, and who enrols a child."""

    seats = number_field(_("Seats"), 1, 20, initial=1)
    guardian = forms.ChoiceField(label=_("Guardian who enrols the child"), required=False)

    def __init__(
        self, *args: Any, most: int, guardians: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Ask for seats only where an entry may take several, and for a guardian only where there is one."""
        super().__init__(*args, **kwargs)
        self.fields["seats"].widget.attrs["max"] = most
        self.fields["guardian"].choices = guardians  # type: ignore[attr-defined]
        if most == 1:
            del self.fields["seats"]
        if not guardians:
            del self.fields["guardian"]


class PlainForm(DeskForm):
    """Nothing more is asked."""


class ReasonForm(DeskForm):
    """Why: it is told to everybody who enrolled."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class MoveForm(DeskForm):
    """When, and where, a session is held instead."""

    on = date_field(label=_("Day"))
    starts = time_field(label=_("From"))
    ends = time_field(label=_("To"))

    def times(self) -> tuple[datetime, datetime]:
        """Return when it starts and ends."""
        data = self.cleaned_data
        return instant(data["on"], data["starts"]), instant(data["on"], data["ends"])

    def clean(self) -> dict[str, Any]:
        """Check that it ends after it starts."""
        data = super().clean() or self.cleaned_data
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("It ends after it starts."))
        return data


class CodesForm(DeskForm):
    """Codes of the lines of a paper list."""

    codes = forms.CharField(
        label=_("Codes of who came"), max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocapitalize": "characters", "autocomplete": "off"}),
        help_text=_(
            "With blanks between them, or from a hand scanner. Whose code is missing is noted as absent."
        ),
    )  # fmt: skip

    def clean_codes(self) -> list[str]:
        """Return the codes, each once, in capitals."""
        typed = re.findall(r"[0-9A-Z]+", self.cleaned_data["codes"].upper())
        return list(dict.fromkeys(typed))


class HoldForm(DeskForm):
    """How many came where heads were counted."""

    visitors = number_field(
        _("Heads counted"), 0, 1_000_000, required=False,
        help_text=_("Only where nobody enrols, such as at a fair."),
    )  # fmt: skip


class DutyForm(DeskForm):
    """A counsellor's half-days on duty, week by week."""

    series = forms.ChoiceField(label=_("Series"))
    on = date_field(label=_("First day"))
    begins = time_field(label=_("From"), initial=time(9))
    ends = time_field(label=_("To"), initial=time(12))
    weeks = number_field(_("Weeks"), 1, 26, initial=4)
    minutes = number_field(_("Minutes a slot"), 10, 240, initial=50)
    counsellor = forms.CharField(
        label=_("Counsellor"), max_length=60,
        help_text=_("Her name and the last four digits of her phone, as the register has them."),
    )  # fmt: skip
    room = forms.CharField(label=_("Room"), required=False, max_length=40)

    def __init__(self, *args: Any, series: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = list(series)  # type: ignore[attr-defined]


class ChargeForm(DeskForm):
    """A child's card: who may fetch her, a line a person, and what she must not eat."""

    pick_ups = forms.CharField(
        label=_("Who may fetch the child"), max_length=1_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A line a person: name, what she is to the child, phone. The guardian always may."),
    )  # fmt: skip
    allergies = forms.CharField(
        label=_("What the child must not eat or have"), max_length=1_000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept sealed; whoever minds the child may read it, and that is noted."),
    )  # fmt: skip

    def clean_pick_ups(self) -> list[PickUpIn]:
        """Return who may fetch the child."""
        lines = [line for line in self.cleaned_data["pick_ups"].splitlines() if line.strip()]
        return [self._pick_up(line) for line in lines]

    def _pick_up(self, line: str) -> PickUpIn:
        parts = re.split(r"[\s,，、;；]+", line.strip())
        if len(parts) not in (2, 3):
            raise forms.ValidationError(
                _(
                    "“%(line)s” is not read. Write the name, what she is to the child, and the phone."
                ),
                params={"line": line.strip()},
            )
        return PickUpIn(name=parts[0], relation=parts[1], phone="".join(parts[2:]))


class GuardianCodeForm(DeskForm):
    """The guardian's code, and who fetches the child."""

    code = forms.CharField(
        label=_("Guardian's code"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    fetched_by = forms.ChoiceField(label=_("Fetched by"), required=False)

    def __init__(
        self, *args: Any, pick_ups: Sequence[tuple[str, str]] | None, **kwargs: Any
    ) -> None:
        """Take who may fetch the child; None while she comes."""
        super().__init__(*args, **kwargs)
        if pick_ups is None:
            del self.fields["fetched_by"]
        else:
            self.fields["fetched_by"].choices = [("", _("the guardian herself")), *pick_ups]  # type: ignore[attr-defined]


class AgreementForm(DeskForm):
    """A privacy agreement signed on paper: which text, and when."""

    text_version = forms.CharField(
        label=_("Version of the text"), max_length=40,
        help_text=_("As it is printed on the paper she signed."),
    )  # fmt: skip
    signed_on = date_field(label=_("Signed on"))


class IncidentForm(DeskForm):
    """Something that happened while children were minded."""

    child = forms.ChoiceField(label=_("Child"), required=False)
    at = time_field(label=_("When"))
    what = forms.CharField(
        label=_("What happened, and what was done"), max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Kept sealed."),
    )  # fmt: skip
    told_guardian = forms.BooleanField(label=_("The guardian was told"), required=False)

    def __init__(self, *args: Any, children: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child"].choices = [("", _("no one child")), *children]  # type: ignore[attr-defined]


class StallForm(DeskForm):
    """A stall at a fair."""

    name = forms.CharField(label=_("Firm or maker"), max_length=100)
    uscc = forms.CharField(
        label=_("Credit code"), required=False, max_length=30,
        help_text=_("Of a firm, 18 signs; then it can offer posts. A maker with her own goods has none."),
    )  # fmt: skip
    is_womans = forms.BooleanField(label=_("Run by a woman"), required=False)
    goods = forms.CharField(label=_("Goods"), required=False, max_length=200)


class VacancyForm(DeskForm):
    """Posts a firm offers."""

    title = forms.CharField(label=_("Post"), max_length=80)
    places = number_field(_("Places"), 1, 10_000, initial=1)
    wage_from = AmountField(label=_("Wage a month, from (yuan)"), required=False)
    wage_to = AmountField(label=_("to (yuan)"), required=False)
    requirements = forms.CharField(label=_("Requirements"), required=False, max_length=200)


class SalesForm(DeskForm):
    """What a stall says it sold."""

    sales = AmountField(label=_("Sales in yuan"))


class IntentForm(DeskForm):
    """Who means to take a post."""

    vacancy = forms.ChoiceField(label=_("Post"))
    person = forms.CharField(
        label=_("Her name"), max_length=60,
        help_text=_("Her name and the last four digits of her phone, as the register has them."),
    )  # fmt: skip
    on = date_field(label=_("Day"))

    def __init__(self, *args: Any, vacancies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vacancy"].choices = vacancies  # type: ignore[attr-defined]


class OutcomeForm(DeskForm):
    """What became of somebody."""

    result = forms.ChoiceField(label=_("What became of her"), choices=Outcome.Result.choices)
    income = forms.ChoiceField(
        label=_("Income"), required=False, choices=[NO_CHOICE, *Outcome.Income.choices],
        help_text=_("Only if she says so."),
    )  # fmt: skip
    on = date_field(label=_("Asked on"))


class AnswerForm(DeskForm):
    """How an appeal is decided."""

    is_lifted = forms.TypedChoiceField(
        label=_("The block"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("is lifted")), ("no", _("stands"))],
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Answer"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("She reads it."),
    )  # fmt: skip
