"""A WeChat group's sign-up list: written to be pasted there, read when it comes back, and enrolled from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.actions import Decision, EntryIn
from jinguo.activities.models import Activity, Enrolment
from jinguo.activities.signups.matching import Certainty, Match, matches
from jinguo.activities.signups.parsing import MOST_SEATS, SignUps, read_sign_ups
from jinguo.activities.signups.writing import group_text
from jinguo.core.errors import Invalid
from jinguo.core.identifiers import IdentifierFound
from jinguo.core.web import posted, refusal
from jinguo.desk.activities.announcing import announced
from jinguo.desk.activities.decisions import Decided, decided
from jinguo.desk.activities.forms import PasteForm
from jinguo.desk.activities.open_to_ours import page_in_reach, page_of
from jinguo.desk.activities.who import COUNTY
from jinguo.desk.errors import note_refusal
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people import masking
from jinguo.people.masking import MaskedPerson

CERTAINTY_TAGS = {
    Certainty.EXACT: "good",
    Certainty.LIKELY: "wait",
    Certainty.SEVERAL: "warn",
    Certainty.NONE: "bad",
}


@dataclass(frozen=True)
class Candidate:
    """Somebody of the register an entry may be."""

    person: MaskedPerson
    area_name: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownMatch:
    """An entry of the list with who it may be; ``seats`` as they stand in the form."""

    match: Match
    tag: str
    candidates: Sequence[Candidate]
    seats: int


@access(Capability.ACTIVITIES_ENROL)
@require_http_methods(["GET", "POST"])
def paste(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """
    Show the text for the group; read what was pasted; enrol who is confirmed.

    Also for what is held beyond her reach, where the lines are matched to those whom she enrols herself.
    """
    activity = queries.get_bookable(request.actor, activity_id)
    policies.check_announce(activity)
    form = PasteForm(posted(request))
    context: dict[str, object] = {
        "activity": activity,
        "back": page_of(request.actor, activity),
        "is_in_reach": bool(page_in_reach(request.actor, activity)),
        "refusal": refusal(policies.check_open, activity, timezone.now()),
        "form": form,
        **for_the_group(request, activity),
    }
    if form.is_valid():
        read = read_sign_ups(form.cleaned_data["text"])
        found = matched(request.actor, read, activity)
        if "confirmed" in request.POST:
            return enrolled(request, activity, read, found)
        context |= {
            "read": read,
            "matches": [shown(request, one) for one in found],
            "most": min(MOST_SEATS, activity.seats_most),
        }
        return render_page(request, "desk/activities/confirm-list.html", context)
    status = 422 if form.errors else 200
    return render_page(request, "desk/activities/paste.html", context, status)


def matched(actor: Actor, read: SignUps, activity: Activity) -> list[Match]:
    """Return who each line may be of those whom the actor enrols; within her reach, of its county."""
    area = activity.area_id[:COUNTY] if page_in_reach(actor, activity) else ""
    return matches(actor, read.entries, area=area, right=Capability.ACTIVITIES_ENROL)


def for_the_group(request: DeskRequest, activity: Activity) -> dict[str, str]:
    """Return the text for the group, or why there is none: something in it would lead to a person."""
    try:
        return {"text": group_text(announced(request, activity))}
    except IdentifierFound as found:
        note_refusal(request, found)
        return {"found": found.message}


def shown(request: DeskRequest, match: Match) -> ShownMatch:
    """Return an entry as the form shows it: whom it surely or probably is stands chosen."""
    is_one = match.certainty in (Certainty.EXACT, Certainty.LIKELY)
    return ShownMatch(
        match,
        CERTAINTY_TAGS[match.certainty],
        [
            Candidate(masking.masked_person(request.actor, one), one.area.name, is_one)
            for one in match.persons
        ],
        match.entry.seats,
    )


def enrolled(
    request: DeskRequest, activity: Activity, read: SignUps, found: Sequence[Match]
) -> HttpResponse:
    """Enrol who was confirmed, in the order of the list, and show what was decided of every line."""
    chosen = {
        match.entry.line: confirmed
        for match in found
        if (confirmed := confirmation(request.POST, match))
    }
    if not chosen:
        raise Invalid(_("Nobody is chosen. Choose who each line is, or go back."))
    decisions = actions.enrol_many(
        actor=request.actor,
        activity_id=activity.id,
        entries=list(chosen.values()),
        channel=Enrolment.Channel.PASTE,
        now=timezone.now(),
    )
    by_line = dict(zip(chosen, decisions, strict=True))
    context = {
        "activity": activity,
        "back": page_of(request.actor, activity),
        "is_in_reach": bool(page_in_reach(request.actor, activity)),
        "lines": [line(match, by_line) for match in found],
        "unused": read.unused,
    }
    return render_page(request, "desk/activities/list-enrolled.html", context)


def confirmation(values: QueryDict, match: Match) -> EntryIn | None:
    """Return who an entry was confirmed to be, with her seats, or None where it is left out."""
    wanted = values.get(f"person-{match.entry.line}", "")
    person = next((one.pk for one in match.persons if str(one.pk) == wanted), None)
    if person is None:
        return None
    seats = values.get(f"seats-{match.entry.line}", "")
    return EntryIn(person_id=person, seats=int(seats) if is_count(seats) else match.entry.seats)


def is_count(text: str) -> bool:
    """Say whether a text is a number of seats, were it more than anybody may take."""
    return text.isdecimal() and len(text) < 4


@dataclass(frozen=True)
class Line:
    """A line of the list and what became of it."""

    match: Match
    decided: Decided


def line(match: Match, by_line: Mapping[int, Decision]) -> Line:
    """Return what became of a line: the decision about it, or that it was left out."""
    decision = by_line.get(match.entry.line)
    return Line(match, decided(decision) if decision else Decided("", _("Left out"), ""))
