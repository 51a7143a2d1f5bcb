"""The forms of entries, sessions, children minded and fairs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.activities.actions import PickUpIn
from jinguo.activities.actions.fairs import MOST_SALES
from jinguo.activities.models import Outcome
from jinguo.activities.signups.parsing import MOST_SIGNS
from jinguo.core.pictures.reading import LARGEST_FILE
from jinguo.desk.activities.fields import (
    NO_CHOICE,
    AmountField,
    number_field,
    time_field,
)
from jinguo.desk.forms import DeskForm, date_field
from jinguo.desk.pictures import PictureField, PicturesField
from jinguo.people.models import Consent

REASON_LENGTH = 300


class PasteForm(DeskForm):
    """A sign-up list as it stands in the group."""

    text = forms.CharField(
        label=_("The list from the group"), max_length=MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Copy the whole message, with its numbers. It is read here and kept nowhere."),
    )  # fmt: skip


class FindForm(DeskForm):
    """Who is looked for on the register."""

    name = forms.CharField(
        label=_("Name or pinyin"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )  # fmt: skip


class BookForm(DeskForm):
    """How many seats somebody takes, and who enrols a child."""

    seats = number_field(_("Seats"), 1, 20, initial=1)
    guardian = forms.ChoiceField(label=_("Guardian who enrols the child"), required=False)
    agreed_how = forms.ChoiceField(
        label=_("How has the guardian agreed?"),
        choices=[
            (Consent.How.PAPER.value, _("She has signed these words on paper.")),
            (Consent.How.SPOKEN.value, _("I read her these words, and she said yes.")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        most: int,
        guardians: Sequence[tuple[str, str]],
        needs_consent: bool,
        **kwargs: Any,
    ) -> None:
        """Ask for seats only where an entry may take several, and for a guardian only where there is one."""
        super().__init__(*args, **kwargs)
        self.fields["seats"].widget.attrs["max"] = most
        self.fields["guardian"].choices = guardians  # type: ignore[attr-defined]
        if most == 1:
            del self.fields["seats"]
        if not guardians:
            del self.fields["guardian"]
        if not guardians or not needs_consent:
            del self.fields["agreed_how"]


class PlainForm(DeskForm):
    """Nothing more is asked."""


class ReasonForm(DeskForm):
    """Why something is called off or taken back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class CodesForm(DeskForm):
    """Codes of the lines of a paper list."""

    codes = forms.CharField(
        label=_("Codes of who came"), max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocapitalize": "characters", "autocomplete": "off"}),
        help_text=_(
            "With blanks between them, or from a hand scanner. Whose code is missing is noted as absent,"
            " unless she is noted as here already."
        ),
    )  # fmt: skip

    def clean_codes(self) -> list[str]:
        """Return the codes, each once, in capitals."""
        typed = re.findall(r"[0-9A-Z]+", self.cleaned_data["codes"].upper())
        return list(dict.fromkeys(typed))


class PaperForm(DeskForm):
    """Photographs of the pages of a printed list."""

    camera = PictureField(
        label=_("Take a picture of a page"), required=False,
        widget=forms.FileInput({"accept": "image/*", "capture": "environment"}),
        help_text=_("Flat, in even light, and so that the page fills the picture."),
    )  # fmt: skip
    pictures = PicturesField(
        label=_("Or choose pictures of all pages"),
        required=False,
        help_text=_("Up to 10 at once, in JPEG, PNG, WebP, HEIC or AVIF, 20 MB each."),
    )

    def clean(self) -> dict[str, Any]:
        """
        Return what was sent.

        :raises ValidationError: no picture was
        """
        data = super().clean() or {}
        if not self.errors and not (data.get("camera") or data.get("pictures")):
            raise forms.ValidationError(_("Choose at least one picture."))
        return data

    def contents(self) -> list[bytes]:
        """Return the files, no more of each than one may be large and a byte."""
        data = self.cleaned_data
        sent = [*([data["camera"]] if data["camera"] else []), *data["pictures"]]
        return [one.read(LARGEST_FILE + 1) for one in sent]


class HoldForm(DeskForm):
    """How many came where heads were counted."""

    visitors = number_field(
        _("Heads counted"), 0, 1_000_000, required=False,
        help_text=_("Only where nobody enrols, such as at a fair."),
    )  # fmt: skip


class ChargeForm(DeskForm):
    """A child's card: who may fetch her, a line a person, and what she must not eat."""

    pick_ups = forms.CharField(
        label=_("Who may fetch the child"), max_length=1_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A line a person: name, what she is to the child, phone. The guardian always may."),
    )  # fmt: skip
    allergies = forms.CharField(
        label=_("What the child must not eat or have"), max_length=1_000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept sealed; whoever minds the child may read it, and that is noted."),
    )  # fmt: skip

    def clean_pick_ups(self) -> list[PickUpIn]:
        """Return who may fetch the child."""
        return pick_ups_in(self.cleaned_data["pick_ups"])


class CardForm(ChargeForm):
    """A child's card as it is, to be put right: ``kept`` of those who may fetch her, and who else may."""

    kept = forms.MultipleChoiceField(
        label=_("They may fetch the child"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever is not ticked may fetch the child no more."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    field_order = ("kept", "pick_ups", "allergies", "seen")

    def __init__(self, *args: Any, fetching: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Take who may fetch the child now."""
        super().__init__(*args, **kwargs)
        if fetching:
            self.fields["kept"].choices = fetching  # type: ignore[attr-defined]
            self.fields["pick_ups"].label = _("Who else may fetch the child")
        else:
            del self.fields["kept"]


def pick_ups_in(text: str) -> list[PickUpIn]:
    """
    Return who may fetch a child, of a text with a line for each.

    :raises ValidationError: a line is not read
    """
    return [_pick_up(line.strip()) for line in text.splitlines() if line.strip()]


def _pick_up(line: str) -> PickUpIn:
    parts = re.split(r"[\s,，、;；]+", line)
    if len(parts) not in (2, 3):
        raise forms.ValidationError(
            _("“%(line)s” is not read. Write the name, what she is to the child, and the phone."),
            params={"line": line},
        )
    return PickUpIn(name=parts[0], relation=parts[1], phone="".join(parts[2:]))


class GuardianCodeForm(DeskForm):
    """The guardian's code, and who fetches the child."""

    code = forms.CharField(
        label=_("Guardian's code"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    fetched_by = forms.ChoiceField(label=_("Fetched by"), required=False)

    def __init__(
        self, *args: Any, pick_ups: Sequence[tuple[str, str]] | None, **kwargs: Any
    ) -> None:
        """Take who may fetch the child; None while she comes."""
        super().__init__(*args, **kwargs)
        if pick_ups is None:
            del self.fields["fetched_by"]
        else:
            self.fields["fetched_by"].choices = [("", _("the guardian herself")), *pick_ups]  # type: ignore[attr-defined]


class AgreementForm(DeskForm):
    """A privacy agreement signed on paper: which text, and when."""

    text_version = forms.CharField(
        label=_("Version of the text"), max_length=40,
        help_text=_("As it is printed on the paper she signed."),
    )  # fmt: skip
    signed_on = date_field(label=_("Signed on"))


class IncidentForm(DeskForm):
    """Something that happened while children were minded."""

    child = forms.ChoiceField(label=_("Child"), required=False)
    at = time_field(label=_("When"))
    what = forms.CharField(
        label=_("What happened, and what was done"), max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Kept sealed."),
    )  # fmt: skip
    told_guardian = forms.BooleanField(label=_("The guardian was told"), required=False)

    def __init__(self, *args: Any, children: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child"].choices = [("", _("no one child")), *children]  # type: ignore[attr-defined]


class StallForm(DeskForm):
    """A stall at a fair."""

    name = forms.CharField(label=_("Firm or maker"), max_length=100)
    uscc = forms.CharField(
        label=_("Credit code"), required=False, max_length=30,
        help_text=_("Of a firm, 18 signs; then it can offer posts. A maker with her own goods has none."),
    )  # fmt: skip
    is_womans = forms.BooleanField(label=_("Run by a woman"), required=False)
    goods = forms.CharField(label=_("Goods"), required=False, max_length=200)


class VacancyForm(DeskForm):
    """Posts a firm offers."""

    title = forms.CharField(label=_("Post"), max_length=80)
    places = number_field(_("Places"), 1, 10_000, initial=1)
    wage_from = AmountField(label=_("Wage a month, from (yuan)"), required=False)
    wage_to = AmountField(label=_("to (yuan)"), required=False)
    requirements = forms.CharField(label=_("Requirements"), required=False, max_length=200)


class SalesForm(DeskForm):
    """What a stall says it sold."""

    sales = AmountField(label=_("Sales in yuan"), most=MOST_SALES)


class IntentForm(DeskForm):
    """Who means to take a post."""

    vacancy = forms.ChoiceField(label=_("Post"))
    person = forms.CharField(
        label=_("Her name"), max_length=60,
        help_text=_("Her name and the last four digits of her phone, as the register has them."),
    )  # fmt: skip
    on = date_field(label=_("Day"))

    def __init__(self, *args: Any, vacancies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vacancy"].choices = vacancies  # type: ignore[attr-defined]


class OutcomeForm(DeskForm):
    """What became of somebody; nothing is chosen before she was asked."""

    result = forms.ChoiceField(
        label=_("What became of her"), choices=[NO_CHOICE, *Outcome.Result.choices]
    )
    income = forms.ChoiceField(
        label=_("Income"), required=False, choices=[NO_CHOICE, *Outcome.Income.choices],
        help_text=_("Only if she says so."),
    )  # fmt: skip
    on = date_field(label=_("Asked on"))


class AppealForm(DeskForm):
    """What somebody says against her block, as she said it."""

    words = forms.CharField(
        label=_("What she says"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In her words. One appeals once, and she reads the answer on her own pages."),
    )  # fmt: skip


class AnswerForm(DeskForm):
    """How an appeal is decided."""

    is_lifted = forms.TypedChoiceField(
        label=_("The block"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("is lifted")), ("no", _("stands"))],
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Answer"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("She reads it."),
    )  # fmt: skip
