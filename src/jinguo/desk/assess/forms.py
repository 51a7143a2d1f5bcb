from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.assess.actions import ScoreIn
from jinguo.assess.ladders import Item, Sheet
from jinguo.desk.forms import DeskForm


class ScoreForm(DeskForm):
    """A score sheet on screen: one number an item, the vetoes found, a remark."""

    note = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        self.sheet = sheet
        super().__init__(*args, **kwargs)
        for number, item in enumerate(sheet.items):
            self.fields[f"item-{number}"] = _points_field(item)
        self.fields["vetoes"] = forms.MultipleChoiceField(
            label=_("Found any of these? Then the household cannot pass."),
            choices=[(veto.id, veto.name) for veto in sheet.vetoes],
            widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
            required=False,
        )

    def as_score(self, application_id: UUID) -> ScoreIn:
        """Return the filled sheet as the action takes it."""
        data = self.cleaned_data
        points = [data[f"item-{number}"] for number in range(len(self.sheet.items))]
        return ScoreIn(application_id, points, tuple(data["vetoes"]), data["note"])

    def beauties(self) -> list[dict[str, Any]]:
        """Return the items' fields under their beauties, in the sheet's order."""
        groups: dict[str, list[forms.BoundField]] = {}
        for number, item in enumerate(self.sheet.items):
            groups.setdefault(item.part, []).append(self[f"item-{number}"])
        return [
            {"title": part, "fields": fields, "max": _most(self.sheet.items, part)}
            for part, fields in groups.items()
        ]


def _points_field(item: Item) -> forms.IntegerField:
    return forms.IntegerField(
        label=item.name,
        help_text=item.deduct,
        min_value=0,
        max_value=item.max,
        widget=forms.NumberInput(
            attrs={
                "class": "form-control",
                "inputmode": "numeric",
                "data-points": "",
                "data-most": item.max,
            }
        ),
    )


def _most(items: Iterable[Item], part: str) -> int:
    return sum(item.max for item in items if item.part == part)
