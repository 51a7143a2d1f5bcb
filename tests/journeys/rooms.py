"""Rooms the one thing of each kind does not open: further on, gone another way, or one person's own."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils import timezone

from jinguo.activities import actions
from jinguo.activities.models import Attendance, Block, Charge, Standing
from jinguo.assess import actions as assess
from jinguo.assess.evaluation.draws.plan import StratifiedPlan
from jinguo.assess.models import Assessor, Visit
from jinguo.exchange import actions as exchange
from jinguo.exchange.models import Printing
from jinguo.org.queries import actor_for
from jinguo.people.models import Erasure, Person
from tests.make import classes, desk, plaques, reports
from tests.make import people as homes
from tests.make.activities import uscc


def rooms(world):
    """Every such room as (account, address), in a world that has one of everything."""
    district, town = desk.someone(), desk.someone("town-officer")
    made = [
        *_classes(town),
        *_minded(town),
        *_fairs(town),
        *_blocked(town),
        *_rounds(district),
        *_printings(district),
        *_erasures(desk.someone("data-officer"), district),
        *_goods(desk.someone("village-chair"), world),
        *_taken_back(desk.someone("village-chair"), world),
    ]
    who = f"?person={world.person}"
    return [
        *made,
        (district, f"/desk/members/new/{who}"),
        (district, f"/desk/volunteers/new/{who}"),
        (district, f"/desk/appointments/new/{who}"),
        (
            district,
            f"/desk/courtyards/areas/confer/?level=courtyards:demo-village&codes={desk.VILLAGE}",
        ),
        (district, f"/desk/notices/new/?ids={_passed()}"),
        (district, _compared()),
    ]


def _classes(town):
    """An activity by lot before its draw and after it, and the certificates of one that is over."""
    pages = []
    for is_over in (False, True):
        drawn = classes.published(capacity=1, minimum=1, allocation="draw")
        for name in ("王秀兰", "李桂香"):
            classes.enrolled(drawn, classes.woman(name))
        pages.append((town, f"/desk/activities/{drawn.id}/draw/"))
        if is_over:
            type(drawn).objects.filter(id=drawn.id).update(closes_at=timezone.now())
            assert desk.client(town).post(pages[-1][1]).status_code == 302
    held = classes.published(minimum=1)
    entry = classes.enrolled(held)
    door = f"/desk/activities/sessions/{classes.begun(held).id}/"
    browser = desk.client(town)
    browser.post(f"{door}mark/", {"present": [entry.id]})
    browser.post(f"{door}hold/")
    certificates = f"/desk/activities/{held.id}/certificates/"
    assert browser.post(certificates).status_code == 302
    return [*pages, (town, certificates)]


def _fairs(town):
    """An intent at a fair, to be taken back."""
    fair = classes.published(
        programme="job-fairs", kind="fair", category="", title="春风招聘会", capacity=300, minimum=0
    )
    act = {"actor": actor_for(town, on=timezone.localdate()), "now": timezone.now()}
    stall = actions.add_stall(activity_id=fair.id, name="海风家政", uscc=uscc(), **act)
    post = actions.add_vacancy(stall_id=stall.id, title="育婴员", places=12, **act)
    intent = actions.record_intent(
        vacancy_id=post.id, person_id=classes.woman().id, on=timezone.localdate(), **act
    )
    return [(town, f"/desk/activities/{fair.id}/intents/{intent.id}/take-back/")]


def _minded(town):
    """A child after school with her card, here, and an incident."""
    activity = classes.published(
        programme="after-school-class", kind="after-school", category="", title="四点半课堂",
        minimum=1,
    )  # fmt: skip
    child = homes.member(homes.household(head_name="王秀兰"), name="王小明")
    entry = classes.enrolled(activity, child)
    session = classes.begun(activity, ago=timedelta(minutes=30))
    page = f"/desk/activities/sessions/{session.id}/"
    card, browser = f"{page}children/{entry.id}/card/", desk.client(town)
    given = browser.post(card, {"pick_ups": "王桂花 奶奶 13800001234", "allergies": "花生"})
    code = re.search(r"<b>(\d{6})</b>", given.content.decode())[1]
    charge = Charge.objects.get()
    sign = f"{page}children/{charge.id}/code/"
    assert browser.post(sign, {"code": code}).status_code == 302
    found = actions.record_incident(
        actor=actor_for(town, on=timezone.localdate()), session_id=session.id, at=timezone.now(),
        what="摔了一跤，已擦药", charge_id=charge.id, now=timezone.now(),
    )  # fmt: skip
    incident = f"/desk/activities/incidents/{found.id}/"
    return [
        (town, one)
        for one in (f"{page}children/", card, f"{card}change/", f"{card}code/", sign, incident)
    ]


def _blocked(town):
    """An absence, and a block whose appeal waits and one nobody has appealed against."""
    activity = classes.published()
    entry, session = classes.enrolled(activity), classes.begun(activity)
    actions.record_attendance(
        actor=actor_for(town, on=timezone.localdate()), session_id=session.id, present=[],
        absent=[entry.id], now=timezone.now(),
    )  # fmt: skip
    today = timezone.localdate()
    plain = {
        "programme": classes.TEA, "area_id": desk.TOWN, "from_on": today, "absences": 2,
        "until_on": today + timedelta(days=90),
    }  # fmt: skip
    waits = Block.objects.create(
        person=classes.woman(), appeal="那天停电", appealed_at=timezone.now(), **plain
    )
    other = Block.objects.create(person=classes.woman("李桂香"), **plain)
    return [
        (town, f"/desk/activities/absences/{Attendance.objects.get(enrolment=entry).id}/"),
        (town, f"/desk/activities/appeals/{waits.id}/"),
        (town, f"/desk/activities/blocks/{other.id}/"),
    ]


def _rounds(district):
    """A round in the field with two assessors, of whom one sees her visits, and a closed one."""
    first, second = desk.someone("third-party-assessor"), desk.someone("third-party-assessor")
    act = {"actor": actor_for(district, on=timezone.localdate()), "now": timezone.now()}
    desk.recognised(homes.household(head_name="孙淑芳").id)
    act["round_id"] = desk.open_round(plan=StratifiedPlan(listed=2))
    assess.freeze_frame(**act)
    assess.draw_sample(seed="08 12 19", source="2020055", **act)
    for account in (first, second):
        assess.name_assessor(account_id=account.id, **act)
    out = assess.send_out(**act).id
    passed_on = Assessor.objects.get(round=out, account=first)
    own = Visit.objects.get(round=out, assessor=passed_on)
    closed = desk.sent_out(first)
    done = _visited(first, closed)
    assess.close_round(**{**act, "round_id": closed, "now": timezone.now()})
    return [
        (first, "/desk/visits/"),
        (first, f"/desk/visits/{own.id}/"),
        (district, f"/desk/rounds/{out}/assessors/{passed_on.id}/pass-on/"),
        (district, f"/desk/rounds/visits/{done.id}/"),
        (district, f"/desk/rounds/{closed}/results/"),
    ]


def _visited(account, found):
    """Record what the one visit of a round found; return the visit."""
    visit = Visit.objects.get(round=found)
    points = [item["max"] for item in visit.round.sheet.items]
    finding = assess.FindingIn(
        outcome="met", has_plaque=True, points=points, knows_standard=True, ledger_agrees=True,
        satisfaction=5,
    )  # fmt: skip
    assess.fill_visit(
        actor=actor_for(account, on=timezone.localdate()), visit_id=visit.id, finding=finding,
        on=timezone.localdate(), now=timezone.now(),
    )  # fmt: skip
    return visit


def _printings(account):
    """A list of plaques that waits for the worker, and one that is printed."""
    pages = []
    for _one in range(2):
        made = plaques.asked_for(actor_for(account, on=timezone.localdate()))
        pages.append((account, f"/desk/courtyards/plaques/{made.id}/"))
    exchange.carry_out(kind="printing", work_id=made.id, now=timezone.now())
    assert Printing.objects.get(id=made.id).files.exists()
    return pages


def _erasures(first, second):
    """Somebody with restraints, a certificate of an erasure, one given up, and what is kept too long."""
    browser = desk.client(first)
    pages = []
    for name, last in (("逄小花", "confirm"), ("逄小云", "give-up")):
        her = homes.resident(name=name, area=desk.VILLAGE)
        of = f"/desk/erasures/of/{her.person_id}/"
        assert browser.post(of, {"act": "propose"}).status_code == 302
        page = f"/desk/erasures/{Erasure.objects.latest('id').pk}/"
        decided = {"act": last, "is_seen": "on", "reason": "她改变了主意"}
        assert desk.client(second).post(page, decided).status_code == 302
        pages += [(first, page), (first, of)]
    kept = homes.resident(name="逄小雨", area=desk.VILLAGE)
    of = f"/desk/erasures/of/{kept.person_id}/"
    browser.post(of, {"act": "restrict", "restrict-reason": "电话有误"})
    later = timezone.localdate() + timedelta(days=300)
    browser.post(of, {"act": "hold", "hold-reason": "诉讼中", "hold-until_on": later})
    assert Person.objects.get(pk=kept.person_id).restraints.count() == 2
    Standing.objects.create(
        person=homes.head(homes.household(head_name="孙玉香")), group="in-difficulty", letter="1",
        from_on=date(2015, 1, 1), until_on=date(2016, 1, 1),
    )  # fmt: skip
    return [*pages, (first, of), (first, "/desk/erasures/retention/")]


def _goods(chair, world):
    """A store that gave something out today."""
    given = {
        "good": world.good, "quantity": 1, "received_by": world.person, "on": timezone.localdate(),
    }  # fmt: skip
    account = f"/desk/points/households/{world.household}/"
    assert desk.client(chair).post(f"{account}hand-over/", given).status_code == 302
    return [(chair, f"/desk/points/{desk.VILLAGE}/store/"), (chair, account)]


def _taken_back(chair, world):
    """What an act a moment ago changed."""
    now = timezone.now()
    actor = actor_for(chair, on=timezone.localdate())
    assess.recommend(
        actor=actor, application_ids=[world.application], on=timezone.localdate(), now=now
    )
    return [(chair, f"/desk/courtyards/take-back/?{urlencode({'at': now.isoformat()})}")]


def _passed():
    """An application that passed the town's check today."""
    one = desk.applied(homes.household(head_name="欧阳桂兰").id)
    given = {"actor": desk.officer(), "on": timezone.localdate(), "now": timezone.now()}
    assess.recommend(application_ids=[one], **given)
    sheet = assess.ScoreIn(one, desk.full_points(one), ())
    assess.score(sheets=[sheet], kind="town", **given)
    assess.decide(application_ids=[one], **given)
    return one


def _compared():
    """Two freezes of a report beside each other."""
    report = reports.annual(2019)
    first, second = reports.frozen(report), reports.frozen(report)
    return f"/desk/reports/{report.id}/compare/?first={first.id}&second={second.id}"
