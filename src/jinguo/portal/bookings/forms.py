"""The forms around a booking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jinguo.activities.actions import PickUpIn
from jinguo.activities.signups.parsing import MOST_SEATS
from jinguo.core.forms import REQUIRED, PageForm
from jinguo.core.identity import check_phone
from jinguo.portal.accounts.forms import checked
from jinguo.portal.bookings.people import Candidate

RATINGS = [("5", _("5 – very good")), ("4", "4"), ("3", "3"), ("2", "2"), ("1", _("1 – not good"))]

FETCHING = 3
"""So many who may fetch a child are written down at a time."""

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


class CardForm(PageForm):
    """
    The card of a minded child: who may fetch her, and what she must not eat.

    ``pick_ups`` of what was cleaned are the lines that were filled.
    """

    allergies = forms.CharField(
        label=_("What the child must not eat or have"), max_length=1_000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept sealed; whoever minds the child may read it, and that is noted."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, FETCHING + 1):
            for part, label, most in (
                ("name", _("Name"), 40), ("relation", _("What she is to the child"), 40),
                ("phone", _("Phone number"), 24),
            ):  # fmt: skip
                self.fields[f"{part}_{number}"] = made = forms.CharField(
                    label=label, max_length=most, required=False
                )
                made.widget.attrs |= {"class": "form-control", "autocomplete": "off"}
            made.widget.input_type = "tel"

    def lines(self) -> list[list[forms.BoundField]]:
        """Return the fields of each who may fetch the child."""
        return [
            [self[f"{part}_{number}"] for part in ("name", "relation", "phone")]
            for number in range(1, FETCHING + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Read the lines; one that is begun has a name and a relation, and a phone that is one."""
        given = super().clean() or {}
        given["pick_ups"] = []
        for number in range(1, FETCHING + 1):
            name, relation, phone = (
                given.get(f"{part}_{number}", "").strip() for part in ("name", "relation", "phone")
            )
            if not (name or relation or phone):
                continue
            for part, text in (("name", name), ("relation", relation)):
                if not text and f"{part}_{number}" not in self.errors:
                    self.add_error(f"{part}_{number}", gettext(REQUIRED))
            try:
                phone = checked(check_phone, phone) if phone else ""
            except forms.ValidationError as wrong:
                self.add_error(f"phone_{number}", wrong)
            given["pick_ups"].append(PickUpIn(name=name, relation=relation, phone=phone))
        return given


class ChangeCardForm(CardForm):
    """A card as it is, to be put right: ``kept`` of those who may fetch the child, and who else may."""

    kept = forms.MultipleChoiceField(
        label=_("They may fetch the child"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever is not ticked may fetch the child no more."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, fetching: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Take who may fetch the child now."""
        super().__init__(*args, **kwargs)
        if fetching:
            self.fields["kept"].choices = fetching  # type: ignore[attr-defined]
        else:
            del self.fields["kept"]
