"""The forms around a booking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jinguo.activities.signups.parsing import MOST_SEATS
from jinguo.core.forms import PageForm
from jinguo.portal.bookings.people import Candidate

RATINGS = [("5", _("5 – very good")), ("4", "4"), ("3", "3"), ("2", "2"), ("1", _("1 – not good"))]

APPEAL_LENGTH = 300
"""The most signs of an appeal."""


class Booking(PageForm):
    """
    Who takes part, and with how many seats.

    ``seats`` is there where one entry may take several, ``agrees`` where a child may be chosen whose guardian
    has not agreed yet.
    """

    who = forms.ChoiceField(label=_("Who takes part?"), widget=forms.RadioSelect)
    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        max_value=MOST_SEATS,
        initial=1,
        help_text=_("One for each of your family who comes along."),
    )
    agrees = forms.BooleanField(
        label=_("I am the child’s guardian, have read this, and agree."), required=False
    )

    def __init__(
        self, *args: Any, people: Sequence[Candidate], seats_most: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.needing = {one.id for one in people if one.needs_consent and not one.refusal}
        who, seats = self.fields["who"], self.fields["seats"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = [(one.id, one.title) for one in people if not one.refusal]
        seats.widget.attrs["max"] = seats_most
        if seats_most == 1:
            del self.fields["seats"]
        if not self.needing:
            del self.fields["agrees"]

    def clean(self) -> dict[str, Any]:
        """Ask for the guardian's consent where the one chosen needs it."""
        given = super().clean() or {}
        if given.get("who") in self.needing and not given.get("agrees"):
            self.add_error("agrees", gettext("Read this and tick that you agree; then book."))
        return given


class FeedbackForm(PageForm):
    """How it was: from 5, very good, to 1, and in words."""

    rating = forms.ChoiceField(
        label=_("How good was it?"), choices=RATINGS, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In a sentence"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AppealForm(PageForm):
    """Why absences should not count, in her words."""

    words = forms.CharField(
        label=_("Why should it not count?"),
        max_length=APPEAL_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example illness, or a storm. The town or district federation reads it."),
    )
