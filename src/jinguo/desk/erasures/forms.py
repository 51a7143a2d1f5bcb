from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.desk.forms import DeskForm, date_field


class ReasonForm(DeskForm):
    """An act that needs nothing but why it is done."""

    reason = forms.CharField(label=_("Why"), max_length=200)


class HoldForm(ReasonForm):
    """A hold on erasing."""

    until_on = date_field(
        label=_("To be looked at again on"),
        help_text=_("The hold lasts until someone lifts it."),
    )


class ConfirmForm(DeskForm):
    """That the second person has looked."""

    is_seen = forms.BooleanField(
        label=_("I have looked at what is erased. It cannot be taken back.")
    )


class TreatmentForm(DeskForm):
    """What of the register of fields is to be erased."""

    treatment = forms.CharField(max_length=20, widget=forms.HiddenInput)
