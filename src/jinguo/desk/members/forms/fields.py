"""Fields the forms of members share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.core.identity import check_uscc
from jinguo.desk.people.forms import passes
from jinguo.members.actions.common import REASON_LENGTH
from jinguo.members.schemes import Titled

Choices = Sequence[tuple[str, str]]


def text_field(most: int, *, rows: int = 0, **given: Any) -> forms.CharField:
    """Return a field of at most so many signs, of several lines when ``rows`` are given."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(max_length=most, widget=widget, **given)


def uscc_field(**given: Any) -> forms.CharField:
    """Return a field for a social credit code, which may stay empty."""
    return forms.CharField(
        label=_("Social credit code"), required=False, max_length=18,
        validators=[passes(check_uscc)], widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **given,
    )  # fmt: skip


def reason_field(**given: Any) -> forms.CharField:
    """Return a field for why something is done."""
    return text_field(
        REASON_LENGTH, label=_("Reason"), help_text=_("It stays in the history."), **given
    )


def boxes_field(**given: Any) -> forms.MultipleChoiceField:
    """Return a question answered by ticking."""
    return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, **given)


def years_field() -> forms.TypedChoiceField:
    """Return a field for the term of an agreement."""
    return forms.TypedChoiceField(label=_("Term"), coerce=int)


def choices_of(things: Iterable[Titled]) -> Choices:
    """Return what the plan names, as a field offers it."""
    return [(one.id, one.label) for one in things]


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Offer choices in a field; a single one is taken without being asked."""
    field = form.fields[name]
    field.choices = choices  # type: ignore[attr-defined]
    if len(choices) == 1:
        field.widget = forms.HiddenInput()
        field.initial = choices[0][0]
