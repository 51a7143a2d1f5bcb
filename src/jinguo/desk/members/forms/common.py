"""What every act asks, and the plainest ones."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jinguo.desk.forms import DeskForm, date_field
from jinguo.desk.members.forms.fields import reason_field


class ActForm(DeskForm):
    """What an act asks; ``thing`` is what it is done to."""

    def __init__(self, *args: Any, thing: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing = thing

    def given(self) -> dict[str, Any]:
        """Return the answers as the action takes them."""
        return self.cleaned_data


class OnForm(ActForm):
    """For which day."""

    on = date_field(label=_("Day"))


class ReasonForm(OnForm):
    """Why, and for which day."""

    reason = reason_field()


class NothingForm(ActForm):
    """Nothing more is asked."""


class TakeBackForm(DeskForm):
    """Why an entry is taken back."""

    reason = reason_field()
