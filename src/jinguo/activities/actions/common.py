"""What every act of this module does the same way: the trail, the facts of an activity, the last checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from jinguo.activities import texts
from jinguo.activities.models import Activity, Series
from jinguo.core import trail
from jinguo.core.errors import Invalid, Refused

if TYPE_CHECKING:
    from jinguo.facts.events import Event
    from jinguo.org.actor import Actor

REASON_LENGTH = 300
USED_ONCE = (
    "an_instructor_is_in_one_place_at_a_time, a_counsellor_is_on_duty_once_at_a_time,"
    " a_room_is_used_once_at_a_time"
)


class InUseThen(Refused):
    """An instructor, a counsellor or a room is in use at that time already."""

    code = "in-use-then"


def counted(kind: type[Event], activity: Activity, object_id: UUID, on: date, **more: Any) -> Event:
    """Return a fact of an activity: its area, programme and category."""
    given = {"category": activity.category, **more}
    return kind(
        area=activity.area_id,
        programme=activity.programme,
        occurred_on=on,
        object_id=object_id,
        **given,
    )


def note(
    actor: Actor,
    verb: str,
    activity: Activity | Series,
    *,
    count: int = 1,
    purpose: str = "",
    fields: Sequence[str] = (),
) -> None:
    """Leave an act on an activity or a series on the trail; ``fields`` are those read in clear."""
    thing = "activity" if isinstance(activity, Activity) else "series"
    trail.note(
        actor, f"activities.{verb}", object_type=f"activities.{thing}", object_id=activity.id,
        area=activity.area_id, count=count, purpose=purpose, fields=fields,
    )  # fmt: skip


def check_reason(text: str) -> str:
    """
    Return a reason without blanks around it.

    :raises Invalid: it is empty or too long
    """
    reason = text.strip()
    if not 0 < len(reason) <= REASON_LENGTH:
        raise Invalid(_("Give a reason, in at most %d signs.") % REASON_LENGTH, reason=reason)
    return reason


def check_public_reason(text: str) -> str:
    """
    Return a reason everybody will read, without blanks around it.

    :raises Invalid: it is empty or too long
    :raises IdentifierFound: it holds something a person can be found or harmed by
    """
    return texts.public_passage(check_reason(text), field="reason")


@contextmanager
def rooms_and_instructors_free() -> Iterator[None]:
    """
    Let the database check at the end of a block that no room, instructor or counsellor is in use twice.

    :raises InUseThen: one is: another act took it in the meantime
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            yield
            cursor.execute(f"SET CONSTRAINTS {USED_ONCE} IMMEDIATE")
            cursor.execute(f"SET CONSTRAINTS {USED_ONCE} DEFERRED")
    except IntegrityError as error:
        raise InUseThen(
            _("The place or the instructor was taken for that time just now. Choose another time.")
        ) from error
