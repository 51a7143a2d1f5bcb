"""What the register itself keeps of persons, and what becomes of it when they are erased."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.audit.models import Event
from jinguo.core import crypto
from jinguo.core.dates import months_after
from jinguo.org.actions import close_residents
from jinguo.org.models import Account
from jinguo.people import erasing
from jinguo.people.actions.staff import aged_staff
from jinguo.people.erasing import NOBODY, Going, Obstacle, Piece, Why, blanked, kept
from jinguo.people.models import (
    Change,
    Consent,
    DataRequest,
    Erased,
    Guardianship,
    Household,
    KeptApart,
    Membership,
    Merge,
    Person,
    Relation,
    Resident,
    Restraint,
    Reveal,
    Sex,
)

PROVEN = 12 * 3  # months a consent is kept after it was taken back
BOX = "people_restraint"  # the table to which the boxes are bound
BLANK = "—"  # an answer that was erased; the table wants one to be there


def going(persons: Collection[UUID], now: datetime) -> Going:
    """Return persons with all that goes along: merged records, closed households, names they had."""
    records = Person.objects.filter(Q(pk__in=persons) | Q(merged_into__in=persons))
    names = set(records.values_list("name", flat=True))
    named = Change.objects.filter(person__in=records, what=Change.What.NAME)
    for before, after in named.values_list("before", "after"):
        names |= {before, after}
    boxes = Restraint.objects.filter(person__in=records, box__isnull=False)
    names |= {open_box(one)["name"] for one in boxes}
    ids = frozenset(records.values_list("pk", flat=True))
    return Going(
        persons=ids,
        households=dict(last_heads(ids).values_list("household", "person")),
        names=frozenset(names - {"", NOBODY}),
        now=now,
    )


def open_box(restraint: Restraint) -> dict[str, str]:
    """Return what a restriction has sealed away."""
    assert restraint.box is not None  # the caller asked for one in force
    text = crypto.unseal(BOX, "box", restraint.pk, bytes(restraint.box))
    found: dict[str, str] = json.loads(text)
    return found


def left_headed_by(persons: Collection[UUID]) -> QuerySet[Household]:
    """Return the households off the register whose row bears the name of one of these, their last head."""
    return Household.objects.filter(pk__in=last_heads(persons).values("household"))


def last_heads(persons: Collection[UUID]) -> QuerySet[Membership]:
    """Return the places of these as last head of a household off the register."""
    later = Membership.objects.filter(
        household=OuterRef("household"),
        relation=Relation.HEAD,
        period__startswith__gt=OuterRef("period__startswith"),
    )
    return Membership.objects.filter(
        ~Exists(later),
        person__in=persons,
        relation=Relation.HEAD,
        household__closed_on__isnull=False,
    )


def obstacles(those: Going) -> Iterator[Obstacle]:
    """Yield what has to end on the register before these are erased."""
    held = Restraint.objects.in_force().filter(kind=Restraint.Kind.HOLD, person__in=those.persons)
    for one in held.order_by("until_on"):
        sentence = _(
            "Nothing of her is erased while a hold is in force: %(reason)s (until %(day)s,"
            " %(setter)s). Lift it first."
        ) % {"reason": one.reason, "day": one.until_on, "setter": one.setter}
        yield Obstacle(one.person_id, sentence)
    heads = Membership.objects.filter(
        person__in=those.persons, relation=Relation.HEAD, period__endswith__isnull=True
    ).order_by("household__code")
    for person, code in heads.values_list("person", "household__code"):
        sentence = _(
            "She heads household %s. Make another member its head, or take it off the register first."
        )
        yield Obstacle(person, sentence % code)
    wards = Guardianship.objects.in_force(those.today).filter(guardian__in=those.persons)
    counted = Counter(wards.exclude(child__in=those.persons).values_list("guardian", flat=True))
    for person, count in counted.items():
        sentence = ngettext(
            "She speaks for %d child. End that guardianship, or record another guardian, first.",
            "She speaks for %d children. End those guardianships, or record another guardian, first.",
            count,
        )
        yield Obstacle(person, sentence % count)
    waiting = DataRequest.objects.waiting().filter(person__in=those.persons)
    for asked in waiting.exclude(kind=DataRequest.Kind.DELETE).order_by("received_on", "id"):
        sentence = _("Another request of hers waits: %s. Answer it first.")
        yield Obstacle(asked.person_id, sentence % asked.get_kind_display())


def pieces(those: Going) -> Iterator[Piece]:
    """Yield what the register keeps of these, in the order in which it goes; their records come last."""
    hers = Q(person__in=those.persons)
    lived_in = Membership.objects.filter(hers).values("household")
    yield from history(those, Household.objects.filter(pk__in=lived_in))
    yield from consents(those)
    yield from decisions(those)
    yield Piece(
        rows=Guardianship.objects.filter(Q(guardian__in=those.persons) | Q(child__in=those.persons))
    )
    yield Piece(rows=Membership.objects.filter(hers))
    yield blanked(
        Household.objects.filter(pk__in=those.households.keys()),
        head_name=NOBODY,
        head_pinyin="",
        head_initials="",
        phone_tail="",
        address=None,
        closed_reason=those.without_names("closed_reason", 200),
    )
    yield from records(those)


def history(those: Going, homes: QuerySet[Household]) -> Iterator[Piece]:
    """Yield the history of her record, and what that of her households says of her."""
    about = Q(person__in=those.persons)
    yield Piece(rows=Change.objects.filter(about))
    named = Q(before__in=those.names) | Q(after__in=those.names) | Q(reason__regex=those.pattern)
    where = Q(household__in=homes) | Q(household__in=those.households.keys())
    yield blanked(
        Change.objects.filter(where, named).exclude(pk__in=Change.objects.filter(about)),
        before=those.without_names("before", 40),
        after=those.without_names("after", 40),
        reason=those.without_names("reason", 200),
    )


def consents(those: Going) -> Iterator[Piece]:
    """Yield her consents: those past their time go, of the others what names a guardian."""
    over = months_after(those.today, -PROVEN)
    hers = Consent.objects.filter(person__in=those.persons)
    yield Piece(rows=hers.filter(withdrawn_on__lte=over))
    yield blanked(
        hers.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=over)),
        guardian="",
        guardian_relation="",
        withdrawn_on=Coalesce("withdrawn_on", Value(those.today)),
    )
    wards = Guardianship.objects.filter(guardian__in=those.persons).values("child")
    yield blanked(
        Consent.objects.filter(person__in=wards, guardian__in=those.names).exclude(
            person__in=those.persons
        ),
        guardian="",
        guardian_relation="",
    )


def decisions(those: Going) -> Iterator[Piece]:
    """Yield what was decided about her records, and what she asked."""
    yield Piece(
        rows=KeptApart.objects.filter(Q(first__in=those.persons) | Q(second__in=those.persons))
    )
    yield blanked(
        Merge.objects.filter(
            Q(winner__in=those.persons)
            | Q(loser__in=those.persons)
            | Q(winner__in=those.households.keys())
            | Q(loser__in=those.households.keys())
        ),
        reason=those.without_names("reason", 200),
    )
    seen = [*those.persons, *those.households]
    yield blanked(
        Reveal.objects.filter(object_id__in=seen), purpose=those.without_names("purpose", 200)
    )
    yield blanked(
        DataRequest.objects.filter(person__in=those.persons),
        words=None,
        answer=Case(When(answer="", then=Value("")), default=Value(BLANK)),
    )
    yield blanked(
        Restraint.objects.filter(person__in=those.persons),
        box=None,
        reason=those.without_names("reason", 200),
        lifted_because=those.without_names("lifted_because", 200),
    )


def records(those: Going) -> Iterator[Piece]:
    """Yield her account and her record, and what stays because it knows her by a code alone."""
    mine = Resident.objects.filter(person__in=those.persons)
    accounts = Account.objects.filter(pk__in=list(mine.values_list("account", flat=True)))
    yield Piece(rows=mine)
    yield Piece(rows=accounts, does=erasing.Does.BLANK, by=close_residents)
    yield blanked(
        Person.objects.filter(pk__in=those.persons),
        name=NOBODY,
        pinyin="",
        sex=Sex.UNKNOWN,
        born_on=None,
        id_number=None,
        id_index=None,
        phone=None,
        phone_index=None,
        phone_tail="",
        restricted_on=None,
        erased_on=those.today,
    )
    both = [*those.persons, *those.households]
    yield kept(Event.objects.filter(object_id__in=both), Why.TRAIL)
    yield kept(Erased.objects.filter(person__in=those.persons), Why.NAMELESS)


def aged_consents(limit: date) -> Piece:
    """Return the consents taken back so long ago."""
    return Piece(rows=Consent.objects.filter(withdrawn_on__lte=limit))


def aged_words(limit: date) -> Piece:
    """Return the requests answered so long ago that still hold words."""
    return blanked(
        DataRequest.objects.filter(ended_on__lte=limit, words__isnull=False),
        words=None,
        answer=Case(When(answer="", then=Value("")), default=Value(BLANK)),
    )


def aged_reveals(limit: date) -> Piece:
    """Return the marks of values shown so long ago."""
    place = Person.objects.filter(pk=OuterRef("object_id")).values("area")
    home = Household.objects.filter(pk=OuterRef("object_id")).values("area")
    area = Coalesce(Subquery(place), Subquery(home), Value(""), output_field=CharField())
    return Piece(rows=Reveal.objects.filter(day__lte=limit).annotate(place=area))


AGED = (
    erasing.Aged("consent", "person__area__code", aged_consents),
    erasing.Aged("request-words", "area__code", aged_words),
    erasing.Aged("reveal", "place", aged_reveals),
    erasing.Aged("staff", "place", aged_staff),
)
PART = erasing.Part(obstacles, pieces, AGED)
