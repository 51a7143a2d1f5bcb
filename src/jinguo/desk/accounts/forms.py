from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.desk.forms import DeskForm, date_field
from jinguo.desk.language import in_language
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import roles


class OpenAccountForm(DeskForm):
    """A new account: what she signs in with, and her name."""

    username = forms.CharField(
        label=_("User name"),
        max_length=40,
        help_text=_("Letters and digits, easy to say on the phone."),
    )
    name = forms.CharField(label=_("Name"), max_length=40)


class GrantPostForm(DeskForm):
    """A post for an account: role, unit, from when, until when."""

    role = forms.ChoiceField(label=_("Role"))
    area = forms.CharField(
        label=_("Area code of the unit"),
        max_length=12,
        help_text=_("6 digits for the district, 9 for a town, 12 for a village."),
    )
    from_on = date_field(label=_("From"))
    to_on = date_field(label=_("Until (first day no longer held)"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.id, in_language(role.title, role.title_en)) for role in roles().values()
        ]

    def clean_area(self) -> str:
        code = str(self.cleaned_data["area"]).strip()
        self.unit = org.units(self.actor).filter(area_id=code).first()
        if self.unit is None:
            raise forms.ValidationError(_("There is no unit under this code within your reach."))
        return code


class PasswordForm(DeskForm):
    """Her own password in place of the one-time one, or of her own, which is then asked."""

    current = forms.CharField(
        label=_("Present password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        min_length=10,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 signs. Four words you remember are better than one you do not."),
    )
    again = forms.CharField(
        label=_("The same again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["current"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("The two differ. Type the same password twice."))
        return data


class ReasonForm(DeskForm):
    """Why something is done to an account or a post."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
