"""What is open to the women somebody enrols, wherever it is held, and where one of them has a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jinguo.activities import queries
from jinguo.activities.models import Activity, Enrolment
from jinguo.core.errors import NotFound
from jinguo.desk.activities import offered, pages
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people import masking
from jinguo.people import queries as people
from jinguo.people.models import Person

A_PAGE = 50


@dataclass(frozen=True)
class OpenRow:
    """
    An activity one can enrol in: its page, where to enrol in it, and from when it is held.

    ``has_place`` when the person the list is read for has a place or waits for one.
    """

    activity: Activity
    href: str
    book: str
    category: str
    place: str
    first_at: datetime | None
    is_full: bool
    has_place: bool


@dataclass(frozen=True)
class Place:
    """A place of the person the list is read for: in what, from when, and how it stands."""

    entry: Enrolment
    first_at: datetime | None
    state: str
    tag: str


@access(Capability.ACTIVITIES_ENROL)
@require_GET
def open_activities(request: DeskRequest) -> HttpResponse:
    """List what is open to the women of one's area; ``?person=`` reads it for one of them."""
    now = timezone.now()
    person = person_asked(request)
    places = list(queries.places_of(person)) if person else []
    page = Paginator(queries.open_to_hers(request.actor, now), A_PAGE).get_page(
        request.GET.get("page")
    )
    titles = category_titles(request.actor, timezone.localdate(now))
    taken = {one.activity_id for one in places}
    context = {
        "person": masking.masked_person(request.actor, person) if person else None,
        "places": [place_shown(one) for one in places],
        "rows": [open_row(request.actor, one, person, taken, titles) for one in page],
        "page": page,
    }
    return render_page(request, "desk/activities/open.html", context)


def person_asked(request: DeskRequest) -> Person | None:
    """
    Return the person the address names; None without one.

    :raises NotFound: there is none, or none this reader sees
    """
    asked = request.GET.get("person", "")
    if not asked:
        return None
    try:
        person_id = UUID(asked)
    except ValueError:
        raise NotFound(_("There is no such person.")) from None
    return people.get_person(request.actor, person_id)


def category_titles(actor: Actor, on: date) -> Mapping[tuple[str, str], str]:
    """Return the titles of the categories of the plan where one enrols others."""
    home = actor.home_for(Capability.ACTIVITIES_ENROL)
    return offered.category_titles(offered.offered(home, on))


def open_row(
    actor: Actor,
    activity: Activity,
    person: Person | None,
    taken: set[UUID],
    titles: Mapping[tuple[str, str], str],
) -> OpenRow:
    """Return an activity as the list shows it; it has its seats and days, and its site is loaded."""
    if person is None:
        book = reverse("desk:book", args=[activity.id])
    else:
        book = reverse("desk:book-person", args=[activity.id, person.id])
    return OpenRow(
        activity=activity,
        href=page_in_reach(actor, activity) or reverse("portal:activity", args=[activity.code]),
        book=book,
        category=titles.get((activity.programme, activity.category), ""),
        place=str(activity.site or activity.place),
        first_at=activity.first_at,
        is_full=activity.taken >= activity.capacity,
        has_place=activity.id in taken,
    )


def place_shown(entry: Enrolment) -> Place:
    """Return a place as the list shows it."""
    first = queries.first_session(entry.activity)
    return Place(
        entry=entry,
        first_at=first.starts_at if first else None,
        state=entry.get_state_display(),
        tag=pages.ENROLMENT_TAGS[Enrolment.State(entry.state)],
    )


def page_in_reach(actor: Actor, activity: Activity) -> str:
    """Return the page of an activity on the desk; empty where it is beyond her reach."""
    if not actor.can(Capability.ACTIVITIES_VIEW, activity.area_id):
        return ""
    return reverse("desk:activity", args=[activity.id])


def page_of(actor: Actor, activity: Activity, person_id: UUID | None = None) -> str:
    """Return where one goes on from an activity: its page, or what is open where it is beyond her reach."""
    back = reverse("desk:open-activities")
    return page_in_reach(actor, activity) or (f"{back}?person={person_id}" if person_id else back)
