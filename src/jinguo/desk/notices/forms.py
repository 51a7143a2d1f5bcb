"""What the pages of notices ask."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.desk.forms import DeskForm, date_field
from jinguo.notices import periods, texts
from jinguo.notices.actions import ObjectionIn, Wording
from jinguo.notices.models import Notice, Objection


def text_field(name: str, *, rows: int = 0, **given: object) -> forms.CharField:
    """Return a field of the length the module allows, of several lines when ``rows`` are given."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(max_length=texts.LENGTHS[name], widget=widget, **given)  # type: ignore[arg-type]


def days_field(**given: object) -> forms.IntegerField:
    """Return a field for a number of days."""
    return forms.IntegerField(min_value=1, max_value=periods.LONGEST, **given)  # type: ignore[arg-type]


class WordingForm(DeskForm):
    """What a notice says besides its list."""

    title = text_field("title", label=_("Title"))
    introduction = text_field("introduction", rows=4, label=_("Introduction"))
    basis = text_field("basis", label=_("It rests on"))
    days = days_field(label=_("Days"))
    count = forms.ChoiceField(label=_("Kind of days"), choices=Notice.Count)
    channels = forms.MultipleChoiceField(
        label=_("Where it hangs"),
        choices=Notice.Channel,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one place.")},
    )
    contact_phone = text_field(
        "contact_phone",
        label=_("Office phone for objections"),
        help_text=_("A landline with its area code, or a hotline; never a mobile."),
    )
    contact_room = text_field("contact_room", label=_("Office for objections"))
    shown_days = days_field(label=_("Days in view after its end"), initial=periods.SHOWN_DAYS)
    decide_within = days_field(
        label=_("Working days to decide an objection"), initial=periods.DECIDE_WITHIN
    )

    def as_wording(self) -> Wording:
        """Return the form as the action takes it."""
        return Wording(**self.cleaned_data)


class PlainForm(DeskForm):
    """Nothing more is asked."""


class ReasonForm(DeskForm):
    """Why: everyone who sees the notice reads it."""

    reason = text_field(
        "reason",
        rows=3,
        label=_("Reason"),
        help_text=_("It stays in the history of the notice."),
    )


class ReleaseForm(DeskForm):
    """From which day."""

    starts_on = date_field(
        label=_("First day"), help_text=_("It counts. The last day follows from it.")
    )


class ObjectionForm(DeskForm):
    """What someone objects, taken down by an official."""

    sort = forms.ChoiceField(
        label=_("Who objects"), choices=Objection.Sort, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(label=_("How it came"), choices=Objection.Way)
    name = text_field("name", label=_("Name of the person or unit"))
    phone = forms.CharField(label=_("Phone for the answer"), max_length=20)
    letter_number = text_field(
        "letter_number",
        label=_("Number of the sealed letter"),
        required=False,
        help_text=_("Only of a unit."),
    )
    statement = text_field(
        "statement",
        rows=5,
        label=_("What she says"),
        help_text=_("Sealed: only those who decide it read it, and each reading is noted."),
    )

    def as_objection(self) -> ObjectionIn:
        """Return the form as the action takes it."""
        return ObjectionIn(**self.cleaned_data)


class DecideForm(DeskForm):
    """How an objection is decided."""

    is_upheld = forms.TypedChoiceField(
        label=_("The objection is"),
        choices=[
            ("no", _("not right: the name stands again")),
            ("yes", _("right: the name is struck off")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = text_field(
        "answer",
        rows=3,
        label=_("Answer"),
        help_text=_("The objector reads it. Name nobody in it."),
    )


class PurposeForm(DeskForm):
    """What a name in clear is needed for."""

    purpose = forms.CharField(label=_("What do you need it for?"), min_length=4, max_length=200)


class ReceiptForm(DeskForm):
    """What stands on the receipt of an objection."""

    number = forms.IntegerField(label=_("Number of the objection"), min_value=1, max_value=999_999)
    code = forms.CharField(
        label=_("Code of the receipt"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("16 digits, as they stand on the receipt."),
    )
