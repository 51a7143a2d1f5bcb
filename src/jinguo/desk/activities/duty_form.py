"""The form of the duty table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.desk.activities.fields import NO_CHOICE, number_field, time_field
from jinguo.desk.forms import DeskForm, date_field


class DutyForm(DeskForm):
    """
    A counsellor's half-days on duty, week by week.

    She has an account, or is on the register, or comes from outside: then her name alone is kept.
    """

    series = forms.ChoiceField(label=_("Series"))
    on = date_field(label=_("First day"))
    begins = time_field(label=_("From"), initial=time(9))
    ends = time_field(label=_("To"), initial=time(12))
    weeks = number_field(_("Weeks"), 1, 26, initial=4)
    minutes = number_field(_("Minutes a slot"), 10, 240, initial=50)
    account = forms.ChoiceField(
        label=_("Counsellor"), required=False,
        help_text=_("Of who has an account here: then she sees her own duty and who booked."),
    )  # fmt: skip
    counsellor = forms.CharField(
        label=_("Or somebody else"), max_length=60, required=False,
        help_text=_(
            "Her name and the last four digits of her phone, as the register has them. Nobody reads"
            " the whole names of who books with her until an account is linked."
        ),
    )  # fmt: skip
    is_outside = forms.BooleanField(
        label=_("She comes from outside: keep her name alone"), required=False
    )
    room = forms.CharField(label=_("Room"), required=False, max_length=40)

    def __init__(
        self,
        *args: Any,
        series: Iterable[tuple[str, str]],
        accounts: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = list(series)  # type: ignore[attr-defined]
        self.fields["account"].choices = [NO_CHOICE, *accounts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take one counsellor, neither none nor two."""
        data = super().clean() or self.cleaned_data
        if bool(data.get("account")) == bool(data.get("counsellor", "").strip()):
            self.add_error("account", _("Choose one with an account, or name somebody else."))
        return data
