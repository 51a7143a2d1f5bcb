"""The forms of what is on: what the list is narrowed to, and a booking."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.portal.activities.days import When
from jinguo.portal.forms import Filter, PortalForm

RATINGS = [(str(stars), str(stars)) for stars in range(5, 0, -1)]


class WhatsOn(Filter):
    """What the list of what is on is narrowed to."""

    when = forms.ChoiceField(label=_("Days"), required=False, choices=[("", ""), *When.choices])
    stage = forms.ChoiceField(label=_("Stage of family life"), required=False)


class Booking(PortalForm):
    """
    Who takes part, and with how many seats.

    ``seats`` is there where one entry may take several, ``agrees`` where a child under 14 may be chosen; a
    guardian agrees for such a child before it is booked.
    """

    who = forms.ChoiceField(label=_("Who takes part?"), widget=forms.RadioSelect)
    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        initial=1,
        help_text=_("For whoever comes along: your family, as many as come."),
    )
    agrees = forms.BooleanField(
        label=_("I am her guardian and agree."), required=False
    )

    def __init__(
        self, *args: object, people: list[tuple[str, str]], seats_most: int, children: set[str],
        **kwargs: object,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.children = children
        who, seats = self.fields["who"], self.fields["seats"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = people
        if seats_most > 1:
            seats.widget.attrs["max"] = seats_most
        else:
            del self.fields["seats"]
        if not children:
            del self.fields["agrees"]
