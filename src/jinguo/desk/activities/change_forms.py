"""The forms by which an activity or a session is changed after it was planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.activities.actions.planning import TITLE_LENGTH
from jinguo.desk.activities.audience_form import AudienceForm
from jinguo.desk.activities.fields import (
    NO_CHOICE,
    SiteGroup,
    fee_field,
    fee_note_field,
    instant,
    instructor_field,
    link_field,
    minimum_field,
    number_field,
    offer_sites,
    place_field,
    room_field,
    summary_field,
    time_field,
    waiting_field,
)
from jinguo.desk.forms import DeskForm, date_field


class WordsForm(DeskForm):
    """What everybody reads of an activity."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    summary = summary_field()
    fee_note = fee_note_field()


class EnrolmentForm(DeskForm):
    """From when until when one enrols."""

    opens_on = date_field(label=_("Enrolment opens on"))
    opens = time_field(label=_("At"))
    closes_on = date_field(label=_("Enrolment closes on"))
    closes = time_field(label=_("Closes at"))

    def times(self) -> tuple[datetime, datetime]:
        """Return when enrolment opens and closes."""
        data = self.cleaned_data
        return instant(data["opens_on"], data["opens"]), instant(data["closes_on"], data["closes"])


class TermsForm(AudienceForm, EnrolmentForm):
    """When one enrols in a draft, for whom it is, how many it needs and what it costs."""

    waiting_capacity = waiting_field()
    minimum = minimum_field()
    fee = fee_field()


class InstructorForm(DeskForm):
    """Who teaches a session instead."""

    instructor = instructor_field()


class CounsellorForm(DeskForm):
    """Which account is on duty at a slot."""

    account = forms.ChoiceField(label=_("Counsellor"))

    def __init__(self, *args: Any, accounts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer some accounts."""
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [NO_CHOICE, *accounts]  # type: ignore[attr-defined]


class MoveForm(DeskForm):
    """When, and where, a session is held instead."""

    on = date_field(label=_("Day"))
    starts = time_field(label=_("From"))
    ends = time_field(label=_("To"))
    site = forms.ChoiceField(label=_("Site"), required=False)
    room = room_field()
    place = place_field()

    def __init__(self, *args: Any, sites: Sequence[SiteGroup], **kwargs: Any) -> None:
        """Offer some sites."""
        super().__init__(*args, **kwargs)
        offer_sites(self, sites)

    def times(self) -> tuple[datetime, datetime]:
        """Return when it starts and ends."""
        data = self.cleaned_data
        return instant(data["on"], data["starts"]), instant(data["on"], data["ends"])

    def clean(self) -> dict[str, Any]:
        """Check that it ends after it starts."""
        data = super().clean() or self.cleaned_data
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("It ends after it starts."))
        return data


class MoveAllForm(DeskForm):
    """
    When the first of several sessions is held instead; the others move by the same time.

    ``seen_at`` brings back when it was as she saw it, so that nobody moves what another has moved meanwhile.
    """

    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)
    on = date_field(label=_("Day of the first one"))
    starts = time_field(label=_("It starts at"))

    def clean_seen_at(self) -> datetime | None:
        """Return the instant she saw; what cannot be read is said of the form, for the field is hidden."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen_at"]).astimezone(UTC)
        except (OverflowError, ValueError):
            self.add_error(None, _("Open this page again and give the time."))
            return None

    def first_at(self) -> datetime:
        """Return when the first one is to begin."""
        data = self.cleaned_data
        return instant(data["on"], data["starts"])


class LinksForm(DeskForm):
    """Where a session is watched live, and where it is seen again."""

    stream_url = link_field(label=_("Live link"))
    replay_url = link_field(
        label=_("Replay"),
        help_text=_("Once the session has begun. It plays in the page where it ends in .m3u8."),
    )


class SeatsForm(DeskForm):
    """How many seats there are."""

    capacity = number_field(_("Seats"), 1, 100_000)
