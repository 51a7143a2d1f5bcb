"""An act taken back by who did it: the applications stand as before, and nothing of it counts."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db.models import Sum

from jinguo.assess import actions, queries
from jinguo.assess.models import Application, Transition
from jinguo.audit.models import Event
from jinguo.core.errors import Denied, NotFound
from jinguo.facts.models import Fact
from tests.make import assess as make

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 15)
NOW = make.noon(DAY)
SOON = NOW + timedelta(minutes=10)


def somebody(number=1, role="district-officer", code=make.DISTRICT):
    return replace(make.officer(role, code), account_id=UUID(int=number))


def act(verb, rows, *, actor=None, at=NOW, **more):
    ids = [row.id for row in rows]
    getattr(actions, verb)(actor=actor or somebody(), application_ids=ids, on=DAY, now=at, **more)


def take_back(*, actor=None, acted_at=NOW, now=SOON):
    return actions.take_back(actor=actor or somebody(), acted_at=acted_at, now=now)


def standing(rows):
    """The state, day and deadline of each, in a lasting order."""
    found = Application.objects.filter(id__in=[row.id for row in rows]).order_by("id")
    return list(found.values_list("id", "state", "state_on", "due_on"))


def counted(kind):
    return Fact.objects.filter(kind=kind).aggregate(sum=Sum("quantity"))["sum"] or 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("state", "verb", "more", "kind"),
    [
        ("applied", "recommend", {}, "assess.recommended"),
        ("scored", "decide", {}, "assess.passed"),
        ("recommended", "reject", {"reason": "twice"}, "assess.rejected"),
        ("passed", "withdraw", {"reason": "the wrong list"}, "assess.withdrawn"),
    ],
)
def test_everything_stands_as_before_and_nothing_of_the_act_counts(state, verb, more, kind):
    rows = make.applications(3, state=state)
    before = standing(rows)
    act(verb, rows, **more)
    assert standing(rows) != before
    assert counted(kind) == 3

    assert sorted(take_back()) == sorted(row.id for row in rows)

    assert standing(rows) == before
    assert counted(kind) == 0
    backs = Fact.objects.filter(kind=kind, corrects__isnull=False)
    assert {fact.data["reason"] for fact in backs} == {"taken back at once by who did it"}
    assert Transition.objects.filter(to_state=state, at=SOON).count() == 3
    [note] = Event.objects.filter(action="assess.take-back")
    assert note.count == 3
    assert queries.check_states() == []


def test_a_decision_that_passed_some_and_not_others_is_taken_back_whole():
    good, poor = make.application(state="scored"), make.application(state="scored", total=50)
    before = standing([good, poor])
    act("decide", [good, poor])
    assert {state for _id, state, *_days in standing([good, poor])} == {"passed", "rejected"}

    take_back()

    assert standing([good, poor]) == before


def test_the_same_is_done_and_taken_back_again():
    rows = [make.application()]
    act("recommend", rows)
    take_back()
    later = NOW + timedelta(minutes=20)
    act("recommend", rows, at=later)
    assert counted("assess.recommended") == 1

    take_back(acted_at=later, now=later)

    assert counted("assess.recommended") == 0
    with pytest.raises(actions.CannotTakeBack):
        take_back(acted_at=NOW, now=NOW)


def test_after_some_minutes_an_act_stands():
    rows = [make.application()]
    act("recommend", rows)

    with pytest.raises(actions.CannotTakeBack, match="More than 10 minutes"):
        take_back(now=SOON + timedelta(seconds=1))

    assert standing(rows)[0][1] == "recommended"
    assert not Fact.objects.filter(corrects__isnull=False).exists()


def test_what_was_worked_on_since_is_not_taken_back_and_neither_is_the_rest():
    rows = make.applications(2)
    act("recommend", rows)
    sheet = actions.ScoreIn(rows[0].id, make.points())
    actions.score(
        actor=make.officer(), sheets=[sheet], kind="town", on=DAY, now=NOW + timedelta(minutes=1)
    )

    with pytest.raises(actions.CannotTakeBack, match="1 of them has been worked on since"):
        take_back()

    assert sorted(state for _id, state, *_days in standing(rows)) == ["recommended", "scored"]


def test_a_decision_checked_on_site_since_stands():
    rows = [make.application(state="scored")]
    act("decide", rows)
    sheet = actions.ScoreIn(rows[0].id, make.points())
    actions.score(
        actor=make.officer(),
        sheets=[sheet],
        kind="district",
        on=DAY,
        now=NOW + timedelta(minutes=1),
    )

    with pytest.raises(actions.CannotTakeBack):
        take_back()


def test_a_household_that_applied_anew_keeps_its_new_application():
    row = make.application()
    act("withdraw", [row], reason="the wrong level")
    actions.apply(
        actor=make.officer(), programme=make.PROGRAMME, household_ids=[row.household_id],
        level="beautiful", on=DAY, now=NOW + timedelta(minutes=1),
    )  # fmt: skip

    with pytest.raises(actions.CannotTakeBack):
        take_back()


def test_nobody_takes_back_another_s_act_or_one_that_was_not():
    act("recommend", [make.application()])

    with pytest.raises(NotFound):
        take_back(actor=somebody(2))
    with pytest.raises(NotFound):
        take_back(acted_at=NOW + timedelta(seconds=1))
    with pytest.raises(NotFound):
        take_back(actor=replace(somebody(), account_id=None))


def test_who_has_lost_the_right_takes_nothing_back():
    act("recommend", [make.application()])

    with pytest.raises(Denied):
        take_back(actor=somebody(role="district-leader"))


@pytest.mark.slow
def test_what_others_were_told_of_is_not_taken_back():
    act("certify", [make.application(state="on-notice")])

    assert not queries.can_take_back(somebody(), NOW)
    with pytest.raises(NotFound):
        take_back()
