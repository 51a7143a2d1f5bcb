"""A small trail of the year 2020, the same whenever it is made, down to its roots."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from uuid import UUID

from django.db import connection

from jinguo.audit import actions
from jinguo.audit.models import Event
from jinguo.org.models import Account
from jinguo.people.models import Person
from jinguo.people.models.requests import DataRequest
from tests.make import org
from tests.make import people as homes

GAO, LI, WANG, RESIDENT = (UUID(int=number) for number in range(1, 5))
CHILD, WOMAN = UUID(int=11), UUID(int=12)
OFFICE = "370211"


def year_2020() -> None:
    """Make the accounts, two persons, three requests and the chained events of 2020, and nothing else."""
    org.tree()
    for id_, username in ((GAO, "gao"), (LI, "li"), (WANG, "13905320011")):
        org.account(id=id_, username=username)
    org.account(id=RESIDENT, username="resident-1", kind=Account.Kind.RESIDENT)
    home = homes.household()
    for id_, born_on in ((CHILD, date(2008, 6, 1)), (WOMAN, date(1980, 1, 1))):
        Person.objects.create(id=id_, name="李某", born_on=born_on, area_id=home.area_id)
    for number, (kind, came, due, ended, state) in enumerate(
        (
            ("access", date(2020, 3, 2), date(2020, 3, 23), date(2020, 3, 5), "done"),
            ("delete", date(2020, 5, 6), date(2020, 5, 27), date(2020, 6, 1), "refused"),
            ("copy", date(2020, 12, 1), date(2020, 12, 22), None, "received"),
            ("copy", date(2021, 1, 4), date(2021, 1, 25), None, "received"),
        )
    ):
        DataRequest.objects.create(
            id=UUID(int=100 + number), person_id=(CHILD, WOMAN)[number % 2],
            area_id=home.area_id, kind=kind, received_on=came, due_on=due, ended_on=ended, state=state,
            answer="answered" if ended else "",
        )  # fmt: skip
    past_the_triggers("DELETE FROM audit_event")
    with_events(EVENTS)
    actions.seal_links()
    actions.seal_days(date(2021, 1, 2))


def past_the_triggers(statement: str) -> None:
    """Change the trail as somebody with the superuser's password would."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def with_events(rows: list[dict[str, object]]) -> None:
    """Leave events with the instants they say, which the database would else stamp itself."""
    numbers = count(1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for row in rows:
            number = next(numbers)
            given = {"area": OFFICE, "actor": "somebody", "result": "done", "version": "1", **row}
            Event.objects.create(id=UUID(int=1000 + number), xid=number, **given)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2020, month, day, hour, tzinfo=org.ZONE)


def reveal(on: datetime, whose: UUID, account: UUID = GAO) -> dict[str, object]:
    return {
        "at": on, "account": account, "action": "people.reveal", "object_type": "people.person",
        "object_id": whose, "purpose": "a visit to Wang Xiuying, 13905320011", "fields": ["phone"],
    }  # fmt: skip


def upon(on: datetime, action: str, whom: UUID, **more: object) -> dict[str, object]:
    return {"at": on, "account": LI, "action": action, "object_type": "org.account",
            "object_id": whom, "area": "", **more}  # fmt: skip


EVENTS: list[dict[str, object]] = [
    upon(at(1, 6), "org.open-account", GAO),
    upon(at(1, 6), "org.open-account", WANG),
    upon(at(1, 6), "org.open-account", RESIDENT),
    upon(at(1, 7), "org.grant-post", GAO, purpose="town-officer", area=OFFICE),
    {"at": at(2, 3), "account": WANG, "action": "people.record-consent", "purpose": "aid"},
    {"at": at(2, 3), "account": WANG, "action": "people.record-consent",
     "purpose": "call 13905320011"},
    *(reveal(at(3, 2), CHILD if number % 5 == 0 else WOMAN) for number in range(20)),
    upon(at(3, 9), "org.reset-password", GAO),
    {"at": at(4, 1, 23), "account": GAO, "action": "exchange.export", "count": 1_200},
    {"at": at(4, 2), "account": GAO, "action": "exchange.export", "result": "denied",
     "purpose": "denied"},
    {"at": at(4, 2), "account": GAO, "action": "people.update", "result": "refused",
     "purpose": "Wang Xiuying said no"},
    {"at": at(5, 1), "account": RESIDENT, "action": "people.withdraw-consent", "purpose": "aid"},
    {"at": at(6, 1), "account": GAO, "action": "activities.read-allergies"},
    {"at": at(7, 1), "actor": "system:nightly", "action": "sites.erase-check-ins", "count": 40,
     "area": ""},
    {"at": at(8, 1), "actor": "system:keys", "action": "keys.rotate", "count": 900, "area": ""},
    {"at": at(9, 1), "account": GAO, "action": "people.reveal", "area": "370305",
     "object_type": "people.person", "object_id": WOMAN},
    upon(datetime(2021, 1, 1, 0, 0, tzinfo=org.ZONE), "org.disable-account", GAO),
]  # fmt: skip
