"""People at their desks: accounts signed in, and the acts they do to what a page shows."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.test import Client
from django.utils import timezone

from jinguo.assess import actions as assess
from jinguo.assess.evaluation.draws.plan import StratifiedPlan
from jinguo.assess.models import Application, Recognition
from jinguo.org import actions
from jinguo.org.actor import Actor
from jinguo.org.models import Account, Post
from jinguo.org.queries import actor_for
from jinguo.people import actions as people
from jinguo.people.actions import ConsentIn
from tests.make import notices, org
from tests.make import people as homes
from tests.make.pictures import photo

DISTRICT, TOWN, VILLAGE = "370211", "370211105", "370211105201"
PLACES = {"village-chair": VILLAGE, "executive": VILLAGE, "town-officer": TOWN}
PASSWORD = "lantern-river-42"


def someone(role: str = "district-officer", *, at: str = "", **fields: object) -> Account:
    """Return an account with one post in force today, at the place its role is usual at."""
    made = org.account(**fields)
    if role:
        org.post(account=made, role=role, at=at or PLACES.get(role, DISTRICT))
    return made


def client(account: Account, **options: bool) -> Client:
    """Return a browser in which the account is signed in."""
    made = Client(**options)
    made.force_login(account)
    return made


def desk(role: str = "district-officer", **given: object) -> Client:
    """Return a browser in which someone of this role is signed in."""
    return client(someone(role, **given))


def lent(account: Account) -> UUID:
    """Let a program act through the one post of an account."""
    now = timezone.now()
    return actions.make_token(
        actor=Actor.system("tests", "org.view", "org.make-tokens"),
        post_id=Post.objects.get(account=account).id, name="数据大屏",
        expires_on=timezone.localdate(now) + timedelta(days=30), now=now,
    )[0].id  # fmt: skip


def open_round(**given: object) -> UUID:
    """Draft a round that draws one household as of today."""
    today = timezone.localdate()
    round_ = assess.RoundIn(
        **{
            "programme": "courtyards",
            "purpose": "mock",
            "title": "模拟评估",
            "area": DISTRICT,
            "frame_on": today,
            "due_on": today + timedelta(days=7),
            "plan": StratifiedPlan(listed=1, at_least=1),
            **given,
        }
    )
    return assess.draft_round(actor=officer(), round_=round_, now=timezone.now()).id


def sent_out(assessor: Account | None = None, **given: object) -> UUID:
    """Bring a round into the field, with one assessor."""
    act = {"actor": officer(), "now": timezone.now(), "round_id": open_round(**given)}
    account = assessor or someone("third-party-assessor")
    assess.freeze_frame(**act)
    assess.draw_sample(seed="08 12 19 23 30 33 + 07", source="2020055", **act)
    assess.name_assessor(account_id=account.id, **act)
    return assess.send_out(**act).id


def officer(role: str = "district-officer"):
    """Return the actor of someone new."""
    return actor_for(someone(role), on=timezone.localdate())


def consent(household: UUID) -> UUID:
    """Record the consent of the head of a household."""
    return people.record_consent(
        actor=officer("data-officer"),
        person_id=homes.head(household).id,
        consent=ConsentIn(
            purpose="照片", text_version="知情同意书 1", fields=["photo"], given_how="paper"
        ),
        given_on=timezone.localdate(),
        now=timezone.now(),
    ).id


def data_request(household: UUID) -> UUID:
    """Record what the head of a household asks about her data."""
    return people.ask(
        actor=officer("data-officer"),
        person_id=homes.head(household).id,
        kind="correct",
        words="出生日期登记错了",
        now=timezone.now(),
    ).id


def proposed_erasure() -> UUID:
    """Propose to erase someone who lives in no household."""
    actor, now = officer("data-officer"), timezone.now()
    her = people.register_person(
        actor=actor, area=VILLAGE, person=people.PersonIn(name="单小花"), now=now
    )
    return people.propose_erasure(actor=actor, person_ids=[her.id], now=now).id


def applied(household: UUID) -> UUID:
    """Apply for the district's level, a week ago."""
    now = timezone.now() - timedelta(days=7)
    return assess.apply(
        actor=officer(), programme="courtyards", household_ids=[household], level="demo",
        on=timezone.localdate(now), now=now,
    )[0]  # fmt: skip


def pictured(application: UUID) -> UUID:
    """Add a picture to an application."""
    return assess.add_photo(
        actor=officer(), of="application", thing_id=application, data=photo(1, (160, 120)),
        now=timezone.now(),
    ).id  # fmt: skip


def recognised(household: UUID) -> UUID:
    """Bring a household all the way to the district's level."""
    now, actor = timezone.now() - timedelta(days=40), officer()
    day = timezone.localdate(now)
    ids = assess.apply(
        actor=actor, programme="courtyards", household_ids=[household], level="demo", on=day, now=now,
    )  # fmt: skip
    sheet = assess.ScoreIn(ids[0], full_points(ids[0]), ())
    assess.recommend(actor=actor, application_ids=ids, on=day, now=now)
    assess.score(actor=actor, sheets=[sheet], kind="town", on=day, now=now)
    assess.decide(actor=actor, application_ids=ids, on=day, now=now)
    notices.on_notice(ids, actor=actor, on=day)
    later = now + timedelta(days=30)
    assess.certify(actor=actor, application_ids=ids, on=timezone.localdate(later), now=later)
    return Recognition.objects.get(household=household).id


def planned() -> UUID:
    """Draw the inspections of a month that begins in two."""
    first = timezone.localdate() + timedelta(days=60)
    return assess.draw_inspections(
        actor=officer(), programme="courtyards", area=DISTRICT, starts_on=first,
        ends_on=first + timedelta(days=30), seed="a seed", now=timezone.now(),
    )  # fmt: skip


def full_points(application: UUID) -> list[int]:
    """Return the most the sheet of an application gives."""
    return [item["max"] for item in Application.objects.get(id=application).sheet.items]
