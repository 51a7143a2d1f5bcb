"""What is asked of someone who is not on the register yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.desk.forms import DeskForm
from jinguo.desk.people.forms import id_number_field, name_field, phone_field
from jinguo.desk.people.pages import ShownLike, shown_likes
from jinguo.org.actor import Actor
from jinguo.people.actions import PersonIn


class PersonForm(DeskForm):
    """Someone who is not on the register yet and lives in no household of it."""

    area = forms.ChoiceField(label=_("Where she lives"))
    name = name_field(label=_("Name"))
    id_number = id_number_field()
    phone = phone_field()

    def __init__(self, *args: Any, villages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = villages  # type: ignore[attr-defined]

    def as_person(self) -> PersonIn:
        """Return the form as the action takes it."""
        names = ("name", "id_number", "phone")
        return PersonIn(**{name: self.cleaned_data[name] for name in names})

    def likes(self, actor: Actor) -> list[ShownLike]:
        """Return who on the register she may be already."""
        return shown_likes(actor, **self.cleaned_data)
