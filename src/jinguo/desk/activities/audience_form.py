"""The part of a form that says for whom an activity is: as the plan says, or by rules of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.activities.rules import known_names
from jinguo.activities.rulesets import Condition
from jinguo.activities.sentences import PARAMETERS, sentence
from jinguo.core.rules import parameters
from jinguo.desk.activities.fields import checkbox, number_field
from jinguo.desk.forms import DeskForm


class AudienceForm(DeskForm):
    """For whom it is: a box for each rule there is, with the numbers the rule needs."""

    audience = forms.ChoiceField(
        label=_("For whom"), initial="plan", widget=forms.RadioSelect,
        choices=[("plan", _("as the plan says")), ("own", _("by these rules alone"))],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the boxes of the rules."""
        super().__init__(*args, **kwargs)
        for name in known_names():
            self.fields[f"rule-{name}"] = forms.BooleanField(
                label=sentence(name, {}), required=False, widget=checkbox()
            )
            for parameter, bounds in parameters(name).items():
                self.fields[f"rule-{name}-{parameter}"] = number_field(
                    PARAMETERS[parameter], bounds.least, bounds.most, required=False,
                    widget=forms.NumberInput(attrs={"class": "form-control form-control-sm"}),
                )  # fmt: skip

    def rules(self) -> list[tuple[forms.BoundField, list[forms.BoundField]]]:
        """Return the box of each rule with the fields of its parameters."""
        return [
            (self[f"rule-{name}"], [self[f"rule-{name}-{one}"] for one in parameters(name)])
            for name in known_names()
        ]

    def clean(self) -> dict[str, Any]:
        """Check the numbers of the rules chosen too."""
        data = super().clean() or self.cleaned_data
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


def ticked(conditions: list[Condition]) -> dict[str, Any]:
    """Return with which values the form shows rules as chosen."""
    found: dict[str, Any] = {"audience": "own"}
    for one in conditions:
        found[f"rule-{one.rule}"] = True
        found |= {f"rule-{one.rule}-{name}": value for name, value in one.parameters.items()}
    return found
