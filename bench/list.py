"""
The household list at 165,570 rows against the same list at 1,000: first, filtered and last pages.

Prints how many statements a page takes and how much longer it takes on the full register, of which
one household in ten holds a level of the courtyards.
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
VIEWS = {
    "first": "/desk/households/",
    "last": "/desk/households/?before=end",
    "town": "/desk/households/?area=370211105",
    "pinyin": "/desk/households/?name=wang",
    "without a level": "/desk/households/?level=courtyards:none",
    "with a level": "/desk/households/?level=courtyards:demo",
    # A view that finds nothing asks for no levels, so its statements tell nothing of the others'.
    "phone tail": "/desk/households/?tail={tail}",
}
HOLDERS = 10  # one household in so many holds a level


def main() -> None:
    """Time the same pages on a small register and on the whole one."""
    common.set_up()
    browser = sign_in()
    few, few_seen = measured(FEW), viewed(browser)
    many, many_seen = measured(MANY), viewed(browser)
    view_ratios = {
        page: round(many_seen[page]["ms"] / few_seen[page]["ms"], 2) for page in many_seen
    }
    ratios = {page: round(many[page]["ms"] / few[page]["ms"], 2) for page in many}
    common.report(
        "list",
        ratio=max(view_ratios.values()),
        view_ratios=view_ratios,
        view_milliseconds={page: many_seen[page]["ms"] for page in many_seen},
        view_statements={page: many_seen[page]["statements"] for page in many_seen},
        view_statements_at_1000={page: few_seen[page]["statements"] for page in few_seen},
        view_rows={page: many_seen[page]["rows"] for page in many_seen},
        view_statements_constant=all(
            few_seen[p]["statements"] == many_seen[p]["statements"] for p in many_seen
        ),
        ratios=ratios,
        statements={page: many[page]["statements"] for page in many},
        statements_constant=all(few[p]["statements"] == many[p]["statements"] for p in many),
        milliseconds={page: many[page]["ms"] for page in many},
        milliseconds_at_1000={page: few[page]["ms"] for page in few},
        rows={page: many[page]["rows"] for page in many},
    )


def sign_in() -> Any:
    """Return a test client signed in as a district officer, with the plan in force."""
    from django.test import Client
    from django.test.utils import override_settings

    from jinguo.demo import cast
    from jinguo.org import actions as org
    from jinguo.org.models import Account
    from jinguo.programmes.actions import apply_pack

    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    override_settings(
        STORAGES={"staticfiles": {"BACKEND": plain}},
        ALLOWED_HOSTS=["testserver"],
        JINGUO_SECOND_FACTOR="offered",
    ).enable()
    rows = org.read_areas(org.BUNDLED_AREAS)
    org.import_areas(
        actor=cast.FOUNDER, rows=rows, valid_from=date(2019, 1, 1), source="bench", now=NOW
    )
    cast.open_units(NOW)
    cast.open_accounts(NOW)
    for name in ("base", "xihaian"):
        apply_pack(actor=cast.FOUNDER, folder=common.ROOT / "packs" / name, now=NOW)
    Account.objects.update(must_change_password=False)
    browser = Client()
    browser.force_login(Account.objects.get(username="district"))
    return browser


def viewed(browser: Any) -> dict[str, dict[str, Any]]:
    """Time the desk's own pages, templates included, and count their statements; each shows rows."""
    from django.db import connection

    from jinguo.people.models import Household

    tail = Household.objects.exclude(phone_tail="").order_by("code").values_list("phone_tail")[0][0]
    found = {}
    for name, pattern in VIEWS.items():
        address = pattern.format(tail=tail)
        statements: list[str] = []

        def counted(execute: Any, sql: str, *rest: Any, seen: list[str] = statements) -> Any:
            # Once a minute the session's clock is written too; that is not the page's.
            if "django_session" not in sql:
                seen.append(sql)
            return execute(sql, *rest)

        def get(address: str = address) -> None:
            assert browser.get(address).status_code == 200

        rows = browser.get(address).content.count(b"<tr>") - 1  # but the head
        assert rows, name
        with connection.execute_wrapper(counted):
            get()
        found[name] = {
            "rows": rows,
            "ms": common.milliseconds(get, times=15, warm=3),
            "statements": len(statements),
        }
    return found


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

    from jinguo.demo import roster
    from jinguo.org.actions import AreaRow, import_areas
    from jinguo.org.actor import Actor
    from jinguo.org.roles import Capability
    from jinguo.people.actions import HouseholdIn, register_roster

    actor = Actor.system("bench", Capability.ORG_MANAGE_AREAS, Capability.PEOPLE_EDIT)
    with roster.DIVISIONS.open(encoding="utf-8") as file:
        areas = [AreaRow(line["code"], line["name"]) for line in csv.DictReader(file)]
    import_areas(actor=actor, rows=areas, valid_from=date(2019, 1, 1), source="bench", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM assess_recognition")
        cursor.execute("DELETE FROM assess_application")
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
    with common.step(f"register {households}"):
        register_roster(actor=actor, rows=rows, registered_on=DAY, now=NOW)
    with common.step("give levels"):
        recognise()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def recognise() -> None:
    """Give every tenth household the level of the demonstration courtyards."""
    from jinguo.assess.models import Application, Ladder, Recognition, Sheet
    from jinguo.people.models import Household

    ladder, sheet = Ladder.objects.first(), Sheet.objects.first()
    if ladder is None or sheet is None:
        raise RuntimeError("No plan is applied: sign in first.")
    holders = list(Household.objects.order_by("code").values_list("id", "area_id"))[::HOLDERS]
    common_to_both = {"programme": ladder.programme, "level": "demo", "total": 95}
    applications = [
        Application(
            household_id=household, area_id=area, sheet=sheet, ladder=ladder, state_on=DAY,
            applied_on=DAY, state=Application.State.CERTIFIED, **common_to_both,
        )
        for household, area in holders
    ]  # fmt: skip
    Application.objects.bulk_create(applications, batch_size=5_000)
    Recognition.objects.bulk_create(
        [
            Recognition(
                household_id=one.household_id, application=one, area_id=one.area_id,
                state=Recognition.State.CERTIFIED, certified_on=DAY, plaque=f"{number:06}",
                **common_to_both,
            )
            for number, one in enumerate(applications)
        ],
        batch_size=5_000,
    )  # fmt: skip


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
