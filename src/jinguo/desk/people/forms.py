from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jinguo.core.errors import Invalid
from jinguo.core.identity import check_id_number, check_phone
from jinguo.desk.forms import DeskForm, date_field
from jinguo.desk.people.pages import ShownLike, ShownRecord, shown_likes
from jinguo.org.actor import Actor
from jinguo.people import checking
from jinguo.people.actions import HouseholdChange, PersonChange, PersonIn
from jinguo.people.masking import MaskedMember
from jinguo.people.models import Household, LeftBecause, Relation, Sex


def passes(check: Callable[[str], object]) -> Callable[[str], None]:
    """Return a check of the register as a field takes it, so that its sentence stands under the field."""

    def validate(text: str) -> None:
        try:
            check(text)
        except Invalid as fault:
            raise forms.ValidationError(fault.message) from fault

    return validate


def until_today(number: str) -> None:
    """
    Pass for an ID number that somebody may have today.

    :raises Invalid: it is none, or of one who is not born yet
    """
    check_id_number(number, on=timezone.localdate())


def name_field(**more: Any) -> forms.CharField:
    """Return a field for a person's name."""
    return forms.CharField(validators=[passes(checking.check_name)], **more)


def id_number_field() -> forms.CharField:
    """Return a field for an ID number, which may stay empty."""
    return forms.CharField(
        label=_("ID number"), required=False, validators=[passes(until_today)],
        help_text=_("18 signs. Sex and date of birth are read from it, so they are not asked."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


def phone_field(**more: Any) -> forms.CharField:
    """Return a field for a phone number, which may stay empty."""
    return forms.CharField(
        label=_("Phone"), required=False, validators=[passes(check_phone)],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}), **more,
    )  # fmt: skip


def address_field(**more: Any) -> forms.CharField:
    """Return a field for the address of a household in its village, which may stay empty."""
    return forms.CharField(
        label=_("Address in the village"), required=False,
        validators=[passes(checking.check_address)], **more,
    )  # fmt: skip


def lane_field() -> forms.CharField:
    """Return a field for the street, lane or group of a household in its village, which may stay empty."""
    return forms.CharField(
        label=_("Lane or group"), required=False, validators=[passes(checking.check_lane)],
        help_text=_("As the village calls it: East Street, Group 2 …"),
    )  # fmt: skip


class HouseholdForm(DeskForm):
    """A household and its head, asked once."""

    area = forms.ChoiceField(label=_("Village"))
    head_name = name_field(label=_("Head of the household"))
    id_number = id_number_field()
    phone = phone_field()
    member_count = forms.IntegerField(
        label=_("People in the household"), min_value=1, max_value=checking.MEMBERS, initial=1
    )
    is_resident = forms.BooleanField(label=_("Lives here all year"), required=False, initial=True)
    yard = forms.ChoiceField(label=_("Kind of yard"), choices=Household.Yard.choices)
    lane = lane_field()
    address = address_field()

    def __init__(self, *args: Any, villages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = villages  # type: ignore[attr-defined]

    def likes(self, actor: Actor) -> list[ShownLike]:
        """Return who on the register may be the head already."""
        data = self.cleaned_data
        return shown_likes(
            actor,
            area=data["area"],
            name=data["head_name"],
            id_number=data["id_number"],
            phone=data["phone"],
        )


def reason_field() -> forms.CharField:
    """Return a field for why something is done."""
    return forms.CharField(
        label=_("Why"), max_length=checking.REASON_LENGTH,
        help_text=_("It stands in the history: moved, married, wrongly entered …"),
    )  # fmt: skip


def relation_choices() -> list[tuple[str, Any]]:
    """Return what one may be to the head of a household."""
    return [one for one in Relation.choices if one[0] != Relation.HEAD]


class SealedForm(DeskForm):
    """
    A form in which a value that cannot be shown is replaced or removed.

    An empty field keeps what is on file: the page shows its mask, never the value.
    """

    def __init__(self, *args: Any, on_file: Mapping[str, str], **kwargs: Any) -> None:
        """Take the masks of the values on file by field; an empty one means there is none."""
        super().__init__(*args, **kwargs)
        for name, masked in on_file.items():
            if masked:
                self.fields[name].help_text = _(
                    "On file: {masked}. Leave it empty to keep that."
                ).format(masked=masked)
                self.fields[f"remove_{name}"] = forms.BooleanField(
                    label=_("Remove what is on file: {field}").format(
                        field=self.fields[name].label
                    ),
                    required=False,
                    widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
                )
        beside = [[name, f"remove_{name}"] for name in self.fields]
        self.order_fields([name for both in beside for name in both])

    def replaced(self, name: str) -> str | None:
        """Return the new value, an empty one to remove what is on file, or None to keep it."""
        if self.cleaned_data.get(f"remove_{name}"):
            return ""
        return self.cleaned_data[name] or None


class CorrectHouseholdForm(SealedForm):
    """What the register says of a household and its head."""

    name = name_field(label=_("Head of the household"))
    phone = phone_field()
    area = forms.ChoiceField(label=_("Village"))
    lane = lane_field()
    address = address_field()
    member_count = forms.IntegerField(
        label=_("People in the household"), min_value=1, max_value=checking.MEMBERS
    )
    yard = forms.ChoiceField(label=_("Kind of yard"), choices=Household.Yard.choices)
    is_resident = forms.BooleanField(label=_("Lives here all year"), required=False)
    reason = reason_field()

    def __init__(self, *args: Any, villages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = villages  # type: ignore[attr-defined]

    def as_change(self) -> HouseholdChange:
        """Return what the form says, as the action takes it."""
        data = self.cleaned_data
        return HouseholdChange(
            area=data["area"],
            address=self.replaced("address"),
            member_count=data["member_count"],
            is_resident=data["is_resident"],
            yard=data["yard"],
            lane=data["lane"],
            head=PersonChange(name=data["name"], phone=self.replaced("phone")),
        )


class MemberForm(DeskForm):
    """A new member of a household, asked once."""

    name = name_field(label=_("Name"))
    relation = forms.ChoiceField(label=_("Relation to the head"), choices=relation_choices)
    id_number = id_number_field()
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, initial=Sex.UNKNOWN)
    born_on = date_field(label=_("Date of birth"), required=False)
    phone = phone_field()
    from_on = date_field(label=_("Lives here since"))

    def likes(self, actor: Actor, area: str) -> list[ShownLike]:
        """Return who on the register may be the member of a household in ``area`` already."""
        data = self.cleaned_data
        return shown_likes(
            actor,
            area=area,
            name=data["name"],
            id_number=data["id_number"],
            phone=data["phone"],
        )

    def as_person(self) -> PersonIn:
        """Return what the form says, as the action takes it."""
        data = self.cleaned_data
        return PersonIn(
            name=data["name"],
            id_number=data["id_number"],
            phone=data["phone"],
            sex=data["sex"],
            born_on=data["born_on"],
        )


class CorrectMemberForm(SealedForm):
    """What the register says of one who lives in a household."""

    name = name_field(label=_("Name"))
    relation = forms.ChoiceField(label=_("Relation to the head"), choices=relation_choices)
    on = date_field(label=_("The relation holds from"))
    id_number = id_number_field()
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)
    born_on = date_field(label=_("Date of birth"), required=False)
    phone = phone_field()
    reason = reason_field()

    def __init__(self, *args: Any, is_head: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_head:
            del self.fields["relation"], self.fields["on"]
        if "remove_id_number" in self.fields:  # it says both
            del self.fields["sex"], self.fields["born_on"]

    def as_change(self) -> PersonChange:
        """Return what the form says, as the action takes it."""
        data = self.cleaned_data
        return PersonChange(
            name=data["name"],
            id_number=self.replaced("id_number"),
            phone=self.replaced("phone"),
            sex=data.get("sex"),
            born_on=data.get("born_on"),
        )


class LeaveForm(DeskForm):
    """Why and when a member left."""

    reason = forms.ChoiceField(label=_("Why"), choices=LeftBecause.choices)
    on = date_field(label=_("First day away"))


class HeadForm(DeskForm):
    """Who is the head from a day, and what the others are to her or him."""

    person = forms.ChoiceField(label=_("New head"))
    former = forms.ChoiceField(label=_("The former head"))
    on = date_field(label=_("From"))

    def __init__(self, *args: Any, members: Sequence[MaskedMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [member for member in members if not member.is_head]
        stays = [
            (code, _("is now: {relation}").format(relation=name))
            for code, name in relation_choices()
        ]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (str(one.person.id), f"{one.person.name} · {one.relation}") for one in others
        ]
        self.fields["former"].choices = [  # type: ignore[attr-defined]
            (_("Stays in the household"), stays),
            (_("Leaves it"), LeftBecause.choices),
        ]
        for one in others:
            self.fields[f"relation-{one.person.id}"] = forms.ChoiceField(
                label=_("{name} is to the new head").format(name=one.person.name),
                choices=[("", _("as before")), *relation_choices()],
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        self.order_fields(["person", "former", *list(self.fields)[3:], "on"])

    def relations(self, former_id: UUID) -> dict[UUID, str]:
        """Return what each of the others is to the new head, the former one with them unless she leaves."""
        data = self.cleaned_data
        given = {
            UUID(name.removeprefix("relation-")): data[name]
            for name in self.fields
            if name.startswith("relation-") and data[name]
        }
        return given if self.former_left() else {**given, former_id: data["former"]}

    def former_left(self) -> str:
        """Return why the former head left, or nothing when she stays."""
        former: str = self.cleaned_data["former"]
        return former if former in LeftBecause.values else ""


class MergeForm(DeskForm):
    """Which of two records stays, and why they are one."""

    winner = forms.ChoiceField(label=_("The record that stays"), widget=forms.RadioSelect)
    reason = reason_field()

    def __init__(self, *args: Any, pair: Sequence[ShownRecord], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("How do you know that they are one person?")
        self.fields["winner"].choices = [  # type: ignore[attr-defined]
            (str(one.person.id), one.place) for one in pair
        ]


class ApartForm(DeskForm):
    """Why two records are two people."""

    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("How do you know that they are two people?")


class RevealForm(DeskForm):
    """What a value in clear is needed for."""

    purpose = forms.CharField(
        label=_("What do you need it for?"), max_length=200, min_length=4,
        help_text=_("It is noted with your name, and the person may be told."),
    )  # fmt: skip


class CloseForm(DeskForm):
    """Why a household leaves the register, and from when."""

    on = date_field(label=_("First day off the register"))
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Moved away, demolished, merged …")
    )
