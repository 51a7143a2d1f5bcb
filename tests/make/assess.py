"""Sheets, ladders, applications and recognitions, each brought about by the acts themselves."""

from __future__ import annotations

from datetime import date
from itertools import count

from jinguo.assess import actions
from jinguo.assess.actions import ScoreIn
from jinguo.assess.models import Application, Ladder, Recognition, Sheet
from jinguo.org.actor import ActivePost, Actor
from jinguo.org.models import Area, Level, Unit
from jinguo.people.models import Household
from tests.make import notices
from tests.make.times import noon

DISTRICT, TOWN, VILLAGE = "370211", "370211105", "370211105201"
PROGRAMME = "courtyards"
ITEMS = [
    {"id": "rooms", "beauty": "居室美", "title": "居室整洁", "max": 25},
    {"id": "yard", "beauty": "庭院美", "title": "庭院整洁", "max": 25},
    {"id": "kitchen", "beauty": "厨厕美", "title": "厨厕卫生", "max": 25},
    {"id": "family", "beauty": "家风美", "title": "家风良好", "max": 25},
]
VETOES = [{"id": "empty", "title": "无人常住"}]
LEVELS = [
    {"id": "qualified", "title": "合格户", "rank": 1, "min_score": 60, "certified_by": "township"},
    {
        "id": "beautiful",
        "title": "美丽庭院户",
        "rank": 2,
        "min_score": 80,
        "certified_by": "township",
    },
    {"id": "demo", "title": "示范户", "rank": 3, "min_score": 90, "certified_by": "county"},
]
ELIGIBILITY = [
    {"rule": "resident", "source": "a test"},
    {"rule": "reapply-after", "parameters": {"months": 6}, "source": "a test"},
]
DAYS = {
    "applied": date(2020, 6, 1),
    "recommended": date(2020, 6, 2),
    "scored": date(2020, 6, 3),
    "passed": date(2020, 6, 4),
    "listed": date(2020, 6, 4),
    "on-notice": date(2020, 6, 5),
    "recheck": date(2020, 6, 6),
    "certified": date(2020, 6, 12),
    "rectifying": date(2020, 6, 13),
    "ended": date(2020, 6, 14),
}
WAY = ("applied", "recommended", "scored", "passed", "listed", "on-notice", "certified")
_serial = count(1)


def place(code: str = VILLAGE) -> Area:
    """An area and all those above it, made when they are not there."""
    levels = {
        2: Level.PROVINCE,
        4: Level.CITY,
        6: Level.COUNTY,
        9: Level.TOWNSHIP,
        12: Level.VILLAGE,
    }
    for width, level in levels.items():
        if width <= len(code):
            area, _made = Area.objects.get_or_create(
                code=code[:width],
                defaults={
                    "name": f"area {code[:width]}",
                    "level": level,
                    "pinyin": code[:width],
                    "valid_from": date(2019, 1, 1),
                },
            )
    return area


def officer(role: str = "district-officer", code: str = DISTRICT) -> Actor:
    """An actor with one post at the federation of ``code``."""
    area = place(code)
    unit, _made = Unit.objects.get_or_create(
        area=area, name=f"{code} federation", defaults={"kind": Unit.Kind.FEDERATION}
    )
    return Actor(name=f"{role} {code}", posts=(ActivePost(role, unit.id, unit.name, code),))


def courtyard(*, village: str = VILLAGE, **given) -> Household:
    """A resident household of a village."""
    number = next(_serial)
    return Household.objects.create(
        area=place(village),
        **{
            "code": f"{village}{number:05}",
            "head_name": f"户主{number}",
            "head_pinyin": f"huzhu{number:04}",
            "registered_on": date(2019, 1, 1),
            **given,
        },
    )


def sheet(*, area: str = DISTRICT, valid_from: date = date(2019, 1, 1), digest: str = "1", **given):
    """The sheet of four items of 25 points, in force from 2019."""
    published = actions.publish_sheet(
        **{
            "pack": f"pack-{area}",
            "area": area,
            "programme": PROGRAMME,
            "key": "four-beauties",
            "title": "四美评分表",
            "valid_from": valid_from,
            "full": 100,
            "items": ITEMS,
            "vetoes": VETOES,
            "source": "a test",
            "digest": digest,
            **given,
        }
    )
    return Sheet.objects.get(id=published.id)


def ladder(
    *, area: str = DISTRICT, valid_from: date = date(2019, 1, 1), digest: str = "1", **given
):
    """The ladder of three levels, the lower two certified by the town, in force from 2019."""
    published = actions.publish_ladder(
        **{
            "pack": f"pack-{area}",
            "area": area,
            "programme": PROGRAMME,
            "valid_from": valid_from,
            "levels": LEVELS,
            "rules": {"appeal_days": 1},
            "eligibility": ELIGIBILITY,
            "source": "a test",
            "digest": digest,
            **given,
        }
    )
    return Ladder.objects.get(id=published.id)


def points(total: int = 95) -> list[int]:
    """Points of the four items that add up to ``total``."""
    return [min(25, max(0, total - 25 * item)) for item in range(4)]


def applications(
    number: int, *, state: str = "applied", level: str = "demo", village: str = VILLAGE,
    households=None, total: int = 95, vetoes=(),
) -> list[Application]:  # fmt: skip
    """Applications brought to ``state`` by the acts, each on its day of June 2020."""
    sheet()
    ladder()
    homes = households or [courtyard(village=village) for _ in range(number)]
    day = DAYS["applied"]
    ids = actions.apply(
        actor=officer(), programme=PROGRAMME, household_ids=[home.id for home in homes], level=level,
        on=day, now=noon(day),
    )  # fmt: skip
    bring(ids, state, total=total, vetoes=vetoes)
    found = Application.objects.in_bulk(ids)
    return [found[one] for one in ids]


def bring(ids, state: str, *, total: int = 95, vetoes=()) -> None:
    """Take applications that were just applied for on to ``state``."""
    if state == "withdrawn":
        _act(actions.withdraw, ids, "recommended", reason="moving away")
        return
    goal = {"rejected": "scored", "recheck": "on-notice"}.get(state, state)
    for step in WAY[1 : WAY.index(goal) + 1]:
        _step(ids, step, total=50 if state == "rejected" else total, vetoes=vetoes)
    if state == "rejected":
        _act(actions.decide, ids, "passed")
    if state == "recheck":
        for one in ids:
            notices.objected_about(one, actor=officer(), on=DAYS["recheck"])


def _step(ids, step: str, *, total: int, vetoes) -> None:
    if step == "scored":
        filled = [ScoreIn(one, points(total), vetoes) for one in ids]
        day = DAYS[step]
        actions.score(actor=officer(), sheets=filled, kind="town", on=day, now=noon(day))
    elif step == "listed":
        notices.drafted_about(ids, actor=officer(), on=DAYS[step])
    elif step == "on-notice":
        notices.released_about(ids, actor=officer(), on=DAYS[step])
    else:
        verb = {"recommended": "recommend", "passed": "decide", "certified": "certify"}[step]
        _act(getattr(actions, verb), ids, step)


def _act(action, ids, day_of: str, **more) -> None:
    day = DAYS[day_of]
    action(actor=officer(), application_ids=ids, on=day, now=noon(day), **more)


def application(*, household: Household | None = None, **given) -> Application:
    """One application; see :func:`applications`."""
    return applications(1, households=[household] if household else None, **given)[0]


def recognition(*, state: str = "certified", **given) -> Recognition:
    """A recognition brought to ``state`` by the acts."""
    certified = application(state="certified", **given)
    found = Recognition.objects.get(application=certified)
    if state == "rectifying":
        _inspect(
            actions.order_rectification, found, "rectifying", due_on=date(2020, 6, 30),
            problems=["an inspection"],
        )  # fmt: skip
    elif state in ("proposed", "appealed", "delisted"):
        if state == "delisted":
            delist(found)
        else:
            propose(found)
        if state == "appealed":
            _inspect(actions.appeal, found, "rectifying", grounds="we were away")
    elif state == "closed":
        _inspect(actions.close_recognition, found, "ended", reason="an inspection")
    found.refresh_from_db()
    return found


def propose(*found: Recognition, on: date = DAYS["certified"], **given) -> None:
    """Propose to delist these, told on the same day."""
    plain = {"reason": "an inspection", "told_on": on, "told_how": "in person", "actor": officer()}
    ids = [one.id for one in found]
    actions.propose_delisting(recognition_ids=ids, on=on, now=noon(on), **{**plain, **given})


def delist(
    *found: Recognition, told_on: date = DAYS["certified"], on: date = DAYS["ended"], **given
) -> None:
    """Delist these: proposed and told on one day, and nobody appealed."""
    propose(*found, on=told_on, **given)
    ids, actor = [one.id for one in found], given.get("actor") or officer()
    actions.delist(actor=actor, recognition_ids=ids, on=on, now=noon(on))


def _inspect(action, found: Recognition, day_of: str, **more) -> None:
    day = DAYS[day_of]
    action(actor=officer(), recognition_ids=[found.id], on=day, now=noon(day), **more)
