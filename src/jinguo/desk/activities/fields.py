"""Fields and values the forms of activities share."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from jinguo.activities.links import LENGTH
from jinguo.core import money
from jinguo.core.errors import Invalid

NO_CHOICE = ("", "—")


def time_field(**more: Any) -> forms.TimeField:
    """Return a field for a time of day."""
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **more)


def number_field(label: Any, least: int, most: int, **more: Any) -> forms.IntegerField:
    """Return a field for a whole number."""
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


def link_field(**more: Any) -> forms.CharField:
    """Return a field for an address of the web, which may stay empty; the act checks it."""
    widget = forms.URLInput(attrs={"placeholder": "https://"})
    return forms.CharField(required=False, max_length=LENGTH, widget=widget, **more)


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


def checkbox() -> forms.CheckboxInput:
    """Return a box that wears the theme."""
    return forms.CheckboxInput(attrs={"class": "form-check-input"})


def instant(on: date, at: time) -> datetime:
    """Return an instant of the district's clock."""
    return timezone.make_aware(datetime.combine(on, at))
