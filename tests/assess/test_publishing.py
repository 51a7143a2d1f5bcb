from datetime import date

import pytest

from jinguo.assess import actions, queries
from jinguo.assess.models import Ladder, Sheet
from jinguo.core.errors import Invalid, NotFound
from jinguo.core.versions import InUse
from tests.make import assess as make
from tests.make import rounds as made

pytestmark = pytest.mark.django_db


def test_publishing_the_same_again_changes_nothing():
    first = make.sheet()

    again = make.sheet(title="another title under the same digest")

    assert (again.id, again.title) == (first.id, first.title)
    assert Sheet.objects.count() == 1


def test_a_version_nobody_used_is_replaced_in_place():
    first = make.ladder()

    again = make.ladder(digest="2", rules={"notice_days": 7})

    assert (again.id, again.rules) == (first.id, {"notice_days": 7})


@pytest.mark.parametrize("publish", [make.sheet, make.ladder])
def test_a_version_in_use_does_not_change(publish):
    make.application()

    with pytest.raises(InUse):
        publish(digest="2")


@pytest.mark.parametrize("publish", [make.sheet, make.ladder])
def test_a_version_that_only_a_round_was_drafted_under_does_not_change(publish):
    made.listed_courtyards(4)
    later = {"valid_from": made.LISTED_ON, "digest": "2"}
    make.sheet(**later)
    make.ladder(**later)
    made.drafted_round()

    with pytest.raises(InUse):
        publish(valid_from=made.LISTED_ON, digest="3")


def test_a_later_version_ends_the_one_before_it():
    first = make.ladder()
    second = make.ladder(valid_from=date(2021, 1, 1), digest="2")

    first.refresh_from_db()
    assert first.valid_to == date(2021, 1, 1)
    on = {day: queries.ladder_in_force(make.PROGRAMME, make.VILLAGE, day).id for day in (
        date(2020, 12, 31), date(2021, 1, 1),
    )}  # fmt: skip
    assert list(on.values()) == [first.id, second.id]


def test_two_sheets_of_a_programme_are_not_in_force_on_one_day():
    make.sheet()

    with pytest.raises(Invalid, match="same days"):
        make.sheet(key="another")


def test_the_nearest_pack_upward_wins():
    city = make.sheet(area="3702")
    town = make.sheet(area=make.TOWN)
    on = date(2020, 6, 15)

    assert queries.sheet_in_force(make.PROGRAMME, make.VILLAGE, on).id == town.id
    assert queries.sheet_in_force(make.PROGRAMME, "370211106201", on).id == city.id
    with pytest.raises(NotFound):
        queries.sheet_in_force(make.PROGRAMME, "370102001001", on)
    with pytest.raises(NotFound):
        queries.sheet_in_force(make.PROGRAMME, make.VILLAGE, date(2018, 12, 31))


def test_what_cannot_be_worked_with_is_not_published():
    with pytest.raises(Invalid):
        make.sheet(full=99)
    with pytest.raises(Invalid):
        make.ladder(rules={"notice": 3})
    with pytest.raises(Invalid):
        make.ladder(valid_to=date(2018, 1, 1))

    assert not Sheet.objects.exists()
    assert not Ladder.objects.exists()


def test_the_answer_says_what_was_done():
    def publish(digest):
        return actions.publish_ladder(
            pack="p", area="370211", programme="x", valid_from=date(2020, 1, 1),
            levels=make.LEVELS, rules={}, source="a test", digest=digest,
        ).change  # fmt: skip

    assert [publish("1"), publish("1"), publish("2")] == ["published", "unchanged", "replaced"]
