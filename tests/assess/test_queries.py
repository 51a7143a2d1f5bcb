from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from jinguo.assess import actions, queries
from jinguo.assess.models import Application, Score, Transition
from jinguo.core.errors import Invalid, NotFound
from tests.make import assess as make

pytestmark = pytest.mark.django_db
TODAY = date(2020, 6, 15)  # a Monday


def pages(actor, **given):
    after, found = "", []
    while True:
        page = queries.worklist(actor, programme=make.PROGRAMME, after=after, **given)
        found.append([row.id for row in page.rows])
        if not page.after:
            return found
        after = page.after


def test_a_work_list_comes_page_by_page_in_the_order_of_its_days():
    make.applications(7)
    make.applications(3, state="recommended")

    got = pages(make.officer(), size=4)

    assert [len(page) for page in got] == [4, 4, 2]
    wanted = Application.objects.order_by("due_on", "id").values_list("id", flat=True)
    assert [one for page in got for one in page] == list(wanted)


def test_ended_ones_come_last_first():
    old, new = make.application(state="rejected"), make.application(state="rejected")
    Application.objects.filter(id=new.id).update(state_on=date(2020, 6, 9))

    assert pages(make.officer(), state="rejected", size=1) == [[new.id], [old.id]]


def test_a_work_list_is_narrowed_by_state_area_level_and_day():
    near = make.application()
    far = make.application(village="370211106201")
    low = make.application(level="qualified", state="recommended")
    officer = make.officer()

    assert pages(officer, area=make.TOWN, state="applied") == [[near.id]]
    assert pages(officer, area="370211106") == [[far.id]]
    assert pages(officer, level="qualified") == [[low.id]]
    assert pages(officer, due=queries.Due(near.due_on, queries.OVERDUE)) == [[]]


def test_a_list_begins_and_ends_with_the_actors_reach():
    make.application()
    far = make.application(village="370211106201")

    assert pages(make.officer("town-officer", "370211106")) == [[far.id]]
    with pytest.raises(NotFound):
        queries.get_application(make.officer("village-chair", make.VILLAGE), far.id)
    assert pages(make.officer("data-officer")) == [[]]


@pytest.mark.parametrize("after", ["x", "2020-06-15", "2020-13-01|x", "||"])
def test_a_page_that_never_was(after):
    with pytest.raises(Invalid):
        queries.worklist(make.officer(), programme=make.PROGRAMME, after=after)


def test_a_page_costs_one_query_however_long(django_assert_num_queries):
    make.applications(30)
    officer = make.officer()

    with django_assert_num_queries(1):
        page = queries.worklist(officer, programme=make.PROGRAMME, size=20)
        assert {(row.household.code[:12], row.area.name) for row in page.rows}


def test_every_state_is_counted():
    make.applications(2)
    make.application(state="certified")

    counted = queries.count_by_state(make.officer(), programme=make.PROGRAMME)

    assert (counted["applied"], counted["certified"], counted["scored"]) == (2, 1, 0)
    assert list(counted) == Application.State.values


def test_what_a_household_holds():
    held = make.recognition(state="rectifying", total=97)

    [line] = queries.standing(make.officer(), held.household_id)

    assert (line.title, line.plaque, line.total) == ("示范户", held.plaque, 97)
    assert (line.state, line.rectify_by) == ("rectifying", date(2020, 6, 30))
    assert queries.levels_of(make.officer(), [held.household_id]) == {
        held.household_id: [(make.PROGRAMME, "demo")]
    }
    assert queries.levels_of(make.officer("town-officer", "370211106")) == {}
    assert queries.standing(make.officer("town-officer", "370211106"), held.household_id) == []


def test_a_delisted_household_holds_nothing():
    home = make.recognition(state="delisted").household

    assert queries.standing(make.officer(), home.id) == []
    assert queries.levels_of(make.officer(), [home.id]) == {}


def test_a_history_tells_all_in_order_the_latest_first():
    home = make.recognition(state="rectifying").household

    told = queries.history(make.officer(), home.id)

    assert [entry.to_state or f"{entry.total} points" for entry in told][::-1] == [
        "applied", "recommended", "95 points", "scored", "passed", "listed", "on-notice",
        "certified", "rectifying",
    ]  # fmt: skip
    assert told[0].reason == "an inspection"
    assert queries.history(make.officer("town-officer", "370211106"), home.id) == []


def waiting(actor, on=TODAY):
    return {(todo.kind, todo.urgency, todo.is_own): todo.count for todo in queries.todos(actor, on)}


@pytest.mark.slow
def test_each_role_is_told_of_its_own_next_steps():
    make.applications(2)
    make.applications(3, state="recommended")
    make.application(state="passed")
    make.application(state="passed", level="beautiful")
    make.recognition(state="rectifying")

    village = waiting(make.officer("village-chair", make.VILLAGE))
    town = waiting(make.officer("town-officer", make.TOWN))
    district = waiting(make.officer())

    assert village == {("recommend", "week", True): 2}
    assert town == {
        ("recommend", "week", False): 2,
        ("score", "later", True): 3,
        ("draft-notice", "week", True): 1,
        ("restore", "later", True): 1,
    }
    assert district["draft-notice", "week", True] == 1
    assert district["draft-notice", "week", False] == 1
    assert waiting(make.officer("district-leader")) == {}
    assert waiting(make.officer("town-officer", "370211106")) == {}


@pytest.mark.parametrize(
    ("on", "urgency"),
    [
        (date(2020, 6, 16), "overdue"),
        (date(2020, 6, 15), "week"),
        (date(2020, 6, 8), "later"),
    ],
)
def test_work_is_overdue_from_the_day_after_its_deadline(on, urgency):
    row = make.application()  # due on 15 June, a Monday
    assert row.due_on == date(2020, 6, 15)

    [todo] = queries.todos(make.officer("village-chair", make.VILLAGE), on)

    assert (todo.urgency, todo.due_on, todo.count) == (urgency, row.due_on, 1)
    assert (todo.kind, todo.programme, todo.state) == ("recommend", make.PROGRAMME, "applied")


def test_a_notice_that_still_runs_waits_for_nobody():
    make.application(state="on-notice")  # to 9 June

    assert queries.todos(make.officer(), date(2020, 6, 9)) == []
    assert waiting(make.officer(), date(2020, 6, 10)) == {("certify", "later", True): 1}


@pytest.mark.parametrize(
    ("on", "urgency"),
    [
        (date(2020, 12, 6), None),  # the Sunday before the week it is due in
        (date(2020, 12, 7), "week"),
        (date(2020, 12, 12), "week"),
        (date(2020, 12, 13), "overdue"),
    ],
)
def test_an_inspection_waits_for_the_town_from_the_week_it_is_due(on, urgency):
    make.recognition()  # certified on 12 June, to be inspected every six months

    found = waiting(make.officer("town-officer", make.TOWN), on)

    assert found == ({("inspect", urgency, True): 1} if urgency else {})
    assert waiting(make.officer("village-chair", make.VILLAGE), on) == {}


@pytest.mark.slow
@pytest.mark.parametrize("on", [TODAY, date(2020, 6, 10), date(2020, 6, 16), date(2020, 12, 9)])
@pytest.mark.parametrize(
    ("role", "area"), [("village-chair", make.VILLAGE), ("town-officer", make.TOWN), (None, None)]
)
def test_each_to_do_counts_the_rows_of_its_list(role, area, on):
    make.applications(2)
    for level in ("demo", "beautiful"):  # certified by the district and by the town
        for state in ("recommended", "passed", "on-notice"):
            make.application(state=state, level=level)
        make.recognition(level=level)
        make.recognition(level=level, state="rectifying")
    actor = make.officer(role, area) if role else make.officer()

    waiting = queries.todos(actor, on)

    for todo in waiting:
        due = queries.Due(on, todo.urgency, queries.OWN if todo.is_own else queries.BELOW)
        is_kept = todo.state in ("certified", "rectifying")
        listed = queries.listed_recognitions if is_kept else queries.listed_applications
        rows = listed(actor, programme=todo.programme, state=todo.state, due=due)
        assert rows.count() == todo.count, todo
    assert waiting or (role, on) == ("village-chair", date(2020, 6, 8))


def test_a_list_of_plaques_narrowed_to_what_is_due_shows_what_the_to_do_counts():
    held, later = make.recognition(), make.recognition()
    actions.inspect(
        actor=make.officer(), on=date(2020, 6, 14), now=make.noon(),
        sheets=[actions.InspectionIn(later.id, make.points())],
    )  # fmt: skip

    def due(day):
        page = queries.plaques(
            make.officer(),
            programme=make.PROGRAMME,
            state="certified",
            due=queries.Due(day, queries.OVERDUE),
        )
        return [row.id for row in page.rows]

    assert due(date(2020, 12, 12)) == []
    assert due(date(2020, 12, 13)) == [held.id]
    assert due(date(2020, 12, 15)) == [held.id, later.id]


def test_an_offer_is_made_or_says_why_not():
    row = queries.get_application(make.officer(), make.application(state="passed").id)

    def offered(actor):
        return {offer.verb: bool(offer.refusal) for offer in queries.offers(actor, row, TODAY)}

    assert offered(make.officer()) == {
        "score": False, "draft-notice": False, "reject": False, "withdraw": False,
    }  # fmt: skip
    assert offered(make.officer("town-officer", make.TOWN)) == {
        "score": True, "draft-notice": True, "reject": True, "withdraw": False,
    }  # fmt: skip
    [why] = [
        o.refusal for o in queries.offers(make.officer("town-officer", make.TOWN), row, TODAY)
    ][:1]
    assert "示范户" in why


@pytest.mark.slow
def test_every_way_through_the_procedure_leaves_a_sound_history():
    for state in Application.State.values:
        make.application(state=state)
    for state in ("rectifying", "delisted", "closed"):
        make.recognition(state=state)

    assert queries.check_states() == []


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE assess_application SET state = 'scored'",
        "UPDATE assess_recognition SET state = 'rectifying'",
        "ALTER TABLE assess_transition DISABLE TRIGGER ALL;"
        "DELETE FROM assess_transition WHERE to_state = 'recommended'",
        "ALTER TABLE assess_transition DISABLE TRIGGER ALL;"
        "UPDATE assess_transition SET to_state = 'passed' WHERE to_state = 'recommended'",
    ],
)
def test_a_state_or_a_history_changed_by_hand_is_found(spoil):
    make.recognition()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(spoil)

    assert queries.check_states()


@pytest.mark.parametrize("table", [Transition, Score])
@pytest.mark.parametrize("sql", [
    "UPDATE {} SET actor = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE",
])  # fmt: skip
def test_the_database_refuses_to_change_history(table, sql):
    make.application(state="scored")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(sql.format(table._meta.db_table))
