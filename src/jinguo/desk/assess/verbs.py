"""
What the buttons of the courtyard pages do: each verb of the table of states with its action, the
fields its summary asks for, and the sentence that is true afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jinguo.assess import actions, states
from jinguo.assess.models import Complaint
from jinguo.desk.forms import DeskForm, date_field

Text = str | Promise


class PlainForm(DeskForm):
    """Nothing more is asked."""


class RemarkForm(DeskForm):
    """A remark, when there is something to say."""

    reason = forms.CharField(label=_("Remark"), max_length=300, required=False)


class ReasonForm(DeskForm):
    """Why: it is kept in the history and shown to the family on request."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the history of the household."),
    )  # fmt: skip


class RectifyForm(DeskForm):
    """What has to be put right, who helps, and until when."""

    problems = forms.CharField(
        label=_("What has to be put right"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One thing a line; each is struck off by itself."),
    )  # fmt: skip
    helper = forms.CharField(
        label=_("Helper"), max_length=actions.HELPER_LENGTH, required=False,
        help_text=_("Who helps, where the household cannot do it alone."),
    )  # fmt: skip
    due_on = date_field(
        label=_("To be put right by"),
        required=False,
        help_text=_("Left empty: the days the plan gives."),
    )

    def clean_problems(self) -> list[str]:
        """Return the lines that say something."""
        lines = str(self.cleaned_data["problems"]).splitlines()
        return [line.strip() for line in lines if line.strip()]


class ProposeForm(ReasonForm):
    """Why a household is to lose its level, and that it was told."""

    told_on = date_field(label=_("Told on"), help_text=_("The days of appeal begin the day after."))
    told_how = forms.CharField(
        label=_("How it was told"), max_length=actions.TOLD_HOW_LENGTH,
        help_text=_("For example: in person at the house, in writing, by telephone."),
    )  # fmt: skip


class AppealForm(DeskForm):
    """What a household says against its delisting."""

    grounds = forms.CharField(
        label=_("What the household says"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the history of the household."),
    )  # fmt: skip
    on = date_field(
        label=_("Appealed on"),
        required=False,
        help_text=_("The day it came, also where it is recorded later. Left empty: today."),
    )


class DecideAppealForm(ReasonForm):
    """How an appeal is decided."""

    upheld = forms.TypedChoiceField(
        label=_("The appeal is"),
        choices=[
            ("yes", _("right: the household keeps the level")),
            ("no", _("not right: the household is delisted today")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class ComplaintForm(DeskForm):
    """What was complained of, when, and by whom as a kind."""

    about = forms.CharField(
        label=_("What was complained of"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Of the courtyard, not of people: no names. The village does not see it."),
    )  # fmt: skip
    told_by = forms.ChoiceField(
        label=_("Who complained"), choices=Complaint.ToldBy.choices, widget=forms.RadioSelect
    )
    on = date_field(label=_("Heard on"))


@dataclass(frozen=True)
class Verb:
    """
    One button: its action, what it asks, how it looks, and what is true when it is done.

    In ``done``, ``count`` is how many its action returned and ``left`` how many of those chosen it did not.
    ``is_previewed`` marks a verb of which the table of states does not tell what becomes of a thing: it
    depends on what she fills in, or on more than the state.
    """

    act: Callable[..., Sequence[UUID]]
    form: type[DeskForm]
    done: Text
    is_grave: bool = False
    ids: str = "application_ids"
    is_previewed: bool = False


APPLICATION_VERBS: dict[str, Verb] = {
    "recommend": Verb(actions.recommend, RemarkForm, _("Recommended: {count} households.")),
    "decide": Verb(
        actions.decide, PlainForm, _("Decided by score: {count} passed, {left} did not.")
    ),
    "certify": Verb(
        actions.certify, PlainForm, _("Certified, plaque numbers given: {count} households.")
    ),
    "reject": Verb(
        actions.reject, ReasonForm, _("Turned down: {count} households."), is_grave=True
    ),
    "withdraw": Verb(
        actions.withdraw, ReasonForm, _("Withdrawn: {count} households."), is_grave=True
    ),
}
RECOGNITION_VERBS: dict[str, Verb] = {
    "restore": Verb(
        actions.restore,
        ReasonForm,
        _("Confirmed as put right: {count} households."),
        ids="recognition_ids",
        is_previewed=True,
    ),
    "order-rectification": Verb(
        actions.order_rectification,
        RectifyForm,
        _("Ordered to put right: {count} households."),
        ids="recognition_ids",
        is_previewed=True,
    ),
    "add-faults": Verb(
        actions.add_faults,
        RectifyForm,
        _("Added to what has to be put right: {count} households."),
        ids="recognition_ids",
        is_previewed=True,
    ),
    "record-complaint": Verb(
        actions.record_complaint,
        ComplaintForm,
        _("Complaint recorded; the next inspection plan knows of it: {count} households."),
        ids="recognition_ids",
        is_previewed=True,
    ),
    "propose-delisting": Verb(
        actions.propose_delisting,
        ProposeForm,
        _("Delisting proposed, days of appeal begun: {count} households."),
        ids="recognition_ids",
        is_previewed=True,
    ),
    "appeal": Verb(
        actions.appeal,
        AppealForm,
        _("Appeal recorded; somebody else decides it: {count} households."),
        ids="recognition_ids",
        is_previewed=True,
    ),
    "decide-appeal": Verb(
        actions.decide_appeal,
        DecideAppealForm,
        _("Appeal decided: {count} households."),
        is_grave=True,
        ids="recognition_ids",
        is_previewed=True,
    ),
    "drop-delisting": Verb(
        actions.drop_delisting,
        ReasonForm,
        _("Delisting dropped, the level is kept: {count} households."),
        ids="recognition_ids",
        is_previewed=True,
    ),
    "delist": Verb(
        actions.delist,
        PlainForm,
        _("Delisted, the plaque comes down: {count} households."),
        is_grave=True,
        ids="recognition_ids",
    ),
    "close": Verb(
        actions.close_recognition,
        ReasonForm,
        _("Closed: {count} households."),
        is_grave=True,
        ids="recognition_ids",
    ),
}
VERBS = {states.APPLICATION: APPLICATION_VERBS, states.RECOGNITION: RECOGNITION_VERBS}


def arguments(verb: Verb, form: forms.Form) -> dict[str, Any]:
    """Return what the summary's form adds to the action's arguments."""
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
