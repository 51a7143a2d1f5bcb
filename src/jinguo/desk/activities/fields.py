"""Fields and values the forms of activities share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jinguo.activities.links import LENGTH
from jinguo.core import money
from jinguo.core.errors import Invalid

NO_CHOICE = ("", "—")
SiteGroup = tuple[str, list[tuple[str, str]]]
"""The sites of one kind as a form offers them: what the kind is called, and id and name of each."""


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


def room_field() -> forms.CharField:
    """Return a field for the room of a session."""
    return forms.CharField(label=_("Room"), required=False, max_length=40)


def place_field() -> forms.CharField:
    """Return a field for a venue that is no site of the register."""
    return forms.CharField(
        label=_("Venue"),
        required=False,
        max_length=120,
        help_text=_("In words, where it is no site."),
    )


def instructor_field() -> forms.CharField:
    """Return a field for who teaches."""
    return forms.CharField(
        label=_("Instructor"), required=False, max_length=60,
        help_text=_(
            "Of who is on the register add the last four digits of her phone: then her hours count, and it is"
            " said when she teaches elsewhere at the time."
        ),
    )  # fmt: skip


def summary_field() -> forms.CharField:
    """Return a field for what an activity is about."""
    return forms.CharField(
        label=_("What it is about"), required=False, max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands on the public page and the poster."),
    )  # fmt: skip


def fee_note_field() -> forms.CharField:
    """Return a field for what a fee is for."""
    return forms.CharField(label=_("What the fee is for"), required=False, max_length=120)


def offer_sites(form: forms.Form, sites: Iterable[SiteGroup]) -> None:
    """Let a form's ``site`` be one of some sites, or none."""
    form.fields["site"].choices = [NO_CHOICE, *sites]  # type: ignore[attr-defined]


def fee_field() -> AmountField:
    """Return a field for what something costs."""
    return AmountField(
        label=_("Fee in yuan"), required=False,
        help_text=_("For each seat, paid on site. Empty for nothing."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip


def waiting_field() -> forms.IntegerField:
    """Return a field for how long the waiting list may be; empty is as the plan says."""
    return number_field(_("Waiting list"), 0, 100_000, required=False)


def minimum_field() -> forms.IntegerField:
    """Return a field for how many seats must be taken; empty is as the plan says."""
    return number_field(_("Seats it needs to be held"), 0, 100_000, required=False)


class AmountField(forms.CharField):
    """An amount in yuan, as fen: from nothing to ``most`` fen."""

    def __init__(self, *, most: int = money.MOST_AT_ONCE, **more: Any) -> None:
        super().__init__(**more)
        self.most = most

    def clean(self, value: Any) -> int:
        """Return the fen; nothing for an empty field."""
        text = super().clean(value)
        if not text:
            return 0
        try:
            return money.check_most(money.fen(text), self.most)
        except Invalid as fault:
            raise forms.ValidationError(fault.message) from fault


DAY = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)")


class DaysField(forms.CharField):
    """Some days, with anything between them: 2026-10-01, 2026年10月2日."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=600, **more)

    def clean(self, value: Any) -> list[date]:
        """Return the days; none for an empty field."""
        text = super().clean(value)
        try:
            days = [date(*map(int, parts)) for parts in DAY.findall(text)]
        except ValueError:
            days = []
        # Whatever number is left belongs to no day.
        if text and (not days or re.search(r"\d", DAY.sub("", text))):
            raise forms.ValidationError(_("Write each day like 2026-10-01."))
        return days


def checkbox() -> forms.CheckboxInput:
    """Return a box that wears the theme."""
    return forms.CheckboxInput(attrs={"class": "form-check-input"})


def instant(on: date, at: time) -> datetime:
    """Return an instant of the district's clock."""
    return timezone.make_aware(datetime.combine(on, at))
