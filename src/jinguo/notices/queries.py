"""Notices, their lists and objections as an actor may see them; and how things stand for modules above."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound, Refused
from jinguo.core.identity import plain
from jinguo.core.workdays import add_working_days
from jinguo.notices import policies
from jinguo.notices.models import Change, Entry, Notice, NoticeQuerySet, Objection
from jinguo.org.actor import Actor
from jinguo.org.models import Area
from jinguo.org.queries import posts_before, short_name
from jinguo.org.roles import Capability

TOWN = 9  # digits of a town's code
PROPOSE_WITHIN = RELEASE_WITHIN = 3  # working days; no rule fixes them
OBJECTED = "objected"
"""Of lists: the notices with an open objection, whatever their state."""
STATES = (*Notice.State.values, OBJECTED)
"""What a list of notices can be narrowed to."""
OPEN = (Notice.State.DRAFT, Notice.State.PROPOSED, Notice.State.RELEASED)


class NoSuchReceipt(Refused):
    """Number and code of a receipt do not belong to one objection."""

    code = "no-such-receipt"


@dataclass(frozen=True)
class Todo:
    """Notices or objections that wait for an actor: how many, and the earliest day one is due."""

    kind: str
    count: int
    due_on: date


def notices(actor: Actor) -> NoticeQuerySet:
    """Return the notices the actor can see."""
    return Notice.objects.visible_to(actor)


def listed(actor: Actor, state: str = "") -> NoticeQuerySet:
    """
    Return a list of notices, the newest first: of one state, :data:`OBJECTED`, or all.

    Each has ``lines``, how many names it lists.
    """
    rows = notices(actor).select_related("unit").annotate(lines=Count("entries"))
    if state == OBJECTED:
        rows = rows.filter(id__in=_objected())
    elif state:
        rows = rows.filter(state=state)
    return rows.order_by("-id")


def count_by_state(actor: Actor) -> dict[str, int]:
    """Return how many notices are in each state, every state named, in table order; then OBJECTED."""
    found = dict(notices(actor).order_by().values_list("state").annotate(Count("id")))
    counts = {state.value: found.get(state.value, 0) for state in Notice.State}
    return {**counts, OBJECTED: notices(actor).filter(id__in=_objected()).count()}


def get_notice(actor: Actor, notice_id: UUID, *, lock: bool = False) -> Notice:
    """
    Return one notice with its unit and area.

    ``lock`` holds its row until the transaction ends: every act on a notice, its entries and its
    objections takes this lock first.

    :raises NotFound: no such notice, or none this actor may see
    """
    rows = notices(actor).select_related("unit", "area").filter(id=notice_id)
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.first()
    if found is None:
        raise NotFound(_("There is no such notice."))
    return found


def get_entry(actor: Actor, entry_id: UUID) -> Entry:
    """
    Return one line of a notice, with its notice.

    :raises NotFound: no such line, or none this actor may see
    """
    rows = Entry.objects.filter(notice__in=notices(actor)).select_related("notice")
    found = rows.filter(id=entry_id).first()
    if found is None:
        raise NotFound(_("There is no such line on a notice."))
    return found


def last_drafted(actor: Actor, programme: str = "") -> Notice | None:
    """Return the last notice of the unit the actor drafts for, of a programme or any; None for none."""
    rows = notices(actor).filter(unit=actor.unit_for(Capability.NOTICES_DRAFT))
    if programme:
        rows = rows.filter(programme=programme)
    return rows.order_by("-id").first()


def entries(notice: Notice, *, after: int = 0, size: int | None = None) -> list[Entry]:
    """Return the lines of a notice in their printed order, after a position; all when no size is given."""
    rows = notice.entries.filter(position__gt=after).order_by("position")
    return list(rows if size is None else rows[:size])


def places(codes: Collection[str]) -> dict[str, str]:
    """Return what each area is called in print: its town, and its village when it is one."""
    towns = {code[:TOWN] for code in codes}
    names = dict(Area.objects.filter(code__in={*codes, *towns}).values_list("code", "name"))
    return {
        code: names[code[:TOWN]] + (short_name(names[code]) if len(code) > TOWN else "")
        for code in codes
    }


def public_notices(on: date) -> NoticeQuerySet:
    """
    Return the notices that anyone may read on the federation's web page on a day, the newest first.

    One is read past its last day of all while the days of a name on it go on. Each has ``lines``, how many
    names it lists, and ``stands_until``, the last day of whatever name on it is not frozen.
    """
    shown = Notice.objects.filter(
        Q(expires_on__gte=on) | Q(id__in=going_on(on).values("notice")),
        state__in=Notice.PUBLIC,
        channels__contains=[Notice.Channel.WEB],
        starts_on__lte=on,
    )
    lines = Count("entries", filter=~Q(entries__state=Entry.State.STRUCK))
    own = Max("entries__ends_on", filter=Q(entries__state=Entry.State.LISTED))
    shown = shown.annotate(lines=lines, stands_until=Coalesce(own, F("ends_on")))
    return shown.select_related("unit").order_by("-starts_on", "-id")


def going_on(on: date) -> QuerySet[Entry]:
    """Return the lines whose days are not over on a day, or stand still until an objection is decided."""
    return Entry.objects.filter(
        Q(state=Entry.State.FROZEN) | Q(state=Entry.State.LISTED, ends_on__gte=on)
    )


def get_public(notice_id: UUID, on: date) -> Notice:
    """
    Return a notice that anyone may read on a day.

    :raises NotFound: no such notice, or it is not before the public
    """
    found = public_notices(on).filter(id=notice_id).first()
    if found is None:
        raise NotFound(_("There is no such notice, or its days are over."))
    return found


def public_entries(notice: Notice, *, after: int = 0, size: int | None = None) -> list[Entry]:
    """Return the lines the public reads, without those struck off, after a position."""
    rows = notice.entries.filter(position__gt=after).exclude(state=Entry.State.STRUCK)
    return list(rows.order_by("position")[:size])


def open_entries(object_type: str, ids: Collection[UUID]) -> QuerySet[Entry]:
    """Return the lines about some things on notices that are not over."""
    return Entry.objects.filter(
        object_id__in=ids, notice__object_type=object_type, notice__state__in=OPEN
    ).exclude(state=Entry.State.STRUCK)


def entries_before_release(object_type: str, ids: Collection[UUID]) -> QuerySet[Entry]:
    """Return the lines about some things on notices that are not released yet."""
    return Entry.objects.filter(
        object_id__in=ids,
        notice__object_type=object_type,
        notice__state__in=Notice.BEFORE_RELEASE,
    )


def objections(actor: Actor, notice: Notice) -> QuerySet[Objection]:
    """Return the objections to a notice that the actor takes in or decides, in their order."""
    takes_in = actor.reach(Capability.NOTICES_OBJECT).as_q("entry__area__code")
    decides = actor.reach(Capability.NOTICES_DECIDE).as_q("notice__area__code")
    rows = notice.objections.filter(takes_in | decides)
    return rows.select_related("entry").order_by("number")


def objections_to(actor: Actor, entry: Entry) -> list[Objection]:
    """Return those of :func:`objections` that are to one line; its notice must be loaded."""
    return list(objections(actor, entry.notice).filter(entry=entry))


def get_objection(actor: Actor, objection_id: UUID) -> Objection:
    """
    Return one objection with its notice and entry.

    :raises NotFound: no such objection, or none this actor may see
    """
    takes_in = actor.reach(Capability.NOTICES_OBJECT).as_q("entry__area__code")
    decides = actor.reach(Capability.NOTICES_DECIDE).as_q("notice__area__code")
    rows = Objection.objects.filter(takes_in | decides, notice__in=notices(actor))
    found = rows.select_related("notice__unit", "entry").filter(id=objection_id).first()
    if found is None:
        raise NotFound(_("There is no such objection."))
    return found


def find_by_receipt(actor: Actor, notice_id: UUID, *, number: int, code: str) -> Objection:
    """
    Return the objection to a notice that a receipt is about.

    :raises NotFound: no such notice for this actor
    :raises NoSuchReceipt: number and code do not belong together
    :raises Denied: the actor does not take in objections
    """
    notice = get_notice(actor, notice_id)
    actor.require(Capability.NOTICES_OBJECT)
    found = notice.objections.filter(number=number).first()
    if found is None or not check_password(plain(code), found.receipt):
        raise NoSuchReceipt(
            _("Number and code do not belong to one objection. Compare each digit.")
        )
    return found


def outcomes(notice: Notice) -> list[Objection]:
    """Return the objections to a notice as its record prints them: line, days and outcome."""
    rows = notice.objections.select_related("entry").order_by("number")
    return list(rows.defer("name", "phone", "letter_number", "statement", "receipt"))


def history(notice: Notice) -> list[Change]:
    """Return what was done to a notice and to objections against it, newest first."""
    return list(notice.changes.select_related("objection").order_by("-id"))


def latest_entries(actor: Actor, object_type: str, ids: Collection[UUID]) -> dict[UUID, Entry]:
    """
    Return the last line about each of some things that has one, with its notice, in one query.

    Withdrawn notices are passed over, and those the actor may not see.
    """
    seen = notices(actor).exclude(state=Notice.State.WITHDRAWN)
    rows = Entry.objects.filter(
        object_id__in=ids, notice__in=seen, notice__object_type=object_type
    ).select_related("notice")
    last = rows.order_by("object_id", "-id").distinct("object_id")
    return {entry.object_id: entry for entry in last}


def not_clear(object_type: str, ids: Collection[UUID], on: date) -> dict[UUID, str]:
    """
    Return of each thing that does not stand clear why, as it is said after a colon.

    A thing stands clear when it was on notice to the end, with no objection open or upheld.
    """
    rows = Entry.objects.filter(
        object_id__in=ids, notice__object_type=object_type, notice__state__in=Notice.PUBLIC
    )
    last = rows.order_by("object_id", "-notice__starts_on", "-id").distinct("object_id")
    found = {entry.object_id: entry for entry in last}
    return {one: why for one in ids if (why := _why_not_clear(found.get(one), on))}


def running(object_type: str, on: date) -> QuerySet[Entry, UUID]:
    """Return the ids of the things whose days on notice are not over on a day."""
    rows = Entry.objects.filter(
        state=Entry.State.LISTED, ends_on__gte=on,
        notice__object_type=object_type, notice__state__in=Notice.PUBLIC,
    )  # fmt: skip
    return rows.values_list("object_id", flat=True)


def todos(actor: Actor) -> list[Todo]:
    """Return what waits for the actor: drafts to send, notices to release, objections to decide."""
    made = []
    if waiting := _to_propose(actor):
        made.append(Todo("propose", len(waiting), min(waiting)))
    if waiting := _to_release(actor):
        made.append(Todo("release", len(waiting), min(waiting)))
    if waiting := _to_decide(actor):
        made.append(Todo("decide", len(waiting), min(waiting)))
    return made


def _objected() -> QuerySet[Objection, UUID]:
    return Objection.objects.filter(state=Objection.State.OPEN).values_list("notice", flat=True)


def _why_not_clear(entry: Entry | None, on: date) -> str:
    if entry is None:
        return _("on no public notice")
    if entry.state != Entry.State.LISTED:
        return entry.get_state_display()
    assert entry.ends_on  # a notice before the public has its days
    if entry.ends_on < on:
        return ""
    return _("on notice until %(day)s") % {"day": date_format(entry.ends_on)}


def _to_propose(actor: Actor) -> list[date]:
    """
    Return, of each draft that is the actor's to send for release, the day on which she should.

    It is hers by her own hand, or came to her with a post she took over from who wrote it.
    """
    if actor.on is None or not actor.can(Capability.NOTICES_DRAFT):
        return []
    reach = actor.reach(Capability.NOTICES_DRAFT).as_q("area__code")
    drafts = notices(actor).filter(reach, state=Notice.State.DRAFT)
    hers = Q(account=actor.account_id)
    for post in posts_before(actor, actor.on):
        hers |= Q(account=post.account_id, notice__unit=post.unit_id)
    own = Change.objects.filter(hers, notice__in=drafts, verb__in=policies.WRITING)
    last = Change.objects.filter(notice__in=own.values("notice")).exclude(verb="take-out")
    days = last.order_by("notice", "-id").distinct("notice").values_list("on", flat=True)
    return [add_working_days(day, PROPOSE_WITHIN).on for day in days]


def _to_release(actor: Actor) -> list[date]:
    """Return, of each notice the actor could release, the day it is due."""
    reach = actor.reach(Capability.NOTICES_RELEASE).as_q("area__code")
    proposed = notices(actor).filter(reach, state=Notice.State.PROPOSED)
    changes = Change.objects.filter(notice__in=proposed)
    own = changes.filter(account=actor.account_id, verb__in=policies.WRITING).values("notice")
    sent = changes.filter(verb="propose").exclude(notice__in=own).order_by("notice", "-id")
    days = sent.distinct("notice").values_list("on", flat=True)
    return [add_working_days(day, RELEASE_WITHIN).on for day in days]


def _to_decide(actor: Actor) -> list[date]:
    """Return, of each open objection the actor could decide, the day it is due."""
    reach = actor.reach(Capability.NOTICES_DECIDE).as_q("notice__area__code")
    own = Change.objects.filter(account=actor.account_id, verb__in=policies.WRITING)
    rows = Objection.objects.filter(reach, state=Objection.State.OPEN)
    return list(rows.exclude(notice__in=own.values("notice")).values_list("due_on", flat=True))
