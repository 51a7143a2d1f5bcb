from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jinguo.desk.forms import DeskForm, css_class, date_field
from jinguo.desk.pictures import PictureField
from jinguo.org.models import Area
from jinguo.sites.actions import Details
from jinguo.sites.actions.common import REASON_LENGTH
from jinguo.sites.actions.deciding import NOTE_LENGTH
from jinguo.sites.actions.logging import MOST_PEOPLE, RESULT_LENGTH, TOPIC_LENGTH
from jinguo.sites.actions.picturing import SHOWS_LENGTH
from jinguo.sites.actions.proposing import LENGTHS, NAME_LENGTH
from jinguo.sites.kinds import MOST, Asks, Item, Kind
from jinguo.sites.models import Site, SitePicture, SitePost

BETWEEN_NAMES = re.compile(r"[、，,;；\s]+")


def text_field(label: Any, most: int, *, rows: int = 0, **more: Any) -> forms.CharField:
    """Return a field for a text of at most so many signs; of several lines with ``rows``."""
    if rows:
        more["widget"] = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, max_length=most, **more)


class DetailsForm(DeskForm):
    """What is said about a site."""

    name = text_field(_("Name of the site"), LENGTHS["name"])
    feature = text_field(
        _("Feature"), LENGTHS["feature"], required=False, help_text=_("What it is known for.")
    )
    address = text_field(pgettext_lazy("of a site", "Address"), LENGTHS["address"])
    contact = text_field(
        _("Contact"), LENGTHS["contact"], required=False,
        help_text=_("A telephone of the place. Everybody can read it once the site is open."),
    )  # fmt: skip
    opening_hours = text_field(_("Opening hours"), LENGTHS["opening_hours"], required=False)
    latitude = forms.DecimalField(
        label=_("Degrees north"), max_digits=8, decimal_places=6, required=False,
        error_messages={
            "max_whole_digits": _("North goes to 90 degrees at most. Is this the number for east?")
        },
    )  # fmt: skip
    longitude = forms.DecimalField(
        label=_("Degrees east"), max_digits=9, decimal_places=6, required=False
    )

    @property
    def details(self) -> Details:
        """What was filled in."""
        return Details(**{name: self.cleaned_data[name] for name in DetailsForm.base_fields})


def details_of(site: Site) -> dict[str, Any]:
    """Return what is said about a site, as a form is filled in with it."""
    return {name: getattr(site, name) for name in DetailsForm.base_fields}


class ProposeForm(DetailsForm):
    """A new site: of what kind and type (``kind:type``), where, and who is to keep it going."""

    sort = forms.ChoiceField(label=_("Kind"))
    area = forms.ChoiceField(label=_("Village or town"))
    head = text_field(pgettext_lazy("of a site", "Head"), NAME_LENGTH, required=False)
    helpers = text_field(
        _("Helpers"), 200, required=False, help_text=_("Several names with a comma between them.")
    )
    on = date_field(label=_("Proposed on"))

    def __init__(
        self, *args: Any, kinds: Iterable[Kind], areas: Iterable[Area], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        sorts = [choice for kind in kinds for choice in sorts_of(kind)]
        self.fields["sort"].choices = to_choose(sorts)  # type: ignore[attr-defined]
        places = [(one.code, one.name) for one in areas]
        self.fields["area"].choices = to_choose(places)  # type: ignore[attr-defined]

    def clean_helpers(self) -> list[str]:
        return [name for name in BETWEEN_NAMES.split(self.cleaned_data["helpers"]) if name]


def to_choose(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return choices so that one of several has to be chosen: none is the first by chance."""
    return choices if len(choices) == 1 else [("", "—"), *choices]


def sorts_of(kind: Kind) -> list[tuple[str, str]]:
    """Return the choices of a kind: each of its types, or the kind itself where it has none."""
    if not kind.types:
        return [(f"{kind.key}:", kind.label)]
    return [(f"{kind.key}:{one.id}", f"{kind.label} · {one.label}") for one in kind.types]


class ChecklistForm(DeskForm):
    """One field for each item of a checklist, and what else was seen; ``known`` says what fills it in."""

    note = text_field(pgettext_lazy("of a check", "Note"), NOTE_LENGTH, rows=2, required=False)
    on = date_field(label=_("Seen on"))

    def __init__(self, *args: Any, kind: Kind, known: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = [item.id for item in kind.items]
        for item in kind.items:
            field = item_field(item, known.get(item.id, ""))
            field.widget.attrs["class"] = css_class(field.widget)
            self.fields[item.id] = field
            if item.asks == Asks.THERE:  # a box is ticked for whatever is not a plain no
                self.initial[item.id] = bool(self.initial.get(item.id))
        self.order_fields(self.items)

    @property
    def answers(self) -> dict[str, int]:
        """What was filled in, by item."""
        return {name: int(self.cleaned_data[name]) for name in self.items}


def item_field(item: Item, known: str) -> forms.Field:
    """Return the field of an item: a box to tick, or a number with what is wanted under it."""
    if item.asks == Asks.THERE:
        return forms.BooleanField(label=item.label, required=False, help_text=known)
    most = item.most if item.asks == Asks.POINTS else MOST
    help_text = f"{item.wanted} · {known}" if known else item.wanted
    return forms.IntegerField(label=item.label, min_value=0, max_value=most, help_text=help_text)


class ActivityForm(DeskForm):
    """An activity for the log."""

    topic = text_field(_("What it was about"), TOPIC_LENGTH)
    people = forms.IntegerField(label=_("How many came"), min_value=0, max_value=MOST_PEOPLE)
    result = text_field(
        _("What came of it"), RESULT_LENGTH, rows=3, required=False,
        help_text=_("Name no person. No picture is needed."),
    )  # fmt: skip
    on = date_field(label=_("Day"))


class NeedForm(DeskForm):
    """A need women brought forward."""

    topic = text_field(
        _("What women need"), TOPIC_LENGTH, help_text=_("Name no person and no family.")
    )
    on = date_field(label=_("Day"))


class MetForm(DeskForm):
    """How a need was met."""

    result = text_field(_("How it was met"), RESULT_LENGTH, rows=3)
    on = date_field(label=_("Day"))


class PictureForm(DeskForm):
    """A picture for the public page, what is on it, and why it may be shown."""

    picture = PictureField(
        label=_("Picture"),
        help_text=_("Place, time and whatever else the file says of itself are removed."),
    )
    shows = text_field(
        _("What it shows"), SHOWS_LENGTH,
        help_text=_("In a few words, for those who cannot see it. Name no person."),
    )  # fmt: skip
    consent = forms.ChoiceField(
        label=_("Why it may be shown"), choices=SitePicture.Consent.choices,
        widget=forms.RadioSelect,
        help_text=_("Your name and the time are kept with it. Who no longer agrees is taken off at once."),
    )  # fmt: skip


class TakeOffForm(DeskForm):
    """Why a picture is taken off."""

    because = forms.ChoiceField(
        label=_("Reason"), choices=SitePicture.Why.choices, widget=forms.RadioSelect,
        help_text=_("The picture is erased; who sent it, when and this reason stay."),
    )  # fmt: skip


class PostForm(DeskForm):
    """Somebody who keeps a site going."""

    role = forms.ChoiceField(
        label=_("Task"), choices=SitePost.Role.choices, widget=forms.RadioSelect
    )
    name = text_field(_("Name"), NAME_LENGTH)
    on = date_field(label=_("From"))


class ReasonForm(DeskForm):
    """Why something ends or is taken back."""

    reason = text_field(_("Reason"), REASON_LENGTH)


class EndForm(ReasonForm):
    """Why and when a site ends."""

    on = date_field(label=_("Day"))


class DayForm(DeskForm):
    """The day of a step."""

    on = date_field(label=_("Day"))


def known_text(count: int) -> str:
    """Return where the number a checklist is filled in with comes from."""
    return gettext("Known here: %d.") % count
