"""What is asked of an association and of those who join it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jinguo.desk.forms import DeskForm, date_field
from jinguo.desk.members.forms.common import ActForm, OnForm
from jinguo.desk.members.forms.fields import (
    Choices,
    boxes_field,
    choices_of,
    offer,
    text_field,
    uscc_field,
)
from jinguo.members import actions
from jinguo.members.actions import bodies, memberships, offices
from jinguo.members.models import Body, Membership, Office


class BodyForm(DeskForm):
    """A new association."""

    programme = forms.ChoiceField(label=_("Programme"))
    name = text_field(bodies.NAME_LENGTH, label=_("Name of the association"))
    founded_on = date_field(label=_("Founded on"))

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "programme", programmes)


class CharterForm(ActForm):
    """The charter an association adopted."""

    charter = text_field(bodies.CHARTER_LENGTH, rows=16, label=_("Charter"))
    adopted_on = date_field(label=_("Adopted on"))

    def __init__(self, *args: Any, thing: Body, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        self.initial.setdefault("charter", thing.charter)


class RegisteredForm(ActForm):
    """The social credit code of an association, and the day on which it was registered."""

    uscc = uscc_field()
    registered_on = date_field(label=_("Registered on"))

    def __init__(self, *args: Any, thing: Body, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        self.fields["uscc"].required = True


class MembershipForm(DeskForm):
    """An application to join an association."""

    body = forms.ChoiceField(label=_("Association"))
    kind = forms.ChoiceField(
        label=_("She joins"), choices=[
            (Membership.Kind.INDIVIDUAL, _("herself")),
            (Membership.Kind.UNIT, _("for her enterprise")),
        ], widget=forms.RadioSelect,
    )  # fmt: skip
    enterprise = text_field(
        memberships.ENTERPRISE_LENGTH, label=_("Enterprise"), required=False,
        help_text=_("Needed when she joins for it."),
    )  # fmt: skip
    uscc = uscc_field(help_text=_("18 signs, of the business licence."))
    on = date_field(label=pgettext_lazy("member", "Applied on"))

    def __init__(self, *args: Any, bodies: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "body", [(str(one.id), one.name) for one in bodies])

    def as_application(self, person: UUID) -> actions.MembershipIn:
        """Return the form as the action takes it."""
        data = self.cleaned_data
        return actions.MembershipIn(
            body_id=UUID(data["body"]), person_id=person, kind=data["kind"],
            enterprise=data["enterprise"], uscc=data["uscc"],
        )  # fmt: skip


class ConditionsForm(OnForm):
    """Which conditions are met; all of them have to be."""

    conditions = boxes_field(
        label=_("Found to be met"), required=False, help_text=_("All of them have to be met.")
    )

    def __init__(self, *args: Any, thing: Membership, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        self.fields["conditions"].choices = choices_of(memberships.rules_of(thing.body).conditions)  # type: ignore[attr-defined]


class VoteForm(ActForm):
    """How the council voted."""

    meeting_on = date_field(label=_("Day of the council’s meeting"))
    votes_for = forms.IntegerField(label=_("Votes for"), min_value=0, max_value=999)
    votes_against = forms.IntegerField(label=_("Votes against"), min_value=0, max_value=999)
    votes_abstained = forms.IntegerField(
        label=_("Abstained"), min_value=0, max_value=999, initial=0
    )

    def given(self) -> dict[str, Any]:
        return {"vote": actions.Vote(**self.cleaned_data)}


class OfficeForm(OnForm):
    """Which office a member takes."""

    title = forms.ChoiceField(label=_("Office held"), choices=Office.Title.choices)


class DirectoryForm(ActForm):
    """What the directory shows of a member, as she agreed to."""

    products = text_field(offices.PRODUCTS_LENGTH, rows=3, label=_("Products and services"))
    contact = text_field(
        offices.CONTACT_LENGTH, label=_("How customers reach her"), required=False,
        help_text=_("Of the business, as she wants it shown: a shop, an office phone."),
    )  # fmt: skip
    agreed_on = date_field(label=_("Day she agreed to it"))
    is_public = forms.BooleanField(
        label=_("She agrees that everybody may read it on the public pages"), required=False,
        help_text=_("There a person stands by her surname alone, and no mobile number may stand."),
    )  # fmt: skip
