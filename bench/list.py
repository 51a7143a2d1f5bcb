"""
The household list at 165,570 rows against the same list at 1,000: first, filtered and last pages.

Prints how many statements a page takes and how much longer it takes on the full register.
"""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import common

FEW, MANY = 1_000, 165_570
DAY = date(2020, 1, 1)
NOW = datetime(2020, 1, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TIMES = 30


def main() -> None:
    """Time the same pages on a small register and on the whole one."""
    common.set_up()
    few, many = measured(FEW), measured(MANY)
    ratios = {page: round(many[page]["ms"] / few[page]["ms"], 2) for page in many}
    common.report(
        "list",
        ratio=max(ratios.values()),
        ratios=ratios,
        statements={page: many[page]["statements"] for page in many},
        statements_constant=all(few[p]["statements"] == many[p]["statements"] for p in many),
        milliseconds={page: many[page]["ms"] for page in many},
        milliseconds_at_1000={page: few[page]["ms"] for page in few},
        rows={page: many[page]["rows"] for page in many},
    )


def measured(households: int) -> dict[str, dict[str, Any]]:
    """Register that many households and time every page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fill(households)
    found = {}
    for name, page in pages().items():
        with CaptureQueriesContext(connection) as seen:
            rows = len(page().rows)
        found[name] = {
            "ms": common.milliseconds(page, times=TIMES, warm=3),
            "statements": len(seen),
            "rows": rows,
        }
    return found


def fill(households: int) -> None:
    """Make the register hold just that many households, spread over the district's villages."""
    import csv

    from django.db import connection

    from jinguo.core import crypto
    from jinguo.demo import roster
    from jinguo.org.actions import AreaRow, import_areas
    from jinguo.org.actor import Actor
    from jinguo.people.actions import (
        HouseholdIn,
        register_sealed_households,
        seal_households,
    )

    actor = Actor.system("bench", "org.manage-areas", "people.edit")
    with roster.DIVISIONS.open(encoding="utf-8") as file:
        areas = [AreaRow(line["code"], line["name"]) for line in csv.DictReader(file)]
    import_areas(actor=actor, rows=areas, valid_from=date(2019, 1, 1), source="bench", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_membership")
        cursor.execute("DELETE FROM people_household")
        cursor.execute("DELETE FROM people_person")
    chance = random.Random(2020)
    villages = roster.read_villages()
    by_name = {(v.town, v.name): v.code for v in villages}
    counts = roster.spread(villages, households, chance)
    rows = [
        HouseholdIn(
            area=by_name[row["镇街"], row["村（居）"]],
            head_name=row["户主姓名"],
            id_number=row["身份证号码"],
            phone=row["联系电话"],
            member_count=row["家庭人口"],
            address=row["详细地址"],
        )
        for row in roster.rows(villages, counts, chance)
    ]
    with common.step(f"seal {households}"):
        sealed = seal_households(rows, crypto.ring())
    with common.step(f"register {households}"):
        register_sealed_households(actor=actor, rows=sealed, registered_on=DAY, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def pages() -> dict[str, Any]:
    """Return the pages to time, by name."""
    from uuid import UUID

    from jinguo.org.actor import ActivePost, Actor
    from jinguo.people.queries import LAST, HouseholdFilter, page_of_households

    def someone(role: str, area: str) -> Actor:
        return Actor(name=role, posts=(ActivePost(role, UUID(int=1), role, area),))

    officer, town = someone("district-officer", "370211"), someone("town-officer", "370211105")

    def page(actor: Actor = officer, sort: str = "name", before: str = "", **chosen: Any) -> Any:
        narrowed = HouseholdFilter(**chosen)
        return lambda: page_of_households(actor, narrowed, sort=sort, before=before)

    middle = page_of_households(officer, HouseholdFilter(name="wang"))
    return {
        "first": page(),
        "last": page(before=LAST),
        "first by code": page(sort="code"),
        "last by code": page(sort="code", before=LAST),
        "first by area": page(sort="area"),
        "last by area": page(sort="area", before=LAST),
        "after the Wangs begin": lambda: page_of_households(
            officer, HouseholdFilter(), after=middle.next or ""
        ),
        "town": page(area="370211105"),
        "town, last": page(area="370211105", before=LAST),
        "town by code": page(area="370211105", sort="code"),
        "town by area": page(area="370211105", sort="area"),
        "village": page(area="370211105315"),
        "town officer": page(actor=town),
        "surname": page(name="王"),
        "surname by code": page(name="王", sort="code"),
        "surname in town": page(name="王", area="370211105"),
        "given name": page(name="秀英"),
        "full name": page(name="王秀英"),
        "pinyin": page(name="wang"),
        "pinyin, last": page(name="wang", before=LAST),
        "pinyin in town": page(name="zhang", area="370211105"),
        "initials": page(name="wxy"),
        "two initials": page(name="wx"),
        "nobody": page(name="赢政"),
        "no letters": page(name="qqq"),
        "phone tail": page(phone_tail="1234"),
        "not resident": page(is_resident=False),
        "resident": page(is_resident=True),
    }


if __name__ == "__main__":
    main()
