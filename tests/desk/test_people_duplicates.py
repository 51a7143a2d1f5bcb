"""Possible duplicates are shown, compared and decided; what was decided does not come again."""

import pytest

from jinguo.audit.models import Event
from jinguo.people import queries
from jinguo.people.models import Household, KeptApart, Merge, Person
from tests.desk.test_exports import taken_out
from tests.make import desk, people

pytestmark = pytest.mark.usefixtures("undone")


@pytest.fixture
def pair(world):
    """Two heads of one village whose names sound alike, and who share nothing else."""
    one = people.household(head_name="逄秀英", member_count=3)
    other = people.household(head_name="逄秀瑛", member_count=3)
    return [people.head(home) for home in (one, other)]


@pytest.fixture
def keeper(world):
    return desk.desk("data-officer", name="钱芳")


def shown(browser):
    return browser.get("/desk/households/duplicates/").content.decode()


def between(pair):
    return "/desk/households/duplicates/" + "/".join(str(one.id) for one in pair) + "/"


@pytest.mark.slow
def test_names_that_sound_alike_in_a_village_are_a_pair(pair, keeper):
    assert between(pair) in shown(keeper)
    assert "Same-sounding name in the same village" in shown(keeper)


@pytest.mark.slow
def test_the_pairs_go_out_as_the_page_has_them(pair, keeper):
    officer = desk.desk("district-officer")

    rows = taken_out(officer, "/desk/households/duplicates/export/")

    assert rows[0] == ("Why", "One record", "The other")
    assert len(rows) - 1 == len(officer.get("/desk/households/duplicates/").context["pairs"]) > 0
    assert keeper.post("/desk/households/duplicates/export/").status_code == 403


@pytest.mark.slow
def test_two_heads_are_merged_with_their_households(pair, keeper):
    sent = {"winner": pair[0].id, "reason": "同一户登记两次"}
    assert "two households become one" in keeper.get(between(pair)).content.decode()

    assert keeper.post(between(pair), sent).status_code == 302

    winner, loser = (Person.objects.get(pk=one.pk) for one in pair)
    assert loser.merged_into == winner and between(pair) not in shown(keeper)
    kept = Household.objects.get(head_name="逄秀英")
    gone = Household.objects.get(head_name="逄秀瑛")
    assert (kept.member_count, gone.merged_into) == (3, kept)
    assert {one.household for one in queries.history_of(winner)} == {kept, gone}
    for home in (kept, gone):
        page = keeper.get(f"/desk/households/{home.id}/").content.decode()
        assert "同一户登记两次" in page and "钱芳" in page


@pytest.mark.slow
def test_not_the_same_is_kept_and_not_shown_again(pair, keeper):
    answer = keeper.post(f"{between(pair)}apart/", {"reason": "身份证核对为两人"})

    assert answer.status_code == 302 and between(pair) not in shown(keeper)
    assert KeptApart.objects.get().reason == "身份证核对为两人"
    assert Event.objects.filter(action="people.keep-apart", actor="钱芳").count() == 2
    assert not Merge.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("below", ["", "apart/"])
def test_a_decision_needs_a_reason(pair, keeper, below):
    answer = keeper.post(f"{between(pair)}{below}", {"winner": pair[0].id, "reason": " "})

    assert answer.status_code == 422
    assert between(pair) in shown(keeper)


@pytest.mark.slow
def test_two_with_different_id_numbers_are_no_pair_and_cannot_be_merged(world, keeper):
    homes = [people.household(head_name="綦秀英", id_number=people.id_number(n)) for n in (71, 72)]
    pair = [people.head(home) for home in homes]
    assert between(pair) not in shown(keeper)

    answer = keeper.post(between(pair), {"winner": pair[0].id, "reason": "同名"})

    assert answer.status_code == 422 and "different ID numbers" in answer.content.decode()
    assert not Household.objects.filter(merged_into__isnull=False).exists()


def test_a_pair_shows_masked_values_only(world, keeper):
    number, phone = people.id_number(73, "19810203"), "14377665544"
    one = people.household(head_name="隋翠花", id_number=number, phone=phone)
    other = people.household(head_name="隋翠花", phone=phone, area=people.NEXT_DOOR)
    pair = [people.head(home) for home in (one, other)]

    page = keeper.get(between(pair)).content.decode()

    assert "Same name and phone" in shown(keeper)
    assert number not in page and phone not in page and "●●●●5544" in page
