from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.assess.actions import InspectionIn, ScoreIn
from jinguo.assess.ladders import Item, Sheet
from jinguo.assess.models import Score
from jinguo.desk.forms import DeskForm


class SheetForm(DeskForm):
    """The items of a score sheet on screen: one number each, and a remark."""

    note = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        self.sheet = sheet
        super().__init__(*args, **kwargs)
        for name, item in zip(self.item_names, sheet.items, strict=True):
            self.fields[name] = _points_field(item)

    @property
    def item_names(self) -> list[str]:
        """The names of the items' fields, in the order of the sheet."""
        return [f"item-{number}" for number in range(len(self.sheet.items))]

    @property
    def points(self) -> list[int]:
        """The points of a valid form, in the order of the sheet's items."""
        return [self.cleaned_data[name] for name in self.item_names]

    @property
    def total(self) -> int:
        """The sum of the points of a valid form."""
        return sum(self.points)

    def beauties(self) -> list[dict[str, Any]]:
        """Return the items' fields under their beauties, in the sheet's order."""
        groups: dict[str, list[forms.BoundField]] = {}
        for name, item in zip(self.item_names, self.sheet.items, strict=True):
            groups.setdefault(item.beauty_label, []).append(self[name])
        return [
            {"title": beauty, "fields": fields, "max": _most(self.sheet.items, beauty)}
            for beauty, fields in groups.items()
        ]


class ScoreForm(SheetForm):
    """A score sheet with the vetoes found."""

    def __init__(
        self, *args: Any, sheet: Sheet, former: Score | None = None, **kwargs: Any
    ) -> None:
        """``former`` is a score of the same kind, which the sheet then corrects."""
        initial = as_filled(former) if former else {}
        super().__init__(*args, sheet=sheet, initial=initial, **kwargs)
        self.fields["vetoes"] = forms.MultipleChoiceField(
            label=_("Found any of these? Then the household cannot pass."),
            choices=[(veto.id, veto.label) for veto in sheet.vetoes],
            widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
            required=False,
        )

    def as_score(self, application_id: UUID) -> ScoreIn:
        """Return the filled sheet as the action takes it."""
        data = self.cleaned_data
        return ScoreIn(application_id, self.points, tuple(data["vetoes"]), data["note"])

    def as_inspection(self, recognition_id: UUID) -> InspectionIn:
        """Return the filled sheet as the action of an inspection takes it."""
        data = self.cleaned_data
        return InspectionIn(recognition_id, self.points, tuple(data["vetoes"]), data["note"])


def as_filled(score: Score) -> dict[str, Any]:
    """Return a score as the form's fields hold it."""
    points = {f"item-{number}": value for number, value in enumerate(score.points)}
    return {**points, "vetoes": score.vetoes, "note": score.note}


def _points_field(item: Item) -> forms.IntegerField:
    return forms.IntegerField(
        label=item.label,
        help_text=item.deduct_label,
        min_value=0,
        max_value=item.max,
        error_messages={
            "required": _("Not scored yet."),
            "min_value": _("From 0 to %s points.") % item.max,
            "max_value": _("From 0 to %s points.") % item.max,
        },
        widget=forms.NumberInput(
            attrs={
                "class": "form-control",
                "inputmode": "numeric",
                "data-points": "",
                "data-most": item.max,
            }
        ),
    )


def _most(items: Iterable[Item], beauty: str) -> int:
    return sum(item.max for item in items if item.beauty_label == beauty)
