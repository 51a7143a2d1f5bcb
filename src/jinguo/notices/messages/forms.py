"""The fields in which it is said how someone may be reached, by herself or written down for her."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.core.forms import PageForm
from jinguo.notices.models import SafeContact

AT_FIRST = {"opens": time(9), "closes": time(20), "may_answer": SafeContact.MayAnswer.HERSELF}
"""What is proposed to who has said nothing yet."""


def hour_field(label: Any) -> forms.TimeField:
    """Return a field for an hour of the day."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget)


class ReachForm(PageForm):
    """By what way, where, in which hours; and who may answer when someone calls."""

    channel = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect, required=False)
    address = forms.CharField(label=_("Number or address"), max_length=100, required=False)
    opens = hour_field(_("Not before"))
    closes = hour_field(_("Not after"))
    may_answer = forms.ChoiceField(
        label=_("When someone calls, who may answer?"), choices=SafeContact.MayAnswer
    )
    code_word = forms.CharField(
        label=_("Word the caller says first (optional)"), max_length=40, required=False
    )


def as_said(kept: SafeContact | None) -> dict[str, Any]:
    """Return what she said before as the form begins with it, except what is sealed."""
    if kept is None:
        return {**AT_FIRST}
    return {name: getattr(kept, name) for name in ("channel", *AT_FIRST)}
