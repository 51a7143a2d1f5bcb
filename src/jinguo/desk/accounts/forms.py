from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, cast

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from jinguo.core.language import in_language
from jinguo.desk.accounts.rights import TITLES, role_titles
from jinguo.desk.forms import DeskForm, date_field
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.models import Area, Post, Unit
from jinguo.org.roles import ASKED_OF_PROGRAMS, Capability, capabilities_of, roles

TOWN = 9  # digits of a town's code


class ByTown(ModelChoiceIterator):  # type: ignore[type-arg]
    """The choices in one group a town, for lists of more than a thousand villages."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        yield "", self.field.empty_label
        found, code_of = list(self.queryset), cast(PlaceField, self.field).code_of
        names = org.area_names(code_of(one)[:TOWN] for one in found)
        for town, some in groupby(found, lambda one: code_of(one)[:TOWN]):
            yield names[town], [self.choice(one) for one in some]


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An area, or a unit, by name among those of its town; ``code`` names the field of the code."""

    iterator = ByTown

    def __init__(self, *, code: str, **kwargs: Any) -> None:
        self.code_of: Callable[[Any], str] = attrgetter(code)
        super().__init__(empty_label=_("Choose"), **kwargs)


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
    unit = PlaceField(label=_("Unit"), queryset=Unit.objects.none(), code="area_id")
    from_on = date_field(label=_("From"))
    to_on = date_field(label=_("Until (first day no longer held)"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = org.units(actor, Capability.ORG_GRANT_POSTS)  # type: ignore[attr-defined]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.id, in_language(role.title, role.title_en)) for role in roles().values()
        ]


class OpenUnitForm(DeskForm):
    """A new body: where it is, what it is, and its name."""

    area = PlaceField(label=_("Area"), queryset=Area.objects.none(), code="code")
    kind = forms.ChoiceField(label=_("Kind"), choices=Unit.Kind.choices)
    name = forms.CharField(
        label=_("Name of the unit"),
        max_length=80,
        help_text=_("As it stands on the body's own seal."),
    )

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = org.areas_in_reach(actor, Capability.ORG_MANAGE_ACCOUNTS, on)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]


class PasswordForm(DeskForm):
    """Her own password in place of the one-time one, or of her own, which is then asked."""

    current = forms.CharField(
        label=_("Present password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 10 signs, not digits alone, not your name. Four words you remember are better"
            " than one you do not."
        ),
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


class TokenForm(DeskForm):
    """A program that may act through one of her posts: where, with which rights, until when."""

    name = forms.CharField(
        label=_("Name of the program"),
        max_length=40,
        help_text=_("As its users call it; it stands on the trail beside your name."),
    )
    post = forms.ChoiceField(label=_("Acts through"))
    area = forms.CharField(
        label=_("Only in the area with the code"),
        max_length=12,
        required=False,
        help_text=_("Inside the post's area; empty leaves all of it."),
    )
    expires_on = date_field(label=_("Until (first day without access)"))
    capabilities = forms.MultipleChoiceField(
        label=_("Only these rights"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen leaves all the post has. Choose what the program needs."),
    )

    def __init__(self, *args: Any, posts: Sequence[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = role_titles()
        held = set().union(*(capabilities_of(post.role) for post in posts))
        self.fields["post"].choices = [  # type: ignore[attr-defined]
            (str(post.id), f"{post.unit.name} · {titles.get(post.role, post.role)}")
            for post in posts
        ]
        self.fields["capabilities"].choices = [  # type: ignore[attr-defined]
            (right.value, title)
            for right, title in TITLES.items()
            if right in ASKED_OF_PROGRAMS & held
        ]


class ReasonForm(DeskForm):
    """Why something is done to an account or a post."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
