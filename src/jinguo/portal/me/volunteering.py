"""Her own volunteering: her hours, her record check, where she is with minors soon, and her duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinguo.activities import queries as activities
from jinguo.activities.models import Enrolment, Session
from jinguo.activities.queries import work
from jinguo.core.errors import NotFound
from jinguo.members import queries as members
from jinguo.members.models import RecordCheck, Volunteer
from jinguo.people.models import Person
from jinguo.portal.http import ResidentRequest, page, resident


@dataclass(frozen=True)
class Volunteering:
    """What someone does as a volunteer, where she is with minors soon, and her slots on duty."""

    lists: Sequence[Volunteer]
    sessions: Sequence[Session]
    slots: Sequence[Session]

    def __bool__(self) -> bool:
        """Say whether there is anything of it."""
        return bool(self.lists or self.sessions or self.slots)


@dataclass(frozen=True)
class ShownSlot:
    """A slot on duty, and whether it is taken; who booked it is told to counsellors on the desk alone."""

    session: Session
    state: str


@dataclass(frozen=True)
class ShownCheck:
    """The state of her record check in a word, with what is to be done about it."""

    word: str
    tag: str
    means: str


def volunteering_of(person: Person, now: datetime) -> Volunteering:
    """Return what someone does as a volunteer."""
    sessions = activities.with_minors_to_come([person.pk], now).get(person.pk, [])
    slots = list(work.own_slots(person.pk, now=now))
    return Volunteering(list(members.volunteering_of(person.pk)), sessions, slots)


@resident
@require_safe
def volunteering(request: ResidentRequest) -> HttpResponse:
    """Show a volunteer her hours, her record check and where she is with minors soon."""
    now = timezone.now()
    found = volunteering_of(request.person, now)
    if not found:
        raise NotFound(_("You are on no list of volunteers here, and on no duty."))
    today = timezone.localdate(now)
    minutes = members.minutes_of([one.id for one in found.lists])
    context = {
        "hours": sum(minutes.values()) // 60,
        "since": min((one.since_on for one in found.lists), default=None),
        "sessions": found.sessions,
        "slots": [shown_slot(one) for one in found.slots],
        "needs_check": bool(found.lists or found.sessions),
        "check": shown_check(members.find_check(request.person.pk, today), today),
    }
    return page(request, "me/volunteering.html", context)


def shown_slot(session: Session) -> ShownSlot:
    """Return a slot with its state; its living entries must be loaded as ``living``."""
    taken: list[Enrolment] = session.activity.living  # type: ignore[attr-defined]
    if not taken:
        return ShownSlot(session, _("not taken yet"))
    is_confirmed = all(one.confirmed_at for one in taken)
    return ShownSlot(session, _("confirmed") if is_confirmed else _("to be confirmed"))


def shown_check(found: RecordCheck | None, today: date) -> ShownCheck:
    """Return what is said of a record check on a day."""
    if found is None:
        return ShownCheck(
            _("missing"), "bad",
            _("Bring one before you are with minors; it is looked at and given back."),
        )  # fmt: skip
    day = {"day": date_format(found.holds_until)}
    if found.holds_until < today:
        return ShownCheck(
            _("ran out on %(day)s") % day, "bad",
            _("Bring the next one before you are with minors again."),
        )  # fmt: skip
    if found.warn_on <= today:
        return ShownCheck(
            _("runs out on %(day)s") % day, "warn",
            _("Bring the next one by then; without it you may not be with minors afterwards."),
        )  # fmt: skip
    return ShownCheck(_("holds until %(day)s") % day, "good", "")
