"""Who saw a record: told from the trail, to whoever may see the record."""

from __future__ import annotations

import pytest
from django.db import connection

from jinguo.audit import queries
from jinguo.audit.models import TAKEN_OUT, Event
from jinguo.core import trail
from jinguo.core.errors import Denied
from jinguo.core.ids import new_id
from tests.make import org as make

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]

VILLAGE = "370211105201"


def saw(*ids, role="town-officer", at="370211105", limit=8):
    return queries.who_saw(make.actor(role=role, at=at), ids, area=VILLAGE, limit=limit)


def test_who_saw_names_what_was_shown_and_not_what_was_done():
    record, person, other = new_id(), new_id(), new_id()
    for action, object_id, result in [
        ("people.reveal", record, "done"),
        ("people.reveal", person, "done"),
        ("people.reveal", record, "refused"),
        ("people.reveal", other, "done"),
        ("people.update", record, "done"),
        ("assess.apply", record, "done"),
    ]:
        trail.note(
            make.officer(), action, object_id=object_id, area=VILLAGE, result=result,
            fields=["phone"],
        )  # fmt: skip

    seen = saw(record, person)

    assert [event.object_id for event in seen.values] == [person, record]
    assert seen.lists == []
    assert len(saw(record, person, limit=1).values) == 1


@pytest.mark.parametrize(
    "action, area, is_told",
    [
        ("exchange.export", "370211", True),
        ("exchange.export", VILLAGE, True),
        ("exchange.score-sheets", "370211105", True),
        ("exchange.annotate", "370211", True),
        ("exchange.export", "370211106", False),
        ("exchange.export", "370211105202", False),
        ("exchange.apply", "370211", False),
    ],
)
def test_lists_that_covered_the_village_are_told_apart(action, area, is_told):
    trail.note(make.officer(), action, area=area, count=1234, fields=["head_name"])

    seen = saw(new_id())

    assert seen.values == []
    assert [event.count for event in seen.lists] == ([1234] if is_told else [])


@pytest.mark.parametrize(
    "role, at, may",
    [
        ("town-officer", "370211105", True),
        ("executive", VILLAGE, True),
        ("auditor", "370211", True),
        ("town-officer", "370211106", False),
        ("security-administrator", "370211", False),
    ],
)
def test_who_saw_is_for_whoever_may_see_the_record(role, at, may):
    record = new_id()
    trail.note(make.officer(), "people.reveal", object_id=record, area=VILLAGE)

    if may:
        assert len(saw(record, role=role, at=at).values) == 1
    else:
        with pytest.raises(Denied):
            saw(record, role=role, at=at)


def test_lists_taken_out_are_found_without_walking_the_trail():
    actor = make.officer()
    for _number in range(3):
        trail.note(actor, "exchange.export", area="370211")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = (
            Event.objects.filter(action__in=TAKEN_OUT, result="done").order_by("-at")[:8].explain()
        )
    assert "audit_event_taken_out" in plan
