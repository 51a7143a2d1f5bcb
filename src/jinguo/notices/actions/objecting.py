"""Objections: recorded with a receipt, which freezes the name; read, decided; the objector revealed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core import crypto
from jinguo.core.errors import Invalid
from jinguo.core.ids import new_id
from jinguo.core.workdays import add_working_days
from jinguo.notices import events, periods, policies, queries, states, texts
from jinguo.notices.actions import common
from jinguo.notices.followers import Move
from jinguo.notices.models import Entry, Notice, Objection
from jinguo.org.actor import Actor

TABLE = "notices_objection"
CODE_DIGITS = 16  # 53 bits
SHORTEST_PURPOSE = 4


@dataclass(frozen=True)
class ObjectionIn:
    """
    What someone objects. A person gives her name and phone; a unit its name, the phone of whoever
    answers for it, and the number of its sealed letter.
    """

    sort: str
    way: str
    name: str
    phone: str
    statement: str
    letter_number: str = ""


@dataclass(frozen=True)
class Receipt:
    """What the objector takes home. ``code`` is known to nobody else and told only once."""

    objection_id: UUID
    number: int
    code: str
    due_on: date


@dataclass(frozen=True)
class Objector:
    """Who made an objection, in clear."""

    name: str
    phone: str
    letter_number: str


@transaction.atomic
def object_to(*, actor: Actor, entry_id: UUID, objection: ObjectionIn, now: datetime) -> Receipt:
    """
    Record an objection to one name, which is frozen until all objections to it are decided.

    Records ``notices.objected``. Who objects and what she says are sealed.

    :raises NotFound: no such entry for this actor
    :raises Denied: she may not record objections there
    :raises NotOnNotice: the days of this name have not begun or are over
    :raises Invalid: something is missing or out of bounds
    """
    notice, entry = _lock_entry(actor, entry_id)
    today = timezone.localdate(now)
    policies.check_object(actor, entry, today)
    values = _checked(objection)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    key = new_id()
    made = Objection(
        id=key,
        notice=notice,
        entry=entry,
        number=notice.objections_made + 1,
        sort=values.sort,
        way=values.way,
        **_sealed(key, values),
        receipt=make_password(code),
        received_on=today,
        due_on=add_working_days(today, notice.decide_within).on,
    )
    made.save(force_insert=True)
    Notice.objects.filter(id=notice.id).update(objections_made=made.number)
    if entry.state == Entry.State.LISTED:
        _freeze(entry, today)
        common.moved(notice, Move.OBJECTED, [entry], until=made.due_on, actor=actor, now=now)
    common.write_down(
        notice, "object", states.NEW, made.state, actor=actor, now=now, objection=made
    )
    common.note_objection(actor, "object", made)
    common.record(
        events.Objected, notice, object_id=made.id, actor=actor, now=now, id=str(entry.object_id)
    )
    return Receipt(made.id, made.number, grouped(code), made.due_on)


@transaction.atomic
def decide(
    *, actor: Actor, objection_id: UUID, is_upheld: bool, answer: str, now: datetime
) -> Objection:
    """
    Decide an objection: upheld, the name is struck off; else it stands again when no other is open.

    A name that stands again is on notice for the days that were left when it was frozen. Records
    ``notices.decided``. The objector reads ``answer``.

    :raises NotFound: no such objection for this actor
    :raises Denied: she may not decide there, or had a hand in the notice
    :raises AlreadyDecided: it is not open
    :raises Invalid: no answer is given
    :raises IdentifierFound: the answer holds something a person can be found or harmed by
    :raises Refused: it is not upheld, but what is listed may no longer be put on notice
    """
    objection = _lock_objection(actor, objection_id)
    policies.check_decide(actor, objection)
    text = texts.public_text("answer", answer)
    state = Objection.State.UPHELD if is_upheld else Objection.State.REJECTED
    _end(objection, "decide", state, actor=actor, now=now, answer=text)
    entry, notice = objection.entry, objection.notice
    others = entry.objections.filter(state=Objection.State.OPEN)
    if is_upheld:
        close_unneeded(others, actor=actor, now=now)
        _strike(entry)
        common.moved(notice, Move.UPHELD, [entry], reason=text, actor=actor, now=now)
    elif not others.exists():
        _unfreeze(entry, notice, timezone.localdate(now))
        common.moved(
            notice, Move.NOT_UPHELD, [entry], until=entry.ends_on, reason=text, actor=actor,
            now=now,
        )  # fmt: skip
    common.note_objection(actor, "decide", objection)
    common.record(
        events.Decided, notice, object_id=objection.id, actor=actor, now=now,
        id=str(entry.object_id), outcome=str(state),
    )  # fmt: skip
    return objection


@transaction.atomic
def read_objection(*, actor: Actor, objection_id: UUID) -> str:
    """
    Return what an objection says, and leave on the trail that it was read.

    :raises NotFound: no such objection for this actor
    :raises Denied: only those who decide objections there may, and none who had a hand in the notice
    """
    objection = queries.get_objection(actor, objection_id)
    policies.check_read_objection(actor, objection.notice)
    common.note_objection(actor, "read", objection, fields=("statement",))
    return crypto.unseal(TABLE, "statement", objection.id, bytes(objection.statement))


@transaction.atomic
def reveal_objector(*, actor: Actor, objection_id: UUID, purpose: str) -> Objector:
    """
    Return who made an objection, in clear, and leave on the trail who saw it and for what.

    :raises NotFound: no such objection for this actor
    :raises Denied: only the officers named for objections there may, and none who had a hand in the notice
    :raises Invalid: no purpose is given
    """
    objection = queries.get_objection(actor, objection_id)
    policies.check_reveal(actor, objection.notice)
    why = texts.cleaned("reason", purpose)
    if len(why) < SHORTEST_PURPOSE:
        sentence = _("Say what you need it for.")
        raise Invalid(sentence, purpose=sentence)
    common.note_objection(
        actor, "reveal", objection, purpose=why, fields=("name", "phone", "letter_number")
    )
    return Objector(*(_in_clear(objection, name) for name in ("name", "phone", "letter_number")))


def close_unneeded(objections: Iterable[Objection], *, actor: Actor, now: datetime) -> None:
    """End the open ones among some objections without a decision: nothing is left to decide."""
    for one in objections:
        if one.state == Objection.State.OPEN:
            _end(one, "lapse", Objection.State.LAPSED, actor=actor, now=now)


def grouped(code: str) -> str:
    """Return a receipt's code as it is written down: in four groups."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def _lock_entry(actor: Actor, entry_id: UUID) -> tuple[Notice, Entry]:
    """Return an entry and its notice, whose row is held against every other act on it."""
    notice = queries.get_notice(actor, queries.get_entry(actor, entry_id).notice_id, lock=True)
    entry = notice.entries.get(id=entry_id)
    entry.notice = notice
    return notice, entry


def _lock_objection(actor: Actor, objection_id: UUID) -> Objection:
    notice_id = queries.get_objection(actor, objection_id).notice_id
    queries.get_notice(actor, notice_id, lock=True)
    return queries.get_objection(actor, objection_id)


def _checked(given: ObjectionIn) -> ObjectionIn:
    is_sealed = given.sort == Objection.Sort.SEALED
    return ObjectionIn(
        sort=texts.choices("sort", [given.sort], Objection.Sort)[0],
        way=texts.choices("way", [given.way], Objection.Way)[0],
        name=texts.cleaned("name", given.name),
        phone=texts.phone("phone", given.phone),
        statement=texts.cleaned("statement", given.statement),
        letter_number=texts.cleaned("letter_number", given.letter_number) if is_sealed else "",
    )


def _sealed(key: UUID, given: ObjectionIn) -> dict[str, bytes | None]:
    """Return the sealed columns of an objection."""
    names = ("name", "phone", "statement", "letter_number")
    return {
        name: crypto.seal(TABLE, name, key, text) if (text := getattr(given, name)) else None
        for name in names
    }


def _in_clear(objection: Objection, name: str) -> str:
    token = getattr(objection, name)
    return "" if token is None else crypto.unseal(TABLE, name, objection.id, bytes(token))


def _freeze(entry: Entry, on: date) -> None:
    entry.state, entry.frozen_on = Entry.State.FROZEN, on
    entry.save(update_fields=["state", "frozen_on"])


def _strike(entry: Entry) -> None:
    entry.state, entry.frozen_on = Entry.State.STRUCK, None
    entry.save(update_fields=["state", "frozen_on"])


def _unfreeze(entry: Entry, notice: Notice, on: date) -> None:
    assert entry.frozen_on and entry.ends_on  # a frozen entry of a released notice has both
    end = periods.own_end(
        frozen_on=entry.frozen_on, ends_on=entry.ends_on, decided_on=on, count=notice.count
    )
    entry.state, entry.frozen_on, entry.ends_on = Entry.State.LISTED, None, end.on
    entry.save(update_fields=["state", "frozen_on", "ends_on"])


def _end(
    objection: Objection, verb: str, state: str, *, actor: Actor, now: datetime, answer: str = ""
) -> None:
    """Bring an open objection to its last state, with its line of history."""
    before, objection.state = objection.state, state
    objection.decided_on, objection.answer = timezone.localdate(now), answer
    objection.save(update_fields=["state", "decided_on", "answer"])
    common.write_down(
        objection.notice, verb, before, state, actor=actor, now=now, objection=objection
    )
