"""What the pages of evaluation rounds ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jinguo.assess.actions import FindingIn, RoundIn
from jinguo.assess.evaluation.draws.plan import (
    EQUAL,
    PROPORTIONAL,
    Plan,
    StagedPlan,
    StratifiedPlan,
)
from jinguo.assess.ladders import Sheet
from jinguo.assess.models import Finding, Round, Visit
from jinguo.desk.assess.forms import SheetForm
from jinguo.desk.forms import DeskForm, date_field

Choices = Sequence[tuple[str, str]]
MOST = 100_000
YES_NO = (("yes", _("Yes")), ("no", _("No")))
YES_NO_QUESTIONS = ("has_plaque", "knows_standard", "ledger_agrees")


def count_field(least: int, **given: Any) -> forms.IntegerField:
    """Return a field for a number of households, villages or towns."""
    return forms.IntegerField(min_value=least, max_value=MOST, **given)


def yes_no(**given: Any) -> forms.TypedChoiceField:
    """Return a question answered by yes or no; None where it is not answered."""
    return forms.TypedChoiceField(
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
        **given,
    )


def vetoes_field(sheet: Sheet) -> forms.MultipleChoiceField:
    """Return the question for the vetoes of a sheet."""
    return forms.MultipleChoiceField(
        label=_("Found any of these? Then the household cannot pass."),
        choices=[(veto.id, veto.label) for veto in sheet.vetoes],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        required=False,
    )


class RoundForm(DeskForm):
    """What a round is; each design adds what it draws by."""

    title = forms.CharField(label=_("Title"), max_length=80)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Round.Purpose, widget=forms.RadioSelect)
    programme = forms.ChoiceField(label=_("Programme"))
    area = forms.ChoiceField(label=_("Where"))
    frame_on = date_field(
        label=_("Day of the list"), help_text=_("Who held a level on this day can be drawn.")
    )
    due_on = date_field(label=_("Visits are due by"))

    def __init__(self, *args: Any, programmes: Choices, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = programmes  # type: ignore[attr-defined]
        self.fields["area"].choices = areas  # type: ignore[attr-defined]

    def as_round(self) -> RoundIn:
        """
        Return the form as the action takes it.

        :raises Invalid: numbers that make no plan
        """
        data = self.cleaned_data
        named = ("programme", "purpose", "title", "area", "frame_on", "due_on")
        return RoundIn(**{name: data[name] for name in named}, plan=self.as_plan())

    def as_plan(self) -> Plan:
        """Return how the sample is drawn."""
        raise NotImplementedError


class StratifiedForm(RoundForm):
    """Households drawn directly, within each town and level."""

    listed = count_field(1, label=_("Households with a level"), help_text=_("Of the whole sample."))
    unlisted = count_field(
        0, label=_("Other households"), initial=0, help_text=_("To compare with; 0 for none.")
    )
    allocation = forms.ChoiceField(
        label=_("Shared among towns and levels"),
        choices=[
            (PROPORTIONAL, _("by how many each has")),
            (EQUAL, _("equally")),
        ],
        widget=forms.RadioSelect,
        initial=PROPORTIONAL,
    )
    at_least = count_field(1, label=_("At least in each"), initial=2)
    reserves = count_field(
        0, label=_("Reserves in each"), initial=2, help_text=_("For where nobody is met.")
    )

    def as_plan(self) -> StratifiedPlan:
        data = self.cleaned_data
        named = ("listed", "unlisted", "allocation", "at_least", "reserves")
        return StratifiedPlan(**{name: data[name] for name in named})


class StagedForm(RoundForm):
    """Towns drawn first, villages within them, households within those."""

    towns = count_field(
        1,
        label=_("Towns"),
        initial=StagedPlan.towns,
        required=False,
        help_text=_("Leave it empty to take every town."),
    )
    villages = count_field(1, label=_("Villages a town"), initial=StagedPlan.villages)
    listed = count_field(
        1, label=_("Households with a level, a village"), initial=StagedPlan.listed
    )
    unlisted = count_field(0, label=_("Other households, a village"), initial=StagedPlan.unlisted)
    reserves = count_field(
        0,
        label=_("Reserves of each kind, a village"),
        initial=StagedPlan.reserves,
        help_text=_("For where nobody is met."),
    )

    def as_plan(self) -> StagedPlan:
        data = self.cleaned_data
        named = ("towns", "villages", "listed", "unlisted", "reserves")
        return StagedPlan(**{name: data[name] for name in named})


DESIGNS: dict[str, type[RoundForm]] = {
    StratifiedPlan.design: StratifiedForm,
    StagedPlan.design: StagedForm,
}


class ConfirmForm(DeskForm):
    """Nothing more is asked."""


class DrawForm(DeskForm):
    """A seed that became known after the digests were published, and where anyone finds it."""

    seed = forms.CharField(
        label=_("Seed"),
        max_length=200,
        help_text=_("As it was announced, every sign of it; such as the numbers of a lottery."),
    )
    source = forms.CharField(
        label=_("Where it comes from"),
        max_length=200,
        help_text=_("Which draw of which day, so that anyone can look it up."),
    )


class WithdrawForm(DeskForm):
    """Why a round is given up."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It stays in the history of the round.")
    )


class VetoesForm(DeskForm):
    """Which vetoes a visit found that came in by a workbook."""

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vetoes"] = vetoes_field(sheet)


class ReturnForm(DeskForm):
    """Why a visit is sent back; its assessor reads it."""

    reason = forms.CharField(
        label=_("Why it is sent back"),
        max_length=300,
        help_text=_("Say what is missing, never what the result should be."),
    )


class PassOnForm(DeskForm):
    """Why an assessor's visits are passed on."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It stays in the history of the round.")
    )


class AssessorForm(DeskForm):
    """
    Who visits, and where she must not.

    ``granting`` are the names of those a third party's round does not take, because they grant levels there.
    """

    account = forms.ChoiceField(label=_("Account"), required=False)
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        required=False,
        help_text=_("Only of someone without an account."),
    )
    ties = forms.MultipleChoiceField(
        label=_("Where she lives, works or has kin"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("She is not sent there. Places she has a post in are left out anyway."),
    )

    def __init__(
        self, *args: Any, accounts: Choices, granting: Sequence[str], towns: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [("", _("Nobody with an account")), *accounts]  # type: ignore[attr-defined]
        if granting:
            names = gettext(", ").join(granting)
            self.fields["account"].help_text = (
                gettext("Not offered, because they may certify levels here: %s.") % names
            )
        self.fields["ties"].choices = towns  # type: ignore[attr-defined]

    def as_assessor(self) -> dict[str, Any]:
        """Return the form as the action takes it."""
        data = self.cleaned_data
        account = UUID(data["account"]) if data["account"] else None
        return {"account_id": account, "name": data["name"], "ties": data["ties"]}


class VisitForm(SheetForm):
    """What one visit found: the sheet and its questions, asked only where the family was met."""

    outcome = forms.ChoiceField(
        label=_("What you found"), choices=Finding.Outcome, widget=forms.RadioSelect
    )
    has_plaque = yes_no(label=_("Does a plaque hang at the gate?"))
    knows_standard = yes_no(label=_("Does she know the standard?"))
    ledger_agrees = yes_no(
        label=_("Does the village's ledger agree with what is seen?"),
        help_text=_(
            "Its entries and photos of this household. No also where the village has none to show."
        ),
    )
    satisfaction = forms.TypedChoiceField(
        label=_("How satisfied is she with the work, from 1 to 5?"),
        choices=[
            ("", _("No answer")),
            ("1", _("1: not at all")),
            ("2", "2"),
            ("3", "3"),
            ("4", "4"),
            ("5", _("5: very")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        sheet: Sheet,
        former: Finding | None = None,
        typed: QueryDict | None = None,
        **kwargs: Any,
    ) -> None:
        """``former`` is what was recorded before the visit was sent back, ``typed`` what was since then."""
        initial = as_filled(former) if former else {}
        initial.update(as_typed(typed) if typed else {})
        super().__init__(*args, sheet=sheet, initial=initial, **kwargs)
        for name in self.item_names:
            self.fields[name].required = False
        if not sheet.asks_ledger:
            del self.fields["ledger_agrees"]
        self.fields["vetoes"] = vetoes_field(sheet)
        parts = dict.fromkeys(item.beauty_label for item in sheet.items)
        self.fields["knows_standard"].help_text = gettext(
            "She can name its parts in her own words: %s."
        ) % gettext(", ").join(parts)

    def clean(self) -> dict[str, Any]:
        """Ask for everything where somebody was met, and for nothing where not."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") == Finding.Outcome.MET:
            asked = [one for one in YES_NO_QUESTIONS if one in self.fields]
            for name in (*self.item_names, *asked):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Fill this in: the family was met."))
        return data

    def as_finding(self) -> FindingIn:
        """Return the form as the action takes it."""
        data = self.cleaned_data
        met = data["outcome"] == Finding.Outcome.MET
        return FindingIn(
            outcome=data["outcome"],
            has_plaque=data["has_plaque"],
            points=self.points if met else None,
            knows_standard=data["knows_standard"],
            ledger_agrees=data.get("ledger_agrees"),
            satisfaction=data["satisfaction"],
            vetoes=tuple(data["vetoes"]) if met else (),
            note=data["note"],
        )


def as_typed(typed: QueryDict) -> dict[str, Any]:
    """Return what was typed in a sheet, unchecked, as the form's fields hold it."""
    if not any(name.startswith("item-") for name in typed):
        return {}
    # Without a note what tells of people was left out, while her password was asked for.
    vetoes = {"vetoes": typed.getlist("vetoes")} if "note" in typed else {}
    return {**typed.dict(), **vetoes}


def as_filled(found: Finding) -> dict[str, Any]:
    """Return a finding as the form's fields hold it."""
    words = {True: "yes", False: "no", None: ""}
    points = {f"item-{number}": value for number, value in enumerate(found.points or ())}
    return {
        **points,
        "outcome": found.outcome,
        "has_plaque": words[found.has_plaque],
        "knows_standard": words[found.knows_standard],
        "ledger_agrees": words[found.ledger_agrees],
        "satisfaction": found.satisfaction or "",
        "vetoes": found.vetoes,
        "note": found.note,
    }


class MissedForm(DeskForm):
    """Why nobody could be met."""

    reason = forms.ChoiceField(
        label=_("Why nobody was met"), choices=Visit.Missed, widget=forms.RadioSelect
    )
