"""The forms of what is on: what the list is narrowed to, and a booking."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.portal.activities.days import When
from jinguo.portal.forms import Filter


class WhatsOn(Filter):
    """What the list of what is on is narrowed to."""

    when = forms.ChoiceField(
        label=_("Which days"), required=False, choices=[("", ""), *When.choices]
    )
    stage = forms.ChoiceField(label=_("Life stage"), required=False)
